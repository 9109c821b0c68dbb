//! What is made of answers, well-formed or not.

use contact_lookup::highlevel::error::ApiError;
use contact_lookup::model::problem::ProblemKind;

use crate::support::answer::{packed, Answer, Ending};
use crate::support::asker::{attempts, Asker, CONTACT, ID};
use crate::support::server::Server;

/// What a lookup comes to, with one server for it.
async fn fault_of(answer: Answer) -> ApiError {
    let server = Server::always(answer).await;
    let fault = Asker::of(&server.url()).contact().await.unwrap_err();
    assert_eq!(usize::try_from(attempts(&fault)).unwrap(), server.requests().len());
    fault
}

async fn kind_of(status: u16, body: &str) -> (ProblemKind, u32) {
    let fault = fault_of(Answer::json(status, body)).await;
    assert_eq!(fault.problem.facts.status, Some(status), "not a refusal: {fault:?}");
    (fault.kind(), attempts(&fault))
}

/// What an answer comes to that is lost on its way, and how many retries that is worth.
fn without_status(fault: &ApiError) -> (ProblemKind, u32) {
    assert_eq!(fault.problem.facts.status, None, "{fault:?}");
    (fault.kind(), fault.retries)
}

#[tokio::test]
async fn each_refusal_is_told_for_what_it_is_and_tried_again_only_where_that_helps() {
    let down = ProblemKind::HighlevelDown;
    let table = [
        (400, r#"{"statusCode": 400, "message": "Contact not found"}"#, ProblemKind::ContactNotFound, 1),
        (401, r#"{"statusCode": 401, "message": "Invalid JWT"}"#, ProblemKind::TokenRejected, 1),
        (401, r#"{"message": "The token is not authorized for this scope."}"#, ProblemKind::PermissionMissing, 1),
        (403, r#"{"message": "The token does not have access to this location."}"#, ProblemKind::OtherAccount, 1),
        (404, r#"{"message": "Contact not found"}"#, ProblemKind::ContactNotFound, 1),
        (422, r#"{"message": ["contactId must be a string"]}"#, ProblemKind::RequestRefused, 1),
        (500, r#"{"message": "Internal server error"}"#, down, 3),
        (502, "<html>Bad gateway</html>", down, 3),
        (503, "no healthy upstream", down, 3),
        (504, "", down, 3),
    ];
    for (status, body, kind, attempts) in table {
        assert_eq!(kind_of(status, body).await, (kind, attempts), "{status} {body}");
    }
}

#[tokio::test]
async fn a_401_that_passes_is_not_tried_again_by_itself_and_the_next_lookup_works() {
    let server =
        Server::in_turn([Answer::json(401, r#"{"message": "Invalid JWT"}"#), Answer::json(200, CONTACT)]).await;
    let asker = Asker::of(&server.url());
    assert_eq!(asker.refusal().await, (ProblemKind::TokenRejected, 1));
    assert_eq!(asker.contact().await.unwrap().attempts, 1);
}

#[tokio::test]
async fn a_long_wait_that_the_server_asks_for_is_told_and_not_waited_for() {
    let answer = Answer::new(429, &[("retry-after", "120")], "Too Many Requests");
    let fault = fault_of(answer).await;
    let facts = &fault.problem.facts;
    assert_eq!((attempts(&fault), facts.status, facts.retry_in_seconds), (1, Some(429), Some(120)));
}

#[tokio::test]
async fn an_unreadable_wait_is_as_good_as_none() {
    for value in ["-5", "soon", "1e9"] {
        let answers = [Answer::new(429, &[("retry-after", value)], ""), Answer::json(200, CONTACT)];
        let server = Server::in_turn(answers).await;
        assert_eq!(Asker::of(&server.url()).contact().await.unwrap().attempts, 2, "{value}");
    }
}

#[tokio::test]
async fn a_wait_of_nothing_does_not_make_it_hammer() {
    let fault = fault_of(Answer::new(429, &[("retry-after", "0")], "")).await;
    assert_eq!(attempts(&fault), 3);
}

#[tokio::test]
async fn a_used_up_day_is_told_after_one_request() {
    let fault = fault_of(Answer::new(429, &[("X-RateLimit-Daily-Remaining", "0")], "Too Many Requests")).await;
    assert_eq!(fault.kind(), ProblemKind::DailyLimitReached);
    assert_eq!((attempts(&fault), fault.problem.facts.retry_in_seconds), (1, None));
}

#[tokio::test]
async fn an_empty_answer_is_asked_for_once_more_and_then_told() {
    let empty = fault_of(Answer::json(200, "")).await;
    assert_eq!((empty.kind(), attempts(&empty)), (ProblemKind::AnswerEmpty, 2));
    for status in [204, 206] {
        assert_eq!(kind_of(status, "").await, (ProblemKind::AnswerEmpty, 2), "{status}");
    }
}

#[tokio::test]
async fn statuses_that_make_no_sense_are_told_after_one_request() {
    for status in [304, 300, 999, 600] {
        let fault = fault_of(Answer::json(status, "")).await;
        assert_eq!((attempts(&fault), fault.problem.facts.status), (1, Some(status)));
    }
}

#[tokio::test]
async fn a_web_page_in_the_place_of_an_answer_is_a_networks_sign_in() {
    let page = "<!DOCTYPE html><html><body>Welcome to Hotel Wi-Fi</body></html>";
    let fault = fault_of(Answer::new(200, &[("content-type", "text/html")], page)).await;
    assert_eq!((fault.kind(), attempts(&fault)), (ProblemKind::NetworkSignIn, 1));
}

#[tokio::test]
async fn the_kind_of_content_does_not_matter_where_the_content_is_right() {
    for kind in [&[("content-type", "text/html")][..], &[("content-type", "image/png")], &[]] {
        let server = Server::always(Answer::new(200, kind, CONTACT)).await;
        assert_eq!(Asker::of(&server.url()).contact().await.unwrap().contact.id(), Some(ID));
    }
}

#[tokio::test]
async fn a_packed_answer_is_unpacked() {
    let server = Server::always(Answer::gzip(packed(CONTACT.as_bytes()))).await;
    assert_eq!(Asker::of(&server.url()).contact().await.unwrap().contact.id(), Some(ID));
}

#[tokio::test]
async fn packing_that_is_a_lie_or_broken_is_asked_for_once_more_and_then_told() {
    let whole = packed(CONTACT.as_bytes());
    let mut wrong_sum = whole.clone();
    let at = wrong_sum.len() - 8;
    wrong_sum[at] ^= 0xff;
    let half = &whole[..whole.len() / 2];
    for body in [CONTACT.as_bytes(), half, &wrong_sum, b"\x1f\x8b"] {
        let fault = fault_of(Answer::gzip(body)).await;
        assert_eq!(without_status(&fault), (ProblemKind::AnswerNotUnderstood, 1), "{fault:?}");
        assert_eq!(attempts(&fault), 2);
    }
}

#[tokio::test]
async fn packing_that_nobody_asked_for_is_damage() {
    for encoding in ["br", "zstd", "deflate", "x-unheard-of"] {
        let fault = fault_of(Answer::new(200, &[("content-encoding", encoding)], "\u{1}\u{2}")).await;
        assert_eq!(without_status(&fault), (ProblemKind::AnswerNotUnderstood, 1), "{fault:?}");
        assert_eq!(attempts(&fault), 2);
    }
}

#[tokio::test]
async fn chunks_that_are_none_are_damage() {
    let broken = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nnot a length\r\n{}\r\n0\r\n\r\n";
    let fault = fault_of(Answer::raw(broken).then(Ending::Close)).await;
    assert_eq!(without_status(&fault), (ProblemKind::AnswerNotUnderstood, 1), "{fault:?}");
}

#[tokio::test]
async fn what_is_not_http_is_told_after_one_request() {
    for greeting in [
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 20x Odd\r\n\r\n",
        "HTTP/1.1 200 OK\r\nna\0me: 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nname: val\0ue\r\n\r\n",
        "\0\0\0\0\r\n\r\n",
    ] {
        let fault = fault_of(Answer::raw(greeting).then(Ending::Close)).await;
        assert_eq!(without_status(&fault), (ProblemKind::AnswerNotUnderstood, 0), "{greeting:?}: {fault:?}");
        assert_eq!(attempts(&fault), 1, "{greeting:?}");
    }
}

#[tokio::test]
async fn half_a_json_text_is_asked_for_once_more_and_a_thicket_of_brackets_is_not() {
    let half = fault_of(Answer::json(200, &CONTACT[..40])).await;
    assert_eq!((half.kind(), attempts(&half)), (ProblemKind::AnswerNotUnderstood, 2), "{half:?}");
    for bracket in ["[", r#"{"a":"#] {
        let thicket = fault_of(Answer::json(200, bracket.repeat(100_000))).await;
        assert_eq!((thicket.kind(), attempts(&thicket)), (ProblemKind::AnswerNotUnderstood, 1), "{thicket:?}");
    }
}

#[tokio::test]
async fn the_number_that_support_asks_for_is_kept_of_refusals_too() {
    let body = r#"{"statusCode": 401, "message": "Invalid JWT", "traceId": "trace-7"}"#;
    assert_eq!(fault_of(Answer::json(401, body)).await.problem.facts.trace_id.as_deref(), Some("trace-7"));
    let blocked = Answer::new(403, &[("cf-ray", "8f0a-FRA"), ("content-type", "text/html")], "error code: 1010");
    assert_eq!(fault_of(blocked).await.problem.facts.trace_id.as_deref(), Some("8f0a-FRA"));
}
