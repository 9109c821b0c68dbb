//! Contact IDs, and what a person pasted in place of one.

use std::collections::HashSet;
use std::fmt;

use serde::Serialize;

use super::problem::{Problem, ProblemFacts, ProblemKind, TypedFault};
use super::token::{holds_a_token, looks_like_a_token};
use super::unicode::{is_blank, is_quote, plain};

mod in_link;
mod list;
mod wrapped;

/// What an ID can be as long as. Every recorded one has 20 characters and HighLevel's own examples go up to 22; the
/// rest is room for change.
const LENGTHS: std::ops::RangeInclusive<usize> = 10..=40;

/// The length that nearly every ID has.
const USUAL_LENGTH: usize = 20;

/// What may stand before an ID that was copied with its label, in lower case and without blanks and punctuation.
/// Labels of other IDs are not here on purpose: a location's ID looks just the same.
const LABELS: [&str; 9] = [
    "id",
    "contact",
    "contactid",
    "contactidis",
    "thecontactid",
    "ghlid",
    "ghlcontactid",
    "highlevelid",
    "highlevelcontactid",
];

/// The ID of a contact: letters and digits alone, so that it can never reach another route of the API.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct ContactId(String);

impl ContactId {
    /// An ID for trying out a token: HighLevel answers that there is no such contact, and a token that is no good is
    /// refused before that. Real IDs are drawn at random from 62 to the 20th, so that none of them reads like this.
    pub fn made_up() -> Self {
        Self("ContactLookupCheck00".to_owned())
    }

    /// The ID as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ID that a text is, to the letter; `None` where it cannot be one.
    pub fn new(text: &str) -> Option<Self> {
        (is_id(text) && !is_bare_phone(text)).then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for ContactId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A contact ID, read out of what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadId {
    pub id: ContactId,
    /// How it was found.
    pub taken: Taken,
    /// The location that a link names.
    pub location: Option<String>,
    /// Whether it is longer or shorter than the 20 characters that nearly every ID has.
    pub unusual_length: bool,
    /// How many other IDs stand in the text. The first is the one that is taken.
    pub further: usize,
}

/// How an ID was found in what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "Taken.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum Taken {
    /// The text is the ID.
    AsTyped,
    /// It stood in a link.
    FromLink,
    /// Blanks, quotes, invisible characters, a label or further IDs were taken off.
    Tidied,
}

/// Why there is no contact ID in what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Nothing was typed.
    #[error("nothing there")]
    Missing,
    /// It is an access token, which must be neither sent nor kept.
    #[error("an access token")]
    Token,
    /// It is a link to something else than a contact.
    #[error("a link without a contact")]
    LinkWithoutContact,
    /// It is a link that hides where it leads.
    #[error("a link that only the program that made it can open")]
    SealedLink,
    /// It is something else.
    #[error("not an ID: {0:?}")]
    NotAnId(TypedFault),
}

impl From<IdError> for Problem {
    fn from(fault: IdError) -> Self {
        let (kind, typed) = match fault {
            IdError::Missing => (ProblemKind::IdMissing, None),
            IdError::Token => (ProblemKind::IdIsAToken, None),
            IdError::LinkWithoutContact => (ProblemKind::LinkWithoutContact, None),
            IdError::SealedLink => (ProblemKind::LinkWithoutContact, Some(TypedFault::SealedLink)),
            IdError::NotAnId(what) => (ProblemKind::IdNotAnId, Some(what)),
        };
        Self::with(kind, ProblemFacts { typed, ..ProblemFacts::default() })
    }
}

/// Reads a contact ID out of what was typed or pasted: an ID, a link to a contact on any host, or either of them with
/// what copying adds. Takes any text of any length.
///
/// # Errors
/// Where there is none. A location's ID in a link is never taken for the contact's.
pub fn read_contact_id(text: &str) -> Result<ReadId, IdError> {
    let all = read_contact_ids(text)?;
    let different: HashSet<&ContactId> = all.iter().map(|read| &read.id).collect();
    let further = different.len().saturating_sub(1);
    all.into_iter().next().map(|first| ReadId { further, ..first }).ok_or(IdError::Missing)
}

/// The same for all the IDs and links in a text, in their order, repeated ones as well: one at least.
///
/// # Errors
/// Where there is none.
pub fn read_contact_ids(text: &str) -> Result<Vec<ReadId>, IdError> {
    let plain = plain(text);
    if is_blank(plain.trim_matches(|ch: char| ch.is_whitespace() || is_quote(ch))) {
        return Err(IdError::Missing);
    }
    if looks_like_a_token(text) {
        return Err(IdError::Token);
    }
    if is_placeholder(&plain) {
        return Err(IdError::NotAnId(TypedFault::Placeholder));
    }
    let all = match list::read(&plain) {
        Some(all) => all,
        // Where there is an ID, a token in the link that leads to it goes with the rest of the link.
        None => {
            others_than_lists(text, &plain).map_err(|fault| if holds_a_token(text) { IdError::Token } else { fault })?
        }
    };
    // A piece of a token can stand where a link has its ID, or behind a label.
    if all.iter().any(|read| looks_like_a_token(&read.id.0)) {
        return Err(IdError::Token);
    }
    Ok(all)
}

/// One ID, or links among other words.
fn others_than_lists(text: &str, plain: &str) -> Result<Vec<ReadId>, IdError> {
    if let Some(found) = in_link::read(plain) {
        let of_link = |link: in_link::InLink| ReadId::new(link.id, Taken::FromLink, link.location);
        return Ok(found?.into_iter().map(of_link).collect());
    }
    let id = tidied(plain).ok_or_else(|| IdError::NotAnId(what_else(plain)))?;
    let id = pasted_once(id);
    let taken = if id.0 == text { Taken::AsTyped } else { Taken::Tidied };
    Ok(vec![ReadId::new(id, taken, None)])
}

/// An ID of the usual length that was pasted twice in a row, once.
fn pasted_once(id: ContactId) -> ContactId {
    match id.0.split_at_checked(USUAL_LENGTH) {
        Some((first, second)) if first == second => ContactId(first.to_owned()),
        _ => id,
    }
}

impl ReadId {
    /// Whether a link led to it.
    pub fn from_link(&self) -> bool {
        self.taken == Taken::FromLink
    }

    fn new(id: ContactId, taken: Taken, location: Option<String>) -> Self {
        Self { unusual_length: id.0.len() != USUAL_LENGTH, id, taken, location, further: 0 }
    }
}

/// Whether a text has the shape of an ID.
fn is_id(text: &str) -> bool {
    LENGTHS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a text is digits alone and no more than a phone number has. Such an ID has never been drawn.
fn is_bare_phone(text: &str) -> bool {
    text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `{{contact.id}}`, `{contactId}`.
fn is_placeholder(plain: &str) -> bool {
    let lower = plain.to_ascii_lowercase();
    let decoded = lower.replace("%7b", "{").replace("%7d", "}");
    let single = decoded.split_once('{').and_then(|(_, rest)| rest.split_once('}')).map(|(inside, _)| squeeze(inside));
    decoded.contains("{{") || decoded.contains("}}") || single.is_some_and(|inside| LABELS.contains(&inside.as_str()))
}

/// The letters of a text, in lower case.
fn squeeze(text: &str) -> String {
    text.chars().filter(|ch| ch.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The ID in a text that has nothing else than an ID, a label before it, and what copying adds.
fn tidied(plain: &str) -> Option<ContactId> {
    let separates = |ch: char| {
        ch.is_whitespace()
            || is_quote(ch)
            || matches!(ch, ':' | '=' | ',' | ';' | '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | '.' | '!')
            || matches!(ch, '*' | '|' | '→' | '–' | '—' | '•')
    };
    let (label, id) = match plain.trim_matches(separates).rsplit_once(separates) {
        Some((label, id)) => (squeeze(label), id),
        None => (String::new(), plain.trim_matches(separates)),
    };
    let label_is_known = label.is_empty() || LABELS.contains(&label.as_str());
    label_is_known.then(|| ContactId::new(id))?
}

/// What a text is that holds no ID.
fn what_else(plain: &str) -> TypedFault {
    let text = plain.trim_matches(|ch: char| ch.is_whitespace() || is_quote(ch) || matches!(ch, '<' | '>'));
    let decoded = wrapped::percent_decoded(text);
    if text.contains('@') {
        return TypedFault::Email;
    }
    if is_phone(text) {
        return TypedFault::Phone;
    }
    if decoded.contains(['/', '\\', '?', '#']) || decoded.chars().all(|ch| ch == '.') {
        return TypedFault::Path;
    }
    if text.contains(char::is_whitespace) {
        return TypedFault::Words;
    }
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return if text.len() < *LENGTHS.start() { TypedFault::TooShort } else { TypedFault::TooLong };
    }
    let is_word = text.chars().all(char::is_alphabetic);
    if is_word {
        TypedFault::Words
    } else {
        TypedFault::Signs
    }
}

/// Whether a text is a phone number: seven digits or more, and nothing else than numbers are written with.
fn is_phone(text: &str) -> bool {
    let text = text.get(..4).filter(|start| start.eq_ignore_ascii_case("tel:")).map_or(text, |_| &text[4..]);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let writes_numbers = |ch: char| ch.is_ascii_digit() || ch.is_whitespace() || "+-.()/\u{2010}\u{2011}–".contains(ch);
    (7..=20).contains(&digits) && text.chars().all(writes_numbers)
}

#[cfg(test)]
mod tests;
