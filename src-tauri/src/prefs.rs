//! What is kept between two starts: accounts without their tokens, the theme, the window's place.
//!
//! [`Prefs`] knows what the values mean, [`guard`] sees to it that damage to their file costs nothing, and
//! [`SettingsFile`] is whoever writes them.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::model::account::{tidy_name, Account, AccountId};

mod file;
/// Checks the settings file before anyone loads it, and keeps the last good copy.
pub mod guard;
mod odd;
#[cfg(test)]
mod tests;
/// Where the window stands.
pub mod window;

pub use file::{MemoryFile, PlainFile, SaveFault, SettingsFile};
pub use guard::Notice;
use odd::take;
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
    pub(super) const ID: &str = "id";
    pub(super) const NAME: &str = "name";
    pub(super) const LOCATION: &str = "location";
    pub(super) const ADDED: &str = "added";
}

/// The colours of the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    fn as_str(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::System, Self::Light, Self::Dark].into_iter().find(|theme| theme.as_str() == text)
    }
}

/// All that is kept, as values with a meaning.
///
/// Whatever else a file holds goes through unchanged: keys of a newer program, and values of a wrong type, which give
/// way to the default and stay under the key with `.odd` at its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Prefs {
    accounts: Vec<Account>,
    /// What else is kept of each account.
    beside: HashMap<AccountId, Beside>,
    current: Option<AccountId>,
    theme: Theme,
    window: Option<Place>,
    host: Option<String>,
    rest: Map<String, Value>,
}

/// What is kept of an account beside what the program works with.
#[derive(Debug, Clone, Default, PartialEq)]
struct Beside {
    added: Option<Timestamp>,
    rest: Map<String, Value>,
}

impl Default for Prefs {
    fn default() -> Self {
        Self::load(Map::new())
    }
}

impl Prefs {
    /// Reads the values of a file. Never fails: what cannot be used costs only itself.
    pub fn load(mut values: Map<String, Value>) -> Self {
        // Written anew at each save; whether it can be read at all, the guard has decided.
        let _ = take(&mut values, key::SCHEMA, Value::as_u64);
        let (mut accounts, mut beside) = (Vec::new(), HashMap::new());
        for entry in take(&mut values, key::ACCOUNTS, |value| value.as_array().cloned()).unwrap_or_default() {
            match read_account(&entry) {
                Some((account, more)) if !beside.contains_key(&account.id) => {
                    beside.insert(account.id.clone(), more);
                    accounts.push(account);
                }
                _ => odd::keep(&mut values, key::ACCOUNTS, entry),
            }
        }
        let current = take(&mut values, key::CURRENT, |value| account_id(value.as_str()?));
        let theme = take(&mut values, key::THEME, |value| Theme::parse(value.as_str()?)).unwrap_or_default();
        let window = take(&mut values, key::WINDOW, Place::read);
        let host = take(&mut values, key::HOST, |value| host_name(value.as_str()?));
        let current = current.filter(|id| beside.contains_key(id));
        Self { accounts, beside, current, theme, window, host, rest: values }
    }

    /// All of it, to be written.
    pub fn to_values(&self) -> Map<String, Value> {
        let mut values = self.rest.clone();
        values.insert(key::SCHEMA.into(), SCHEMA.into());
        values.insert(key::ACCOUNTS.into(), self.accounts.iter().map(|account| self.account_value(account)).collect());
        values.insert(key::THEME.into(), self.theme.as_str().into());
        let optional = [
            (key::CURRENT, self.current.as_ref().map(|id| id.as_str().into())),
            (key::WINDOW, self.window.map(Place::to_value)),
            (key::HOST, self.host.as_deref().map(Value::from)),
        ];
        values.extend(optional.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))));
        values
    }

    fn account_value(&self, account: &Account) -> Value {
        let beside = self.beside.get(&account.id);
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

    /// Takes an account out, and out of use.
    pub fn remove_account(&mut self, id: &AccountId) {
        self.accounts.retain(|account| account.id != *id);
        self.beside.remove(id);
        self.current = self.current.take().filter(|current| current != id);
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

    /// The theme that was chosen.
    pub fn theme(&self) -> Theme {
        self.theme
    }

    /// Chooses a theme.
    pub fn set_theme(&mut self, theme: Theme) {
        self.theme = theme;
    }

    /// Where the window stood, as it was noted: use [`window::fit`] before a window is put there.
    pub fn window(&self) -> Option<&Place> {
        self.window.as_ref()
    }

    /// Notes where the window stands.
    pub fn set_window(&mut self, place: Place) {
        self.window = Some(place);
    }

    /// The host of HighLevel's pages.
    pub fn highlevel_host(&self) -> &str {
        self.host.as_deref().unwrap_or(HIGHLEVEL_HOST)
    }

    /// Sets the host of HighLevel's pages. Whether the text can be a host's name; nothing changes where it cannot.
    pub fn set_highlevel_host(&mut self, host: &str) -> bool {
        let Some(host) = host_name(host.trim()) else { return false };
        self.host = Some(host).filter(|host| host != HIGHLEVEL_HOST);
        true
    }
}

fn read_account(entry: &Value) -> Option<(Account, Beside)> {
    let mut rest = entry.as_object()?.clone();
    let id = account_id(rest.remove(key::ID)?.as_str()?)?;
    let name = take(&mut rest, key::NAME, |value| value.as_str().map(tidy_name)).unwrap_or_else(|| tidy_name(""));
    let location = take(&mut rest, key::LOCATION, |value| location_id(value.as_str()?));
    let added = take(&mut rest, key::ADDED, |value| value.as_str()?.parse().ok());
    Some((Account { id, name, location, session_only: false }, Beside { added, rest }))
}

/// An account's ID names its entry in the password store. The sample account's is nobody's here.
fn account_id(text: &str) -> Option<AccountId> {
    plain_id(text).map(AccountId::from).filter(|id| !id.is_sample())
}

/// A location's ID goes into links.
fn location_id(text: &str) -> Option<String> {
    plain_id(text)
}

/// Letters and digits, or nothing.
fn plain_id(text: &str) -> Option<String> {
    let good = (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    good.then(|| text.to_owned())
}

/// A host's name, in small letters: labels of letters, digits and hyphens, two at least.
fn host_name(text: &str) -> Option<String> {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let good = text.len() <= 253 && text.contains('.') && text.split('.').all(label);
    good.then(|| text.to_ascii_lowercase())
}
