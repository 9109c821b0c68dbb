//! The login keychain of macOS.

use std::any::Any;
use std::error::Error;
use std::sync::Arc;

use apple_native_keyring_store::keychain::Store;
use keyring::CredentialStore;
use security_framework::base::Error as SecurityError;
use security_framework::os::macos::keychain::SecKeychain;

use super::system::{other_in_own_words, System};
use crate::token_store::TokenStoreError;

/// `errSecUserCanceled`: the user pressed "Deny" or "Cancel".
const CANCELLED: i32 = -128;
/// `errSecAuthFailed`: a wrong password, or a rule that keeps this program out.
const REFUSED: i32 = -25293;
/// `errSecInteractionNotAllowed`: the user would have to be prompted.
const WOULD_ASK: i32 = -25308;

pub(super) struct Keychain;

impl System for Keychain {
    fn open(&mut self) -> keyring::Result<Arc<CredentialStore>> {
        Ok(Store::new()?)
    }

    fn platform_error(&self, error: &(dyn Error + 'static), refused: bool) -> TokenStoreError {
        match code(error) {
            Some(WOULD_ASK) => TokenStoreError::Locked,
            Some(CANCELLED | REFUSED) => TokenStoreError::Denied,
            _ if refused => TokenStoreError::Denied,
            _ => other_in_own_words(error),
        }
    }

    fn suppress_prompts(&self) -> Option<Box<dyn Any>> {
        SecKeychain::disable_user_interaction().ok().map(|suppressed| Box::new(suppressed) as Box<dyn Any>)
    }

    fn needs_user(&self, error: &keyring::Error) -> bool {
        match error {
            keyring::Error::PlatformFailure(cause) | keyring::Error::NoStorageAccess(cause) => {
                code(cause.as_ref()) == Some(WOULD_ASK)
            }
            _ => false,
        }
    }
}

fn code(error: &(dyn Error + 'static)) -> Option<i32> {
    error.downcast_ref::<SecurityError>().map(|error| error.code())
}
