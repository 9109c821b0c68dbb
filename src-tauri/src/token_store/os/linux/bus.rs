//! The calls of the Secret Service that keyring has no words for, each one message and its answer.
//! Names and shapes are those of the freedesktop.org Secret Service draft 0.2.

use std::collections::HashMap;
use std::io;

use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use serde::Serialize;
use zbus::names::UniqueName;
use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Type, Value};
use zbus::{Connection, Error, Proxy};

use super::super::faults::in_its_own_words;
use crate::token_store::TokenStoreError;

/// The path that stands for "none".
pub(super) const NO_OBJECT: &str = "/";

const DRIVER: (&str, &str, &str) = ("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus");
const SECRETS: &str = "org.freedesktop.secrets";
const SECRETS_PATH: &str = "/org/freedesktop/secrets";
const SERVICE: &str = "org.freedesktop.Secret.Service";
const COLLECTION: &str = "org.freedesktop.Secret.Collection";
const PROMPT: &str = "org.freedesktop.Secret.Prompt";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// What is found for some attributes: unlocked, and locked.
type Found = (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>);

/// A connection to the session bus.
pub(super) struct Bus<'a> {
    pub(super) connection: &'a Connection,
}

impl Bus<'_> {
    /// Whether the bus itself is still there.
    pub(super) async fn answers(&self) -> Result<(), Error> {
        self.driver::<String>("GetId", &()).await.map(|_| ())
    }

    /// Who is the Secret Service now. Where nobody is, the bus is asked to start the desktop's own.
    pub(super) async fn owner(&self) -> Result<UniqueName<'static>, TokenStoreError> {
        let name = (SECRETS,);
        let owner: Result<String, Error> = self.driver("GetNameOwner", &name).await;
        let owner = match owner {
            Err(error) if fault_of_bus(&error) == TokenStoreError::Missing => {
                self.driver::<u32>("StartServiceByName", &(SECRETS, 0_u32))
                    .await
                    .map_err(|error| fault_of_bus(&error))?;
                self.driver("GetNameOwner", &name).await
            }
            other => other,
        };
        UniqueName::try_from(owner.map_err(|error| fault_of_bus(&error))?)
            .map_err(|_| TokenStoreError::Other { detail: "the bus gave a name that is none".to_owned() })
    }

    /// The collection for new entries, or [`NO_OBJECT`].
    pub(super) async fn default_collection(&self) -> Result<OwnedObjectPath, TokenStoreError> {
        self.service("ReadAlias", &("default",)).await
    }

    /// Whether the service shows any collection. One that cannot tell shows none.
    pub(super) async fn has_collections(&self) -> Result<bool, TokenStoreError> {
        let value: Result<OwnedValue, Error> =
            self.call((SECRETS, SECRETS_PATH, PROPERTIES), "Get", &(SERVICE, "Collections")).await;
        match value {
            Ok(value) => Ok(Vec::<OwnedObjectPath>::try_from(value).is_ok_and(|collections| !collections.is_empty())),
            Err(error) => match fault_of_bus(&error) {
                TokenStoreError::Other { .. } => Ok(false),
                fault => Err(fault),
            },
        }
    }

    /// All entries with these attributes.
    pub(super) async fn search(&self, attributes: &HashMap<&str, &str>) -> Result<Found, TokenStoreError> {
        self.service("SearchItems", &(attributes,)).await
    }

    /// Whether a collection is locked.
    pub(super) async fn is_locked(&self, collection: &OwnedObjectPath) -> Result<bool, TokenStoreError> {
        let value: OwnedValue = self
            .call((SECRETS, collection.as_str(), PROPERTIES), "Get", &(COLLECTION, "Locked"))
            .await
            .map_err(|error| fault_of_bus(&error))?;
        bool::try_from(value).map_err(|error| in_its_own_words(&error))
    }

    /// Unlocks what can be unlocked without the person; the second path is the prompt for the rest, or [`NO_OBJECT`].
    pub(super) async fn unlock(
        &self,
        what: &[OwnedObjectPath],
    ) -> Result<(Vec<OwnedObjectPath>, OwnedObjectPath), TokenStoreError> {
        self.service("Unlock", &(what,)).await
    }

    /// Makes the collection for new entries; the second path is the prompt for its password, or [`NO_OBJECT`].
    pub(super) async fn make_default_collection(&self) -> Result<(OwnedObjectPath, OwnedObjectPath), TokenStoreError> {
        // The label that other programs give it as well, so that the person meets one name only.
        let properties = HashMap::from([("org.freedesktop.Secret.Collection.Label", Value::from("Default keyring"))]);
        self.service("CreateCollection", &(properties, "default")).await
    }

    /// Shows a prompt to the person and waits for the answer: whether it was given, rather than dismissed.
    pub(super) async fn show(&self, prompt: &OwnedObjectPath) -> Result<bool, TokenStoreError> {
        let shown = async {
            let proxy = Proxy::new(self.connection, SECRETS, prompt.as_str(), PROMPT).await?;
            let mut answers = proxy.receive_signal("Completed").await?;
            let mut departure = proxy.receive_owner_changed().await?;
            proxy.call::<_, _, ()>("Prompt", &("",)).await?;
            tokio::select! {
                answer = answers.next() => match answer {
                    Some(answer) => {
                        let (dismissed, _): (bool, OwnedValue) = answer.body().deserialize()?;
                        Ok(!dismissed)
                    }
                    None => Ok(false),
                },
                _ = departure.next() => Ok(false), // the service went, and its window with it
            }
        };
        shown.await.map_err(|error: Error| fault_of_bus(&error))
    }

    /// Takes a prompt off the screen, without waiting until it is gone.
    pub(super) async fn dismiss(&self, prompt: &OwnedObjectPath) {
        if let Ok(proxy) = Proxy::new(self.connection, SECRETS, prompt.as_str(), PROMPT).await {
            if let Err(error) = proxy.call_noreply("Dismiss", &()).await {
                tracing::debug!(%error, "the prompt of the password store could not be dismissed");
            }
        }
    }

    async fn service<T: DeserializeOwned + Type>(
        &self,
        method: &str,
        body: &(impl Serialize + DynamicType),
    ) -> Result<T, TokenStoreError> {
        self.call((SECRETS, SECRETS_PATH, SERVICE), method, body).await.map_err(|error| fault_of_bus(&error))
    }

    async fn driver<T: DeserializeOwned + Type>(
        &self,
        method: &str,
        body: &(impl Serialize + DynamicType),
    ) -> Result<T, Error> {
        self.call(DRIVER, method, body).await
    }

    async fn call<T: DeserializeOwned + Type>(
        &self,
        (destination, path, interface): (&str, &str, &str),
        method: &str,
        body: &(impl Serialize + DynamicType),
    ) -> Result<T, Error> {
        let answer = self.connection.call_method(Some(destination), path, Some(interface), method, body).await?;
        answer.body().deserialize()
    }
}

/// What an error of the bus means for the password store.
pub(super) fn fault_of_bus(error: &Error) -> TokenStoreError {
    match error {
        Error::MethodError(name, _, _) => fault_of_name(name.as_str()),
        Error::InputOutput(cause) if cause.kind() == io::ErrorKind::PermissionDenied => TokenStoreError::Denied,
        Error::Address(_) => TokenStoreError::Missing,
        other => in_its_own_words(other),
    }
}

fn fault_of_name(name: &str) -> TokenStoreError {
    const MISSING: [&str; 2] = ["ServiceUnknown", "NameHasNoOwner"];
    const SILENT: [&str; 3] = ["NoReply", "Timeout", "TimedOut"];
    const DENIED: [&str; 3] = ["AccessDenied", "AuthFailed", "InteractiveAuthorizationRequired"];
    match name.strip_prefix("org.freedesktop.DBus.Error.") {
        Some(error) if MISSING.contains(&error) || error.starts_with("Spawn.") => TokenStoreError::Missing,
        Some(error) if SILENT.contains(&error) => TokenStoreError::NotAnswering,
        Some(error) if DENIED.contains(&error) => TokenStoreError::Denied,
        None if name == "org.freedesktop.Secret.Error.IsLocked" => TokenStoreError::Locked,
        _ => TokenStoreError::Other { detail: name.to_owned() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_the_bus_is_told_apart_by_its_name() {
        for (name, fault) in [
            ("org.freedesktop.DBus.Error.ServiceUnknown", TokenStoreError::Missing),
            ("org.freedesktop.DBus.Error.NameHasNoOwner", TokenStoreError::Missing),
            ("org.freedesktop.DBus.Error.Spawn.ExecFailed", TokenStoreError::Missing),
            ("org.freedesktop.DBus.Error.NoReply", TokenStoreError::NotAnswering),
            ("org.freedesktop.DBus.Error.AccessDenied", TokenStoreError::Denied),
            ("org.freedesktop.Secret.Error.IsLocked", TokenStoreError::Locked),
        ] {
            assert_eq!(fault_of_name(name), fault, "{name}");
        }
        let unknown = "org.kde.KWallet.Error.Sulking";
        assert_eq!(fault_of_name(unknown), TokenStoreError::Other { detail: unknown.to_owned() });
    }
}
