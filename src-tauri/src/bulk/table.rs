//! The rows of a list as a table: filtered, searched, sorted, a part at a time. Reads from the disk.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use icu_normalizer::DecomposingNormalizerBorrowed;
use serde::{Deserialize, Serialize};

use super::job::BulkJob;
use super::rows::{in_u32, ListedContact, Outcome, OwnColumns, Place, Rows, OWN};
use super::values::BETWEEN;
use crate::model::account::AccountId;
use crate::model::problem::{FileFault, Problem, ProblemFacts, ProblemKind};
use crate::references::References;

/// How many rows and columns are returned at once, and how many characters of a cell and of an ID.
const MAX_ROWS: usize = 500;
const MAX_COLUMNS: usize = 300;
const LONGEST_CELL: usize = 500;
const LONGEST_TEXT: usize = 200;
/// How long an order is used while rows change.
const ORDER_TTL: Duration = Duration::from_secs(1);
/// Shown instead of a sensitive value of any length.
const DOTS: &str = "••••••••";
/// The fields that hold IDs of users and of a business.
const REFERENCES: [&str; 3] = ["assignedTo", "followers", "businessId"];
/// How many digits a search for a telephone number has at least.
const MIN_DIGITS: usize = 3;

/// Which rows of the table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "BulkFilter", export_to = "BulkFilter.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum Filter {
    /// All of them.
    #[default]
    All,
    /// Those that are found.
    Found,
    /// Those that need attention.
    Attention,
}

impl Filter {
    fn lets_through(self, outcome: Outcome) -> bool {
        match self {
            Self::All => true,
            Self::Found => outcome == Outcome::Found,
            Self::Attention => matches!(outcome, Outcome::Problem(kind) if kind != ProblemKind::IdMissing),
        }
    }
}

/// What the rows are searched for; nothing lets all of them through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "BulkSearch", export_to = "BulkSearch.ts"))]
#[serde(rename_all = "camelCase", default)]
pub struct Search {
    /// A text in the columns that are shown or in the file's own, in any case and with any accents.
    pub text: String,
    /// The outcomes that have it in their words, which are the page's: `waiting`, `found`, and the kinds of problem.
    pub outcomes: Vec<String>,
}

impl Search {
    fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// A part of the table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "BulkQuery", export_to = "BulkQuery.ts"))]
#[serde(rename_all = "camelCase")]
pub struct Query {
    /// How many rows come before it.
    pub from: u32,
    /// How many rows it has at most; 500 are given at once.
    pub count: u32,
    /// Which rows.
    pub filter: Filter,
    /// By what they are sorted: `row`, `outcome`, `id`, or the path of a column.
    pub sort: String,
    /// From the last to the first.
    pub descending: bool,
    /// The paths of the columns that are shown, 300 at most.
    pub columns: Vec<String>,
    /// What the rows are searched for; empty where all are wanted.
    #[serde(default)]
    pub search: Search,
}

/// A part of the table, as it is now.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableRows {
    /// The list it is of.
    pub list: u32,
    /// How many rows the whole table has with this filter and search.
    pub total: u32,
    pub rows: Vec<TableRow>,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct TableRow {
    /// Its place in the list, from 0. No other row has it.
    pub at: u32,
    /// Its number in its sheet, from 1. A cell with several IDs has made several rows of one number.
    pub row: u32,
    /// The account that it was found in, where that is not the list's.
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    pub account: Option<AccountId>,
    /// The contact's ID; where there is none, what stands in the list, 200 characters at most, and nothing of a token.
    pub id: String,
    /// What became of it.
    pub outcome: Outcome,
    /// The values in the columns that were asked for, each as it was sent or read, with names in place of the IDs of users
    /// and businesses as far as they are known; 500 characters at most.
    pub cells: Vec<Option<String>>,
}

pub(super) struct TableReader<'a> {
    pub(super) job: &'a BulkJob,
    pub(super) names: &'a References,
}

/// The last order, and what was read of the rows for it: a record never changes, so it is read once.
#[derive(Default)]
pub(super) struct Orders {
    last: Option<Order>,
    keys: Cache<Key>,
    hits: Cache<bool>,
}

struct Order {
    list: u32,
    version: u32,
    at: Instant,
    query: Query,
    rows: Arc<Vec<u32>>,
}

/// What was read of each row, by its index and the record of its contact.
#[derive(Default)]
struct Cache<T> {
    basis: Basis,
    known: HashMap<u32, (Option<Place>, T)>,
}

/// What a cache depends on besides the records. The numbers of named users and of sensitive fields only grow.
#[derive(Debug, Clone, Default, PartialEq)]
struct Basis {
    list: u32,
    sort: String,
    search: Search,
    columns: Vec<String>,
    people: usize,
    sensitive: usize,
}

impl<T: Clone> Cache<T> {
    fn rebase(&mut self, basis: Basis) {
        if self.basis != basis {
            (self.basis, self.known) = (basis, HashMap::new());
        }
    }

    fn get(&mut self, row: &RowRef, read: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        if let Some((_, known)) = self.known.get(&row.at).filter(|(record, _)| *record == row.record) {
            return Ok(known.clone());
        }
        let value = read()?;
        self.known.insert(row.at, (row.record, value.clone()));
        Ok(value)
    }
}

/// The places of a row's values.
#[derive(Debug)]
struct RowRef {
    at: u32,
    record: Option<Place>,
    account: Option<AccountId>,
    own: Option<Place>,
}

impl RowRef {
    fn of(rows: &Rows, at: u32) -> Option<Self> {
        let contact = rows.contact(rows.in_order.get(at as usize)?);
        let record = contact.and_then(ListedContact::found_at);
        let account = contact.and_then(|contact| contact.account.clone());
        Some(Self { at, record, account, own: rows.own_place(at as usize) })
    }
}

/// A row that the filter lets through.
struct Candidate {
    row: RowRef,
    key: Key,
    is_hit: bool,
}

impl TableReader<'_> {
    /// A part of the table, with dots for sensitive values. `version`: that of the list's last change.
    pub(super) fn page(&self, query: &Query, version: u32, orders: &Mutex<Orders>) -> io::Result<TableRows> {
        let order = self.order(query, version, orders)?;
        let page = order.iter().skip(query.from as usize).take((query.count as usize).min(MAX_ROWS));
        let columns = &query.columns[..query.columns.len().min(MAX_COLUMNS)];
        let own = self.job.lock().rows.own.clone();
        let rows = page.map(|at| {
            let mut row = self.row(*at, columns)?;
            row.id = row.id.chars().take(LONGEST_TEXT).collect();
            for (cell, path) in row.cells.iter_mut().zip(columns) {
                let is_sensitive = own_column(path).is_some_and(|at| own.is_sensitive(at));
                *cell = cell.take().map(|text| if is_sensitive { DOTS.to_owned() } else { shortened(text) });
            }
            Ok(row)
        });
        Ok(TableRows { list: self.job.number, total: in_u32(order.len()), rows: rows.collect::<io::Result<_>>()? })
    }

    /// Passes the rows that match to `write`, in the order of the list. `write` says whether it wrote them whole. Returns
    /// whether the list counts as saved: every row and field was written, and no outcome was recorded meanwhile.
    pub(super) fn save<T>(
        &self,
        columns: &[String],
        filter: Filter,
        search: &Search,
        write: impl FnOnce(&mut dyn Iterator<Item = io::Result<TableRow>>) -> Result<(T, bool), Problem>,
    ) -> Result<(T, bool), Problem> {
        let query = Query {
            from: 0,
            count: 0,
            filter,
            sort: "row".to_owned(),
            descending: false,
            columns: columns.to_vec(),
            search: search.clone(),
        };
        let (recorded, has_fields) = {
            let state = self.job.lock();
            let mut fields = state.rows.columns.iter().filter(|column| !state.rows.sensitive.contains(&column.path));
            (state.rows.recorded, fields.all(|column| columns.contains(&column.path)))
        };
        let rows = self.select(&query, &mut Orders::default()).map_err(|error| not_read(&error))?;
        let (written, is_whole) = write(&mut rows.into_iter().map(|at| self.row(at, columns)))?;
        let has_all = has_fields && is_whole && filter == Filter::All && search.is_empty();
        Ok((written, has_all && self.job.lock().note_saved(recorded)))
    }

    fn order(&self, query: &Query, version: u32, orders: &Mutex<Orders>) -> io::Result<Arc<Vec<u32>>> {
        let columns = if query.search.is_empty() { Vec::new() } else { query.columns.clone() };
        let query = Query { from: 0, count: 0, columns, ..query.clone() };
        // A second caller with the same query waits, and then finds the order here.
        let mut orders = orders.lock().unwrap_or_else(PoisonError::into_inner);
        // An old order is good enough only while more changes follow, after which the page asks again.
        let is_running = self.job.lock().session.is_some();
        let is_fresh = |order: &&Order| order.version == version || (is_running && order.at.elapsed() < ORDER_TTL);
        let list = self.job.number;
        let known = orders.last.as_ref().filter(|order| order.list == list && order.query == query).filter(is_fresh);
        if let Some(order) = known {
            return Ok(Arc::clone(&order.rows));
        }
        let rows = Arc::new(self.select(&query, &mut orders)?);
        orders.last = Some(Order { list, version, at: Instant::now(), query, rows: Arc::clone(&rows) });
        Ok(rows)
    }

    /// The rows that match, in order.
    fn select(&self, query: &Query, orders: &mut Orders) -> io::Result<Vec<u32>> {
        let needle = Needle::of(&query.search);
        let (mut found, own, basis) = self.candidates(query, &needle);
        if !needle.text.is_empty() {
            let (search, columns) = (query.search.clone(), query.columns.clone());
            orders.hits.rebase(Basis { search, columns, ..basis.clone() });
            for Candidate { row, is_hit, .. } in &mut found {
                *is_hit = *is_hit || orders.hits.get(row, || self.is_hit(row, query, &needle, &own))?;
            }
            found.retain(|candidate| candidate.is_hit);
        }
        if !matches!(query.sort.as_str(), "row" | "outcome" | "id") {
            orders.keys.rebase(Basis { sort: query.sort.clone(), ..basis });
            for Candidate { row, key, .. } in &mut found {
                *key = orders.keys.get(row, || self.key(row, &query.sort, &own))?;
            }
        }
        // Rows without a value come last in both directions.
        found.sort_by(|one, other| {
            let by_key = one.key.compare(&other.key);
            let by_key = if query.descending { by_key.reverse() } else { by_key };
            (one.key == Key::Nothing).cmp(&(other.key == Key::Nothing)).then(by_key)
        });
        if query.sort == "row" && query.descending {
            found.reverse();
        }
        Ok(found.into_iter().map(|candidate| candidate.row.at).collect())
    }

    fn candidates(&self, query: &Query, needle: &Needle) -> (Vec<Candidate>, OwnColumns, Basis) {
        let state = self.job.lock();
        let rows = &state.rows;
        let mut found = Vec::new();
        for (at, entry) in (0_u32..).zip(&rows.in_order) {
            let outcome = rows.outcome(entry);
            let Some(row) = RowRef::of(rows, at).filter(|_| query.filter.lets_through(outcome)) else { continue };
            let key = match query.sort.as_str() {
                "outcome" => Key::of_outcome(outcome),
                "id" => Key::Text(rows.text(entry).to_owned()),
                _ => Key::Nothing,
            };
            let number = rows.number(at as usize);
            let is_hit = !needle.text.is_empty()
                && (needle.is_in(rows.text(entry)) || needle.outcomes.contains(&outcome) || needle.is_number(number));
            found.push(Candidate { row, key, is_hit });
        }
        let (people, sensitive) = (rows.people.len(), rows.sensitive.len());
        (found, rows.own.clone(), Basis { list: self.job.number, people, sensitive, ..Basis::default() })
    }

    fn is_hit(&self, row: &RowRef, query: &Query, needle: &Needle, own: &OwnColumns) -> io::Result<bool> {
        if let Some(place) = row.own {
            let mut cells = (0..).zip(self.job.records.own(place)?);
            if cells.any(|(at, cell)| !own.is_sensitive(at) && needle.is_in(&cell)) {
                return Ok(true);
            }
        }
        let Some(place) = row.record else { return Ok(false) };
        let mut shown = self.job.values(place)?.0.into_iter().filter(|(path, _)| query.columns.contains(path));
        Ok(shown.any(|(path, text)| needle.is_in(&self.with_names(row, &path, text))))
    }

    fn key(&self, row: &RowRef, sort: &str, own: &OwnColumns) -> io::Result<Key> {
        let text = match (own_column(sort), row.own, row.record) {
            // The order would reveal something of the hidden values.
            (Some(column), ..) if own.is_sensitive(column) => None,
            (Some(column), Some(place), _) => {
                self.job.records.own(place)?.into_iter().nth(column).filter(|text| !text.is_empty())
            }
            (None, _, Some(place)) => {
                let value = self.job.values(place)?.0.into_iter().find(|(path, _)| path == sort);
                value.map(|(path, text)| self.with_names(row, &path, text))
            }
            _ => None,
        };
        Ok(Key::of_text(text))
    }

    fn row(&self, at: u32, columns: &[String]) -> io::Result<TableRow> {
        let (row, number, id, outcome) = {
            let state = self.job.lock();
            let rows = &state.rows;
            let entry = rows.in_order.get(at as usize).ok_or(io::ErrorKind::NotFound)?;
            let row = RowRef::of(rows, at).ok_or(io::ErrorKind::NotFound)?;
            (row, rows.number(at as usize), rows.text(entry).to_owned(), rows.outcome(entry))
        };
        let cells = self.cells(&row, columns)?;
        Ok(TableRow { at, row: number, account: row.account, id, outcome, cells })
    }

    fn cells(&self, row: &RowRef, columns: &[String]) -> io::Result<Vec<Option<String>>> {
        let is_own = |column: &String| own_column(column).is_some();
        let mut own = match row.own.filter(|_| columns.iter().any(is_own)) {
            Some(place) => self.job.records.own(place)?,
            None => Vec::new(),
        };
        let mut values: HashMap<String, String> = match row.record.filter(|_| !columns.iter().all(is_own)) {
            Some(place) => self.job.values(place)?.0.into_iter().collect(),
            None => HashMap::new(),
        };
        let cell = |path: &String| match own_column(path) {
            Some(at) => own.get_mut(at).map(std::mem::take).filter(|text| !text.is_empty()),
            None => values.remove(path).map(|text| self.with_names(row, path, text)),
        };
        Ok(columns.iter().map(cell).collect())
    }

    /// The text with names in place of the IDs of users and businesses, as far as they are known.
    fn with_names(&self, row: &RowRef, path: &str, text: String) -> String {
        if !REFERENCES.contains(&path) {
            return text;
        }
        let state = self.job.lock();
        let account = row.account.as_ref().unwrap_or(&state.rows.about.account);
        let name = |id: &str| {
            let known = state.rows.people.get(id).cloned();
            known.or_else(|| self.names.name_of(account, id)).unwrap_or_else(|| id.to_owned())
        };
        text.split(BETWEEN).map(name).collect::<Vec<_>>().join(BETWEEN)
    }
}

/// Which of the file's own columns a path leads to.
fn own_column(path: &str) -> Option<usize> {
    path.strip_prefix(OWN)?.parse().ok()
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST_CELL) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

pub(super) fn not_read(error: &io::Error) -> Problem {
    let (file, detail) = (Some(FileFault::Unreadable), Some(error.to_string()));
    Problem::with(ProblemKind::FileNotRead, ProblemFacts { file, detail, ..ProblemFacts::default() })
}

#[derive(Debug, Clone, Default, PartialEq)]
enum Key {
    Number(f64),
    Text(String),
    #[default]
    Nothing,
}

impl Key {
    fn of_text(text: Option<String>) -> Self {
        let Some(text) = text else { return Self::Nothing };
        match text.trim().parse::<f64>() {
            // Telephone numbers of one country stay together as texts.
            Ok(number) if number.is_finite() && !text.trim_start().starts_with('+') => Self::Number(number),
            _ => Self::Text(text.to_lowercase()),
        }
    }

    fn of_outcome(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Found => Self::Number(0.0),
            Outcome::Problem(kind) => Self::Text(format!("{kind:?}")),
            Outcome::Waiting => Self::Nothing,
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(one), Self::Number(other)) => one.total_cmp(other),
            (Self::Text(one), Self::Text(other)) => one.cmp(other),
            (Self::Number(_), Self::Text(_)) => Ordering::Less,
            (Self::Text(_), Self::Number(_)) => Ordering::Greater,
            _ => Ordering::Equal,
        }
    }
}

/// A search in the form that cells are compared with.
struct Needle {
    text: String,
    /// Its digits if it can be a telephone number.
    digits: Option<String>,
    outcomes: Vec<Outcome>,
}

impl Needle {
    fn of(search: &Search) -> Self {
        let text = folded(search.text.trim());
        let is_number =
            text.chars().all(|ch| ch.is_ascii_digit() || matches!(ch, '+' | '-' | '(' | ')' | '.' | ' ' | '/'));
        let digits = digits(&text);
        Self {
            digits: (is_number && digits.len() >= MIN_DIGITS).then_some(digits),
            text,
            outcomes: search.outcomes.iter().filter_map(|name| Outcome::named(name)).collect(),
        }
    }

    /// Whether a cell contains it. A telephone number is found in any notation.
    fn is_in(&self, cell: &str) -> bool {
        folded(cell).contains(&self.text)
            || self.digits.as_ref().is_some_and(|wanted| self::digits(cell).contains(wanted))
    }

    fn is_number(&self, row: u32) -> bool {
        self.text.parse() == Ok(row)
    }
}

/// A text in lower case and without accents.
fn folded(text: &str) -> String {
    let is_mark = |ch: &char| matches!(ch, '\u{0300}'..='\u{036F}');
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    apart.chars().filter(|ch| !is_mark(ch)).flat_map(char::to_lowercase).collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needle(text: &str) -> Needle {
        Needle::of(&Search { text: text.to_owned(), outcomes: Vec::new() })
    }

    #[test]
    fn a_text_is_found_in_any_case_and_with_any_accents() {
        for (text, cell) in [("jose", "José Núñez"), ("NUÑEZ", "nunez"), (" harbour ", "The Harbour"), ("ﬁ", "find")]
        {
            assert!(needle(text).is_in(cell), "{text} in {cell}");
        }
        assert!(!needle("josef").is_in("José"));
    }

    #[test]
    fn a_number_is_found_however_it_is_written_and_one_digit_is_not() {
        for text in ["(312) 555-0100", "3125550100", "+1 312 555", "312.555"] {
            assert!(needle(text).is_in("+13125550100"), "{text}");
            assert!(needle(text).is_in("+1 (312) 555-0100"), "{text}");
        }
        assert!(!needle("1-2").is_in("+13125550100"));
        assert!(!needle("b 312").is_in("+13125550100"));
    }

    #[test]
    fn a_row_is_found_by_its_number() {
        assert!(needle("54").is_number(54) && !needle("54").is_number(154) && !needle("x").is_number(0));
    }
}
