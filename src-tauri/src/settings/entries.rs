//! The entries of the lists in the settings: accounts without their tokens, and recent lookups.

use jiff::Timestamp;
use serde::de::{Deserialize, Deserializer, Error};
use serde::Serialize;
use serde_json::{Map, Value};

use super::lenient::unreadable_key;
use crate::model::account::{location_id, tidy_name, Account, AccountId};
use crate::model::contact_id::ContactId;

/// The longest name of a recent contact, in characters.
pub const LONGEST_NAME: usize = 200;

/// An account in the settings, with the keys of a newer program.
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize)]
pub struct KeptAccount {
    #[serde(deserialize_with = "account_id")]
    pub(super) id: AccountId,
    #[serde(default = "unnamed", deserialize_with = "tidied")]
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "location")]
    pub(super) location: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) added: Option<Timestamp>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl KeptAccount {
    pub(super) fn new(account: &Account, added: Option<Timestamp>) -> Self {
        let Account { id, name, location, .. } = account.clone();
        Self { id, name, location, added, rest: Map::new() }
    }

    pub(super) fn account(&self) -> Account {
        let Self { id, name, location, .. } = self.clone();
        Account { id, name, location, session_only: false }
    }
}

/// A contact that was looked up lately.
#[derive(Debug, Clone, PartialEq, Serialize, serde::Deserialize)]
pub struct Recent {
    #[serde(deserialize_with = "contact_id")]
    pub id: ContactId,
    /// The account it was found in, which may have been removed.
    #[serde(deserialize_with = "account_id")]
    pub account: AccountId,
    /// By this computer's clock, which may have been wrong: not to be sorted by. 1970 if unknown.
    #[serde(rename = "time", default)]
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "short_name")]
    name: Option<String>,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl Recent {
    pub fn new(id: ContactId, account: AccountId, at: Timestamp) -> Self {
        Self { id, account, at, name: None, rest: Map::new() }
    }

    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub fn set_name(&mut self, name: Option<&str>) {
        self.name = name.map(|name| name.chars().take(LONGEST_NAME).collect());
    }

    /// Forgets the name, and an unreadable value in its place.
    pub fn forget_name(&mut self) {
        self.name = None;
        self.rest.remove(&unreadable_key("name"));
    }
}

/// Reads a text that has to pass a check, as `T` or as `Option<T>`.
pub(super) fn checked<'de, D: Deserializer<'de>, T, R: From<T>>(
    deserializer: D,
    check: impl FnOnce(&str) -> Option<T>,
) -> Result<R, D::Error> {
    let checked = check(&String::deserialize(deserializer)?);
    checked.map(R::from).ok_or_else(|| D::Error::custom("not a value of its kind"))
}

/// An account's ID names its entry in the password store. It has the form of a location's, and the sample account is
/// never kept.
pub(super) fn account_id<'de, D: Deserializer<'de>, R: From<AccountId>>(deserializer: D) -> Result<R, D::Error> {
    checked(deserializer, |text| location_id(text).map(AccountId::from).filter(|id| !id.is_sample()))
}

fn contact_id<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ContactId, D::Error> {
    checked(deserializer, ContactId::new)
}

fn unnamed() -> String {
    tidy_name("")
}

fn tidied<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    checked(deserializer, |text| Some(tidy_name(text)))
}

fn location<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    checked(deserializer, location_id)
}

fn short_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    checked(deserializer, |name| (name.chars().count() <= LONGEST_NAME).then(|| name.to_owned()))
}
