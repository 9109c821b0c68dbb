//! A store in memory that fails and hangs on command, over keyring's own mock entries.

use std::any::Any;
use std::collections::HashMap;
use std::error::Error as StdError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{mpsc, Arc, Mutex};

use keyring::api::{Credential, CredentialApi, CredentialStoreApi};
use keyring::mock::{Cred, CredData};
use keyring::{CredentialStore, Entry, Error, Result};

use super::super::system::{MakeSystem, Precondition, PromptSignal, Requester, StoreState, System};
use crate::token_store::TokenStoreError;

/// What is done to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Touch {
    Get,
    Set,
    Delete,
}

/// Is asked before an entry is touched: may block, and may give the error to fail with.
type Hook = Box<dyn FnMut(Touch) -> Option<Error> + Send>;

/// Is called before an operation begins, as the system's own preparations would be.
type Preparation = Box<dyn FnMut(&PromptSignal) + Send>;

/// What a test sees and controls of the store.
#[derive(Default)]
pub(super) struct Rig {
    pub(super) entries: Mutex<Vec<Arc<Cred>>>,
    hook: Mutex<Option<Hook>>,
    prepare: Mutex<Option<Preparation>>,
    /// How often a store object was made.
    pub(super) opened: AtomicUsize,
    /// How many threads were started.
    pub(super) threads: AtomicUsize,
    ended: AtomicUsize,
}

impl Rig {
    pub(super) fn new() -> Arc<Self> {
        Arc::default()
    }

    pub(super) fn hook(&self, hook: impl FnMut(Touch) -> Option<Error> + Send + 'static) {
        *self.hook.lock().unwrap() = Some(Box::new(hook));
    }

    pub(super) fn unhook(&self) {
        *self.hook.lock().unwrap() = None;
    }

    pub(super) fn on_prepare(&self, prepare: impl FnMut(&PromptSignal) + Send + 'static) {
        *self.prepare.lock().unwrap() = Some(Box::new(prepare));
    }

    /// Blocks the store at the next touch of this kind. The first channel tells that it hangs; the second, once
    /// dropped or sent to, lets it go on.
    pub(super) fn hang_at(&self, at: Touch) -> (mpsc::Receiver<()>, mpsc::Sender<()>) {
        let (hangs, hanging) = mpsc::channel();
        let (go_on, may_go_on) = mpsc::channel::<()>();
        let mut gate = Some((hangs, may_go_on));
        self.hook(move |touch| {
            if touch == at {
                if let Some((hangs, may_go_on)) = gate.take() {
                    hangs.send(()).unwrap();
                    let _ = may_go_on.recv();
                }
            }
            None
        });
        (hanging, go_on)
    }

    /// How many threads there are.
    pub(super) fn alive(&self) -> usize {
        self.threads.load(Ordering::SeqCst) - self.ended.load(Ordering::SeqCst)
    }

    /// What every entry holds.
    pub(super) fn kept(&self) -> Vec<Vec<u8>> {
        let entries = self.entries.lock().unwrap();
        entries.iter().filter_map(|entry| entry.inner.lock().unwrap().get_mut().secret.clone()).collect()
    }

    /// Puts bytes into the entry of a user, as another program might.
    pub(super) fn put(&self, user: &str, secret: &[u8]) {
        let data = CredData { secret: Some(secret.to_vec()), error: None };
        let specifiers = (super::super::SERVICE.to_owned(), user.to_owned());
        self.entries.lock().unwrap().push(Arc::new(Cred { specifiers, inner: Mutex::new(data.into()) }));
    }

    pub(super) fn make(self: &Arc<Self>) -> MakeSystem {
        let rig = Arc::clone(self);
        Arc::new(move |prompting| {
            rig.threads.fetch_add(1, Ordering::SeqCst);
            Box::new(RiggedSystem(Arc::clone(&rig), prompting))
        })
    }

    fn touch(&self, touch: Touch) -> Result<()> {
        // Taken out while it runs: a hook that hangs must not hold up what another thread does.
        let hook = self.hook.lock().unwrap().take();
        let Some(mut hook) = hook else { return Ok(()) };
        let error = hook(touch);
        self.hook.lock().unwrap().get_or_insert(hook);
        error.map_or(Ok(()), Err)
    }
}

struct RiggedSystem(Arc<Rig>, PromptSignal);

impl Drop for RiggedSystem {
    fn drop(&mut self) {
        self.0.ended.fetch_add(1, Ordering::SeqCst);
    }
}

impl System for RiggedSystem {
    fn prepare(
        &mut self,
        _: Precondition<'_>,
        _: &mut Requester<'_>,
    ) -> std::result::Result<StoreState, TokenStoreError> {
        if let Some(prepare) = self.0.prepare.lock().unwrap().as_mut() {
            prepare(&self.1);
        }
        Ok(StoreState::Same)
    }

    fn open(&mut self) -> Result<Arc<CredentialStore>> {
        self.0.opened.fetch_add(1, Ordering::SeqCst);
        Ok(Arc::new(RiggedStore(Arc::clone(&self.0))))
    }

    fn platform_error(&self, error: &(dyn StdError + 'static), refused: bool) -> TokenStoreError {
        if refused {
            TokenStoreError::Denied
        } else {
            super::super::system::other_in_own_words(error)
        }
    }
}

struct RiggedStore(Arc<Rig>);

impl CredentialStoreApi for RiggedStore {
    fn vendor(&self) -> String {
        "rigged".to_owned()
    }

    fn id(&self) -> String {
        "rigged".to_owned()
    }

    fn build(&self, service: &str, user: &str, _: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        let specifiers = (service.to_owned(), user.to_owned());
        Ok(Entry::new_with_credential(Arc::new(RiggedEntry { rig: Arc::clone(&self.0), specifiers })))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

struct RiggedEntry {
    rig: Arc<Rig>,
    specifiers: (String, String),
}

impl RiggedEntry {
    /// The mock entry behind this one; it is made where it is missing, and then holds nothing.
    fn one(&self) -> Result<Arc<Cred>> {
        let mut entries = self.rig.entries.lock().unwrap();
        entries.retain(|entry| entry.inner.lock().unwrap().get_mut().secret.is_some());
        let mine: Vec<_> = entries.iter().filter(|entry| entry.specifiers == self.specifiers).cloned().collect();
        match mine.as_slice() {
            [] => {
                let specifiers = self.specifiers.clone();
                entries.push(Arc::new(Cred { specifiers, inner: Mutex::default() }));
                Ok(entries.last().unwrap().clone())
            }
            [one] => Ok(one.clone()),
            several => {
                let wrap = |entry: &Arc<Cred>| Entry::new_with_credential(entry.clone());
                Err(Error::Ambiguous(several.iter().map(wrap).collect()))
            }
        }
    }
}

impl CredentialApi for RiggedEntry {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        self.rig.touch(Touch::Set)?;
        self.one()?.set_secret(secret)
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        self.rig.touch(Touch::Get)?;
        self.one()?.get_secret()
    }

    fn delete_credential(&self) -> Result<()> {
        self.rig.touch(Touch::Delete)?;
        self.one()?.delete_credential()
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        Some(self.specifiers.clone())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
