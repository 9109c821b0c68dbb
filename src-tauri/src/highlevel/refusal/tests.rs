use super::*;
use proptest::prelude::*;
use ProblemKind::{
    AccountInactive, AgencyToken, AnswerEmpty, AnswerNotUnderstood, BlockedOnTheWay, ContactNotFound,
    DailyLimitReached, Forbidden, HighlevelDown, NetworkSignIn, OtherAccount, PermissionMissing, ProgramOutdated,
    Redirected, RequestRefused, TokenRejected, TooManyRequests,
};

const WEB_PAGE: &str = "\n<!DOCTYPE html><html><title>contact location scope</title>";

fn refusal(status: u16, body: &str) -> ApiError {
    read_refusal(status, &Headers::default(), body.as_bytes())
}

fn with_header(status: u16, name: &str, value: &str, body: &str) -> ApiError {
    read_refusal(status, &Headers::keep([(name, value)]), body.as_bytes())
}

fn said(message: &str) -> String {
    format!(r#"{{"statusCode":400,"message":{}}}"#, Json::Text(message.to_owned()).to_json())
}

#[test]
fn the_message_tells_what_the_status_does_not() {
    for (status, message, kind) in [
        (400, "Contact not found", ContactNotFound),
        (400, "The contact with id kT4wQ9zLmN2xVbR7sYpD does not exist", ContactNotFound),
        (400, "Bad Request", RequestRefused),
        (400, "", RequestRefused),
        (400, "Invalid API version segment in the path", ProgramOutdated),
        (400, "This resource is not available in API version 2021-04-15", ProgramOutdated),
        (401, "Invalid Private Integration token", TokenRejected),
        (401, "Invalid JWT", TokenRejected),
        (401, "Invalid token: access token is invalid", TokenRejected),
        (401, "Something nobody has seen yet", TokenRejected),
        (401, "", TokenRejected),
        (401, "The token is not authorized for this scope.", PermissionMissing),
        (401, "Token's user type mismatch!", AgencyToken),
        (401, "This authClass type is not allowed to access this scope.", AgencyToken),
        (401, "version header was not found.", ProgramOutdated),
        (401, "version header is invalid", ProgramOutdated),
        (401, "The user does not exist.", RequestRefused),
        (401, "The token does not have access to this location.", OtherAccount),
        (403, "The token does not have access to this location.", OtherAccount),
        (403, "Forbidden for this location", OtherAccount),
        (403, "The token is not authorized for this scope.", PermissionMissing),
        (403, "Token's user type mismatch!", AgencyToken),
        (403, "Forbidden resource", Forbidden),
        (403, "", Forbidden),
        (400, "Location is not active", AccountInactive),
        (401, "Location is not active", AccountInactive),
        (403, "Location is not active", AccountInactive),
        (403, "This sub-account has been suspended", AccountInactive),
        (400, "Contact not found in this location", ContactNotFound),
        (404, "Contact not found", ContactNotFound),
        (404, "Not Found", ContactNotFound),
        (404, "", ContactNotFound),
        (404, "Cannot GET /contacts/kT4wQ9zLmN2xVbR7sYpD", ProgramOutdated),
        (404, "no Route matched with those values", ProgramOutdated),
        (405, "Method Not Allowed", RequestRefused),
        (408, "Request Timeout", HighlevelDown),
        (410, "Gone", ProgramOutdated),
        (418, "I am a teapot", RequestRefused),
        (422, "Unprocessable Entity", RequestRefused),
        (422, "contactId must be a contact's ID", RequestRefused),
        (425, "Too Early", HighlevelDown),
        (429, "Too Many Requests", TooManyRequests),
        (500, "Internal server error", HighlevelDown),
        (500, "This route is not yet supported by the IAM Service. Please update the route", HighlevelDown),
        (502, "Bad Gateway", HighlevelDown),
        (503, "upstream connect error or disconnect/reset before headers", HighlevelDown),
        (504, "Gateway Timeout", HighlevelDown),
        (511, "Network Authentication Required", NetworkSignIn),
        (529, "overloaded", HighlevelDown),
    ] {
        for message in [message.to_owned(), message.to_uppercase()] {
            let refusal = refusal(status, &said(&message));
            assert_eq!(refusal.kind(), kind, "{status} {message}");
            let stays = message.to_lowercase().contains("iam service");
            assert_eq!(refusal.retries, if stays { 0 } else { kind.policy().retries }, "{status} {message}");
        }
    }
}

#[test]
fn a_message_may_have_any_shape() {
    for body in [
        r#"{"message":"The token is not authorized for this scope."}"#,
        r#"{"message":["x","The token is not authorized for this scope."]}"#,
        r#"{"message":{"message":"The token is not authorized for this scope."}}"#,
        r#"{"message":{"text":"The token is not authorized for this scope."}}"#,
        r#"{"message":null,"error":"The token is not authorized for this scope."}"#,
        r#"{"error":{"message":"The token is not authorized for this scope."}}"#,
        r#"{"message":"Unauthorized","error":"The token is not authorized for this scope."}"#,
        r#"{"msg":"The token is not authorized for this scope."}"#,
        r#"["The token is not authorized for this scope."]"#,
        "The token is not authorized for this scope.",
    ] {
        assert_eq!(refusal(401, body).kind(), PermissionMissing, "{body}");
    }
    for body in ["", "  ", "{}", "null", "{\"message\":null}", "{\"message\":[]}", "{", WEB_PAGE, "401"] {
        assert_eq!(refusal(401, body).kind(), TokenRejected, "{body}");
    }
}

#[test]
fn what_is_not_highlevels_own_is_told_apart() {
    for (status, body, kind) in [
        (403, "error code: 1010", BlockedOnTheWay),
        (403, WEB_PAGE, BlockedOnTheWay),
        (403, "", BlockedOnTheWay),
        (404, WEB_PAGE, ProgramOutdated),
        (404, "Cannot GET /contacts/x", ProgramOutdated),
        (404, "", ContactNotFound),
        (407, "", BlockedOnTheWay),
        (410, WEB_PAGE, ProgramOutdated),
        (418, WEB_PAGE, BlockedOnTheWay),
        (422, "", RequestRefused),
        (429, WEB_PAGE, TooManyRequests),
        (429, "", TooManyRequests),
        (500, WEB_PAGE, HighlevelDown),
        (502, "no healthy upstream", HighlevelDown),
        (503, "", HighlevelDown),
    ] {
        let refusal = refusal(status, body);
        assert_eq!((refusal.kind(), refusal.retries), (kind, kind.policy().retries), "{status} {body}");
    }
}

#[test]
fn answers_that_say_yes_without_a_contact_are_told_apart() {
    for (status, body, kind) in [
        (200, "", AnswerEmpty),
        (200, "\u{FEFF} \r\n", AnswerEmpty),
        (200, WEB_PAGE, NetworkSignIn),
        (200, "OK", AnswerNotUnderstood),
        (202, "{}", AnswerNotUnderstood),
        (204, "", AnswerEmpty),
        (205, "", AnswerEmpty),
        (206, "", AnswerEmpty),
        (100, "", AnswerNotUnderstood),
        (199, "", AnswerNotUnderstood),
        (304, "", AnswerNotUnderstood),
        (600, "", AnswerNotUnderstood),
        (999, WEB_PAGE, AnswerNotUnderstood),
    ] {
        assert_eq!(refusal(status, body).kind(), kind, "{status} {body}");
    }
}

#[test]
fn an_answer_that_points_elsewhere_is_a_redirect_and_one_that_points_nowhere_is_not() {
    for status in [301, 302, 303, 307, 308] {
        assert_eq!(with_header(status, "Location", "https://evil.example/", WEB_PAGE).kind(), Redirected);
        assert_eq!(refusal(status, "").kind(), AnswerNotUnderstood);
    }
}

#[test]
fn a_used_up_day_is_no_burst() {
    for (left, kind) in [
        ("0", DailyLimitReached),
        (" 0 ", DailyLimitReached),
        ("-3", DailyLimitReached),
        ("17", TooManyRequests),
        ("soon", TooManyRequests),
    ] {
        assert_eq!(with_header(429, "X-RateLimit-Daily-Remaining", left, "Too Many Requests").kind(), kind, "{left}");
    }
    let refusal = with_header(503, "X-RateLimit-Daily-Remaining", "0", "");
    assert_eq!((refusal.kind(), refusal.retries), (HighlevelDown, 2));
}

#[test]
fn the_trace_id_is_highlevels_or_else_the_firewalls() {
    let body = r#"{"message":"Bad Request","traceId":"a1b2-c3"}"#;
    assert_eq!(refusal(400, body).problem.facts.trace_id.as_deref(), Some("a1b2-c3"));
    assert_eq!(with_header(400, "cf-ray", "9f00ba5e-FRA", body).problem.facts.trace_id.as_deref(), Some("a1b2-c3"));
    assert_eq!(
        with_header(403, "CF-Ray", "9f00ba5e-FRA", WEB_PAGE).problem.facts.trace_id.as_deref(),
        Some("9f00ba5e-FRA")
    );
    assert_eq!(refusal(400, r#"{"traceId":12}"#).problem.facts.trace_id.as_deref(), Some("12"));
    assert_eq!(refusal(400, r#"{"traceId":{"a":"\n"}}"#).problem.facts.trace_id, None);
    assert_eq!(refusal(400, r#"{"traceId":" \n "}"#).problem.facts.trace_id, None);
}

#[test]
fn messages_are_kept_short_few_and_plain() {
    assert_eq!(refusal(422, &said("a\u{0000}b\r\nc\u{001b}[31m")).problem.facts.messages, ["a b c [31m"]);
    assert_eq!(refusal(422, &said(&"ü".repeat(5_000))).problem.facts.messages, ["ü".repeat(500)]);
    let many = format!(r#"{{"message":[{}]}}"#, vec![r#""x""#; 50].join(","));
    assert_eq!(refusal(422, &many).problem.facts.messages.len(), 10);
    assert_eq!(
        refusal(422, r#"{"message":["id must be text",7,null,"",{"field":"id"}]}"#).problem.facts.messages,
        ["id must be text", "7", r#"{"field":"id"}"#]
    );
    assert_eq!(refusal(401, r#"{"error":"Unauthorized"}"#).problem.facts.messages, ["Unauthorized"]);
    assert_eq!(refusal(403, "error code: 1010").problem.facts.messages, ["error code: 1010"]);
    assert_eq!(refusal(403, WEB_PAGE).problem.facts.messages, [""; 0]);
}

#[test]
fn a_token_in_a_message_is_not_kept() {
    let token = "pit-00000000-aaaa-4bbb-8ccc-0123456789ab";
    let messages = refusal(401, &said(&format!("Invalid token '{token}' given"))).problem.facts.messages;
    assert_eq!(messages, ["Invalid token … given"]);
}

proptest! {
    #[test]
    fn no_answer_makes_it_panic(status in any::<u16>(), body in prop::collection::vec(any::<u8>(), 0..300)) {
        let refusal = read_refusal(status, &Headers::default(), &body);
        prop_assert!(refusal.problem.facts.messages.len() <= 10);
    }

    #[test]
    fn no_message_makes_it_panic(status in 100..1000_u16, message in any::<String>()) {
        let refusal = refusal(status, &said(&message));
        let is_plain = |message: &String| message.chars().count() <= 500 && !message.contains(char::is_control);
        prop_assert!(refusal.problem.facts.messages.iter().all(is_plain));
    }
}
