//! An account, as it is kept.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::key;
use super::unreadable::take;
use crate::model::account::{location_id, tidy_name, Account, AccountId};

/// What is kept of an account beside what the program works with.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Beside {
    pub(super) added: Option<Timestamp>,
    pub(super) rest: Map<String, Value>,
}

pub(super) fn read(entry: &Value) -> Option<(Account, Beside)> {
    let mut rest = entry.as_object()?.clone();
    let id = account_id(rest.remove(key::ID)?.as_str()?)?;
    let name = take(&mut rest, key::NAME, |value| value.as_str().map(tidy_name)).unwrap_or_else(|| tidy_name(""));
    let location = take(&mut rest, key::LOCATION, |value| location_id(value.as_str()?));
    let added = take(&mut rest, key::ADDED, |value| value.as_str()?.parse().ok());
    Some((Account { id, name, location, session_only: false }, Beside { added, rest }))
}

pub(super) fn to_value(account: &Account, beside: Option<&Beside>) -> Value {
    let mut entry = beside.map(|beside| beside.rest.clone()).unwrap_or_default();
    entry.insert(key::ID.into(), account.id.as_str().into());
    entry.insert(key::NAME.into(), account.name.as_str().into());
    if let Some(location) = &account.location {
        entry.insert(key::LOCATION.into(), location.as_str().into());
    }
    if let Some(added) = beside.and_then(|beside| beside.added) {
        entry.insert(key::ADDED.into(), added.to_string().into());
    }
    entry.into()
}

/// An account's ID names its entry in the password store. It has the form that a location's has, and the sample
/// account's is nobody's here.
pub(super) fn account_id(text: &str) -> Option<AccountId> {
    location_id(text).map(AccountId::from).filter(|id| !id.is_sample())
}
