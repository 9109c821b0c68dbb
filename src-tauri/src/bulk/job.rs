//! A list while it is worked on: its rows, its state, and what each event changes. Nothing here waits.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use serde::Serialize;
use tokio::sync::{oneshot, watch, Notify};
use tokio::time::{timeout, Instant};

use super::journal::{Event, Journal, Records};
use super::rows::{Outcome, Place, Recorded, Rows};
use super::session::ListSession;
use super::values::{Record, Values, CUSTOM_FIELDS};
use crate::model::account::{Account, AccountId};
use crate::model::contact_id::ContactId;
use crate::model::problem::{Problem, ProblemFacts, ProblemKind, RowPolicy};
use crate::model::token::without_tokens;
use crate::references::{Field, References};

/// How many lookups are under way at once: enough for a hundred requests in ten seconds even if answers are slow.
pub const MAX_LOOKUPS: usize = 16;
/// How many contacts are being looked up or wait for a slow disk at most.
const MAX_IN_FLIGHT: usize = MAX_LOOKUPS + 64;
/// The list asks before it uses the last requests of the day: other programs need some too.
const DAILY_RESERVE: u64 = 100;
/// How long a list waits before it tries the network again.
const MIN_BACKOFF: Duration = Duration::from_secs(1);
const MAX_BACKOFF: Duration = Duration::from_secs(10);
/// How long the closing of a list waits for the disk.
const CLOSE_WITHIN: Duration = Duration::from_millis(if cfg!(test) { 200 } else { 2_000 });
/// After how many cuts a lookup fails: if others were answered meanwhile, and if there were no others.
const MAX_CUT_OFF: u32 = 3;
const MAX_CUT_OFF_ALONE: u32 = 6;
/// How often in a row a problem that may concern all rows occurs before the list asks.
const MAX_REPEATED: u32 = 5;
/// How many of the first contacts are in another account before the list asks whether it is the wrong one.
const MAX_ELSEWHERE: u32 = 25;

/// Where many lookups stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "BulkState", export_to = "BulkState.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// There is no list.
    #[default]
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

pub(super) struct BulkJob {
    pub(super) number: u32,
    pub(super) contacts: usize,
    pub(super) records: Records,
    /// Whether the list lasts no longer than the program.
    pub(super) for_session: bool,
    state: Mutex<JobState>,
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says something that the others do not")]
pub(super) struct JobState {
    pub(super) rows: Rows,
    pub(super) state: State,
    pub(super) problem: Option<Problem>,
    pub(super) daily_left: Option<u64>,
    /// `None` while nothing is looked up: no token is held for longer than it is used.
    pub(super) session: Option<Arc<ListSession>>,
    account: Option<AccountId>,
    /// Counts what the user decided. A session that opens after a later decision is dropped.
    decision: u64,
    rounds: Option<VecDeque<Round>>,
    /// Whether the account of this round is skipped because it cannot be asked.
    is_passed_over: bool,
    /// The value of `outages` at the start of each lookup that is under way.
    lookups: Vec<u32>,
    /// Counts the outages of the network.
    outages: u32,
    retry_at: Option<Instant>,
    /// How many lookups HighLevel answered, whether it found the contact or not.
    answered: u64,
    since_answer: SinceAnswer,
    elsewhere_in_a_row: u32,
    /// Whether the user resumed although the contacts are in another account, or although the quota is nearly used up.
    elsewhere_agreed: bool,
    daily_agreed: bool,
    /// The version of the names that were taken over, and how many outcomes were recorded by then.
    names_taken: Option<(u64, u64)>,
    unwritten: Vec<Line>,
    /// Whether the last write failed. Nothing is written before the list is resumed.
    disk_failed: bool,
    closing: Option<Closing>,
    is_closed: bool,
    /// Wakes the task.
    pub(super) wake: Arc<Notify>,
    version: watch::Sender<u32>,
}

/// What happened since the last answer of HighLevel, or since the list was resumed.
#[derive(Default)]
struct SinceAnswer {
    outages: u32,
    cut_off: u32,
    /// The last problem that may concern all rows, and how often in a row it occurred.
    repeated: Option<(ProblemKind, u32)>,
}

/// Another account, and the contacts that it is asked for; `None`: all that are missing.
pub(super) struct Round {
    pub(super) account: Account,
    pub(super) only: Option<Vec<u32>>,
}

pub(super) struct Lookup {
    pub(super) number: u32,
    pub(super) id: ContactId,
    pub(super) session: Arc<ListSession>,
    pub(super) without_names: bool,
    outages: u32,
}

pub(super) struct Line {
    pub(super) bytes: Vec<u8>,
    recorded: Option<Recorded<'static>>,
}

pub(super) struct Closing {
    pub(super) delete: bool,
    pub(super) done: oneshot::Sender<io::Result<()>>,
}

impl BulkJob {
    pub(super) fn new(
        number: u32,
        rows: Rows,
        journal: &Journal,
        state: State,
        version: watch::Sender<u32>,
    ) -> io::Result<Arc<Self>> {
        Ok(Arc::new(Self {
            number,
            contacts: rows.contacts.len(),
            records: journal.records()?,
            for_session: journal.is_for_session(),
            state: Mutex::new(JobState { rows, state, version, ..JobState::default() }),
        }))
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, JobState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the list may hold contacts of another account: those of a session's account must not stay on the disk.
    pub(super) fn may_hold(&self, other: &Account) -> bool {
        self.for_session || !other.session_only
    }

    /// The values of a contact without those known to be sensitive by now, and when it was found, in seconds since 1970.
    /// Reads from the disk.
    pub(super) fn values(&self, place: Place) -> io::Result<(Values, Option<u64>)> {
        let (mut values, time) = self.records.values(place)?;
        let state = self.lock();
        values.retain(|(path, _)| !state.rows.sensitive.contains(path));
        Ok((values, time))
    }

    /// Waits until a lookup is not wanted any more.
    pub(super) async fn recalled(&self, lookup: &Lookup) {
        let mut changes = self.lock().version.subscribe();
        while self.lock().wants(lookup) && changes.changed().await.is_ok() {}
    }

    /// Ends all work on the list. After a time-out the list is still there, and can be resumed or closed again.
    pub(super) async fn close(&self, delete: bool) -> io::Result<()> {
        let (done, mut closed) = oneshot::channel();
        {
            let mut state = self.lock();
            state.closing = Some(Closing { delete, done });
            state.halt(State::Stopped, None);
        }
        let mut answer = timeout(CLOSE_WITHIN, &mut closed).await;
        // The task has taken it: it is being closed at this moment.
        if answer.is_err() && self.lock().closing.take().is_none() {
            answer = timeout(CLOSE_WITHIN, closed).await;
        }
        answer.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))?.map_err(io::Error::other)?
    }

    pub(super) fn is_closed(&self) -> bool {
        self.lock().is_closed
    }
}

impl JobState {
    fn changed(&self) {
        self.version.send_modify(|version| *version = version.wrapping_add(1));
        self.wake.notify_one();
    }

    pub(super) fn goes_on(&self) -> bool {
        matches!(self.state, State::Running | State::Waiting)
    }

    /// The account that the list is looked up in, or is about to be.
    pub(super) fn account(&self) -> &AccountId {
        self.account.as_ref().unwrap_or(&self.rows.about.account)
    }

    /// The list is to be resumed in that account once its session is open.
    pub(super) fn decide(&mut self, account: &AccountId) -> u64 {
        self.account = Some(account.clone());
        self.overrule()
    }

    /// Invalidates earlier decisions.
    pub(super) fn overrule(&mut self) -> u64 {
        self.decision += 1;
        self.decision
    }

    /// Resumes with a session, unless something else was decided while it was opened.
    pub(super) fn open(&mut self, session: Result<ListSession, Problem>, decision: u64) {
        let session = match session {
            Ok(session) if self.decision == decision => session,
            Ok(_) => return,
            Err(problem) => return self.halt(State::Asking, Some(problem)),
        };
        session.limiter().begin_list();
        self.session = Some(Arc::new(session));
        // To resume is to agree to what the list asked about.
        match self.problem.take().map(|problem| problem.kind) {
            Some(ProblemKind::DailyLimitReached) => self.daily_agreed = true,
            Some(ProblemKind::OtherAccount) => self.elsewhere_agreed = true,
            _ => {}
        }
        (self.state, self.daily_left, self.retry_at) = (State::Running, None, None);
        self.since_answer = SinceAnswer::default();
        self.disk_failed = false;
        self.end_session_if_done();
        self.changed();
    }

    /// Starts no further lookup. The outcomes of those under way are still recorded.
    pub(super) fn halt(&mut self, state: State, problem: Option<Problem>) {
        self.overrule();
        (self.state, self.problem, self.session, self.retry_at) = (state, problem, None, None);
        self.changed();
    }

    /// Ends the list where it stands. Contacts that were queued a second time keep their outcome.
    pub(super) fn stop(&mut self) {
        self.halt(State::Stopped, None);
        self.rows.rebuild_queue();
        if self.rounds.is_some() {
            self.end_rounds();
        }
    }

    /// Halts a running list until the user has decided. A paused one meets the problem again once it is resumed.
    fn ask(&mut self, problem: Problem) {
        if self.goes_on() {
            self.halt(State::Asking, Some(problem));
        }
    }

    pub(super) fn retry_at(&self) -> Option<Instant> {
        self.retry_at.filter(|at| *at > Instant::now())
    }

    pub(super) fn next_lookup(&mut self) -> Option<Lookup> {
        let session = self.session.as_ref()?;
        let since_outage = self.lookups.iter().filter(|outages| **outages == self.outages).count();
        let is_full = match self.state {
            State::Waiting => since_outage > 0,
            _ => self.lookups.len() >= MAX_LOOKUPS,
        };
        if is_full || self.rows.in_flight >= MAX_IN_FLIGHT || self.retry_at().is_some() {
            return None;
        }
        let (number, id) = self.rows.take_next()?;
        self.lookups.push(self.outages);
        let (session, without_names) = (Arc::clone(session), self.rows.without_names);
        Some(Lookup { number, id, session, without_names, outages: self.outages })
    }

    fn is_current(&self, session: &Arc<ListSession>) -> bool {
        self.session.as_ref().is_some_and(|now| Arc::ptr_eq(now, session))
    }

    pub(super) fn wants(&self, lookup: &Lookup) -> bool {
        self.is_current(&lookup.session) && self.outages == lookup.outages
    }

    /// Ends a lookup that sent nothing.
    pub(super) fn recall(&mut self, lookup: &Lookup) {
        self.end_lookup(lookup);
        self.requeue(lookup.number);
    }

    /// Ends a lookup; `daily_left`: how many requests HighLevel allows for the rest of the day.
    pub(super) fn finish(&mut self, lookup: &Lookup, result: Result<Record, Problem>, daily_left: Option<u64>) {
        self.end_lookup(lookup);
        match result {
            Ok(record) => {
                self.record_found(lookup.number, record, &lookup.session.account.id);
                self.note_answer(true);
            }
            // The user was asked about it while this lookup was under way, and has decided.
            Err(problem) if problem.kind.policy().row == RowPolicy::Ask && !self.is_current(&lookup.session) => {
                self.requeue(lookup.number);
            }
            Err(problem) => {
                let problem = problem.in_account(&lookup.session.account.name).about(lookup.id.as_str());
                self.fail(lookup.number, problem, lookup.outages);
            }
        }
        self.check_daily_quota(daily_left);
        self.wake.notify_one();
    }

    fn end_lookup(&mut self, lookup: &Lookup) {
        if let Some(at) = self.lookups.iter().position(|outages| *outages == lookup.outages) {
            self.lookups.swap_remove(at);
        }
    }

    fn fail(&mut self, number: u32, problem: Problem, outages: u32) {
        let kind = problem.kind;
        match kind.policy().row {
            RowPolicy::Record => {
                // "Another account has it" says more than "this one does not".
                let known = self.own_problem(number).filter(|known| *known == ProblemKind::OtherAccount);
                self.record_problem(number, known.unwrap_or(kind));
                self.note_answer(false);
                self.check_where_they_live(problem);
            }
            RowPolicy::RecordAndCount => {
                self.record_trouble(number, kind);
                let before = self.since_answer.repeated.filter(|(last, _)| *last == kind);
                let count = before.map_or(1, |(_, count)| count + 1);
                self.since_answer.repeated = Some((kind, count));
                if count >= MAX_REPEATED {
                    self.ask(problem);
                }
            }
            RowPolicy::WaitAndRetry | RowPolicy::WaitOrRecord => self.cut_off(number, problem, outages),
            RowPolicy::Throttle => self.requeue(number),
            RowPolicy::Ask => {
                self.requeue(number);
                self.ask(problem);
            }
        }
    }

    fn own_problem(&self, number: u32) -> Option<ProblemKind> {
        self.rows.contacts.get(number as usize)?.own_problem
    }

    /// Records a problem that says nothing of the contact itself. It does not replace the answer of the list's own
    /// account: the contact is still missing there, and a further account may have it.
    fn record_trouble(&mut self, number: u32, kind: ProblemKind) {
        self.record_problem(number, self.own_problem(number).unwrap_or(kind));
    }

    fn record_problem(&mut self, number: u32, kind: ProblemKind) {
        if self.rows.keep_found(number) {
            self.end_session_if_done();
            return self.changed();
        }
        let recorded = Some(Recorded::problem(number, kind));
        self.unwritten.push(Line { bytes: Event::Problem { at: number, kind }.line(), recorded });
    }

    /// A contact was found in that account, by the list or by hand.
    pub(super) fn record_found(&mut self, number: u32, record: Record, account: &AccountId) {
        let Record { values, hidden, field_names, people } = record;
        self.note_names(field_names);
        self.note_people(people);
        let other = (*account != self.rows.about.account).then(|| account.as_str());
        let time = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
        let bytes = Event::Found { at: number, values: &values, hidden: &hidden, account: other, time }.line();
        let place = Place::of(0, bytes.trim_ascii_end());
        let paths = values.into_iter().map(|(path, _)| path.into()).collect();
        let account = Some(account.clone());
        let recorded = Some(Recorded { number, outcome: Outcome::Found, place, paths, hidden, account });
        self.unwritten.push(Line { bytes, recorded });
        self.wake.notify_one();
    }

    fn note(&mut self, event: &Event<'_>) {
        self.unwritten.push(Line { bytes: event.line(), recorded: None });
        self.wake.notify_one();
    }

    fn note_answer(&mut self, found: bool) {
        self.answered += 1;
        self.since_answer = SinceAnswer::default();
        self.elsewhere_agreed |= found;
        if self.state == State::Waiting {
            (self.state, self.problem, self.retry_at) = (State::Running, None, None);
            self.changed();
        }
    }

    fn check_daily_quota(&mut self, left: Option<u64>) {
        let Some(left) = left.filter(|left| *left < DAILY_RESERVE) else { return };
        self.daily_left = Some(left);
        if !self.daily_agreed && self.rows.remaining() > 1 {
            self.ask(ProblemKind::DailyLimitReached.into());
        }
    }

    fn check_where_they_live(&mut self, problem: Problem) {
        let is_elsewhere = problem.kind == ProblemKind::OtherAccount;
        self.elsewhere_in_a_row = if is_elsewhere { self.elsewhere_in_a_row + 1 } else { 0 };
        if !self.elsewhere_agreed && self.elsewhere_in_a_row >= MAX_ELSEWHERE {
            self.ask(problem);
        }
    }

    fn cut_off(&mut self, number: u32, problem: Problem, outages: u32) {
        let answered = self.answered;
        let Some(contact) = self.rows.contacts.get_mut(number as usize) else { return };
        if contact.cut_off == 0 {
            contact.answered_before = answered;
        }
        contact.cut_off += 1;
        let others_were_answered = answered > contact.answered_before && contact.cut_off >= MAX_CUT_OFF;
        let is_at_fault = others_were_answered || contact.cut_off >= MAX_CUT_OFF_ALONE;
        if is_at_fault && problem.kind.policy().row == RowPolicy::WaitOrRecord {
            return self.record_trouble(number, problem.kind);
        }
        self.requeue(number);
        self.since_answer.cut_off += 1;
        // One alone may be chance, and a lookup that started before an outage belongs to that outage.
        if !self.goes_on() || outages != self.outages || self.since_answer.cut_off < 2 {
            return;
        }
        let asked_to_wait = problem.facts.retry_in_seconds.map(|seconds| Duration::from_secs(seconds.into()));
        let backoff = (MIN_BACKOFF * 2_u32.pow(self.since_answer.outages.min(8))).min(MAX_BACKOFF);
        self.since_answer.outages += 1;
        self.retry_at = Some(Instant::now() + backoff.max(asked_to_wait.unwrap_or_default()));
        self.outages += 1;
        (self.state, self.problem) = (State::Waiting, Some(problem));
        self.changed();
    }

    fn requeue(&mut self, number: u32) {
        self.rows.requeue(number);
        // The search of other accounts has ended.
        if self.rounds.is_none() && self.own_problem(number).is_some() {
            self.rows.restore_missing();
        }
        self.changed();
    }

    /// Takes over the names that became known since contacts were found.
    pub(super) fn take_names(&mut self, names: &References) {
        // Same names, same contacts: nothing new.
        let now = Some((names.version(), self.rows.recorded));
        if std::mem::replace(&mut self.names_taken, now) == now {
            return;
        }
        let (mut harmless, mut sensitive) = (Vec::new(), Vec::new());
        let hidden = self.rows.hidden().map(|(_, path)| path);
        let paths: BTreeSet<&String> = self.rows.columns.iter().map(|column| &column.path).chain(hidden).collect();
        for path in paths.into_iter().filter(|path| !self.rows.sensitive.contains(*path)) {
            match path.strip_prefix(CUSTOM_FIELDS).and_then(|id| names.field(id)) {
                Some(Field::Sensitive) => sensitive.push(path.clone()),
                Some(Field::Named(name)) => harmless.push((path.clone(), name)),
                None => {}
            }
        }
        if !sensitive.is_empty() {
            self.note(&Event::Sensitive { sensitive: &sensitive });
            self.rows.sensitive.extend(sensitive);
            self.changed();
        }
        if self.note_names(harmless) {
            self.changed();
        }
    }

    /// Notes the names of custom fields that are new, without access tokens. Whether there are any.
    fn note_names(&mut self, names: Vec<(String, String)>) -> bool {
        let names = names.into_iter().map(|(path, name)| (path, without_tokens(&name).unwrap_or(name)));
        let new: BTreeMap<_, _> = names.filter(|(path, name)| self.rows.names.get(path) != Some(name)).collect();
        let has_new = !new.is_empty();
        if has_new {
            self.note(&Event::Names { names: &new });
            self.rows.names.extend(new);
        }
        has_new
    }

    fn note_people(&mut self, people: Vec<(String, String)>) {
        let new: BTreeMap<_, _> =
            people.into_iter().filter(|(id, name)| self.rows.people.get(id) != Some(name)).collect();
        if !new.is_empty() {
            self.note(&Event::People { people: &new });
            self.rows.people.extend(new);
        }
    }

    pub(super) fn set_without_names(&mut self, without_names: bool) {
        self.rows.without_names = without_names;
        self.note(&Event::WithoutNames { without_names });
    }

    /// Queues all with a problem once more, but for these. Whether there are any.
    pub(super) fn retry_all_but(&mut self, others: &[u32]) -> bool {
        let again = self.rows.retry_all_but(others);
        if !again.is_empty() {
            self.note(&Event::Again { again: &again });
        }
        !again.is_empty()
    }

    /// Marks the list as saved unless outcomes were recorded since there were `recorded` of them. Whether it did.
    pub(super) fn note_saved(&mut self, recorded: u64) -> bool {
        // An outcome that is not written yet would precede this event in the journal, but is not in the saved file.
        if self.rows.recorded != recorded || self.rows.in_flight > 0 {
            return false;
        }
        self.rows.saved = true;
        self.note(&Event::Saved { saved: true });
        self.changed();
        true
    }

    /// Queues further accounts, which are asked one after the other.
    pub(super) fn add_rounds(&mut self, rounds: Vec<Round>) {
        self.rounds.get_or_insert_default().extend(rounds);
        self.changed();
    }

    /// The next account to ask, once the one before has been asked for everything or cannot be asked.
    pub(super) fn next_account(&mut self) -> Option<(Account, u64)> {
        self.rounds.as_ref()?;
        let kind = self.problem.as_ref().map(|problem| problem.kind);
        let is_own = *self.account() == self.rows.about.account;
        if !is_own && self.state == State::Asking && kind.is_some_and(|kind| kind.policy().about_account) {
            tracing::warn!(?kind, "another account cannot be asked, and is passed over");
            self.is_passed_over = true;
            self.halt(State::Paused, None);
        }
        if self.is_passed_over && self.rows.restore_missing() {
            self.changed();
        }
        if self.rows.remaining() > 0 {
            return None;
        }
        while let Some(Round { account, only }) = self.rounds.as_mut().and_then(VecDeque::pop_front) {
            self.is_passed_over = false;
            // The user has chosen to search other accounts.
            self.elsewhere_agreed = true;
            if self.rows.queue_missing(only.as_deref()) > 0 {
                let decision = self.decide(&account.id);
                return Some((account, decision));
            }
        }
        self.end_rounds();
        None
    }

    fn end_rounds(&mut self) {
        (self.rounds, self.account, self.is_passed_over) = (None, None, false);
        self.rows.restore_missing();
        self.changed();
    }

    pub(super) fn take_unwritten(&mut self) -> Vec<Line> {
        let lines = if self.disk_failed { &mut Vec::new() } else { &mut self.unwritten };
        std::mem::take(lines)
    }

    /// Records the outcomes in lines that were written at that offset, or keeps the lines for later.
    pub(super) fn note_written(&mut self, lines: Vec<Line>, written: io::Result<u64>) {
        match written {
            Ok(mut offset) => {
                for Line { bytes, recorded } in lines {
                    if let Some(mut recorded) = recorded {
                        recorded.place.offset = offset;
                        self.rows.record(recorded);
                    }
                    offset += bytes.len() as u64;
                }
                self.end_session_if_done();
                self.changed();
            }
            Err(error) => {
                tracing::warn!(%error, "outcomes of a list could not be written");
                self.unwritten.splice(0..0, lines);
                self.disk_failed = true;
                self.halt(State::Asking, Some(not_kept(&error)));
            }
        }
    }

    fn end_session_if_done(&mut self) {
        if self.rows.remaining() == 0 {
            self.session = None;
        }
    }

    /// Takes the order to close, which cannot be cancelled from then on, with the lines that are not written yet.
    pub(super) fn take_closing(&mut self) -> Option<(Closing, Vec<Line>)> {
        let closing = self.closing.take()?;
        let lines = if closing.delete { Vec::new() } else { std::mem::take(&mut self.unwritten) };
        Some((closing, lines))
    }

    pub(super) fn set_closed(&mut self) {
        (self.is_closed, self.session) = (true, None);
        self.changed();
    }

    pub(super) fn is_closed(&self) -> bool {
        self.is_closed
    }
}

pub(super) fn not_kept(error: &io::Error) -> Problem {
    let facts = ProblemFacts { detail: Some(error.to_string()), ..ProblemFacts::default() };
    Problem::with(ProblemKind::FileNotSaved, facts)
}

#[cfg(all(test, target_os = "linux"))]
mod tests;
