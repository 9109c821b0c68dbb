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
use crate::vault::VaultFault;

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
}

impl System for SecretService {
    fn prepare(&mut self, need: Need<'_>, caller: &mut Caller<'_>) -> Result<Since, VaultFault> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .map_err(|error| VaultFault::Other { detail: error.to_string() })?;
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
            Err(VaultFault::NotAnswering)
        })
    }

    fn open(&mut self) -> keyring::Result<Arc<CredentialStore>> {
        Ok(Store::new()?)
    }

    fn modifiers<'a>(&self, label: &'a str) -> Vec<(&'static str, &'a str)> {
        vec![("label", label)]
    }

    fn fault(&self, error: &(dyn Error + 'static), refused: bool) -> VaultFault {
        // The store refuses access for one reason, that it is locked; all else is an error of the bus underneath.
        if refused {
            return VaultFault::Locked;
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
    async fn make_ready(&mut self, need: Need<'_>, asks: &Asks) -> Result<Since, VaultFault> {
        let connection = self.connected().await?;
        let bus = Bus { connection: &connection };
        let service = bus.owner().await?;
        match need {
            Need::Answer => {
                bus.default_collection().await?;
            }
            Need::One(user) => self.make_entries_ready(&bus, asks, user, true, false).await?,
            Need::Any(user) => self.make_entries_ready(&bus, asks, user, false, false).await?,
            Need::Room(user) => self.make_entries_ready(&bus, asks, user, true, true).await?,
        }
        let now = (connection.unique_name().map(ToString::to_string).unwrap_or_default(), service);
        let since = if self.last.as_ref() == Some(&now) { Since::Same } else { Since::Renewed };
        self.last = Some(now);
        Ok(since)
    }

    /// The session bus. Made anew when the last connection broke, so that a bus that starts late is found.
    async fn connected(&mut self) -> Result<Connection, VaultFault> {
        if let Some(connection) = &self.connection {
            match (Bus { connection }).answers().await {
                Ok(()) => return Ok(connection.clone()),
                Err(error) => tracing::debug!(%error, "the connection to the session bus broke"),
            }
        }
        self.connection = None;
        let connection = Connection::session().await.map_err(|error| match fault_of_bus(&error) {
            VaultFault::Denied => VaultFault::Denied,
            _ => VaultFault::Missing, // without a bus there is no Secret Service
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
        only_one: bool,
        room: bool,
    ) -> Result<(), VaultFault> {
        let attributes = HashMap::from([("service", SERVICE), ("username", user)]);
        let (open, locked) = bus.search(&attributes).await?;
        if only_one && open.len() + locked.len() > 1 {
            return Err(VaultFault::Ambiguous);
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
            return if room { self.make_default_collection(bus, asks).await } else { Ok(()) };
        }
        if !bus.is_locked(&collection).await? {
            return Ok(());
        }
        self.unlock(bus, asks, std::slice::from_ref(&collection)).await?;
        let (open, locked) = bus.search(&attributes).await?;
        if only_one && open.len() + locked.len() > 1 {
            return Err(VaultFault::Ambiguous);
        }
        if locked.is_empty() {
            Ok(())
        } else {
            self.unlock(bus, asks, &locked).await
        }
    }

    async fn unlock(&mut self, bus: &Bus<'_>, asks: &Asks, what: &[OwnedObjectPath]) -> Result<(), VaultFault> {
        let (_, prompt) = bus.unlock(what).await?;
        self.ask_the_person(bus, asks, prompt).await
    }

    /// A desktop on which nothing was ever kept has no collection; the person chooses a password for it.
    async fn make_default_collection(&mut self, bus: &Bus<'_>, asks: &Asks) -> Result<(), VaultFault> {
        let (_, prompt) = bus.make_default_collection().await?;
        self.ask_the_person(bus, asks, prompt).await
    }

    async fn ask_the_person(&mut self, bus: &Bus<'_>, asks: &Asks, prompt: OwnedObjectPath) -> Result<(), VaultFault> {
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
            Err(VaultFault::Locked)
        }
    }
}
