//! Weighs a workbook before it is read. It is an archive, and can unpack to far more than any computer has.

use std::io::{Cursor, Read};

use zip::result::ZipError;
use zip::ZipArchive;

use super::damaged;
use crate::list::fault::Stop;
use crate::model::problem::FileFault;

/// The most files that are believed in an archive. A workbook has a dozen, and one for each sheet and picture.
const MOST_FILES: usize = 10_000;

/// The most that one file may unpack to, in bytes.
const MOST_OF_ONE: u64 = 256 << 20;

/// The most that the texts of all cells may unpack to, and the links behind them, which are kept in memory as long as the workbook is read.
const MOST_TEXTS: u64 = 64 << 20;

/// The most that the parts may unpack to of which the reader makes something larger than they are: one style has five
/// letters in the file, and hundreds of bytes in memory.
const MOST_PARTS: u64 = 8 << 20;

/// The most that all may unpack to together.
const MOST_OF_ALL: u64 = 512 << 20;

/// The longest text between two tags, in bytes. The reader holds one several times over, and no cell has room for a
/// hundredth of it.
const LONGEST_TEXT: usize = 8 << 20;

/// The most texts that a workbook may announce. For so many the reader makes room before it has seen one.
const MOST_ANNOUNCED: usize = 4 << 20;

/// What stands before each entry of an archive's table of contents.
const ENTRY: &[u8] = b"PK\x01\x02";

/// What stands before the end of a large archive, where it says how many entries it has.
const END: &[u8] = b"PK\x06\x06";

/// Where it says so, twice, behind the beginning of that end.
const COUNTS: [std::ops::Range<usize>; 2] = [24..32, 32..40];

/// Refuses what is no workbook, or unpacks to too much. Unpacks everything, and keeps nothing. How much the largest file
/// in it unpacks to.
pub(super) fn weigh(bytes: &[u8]) -> Result<u64, Stop> {
    let entries = bytes.windows(ENTRY.len()).filter(|part| *part == ENTRY).nth(MOST_FILES);
    if entries.is_some() || claims_countless_files(bytes) {
        return Err(FileFault::TooLarge.into());
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| stop(&error))?;
    if !is_workbook(&mut archive) {
        return Err(FileFault::NotAList.into());
    }
    let (mut left, mut heaviest) = (MOST_OF_ALL, 0);
    for number in 0..archive.len() {
        let file = archive.by_index(number).map_err(|error| stop(&error))?;
        let name = file.name().map_err(|error| stop(&error))?.to_ascii_lowercase();
        let kind = Kind { is_xml: name.ends_with("xml"), has_texts: name.contains("sharedstrings") };
        let most = left.min(most_of(&name));
        if file.size() > most {
            return Err(FileFault::TooLarge.into());
        }
        let size = count(file, most, kind)?;
        left -= size;
        heaviest = heaviest.max(size);
    }
    Ok(heaviest)
}

/// The most that a file of that name may unpack to.
fn most_of(name: &str) -> u64 {
    let of_links = name.contains("worksheets/_rels/");
    if name.contains("sharedstrings") || of_links {
        MOST_TEXTS
    } else if ["styles.xml", "workbook.xml", ".rels"].iter().any(|part| name.ends_with(part)) {
        MOST_PARTS
    } else {
        MOST_OF_ONE
    }
}

/// Whether it claims more files than are believed. The reader makes room for as many before it has seen one, as long as
/// the claim is smaller than the archive. In a small archive's end there is no room for such a number.
fn claims_countless_files(bytes: &[u8]) -> bool {
    let is_countless = |count: &[u8]| {
        let count = <[u8; 8]>::try_from(count).map(u64::from_le_bytes).unwrap_or_default();
        (MOST_FILES as u64..=bytes.len() as u64).contains(&count)
    };
    let ends = bytes.windows(COUNTS[1].end).filter(|part| part.starts_with(END));
    ends.into_iter().any(|end| COUNTS.into_iter().any(|place| is_countless(&end[place])))
}

/// Whether it says so itself: other archives, those of other office files among them, have no part of that name.
fn is_workbook(archive: &mut ZipArchive<Cursor<&[u8]>>) -> bool {
    archive.file_names().any(|name| name.is_ok_and(|name| name.to_ascii_lowercase().ends_with("workbook.xml")))
}

/// What a file is, by its name.
#[derive(Clone, Copy)]
struct Kind {
    is_xml: bool,
    /// Whether it holds the texts of all cells.
    has_texts: bool,
}

/// How much a file unpacks to, whatever it says itself.
fn count(mut file: impl Read, most: u64, kind: Kind) -> Result<u64, Stop> {
    let mut buffer = [0; 8 << 10];
    let mut text = 0;
    let mut announced = Announced::default();
    let mut count = 0_u64;
    loop {
        let read = file.read(&mut buffer).map_err(|_| damaged("unpacking".to_owned()))?;
        if read == 0 {
            return Ok(count);
        }
        count += read as u64;
        if count > most {
            return Err(FileFault::TooLarge.into());
        }
        text = match buffer[..read].iter().rposition(|byte| *byte == b'<') {
            Some(at) => read - at,
            None => text + read,
        };
        if kind.is_xml && text > LONGEST_TEXT {
            return Err(FileFault::TooLarge.into());
        }
        if kind.has_texts && buffer[..read].iter().any(|byte| announced.is_too_much(*byte)) {
            return Err(damaged("too many texts announced".to_owned()));
        }
    }
}

/// Finds `uniqueCount="…"` with a number that no workbook has. The reader makes room for as many texts, and a program
/// that is refused memory ends on the spot. In UTF-16 each letter has a zero beside it, which is read past. The one
/// encoding with escapes between letters is refused: XML in UTF-8 or UTF-16, as workbooks have it, holds no such sign.
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
        self.number > MOST_ANNOUNCED
    }
}

fn stop(error: &ZipError) -> Stop {
    let kind = match error {
        ZipError::UnsupportedArchive(_) => "an archive of another kind",
        ZipError::Io(_) => "an archive that is cut",
        _ => "an archive that is damaged",
    };
    damaged(kind.to_owned())
}
