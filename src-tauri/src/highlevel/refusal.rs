//! What an answer without a contact means. The status alone does not say it: the same 401 stands for a token that is
//! wrong and for one that lacks a permission, so the message is read too, by parts of it and in any case.

use super::decode::{is_blank, is_web_page, tidy_trace_id};
use super::error::ApiError;
use super::transport::Headers;
use crate::model::json::Json;
use crate::model::problem::{ProblemFacts, ProblemKind};
use crate::model::token::looks_like_a_token;

mod inactive;

use inactive::says_the_account_is_inactive;

/// How much of a message is kept, in characters.
const LONGEST_MESSAGE: usize = 500;

/// How many messages are kept.
const MOST_MESSAGES: usize = 10;

/// What the body of an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    Empty,
    WebPage,
    Json,
    Text,
}

/// Reads any answer that is not a 200 with JSON.
pub fn read_refusal(status: u16, headers: &Headers, body: &[u8]) -> ApiError {
    let json = Json::parse(body).ok();
    let shape = match &json {
        _ if is_blank(body) => Body::Empty,
        _ if is_web_page(body) => Body::WebPage,
        Some(Json::Object(_) | Json::List(_)) => Body::Json,
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
    let said = said.to_lowercase();
    let trace_id = json.as_ref().and_then(|json| json.get("traceId")).and_then(Json::sent).and_then(tidy_trace_id);
    let kind = meaning(status, headers, shape, &said);
    let facts = ProblemFacts {
        messages: messages.iter().filter_map(|message| tidy_message(message)).take(MOST_MESSAGES).collect(),
        trace_id: trace_id.or_else(|| headers.get("cf-ray").and_then(tidy_trace_id)),
        ..ProblemFacts::default()
    };
    let error = ApiError::new(kind, facts);
    // "This route is not yet supported by the IAM Service": that stays so for this token.
    if status >= 500 && said.contains("iam service") {
        error.worth(0)
    } else {
        error
    }
}

/// What a status means together with what was said, in small letters.
fn meaning(status: u16, headers: &Headers, body: Body, said: &str) -> ProblemKind {
    let says = |part: &str| said.contains(part);
    // Our own fault or an old program's, never the token's or the ID's, whatever the status.
    let is_about_version = || says("api version") || says("version header");
    match status {
        200..=299 => match body {
            Body::Empty => ProblemKind::AnswerEmpty,
            Body::WebPage => ProblemKind::NetworkSignIn,
            Body::Json | Body::Text => ProblemKind::AnswerNotUnderstood,
        },
        // Nothing was asked for conditionally, and where an answer points nowhere it cannot be followed by anyone.
        304 => ProblemKind::AnswerNotUnderstood,
        300..=399 if headers.get("location").is_some() => ProblemKind::Redirected,
        400..=499 if is_about_version() => ProblemKind::ProgramOutdated,
        // No token, permission or ID mends that, so it comes before what the message says of any of them.
        400 | 401 | 403 if says_the_account_is_inactive(said) => ProblemKind::AccountInactive,
        400 => about_the_token(said).unwrap_or(about_the_request(said)),
        401 if says("user does not exist") => ProblemKind::RequestRefused,
        401 => about_the_token(said).unwrap_or(ProblemKind::TokenRejected),
        403 => about_the_token(said).unwrap_or(match body {
            Body::Json if says("location") => ProblemKind::OtherAccount,
            Body::Json => ProblemKind::Forbidden,
            Body::Empty | Body::WebPage | Body::Text => ProblemKind::BlockedOnTheWay,
        }),
        404 if body == Body::WebPage || says("cannot get") || says("route") => ProblemKind::ProgramOutdated,
        404 => ProblemKind::ContactNotFound,
        407 => ProblemKind::BlockedOnTheWay,
        // "Request Timeout" and "Too Early" ask for the same request once more.
        408 | 425 => ProblemKind::HighlevelDown,
        410 => ProblemKind::ProgramOutdated,
        429 if is_daily_limit(headers) => ProblemKind::DailyLimitReached,
        429 => ProblemKind::TooManyRequests,
        400..=499 if body == Body::WebPage => ProblemKind::BlockedOnTheWay,
        _ if (400..500).contains(&status) => ProblemKind::RequestRefused,
        // "Network Authentication Required": made for sign-in pages.
        511 => ProblemKind::NetworkSignIn,
        500..=599 => ProblemKind::HighlevelDown,
        _ => ProblemKind::AnswerNotUnderstood,
    }
}

/// What a message says of the token, wherever it comes with a 400, 401 or 403.
fn about_the_token(said: &str) -> Option<ProblemKind> {
    let says = |part: &&str| said.contains(*part);
    if ["user type mismatch", "authclass"].iter().any(says) {
        Some(ProblemKind::AgencyToken)
    } else if ["access to this location", "access to the location"].iter().any(says) {
        Some(ProblemKind::OtherAccount)
    } else if said.contains("scope") {
        Some(ProblemKind::PermissionMissing)
    } else if ["private integration token", "invalid jwt", "jwt expired", "access token is invalid"].iter().any(says) {
        Some(ProblemKind::TokenRejected)
    } else {
        None
    }
}

/// A 400: an ID that nobody has is told as a bad request, not as a 404.
fn about_the_request(said: &str) -> ProblemKind {
    if said.contains("contact") {
        ProblemKind::ContactNotFound
    } else {
        ProblemKind::RequestRefused
    }
}

/// Whether the day's allowance is used up.
fn is_daily_limit(headers: &Headers) -> bool {
    let remaining = headers.get("x-ratelimit-daily-remaining").and_then(|value| value.trim().parse::<i64>().ok());
    remaining.is_some_and(|remaining| remaining <= 0)
}

/// What was said: `message` as a text, a list or an object; without one, `error`; without either, other usual places.
fn messages(json: &Json) -> Vec<String> {
    let mut found = Vec::new();
    match json {
        Json::Object(_) => {
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

fn collect(value: &Json, found: &mut Vec<String>) {
    match value {
        Json::List(items) => items.iter().for_each(|item| collect(item, found)),
        Json::Object(_) => match value.get("message").filter(|message| message.has_content()) {
            Some(message) => collect(message, found),
            None => found.push(value.to_json()),
        },
        single => found.extend(single.sent().map(str::to_owned)),
    }
}

/// A message that can be shown and copied. Should HighLevel ever repeat a token, that is left out.
fn tidy_message(message: &str) -> Option<String> {
    let plain: String = message.chars().map(|ch| if ch.is_control() { ' ' } else { ch }).collect();
    let words = plain.split_whitespace().map(|word| if looks_like_a_token(word) { "…" } else { word });
    let line: String = words.collect::<Vec<_>>().join(" ").chars().take(LONGEST_MESSAGE).collect();
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests;
