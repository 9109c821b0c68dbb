//! Many contacts at once, as they cross to the page and back.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::AccountView;
use crate::bulk::{Filter, Search};
use crate::list::{ListColumn, ListExample};
use crate::model::problem::{Problem, ProblemKind};

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

/// Where many lookups stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "BulkState.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum BulkState {
    /// There is no list.
    None,
    /// An earlier start of the program left it unfinished; it waits for the person.
    Left,
    /// Rows are being looked up.
    Running,
    /// It goes on by itself as soon as it can: `problem` says what it waits for.
    Waiting,
    /// The person paused it.
    Paused,
    /// It cannot or should not go on by itself: `problem` says why, and the person decides.
    Asking,
    /// The person ended it before every row was looked up.
    Stopped,
    /// Every row has its outcome.
    Finished,
}

/// A list that is, or was, looked up.
#[expect(clippy::struct_excessive_bools, reason = "each says something that the others do not")]
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "BulkView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct BulkView {
    /// Counts the changes: ask with it for what is newer.
    pub version: u32,
    /// Counts the lists: another number is another list.
    pub list: u32,
    /// Where it stands.
    pub state: BulkState,
    /// The name of the file it came from; `None` where it was pasted.
    pub file: Option<String>,
    /// The account it is looked up in; `None` where that is gone, or there is no list.
    pub account: Option<AccountView>,
    /// How many rows there are.
    pub rows: u32,
    /// How many different contacts are looked up.
    pub contacts: u32,
    /// How many rows have their outcome.
    pub done: u32,
    /// How many are found.
    pub found: u32,
    /// How many need attention: all that have an outcome but found, blank rows excepted.
    pub attention: u32,
    /// How many of those can be tried again.
    pub can_retry: u32,
    /// How many of those the account asked does not have: another one may.
    pub missing: u32,
    /// How many are blank.
    pub blank: u32,
    /// Another account that is asked just now for what the list's own does not have.
    pub asks_in: Option<AccountView>,
    /// The number of the first row that waits, from 1; `None` where none does.
    pub next_row: Option<u32>,
    /// How long the rest will take, in seconds, as far as that can be told.
    pub seconds_left: Option<u32>,
    /// Whether all that is known now was saved to a file.
    pub saved: bool,
    /// Why it waits or asks.
    pub problem: Option<Problem>,
    /// How many requests HighLevel allows for the rest of the day, where that is why it asks.
    pub daily_left: Option<u32>,
    /// How many values are left out because they look sensitive and their names are not known.
    pub hidden: u32,
    /// Whether it may help to look for them again.
    pub can_show_hidden: bool,
    /// The token may not read the names of custom fields, and some that occur have none.
    pub names_refused: bool,
    /// The columns of the file that it came from, from left to right.
    pub own: Vec<BulkOwnColumnView>,
    /// Whether the file's column of IDs holds the bare IDs, so that it says all that the program's own one would.
    pub own_ids: bool,
    /// Whether a list from before could not be opened, was put aside and is still on the disk.
    pub put_aside: bool,
    /// The fields that occur in what was found, in the order of a card.
    pub columns: Vec<BulkColumnView>,
}

impl BulkView {
    /// There is no list.
    pub fn none(version: u32, put_aside: bool) -> Self {
        Self {
            version,
            list: 0,
            state: BulkState::None,
            file: None,
            account: None,
            rows: 0,
            contacts: 0,
            done: 0,
            found: 0,
            attention: 0,
            can_retry: 0,
            missing: 0,
            blank: 0,
            asks_in: None,
            next_row: None,
            seconds_left: None,
            saved: false,
            problem: None,
            daily_left: None,
            hidden: 0,
            can_show_hidden: false,
            names_refused: false,
            own: Vec::new(),
            own_ids: false,
            put_aside,
            columns: Vec::new(),
        }
    }
}

/// A column of the file that a list came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "BulkOwnColumnView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct BulkOwnColumnView {
    /// Names it in queries and when saving.
    pub path: String,
    /// Its heading, as it stands in the file; `None` where it has none.
    pub heading: Option<String>,
    /// Whether the IDs were taken from it.
    pub ids: bool,
    /// Whether its heading says that it is sensitive: dots stand in its cells then.
    pub sensitive: bool,
}

/// A field that occurs in what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "BulkColumnView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct BulkColumnView {
    /// Where it stands in the answer; `displayName` is what to call the contact.
    pub path: String,
    /// The name of a custom field, where it is known.
    pub name: Option<String>,
    /// In how many contacts it has a value.
    pub count: u32,
}

/// A part of the table, as it is now.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "BulkRowsView.ts"))]
#[serde(rename_all = "camelCase")]
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
#[serde(rename_all = "camelCase")]
pub struct BulkRowView {
    /// Its place in the list, from 0. No other row has it.
    pub at: u32,
    /// Its number in its sheet, from 1. A cell with several IDs has made several rows of one number.
    pub row: u32,
    /// The account that it was found in, where that is not the list's.
    pub account: Option<AccountView>,
    /// The contact's ID; where there is none, what stands in the list, 200 characters at most, and nothing of a token.
    pub id: String,
    /// What became of it.
    pub outcome: BulkOutcome,
    /// The values in the columns that were asked for, each as it was sent or read, with names in place of the IDs of users
    /// and businesses as far as they are known; 500 characters at most.
    pub cells: Vec<Option<String>>,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "BulkOutcome.ts"))]
#[serde(untagged)]
pub enum BulkOutcome {
    /// Waits, or is found.
    Plain(PlainOutcome),
    /// What stood in the way.
    Problem(ProblemKind),
}

/// What became of a row, where nothing stood in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "PlainOutcome.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum PlainOutcome {
    /// It has not been looked up yet.
    Waiting,
    /// It is found.
    Found,
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
