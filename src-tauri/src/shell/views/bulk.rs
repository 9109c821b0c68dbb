//! Many contacts at once, as they cross to the page and back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::AccountView;
use crate::bulk::{Filter, ListStatus, Search, TableRow};
use crate::list::{ColumnChoice, ListColumn, ListExample, ParsedTable};

/// A list of contact IDs that was read and waits for its start.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "ListView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct ListView {
    /// The name of the file, without its folder; `None` where the list was pasted.
    pub file: Option<String>,
    /// The names of the sheets of a workbook; empty where there is but one table.
    pub sheets: Vec<String>,
    /// Which of them is read.
    pub sheet: u32,
    /// The columns of the table, from left to right; one where the list is plain lines.
    pub columns: Vec<ListColumn>,
    /// Which of them holds the IDs or links.
    pub column: u32,
    /// Whether there are headings, which nobody looks up.
    pub headings: bool,
    /// How many rows of titles stand above the headings, and are not looked up either.
    pub titles: u32,
    /// How many rows the sheet hides, by hand or by a filter.
    pub hidden: u32,
    /// Whether those are looked up too.
    pub with_hidden: bool,
    /// Another column that could as well be the one with the IDs.
    pub alike: Option<u32>,
    /// Whether the IDs and links stood among other words and were taken out of them.
    pub taken_out: bool,
    /// How many formulas have no result yet, in that column or, where it has no ID, in the sheet.
    pub unsolved: u32,
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
    /// How many rows are links into another sub-account than that of the account in use, where that is known.
    pub elsewhere: u32,
    /// The first rows that cannot be looked up, blank ones excepted; five at most.
    pub examples: Vec<ListExample>,
    /// What was pasted, without the access tokens in it; `None` where there are none.
    pub without_tokens: Option<String>,
}

impl ListView {
    /// What that choice of a table is as a list, for the page; beside the location of the account in use, where that is
    /// known.
    pub fn of(table: &ParsedTable, choice: ColumnChoice, location: Option<&str>) -> Self {
        let choice = table.clamped(choice);
        let list = table.list(choice);
        let counts = list.counts();
        let details = table.details(choice);
        Self {
            file: list.file.clone(),
            sheets: table.sheet_names(),
            sheet: in_u32(choice.sheet),
            columns: table.columns(choice),
            column: in_u32(choice.column),
            headings: choice.headings,
            titles: details.titles,
            hidden: details.hidden,
            with_hidden: choice.hidden,
            alike: details.alike.map(in_u32),
            taken_out: details.extracted,
            unsolved: details.unsolved,
            rows: counts.rows,
            to_look_up: counts.to_look_up,
            duplicates: counts.duplicates,
            blank: counts.blank,
            not_ids: counts.not_ids,
            tokens: counts.tokens,
            links: counts.links,
            elsewhere: location.map_or(0, |location| list.elsewhere(location)),
            examples: counts.examples,
            without_tokens: table.without_tokens(),
        }
    }
}

/// A number of a sheet or column, of which there are a few hundred at most.
fn in_u32(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A list that is, or was, looked up.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "BulkView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct BulkView {
    /// Counts the changes: ask with it for what is newer.
    pub version: u32,
    /// The account it is looked up in; `None` where that is gone, or there is no list.
    pub account: Option<AccountView>,
    /// Another account that is asked just now for what the list's own does not have.
    pub asks_in: Option<AccountView>,
    /// Whether a list from before could not be opened, was put aside and is still on the disk.
    pub put_aside: bool,
    #[serde(flatten)]
    pub status: ListStatus,
}

/// A part of the table, as it is now.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "BulkRowsView.ts"))]
pub struct BulkRowsView {
    /// The list it is of.
    pub list: u32,
    /// How many rows come before it.
    pub from: u32,
    /// How many rows the whole table has with this filter.
    pub total: u32,
    /// The rows.
    pub rows: Vec<BulkRowView>,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "BulkRowView.ts"))]
pub struct BulkRowView {
    /// The account that it was found in, where that is not the list's.
    pub account: Option<AccountView>,
    #[serde(flatten)]
    pub row: TableRow,
}

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "TableFormat.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum TableFormat {
    /// CSV in which no spreadsheet takes a value for a formula.
    Csv,
    /// CSV with every value as it was sent, for programs that import it.
    CsvPlain,
    /// A workbook with text cells.
    Xlsx,
}

/// How a table is saved. The words are the page's: the program has none.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "SaveBulk.ts"))]
#[serde(rename_all = "camelCase")]
pub struct SaveBulk {
    /// The form of the file.
    pub format: TableFormat,
    /// The name suggested for the file, without its ending.
    pub name: String,
    /// The headings of the columns that every row has: its number, what stood in the list, the outcome in words.
    pub headings: SaveHeadings,
    /// The columns, in order. The file's own come before the three that every row has, the others behind them.
    pub columns: Vec<SaveColumn>,
    /// The words for each outcome: `waiting`, `found`, and the kinds of problem.
    pub outcomes: BTreeMap<String, String>,
    /// The words for what was found in another account, by the account's ID.
    #[serde(default)]
    pub found_in: BTreeMap<String, String>,
    /// Which rows.
    #[serde(default)]
    pub filter: Filter,
    /// What those are searched for.
    #[serde(default)]
    pub search: Search,
}

/// The headings of the columns that every row has.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "SaveHeadings.ts"))]
#[serde(rename_all = "camelCase")]
pub struct SaveHeadings {
    /// Over the numbers of the rows.
    pub row: String,
    /// Over the IDs; `None` where the file's own column has them.
    pub id: Option<String>,
    /// Over the outcomes.
    pub outcome: String,
}

/// A field that is saved.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "SaveColumn.ts"))]
#[serde(rename_all = "camelCase")]
pub struct SaveColumn {
    /// Its path.
    pub path: String,
    /// Its heading.
    pub heading: String,
}

/// What was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "SavedTableView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct SavedTableView {
    /// The name of the file, without its folder.
    pub file: String,
    /// How many rows it has, headings excepted.
    pub rows: u32,
    /// How many values were longer than a cell of a workbook can be, and were cut.
    pub cut: u32,
    /// Whether that is all that is known of the list: then it can go without a question.
    pub saved: bool,
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::model::problem::ProblemKind;

    const LOCATION: &str = "Lo7cAtIoN0pQrS5tUvWx";

    #[test]
    fn a_list_crosses_with_what_there_is_to_say_before_it_is_looked_up() {
        let text = format!(
            "name,contact\nMaria,https://a.example/location/{LOCATION}/contacts/detail/kT4wQ9zLmN2xVbR7sYpD\n\nAmara,x y"
        );
        let table = ParsedTable::from_text(&text).unwrap();
        let view = ListView::of(&table, table.guess(), Some("another"));
        assert_eq!((view.sheet, view.column, view.headings, view.sheets.len()), (0, 1, true, 0));
        assert_eq!((view.rows, view.to_look_up, view.blank, view.not_ids), (3, 1, 1, 1));
        assert_eq!((view.links, view.elsewhere), (1, 1));
        assert_eq!(view.columns[0].heading.as_deref(), Some("name"));
        let example = &view.examples[0];
        assert_eq!((example.row, example.text.as_str(), example.kind), (4, "x y", ProblemKind::IdNotAnId));
        assert_eq!(ListView::of(&table, table.guess(), Some(LOCATION)).elsewhere, 0);
        assert_eq!(ListView::of(&table, table.guess(), None).elsewhere, 0);
    }
}
