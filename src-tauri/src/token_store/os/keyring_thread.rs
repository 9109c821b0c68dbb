//! The operations on the password store, one at a time, on one thread.

use std::collections::HashSet;
use std::sync::Arc;

use keyring::{CredentialStore, Entry, Error};
use secrecy::zeroize::Zeroizing;

use super::system::{
    other, store_error, Precondition, PromptSignal, Requester, StoreState, System, UnconfirmedSave, SERVICE,
};
use crate::model::token::ApiToken;
use crate::token_store::{Result, TokenStoreError};

type Secret = Zeroizing<Vec<u8>>;

pub(super) struct KeyringThread {
    system: Box<dyn System>,
    prompting: PromptSignal,
    /// Opened anew after every failure and restart of the store.
    store: Option<Arc<CredentialStore>>,
    number: u64,
    /// A save that failed half-way, to be rolled back before the requester gets the error.
    pub(super) pending_rollback: Option<UnconfirmedSave>,
    /// The user names whose saved token was confirmed to the requester.
    pub(super) confirmed: HashSet<String>,
}

impl KeyringThread {
    pub(super) fn new(system: Box<dyn System>, prompting: PromptSignal, number: u64) -> Self {
        Self { system, prompting, store: None, number, pending_rollback: None, confirmed: HashSet::new() }
    }

    /// Looks for an entry that does not exist: a store that answers so works.
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
            return Err(TokenStoreError::NotAnswering); // the last chance to change nothing
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

    /// Rolls back a save that may be an earlier thread's. The same token may have been saved again, and confirmed, on this
    /// one: then it stays.
    pub(super) fn roll_back_later(&mut self, save: &UnconfirmedSave, requester: &mut Requester<'_>) -> Result<()> {
        if save.thread == self.number || !self.confirmed.contains(&save.user) {
            self.prepare(Precondition::Answers, requester)?;
            self.roll_back(save);
        }
        Ok(())
    }

    /// Restores what an unconfirmed save replaced, unless the entry has changed since.
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
        let modifiers = label.map(|label| self.system.modifiers(label)).unwrap_or_default();
        store.build(SERVICE, user, Some(&modifiers).filter(|modifiers| !modifiers.is_empty()))
    }

    /// Tries an operation on an entry without prompts first, and then with them if it needs the user.
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

/// Deletes the entry, or all of them if there are several: they all belong to this account.
fn delete(entry: &Entry) -> keyring::Result<()> {
    let ignore_missing = |result| match result {
        Err(Error::NoEntry) => Ok(()),
        other => other,
    };
    match entry.delete_credential() {
        Err(Error::Ambiguous(entries)) => {
            entries.iter().try_for_each(|entry| ignore_missing(entry.delete_credential()))
        }
        other => ignore_missing(other),
    }
}

/// A stored token is used unchanged or not at all.
fn parse_token(secret: &[u8]) -> Option<Arc<ApiToken>> {
    let text = std::str::from_utf8(secret).ok()?;
    ApiToken::parse(text).ok().filter(|token| token.expose() == text).map(Arc::new)
}
