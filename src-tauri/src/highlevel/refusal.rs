//! What an answer without a contact means. The status alone does not say it: the same 401 stands for a token that is
//! wrong and for one that lacks a permission, so the message is read too, by parts of it and in any case.

use super::decode::{is_blank, is_web_page, tidy_trace_id};
use super::transport::Headers;
use crate::model::token::looks_like_a_token;
use crate::model::value::Value;

mod inactive;

use inactive::says_the_account_is_inactive;

/// How much of a message is kept, in characters.
const LONGEST_MESSAGE: usize = 500;

/// How many messages are kept.
const MOST_MESSAGES: usize = 10;

/// An answer that says no.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What it means.
    pub kind: RefusalKind,
    /// What HighLevel said: at most ten messages of at most 500 characters, without control characters and tokens. A
    /// web page is never a message.
    pub messages: Vec<String>,
    /// What HighLevel's support asks for; else the number of the firewall before it.
    pub trace_id: Option<String>,
}

/// What an answer that says no means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// The token is not known, or not any more.
    TokenRejected,
    /// The token may not read this.
    PermissionMissing,
    /// The token was made for an agency.
    AgencyToken,
    /// There is no such contact.
    ContactNotFound,
    /// The contact lives in another account.
    OtherAccount,
    /// The sub-account is paused or closed.
    AccountInactive,
    /// HighLevel refuses for another reason.
    Forbidden,
    /// Something between here and HighLevel refuses.
    BlockedOnTheWay,
    /// The request is malformed.
    RequestRefused,
    /// This program asks in a way that HighLevel no longer knows.
    ProgramOutdated,
    /// Too many requests in a short time.
    TooManyRequests,
    /// The day's allowance is used up.
    DailyLimitReached,
    /// A fault of HighLevel's own.
    HighlevelDown {
        /// Whether it can be over in a moment.
        worth_a_retry: bool,
    },
    /// A network's sign-in page answered in HighLevel's place.
    NetworkSignIn,
    /// The answer sends the request elsewhere.
    Redirected,
    /// There is nothing in the answer.
    AnswerEmpty,
    /// It is none of these.
    AnswerNotUnderstood,
}

/// What the body of an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    Empty,
    WebPage,
    Json,
    Text,
}

/// Reads any answer that is not a 200 with JSON.
pub fn read_refusal(status: u16, headers: &Headers, body: &[u8]) -> Refusal {
    let json = Value::parse(body).ok();
    let shape = match &json {
        _ if is_blank(body) => Body::Empty,
        _ if is_web_page(body) => Body::WebPage,
        Some(Value::Object(_) | Value::List(_)) => Body::Json,
        _ => Body::Text,
    };
    let messages = match (shape, &json) {
        (Body::Empty | Body::WebPage, _) => Vec::new(),
        (_, Some(json)) => messages(json),
        (_, None) => vec![String::from_utf8_lossy(body).into_owned()],
    };
    let mut said = messages.join("\n");
    if let Some(error) = json.as_ref().and_then(|json| json.get("error")) {
        said.push('\n');
        said.push_str(error.sent().unwrap_or_default());
    }
    let trace_id = json.as_ref().and_then(|json| json.get("traceId")).and_then(Value::sent).and_then(tidy_trace_id);
    Refusal {
        kind: meaning(status, headers, shape, &said.to_lowercase()),
        messages: messages.iter().filter_map(|message| tidy_message(message)).take(MOST_MESSAGES).collect(),
        trace_id: trace_id.or_else(|| headers.get("cf-ray").and_then(tidy_trace_id)),
    }
}

/// What a status means together with what was said, in small letters.
fn meaning(status: u16, headers: &Headers, body: Body, said: &str) -> RefusalKind {
    let says = |part: &str| said.contains(part);
    // Our own fault or an old program's, never the token's or the ID's, whatever the status.
    let is_about_version = || says("api version") || says("version header");
    match status {
        200..=299 => match body {
            Body::Empty => RefusalKind::AnswerEmpty,
            Body::WebPage => RefusalKind::NetworkSignIn,
            Body::Json | Body::Text => RefusalKind::AnswerNotUnderstood,
        },
        // Nothing was asked for conditionally, and where an answer points nowhere it cannot be followed by anyone.
        304 => RefusalKind::AnswerNotUnderstood,
        300..=399 if headers.get("location").is_some() => RefusalKind::Redirected,
        400..=499 if is_about_version() => RefusalKind::ProgramOutdated,
        // No token, permission or ID mends that, so it comes before what the message says of any of them.
        400 | 401 | 403 if says_the_account_is_inactive(said) => RefusalKind::AccountInactive,
        400 => about_the_token(said).unwrap_or(about_the_request(said)),
        401 if says("user does not exist") => RefusalKind::RequestRefused,
        401 => about_the_token(said).unwrap_or(RefusalKind::TokenRejected),
        403 => about_the_token(said).unwrap_or(match body {
            Body::Json if says("location") => RefusalKind::OtherAccount,
            Body::Json => RefusalKind::Forbidden,
            Body::Empty | Body::WebPage | Body::Text => RefusalKind::BlockedOnTheWay,
        }),
        404 if body == Body::WebPage || says("cannot get") || says("route") => RefusalKind::ProgramOutdated,
        404 => RefusalKind::ContactNotFound,
        407 => RefusalKind::BlockedOnTheWay,
        // "Request Timeout" and "Too Early" ask for the same request once more.
        408 | 425 => RefusalKind::HighlevelDown { worth_a_retry: true },
        410 => RefusalKind::ProgramOutdated,
        429 if is_daily_limit(headers) => RefusalKind::DailyLimitReached,
        429 => RefusalKind::TooManyRequests,
        400..=499 if body == Body::WebPage => RefusalKind::BlockedOnTheWay,
        _ if (400..500).contains(&status) => RefusalKind::RequestRefused,
        // "Network Authentication Required": made for sign-in pages.
        511 => RefusalKind::NetworkSignIn,
        500..=599 => {
            // "This route is not yet supported by the IAM Service": that stays so for this token.
            RefusalKind::HighlevelDown { worth_a_retry: !says("iam service") }
        }
        _ => RefusalKind::AnswerNotUnderstood,
    }
}

/// What a message says of the token, wherever it comes with a 400, 401 or 403.
fn about_the_token(said: &str) -> Option<RefusalKind> {
    let says = |part: &&str| said.contains(*part);
    if ["user type mismatch", "authclass"].iter().any(says) {
        Some(RefusalKind::AgencyToken)
    } else if ["access to this location", "access to the location"].iter().any(says) {
        Some(RefusalKind::OtherAccount)
    } else if said.contains("scope") {
        Some(RefusalKind::PermissionMissing)
    } else if ["private integration token", "invalid jwt", "jwt expired", "access token is invalid"].iter().any(says) {
        Some(RefusalKind::TokenRejected)
    } else {
        None
    }
}

/// A 400: an ID that nobody has is told as a bad request, not as a 404.
fn about_the_request(said: &str) -> RefusalKind {
    if said.contains("contact") {
        RefusalKind::ContactNotFound
    } else {
        RefusalKind::RequestRefused
    }
}

/// Whether the day's allowance is used up.
fn is_daily_limit(headers: &Headers) -> bool {
    let remaining = headers.get("x-ratelimit-daily-remaining").and_then(|value| value.trim().parse::<i64>().ok());
    remaining.is_some_and(|remaining| remaining <= 0)
}

/// What was said: `message` as a text, a list or an object; without one, `error`; without either, other usual places.
fn messages(json: &Value) -> Vec<String> {
    let mut found = Vec::new();
    match json {
        Value::Object(_) => {
            for key in ["message", "msg", "error", "error_description", "errors", "detail"] {
                if let Some(value) = json.get(key).filter(|value| found.is_empty() && value.has_content()) {
                    collect(value, &mut found);
                }
            }
        }
        other => collect(other, &mut found),
    }
    found
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::List(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(_) => match value.get("message").filter(|message| message.has_content()) {
            Some(message) => collect(message, found),
            None => found.push(value.to_json()),
        },
        single => found.extend(single.sent().map(str::to_owned)),
    }
}

/// A message that can be shown and copied. Should HighLevel ever repeat a token, that is left out.
fn tidy_message(message: &str) -> Option<String> {
    let plain: String = message.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
    let words = plain.split_whitespace().map(|word| if looks_like_a_token(word) { "…" } else { word });
    let line: String = words.collect::<Vec<_>>().join(" ").chars().take(LONGEST_MESSAGE).collect();
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests;
