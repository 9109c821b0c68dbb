//! What was pasted, or the sheets of a file, and the list that one of their columns is.

use std::path::Path;

use super::file;
use super::read_error::ReadError;
use super::rows::List;
use super::sheet::{ColumnChoice, ListColumn, Sheet, TableDetails};
use super::text;
use crate::model::problem::FileFault;
use crate::model::token;

/// The longest text that is pasted and read, in bytes. It is held several times over while it crosses from the page.
const MAX_PASTED: usize = 32 << 20;

/// Holds no access token.
#[derive(Debug, Clone)]
pub struct ParsedTable {
    file: Option<String>,
    sheets: Vec<Sheet>,
    guessed: ColumnChoice,
    without_tokens: Option<String>,
}

impl ParsedTable {
    pub fn from_text(pasted: &str) -> Result<Self, ReadError> {
        if pasted.len() > MAX_PASTED {
            return Err(FileFault::TooLarge.into());
        }
        Self::checked(None, vec![text::parse_pasted(pasted)?], token::without_tokens(pasted))
    }

    /// Reads a file by its content, whatever its name says. Blocks while the disk does.
    pub fn from_file(path: &Path) -> Result<Self, ReadError> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        // A name is shown, kept with the list and suggested for what is saved.
        let name = token::without_tokens(&name).map_or(name, |left| format!("list{left}"));
        file::sheets(path)
            .and_then(|sheets| Self::checked(Some(name.clone()), sheets, None))
            .map_err(|error| error.in_file(&name))
    }

    fn checked(file: Option<String>, sheets: Vec<Sheet>, without_tokens: Option<String>) -> Result<Self, ReadError> {
        let is_empty = sheets.iter().all(|sheet| sheet.grid.len() == 0);
        let best = best_sheet(&sheets);
        if best.is_none_or(|best| !sheets[best].guess.any) {
            // A sheet that cannot be read may be the one that is meant.
            let mut may_be_meant = sheets.iter().filter(|sheet| !sheet.is_hidden || is_empty);
            if let Some(error) = may_be_meant.find_map(|sheet| sheet.error.as_ref()) {
                return Err(error.clone());
            }
        }
        if is_empty {
            return Err(ReadError::Empty);
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
        let choice = self.clamped(ColumnChoice { sheet, ..ColumnChoice::default() });
        self.sheets.get(choice.sheet).map_or(choice, |sheet| {
            let column = sheet.guess.column;
            ColumnChoice { column, headings: sheet.guess.headings, ..choice }
        })
    }

    /// A choice of a sheet and a column that there are.
    pub fn clamped(&self, choice: ColumnChoice) -> ColumnChoice {
        let sheet = choice.sheet.min(self.sheets.len().saturating_sub(1));
        let columns = self.sheets.get(sheet).map_or(0, |sheet| sheet.grid.columns());
        ColumnChoice { sheet, column: choice.column.min(columns.saturating_sub(1)), ..choice }
    }

    /// The sheet of a choice, and the choice that there is.
    fn sheet(&self, choice: ColumnChoice) -> Option<(&Sheet, ColumnChoice)> {
        let choice = self.clamped(choice);
        self.sheets.get(choice.sheet).map(|sheet| (sheet, choice))
    }

    /// Whether a list can be made of that choice.
    pub fn check(&self, choice: ColumnChoice) -> Result<(), ReadError> {
        let Some((sheet, choice)) = self.sheet(choice) else { return Ok(()) };
        sheet.check(choice).map_err(|error| error.in_file(self.file.as_deref().unwrap_or_default()))
    }

    pub fn list(&self, choice: ColumnChoice) -> List {
        let rows = self.sheet(choice).map(|(sheet, choice)| sheet.list(choice)).unwrap_or_default();
        List { file: self.file.clone(), rows }
    }

    pub fn details(&self, choice: ColumnChoice) -> TableDetails {
        self.sheet(choice).map(|(sheet, choice)| sheet.details(choice)).unwrap_or_default()
    }

    /// The columns of the chosen sheet, from left to right.
    pub fn columns(&self, choice: ColumnChoice) -> Vec<ListColumn> {
        self.sheet(choice).map(|(sheet, choice)| sheet.columns(choice)).unwrap_or_default()
    }

    /// The whole headings of all columns, blank where there are none. None at all for a list of plain lines.
    pub fn headings(&self, choice: ColumnChoice) -> Vec<String> {
        self.sheet(choice).map(|(sheet, choice)| sheet.headings(choice)).unwrap_or_default()
    }

    /// The cells of the row of that number, without the blank ones at its end: one row can be far longer than all others.
    pub fn cells(&self, choice: ColumnChoice, number: u32) -> Vec<String> {
        let grid = self.sheet(choice).map(|(sheet, _)| &sheet.grid);
        let cells = grid.and_then(|grid| Some(grid.cells(grid.row_numbered(number)?).map(str::to_owned).collect()));
        cells.unwrap_or_default()
    }

    pub fn cell(&self, choice: ColumnChoice, number: u32, column: usize) -> &str {
        let grid = self.sheet(choice).map(|(sheet, _)| &sheet.grid);
        grid.and_then(|grid| Some(grid.cell(grid.row_numbered(number)?, column))).unwrap_or_default()
    }

    /// The name of the file without its folder; `None` for pasted text.
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
