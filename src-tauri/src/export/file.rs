//! Files that the person asked for.

use std::path::Path;

use crate::whole_file;

/// A file could not be written; nothing of it is there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct NotSaved {
    /// What the system said. Names no path: paths hold people's names.
    pub detail: String,
}

/// Writes a file where the person wants it: the whole file or none, for its owner alone.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), NotSaved> {
    whole_file::write(path, bytes).map_err(|error| NotSaved { detail: error.to_string() })
}
