//! The calls of the Secret Service (freedesktop.org draft 0.2) that keyring does not offer, and the errors of D-Bus.

use std::collections::HashMap;
use std::io;

use zbus::zvariant::{OwnedObjectPath, Value};
use zbus::{DBusError, Error};

use super::super::system::other_in_own_words;
use crate::token_store::TokenStoreError;

pub(super) const SECRETS: &str = "org.freedesktop.secrets";

/// The path that stands for "none".
pub(super) const NO_OBJECT: &str = "/";

#[zbus::proxy(
    interface = "org.freedesktop.Secret.Service",
    default_service = "org.freedesktop.secrets",
    default_path = "/org/freedesktop/secrets",
    gen_blocking = false
)]
pub(super) trait Secrets {
    fn read_alias(&self, name: &str) -> zbus::Result<OwnedObjectPath>;

    /// Returns the unlocked and the locked items.
    fn search_items(
        &self,
        attributes: &HashMap<&str, &str>,
    ) -> zbus::Result<(Vec<OwnedObjectPath>, Vec<OwnedObjectPath>)>;

    /// Unlocks what needs no prompt; the second path is the prompt for the rest, or [`NO_OBJECT`].
    fn unlock(&self, objects: &[OwnedObjectPath]) -> zbus::Result<(Vec<OwnedObjectPath>, OwnedObjectPath)>;

    /// Returns the collection and the prompt for its password, of which one is [`NO_OBJECT`].
    fn create_collection(
        &self,
        properties: HashMap<&str, Value<'_>>,
        alias: &str,
    ) -> zbus::Result<(OwnedObjectPath, OwnedObjectPath)>;

    #[zbus(property)]
    fn collections(&self) -> zbus::Result<Vec<OwnedObjectPath>>;
}

#[zbus::proxy(
    interface = "org.freedesktop.Secret.Collection",
    default_service = "org.freedesktop.secrets",
    gen_blocking = false
)]
pub(super) trait Collection {
    #[zbus(property)]
    fn locked(&self) -> zbus::Result<bool>;
}

#[zbus::proxy(
    interface = "org.freedesktop.Secret.Prompt",
    default_service = "org.freedesktop.secrets",
    gen_blocking = false
)]
pub(super) trait Prompt {
    fn prompt(&self, window_id: &str) -> zbus::Result<()>;

    #[zbus(no_reply)]
    fn dismiss(&self) -> zbus::Result<()>;

    #[zbus(signal)]
    fn completed(&self, dismissed: bool, result: Value<'_>) -> zbus::Result<()>;
}

impl From<Error> for TokenStoreError {
    fn from(error: Error) -> Self {
        (&error).into()
    }
}

impl From<&Error> for TokenStoreError {
    fn from(error: &Error) -> Self {
        match error {
            Error::MethodError(name, _, _) => error_named(name.as_str()),
            Error::FDO(error) => error_named(error.name().as_str()),
            Error::InputOutput(cause) if cause.kind() == io::ErrorKind::PermissionDenied => Self::Denied,
            Error::Address(_) => Self::Missing,
            other => other_in_own_words(other),
        }
    }
}

fn error_named(name: &str) -> TokenStoreError {
    match name.strip_prefix("org.freedesktop.DBus.Error.") {
        Some("ServiceUnknown" | "NameHasNoOwner") => TokenStoreError::Missing,
        Some(error) if error.starts_with("Spawn.") => TokenStoreError::Missing,
        Some("NoReply" | "Timeout" | "TimedOut") => TokenStoreError::NotAnswering,
        Some("AccessDenied" | "AuthFailed" | "InteractiveAuthorizationRequired") => TokenStoreError::Denied,
        None if name == "org.freedesktop.Secret.Error.IsLocked" => TokenStoreError::Locked,
        _ => TokenStoreError::Other { detail: name.to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_the_bus_is_told_apart_by_its_name() {
        for (name, error) in [
            ("org.freedesktop.DBus.Error.ServiceUnknown", TokenStoreError::Missing),
            ("org.freedesktop.DBus.Error.NameHasNoOwner", TokenStoreError::Missing),
            ("org.freedesktop.DBus.Error.Spawn.ExecFailed", TokenStoreError::Missing),
            ("org.freedesktop.DBus.Error.NoReply", TokenStoreError::NotAnswering),
            ("org.freedesktop.DBus.Error.AccessDenied", TokenStoreError::Denied),
            ("org.freedesktop.Secret.Error.IsLocked", TokenStoreError::Locked),
        ] {
            assert_eq!(error_named(name), error, "{name}");
        }
        let unknown = "org.kde.KWallet.Error.Sulking";
        assert_eq!(error_named(unknown), TokenStoreError::Other { detail: unknown.to_owned() });
    }
}
