//! Tokens that end with the program.

use std::collections::HashMap;
use std::future::ready;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::future::BoxFuture;

use super::{TokenStore, TokenStoreError};
use crate::model::account::{Account, AccountId};
use crate::model::token::ApiToken;

/// A token store in memory. It can be told to fail, so that what stands on a token store can be tried with each fault.
#[derive(Default)]
pub struct MemoryStore {
    kept: Mutex<HashMap<AccountId, Arc<ApiToken>>>,
    failing: Mutex<HashMap<Operation, TokenStoreError>>,
}

/// What can be asked of a token store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// [`TokenStore::check`]
    Check,
    /// [`TokenStore::save`]
    Save,
    /// [`TokenStore::read`]
    Read,
    /// [`TokenStore::remove`]
    Remove,
}

impl MemoryStore {
    /// An empty token store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets every operation of this kind fail, and change nothing, until [`MemoryStore::recover`].
    pub fn fail(&self, operation: Operation, fault: TokenStoreError) {
        lock(&self.failing).insert(operation, fault);
    }

    /// Lets all operations succeed again.
    pub fn recover(&self) {
        lock(&self.failing).clear();
    }

    fn fault(&self, operation: Operation) -> Result<(), TokenStoreError> {
        lock(&self.failing).get(&operation).cloned().map_or(Ok(()), Err)
    }
}

impl TokenStore for MemoryStore {
    fn check(&self) -> BoxFuture<'_, Result<(), TokenStoreError>> {
        Box::pin(ready(self.fault(Operation::Check)))
    }

    fn save<'a>(&'a self, account: &'a Account, token: Arc<ApiToken>) -> BoxFuture<'a, Result<(), TokenStoreError>> {
        Box::pin(async move {
            self.fault(Operation::Save)?;
            lock(&self.kept).insert(account.id.clone(), token);
            Ok(())
        })
    }

    fn read<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<Option<Arc<ApiToken>>, TokenStoreError>> {
        Box::pin(async move {
            self.fault(Operation::Read)?;
            Ok(lock(&self.kept).get(account).cloned())
        })
    }

    fn remove<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<(), TokenStoreError>> {
        Box::pin(async move {
            self.fault(Operation::Remove)?;
            lock(&self.kept).remove(account);
            Ok(())
        })
    }
}

/// A panic elsewhere cannot leave these maps half-changed, so a poisoned lock is as good as any.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn account() -> Account {
        Account { id: AccountId::new_random(), name: "Harbour Dental".into(), location: None, session_only: true }
    }

    fn token(text: &str) -> Arc<ApiToken> {
        Arc::new(ApiToken::parse(text).unwrap())
    }

    const FIRST: &str = "pit-11111111-2222-3333-4444-555555555555";
    const SECOND: &str = "pit-66666666-7777-8888-9999-000000000000";

    #[tokio::test]
    async fn a_token_is_kept_replaced_and_forgotten() {
        let (token_store, account) = (MemoryStore::new(), account());
        assert!(token_store.read(&account.id).await.unwrap().is_none());
        token_store.save(&account, token(FIRST)).await.unwrap();
        token_store.save(&account, token(SECOND)).await.unwrap();
        let kept = token_store.read(&account.id).await.unwrap().unwrap();
        assert_eq!(kept.last_four(), "0000");
        token_store.remove(&account.id).await.unwrap();
        token_store.remove(&account.id).await.unwrap();
        assert!(token_store.read(&account.id).await.unwrap().is_none());
    }

    #[tokio::test]
    async fn a_failing_save_keeps_the_token_that_was_there() {
        let (token_store, account) = (MemoryStore::new(), account());
        token_store.save(&account, token(FIRST)).await.unwrap();
        token_store.fail(Operation::Save, TokenStoreError::Denied);
        assert_eq!(token_store.save(&account, token(SECOND)).await, Err(TokenStoreError::Denied));
        assert_eq!(token_store.check().await, Ok(()));
        token_store.recover();
        assert_eq!(token_store.read(&account.id).await.unwrap().unwrap().last_four(), "5555");
    }
}
