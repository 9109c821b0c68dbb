//! Where tokens are kept: the system's password store, or this program's memory and nowhere else.
//!
//! There is no third place. Where the password store cannot be used, a token lives as long as the program does.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::model::account::{Account, AccountId};
use crate::model::problem::{Problem, ProblemFacts, ProblemKind};
use crate::model::token::ApiToken;

/// Tokens in memory: for one session, for the sample account, and for tests.
pub mod memory;
/// Tokens in the password store of the operating system.
pub mod os;

pub use os::KeyringStore;

/// A place that keeps one token for each account.
///
/// Dropping a future gives the operation up: what has not begun is never done, and a token whose saving was not
/// confirmed to the caller is taken back out.
pub trait TokenStore: Send + Sync {
    /// Whether there is a store that answers. Never asks the person for anything, so a locked store is good.
    fn check(&self) -> BoxFuture<'_, Result<(), TokenStoreError>>;

    /// Keeps the token of an account in place of any other, and reads it back before saying so.
    ///
    /// After a fault the store holds what it held before, as far as it answers at all.
    fn save<'a>(&'a self, account: &'a Account, token: Arc<ApiToken>) -> BoxFuture<'a, Result<(), TokenStoreError>>;

    /// The token of an account; nothing where none is kept.
    fn read<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<Option<Arc<ApiToken>>, TokenStoreError>>;

    /// Forgets the token of an account, all of them where several are kept for it, and looks again before saying so.
    /// Where none is kept, nothing is wrong.
    fn remove<'a>(&'a self, account: &'a AccountId) -> BoxFuture<'a, Result<(), TokenStoreError>>;
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
    TooLong {
        /// How many bytes it takes.
        limit: usize,
    },
    /// Anything else.
    #[error("{detail}")]
    Other {
        /// What happened, in a few words for the folded details.
        detail: String,
    },
}

impl From<TokenStoreError> for Problem {
    fn from(fault: TokenStoreError) -> Self {
        let (kind, detail) = match fault {
            TokenStoreError::Missing => (ProblemKind::PasswordStoreMissing, None),
            TokenStoreError::Locked => (ProblemKind::PasswordStoreLocked, None),
            TokenStoreError::NotAnswering => (ProblemKind::PasswordStoreNotAnswering, None),
            TokenStoreError::Denied => (ProblemKind::PasswordStoreDenied, None),
            TokenStoreError::WithoutPlace => (ProblemKind::PasswordStoreWithoutPlace, None),
            TokenStoreError::Damaged => (ProblemKind::SavedTokenDamaged, None),
            TokenStoreError::Ambiguous => {
                (ProblemKind::SavedTokenDamaged, Some("several entries for one account".to_owned()))
            }
            TokenStoreError::TooLong { limit } => {
                (ProblemKind::TokenTooLong, Some(format!("the password store takes {limit} bytes at most")))
            }
            TokenStoreError::Other { detail } => (ProblemKind::PasswordStoreDenied, Some(detail)),
        };
        Self::with(kind, ProblemFacts { detail, ..ProblemFacts::default() })
    }
}
