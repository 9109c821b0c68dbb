//! The settings file on disk: checked before it is loaded, with a copy of the last good values beside it.
//!
//! tauri-plugin-store writes in place, and overwrites a damaged file (plugins-workspace issue 3085). So a damaged file is
//! moved aside, and the copy is replaced atomically.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use super::store::SettingsFile;
use super::values::SCHEMA;
use crate::atomic_file;

pub const FILE_NAME: &str = "settings.json";

const LAST_GOOD: &str = "settings.json.last-good";

/// The name of a damaged file, followed by the time.
const BAD: &str = "settings.json.bad-";

/// The largest settings file that is read, in bytes: some thousand accounts.
const MAX_BYTES: u64 = 1024 * 1024;

/// How many damaged files are kept, so that a recurring fault does not fill the disk.
const BAD_KEPT: usize = 20;

#[derive(Debug)]
pub struct Opened {
    pub values: Map<String, Value>,
    pub notices: Vec<Notice>,
    /// If not, the settings stay in memory.
    pub writable: bool,
}

/// What happened to the settings file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "SettingsNotice", export_to = "SettingsNotice.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// It was damaged and was kept aside; the last good copy was used.
    RestoredFromCopy,
    /// It was damaged and was kept aside; there was no good copy.
    StartedAfresh,
    /// It is a newer program's: it is read, and never written.
    NewerProgram,
    /// Settings cannot be written here.
    NotSaved,
}

enum Content {
    Values(Map<String, Value>),
    Missing,
    DamagedAndMovedAside,
    /// Damaged, and cannot be moved aside.
    Stuck,
}

/// Reads the settings of a folder, which is made if it is missing. Afterwards tauri-plugin-store can load the file, if
/// there still is one.
pub fn open(folder: &Path) -> Opened {
    if let Err(error) = make_private(folder) {
        tracing::warn!(%error, "there is no folder for the settings");
        return in_memory(Map::new());
    }
    atomic_file::sweep(folder, FILE_NAME);
    let file = folder.join(FILE_NAME);
    let content = check(folder, &file);
    let copy = check(folder, &folder.join(LAST_GOOD));
    match (content, copy) {
        (Content::Values(values), _) => opened(values, None),
        (Content::Missing, Content::Missing) => opened(Map::new(), None),
        (Content::Stuck, Content::Values(values)) => in_memory(values),
        (Content::Stuck, _) => in_memory(Map::new()),
        // A missing file was lost during an earlier repair, or deleted.
        (_, Content::Values(values)) => restored(&file, values),
        _ => opened(Map::new(), Some(Notice::StartedAfresh)),
    }
}

fn in_memory(values: Map<String, Value>) -> Opened {
    Opened { values, notices: vec![Notice::NotSaved], writable: false }
}

fn opened(values: Map<String, Value>, notice: Option<Notice>) -> Opened {
    let newer = values.get("schema").and_then(Value::as_u64).is_some_and(|schema| schema > SCHEMA);
    let notices = notice.into_iter().chain(newer.then_some(Notice::NewerProgram)).collect();
    Opened { values, notices, writable: !newer }
}

/// Replaces the file with the copy.
fn restored(file: &Path, values: Map<String, Value>) -> Opened {
    let written = to_bytes(&values).and_then(|bytes| atomic_file::write(file, &bytes));
    let mut opened = opened(values, Some(Notice::RestoredFromCopy));
    if let Err(error) = written {
        tracing::warn!(%error, "the settings could not be replaced with their copy");
        opened.notices.push(Notice::NotSaved);
        opened.writable = false;
    }
    opened
}

/// Reads a file, and moves it aside if it is damaged.
fn check(folder: &Path, path: &Path) -> Content {
    match read(path) {
        Ok(Some(values)) => Content::Values(values),
        Ok(None) => Content::Missing,
        Err(what) => {
            tracing::warn!(what, "a settings file is damaged");
            let moved = move_aside(folder, path);
            let moved = moved.inspect_err(|error| tracing::warn!(%error, "it cannot be moved aside"));
            moved.map_or(Content::Stuck, |()| Content::DamagedAndMovedAside)
        }
    }
}

/// The values of a file, `None` if there is none, or what is wrong with it.
fn read(path: &Path) -> Result<Option<Map<String, Value>>, &'static str> {
    let found = match fs::metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(_) => return Err("it cannot be reached"), // a link to itself, for example
    };
    if !found.is_file() {
        return Err("it is no file"); // reading a pipe would never end
    }
    if found.len() > MAX_BYTES {
        return Err("it is too large");
    }
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes));
    read.map_err(|_| "it cannot be read")?;
    serde_json::from_slice(&bytes).map(Some).map_err(|_| "it is no settings")
}

/// Renames a damaged file, and deletes the oldest damaged ones beyond [`BAD_KEPT`].
fn move_aside(folder: &Path, file: &Path) -> io::Result<()> {
    let time = Timestamp::now().strftime("%Y%m%dT%H%M%S%.6fZ").to_string();
    let name = |number: u32| match number {
        0 => folder.join(format!("{BAD}{time}")),
        more => folder.join(format!("{BAD}{time}-{more:02}")),
    };
    let free = (0..100).map(name).find(|path| fs::symlink_metadata(path).is_err());
    match fs::rename(file, free.unwrap_or_else(|| name(0))) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()), // a second start of the program was faster
        result => result?,
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_bad = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().starts_with(BAD);
    let mut bad: Vec<PathBuf> = entries.filter(is_bad).map(|entry| entry.path()).collect();
    bad.sort(); // by the time in the name
    for path in &bad[..bad.len().saturating_sub(BAD_KEPT)] {
        let _ = fs::remove_file(path); // fails for a folder, which this program never made
    }
    Ok(())
}

/// Writes the copy of the last good values. Has to be called before every save of the file itself.
pub fn keep_last_good(folder: &Path, values: &Map<String, Value>) -> io::Result<()> {
    let bytes = to_bytes(values)?;
    make_private(folder)?;
    atomic_file::write(&folder.join(LAST_GOOD), &bytes)?;
    let file = folder.join(FILE_NAME);
    match fs::metadata(&file) {
        // tauri-plugin-store keeps the permissions of a file, so it is created here with the right ones.
        Err(error) if error.kind() == io::ErrorKind::NotFound => atomic_file::write(&file, &bytes)?,
        Err(error) => return Err(error),
        Ok(_) => restrict(&file, 0o600),
    }
    Ok(())
}

/// The settings file, replaced atomically: used if tauri-plugin-store cannot be opened.
pub struct PlainFile {
    folder: PathBuf,
}

impl PlainFile {
    /// Takes a folder that [`open`] has checked.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

impl SettingsFile for PlainFile {
    fn save(&self, values: &Map<String, Value>) -> io::Result<()> {
        keep_last_good(&self.folder, values)?;
        atomic_file::write(&self.folder.join(FILE_NAME), &to_bytes(values)?)
    }
}

/// Fails if [`open`] would refuse to read the bytes.
fn to_bytes(values: &Map<String, Value>) -> io::Result<Vec<u8>> {
    let bytes = serde_json::to_vec_pretty(values)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= MAX_BYTES) {
        Ok(bytes)
    } else {
        Err(io::Error::other("the settings have grown too large"))
    }
}

/// Creates a folder for its owner only, and restricts an existing one.
fn make_private(folder: &Path) -> io::Result<()> {
    atomic_file::make_private(folder)?;
    restrict(folder, 0o700);
    Ok(())
}

/// Restricts a file or folder to its owner, if possible: some file systems have no permissions, and a folder on a share
/// may belong to another user. On Windows the user's folder is restricted already.
fn restrict(path: &Path, mode: u32) {
    #[cfg(unix)]
    if let Err(error) = fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)) {
        tracing::debug!(%error, "the settings could not be closed to others");
    }
    #[cfg(not(unix))]
    let _ = (path, mode);
}
