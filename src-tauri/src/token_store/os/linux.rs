//! The Secret Service of Linux desktops: gnome-keyring, `KWallet`, `KeePassXC`.
//!
//! keyring reads and writes the entries, over an encrypted session. It blocks without end on a service that hangs, and
//! has a locked one ask the person without telling. So everything that can take time is done here first, over D-Bus
//! and ready to be given up: is the service there, is there one entry, is it unlocked, and if not, will the person
//! unlock it.

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

use super::request::{PromptSignal, Requester};
use super::system::{other_in_own_words, Precondition, StoreState, System, SERVICE};
use crate::token_store::store::{Result, TokenStoreError};

mod bus;

use bus::{CollectionProxy, PromptProxy, SecretsProxy, NO_OBJECT, SECRETS};

/// The way to the Secret Service.
pub(super) struct SecretService {
    prompting: PromptSignal,
    /// The connection to the session bus, until it breaks.
    connection: Option<Connection>,
    /// The service of the last time on that connection: one that was started anew has another name.
    owner: Option<OwnedUniqueName>,
    /// The window that the service shows, while it waits for the person.
    prompt: Option<PromptProxy<'static>>,
    /// The service that was asked to make a collection and made none. What it shows for that may be a whole wizard, as
    /// in `KeePassXC`, which nobody wants to see at every try.
    made_none: Option<OwnedUniqueName>,
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
            // The window has no business on the screen any more.
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

    fn modifiers<'a>(&self, label: &'a str) -> Vec<(&'static str, &'a str)> {
        vec![("label", label)]
    }

    fn platform_error(&self, error: &(dyn Error + 'static), refused: bool) -> TokenStoreError {
        // The store refuses access for one reason, that it is locked; all else is an error of the bus underneath.
        if refused {
            return TokenStoreError::Locked;
        }
        std::iter::successors(Some(error), |&error| error.source())
            .find_map(|error| error.downcast_ref::<zbus::Error>())
            .map_or_else(|| other_in_own_words(error), TokenStoreError::from)
    }

    /// `KeePassXC` does, unless set otherwise.
    fn confirms_deletion(&self) -> bool {
        true
    }
}

impl SecretService {
    pub(super) fn new(prompting: PromptSignal) -> Self {
        Self { prompting, connection: None, owner: None, prompt: None, made_none: None }
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

    /// The session bus. Made anew when the last connection broke, so that a bus that starts late is found.
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

    /// Unlocks what is kept for this user. Whether anything is.
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

    /// Unlocks the collection for new entries, and makes it where one is to be written. Whether it was locked: some services
    /// show the entries of a locked one to no one.
    async fn unlock_collection(&mut self, secrets: &SecretsProxy<'_>, need: Precondition<'_>) -> Result<bool> {
        let collection = secrets.read_alias("default").await?;
        if collection.as_str() == NO_OBJECT {
            return match need {
                // A store that shows no collection at all may well hold the entry, in one that it does not show. Where
                // it shows some, the entry is gone, and saving it again has the default one made.
                Precondition::CanRead(_) if !has_collections(secrets).await? => Err(TokenStoreError::WithoutPlace),
                Precondition::CanWrite(_) => self.make_collection(secrets).await.map(|()| false),
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

    /// A desktop on which nothing was ever kept has no collection; the person chooses a password for it.
    async fn make_collection(&mut self, secrets: &SecretsProxy<'_>) -> Result<()> {
        if self.made_none == self.owner && !has_collections(secrets).await? {
            return Err(TokenStoreError::WithoutPlace);
        }
        // The label that other programs give it as well, so that the person meets one name only.
        let properties = HashMap::from([("org.freedesktop.Secret.Collection.Label", Value::from("Default keyring"))]);
        let (made, prompt) = secrets.create_collection(properties, "default").await?;
        let answered = self.show_prompt(secrets, prompt).await;
        if answered == Err(TokenStoreError::Locked)
            || (made.as_str() == NO_OBJECT && secrets.read_alias("default").await?.as_str() == NO_OBJECT)
        {
            self.made_none.clone_from(&self.owner);
            return Err(TokenStoreError::WithoutPlace);
        }
        answered
    }

    /// Shows a prompt, where there is one, and waits for the person; `Locked` where they dismiss it.
    async fn show_prompt(&mut self, secrets: &SecretsProxy<'_>, path: OwnedObjectPath) -> Result<()> {
        if path.as_str() == NO_OBJECT {
            return Ok(());
        }
        let _prompting = self.prompting.begin();
        let prompt = PromptProxy::builder(secrets.inner().connection()).path(path)?;
        let prompt = prompt.cache_properties(CacheProperties::No).build().await?;
        let mut answers = prompt.receive_completed().await?;
        let mut departure = prompt.inner().receive_owner_changed().await?;
        self.prompt = Some(prompt.clone());
        prompt.prompt("").await?;
        let answer = tokio::select! {
            answer = answers.next() => answer,
            _ = departure.next() => None, // the service went, and its window with it
        };
        self.prompt = None;
        match answer {
            Some(answer) if !answer.args()?.dismissed => Ok(()),
            _ => Err(TokenStoreError::Locked),
        }
    }
}

/// Who is the Secret Service now. Where nobody is, the bus is asked to start the desktop's own.
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

/// Whether the service shows any collection. One that cannot tell shows none.
async fn has_collections(secrets: &SecretsProxy<'_>) -> Result<bool> {
    match secrets.collections().await.map_err(TokenStoreError::from) {
        Err(TokenStoreError::Other { .. }) => Ok(false),
        collections => Ok(!collections?.is_empty()),
    }
}
