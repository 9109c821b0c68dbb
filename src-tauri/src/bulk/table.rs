//! The rows of a list as a table: filtered, searched, sorted, a part at a time.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use serde::Deserialize;

use super::rows::{HeldRow, Outcome, OwnColumns, Place, Rows};
use super::search::{Needle, Search};
use super::values::BETWEEN;
use super::work::Work;
use super::Bulk;
use crate::model::account::AccountId;
use crate::model::problem::{Problem, ProblemKind};

/// So many rows are given at once at most.
const MOST_ROWS: usize = 500;

/// And so many columns.
const MOST_COLUMNS: usize = 300;

/// A cell shows so many characters at most.
const LONGEST_CELL: usize = 500;

/// While rows change, an order that has to be looked for among all of them is looked for this often.
const ORDER_COUNTS_FOR: Duration = Duration::from_secs(1);

/// What the path of one of the file's own columns begins with; its number from 0 follows. No field of an answer is called
/// like that.
pub const OWN: &str = "own:";

/// What is shown instead of a sensitive value, however long that is.
const DOTS: &str = "••••••••";

/// The fields that hold IDs of users and of a business.
const OF_NAMED: [&str; 3] = ["assignedTo", "followers", "businessId"];

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
#[derive(Debug, Clone, PartialEq)]
pub struct TableRows {
    /// The list it is of.
    pub list: u32,
    /// How many rows the whole table has with this filter and search.
    pub total: usize,
    /// The rows.
    pub rows: Vec<TableRow>,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// Its place in the list, from 0.
    pub at: u32,
    /// Its number in its sheet.
    pub row: u32,
    /// The contact's ID; where there is none, what stands in the list.
    pub id: String,
    /// What became of it; of what cannot be looked up, why.
    pub outcome: Result<Outcome, ProblemKind>,
    /// The account that it was found in, where that is not the list's.
    pub account: Option<AccountId>,
    /// The values in the columns that were asked for.
    pub cells: Vec<Option<String>>,
}

/// An order that was looked for.
#[derive(Debug)]
pub(super) struct Order {
    list: u32,
    version: u32,
    at: Instant,
    filter: Filter,
    descending: bool,
    rows: Arc<Vec<u32>>,
    known: Known,
}

/// What was read of the rows for an order. A record never changes, so it is read once.
#[derive(Debug, Default)]
struct Known {
    list: u32,
    sort: String,
    search: Search,
    /// The columns that were searched.
    columns: Vec<String>,
    /// How many users and businesses had names: what shows them is not the same when there are more.
    people: usize,
    /// How many fields were known to be sensitive: nothing is found by what they hold.
    sensitive: usize,
    /// The keys of contacts, by number, and those of rows.
    keys: HashMap<u32, (Place, Key)>,
    own_keys: HashMap<u32, Key>,
    /// Whether the search finds something in them.
    hits: HashMap<u32, (Place, bool)>,
    own_hits: HashMap<u32, bool>,
}

impl Bulk {
    /// A part of the table, with dots for what is sensitive; nothing where the list was closed while it was being asked for. Reads from the disk: not to be
    /// called where that would hold something up.
    pub fn rows(&self, query: &Query) -> Result<TableRows, Problem> {
        let none = TableRows { list: 0, total: 0, rows: Vec::new() };
        let Some(work) = self.work() else { return Ok(none) };
        work.learn(self.lookups.names());
        match self.part(&work, query) {
            Ok(rows) => Ok(rows),
            Err(_) if work.is_closed() || work.records.is_closed() => Ok(none),
            Err(error) => Err(super::not_read(&error)),
        }
    }

    fn part(&self, work: &Work, query: &Query) -> io::Result<TableRows> {
        let order = self.order(work, query)?;
        let page = order.iter().skip(query.from as usize).take((query.count as usize).min(MOST_ROWS));
        let columns = &query.columns[..query.columns.len().min(MOST_COLUMNS)];
        let (heads, own): (Vec<_>, _) = {
            let rows = work.rows();
            (page.filter_map(|at| Head::of(&rows, *at)).collect(), rows.own.clone())
        };
        let is_hidden = |column: &String| own_column(column).is_some_and(|at| own.is_sensitive(at));
        let hidden: Vec<bool> = columns.iter().map(is_hidden).collect();
        let rows = heads.into_iter().map(|head| {
            let mut row = self.table_row(work, head, columns, Some(LONGEST_CELL))?;
            for (cell, _) in row.cells.iter_mut().zip(&hidden).filter(|(_, hidden)| **hidden) {
                *cell = cell.take().map(|_| DOTS.to_owned());
            }
            Ok(row)
        });
        Ok(TableRows { list: work.number, total: order.len(), rows: rows.collect::<io::Result<_>>()? })
    }

    /// Writes every row, in the order of the list, with these columns. `write` says whether it wrote them whole. The list
    /// counts as saved where that is all of it: every field, with nothing having become known meanwhile. Gives whether it
    /// does.
    pub fn save<T>(
        &self,
        columns: &[String],
        write: impl FnOnce(&mut dyn Iterator<Item = io::Result<TableRow>>) -> Result<(T, bool), Problem>,
    ) -> Result<(T, bool), Problem> {
        self.save_part(columns, Filter::All, &Search::default(), write)
    }

    /// The same with the rows that a filter and a search let through.
    pub fn save_part<T>(
        &self,
        columns: &[String],
        filter: Filter,
        search: &Search,
        write: impl FnOnce(&mut dyn Iterator<Item = io::Result<TableRow>>) -> Result<(T, bool), Problem>,
    ) -> Result<(T, bool), Problem> {
        let work = self.work_or_unexpected()?;
        work.learn(self.lookups.names());
        let query = Query {
            from: 0,
            count: 0,
            filter,
            sort: "row".to_owned(),
            descending: false,
            columns: columns.to_vec(),
            search: search.clone(),
        };
        let has_rows = filter == Filter::All && search.is_empty();
        let (settled, has_all) = {
            let rows = work.rows();
            let mut fields = rows.columns.iter().filter(|column| !rows.sensitive.contains(&column.path));
            let has_all = fields.all(|column| columns.contains(&column.path));
            (rows.settled, has_all && has_rows)
        };
        let chosen = self.look_for(&work, &query, &mut Known::default()).map_err(|error| super::not_read(&error))?;
        let mut rows = chosen.into_iter().map(|at| {
            let head = Head::of(&work.rows(), at).ok_or(io::ErrorKind::NotFound)?;
            self.table_row(&work, head, columns, None)
        });
        let (written, whole) = write(&mut rows)?;
        let saved = has_all && whole && work.note_saved(settled);
        Ok((written, saved))
    }

    fn order(&self, work: &Work, query: &Query) -> io::Result<Arc<Vec<u32>>> {
        let version = self.version();
        // Whoever asks for the same meanwhile waits, and then has it.
        let mut held = self.order.lock().unwrap_or_else(PoisonError::into_inner);
        let mut known = Known::default();
        if let Some(order) = held.take() {
            // What ended has no later change to be asked about again.
            let goes_on = work.gate.borrow().open > 0 && work.rows().left() > 0;
            let counts = order.version == version || (goes_on && order.at.elapsed() < ORDER_COUNTS_FOR);
            if counts && order.is_of(work, query) {
                let rows = Arc::clone(&order.rows);
                *held = Some(order);
                return Ok(rows);
            }
            known = order.known;
        }
        let rows = Arc::new(self.look_for(work, query, &mut known)?);
        *held = Some(Order {
            list: work.number,
            version,
            at: Instant::now(),
            filter: query.filter,
            descending: query.descending,
            rows: Arc::clone(&rows),
            known,
        });
        Ok(rows)
    }

    fn table_row(&self, work: &Work, head: Head, columns: &[String], longest: Option<usize>) -> io::Result<TableRow> {
        let Head { at, row, id, outcome, account, own } = head;
        let mut cells = cells(work, outcome, own, columns)?;
        let cut = |text: String| match longest.and_then(|longest| text.char_indices().nth(longest)) {
            Some((at, _)) => format!("{}…", &text[..at]),
            None => text,
        };
        for (cell, path) in cells.iter_mut().zip(columns) {
            *cell = cell.take().map(|text| cut(self.named(work, account.as_ref(), path, text)));
        }
        Ok(TableRow { at, row, id, outcome, account, cells })
    }

    /// Names instead of IDs, as far as they are known.
    fn named(&self, work: &Work, account: Option<&AccountId>, path: &str, text: String) -> String {
        if !OF_NAMED.contains(&path) {
            return text;
        }
        let name = |id: &str| {
            let rows = work.rows();
            let known = rows.people.get(id).cloned();
            let account = account.unwrap_or(&rows.about.account).clone();
            drop(rows);
            known.or_else(|| self.lookups.names().name_of(&account, id)).unwrap_or_else(|| id.to_owned())
        };
        text.split(BETWEEN).map(name).collect::<Vec<_>>().join(BETWEEN)
    }
}

impl Order {
    fn is_of(&self, work: &Work, query: &Query) -> bool {
        (self.list, self.filter, self.descending) == (work.number, query.filter, query.descending)
            && self.known.is_of(work, query)
    }
}

impl Known {
    fn is_of(&self, work: &Work, query: &Query) -> bool {
        self.list == work.number && self.sort == query.sort && self.has_searched(query)
    }

    fn has_searched(&self, query: &Query) -> bool {
        self.search == query.search && (query.search.is_empty() || self.columns == query.columns)
    }

    /// Forgets what is of no use for that query.
    fn become_of(&mut self, work: &Work, query: &Query) {
        if self.list != work.number {
            *self = Self { list: work.number, ..Self::default() };
        }
        if self.sort != query.sort {
            self.sort.clone_from(&query.sort);
            self.keys.clear();
            self.own_keys.clear();
        }
        let (people, sensitive) = {
            let rows = work.rows();
            (rows.people.len(), rows.sensitive.len())
        };
        if std::mem::replace(&mut self.sensitive, sensitive) != sensitive {
            self.keys.clear();
            self.hits.clear();
        }
        if std::mem::replace(&mut self.people, people) != people {
            if OF_NAMED.contains(&query.sort.as_str()) {
                self.keys.clear();
            }
            if query.columns.iter().any(|column| OF_NAMED.contains(&column.as_str())) {
                self.hits.clear();
            }
        }
        if !self.has_searched(query) {
            self.search = query.search.clone();
            self.columns.clone_from(&query.columns);
            self.hits.clear();
            self.own_hits.clear();
        }
    }
}

/// A row without its values.
struct Head {
    at: u32,
    row: u32,
    id: String,
    outcome: Result<Outcome, ProblemKind>,
    account: Option<AccountId>,
    own: Option<Place>,
}

impl Head {
    fn of(rows: &Rows, at: u32) -> Option<Self> {
        let place = at as usize;
        let row = rows.in_order.get(place)?;
        let account = match row {
            HeldRow::Contact(number) => rows.asked.get(*number as usize).and_then(|asked| asked.account.clone()),
            HeldRow::Odd { .. } => None,
        };
        Some(Self {
            at,
            row: rows.number(place),
            id: rows.text(row).to_owned(),
            outcome: rows.outcome(row),
            account,
            own: rows.own_places.get(place).copied(),
        })
    }
}

/// Which of the file's own columns a path leads to.
fn own_column(path: &str) -> Option<usize> {
    path.strip_prefix(OWN)?.parse().ok()
}

/// The values of a row at these paths.
fn cells(
    work: &Work,
    outcome: Result<Outcome, ProblemKind>,
    own: Option<Place>,
    columns: &[String],
) -> io::Result<Vec<Option<String>>> {
    let is_own = |column: &String| own_column(column).is_some();
    let mut own = match own.filter(|_| columns.iter().any(is_own)) {
        Some(place) => work.records.own(place)?,
        None => Vec::new(),
    };
    let mut values: HashMap<String, String> = match outcome {
        Ok(Outcome::Found(place)) if !columns.iter().all(is_own) => work.values(place)?.into_iter().collect(),
        _ => HashMap::new(),
    };
    let cell = |column: &String| match own_column(column) {
        Some(at) => own.get_mut(at).map(std::mem::take).filter(|text| !text.is_empty()),
        None => values.remove(column),
    };
    Ok(columns.iter().map(cell).collect())
}

/// A row that the filter lets through, and where what it may be told by stands.
struct Candidate {
    at: u32,
    key: Key,
    contact: Option<(u32, Place)>,
    account: Option<AccountId>,
    own: Option<Place>,
    is_hit: bool,
}

impl Bulk {
    /// The rows that the filter and the search let through, in order.
    fn look_for(&self, work: &Work, query: &Query, known: &mut Known) -> io::Result<Vec<u32>> {
        known.become_of(work, query);
        let needle = Needle::of(&query.search);
        let (mut found, own_columns) = candidates(work, query, &needle);
        // Not under the lock: there may be thousands to read.
        if !needle.is_empty() {
            for candidate in &mut found {
                candidate.is_hit =
                    candidate.is_hit || self.is_hit(work, query, candidate, &needle, &own_columns, known)?;
            }
            found.retain(|candidate| candidate.is_hit);
        }
        let by_own = own_column(&query.sort);
        // The order would tell something of what is not shown.
        let by_hidden = by_own.is_some_and(|column| own_columns.is_sensitive(column));
        for candidate in &mut found {
            let by_field = !matches!(query.sort.as_str(), "row" | "outcome" | "id");
            let key = match (by_own, candidate.contact, candidate.own) {
                (Some(column), _, Some(place)) if !by_hidden => own_key(work, column, candidate.at, place, known)?,
                (None, Some(contact), _) if by_field => self.key(work, query, candidate, contact, known)?,
                _ => continue,
            };
            candidate.key = key;
        }
        // What has no value comes last either way.
        found.sort_by(|one, other| {
            one.key.is_nothing().cmp(&other.key.is_nothing()).then_with(|| {
                if query.descending {
                    other.key.compare(&one.key)
                } else {
                    one.key.compare(&other.key)
                }
            })
        });
        if query.sort == "row" && query.descending {
            found.reverse();
        }
        Ok(found.into_iter().map(|candidate| candidate.at).collect())
    }

    fn is_hit(
        &self,
        work: &Work,
        query: &Query,
        candidate: &Candidate,
        needle: &Needle,
        own_columns: &OwnColumns,
        known: &mut Known,
    ) -> io::Result<bool> {
        if let Some(place) = candidate.own.filter(|_| !own_columns.headings.is_empty()) {
            let hit = if let Some(hit) = known.own_hits.get(&candidate.at) {
                *hit
            } else {
                let hit = (0..)
                    .zip(work.records.own(place)?)
                    .any(|(at, cell)| !own_columns.is_sensitive(at) && needle.is_in(&cell));
                known.own_hits.insert(candidate.at, hit);
                hit
            };
            if hit {
                return Ok(true);
            }
        }
        let Some((number, place)) = candidate.contact else { return Ok(false) };
        if let Some((_, hit)) = known.hits.get(&number).filter(|(of, _)| *of == place) {
            return Ok(*hit);
        }
        let values = work.values(place)?;
        let hit = values
            .into_iter()
            .filter(|(path, _)| query.columns.contains(path))
            .any(|(path, text)| needle.is_in(&self.named(work, candidate.account.as_ref(), &path, text)));
        known.hits.insert(number, (place, hit));
        Ok(hit)
    }

    fn key(
        &self,
        work: &Work,
        query: &Query,
        candidate: &Candidate,
        (number, place): (u32, Place),
        known: &mut Known,
    ) -> io::Result<Key> {
        if let Some((_, key)) = known.keys.get(&number).filter(|(of, _)| *of == place) {
            return Ok(key.clone());
        }
        let values = work.values(place)?;
        let value = values.into_iter().find(|(path, _)| *path == query.sort);
        let key = Key::of_text(value.map(|(path, text)| self.named(work, candidate.account.as_ref(), &path, text)));
        known.keys.insert(number, (place, key.clone()));
        Ok(key)
    }
}

fn candidates(work: &Work, query: &Query, needle: &Needle) -> (Vec<Candidate>, OwnColumns) {
    let rows = work.rows();
    let mut found = Vec::new();
    for (at, row) in (0_u32..).zip(&rows.in_order) {
        let outcome = rows.outcome(row);
        if !lets_through(query.filter, outcome) {
            continue;
        }
        let key = match query.sort.as_str() {
            "outcome" => Key::of_outcome(outcome),
            "id" => Key::Text(rows.text(row).to_owned()),
            _ => Key::Nothing,
        };
        let contact = match (row, outcome) {
            (HeldRow::Contact(number), Ok(Outcome::Found(place))) => Some((*number, place)),
            _ => None,
        };
        let is_hit = !needle.is_empty()
            && (needle.is_in(rows.text(row))
                || needle.is_outcome(outcome)
                || needle.is_number(rows.number(at as usize)));
        let account = contact.and_then(|(number, _)| rows.asked.get(number as usize)?.account.clone());
        found.push(Candidate { at, key, contact, account, own: rows.own_places.get(at as usize).copied(), is_hit });
    }
    (found, rows.own.clone())
}

fn own_key(work: &Work, column: usize, at: u32, place: Place, known: &mut Known) -> io::Result<Key> {
    if let Some(key) = known.own_keys.get(&at) {
        return Ok(key.clone());
    }
    let cell = work.records.own(place)?.into_iter().nth(column);
    let key = Key::of_text(cell.filter(|text| !text.is_empty()));
    known.own_keys.insert(at, key.clone());
    Ok(key)
}

fn lets_through(filter: Filter, outcome: Result<Outcome, ProblemKind>) -> bool {
    match (filter, outcome) {
        (Filter::All, _) | (Filter::Found, Ok(Outcome::Found(_))) | (Filter::Attention, Ok(Outcome::Problem(_))) => {
            true
        }
        (Filter::Attention, Err(kind)) => kind != ProblemKind::IdMissing,
        (Filter::Found | Filter::Attention, _) => false,
    }
}

/// What rows are sorted by.
#[derive(Debug, Clone, PartialEq)]
enum Key {
    Number(f64),
    Text(String),
    Nothing,
}

impl Key {
    fn of_text(text: Option<String>) -> Self {
        match text {
            None => Self::Nothing,
            Some(text) => match text.trim().parse::<f64>() {
                // Telephone numbers read as numbers, too, and those of one country stay together as texts.
                Ok(number) if number.is_finite() && !text.trim_start().starts_with('+') => Self::Number(number),
                _ => Self::Text(text.to_lowercase()),
            },
        }
    }

    /// What is found, what needs attention by its kind, what waits.
    fn of_outcome(outcome: Result<Outcome, ProblemKind>) -> Self {
        match outcome {
            Ok(Outcome::Found(_)) => Self::Number(0.0),
            Ok(Outcome::Problem(kind)) | Err(kind) => Self::Text(format!("{kind:?}")),
            Ok(Outcome::Waiting) => Self::Nothing,
        }
    }

    fn is_nothing(&self) -> bool {
        *self == Self::Nothing
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
