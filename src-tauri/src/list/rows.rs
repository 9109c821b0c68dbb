//! The rows of a list, and what there is to say about them before it is looked up.

use std::collections::HashSet;

use serde::Serialize;

use super::grid::{cut, Cell, Grid, LONGEST_CELL};
use super::MOST_ROWS;
use crate::model::contact_id::{read_contact_ids, ContactId, IdError, ReadId};
use crate::model::problem::{Problem, ProblemKind, TypedFault};
use crate::model::token::without_tokens;

/// How much of a row's text is kept, in characters.
const KEPT: usize = 200;

/// How much of it an example shows, in characters.
const SHOWN: usize = 80;

/// How many examples are given.
const EXAMPLES: usize = 5;

/// What is no longer than this, in bytes, holds no two IDs.
const ONE_ID: usize = 40;

/// Contact IDs to look up, and the rows they stand in. Every row of the table is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The name of the file, without its folder; `None` where the list was pasted.
    pub file: Option<String>,
    /// The rows, in order.
    pub rows: Vec<ListRow>,
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Its number in the sheet or text, from 1, as a spreadsheet shows it: headings and blank rows count, and a quoted
    /// cell of several lines is one row. Rows that come out of one cell share it.
    pub number: u32,
    /// What stood there, trimmed, 200 characters at most, without access tokens.
    pub text: Box<str>,
    /// What it is.
    pub read: Result<Listed, IdError>,
}

/// A contact in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its ID.
    pub id: ContactId,
    /// The location that a link names.
    pub location: Option<Box<str>>,
    /// Whether a link stood there.
    pub from_link: bool,
}

/// What there is to say about a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many rows there are.
    pub rows: u32,
    /// How many different contacts they name.
    pub to_look_up: u32,
    /// How many rows name a contact that an earlier row names.
    pub duplicates: u32,
    /// How many rows are blank.
    pub blank: u32,
    /// How many rows hold what cannot be an ID or a link to a contact, tokens included.
    pub not_ids: u32,
    /// How many rows hold an access token.
    pub tokens: u32,
    /// How many rows are links.
    pub links: u32,
    /// The first rows that cannot be looked up, blank ones excepted; five at most.
    pub examples: Vec<Example>,
}

/// A row that cannot be looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "ListExampleView", export_to = "ListExampleView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct Example {
    /// The number of the row in the sheet or text, from 1, as a spreadsheet shows it.
    pub row: u32,
    /// What stands there, 80 characters at most; nothing of a token.
    pub text: String,
    /// What is wrong with it.
    pub kind: ProblemKind,
}

impl List {
    /// Counts the rows of each kind.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        let mut seen = HashSet::new();
        for row in &self.rows {
            counts.rows += 1;
            match &row.read {
                Ok(listed) => counts.add(listed, seen.insert(&listed.id)),
                Err(IdError::Missing) => counts.blank += 1,
                Err(fault) => counts.add_fault(row, *fault),
            }
        }
        counts
    }

    /// How many rows are links into another location than that one.
    pub fn elsewhere(&self, location: &str) -> u32 {
        let links = self.rows.iter().filter_map(|row| row.read.as_ref().ok()?.location.as_deref());
        u32::try_from(links.filter(|of_link| *of_link != location).count()).unwrap_or(u32::MAX)
    }
}

impl Counts {
    fn add(&mut self, listed: &Listed, is_new: bool) {
        self.to_look_up += u32::from(is_new);
        self.duplicates += u32::from(!is_new);
        self.links += u32::from(listed.from_link);
    }

    fn add_fault(&mut self, row: &ListRow, fault: IdError) {
        self.not_ids += 1;
        self.tokens += u32::from(fault == IdError::Token);
        if self.examples.len() < EXAMPLES {
            self.examples.push(Example { row: row.number, text: shown(&row.text), kind: Problem::from(fault).kind });
        }
    }
}

/// The rows of one column. A cell with several IDs becomes a row for each, as long as there is room: beyond the most
/// that a list can have, such a cell is one row that cannot be an ID, so that it does not go unsaid.
pub(super) fn rows(grid: &Grid, column: usize, wanted: impl ExactSizeIterator<Item = usize>) -> Vec<ListRow> {
    let mut left = wanted.len();
    let mut rows = Vec::with_capacity(left);
    for row in wanted {
        left -= 1;
        let room = MOST_ROWS.saturating_sub(rows.len() + left);
        push(&mut rows, grid, row, column, room);
    }
    rows
}

/// How many rows that makes: cells with several IDs make more of them than the table has.
pub(super) fn count(grid: &Grid, column: usize, wanted: impl Iterator<Item = usize>) -> usize {
    let of_cell = |row| match grid.cell(row, column) {
        cell if cell.text().len() > ONE_ID => read(cell).map_or(1, |all| all.len()),
        _ => 1,
    };
    wanted.map(of_cell).sum()
}

fn push(rows: &mut Vec<ListRow>, grid: &Grid, row: usize, column: usize, room: usize) {
    let number = grid.number(row);
    let text = grid.cell(row, column).text();
    let read = grid.read(row, column);
    let row = |text: &str, read| ListRow { number, text: kept(text), read };
    match read {
        Ok(all) if all.len() > room.max(1) => rows.push(row(text, Err(IdError::NotAnId(TypedFault::TooLong)))),
        Ok(all) => {
            let several = all.len() > 1;
            rows.extend(all.into_iter().map(Listed::from).map(|listed| ListRow {
                number,
                text: if several { listed.id.as_str().into() } else { kept(text) },
                read: Ok(listed),
            }));
        }
        Err(IdError::Token) => rows.push(row("", Err(IdError::Token))),
        Err(fault) => rows.push(row(text, Err(fault))),
    }
}

/// The IDs and links in a cell. An ID beside links to the same contact is one of them.
pub(super) fn read(cell: Cell<'_>) -> Result<Vec<ReadId>, IdError> {
    match cell {
        Cell::Token => Err(IdError::Token),
        Cell::Text(text) if text.len() > LONGEST_CELL => Err(IdError::NotAnId(TypedFault::TooLong)),
        Cell::Text(text) => read_contact_ids(text).map(|mut all| {
            if let Some(link) = all.iter().position(ReadId::from_link).filter(|_| are_one(&all)) {
                all.swap(0, link);
                all.truncate(1);
            }
            all
        }),
    }
}

/// Whether a text is rather the heading of a column, such as `locationId`, than an ID. Nearly every ID has digits, or
/// 20 letters.
pub(super) fn is_word(text: &str) -> bool {
    let text = text.trim();
    text.len() != 20 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn are_one(all: &[ReadId]) -> bool {
    all.windows(2).all(|two| two[0].id == two[1].id)
}

impl From<ReadId> for Listed {
    fn from(read: ReadId) -> Self {
        Self { from_link: read.from_link(), location: read.location.map(Into::into), id: read.id }
    }
}

/// A text as a row keeps it. The table holds no token any more; this one holds whatever becomes of the table.
fn kept(text: &str) -> Box<str> {
    let clean = without_tokens(text);
    clean.as_deref().unwrap_or(text).trim().chars().take(KEPT).collect::<String>().into()
}

/// The beginning of a text, for showing what stands there.
pub(super) fn shown(text: &str) -> String {
    cut(text.trim(), 4 * SHOWN).chars().take(SHOWN).collect()
}
