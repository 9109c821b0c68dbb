//! The accounts: connect, test, replace, rename, remove, choose. Keeps the password store and the settings in step.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::highlevel::client::Client;
use crate::highlevel::rate_limit::RateLimiter;
use crate::model::account::{location_id, tidy_name, Account, AccountId};
use crate::model::problem::{Problem, ProblemFacts, ProblemKind, TokenChoice, TypedFault};
use crate::model::token::{gives_a_token_away, ApiToken, LabelledToken, PastedTokens, TokenError};
use crate::settings::{Settings, SettingsFile};
use crate::token_store::memory::MemoryStore;
use crate::token_store::{TokenStore, TokenStoreError};

mod claims;
mod held;
mod saving;
#[cfg(test)]
mod tests;

pub use claims::check as check_claims;
use claims::location_of;
use held::{Held, Pasted};

/// How long a new token may be compared with those of the other accounts: the person waits meanwhile.
const COMPARING: Duration = Duration::from_secs(1);

/// Where a token is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// In the password store of the operating system.
    InPasswordStore,
    /// In this program's memory, until it ends.
    ForThisSession,
}

/// For how long a removed account and its token can be brought back.
pub const UNDO_FOR: Duration = Duration::from_secs(60);

/// All accounts, with where their tokens are and what is remembered of them.
pub struct Accounts {
    token_store: Arc<dyn TokenStore>,
    session: MemoryStore,
    client: Arc<Client>,
    settings_file: Box<dyn SettingsFile>,
    /// Who writes the settings. Held while they are written, when nobody has to wait for what is in memory.
    writing: Mutex<()>,
    inner: Mutex<Held>,
    /// The allowance of a token that was not used yet.
    new_allowance: fn() -> RateLimiter,
}

impl Accounts {
    /// Takes what was read from the settings, and the parts to work with.
    pub fn new(
        token_store: Arc<dyn TokenStore>,
        client: Arc<Client>,
        settings: Settings,
        settings_file: Box<dyn SettingsFile>,
    ) -> Self {
        Self {
            token_store,
            session: MemoryStore::new(),
            client,
            settings_file,
            writing: Mutex::new(()),
            inner: Mutex::new(Held::new(settings)),
            new_allowance: RateLimiter::new,
        }
    }

    /// Keeps to another allowance than HighLevel's. For measurements, and for tests that should not sit it out.
    #[must_use]
    pub fn paced_by(self, new_allowance: fn() -> RateLimiter) -> Self {
        Self { new_allowance, ..self }
    }

    fn inner(&self) -> MutexGuard<'_, Held> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Every account, in the order they were added; those of this session last.
    pub fn list(&self) -> Vec<Account> {
        self.inner().list().cloned().collect()
    }

    /// The account in use.
    pub fn current(&self) -> Option<Account> {
        let inner = self.inner();
        let current = inner.current.clone()?;
        inner.find(&current).cloned()
    }

    /// The account of that ID; `NoToken` when there is none.
    pub fn find(&self, id: &AccountId) -> Result<Account, Problem> {
        self.inner().find(id).cloned().ok_or_else(|| ProblemKind::NoToken.into())
    }

    /// The account that is that sub-account: the one in use, if it is one of several.
    pub fn owner_of(&self, location: &str) -> Option<Account> {
        let inner = self.inner();
        let mut owners = inner.list().filter(|account| account.location.as_deref() == Some(location));
        let first = owners.next()?;
        let is_current = |owner: &&Account| inner.current.as_ref() == Some(&owner.id);
        let owner = if is_current(&first) { first } else { owners.find(is_current).unwrap_or(first) };
        Some(owner.clone())
    }

    /// Makes an account the one in use, also after a restart once [`Self::save_noted`] has written that.
    pub fn choose(&self, id: &AccountId) -> Result<Account, Problem> {
        let account = self.find(id)?;
        self.note(|inner| {
            inner.current = Some(account.id.clone());
            if !account.session_only {
                inner.settings.set_current(Some(account.id.clone()));
            }
        });
        Ok(account)
    }

    /// Tells whether this computer has a password store that answers. Never asks the person for anything.
    pub async fn check_password_store(&self) -> Result<(), Problem> {
        Ok(self.token_store.check().await?)
    }

    /// Takes the token out of a text from the clipboard, and keeps it until it is connected or forgotten. Where the
    /// text has several, all are kept until one is chosen, and the problem names them.
    pub fn hold_pasted(&self, text: &str) -> Result<Arc<ApiToken>, Problem> {
        match PastedTokens::read(text)? {
            PastedTokens::One(token) => {
                let token = Arc::new(token);
                self.inner().pasted = Some(Pasted::One(Arc::clone(&token)));
                Ok(token)
            }
            PastedTokens::Several(tokens) => {
                let problem = which_of(&tokens);
                self.inner().pasted = Some(Pasted::Several(tokens));
                Err(problem)
            }
        }
    }

    /// Keeps one of the tokens that [`Self::hold_pasted`] or [`Self::connect`] found, and forgets the others.
    pub fn choose_pasted(&self, index: usize) -> Result<Arc<ApiToken>, Problem> {
        let mut inner = self.inner();
        match inner.pasted.take() {
            Some(Pasted::Several(mut tokens)) if index < tokens.len() => {
                let token = Arc::new(tokens.swap_remove(index).token);
                inner.pasted = Some(Pasted::One(Arc::clone(&token)));
                Ok(token)
            }
            other => {
                inner.pasted = other;
                Err(TokenError::Empty.into())
            }
        }
    }

    /// Forgets what was taken from the clipboard.
    pub fn forget_pasted(&self) {
        self.inner().pasted = None;
    }

    /// The typed token, else the pasted one; `TokenMalformed` where neither can be one, or where it is to be chosen yet.
    fn given_token(&self, typed: Option<&str>) -> Result<Arc<ApiToken>, Problem> {
        match (typed, &self.inner().pasted) {
            (None, Some(Pasted::One(pasted))) => return Ok(Arc::clone(pasted)),
            (None, Some(Pasted::Several(tokens))) => return Err(which_of(tokens)),
            _ => {}
        }
        match PastedTokens::read(typed.unwrap_or_default())? {
            PastedTokens::One(token) => Ok(Arc::new(token)),
            PastedTokens::Several(tokens) => {
                let problem = which_of(&tokens);
                self.inner().pasted = Some(Pasted::Several(tokens));
                Err(problem)
            }
        }
    }

    /// Connects a new account: tests the token with one harmless request, keeps it where asked, and makes the account
    /// the one in use. Where anything fails nothing is kept, except the pasted token, for another try.
    pub async fn connect(&self, name: &str, typed: Option<&str>, keep: Keep) -> Result<Account, Problem> {
        if gives_a_token_away(name) {
            let facts = ProblemFacts { typed: Some(TypedFault::TokenAsName), ..ProblemFacts::default() };
            return Err(Problem::with(ProblemKind::TokenMalformed, facts));
        }
        let token = self.given_token(typed)?;
        let id = AccountId::new_random();
        let account = Account {
            name: self.inner().free_name(&tidy_name(name), &id),
            id,
            location: token.claims().and_then(location_of),
            session_only: keep == Keep::ForThisSession,
        };
        self.try_token(&account, &token).await?;
        self.keep_token(&account, Arc::clone(&token), keep).await?;
        let saved = self.change(|inner| {
            inner.pasted = None;
            inner.current = Some(account.id.clone());
            inner.insert(&account);
        });
        if saved || account.session_only {
            Ok(account)
        } else {
            self.keep_for_this_session(account, token).await
        }
    }

    /// Moves an account that the settings could not take, with its token, to this session: after the next start nobody
    /// would know whose entry it is that the password store has.
    async fn keep_for_this_session(&self, account: Account, token: Arc<ApiToken>) -> Result<Account, Problem> {
        let in_account = |fault| Problem::from(fault).in_account(&account.name);
        self.session.save(&account, token).await.map_err(in_account)?;
        self.token_store.remove(&account.id).await.map_err(in_account)?;
        let account = Account { session_only: true, ..account };
        self.change(|inner| {
            inner.settings.remove_account(&account.id);
            inner.insert(&account);
        });
        Ok(account)
    }

    /// Gives an account a new token: the new one is tested first, and the old one stays where that fails.
    pub async fn replace_token(&self, id: &AccountId, typed: Option<&str>, keep: Keep) -> Result<Account, Problem> {
        let token = self.given_token(typed)?;
        self.try_token(&self.find(id)?, &token).await?;
        // HighLevel takes its time, and the account may have been renamed or removed meanwhile.
        let before = self.find(id)?;
        let session_only = keep == Keep::ForThisSession;
        let was_saved = self.read_settings(|settings| settings.account(id).is_some());
        self.keep_only_this_token(&before, Arc::clone(&token), keep).await?;
        if before.session_only && !session_only {
            self.session.remove(id).await?;
        }
        let mut replaced = None;
        let saved = self.change(|inner| {
            let Some(account) = inner.find(id).map(|account| Account { session_only, ..account.clone() }) else {
                return;
            };
            inner.pasted = None;
            inner.allowances.remove(id);
            inner.insert(&account);
            replaced = Some(account);
        });
        match replaced {
            Some(account) if saved || was_saved || session_only => return Ok(account),
            Some(account) => return self.keep_for_this_session(account, token).await,
            None => {}
        }
        let token_store: &dyn TokenStore = if session_only { &self.session } else { &*self.token_store };
        token_store.remove(id).await?;
        Err(ProblemKind::NoToken.into())
    }

    /// The name of another account that has the same token. Only tokens that can be had without a question to the
    /// person are compared: those of this session, and those in the password store where this one is there too.
    pub async fn same_token_elsewhere(&self, account: &Account) -> Option<String> {
        let compared = async {
            let token = self.token(account).await.ok()?;
            for other in self.list() {
                let is_at_hand = other.session_only || !account.session_only;
                if other.id == account.id || !is_at_hand {
                    continue;
                }
                if self.token(&other).await.is_ok_and(|others| others.is_same_as(&token)) {
                    return Some(other.name);
                }
            }
            None
        };
        tokio::time::timeout(COMPARING, compared).await.ok().flatten()
    }

    /// Asks HighLevel whether the account's token is good.
    pub async fn test(&self, id: &AccountId) -> Result<(), Problem> {
        let account = self.find(id)?;
        let token = self.token(&account).await?;
        self.try_token(&account, &token).await
    }

    async fn try_token(&self, account: &Account, token: &Arc<ApiToken>) -> Result<(), Problem> {
        let in_account = |problem: Problem| problem.in_account(&account.name);
        check_claims(token).map_err(in_account)?;
        let allowance = self.allowance(&account.id);
        self.client.test_token(token, &allowance).await.map_err(|fault| in_account(fault.into()))
    }

    async fn keep_token(&self, account: &Account, token: Arc<ApiToken>, keep: Keep) -> Result<(), Problem> {
        let token_store: &dyn TokenStore = match keep {
            Keep::InPasswordStore => &*self.token_store,
            Keep::ForThisSession => &self.session,
        };
        token_store.save(account, token).await.map_err(|fault| Problem::from(fault).in_account(&account.name))
    }

    /// Keeps a new token. Where several entries stand for one account, none can be told from the others and the new
    /// one takes the place of all: without that, the person would be asked for a token that then cannot be kept.
    async fn keep_only_this_token(&self, account: &Account, token: Arc<ApiToken>, keep: Keep) -> Result<(), Problem> {
        if keep == Keep::InPasswordStore {
            if let Err(TokenStoreError::Ambiguous) = self.token_store.read(&account.id).await {
                let in_account = |fault| Problem::from(fault).in_account(&account.name);
                self.token_store.remove(&account.id).await.map_err(in_account)?;
            }
        }
        self.keep_token(account, token, keep).await
    }

    /// The account's token; `NoToken` where it has gone.
    pub async fn token(&self, account: &Account) -> Result<Arc<ApiToken>, Problem> {
        let token_store: &dyn TokenStore = if account.session_only { &self.session } else { &*self.token_store };
        match token_store.read(&account.id).await {
            Ok(Some(token)) => Ok(token),
            Ok(None) => Err(Problem::of(ProblemKind::NoToken).in_account(&account.name)),
            Err(fault) => Err(Problem::from(fault).in_account(&account.name)),
        }
    }

    /// The allowance of requests that everything asked with this account's token shares.
    pub fn allowance(&self, id: &AccountId) -> Arc<RateLimiter> {
        let new = || Arc::new((self.new_allowance)());
        Arc::clone(self.inner().allowances.entry(id.clone()).or_insert_with(new))
    }

    /// Forgets an account and its token. For [`UNDO_FOR`], [`Self::restore`] brings both back.
    pub async fn remove(&self, id: &AccountId) -> Result<(), Problem> {
        let account = self.find(id)?;
        let token = self.token(&account).await.ok();
        let in_account = |fault| Problem::from(fault).in_account(&account.name);
        let mut stored = None;
        if self.read_settings(|settings| settings.account(id).is_some()) {
            if account.session_only {
                stored = self.token_store.read(id).await.ok().flatten();
            }
            self.token_store.remove(id).await.map_err(in_account)?;
        }
        self.session.remove(id).await.map_err(in_account)?;
        self.change(|inner| inner.remove(account, token, stored));
        Ok(())
    }

    /// Forgets the tokens of accounts whose removal can no longer be undone.
    pub fn forget_removed(&self) {
        self.inner().removed.retain(|_, removed| removed.at.elapsed() < UNDO_FOR);
    }

    /// Brings a removed account back to its old place, with its token.
    pub async fn restore(&self, id: &AccountId) -> Result<Account, Problem> {
        self.forget_removed();
        let (account, token, stored) = match self.inner().removed.get(id) {
            Some(removed) => (removed.account.clone(), removed.token.clone(), removed.stored.clone()),
            None => return Err(ProblemKind::NoToken.into()),
        };
        if let Some(stored) = stored {
            self.keep_token(&account, stored, Keep::InPasswordStore).await?;
        }
        let keep = if account.session_only { Keep::ForThisSession } else { Keep::InPasswordStore };
        if let Some(token) = token.clone() {
            self.keep_token(&account, token, keep).await?;
        }
        let mut restored = None;
        let saved = self.change(|inner| restored = inner.restore(id));
        match (restored, token) {
            (Some(account), Some(token)) if !saved && !account.session_only => {
                self.keep_for_this_session(account, token).await
            }
            (restored, _) => restored.ok_or_else(|| ProblemKind::NoToken.into()),
        }
    }

    /// Gives an account another name: tidied, and with a number behind it where another account has it already.
    /// [`Self::save_noted`] writes it.
    pub fn rename(&self, id: &AccountId, name: &str) -> Result<Account, Problem> {
        self.find(id)?;
        self.note(|inner| {
            let name = inner.free_name(&tidy_name(name), id);
            inner.settings.rename_account(id, &name);
            if let Some(account) = inner.session.iter_mut().find(|account| account.id == *id) {
                account.name = name;
            }
        });
        self.find(id)
    }

    /// Remembers the sub-account that an account turned out to be, if that can be one. [`Self::save_noted`] writes it.
    pub fn learn_location(&self, id: &AccountId, location: &str) {
        let known = self.find(id).ok().and_then(|account| account.location);
        let Some(location) = location_id(location).filter(|location| known.as_ref() != Some(location)) else { return };
        self.note(|inner| {
            inner.settings.set_location(id, &location);
            if let Some(account) = inner.session.iter_mut().find(|account| account.id == *id) {
                account.location = Some(location);
            }
        });
    }
}

/// The question which of several tokens is meant.
fn which_of(tokens: &[LabelledToken]) -> Problem {
    let choice = |found: &LabelledToken| TokenChoice {
        label: found.label.clone(),
        last_four: found.token.last_four().to_owned(),
    };
    let facts = ProblemFacts {
        typed: Some(TypedFault::SeveralTokens),
        tokens: tokens.iter().map(choice).collect(),
        ..ProblemFacts::default()
    };
    Problem::with(ProblemKind::TokenMalformed, facts)
}

/// Seconds since 1970 by this computer's clock.
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
