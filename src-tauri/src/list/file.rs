//! Lists in files. What a file is, is told from what is in it.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use super::fault::Stop;
use super::source::Sheet;
use super::{decode, text, workbook};
use crate::model::problem::FileFault;

/// The largest file that is read, in bytes.
const MOST_BYTES: u64 = 64 << 20;

/// What each zip archive begins with, and so each workbook since 2007.
const ARCHIVE: &[u8] = b"PK\x03\x04";

/// What Microsoft's older files begin with, and what newer ones with a password are shut in.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";

/// The name that such a file gives to what is shut in.
const SHUT_IN: &str = "EncryptedPackage";

/// The tables in a file.
pub(super) fn sheets(path: &Path) -> Result<Vec<Sheet>, Stop> {
    let bytes = read(path)?;
    if bytes.starts_with(ARCHIVE) {
        workbook::sheets(&bytes)
    } else if bytes.starts_with(COMPOUND) {
        Err(if is_shut_in(&bytes) { FileFault::Locked.into() } else { FileFault::OldWorkbook.into() })
    } else {
        let text = decode::text(&bytes)?;
        // Some letters take more room here than in the file.
        if text.len() as u64 > MOST_BYTES {
            return Err(FileFault::TooLarge.into());
        }
        Ok(vec![text::read(&text)?])
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Stop> {
    read_while(path, || ())
}

/// Reads a file to its end, does that, and looks whether it is still the same file.
fn read_while(path: &Path, meanwhile: impl FnOnce()) -> Result<Vec<u8>, Stop> {
    // Before it is opened: opening a pipe waits for whoever writes to it.
    regular(&fs::metadata(path).map_err(|error| stop(&error))?)?;
    let file = File::open(path).map_err(|error| stop(&error))?;
    let about = file.metadata().map_err(|error| stop(&error))?;
    regular(&about)?;
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default());
    // It can grow while it is read.
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| stop(&error))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(FileFault::TooLarge.into());
    }
    // Half of one file and half of another would be a list that nobody wrote.
    meanwhile();
    if fs::metadata(path).is_ok_and(|now| is_other(&about, &now)) {
        return Err(FileFault::Changing.into());
    }
    Ok(bytes)
}

/// Whether a file was written to, or replaced, since.
fn is_other(before: &fs::Metadata, now: &fs::Metadata) -> bool {
    before.len() != now.len() || before.modified().ok() != now.modified().ok()
}

fn regular(about: &fs::Metadata) -> Result<(), Stop> {
    if !about.is_file() {
        return Err(FileFault::NotAList.into());
    }
    if about.len() > MOST_BYTES {
        return Err(FileFault::TooLarge.into());
    }
    Ok(())
}

/// What the system's fault means. Its words name no path.
fn stop(error: &io::Error) -> Stop {
    let fault = match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => FileFault::Gone,
        ErrorKind::PermissionDenied => FileFault::Closed,
        ErrorKind::IsADirectory => FileFault::NotAList,
        _ if is_held(error) => FileFault::Closed,
        _ => FileFault::Unreadable,
    };
    Stop::File(fault, Some(error.to_string()))
}

/// Whether another program holds the file, as Excel does on Windows.
fn is_held(error: &io::Error) -> bool {
    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION
    cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

fn is_shut_in(bytes: &[u8]) -> bool {
    let name: Vec<u8> = SHUT_IN.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(name.len()).any(|part| part == name)
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
        let changing = Err(FileFault::Changing.into());
        assert_eq!(read_while(&path, || fs::write(&path, "a\nb\nc\n").unwrap()), changing);
        assert_eq!(read_while(&path, || ()), Ok(b"a\nb\nc\n".to_vec()), "afterwards it is read");
    }
}
