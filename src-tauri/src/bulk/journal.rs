//! A list on the disk: a header, its rows, and a line for each later event, in a private folder. The file is only added
//! to, so that whatever ends the program leaves all but the last line whole. The list of an account whose token is for
//! one session is a file without a name, which the system deletes with the program.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, IntoInnerError, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use super::rows::{in_u32, About, Outcome, OwnColumns, Place, Recorded, Row, Rows, Table};
use super::values::Values;
use crate::atomic_file;
use crate::model::account::AccountId;
use crate::model::contact_id::ContactId;
use crate::model::problem::ProblemKind;
use crate::model::token::holds_a_token;

/// The version of the format. A newer one is left alone; version 1 had neither the numbers of rows nor the columns of the
/// file that the list came from.
const SCHEMA: u32 = 2;
const FILE_NAME: &str = "list.jsonl";
/// Locked by the program that works on the list.
const LOCK_NAME: &str = "list.lock";
/// The name of a session's file, until it is removed.
const SESSION_NAME: &str = "session.jsonl";
/// Where a list goes that cannot be read, and one of a newer program that is replaced.
const BAD_NAME: &str = "list.jsonl.bad";
const ASIDE_NAME: &str = "list.jsonl.aside";
/// How long such a list is kept: it may be needed for support, but holds data of many people.
pub const PUT_ASIDE_FOR: Duration = Duration::from_secs(7 * 24 * 60 * 60);
/// More than any line that is written: the values of a contact are cut off long before.
const LONGEST_LINE: u64 = 64 * 1024 * 1024;

#[derive(Serialize, Deserialize)]
struct Header {
    schema: u32,
    file: Option<String>,
    account: String,
    rows: usize,
    /// The path of the file that the list was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<PathBuf>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    own: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ids: Option<usize>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    bare: bool,
}

#[derive(Serialize, Deserialize)]
struct RowLine<'a> {
    n: Option<u32>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    id: Option<Cow<'a, str>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    text: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<ProblemKind>,
    /// The location that a link names.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    at: Option<Cow<'a, str>>,
    /// Its cells in the file's own columns, which stay on the disk.
    #[serde(skip_deserializing, skip_serializing_if = "Vec::is_empty")]
    own: Vec<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ReadRow<'a> {
    /// Version 1.
    Contact(#[serde(borrow)] Cow<'a, str>),
    Whole(#[serde(borrow)] RowLine<'a>),
}

/// A line as it is written.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Event<'a> {
    Found {
        at: u32,
        values: &'a Values,
        /// The paths of what was left out for its look.
        #[serde(skip_serializing_if = "<[String]>::is_empty")]
        hidden: &'a [String],
        /// The account if it is not the list's.
        #[serde(skip_serializing_if = "Option::is_none")]
        account: Option<&'a str>,
        time: u64,
    },
    Problem {
        at: u32,
        kind: ProblemKind,
    },
    /// These contacts are looked up again.
    Again {
        again: &'a [u32],
    },
    /// Names of custom fields, by path.
    Names {
        names: &'a BTreeMap<String, String>,
    },
    /// The paths of custom fields that are sensitive by name.
    Sensitive {
        sensitive: &'a [String],
    },
    WithoutNames {
        without_names: bool,
    },
    /// Names of users and businesses, by ID.
    People {
        people: &'a BTreeMap<String, String>,
    },
    Saved {
        saved: bool,
    },
}

/// An [`Event`] as it is read, with any of the fields.
#[derive(Deserialize)]
struct ReadEvent<'a> {
    at: Option<u32>,
    #[serde(borrow)]
    values: Option<Vec<(Cow<'a, str>, IgnoredAny)>>,
    hidden: Option<Vec<String>>,
    sensitive: Option<Vec<String>>,
    without_names: Option<bool>,
    account: Option<String>,
    kind: Option<ProblemKind>,
    again: Option<Vec<u32>>,
    names: Option<BTreeMap<String, String>>,
    people: Option<BTreeMap<String, String>>,
    saved: Option<bool>,
}

impl Event<'_> {
    pub(super) fn line(&self) -> Vec<u8> {
        // Texts and numbers always serialize.
        let mut line = serde_json::to_vec(self).unwrap_or_default();
        line.push(b'\n');
        line
    }
}

#[derive(Debug)]
pub(super) struct Journal {
    folder: PathBuf,
    /// `None` once it was closed to be deleted: Windows deletes no open file.
    file: Option<File>,
    /// The reader of a session's file, which has no name to open it by.
    nameless: Option<File>,
    /// The length of its whole lines.
    length: u64,
    _lock: File,
}

impl Journal {
    /// Creates the file of a new list, whole or not at all, and returns the places of its rows. The system deletes a file
    /// that is `for_session` with the program.
    pub(super) fn create(
        folder: &Path,
        about: &About,
        table: &Table,
        for_session: bool,
    ) -> io::Result<(Self, Vec<Place>)> {
        atomic_file::make_private(folder)?;
        let lock = lock(folder)?;
        if for_session {
            let (file, reader) = nameless(&folder.join(SESSION_NAME))?;
            let mut writer = BufWriter::new(file);
            let (places, length) = write_rows(&mut writer, about, table)?;
            let file = Some(writer.into_inner().map_err(IntoInnerError::into_error)?);
            let journal = Self { folder: folder.to_owned(), file, nameless: Some(reader), length, _lock: lock };
            return Ok((journal, places));
        }
        let path = folder.join(FILE_NAME);
        if path.exists() {
            // A newer program's, or one that could not be read.
            put_aside(folder, ASIDE_NAME)?;
        }
        let (places, length) = atomic_file::write_with(&path, None, |file| write_rows(file, about, table))?;
        Ok((Self::open(folder, length, lock)?, places))
    }

    fn open(folder: &Path, length: u64, lock: File) -> io::Result<Self> {
        let file = Some(open_at(folder, length)?);
        Ok(Self { folder: folder.to_owned(), file, nameless: None, length, _lock: lock })
    }

    pub(super) fn is_for_session(&self) -> bool {
        self.nameless.is_some()
    }

    pub(super) fn records(&self) -> io::Result<Records> {
        Ok(Records(Mutex::new(Some(self.reader()?))))
    }

    fn reader(&self) -> io::Result<File> {
        self.nameless.as_ref().map_or_else(|| File::open(self.folder.join(FILE_NAME)), File::try_clone)
    }

    /// Adds lines, and returns their offset. After an error the file is as before, and they can be added later.
    pub(super) fn add(&mut self, lines: &[u8]) -> io::Result<u64> {
        let begin = self.length;
        let file = self.file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        if let Err(error) = file.write_all(lines) {
            // Removes a part of a line. If that fails, the part becomes a line of its own, which reading skips.
            let _ = file.set_len(begin);
            self.length = file.seek(SeekFrom::End(0)).unwrap_or(begin);
            if self.length != begin && file.write_all(b"\n").is_ok() {
                self.length += 1;
            }
            return Err(error);
        }
        self.length += lines.len() as u64;
        Ok(begin)
    }

    /// Waits until what was added outlasts a power cut.
    pub(super) fn confirm(&self) -> io::Result<()> {
        self.file.as_ref().filter(|_| !self.is_for_session()).map_or(Ok(()), File::sync_data)
    }

    /// Deletes the list from the disk, and those that were put aside: they may hold the same people. After an error it can
    /// be added to and read as before.
    pub(super) fn delete(&mut self, records: &Records) -> io::Result<()> {
        *records.file() = None;
        let mut deleted = delete_put_aside(&self.folder);
        if !self.is_for_session() {
            self.file = None;
            deleted = deleted.and_then(|()| remove(&self.folder.join(FILE_NAME)));
            if deleted.is_err() {
                self.file = open_at(&self.folder, self.length).ok();
            }
        } else if deleted.is_ok() {
            (self.file, self.nameless) = (None, None);
        }
        if deleted.is_err() {
            *records.file() = self.reader().ok();
        }
        deleted
    }

    #[cfg(all(test, target_os = "linux"))]
    pub(super) fn over(self, file: File) -> Self {
        Self { file: Some(file), ..self }
    }
}

/// Opens a file for writing and for reading that the system deletes once it is closed.
fn nameless(path: &Path) -> io::Result<(File, File)> {
    remove(path)?;
    let mut options = atomic_file::private();
    #[cfg(windows)]
    std::os::windows::fs::OpenOptionsExt::custom_flags(&mut options, DELETE_ON_CLOSE);
    let file = options.create_new(true).open(path)?;
    let reader = File::open(path)?;
    // Windows removes the name with the file.
    #[cfg(unix)]
    fs::remove_file(path)?;
    Ok((file, reader))
}

/// `FILE_FLAG_DELETE_ON_CLOSE` of Windows.
#[cfg(windows)]
const DELETE_ON_CLOSE: u32 = 0x0400_0000;

/// The file, cut to its whole lines.
fn open_at(folder: &Path, length: u64) -> io::Result<File> {
    // Not for appending: on Windows such a file cannot be truncated. The lock keeps other writers away.
    let mut file = OpenOptions::new().write(true).open(folder.join(FILE_NAME))?;
    if file.metadata()?.len() > length {
        file.set_len(length)?; // half a line at the end
    }
    file.seek(SeekFrom::Start(length))?;
    Ok(file)
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Renames the list that is there, from now on for [`PUT_ASIDE_FOR`].
fn put_aside(folder: &Path, name: &str) -> io::Result<()> {
    let path = folder.join(name);
    fs::rename(folder.join(FILE_NAME), &path)?;
    // If that fails, the time of its last change counts, which is earlier.
    let _ = File::options().write(true).open(&path).and_then(|file| file.set_modified(SystemTime::now()));
    Ok(())
}

pub(super) fn is_put_aside(folder: &Path) -> bool {
    [BAD_NAME, ASIDE_NAME].iter().any(|name| folder.join(name).exists())
}

pub(super) fn delete_put_aside(folder: &Path) -> io::Result<()> {
    remove(&folder.join(BAD_NAME))?;
    remove(&folder.join(ASIDE_NAME))
}

/// Deletes the lists that were put aside long enough ago, and what a power cut may have left of others.
pub(super) fn sweep(folder: &Path) {
    // Windows refuses while another program works on it.
    let _ = remove(&folder.join(SESSION_NAME));
    atomic_file::sweep(folder, FILE_NAME);
    for name in [BAD_NAME, ASIDE_NAME] {
        let path = folder.join(name);
        let Ok(since) = fs::metadata(&path).and_then(|about| about.modified()) else { continue };
        // A time in the future comes of a wrong clock, and says nothing.
        if since.elapsed().is_ok_and(|passed| passed >= PUT_ASIDE_FOR) {
            if let Err(error) = remove(&path) {
                tracing::warn!(%error, "a list that was put aside could not be deleted");
            }
        }
    }
}

/// Reads single records of a list. `None` once the file was closed to be deleted.
#[derive(Debug)]
pub(super) struct Records(Mutex<Option<File>>);

impl Records {
    fn file(&self) -> MutexGuard<'_, Option<File>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The values of a contact, and when it was found, in seconds since 1970.
    pub(super) fn values(&self, place: Place) -> io::Result<(Values, Option<u64>)> {
        #[derive(Deserialize)]
        struct Record {
            values: Values,
            time: Option<u64>,
        }
        let Record { values, time } = serde_json::from_slice(&self.line(place)?)?;
        Ok((values, time))
    }

    pub(super) fn own(&self, place: Place) -> io::Result<Vec<String>> {
        #[derive(Deserialize)]
        struct Record {
            #[serde(default)]
            own: Vec<String>,
        }
        Ok(serde_json::from_slice::<Record>(&self.line(place)?)?.own)
    }

    fn line(&self, place: Place) -> io::Result<Vec<u8>> {
        let mut line = vec![0; place.length as usize];
        let mut file = self.file();
        let file = file.as_mut().ok_or(io::ErrorKind::NotFound)?;
        file.seek(SeekFrom::Start(place.offset))?;
        file.read_exact(&mut line)?;
        Ok(line)
    }

    pub(super) fn modified(&self) -> io::Result<SystemTime> {
        self.file().as_ref().ok_or(io::ErrorKind::NotFound)?.metadata()?.modified()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.file().is_none()
    }
}

/// The list that an earlier start of the program left; `None` also if another program has it, or a newer one wrote it. A
/// list that cannot be read is put aside.
pub(super) fn left(folder: &Path) -> Option<(Rows, Journal)> {
    let path = folder.join(FILE_NAME);
    fs::metadata(&path).ok()?;
    let lock = lock(folder).ok()?;
    match read(&path) {
        Ok(Some((rows, length))) => {
            let journal = Journal::open(folder, length, lock);
            let journal = journal.inspect_err(|error| tracing::warn!(%error, "a list that was left cannot be opened"));
            Some((rows, journal.ok()?))
        }
        Ok(None) => None,
        Err(error) => {
            tracing::warn!(%error, "a list cannot be read and is put aside");
            let _ = put_aside(folder, BAD_NAME); // the next start tries again
            None
        }
    }
}

/// Writes the header and the rows. Returns the places of the rows, and the length of all.
fn write_rows(file: &mut dyn Write, about: &About, table: &Table) -> io::Result<(Vec<Place>, u64)> {
    let header = Header {
        schema: SCHEMA,
        file: about.file.clone(),
        account: about.account.as_str().to_owned(),
        rows: table.rows.len(),
        // A path with a token in it is left out: no token is written to the disk.
        origin: about.origin.clone().filter(|path| !holds_a_token(&path.to_string_lossy())),
        own: table.own.headings.clone(),
        ids: table.own.ids,
        bare: table.own.ids_are_bare,
    };
    let mut line = serde_json::to_vec(&header)?;
    line.push(b'\n');
    file.write_all(&line)?;
    let mut offset = line.len() as u64;
    let mut places = Vec::with_capacity(table.rows.len());
    let mut locations = table.locations.iter().peekable();
    for (at, row) in table.rows.iter().enumerate() {
        let (id, text, kind) = match row {
            Row::Contact(id) => (Some(id.as_str().into()), None, None),
            Row::Invalid { text, kind } => (None, Some((&**text).into()), Some(*kind)),
        };
        let (n, own) = (Some(table.number(at)), table.own_cells(at));
        let at = locations.next_if(|(of, _)| *of == at).map(|(_, location)| (&**location).into());
        line.clear();
        serde_json::to_writer(&mut line, &RowLine { n, id, text, kind, at, own })?;
        places.push(Place::of(offset, &line));
        line.push(b'\n');
        file.write_all(&line)?;
        offset += line.len() as u64;
    }
    Ok((places, offset))
}

/// Reads a list, and the length of its whole lines. `None`: a newer program wrote it.
fn read(path: &Path) -> io::Result<Option<(Rows, u64)>> {
    let mut lines = Lines { file: BufReader::with_capacity(256 * 1024, File::open(path)?), line: Vec::new(), end: 0 };
    let damaged = || io::Error::new(io::ErrorKind::InvalidData, "no list of this program");
    let header: Header = serde_json::from_slice(lines.next()?.ok_or_else(damaged)?)?;
    if header.schema > SCHEMA {
        return Ok(None);
    }
    let (mut table, mut places) = (Table::from(Vec::new()), Vec::new());
    for at in 0..header.rows {
        let offset = lines.end;
        let line = lines.next()?.ok_or_else(damaged)?;
        places.push(Place::of(offset, line));
        let (row, number, location) = row_of(line).ok_or_else(damaged)?;
        table.locations.extend(location.map(|location| (at, location)));
        table.rows.push(row);
        table.numbers.push(number.unwrap_or_else(|| in_u32(at + 1)));
    }
    table.own = OwnColumns { headings: header.own, ids: header.ids, ids_are_bare: header.bare };
    let about = About { file: header.file, account: AccountId::from(header.account), origin: header.origin };
    let mut rows = Rows::new(about, table, places);
    let mut begin = lines.end;
    while let Some(line) = lines.next()? {
        // A damaged line is skipped: its contact is looked up again.
        if let Ok(event) = serde_json::from_slice(line) {
            apply(&mut rows, event, Place::of(begin, line));
        }
        begin = lines.end;
    }
    rows.rebuild_queue();
    Ok(Some((rows, begin)))
}

/// A row, its number, and the location in its link.
fn row_of(line: &[u8]) -> Option<(Row, Option<u32>, Option<Box<str>>)> {
    Some(match serde_json::from_slice(line).ok()? {
        ReadRow::Contact(id) => (Row::Contact(ContactId::new(&id)?), None, None),
        ReadRow::Whole(RowLine { n, id: Some(id), at, .. }) => {
            (Row::Contact(ContactId::new(&id)?), n, at.map(Into::into))
        }
        ReadRow::Whole(RowLine { n, text, kind, .. }) => (Row::Invalid { text: text?.into(), kind: kind? }, n, None),
    })
}

fn apply(rows: &mut Rows, event: ReadEvent<'_>, place: Place) {
    if let Some(at) = event.at.filter(|at| (*at as usize) < rows.contacts.len()) {
        match (event.values, event.kind) {
            (Some(values), _) => rows.record(Recorded {
                number: at,
                outcome: Outcome::Found,
                place,
                paths: values.into_iter().map(|(path, _)| path).collect(),
                hidden: event.hidden.unwrap_or_default(),
                account: event.account.map(AccountId::from),
            }),
            (None, Some(kind)) => rows.record(Recorded::problem(at, kind)),
            (None, None) => {}
        }
    }
    if let Some(again) = event.again {
        rows.retry(&again);
    }
    rows.sensitive.extend(event.sensitive.unwrap_or_default());
    rows.without_names = event.without_names.unwrap_or(rows.without_names);
    rows.names.extend(event.names.unwrap_or_default());
    rows.people.extend(event.people.unwrap_or_default());
    rows.saved = event.saved.unwrap_or(rows.saved);
}

/// Whole lines, without their ends. Text behind the last line end is ignored.
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
    let file = atomic_file::private().create(true).truncate(false).open(folder.join(LOCK_NAME))?;
    file.try_lock()?;
    Ok(file)
}
