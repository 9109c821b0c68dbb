//! The values of a contact by where they stand, as exports need them.

use crate::model::contact::{Contact, Field, Meaning};
use crate::model::unicode;

/// What was sent of a contact and may leave the program. What is sensitive is not in here.
pub(super) struct Said(Vec<Field>);

impl Said {
    pub(super) fn of(contact: &Contact) -> Self {
        Self(contact.fields())
    }

    /// The text at a path, without blanks around it. `None` where there is nothing to be seen, and for the word "null",
    /// which is how other programs write "nothing".
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.0.iter().filter(|field| field.path == path).find_map(text_of)
    }

    /// The calendar day at a path, as `YYYY-MM-DD`.
    pub(super) fn day(&self, path: &str) -> Option<&str> {
        self.0.iter().filter(|field| field.path == path && field.sent.is_some()).find_map(|field| {
            match &field.meaning {
                Meaning::Day { day } => Some(day.as_str()),
                _ => None,
            }
        })
    }

    /// The items of a list, each with what stands beside it: plain texts, or objects that hold the text under `key`.
    pub(super) fn items<'a>(&'a self, list: &'a str, key: &'a str) -> impl Iterator<Item = (&'a str, Beside<'a>)> + 'a {
        self.0.iter().filter_map(move |field| {
            let place = field.path.strip_prefix(list)?.strip_prefix('.')?;
            let of_item = place.split_once('.').is_some_and(|(_, name)| name == key);
            let plain = field.list.as_deref() == Some(list);
            let text = text_of(field).filter(|_| of_item || plain)?;
            Some((text, Beside { said: self, item: field.path.strip_suffix(key) }))
        })
    }
}

/// What stands beside an item of a list.
pub(super) struct Beside<'a> {
    said: &'a Said,
    item: Option<&'a str>,
}

impl<'a> Beside<'a> {
    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.said.text(&format!("{}{key}", self.item?))
    }
}

fn text_of(field: &Field) -> Option<&str> {
    let text = field.sent.as_deref()?.trim();
    (!unicode::is_blank(text) && !text.eq_ignore_ascii_case("null")).then_some(text)
}
