//! Many contacts at once, as they cross to the page and back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::AccountView;
use crate::bulk::{Filter, ListStatus, Search, TableRow};
use crate::export::table::Written;
use crate::list::{ColumnChoice, ListColumn, ListCounts, ParsedTable, TableDetails};

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
    /// Whether there are headings, which are not looked up.
    pub headings: bool,
    #[serde(flatten)]
    pub details: TableDetails,
    /// Whether hidden rows are looked up too.
    pub with_hidden: bool,
    #[serde(flatten)]
    pub counts: ListCounts,
    /// How many rows are links into another sub-account than that of the account in use, where that is known.
    pub elsewhere: u32,
    /// What was pasted, without the access tokens in it; `None` where there are none.
    pub without_tokens: Option<String>,
}

impl ListView {
    /// `location`: that of the account in use, where it is known.
    pub fn of(table: &ParsedTable, choice: ColumnChoice, location: Option<&str>) -> Self {
        let choice = table.clamped(choice);
        let list = table.list(choice);
        Self {
            file: table.file().map(str::to_owned),
            sheets: table.sheet_names(),
            sheet: in_u32(choice.sheet),
            columns: table.columns(choice),
            column: in_u32(choice.column),
            headings: choice.headings,
            details: table.details(choice),
            with_hidden: choice.hidden,
            counts: list.counts(),
            elsewhere: location.map_or(0, |location| list.elsewhere(location)),
            without_tokens: table.without_tokens(),
        }
    }
}

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
    pub path: String,
    pub heading: String,
}

/// What was saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "SavedTableView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct SavedTableView {
    /// The name of the file, without its folder.
    pub file: String,
    #[serde(flatten)]
    pub written: Written,
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
        let counts = &view.counts;
        assert_eq!((counts.rows, counts.to_look_up, counts.blank, counts.not_ids), (3, 1, 1, 1));
        assert_eq!((counts.links, view.elsewhere), (1, 1));
        assert_eq!(view.columns[0].heading.as_deref(), Some("name"));
        let example = &counts.examples[0];
        assert_eq!((example.row, example.text.as_str(), example.kind), (4, "x y", ProblemKind::IdNotAnId));
        assert_eq!(ListView::of(&table, table.guess(), Some(LOCATION)).elsewhere, 0);
        assert_eq!(ListView::of(&table, table.guess(), None).elsewhere, 0);
    }
}
