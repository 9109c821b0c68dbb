//! What else stands in a table beside the IDs: its own columns, as they were read.

use super::grid::Grid;
use super::source::{Choice, Sheet, Source};
use crate::model::unicode::is_blank;

impl Source {
    /// The headings of all columns, from left to right, blank where there are none. Nothing of a list of plain lines, which
    /// has nothing beside its IDs.
    pub fn own_headings(&self, choice: Choice) -> Vec<String> {
        let choice = self.within(choice);
        let Some(Sheet { grid, titles, .. }) = self.sheets.get(choice.sheet) else { return Vec::new() };
        if grid.columns() < 2 && !choice.headings {
            return Vec::new();
        }
        // Titles may stand above the headings.
        let heading =
            |column| if choice.headings { grid.cell(*titles, column).text().to_owned() } else { String::new() };
        (0..grid.columns()).map(heading).collect()
    }

    /// The cells of the row of that number, as they were read, without access tokens. Blank ones at its end are left out:
    /// one row can be far longer than all others.
    pub fn own_cells(&self, choice: Choice, number: u32) -> Vec<String> {
        let Some(grid) = self.grid(choice) else { return Vec::new() };
        let Some(row) = row_of(grid, number) else { return Vec::new() };
        let text = |column| grid.cell(row, column).text();
        let end = (0..grid.columns()).rev().find(|column| !is_blank(text(*column))).map_or(0, |last| last + 1);
        (0..end).map(|column| text(column).to_owned()).collect()
    }

    /// One of them.
    pub fn own_cell(&self, choice: Choice, number: u32, column: usize) -> &str {
        let cell = self.grid(choice).and_then(|grid| Some(grid.cell(row_of(grid, number)?, column).text()));
        cell.unwrap_or_default()
    }

    fn grid(&self, choice: Choice) -> Option<&Grid> {
        self.sheets.get(self.within(choice).sheet).map(|sheet| &sheet.grid)
    }
}

/// The place of the row of that number: they grow from row to row.
fn row_of(grid: &Grid, number: u32) -> Option<usize> {
    let (mut from, mut end) = (0, grid.rows());
    while from < end {
        let middle = usize::midpoint(from, end);
        if grid.number(middle) < number {
            from = middle + 1;
        } else {
            end = middle;
        }
    }
    (from < grid.rows() && grid.number(from) == number).then_some(from)
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
        let source = Source::from_text(&text).unwrap();
        let choice = source.guess();
        assert_eq!(source.own_headings(choice), ["Client", "ID", " Due "]);
        let numbers: Vec<_> = source.list(choice).rows.iter().map(|row| row.number).collect();
        let rows: Vec<_> = numbers.iter().map(|number| source.own_cells(choice, *number)).collect();
        assert_eq!(rows[0], ["Maria", "seD4PfOuKoVMLkEZqohJ", " 3 May\n or later"]);
        assert_eq!(rows[1], Vec::<String>::new());
        assert_eq!(rows[2], ["Jo", "9XUWS51kRlyTUT7FRzRY"], "nothing of a token is left");
        assert_eq!(source.own_cell(choice, numbers[2], 0), "Jo");
        assert_eq!(source.own_cells(choice, 1_000), Vec::<String>::new());
    }

    #[test]
    fn headings_may_stand_below_titles() {
        let text = "Clients of May,,\nprinted today,,\nClient,Contact ID,Due\nMaria,seD4PfOuKoVMLkEZqohJ,3 May\nJo,9XUWS51kRlyTUT7FRzRY,4 May\n";
        let source = Source::from_text(text).unwrap();
        let choice = source.guess();
        assert_eq!(source.own_headings(choice), ["Client", "Contact ID", "Due"]);
        let first = source.list(choice).rows[0].number;
        assert_eq!((first, source.own_cells(choice, first)[0].as_str()), (4, "Maria"));
    }

    #[test]
    fn plain_lines_have_no_columns_of_their_own() {
        let source = Source::from_text("seD4PfOuKoVMLkEZqohJ\n9XUWS51kRlyTUT7FRzRY").unwrap();
        assert!(source.own_headings(source.guess()).is_empty());
        let source = Source::from_text("Contact ID\nseD4PfOuKoVMLkEZqohJ\n9XUWS51kRlyTUT7FRzRY").unwrap();
        assert_eq!(source.own_headings(source.guess()), ["Contact ID"]);
    }

    #[test]
    fn a_stray_cell_far_to_the_right_makes_no_other_row_longer() {
        let text = "Client,ID,,,,,\nMaria,seD4PfOuKoVMLkEZqohJ,,,,,\nJo,9XUWS51kRlyTUT7FRzRY,,,,,x\n";
        let source = Source::from_text(text).unwrap();
        let choice = source.guess();
        assert_eq!(source.own_headings(choice).len(), 7);
        assert_eq!([2, 3].map(|number| source.own_cells(choice, number).len()), [2, 7]);
    }
}
