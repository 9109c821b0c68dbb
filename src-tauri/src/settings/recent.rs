//! The recent lookups, as they are kept: the contact's ID, the account's, the time, and the name only if that is allowed.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::kept_account::account_id;
use super::unreadable::{self, take};
use super::{key, Settings};
use crate::model::account::AccountId;
use crate::model::contact_id::ContactId;

/// How many recent lookups are kept.
pub const MOST_RECENTS: usize = 50;

/// How long the name of a recent contact is, in characters: more than any, less than hides a page.
pub const LONGEST_NAME: usize = 200;

/// One contact that was looked up lately.
#[derive(Debug, Clone, PartialEq)]
pub struct Recent {
    /// The contact's ID.
    pub id: ContactId,
    /// The account it was found in. It may be gone.
    pub account: AccountId,
    /// When, by this computer's clock, which may have been wrong: never to be sorted by. 1970 where it is not known.
    pub at: Timestamp,
    /// The contact's name.
    name: Option<String>,
    /// Keys of a newer program, and odd values.
    rest: Map<String, Value>,
}

impl Recent {
    /// A lookup at that time.
    pub fn new(id: ContactId, account: AccountId, at: Timestamp) -> Self {
        Self { id, account, at, name: None, rest: Map::new() }
    }

    /// The contact's name, where it is known.
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Notes the contact's name, cut where it is longer than any name.
    pub fn set_name(&mut self, name: Option<&str>) {
        self.name = name.map(|name| name.chars().take(LONGEST_NAME).collect());
    }

    /// Forgets the name, and whatever else was found in its place.
    pub fn forget_name(&mut self) {
        self.name = None;
        self.rest.remove(&unreadable::key_of(key::NAME));
    }

    fn read(entry: &Value) -> Option<Self> {
        let mut rest = entry.as_object()?.clone();
        let id = ContactId::new(rest.remove(key::ID)?.as_str()?)?;
        let account = account_id(rest.remove(key::ACCOUNT)?.as_str()?)?;
        let at = take(&mut rest, key::TIME, |value| value.as_str()?.parse().ok()).unwrap_or(Timestamp::UNIX_EPOCH);
        let name = take(&mut rest, key::NAME, |value| {
            value.as_str().filter(|name| name.chars().count() <= LONGEST_NAME).map(str::to_owned)
        });
        Some(Self { id, account, at, name, rest })
    }

    pub(super) fn to_value(&self) -> Value {
        let mut entry = self.rest.clone();
        entry.insert(key::ID.into(), self.id.as_str().into());
        entry.insert(key::ACCOUNT.into(), self.account.as_str().into());
        entry.insert(key::TIME.into(), self.at.to_string().into());
        if let Some(name) = &self.name {
            entry.insert(key::NAME.into(), name.as_str().into());
        }
        entry.into()
    }
}

impl Settings {
    /// The recent lookups, the newest first.
    pub fn recents(&self) -> &[Recent] {
        &self.recents
    }

    /// Notes the recent lookups, as many as are kept, and their names only where that is allowed.
    pub fn set_recents(&mut self, recents: Vec<Recent>) {
        self.recents = recents;
        self.recents.truncate(MOST_RECENTS);
        self.forget_forbidden_names();
    }

    /// Forgets what stood among the recent lookups and could not be read as one.
    pub fn forget_odd_recents(&mut self) {
        self.rest.remove(&unreadable::key_of(key::RECENTS));
    }

    /// Whether the names of recent contacts may be kept.
    pub fn remember_names(&self) -> bool {
        self.remember_names == Some(true)
    }

    /// Whether the person has allowed or forbidden that, so that they need not be asked.
    pub fn names_decided(&self) -> bool {
        self.remember_names.is_some()
    }

    /// Allows or forbids that. Forbidden names go at once, and so does whatever may hold one.
    pub fn set_remember_names(&mut self, remember: bool) {
        self.remember_names = Some(remember);
        self.forget_forbidden_names();
        if !remember {
            self.forget_odd_recents();
        }
    }

    pub(super) fn forget_forbidden_names(&mut self) {
        if !self.remember_names() {
            self.recents.iter_mut().for_each(Recent::forget_name);
        }
    }
}

/// Takes the list out of the file: each contact once, the newest first.
pub(super) fn take_all(values: &mut Map<String, Value>) -> Vec<Recent> {
    let (mut recents, mut known) = (Vec::new(), HashSet::new());
    for entry in take(values, key::RECENTS, |value| value.as_array().cloned()).unwrap_or_default() {
        match Recent::read(&entry) {
            Some(recent) if known.insert((recent.account.clone(), recent.id.clone())) => recents.push(recent),
            _ => unreadable::keep(values, key::RECENTS, entry),
        }
    }
    recents.truncate(MOST_RECENTS);
    recents
}
