//! The IDs in a contact that stand for something else than a contact: its sub-account, its owner, its business.

use std::fmt;

/// What an ID can be as long as. Those of sub-accounts and users have 20 characters, those of businesses 24; the rest
/// is room for change.
const LENGTHS: std::ops::RangeInclusive<usize> = 8..=40;

/// An ID that HighLevel can be asked about: letters and digits alone, so that it can never reach another route of the
/// API.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(String);

impl RecordId {
    /// The ID in a value of a contact; `None` where it cannot be one.
    pub fn new(text: &str) -> Option<Self> {
        let is_one = LENGTHS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_one.then(|| Self(text.to_owned()))
    }

    /// The ID of a user that nobody is: for finding out whether a token may read users at all.
    pub fn made_up_user() -> Self {
        Self("ContactLookupCheck00".to_owned())
    }

    /// The ID of a business that nobody has. Theirs are 24 hexadecimal digits, and begin with when they were made:
    /// this one was in 1970.
    pub fn made_up_business() -> Self {
        Self("000000000000000000000000".to_owned())
    }

    /// The ID as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whose ID it is has no place in a log.
impl fmt::Debug for RecordId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RecordId(…)")
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::RecordId;

    #[test]
    fn the_ids_of_users_sub_accounts_and_businesses_are_ids() {
        for id in ["7xRhfEnPFZ5riDHDBmht", "tBpFQBh16tDrM9aXY7bb", "66a1f0c29be4d7315a80c4e2"] {
            assert_eq!(RecordId::new(id).as_ref().map(RecordId::as_str), Some(id));
        }
        for made_up in [RecordId::made_up_user(), RecordId::made_up_business()] {
            assert_eq!(RecordId::new(made_up.as_str()), Some(made_up));
        }
    }

    #[test]
    fn nothing_that_could_reach_another_route_is_one() {
        for text in
            ["", ".", "..", "search", "../contacts/x1234567", "7xRhfEnPFZ5riDHDBmh?", "a b c d e f", "null", "١٢٣٤٥٦٧٨"]
        {
            assert_eq!(RecordId::new(text), None, "{text}");
        }
        assert_eq!(RecordId::new(&"x".repeat(41)), None);
    }
}
