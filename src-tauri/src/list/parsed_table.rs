//! What was pasted, or the sheets of a file, and the list that one of their columns is.

use std::path::Path;

use serde::Serialize;

use super::problems::MAX_ROWS;
use super::rows::{count_list_rows, list_rows, shown, List};
use super::sheet::{ColumnChoice, Sheet};
use super::{file, problems, text};
use crate::model::problem::{FileFault, Problem};
use crate::model::token;

/// The longest text that is pasted and read, in bytes. It is held several times over while it crosses from the page.
const MAX_PASTED: usize = 32 << 20;

/// A table that was read. It holds no access token.
#[derive(Debug, Clone)]
pub struct ParsedTable {
    file: Option<String>,
    /// One at least.
    sheets: Vec<Sheet>,
    guessed: ColumnChoice,
    without_tokens: Option<String>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TableDetails {
    /// How many rows of titles stand above the headings, and are not looked up either.
    pub titles: u32,
    /// How many rows the sheet hides, by hand or by a filter.
    pub hidden: u32,
    /// Another column that could as well be the one with the IDs.
    pub alike: Option<u32>,
    /// Whether the IDs and links stood among other words and were taken out of them.
    #[serde(rename = "takenOut")]
    pub extracted: bool,
    /// How many formulas have no result yet, in that column or, where it has no ID, in the sheet.
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

impl ParsedTable {
    pub fn from_text(pasted: &str) -> Result<Self, Problem> {
        if pasted.len() > MAX_PASTED {
            return Err(problems::not_read(FileFault::TooLarge));
        }
        Self::checked(None, vec![text::parse_pasted(pasted)?], token::without_tokens(pasted))
    }

    /// Reads a file by its content, whatever its name says. Blocks while the disk does.
    pub fn from_file(path: &Path) -> Result<Self, Problem> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // A name is shown, kept with the list and suggested for what is saved.
        let name = token::without_tokens(&name).map_or(name, |left| format!("list{left}"));
        file::sheets(path)
            .and_then(|sheets| Self::checked(Some(name.clone()), sheets, None))
            .map_err(|problem| problems::in_file(problem, Some(&name)))
    }

    fn checked(file: Option<String>, sheets: Vec<Sheet>, without_tokens: Option<String>) -> Result<Self, Problem> {
        let is_empty = sheets.iter().all(|sheet| sheet.grid.len() == 0);
        let best = best_sheet(&sheets);
        if best.is_none_or(|best| !sheets[best].guess.any) {
            // A sheet that cannot be read may be the one that is meant.
            let mut may_be_meant = sheets.iter().filter(|sheet| !sheet.is_hidden || is_empty);
            if let Some(problem) = may_be_meant.find_map(|sheet| sheet.problem.as_ref()) {
                return Err(problem.clone());
            }
        }
        if is_empty {
            return Err(problems::empty());
        }
        let mut table = Self { file, sheets, guessed: ColumnChoice::default(), without_tokens };
        table.guessed = table.guess_in(best.unwrap_or_default());
        table.check(table.guessed)?;
        Ok(table)
    }

    /// The choice that is the list, most likely.
    pub fn guess(&self) -> ColumnChoice {
        self.guessed
    }

    /// The choice in that sheet that is the list, most likely.
    pub fn guess_in(&self, sheet: usize) -> ColumnChoice {
        let (sheet, choice) = self.chosen(ColumnChoice { sheet, ..ColumnChoice::default() });
        ColumnChoice { column: sheet.guess.column, headings: sheet.guess.headings, ..choice }
    }

    /// The choice with a sheet and a column that exist.
    pub fn clamped(&self, choice: ColumnChoice) -> ColumnChoice {
        let sheet = choice.sheet.min(self.sheets.len() - 1);
        let columns = self.sheets[sheet].grid.columns();
        ColumnChoice { sheet, column: choice.column.min(columns.saturating_sub(1)), ..choice }
    }

    fn chosen(&self, choice: ColumnChoice) -> (&Sheet, ColumnChoice) {
        let choice = self.clamped(choice);
        (&self.sheets[choice.sheet], choice)
    }

    pub fn check(&self, choice: ColumnChoice) -> Result<(), Problem> {
        let (sheet, choice) = self.chosen(choice);
        if let Some(problem) = &sheet.problem {
            return Err(problems::in_file(problem.clone(), self.file.as_deref()));
        }
        if count_list_rows(&sheet.grid, choice.column, &sheet.rows(choice)) > MAX_ROWS {
            return Err(problems::too_long());
        }
        Ok(())
    }

    pub fn list(&self, choice: ColumnChoice) -> List {
        let (sheet, choice) = self.chosen(choice);
        List { rows: list_rows(&sheet.grid, choice.column, &sheet.rows(choice)) }
    }

    pub fn details(&self, choice: ColumnChoice) -> TableDetails {
        let (sheet @ Sheet { grid, guess, .. }, choice) = self.chosen(choice);
        let filled = |row: &usize| (0..grid.columns()).any(|column| !grid.is_blank(*row, column));
        let titles = if choice.headings { (0..guess.titles).filter(filled).count() } else { 0 };
        let below = sheet.first_row(choice)..grid.len();
        let hidden = below.filter(|row| sheet.is_hidden_row(*row)).filter(filled).count();
        let alike = match choice.column {
            column if column == guess.column => guess.alike,
            column => Some(guess.column).filter(|_| guess.alike == Some(column)),
        };
        let is_counted = |column: usize| !guess.any || column == choice.column;
        let unsolved = sheet.unsolved.iter().filter(|(column, _)| is_counted(**column)).map(|(_, count)| count).sum();
        TableDetails {
            titles: u32::try_from(titles).unwrap_or(u32::MAX),
            hidden: u32::try_from(hidden).unwrap_or(u32::MAX),
            alike: alike.and_then(|column| u32::try_from(column).ok()),
            extracted: sheet.extracted,
            unsolved,
        }
    }

    /// The columns of the chosen sheet, from left to right.
    pub fn columns(&self, choice: ColumnChoice) -> Vec<ListColumn> {
        let (sheet, choice) = self.chosen(choice);
        let text = |row, column| sheet.grid.filled(row, column).map(shown);
        let first = sheet.first_row(choice);
        let of_column = |column| ListColumn {
            heading: if choice.headings { text(sheet.guess.titles, column) } else { None },
            sample: (first..sheet.grid.len()).find_map(|row| text(row, column)),
        };
        (0..sheet.grid.columns()).map(of_column).collect()
    }

    /// The whole headings of all columns, blank where there are none. None at all for a list of plain lines.
    pub fn headings(&self, choice: ColumnChoice) -> Vec<String> {
        let (Sheet { grid, guess, .. }, choice) = self.chosen(choice);
        if grid.columns() < 2 && !choice.headings {
            return Vec::new();
        }
        let heading = |column| if choice.headings { grid.cell(guess.titles, column).to_owned() } else { String::new() };
        (0..grid.columns()).map(heading).collect()
    }

    /// The cells of the row of that number, without the blank ones at its end: one row can be far longer than all others.
    pub fn cells(&self, choice: ColumnChoice, number: u32) -> Vec<String> {
        let grid = &self.chosen(choice).0.grid;
        let row = grid.row_numbered(number);
        row.map(|row| grid.cells(row).map(str::to_owned).collect()).unwrap_or_default()
    }

    pub fn cell(&self, choice: ColumnChoice, number: u32, column: usize) -> &str {
        let grid = &self.chosen(choice).0.grid;
        grid.row_numbered(number).map(|row| grid.cell(row, column)).unwrap_or_default()
    }

    /// The file's name without its folder; `None` for pasted text.
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The names of the sheets, as long as a spreadsheet allows. None at all where there is but one table.
    pub fn sheet_names(&self) -> Vec<String> {
        let is_only = self.sheets.len() < 2;
        self.sheets.iter().filter(|_| !is_only).map(|sheet| sheet.name.clone()).collect()
    }

    /// What was pasted, without the access tokens in it. `None` where there are none, and for files.
    pub fn without_tokens(&self) -> Option<String> {
        self.without_tokens.clone()
    }
}

/// The sheet that holds the list, most likely: one with IDs before one without, a visible one before a hidden one.
fn best_sheet(sheets: &[Sheet]) -> Option<usize> {
    let rank = |sheet: &Sheet| (sheet.guess.any && !sheet.is_hidden, sheet.guess.any, sheet.guess.score);
    let filled = sheets.iter().enumerate().filter(|(_, sheet)| sheet.grid.len() > 0);
    let best = filled.reduce(|best, next| if rank(next.1) > rank(best.1) { next } else { best });
    best.map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    const TOKEN: &str = "pit-3f9c1b52-7d40-4a6e-9b1e-5c2d8e7f6a90";

    #[test]
    fn a_row_has_the_cells_that_stand_in_it_and_none_holds_a_token() {
        let text = format!(
            "Client,ID, Due \nMaria,seD4PfOuKoVMLkEZqohJ,\" 3 May\n or later\"\n\nJo,9XUWS51kRlyTUT7FRzRY,{TOKEN}\n"
        );
        let table = ParsedTable::from_text(&text).unwrap();
        let choice = table.guess();
        assert_eq!(table.headings(choice), ["Client", "ID", " Due "]);
        let numbers: Vec<_> = table.list(choice).rows.iter().map(|row| row.number).collect();
        let rows: Vec<_> = numbers.iter().map(|number| table.cells(choice, *number)).collect();
        assert_eq!(rows[0], ["Maria", "seD4PfOuKoVMLkEZqohJ", " 3 May\n or later"]);
        assert_eq!(rows[1], Vec::<String>::new());
        assert_eq!(rows[2], ["Jo", "9XUWS51kRlyTUT7FRzRY"], "nothing of a token is left");
        assert_eq!(table.cell(choice, numbers[2], 0), "Jo");
        assert_eq!(table.cells(choice, 1_000), Vec::<String>::new());
    }

    #[test]
    fn headings_may_stand_below_titles() {
        let text = "Clients of May,,\nprinted today,,\nClient,Contact ID,Due\nMaria,seD4PfOuKoVMLkEZqohJ,3 May\nJo,9XUWS51kRlyTUT7FRzRY,4 May\n";
        let table = ParsedTable::from_text(text).unwrap();
        let choice = table.guess();
        assert_eq!(table.headings(choice), ["Client", "Contact ID", "Due"]);
        let first = table.list(choice).rows[0].number;
        assert_eq!((first, table.cells(choice, first)[0].as_str()), (4, "Maria"));
    }

    #[test]
    fn plain_lines_have_no_columns_of_their_own() {
        let table = ParsedTable::from_text("seD4PfOuKoVMLkEZqohJ\n9XUWS51kRlyTUT7FRzRY").unwrap();
        assert!(table.headings(table.guess()).is_empty());
        let table = ParsedTable::from_text("Contact ID\nseD4PfOuKoVMLkEZqohJ\n9XUWS51kRlyTUT7FRzRY").unwrap();
        assert_eq!(table.headings(table.guess()), ["Contact ID"]);
    }

    #[test]
    fn a_stray_cell_far_to_the_right_makes_no_other_row_longer() {
        let text = "Client,ID,,,,,\nMaria,seD4PfOuKoVMLkEZqohJ,,,,,\nJo,9XUWS51kRlyTUT7FRzRY,,,,,x\n";
        let table = ParsedTable::from_text(text).unwrap();
        let choice = table.guess();
        assert_eq!(table.headings(choice).len(), 7);
        assert_eq!([2, 3].map(|number| table.cells(choice, number).len()), [2, 7]);
    }
}
