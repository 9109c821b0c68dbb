//! The accounts: connect, test, replace, rename, remove, choose. Keeps the password store and the settings in step.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::highlevel::client::Client;
use crate::highlevel::pace::Pace;
use crate::model::account::{tidy_name, Account, AccountId};
use crate::model::token::{ApiToken, TokenClaims};
use crate::prefs::{Prefs, SettingsFile};
use crate::problem::{Problem, ProblemFacts, ProblemKind, TypedFault};
use crate::vault::memory::MemoryVault;
use crate::vault::{TokenVault, VaultFault};

/// Where a token is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// In the password store of the operating system.
    InPasswordStore,
    /// In this program's memory, until it ends.
    ForThisSession,
}

/// All accounts, with where their tokens are and what is remembered of them.
pub struct Accounts {
    vault: Arc<dyn TokenVault>,
    session: MemoryVault,
    client: Arc<Client>,
    settings: Box<dyn SettingsFile>,
    inner: Mutex<Inner>,
}

struct Inner {
    prefs: Prefs,
    /// Accounts whose token is kept for this session only: nothing of them is written.
    session: Vec<Account>,
    current: Option<AccountId>,
    removed: HashMap<AccountId, Removed>,
    pasted: Option<Arc<ApiToken>>,
    allowances: HashMap<AccountId, Arc<Pace>>,
    unsaved: Option<Problem>,
    /// Whether the last write failed: the person was told then, and is not told again at every change.
    saves_fail: bool,
}

/// What "Undo" needs to bring an account back.
struct Removed {
    account: Account,
    token: Option<Arc<ApiToken>>,
}

impl Accounts {
    /// Takes what was read from the settings, and the parts to work with.
    pub fn new(vault: Arc<dyn TokenVault>, client: Arc<Client>, prefs: Prefs, settings: Box<dyn SettingsFile>) -> Self {
        let current = prefs.current().cloned().or_else(|| prefs.accounts().first().map(|first| first.id.clone()));
        Self {
            vault,
            session: MemoryVault::new(),
            client,
            settings,
            inner: Mutex::new(Inner {
                prefs,
                session: Vec::new(),
                current,
                removed: HashMap::new(),
                pasted: None,
                allowances: HashMap::new(),
                unsaved: None,
                saves_fail: false,
            }),
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
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

    /// Makes an account the one in use, also after a restart.
    pub fn choose(&self, id: &AccountId) -> Result<Account, Problem> {
        let account = self.find(id)?;
        self.change(|inner| {
            inner.current = Some(account.id.clone());
            if !account.session_only {
                inner.prefs.set_current(Some(account.id.clone()));
            }
        });
        Ok(account)
    }

    /// Tells whether this computer has a password store that answers. Never asks the person for anything.
    pub async fn check_password_store(&self) -> Result<(), Problem> {
        Ok(self.vault.check().await?)
    }

    /// Keeps a token that was taken from the clipboard until it is connected or forgotten.
    pub fn hold_pasted(&self, token: ApiToken) {
        self.inner().pasted = Some(Arc::new(token));
    }

    /// Forgets the token taken from the clipboard.
    pub fn forget_pasted(&self) {
        self.inner().pasted = None;
    }

    /// The typed token, else the pasted one; `TokenMalformed` where neither can be one.
    fn given_token(&self, typed: Option<&str>) -> Result<Arc<ApiToken>, Problem> {
        let pasted = self.inner().pasted.clone();
        match (typed, pasted) {
            (None, Some(pasted)) => Ok(pasted),
            (typed, _) => Ok(Arc::new(ApiToken::parse(typed.unwrap_or_default())?)),
        }
    }

    /// Connects a new account: tests the token with one harmless request, keeps it where asked, and makes the account
    /// the one in use. Where anything fails nothing is kept, except the pasted token, for another try.
    pub async fn connect(&self, name: &str, typed: Option<&str>, keep: Keep) -> Result<Account, Problem> {
        let token = self.given_token(typed)?;
        let account = Account {
            id: AccountId::new_random(),
            name: self.inner().free_name(&tidy_name(name)),
            location: token.claims().and_then(location_of),
            session_only: keep == Keep::ForThisSession,
        };
        self.try_token(&account, &token).await?;
        self.keep_token(&account, token, keep).await?;
        self.change(|inner| {
            inner.pasted = None;
            inner.current = Some(account.id.clone());
            inner.insert(&account, now());
        });
        Ok(account)
    }

    /// Gives an account a new token: the new one is tested first, and the old one stays where that fails.
    pub async fn replace_token(&self, id: &AccountId, typed: Option<&str>, keep: Keep) -> Result<Account, Problem> {
        let token = self.given_token(typed)?;
        let before = self.find(id)?;
        let account = Account { session_only: keep == Keep::ForThisSession, ..before.clone() };
        self.try_token(&account, &token).await?;
        self.keep_only_this_token(&account, token, keep).await?;
        if before.session_only && !account.session_only {
            self.session.remove(id).await?;
        }
        self.change(|inner| {
            inner.pasted = None;
            inner.allowances.remove(id);
            inner.insert(&account, now());
        });
        Ok(account)
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
        let vault: &dyn TokenVault = match keep {
            Keep::InPasswordStore => &*self.vault,
            Keep::ForThisSession => &self.session,
        };
        vault.save(account, token).await.map_err(|fault| Problem::from(fault).in_account(&account.name))
    }

    /// Keeps a new token. Where several entries stand for one account, none can be told from the others and the new
    /// one takes the place of all: without that, the person would be asked for a token that then cannot be kept.
    async fn keep_only_this_token(&self, account: &Account, token: Arc<ApiToken>, keep: Keep) -> Result<(), Problem> {
        if keep == Keep::InPasswordStore {
            if let Err(VaultFault::Ambiguous) = self.vault.read(&account.id).await {
                let in_account = |fault| Problem::from(fault).in_account(&account.name);
                self.vault.remove(&account.id).await.map_err(in_account)?;
            }
        }
        self.keep_token(account, token, keep).await
    }

    /// The account's token; `NoToken` where it has gone.
    pub async fn token(&self, account: &Account) -> Result<Arc<ApiToken>, Problem> {
        let vault: &dyn TokenVault = if account.session_only { &self.session } else { &*self.vault };
        match vault.read(&account.id).await {
            Ok(Some(token)) => Ok(token),
            Ok(None) => Err(Problem::of(ProblemKind::NoToken).in_account(&account.name)),
            Err(fault) => Err(Problem::from(fault).in_account(&account.name)),
        }
    }

    /// The allowance of requests that everything asked with this account's token shares.
    pub fn allowance(&self, id: &AccountId) -> Arc<Pace> {
        Arc::clone(self.inner().allowances.entry(id.clone()).or_default())
    }

    /// Forgets an account and its token. Until the program ends, [`Self::restore`] brings both back.
    pub async fn remove(&self, id: &AccountId) -> Result<(), Problem> {
        let account = self.find(id)?;
        let token = self.token(&account).await.ok();
        let in_account = |fault| Problem::from(fault).in_account(&account.name);
        if self.read_prefs(|prefs| prefs.account(id).is_some()) {
            self.vault.remove(id).await.map_err(in_account)?;
        }
        self.session.remove(id).await.map_err(in_account)?;
        self.change(|inner| {
            inner.session.retain(|other| other.id != *id);
            inner.prefs.remove_account(id);
            if inner.current.as_ref() == Some(id) {
                let next = inner.list().next().map(|first| first.id.clone());
                inner.current = next;
                let saved = inner.current.clone().filter(|current| inner.prefs.account(current).is_some());
                inner.prefs.set_current(saved);
            }
            inner.removed.insert(id.clone(), Removed { account, token });
        });
        Ok(())
    }

    /// Brings a removed account back, with its token.
    pub async fn restore(&self, id: &AccountId) -> Result<Account, Problem> {
        let (account, token) = match self.inner().removed.get(id) {
            Some(removed) => (removed.account.clone(), removed.token.clone()),
            None => return Err(ProblemKind::NoToken.into()),
        };
        let keep = if account.session_only { Keep::ForThisSession } else { Keep::InPasswordStore };
        if let Some(token) = token {
            self.keep_token(&account, token, keep).await?;
        }
        self.change(|inner| {
            inner.removed.remove(id);
            inner.current = Some(account.id.clone());
            inner.insert(&account, now());
        });
        Ok(account)
    }

    /// Gives an account another name.
    pub fn rename(&self, id: &AccountId, name: &str) -> Result<Account, Problem> {
        self.find(id)?;
        let tidy = tidy_name(name);
        self.change(|inner| {
            if let Some(account) = inner.session.iter_mut().find(|account| account.id == *id) {
                account.name.clone_from(&tidy);
            }
            inner.prefs.rename_account(id, &tidy);
        });
        self.find(id)
    }

    /// Remembers the sub-account that an account turned out to be.
    pub fn learn_location(&self, id: &AccountId, location: &str) {
        let known = self.find(id).ok().and_then(|account| account.location);
        if known.as_deref() == Some(location) {
            return;
        }
        self.change(|inner| {
            if let Some(account) = inner.session.iter_mut().find(|account| account.id == *id) {
                account.location = Some(location.to_owned());
            }
            inner.prefs.set_location(id, location);
        });
    }

    /// Reads the settings.
    pub fn read_prefs<T>(&self, read: impl FnOnce(&Prefs) -> T) -> T {
        read(&self.inner().prefs)
    }

    /// Changes the settings and writes them.
    pub fn change_prefs(&self, change: impl FnOnce(&mut Prefs)) {
        self.change(|inner| change(&mut inner.prefs));
    }

    /// Why the settings could not be written, told once: not again before a write succeeded.
    pub fn take_unsaved(&self) -> Option<Problem> {
        self.inner().unsaved.take()
    }

    /// Changes what is held and writes the settings where they differ. A fault of the disk costs nobody the change
    /// itself: it is kept in memory, and told once.
    fn change(&self, change: impl FnOnce(&mut Inner)) {
        let mut inner = self.inner();
        let before = inner.prefs.to_values();
        change(&mut inner);
        let after = inner.prefs.to_values();
        if before != after {
            let saved = self.settings.save(&after);
            if let Err(fault) = &saved {
                tracing::warn!(detail = %fault.detail, "settings could not be written");
            }
            let failed_before = std::mem::replace(&mut inner.saves_fail, saved.is_err());
            if let (Err(fault), false) = (saved, failed_before) {
                inner.unsaved = Some(fault.into());
            }
        }
    }
}

impl Inner {
    /// A saved account whose token was replaced for this session only stands in its place as this session has it.
    fn list(&self) -> impl Iterator<Item = &Account> {
        let in_session = |id: &AccountId| self.session.iter().find(|account| account.id == *id);
        let saved = self.prefs.accounts().iter().map(move |account| in_session(&account.id).unwrap_or(account));
        saved.chain(self.session.iter().filter(|account| self.prefs.account(&account.id).is_none()))
    }

    fn find(&self, id: &AccountId) -> Option<&Account> {
        self.list().find(|account| account.id == *id)
    }

    fn insert(&mut self, account: &Account, now: i64) {
        self.session.retain(|other| other.id != account.id);
        if account.session_only {
            self.session.push(account.clone());
        } else {
            self.prefs.add_account(account, now);
            self.prefs.set_current(Some(account.id.clone()));
        }
    }

    /// The name, with a number behind it where another account has it already.
    fn free_name(&self, name: &str) -> String {
        let taken = |candidate: &str| self.list().any(|account| account.name == candidate);
        if !taken(name) {
            return name.to_owned();
        }
        // One more number than there are accounts: one of them is free.
        let numbers = 2..=self.list().count() + 2;
        numbers.map(|number| format!("{name} {number}")).find(|candidate| !taken(candidate)).unwrap_or_default()
    }
}

/// What a token says of itself can spare a request: one made for an agency, or whose time is over, cannot work.
pub fn check_claims(token: &ApiToken) -> Result<(), Problem> {
    let Some(claims) = token.claims() else { return Ok(()) };
    if claims.auth_class.as_deref().is_some_and(|class| class.eq_ignore_ascii_case("company")) {
        return Err(ProblemKind::AgencyToken.into());
    }
    if claims.expires_at.is_some_and(|expiry| expiry <= now()) {
        return Err(Problem::with(
            ProblemKind::TokenRejected,
            ProblemFacts { typed: Some(TypedFault::Expired), ..ProblemFacts::default() },
        ));
    }
    Ok(())
}

/// The sub-account that a token says it was made for.
fn location_of(claims: TokenClaims) -> Option<String> {
    let is_location = claims.auth_class.is_some_and(|class| class.eq_ignore_ascii_case("location"));
    claims.auth_class_id.filter(|_| is_location)
}

/// Seconds since 1970 by this computer's clock.
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}
