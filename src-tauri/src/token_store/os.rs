//! Tokens in the password store of the operating system: Secret Service, Apple Keychain, Windows Credential Manager.
//!
//! The stores answer in their own time or not at all, so one thread of ours talks to them ([`queue`]), what it does
//! there is in [`hands`], and what differs from system to system is in [`system`].

use std::sync::Arc;
use std::time::Duration;

use self::hands::{Done, Job};
use self::queue::Queue;
use self::system::MakeSystem;
use futures_util::future::BoxFuture;

use super::{TokenStore, TokenStoreError};
use crate::model::account::{Account, AccountId};
use crate::model::token::ApiToken;

mod faults;
mod hands;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
mod queue;
mod system;
#[cfg(target_os = "windows")]
mod windows;

/// The name under which all entries stand in the password store: the program's bundle identifier.
pub const SERVICE: &str = "com.contactlookup.desktop";

/// How long one operation may take. A store that works answers in a few milliseconds; three seconds is what people
/// bear before they take a program for dead.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(3);

/// How long an operation may take while the store asks the person to unlock it: time to find and type a password.
pub const PERSON_ANSWERS_WITHIN: Duration = Duration::from_secs(60);

/// How long a store may leave the thread hanging before a second one is started. A store that was only slow has come
/// back by then; and one that hangs for good, such as a daemon that was killed in the middle, costs one thread, not
/// the password store for the rest of the day.
pub const REPLACE_AFTER: Duration = Duration::from_secs(30);

/// The token store over the system's password store.
pub struct KeyringStore {
    queue: Arc<Queue>,
    /// The longest token that the store takes, in bytes.
    limit: Option<usize>,
}

impl KeyringStore {
    /// A token store over this system's own password store. Touches nothing until it is asked something.
    pub fn new() -> Self {
        Self::over(system::this_systems(), system::LONGEST)
    }

    fn over(make: MakeSystem, limit: Option<usize>) -> Self {
        Self { queue: Queue::new(make), limit }
    }
}

impl Default for KeyringStore {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for KeyringStore {
    fn drop(&mut self) {
        self.queue.close();
    }
}

impl TokenStore for KeyringStore {
    fn check(&self) -> BoxFuture<'_, Result<(), TokenStoreError>> {
        Box::pin(async move { self.queue.ask(Job::Check).await.map(|_| ()) })
    }

    fn save<'a>(&'a self, account: &'a Account, token: Arc<ApiToken>) -> BoxFuture<'a, Result<(), TokenStoreError>> {
        Box::pin(async move {
            if let Some(limit) = self.limit.filter(|limit| token.len() > *limit) {
                return Err(TokenStoreError::TooLong { limit });
            }
            let user = account.id.as_str().to_owned();
            let label = format!("Contact Lookup: {}", account.name);
            self.queue.ask(Job::Save { user, label, token }).await.map(|_| ())
        })
    }

    fn read<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<Option<Arc<ApiToken>>, TokenStoreError>> {
        Box::pin(async move {
            match self.queue.ask(Job::Read { user: account.as_str().to_owned() }).await? {
                Done::Token(token) => Ok(token),
                Done::Nothing | Done::Saved(_) => Ok(None),
            }
        })
    }

    fn remove<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<(), TokenStoreError>> {
        Box::pin(async move { self.queue.ask(Job::Remove { user: account.as_str().to_owned() }).await.map(|_| ()) })
    }
}

#[cfg(test)]
mod tests;
