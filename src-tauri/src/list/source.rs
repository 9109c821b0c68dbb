//! A table as it was read, and the list that one of its columns is.

use std::path::Path;

use serde::Serialize;

use super::fault::{ListError, Stop};
use super::grid::{cut, in_u32, Grid};
use super::rows::{count, rows, shown, List};
use super::{file, guess, text, MOST_ROWS};
use crate::model::token;

/// The longest name of a sheet, in characters: spreadsheets allow no longer one.
const LONGEST_NAME: usize = 31;

/// The longest text that is pasted and read, in bytes. It is held several times over while it crosses from the page.
const MOST_PASTED: usize = 32 << 20;

/// A table as it was read: what was pasted, or the sheets of a file. Holds no access token.
#[derive(Debug, Clone)]
pub struct Source {
    file: Option<String>,
    pub(super) sheets: Vec<Sheet>,
    guessed: Choice,
    without_tokens: Option<String>,
}

/// One table of a workbook; the only one of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Sheet {
    pub name: String,
    pub hidden: bool,
    pub grid: Grid,
    /// How many rows of titles stand above the headings.
    pub titles: usize,
    /// Whether its rows are IDs and links that stood among other words.
    pub taken_out: bool,
    /// Why it cannot be read; it has no rows then.
    pub stop: Option<Stop>,
}

impl Sheet {
    /// A table, with the titles that it has.
    pub(super) fn of(grid: Grid) -> Self {
        Self { titles: guess::titles(&grid), grid, ..Self::default() }
    }

    /// IDs and links that stood among other words.
    pub(super) fn taken_out(grid: Grid) -> Self {
        Self { grid, taken_out: true, ..Self::default() }
    }

    /// The rows of its grid that are the list.
    fn rows(&self, choice: Choice) -> Vec<usize> {
        let first = if choice.headings { self.titles + 1 } else { 0 };
        (first..self.grid.rows()).filter(|row| choice.hidden || !self.grid.is_hidden(*row)).collect()
    }

    fn guess(&self) -> guess::Guess {
        guess::guess(&self.grid, self.titles)
    }

    fn choice(&self, sheet: usize, found: &guess::Guess) -> Choice {
        Choice { sheet, column: found.column, headings: found.headings && !self.taken_out, hidden: false }
    }
}

/// What part of a table is the list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Choice {
    /// Which sheet, from 0.
    pub sheet: usize,
    /// Which column, from 0.
    pub column: usize,
    /// Whether the heading row, and the titles above it, are skipped.
    pub headings: bool,
    /// Whether rows that the sheet hides are looked up too.
    pub hidden: bool,
}

/// What a table has beside its list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Beside {
    /// How many rows of titles stand above the headings.
    pub titles: u32,
    /// How many rows the sheet hides, by hand or by a filter.
    pub hidden: u32,
    /// Another column that could as well be the one with the IDs.
    pub alike: Option<usize>,
    /// Whether the IDs and links stood among other words, so that their rows are not those of a table.
    pub taken_out: bool,
    /// How many formulas have no result, so that nobody can know what they would show: those of the column or, where it
    /// holds no ID, of all columns.
    pub unsolved: u32,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "ListColumnView", export_to = "ListColumnView.ts"))]
#[serde(rename_all = "camelCase")]
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
    pub fn from_text(pasted: &str) -> Result<Self, ListError> {
        if pasted.len() > MOST_PASTED {
            return Err(Stop::TooLarge.in_file(String::new()));
        }
        let sheet = match text::read(&text::apart(pasted)) {
            Err(Stop::File(..)) => text::lines_of(pasted),
            read => read,
        };
        let sheets = vec![sheet.map_err(|stop| stop.in_file(String::new()))?];
        Self::checked(None, sheets, token::without_tokens(pasted))
    }

    /// Reads a file, as what it is and not as what its name says. Blocks while the disk does.
    ///
    /// # Errors
    /// Where it cannot be read, or there is nothing in it, or too much.
    pub fn from_file(path: &Path) -> Result<Self, ListError> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // A name is shown, kept with the list and suggested for what is saved.
        let name = token::without_tokens(&name).map_or(name, |left| format!("list{left}"));
        let sheets = file::sheets(path).map_err(|stop| stop.in_file(name.clone()))?;
        Self::checked(Some(name), sheets, None)
    }

    fn checked(file: Option<String>, sheets: Vec<Sheet>, without_tokens: Option<String>) -> Result<Self, ListError> {
        let (guessed, any) = guessed(&sheets);
        let source = Self { file, sheets, guessed, without_tokens };
        // A sheet that cannot be read may be the one that is meant, unless another has IDs.
        let unread = || {
            source.sheets.iter().filter(|sheet| !sheet.hidden || source.is_empty()).find_map(|sheet| sheet.stop.clone())
        };
        if let Some(stop) = if any { None } else { unread() } {
            return Err(stop.in_file(source.file.unwrap_or_default()));
        }
        if source.is_empty() {
            return Err(ListError::Empty);
        }
        match source.refusal(guessed) {
            Some(fault) => Err(fault),
            None => Ok(source),
        }
    }

    fn is_empty(&self) -> bool {
        self.sheets.iter().all(|sheet| sheet.grid.rows() == 0)
    }

    /// Why that choice cannot be a list: the sheet is damaged, or has more rows than are taken.
    pub fn refusal(&self, choice: Choice) -> Option<ListError> {
        let choice = self.within(choice);
        let sheet = self.sheets.get(choice.sheet)?;
        if let Some(stop) = &sheet.stop {
            return Some(stop.clone().in_file(self.file.clone().unwrap_or_default()));
        }
        let rows = count(&sheet.grid, choice.column, sheet.rows(choice).into_iter());
        (rows > MOST_ROWS).then_some(ListError::TooLong)
    }

    /// What is the list, most likely.
    pub fn guess(&self) -> Choice {
        self.guessed
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
        let first = self.within(Choice { sheet, ..Choice::default() });
        self.sheets.get(first.sheet).map_or(first, |sheet| sheet.choice(first.sheet, &sheet.guess()))
    }

    /// What the table of that choice has beside its list.
    pub fn beside(&self, choice: Choice) -> Beside {
        let choice = self.within(choice);
        let Some(sheet) = self.sheets.get(choice.sheet) else { return Beside::default() };
        let grid = &sheet.grid;
        let found = sheet.guess();
        let first = sheet.titles + 1;
        let is_filled = |row: &usize| (0..grid.columns()).any(|column| !grid.is_blank(*row, column));
        let filled = |rows: std::ops::Range<usize>| rows.filter(is_filled);
        let titles = if choice.headings { filled(0..sheet.titles).count() } else { 0 };
        let hidden = filled(if choice.headings { first } else { 0 }..grid.rows()).filter(|row| grid.is_hidden(*row));
        let alike = found.alike.filter(|_| found.column == choice.column);
        let other_way = (found.alike == Some(choice.column)).then_some(found.column);
        let unsolved = grid.unsolved(found.any.then_some(choice.column));
        Beside {
            titles: in_u32(titles),
            hidden: in_u32(hidden.count()),
            alike: alike.or(other_way),
            taken_out: sheet.taken_out,
            unsolved,
        }
    }

    /// The list that this choice is. A choice that is out of range is brought into it.
    pub fn list(&self, choice: Choice) -> List {
        let choice = self.within(choice);
        let sheet = self.sheets.get(choice.sheet);
        let rows = sheet.map(|sheet| rows(&sheet.grid, choice.column, sheet.rows(choice).into_iter()));
        List { file: self.file.clone(), rows: rows.unwrap_or_default() }
    }

    /// The name of the file, without its folder; `None` where the list was pasted.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The names of the sheets, in their order, as long as a spreadsheet allows; none where there is but one table.
    pub fn sheets(&self) -> Vec<String> {
        let name = |sheet: &Sheet| {
            let name = cut(&sheet.name, 4 * LONGEST_NAME);
            let kept = token::without_tokens(name).unwrap_or_else(|| name.to_owned());
            kept.chars().take(LONGEST_NAME).collect()
        };
        let names = self.sheets.iter().map(name);
        if self.sheets.len() > 1 {
            names.collect()
        } else {
            Vec::new()
        }
    }

    /// The columns of the sheet of that choice, from left to right.
    pub fn columns(&self, choice: Choice) -> Vec<Column> {
        let Choice { sheet, headings, .. } = self.within(choice);
        let Some(Sheet { grid, titles, .. }) = self.sheets.get(sheet) else { return Vec::new() };
        let text =
            |row, column| Some(grid.cell(row, column)).filter(|cell| !cell.is_blank()).map(|cell| shown(cell.text()));
        let first = if headings { titles + 1 } else { 0 };
        let of_column = |column| Column {
            heading: if headings { text(*titles, column) } else { None },
            sample: (first..grid.rows()).find_map(|row| text(row, column)),
        };
        (0..grid.columns()).map(of_column).collect()
    }

    /// What was pasted, without the access tokens in it; `None` where there are none, and for files.
    pub fn without_tokens(&self) -> Option<String> {
        self.without_tokens.clone()
    }
}

/// What of the sheets is the list, most likely, and whether anything in it is an ID.
fn guessed(sheets: &[Sheet]) -> (Choice, bool) {
    let mut best: Option<(Choice, guess::Guess, bool)> = None;
    for (number, sheet) in sheets.iter().enumerate().filter(|(_, sheet)| sheet.grid.rows() > 0) {
        let found = sheet.guess();
        // A sheet that can be seen comes first, as long as there is anything in it.
        let seen = found.any && !sheet.hidden;
        let is_better = best.as_ref().is_none_or(|(_, other, other_seen)| {
            (seen, found.any) > (*other_seen, other.any)
                || (seen == *other_seen && found.any == other.any && found.beats(other))
        });
        if is_better {
            best = Some((sheet.choice(number, &found), found, seen));
        }
    }
    best.map_or((Choice::default(), false), |(choice, found, _)| (choice, found.any))
}
