//! The settings file, written through tauri-plugin-store behind the checks of [`crate::settings::recovery`].

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::{Map, Value};
use tauri::{AppHandle, Runtime};
use tauri_plugin_store::{Store, StoreBuilder};

use crate::settings::{recovery, SettingsFile};

/// The file that tauri-plugin-store reads and writes.
pub struct StoreFile<R: Runtime> {
    store: Arc<Store<R>>,
    folder: PathBuf,
}

impl<R: Runtime> StoreFile<R> {
    /// Opens the store in a folder whose file was checked: the plugin takes a damaged file for an empty one.
    pub fn open(app: &AppHandle<R>, folder: PathBuf) -> tauri_plugin_store::Result<Self> {
        // Written when something changed and not by a timer, so that a fault reaches the one who caused it.
        let store = StoreBuilder::new(app, folder.join(recovery::FILE_NAME)).disable_auto_save().build()?;
        // The plugin writes every store it knows once more when the program ends, past the checks.
        store.close_resource();
        Ok(Self { store, folder })
    }
}

impl<R: Runtime> SettingsFile for StoreFile<R> {
    fn save(&self, values: &Map<String, Value>) -> io::Result<()> {
        recovery::keep_last_good(&self.folder, values)?;
        for gone in self.store.keys().iter().filter(|key| !values.contains_key(*key)) {
            self.store.delete(gone);
        }
        for (key, value) in values {
            if self.store.get(key).as_ref() != Some(value) {
                self.store.set(key.clone(), value.clone());
            }
        }
        self.store.save().map_err(|error| match error {
            tauri_plugin_store::Error::Io(error) => error,
            other => io::Error::other(other.to_string()),
        })
    }
}
