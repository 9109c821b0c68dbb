//! One table of a file or of pasted text, and what each column of it is as a list.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::grid::{Grid, MAX_ROWS};
use super::guess::{guess, Guess};
use super::read_error::ReadError;
use super::rows::{count_list_rows, list_rows, shown, ListRow};

/// Which part of a table is the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ColumnChoice {
    /// Which sheet, from 0.
    pub sheet: usize,
    /// Which column, from 0.
    pub column: usize,
    /// Whether the heading row, and the titles above it, are skipped.
    pub headings: bool,
    /// Whether rows that the sheet hides are looked up too.
    pub hidden: bool,
}

/// What there is to know of a table beside its list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TableDetails {
    /// How many rows of titles stand above the headings.
    pub titles: u32,
    /// How many rows the sheet hides, by hand or by a filter.
    pub hidden: u32,
    /// Another column that could as well be the one with the IDs.
    pub alike: Option<usize>,
    /// Whether the rows are IDs and links that stood among other words, so that they are not those of a table.
    pub extracted: bool,
    /// How many formulas have no result in the file: those of the column or, where it holds no ID, of all columns.
    pub unsolved: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "ListColumnView", export_to = "ListColumnView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct ListColumn {
    /// Its heading, where the first row is headings and has one for it; 80 characters at most.
    pub heading: Option<String>,
    /// The first value in it that is not blank; 80 characters at most.
    pub sample: Option<String>,
}

/// A table of a workbook, or the only one of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub name: String,
    pub is_hidden: bool,
    pub grid: Grid,
    /// The column that is the list, most likely.
    pub guess: Guess,
    /// Whether its rows are IDs and links out of a text, see [`TableDetails::extracted`].
    pub extracted: bool,
    /// The numbers of the rows that are hidden.
    pub hidden_rows: HashSet<u32>,
    /// How many formulas without a result each column has.
    pub unsolved: BTreeMap<usize, u32>,
    /// Why it cannot be read. It has no rows then.
    pub error: Option<ReadError>,
}

impl Sheet {
    pub(super) fn of(grid: Grid) -> Self {
        Self { guess: guess(&grid), grid, ..Self::default() }
    }

    pub(super) fn extracted(grid: Grid) -> Self {
        let guess = Guess { headings: false, ..guess(&grid) };
        Self { grid, guess, extracted: true, ..Self::default() }
    }

    fn first_row(&self, choice: ColumnChoice) -> usize {
        if choice.headings {
            self.guess.titles + 1
        } else {
            0
        }
    }

    fn is_hidden_row(&self, row: usize) -> bool {
        self.hidden_rows.contains(&self.grid.number(row))
    }

    /// The rows of the grid that are the list.
    fn rows(&self, choice: ColumnChoice) -> Vec<usize> {
        let rows = self.first_row(choice)..self.grid.len();
        rows.filter(|row| choice.hidden || !self.is_hidden_row(*row)).collect()
    }

    pub(super) fn list(&self, choice: ColumnChoice) -> Vec<ListRow> {
        list_rows(&self.grid, choice.column, &self.rows(choice))
    }

    /// Whether a list can be made of that choice.
    pub(super) fn check(&self, choice: ColumnChoice) -> Result<(), ReadError> {
        if let Some(error) = &self.error {
            return Err(error.clone());
        }
        let rows = count_list_rows(&self.grid, choice.column, &self.rows(choice));
        if rows > MAX_ROWS {
            return Err(ReadError::TooLong);
        }
        Ok(())
    }

    pub(super) fn details(&self, choice: ColumnChoice) -> TableDetails {
        let Self { grid, guess, .. } = self;
        let filled = |row: &usize| (0..grid.columns()).any(|column| !grid.is_blank(*row, column));
        let titles = if choice.headings { (0..guess.titles).filter(filled).count() } else { 0 };
        let hidden = (self.first_row(choice)..grid.len()).filter(|row| self.is_hidden_row(*row)).filter(filled).count();
        let alike = if choice.column == guess.column {
            guess.alike
        } else {
            Some(guess.column).filter(|_| guess.alike == Some(choice.column))
        };
        let is_counted = |column: usize| !guess.any || column == choice.column;
        let unsolved = self.unsolved.iter().filter(|(column, _)| is_counted(**column)).map(|(_, count)| count).sum();
        TableDetails {
            titles: u32::try_from(titles).unwrap_or(u32::MAX),
            hidden: u32::try_from(hidden).unwrap_or(u32::MAX),
            alike,
            extracted: self.extracted,
            unsolved,
        }
    }

    /// The columns from left to right.
    pub(super) fn columns(&self, choice: ColumnChoice) -> Vec<ListColumn> {
        let Self { grid, guess, .. } = self;
        let text = |row, column| grid.filled(row, column).map(shown);
        let first = self.first_row(choice);
        let of_column = |column| ListColumn {
            heading: if choice.headings { text(guess.titles, column) } else { None },
            sample: (first..grid.len()).find_map(|row| text(row, column)),
        };
        (0..grid.columns()).map(of_column).collect()
    }

    /// The whole headings of all columns, blank where there are none. None at all for a list of plain lines.
    pub(super) fn headings(&self, choice: ColumnChoice) -> Vec<String> {
        if self.grid.columns() < 2 && !choice.headings {
            return Vec::new();
        }
        let heading = |column| if choice.headings { self.grid.cell(self.guess.titles, column) } else { "" };
        (0..self.grid.columns()).map(|column| heading(column).to_owned()).collect()
    }
}
