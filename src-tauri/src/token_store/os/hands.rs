//! What is done at the password store, one job at a time.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use keyring::{CredentialStore, Entry, Error};
use secrecy::zeroize::Zeroizing;

use super::faults::{fault_of, other, spoils_the_store};
use super::queue::Caller;
use super::system::{Need, Since, System};
use super::SERVICE;
use crate::model::token::ApiToken;
use crate::token_store::TokenStoreError;

/// What can be asked of the store. `user` is an account's ID.
pub(super) enum Job {
    Check,
    Read { user: String },
    Save { user: String, label: String, token: Arc<ApiToken> },
    Remove { user: String },
    TakeBack(Unconfirmed),
}

/// What came of a job.
pub(super) enum Done {
    Nothing,
    Token(Option<Arc<ApiToken>>),
    Saved(Unconfirmed),
}

/// What the caller is told.
pub(super) type Outcome = Result<Done, TokenStoreError>;

/// A token that was written, and what stood there before: needed where the caller never learns that it was written.
pub(super) struct Unconfirmed {
    user: String,
    wrote: Arc<ApiToken>,
    before: Option<Zeroizing<Vec<u8>>>,
    /// Which thread wrote it.
    by: u64,
}

impl Unconfirmed {
    /// Whose token it is.
    pub(super) fn user(&self) -> &str {
        &self.user
    }
}

/// One thread's hold of the store.
pub(super) struct Hands {
    system: Box<dyn System>,
    /// The store as it was when it last worked. Made anew after every failure, and when the system says that another
    /// store answers now: so a store that starts late, or again, is found.
    store: Option<Arc<CredentialStore>>,
    /// Which thread these hands belong to.
    thread: u64,
    /// A token of a save that failed half-way: to be taken back before the caller is told.
    owed: Option<Unconfirmed>,
    /// The users for whom a token was saved, and the caller was told so.
    confirmed: HashSet<String>,
}

impl Hands {
    pub(super) fn new(system: Box<dyn System>, thread: u64) -> Self {
        Self { system, store: None, thread, owed: None, confirmed: HashSet::new() }
    }

    /// What is to be taken back after the job that has just failed.
    pub(super) fn owed(&mut self) -> Option<Unconfirmed> {
        self.owed.take()
    }

    /// Notes that the caller knows of a saved token.
    pub(super) fn confirm(&mut self, user: String) {
        self.confirmed.insert(user);
    }

    pub(super) fn perform(&mut self, job: Job, caller: &mut Caller<'_>) -> Outcome {
        match job {
            Job::Check => self.check(caller).map(|()| Done::Nothing),
            Job::Read { user } => self.read(&user, caller).map(Done::Token),
            Job::Save { user, label, token } => self.save(user, &label, token, caller).map(Done::Saved),
            Job::Remove { user } => self.remove(&user, caller).map(|()| Done::Nothing),
            Job::TakeBack(unconfirmed) => {
                // An earlier thread's leftover may be the very token that was saved again, and confirmed, on this one.
                if unconfirmed.by == self.thread || !self.confirmed.contains(&unconfirmed.user) {
                    self.prepare(Need::Answer, caller)?;
                    self.take_back(&unconfirmed);
                }
                Ok(Done::Nothing)
            }
        }
    }

    /// Looks for an entry that nobody makes: a store that can say "not there" works.
    fn check(&mut self, caller: &mut Caller<'_>) -> Result<(), TokenStoreError> {
        self.prepare(Need::Answer, caller)?;
        let _held = self.system.hold_questions_back();
        let looked = self.entry("check", None).and_then(|entry| entry.get_secret());
        match looked.map(Zeroizing::new) {
            Ok(_) | Err(Error::NoEntry) => Ok(()),
            Err(error) if self.system.wants_the_person(&error) => Ok(()), // locked is not missing
            Err(error) => Err(self.fault(&error)),
        }
    }

    fn read(&mut self, user: &str, caller: &mut Caller<'_>) -> Result<Option<Arc<ApiToken>>, TokenStoreError> {
        self.prepare(Need::One(user), caller)?;
        let entry = self.entry(user, None).map_err(|error| self.fault(&error))?;
        match self.attempt(caller, || secret_of(&entry))? {
            Some(bytes) => read_token(&bytes).map(Some),
            None => Ok(None),
        }
    }

    fn save(
        &mut self,
        user: String,
        label: &str,
        token: Arc<ApiToken>,
        caller: &mut Caller<'_>,
    ) -> Result<Unconfirmed, TokenStoreError> {
        self.prepare(Need::Room(&user), caller)?;
        let entry = self.entry(&user, Some(label)).map_err(|error| self.fault(&error))?;
        let before = self.attempt(caller, || secret_of(&entry))?;
        if caller.has_left() {
            return Err(TokenStoreError::NotAnswering); // the last moment to leave everything as it is
        }
        let unconfirmed = Unconfirmed { user, wrote: token, before, by: self.thread };
        let wanted = unconfirmed.wrote.expose().as_bytes();
        let written = self.attempt(caller, || entry.set_secret(wanted));
        let read_back = written.and_then(|()| self.attempt(caller, || secret_of(&entry)));
        let fault = match read_back {
            Ok(Some(bytes)) if bytes.as_slice() == wanted => return Ok(unconfirmed),
            Ok(_) => other("the password store did not keep what it was given"),
            Err(fault) => fault,
        };
        self.owed = Some(unconfirmed); // half-done is not done: the person is told that it is not saved
        Err(fault)
    }

    fn remove(&mut self, user: &str, caller: &mut Caller<'_>) -> Result<(), TokenStoreError> {
        self.prepare(Need::Any(user), caller)?;
        let entry = self.entry(user, None).map_err(|error| self.fault(&error))?;
        if caller.has_left() {
            return Err(TokenStoreError::NotAnswering);
        }
        let asking = self.system.asks_before_deleting().then(|| caller.asks().begin());
        self.attempt(caller, || delete(&entry))?;
        drop(asking);
        match self.attempt(caller, || secret_of(&entry))? {
            None => Ok(()),
            Some(_) => Err(other("the password store did not remove the entry")),
        }
    }

    /// Puts back what stood there before a token was written of which nobody was told, unless something else stands
    /// there by now.
    pub(super) fn take_back(&mut self, unconfirmed: &Unconfirmed) {
        let result = self.entry(&unconfirmed.user, None).and_then(|entry| match secret_of(&entry)? {
            Some(bytes) if bytes.as_slice() == unconfirmed.wrote.expose().as_bytes() => match &unconfirmed.before {
                Some(before) => entry.set_secret(before),
                None => entry.delete_credential(),
            },
            _ => Ok(()),
        });
        if let Err(error) = result {
            let fault = self.fault(&error);
            tracing::warn!(%fault, "a token that was not confirmed as saved could not be taken back");
        }
    }

    fn prepare(&mut self, need: Need<'_>, caller: &mut Caller<'_>) -> Result<(), TokenStoreError> {
        match self.system.prepare(need, caller) {
            Ok(Since::Same) => Ok(()),
            Ok(Since::Renewed) => {
                self.store = None;
                Ok(())
            }
            Err(fault) => {
                self.store = None;
                Err(fault)
            }
        }
    }

    fn entry(&mut self, user: &str, label: Option<&str>) -> keyring::Result<Entry> {
        let store = if let Some(store) = &self.store {
            Arc::clone(store)
        } else {
            let store = self.system.open()?;
            self.store = Some(Arc::clone(&store));
            store
        };
        let modifiers: HashMap<&str, &str> =
            label.map(|label| self.system.modifiers(label)).unwrap_or_default().into_iter().collect();
        store.build(SERVICE, user, Some(&modifiers).filter(|modifiers| !modifiers.is_empty()))
    }

    /// Does something at the store: quietly first, and only where that is not enough with questions to the person.
    fn attempt<T>(
        &mut self,
        caller: &Caller<'_>,
        operation: impl Fn() -> keyring::Result<T>,
    ) -> Result<T, TokenStoreError> {
        let held = self.system.hold_questions_back();
        let mut result = operation();
        drop(held);
        if result.as_ref().is_err_and(|error| self.system.wants_the_person(error)) {
            let _asking = caller.asks().begin();
            result = operation();
        }
        result.map_err(|error| self.fault(&error))
    }

    fn fault(&mut self, error: &Error) -> TokenStoreError {
        if spoils_the_store(error) {
            self.store = None;
        }
        fault_of(self.system.as_ref(), error)
    }
}

/// What is kept, or nothing where nothing is.
fn secret_of(entry: &Entry) -> keyring::Result<Option<Zeroizing<Vec<u8>>>> {
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

/// A token that was kept is taken as it is or not at all: nothing is tidied, for this program wrote it tidy.
fn read_token(bytes: &[u8]) -> Result<Arc<ApiToken>, TokenStoreError> {
    let text = std::str::from_utf8(bytes).map_err(|_| TokenStoreError::Damaged)?;
    let token = ApiToken::parse(text).map_err(|_| TokenStoreError::Damaged)?;
    if token.expose() == text {
        Ok(Arc::new(token))
    } else {
        Err(TokenStoreError::Damaged)
    }
}
