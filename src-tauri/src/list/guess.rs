//! Which column of a table holds the contacts, as far as the table itself can tell.

use std::collections::HashSet;

use super::grid::{Cell, Grid};
use super::rows::{is_word, read};
use crate::model::contact_id::{IdFault, NotAnId};

/// How many rows are looked at, and how many cells.
const LOOKED_AT: (usize, usize) = (2_000, 64_000);

/// Headings of the right column, in lower case, without blanks and signs.
const OURS: [&str; 18] = [
    "id",
    "ids",
    "contact",
    "contacts",
    "contactid",
    "contactids",
    "thecontactid",
    "ghlid",
    "ghlcontactid",
    "highlevelid",
    "highlevelcontactid",
    "contactlink",
    "contactlinks",
    "contacturl",
    "linktocontact",
    "link",
    "url",
    "contactidorlink",
];

/// Words in headings of columns with other IDs, which look just the same.
const OTHERS: [&str; 20] = [
    "location",
    "subaccount",
    "user",
    "owner",
    "assigned",
    "follower",
    "business",
    "company",
    "opportunity",
    "pipeline",
    "stage",
    "custom",
    "field",
    "calendar",
    "appointment",
    "conversation",
    "workflow",
    "campaign",
    "form",
    "survey",
];

/// A column that may hold the contacts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Guess {
    /// Which.
    pub column: usize,
    /// Whether the first row is headings.
    pub headings: bool,
    /// Whether anything in it reads as an ID or a link.
    pub any: bool,
    score: f64,
}

impl Guess {
    /// Whether this is the better one. Of two equal ones the first is.
    pub(super) fn beats(&self, other: &Self) -> bool {
        self.score > other.score
    }
}

/// The column that holds the contacts, most likely.
pub(super) fn guess(grid: &Grid) -> Guess {
    let rows = grid.rows().min(LOOKED_AT.0).min(LOOKED_AT.1 / grid.columns().max(1));
    let mut best = Guess { column: 0, headings: has_headings(grid, 0), any: false, score: 0.0 };
    for column in 0..grid.columns() {
        let found = Found::in_column(grid, column, rows);
        let score = found.score(&heading(grid, column));
        if found.ids > 0 && (!best.any || score > best.score) {
            best = Guess { column, headings: has_headings(grid, column), any: true, score };
        }
    }
    best
}

/// Whether the first row names the columns: where its cell is a known heading, or some word above IDs.
pub(super) fn has_headings(grid: &Grid, column: usize) -> bool {
    let first = grid.cell(0, column);
    if grid.rows() < 2 {
        return false;
    }
    if OURS.contains(&squeezed(first).as_str()) {
        return true;
    }
    let may_name = match read(first) {
        Ok(_) => is_word(first.text()),
        Err(IdFault::NotAnId(fault)) => {
            matches!(fault, NotAnId::Words | NotAnId::Signs | NotAnId::TooShort | NotAnId::Path)
        }
        Err(_) => false,
    };
    let mut below = 1..grid.rows().min(LOOKED_AT.0);
    may_name && below.any(|row| read(grid.cell(row, column)).is_ok())
}

/// The letters of a heading, in lower case.
fn squeezed(cell: Cell<'_>) -> String {
    cell.text().chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).take(60).collect()
}

fn heading(grid: &Grid, column: usize) -> String {
    let first = grid.cell(0, column);
    if read(first).is_ok() && !is_word(first.text()) {
        String::new()
    } else {
        squeezed(first)
    }
}

/// What stands in a column.
struct Found {
    rows: usize,
    filled: usize,
    ids: usize,
    different: usize,
}

impl Found {
    fn in_column(grid: &Grid, column: usize, rows: usize) -> Self {
        let cells = (0..rows).map(|row| grid.cell(row, column)).filter(|cell| !cell.is_blank());
        let mut different = HashSet::new();
        let (mut filled, mut ids) = (0, 0);
        for cell in cells {
            filled += 1;
            if let Ok(all) = read(cell) {
                ids += 1;
                different.extend(all.into_iter().map(|read| read.id));
            }
        }
        Self { rows, filled, ids, different: different.len() }
    }

    #[expect(clippy::cast_precision_loss, reason = "a few thousand at most")]
    fn score(&self, heading: &str) -> f64 {
        let share = |of: usize| self.ids as f64 / of.max(1) as f64;
        // How many cells are filled counts as well: one ID alone in a column of notes is all of it, too.
        let mut score = share(self.filled) + share(self.rows) / 2.0;
        if OTHERS.iter().any(|word| heading.contains(word)) && !OURS.contains(&heading) {
            score -= 1.2;
        } else if OURS.contains(&heading) || heading.contains("contact") {
            score += 0.6;
        }
        if self.different == 1 && self.ids > 1 {
            score -= 0.8;
        }
        score
    }
}
