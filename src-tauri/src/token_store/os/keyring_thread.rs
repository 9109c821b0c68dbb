//! What is done at the password store, one job at a time, on one thread.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use keyring::{CredentialStore, Entry, Error};
use secrecy::zeroize::Zeroizing;

use super::request::{PromptSignal, Requester, UnconfirmedSave};
use super::system::{other, store_error, Precondition, StoreState, System, SERVICE};
use crate::model::token::ApiToken;
use crate::token_store::store::{Result, TokenStoreError};

type Secret = Zeroizing<Vec<u8>>;

pub(super) struct KeyringThread {
    system: Box<dyn System>,
    prompting: PromptSignal,
    /// The store as it was when it last worked. Made anew after every failure, and when the system says that another
    /// store answers now: so a store that starts late, or again, is found.
    store: Option<Arc<CredentialStore>>,
    number: u64,
    /// A save that failed half-way: to be rolled back before the requester hears of it.
    pub(super) pending_rollback: Option<UnconfirmedSave>,
    /// The users whose requester knows of a saved token.
    pub(super) confirmed: HashSet<String>,
}

impl KeyringThread {
    pub(super) fn new(system: Box<dyn System>, prompting: PromptSignal, number: u64) -> Self {
        Self { system, prompting, store: None, number, pending_rollback: None, confirmed: HashSet::new() }
    }

    /// Looks for an entry that does not exist: a store that can say so works.
    pub(super) fn check(&mut self, requester: &mut Requester<'_>) -> Result<()> {
        self.prepare(Precondition::Answers, requester)?;
        let _suppressed = self.system.suppress_prompts();
        match self.entry("check", None).and_then(|entry| secret_of(&entry)) {
            Err(error) if !self.system.needs_user(&error) => Err(self.error(&error)),
            _ => Ok(()), // locked is not missing
        }
    }

    pub(super) fn read(&mut self, user: &str, requester: &mut Requester<'_>) -> Result<Option<Arc<ApiToken>>> {
        self.prepare(Precondition::CanRead(user), requester)?;
        let secret = self.attempt(user, None, secret_of)?;
        secret.map(|secret| parse_token(&secret).ok_or(TokenStoreError::Damaged)).transpose()
    }

    pub(super) fn save(
        &mut self,
        user: String,
        label: &str,
        token: Arc<ApiToken>,
        requester: &mut Requester<'_>,
    ) -> Result<UnconfirmedSave> {
        self.prepare(Precondition::CanWrite(&user), requester)?;
        let before = self.attempt(&user, None, secret_of)?;
        if requester.has_left() {
            return Err(TokenStoreError::NotAnswering); // the last moment to leave everything as it is
        }
        let save = UnconfirmedSave { user, written: token, before, thread: self.number };
        let wanted = save.written.expose().as_bytes();
        let written = self.attempt(&save.user, Some(label), |entry| entry.set_secret(wanted));
        let error = match written.and_then(|()| self.attempt(&save.user, None, secret_of)) {
            Ok(Some(secret)) if secret.as_slice() == wanted => return Ok(save),
            Ok(_) => other("the password store did not keep what it was given"),
            Err(error) => error,
        };
        self.pending_rollback = Some(save);
        Err(error)
    }

    pub(super) fn remove(&mut self, user: &str, requester: &mut Requester<'_>) -> Result<()> {
        self.prepare(Precondition::CanRemove(user), requester)?;
        if requester.has_left() {
            return Err(TokenStoreError::NotAnswering);
        }
        let prompting = self.system.confirms_deletion().then(|| self.prompting.begin());
        self.attempt(user, None, delete)?;
        drop(prompting);
        match self.attempt(user, None, secret_of)? {
            None => Ok(()),
            Some(_) => Err(other("the password store did not remove the entry")),
        }
    }

    /// Rolls back what was saved on another thread, or long ago. What an earlier thread left may be the very token that was
    /// saved again, and confirmed, on this one.
    pub(super) fn roll_back_later(&mut self, save: &UnconfirmedSave, requester: &mut Requester<'_>) -> Result<()> {
        if save.thread == self.number || !self.confirmed.contains(&save.user) {
            self.prepare(Precondition::Answers, requester)?;
            self.roll_back(save);
        }
        Ok(())
    }

    /// Puts back what stood there before an unconfirmed save, unless something else stands there by now.
    pub(super) fn roll_back(&mut self, save: &UnconfirmedSave) {
        let result = self.entry(&save.user, None).and_then(|entry| match secret_of(&entry)? {
            Some(secret) if secret.as_slice() == save.written.expose().as_bytes() => match &save.before {
                Some(before) => entry.set_secret(before),
                None => entry.delete_credential(),
            },
            _ => Ok(()),
        });
        if let Err(error) = result {
            let error = self.error(&error);
            tracing::warn!(%error, "a token that was not confirmed as saved could not be taken back");
        }
    }

    fn prepare(&mut self, need: Precondition<'_>, requester: &mut Requester<'_>) -> Result<()> {
        let state = self.system.prepare(need, requester);
        if state != Ok(StoreState::Same) {
            self.store = None;
        }
        state.map(drop)
    }

    fn entry(&mut self, user: &str, label: Option<&str>) -> keyring::Result<Entry> {
        let store = match &self.store {
            Some(store) => store,
            None => self.store.insert(self.system.open()?),
        };
        let modifiers: HashMap<_, _> =
            label.map(|label| self.system.modifiers(label)).unwrap_or_default().into_iter().collect();
        store.build(SERVICE, user, Some(&modifiers).filter(|modifiers| !modifiers.is_empty()))
    }

    /// Does something with an entry: without prompts first, and only where that is not enough with them.
    fn attempt<T>(
        &mut self,
        user: &str,
        label: Option<&str>,
        operation: impl Fn(&Entry) -> keyring::Result<T>,
    ) -> Result<T> {
        let suppressed = self.system.suppress_prompts();
        let mut result = self.entry(user, label).and_then(|entry| operation(&entry));
        drop(suppressed);
        if result.as_ref().is_err_and(|error| self.system.needs_user(error)) {
            let _prompting = self.prompting.begin();
            result = self.entry(user, label).and_then(|entry| operation(&entry));
        }
        result.map_err(|error| self.error(&error))
    }

    fn error(&mut self, error: &Error) -> TokenStoreError {
        if matches!(error, Error::PlatformFailure(_) | Error::NoStorageAccess(_) | Error::BadStoreFormat(_)) {
            self.store = None;
        }
        store_error(self.system.as_ref(), error)
    }
}

fn secret_of(entry: &Entry) -> keyring::Result<Option<Secret>> {
    match entry.get_secret() {
        Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
        Err(Error::NoEntry) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Deletes what is kept, all of it where several entries are: they are all this account's.
fn delete(entry: &Entry) -> keyring::Result<()> {
    let gone = |result| match result {
        Err(Error::NoEntry) => Ok(()),
        other => other,
    };
    match entry.delete_credential() {
        Err(Error::Ambiguous(entries)) => entries.iter().try_for_each(|entry| gone(entry.delete_credential())),
        other => gone(other),
    }
}

/// A stored token is taken as it is or not at all: this program wrote it tidy.
fn parse_token(secret: &[u8]) -> Option<Arc<ApiToken>> {
    let text = std::str::from_utf8(secret).ok()?;
    ApiToken::parse(text).ok().filter(|token| token.expose() == text).map(Arc::new)
}
