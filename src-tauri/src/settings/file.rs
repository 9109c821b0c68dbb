//! Whoever writes the settings.

use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value};

use super::recovery::{self, keep_last_good};
use crate::atomic_file;
use crate::model::problem::{Problem, ProblemFacts, ProblemKind};

/// Whoever writes the settings.
pub trait SettingsFile: Send + Sync {
    /// Writes all values. After a fault what was written before is still there.
    fn save(&self, values: &Map<String, Value>) -> Result<(), SaveError>;

    /// Whether what was written is there at the next start.
    fn lasts(&self) -> bool {
        true
    }
}

/// Why settings could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct SaveError {
    /// There is no room, on the disk or in the person's share of it.
    pub disk_full: bool,
    /// Writing is not allowed there.
    pub read_only: bool,
    /// What the system said. Names no path: paths hold people's names.
    pub detail: String,
}

impl SaveError {
    /// What an error of the file system means.
    pub fn of(error: &io::Error) -> Self {
        Self {
            disk_full: matches!(
                error.kind(),
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
            ),
            read_only: matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem),
            detail: error.to_string(),
        }
    }
}

impl From<io::Error> for SaveError {
    fn from(error: io::Error) -> Self {
        Self::of(&error)
    }
}

impl From<SaveError> for Problem {
    fn from(fault: SaveError) -> Self {
        Self::with(
            ProblemKind::SettingsNotSaved,
            ProblemFacts { detail: Some(fault.detail), ..ProblemFacts::default() },
        )
    }
}

/// The settings file, written whole.
pub struct PlainFile {
    folder: PathBuf,
}

impl PlainFile {
    /// The file in a folder that [`recovery::open`] has looked through.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

impl SettingsFile for PlainFile {
    fn save(&self, values: &Map<String, Value>) -> Result<(), SaveError> {
        keep_last_good(&self.folder, values)?;
        atomic_file::write(&self.folder.join(recovery::FILE_NAME), &to_bytes(values)?)?;
        Ok(())
    }
}

/// An in-memory settings file for tests.
#[derive(Default)]
pub struct MemoryFile {
    saved: Mutex<Option<Map<String, Value>>>,
}

impl MemoryFile {
    /// What was saved last.
    pub fn saved(&self) -> Option<Map<String, Value>> {
        self.saved.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl SettingsFile for MemoryFile {
    fn save(&self, values: &Map<String, Value>) -> Result<(), SaveError> {
        *self.saved.lock().unwrap_or_else(PoisonError::into_inner) = Some(values.clone());
        Ok(())
    }
}

/// No settings file: nothing that is written is there at the next start.
pub struct NoFile;

impl SettingsFile for NoFile {
    fn save(&self, _: &Map<String, Value>) -> Result<(), SaveError> {
        Ok(())
    }

    fn lasts(&self) -> bool {
        false
    }
}

/// The values as they are written; refused where the guard would not read them again.
pub(super) fn to_bytes(values: &Map<String, Value>) -> Result<Vec<u8>, SaveError> {
    let bytes = serde_json::to_vec_pretty(values).map_err(|error| SaveError {
        disk_full: false,
        read_only: false,
        detail: error.to_string(),
    })?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= recovery::LARGEST) {
        Ok(bytes)
    } else {
        let detail = "the settings have grown too large".to_owned();
        Err(SaveError { disk_full: false, read_only: false, detail })
    }
}
