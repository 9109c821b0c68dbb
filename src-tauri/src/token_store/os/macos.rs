//! The login keychain of macOS.

use std::any::Any;
use std::error::Error;
use std::sync::Arc;

use apple_native_keyring_store::keychain::Store;
use keyring::CredentialStore;
use security_framework::base::Error as SecurityError;
use security_framework::os::macos::keychain::SecKeychain;

use super::faults::in_its_own_words;
use super::system::System;
use crate::token_store::TokenStoreError;

/// `errSecUserCanceled`: the person pressed "Deny" or "Cancel".
const CANCELLED: i32 = -128;
/// `errSecAuthFailed`: a wrong password, or a rule that keeps this program out.
const REFUSED: i32 = -25293;
/// `errSecInteractionNotAllowed`: the person would have to be asked.
const WOULD_ASK: i32 = -25308;

/// The way to the login keychain.
pub(super) struct Keychain;

impl System for Keychain {
    fn open(&mut self) -> keyring::Result<Arc<CredentialStore>> {
        Ok(Store::new()?)
    }

    fn modifiers<'a>(&self, _label: &'a str) -> Vec<(&'static str, &'a str)> {
        Vec::new() // the keychain shows the service as the entry's name
    }

    fn fault(&self, error: &(dyn Error + 'static), refused: bool) -> TokenStoreError {
        match code(error) {
            Some(WOULD_ASK) => TokenStoreError::Locked,
            Some(CANCELLED | REFUSED) => TokenStoreError::Denied,
            _ if refused => TokenStoreError::Denied,
            _ => in_its_own_words(error),
        }
    }

    fn hold_questions_back(&self) -> Option<Box<dyn Any>> {
        SecKeychain::disable_user_interaction().ok().map(|held| Box::new(held) as Box<dyn Any>)
    }

    fn wants_the_person(&self, error: &keyring::Error) -> bool {
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
