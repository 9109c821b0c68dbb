//! Tokens in memory: for one session, and for tests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::future::BoxFuture;

use super::{Result, TokenStore};
use crate::model::account::{Account, AccountId};
use crate::model::token::ApiToken;

#[derive(Default)]
pub struct MemoryStore {
    kept: Mutex<HashMap<AccountId, Arc<ApiToken>>>,
}

impl MemoryStore {
    pub fn new() -> Self {
        Self::default()
    }

    /// A panic cannot leave the map half-changed, so a poisoned lock can be used.
    fn kept(&self) -> MutexGuard<'_, HashMap<AccountId, Arc<ApiToken>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenStore for MemoryStore {
    fn check(&self) -> BoxFuture<'_, Result<()>> {
        Box::pin(async { Ok(()) })
    }

    fn save<'a>(&'a self, account: &'a Account, token: Arc<ApiToken>) -> BoxFuture<'a, Result<()>> {
        Box::pin(async {
            self.kept().insert(account.id.clone(), token);
            Ok(())
        })
    }

    fn read<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<Option<Arc<ApiToken>>>> {
        Box::pin(async { Ok(self.kept().get(account).cloned()) })
    }

    fn remove<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<()>> {
        Box::pin(async {
            self.kept().remove(account);
            Ok(())
        })
    }
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
}
