//! The rows of a list, and what there is to know of them before they are looked up.

use std::collections::HashSet;

use serde::Serialize;

use super::grid::{read_cell, Grid};
use super::problems::MAX_ROWS;
use crate::model::contact_id::{IdError, ReadId};
use crate::model::problem::{Problem, ProblemKind, TypedFault};

/// How much of a row's text is kept and how much is shown, in characters.
const KEPT_OF_ROW: usize = 200;
const SHOWN: usize = 80;
const MAX_EXAMPLES: usize = 5;
/// A text up to this length, in bytes, holds no two IDs.
const ONE_ID: usize = 40;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    pub rows: Vec<ListRow>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Its number in the sheet or text, from 1, as a spreadsheet shows it: headings and blank rows count, and a quoted
    /// cell of several lines is one row. Rows out of one cell share it.
    pub number: u32,
    /// The text of its cell, trimmed, 200 characters at most, without access tokens.
    pub text: Box<str>,
    pub contact: Result<ReadId, IdError>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ListCounts {
    /// How many rows there are, headings and hidden ones left out excepted: so many will come out.
    pub rows: u32,
    /// How many different contacts will be looked up.
    pub to_look_up: u32,
    /// How many rows name a contact that an earlier row names.
    pub duplicates: u32,
    /// How many rows have nothing in that column.
    pub blank: u32,
    /// How many rows hold what cannot be an ID or a link to a contact, tokens included.
    pub not_ids: u32,
    /// How many rows hold an access token. It is kept nowhere.
    pub tokens: u32,
    /// How many rows are links.
    pub links: u32,
    /// The first rows that cannot be looked up, blank ones excepted; five at most.
    pub examples: Vec<ListExample>,
}

/// A row that cannot be looked up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "ListExampleView", export_to = "ListExampleView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct ListExample {
    /// The number of the row in the sheet or text, from 1, as a spreadsheet shows it.
    pub row: u32,
    /// What stands there, 80 characters at most; nothing of a token.
    pub text: String,
    /// What is wrong with it.
    pub kind: ProblemKind,
}

impl List {
    pub fn counts(&self) -> ListCounts {
        let mut counts = ListCounts::default();
        let mut seen = HashSet::new();
        for row in &self.rows {
            counts.rows += 1;
            match &row.contact {
                Ok(contact) => {
                    let is_new = seen.insert(&contact.id);
                    counts.to_look_up += u32::from(is_new);
                    counts.duplicates += u32::from(!is_new);
                    counts.links += u32::from(contact.from_link());
                }
                Err(IdError::Missing) => counts.blank += 1,
                Err(error) => {
                    counts.not_ids += 1;
                    counts.tokens += u32::from(*error == IdError::Token);
                    if counts.examples.len() < MAX_EXAMPLES {
                        let kind = Problem::from(*error).kind;
                        counts.examples.push(ListExample { row: row.number, text: shown(&row.text), kind });
                    }
                }
            }
        }
        counts
    }

    /// How many rows are links into another location than that one.
    pub fn elsewhere(&self, location: &str) -> u32 {
        let of_links = self.rows.iter().filter_map(|row| row.contact.as_ref().ok()?.location.as_deref());
        u32::try_from(of_links.filter(|of_link| *of_link != location).count()).unwrap_or(u32::MAX)
    }
}

/// The rows of one column. A cell with several IDs becomes a row for each or, where the list would get too long, one row
/// that is no ID, so that it does not go unnoticed.
pub(super) fn list_rows(grid: &Grid, column: usize, rows: &[usize]) -> Vec<ListRow> {
    let mut list = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let room = MAX_ROWS.saturating_sub(list.len() + rows.len() - at - 1).max(1);
        let number = grid.number(*row);
        let text: Box<str> = grid.cell(*row, column).trim().chars().take(KEPT_OF_ROW).collect::<String>().into();
        match grid.read(*row, column) {
            Ok(ids) if ids.len() > room => {
                list.push(ListRow { number, text, contact: Err(IdError::NotAnId(TypedFault::TooLong)) });
            }
            Ok(ids) => {
                let is_only = ids.len() == 1;
                list.extend(ids.into_iter().map(|read| ListRow {
                    number,
                    text: if is_only { text.clone() } else { read.id.as_str().into() },
                    contact: Ok(read),
                }));
            }
            Err(error) => list.push(ListRow { number, text, contact: Err(error) }),
        }
    }
    list
}

/// How many rows a column makes: a cell with several IDs makes more than one.
pub(super) fn count_list_rows(grid: &Grid, column: usize, rows: &[usize]) -> usize {
    let texts = rows.iter().map(|row| grid.cell(*row, column));
    texts.map(|text| if text.len() > ONE_ID { read_cell(text).map_or(1, |ids| ids.len()) } else { 1 }).sum()
}

pub(super) fn shown(text: &str) -> String {
    text.trim().chars().take(SHOWN).collect()
}
