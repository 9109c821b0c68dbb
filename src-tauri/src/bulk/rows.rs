//! The rows of a list in memory, with the outcome of each. The values that were found stay in the journal, at known places.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

use serde::Serialize;

use crate::list::ListRow;
use crate::model::account::AccountId;
use crate::model::contact::is_sensitive;
use crate::model::contact_id::ContactId;
use crate::model::problem::{Problem, ProblemKind};

/// The prefix of the path of one of the file's own columns; its number from 0 follows. No field of a contact has it.
pub const OWN: &str = "own:";
/// How many fields are offered as columns. Real accounts have some three hundred.
const MAX_FIELDS: usize = 5_000;
/// The longest path of such a field, in bytes.
const LONGEST_PATH: usize = 1_000;

#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct About {
    pub file: Option<String>,
    pub account: AccountId,
    /// The path of that file, so that it is never overwritten.
    pub origin: Option<PathBuf>,
}

/// A new list, with the columns of the file that it was read from.
pub struct Table {
    pub rows: Vec<Row>,
    /// The number of each row in its sheet; counted from 1 where there are none.
    pub numbers: Vec<u32>,
    pub own: OwnColumns,
    /// The location that the link in a row names, by the index of the row.
    pub locations: Vec<(usize, Box<str>)>,
    /// Gives the cells of a row in the file's own columns, by the index of the row.
    pub cells: Box<dyn Fn(usize) -> Vec<String> + Send>,
}

impl From<Vec<Row>> for Table {
    fn from(rows: Vec<Row>) -> Self {
        let (numbers, own, locations) = (Vec::new(), OwnColumns::default(), Vec::new());
        Self { rows, numbers, own, locations, cells: Box::new(|_| Vec::new()) }
    }
}

impl Table {
    pub(super) fn number(&self, at: usize) -> u32 {
        self.numbers.get(at).copied().unwrap_or_else(|| in_u32(at + 1))
    }

    /// The cells of a row, no more than there are columns.
    pub(super) fn own_cells(&self, at: usize) -> Vec<String> {
        let count = self.own.headings.len();
        let mut cells = if count == 0 { Vec::new() } else { (self.cells)(at) };
        cells.truncate(count);
        cells
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnColumns {
    /// Their headings, from left to right; blank where a column has none.
    pub headings: Vec<String>,
    pub ids: Option<usize>,
    /// Whether that column holds bare IDs, no links, so that the program's own column of IDs would repeat it.
    pub ids_are_bare: bool,
}

/// A column of the file that a list came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "BulkOwnColumnView", export_to = "BulkOwnColumnView.ts"))]
pub struct OwnColumn {
    /// Names it in queries and when saving.
    pub path: String,
    /// Its heading, as it stands in the file; `None` where it has none.
    pub heading: Option<String>,
    /// Whether the IDs were taken from it.
    pub ids: bool,
    /// Whether its heading says that it is sensitive: dots stand in its cells then.
    pub sensitive: bool,
}

impl OwnColumns {
    /// Whether a column is sensitive by its heading. The column of the IDs never is.
    pub fn is_sensitive(&self, at: usize) -> bool {
        self.ids != Some(at) && self.headings.get(at).is_some_and(|heading| is_sensitive(heading))
    }

    pub(super) fn each(&self) -> Vec<OwnColumn> {
        let column = |(at, heading): (usize, &String)| OwnColumn {
            path: format!("{OWN}{at}"),
            heading: Some(heading.clone()).filter(|heading| !heading.trim().is_empty()),
            ids: self.ids == Some(at),
            sensitive: self.is_sensitive(at),
        };
        self.headings.iter().enumerate().map(column).collect()
    }
}

/// A row, with its contact's ID or, once contacts are counted, with the contact's number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row<C = ContactId> {
    Contact(C),
    /// The text of a row that cannot be looked up (without tokens), and why.
    Invalid {
        text: Box<str>,
        kind: ProblemKind,
    },
}

impl From<ListRow> for Row {
    fn from(row: ListRow) -> Self {
        match row.contact {
            Ok(contact) => Self::Contact(contact.id),
            Err(error) => Self::Invalid { text: row.text, kind: Problem::from(error).kind },
        }
    }
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "BulkOutcome", export_to = "BulkOutcome.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It has not been looked up yet.
    Waiting,
    /// It is found.
    Found,
    /// What stood in the way.
    #[serde(untagged)]
    Problem(ProblemKind),
}

impl Outcome {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "waiting" => Some(Self::Waiting),
            "found" => Some(Self::Found),
            kind => ProblemKind::named(kind).map(Self::Problem),
        }
    }

    /// As it crosses to the page: `found`, `contact-not-found`.
    pub fn name(self) -> String {
        match self {
            Self::Waiting => "waiting".to_owned(),
            Self::Found => "found".to_owned(),
            Self::Problem(kind) => kind.name(),
        }
    }
}

/// The place of a line in the journal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) offset: u64,
    pub(super) length: u32,
}

impl Place {
    pub(super) fn of(offset: u64, line: &[u8]) -> Self {
        Self { offset, length: in_u32(line.len()) }
    }
}

/// The outcome of a contact, as a line of the journal has it.
#[derive(Debug)]
pub(super) struct Recorded<'a> {
    pub(super) number: u32,
    pub(super) outcome: Outcome,
    pub(super) place: Place,
    pub(super) paths: Vec<Cow<'a, str>>,
    pub(super) hidden: Vec<String>,
    pub(super) account: Option<AccountId>,
}

impl Recorded<'_> {
    pub(super) fn problem(number: u32, kind: ProblemKind) -> Self {
        let (outcome, place) = (Outcome::Problem(kind), Place::default());
        Self { number, outcome, place, paths: Vec::new(), hidden: Vec::new(), account: None }
    }
}

/// A contact of the list, which may stand in several rows.
#[derive(Debug)]
pub(super) struct ListedContact {
    pub(super) id: ContactId,
    pub(super) outcome: Outcome,
    pub(super) place: Place,
    /// The account that it was found in, where that is not the list's.
    pub(super) account: Option<AccountId>,
    pub(super) location: Option<Box<str>>,
    /// The outcome in the list's own account, while another account is asked for it.
    pub(super) own_problem: Option<ProblemKind>,
    /// The paths of its custom fields that are left out because they look sensitive and their names were not known.
    pub(super) hidden: Vec<String>,
    rows: u32,
    /// Whether it is being looked up, or its outcome is not written yet.
    in_flight: bool,
    /// How often the network cut its lookup off.
    pub(super) cut_off: u32,
    /// How many lookups of the list had been answered when that happened first.
    pub(super) answered_before: u64,
}

impl ListedContact {
    fn new(id: ContactId) -> Self {
        Self {
            id,
            outcome: Outcome::Waiting,
            place: Place::default(),
            account: None,
            location: None,
            own_problem: None,
            hidden: Vec::new(),
            rows: 0,
            in_flight: false,
            cut_off: 0,
            answered_before: 0,
        }
    }

    /// Whether the account does not have it, so that another one may.
    pub(super) fn is_missing(&self) -> bool {
        matches!(self.outcome, Outcome::Problem(ProblemKind::OtherAccount | ProblemKind::ContactNotFound))
    }

    pub(super) fn found_at(&self) -> Option<Place> {
        (self.outcome == Outcome::Found).then_some(self.place)
    }

    fn is_to_look_up(&self) -> bool {
        self.outcome == Outcome::Waiting && !self.in_flight
    }

    fn reset(&mut self) {
        (self.outcome, self.cut_off) = (Outcome::Waiting, 0);
    }
}

/// A field that occurs in what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "BulkColumnView", export_to = "BulkColumnView.ts"))]
pub struct Column {
    /// Where it stands in the answer; `displayName` is what to call the contact.
    pub path: String,
    /// The name of a custom field, where it is known.
    pub name: Option<String>,
    /// In how many contacts it has a value.
    pub count: u32,
}

/// How many rows have which outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// How many rows there are.
    pub rows: u32,
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
}

#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) about: About,
    pub(super) own: OwnColumns,
    pub(super) in_order: Vec<Row<u32>>,
    numbers: Vec<u32>,
    /// The line of each row in the journal; empty without own columns.
    own_places: Vec<Place>,
    pub(super) contacts: Vec<ListedContact>,
    /// The contacts to look up, by how often they were cut off and by their order.
    queue: BTreeSet<(u32, u32)>,
    /// How many are being looked up, or are not written yet.
    pub(super) in_flight: usize,
    pub(super) columns: Vec<Column>,
    column_index: HashMap<String, usize>,
    /// The names of custom fields, by path.
    pub(super) names: BTreeMap<String, String>,
    /// The paths of custom fields that are sensitive by name. Their values may have been recorded before that was known.
    pub(super) sensitive: BTreeSet<String>,
    /// Whether the list is looked up although the names of custom fields cannot be had.
    pub(super) without_names: bool,
    /// The names of users and businesses, by ID.
    pub(super) people: BTreeMap<String, String>,
    pub(super) saved: bool,
    /// Counts the outcomes that were recorded.
    pub(super) recorded: u64,
}

impl Rows {
    /// `places`: those of the rows in the journal.
    pub(super) fn new(about: About, table: Table, places: Vec<Place>) -> Self {
        let numbers = (0..table.rows.len()).map(|at| table.number(at)).collect();
        let own_places = if table.own.headings.is_empty() { Vec::new() } else { places };
        let (mut contacts, mut known) = (Vec::<ListedContact>::new(), HashMap::<ContactId, u32>::new());
        let mut in_order = Vec::with_capacity(table.rows.len());
        for row in table.rows {
            in_order.push(match row {
                Row::Invalid { text, kind } => Row::Invalid { text, kind },
                Row::Contact(id) => {
                    let number = *known.entry(id.clone()).or_insert_with(|| {
                        contacts.push(ListedContact::new(id));
                        in_u32(contacts.len() - 1)
                    });
                    contacts[number as usize].rows += 1;
                    Row::Contact(number)
                }
            });
        }
        for (at, location) in table.locations {
            if let Some(Row::Contact(number)) = in_order.get(at) {
                contacts[*number as usize].location.get_or_insert(location);
            }
        }
        Self {
            about,
            own: table.own,
            in_order,
            numbers,
            own_places,
            queue: (0..in_u32(contacts.len())).map(|number| (0, number)).collect(),
            contacts,
            ..Self::default()
        }
    }

    fn numbered(&self) -> impl Iterator<Item = (u32, &ListedContact)> {
        (0_u32..).zip(&self.contacts)
    }

    pub(super) fn record(&mut self, recorded: Recorded<'_>) {
        let Recorded { number, outcome, place, paths, hidden, account } = recorded;
        let account = account.filter(|account| *account != self.about.account);
        let Some(contact) = self.contacts.get_mut(number as usize) else { return };
        let was_found = contact.outcome == Outcome::Found;
        (contact.outcome, contact.place, contact.account, contact.own_problem) = (outcome, place, account, None);
        let was_hidden = std::mem::replace(&mut contact.hidden, hidden);
        if std::mem::take(&mut contact.in_flight) {
            self.in_flight -= 1;
        }
        self.saved = false;
        self.recorded += 1;
        // Of a contact that was found before, all but the hidden fields are counted already.
        for path in paths.iter().filter(|path| !was_found || was_hidden.iter().any(|hidden| hidden == *path)) {
            self.count(path);
        }
    }

    fn count(&mut self, path: &str) {
        match self.column_index.get(path) {
            Some(at) => self.columns[*at].count += 1,
            None if self.columns.len() < MAX_FIELDS && path.len() <= LONGEST_PATH => {
                self.column_index.insert(path.to_owned(), self.columns.len());
                self.columns.push(Column { path: path.to_owned(), name: None, count: 1 });
            }
            None => {}
        }
    }

    /// The values that are left out only because they look sensitive: the number of the contact, and the path.
    pub(super) fn hidden(&self) -> impl Iterator<Item = (u32, &String)> {
        self.numbered()
            .flat_map(|(number, contact)| contact.hidden.iter().map(move |path| (number, path)))
            .filter(|(_, path)| !self.sensitive.contains(*path))
    }

    /// Queues the contacts with a hidden value under a harmless name once more. They keep their outcome meanwhile. Whether
    /// there are any.
    pub(super) fn queue_hidden(&mut self) -> bool {
        let named = self.hidden().filter(|(_, path)| self.names.contains_key(*path));
        let mut again: Vec<u32> = named.map(|(number, _)| number).collect();
        again.dedup();
        again.retain(|number| {
            let contact = &self.contacts[*number as usize];
            contact.outcome == Outcome::Found && !contact.in_flight && self.queue.insert((0, *number))
        });
        !again.is_empty()
    }

    /// Ends a failed lookup of a contact that was found before and keeps that outcome. False if it was not found.
    pub(super) fn keep_found(&mut self, number: u32) -> bool {
        let Some(contact) = self.contacts.get_mut(number as usize) else { return false };
        let is_kept = contact.in_flight && contact.outcome == Outcome::Found;
        if is_kept {
            contact.in_flight = false;
            self.in_flight -= 1;
        }
        is_kept
    }

    pub(super) fn failed(&self) -> impl Iterator<Item = (u32, &ListedContact)> {
        self.numbered().filter(|(_, contact)| matches!(contact.outcome, Outcome::Problem(_)))
    }

    /// The contact of that ID if it has a problem and is not being looked up.
    pub(super) fn failed_with_id(&self, id: &ContactId) -> Option<u32> {
        self.failed().find(|(_, contact)| contact.id == *id && !contact.in_flight).map(|(number, _)| number)
    }

    /// Queues all contacts with a problem but these once more, and returns them.
    pub(super) fn retry_all_but(&mut self, others: &[u32]) -> Vec<u32> {
        let others: HashSet<u32> = others.iter().copied().collect();
        let failed = self.failed().map(|(number, _)| number);
        let again: Vec<u32> = failed.filter(|number| !others.contains(number)).collect();
        self.retry(&again);
        again
    }

    pub(super) fn retry(&mut self, numbers: &[u32]) {
        for number in numbers {
            if let Some(contact) = self.contacts.get_mut(*number as usize) {
                contact.reset();
            }
        }
        self.saved = false;
        self.rebuild_queue();
    }

    /// Queues the missing contacts, of these or of all, for another account. How many they are.
    pub(super) fn queue_missing(&mut self, only: Option<&[u32]>) -> usize {
        let only: Option<HashSet<u32>> = only.map(|only| only.iter().copied().collect());
        let mut count = 0;
        for (number, contact) in (0_u32..).zip(&mut self.contacts) {
            if let (Outcome::Problem(kind), true) = (contact.outcome, contact.is_missing()) {
                if only.as_ref().is_none_or(|only| only.contains(&number)) {
                    contact.own_problem = Some(kind);
                    contact.reset();
                    count += 1;
                }
            }
        }
        self.rebuild_queue();
        count
    }

    /// Restores the outcome of contacts that are no longer to be asked for in another account. Whether there are any.
    pub(super) fn restore_missing(&mut self) -> bool {
        let mut any = false;
        for contact in self.contacts.iter_mut().filter(|contact| contact.is_to_look_up()) {
            if let Some(kind) = contact.own_problem.take() {
                contact.outcome = Outcome::Problem(kind);
                any = true;
            }
        }
        self.rebuild_queue();
        any
    }

    /// Takes the next contact out of the queue. It is in flight from then on.
    pub(super) fn take_next(&mut self) -> Option<(u32, ContactId)> {
        let (_, number) = self.queue.pop_first()?;
        let contact = self.contacts.get_mut(number as usize)?;
        contact.in_flight = true;
        self.in_flight += 1;
        Some((number, contact.id.clone()))
    }

    /// Puts a contact that was in flight back into the queue.
    pub(super) fn requeue(&mut self, number: u32) {
        let Some(contact) = self.contacts.get_mut(number as usize) else { return };
        if std::mem::take(&mut contact.in_flight) {
            self.in_flight -= 1;
        }
        self.queue.insert((contact.cut_off, number));
    }

    /// Queues all contacts without an outcome.
    pub(super) fn rebuild_queue(&mut self) {
        let queued = self.numbered().filter(|(_, contact)| contact.is_to_look_up());
        self.queue = queued.map(|(number, contact)| (contact.cut_off, number)).collect();
    }

    pub(super) fn contact(&self, row: &Row<u32>) -> Option<&ListedContact> {
        match row {
            Row::Contact(number) => self.contacts.get(*number as usize),
            Row::Invalid { .. } => None,
        }
    }

    /// The contact's ID or, without one, the text of the row.
    pub(super) fn text<'a>(&'a self, row: &'a Row<u32>) -> &'a str {
        match row {
            Row::Invalid { text, .. } => text,
            Row::Contact(_) => self.contact(row).map_or("", |contact| contact.id.as_str()),
        }
    }

    pub(super) fn outcome(&self, row: &Row<u32>) -> Outcome {
        match row {
            Row::Invalid { kind, .. } => Outcome::Problem(*kind),
            Row::Contact(_) => self.contact(row).map_or(Outcome::Waiting, |contact| contact.outcome),
        }
    }

    pub(super) fn counts(&self) -> Counts {
        let mut counts = Counts { rows: in_u32(self.in_order.len()), ..Counts::default() };
        for row in &self.in_order {
            if let Row::Invalid { kind, .. } = row {
                counts.done += 1;
                let is_blank = *kind == ProblemKind::IdMissing;
                *(if is_blank { &mut counts.blank } else { &mut counts.attention }) += 1;
            }
        }
        for contact in &self.contacts {
            match contact.outcome {
                Outcome::Waiting => continue,
                Outcome::Found => counts.found += contact.rows,
                Outcome::Problem(_) => {
                    counts.attention += contact.rows;
                    counts.can_retry += contact.rows;
                    counts.missing += if contact.is_missing() { contact.rows } else { 0 };
                }
            }
            counts.done += contact.rows;
        }
        counts
    }

    pub(super) fn number(&self, at: usize) -> u32 {
        self.numbers.get(at).copied().unwrap_or_default()
    }

    /// The place of a row's own cells in the journal.
    pub(super) fn own_place(&self, at: usize) -> Option<Place> {
        self.own_places.get(at).copied()
    }

    /// The number, in its sheet, of the first row that waits.
    pub(super) fn next_row(&self) -> Option<u32> {
        let waits = |row: &Row<u32>| self.outcome(row) == Outcome::Waiting;
        self.in_order.iter().position(waits).map(|at| self.number(at))
    }

    /// How many contacts are still to be looked up or written.
    pub(super) fn remaining(&self) -> usize {
        self.queue.len() + self.in_flight
    }
}

pub(super) fn in_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn id(number: usize) -> ContactId {
        ContactId::new(&format!("Contact{number:013}")).unwrap()
    }

    fn rows(rows: Vec<Row>) -> Rows {
        Rows::new(About { file: None, account: AccountId::sample(), origin: None }, rows.into(), Vec::new())
    }

    fn record(rows: &mut Rows, number: u32, outcome: Outcome, paths: &[&str]) {
        let paths = paths.iter().map(|path| (*path).into()).collect();
        let place = Place { offset: 0, length: 1 };
        rows.record(Recorded { number, outcome, place, paths, hidden: Vec::new(), account: None });
    }

    fn queued(rows: &Rows) -> Vec<u32> {
        rows.queue.iter().map(|(_, number)| *number).collect()
    }

    fn invalid(text: &str, kind: ProblemKind) -> Row {
        Row::Invalid { text: text.into(), kind }
    }

    #[test]
    fn a_row_has_no_more_cells_than_there_are_columns_and_may_have_fewer() {
        let cells = [vec!["a"], vec!["a", "b", "c"], vec![]];
        let own = OwnColumns { headings: vec!["A".to_owned(), "B".to_owned()], ..OwnColumns::default() };
        let of_row = move |at: usize| cells[at].iter().map(|cell| (*cell).to_owned()).collect();
        let table = Table { own, cells: Box::new(of_row), ..Vec::new().into() };
        assert_eq!([0, 1, 2].map(|at| table.own_cells(at)), [vec!["a"], vec!["a", "b"], vec![]]);
    }

    #[test]
    fn every_row_is_counted_and_each_contact_is_asked_for_once() {
        let mut rows = rows(vec![
            Row::Contact(id(1)),
            invalid("", ProblemKind::IdMissing),
            Row::Contact(id(2)),
            Row::Contact(id(1)),
            invalid("Maria Lopez", ProblemKind::IdNotAnId),
        ]);
        assert_eq!(queued(&rows), [0, 1]);
        assert_eq!(rows.next_row(), Some(1));
        let counts = rows.counts();
        assert_eq!((counts.rows, counts.done, counts.blank, counts.attention), (5, 2, 1, 1));
        record(&mut rows, 0, Outcome::Found, &["email"]);
        assert_eq!(rows.counts().found, 2, "a contact that stands in two rows is found in two");
        assert_eq!(rows.next_row(), Some(3));
        record(&mut rows, 1, Outcome::Problem(ProblemKind::ContactNotFound), &[]);
        let counts = rows.counts();
        assert_eq!((counts.done, counts.found, counts.attention, counts.can_retry), (5, 2, 2, 1));
        assert_eq!(rows.next_row(), None);
    }

    #[test]
    fn what_needs_attention_can_wait_again_and_what_is_no_id_cannot() {
        let mut rows = rows(vec![
            Row::Contact(id(1)),
            invalid("x", ProblemKind::IdNotAnId),
            Row::Contact(id(2)),
            Row::Contact(id(3)),
        ]);
        record(&mut rows, 0, Outcome::Problem(ProblemKind::TimedOut), &[]);
        record(&mut rows, 1, Outcome::Found, &[]);
        record(&mut rows, 2, Outcome::Problem(ProblemKind::ContactNotFound), &[]);
        assert_eq!(rows.retry_all_but(&[]), [0, 2]);
        assert_eq!(queued(&rows), [0, 2]);
        assert_eq!(rows.counts().attention, 1);
    }

    #[test]
    fn what_is_in_flight_is_not_asked_for_a_second_time() {
        let mut rows = rows(vec![Row::Contact(id(1)), Row::Contact(id(2)), Row::Contact(id(3))]);
        assert_eq!(rows.take_next().map(|(number, _)| number), Some(0));
        record(&mut rows, 1, Outcome::Problem(ProblemKind::TimedOut), &[]);
        assert_eq!(rows.retry_all_but(&[]), [1]);
        assert_eq!((queued(&rows), rows.in_flight), (vec![1, 2], 1));
        rows.requeue(0);
        assert_eq!((queued(&rows), rows.in_flight), (vec![0, 1, 2], 0));
        rows.take_next();
        record(&mut rows, 0, Outcome::Found, &[]);
        assert_eq!((rows.remaining(), rows.in_flight), (2, 0));
    }

    #[test]
    fn what_another_account_is_asked_for_has_its_outcome_again_where_that_is_given_up() {
        let mut rows = rows((1..=4).map(|number| Row::Contact(id(number))).collect());
        let kinds = [ProblemKind::OtherAccount, ProblemKind::TimedOut, ProblemKind::ContactNotFound];
        for (number, kind) in (0..).zip(kinds) {
            record(&mut rows, number, Outcome::Problem(kind), &[]);
        }
        record(&mut rows, 3, Outcome::Found, &[]);
        assert_eq!(rows.counts().missing, 2);
        assert_eq!(rows.queue_missing(None), 2);
        assert_eq!(queued(&rows), [0, 2]);
        rows.take_next();
        record(&mut rows, 0, Outcome::Found, &[]);
        rows.restore_missing();
        assert_eq!(rows.remaining(), 0);
        let outcomes: Vec<_> = rows.contacts.iter().map(|contact| contact.outcome).collect();
        assert_eq!(outcomes[0], Outcome::Found);
        assert_eq!(outcomes[2], Outcome::Problem(ProblemKind::ContactNotFound));
        assert_eq!(rows.queue_missing(Some(&[0, 1])), 0, "none of these is missing");
    }

    #[test]
    fn choosing_among_many_rows_takes_no_longer_than_their_number() {
        let many = 60_000;
        let mut rows = rows((0..many).map(|number| Row::Contact(id(number))).collect());
        for number in 0..60_000 {
            record(&mut rows, number, Outcome::Problem(ProblemKind::OtherAccount), &[]);
        }
        let others: Vec<u32> = (0..60_000).rev().collect();
        let begun = std::time::Instant::now();
        assert_eq!(rows.retry_all_but(&others), [0_u32; 0]);
        assert_eq!(rows.queue_missing(Some(&others)), many);
        assert!(begun.elapsed() < std::time::Duration::from_secs(3), "{:?}", begun.elapsed());
    }

    #[test]
    fn an_outcome_has_the_name_that_the_page_knows() {
        for (outcome, name) in [
            (Outcome::Waiting, "waiting"),
            (Outcome::Found, "found"),
            (Outcome::Problem(ProblemKind::ContactNotFound), "contact-not-found"),
            (Outcome::Problem(ProblemKind::IdIsAToken), "id-is-a-token"),
        ] {
            assert_eq!(outcome.name(), name);
            assert_eq!(serde_json::to_value(outcome).unwrap(), name);
            assert_eq!(Outcome::named(name), Some(outcome));
        }
    }

    #[test]
    fn fields_are_counted_in_the_order_in_which_they_come() {
        let mut rows = rows(vec![Row::Contact(id(1)), Row::Contact(id(2))]);
        let found = Outcome::Found;
        record(&mut rows, 0, found, &["email", "phone"]);
        record(&mut rows, 1, found, &["phone", "city"]);
        let columns: Vec<_> = rows.columns.iter().map(|column| (column.path.as_str(), column.count)).collect();
        assert_eq!(columns, [("email", 1), ("phone", 2), ("city", 1)]);
    }

    #[test]
    fn a_field_with_a_path_that_would_fill_the_memory_is_no_column() {
        let mut rows = rows(vec![Row::Contact(id(1))]);
        let long = "k".repeat(100_000);
        record(&mut rows, 0, Outcome::Found, &[long.as_str(), "email"]);
        assert_eq!(rows.columns.iter().map(|column| column.path.as_str()).collect::<Vec<_>>(), ["email"]);
    }
}
