//! What differs from system to system.

use std::any::Any;
use std::error::Error;
use std::sync::Arc;

use keyring::CredentialStore;

use super::queue::Caller;
use crate::token_store::TokenStoreError;

/// Makes the hands' view of the system, once on each thread that talks to the store.
pub(super) type MakeSystem = Arc<dyn Fn() -> Box<dyn System> + Send + Sync>;

/// The longest secret, in bytes, that this system's store takes, where it has a limit below any token's length.
/// Windows: `CRED_MAX_CREDENTIAL_BLOB_SIZE`, 5 × 512.
pub(super) const LONGEST: Option<usize> = if cfg!(target_os = "windows") { Some(5 * 512) } else { None };

/// What an operation needs of the store, beyond that it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need<'a> {
    /// Nothing more. The person must not be asked for anything.
    Answer,
    /// That what is kept for this user can be read, and that there is only one of it.
    One(&'a str),
    /// That what is kept for this user, however much that is, can be removed.
    Any(&'a str),
    /// That an entry for this user can be made or changed.
    Room(&'a str),
}

/// Whether a store object made earlier still leads to the store that answers now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Since {
    /// It is the store of before.
    Same,
    /// It was started anew, or never spoken to.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "elsewhere the store is part of the system"))]
    Renewed,
}

/// A system's way to its password store. Lives on one thread, which it may block.
pub(super) trait System {
    /// Sees to it that the store answers and is unlocked, so that what follows neither hangs nor asks the person.
    fn prepare(&mut self, _need: Need<'_>, _caller: &mut Caller<'_>) -> Result<Since, TokenStoreError> {
        Ok(Since::Same)
    }

    /// A new store object.
    fn open(&mut self) -> keyring::Result<Arc<CredentialStore>>;

    /// What is said of a new entry beside service and user. All of it can be read by any program: nothing secret.
    fn modifiers<'a>(&self, label: &'a str) -> Vec<(&'static str, &'a str)>;

    /// What the system's own error means: one that the store gives for a failure, or for refused access.
    fn fault(&self, error: &(dyn Error + 'static), refused: bool) -> TokenStoreError;

    /// Keeps the store from asking the person while the value is held, where the system can do that.
    fn hold_questions_back(&self) -> Option<Box<dyn Any>> {
        None
    }

    /// Whether an operation failed only because questions were held back.
    fn wants_the_person(&self, _error: &keyring::Error) -> bool {
        false
    }

    /// Whether the store may ask the person to confirm that an entry is deleted.
    fn asks_before_deleting(&self) -> bool {
        false
    }
}

/// The way to the store of the system that this program was built for.
pub(super) fn this_systems() -> MakeSystem {
    #[cfg(target_os = "linux")]
    return Arc::new(|| Box::new(super::linux::SecretService::default()));
    #[cfg(target_os = "macos")]
    return Arc::new(|| Box::new(super::macos::Keychain));
    #[cfg(target_os = "windows")]
    return Arc::new(|| Box::new(super::windows::CredentialManager));
}
