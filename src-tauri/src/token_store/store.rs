//! What a token store can do, and why it cannot.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::model::account::{Account, AccountId};
use crate::model::problem::{Problem, ProblemFacts, ProblemKind};
use crate::model::token::ApiToken;

pub type Result<T> = std::result::Result<T, TokenStoreError>;

/// A place that keeps one token for each account.
///
/// Dropping a future gives the operation up: what has not begun is never done, and a token whose saving was not
/// confirmed to the caller is taken back out.
pub trait TokenStore: Send + Sync {
    /// Whether there is a store that answers. Never asks the person for anything, so a locked store is good.
    fn check(&self) -> BoxFuture<'_, Result<()>>;

    /// Keeps the token of an account in place of any other, and reads it back before it succeeds. After an error the
    /// store holds what it held before, as far as it answers at all.
    fn save<'a>(&'a self, account: &'a Account, token: Arc<ApiToken>) -> BoxFuture<'a, Result<()>>;

    /// The token of an account; `None` where none is kept.
    fn read<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<Option<Arc<ApiToken>>>>;

    /// Forgets the token of an account, all of them where several are kept for it, and looks again before it succeeds.
    fn remove<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<()>>;
}

/// Why a token could not be kept, read or forgotten. Never holds a token or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenStoreError {
    /// This computer runs no password store.
    #[error("no password store is running")]
    Missing,
    /// The store is locked, and was not unlocked when it asked.
    #[error("the password store is locked")]
    Locked,
    /// The store did not answer in time.
    #[error("the password store does not answer")]
    NotAnswering,
    /// The store refused, by a person's choice or a rule of the system.
    #[error("the password store refused")]
    Denied,
    /// The store has no collection that this program could keep a token in.
    #[error("the password store has no place for a token")]
    WithoutPlace,
    /// What is kept for the account cannot be a token.
    #[error("what the password store holds is not a token")]
    Damaged,
    /// Several entries are kept for the account, and none of them is used.
    #[error("the password store holds several entries for the account")]
    Ambiguous,
    /// The store cannot keep a token that long.
    #[error("the password store takes {limit} bytes at most")]
    TooLong { limit: usize },
    #[error("{detail}")]
    Other { detail: String },
}

impl From<TokenStoreError> for Problem {
    fn from(error: TokenStoreError) -> Self {
        let kind = match &error {
            TokenStoreError::Missing => ProblemKind::PasswordStoreMissing,
            TokenStoreError::Locked => ProblemKind::PasswordStoreLocked,
            TokenStoreError::NotAnswering => ProblemKind::PasswordStoreNotAnswering,
            TokenStoreError::Denied | TokenStoreError::Other { .. } => ProblemKind::PasswordStoreDenied,
            TokenStoreError::WithoutPlace => ProblemKind::PasswordStoreWithoutPlace,
            TokenStoreError::Damaged | TokenStoreError::Ambiguous => ProblemKind::SavedTokenDamaged,
            TokenStoreError::TooLong { .. } => ProblemKind::TokenTooLong,
        };
        let detail = match error {
            TokenStoreError::Ambiguous => Some("several entries for one account".to_owned()),
            TokenStoreError::TooLong { .. } | TokenStoreError::Other { .. } => Some(error.to_string()),
            _ => None,
        };
        Self::with(kind, ProblemFacts { detail, ..ProblemFacts::default() })
    }
}
