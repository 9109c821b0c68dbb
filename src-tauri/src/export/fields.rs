//! The values of a contact by their paths, as exports write them.

use crate::model::contact::{Contact, Field, ValueKind};
use crate::model::unicode;

/// Each code of ISO 3166 (and `UK`, `XK`, which people write) with CLDR's English name, which the page shows too.
const COUNTRIES: &str = include_str!("countries.txt");
/// Names that `COUNTRIES` does not have.
const OTHER_NAMES: [(&str, &str); 5] =
    [("usa", "US"), ("u.s.a.", "US"), ("united states of america", "US"), ("great britain", "GB"), ("u.k.", "GB")];

/// What may leave the program of a contact: everything but sensitive values.
pub(super) struct ExportFields<'a>(&'a [Field]);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Country<'a> {
    /// `None` where the country is not known.
    pub code: Option<&'static str>,
    /// Its English name or, where it is not known, the text that was sent.
    pub name: &'a str,
}

impl<'a> ExportFields<'a> {
    pub(super) fn of(contact: &'a Contact) -> Self {
        Self(contact.fields())
    }

    /// The trimmed text at a path. `None` where it is blank or the word "null", as other programs write "nothing".
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.0.iter().filter(|field| field.path == path).find_map(text_of)
    }

    pub(super) fn day(&self, path: &str) -> Option<&str> {
        self.0.iter().find_map(|field| match &field.kind {
            ValueKind::Day { day } if field.path == path && field.sent.is_some() => Some(day.as_str()),
            _ => None,
        })
    }

    pub(super) fn country(&self) -> Option<Country<'_>> {
        self.text("country").map(country)
    }

    /// The items of a list, which are texts, or objects with the text under `key`: each text, and the text that the same
    /// object has under `other_key`.
    pub(super) fn items(
        &'a self,
        list: &'a str,
        key: &'a str,
        other_key: &'a str,
    ) -> impl Iterator<Item = (&'a str, Option<&'a str>)> + 'a {
        self.0.iter().filter_map(move |field| {
            let place = field.path.strip_prefix(list)?.strip_prefix('.')?;
            let in_object = place.split_once('.').is_some_and(|(_, name)| name == key);
            let text = text_of(field).filter(|_| in_object || field.list.as_deref() == Some(list))?;
            let object = field.path.strip_suffix(key);
            Some((text, object.and_then(|object| self.text(&format!("{object}{other_key}")))))
        })
    }
}

fn text_of(field: &Field) -> Option<&str> {
    let text = field.sent.as_deref()?.trim();
    (!unicode::is_blank(text) && !text.eq_ignore_ascii_case("null")).then_some(text)
}

fn country(sent: &str) -> Country<'_> {
    let is_sent = |text: &str| text.eq_ignore_ascii_case(sent);
    let other = OTHER_NAMES.iter().find(|(name, _)| is_sent(name)).map(|(_, code)| *code);
    match countries().find(|(code, name)| is_sent(code) || is_sent(name) || other == Some(code)) {
        Some((code, name)) => Country { code: Some(if code == "UK" { "GB" } else { code }), name },
        None => Country { code: None, name: sent },
    }
}

fn countries() -> impl Iterator<Item = (&'static str, &'static str)> {
    COUNTRIES.lines().filter_map(|line| line.split_once(' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_by_its_code_and_by_its_name() {
        for sent in ["US", "us", "United States", "USA", "united states of america"] {
            assert_eq!(country(sent), Country { code: Some("US"), name: "United States" }, "{sent}");
        }
        for sent in ["GB", "UK", "United Kingdom", "Great Britain"] {
            assert_eq!(country(sent), Country { code: Some("GB"), name: "United Kingdom" }, "{sent}");
        }
    }

    #[test]
    fn what_is_no_country_stays_as_it_was_sent() {
        assert_eq!(country("Atlantis"), Country { code: None, name: "Atlantis" });
        assert_eq!(country("ZZ"), Country { code: None, name: "ZZ" });
    }

    #[test]
    fn every_line_of_the_table_is_a_code_and_a_name() {
        assert_eq!(countries().count(), COUNTRIES.lines().count());
        assert!(countries().all(|(code, name)| code.len() == 2 && !name.is_empty()));
    }
}
