//! A table as it was read, and the list that one of its columns is.

use std::path::Path;

use super::fault::ListFault;
use super::grid::Grid;
use super::rows::{count, rows, shown, List};
use super::{file, guess, text, MOST_ROWS};
use crate::model::token;

/// A table as it was read: what was pasted, or the sheets of a file. Holds no access token.
#[derive(Debug, Clone)]
pub struct Source {
    file: Option<String>,
    pub(super) sheets: Vec<Sheet>,
    without_tokens: Option<String>,
}

/// One table of a workbook; the only one of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub name: String,
    pub hidden: bool,
    pub grid: Grid,
}

/// What part of a table is the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Which sheet, from 0.
    pub sheet: usize,
    /// Which column, from 0.
    pub column: usize,
    /// Whether the first row is headings, which nobody looks up.
    pub headings: bool,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading, where the first row is headings and has one for it; 80 characters at most.
    pub heading: Option<String>,
    /// The first value in it that is not blank; 80 characters at most.
    pub sample: Option<String>,
}

impl Source {
    /// Reads what was pasted.
    ///
    /// # Errors
    /// Where there is nothing in it, or too much.
    pub fn from_text(pasted: &str) -> Result<Self, ListFault> {
        let grid = text::read(&text::apart(pasted)).map_err(|stop| stop.in_file(String::new()))?;
        let sheets = vec![Sheet { grid, ..Sheet::default() }];
        Self { file: None, sheets, without_tokens: token::without_tokens(pasted) }.checked()
    }

    /// Reads a file, as what it is and not as what its name says. Blocks while the disk does.
    ///
    /// # Errors
    /// Where it cannot be read, or there is nothing in it, or too much.
    pub fn from_file(path: &Path) -> Result<Self, ListFault> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let sheets = file::sheets(path).map_err(|stop| stop.in_file(name.clone()))?;
        Self { file: Some(name), sheets, without_tokens: None }.checked()
    }

    fn checked(self) -> Result<Self, ListFault> {
        if self.sheets.iter().all(|sheet| sheet.grid.rows() == 0) {
            return Err(ListFault::Empty);
        }
        let choice = self.guess();
        let too_long = self
            .sheets
            .get(choice.sheet)
            .is_some_and(|sheet| count(&sheet.grid, choice.column, usize::from(choice.headings)) > MOST_ROWS);
        if too_long {
            Err(ListFault::TooLong)
        } else {
            Ok(self)
        }
    }

    /// What is the list, most likely.
    pub fn guess(&self) -> Choice {
        let mut best: Option<(Choice, guess::Guess, bool)> = None;
        for (number, sheet) in self.sheets.iter().enumerate().filter(|(_, sheet)| sheet.grid.rows() > 0) {
            let found = guess::guess(&sheet.grid);
            // A sheet that can be seen comes first, as long as there is anything in it.
            let seen = found.any && !sheet.hidden;
            let is_better = best.as_ref().is_none_or(|(_, other, other_seen)| {
                (seen, found.any) > (*other_seen, other.any)
                    || (seen == *other_seen && found.any == other.any && found.beats(other))
            });
            if is_better {
                best = Some((Choice { sheet: number, column: found.column, headings: found.headings }, found, seen));
            }
        }
        best.map_or(Choice { sheet: 0, column: 0, headings: false }, |(choice, ..)| choice)
    }

    /// That choice, with numbers that there are. Where the person takes another sheet or column, whether it has headings
    /// is theirs to say as well.
    pub fn within(&self, choice: Choice) -> Choice {
        let sheet = choice.sheet.min(self.sheets.len().saturating_sub(1));
        let columns = self.sheets.get(sheet).map_or(0, |sheet| sheet.grid.columns());
        Choice { sheet, column: choice.column.min(columns.saturating_sub(1)), ..choice }
    }

    /// What is the list in that sheet, most likely.
    pub fn guess_in(&self, sheet: usize) -> Choice {
        let Choice { sheet, .. } = self.within(Choice { sheet, column: 0, headings: false });
        let found = self.sheets.get(sheet).map(|sheet| guess::guess(&sheet.grid));
        found.map_or(Choice { sheet, column: 0, headings: false }, |found| Choice {
            sheet,
            column: found.column,
            headings: found.headings,
        })
    }

    /// The list that this choice is. A choice that is out of range is brought into it.
    pub fn list(&self, choice: Choice) -> List {
        let Choice { sheet, column, headings } = self.within(choice);
        let rows = self.sheets.get(sheet).map(|sheet| rows(&sheet.grid, column, usize::from(headings)));
        List { file: self.file.clone(), rows: rows.unwrap_or_default() }
    }

    /// The name of the file, without its folder; `None` where the list was pasted.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The names of the sheets, in their order; none where there is but one table.
    pub fn sheets(&self) -> Vec<&str> {
        let names = self.sheets.iter().map(|sheet| sheet.name.as_str());
        if self.sheets.len() > 1 {
            names.collect()
        } else {
            Vec::new()
        }
    }

    /// The columns of the sheet of that choice, from left to right.
    pub fn columns(&self, choice: Choice) -> Vec<Column> {
        let Choice { sheet, headings, .. } = self.within(choice);
        let Some(Sheet { grid, .. }) = self.sheets.get(sheet) else { return Vec::new() };
        let text =
            |row, column| Some(grid.cell(row, column)).filter(|cell| !cell.is_blank()).map(|cell| shown(cell.text()));
        let first = usize::from(headings);
        let of_column = |column| Column {
            heading: if headings { text(0, column) } else { None },
            sample: (first..grid.rows()).find_map(|row| text(row, column)),
        };
        (0..grid.columns()).map(of_column).collect()
    }

    /// What was pasted, without the access tokens in it; `None` where there are none, and for files.
    pub fn without_tokens(&self) -> Option<String> {
        self.without_tokens.clone()
    }
}
