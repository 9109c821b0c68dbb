//! The accounts: connect, test, replace, rename, remove, choose. Keeps the password store and the settings consistent.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::highlevel::client::{ApiSession, Client};
use crate::highlevel::rate_limit::RateLimiter;
use crate::model::account::{location_id, tidy_name, Account, AccountId};
use crate::model::problem::{Problem, ProblemFacts, ProblemKind, TokenChoice, TypedFault};
use crate::model::token::{gives_a_token_away, malformed, ApiToken, LabelledToken, PastedTokens, TokenClaims};
use crate::settings::{Settings, SettingsStore};
use crate::token_store::{MemoryStore, TokenStore, TokenStoreError};

mod state;
#[cfg(test)]
mod tests;

use state::{now, Pasted, State};

/// How long a new token may be compared with those of the other accounts, while the user waits.
const COMPARE_WITHIN: Duration = Duration::from_secs(1);

/// How long a removed account and its token can be restored.
pub const UNDO_WITHIN: Duration = Duration::from_secs(60);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenStorage {
    PasswordStore,
    /// This program's memory.
    Session,
}

pub struct Accounts {
    password_store: Arc<dyn TokenStore>,
    session_tokens: MemoryStore,
    client: Arc<Client>,
    settings: Arc<SettingsStore>,
    state: Mutex<State>,
    new_rate_limiter: fn() -> RateLimiter,
}

impl Accounts {
    pub fn new(password_store: Arc<dyn TokenStore>, client: Arc<Client>, settings: Arc<SettingsStore>) -> Self {
        let state = Mutex::new(settings.read(State::new));
        let session_tokens = MemoryStore::new();
        Self { password_store, session_tokens, client, settings, state, new_rate_limiter: RateLimiter::new }
    }

    /// Uses other limits than HighLevel's: for measurements and tests.
    #[must_use]
    pub fn limited_by(self, new_rate_limiter: fn() -> RateLimiter) -> Self {
        Self { new_rate_limiter, ..self }
    }

    pub fn settings(&self) -> &Arc<SettingsStore> {
        &self.settings
    }

    /// Reads or changes the accounts of this session and of the settings, in memory.
    fn with<T>(&self, work: impl FnOnce(&mut State, &mut Settings) -> T) -> T {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.settings.stage(|settings| work(&mut state, settings))
    }

    /// All accounts in the order they were added; those of this session last.
    pub fn list(&self) -> Vec<Account> {
        self.with(|state, settings| state.list(settings))
    }

    pub fn current(&self) -> Option<Account> {
        self.with(|state, settings| state.find(settings, state.current.as_ref()?))
    }

    /// An account, which may be the sample account; `NoToken` if there is none.
    pub fn find(&self, id: &AccountId) -> Result<Account, Problem> {
        if id.is_sample() {
            return Ok(Account::sample());
        }
        self.find_own(id)
    }

    fn find_own(&self, id: &AccountId) -> Result<Account, Problem> {
        self.with(|state, settings| state.find(settings, id)).ok_or_else(|| ProblemKind::NoToken.into())
    }

    /// The account of a sub-account: of several the one in use, if it is among them.
    pub fn owner_of(&self, location: &str) -> Option<Account> {
        let mut owners = self.list();
        owners.retain(|account| account.location.as_deref() == Some(location));
        let current = self.current();
        let in_use = owners.iter().find(|owner| Some(*owner) == current.as_ref());
        in_use.or(owners.first()).cloned()
    }

    /// Makes an account the current one, in memory.
    pub fn choose(&self, id: &AccountId) -> Result<Account, Problem> {
        let account = self.find_own(id)?;
        self.with(|state, settings| {
            state.current = Some(account.id.clone());
            if !account.session_only {
                settings.set_current(Some(account.id.clone()));
            }
        });
        Ok(account)
    }

    /// Whether this computer has a password store that answers. Never prompts the user.
    pub async fn check_password_store(&self) -> Result<(), Problem> {
        Ok(self.password_store.check().await?)
    }

    /// Finds the token in a text from the clipboard, and keeps it until it is connected or forgotten. Of several all are
    /// kept until one is chosen, and the problem names them.
    pub fn paste(&self, text: &str) -> Result<Arc<ApiToken>, Problem> {
        let token = self.parse_token(text)?;
        self.with(|state, _| state.pasted = Some(Pasted::One(Arc::clone(&token))));
        Ok(token)
    }

    /// Keeps one of the tokens that [`Self::paste`] or [`Self::connect`] found, and forgets the others.
    pub fn choose_pasted(&self, index: usize) -> Result<Arc<ApiToken>, Problem> {
        self.with(|state, _| match &mut state.pasted {
            Some(Pasted::Several(tokens)) if index < tokens.len() => {
                let token = Arc::new(tokens.swap_remove(index).token);
                state.pasted = Some(Pasted::One(Arc::clone(&token)));
                Ok(token)
            }
            _ => Err(malformed(TypedFault::Empty)),
        })
    }

    pub fn forget_pasted(&self) {
        self.with(|state, _| state.pasted = None);
    }

    /// The typed token, else the pasted one; `TokenMalformed` if neither is one, or one of several is still to be chosen.
    fn given_token(&self, typed: Option<&str>) -> Result<Arc<ApiToken>, Problem> {
        let pasted = self.with(|state, _| match (typed, &state.pasted) {
            (None, Some(Pasted::One(pasted))) => Some(Ok(Arc::clone(pasted))),
            (None, Some(Pasted::Several(tokens))) => Some(Err(several_tokens(tokens))),
            _ => None,
        });
        pasted.unwrap_or_else(|| self.parse_token(typed.unwrap_or_default()))
    }

    fn parse_token(&self, text: &str) -> Result<Arc<ApiToken>, Problem> {
        match PastedTokens::read(text).map_err(malformed)? {
            PastedTokens::One(token) => Ok(Arc::new(token)),
            PastedTokens::Several(tokens) => {
                let problem = several_tokens(&tokens);
                self.with(|state, _| state.pasted = Some(Pasted::Several(tokens)));
                Err(problem)
            }
        }
    }

    /// Connects a new account: tests the token with one harmless request, stores it, and makes the account the current one.
    /// After an error only the pasted token is kept, for another try.
    pub async fn connect(&self, name: &str, typed: Option<&str>, storage: TokenStorage) -> Result<Account, Problem> {
        if gives_a_token_away(name) {
            return Err(malformed(TypedFault::TokenAsName));
        }
        let token = self.given_token(typed)?;
        let id = AccountId::new_random();
        let account = Account {
            name: self.with(|state, settings| state.free_name(settings, &tidy_name(name), &id)),
            id,
            location: token.claims().and_then(location_of),
            session_only: storage == TokenStorage::Session,
        };
        self.try_token(&account, &token).await?;
        self.save_token(&account, Arc::clone(&token), storage).await?;
        self.with(|state, settings| {
            state.pasted = None;
            state.current = Some(account.id.clone());
            state.insert(settings, &account);
        });
        self.saved_or_for_session(account, token, false).await
    }

    /// Writes the settings. If a new account cannot be written, it is moved to this session with its token: an entry in the
    /// password store without an account in the settings would be lost.
    async fn saved_or_for_session(
        &self,
        account: Account,
        token: Arc<ApiToken>,
        was_saved: bool,
    ) -> Result<Account, Problem> {
        if self.settings.flush() || account.session_only || was_saved {
            return Ok(account);
        }
        self.session_tokens.save(&account, token).await.map_err(in_account(&account))?;
        self.password_store.remove(&account.id).await.map_err(in_account(&account))?;
        let account = Account { session_only: true, ..account };
        self.with(|state, settings| {
            settings.remove_account(&account.id);
            state.insert(settings, &account);
        });
        self.settings.flush();
        Ok(account)
    }

    /// Replaces the token of an account, if the new one passes a test.
    pub async fn replace_token(
        &self,
        id: &AccountId,
        typed: Option<&str>,
        storage: TokenStorage,
    ) -> Result<Account, Problem> {
        let token = self.given_token(typed)?;
        self.try_token(&self.find_own(id)?, &token).await?;
        // The account may have been renamed or removed during the test.
        let before = self.find_own(id)?;
        let session_only = storage == TokenStorage::Session;
        let was_saved = self.is_saved(id);
        if !session_only {
            // Several entries for one account cannot be distinguished: the new one replaces all of them.
            if let Err(TokenStoreError::Ambiguous) = self.password_store.read(id).await {
                self.password_store.remove(id).await.map_err(in_account(&before))?;
            }
        }
        self.save_token(&before, Arc::clone(&token), storage).await?;
        if before.session_only && !session_only {
            self.session_tokens.remove(id).await?;
        }
        let replaced = self.with(|state, settings| {
            let account = Account { session_only, ..state.find(settings, id)? };
            state.pasted = None;
            state.rate_limiters.remove(id);
            state.insert(settings, &account);
            Some(account)
        });
        let Some(account) = replaced else {
            self.tokens(session_only).remove(id).await?;
            return Err(ProblemKind::NoToken.into());
        };
        self.saved_or_for_session(account, token, was_saved).await
    }

    /// The name of another account with the same token. Only tokens that can be read without a prompt are compared: those
    /// of this session, and those in the password store if this one is there too.
    pub async fn same_token_elsewhere(&self, account: &Account) -> Option<String> {
        let compared = async {
            let token = self.token(account).await.ok()?;
            for other in self.list() {
                let is_readable = other.session_only || !account.session_only;
                if other.id != account.id
                    && is_readable
                    && self.token(&other).await.is_ok_and(|others| others.is_same_as(&token))
                {
                    return Some(other.name);
                }
            }
            None
        };
        tokio::time::timeout(COMPARE_WITHIN, compared).await.ok().flatten()
    }

    /// Tests the account's token with one request.
    pub async fn test(&self, id: &AccountId) -> Result<(), Problem> {
        let account = self.find_own(id)?;
        let token = self.token(&account).await?;
        self.try_token(&account, &token).await
    }

    async fn try_token(&self, account: &Account, token: &Arc<ApiToken>) -> Result<(), Problem> {
        let tested = async {
            check_claims(token)?;
            self.session(account, token).test_token().await.map_err(Problem::from)
        };
        tested.await.map_err(|problem| problem.in_account(&account.name))
    }

    fn session(&self, account: &Account, token: &Arc<ApiToken>) -> ApiSession {
        let limiter = self.rate_limiter(&account.id);
        ApiSession { client: Arc::clone(&self.client), token: Arc::clone(token), limiter }
    }

    fn tokens(&self, session_only: bool) -> &dyn TokenStore {
        if session_only {
            &self.session_tokens
        } else {
            &*self.password_store
        }
    }

    async fn save_token(&self, account: &Account, token: Arc<ApiToken>, storage: TokenStorage) -> Result<(), Problem> {
        let tokens = self.tokens(storage == TokenStorage::Session);
        tokens.save(account, token).await.map_err(in_account(account))
    }

    /// The account's token; `NoToken` if it is gone.
    pub async fn token(&self, account: &Account) -> Result<Arc<ApiToken>, Problem> {
        let token = self.tokens(account.session_only).read(&account.id).await.map_err(in_account(account))?;
        token.ok_or_else(|| Problem::of(ProblemKind::NoToken).in_account(&account.name))
    }

    /// The rate limiter of all requests with this account's token.
    pub fn rate_limiter(&self, id: &AccountId) -> Arc<RateLimiter> {
        let new = || Arc::new((self.new_rate_limiter)());
        self.with(|state, _| Arc::clone(state.rate_limiters.entry(id.clone()).or_insert_with(new)))
    }

    fn is_saved(&self, id: &AccountId) -> bool {
        self.settings.read(|settings| settings.has_account(id))
    }

    /// Removes an account and its token. Within [`UNDO_WITHIN`], [`Self::restore`] restores both.
    pub async fn remove(&self, id: &AccountId) -> Result<(), Problem> {
        let account = self.find_own(id)?;
        let token = self.token(&account).await.ok();
        let mut stored = None;
        if self.is_saved(id) {
            if account.session_only {
                stored = self.password_store.read(id).await.ok().flatten();
            }
            self.password_store.remove(id).await.map_err(in_account(&account))?;
        }
        self.session_tokens.remove(id).await.map_err(in_account(&account))?;
        self.with(|state, settings| state.remove(settings, account, token, stored));
        self.settings.flush();
        Ok(())
    }

    /// Forgets the tokens of accounts whose removal can no longer be undone.
    pub fn forget_removed(&self) {
        self.with(|state, _| state.removed.retain(|_, removed| removed.at.elapsed() < UNDO_WITHIN));
    }

    /// Restores a removed account at its old position, with its token.
    pub async fn restore(&self, id: &AccountId) -> Result<Account, Problem> {
        self.forget_removed();
        let removed = self.with(|state, _| {
            let removed = state.removed.get(id)?;
            Some((removed.account.clone(), removed.token.clone(), removed.stored.clone()))
        });
        let (account, token, stored) = removed.ok_or(ProblemKind::NoToken)?;
        if let Some(stored) = stored {
            self.save_token(&account, stored, TokenStorage::PasswordStore).await?;
        }
        if let Some(token) = token.clone() {
            self.tokens(account.session_only).save(&account, token).await.map_err(in_account(&account))?;
        }
        let restored = self.with(|state, settings| state.restore(settings, id)).ok_or(ProblemKind::NoToken)?;
        if let Some(token) = token {
            return self.saved_or_for_session(restored, token, false).await;
        }
        self.settings.flush();
        Ok(restored)
    }

    /// Renames an account, in memory: tidied, and numbered if another account has the name.
    pub fn rename(&self, id: &AccountId, name: &str) -> Result<Account, Problem> {
        self.find_own(id)?;
        self.with(|state, settings| {
            let name = state.free_name(settings, &tidy_name(name), id);
            settings.rename_account(id, &name);
            state.update_session(id, |account| account.name = name);
        });
        self.find_own(id)
    }

    /// Sets the ID of an account's sub-account, in memory, if the text can be one.
    pub fn learn_location(&self, id: &AccountId, location: &str) {
        let Some(location) = location_id(location) else { return };
        self.with(|state, settings| {
            settings.set_location(id, &location);
            state.update_session(id, |account| account.location = Some(location));
        });
    }
}

fn in_account(account: &Account) -> impl Fn(TokenStoreError) -> Problem + '_ {
    |error| Problem::from(error).in_account(&account.name)
}

/// The problem that asks which of several tokens to use.
fn several_tokens(tokens: &[LabelledToken]) -> Problem {
    let choice = |found: &LabelledToken| TokenChoice {
        label: found.label.clone(),
        last_four: found.token.last_four().to_owned(),
    };
    let mut problem = malformed(TypedFault::SeveralTokens);
    problem.facts.tokens = tokens.iter().map(choice).collect();
    problem
}

/// Spares the request with a token whose claims show that it is an agency's, or expired.
pub fn check_claims(token: &ApiToken) -> Result<(), Problem> {
    let Some(claims) = token.claims() else { return Ok(()) };
    if claims.auth_class.as_deref().is_some_and(|class| class.eq_ignore_ascii_case("company")) {
        return Err(ProblemKind::AgencyToken.into());
    }
    if claims.expires_at.is_some_and(|expiry| expiry <= now()) {
        let facts = ProblemFacts { typed: Some(TypedFault::Expired), ..ProblemFacts::default() };
        return Err(Problem::with(ProblemKind::TokenRejected, facts));
    }
    Ok(())
}

/// The sub-account in the claims of a token.
fn location_of(claims: TokenClaims) -> Option<String> {
    let is_location = claims.auth_class.is_some_and(|class| class.eq_ignore_ascii_case("location"));
    claims.auth_class_id.filter(|_| is_location)
}
