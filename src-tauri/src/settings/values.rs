//! The values of the settings, and their form in the file.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::choices::{host, host_name, KeptQuietHours, QuietHours, TextSize, Theme};
use super::entries::{account_id, KeptAccount, Recent};
use super::lenient;
use super::window::{KeptWindow, WindowGeometry};
use crate::model::account::{location_id, tidy_name, Account, AccountId};

/// The version of the file's format. A higher number is a newer program's.
pub const SCHEMA: u64 = 1;

/// The host of HighLevel's pages, unless the agency has its own.
pub const HIGHLEVEL_HOST: &str = "app.gohighlevel.com";

pub const MOST_RECENTS: usize = 50;

/// All settings. Keys that this program does not know are kept unchanged. A value that it cannot read is replaced by the
/// default and kept under its key with `.odd` at the end.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    #[serde(skip_deserializing)]
    accounts: Vec<KeptAccount>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "account_id")]
    current_account: Option<AccountId>,
    pub theme: Theme,
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    window: Option<KeptWindow>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "host")]
    highlevel_host: Option<String>,
    #[serde(skip_deserializing, skip_serializing_if = "Vec::is_empty")]
    recents: Vec<Recent>,
    #[serde(skip_serializing_if = "Option::is_none")]
    remember_names: Option<bool>,
    #[serde(skip_serializing_if = "is_default")]
    quiet_hours: KeptQuietHours,
    #[serde(skip_serializing_if = "is_default")]
    pub text_size: TextSize,
    #[serde(flatten)]
    rest: Map<String, Value>,
}

impl Settings {
    /// Reads the values of a file. Never fails: an unreadable value affects no other.
    pub fn load(mut values: Map<String, Value>) -> Self {
        lenient::take::<u64>(&mut values, "schema");
        let accounts = lenient::take_list(&mut values, "accounts", |account: &KeptAccount| account.id.clone());
        let mut recents =
            lenient::take_list(&mut values, "recents", |recent: &Recent| (recent.account.clone(), recent.id.clone()));
        recents.truncate(MOST_RECENTS);
        let window = lenient::take(&mut values, "window");
        let others = lenient::read(values.into()).unwrap_or_default();
        let mut settings = Self { accounts, window, recents, ..others };
        if let Some(unknown) =
            settings.current_account.take_if(|id| !settings.accounts.iter().any(|kept| kept.id == *id))
        {
            lenient::keep_unreadable(&mut settings.rest, "currentAccount", unknown.as_str().into());
        }
        settings.forget_forbidden_names();
        settings
    }

    pub fn to_values(&self) -> Map<String, Value> {
        let mut values = match serde_json::to_value(self) {
            Ok(Value::Object(values)) => values,
            _ => self.rest.clone(), // these types cannot fail
        };
        values.insert("schema".to_owned(), SCHEMA.into());
        values
    }

    /// The accounts, in the order they were added.
    pub fn accounts(&self) -> Vec<Account> {
        self.accounts.iter().map(KeptAccount::account).collect()
    }

    pub fn account(&self, id: &AccountId) -> Option<Account> {
        self.kept(id).map(KeptAccount::account)
    }

    pub fn added(&self, id: &AccountId) -> Option<Timestamp> {
        self.kept(id)?.added
    }

    pub fn has_account(&self, id: &AccountId) -> bool {
        self.kept(id).is_some()
    }

    fn kept(&self, id: &AccountId) -> Option<&KeptAccount> {
        self.accounts.iter().find(|account| account.id == *id)
    }

    fn kept_mut(&mut self, id: &AccountId) -> Option<&mut KeptAccount> {
        self.accounts.iter_mut().find(|account| account.id == *id)
    }

    /// Adds an account at the end, or updates the one with its ID. `now` is in seconds since 1970. Accounts of this
    /// session and the sample account are not kept.
    pub fn add_account(&mut self, account: &Account, now: i64) {
        if account.session_only || account.id.is_sample() {
            return;
        }
        if let Some(kept) = self.kept_mut(&account.id) {
            kept.name.clone_from(&account.name);
            kept.location.clone_from(&account.location);
        } else {
            self.accounts.push(KeptAccount::new(account, Timestamp::from_second(now).ok()));
        }
    }

    /// Removes an account, which is then no longer the current one.
    pub fn remove_account(&mut self, id: &AccountId) -> Option<KeptAccount> {
        self.current_account.take_if(|current| current == id);
        let at = self.accounts.iter().position(|account| account.id == *id)?;
        Some(self.accounts.remove(at))
    }

    /// Inserts a removed account at its old position, under a name that is free.
    pub fn restore_account(&mut self, mut removed: KeptAccount, at: usize, name: &str) {
        if !self.has_account(&removed.id) {
            removed.name = tidy_name(name);
            self.accounts.insert(at.min(self.accounts.len()), removed);
        }
    }

    /// An unknown account is ignored, here and in [`Self::set_location`].
    pub fn rename_account(&mut self, id: &AccountId, name: &str) {
        if let Some(account) = self.kept_mut(id) {
            account.name = tidy_name(name);
        }
    }

    /// Sets the ID of an account's sub-account, if the text can be one.
    pub fn set_location(&mut self, id: &AccountId, location: &str) {
        if let (Some(account), Some(location)) = (self.kept_mut(id), location_id(location)) {
            account.location = Some(location);
        }
    }

    /// The account in use, or the one that was in use last.
    pub fn current(&self) -> Option<&AccountId> {
        self.current_account.as_ref()
    }

    /// Sets the account in use: none, if the settings do not have it.
    pub fn set_current(&mut self, id: Option<AccountId>) {
        self.current_account = id.filter(|id| self.has_account(id));
    }

    /// The window's last geometry. [`super::window::fit`] fits it to the screens.
    pub fn window(&self) -> Option<WindowGeometry> {
        self.window.as_ref().map(KeptWindow::geometry)
    }

    pub fn set_window(&mut self, geometry: WindowGeometry) {
        self.window.get_or_insert_default().set(geometry);
    }

    pub fn highlevel_host(&self) -> &str {
        self.highlevel_host.as_deref().unwrap_or(HIGHLEVEL_HOST)
    }

    /// Sets the host of HighLevel's pages. Returns false, and changes nothing, if the text is no host's name.
    pub fn set_highlevel_host(&mut self, host: &str) -> bool {
        let Some(host) = host_name(host.trim()) else { return false };
        self.highlevel_host = Some(host).filter(|host| host != HIGHLEVEL_HOST);
        true
    }

    pub fn quiet_hours(&self) -> QuietHours {
        self.quiet_hours.hours
    }

    pub fn set_quiet_hours(&mut self, hours: QuietHours) {
        self.quiet_hours.hours = hours;
    }

    /// The recent lookups, the newest first.
    pub fn recents(&self) -> &[Recent] {
        &self.recents
    }

    /// Sets the recent lookups: at most [`MOST_RECENTS`], with names only if these may be kept.
    pub fn set_recents(&mut self, recents: Vec<Recent>) {
        self.recents = recents;
        self.recents.truncate(MOST_RECENTS);
        self.forget_forbidden_names();
    }

    /// Forgets the entries that could not be read as recent lookups.
    pub fn forget_unreadable_recents(&mut self) {
        self.rest.remove(&lenient::unreadable_key("recents"));
    }

    /// Whether the names of recent contacts may be kept.
    pub fn remember_names(&self) -> bool {
        self.remember_names == Some(true)
    }

    /// Whether the person has decided on that, so that the page need not ask.
    pub fn names_decided(&self) -> bool {
        self.remember_names.is_some()
    }

    /// Forbidding names also removes those that are kept, and unreadable entries, which may hold one.
    pub fn set_remember_names(&mut self, remember: bool) {
        self.remember_names = Some(remember);
        self.forget_forbidden_names();
        if !remember {
            self.forget_unreadable_recents();
        }
    }

    fn forget_forbidden_names(&mut self) {
        if !self.remember_names() {
            self.recents.iter_mut().for_each(Recent::forget_name);
        }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
