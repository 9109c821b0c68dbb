//! The accounts as this process holds them: those that are kept, and those of this session.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::time::Instant;

use super::now;
use crate::highlevel::rate_limit::RateLimiter;
use crate::model::account::{numbered_name, Account, AccountId};
use crate::model::problem::Problem;
use crate::model::token::{ApiToken, LabelledToken};
use crate::settings::{Settings, TakenOut};

pub(super) struct Held {
    pub(super) settings: Settings,
    /// Accounts whose token is kept for this session only: nothing of them is written.
    pub(super) session: Vec<Account>,
    pub(super) current: Option<AccountId>,
    pub(super) removed: HashMap<AccountId, Removed>,
    pub(super) pasted: Option<Pasted>,
    pub(super) allowances: HashMap<AccountId, Arc<RateLimiter>>,
    pub(super) unsaved: Option<Problem>,
    /// Whether the last write failed: the person was told then, and is not told again at every change.
    pub(super) saves_fail: bool,
    /// How many changes of the settings there were, and how many of them are written.
    pub(super) changes: u64,
    pub(super) written: u64,
    /// Every account there was in this session, in the order they were added: a removed one comes back to its place.
    order: Vec<AccountId>,
}

/// What was pasted in place of a token.
pub(super) enum Pasted {
    One(Arc<ApiToken>),
    /// The person has not chosen yet.
    Several(Vec<LabelledToken>),
}

/// What "Undo" needs to bring an account back.
pub(super) struct Removed {
    pub(super) account: Account,
    /// The token it was used with.
    pub(super) token: Option<Arc<ApiToken>>,
    /// The token in the password store, where it was used with another one in this session.
    pub(super) stored: Option<Arc<ApiToken>>,
    pub(super) at: Instant,
    /// What the settings held of it.
    pub(super) kept: Option<TakenOut>,
}

impl Held {
    pub(super) fn new(settings: Settings) -> Self {
        let current = settings.current().cloned().or_else(|| settings.accounts().first().map(|first| first.id.clone()));
        Self {
            order: settings.accounts().iter().map(|account| account.id.clone()).collect(),
            settings,
            session: Vec::new(),
            current,
            removed: HashMap::new(),
            pasted: None,
            allowances: HashMap::new(),
            unsaved: None,
            saves_fail: false,
            changes: 0,
            written: 0,
        }
    }

    /// A saved account whose token was replaced for this session only stands in its place as this session has it.
    pub(super) fn list(&self) -> impl Iterator<Item = &Account> {
        let in_session = |id: &AccountId| self.session.iter().find(|account| account.id == *id);
        let saved = self.settings.accounts().iter().map(move |account| in_session(&account.id).unwrap_or(account));
        saved.chain(self.session.iter().filter(|account| self.settings.account(&account.id).is_none()))
    }

    pub(super) fn find(&self, id: &AccountId) -> Option<&Account> {
        self.list().find(|account| account.id == *id)
    }

    pub(super) fn insert(&mut self, account: &Account) {
        if !self.order.contains(&account.id) {
            self.order.push(account.id.clone());
        }
        self.session.retain(|other| other.id != account.id);
        if account.session_only {
            let at = self.place(&self.session, &account.id);
            self.session.insert(at, account.clone());
        } else {
            self.settings.add_account(account, now());
            self.settings.set_current(Some(account.id.clone()));
        }
    }

    /// Takes an account out, and chooses another one where it was in use.
    pub(super) fn remove(&mut self, account: Account, token: Option<Arc<ApiToken>>, stored: Option<Arc<ApiToken>>) {
        let id = account.id.clone();
        self.session.retain(|other| other.id != id);
        let kept = self.settings.remove_account(&id);
        if self.current.as_ref() == Some(&id) {
            let first = self.list().next().map(|first| first.id.clone());
            self.current = first;
            let saved = self.current.clone().filter(|current| self.settings.account(current).is_some());
            self.settings.set_current(saved);
        }
        self.removed.insert(id, Removed { account, token, stored, at: Instant::now(), kept });
    }

    /// Brings a removed account back to its place, under its name if that is still free.
    pub(super) fn restore(&mut self, id: &AccountId) -> Option<Account> {
        let Removed { account, kept, .. } = self.removed.remove(id)?;
        let account = Account { name: self.free_name(&account.name, id), ..account };
        if let Some(kept) = kept {
            let at = self.place(self.settings.accounts(), id);
            self.settings.put_back(kept, at, &account.name);
            self.settings.set_current(Some(id.clone()));
        }
        self.insert(&account);
        self.current = Some(account.id.clone());
        Some(account)
    }

    /// How many of these accounts were added before that one.
    fn place(&self, among: &[Account], id: &AccountId) -> usize {
        let rank = |id: &AccountId| self.order.iter().position(|other| other == id).unwrap_or(usize::MAX);
        among.iter().filter(|account| rank(&account.id) < rank(id)).count()
    }

    /// The name for that account, with a number behind it where another account has it already.
    pub(super) fn free_name(&self, name: &str, id: &AccountId) -> String {
        let taken = |candidate: &str| self.list().any(|account| account.id != *id && account.name == candidate);
        let numbers = (2_usize..).map(|number| numbered_name(name, number));
        std::iter::once(name.to_owned()).chain(numbers).find(|candidate| !taken(candidate)).unwrap_or_default()
    }
}
