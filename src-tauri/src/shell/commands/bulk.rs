//! Many lookups at once: from the list to the file of what became of it.

#![expect(clippy::needless_pass_by_value, reason = "Tauri hands arguments over by value")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

use super::{blocking, or_unexpected, CommandResult, ShellState};
use crate::bulk::{About, Bulk, OwnColumns, Query, Row, Table, TableRow, TableRows, OWN};
use crate::export::file::{file_name, save_with, FileKind};
use crate::export::table::{write_csv, write_xlsx, Cells, CsvForm};
use crate::list::{self, ColumnChoice, ListRow, ParsedTable};
use crate::model::account::AccountId;
use crate::model::problem::{FileFault, Problem, ProblemFacts, ProblemKind};
use crate::shell::desktop::Desktop;
use crate::shell::views::{
    AccountView, BulkRowView, BulkRowsView, BulkView, ListView, SaveBulk, SavedTableView, TableFormat,
};
use crate::shell::Shell;

/// How many columns a file can have. A workbook has no room for more, and no account has so many fields.
const MOST_COLUMNS: usize = 16_000;

/// Reads a list that was pasted, and keeps it for the start.
#[tauri::command]
pub async fn read_list(shell: ShellState<'_>, account: String, text: String) -> CommandResult<ListView> {
    read(&shell, account, None, move || ParsedTable::from_text(&text)).await
}

/// Reads a file as a list. `None`: no file was chosen.
#[tauri::command]
pub async fn open_list(shell: ShellState<'_>, account: String) -> CommandResult<Option<ListView>> {
    let desktop = Arc::clone(&shell.desktop);
    let Some(path) = or_unexpected(blocking(move || desktop.ask_which_to_open())).await? else { return Ok(None) };
    read(&shell, account, Some(path.clone()), move || ParsedTable::from_file(&path)).await.map(Some)
}

/// Reads the file that was dropped on the window as a list.
#[tauri::command]
pub async fn take_dropped_list(shell: ShellState<'_>, account: String) -> CommandResult<Option<ListView>> {
    let Some(path) = shell.pending_list.take_dropped() else { return Ok(None) };
    read(&shell, account, Some(path.clone()), move || ParsedTable::from_file(&path)).await.map(Some)
}

#[tauri::command]
pub async fn choose_list(
    shell: ShellState<'_>,
    account: String,
    sheet: u32,
    column: u32,
    headings: bool,
    hidden: bool,
) -> CommandResult<ListView> {
    let (pending, location) = (Arc::clone(&shell.pending_list), location(&shell, account));
    let choice = ColumnChoice { sheet: sheet as usize, column: column as usize, headings, hidden };
    let choosing = blocking(move || {
        let (table, choice) = pending.choose(choice).ok_or(ProblemKind::Unexpected)??;
        Ok::<_, Problem>(ListView::of(&table, choice, location.as_deref()))
    });
    or_unexpected(choosing).await
}

#[tauri::command]
pub fn forget_list(shell: ShellState<'_>) {
    shell.pending_list.forget();
}

#[tauri::command]
pub async fn start_bulk(shell: ShellState<'_>, account: String) -> CommandResult<BulkView> {
    let (pending, account) = (Arc::clone(&shell.pending_list), AccountId::from(account));
    let listed = blocking(move || {
        let (parsed, choice) = pending.list().ok_or_else(list::empty)?;
        let about = About { file: parsed.file().map(str::to_owned), account, origin: pending.origin() };
        let table = table(parsed, choice);
        let has_contact = table.rows.iter().any(|row| matches!(row, Row::Contact(_)));
        has_contact.then_some((about, table)).ok_or_else(list::empty)
    });
    let (about, table) = or_unexpected(listed).await?;
    or_unexpected(shell.bulk.start(about, table)).await?;
    shell.pending_list.forget();
    Ok(bulk_view(&shell))
}

#[tauri::command]
pub async fn pause_bulk(shell: ShellState<'_>) -> CommandResult<BulkView> {
    view_after(&shell, async { shell.bulk.pause() }).await
}

/// Goes on, in the list's own account or, where that is gone, in this one; `without_names`: although the names of custom
/// fields cannot be had.
#[tauri::command]
pub async fn go_on_bulk(shell: ShellState<'_>, account: String, without_names: bool) -> CommandResult<BulkView> {
    let account = AccountId::from(account);
    if without_names {
        view_after(&shell, shell.bulk.resume_without_names(&account)).await
    } else {
        view_after(&shell, shell.bulk.resume(&account)).await
    }
}

/// Looks up once more the contacts of which a value was left out only because it looks sensitive.
#[tauri::command]
pub async fn show_hidden_bulk(shell: ShellState<'_>, account: String) -> CommandResult<BulkView> {
    view_after(&shell, shell.bulk.show_hidden(&AccountId::from(account))).await
}

#[tauri::command]
pub async fn stop_bulk(shell: ShellState<'_>) -> CommandResult<BulkView> {
    view_after(&shell, async { shell.bulk.stop() }).await
}

#[tauri::command]
pub async fn retry_bulk(shell: ShellState<'_>, account: String) -> CommandResult<BulkView> {
    view_after(&shell, shell.bulk.retry(&AccountId::from(account))).await
}

/// Asks the person's other accounts for what the list's own does not have.
#[tauri::command]
pub async fn look_elsewhere_bulk(shell: ShellState<'_>) -> CommandResult<BulkView> {
    view_after(&shell, async { shell.bulk.search_other_accounts() }).await
}

/// Waits until there is something newer than `seen`. `None`: a later call replaced this one.
#[tauri::command]
pub async fn next_bulk(shell: ShellState<'_>, seen: u32) -> CommandResult<Option<BulkView>> {
    Ok(shell.bulk.changed_since(seen).await.then(|| bulk_view(&shell)))
}

#[tauri::command]
pub async fn bulk_rows(shell: ShellState<'_>, query: Query) -> CommandResult<BulkRowsView> {
    let bulk = Arc::clone(&shell.bulk);
    let from = query.from;
    let TableRows { list, total, rows } = or_unexpected(blocking(move || bulk.rows(&query))).await?;
    let view =
        |row: TableRow| BulkRowView { account: row.account.as_ref().and_then(|id| account_view(&shell, id)), row };
    Ok(BulkRowsView { list, from, total, rows: rows.into_iter().map(view).collect() })
}

/// Asks where to save the table. `None`: no place was chosen.
#[tauri::command]
pub async fn save_bulk(shell: ShellState<'_>, how: SaveBulk) -> CommandResult<Option<SavedTableView>> {
    let (bulk, desktop) = (Arc::clone(&shell.bulk), Arc::clone(&shell.desktop));
    or_unexpected(blocking(move || ask_and_save(&bulk, &*desktop, how))).await
}

#[tauri::command]
pub async fn close_bulk(shell: ShellState<'_>) -> CommandResult<BulkView> {
    view_after(&shell, shell.bulk.close()).await
}

async fn read(
    shell: &Shell,
    account: String,
    origin: Option<PathBuf>,
    parse: impl FnOnce() -> Result<ParsedTable, Problem> + Send + 'static,
) -> CommandResult<ListView> {
    let (pending, location) = (Arc::clone(&shell.pending_list), location(shell, account));
    let reading = blocking(move || {
        let (table, choice) = pending.read(origin, parse)?;
        Ok::<_, Problem>(ListView::of(&table, choice, location.as_deref()))
    });
    or_unexpected(reading).await
}

pub(super) fn bulk_view(shell: &Shell) -> BulkView {
    // Read before the status, so that a change in between is asked for again rather than missed.
    let version = shell.bulk.version();
    let status = shell.bulk.status().unwrap_or_default();
    let view = |id: &Option<AccountId>| id.as_ref().and_then(|id| account_view(shell, id));
    let (account, asks_in) = (view(&status.account), view(&status.asks_in));
    BulkView { version, account, asks_in, put_aside: shell.bulk.has_put_aside(), status }
}

async fn view_after(shell: &Shell, work: impl Future<Output = CommandResult<()>>) -> CommandResult<BulkView> {
    or_unexpected(work).await?;
    Ok(bulk_view(shell))
}

fn account_view(shell: &Shell, id: &AccountId) -> Option<AccountView> {
    let account = shell.accounts.find(id).ok();
    account.as_ref().map(AccountView::from)
}

/// The sub-account of the account in use, where it is known.
fn location(shell: &Shell, account: String) -> Option<String> {
    shell.accounts.find(&AccountId::from(account)).ok()?.location
}

/// The list as it is looked up, with the columns that its file has. Their cells stay where they were read.
fn table(parsed: Arc<ParsedTable>, choice: ColumnChoice) -> Table {
    let list = parsed.list(choice);
    let numbers: Vec<u32> = list.rows.iter().map(|row| row.number).collect();
    let headings = parsed.headings(choice);
    let ids = (!headings.is_empty()).then_some(choice.column);
    let is_bare = |row: &ListRow| match &row.contact {
        Ok(contact) => contact.id.as_str() == parsed.cell(choice, row.number, choice.column).trim(),
        Err(_) => true,
    };
    let of_link = |(at, row): (usize, &ListRow)| Some((at, row.contact.as_ref().ok()?.location.as_deref()?.into()));
    let locations = list.rows.iter().enumerate().filter_map(of_link).collect();
    let own = OwnColumns { ids, ids_are_bare: ids.is_some() && list.rows.iter().all(is_bare), headings };
    let of_row = numbers.clone();
    let cells = move |at: usize| of_row.get(at).map(|number| parsed.cells(choice, *number)).unwrap_or_default();
    let rows = list.rows.into_iter().map(Row::from).collect();
    Table { rows, numbers, own, locations, cells: Box::new(cells) }
}

fn ask_and_save(bulk: &Bulk, desktop: &dyn Desktop, how: SaveBulk) -> CommandResult<Option<SavedTableView>> {
    let SaveBulk { format, name, headings, mut columns, outcomes, found_in, filter, search } = how;
    let kind = match format {
        TableFormat::Csv | TableFormat::CsvPlain => FileKind::Csv,
        TableFormat::Xlsx => FileKind::Workbook,
    };
    let Some(path) = desktop.ask_where_to_save(&file_name(&name, kind), kind)? else { return Ok(None) };
    if bulk.is_origin(&path) {
        // The file that a list was read from is the person's own, and may be the only place of what is in it.
        let facts = ProblemFacts { file: Some(FileFault::Original), ..ProblemFacts::default() };
        return Err(Problem::with(ProblemKind::FileNotSaved, facts));
    }
    columns.truncate(MOST_COLUMNS);
    // The file's own columns come first, as they were.
    columns.sort_by_key(|column| !column.path.starts_with(OWN));
    let own = columns.iter().take_while(|column| column.path.starts_with(OWN)).count();
    let (paths, mut names): (Vec<_>, Vec<_>) = columns.into_iter().map(|column| (column.path, column.heading)).unzip();
    let fields = names.split_off(own);
    let with_id = headings.id.is_some();
    let every_row = [Some(headings.row), headings.id, Some(headings.outcome)].into_iter().flatten();
    let headings: Vec<String> = names.into_iter().chain(every_row).chain(fields).collect();
    let words = Words { outcomes, found_in, own, with_id };
    let (written, saved) = bulk.save(&paths, filter, &search, |rows| {
        let rows = rows.map(|row| row.map(|row| cells(row, &words)));
        let written = save_with(&path, |to| match format {
            TableFormat::Csv => write_csv(to, CsvForm::Escaped, &headings, rows),
            TableFormat::CsvPlain => write_csv(to, CsvForm::Plain, &headings, rows),
            TableFormat::Xlsx => write_xlsx(to, &headings, rows),
        })?;
        Ok((written, written.cut == 0))
    })?;
    let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Some(SavedTableView { file, written, saved }))
}

struct Words {
    outcomes: BTreeMap<String, String>,
    found_in: BTreeMap<String, String>,
    /// How many of the columns are the file's own.
    own: usize,
    with_id: bool,
}

fn cells(row: TableRow, words: &Words) -> Cells<'static> {
    let name = row.outcome.name();
    let elsewhere = row.account.and_then(|account| words.found_in.get(account.as_str()));
    let outcome = elsewhere.or_else(|| words.outcomes.get(&name)).cloned().unwrap_or(name);
    let mut own = row.cells;
    let fields = own.split_off(words.own.min(own.len()));
    let text = |cell: Option<String>| Cow::Owned(cell.unwrap_or_default());
    let every_row = [Some(row.row.to_string()), words.with_id.then_some(row.id), Some(outcome)];
    let every_row = every_row.into_iter().flatten().map(Cow::Owned);
    own.into_iter().map(text).chain(every_row).chain(fields.into_iter().map(text)).collect()
}
