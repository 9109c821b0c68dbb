//! Writing settings so that the file is the old one or the new one at every moment.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde_json::{Map, Value};

use super::guard::{self, keep_last_good};

/// Whoever writes the settings.
pub trait SettingsFile: Send + Sync {
    /// Writes all values. After a fault what was written before is still there.
    fn save(&self, values: &Map<String, Value>) -> Result<(), SaveFault>;
}

/// Why settings could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct SaveFault {
    /// There is no room, on the disk or in the person's share of it.
    pub disk_full: bool,
    /// Writing is not allowed there.
    pub read_only: bool,
    /// What the system said. Names no path: paths hold people's names.
    pub detail: String,
}

impl SaveFault {
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

impl From<io::Error> for SaveFault {
    fn from(error: io::Error) -> Self {
        Self::of(&error)
    }
}

/// The settings file, written whole.
pub struct PlainFile {
    folder: PathBuf,
}

impl PlainFile {
    /// The file in a folder that [`guard::open`] has looked through.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

impl SettingsFile for PlainFile {
    fn save(&self, values: &Map<String, Value>) -> Result<(), SaveFault> {
        keep_last_good(&self.folder, values)?;
        write_whole(&self.folder.join(guard::FILE_NAME), &to_bytes(values)?)?;
        Ok(())
    }
}

/// Settings that end with the program: where nothing can be written, or nothing should be.
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
    fn save(&self, values: &Map<String, Value>) -> Result<(), SaveFault> {
        *self.saved.lock().unwrap_or_else(PoisonError::into_inner) = Some(values.clone());
        Ok(())
    }
}

/// The values as they are written; refused where the guard would not read them again.
pub(super) fn to_bytes(values: &Map<String, Value>) -> Result<Vec<u8>, SaveFault> {
    let bytes = serde_json::to_vec_pretty(values).map_err(|error| SaveFault {
        disk_full: false,
        read_only: false,
        detail: error.to_string(),
    })?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= guard::LARGEST) {
        Ok(bytes)
    } else {
        let detail = "the settings have grown too large".to_owned();
        Err(SaveFault { disk_full: false, read_only: false, detail })
    }
}

/// Writes a file beside its place, has the disk confirm it, and moves it there: whoever reads, and whatever ends the
/// program, the file is the old one or the new one. Only its owner can read it. A link stays a link.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let beside = beside(&target);
    let written = write_new(&beside, bytes).and_then(|()| put_in_place(&beside, &target));
    if let Err(error) = written {
        let _ = fs::remove_file(&beside); // best effort: the guard sweeps what stays
        return Err(error);
    }
    confirm_the_name(&target);
    Ok(())
}

/// How often a file is put in its place once more, 10 ms apart. On Windows it cannot be while another program has the
/// old one open, as virus scanners, backups and a second start of this program do for a moment.
const MORE_TRIES: u32 = if cfg!(windows) { 20 } else { 0 };

fn put_in_place(beside: &Path, target: &Path) -> io::Result<()> {
    let mut left = MORE_TRIES;
    loop {
        match fs::rename(beside, target) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied && left > 0 => {
                left -= 1;
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
            result => return result,
        }
    }
}

/// A name in the same folder that no other writer uses, in this process or another.
fn beside(target: &Path) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_owned();
    name.push(format!("{}{}-{:08x}", guard::UNFINISHED, std::process::id(), fastrand::u32(..)));
    target.with_file_name(name)
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Has the disk confirm the file's new name as well. A system that cannot do that still has the file.
fn confirm_the_name(path: &Path) {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        if let Err(error) = File::open(folder).and_then(|folder| folder.sync_all()) {
            tracing::debug!(%error, "the folder of the settings could not be confirmed");
        }
    }
    #[cfg(not(unix))]
    let _: (Option<File>, &Path) = (None, path); // Windows confirms a name together with its file
}
