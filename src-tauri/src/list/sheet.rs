//! A table of a workbook, or the only one of a text.

use std::collections::{BTreeMap, HashSet};

use super::grid::Grid;
use super::guess::{guess, Guess};
use crate::model::problem::Problem;

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

#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub name: String,
    pub is_hidden: bool,
    pub grid: Grid,
    pub guess: Guess,
    /// Whether its rows are IDs and links out of a text, not those of a table.
    pub extracted: bool,
    /// The numbers of the rows that are hidden.
    pub hidden_rows: HashSet<u32>,
    /// How many formulas without a result each column has.
    pub unsolved: BTreeMap<usize, u32>,
    /// Why it cannot be read. It has no rows then.
    pub problem: Option<Problem>,
}

impl Sheet {
    pub(super) fn of(grid: Grid) -> Self {
        Self { guess: guess(&grid), grid, ..Self::default() }
    }

    pub(super) fn extracted(grid: Grid) -> Self {
        let guess = Guess { headings: false, ..guess(&grid) };
        Self { grid, guess, extracted: true, ..Self::default() }
    }

    /// The row below the headings.
    pub(super) fn first_row(&self, choice: ColumnChoice) -> usize {
        if choice.headings {
            self.guess.titles + 1
        } else {
            0
        }
    }

    pub(super) fn is_hidden_row(&self, row: usize) -> bool {
        self.hidden_rows.contains(&self.grid.number(row))
    }

    /// The rows of the grid that are the list.
    pub(super) fn rows(&self, choice: ColumnChoice) -> Vec<usize> {
        let rows = self.first_row(choice)..self.grid.len();
        rows.filter(|row| choice.hidden || !self.is_hidden_row(*row)).collect()
    }
}
