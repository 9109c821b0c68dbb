//! The interface to a system's password store, the requests to it, and the meaning of its errors.

use std::any::Any;
use std::collections::HashMap;
use std::error::Error as StdError;
use std::sync::Arc;

use keyring::{CredentialStore, Error};
use secrecy::zeroize::Zeroizing;
use tokio::sync::{oneshot, watch};

use crate::model::token::ApiToken;
use crate::token_store::{Result, TokenStoreError};

/// The service name of all entries: the program's bundle identifier.
pub const SERVICE: &str = "com.contactlookup.desktop";

/// The longest secret, in bytes, if this system's store has a limit that a token can exceed. On Windows it is
/// `CRED_MAX_CREDENTIAL_BLOB_SIZE`.
pub(super) const MAX_LENGTH: Option<usize> = if cfg!(target_os = "windows") { Some(5 * 512) } else { None };

/// Called once on each thread that talks to the store.
pub(super) type MakeSystem = Arc<dyn Fn(PromptSignal) -> Box<dyn System> + Send + Sync>;

/// What must be true of the store before an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Precondition<'a> {
    /// It answers, which must not prompt the user.
    Answers,
    /// The only entry of this user name can be read.
    CanRead(&'a str),
    /// All entries of this user name can be removed.
    CanRemove(&'a str),
    /// An entry of this user name can be created or changed.
    CanWrite(&'a str),
}

/// Whether a store object that was opened earlier can still be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StoreState {
    Same,
    /// The store was restarted, or never connected to.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "elsewhere the store is part of the system"))]
    Renewed,
}

/// A system's password store. Lives on one thread, which it may block.
pub(super) trait System {
    /// Checks that the store answers, and unlocks it, so that the operation neither hangs nor prompts the user.
    fn prepare(&mut self, _: Precondition<'_>, _: &mut Requester<'_>) -> Result<StoreState> {
        Ok(StoreState::Same)
    }

    fn open(&mut self) -> keyring::Result<Arc<CredentialStore>>;

    /// Attributes of a new entry. Any program can read them.
    fn modifiers<'a>(&self, _label: &'a str) -> HashMap<&'a str, &'a str> {
        HashMap::new()
    }

    /// The meaning of the system's own error for a failure, or for refused access.
    fn platform_error(&self, error: &(dyn StdError + 'static), refused: bool) -> TokenStoreError;

    /// Suppresses prompts to the user until the value is dropped, if the system can do that.
    fn suppress_prompts(&self) -> Option<Box<dyn Any>> {
        None
    }

    /// Whether an operation failed only because prompts were suppressed.
    fn needs_user(&self, _error: &Error) -> bool {
        false
    }

    /// Whether the store may prompt the user before an entry is deleted.
    fn confirms_deletion(&self) -> bool {
        false
    }
}

pub(super) enum Reply {
    Done,
    Token(Option<Arc<ApiToken>>),
    Saved(UnconfirmedSave),
}

pub(super) type Outcome = Result<Reply>;

/// A token that was written, and what it replaced: for the rollback if the requester has gone.
pub(super) struct UnconfirmedSave {
    pub(super) user: String,
    pub(super) written: Arc<ApiToken>,
    pub(super) before: Option<Zeroizing<Vec<u8>>>,
    /// The number of the thread that wrote it.
    pub(super) thread: u64,
}

/// Who waits for a job's outcome. A rollback has `None`.
pub(super) struct Requester<'a>(pub(super) Option<&'a mut oneshot::Sender<Outcome>>);

impl Requester<'_> {
    pub(super) fn has_left(&self) -> bool {
        self.0.as_ref().is_some_and(|reply| reply.is_closed())
    }

    #[cfg(target_os = "linux")]
    pub(super) async fn left(&mut self) {
        match &mut self.0 {
            Some(reply) => reply.closed().await,
            None => std::future::pending().await,
        }
    }
}

/// Whether the store is prompting the user.
#[derive(Clone)]
pub(super) struct PromptSignal(pub(super) watch::Sender<bool>);

impl PromptSignal {
    /// Until the value is dropped, requests have the time that a user needs.
    pub(super) fn begin(&self) -> Prompting {
        self.0.send_replace(true);
        Prompting(self.0.clone())
    }
}

pub(super) struct Prompting(watch::Sender<bool>);

impl Drop for Prompting {
    fn drop(&mut self) {
        self.0.send_replace(false);
    }
}

/// The meaning of an error of keyring, whose own texts are not used: some contain the secret.
pub(super) fn store_error(system: &dyn System, error: &Error) -> TokenStoreError {
    match error {
        Error::PlatformFailure(cause) => system.platform_error(cause.as_ref(), false),
        Error::NoStorageAccess(cause) => system.platform_error(cause.as_ref(), true),
        Error::BadEncoding(_) | Error::BadDataFormat(..) => TokenStoreError::Damaged,
        Error::Ambiguous(_) => TokenStoreError::Ambiguous,
        Error::TooLong(_, limit) => TokenStoreError::TooLong { limit: usize::try_from(*limit).unwrap_or(usize::MAX) },
        Error::NoEntry => other("the password store lost the entry"),
        Error::BadStoreFormat(_) => other("the password store's own data is damaged"),
        Error::Invalid(..) => other("the password store finds the entry's name invalid"),
        Error::NoDefaultStore => TokenStoreError::Missing,
        Error::NotSupportedByStore(_) => other("the password store cannot do that"),
        _ => other("the password store failed in a way that is new to this program"),
    }
}

pub(super) fn other(detail: &str) -> TokenStoreError {
    TokenStoreError::Other { detail: detail.to_owned() }
}

/// A system's error in its own words, as one short line. System errors are about calls, codes and services, never about
/// secrets.
pub(super) fn other_in_own_words(error: &(dyn StdError + 'static)) -> TokenStoreError {
    let line = error.to_string().replace(char::is_control, " ");
    TokenStoreError::Other { detail: line.chars().take(200).collect() }
}
