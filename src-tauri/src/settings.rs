//! What is kept between two starts: accounts without their tokens, recent lookups, what the person has chosen, the
//! window's place.
//!
//! [`Settings`] knows what the values mean, [`recovery`] sees to it that damage to their file costs nothing, and
//! [`SettingsFile`] is whoever writes them.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::model::account::{location_id, tidy_name, Account, AccountId};

mod choices;
mod file;
mod kept_account;
mod recent;
/// Checks the settings file before anyone loads it, and keeps the last good copy.
pub mod recovery;
#[cfg(test)]
mod tests;
mod unreadable;
/// Where the window stands.
pub mod window;

pub use choices::{QuietHours, TextSize, Theme};
pub use file::{MemoryFile, NoFile, PlainFile, SaveError, SettingsFile};
use kept_account::{account_id, Beside};
pub use recent::{Recent, LONGEST_NAME, MOST_RECENTS};
pub use recovery::Notice;
use unreadable::take;
use window::Place;

/// The form of the values. A file with a higher number was written by a newer program.
pub const SCHEMA: u64 = 1;

/// Where HighLevel's own pages are, unless the agency runs them under a name of its own.
pub const HIGHLEVEL_HOST: &str = "app.gohighlevel.com";

/// The keys of the settings file.
mod key {
    pub(super) const SCHEMA: &str = "schema";
    pub(super) const ACCOUNTS: &str = "accounts";
    pub(super) const CURRENT: &str = "currentAccount";
    pub(super) const THEME: &str = "theme";
    pub(super) const WINDOW: &str = "window";
    pub(super) const HOST: &str = "highlevelHost";
    pub(super) const RECENTS: &str = "recents";
    pub(super) const REMEMBER_NAMES: &str = "rememberNames";
    pub(super) const QUIET_HOURS: &str = "quietHours";
    pub(super) const TEXT_SIZE: &str = "textSize";
    pub(super) const ID: &str = "id";
    pub(super) const NAME: &str = "name";
    pub(super) const LOCATION: &str = "location";
    pub(super) const ADDED: &str = "added";
    pub(super) const ACCOUNT: &str = "account";
    pub(super) const TIME: &str = "time";
}

/// All that is kept, as values with a meaning.
///
/// Whatever else a file holds goes through unchanged: keys of a newer program, and values of a wrong type, which give
/// way to the default and stay under the key with `.odd` at its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    accounts: Vec<Account>,
    /// What else is kept of each account.
    beside: HashMap<AccountId, Beside>,
    current: Option<AccountId>,
    theme: Theme,
    window: Option<Place>,
    beside_window: Map<String, Value>,
    host: Option<String>,
    recents: Vec<Recent>,
    /// `None`: the person has not said yet.
    remember_names: Option<bool>,
    quiet_hours: QuietHours,
    beside_quiet_hours: Map<String, Value>,
    text_size: TextSize,
    rest: Map<String, Value>,
}

/// An account that was taken out, with all that was kept of it.
#[derive(Debug)]
pub struct TakenOut {
    account: Account,
    beside: Beside,
}

impl Default for Settings {
    fn default() -> Self {
        Self::load(Map::new())
    }
}

impl Settings {
    /// Reads the values of a file. Never fails: what cannot be used costs only itself.
    pub fn load(mut values: Map<String, Value>) -> Self {
        // Written anew at each save; whether it can be read at all, the guard has decided.
        let _ = take(&mut values, key::SCHEMA, Value::as_u64);
        let (mut accounts, mut beside) = (Vec::new(), HashMap::new());
        for entry in take(&mut values, key::ACCOUNTS, |value| value.as_array().cloned()).unwrap_or_default() {
            match kept_account::read(&entry) {
                Some((account, more)) if !beside.contains_key(&account.id) => {
                    beside.insert(account.id.clone(), more);
                    accounts.push(account);
                }
                _ => unreadable::keep(&mut values, key::ACCOUNTS, entry),
            }
        }
        let current =
            take(&mut values, key::CURRENT, |value| account_id(value.as_str()?).filter(|id| beside.contains_key(id)));
        let theme = take(&mut values, key::THEME, |value| Theme::parse(value.as_str()?)).unwrap_or_default();
        let window = take(&mut values, key::WINDOW, |value| Some((Place::read(value)?, Place::beside(value))));
        let (window, beside_window) = window.map_or_else(Default::default, |(place, rest)| (Some(place), rest));
        let quiet_hours =
            take(&mut values, key::QUIET_HOURS, |value| Some((QuietHours::read(value)?, QuietHours::beside(value))));
        let (quiet_hours, beside_quiet_hours) = quiet_hours.unwrap_or_default();
        let mut settings = Self {
            accounts,
            beside,
            current,
            theme,
            window,
            beside_window,
            host: take(&mut values, key::HOST, |value| choices::host_name(value.as_str()?)),
            recents: recent::take_all(&mut values),
            remember_names: take(&mut values, key::REMEMBER_NAMES, Value::as_bool),
            quiet_hours,
            beside_quiet_hours,
            text_size: take(&mut values, key::TEXT_SIZE, TextSize::read).unwrap_or_default(),
            rest: values,
        };
        settings.forget_forbidden_names();
        settings
    }

    /// All of it, to be written.
    pub fn to_values(&self) -> Map<String, Value> {
        let mut values = self.rest.clone();
        values.insert(key::SCHEMA.into(), SCHEMA.into());
        let accounts =
            self.accounts.iter().map(|account| kept_account::to_value(account, self.beside.get(&account.id)));
        values.insert(key::ACCOUNTS.into(), accounts.collect());
        values.insert(key::THEME.into(), self.theme.as_str().into());
        let quiet_hours = || self.quiet_hours.to_value(self.beside_quiet_hours.clone());
        let has_quiet_hours = self.quiet_hours != QuietHours::default() || !self.beside_quiet_hours.is_empty();
        let has_text_size = self.text_size != TextSize::default();
        let optional = [
            (key::CURRENT, self.current.as_ref().map(|id| id.as_str().into())),
            (key::WINDOW, self.window.map(|place| place.to_value(self.beside_window.clone()))),
            (key::HOST, self.host.as_deref().map(Value::from)),
            (key::RECENTS, (!self.recents.is_empty()).then(|| self.recents.iter().map(Recent::to_value).collect())),
            (key::REMEMBER_NAMES, self.remember_names.map(Value::Bool)),
            (key::QUIET_HOURS, has_quiet_hours.then(quiet_hours)),
            (key::TEXT_SIZE, has_text_size.then(|| self.text_size.percent().into())),
        ];
        values.extend(optional.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
        values
    }

    /// The accounts, in the order they were added.
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// One account.
    pub fn account(&self, id: &AccountId) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == *id)
    }

    /// When an account was added, where that is known.
    pub fn added(&self, id: &AccountId) -> Option<Timestamp> {
        self.beside.get(id)?.added
    }

    /// Adds an account at the end, or puts it in the place of the one with its ID. `now` is in seconds since 1970.
    ///
    /// An account whose token lives for this session only is not kept, nor is the sample account.
    pub fn add_account(&mut self, account: &Account, now: i64) {
        if account.session_only || account.id.is_sample() {
            return;
        }
        if let Some(kept) = self.accounts.iter_mut().find(|kept| kept.id == account.id) {
            kept.clone_from(account);
        } else {
            self.accounts.push(account.clone());
            let added = Timestamp::from_second(now).ok();
            self.beside.insert(account.id.clone(), Beside { added, ..Beside::default() });
        }
    }

    /// Takes an account out, and out of use. What is given back is all that was kept of it.
    pub fn remove_account(&mut self, id: &AccountId) -> Option<TakenOut> {
        self.current = self.current.take().filter(|current| current != id);
        let at = self.accounts.iter().position(|account| account.id == *id)?;
        let account = self.accounts.remove(at);
        Some(TakenOut { beside: self.beside.remove(id).unwrap_or_default(), account })
    }

    /// Puts an account that was taken out at a place among the others, under a name that may be another by now.
    pub fn put_back(&mut self, taken: TakenOut, at: usize, name: &str) {
        if self.account(&taken.account.id).is_some() {
            return;
        }
        let account = Account { name: tidy_name(name), ..taken.account };
        self.beside.insert(account.id.clone(), taken.beside);
        self.accounts.insert(at.min(self.accounts.len()), account);
    }

    /// Gives an account another name, tidied. An unknown account is left alone, here and below.
    pub fn rename_account(&mut self, id: &AccountId, name: &str) {
        self.change(id, |account| account.name = tidy_name(name));
    }

    /// Notes HighLevel's ID of an account's sub-account. What cannot be one is not noted.
    pub fn set_location(&mut self, id: &AccountId, location: &str) {
        if let Some(location) = location_id(location) {
            self.change(id, |account| account.location = Some(location));
        }
    }

    fn change(&mut self, id: &AccountId, change: impl FnOnce(&mut Account)) {
        if let Some(account) = self.accounts.iter_mut().find(|account| account.id == *id) {
            change(account);
        }
    }

    /// The account that was in use last.
    pub fn current(&self) -> Option<&AccountId> {
        self.current.as_ref()
    }

    /// Notes which account is in use. One that is not kept here is not noted.
    pub fn set_current(&mut self, id: Option<AccountId>) {
        self.current = id.filter(|id| self.beside.contains_key(id));
    }

    /// Where the window stood, as it was noted: use [`window::fit`] before a window is put there.
    pub fn window(&self) -> Option<&Place> {
        self.window.as_ref()
    }

    /// Notes where the window stands.
    pub fn set_window(&mut self, place: Place) {
        self.window = Some(place);
    }
}
