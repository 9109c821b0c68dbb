//! Which column of a table holds the contacts, as far as the table itself can tell.

use std::collections::HashSet;

use super::grid::{is_word, Grid, MAX_ROWS_ABOVE};
use super::heading::{Heading, Names};
use crate::model::contact_id::{ContactId, IdError};
use crate::model::problem::TypedFault;

/// How many rows are looked at, and how many cells.
const LOOKED_AT: (usize, usize) = (2_000, 64_000);
/// Columns whose scores are no further apart may each be the right one.
const ALIKE: f64 = 0.2;

/// The column of a table that holds the contacts, most likely.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Guess {
    pub column: usize,
    /// How many rows of titles stand above the headings.
    pub titles: usize,
    pub headings: bool,
    /// Whether nearly all of its cells hold something else.
    pub few: bool,
    /// Another column that could as well be meant.
    pub alike: Option<usize>,
    /// Whether any of its cells holds an ID or a link.
    pub any: bool,
    pub score: f64,
}

pub(super) fn guess(grid: &Grid) -> Guess {
    let titles = titles(grid);
    let rows = grid.len().min(LOOKED_AT.0).min(titles + LOOKED_AT.1 / grid.columns().max(1));
    let mut columns: Vec<(f64, Found)> = (0..grid.columns())
        .map(|column| Found::in_column(grid, column, titles..rows))
        .filter(|found| found.ids > 0)
        .map(|found| (found.score(&heading(grid, titles, found.column)), found))
        .collect();
    // The sort is stable: of two equal ones the first stays the better.
    columns.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let Some((score, best)) = columns.first() else {
        let headings = has_headings(grid, titles, 0);
        return Guess { titles, headings, few: true, ..Guess::default() };
    };
    let is_alike = |(other, found): &&(f64, Found)| score - other < ALIKE && found.all != best.all;
    Guess {
        column: best.column,
        titles,
        headings: has_headings(grid, titles, best.column),
        few: best.ids * 2 < best.filled,
        alike: columns.iter().skip(1).find(is_alike).map(|(_, found)| found.column),
        any: true,
        score: *score,
    }
}

/// Counts the rows of titles above the headings: the first row that names a column of contacts or, below rows of one cell
/// each, the first row of several words. No row with an ID in it stands above them.
fn titles(grid: &Grid) -> usize {
    if grid.columns() < 2 {
        return 0;
    }
    let mut widest = None;
    let mut only_titles = true;
    for row in 0..grid.len().min(MAX_ROWS_ABOVE) {
        let filled: Vec<usize> = (0..grid.columns()).filter(|column| !grid.is_blank(row, *column)).collect();
        if filled.iter().any(|column| grid.read(row, *column).is_ok() && !is_word(grid.cell(row, *column))) {
            return widest.unwrap_or_default();
        }
        let is_heading = |column: &usize| Heading::of(grid.cell(row, *column)).names() == Names::Contacts;
        if filled.len() > 1 && filled.iter().any(is_heading) {
            return row;
        }
        if filled.len() > 1 && only_titles {
            widest = widest.or(Some(row));
        }
        only_titles &= filled.len() < 2;
    }
    0
}

/// Whether the row below the titles names the columns: its cell is a known heading, or some word above IDs.
fn has_headings(grid: &Grid, titles: usize, column: usize) -> bool {
    if titles > 0 || grid.len() < 2 {
        return titles > 0;
    }
    let first = grid.cell(0, column);
    if Heading::of(first).is_exact() {
        return true;
    }
    let may_name = match grid.read(0, column) {
        Ok(_) => is_word(first),
        Err(IdError::NotAnId(fault)) => {
            matches!(fault, TypedFault::Words | TypedFault::Signs | TypedFault::TooShort | TypedFault::Path)
        }
        Err(_) => false,
    };
    let mut below = 1..grid.len().min(LOOKED_AT.0);
    may_name && below.any(|row| grid.read(row, column).is_ok())
}

fn heading(grid: &Grid, titles: usize, column: usize) -> Heading {
    let first = grid.cell(titles, column);
    if grid.read(titles, column).is_ok() && !is_word(first) {
        Heading::default()
    } else {
        Heading::of(first)
    }
}

struct Found {
    column: usize,
    rows: usize,
    filled: usize,
    ids: usize,
    all: HashSet<ContactId>,
}

impl Found {
    fn in_column(grid: &Grid, column: usize, rows: std::ops::Range<usize>) -> Self {
        let mut found = Self { column, rows: rows.len(), filled: 0, ids: 0, all: HashSet::new() };
        for row in rows.filter(|row| !grid.is_blank(*row, column)) {
            found.filled += 1;
            if let Ok(all) = grid.read(row, column) {
                found.ids += 1;
                found.all.extend(all.into_iter().map(|read| read.id));
            }
        }
        found
    }

    #[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
    fn score(&self, heading: &Heading) -> f64 {
        let share = |of: usize| self.ids as f64 / of.max(1) as f64;
        // The share of all rows counts too: a column with one ID and no other cell would be full of IDs.
        let mut score = share(self.filled) + share(self.rows) / 2.0;
        score += match heading.names() {
            Names::Contacts => 0.6,
            Names::Others => -1.2,
            Names::Nothing => 0.0,
        };
        // A contact stands in few rows; a colleague or a sub-account in many.
        score += self.all.len().min(self.ids) as f64 / self.ids.max(1) as f64 / 2.0;
        if self.all.len() == 1 && self.ids > 1 {
            score -= 0.8;
        }
        score
    }
}
