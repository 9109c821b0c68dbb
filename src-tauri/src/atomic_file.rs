//! Atomic file replacement: whoever reads, and whatever ends the program, finds the old file or the new one.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, IntoInnerError, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

/// What follows a file's name while it is being written.
const UNFINISHED: &str = ".part-";

/// The longest name, in bytes, that has room for that: file systems take 255, encrypted ones 143.
const LONGEST_NAME: usize = 110;

/// More links after each other lead nowhere.
const MAX_LINKS: usize = 40;

/// How long a note of an unfinished file in a folder that cannot be reached is kept.
const NOTE_KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// How often the replacement is tried once more, 10 ms apart. On Windows it fails while another program has the old file
/// open, as virus scanners, backups and a second start of this program do for a moment.
const MORE_TRIES: u32 = if cfg!(windows) { 20 } else { 0 };

/// Replaces a file, for its owner only. A link of the person's own stays a link, and what is no file (a folder, a device,
/// a pipe) stays what it is.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, |file| file.write_all(bytes))
}

/// The same for what is written little by little. Where that fails, nothing has changed.
pub fn write_with<T>(path: &Path, write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<T>) -> io::Result<T> {
    write_noted(path, None, write)
}

/// The same; meanwhile a note in that folder names the unfinished file, for [`sweep_noted`].
pub fn write_noted<T>(
    path: &Path,
    notes: Option<&Path>,
    write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<T>,
) -> io::Result<T> {
    let target = follow_links(path);
    if fs::symlink_metadata(&target).is_ok_and(|found| !found.is_file() && !found.is_symlink()) {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "something that is no file is in the way"));
    }
    let folder = target.parent().unwrap_or(Path::new(""));
    let name = target.file_name().filter(|name| name.len() <= LONGEST_NAME);
    let mut prefix = name.unwrap_or(OsStr::new("contact-lookup")).to_owned();
    prefix.push(UNFINISHED);
    let file = temp_file(folder, &prefix)?;
    let _note = notes.and_then(|notes| {
        let made = make_note(notes, file.path());
        made.inspect_err(|error| tracing::warn!(%error, "an unfinished file could not be noted")).ok()
    });
    let _ = file.as_file().try_lock(); // tells a sweep that a writer is at work, where the file system has locks
    let mut writer = BufWriter::new(file.as_file());
    let made = write(&mut writer)?;
    writer.into_inner().map_err(IntoInnerError::into_error)?.sync_all()?;
    replace(file, &target)?;
    confirm_name(folder);
    Ok(made)
}

/// Where the person's own links lead. In a folder that others can write to, anybody can put a link: another's is replaced,
/// and so is one that leads nowhere.
fn follow_links(path: &Path) -> PathBuf {
    let mut target = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::symlink_metadata(&target) {
            Ok(found) if found.is_symlink() && is_own(&found) => match fs::read_link(&target) {
                Ok(next) => target = target.parent().unwrap_or(Path::new("")).join(next),
                Err(_) => break,
            },
            Ok(_) => return target,
            Err(_) => break,
        }
    }
    path.to_owned()
}

#[cfg(unix)]
fn is_own(found: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(found) == rustix::process::geteuid().as_raw()
}

/// On Windows only administrators make links.
#[cfg(not(unix))]
fn is_own(_: &fs::Metadata) -> bool {
    true
}

/// A new file in that folder for its owner only, deleted with the value. Unlike tempfile's own, its errors name no path:
/// paths hold people's names.
fn temp_file(folder: &Path, prefix: &OsStr) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(prefix).make_in(folder, |path| private().create_new(true).open(path))
}

fn replace(mut file: NamedTempFile, target: &Path) -> io::Result<()> {
    let mut tries_left = MORE_TRIES;
    loop {
        match file.persist(target) {
            Err(failed) if failed.error.kind() == io::ErrorKind::PermissionDenied && tries_left > 0 => {
                file = failed.file;
            }
            result => return result.map(drop).map_err(|failed| failed.error),
        }
        tries_left -= 1;
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Has the disk confirm the file's new name as well. A system that cannot do that still has the file.
fn confirm_name(folder: &Path) {
    #[cfg(unix)]
    if let Err(error) = File::open(folder).and_then(|folder| folder.sync_all()) {
        tracing::debug!(%error, "the folder of a file could not be confirmed");
    }
    #[cfg(not(unix))]
    let _ = folder; // Windows confirms a name together with its file
}

fn make_note(notes: &Path, unfinished: &Path) -> io::Result<NamedTempFile> {
    make_private(notes)?;
    let note = temp_file(notes, OsStr::new("note-"))?;
    note.as_file().write_all(std::path::absolute(unfinished)?.as_os_str().as_encoded_bytes())?;
    note.as_file().sync_all()?;
    Ok(note)
}

/// Deletes the unfinished files that are noted there and that no program is writing any more.
pub fn sweep_noted(notes: &Path) {
    for note in files_in(notes) {
        let Ok(bytes) = fs::read(&note) else { continue };
        let path = path_of(&bytes);
        if is_unfinished(&path) {
            remove_abandoned(&path);
        }
        let is_gone = path.parent().is_some_and(Path::is_dir) && fs::symlink_metadata(&path).is_err();
        let since = fs::metadata(&note).and_then(|found| found.modified());
        let is_old = since.is_ok_and(|since| since.elapsed().is_ok_and(|passed| passed > NOTE_KEPT));
        if is_gone || is_old || !is_unfinished(&path) {
            let _ = fs::remove_file(note); // the next start tries again
        }
    }
}

fn path_of(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    return PathBuf::from(<OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes));
    #[cfg(not(unix))]
    return PathBuf::from(String::from_utf8_lossy(bytes).into_owned());
}

/// Deletes the unfinished files of a folder that stand for files whose names begin so, where no program is writing them
/// any more.
pub fn sweep(folder: &Path, name: &str) {
    let is_meant = |path: &PathBuf| path.file_name().is_some_and(|found| found.to_string_lossy().starts_with(name));
    files_in(folder).filter(is_meant).filter(|path| is_unfinished(path)).for_each(|path| remove_abandoned(&path));
}

fn files_in(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}

fn is_unfinished(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().contains(UNFINISHED))
}

/// Deletes an unfinished file unless its writer still has it locked.
fn remove_abandoned(path: &Path) {
    let is_locked = |file: File| matches!(file.try_lock(), Err(TryLockError::WouldBlock));
    let is_file = fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
    if is_file && !OpenOptions::new().write(true).open(path).is_ok_and(is_locked) {
        let _ = fs::remove_file(path); // the next start tries again
    }
}

/// Makes a folder for its owner only.
pub fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Options for writing a file that is created for its owner only.
pub fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
