//! A list on the disk: what it is, its rows, and behind them a line for each thing that happened since, in the person's
//! data folder and for their eyes alone. What is there is never changed, only added to, so that whatever ends the
//! program leaves all but the last line whole.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::rows::{About, Outcome, Place, Row, Rows};
use crate::model::account::AccountId;
use crate::model::contact_id::ContactId;
use crate::problem::ProblemKind;
use crate::whole_file;

/// The form of the file. One of a newer program is left alone.
const SCHEMA: u32 = 1;

/// The file, in a folder of its own.
const FILE_NAME: &str = "list.jsonl";

/// Held by the program that works on the list.
const LOCK_NAME: &str = "list.lock";

/// What a list that cannot be read is called from then on.
const BAD_NAME: &str = "list.jsonl.bad";

/// What a list of a newer program is called when another one takes its place.
const ASIDE_NAME: &str = "list.jsonl.aside";

/// No line of ours is longer: the values of a contact are cut off long before.
const LONGEST_LINE: u64 = 64 * 1024 * 1024;

/// A field and its text.
pub(super) type Values = Vec<(String, String)>;

#[derive(Serialize, Deserialize)]
struct Header {
    schema: u32,
    file: Option<String>,
    account: String,
    rows: usize,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum RowLine<'a> {
    Contact(#[serde(borrow)] Cow<'a, str>),
    Odd {
        #[serde(borrow)]
        text: Cow<'a, str>,
        kind: ProblemKind,
    },
}

/// One thing that happened.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Event<'a> {
    /// A contact was found.
    Found { at: u32, values: &'a Values },
    /// Something stood in the way of a contact.
    Problem { at: u32, kind: ProblemKind },
    /// Those that needed attention wait again.
    Again { again: &'a [u32] },
    /// Custom fields have these names, by their paths.
    Names { names: &'a BTreeMap<String, String> },
    /// All that was known was saved.
    Saved { saved: bool },
}

/// The same as it is read: whatever of it is there.
#[derive(Deserialize)]
struct ReadEvent<'a> {
    at: Option<u32>,
    #[serde(borrow)]
    values: Option<Vec<(Cow<'a, str>, IgnoredAny)>>,
    kind: Option<ProblemKind>,
    again: Option<Vec<u32>>,
    names: Option<BTreeMap<String, String>>,
    saved: Option<bool>,
}

impl Event<'_> {
    /// The line that says so.
    pub(super) fn line(&self) -> Vec<u8> {
        // Texts and numbers alone: none of them is refused.
        let mut line = serde_json::to_vec(self).unwrap_or_default();
        line.push(b'\n');
        line
    }
}

/// The file of a list, to add to.
#[derive(Debug)]
pub(super) struct Journal {
    folder: PathBuf,
    file: File,
    /// How much of it is whole.
    length: u64,
    /// Kept as long as the list is worked on.
    _lock: File,
}

impl Journal {
    /// Makes the file of a new list, whole or not at all.
    pub(super) fn create(folder: &Path, about: &About, rows: &[Row]) -> io::Result<Self> {
        make_private(folder)?;
        let lock = lock(folder)?;
        let header = Header {
            schema: SCHEMA,
            file: about.file.clone(),
            account: about.account.as_str().to_owned(),
            rows: rows.len(),
        };
        let mut bytes = serde_json::to_vec(&header)?;
        bytes.push(b'\n');
        for row in rows {
            let line = match row {
                Row::Contact(id) => RowLine::Contact(id.as_str().into()),
                Row::Odd { text, kind } => RowLine::Odd { text: (&**text).into(), kind: *kind },
            };
            serde_json::to_writer(&mut bytes, &line)?;
            bytes.push(b'\n');
        }
        let path = folder.join(FILE_NAME);
        if path.exists() {
            // A newer program's, or one that could not be read: it is not ours to write over.
            fs::rename(&path, folder.join(ASIDE_NAME))?;
        }
        whole_file::write(&path, &bytes)?;
        Self::open(folder, bytes.len() as u64, lock)
    }

    fn open(folder: &Path, length: u64, lock: File) -> io::Result<Self> {
        // Not for appending: on Windows such a file cannot be cut. The lock keeps every other writer away.
        let mut file = OpenOptions::new().write(true).open(folder.join(FILE_NAME))?;
        if file.metadata()?.len() > length {
            file.set_len(length)?; // half a line at the end
        }
        file.seek(SeekFrom::Start(length))?;
        Ok(Self { folder: folder.to_owned(), file, length, _lock: lock })
    }

    /// Adds lines, and tells where they begin. Where that fails, what was there is whole all the same, and the same can
    /// be added later.
    pub(super) fn add(&mut self, lines: &[u8]) -> io::Result<u64> {
        let begin = self.length;
        if let Err(error) = self.file.write_all(lines) {
            // A part of a line would stand before the next one. Where it cannot be taken back now, reading skips it.
            let _ = self.file.set_len(begin);
            self.length = self.file.seek(SeekFrom::End(0)).unwrap_or(begin);
            if self.length != begin && self.file.write_all(b"\n").is_ok() {
                self.length += 1;
            }
            return Err(error);
        }
        self.length += lines.len() as u64;
        Ok(begin)
    }

    /// Has the disk confirm what was added.
    pub(super) fn confirm(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    /// Deletes the list from the disk, and one that was put aside as damaged with it: it may hold the same people.
    pub(super) fn delete(&self) -> io::Result<()> {
        for name in [FILE_NAME, BAD_NAME] {
            match fs::remove_file(self.folder.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Reads single records of a list.
#[derive(Debug)]
pub(super) struct Records(Mutex<File>);

impl Records {
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        Ok(Self(Mutex::new(File::open(folder.join(FILE_NAME))?)))
    }

    /// The values of a contact that was found.
    pub(super) fn read(&self, place: Place) -> io::Result<Values> {
        #[derive(Deserialize)]
        struct Record {
            values: Values,
        }
        let mut line = vec![0; place.length as usize];
        {
            let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(place.offset))?;
            file.read_exact(&mut line)?;
        }
        Ok(serde_json::from_slice::<Record>(&line)?.values)
    }
}

/// What an earlier start of the program left. `None`: nothing, or nothing that is this program's to go on with. A list
/// that cannot be read is put aside, once.
pub(super) fn left(folder: &Path) -> Option<(Rows, Journal)> {
    let path = folder.join(FILE_NAME);
    fs::metadata(&path).ok()?;
    let lock = lock(folder).ok()?;
    match read(&path) {
        Ok(OnDisk::Whole { rows, length }) => {
            let journal = Journal::open(folder, length, lock);
            let journal = journal.inspect_err(|error| tracing::warn!(%error, "a list that was left cannot be opened"));
            journal.ok().map(|journal| (*rows, journal))
        }
        Ok(OnDisk::Newer) => None,
        Err(error) => {
            tracing::warn!(%error, "a list cannot be read and is put aside");
            let _ = fs::rename(&path, folder.join(BAD_NAME)); // where even that fails, it is met again
            None
        }
    }
}

enum OnDisk {
    Whole { rows: Box<Rows>, length: u64 },
    Newer,
}

fn read(path: &Path) -> io::Result<OnDisk> {
    let mut lines = Lines { file: BufReader::with_capacity(256 * 1024, File::open(path)?), line: Vec::new(), end: 0 };
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "no list of this program");
    let header: Header = serde_json::from_slice(lines.next()?.ok_or_else(damaged)?)?;
    if header.schema > SCHEMA {
        return Ok(OnDisk::Newer);
    }
    let mut rows = Vec::new();
    for _ in 0..header.rows {
        rows.push(row_of(lines.next()?.ok_or_else(damaged)?).ok_or_else(damaged)?);
    }
    let mut rows = Rows::new(About { file: header.file, account: AccountId::from(header.account) }, rows);
    let mut begin = lines.end;
    while let Some(line) = lines.next()? {
        // A line that makes no sense is as good as none: its contact is asked for again.
        if let Ok(event) = serde_json::from_slice(line) {
            let length = u32::try_from(line.len()).unwrap_or(u32::MAX);
            happened(&mut rows, event, Place { offset: begin, length });
        }
        begin = lines.end;
    }
    rows.queue_all();
    Ok(OnDisk::Whole { rows: Box::new(rows), length: begin })
}

fn row_of(line: &[u8]) -> Option<Row> {
    Some(match serde_json::from_slice(line).ok()? {
        RowLine::Contact(id) => Row::Contact(ContactId::new(&id)?),
        RowLine::Odd { text, kind } => Row::Odd { text: text.into(), kind },
    })
}

fn happened(rows: &mut Rows, event: ReadEvent<'_>, place: Place) {
    if let Some(at) = event.at.filter(|at| (*at as usize) < rows.asked.len()) {
        match (event.values, event.kind) {
            (Some(values), _) => {
                rows.settle(at, Outcome::Found(place), values.iter().map(|(path, _)| &**path));
            }
            (None, Some(kind)) => rows.settle(at, Outcome::Problem(kind), std::iter::empty()),
            (None, None) => {}
        }
    }
    if let Some(again) = event.again {
        rows.let_wait(&again);
    }
    rows.names.extend(event.names.unwrap_or_default());
    rows.saved = event.saved.unwrap_or(rows.saved);
}

/// Whole lines, without their ends. What comes after the last line end is none.
struct Lines {
    file: BufReader<File>,
    line: Vec<u8>,
    /// Where the last line ended.
    end: u64,
}

impl Lines {
    fn next(&mut self) -> io::Result<Option<&[u8]>> {
        self.line.clear();
        let count = (&mut self.file).take(LONGEST_LINE).read_until(b'\n', &mut self.line)?;
        if self.line.pop() != Some(b'\n') {
            return Ok(None);
        }
        self.end += count as u64;
        Ok(Some(&self.line))
    }
}

fn lock(folder: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(folder.join(LOCK_NAME))?;
    file.try_lock()?;
    Ok(file)
}

fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
