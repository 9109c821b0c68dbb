//! The contacts that were looked up lately. Their IDs are kept; the cards themselves stay in the memory of this session.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::Timestamp;
use serde::Serialize;

use crate::model::account::AccountId;
use crate::model::found::Found;
use crate::settings::{Recent, Settings, SettingsStore, LONGEST_NAME, MOST_RECENTS};

#[cfg(test)]
mod tests;

/// What stands in for a name where a contact has none, and must not be kept like one.
const NO_NAMES: [&str; 3] = ["email", "phone", "id"];

/// The recent lookups of all accounts.
pub struct Recents {
    settings: Arc<SettingsStore>,
    list: Mutex<List>,
}

/// One contact that was looked up lately.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "RecentView", export_to = "RecentView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct RecentLookup {
    /// The contact's ID.
    pub id: String,
    /// The ID of the account it was found in.
    pub account: String,
    /// The account's name; `None` where the account is gone.
    pub account_name: Option<String>,
    /// When it was last looked up, in milliseconds since 1970.
    pub at: f64,
    /// The contact's name, where this session knows it or the person lets it be kept.
    pub name: Option<String>,
    /// Whether its card comes back at once, without asking HighLevel.
    pub in_memory: bool,
}

#[derive(Default)]
struct List {
    /// The newest first.
    entries: Vec<Entry>,
    /// What was taken out last.
    taken: Vec<Entry>,
    newest: u64,
}

#[derive(Clone)]
struct Entry {
    recent: Recent,
    /// Counts up with each lookup. The clock may be set back, this is not.
    turn: u64,
    /// Whether it may be written: nothing is of the sample account and of those of this session.
    kept: bool,
    /// What this session calls the contact.
    called: Option<String>,
    card: Option<Arc<Found>>,
}

impl Recents {
    /// Those that were kept in the settings.
    pub fn new(settings: Arc<SettingsStore>) -> Self {
        let kept = settings.read(|settings| settings.recents().to_vec());
        let newest = u64::try_from(kept.len()).unwrap_or_default();
        let entry = |(recent, turn)| Entry { recent, turn, kept: true, called: None, card: None };
        let entries = kept.into_iter().zip((1..=newest).rev()).map(entry).collect();
        Self { settings, list: Mutex::new(List { entries, taken: Vec::new(), newest }) }
    }

    fn list(&self) -> MutexGuard<'_, List> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The recent lookups, the newest first, 50 at most. `name_of` names the accounts that are still there.
    pub fn newest_first(&self, name_of: impl Fn(&AccountId) -> Option<String>) -> Vec<RecentLookup> {
        let view = |entry: &Entry| {
            let Recent { id, account, at, .. } = &entry.recent;
            RecentLookup {
                id: id.as_str().to_owned(),
                account: account.as_str().to_owned(),
                account_name: name_of(account),
                at: (at.as_duration().as_secs_f64() * 1000.0).floor(),
                name: entry.called.clone().or_else(|| entry.recent.name().map(str::to_owned)),
                in_memory: entry.card.is_some(),
            }
        };
        self.list().entries.iter().take(MOST_RECENTS).map(view).collect()
    }

    /// The card of a contact as this session has it.
    pub fn card(&self, account: &AccountId, id: &str) -> Option<Arc<Found>> {
        self.list().entries.iter().find(|entry| entry.is(account, id))?.card.clone()
    }

    /// Puts a contact that was just found before all others.
    pub fn remember(&self, found: &Arc<Found>) {
        let account = &found.account;
        let kept = !account.id.is_sample() && self.settings.read(|settings| settings.has_account(&account.id));
        self.change(|list| {
            let before = list.take(&account.id, found.asked_for.as_str());
            list.newest += 1;
            let entry = Entry::of(found, before.map(|entry| entry.recent), kept, list.newest);
            list.entries.insert(0, entry);
            list.trim();
        });
    }

    /// Takes one out, with its card.
    pub fn remove(&self, account: &AccountId, id: &str) {
        self.change(|list| {
            if let Some(taken) = list.take(account, id) {
                list.taken = vec![taken];
            }
        });
    }

    /// Takes all out, with their cards.
    pub fn clear(&self) {
        self.change(|list| {
            if !list.entries.is_empty() {
                list.taken = std::mem::take(&mut list.entries);
            }
        });
        self.settings.stage(Settings::forget_unreadable_recents);
    }

    /// Brings back what [`Self::remove`] or [`Self::clear`] took out last, each to its old place. What was looked up
    /// again since then stays as it is.
    pub fn undo(&self) {
        self.change(|list| {
            for taken in std::mem::take(&mut list.taken) {
                if !list.entries.iter().any(|entry| entry.is(&taken.recent.account, taken.recent.id.as_str())) {
                    list.entries.push(taken);
                }
            }
            list.entries.sort_by_key(|entry| std::cmp::Reverse(entry.turn));
            list.trim();
        });
    }

    /// Forgets the cards of an account, for good. That its contacts were looked up stays.
    pub fn forget_cards(&self, account: &AccountId) {
        let mut list = self.list();
        let List { entries, taken, .. } = &mut *list;
        for entry in entries.iter_mut().chain(taken).filter(|entry| entry.recent.account == *account) {
            entry.card = None;
        }
    }

    /// Allows or forbids to keep names. The change is written at once, and where it cannot be, that is told: forbidden
    /// names would still be there.
    pub fn set_remember_names(&self, remember: bool) {
        self.settings.stage(|settings| settings.set_remember_names(remember));
        self.change(|list| {
            if !remember {
                // Nor does the next start find one that came from the settings.
                list.entries.iter_mut().chain(&mut list.taken).for_each(Entry::forget_kept_name);
            }
        });
        self.settings.flush_or_report();
    }

    /// Changes the list, and the settings in memory. Whoever calls has them written.
    fn change(&self, change: impl FnOnce(&mut List)) {
        let mut list = self.list();
        change(&mut list);
        let kept = list.entries.iter().filter(|entry| entry.kept).map(|entry| entry.recent.clone()).collect();
        self.settings.stage(|settings| settings.set_recents(kept));
    }
}

impl List {
    fn take(&mut self, account: &AccountId, id: &str) -> Option<Entry> {
        let at = self.entries.iter().position(|entry| entry.is(account, id))?;
        Some(self.entries.remove(at))
    }

    /// Forgets the oldest. Written and unwritten entries are limited separately, so that samples do not displace real
    /// contacts; only listed entries keep their card.
    fn trim(&mut self) {
        let (mut kept, mut others) = (0, 0);
        self.entries.retain(|entry| {
            let count = if entry.kept { &mut kept } else { &mut others };
            *count += 1;
            *count <= MOST_RECENTS
        });
        self.entries.iter_mut().skip(MOST_RECENTS).for_each(|entry| entry.card = None);
    }
}

impl Entry {
    fn of(found: &Arc<Found>, before: Option<Recent>, kept: bool, turn: u64) -> Self {
        let at = timestamp(found.received_at);
        let new = || Recent::new(found.asked_for.clone(), found.account.id.clone(), at);
        let mut recent = before.unwrap_or_else(new);
        recent.at = at;
        let mut name = found.contact.display_name();
        name.text = name.text.chars().take(LONGEST_NAME).collect();
        let stands_in = |other: &str| name.paths.iter().any(|path| path == other);
        let is_a_name = !name.text.is_empty() && !NO_NAMES.iter().any(|other| stands_in(other));
        recent.set_name(is_a_name.then_some(name.text.as_str()));
        let called = (!name.text.is_empty() && !stands_in("id")).then_some(name.text);
        Self { recent, turn, kept, called, card: Some(Arc::clone(found)) }
    }

    fn is(&self, account: &AccountId, id: &str) -> bool {
        self.recent.account == *account && self.recent.id.as_str() == id
    }

    /// Forgets a name that only the settings knew.
    fn forget_kept_name(&mut self) {
        let name = self.called.as_ref().and(self.recent.name()).map(str::to_owned);
        self.recent.forget_name();
        self.recent.set_name(name.as_deref());
    }
}

/// A time as it can be written, whatever the clock says.
fn timestamp(time: SystemTime) -> Timestamp {
    let end = if time < UNIX_EPOCH { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::try_from(time).unwrap_or(end)
}
