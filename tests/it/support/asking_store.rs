//! A fake Secret Service that is locked, or has no place for entries, and prompts the person. It holds no entry.

#![expect(clippy::unused_self, clippy::used_underscore_binding, reason = "the calls have the Secret Service's shape")]

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};
use zbus::{connection, interface, Connection};

const COLLECTION: &str = "/org/freedesktop/secrets/collection/login";
const SESSION_COLLECTION: &str = "/org/freedesktop/secrets/collection/session";
const PROMPT: &str = "/org/freedesktop/secrets/prompt/1";

/// What happens to the window with which the store asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    Shown,
    Dismissed,
}

/// What the store is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Like {
    /// It has a default collection, which is locked.
    Locked,
    /// It shows no collection, as `KeePassXC` does where no group is exposed.
    WithoutCollections,
    /// It shows one that is not the default, as gnome-keyring does where nothing was ever kept.
    WithoutDefault,
}

/// The store, for as long as the value lives.
pub struct AskingStore {
    connection: Connection,
    locked: Arc<AtomicBool>,
    /// What happens to its window.
    pub window: mpsc::UnboundedReceiver<Window>,
}

impl AskingStore {
    /// Puts the store on the session bus.
    pub async fn start() -> Self {
        Self::like(Like::Locked).await
    }

    /// Puts a store on the session bus that shows no collection at all.
    pub async fn without_collections() -> Self {
        Self::like(Like::WithoutCollections).await
    }

    /// Puts a store on the session bus whose only collection is not the default one.
    pub async fn without_default() -> Self {
        Self::like(Like::WithoutDefault).await
    }

    async fn like(like: Like) -> Self {
        let locked = Arc::new(AtomicBool::new(true));
        let (told, window) = mpsc::unbounded_channel();
        let connection = connection::Builder::session()
            .unwrap()
            .serve_at("/org/freedesktop/secrets", Service { like, locked: Arc::clone(&locked) })
            .unwrap()
            .serve_at(COLLECTION, Collection { locked: Arc::clone(&locked) })
            .unwrap()
            .serve_at(PROMPT, Prompt { told: Mutex::new(told) })
            .unwrap()
            .name("org.freedesktop.secrets")
            .unwrap()
            .build()
            .await
            .unwrap();
        Self { connection, locked, window }
    }

    /// The person types the right password, or closes the window.
    pub async fn answer(&self, unlocked: bool) {
        self.locked.store(!unlocked, Ordering::SeqCst);
        let prompt = self.connection.object_server().interface::<_, Prompt>(PROMPT).await.unwrap();
        Prompt::completed(prompt.signal_emitter(), !unlocked, Value::from("")).await.unwrap();
    }
}

struct Service {
    like: Like,
    locked: Arc<AtomicBool>,
}

#[interface(name = "org.freedesktop.Secret.Service")]
impl Service {
    fn read_alias(&self, _name: &str) -> ObjectPath<'static> {
        ObjectPath::from_static_str_unchecked(if self.like == Like::Locked { COLLECTION } else { "/" })
    }

    #[zbus(property)]
    fn collections(&self) -> Vec<ObjectPath<'static>> {
        let shown = match self.like {
            Like::Locked => Some(COLLECTION),
            Like::WithoutCollections => None,
            Like::WithoutDefault => Some(SESSION_COLLECTION),
        };
        shown.into_iter().map(ObjectPath::from_static_str_unchecked).collect()
    }

    fn create_collection(
        &self,
        _properties: HashMap<String, OwnedValue>,
        _alias: &str,
    ) -> (ObjectPath<'static>, ObjectPath<'static>) {
        (ObjectPath::from_static_str_unchecked("/"), ObjectPath::from_static_str_unchecked(PROMPT))
    }

    fn search_items(&self, _attributes: HashMap<String, String>) -> (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) {
        (Vec::new(), Vec::new())
    }

    fn unlock(&self, objects: Vec<OwnedObjectPath>) -> (Vec<OwnedObjectPath>, ObjectPath<'static>) {
        if self.locked.load(Ordering::SeqCst) {
            (Vec::new(), ObjectPath::from_static_str_unchecked(PROMPT))
        } else {
            (objects, ObjectPath::from_static_str_unchecked("/"))
        }
    }

    /// Any number is a valid public key.
    fn open_session(&self, _algorithm: &str, _key: OwnedValue) -> (Value<'static>, ObjectPath<'static>) {
        (Value::from(vec![2_u8; 128]), ObjectPath::from_static_str_unchecked("/org/freedesktop/secrets/session/1"))
    }
}

struct Collection {
    locked: Arc<AtomicBool>,
}

#[interface(name = "org.freedesktop.Secret.Collection")]
impl Collection {
    #[zbus(property)]
    fn locked(&self) -> bool {
        self.locked.load(Ordering::SeqCst)
    }
}

struct Prompt {
    told: Mutex<mpsc::UnboundedSender<Window>>,
}

#[interface(name = "org.freedesktop.Secret.Prompt")]
impl Prompt {
    fn prompt(&self, _window: &str) {
        let _ = self.told.lock().unwrap().send(Window::Shown);
    }

    fn dismiss(&self) {
        let _ = self.told.lock().unwrap().send(Window::Dismissed);
    }

    #[zbus(signal)]
    async fn completed(emitter: &SignalEmitter<'_>, dismissed: bool, result: Value<'_>) -> zbus::Result<()>;
}
