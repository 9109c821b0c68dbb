//! Many lookups at once: a list of contacts, looked up row by row as fast as HighLevel allows, each outcome on the disk
//! as soon as it is known.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, SystemTime};

use serde::Serialize;
use tokio::sync::{watch, Notify};

use crate::accounts::Accounts;
use crate::lookup::{Found, Lookups};
use crate::model::account::{Account, AccountId};
use crate::model::contact_id::ContactId;
use crate::model::names::{ContactNames, Permission};
use crate::model::problem::{Problem, ProblemFacts, ProblemKind};
use crate::references::FieldNames;
use job::{not_kept, BulkJob, JobState, Round};
use journal::Journal;
use rows::{in_u32, ListedContact, Rows};
use session::ListSession;
use table::{not_read, Orders, TableReader};
use values::{CUSTOM_FIELDS, DISPLAY_NAME};

mod job;
mod journal;
mod rows;
mod session;
mod table;
mod task;
mod values;

pub use job::{State, MAX_LOOKUPS};
pub use journal::PUT_ASIDE_FOR;
pub use rows::{About, Column, Counts, Outcome, OwnColumn, OwnColumns, Row, Table, OWN};
pub use table::{Filter, Query, Search, TableRow, TableRows};

/// The page hears of changes no more often than this.
const MIN_UPDATE_INTERVAL: Duration = Duration::from_millis(200);
/// The columns that come first, in the order of a card. Others follow in the order of their first value, custom fields
/// last.
#[rustfmt::skip]
const FIRST_COLUMNS: [&str; 20] = [
    DISPLAY_NAME, "email", "phone", "companyName", "type", "source", "tags", "address1", "city", "state", "postalCode",
    "country", "website", "dateOfBirth", "timezone", "dnd", "assignedTo", "dateAdded", "dateUpdated", "lastActivity",
];

pub struct Bulk {
    accounts: Arc<Accounts>,
    lookups: Arc<Lookups>,
    /// Where lists are kept; `None` where there is no such folder.
    folder: Option<PathBuf>,
    current: Mutex<Option<Arc<BulkJob>>>,
    number: AtomicU32,
    orders: Mutex<Orders>,
    left_read: OnceLock<()>,
    version: watch::Sender<u32>,
    superseded: Notify,
}

/// Where a list stands.
#[expect(clippy::struct_excessive_bools, reason = "each says something that the others do not")]
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ListStatus {
    /// Counts the lists: another number is another list.
    pub list: u32,
    /// Where it stands.
    pub state: State,
    /// Whether every row has its outcome.
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    pub is_finished: bool,
    /// The name of the file it came from; `None` where it was pasted.
    pub file: Option<String>,
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    pub account: Option<AccountId>,
    #[serde(skip)]
    #[cfg_attr(test, ts(skip))]
    pub asks_in: Option<AccountId>,
    #[serde(flatten)]
    pub counts: Counts,
    /// How many different contacts are looked up.
    pub contacts: u32,
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
    pub own: Vec<OwnColumn>,
    /// Whether the file's column of IDs holds the bare IDs, so that it says all that the program's own one would.
    pub own_ids: bool,
    /// The fields that occur in what was found, in the order of a card.
    pub columns: Vec<Column>,
}

impl Bulk {
    pub fn new(accounts: Arc<Accounts>, lookups: Arc<Lookups>, folder: Option<PathBuf>) -> Arc<Self> {
        Arc::new(Self {
            accounts,
            lookups,
            folder,
            current: Mutex::default(),
            number: AtomicU32::new(0),
            orders: Mutex::default(),
            left_read: OnceLock::new(),
            version: watch::Sender::new(0),
            superseded: Notify::new(),
        })
    }

    /// Reads the list that an earlier start of the program left. Runs once; other callers wait for it. Needs a runtime.
    pub fn load_left_list(&self) {
        self.left_read.get_or_init(|| {
            let Some(folder) = &self.folder else { return };
            journal::sweep(folder);
            let Some((rows, mut journal)) = journal::left(folder) else { return };
            // A power cut can leave a list that is finished and saved.
            let can_be_deleted = rows.saved && rows.remaining() == 0;
            match BulkJob::new(self.next_number(), rows, &journal, State::Left, self.version.clone()) {
                Ok(job) if can_be_deleted => drop(journal.delete(&job.records)), // the next start tries again
                Ok(job) => self.set_current(job, journal),
                Err(error) => tracing::warn!(%error, "a list that was left cannot be opened"),
            }
        });
    }

    fn current(&self) -> MutexGuard<'_, Option<Arc<BulkJob>>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next_number(&self) -> u32 {
        self.number.fetch_add(1, Ordering::SeqCst) + 1
    }

    fn set_current(&self, job: Arc<BulkJob>, journal: Journal) {
        task::start(Arc::clone(&job), journal, Arc::clone(&self.lookups));
        *self.current() = Some(job);
    }

    fn job(&self) -> Option<Arc<BulkJob>> {
        self.load_left_list();
        let mut current = self.current();
        // A slow disk can close it after `close` timed out.
        current.take_if(|job| job.is_closed());
        current.clone()
    }

    fn job_or_unexpected(&self) -> Result<Arc<BulkJob>, Problem> {
        self.job().ok_or_else(|| ProblemKind::Unexpected.into())
    }

    /// Starts a new list, unless another one is open or the new one cannot be kept on the disk.
    pub async fn start(&self, about: About, rows: impl Into<Table>) -> Result<(), Problem> {
        let table = rows.into();
        let account = self.accounts.find(&about.account)?;
        if self.job().is_some() {
            return Err(ProblemKind::Unexpected.into());
        }
        let folder = self.folder.clone().ok_or(ProblemKind::FileNotSaved)?;
        let (number, version, for_session) = (self.next_number(), self.version.clone(), account.session_only);
        let made = tokio::task::spawn_blocking(move || {
            let (journal, places) = Journal::create(&folder, &about, &table, for_session)?;
            let job = BulkJob::new(number, Rows::new(about, table, places), &journal, State::Paused, version)?;
            Ok((job, journal))
        });
        let (job, journal) =
            made.await.map_err(|error| unexpected(&error))?.map_err(|error: io::Error| not_kept(&error))?;
        self.set_current(Arc::clone(&job), journal);
        self.resume_in(&job, account).await;
        Ok(())
    }

    /// Resumes the list in the account that it was looked up in last or, if that was removed, in `otherwise`.
    pub async fn resume(&self, otherwise: &AccountId) -> Result<(), Problem> {
        let job = self.job_or_unexpected()?;
        let (account, kind) = {
            let state = job.lock();
            (state.account().clone(), state.problem.as_ref().map(|problem| problem.kind))
        };
        let account = self.account_or(&job, &account, otherwise)?;
        // The refusal may be out of date.
        if kind == Some(ProblemKind::NamesNotKnown) {
            self.lookups.references().forget_refusals(&account.id, Permission::CustomFields);
        }
        self.resume_in(&job, account).await;
        Ok(())
    }

    /// Resumes the list although the names of custom fields cannot be had: values that look sensitive are left out.
    pub async fn resume_without_names(&self, otherwise: &AccountId) -> Result<(), Problem> {
        self.job_or_unexpected()?.lock().set_without_names(true);
        self.resume(otherwise).await
    }

    async fn resume_in(&self, job: &BulkJob, account: Account) {
        let decision = job.lock().decide(&account.id);
        task::open(job, Arc::clone(&self.lookups), account, decision).await;
    }

    /// Asks once more for the names of custom fields, and looks up again the contacts with a value that was left out only
    /// because it looks sensitive and whose field has a harmless name.
    pub async fn show_hidden(&self, otherwise: &AccountId) -> Result<(), Problem> {
        let job = self.job_or_unexpected()?;
        let own = job.lock().rows.about.account.clone();
        let account = self.account_or(&job, &own, otherwise)?;
        let session = self.lookups.session(&account.id).await?;
        let names = self.lookups.references();
        names.forget_refusals(&account.id, Permission::CustomFields);
        if let Some(location) = account.location.clone().or_else(|| location_in(&job)) {
            names.fetch_custom_fields(&account.id, &session, &location).await;
        }
        let (has_hidden, is_running) = {
            let mut state = job.lock();
            state.take_names(names);
            let has_hidden = state.rows.queue_hidden();
            if has_hidden {
                state.set_without_names(false);
            }
            (has_hidden, state.session.is_some())
        };
        let known = names.field_names(&account.id);
        if has_hidden && !is_running {
            self.resume_in(&job, account).await;
        } else if !has_hidden && known != FieldNames::Known {
            let status = (known == FieldNames::Refused).then_some(403);
            let facts = ProblemFacts { status, ..ProblemFacts::default() };
            return Err(Problem::with(ProblemKind::NamesNotKnown, facts).in_account(&account.name));
        }
        Ok(())
    }

    pub fn names_changed(&self) {
        if let Some(job) = self.current().clone() {
            job.lock().take_names(self.lookups.references());
        }
    }

    /// Begins no further lookup before [`Self::resume`].
    pub fn pause(&self) -> Result<(), Problem> {
        self.job_or_unexpected()?.lock().halt(State::Paused, None);
        Ok(())
    }

    /// Ends the list where it stands. [`Self::resume`] still works.
    pub fn stop(&self) -> Result<(), Problem> {
        self.job_or_unexpected()?.lock().stop();
        Ok(())
    }

    /// Looks up again all contacts with a problem: each in the account that its link leads to, if it is known; the others
    /// in the list's own or, if that was removed, in `otherwise`.
    pub async fn retry(&self, otherwise: &AccountId) -> Result<(), Problem> {
        let job = self.job_or_unexpected()?;
        let rounds = self.rounds_by_link(&job);
        let others: Vec<u32> = rounds.iter().flat_map(|round| round.only.iter().flatten()).copied().collect();
        let has_own = job.lock().retry_all_but(&others);
        if has_own || rounds.is_empty() {
            self.resume(otherwise).await?;
        }
        if !rounds.is_empty() {
            job.lock().add_rounds(rounds);
        }
        Ok(())
    }

    /// Asks the other accounts, one after the other, for the contacts that the list's own does not have.
    pub fn search_other_accounts(&self) -> Result<(), Problem> {
        let job = self.job_or_unexpected()?;
        let (own, remaining) = {
            let state = job.lock();
            (state.rows.about.account.clone(), state.rows.remaining())
        };
        if !own.is_sample() && remaining == 0 {
            // The account that a link leads to is asked first.
            let mut rounds = self.rounds_by_link(&job);
            let others = self.accounts.list().into_iter().filter(|account| account.id != own && job.may_hold(account));
            rounds.extend(others.map(|account| Round { account, only: None }));
            job.lock().add_rounds(rounds);
        }
        Ok(())
    }

    /// The other accounts that links to missing contacts lead to.
    fn rounds_by_link(&self, job: &BulkJob) -> Vec<Round> {
        let state = job.lock();
        let own = &state.rows.about.account;
        let mut rounds: BTreeMap<String, (Account, Vec<u32>)> = BTreeMap::new();
        let missing = state.rows.failed().filter(|(_, contact)| contact.is_missing() && !own.is_sample());
        for (number, contact) in missing {
            let owner = contact.location.as_deref().and_then(|location| self.accounts.owner_of(location));
            if let Some(account) = owner.filter(|owner| owner.id != *own && job.may_hold(owner)) {
                let round = rounds.entry(account.id.as_str().to_owned()).or_insert((account, Vec::new()));
                round.1.push(number);
            }
        }
        rounds.into_values().map(|(account, only)| Round { account, only: Some(only) }).collect()
    }

    /// Records a contact that was looked up by hand in the row that had a problem with it.
    pub fn note_found(&self, found: &Arc<Found>) {
        let Some(job) = self.job() else { return };
        let (number, own) = {
            let state = job.lock();
            (state.rows.failed_with_id(&found.asked_for), state.rows.about.account.clone())
        };
        let belongs = own.is_sample() == found.account.id.is_sample()
            && (found.account.id == own || job.may_hold(&found.account));
        let Some(number) = number.filter(|_| belongs) else { return };
        let (lookups, found) = (Arc::clone(&self.lookups), Arc::clone(found));
        tokio::spawn(async move {
            let Ok(session) = ListSession::open(lookups, found.account.clone()).await else { return };
            let names = session.ask_names_of(&found.contact).await;
            let record = session.record(found.contact.clone());
            let mut state = job.lock();
            // Without names, a value that is sensitive by its field's name would be written to the disk.
            let may_be_written = names != FieldNames::Unknown || state.rows.without_names;
            if may_be_written && !state.is_closed() && state.rows.failed_with_id(&found.asked_for) == Some(number) {
                state.record_found(number, record, &found.account.id);
            }
        });
    }

    /// Pauses the list of an account that was removed or has another token.
    pub fn account_changed(&self, account: &AccountId) {
        let Some(job) = self.current().clone() else { return };
        let mut state = job.lock();
        if state.account() == account {
            state.overrule();
            if state.goes_on() {
                state.halt(State::Paused, None);
            }
        }
    }

    /// Deletes the list from this computer.
    pub async fn close(&self) -> Result<(), Problem> {
        if let Some(job) = self.job() {
            job.close(true).await.map_err(|error| not_kept(&error))?;
            *self.current() = None;
        } else if let Some(folder) = &self.folder {
            journal::delete_put_aside(folder).map_err(|error| not_kept(&error))?;
        }
        self.version.send_modify(|version| *version = version.wrapping_add(1));
        Ok(())
    }

    /// Whether a list that could not be opened is still on the disk.
    pub fn has_put_aside(&self) -> bool {
        self.folder.as_deref().is_some_and(journal::is_put_aside)
    }

    /// Whether the end of the program loses results: those of an account of this session.
    pub fn has_unsaved_session_results(&self) -> bool {
        let job = self.current().clone();
        job.is_some_and(|job| {
            let state = job.lock();
            job.for_session && !state.rows.saved && state.rows.counts().done > 0
        })
    }

    /// Closes the list at the end of the program: deletes it if it is finished and saved, and otherwise leaves it for the
    /// next start.
    pub async fn shut_down(&self) {
        let Some(job) = self.current().take() else { return };
        let can_be_deleted = {
            let state = job.lock();
            state.rows.saved && state.rows.remaining() == 0
        };
        if let Err(error) = job.close(can_be_deleted).await {
            tracing::warn!(%error, "the disk did not take the end of a list");
        }
    }

    pub fn status(&self) -> Option<ListStatus> {
        let job = self.job()?;
        let state = job.lock();
        let rows = &state.rows;
        let names = self.lookups.references().field_names(&rows.about.account);
        let hidden = rows.hidden().count();
        let columns = columns(rows);
        let mut nameless =
            columns.iter().filter(|column| column.name.is_none() && column.path.starts_with(CUSTOM_FIELDS));
        let is_finished = rows.remaining() == 0;
        let (shown, problem) = shown_state(&state);
        let session = state.session.as_ref().filter(|_| !is_finished);
        Some(ListStatus {
            list: job.number,
            state: shown,
            is_finished,
            file: rows.about.file.clone(),
            account: Some(rows.about.account.clone()),
            asks_in: Some(state.account()).filter(|account| !is_finished && **account != rows.about.account).cloned(),
            counts: rows.counts(),
            contacts: in_u32(job.contacts),
            next_row: rows.next_row(),
            seconds_left: session.map(|session| in_seconds(session.limiter().time_for(rows.remaining()))),
            saved: rows.saved,
            problem,
            daily_left: state.daily_left.map(|left| u32::try_from(left).unwrap_or(u32::MAX)),
            hidden: in_u32(hidden),
            can_show_hidden: hidden > 0
                && (names != FieldNames::Known || rows.hidden().any(|(_, path)| rows.names.contains_key(path))),
            names_refused: names == FieldNames::Refused && (hidden > 0 || nameless.next().is_some()),
            own: rows.own.each(),
            own_ids: rows.own.ids_are_bare,
            columns,
        })
    }

    pub fn version(&self) -> u32 {
        *self.version.borrow()
    }

    /// Waits for a change that is newer than `seen`. False if a later call replaced this one.
    pub async fn changed_since(&self, seen: u32) -> bool {
        self.superseded.notify_waiters();
        let superseded = self.superseded.notified();
        let mut version = self.version.subscribe();
        let changed = async {
            tokio::time::sleep(MIN_UPDATE_INTERVAL).await;
            let _ = version.wait_for(|version| *version != seen).await; // the sender is ours
        };
        tokio::select! {
            biased;
            () = superseded => false,
            () = changed => true,
        }
    }

    /// A part of the table; empty if the list was closed. Reads from the disk.
    pub fn rows(&self, query: &Query) -> Result<TableRows, Problem> {
        let Some(job) = self.job() else { return Ok(TableRows::default()) };
        match self.table(&job).page(query, self.version(), &self.orders) {
            Ok(rows) => Ok(rows),
            Err(_) if job.is_closed() || job.records.is_closed() => Ok(TableRows::default()),
            Err(error) => Err(not_read(&error)),
        }
    }

    /// See [`TableReader::save`].
    pub fn save<T>(
        &self,
        columns: &[String],
        filter: Filter,
        search: &Search,
        write: impl FnOnce(&mut dyn Iterator<Item = io::Result<TableRow>>) -> Result<(T, bool), Problem>,
    ) -> Result<(T, bool), Problem> {
        self.table(&*self.job_or_unexpected()?).save(columns, filter, search, write)
    }

    fn table<'a>(&'a self, job: &'a BulkJob) -> TableReader<'a> {
        let names = self.lookups.references();
        job.lock().take_names(names);
        TableReader { job, names }
    }

    /// A contact that the list found in that account, without sensitive values. Reads from the disk.
    pub fn card(&self, account: &AccountId, id: &str) -> Option<Arc<Found>> {
        let job = self.job()?;
        let asked_for = ContactId::new(id)?;
        let place = {
            let mut state = job.lock();
            state.take_names(self.lookups.references());
            let contact = state.rows.contacts.iter().find(|contact| contact.id == asked_for)?;
            let found_in = contact.account.as_ref().unwrap_or(&state.rows.about.account);
            contact.found_at().filter(|_| found_in == account)?
        };
        let account = self.accounts.find(account).ok()?;
        let (values, time) = job.values(place).ok()?;
        let received_at = match time {
            Some(seconds) => SystemTime::UNIX_EPOCH + Duration::from_secs(seconds),
            None => job.records.modified().ok()?,
        };
        Some(Arc::new(Found {
            asked_for,
            contact: values::contact(values),
            names: ContactNames::default(),
            trace_id: None,
            account,
            received_at,
            seen_before: None,
            changes: Vec::new(),
        }))
    }

    /// Whether a path leads to the file that the list was read from, by whatever name or link.
    pub fn is_origin(&self, path: &Path) -> bool {
        let origin = self.job().and_then(|job| job.lock().rows.about.origin.clone());
        origin.is_some_and(|origin| same_file::is_same_file(&origin, path).unwrap_or(false))
    }

    /// The account or, if it was removed, `otherwise`, if the list may hold its contacts.
    fn account_or(&self, job: &BulkJob, id: &AccountId, otherwise: &AccountId) -> Result<Account, Problem> {
        match self.accounts.find(id) {
            Ok(account) => Ok(account),
            Err(gone) => Some(self.accounts.find(otherwise)?).filter(|other| job.may_hold(other)).ok_or(gone),
        }
    }
}

/// The state that the page shows, and why the list waits or asks.
fn shown_state(state: &JobState) -> (State, Option<Problem>) {
    let refused_for = state.session.as_ref().and_then(|session| session.limiter().lists_paused_for());
    match (state.state, refused_for) {
        (State::Left, _) => (State::Left, state.problem.clone()),
        _ if state.rows.remaining() == 0 => (State::Finished, state.problem.clone()),
        (State::Running, Some(wait)) => {
            let facts = ProblemFacts { retry_in_seconds: Some(in_seconds(wait)), ..ProblemFacts::default() };
            (State::Waiting, Some(Problem::with(ProblemKind::TooManyRequests, facts)))
        }
        (other, _) => (other, state.problem.clone()),
    }
}

fn columns(rows: &Rows) -> Vec<Column> {
    let rank = |path: &str| {
        let first = FIRST_COLUMNS.iter().position(|first| *first == path);
        first.unwrap_or(FIRST_COLUMNS.len() + usize::from(path.starts_with(CUSTOM_FIELDS)))
    };
    let shown = rows.columns.iter().filter(|column| !rows.sensitive.contains(&column.path));
    let named = |column: &Column| Column { name: rows.names.get(&column.path).cloned(), ..column.clone() };
    let mut columns: Vec<Column> = shown.map(named).collect();
    columns.sort_by_key(|column| rank(&column.path));
    columns
}

fn in_seconds(time: Duration) -> u32 {
    u32::try_from(time.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
}

/// The sub-account of a contact with hidden values.
fn location_in(job: &BulkJob) -> Option<String> {
    let with_hidden = |contact: &ListedContact| contact.found_at().filter(|_| !contact.hidden.is_empty());
    let place = job.lock().rows.contacts.iter().find_map(with_hidden)?;
    let (values, _) = job.values(place).ok()?;
    values.into_iter().find_map(|(path, value)| (path == "locationId").then_some(value))
}

/// The text of a panic is left out: it may hold data of a contact.
fn unexpected(error: &tokio::task::JoinError) -> Problem {
    tracing::warn!(panicked = error.is_panic(), "what writes a list has ended");
    ProblemKind::Unexpected.into()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

    use super::*;
    use rows::Recorded;

    #[tokio::test]
    async fn what_a_panic_says_is_not_told() {
        let panicked = tokio::task::spawn_blocking(|| panic!("of Maria Lopez")).await.unwrap_err();
        assert_eq!(unexpected(&panicked), Problem::of(ProblemKind::Unexpected));
    }

    #[test]
    fn columns_come_in_the_order_of_a_card() {
        let about = About { file: None, account: AccountId::sample(), origin: None };
        let contact = Row::Contact(ContactId::new("seD4PfOuKoVMLkEZqohJ").unwrap());
        let mut rows = Rows::new(about, vec![contact].into(), Vec::new());
        let paths = ["customFields.f", "id", "phone", "somethingNew", DISPLAY_NAME].map(Into::into).to_vec();
        rows.record(Recorded { outcome: Outcome::Found, paths, ..Recorded::problem(0, ProblemKind::TimedOut) });
        let paths: Vec<_> = columns(&rows).into_iter().map(|column| column.path).collect();
        assert_eq!(paths, [DISPLAY_NAME, "phone", "id", "somethingNew", "customFields.f"]);
    }
}
