//! The words of the field: tokens, contact IDs, accounts and contacts, without any input or output.

pub mod account;
pub mod contact;
pub mod contact_id;
pub(crate) mod definitions;
pub mod found;
pub mod json;
pub mod link;
pub mod names;
pub mod problem;
pub(crate) mod record_id;
pub(crate) mod time_zone;
pub mod token;
pub(crate) mod unicode;

/// Whether a word is in a list of words, which are separated by single spaces.
pub(crate) fn is_among(words: &str, word: &str) -> bool {
    words.split(' ').any(|each| each == word)
}
