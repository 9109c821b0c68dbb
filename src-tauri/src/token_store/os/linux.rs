//! The Secret Service of Linux desktops: gnome-keyring, `KWallet`, `KeePassXC`.
//!
//! keyring reads and writes the entries, over an encrypted session. It blocks forever on a service that hangs, and does
//! not report that a locked one prompts the user. So what can take time is done here first, over D-Bus, and can be
//! cancelled: find the service, find the entry, unlock it.

use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;

use futures_util::StreamExt;
use keyring::CredentialStore;
use zbus::fdo::{self, DBusProxy};
use zbus::names::{OwnedUniqueName, WellKnownName};
use zbus::proxy::CacheProperties;
use zbus::zvariant::{OwnedObjectPath, Value};
use zbus::Connection;
use zbus_secret_service_keyring_store::Store;

use super::system::{other_in_own_words, Precondition, PromptSignal, Requester, StoreState, System, SERVICE};
use crate::token_store::{Result, TokenStoreError};

mod bus;

use bus::{CollectionProxy, PromptProxy, SecretsProxy, NO_OBJECT, SECRETS};

pub(super) struct SecretService {
    prompting: PromptSignal,
    connection: Option<Connection>,
    /// The service that answered last on that connection. After a restart it has another name.
    owner: Option<OwnedUniqueName>,
    /// The prompt that the service is showing.
    prompt: Option<PromptProxy<'static>>,
    /// The service that did not create a collection when asked to. `KeePassXC` shows a whole wizard for that, which is not
    /// to come back at every attempt.
    without_collection: Option<OwnedUniqueName>,
}

impl System for SecretService {
    fn prepare(&mut self, need: Precondition<'_>, requester: &mut Requester<'_>) -> Result<StoreState> {
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let runtime = runtime.map_err(|error| TokenStoreError::Other { detail: error.to_string() })?;
        runtime.block_on(async {
            tokio::select! {
                state = self.make_ready(need) => return state,
                () = requester.left() => {}
            }
            if let Some(prompt) = self.prompt.take() {
                if let Err(error) = prompt.dismiss().await {
                    tracing::debug!(%error, "the prompt of the password store could not be dismissed");
                }
            }
            Err(TokenStoreError::NotAnswering)
        })
    }

    fn open(&mut self) -> keyring::Result<Arc<CredentialStore>> {
        Ok(Store::new()?)
    }

    fn modifiers<'a>(&self, label: &'a str) -> HashMap<&'a str, &'a str> {
        HashMap::from([("label", label)])
    }

    fn platform_error(&self, error: &(dyn Error + 'static), refused: bool) -> TokenStoreError {
        // The store refuses access only if it is locked; other errors come from D-Bus.
        if refused {
            return TokenStoreError::Locked;
        }
        std::iter::successors(Some(error), |&error| error.source())
            .find_map(|error| error.downcast_ref::<zbus::Error>())
            .map_or_else(|| other_in_own_words(error), TokenStoreError::from)
    }

    /// `KeePassXC` does by default.
    fn confirms_deletion(&self) -> bool {
        true
    }
}

impl SecretService {
    pub(super) fn new(prompting: PromptSignal) -> Self {
        Self { prompting, connection: None, owner: None, prompt: None, without_collection: None }
    }

    async fn make_ready(&mut self, need: Precondition<'_>) -> Result<StoreState> {
        self.prompt = None;
        let connection = self.connect().await?;
        let owner = Some(owner_of_secrets(&connection).await?);
        let state = if self.owner == owner { StoreState::Same } else { StoreState::Renewed };
        self.owner = owner;
        let secrets = SecretsProxy::builder(&connection).cache_properties(CacheProperties::No).build().await?;
        let (user, only_one) = match need {
            Precondition::Answers => return secrets.read_alias("default").await.map(|_| state).map_err(Into::into),
            Precondition::CanRemove(user) => (user, false),
            Precondition::CanRead(user) | Precondition::CanWrite(user) => (user, true),
        };
        if !self.unlock_entries(&secrets, user, only_one).await? && self.unlock_collection(&secrets, need).await? {
            self.unlock_entries(&secrets, user, only_one).await?;
        }
        Ok(state)
    }

    /// Connects to the session bus, if there is no connection or it broke.
    async fn connect(&mut self) -> Result<Connection> {
        if let Some(connection) = self.connection.take() {
            match DBusProxy::new(&connection).await?.get_id().await {
                Ok(_) => return Ok(self.connection.insert(connection).clone()),
                Err(error) => tracing::debug!(%error, "the connection to the session bus broke"),
            }
        }
        self.owner = None;
        let connection = Connection::session().await.map_err(|error| match error.into() {
            TokenStoreError::Denied => TokenStoreError::Denied,
            _ => TokenStoreError::Missing, // without a bus there is no Secret Service
        })?;
        Ok(self.connection.insert(connection).clone())
    }

    /// Unlocks the entries of this user name. Returns whether there are any.
    async fn unlock_entries(&mut self, secrets: &SecretsProxy<'_>, user: &str, only_one: bool) -> Result<bool> {
        let (open, locked) = secrets.search_items(&HashMap::from([("service", SERVICE), ("username", user)])).await?;
        if only_one && open.len() + locked.len() > 1 {
            return Err(TokenStoreError::Ambiguous);
        }
        if !locked.is_empty() {
            self.unlock(secrets, &locked).await?;
        }
        Ok(!open.is_empty() || !locked.is_empty())
    }

    /// Unlocks the default collection, and creates it if an entry is to be written. Returns whether it was locked: some
    /// services do not list the entries of a locked one.
    async fn unlock_collection(&mut self, secrets: &SecretsProxy<'_>, need: Precondition<'_>) -> Result<bool> {
        let collection = secrets.read_alias("default").await?;
        if collection.as_str() == NO_OBJECT {
            return match need {
                // A service that shows no collection may have the entry in a hidden one. If it shows some, the entry is
                // gone, and saving it again creates the default collection.
                Precondition::CanRead(_) if !has_collections(secrets).await? => Err(TokenStoreError::WithoutPlace),
                Precondition::CanWrite(_) => self.create_collection(secrets).await.map(|()| false),
                _ => Ok(false),
            };
        }
        let proxy = CollectionProxy::builder(secrets.inner().connection()).path(&collection)?;
        let locked = proxy.cache_properties(CacheProperties::No).build().await?.locked().await?;
        if locked {
            self.unlock(secrets, std::slice::from_ref(&collection)).await?;
        }
        Ok(locked)
    }

    async fn unlock(&mut self, secrets: &SecretsProxy<'_>, objects: &[OwnedObjectPath]) -> Result<()> {
        let (_, prompt) = secrets.unlock(objects).await?;
        self.show_prompt(secrets, prompt).await
    }

    /// A new desktop has no collection; the user chooses a password for it.
    async fn create_collection(&mut self, secrets: &SecretsProxy<'_>) -> Result<()> {
        if self.without_collection == self.owner && !has_collections(secrets).await? {
            return Err(TokenStoreError::WithoutPlace);
        }
        // The label that other programs give it as well.
        let properties = HashMap::from([("org.freedesktop.Secret.Collection.Label", Value::from("Default keyring"))]);
        let (created, prompt) = secrets.create_collection(properties, "default").await?;
        let answered = self.show_prompt(secrets, prompt).await;
        if answered == Err(TokenStoreError::Locked)
            || (created.as_str() == NO_OBJECT && secrets.read_alias("default").await?.as_str() == NO_OBJECT)
        {
            self.without_collection.clone_from(&self.owner);
            return Err(TokenStoreError::WithoutPlace);
        }
        answered
    }

    /// Shows a prompt, if there is one, and waits for the user; `Locked` if they dismiss it.
    async fn show_prompt(&mut self, secrets: &SecretsProxy<'_>, path: OwnedObjectPath) -> Result<()> {
        if path.as_str() == NO_OBJECT {
            return Ok(());
        }
        let _prompting = self.prompting.begin();
        let prompt = PromptProxy::builder(secrets.inner().connection()).path(path)?;
        let prompt = prompt.cache_properties(CacheProperties::No).build().await?;
        let mut answers = prompt.receive_completed().await?;
        let mut service_changes = prompt.inner().receive_owner_changed().await?;
        self.prompt = Some(prompt.clone());
        prompt.prompt("").await?;
        let answer = tokio::select! {
            answer = answers.next() => answer,
            _ = service_changes.next() => None, // the service ended, and its prompt with it
        };
        self.prompt = None;
        match answer {
            Some(answer) if !answer.args()?.dismissed => Ok(()),
            _ => Err(TokenStoreError::Locked),
        }
    }
}

/// The program that is the Secret Service now. If there is none, the bus is asked to start the desktop's own.
async fn owner_of_secrets(connection: &Connection) -> Result<OwnedUniqueName> {
    let bus = DBusProxy::new(connection).await?;
    let name = WellKnownName::from_static_str_unchecked(SECRETS);
    let owner = match bus.get_name_owner(name.clone().into()).await {
        Err(fdo::Error::NameHasNoOwner(_)) => {
            bus.start_service_by_name(name.clone(), 0).await.map_err(zbus::Error::from)?;
            bus.get_name_owner(name.into()).await
        }
        other => other,
    };
    Ok(owner.map_err(zbus::Error::from)?)
}

/// Whether the service shows any collection. One that does not answer this shows none.
async fn has_collections(secrets: &SecretsProxy<'_>) -> Result<bool> {
    match secrets.collections().await.map_err(TokenStoreError::from) {
        Err(TokenStoreError::Other { .. }) => Ok(false),
        collections => Ok(!collections?.is_empty()),
    }
}
