//! The rows of a list as a table: filtered, sorted, a part at a time.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::journal::Values;
use super::rows::{Outcome, Place, Rows};
use super::work::Work;
use super::Bulk;
use crate::problem::{Problem, ProblemKind};

/// So many rows are given at once at most.
const MOST_ROWS: usize = 500;

/// And so many columns.
const MOST_COLUMNS: usize = 300;

/// A cell shows so many characters at most.
const LONGEST_CELL: usize = 500;

/// While rows change, an order that has to be looked for among all of them is looked for this often.
const ORDER_COUNTS_FOR: Duration = Duration::from_secs(1);

/// Which rows of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Filter {
    /// All of them.
    All,
    /// Those that are found.
    Found,
    /// Those that need attention.
    Attention,
}

/// A part of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// How many rows come before it.
    pub from: usize,
    /// How many rows it has at most.
    pub count: usize,
    /// Which rows.
    pub filter: Filter,
    /// By what they are sorted: `row`, `outcome`, `id`, or the path of a field.
    pub sort: String,
    /// From the last to the first.
    pub descending: bool,
    /// The paths of the fields that are shown.
    pub columns: Vec<String>,
}

/// A part of the table, as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRows {
    /// The list it is of.
    pub list: u32,
    /// How many rows the whole table has with this filter.
    pub total: usize,
    /// The rows.
    pub rows: Vec<TableRow>,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    /// Its number, from 1.
    pub row: u32,
    /// The contact's ID; where there is none, what stands in the list.
    pub id: String,
    /// What became of it; of what cannot be looked up, why.
    pub outcome: Result<Outcome, ProblemKind>,
    /// The values of the fields that were asked for.
    pub cells: Vec<Option<String>>,
}

/// An order that was looked for.
#[derive(Debug)]
pub(super) struct Order {
    list: u32,
    version: u32,
    at: Instant,
    filter: Filter,
    sort: String,
    descending: bool,
    rows: Arc<Vec<u32>>,
}

impl Bulk {
    /// A part of the table; nothing where the list was closed while it was being asked for. Reads from the disk: not to be
    /// called where that would hold something up.
    pub fn rows(&self, query: &Query) -> Result<TableRows, Problem> {
        let Some(work) = self.work() else { return Ok(TableRows { list: 0, total: 0, rows: Vec::new() }) };
        let order = self.order(&work, query)?;
        let page: Vec<u32> = order.iter().skip(query.from).take(query.count.min(MOST_ROWS)).copied().collect();
        let columns = &query.columns[..query.columns.len().min(MOST_COLUMNS)];
        let heads: Vec<_> = {
            let rows = work.rows();
            page.iter().filter_map(|at| head(&rows, *at)).collect()
        };
        let rows = heads.into_iter().map(|(row, id, outcome)| {
            let cells = cells(&work, outcome, columns, Some(LONGEST_CELL))?;
            Ok(TableRow { row, id, outcome, cells })
        });
        let rows = rows.collect::<io::Result<_>>().map_err(|error| super::not_read(&error))?;
        Ok(TableRows { list: work.number, total: order.len(), rows })
    }

    /// Writes every row, in the order of the list, with the fields at these paths. `write` says whether it wrote them
    /// whole. The list counts as saved where that is all of it: every field, with nothing having become known meanwhile.
    /// Gives whether it does.
    pub fn save<T>(
        &self,
        columns: &[String],
        write: impl FnOnce(&mut dyn Iterator<Item = io::Result<TableRow>>) -> Result<(T, bool), Problem>,
    ) -> Result<(T, bool), Problem> {
        let work = self.work_or_unexpected()?;
        let (count, settled, has_all) = {
            let rows = work.rows();
            let chosen: HashSet<&str> = columns.iter().map(String::as_str).collect();
            let has_all = rows.columns.iter().all(|column| chosen.contains(column.path.as_str()));
            (u32::try_from(rows.in_order.len()).unwrap_or(u32::MAX), rows.settled, has_all)
        };
        let mut rows = (0..count).map(|at| {
            let head = head(&work.rows(), at);
            let (row, id, outcome) = head.ok_or(io::ErrorKind::NotFound)?;
            let cells = cells(&work, outcome, columns, None)?;
            Ok(TableRow { row, id, outcome, cells })
        });
        let (written, whole) = write(&mut rows)?;
        let saved = has_all && whole && work.note_saved(settled);
        Ok((written, saved))
    }

    fn order(&self, work: &Work, query: &Query) -> Result<Arc<Vec<u32>>, Problem> {
        let version = self.version();
        {
            let held = self.held();
            if let Some(order) = held.order.as_ref().filter(|order| order.is_of(work, query)) {
                // What ended has no later change to be asked about again.
                let goes_on = work.gate.borrow().open > 0 && work.rows().left() > 0;
                if order.version == version || (goes_on && order.at.elapsed() < ORDER_COUNTS_FOR) {
                    return Ok(Arc::clone(&order.rows));
                }
            }
        }
        let rows = Arc::new(look_for(work, query).map_err(|error| super::not_read(&error))?);
        self.held().order = Some(Order {
            list: work.number,
            version,
            at: Instant::now(),
            filter: query.filter,
            sort: query.sort.clone(),
            descending: query.descending,
            rows: Arc::clone(&rows),
        });
        Ok(rows)
    }
}

impl Order {
    fn is_of(&self, work: &Work, query: &Query) -> bool {
        (self.list, self.filter, self.descending) == (work.number, query.filter, query.descending)
            && self.sort == query.sort
    }
}

type Head = (u32, String, Result<Outcome, ProblemKind>);

fn head(rows: &Rows, at: u32) -> Option<Head> {
    let row = rows.in_order.get(at as usize)?;
    Some((at + 1, rows.text(row).to_owned(), rows.outcome(row)))
}

/// The values of a row at these paths, each no longer than that.
fn cells(
    work: &Work,
    outcome: Result<Outcome, ProblemKind>,
    columns: &[String],
    longest: Option<usize>,
) -> io::Result<Vec<Option<String>>> {
    let Ok(Outcome::Found(place)) = outcome else { return Ok(vec![None; columns.len()]) };
    let mut values: HashMap<String, String> = work.records.read(place)?.into_iter().collect();
    let cut = |text: String| match longest.and_then(|longest| text.char_indices().nth(longest)) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    };
    Ok(columns.iter().map(|column| values.remove(column).map(cut)).collect())
}

/// The rows that the filter lets through, in order.
fn look_for(work: &Work, query: &Query) -> io::Result<Vec<u32>> {
    let mut found: Vec<(u32, Key)> = Vec::new();
    let mut places: Vec<(usize, Place)> = Vec::new();
    {
        let rows = work.rows();
        for (at, row) in (0_u32..).zip(&rows.in_order) {
            let outcome = rows.outcome(row);
            if !lets_through(query.filter, outcome) {
                continue;
            }
            let key = match (query.sort.as_str(), outcome) {
                ("row", _) => Key::Nothing,
                ("outcome", _) => Key::of_outcome(outcome),
                ("id", _) => Key::Text(rows.text(row).to_owned()),
                (_, Ok(Outcome::Found(place))) => {
                    places.push((found.len(), place));
                    Key::Nothing
                }
                _ => Key::Nothing,
            };
            found.push((at, key));
        }
    }
    // Not under the lock: there may be thousands to read.
    for (at, place) in places {
        found[at].1 = Key::of_text(at_path(work.records.read(place)?, &query.sort));
    }
    // What has no value comes last either way.
    found.sort_by(|(_, one), (_, other)| {
        one.is_nothing().cmp(&other.is_nothing()).then_with(|| {
            if query.descending {
                other.compare(one)
            } else {
                one.compare(other)
            }
        })
    });
    if query.sort == "row" && query.descending {
        found.reverse();
    }
    Ok(found.into_iter().map(|(at, _)| at).collect())
}

fn at_path(values: Values, path: &str) -> Option<String> {
    values.into_iter().find(|(each, _)| each == path).map(|(_, text)| text)
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
