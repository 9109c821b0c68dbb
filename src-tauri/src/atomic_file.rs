//! Writing a file so that it is the old one or the new one at every moment, whoever reads and whatever ends the program.

use std::ffi::OsStr;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, BufWriter, IntoInnerError, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What stands behind a file's name while it is being written.
const UNFINISHED: &str = ".part-";

/// The longest name, in bytes, that has room for that: file systems take 255, encrypted ones 143.
const LONGEST_NAME: usize = 110;

/// More links after each other lead nowhere.
const MOST_LINKS: usize = 40;

/// So long is it noted that a file is unfinished in a folder that cannot be reached.
const NOTED_FOR: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Writes a file beside its place, has the disk confirm it, and moves it there. Only its owner can read it. The person's
/// own link stays a link, and what is no file (a folder, a device, a pipe) stays what it is.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, |file| file.write_all(bytes))
}

/// The same for what is written little by little. Where that fails, nothing has changed.
pub fn write_with<T>(path: &Path, write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<T>) -> io::Result<T> {
    write_noted(path, None, write)
}

/// The same; in that folder it is noted meanwhile which file is unfinished, for [`sweep_noted`].
pub fn write_noted<T>(
    path: &Path,
    folder_of_notes: Option<&Path>,
    write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<T>,
) -> io::Result<T> {
    let target = follow(path);
    if fs::symlink_metadata(&target).is_ok_and(|about| !about.is_file() && !about.is_symlink()) {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "something that is no file is in the way"));
    }
    let beside = beside(&target);
    let noted = folder_of_notes.and_then(|folder| {
        let made = note(folder, &beside);
        made.inspect_err(|error| tracing::warn!(%error, "an unfinished file could not be noted")).ok()
    });
    let written = write_new(&beside, write).and_then(|made| put_in_place(&beside, &target).map(|()| made));
    match &written {
        Ok(_) => confirm_the_name(&target),
        Err(_) => drop(fs::remove_file(&beside)), // best effort: nobody reads what stays
    }
    if let Some(noted) = noted {
        let _ = fs::remove_file(noted); // the next start takes it away
    }
    written
}

/// Where the person's own links lead. Anybody can put a link into a folder that others can write to as well: one that is
/// another's is replaced, and so is one that leads nowhere.
fn follow(path: &Path) -> PathBuf {
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::symlink_metadata(&target) {
            Ok(about) if about.is_symlink() && is_own(&about) => match fs::read_link(&target) {
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
fn is_own(about: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::uid(about) == rustix::process::geteuid().as_raw()
}

/// On Windows links are made by administrators alone.
#[cfg(not(unix))]
fn is_own(_: &Metadata) -> bool {
    true
}

/// Notes that a file is unfinished. Gives the note.
fn note(notes: &Path, unfinished: &Path) -> io::Result<PathBuf> {
    make_private(notes)?;
    let note = notes.join(format!("{}-{:08x}", std::process::id(), fastrand::u32(..)));
    let mut file = private().create_new(true).open(&note)?;
    file.write_all(std::path::absolute(unfinished)?.as_os_str().as_encoded_bytes())?;
    file.sync_all()?;
    Ok(note)
}

/// Takes away the unfinished files that are noted there and whose writer is no more.
pub fn sweep_noted(notes: &Path) {
    for note in fs::read_dir(notes).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let Ok(bytes) = fs::read(&note) else { continue };
        let path = path_of(&bytes);
        if is_unfinished(&path) {
            remove_abandoned(&path);
        }
        let can_be_reached = path.parent().is_some_and(Path::is_dir);
        let is_gone = can_be_reached && fs::symlink_metadata(&path).is_err();
        let since = fs::metadata(&note).and_then(|about| about.modified());
        let is_old = since.is_ok_and(|since| since.elapsed().is_ok_and(|passed| passed > NOTED_FOR));
        if is_gone || is_old || !is_unfinished(&path) {
            let _ = fs::remove_file(&note); // the next start tries again
        }
    }
}

fn path_of(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    return PathBuf::from(<OsStr as std::os::unix::ffi::OsStrExt>::from_bytes(bytes));
    #[cfg(not(unix))]
    return PathBuf::from(String::from_utf8_lossy(bytes).into_owned());
}

/// Takes away the unfinished files of that folder, beside files whose names begin so, whose writer is no more.
pub fn sweep(folder: &Path, name: &str) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_name().to_string_lossy().starts_with(name) && is_unfinished(&path) {
            remove_abandoned(&path);
        }
    }
}

fn is_unfinished(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().contains(UNFINISHED))
}

/// Deletes an unfinished file, unless somebody is still writing it.
fn remove_abandoned(path: &Path) {
    let is_at_work = |file: File| matches!(file.try_lock(), Err(TryLockError::WouldBlock));
    let is_file = fs::symlink_metadata(path).is_ok_and(|about| about.is_file());
    if is_file && !OpenOptions::new().write(true).open(path).is_ok_and(is_at_work) {
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

/// For writing a file that, where it is made, is for its owner only.
pub fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
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
    let name = target.file_name().filter(|name| name.len() <= LONGEST_NAME);
    let mut name = name.unwrap_or(OsStr::new("contact-lookup")).to_owned();
    name.push(format!("{UNFINISHED}{}-{:08x}", std::process::id(), fastrand::u32(..)));
    target.with_file_name(name)
}

fn write_new<T>(path: &Path, write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<T>) -> io::Result<T> {
    let file = private().create_new(true).open(path)?;
    // As long as it is written, it is nobody's to sweep. Where nothing can be locked, a start at that moment costs the
    // file, and its writer hears of it.
    let _ = file.try_lock();
    let mut writer = BufWriter::new(file);
    let made = write(&mut writer)?;
    writer.into_inner().map_err(IntoInnerError::into_error)?.sync_all()?;
    Ok(made)
}

/// Has the disk confirm the file's new name as well. A system that cannot do that still has the file.
fn confirm_the_name(path: &Path) {
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        if let Err(error) = File::open(folder).and_then(|folder| folder.sync_all()) {
            tracing::debug!(%error, "the folder of a file could not be confirmed");
        }
    }
    #[cfg(not(unix))]
    let _: (Option<File>, &Path) = (None, path); // Windows confirms a name together with its file
}
