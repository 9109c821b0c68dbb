//! Stands between the settings file and whoever loads and writes it.
//!
//! tauri-plugin-store writes the file in place and takes a damaged one for an empty one, which its next save then makes
//! true (plugins-workspace issue 3085). So the file is checked before it is loaded, a damaged one is moved aside and
//! never overwritten, and a copy of the last good values lies beside it, written so that it cannot be torn.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use super::file::{to_bytes, SaveError};
use super::SCHEMA;
use crate::atomic_file;

/// The name of the settings file, in the program's data folder.
pub const FILE_NAME: &str = "settings.json";

/// The copy of the last good values.
const LAST_GOOD: &str = "settings.json.last-good";

/// What a file is called that was found damaged, before the time.
const BAD: &str = "settings.json.bad-";

/// The largest settings file that is read, in bytes: some thousand accounts. Anything larger is not ours.
pub(super) const LARGEST: u64 = 1024 * 1024;

/// How many damaged files are kept. With the twenty-first the oldest goes: a fault that comes back at every start must
/// not fill the disk.
const BAD_KEPT: usize = 20;

/// What was found.
#[derive(Debug)]
pub struct Opened {
    /// The values, by key; empty where there are none.
    pub values: Map<String, Value>,
    /// What the person should be told.
    pub notices: Vec<Notice>,
    /// Whether settings may be written. If not, they are kept in memory.
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

/// What a file holds.
enum Held {
    Values(Map<String, Value>),
    Nothing,
    /// Nothing that can be read; and whether it could be moved aside.
    Damage {
        aside: bool,
    },
}

/// Looks through the folder of the settings, which is made where it is missing. Whatever is found there, the answer can
/// be worked with, and the file, if there still is one, can be loaded.
pub fn open(folder: &Path) -> Opened {
    if let Err(error) = make_private(folder) {
        tracing::warn!(%error, "there is no folder for the settings");
        return Opened { values: Map::new(), notices: vec![Notice::NotSaved], writable: false };
    }
    atomic_file::sweep(folder, FILE_NAME);
    let file = folder.join(FILE_NAME);
    let held = checked(folder, &file);
    let copy = checked(folder, &folder.join(LAST_GOOD));
    match (held, copy) {
        (Held::Values(values), _) => opened(values, None),
        // Where the file is missing it went while it was being mended, or someone took it away: the values are here.
        (Held::Nothing | Held::Damage { aside: true }, Held::Values(values)) => restored(&file, values),
        (Held::Nothing, Held::Nothing) => opened(Map::new(), None),
        (Held::Nothing | Held::Damage { aside: true }, _) => opened(Map::new(), Some(Notice::StartedAfresh)),
        (Held::Damage { aside: false }, copy) => {
            let values = if let Held::Values(values) = copy { values } else { Map::new() };
            Opened { values, notices: vec![Notice::NotSaved], writable: false }
        }
    }
}

/// Writes the copy of the last good values. To be called before every save of the file itself.
pub fn keep_last_good(folder: &Path, values: &Map<String, Value>) -> Result<(), SaveError> {
    let bytes = to_bytes(values)?;
    make_private(folder)?;
    atomic_file::write(&folder.join(LAST_GOOD), &bytes)?;
    let file = folder.join(FILE_NAME);
    match fs::metadata(&file) {
        // Whoever writes a file in place keeps its rights, so it is made here with the right ones.
        Err(error) if error.kind() == io::ErrorKind::NotFound => atomic_file::write(&file, &bytes)?,
        Err(error) => return Err(error.into()),
        Ok(_) => only_for_its_owner(&file, 0o600),
    }
    Ok(())
}

fn opened(values: Map<String, Value>, notice: Option<Notice>) -> Opened {
    let newer = values.get("schema").and_then(Value::as_u64).is_some_and(|schema| schema > SCHEMA);
    let notices = notice.into_iter().chain(newer.then_some(Notice::NewerProgram)).collect();
    Opened { values, notices, writable: !newer }
}

/// The copy, put in the file's place for whoever loads it.
fn restored(file: &Path, values: Map<String, Value>) -> Opened {
    let written = to_bytes(&values).and_then(|bytes| atomic_file::write(file, &bytes).map_err(SaveError::from));
    let mut opened = opened(values, Some(Notice::RestoredFromCopy));
    if let Err(fault) = written {
        tracing::warn!(%fault, "the copy of the settings could not be put in their place");
        opened.notices.push(Notice::NotSaved);
        opened.writable = false;
    }
    opened
}

/// Reads a file, and moves it aside where it is damaged.
fn checked(folder: &Path, path: &Path) -> Held {
    match read(path) {
        Ok(Some(values)) => Held::Values(values),
        Ok(None) => Held::Nothing,
        Err(what) => {
            tracing::warn!(what, "a settings file is damaged");
            let moved = move_aside(folder, path);
            if let Err(error) = &moved {
                tracing::warn!(%error, "the damaged settings file cannot be moved aside");
            }
            Held::Damage { aside: moved.is_ok() }
        }
    }
}

/// The values of a file; `None` where there is none; what is wrong where they cannot be read.
fn read(path: &Path) -> Result<Option<Map<String, Value>>, &'static str> {
    let about = match fs::metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(_) => return Err("it cannot be reached"), // a link that leads to itself, for one
    };
    if !about.is_file() {
        return Err("it is no file"); // and reading a pipe would never end
    }
    if about.len() > LARGEST {
        return Err("it is too large");
    }
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    read.map_err(|_| "it cannot be read")?;
    // Empty, torn, full of zeros, or something else altogether.
    serde_json::from_slice(&bytes).map(Some).map_err(|_| "it is no settings")
}

/// Gives a damaged file, or whatever stands in its place, a name of its own.
fn move_aside(folder: &Path, file: &Path) -> io::Result<()> {
    let time = Timestamp::now().strftime("%Y%m%dT%H%M%S%.6fZ").to_string();
    let name = |number: u32| match number {
        0 => folder.join(format!("{BAD}{time}")),
        more => folder.join(format!("{BAD}{time}-{more:02}")),
    };
    let free = (0..100).map(name).find(|path| fs::symlink_metadata(path).is_err());
    match fs::rename(file, free.unwrap_or_else(|| name(0))) {
        Ok(()) => sweep_bad(folder),
        // Another start of the program was faster.
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Takes away the oldest damaged files beyond those that are kept.
fn sweep_bad(folder: &Path) {
    let mut bad: Vec<PathBuf> = names_in(folder, |name| name.starts_with(BAD));
    bad.sort(); // by time: it is written from the year down
    let beyond = bad.len().saturating_sub(BAD_KEPT);
    for path in bad.into_iter().take(beyond) {
        let _ = fs::remove_file(path); // and a folder, which nobody here ever filled, stays
    }
}

fn names_in(folder: &Path, wanted: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries
        .filter_map(Result::ok)
        .filter(|entry| wanted(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.path())
        .collect()
}

/// Makes the folder for its owner only, and closes one that was there.
fn make_private(folder: &Path) -> io::Result<()> {
    atomic_file::make_private(folder)?;
    only_for_its_owner(folder, 0o700);
    Ok(())
}

/// Closes a file or folder of ours to others. Best effort: some file systems have no rights, and a folder on a share
/// may belong to someone else.
fn only_for_its_owner(path: &Path, mode: u32) {
    #[cfg(unix)]
    if let Err(error) = fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)) {
        tracing::debug!(%error, "the settings could not be closed to others");
    }
    #[cfg(not(unix))]
    let _: (PathBuf, u32) = (path.to_owned(), mode); // the person's folder on Windows is closed to others as it is
}
