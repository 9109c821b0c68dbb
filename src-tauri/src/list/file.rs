//! Files that hold lists, told apart by their content.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::sheet::Sheet;
use super::{decode, problems, text, workbook};
use crate::model::problem::{FileFault, Problem};

/// The largest file that is read, in bytes.
const MAX_BYTES: u64 = 64 << 20;
/// What each zip archive begins with, and so each workbook since 2007.
const ARCHIVE: &[u8] = b"PK\x03\x04";
/// What the older files of Microsoft Office begin with, and newer ones that are encrypted.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";
/// The stream in such a file that holds an encrypted one.
const ENCRYPTED: &str = "EncryptedPackage";

pub(super) fn sheets(path: &Path) -> Result<Vec<Sheet>, Problem> {
    let bytes = read(path, || ())?;
    if bytes.starts_with(ARCHIVE) {
        return workbook::sheets(&bytes);
    }
    if bytes.starts_with(COMPOUND) {
        let name: Vec<u8> = ENCRYPTED.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_encrypted = bytes.windows(name.len()).any(|part| part == name);
        return Err(problems::not_read(if is_encrypted { FileFault::Locked } else { FileFault::OldWorkbook }));
    }
    let text = decode::text(&bytes)?;
    // Some letters take more room in UTF-8 than in the file.
    if text.len() as u64 > MAX_BYTES {
        return Err(problems::not_read(FileFault::TooLarge));
    }
    Ok(vec![text::parse(&text)?])
}

/// Reads a file to its end, runs `meanwhile`, and makes sure that the file has not changed since it was opened.
fn read(path: &Path, meanwhile: impl FnOnce()) -> Result<Vec<u8>, Problem> {
    // Before it is opened: opening a pipe blocks until something is written to it.
    check_is_regular(&fs::metadata(path).map_err(|error| not_read(&error))?)?;
    let file = File::open(path).map_err(|error| not_read(&error))?;
    let opened = file.metadata().map_err(|error| not_read(&error))?;
    check_is_regular(&opened)?;
    let mut bytes = Vec::with_capacity(usize::try_from(opened.len()).unwrap_or_default());
    // It can grow while it is read.
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(|error| not_read(&error))?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(problems::not_read(FileFault::TooLarge));
    }
    meanwhile();
    // Otherwise half of the list could be that of another file.
    let is_other = |now: fs::Metadata| opened.len() != now.len() || opened.modified().ok() != now.modified().ok();
    if fs::metadata(path).is_ok_and(is_other) {
        return Err(problems::not_read(FileFault::Changing));
    }
    Ok(bytes)
}

fn check_is_regular(file: &fs::Metadata) -> Result<(), Problem> {
    if !file.is_file() {
        return Err(problems::not_read(FileFault::NotAList));
    }
    if file.len() > MAX_BYTES {
        return Err(problems::not_read(FileFault::TooLarge));
    }
    Ok(())
}

/// The system's message names no path.
fn not_read(error: &io::Error) -> Problem {
    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION: Excel has the file open.
    let is_held = cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33));
    let fault = match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => FileFault::Gone,
        ErrorKind::PermissionDenied => FileFault::Closed,
        ErrorKind::IsADirectory => FileFault::NotAList,
        _ if is_held => FileFault::Closed,
        _ => FileFault::Unreadable,
    };
    problems::not_read_because(fault, error.to_string())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    #[test]
    fn a_file_that_is_written_over_while_it_is_read_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        fs::write(&path, "a\nb\n").unwrap();
        let changing = Err(problems::not_read(FileFault::Changing));
        assert_eq!(read(&path, || fs::write(&path, "a\nb\nc\n").unwrap()), changing);
        assert_eq!(read(&path, || ()), Ok(b"a\nb\nc\n".to_vec()), "afterwards it is read");
    }
}
