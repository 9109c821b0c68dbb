//! Writing a file so that it is the old one or the new one at every moment, whoever reads and whatever ends the program.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, IntoInnerError, Write};
use std::path::{Path, PathBuf};

/// What stands behind a file's name while it is being written.
pub const UNFINISHED: &str = ".part-";

/// The longest name, in bytes, that has room for that: file systems take 255, encrypted ones 143.
const LONGEST_NAME: usize = 110;

/// Writes a file beside its place, has the disk confirm it, and moves it there. Only its owner can read it. A link stays
/// a link, and what is no file (a folder, a device, a pipe) stays what it is.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(path, |file| file.write_all(bytes))
}

/// The same for what is written little by little. Where that fails, nothing has changed.
pub fn write_with<T>(path: &Path, write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<T>) -> io::Result<T> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(&target).is_ok_and(|about| !about.is_file()) {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "something that is no file is in the way"));
    }
    let beside = beside(&target);
    let written = write_new(&beside, write).and_then(|made| put_in_place(&beside, &target).map(|()| made));
    match &written {
        Ok(_) => confirm_the_name(&target),
        Err(_) => drop(fs::remove_file(&beside)), // best effort: nobody reads what stays
    }
    written
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
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut writer = BufWriter::new(options.open(path)?);
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
