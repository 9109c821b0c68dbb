//! Many lookups at once, as they cross to the page and back.

use std::time::Duration;

use crate::bulk::{Column, Outcome, OwnColumns, Standing, State, TableRow, TableRows, DISPLAY_NAME, OWN};
use crate::lookup::sample_account;
use crate::model::account::AccountId;
use crate::model::problem::ProblemKind;
use crate::shell::views::{
    AccountView, BulkColumnView, BulkOutcome, BulkOwnColumnView, BulkRowView, BulkRowsView, BulkState, BulkView,
    PlainOutcome,
};
use crate::shell::Shell;

/// The fields that come first, in the order of a card. The others follow as they were met, custom fields last.
const FIRST: [&str; 20] = [
    DISPLAY_NAME,
    "email",
    "phone",
    "companyName",
    "type",
    "source",
    "tags",
    "address1",
    "city",
    "state",
    "postalCode",
    "country",
    "website",
    "dateOfBirth",
    "timezone",
    "dnd",
    "assignedTo",
    "dateAdded",
    "dateUpdated",
    "lastActivity",
];

/// A row shows so much of what stands in the list.
const LONGEST_TEXT: usize = 200;

/// Where the list stands.
pub fn bulk_view(shell: &Shell) -> BulkView {
    // Read before, so that a change in between is asked for again rather than missed.
    let version = shell.bulk.version();
    let put_aside = shell.bulk.has_put_aside();
    let Some(standing) = shell.bulk.standing() else { return BulkView::none(version, put_aside) };
    BulkView {
        version,
        list: standing.list,
        state: state(&standing),
        account: account_view(shell, &standing.about.account),
        rows: standing.counts.rows,
        contacts: u32::try_from(standing.contacts).unwrap_or(u32::MAX),
        done: standing.counts.done,
        found: standing.counts.found,
        attention: standing.counts.attention,
        can_retry: standing.counts.can_retry,
        missing: standing.counts.missing,
        blank: standing.counts.blank,
        asks_in: standing.asks_in.as_ref().and_then(|account| account_view(shell, account)),
        next_row: standing.next_row,
        seconds_left: standing.left.map(in_seconds),
        saved: standing.saved,
        problem: standing.problem,
        daily_left: standing.daily_left.map(|left| u32::try_from(left).unwrap_or(u32::MAX)),
        hidden: standing.hidden,
        can_show_hidden: standing.can_show_hidden,
        names_refused: standing.names_refused,
        own_ids: standing.own.ids_are_bare,
        own: own_views(&standing.own),
        put_aside,
        columns: column_views(standing.columns),
        file: standing.about.file,
    }
}

fn account_view(shell: &Shell, id: &AccountId) -> Option<AccountView> {
    let account = if id.is_sample() { Some(sample_account()) } else { shell.accounts.find(id).ok() };
    account.as_ref().map(AccountView::of)
}

fn own_views(own: &OwnColumns) -> Vec<BulkOwnColumnView> {
    let view = |(at, heading): (usize, &String)| BulkOwnColumnView {
        path: format!("{OWN}{at}"),
        heading: Some(heading.clone()).filter(|heading| !heading.trim().is_empty()),
        ids: own.ids == Some(at),
        sensitive: own.is_sensitive(at),
    };
    own.headings.iter().enumerate().map(view).collect()
}

fn state(standing: &Standing) -> BulkState {
    match (standing.state, standing.is_finished) {
        (State::Left, _) => BulkState::Left,
        (_, true) => BulkState::Finished,
        (State::Running, false) => BulkState::Running,
        (State::Waiting, false) => BulkState::Waiting,
        (State::Paused, false) => BulkState::Paused,
        (State::Asking, false) => BulkState::Asking,
        (State::Stopped, false) => BulkState::Stopped,
    }
}

fn in_seconds(time: Duration) -> u32 {
    u32::try_from(time.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
}

fn column_views(mut columns: Vec<(Column, Option<String>)>) -> Vec<BulkColumnView> {
    let rank = |path: &str| {
        let first = FIRST.iter().position(|first| *first == path);
        first.unwrap_or(FIRST.len() + usize::from(path.starts_with("customFields.")))
    };
    columns.sort_by_key(|(column, _)| rank(&column.path));
    let view = |(column, name): (Column, _)| BulkColumnView { path: column.path, name, count: column.count };
    columns.into_iter().map(view).collect()
}

/// A part of the table, for the page.
pub fn bulk_rows_view(shell: &Shell, from: u32, table: TableRows) -> BulkRowsView {
    BulkRowsView {
        list: table.list,
        from,
        total: u32::try_from(table.total).unwrap_or(u32::MAX),
        rows: table.rows.into_iter().map(|row| row_view(shell, row)).collect(),
    }
}

fn row_view(shell: &Shell, row: TableRow) -> BulkRowView {
    let outcome = match row.outcome {
        Ok(Outcome::Waiting) => BulkOutcome::Plain(PlainOutcome::Waiting),
        Ok(Outcome::Found(_)) => BulkOutcome::Plain(PlainOutcome::Found),
        Ok(Outcome::Problem(kind)) | Err(kind) => BulkOutcome::Problem(kind),
    };
    BulkRowView {
        at: row.at,
        row: row.row,
        account: row.account.and_then(|account| account_view(shell, &account)),
        id: row.id.chars().take(LONGEST_TEXT).collect(),
        outcome,
        cells: row.cells,
    }
}

/// The name of what became of a row: `found`, `contact-not-found`.
pub fn outcome_name(outcome: Result<Outcome, ProblemKind>) -> String {
    match outcome {
        Ok(Outcome::Waiting) => "waiting".to_owned(),
        Ok(Outcome::Found(_)) => "found".to_owned(),
        Ok(Outcome::Problem(kind)) | Err(kind) => kind.name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(path: &str) -> (Column, Option<String>) {
        (Column { path: path.to_owned(), count: 1 }, None)
    }

    #[test]
    fn columns_come_in_the_order_of_a_card() {
        let columns = ["customFields.f", "id", "phone", "somethingNew", DISPLAY_NAME].map(column).to_vec();
        let paths: Vec<_> = column_views(columns).into_iter().map(|column| column.path).collect();
        assert_eq!(paths, [DISPLAY_NAME, "phone", "id", "somethingNew", "customFields.f"]);
    }

    #[test]
    fn what_became_of_a_row_has_the_name_that_the_page_knows() {
        assert_eq!(outcome_name(Ok(Outcome::Waiting)), "waiting");
        assert_eq!(outcome_name(Ok(Outcome::Problem(ProblemKind::ContactNotFound))), "contact-not-found");
        assert_eq!(outcome_name(Err(ProblemKind::IdIsAToken)), "id-is-a-token");
    }
}
