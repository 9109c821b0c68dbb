//! Where tokens are kept: in the system's password store, or in this program's memory until it ends.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::model::account::{Account, AccountId};
use crate::model::problem::{Problem, ProblemFacts, ProblemKind};
use crate::model::token::ApiToken;

mod memory;
mod os;

pub use memory::MemoryStore;
pub use os::{KeyringStore, SERVICE};

pub type Result<T> = std::result::Result<T, TokenStoreError>;

/// Keeps one token for each account.
///
/// Dropping a future cancels its operation: it is not begun any more, and a token whose saving was not confirmed to the
/// caller is rolled back.
pub trait TokenStore: Send + Sync {
    /// Whether a store answers. Never prompts the user, so a locked store is fine.
    fn check(&self) -> BoxFuture<'_, Result<()>>;

    /// Replaces the token of an account, and succeeds after reading it back. After an error the store holds what it held
    /// before, if it still answers.
    fn save<'a>(&'a self, account: &'a Account, token: Arc<ApiToken>) -> BoxFuture<'a, Result<()>>;

    fn read<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<Option<Arc<ApiToken>>>>;

    /// Removes all tokens of an account, and succeeds after looking again.
    fn remove<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<()>>;
}

/// Why a token could not be saved, read or removed. Never holds a token or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenStoreError {
    #[error("no password store is running")]
    Missing,
    #[error("the password store is locked")]
    Locked,
    #[error("the password store does not answer")]
    NotAnswering,
    /// By the user's choice or a rule of the system.
    #[error("the password store refused")]
    Denied,
    /// The store has no collection for new entries.
    #[error("the password store has no place for a token")]
    WithoutPlace,
    #[error("what the password store holds is not a token")]
    Damaged,
    /// None of the entries is used.
    #[error("the password store holds several entries for the account")]
    Ambiguous,
    #[error("the password store takes {limit} bytes at most")]
    TooLong { limit: usize },
    #[error("{detail}")]
    Other { detail: String },
}

impl From<TokenStoreError> for Problem {
    fn from(error: TokenStoreError) -> Self {
        let (kind, detail) = match error {
            TokenStoreError::Missing => (ProblemKind::PasswordStoreMissing, None),
            TokenStoreError::Locked => (ProblemKind::PasswordStoreLocked, None),
            TokenStoreError::NotAnswering => (ProblemKind::PasswordStoreNotAnswering, None),
            TokenStoreError::Denied => (ProblemKind::PasswordStoreDenied, None),
            TokenStoreError::WithoutPlace => (ProblemKind::PasswordStoreWithoutPlace, None),
            TokenStoreError::Damaged => (ProblemKind::SavedTokenDamaged, None),
            TokenStoreError::Ambiguous => {
                (ProblemKind::SavedTokenDamaged, Some("several entries for one account".to_owned()))
            }
            TokenStoreError::TooLong { .. } => (ProblemKind::TokenTooLong, Some(error.to_string())),
            TokenStoreError::Other { detail } => (ProblemKind::PasswordStoreDenied, Some(detail)),
        };
        Self::with(kind, ProblemFacts { detail, ..ProblemFacts::default() })
    }
}
