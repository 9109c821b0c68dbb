//! Tokens in the password store of the operating system: Secret Service, Apple Keychain, Windows Credential Manager.
//!
//! A store may take long or hang, so a [`worker`] thread talks to it. [`keyring_thread`] has the operations, and [`system`]
//! what the systems have in common.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use super::{Result, TokenStore, TokenStoreError};
use crate::model::account::{Account, AccountId};
use crate::model::token::ApiToken;

mod keyring_thread;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
mod system;
#[cfg(test)]
mod tests;
#[cfg(target_os = "windows")]
mod windows;
mod worker;

pub use system::SERVICE;
use system::{MakeSystem, Reply, MAX_LENGTH};
use worker::KeyringWorker;

pub struct KeyringStore {
    worker: Arc<KeyringWorker>,
    /// The longest token that the store accepts, in bytes.
    max_length: Option<usize>,
}

impl KeyringStore {
    /// The store of this system. It is not accessed before the first operation.
    pub fn new() -> Self {
        #[cfg(target_os = "linux")]
        let make = |prompting| Box::new(linux::SecretService::new(prompting)) as Box<dyn system::System>;
        #[cfg(target_os = "macos")]
        let make = |_: system::PromptSignal| Box::new(macos::Keychain) as Box<dyn system::System>;
        #[cfg(target_os = "windows")]
        let make = |_: system::PromptSignal| Box::new(windows::CredentialManager) as Box<dyn system::System>;
        Self::over(Arc::new(make), MAX_LENGTH)
    }

    fn over(make: MakeSystem, max_length: Option<usize>) -> Self {
        Self { worker: KeyringWorker::new(make), max_length }
    }
}

impl Default for KeyringStore {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for KeyringStore {
    fn drop(&mut self) {
        self.worker.close();
    }
}

impl TokenStore for KeyringStore {
    fn check(&self) -> BoxFuture<'_, Result<()>> {
        let check = self.worker.request(|thread, requester| thread.check(requester).map(|()| Reply::Done));
        Box::pin(async { check.await.map(drop) })
    }

    fn save<'a>(&'a self, account: &'a Account, token: Arc<ApiToken>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            if let Some(limit) = self.max_length.filter(|limit| token.len() > *limit) {
                return Err(TokenStoreError::TooLong { limit });
            }
            let user = account.id.to_string();
            let label = format!("Contact Lookup: {}", account.name);
            let worker = &self.worker;
            worker
                .request(move |thread, requester| thread.save(user, &label, token, requester).map(Reply::Saved))
                .await?;
            Ok(())
        })
    }

    fn read<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<Option<Arc<ApiToken>>>> {
        let user = account.to_string();
        let read = self.worker.request(move |thread, requester| thread.read(&user, requester).map(Reply::Token));
        Box::pin(async {
            match read.await? {
                Reply::Token(token) => Ok(token),
                Reply::Done | Reply::Saved(_) => Ok(None),
            }
        })
    }

    fn remove<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<()>> {
        let user = account.to_string();
        let remove =
            self.worker.request(move |thread, requester| thread.remove(&user, requester).map(|()| Reply::Done));
        Box::pin(async { remove.await.map(drop) })
    }
}
