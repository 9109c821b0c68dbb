//! What a workbook may unpack to. It is a zip archive, which can unpack to more than any computer has.

use std::io::{Cursor, Read};
use std::ops::Range;

use zip::result::ZipError;
use zip::ZipArchive;

use super::super::problems;
use crate::model::problem::{FileFault, Problem};

/// The most files of an archive. A workbook has a dozen, and one for each sheet and picture.
const MAX_FILES: usize = 10_000;
const MAX_FILE: u64 = 256 << 20;
/// The same for the texts of all cells, and for links: calamine keeps both in memory while it reads.
const MAX_TEXTS: u64 = 64 << 20;
/// The same for what gets larger in memory: a style has five letters in the file, and hundreds of bytes in memory.
const MAX_STYLES: u64 = 8 << 20;
const MAX_ALL: u64 = 512 << 20;
/// The longest text between two tags, in bytes. calamine holds it several times over; no cell has room for a hundredth
/// of it.
const MAX_TEXT: usize = 8 << 20;
/// The most texts that a workbook may announce: calamine makes room for as many before it has seen one.
const MAX_ANNOUNCED: usize = 4 << 20;
/// Part of the name of the file with the texts of all cells.
const TEXTS: &str = "sharedstrings";
/// The beginning of each entry in an archive's table of contents.
const ENTRY: &[u8] = b"PK\x01\x02";
/// The beginning of the end of a large archive, and where behind it the number of entries stands, twice.
const ZIP64_END: &[u8] = b"PK\x06\x06";
const ZIP64_COUNTS: [Range<usize>; 2] = [24..32, 32..40];

/// Refuses what is no workbook, or unpacks to too much. Unpacks everything, keeps nothing, and returns the size of the
/// largest file.
pub(super) fn check(bytes: &[u8]) -> Result<u64, Problem> {
    let has_countless_entries = bytes.windows(ENTRY.len()).filter(|part| *part == ENTRY).nth(MAX_FILES).is_some();
    if has_countless_entries || claims_countless_files(bytes) {
        return Err(problems::not_read(FileFault::TooLarge));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| read_error(&error))?;
    let is_workbook = |name: &str| name.to_ascii_lowercase().ends_with("workbook.xml");
    if !archive.file_names().any(|name| name.is_ok_and(|name| is_workbook(&name))) {
        return Err(problems::not_read(FileFault::NotAList));
    }
    let (mut left, mut largest) = (MAX_ALL, 0);
    for number in 0..archive.len() {
        let file = archive.by_index(number).map_err(|error| read_error(&error))?;
        let name = file.name().map_err(|error| read_error(&error))?.to_ascii_lowercase();
        let max = left.min(max_size(&name));
        if file.size() > max {
            return Err(problems::not_read(FileFault::TooLarge));
        }
        let size = unpacked_size(file, max, &name)?;
        left -= size;
        largest = largest.max(size);
    }
    Ok(largest)
}

/// zip makes room for as many files as the end of a large archive claims, up to the size of the archive. In the end of a
/// small one there is no room for such a number.
fn claims_countless_files(bytes: &[u8]) -> bool {
    let is_countless = |count: &[u8]| {
        let count = <[u8; 8]>::try_from(count).map(u64::from_le_bytes).unwrap_or_default();
        (MAX_FILES as u64..=bytes.len() as u64).contains(&count)
    };
    let mut ends = bytes.windows(ZIP64_COUNTS[1].end).filter(|part| part.starts_with(ZIP64_END));
    ends.any(|end| ZIP64_COUNTS.into_iter().any(|count| is_countless(&end[count])))
}

fn max_size(name: &str) -> u64 {
    if name.contains(TEXTS) || name.contains("worksheets/_rels/") {
        MAX_TEXTS
    } else if ["styles.xml", "workbook.xml", ".rels"].iter().any(|part| name.ends_with(part)) {
        MAX_STYLES
    } else {
        MAX_FILE
    }
}

fn unpacked_size(mut file: impl Read, max: u64, name: &str) -> Result<u64, Problem> {
    let (is_xml, has_texts) = (name.ends_with("xml"), name.contains(TEXTS));
    let mut buffer = [0; 8 << 10];
    let mut text = 0;
    let mut announced = Announced::default();
    let mut size = 0_u64;
    loop {
        let read = file.read(&mut buffer).map_err(|_| problems::not_read_because(FileFault::Damaged, "unpacking"))?;
        if read == 0 {
            return Ok(size);
        }
        size += read as u64;
        text = buffer[..read].iter().rposition(|byte| *byte == b'<').map_or(text + read, |at| read - at);
        if size > max || (is_xml && text > MAX_TEXT) {
            return Err(problems::not_read(FileFault::TooLarge));
        }
        if has_texts && buffer[..read].iter().any(|byte| announced.is_too_much(*byte)) {
            return Err(problems::not_read_because(FileFault::Damaged, "too many texts announced"));
        }
    }
}

/// Finds `uniqueCount="…"` with a number that no workbook has: a program that is refused the memory for it ends on the
/// spot. In UTF-16 each letter has a zero beside it, which is skipped. An encoding with escapes between letters is
/// refused: XML in UTF-8 or UTF-16 has no escape character.
#[derive(Default)]
struct Announced {
    matched: usize,
    number: usize,
}

impl Announced {
    const NAME: &'static [u8] = b"uniqueCount";

    fn is_too_much(&mut self, byte: u8) -> bool {
        match byte {
            0 => {}
            0x1B => self.number = usize::MAX,
            _ if self.matched < Self::NAME.len() => {
                let goes_on = Self::NAME[self.matched] == byte;
                self.matched = if goes_on { self.matched + 1 } else { usize::from(byte == Self::NAME[0]) };
            }
            b'0'..=b'9' => self.number = self.number.saturating_mul(10).saturating_add(usize::from(byte - b'0')),
            b'=' | b'"' | b'\'' | b' ' | b'\t' | b'\r' | b'\n' if self.number == 0 => {}
            _ => *self = Self { matched: usize::from(byte == Self::NAME[0]), number: 0 },
        }
        self.number > MAX_ANNOUNCED
    }
}

fn read_error(error: &ZipError) -> Problem {
    problems::not_read_because(
        FileFault::Damaged,
        match error {
            ZipError::UnsupportedArchive(_) => "an archive of another kind",
            ZipError::Io(_) => "an archive that is cut",
            _ => "an archive that is damaged",
        },
    )
}
