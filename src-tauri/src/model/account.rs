//! Accounts: HighLevel's sub-accounts (locations) under the names that the user gave them. Never a token.

use std::fmt;

use serde::Serialize;

use super::token::gives_a_token_away;
use super::unicode;

/// The longest name of an account, in characters.
const LONGEST_NAME: usize = 80;

/// 62 to the 16th IDs, so that two are never the same.
const ID_LENGTH: usize = 16;

/// The ID of the built-in sample account; random ones are longer.
const SAMPLE: &str = "sample";

/// The ID of an account within this program. It is the user name of the account's entry in the password store, so it
/// never changes.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct AccountId(String);

impl AccountId {
    pub fn new_random() -> Self {
        Self((0..ID_LENGTH).map(|_| fastrand::alphanumeric()).collect())
    }

    pub fn sample() -> Self {
        Self(SAMPLE.to_owned())
    }

    pub fn is_sample(&self) -> bool {
        self.0 == SAMPLE
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An ID from the page or the settings. It is not checked: an unknown one is not found.
impl From<String> for AccountId {
    fn from(id: String) -> Self {
        Self(id)
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub name: String,
    /// HighLevel's ID of the sub-account, known after a contact or a token has given it.
    pub location: Option<String>,
    /// Whether the token is discarded when the program ends.
    pub session_only: bool,
}

impl Account {
    /// The page shows its own words for the name.
    pub fn sample() -> Self {
        Self { id: AccountId::sample(), name: "Sample contacts".to_owned(), location: None, session_only: true }
    }
}

/// The typed name of an account on one line, without characters that turn or hide text. An empty one, or one with an
/// access token in it, becomes "My account".
pub fn tidy_name(typed: &str) -> String {
    // Joiners stay: Persian, Hindi and many emoji are misspelt without them.
    let seen: String = typed
        .chars()
        .filter(|ch| matches!(ch, '\u{200C}' | '\u{200D}' | '\u{FE0F}') || !unicode::is_invisible(*ch))
        .map(|ch| if ch.is_control() { ' ' } else { ch })
        .collect();
    if unicode::is_blank(&seen) || gives_a_token_away(typed) {
        return "My account".to_owned();
    }
    let line = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = line.chars().take(LONGEST_NAME).collect();
    short.trim_end().to_owned()
}

/// A name with a number, within the longest length.
pub fn numbered_name(name: &str, number: usize) -> String {
    let number = format!(" {number}");
    let room = LONGEST_NAME.saturating_sub(number.chars().count());
    let short: String = name.chars().take(room).collect();
    format!("{}{number}", short.trim_end())
}

/// HighLevel's ID of a sub-account: letters and digits alone, so that it is safe in a link.
pub fn location_id(text: &str) -> Option<String> {
    let good = (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    good.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_ids_differ_and_can_be_read_back() {
        let (one, other) = (AccountId::new_random(), AccountId::new_random());
        assert_ne!(one, other);
        assert_eq!(one.as_str().len(), 16);
        assert_eq!(AccountId::from(one.as_str().to_owned()), one);
    }

    #[test]
    fn the_sample_account_is_known_by_its_id() {
        assert_eq!(AccountId::from("sample".to_owned()), AccountId::sample());
        assert!(AccountId::sample().is_sample());
        assert!(!AccountId::new_random().is_sample());
    }

    #[test]
    fn names_are_tidied() {
        for (typed, name) in [
            ("  Riverside  Dental\r\n", "Riverside Dental"),
            ("a\u{202E}b\u{0000}c", "ab c"),
            ("\u{200B}\u{FEFF}", "My account"),
            ("\u{200D}", "My account"),
            ("", "My account"),
            ("pit-00000000-aaaa-4bbb-8ccc-0123456789ab", "My account"),
            ("https://a.example/?key=pit-00000000-aaaa-4bbb-8ccc-0123456789ab", "My account"),
            ("Harbour pit-00000000-aaaa-4bbb-8ccc-0123456789ab", "My account"),
            ("tokpit-00000000-aaaa-4bbb-8ccc-0123456789abx", "My account"),
            ("00000000-aaaa-4bbb-8ccc-0123456789ab", "My account"),
            ("key 00000000\u{2013}aaaa\u{2013}4bbb\u{2013}8ccc\u{2013}0123456789ab!", "My account"),
            ("Praxis 0123 – Haus 4–5", "Praxis 0123 – Haus 4–5"),
            ("می\u{200C}خواهم", "می\u{200C}خواهم"),
        ] {
            assert_eq!(tidy_name(typed), name, "{typed:?}");
        }
    }

    #[test]
    fn a_number_behind_a_long_name_finds_room() {
        assert_eq!(numbered_name("Harbour Dental", 2), "Harbour Dental 2");
        let long = numbered_name(&"ü".repeat(80), 12);
        assert_eq!((long.chars().count(), tidy_name(&long)), (80, long.clone()));
    }

    #[test]
    fn a_long_name_is_cut_between_characters() {
        assert_eq!(tidy_name(&"ü".repeat(500)).chars().count(), 80);
    }
}
