//! The bytes of an answer → a contact. Tolerant: one odd value never costs the rest.

use super::error::ApiError;
use crate::model::contact::Contact;
use crate::model::json::Json;
use crate::model::problem::ProblemKind;

mod references;

pub use references::{decode_definitions, decode_name};

/// Longer than any trace ID, shorter than anything that would burst a line of details.
const LONGEST_TRACE_ID: usize = 200;

/// The largest contact, in bytes as [`estimated_size`] counts them: some fifteen thousand values. The page freezes while
/// it receives them. The largest contacts known have a fifteenth of it.
const MAX_CONTACT_SIZE: usize = 12 << 20;

/// What an answer holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    pub contact: Contact,
    /// What HighLevel's support asks for.
    pub trace_id: Option<String>,
}

/// Reads the body of an answer. The contact stands under `contact`; one without that wrapper is taken too, if it has an
/// ID. What stands beside the contact counts as the contact's, the envelope's own words excepted.
///
/// # Errors
/// Where there is no contact in it.
pub fn decode_contact(body: &[u8]) -> Result<Decoded, ApiError> {
    let answer = parse(body)?;
    if !answer.has_content() {
        return Err(without_contact());
    }
    if estimated_size(&answer, 0) > MAX_CONTACT_SIZE {
        return Err(ProblemKind::AnswerTooLarge.into());
    }
    let Json::Object(mut entries) = answer else {
        return Err(not_understood("it is not an object"));
    };
    let trace_id = take_trace_id(&mut entries);
    let Some(at) = find_contact(&entries) else {
        return without_wrapper(entries, trace_id);
    };
    let contact = match entries.remove(at).1 {
        contact @ Json::Object(_) if contact.has_content() => Contact::from_value(contact),
        other if !other.has_content() => return Err(without_contact()),
        _ => return Err(not_understood("the contact is not an object")),
    };
    entries.retain(|(key, value)| !is_of_the_envelope(key, value));
    Ok(Decoded { contact: contact.with_extra(entries), trace_id })
}

/// Estimates the memory of a value's parts, in bytes. `path` is the length of its path: every part has its own path, which
/// is copied several times, and one long key can be in the paths of very many.
fn estimated_size(value: &Json, path: usize) -> usize {
    const PER_VALUE: usize = 512;
    const PATH_COPIES: usize = 8;
    const INDEX_LENGTH: usize = 6;
    let sum = |sizes: &mut dyn Iterator<Item = usize>| sizes.fold(0, usize::saturating_add);
    match value {
        Json::List(items) => sum(&mut items.iter().map(|item| estimated_size(item, path + INDEX_LENGTH))),
        Json::Object(entries) => {
            sum(&mut entries.iter().map(|(key, value)| estimated_size(value, path + 1 + key.len())))
        }
        single if single.is_empty() => 0,
        _ => PER_VALUE.saturating_add(PATH_COPIES.saturating_mul(path)),
    }
}

/// Whether a body is a web page rather than anything the API sends.
pub(super) fn is_web_page(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body);
    body.trim_ascii_start().first() == Some(&b'<')
}

/// Whether a body has nothing in it.
pub(super) fn is_blank(body: &[u8]) -> bool {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body).trim_ascii().is_empty()
}

/// A trace ID that can be shown: on one line, and short.
pub(super) fn tidy_trace_id(text: &str) -> Option<String> {
    let tidy: String = text.trim().chars().filter(|ch| !ch.is_control()).take(LONGEST_TRACE_ID).collect();
    (!tidy.is_empty()).then_some(tidy)
}

fn parse(body: &[u8]) -> Result<Json, ApiError> {
    if is_blank(body) {
        return Err(ProblemKind::AnswerEmpty.into());
    }
    if is_web_page(body) {
        return Err(ProblemKind::NetworkSignIn.into());
    }
    Json::parse(body).map_err(|error| {
        // A cut-off answer is worth another try; one that is nested too deep was meant like that.
        not_understood(&error.detail).worth(u32::from(!Json::is_too_deep(body)))
    })
}

/// An answer that cannot be read and may have been damaged on its way.
fn not_understood(detail: &str) -> ApiError {
    ApiError::with_detail(ProblemKind::AnswerNotUnderstood, detail).worth(1)
}

/// A whole answer in which there is no contact.
fn without_contact() -> ApiError {
    ApiError::from(ProblemKind::AnswerEmpty).worth(0)
}

/// The entry that holds the contact. Should the key come twice, the one with something in it.
fn find_contact(entries: &[(String, Json)]) -> Option<usize> {
    let is_contact = |at: &usize| entries[*at].0 == "contact";
    let all = || (0..entries.len()).filter(is_contact);
    let is_full = |at: &usize| matches!(entries[*at].1, Json::Object(_)) && entries[*at].1.has_content();
    all().find(is_full).or_else(|| all().next())
}

fn take_trace_id(entries: &mut Vec<(String, Json)>) -> Option<String> {
    let is_trace_id = |(key, value): &(String, Json)| key == "traceId" && !value.is_container();
    let at = entries.iter().position(is_trace_id)?;
    tidy_trace_id(entries.remove(at).1.sent()?)
}

/// A bare contact.
fn without_wrapper(entries: Vec<(String, Json)>, trace_id: Option<String>) -> Result<Decoded, ApiError> {
    let answer = Json::Object(entries);
    if answer.get("id").is_some_and(|id| !id.is_container() && !id.is_empty()) {
        return Ok(Decoded { contact: Contact::from_value(answer), trace_id });
    }
    let says_nothing = |(key, value): &(String, Json)| is_of_the_envelope(key, value) || !value.has_content();
    if answer.entries().iter().all(says_nothing) {
        return Err(without_contact());
    }
    Err(not_understood("there is no contact in it"))
}

/// What an envelope says of itself rather than of the contact.
fn is_of_the_envelope(key: &str, value: &Json) -> bool {
    let is_known = matches!(key, "statusCode" | "status" | "success" | "succeeded" | "succeded");
    is_known && !value.is_container()
}

#[cfg(test)]
mod tests;
