//! Atomic file replacement: even after a crash there is the old file or the new one, never a part.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, IntoInnerError, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::NamedTempFile;

/// Follows the name of a file that is being written.
const UNFINISHED: &str = ".part-";

/// The longest name, in bytes, that [`UNFINISHED`] fits behind: file systems allow 255, encrypted ones 143.
const MAX_NAME: usize = 110;

/// How many links after each other are followed, as in Linux.
const MAX_LINKS: usize = 40;

/// How long a note is kept whose folder cannot be reached.
const NOTE_KEPT: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// How often a replacement is repeated, 10 ms apart. On Windows it fails while another program, such as a virus scanner,
/// has the old file open.
const MAX_RETRIES: u32 = if cfg!(windows) { 20 } else { 0 };

/// Replaces a file, as [`write_with`] does.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, None, |file| file.write_all(bytes))
}

/// Replaces a file, readable by its owner only, with what `write` writes; after an error nothing has changed. The user's
/// own links are followed, and a folder, device or pipe is refused. Meanwhile a note in the folder `notes`, if there is
/// one, names the unfinished file for [`sweep_noted`].
pub fn write_with<T>(
    path: &Path,
    notes: Option<&Path>,
    write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<T>,
) -> io::Result<T> {
    let target = follow_links(path);
    if fs::symlink_metadata(&target).is_ok_and(|found| !found.is_file() && !found.is_symlink()) {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "something that is no file is in the way"));
    }
    let folder = target.parent().unwrap_or(Path::new(""));
    let name = target.file_name().filter(|name| name.len() <= MAX_NAME);
    let mut prefix = name.unwrap_or(OsStr::new("contact-lookup")).to_owned();
    prefix.push(UNFINISHED);
    let file = temp_file(folder, &prefix)?;
    let _note = notes.and_then(|notes| {
        let made = make_note(notes, file.path());
        made.inspect_err(|error| tracing::warn!(%error, "an unfinished file could not be noted")).ok()
    });
    let _ = file.as_file().try_lock(); // keeps `remove_abandoned` off; not every file system has locks
    let mut writer = BufWriter::new(file.as_file());
    let made = write(&mut writer)?;
    writer.into_inner().map_err(IntoInnerError::into_error)?.sync_all()?;
    replace(file, &target)?;
    sync_folder(folder);
    Ok(made)
}

/// The target of the user's own links. The link of another user, which a shared folder may have, is replaced, and so is a
/// dangling one.
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

/// On Windows only administrators create links.
#[cfg(not(unix))]
fn is_own(_: &fs::Metadata) -> bool {
    true
}

/// Unlike those of tempfile's own functions, its errors name no path: paths hold people's names.
fn temp_file(folder: &Path, prefix: &OsStr) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(prefix).make_in(folder, |path| private().create_new(true).open(path))
}

fn replace(mut file: NamedTempFile, target: &Path) -> io::Result<()> {
    let mut retries = MAX_RETRIES;
    loop {
        match file.persist(target) {
            Err(failed) if failed.error.kind() == io::ErrorKind::PermissionDenied && retries > 0 => {
                file = failed.file;
            }
            result => return result.map(drop).map_err(|failed| failed.error),
        }
        retries -= 1;
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Writes the file's new name to the disk, where the system can do that. Windows does it together with the file.
fn sync_folder(folder: &Path) {
    if cfg!(unix) {
        if let Err(error) = File::open(folder).and_then(|folder| folder.sync_all()) {
            tracing::debug!(%error, "the folder of a file could not be synced");
        }
    }
}

fn make_note(notes: &Path, unfinished: &Path) -> io::Result<NamedTempFile> {
    make_private(notes)?;
    let note = temp_file(notes, OsStr::new("note-"))?;
    note.as_file().write_all(std::path::absolute(unfinished)?.as_os_str().as_encoded_bytes())?;
    note.as_file().sync_all()?;
    Ok(note)
}

/// Deletes the unfinished files that these notes name and that no program is writing any more.
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

/// Deletes the unfinished files of a folder whose names start with this and that no program is writing any more.
pub fn sweep(folder: &Path, start: &str) {
    let is_meant = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start));
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

/// Creates a folder for its owner only.
pub fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Options that write a file, and create it for its owner only.
pub fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
