//! What differs from system to system, and what the errors of a store mean.

use std::any::Any;
use std::error::Error as StdError;
use std::sync::Arc;

use keyring::{CredentialStore, Error};

use super::request::{PromptSignal, Requester};
use crate::token_store::store::{Result, TokenStoreError};

/// The name under which all entries stand in the password store: the program's bundle identifier.
pub const SERVICE: &str = "com.contactlookup.desktop";

/// The longest secret, in bytes, that this system's store takes, where it has a limit below any token's length.
/// Windows: `CRED_MAX_CREDENTIAL_BLOB_SIZE`, 5 × 512.
pub(super) const MAX_LENGTH: Option<usize> = if cfg!(target_os = "windows") { Some(5 * 512) } else { None };

/// Makes a system's way to its store, once on each thread that talks to it.
pub(super) type MakeSystem = Arc<dyn Fn(PromptSignal) -> Box<dyn System> + Send + Sync>;

/// What must hold of the store before an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Precondition<'a> {
    /// It answers. The person must not be asked for anything.
    Answers,
    /// What is kept for this user can be read, and there is only one of it.
    CanRead(&'a str),
    /// What is kept for this user, however much that is, can be removed.
    CanRemove(&'a str),
    /// An entry for this user can be made or changed.
    CanWrite(&'a str),
}

/// Whether a store object made earlier still leads to the store that answers now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StoreState {
    Same,
    /// It was started anew, or never spoken to.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "elsewhere the store is part of the system"))]
    Renewed,
}

/// A system's way to its password store. Lives on one thread, which it may block.
pub(super) trait System {
    /// Sees to it that the store answers and is unlocked, so that what follows neither hangs nor asks the person.
    fn prepare(&mut self, _: Precondition<'_>, _: &mut Requester<'_>) -> Result<StoreState> {
        Ok(StoreState::Same)
    }

    /// A new store object.
    fn open(&mut self) -> keyring::Result<Arc<CredentialStore>>;

    /// What is said of a new entry beside service and user. Any program can read it: nothing secret.
    fn modifiers<'a>(&self, _label: &'a str) -> Vec<(&'static str, &'a str)> {
        Vec::new()
    }

    /// What the system's own error means: one that the store gives for a failure, or for refused access.
    fn platform_error(&self, error: &(dyn StdError + 'static), refused: bool) -> TokenStoreError;

    /// Keeps the store from asking the person while the value is held, where the system can do that.
    fn suppress_prompts(&self) -> Option<Box<dyn Any>> {
        None
    }

    /// Whether an operation failed only because prompts were suppressed.
    fn needs_user(&self, _error: &Error) -> bool {
        false
    }

    /// Whether the store may ask the person to confirm that an entry is deleted.
    fn confirms_deletion(&self) -> bool {
        false
    }
}

/// What an error of keyring means. Its own texts are never used: some print the secret's bytes.
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

/// An error without a kind of its own.
pub(super) fn other(detail: &str) -> TokenStoreError {
    TokenStoreError::Other { detail: detail.to_owned() }
}

/// A system's error in its own words: one line, and cut where it goes on. System errors are about calls, codes and
/// services, never about what is kept.
pub(super) fn other_in_own_words(error: &(dyn StdError + 'static)) -> TokenStoreError {
    let line = error.to_string().replace(char::is_control, " ");
    TokenStoreError::Other { detail: line.chars().take(200).collect() }
}
