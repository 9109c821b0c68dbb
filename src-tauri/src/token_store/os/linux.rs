//! The Secret Service of Linux desktops: gnome-keyring, `KWallet`, `KeePassXC`.
//!
//! keyring reads and writes the entries, over an encrypted session. It blocks without end on a service that hangs, and
//! has a locked one ask the person without telling. So everything that can take time is done here first, over D-Bus
//! and ready to be given up: is the service there, is there one entry, is it unlocked, and if not, will the person
//! unlock it.

use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;

use keyring::CredentialStore;
use zbus::names::UniqueName;
use zbus::zvariant::OwnedObjectPath;
use zbus::Connection;
use zbus_secret_service_keyring_store::Store;

use super::faults::in_its_own_words;
use super::queue::{Asks, Caller};
use super::system::{Need, Since, System};
use super::SERVICE;
use crate::token_store::TokenStoreError;

mod bus;

use bus::{fault_of_bus, Bus, NO_OBJECT};

/// The way to the Secret Service.
#[derive(Default)]
pub(super) struct SecretService {
    /// The connection to the session bus, until it breaks.
    connection: Option<Connection>,
    /// The connection and the service of the last time, by their names on the bus: a service started anew has another.
    last: Option<(String, UniqueName<'static>)>,
    /// The window that the service shows, while it waits for the person.
    prompt: Option<OwnedObjectPath>,
    /// The service that was asked to make a collection and made none. What it shows for that may be a whole wizard, as
    /// in `KeePassXC`, which nobody wants to see at every try.
    made_none: Option<UniqueName<'static>>,
}

impl System for SecretService {
    fn prepare(&mut self, need: Need<'_>, caller: &mut Caller<'_>) -> Result<Since, TokenStoreError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .map_err(|error| TokenStoreError::Other { detail: error.to_string() })?;
        runtime.block_on(async {
            let asks = caller.asks();
            tokio::select! {
                ready = self.make_ready(need, &asks) => return ready,
                () = caller.left() => {}
            }
            // Nobody waits any more, so the window has no business on the screen.
            if let (Some(prompt), Some(connection)) = (self.prompt.take(), &self.connection) {
                Bus { connection }.dismiss(&prompt).await;
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

    fn fault(&self, error: &(dyn Error + 'static), refused: bool) -> TokenStoreError {
        // The store refuses access for one reason, that it is locked; all else is an error of the bus underneath.
        if refused {
            return TokenStoreError::Locked;
        }
        std::iter::successors(Some(error), |&error| error.source())
            .find_map(|error| error.downcast_ref::<zbus::Error>())
            .map_or_else(|| in_its_own_words(error), fault_of_bus)
    }

    /// `KeePassXC` does, unless told otherwise.
    fn asks_before_deleting(&self) -> bool {
        true
    }
}

impl SecretService {
    async fn make_ready(&mut self, need: Need<'_>, asks: &Asks) -> Result<Since, TokenStoreError> {
        let connection = self.connected().await?;
        let bus = Bus { connection: &connection };
        let service = bus.owner().await?;
        match need {
            Need::Answer => {
                bus.default_collection().await?;
            }
            Need::One(user) | Need::Any(user) | Need::Room(user) => {
                self.make_entries_ready(&bus, asks, user, need, &service).await?;
            }
        }
        let now = (connection.unique_name().map(ToString::to_string).unwrap_or_default(), service);
        let since = if self.last.as_ref() == Some(&now) { Since::Same } else { Since::Renewed };
        self.last = Some(now);
        Ok(since)
    }

    /// The session bus. Made anew when the last connection broke, so that a bus that starts late is found.
    async fn connected(&mut self) -> Result<Connection, TokenStoreError> {
        if let Some(connection) = &self.connection {
            match (Bus { connection }).answers().await {
                Ok(()) => return Ok(connection.clone()),
                Err(error) => tracing::debug!(%error, "the connection to the session bus broke"),
            }
        }
        self.connection = None;
        let connection = Connection::session().await.map_err(|error| match fault_of_bus(&error) {
            TokenStoreError::Denied => TokenStoreError::Denied,
            _ => TokenStoreError::Missing, // without a bus there is no Secret Service
        })?;
        self.connection = Some(connection.clone());
        Ok(connection)
    }

    /// Sees to it that what is kept for this user can be used, and where nothing is, that something can be kept.
    async fn make_entries_ready(
        &mut self,
        bus: &Bus<'_>,
        asks: &Asks,
        user: &str,
        need: Need<'_>,
        service: &UniqueName<'static>,
    ) -> Result<(), TokenStoreError> {
        let only_one = matches!(need, Need::One(_) | Need::Room(_));
        let attributes = HashMap::from([("service", SERVICE), ("username", user)]);
        let (open, locked) = bus.search(&attributes).await?;
        if only_one && open.len() + locked.len() > 1 {
            return Err(TokenStoreError::Ambiguous);
        }
        if !locked.is_empty() {
            return self.unlock(bus, asks, &locked).await;
        }
        if !open.is_empty() {
            return Ok(());
        }
        // Some services show the entries of a locked collection to nobody, so "nothing" may mean "not yet".
        let collection = bus.default_collection().await?;
        if collection.as_str() == NO_OBJECT {
            return match need {
                // A store that shows no collection at all may well hold the entry, in one that it does not show. Where
                // it shows some, the entry is gone, and saving it again has the default one made.
                Need::One(_) if !bus.has_collections().await? => Err(TokenStoreError::WithoutPlace),
                Need::Room(_) => self.make_default_collection(bus, asks, service).await,
                _ => Ok(()),
            };
        }
        if !bus.is_locked(&collection).await? {
            return Ok(());
        }
        self.unlock(bus, asks, std::slice::from_ref(&collection)).await?;
        let (open, locked) = bus.search(&attributes).await?;
        if only_one && open.len() + locked.len() > 1 {
            return Err(TokenStoreError::Ambiguous);
        }
        if locked.is_empty() {
            Ok(())
        } else {
            self.unlock(bus, asks, &locked).await
        }
    }

    async fn unlock(&mut self, bus: &Bus<'_>, asks: &Asks, what: &[OwnedObjectPath]) -> Result<(), TokenStoreError> {
        let (_, prompt) = bus.unlock(what).await?;
        self.ask_the_person(bus, asks, prompt).await
    }

    /// A desktop on which nothing was ever kept has no collection; the person chooses a password for it.
    async fn make_default_collection(
        &mut self,
        bus: &Bus<'_>,
        asks: &Asks,
        service: &UniqueName<'static>,
    ) -> Result<(), TokenStoreError> {
        if self.made_none.as_ref() == Some(service) && !bus.has_collections().await? {
            return Err(TokenStoreError::WithoutPlace);
        }
        let (made, prompt) = bus.make_default_collection().await?;
        let answered = self.ask_the_person(bus, asks, prompt).await;
        if answered == Err(TokenStoreError::Locked)
            || (made.as_str() == NO_OBJECT && bus.default_collection().await?.as_str() == NO_OBJECT)
        {
            self.made_none = Some(service.clone());
            return Err(TokenStoreError::WithoutPlace);
        }
        answered
    }

    async fn ask_the_person(
        &mut self,
        bus: &Bus<'_>,
        asks: &Asks,
        prompt: OwnedObjectPath,
    ) -> Result<(), TokenStoreError> {
        if prompt.as_str() == NO_OBJECT {
            return Ok(());
        }
        let _asking = asks.begin();
        self.prompt = Some(prompt.clone());
        let answer = bus.show(&prompt).await;
        self.prompt = None;
        if answer? {
            Ok(())
        } else {
            Err(TokenStoreError::Locked)
        }
    }
}
