//! IDs of records that a contact refers to: its sub-account, users, its business.

use std::fmt;

/// IDs of sub-accounts and users have 20 characters, those of businesses 24; the rest is room for change.
const LENGTHS: std::ops::RangeInclusive<usize> = 8..=40;

/// Letters and digits alone, so that an ID never reaches another route of the API.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordId(String);

impl RecordId {
    pub fn new(text: &str) -> Option<Self> {
        let is_one = LENGTHS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_one.then(|| Self(text.to_owned()))
    }

    /// The ID of no user, to test whether a token may read users.
    pub fn made_up_user() -> Self {
        Self("ContactLookupCheck00".to_owned())
    }

    /// The ID of no business. Real ones are 24 hexadecimal digits that begin with the time of creation; here 1970.
    pub fn made_up_business() -> Self {
        Self("000000000000000000000000".to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// IDs stay out of logs.
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
