//! The settings while the program runs: read and changed in memory, and written when they differ from the file.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};

use super::values::Settings;
use crate::model::problem::{Problem, ProblemFacts, ProblemKind};

pub trait SettingsFile: Send + Sync {
    /// Writes all values. After an error the file is as it was. Errors name no path: paths hold people's names.
    fn save(&self, values: &Map<String, Value>) -> io::Result<()>;
}

/// A settings file in memory, for tests.
pub type MemoryFile = Mutex<Map<String, Value>>;

impl SettingsFile for MemoryFile {
    fn save(&self, values: &Map<String, Value>) -> io::Result<()> {
        lock(self).clone_from(values);
        Ok(())
    }
}

/// Owns the settings. Reading and changing them never waits for the disk.
pub struct SettingsStore {
    settings: Mutex<Settings>,
    /// `None`: the settings are lost at the end of the program.
    file: Option<Box<dyn SettingsFile>>,
    /// Locked while the file is written.
    written: Mutex<Written>,
    unsaved: Mutex<Option<Problem>>,
}

struct Written {
    values: Map<String, Value>,
    /// The last write failed. That is reported once, not at every change.
    failing: bool,
}

impl SettingsStore {
    /// `settings` are those of the file.
    pub fn new(settings: Settings, file: Option<Box<dyn SettingsFile>>) -> Self {
        let written = Written { values: settings.to_values(), failing: false };
        Self { settings: settings.into(), file, written: written.into(), unsaved: Mutex::default() }
    }

    /// Default settings that are written to memory, for tests and measurements.
    pub fn in_memory() -> Self {
        Self::new(Settings::default(), Some(Box::new(MemoryFile::default())))
    }

    pub fn read<T>(&self, read: impl FnOnce(&Settings) -> T) -> T {
        read(&lock(&self.settings))
    }

    /// Changes the settings in memory. [`Self::flush`] writes them.
    pub fn stage<T>(&self, change: impl FnOnce(&mut Settings) -> T) -> T {
        change(&mut lock(&self.settings))
    }

    /// Writes the settings if they differ from what was written last. Returns whether they are in the file. After an error
    /// the changes stay in memory, and [`Self::take_unsaved`] reports it.
    pub fn flush(&self) -> bool {
        let Some(file) = &self.file else { return false };
        let mut written = lock(&self.written);
        let values = self.read(Settings::to_values);
        if values == written.values {
            return true;
        }
        match file.save(&values) {
            Ok(()) => {
                *written = Written { values, failing: false };
                true
            }
            Err(error) => {
                tracing::warn!(%error, "settings could not be written");
                if !std::mem::replace(&mut written.failing, true) {
                    let facts = ProblemFacts { detail: Some(error.to_string()), ..ProblemFacts::default() };
                    *lock(&self.unsaved) = Some(Problem::with(ProblemKind::SettingsNotSaved, facts));
                }
                false
            }
        }
    }

    /// Writes the settings, and reports an error even if one was reported before.
    pub fn flush_or_report(&self) {
        lock(&self.written).failing = false;
        self.flush();
    }

    /// Why the settings could not be written: once, and again only after a write has succeeded.
    pub fn take_unsaved(&self) -> Option<Problem> {
        lock(&self.unsaved).take()
    }
}

/// A panic leaves nothing half-changed here, so a poisoned lock can be used.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
