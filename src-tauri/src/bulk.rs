//! Many lookups at once: a list of contacts, looked up row by row as fast as HighLevel allows, each outcome on the disk
//! as soon as it is known.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use crate::accounts::Accounts;
use crate::lookup::{sample_account, Lookups};
use crate::model::account::{Account, AccountId};
use crate::model::names::Permission;
use crate::model::problem::{FileFault, Problem, ProblemFacts, ProblemKind};
use crate::references::FieldNames;
use journal::Journal;
use rows::Rows;
use run::Through;
use work::Work;

mod card;
mod elsewhere;
mod journal;
mod rows;
mod run;
mod search;
mod table;
mod values;
mod verdict;
mod work;
mod writer;

pub use journal::PUT_ASIDE_FOR;
pub use rows::{About, Column, Counts, Outcome, OwnColumns, Row, Table};
pub use search::Search;
pub use table::{Filter, Query, TableRow, TableRows, OWN};
pub use values::DISPLAY_NAME;
pub use work::{State, AT_ONCE, DAILY_RESERVE};

/// A list may change its standing more often than a person can see; it is told no more often than this.
const TOLD_EVERY: Duration = Duration::from_millis(200);

/// Looks lists up, one at a time.
pub struct Bulk {
    accounts: Arc<Accounts>,
    lookups: Arc<Lookups>,
    /// Where lists are kept; `None` where this computer has no place for them.
    folder: Option<PathBuf>,
    held: Mutex<Held>,
    /// The order of the table that was asked for last. Held while another one is looked for, so that nobody else reads
    /// the same rows meanwhile.
    order: Mutex<Option<table::Order>>,
    /// What an earlier start left, read once.
    left: OnceLock<()>,
    version: watch::Sender<u32>,
    askers: watch::Sender<u64>,
}

#[derive(Default)]
struct Held {
    work: Option<Arc<Work>>,
    lists: u32,
}

/// Where a list stands.
#[expect(clippy::struct_excessive_bools, reason = "each says something that the others do not")]
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The number of the list: another one is another list.
    pub list: u32,
    /// What it is.
    pub about: About,
    /// Whether it goes on.
    pub state: State,
    /// Whether every row has its outcome.
    pub is_finished: bool,
    /// How many rows have come to what.
    pub counts: Counts,
    /// How many different contacts are looked up.
    pub contacts: usize,
    /// The number of the first row that waits, from 1.
    pub next_row: Option<u32>,
    /// How long the rest takes at least, while it goes on.
    pub left: Option<Duration>,
    /// Whether all that is known was saved.
    pub saved: bool,
    /// Why it waits or asks.
    pub problem: Option<Problem>,
    /// How many requests HighLevel allows for the rest of the day, where few are left.
    pub daily_left: Option<u64>,
    /// How many values are left out because they look sensitive and their names are not known, or were not.
    pub hidden: u32,
    /// Whether it may help to look for them again.
    pub can_show_hidden: bool,
    /// The token may not read the names of custom fields, and some of those that occur have none.
    pub names_refused: bool,
    /// Another account that is asked just now for what the list's own does not have.
    pub asks_in: Option<AccountId>,
    /// The columns of the file that it came from.
    pub own: OwnColumns,
    /// The fields that occur, each with its name where it is a custom field that has one.
    pub columns: Vec<(Column, Option<String>)>,
}

impl Bulk {
    /// Keeps lists in that folder. What an earlier start left there is read at the first question, or by
    /// [`Self::read_what_is_left`] before.
    pub fn new(accounts: Arc<Accounts>, lookups: Arc<Lookups>, folder: Option<PathBuf>) -> Arc<Self> {
        Arc::new(Self {
            accounts,
            lookups,
            folder,
            held: Mutex::default(),
            order: Mutex::default(),
            left: OnceLock::new(),
            version: watch::Sender::new(0),
            askers: watch::Sender::new(0),
        })
    }

    /// Reads what an earlier start of the program left. Whoever asks meanwhile waits.
    pub fn read_what_is_left(&self) {
        self.left.get_or_init(|| {
            if let Some(folder) = &self.folder {
                journal::sweep(folder);
            }
            let Some((rows, mut journal)) = self.folder.as_deref().and_then(journal::left) else { return };
            if rows.saved && rows.left() == 0 {
                // It was saved, and the program was closed with it.
                let _ = journal.delete(); // where that fails, it is tried again at the next start
                return;
            }
            let mut held = self.held();
            held.lists += 1;
            match Work::new(held.lists, (rows, journal), State::Left, self.version.clone()) {
                Ok(work) => held.work = Some(work),
                Err(error) => tracing::warn!(%error, "a list that was left cannot be opened"),
            }
        });
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) -> Option<Arc<Work>> {
        self.read_what_is_left();
        let mut held = self.held();
        // The writer may close the list after `close()` timed out.
        if held.work.as_ref().is_some_and(|work| work.is_closed()) {
            held.work = None;
        }
        held.work.clone()
    }

    fn work_or_unexpected(&self) -> Result<Arc<Work>, Problem> {
        self.work().ok_or_else(|| ProblemKind::Unexpected.into())
    }

    /// Looks the rows of a new list up. Where another list is not closed yet, or the new one cannot be kept on the disk,
    /// nothing is begun.
    pub async fn start(&self, about: About, rows: impl Into<Table>) -> Result<(), Problem> {
        let table = rows.into();
        let account = self.account(&about.account)?;
        if self.work().is_some() {
            return Err(ProblemKind::Unexpected.into());
        }
        let folder = self.folder.clone().ok_or(ProblemKind::FileNotSaved)?;
        let number = {
            let mut held = self.held();
            held.lists += 1;
            held.lists
        };
        let (version, for_session) = (self.version.clone(), account.session_only);
        let made = tokio::task::spawn_blocking(move || {
            let create = if for_session { Journal::create_for_session } else { Journal::create };
            let (journal, places) = create(&folder, &about, &table)?;
            Work::new(number, (Rows::new(about, table, places), journal), State::Paused, version)
        });
        let work = made.await.map_err(|error| unexpected(&error))?.map_err(|error| not_kept(&error))?;
        self.held().work = Some(Arc::clone(&work));
        self.set_going(&work, account).await;
        Ok(())
    }

    /// Goes on with the list, in its own account (in another one that was being asked) or, where that is gone, in the given
    /// one.
    pub async fn go_on(&self, otherwise: &AccountId) -> Result<(), Problem> {
        let work = self.work_or_unexpected()?;
        let account = self.account_or(&work, &work.asks_in(), otherwise)?;
        // What made no sense then may make sense now.
        if work.status().problem.as_ref().is_some_and(|problem| problem.kind == ProblemKind::NamesNotKnown) {
            self.lookups.names().forget_refusals(&account.id, Permission::CustomFields);
        }
        self.set_going(&work, account).await;
        Ok(())
    }

    /// The same, for this list from now on without the names of custom fields where they cannot be had: what looks
    /// sensitive is left out then.
    pub async fn go_on_without_names(&self, otherwise: &AccountId) -> Result<(), Problem> {
        self.work_or_unexpected()?.set_without_names(true);
        self.go_on(otherwise).await
    }

    /// Asks once more what custom fields are called, and then for the contacts of which something was left out for its
    /// look alone, where its name is harmless. Until they are answered they stay as they are.
    pub async fn look_again_for_hidden(&self, otherwise: &AccountId) -> Result<(), Problem> {
        let work = self.work_or_unexpected()?;
        let own = work.rows().about.account.clone();
        let account = self.account_or(&work, &own, otherwise)?;
        let line = self.lookups.line(&account.id).await?;
        let names = self.lookups.names();
        names.forget_refusals(&account.id, Permission::CustomFields);
        let location = account.location.clone().or_else(|| location_in(&work));
        if let Some(location) = location {
            names.ask_for_custom_fields(&account.id, &line, &location).await;
        }
        work.learn(names);
        let goes_on = matches!(work.status().state, State::Running | State::Waiting) && work.through().is_some();
        let any = work.rows().queue_hidden();
        if any {
            work.set_without_names(false);
            if goes_on {
                work.gate.send_modify(|_| {});
            } else {
                self.set_going(&work, account).await;
            }
        } else if names.field_names(&account.id) != FieldNames::Known {
            let is_refused = names.field_names(&account.id) == FieldNames::Refused;
            let facts = ProblemFacts { status: is_refused.then_some(403), ..ProblemFacts::default() };
            return Err(Problem::with(ProblemKind::NamesNotKnown, facts).in_account(&account.name));
        }
        Ok(())
    }

    /// Names became known: they count for what was found before, too.
    pub fn names_changed(&self) {
        let work = self.held().work.clone();
        if let Some(work) = work {
            work.learn(self.lookups.names());
        }
    }

    async fn set_going(&self, work: &Arc<Work>, account: Account) {
        let decision = work.decide();
        work.ask_in(&account.id);
        match self.lookups.line(&account.id).await {
            Ok(line) => {
                let through = Arc::new(Through::new(line, Arc::clone(&self.lookups), account));
                work.open(through, decision);
            }
            // The list is there, and can go on when that is mended.
            Err(problem) => work.halt(State::Asking, Some(problem.in_account(&account.name))),
        }
    }

    /// Asks for nothing more until the person says so.
    pub fn pause(&self) -> Result<(), Problem> {
        self.work_or_unexpected()?.halt(State::Paused, None);
        Ok(())
    }

    /// Ends the list where it stands. It can go on all the same.
    pub fn stop(&self) -> Result<(), Problem> {
        let work = self.work_or_unexpected()?;
        work.halt(State::Stopped, None);
        // What was asked for a second time stays what it was.
        work.rows().queue_all();
        Ok(())
    }

    /// An account is gone, or has another token: its list does not go on with what it had.
    pub fn account_changed(&self, account: &AccountId) {
        let Some(work) = self.held().work.clone() else { return };
        if work.asks_in() == *account {
            // Whoever is about to go on with the old token does not.
            work.decide();
            let goes_on = matches!(work.status().state, State::Running | State::Waiting);
            if goes_on {
                work.halt(State::Paused, None);
            }
        }
    }

    /// Deletes the list and all that is known of it from this computer.
    pub fn close(&self) -> Result<(), Problem> {
        let Some(work) = self.work() else { return self.delete_put_aside() };
        work.close(true).map_err(|error| not_kept(&error))?;
        self.held().work = None;
        self.version.send_modify(|version| *version = version.wrapping_add(1));
        Ok(())
    }

    /// Whether a list that could not be opened was put aside, and is still on the disk.
    pub fn has_put_aside(&self) -> bool {
        self.folder.as_deref().is_some_and(journal::is_put_aside)
    }

    fn delete_put_aside(&self) -> Result<(), Problem> {
        self.folder.as_deref().map_or(Ok(()), journal::delete_put_aside).map_err(|error| not_kept(&error))?;
        self.version.send_modify(|version| *version = version.wrapping_add(1));
        Ok(())
    }

    /// Whether results go with the program that are in no file: those of an account of this session.
    pub fn loses_results(&self) -> bool {
        self.work().is_some_and(|work| {
            let rows = work.rows();
            work.for_session && !rows.saved && rows.counts().done > 0
        })
    }

    /// The program ends: what was saved is deleted, and what was not is left for the next start, unless it is of an account
    /// of this session.
    pub fn leave(&self) {
        let Some(work) = self.held().work.take() else { return };
        let is_done_with = {
            let rows = work.rows();
            rows.saved && rows.left() == 0
        };
        if let Err(error) = work.close(is_done_with) {
            tracing::warn!(%error, "the disk did not take the end of a list");
        }
    }

    /// Where the list stands. `None`: there is none.
    pub fn standing(&self) -> Option<Standing> {
        let work = self.work()?;
        let refused_for = work.through().and_then(|through| through.line.allowance.refused_for());
        let (mut state, mut problem, daily_left) = {
            let status = work.status();
            (status.state, status.problem.clone(), status.daily_left)
        };
        let asks_in = work.asks_in();
        let rows = work.rows();
        let is_finished = rows.left() == 0;
        if let (State::Running, Some(wait), false) = (state, refused_for, is_finished) {
            let seconds = u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX);
            let facts = ProblemFacts { retry_in_seconds: Some(seconds), ..ProblemFacts::default() };
            (state, problem) = (State::Waiting, Some(Problem::with(ProblemKind::TooManyRequests, facts)));
        }
        let goes_on = matches!(state, State::Running | State::Waiting) && !is_finished;
        let name = |column: &Column| rows.names.get(&column.path).cloned();
        let columns = rows.columns.iter().filter(|column| !rows.sensitive.contains(&column.path));
        let columns: Vec<_> = columns.map(|column| (column.clone(), name(column))).collect();
        let names = self.lookups.names().field_names(&rows.about.account);
        let hidden = rows.hidden().count();
        let has_nameless =
            |(column, name): &(Column, _)| column.path.starts_with(values::CUSTOM_FIELDS) && Option::is_none(name);
        Some(Standing {
            hidden: u32::try_from(hidden).unwrap_or(u32::MAX),
            can_show_hidden: hidden > 0
                && (names != FieldNames::Known || rows.hidden().any(|(_, path)| rows.names.contains_key(path))),
            names_refused: names == FieldNames::Refused && (hidden > 0 || columns.iter().any(has_nameless)),
            list: work.number,
            about: rows.about.clone(),
            state,
            is_finished,
            counts: rows.counts(),
            contacts: rows.asked.len(),
            next_row: rows.next_row(),
            left: work.through().filter(|_| goes_on).map(|through| through.line.allowance.time_for(rows.left())),
            saved: rows.saved,
            problem,
            daily_left,
            asks_in: Some(asks_in).filter(|account| !is_finished && *account != rows.about.account),
            own: rows.own.clone(),
            columns,
        })
    }

    /// The number of the newest change.
    pub fn version(&self) -> u32 {
        *self.version.borrow()
    }

    /// Waits for a change that is newer than `seen`. False where a later caller took this one's place.
    pub async fn changed_since(&self, seen: u32) -> bool {
        let mut mine = 0;
        self.askers.send_modify(|newest| {
            *newest += 1;
            mine = *newest;
        });
        let (mut askers, mut version) = (self.askers.subscribe(), self.version.subscribe());
        let news = async {
            tokio::time::sleep(TOLD_EVERY).await;
            let _ = version.wait_for(|version| *version != seen).await; // the sender is ours
        };
        tokio::select! {
            biased;
            _ = askers.wait_for(|newest| *newest != mine) => false,
            () = news => true,
        }
    }

    /// Whether that path leads to the file that the list was read from: by another name, by a link or in another case too.
    pub fn is_origin(&self, path: &Path) -> bool {
        let origin = self.work().and_then(|work| work.rows().about.origin.clone());
        origin.is_some_and(|origin| same_file::is_same_file(&origin, path).unwrap_or(false))
    }

    /// That account or, where it is gone, the other one, if the list may hold what that has.
    fn account_or(&self, work: &Work, id: &AccountId, otherwise: &AccountId) -> Result<Account, Problem> {
        match self.account(id) {
            Ok(account) => Ok(account),
            Err(gone) => Some(self.account(otherwise)?).filter(|other| work.may_hold(other)).ok_or(gone),
        }
    }

    fn account(&self, id: &AccountId) -> Result<Account, Problem> {
        if id.is_sample() {
            return Ok(sample_account());
        }
        self.accounts.find(id)
    }
}

/// The sub-account that the contacts of a list live in, as one of them says.
fn location_in(work: &Work) -> Option<String> {
    let place = work.rows().asked.iter().find_map(|asked| match asked.outcome {
        Outcome::Found(place) if !asked.hidden.is_empty() => Some(place),
        _ => None,
    })?;
    let values = work.values(place).ok()?;
    values.into_iter().find_map(|(path, value)| (path == "locationId").then_some(value))
}

/// A fault of the program itself. The text of a panic may name what it was working on, and stays out of it.
fn unexpected(error: &tokio::task::JoinError) -> Problem {
    tracing::warn!(panicked = error.is_panic(), "what reads or writes a list has ended");
    ProblemKind::Unexpected.into()
}

fn not_kept(error: &std::io::Error) -> Problem {
    let facts = ProblemFacts { detail: Some(error.to_string()), ..ProblemFacts::default() };
    Problem::with(ProblemKind::FileNotSaved, facts)
}

/// What is on the disk cannot be read back.
fn not_read(error: &std::io::Error) -> Problem {
    let facts =
        ProblemFacts { file: Some(FileFault::Unreadable), detail: Some(error.to_string()), ..ProblemFacts::default() };
    Problem::with(ProblemKind::FileNotRead, facts)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop at the first surprise")]

    use super::*;

    #[tokio::test]
    async fn what_a_panic_says_is_not_told() {
        let panicked = tokio::task::spawn_blocking(|| panic!("of Maria Lopez")).await.unwrap_err();
        assert_eq!(unexpected(&panicked), Problem::of(ProblemKind::Unexpected));
    }
}
