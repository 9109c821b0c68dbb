//! The Credential Manager of Windows.

use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;

use keyring::CredentialStore;
use windows_native_keyring_store::Store;

use super::system::{other_in_own_words, System};
use crate::token_store::TokenStoreError;

pub(super) struct CredentialManager;

impl System for CredentialManager {
    fn open(&mut self) -> keyring::Result<Arc<CredentialStore>> {
        Ok(Store::new()?)
    }

    /// The default, "Enterprise", would copy the token to every computer of a roaming profile.
    fn modifiers<'a>(&self, _label: &'a str) -> HashMap<&'a str, &'a str> {
        HashMap::from([("persistence", "Local")])
    }

    /// Access is refused without a logon session, as over ssh, or by a rule of the organisation.
    fn platform_error(&self, error: &(dyn Error + 'static), refused: bool) -> TokenStoreError {
        if refused {
            TokenStoreError::Denied
        } else {
            other_in_own_words(error)
        }
    }
}
