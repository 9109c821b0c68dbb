//! Files that the person asked for.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::atomic_file;

/// Where it is noted which files are being written.
static NOTES: OnceLock<PathBuf> = OnceLock::new();

/// Takes away what an earlier start left unfinished, wherever that was to be saved. From now on it is noted in that folder
/// what is being written.
pub fn sweep_unfinished(notes: PathBuf) {
    atomic_file::sweep_noted(&notes);
    let _ = NOTES.set(notes); // once for each start
}

/// A file could not be written; nothing of it is there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct NotSaved {
    /// What the system said. Names no path: paths hold people's names.
    pub detail: String,
}

/// Writes a file where the person wants it: the whole file or none, for its owner alone.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), NotSaved> {
    save_with(path, |file| file.write_all(bytes))
}

/// The same for what is written little by little, and what the writing gave.
pub fn save_with<T>(path: &Path, write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<T>) -> Result<T, NotSaved> {
    atomic_file::write_noted(path, NOTES.get().map(PathBuf::as_path), write)
        .map_err(|error| NotSaved { detail: error.to_string() })
}
