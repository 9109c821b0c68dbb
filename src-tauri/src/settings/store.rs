//! The settings while the program runs: read, changed in memory, and written where they differ.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};

use super::values::Settings;
use crate::model::problem::{Problem, ProblemFacts, ProblemKind};

/// A place that the settings are written to.
pub trait SettingsFile: Send + Sync {
    /// Writes all values. After a fault what was written before is still there.
    fn save(&self, values: &Map<String, Value>) -> Result<(), SaveError>;
}

/// Why settings could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct SaveError {
    pub disk_full: bool,
    /// Writing is not allowed there.
    pub read_only: bool,
    /// What the system said. Names no path: paths hold people's names.
    pub detail: String,
}

impl SaveError {
    /// An error that is not the disk's.
    pub fn other(detail: &impl ToString) -> Self {
        Self { disk_full: false, read_only: false, detail: detail.to_string() }
    }
}

impl From<io::Error> for SaveError {
    fn from(error: io::Error) -> Self {
        use io::ErrorKind::{FileTooLarge, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        Self {
            disk_full: matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge),
            read_only: matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem),
            detail: error.to_string(),
        }
    }
}

impl From<SaveError> for Problem {
    fn from(error: SaveError) -> Self {
        let facts = ProblemFacts { detail: Some(error.detail), ..ProblemFacts::default() };
        Self::with(ProblemKind::SettingsNotSaved, facts)
    }
}

/// A settings file in memory, for tests.
#[derive(Default)]
pub struct MemoryFile {
    saved: Mutex<Option<Map<String, Value>>>,
}

impl MemoryFile {
    /// What was saved last.
    pub fn saved(&self) -> Option<Map<String, Value>> {
        lock(&self.saved).clone()
    }
}

impl SettingsFile for MemoryFile {
    fn save(&self, values: &Map<String, Value>) -> Result<(), SaveError> {
        *lock(&self.saved) = Some(values.clone());
        Ok(())
    }
}

/// The owner of the settings. Reading and changing never waits for the disk.
pub struct SettingsStore {
    settings: Mutex<Settings>,
    /// `None`: nothing outlives the program.
    file: Option<Box<dyn SettingsFile>>,
    /// Locked while the file is written.
    written: Mutex<Written>,
    unsaved: Mutex<Option<Problem>>,
}

/// What the file holds, and whether the last write failed: the person is told of that once, not at every change.
struct Written {
    values: Map<String, Value>,
    failing: bool,
}

impl SettingsStore {
    /// The settings that were read from a file, and the file.
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

    /// Writes the settings where they differ from what was written last. Whether they outlive the program. A fault costs
    /// no change: it stays in memory, and is reported once.
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
                tracing::warn!(detail = %error.detail, "settings could not be written");
                if !std::mem::replace(&mut written.failing, true) {
                    *lock(&self.unsaved) = Some(error.into());
                }
                false
            }
        }
    }

    /// Writes the settings, and has a fault reported even if one was before: for what a person relies on.
    pub fn flush_or_report(&self) {
        lock(&self.written).failing = false;
        self.flush();
    }

    /// Why the settings could not be written: once, and not again before a write succeeded.
    pub fn take_unsaved(&self) -> Option<Problem> {
        lock(&self.unsaved).take()
    }
}

/// A panic elsewhere leaves nothing half-changed here, so a poisoned lock is as good as any.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
