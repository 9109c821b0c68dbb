//! What a keyring error means. Its own texts are never used: some print the secret's bytes.

use std::error::Error as StdError;

use keyring::Error;

use super::system::System;
use crate::token_store::TokenStoreError;

/// What the person is told of an error. An entry that is not there is no fault: callers ask for that first.
pub(super) fn fault_of(system: &dyn System, error: &Error) -> TokenStoreError {
    match error {
        Error::PlatformFailure(cause) => system.fault(cause.as_ref(), false),
        Error::NoStorageAccess(cause) => system.fault(cause.as_ref(), true),
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

/// Whether a store object that gave this error should not be used again.
pub(super) fn spoils_the_store(error: &Error) -> bool {
    matches!(error, Error::PlatformFailure(_) | Error::NoStorageAccess(_) | Error::BadStoreFormat(_))
}

/// A fault without a kind of its own.
pub(super) fn other(detail: &str) -> TokenStoreError {
    TokenStoreError::Other { detail: detail.to_owned() }
}

/// A system's error in its own words: one line, and cut where it goes on. System errors are about calls, codes and
/// services, never about what is kept.
pub(super) fn in_its_own_words(error: &(dyn StdError + 'static)) -> TokenStoreError {
    let text: String = error.to_string().chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
    TokenStoreError::Other { detail: text.chars().take(200).collect() }
}
