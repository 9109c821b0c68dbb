//! The accounts that are not in the settings: those of this session and removed ones. Also pasted tokens.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::time::Instant;

use crate::highlevel::rate_limit::RateLimiter;
use crate::model::account::{numbered_name, Account, AccountId};
use crate::model::token::{ApiToken, LabelledToken};
use crate::settings::{KeptAccount, Settings};

pub(super) struct State {
    /// Accounts whose token is kept for this session only, which are not written.
    session: Vec<Account>,
    pub(super) current: Option<AccountId>,
    pub(super) removed: HashMap<AccountId, Removed>,
    pub(super) pasted: Option<Pasted>,
    pub(super) rate_limiters: HashMap<AccountId, Arc<RateLimiter>>,
    /// The IDs of all accounts in the order they were added, so that a removed one is restored at its position.
    order: Vec<AccountId>,
}

pub(super) enum Pasted {
    One(Arc<ApiToken>),
    /// One is still to be chosen.
    Several(Vec<LabelledToken>),
}

/// What is needed to restore an account.
pub(super) struct Removed {
    pub(super) account: Account,
    /// The token in use.
    pub(super) token: Option<Arc<ApiToken>>,
    /// The token in the password store, if another one was used in this session.
    pub(super) stored: Option<Arc<ApiToken>>,
    pub(super) at: Instant,
    pub(super) kept: Option<KeptAccount>,
}

impl State {
    pub(super) fn new(settings: &Settings) -> Self {
        let order: Vec<_> = settings.accounts().into_iter().map(|account| account.id).collect();
        Self {
            current: settings.current().or(order.first()).cloned(),
            order,
            session: Vec::new(),
            removed: HashMap::new(),
            pasted: None,
            rate_limiters: HashMap::new(),
        }
    }

    /// All accounts, those of this session last. A saved account whose token was replaced for this session only keeps its
    /// position.
    pub(super) fn list(&self, settings: &Settings) -> Vec<Account> {
        let in_session = |id: &AccountId| self.session.iter().find(|account| account.id == *id).cloned();
        let saved = settings.accounts().into_iter().map(|account| in_session(&account.id).unwrap_or(account));
        saved.chain(self.session.iter().filter(|account| !settings.has_account(&account.id)).cloned()).collect()
    }

    pub(super) fn find(&self, settings: &Settings, id: &AccountId) -> Option<Account> {
        self.session.iter().find(|account| account.id == *id).cloned().or_else(|| settings.account(id))
    }

    /// Changes an account, if it is one of this session.
    pub(super) fn update_session(&mut self, id: &AccountId, change: impl FnOnce(&mut Account)) {
        if let Some(account) = self.session.iter_mut().find(|account| account.id == *id) {
            change(account);
        }
    }

    pub(super) fn insert(&mut self, settings: &mut Settings, account: &Account) {
        if !self.order.contains(&account.id) {
            self.order.push(account.id.clone());
        }
        self.session.retain(|other| other.id != account.id);
        if account.session_only {
            let at = self.position(&self.session, &account.id);
            self.session.insert(at, account.clone());
        } else {
            settings.add_account(account, now());
            settings.set_current(Some(account.id.clone()));
        }
    }

    /// Removes an account, and makes the first one current if it was.
    pub(super) fn remove(
        &mut self,
        settings: &mut Settings,
        account: Account,
        token: Option<Arc<ApiToken>>,
        stored: Option<Arc<ApiToken>>,
    ) {
        self.session.retain(|other| other.id != account.id);
        let kept = settings.remove_account(&account.id);
        if self.current.as_ref() == Some(&account.id) {
            self.current = self.list(settings).into_iter().next().map(|first| first.id);
            settings.set_current(self.current.clone());
        }
        let removed = Removed { token, stored, at: Instant::now(), kept, account };
        self.removed.insert(removed.account.id.clone(), removed);
    }

    /// Restores a removed account at its position, with a numbered name if another account has taken its name.
    pub(super) fn restore(&mut self, settings: &mut Settings, id: &AccountId) -> Option<Account> {
        let Removed { account, kept, .. } = self.removed.remove(id)?;
        let account = Account { name: self.free_name(settings, &account.name, id), ..account };
        if let Some(kept) = kept {
            let at = self.position(&settings.accounts(), id);
            settings.restore_account(kept, at, &account.name);
            settings.set_current(Some(id.clone()));
        }
        self.insert(settings, &account);
        self.current = Some(account.id.clone());
        Some(account)
    }

    /// How many of these accounts were added before that one.
    fn position(&self, among: &[Account], id: &AccountId) -> usize {
        let rank = |id: &AccountId| self.order.iter().position(|other| other == id).unwrap_or(usize::MAX);
        among.iter().filter(|account| rank(&account.id) < rank(id)).count()
    }

    /// The name, numbered if another account has it.
    pub(super) fn free_name(&self, settings: &Settings, name: &str, id: &AccountId) -> String {
        let others = self.list(settings);
        let taken = |candidate: &str| others.iter().any(|account| account.id != *id && account.name == candidate);
        let numbers = (2_usize..).map(|number| numbered_name(name, number));
        std::iter::once(name.to_owned()).chain(numbers).find(|candidate| !taken(candidate)).unwrap_or_default()
    }
}

/// Seconds since 1970 by this computer's clock.
pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
