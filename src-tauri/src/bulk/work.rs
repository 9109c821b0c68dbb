//! A list at work: its rows, where it stands, and who may ask for the next one. Nothing here waits.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::journal::{Event, Journal, Records, Values};
use super::rows::{Place, Rows, Written};
use super::run::{self, Through};
use super::values::{Kept, CUSTOM_FIELDS};
use super::verdict::{self, Verdict};
use super::writer::{self, Claim, Closing, Message};
use crate::model::account::{Account, AccountId};
use crate::model::contact_id::ContactId;
use crate::model::problem::{Problem, ProblemFacts, ProblemKind};
use crate::model::token::without_tokens;
use crate::references::{Field, Names};

/// How many requests are under way at once. A hundred in ten seconds need far fewer, unless answers take very long.
pub const AT_ONCE: usize = 16;

/// So many outcomes wait for a slow disk at most, beside those under way.
const UNWRITTEN: usize = 64;

/// Where HighLevel allows fewer further requests than this for the day, the person is asked: others need some, too.
pub const DAILY_RESERVE: u64 = 100;

/// How long a list waits before it tries the network again, at first and at most.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// How long a list that is closed waits for the disk.
const CLOSED_WITHIN: Duration = Duration::from_millis(if cfg!(test) { 200 } else { 2_000 });

/// A lookup that was cut off so often is at fault itself where others went well meanwhile…
const CUT_OFF: u32 = 3;
/// …and where there were no others.
const CUT_OFF_ALONE: u32 = 6;

/// Where a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// An earlier start of the program left it.
    Left,
    /// It goes on, as long as there is something left.
    Running,
    /// It goes on by itself as soon as HighLevel can be reached.
    Waiting,
    /// The person paused it.
    Paused,
    /// It cannot, or should not, go on before the person has decided.
    Asking,
    /// The person ended it.
    Stopped,
}

#[derive(Debug)]
pub(super) struct Status {
    pub(super) state: State,
    pub(super) problem: Option<Problem>,
    pub(super) daily_left: Option<u64>,
    /// The person goes on although little is left for the day, or although the first contacts live elsewhere.
    daily_agreed: bool,
    elsewhere_agreed: bool,
    /// How many contacts were found, or not, by HighLevel's own word.
    answered: u64,
    elsewhere: u32,
    /// The last kind that may be about all rows, and how often in a row it came.
    in_a_row: (Option<ProblemKind>, u32),
    cut_off_in_a_row: u32,
    wait: Duration,
}

/// Who may ask for the next row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gate {
    /// How many at once.
    pub(super) open: usize,
    pub(super) not_before: Option<Instant>,
    /// Counts the times it was closed by the network, to tell a try from before from one of after.
    pub(super) turn: u32,
    /// For good.
    pub(super) closed: bool,
}

pub(super) struct Work {
    /// The number of the list.
    pub(super) number: u32,
    pub(super) records: Records,
    /// Whether the list lasts no longer than the program.
    pub(super) for_session: bool,
    rows: Mutex<Rows>,
    status: Mutex<Status>,
    pub(super) gate: watch::Sender<Gate>,
    /// `None` while nothing is asked for: no token is held for longer than it is used.
    through: Mutex<Option<Arc<Through>>>,
    asks_in: Mutex<Option<AccountId>>,
    closed: AtomicBool,
    /// Counts what the person, or a fault, has decided since: whoever is about to let the list go on looks whether that is
    /// still wanted.
    decisions: AtomicU64,
    /// Whether those who ask were started.
    started: AtomicBool,
    to_disk: Sender<Message>,
    version: watch::Sender<u32>,
}

impl Work {
    pub(super) fn new(
        number: u32,
        (rows, journal): (Rows, Journal),
        state: State,
        version: watch::Sender<u32>,
    ) -> std::io::Result<Arc<Self>> {
        let (to_disk, messages) = writer::channel();
        let status = Status {
            state,
            problem: None,
            daily_left: None,
            daily_agreed: false,
            elsewhere_agreed: false,
            answered: 0,
            elsewhere: 0,
            in_a_row: (None, 0),
            cut_off_in_a_row: 0,
            wait: FIRST_WAIT,
        };
        let work = Arc::new(Self {
            number,
            records: journal.records()?,
            for_session: journal.is_for_session(),
            rows: Mutex::new(rows),
            status: Mutex::new(status),
            gate: watch::Sender::new(Gate { open: 0, not_before: None, turn: 0, closed: false }),
            through: Mutex::new(None),
            asks_in: Mutex::new(None),
            closed: AtomicBool::new(false),
            decisions: AtomicU64::new(0),
            started: AtomicBool::new(false),
            to_disk,
            version,
        });
        writer::start(journal, &work, messages)?;
        Ok(work)
    }

    pub(super) fn rows(&self) -> MutexGuard<'_, Rows> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn status(&self) -> MutexGuard<'_, Status> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn through(&self) -> Option<Arc<Through>> {
        self.through.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether what another account has may be in the list: nothing of an account of this session stays on the disk.
    pub(super) fn may_hold(&self, other: &Account) -> bool {
        self.for_session || !other.session_only
    }

    /// Whether that is what the list is asked through now.
    pub(super) fn is_asked_through(&self, through: &Arc<Through>) -> bool {
        self.through().is_some_and(|now| Arc::ptr_eq(&now, through))
    }

    /// Something has changed that the page shows.
    fn changed(&self) {
        self.version.send_modify(|version| *version = version.wrapping_add(1));
    }

    /// A decision to let the list go on, which any later one overrules.
    pub(super) fn decide(&self) -> u64 {
        self.decisions.fetch_add(1, Ordering::SeqCst) + 1
    }

    /// Goes on through that, unless something else was decided meanwhile.
    pub(super) fn open(self: &Arc<Self>, through: Arc<Through>, decision: u64) {
        {
            let mut status = self.status();
            if self.decisions.load(Ordering::SeqCst) != decision {
                return;
            }
            through.line.allowance.begin_list();
            *self.through.lock().unwrap_or_else(PoisonError::into_inner) = Some(through);
            // To go on is the answer to whatever was asked.
            match status.problem.take().map(|problem| problem.kind) {
                Some(ProblemKind::DailyLimitReached) => status.daily_agreed = true,
                Some(ProblemKind::OtherAccount) => status.elsewhere_agreed = true,
                _ => {}
            }
            status.state = State::Running;
            status.daily_left = None;
            status.in_a_row = (None, 0);
            status.cut_off_in_a_row = 0;
            status.wait = FIRST_WAIT;
            self.set_gate(&status, AT_ONCE, None);
        }
        // What the disk did not take, it may take now.
        self.tell_disk(Message::TryAgain);
        if !self.started.swap(true, Ordering::SeqCst) {
            run::start(self);
        }
        self.changed();
    }

    /// Asks for nothing more. What is under way is still written down.
    pub(super) fn halt(&self, state: State, problem: Option<Problem>) {
        self.halt_as(&mut self.status(), state, problem);
        self.changed();
    }

    fn halt_as(&self, status: &mut Status, state: State, problem: Option<Problem>) {
        self.decide();
        status.state = state;
        status.problem = problem;
        self.set_gate(status, 0, None);
        self.let_go();
    }

    /// Opens or closes the gate. Takes the status guard so that gate and state change together.
    fn set_gate(&self, _with: &Status, open: usize, not_before: Option<Instant>) {
        self.gate.send_modify(|gate| {
            gate.open = open;
            gate.not_before = not_before;
            gate.turn += u32::from(not_before.is_some());
        });
    }

    /// How many contacts are looked up in all.
    pub(super) fn size(&self) -> usize {
        self.rows().asked.len()
    }

    /// Whether there is a row to ask for, and room for its outcome.
    pub(super) fn has_next(&self) -> bool {
        let rows = self.rows();
        !rows.waiting.is_empty() && rows.under_way < AT_ONCE + UNWRITTEN
    }

    /// The next contact to ask for.
    pub(super) fn next(&self) -> Option<(u32, ContactId)> {
        self.rows().next()
    }

    /// A contact is found in that account.
    pub(super) fn found(&self, number: u32, kept: Kept, account: &AccountId) {
        self.note_found(number, kept, account);
        self.answered(true);
    }

    /// Records a contact without counting it as an answer of this run.
    pub(super) fn note_found(&self, number: u32, kept: Kept, account: &AccountId) {
        let own = self.rows().about.account.clone();
        self.tell_disk(Message::found(number, kept, account.clone(), &own));
    }

    /// What is kept of a contact, without what was found to be sensitive since. Reads from the disk.
    pub(super) fn values(&self, place: Place) -> std::io::Result<Values> {
        let mut values = self.records.read(place)?;
        self.take_out_sensitive(&mut values);
        Ok(values)
    }

    pub(super) fn take_out_sensitive(&self, values: &mut Values) {
        let rows = self.rows();
        values.retain(|(path, _)| !rows.sensitive.contains(path));
    }

    /// The names that became known since contacts were found count for these too.
    pub(super) fn learn(&self, names: &Names) {
        let (mut harmless, mut sensitive) = (Vec::new(), Vec::new());
        {
            let mut rows = self.rows();
            // The same names say the same of the same fields.
            let now = Some((names.version(), rows.settled));
            if std::mem::replace(&mut rows.learnt, now) == now {
                return;
            }
            let hidden = rows.hidden().map(|(_, path)| path);
            let paths: BTreeSet<&String> = rows.columns.iter().map(|column| &column.path).chain(hidden).collect();
            for path in paths.into_iter().filter(|path| !rows.sensitive.contains(*path)) {
                match path.strip_prefix(CUSTOM_FIELDS).and_then(|id| names.field(id)) {
                    Some(Field::Sensitive) => sensitive.push(path.clone()),
                    Some(Field::Named(name)) if rows.names.get(path) != Some(&name) => {
                        harmless.push((path.clone(), name));
                    }
                    _ => {}
                }
            }
            if !sensitive.is_empty() {
                self.tell_disk(Message::note(&Event::Sensitive { sensitive: &sensitive }));
                rows.sensitive.extend(sensitive.iter().cloned());
            }
        }
        self.note_names(harmless.iter().map(|(path, name)| (path.as_str(), name.as_str())));
        if !(harmless.is_empty() && sensitive.is_empty()) {
            self.changed();
        }
    }

    /// Whether the list goes on although the names of custom fields cannot be had.
    pub(super) fn set_without_names(&self, without_names: bool) {
        self.rows().without_names = without_names;
        self.tell_disk(Message::note(&Event::WithoutNames { without_names }));
    }

    /// Notes the names of custom fields that are new, without the tokens that somebody may have written into one.
    pub(super) fn note_names<'a>(&self, names: impl Iterator<Item = (&'a str, &'a str)>) {
        let mut rows = self.rows();
        let kept = |name: &str| without_tokens(name).unwrap_or_else(|| name.to_owned());
        let names = names.map(|(path, name)| (path.to_owned(), kept(name)));
        let new: Vec<_> = names.filter(|(path, name)| rows.names.get(path) != Some(name)).collect();
        if !new.is_empty() {
            let new = new.into_iter().collect();
            self.tell_disk(Message::note(&Event::Names { names: &new }));
            rows.names.extend(new);
        }
    }

    /// Notes the names of users and businesses that are new.
    pub(super) fn note_people<'a>(&self, people: impl Iterator<Item = (&'a str, &'a str)>) {
        let mut rows = self.rows();
        let is_new = |(id, name): &(&str, &str)| rows.people.get(*id).is_none_or(|known| known != name);
        let new: Vec<_> = people.filter(is_new).map(|(id, name)| (id.to_owned(), name.to_owned())).collect();
        if !new.is_empty() {
            let new = new.into_iter().collect();
            self.tell_disk(Message::note(&Event::People { people: &new }));
            rows.people.extend(new);
        }
    }

    /// Something stood in the way of a contact. `turn` is that of the gate when it was asked for.
    pub(super) fn failed(&self, number: u32, problem: Problem, turn: u32) {
        let kind = problem.kind;
        match verdict::of(kind) {
            Verdict::OfTheRow => {
                // Where one account says that another has it, that is more than another one's not having it.
                let known = self.before(number).filter(|before| *before == ProblemKind::OtherAccount).unwrap_or(kind);
                self.note_problem(number, known);
                self.answered(false);
                self.mind_where_they_live(kind, problem);
            }
            Verdict::PerhapsOfAll => {
                self.note_trouble(number, kind);
                let enough = {
                    let mut status = self.status();
                    let (last, count) = status.in_a_row;
                    status.in_a_row = (Some(kind), if last == Some(kind) { count + 1 } else { 1 });
                    status.in_a_row.1 >= verdict::ENOUGH
                };
                if enough {
                    self.ask(problem);
                }
            }
            Verdict::Wait => self.cut_off(number, problem, turn),
            Verdict::Slower => self.put_back(number),
            Verdict::Ask => {
                self.put_back(number);
                self.ask(problem);
            }
        }
    }

    /// What stood in the way before another account was asked.
    fn before(&self, number: u32) -> Option<ProblemKind> {
        self.rows().asked.get(number as usize)?.before
    }

    /// Records what says nothing of the contact itself. Another account's trouble does not replace the answer that is
    /// known: the contact is still missing, and a further account may have it.
    fn note_trouble(&self, number: u32, kind: ProblemKind) {
        self.note_problem(number, self.before(number).unwrap_or(kind));
    }

    fn note_problem(&self, number: u32, kind: ProblemKind) {
        let mut rows = self.rows();
        if !rows.keep_found(number) {
            self.tell_disk(Message::problem(number, kind));
        } else if rows.left() == 0 {
            self.let_go();
        }
    }

    /// HighLevel answered, so the network is there.
    fn answered(&self, found: bool) {
        let was_waiting = {
            let mut status = self.status();
            status.answered += 1;
            status.in_a_row = (None, 0);
            status.cut_off_in_a_row = 0;
            status.wait = FIRST_WAIT;
            if found {
                status.elsewhere_agreed = true;
            }
            let was_waiting = status.state == State::Waiting;
            if was_waiting {
                status.state = State::Running;
                status.problem = None;
                self.set_gate(&status, AT_ONCE, None);
            }
            was_waiting
        };
        if was_waiting {
            self.changed();
        }
    }

    /// HighLevel said how many further requests it allows for the day: where few are left the person is asked.
    pub(super) fn mind_the_day(&self, left: Option<u64>) {
        let Some(left) = left.filter(|left| *left < DAILY_RESERVE) else { return };
        let asks = {
            let mut status = self.status();
            status.daily_left = Some(left);
            !status.daily_agreed
        };
        if asks && self.rows().left() > 1 {
            self.ask(ProblemKind::DailyLimitReached.into());
        }
    }

    fn mind_where_they_live(&self, kind: ProblemKind, problem: Problem) {
        let asks = {
            let mut status = self.status();
            status.elsewhere = if kind == ProblemKind::OtherAccount { status.elsewhere + 1 } else { 0 };
            !status.elsewhere_agreed && status.elsewhere >= verdict::ENOUGH_ELSEWHERE
        };
        if asks {
            self.ask(problem);
        }
    }

    /// The list goes on when the person says so.
    fn ask(&self, problem: Problem) {
        // Paused and stopped it stays: the person has decided already, and meets this when they go on.
        {
            let mut status = self.status();
            if matches!(status.state, State::Running | State::Waiting) {
                self.halt_as(&mut status, State::Asking, Some(problem));
            }
        }
        self.changed();
    }

    fn cut_off(&self, number: u32, problem: Problem, turn: u32) {
        let mut rows = self.rows();
        let answered = self.status().answered;
        let Some(asked) = rows.asked.get_mut(number as usize) else { return };
        if asked.cut_off == 0 {
            asked.answered_before = answered;
        }
        asked.cut_off += 1;
        let others_went_well = answered > asked.answered_before && asked.cut_off >= CUT_OFF;
        let is_at_fault = others_went_well || asked.cut_off >= CUT_OFF_ALONE;
        if is_at_fault && verdict::reached_something(problem.kind) {
            drop(rows);
            self.note_trouble(number, problem.kind);
            return;
        }
        rows.put_back(number, false);
        drop(rows);
        self.wait_for_the_network(problem, turn);
    }

    fn wait_for_the_network(&self, problem: Problem, turn: u32) {
        {
            let mut status = self.status();
            status.cut_off_in_a_row += 1;
            let is_news = turn == self.gate.borrow().turn;
            let goes_on = matches!(status.state, State::Running | State::Waiting);
            // One alone may be a whim of the network.
            if !goes_on || !is_news || status.cut_off_in_a_row < 2 {
                self.gate.send_modify(|_| {}); // a row waits again
            } else {
                status.state = State::Waiting;
                let asked_to_wait = problem.facts.retry_in_seconds.map(|seconds| Duration::from_secs(seconds.into()));
                let wait = status.wait.max(asked_to_wait.unwrap_or_default());
                status.wait = (status.wait * 2).min(LONGEST_WAIT);
                status.problem = Some(problem);
                self.set_gate(&status, 1, Some(Instant::now() + wait));
            }
        }
        self.changed();
    }

    /// A contact that was not asked for after all waits again, before all others.
    pub(super) fn put_back(&self, number: u32) {
        self.rows().put_back(number, true);
        self.gate.send_modify(|_| {});
        self.changed();
    }

    /// Lines are on the disk.
    pub(super) fn written(&self, lines: impl Iterator<Item = Written<'static>>) {
        let was_full = {
            let mut rows = self.rows();
            let was_full = rows.under_way >= AT_ONCE + UNWRITTEN;
            for written in lines {
                rows.settle(written);
            }
            if rows.left() == 0 {
                self.let_go();
            }
            was_full
        };
        if was_full {
            self.gate.send_modify(|_| {});
        }
        self.changed();
    }

    /// The disk took nothing. What was not written is still held.
    pub(super) fn not_written(&self, error: &std::io::Error) {
        tracing::warn!(%error, "what became of a list could not be written");
        let facts = ProblemFacts { detail: Some(error.to_string()), ..ProblemFacts::default() };
        self.halt(State::Asking, Some(Problem::with(ProblemKind::FileNotSaved, facts)));
    }

    pub(super) fn tell_disk(&self, message: Message) {
        // The thread lives as long as the list is open.
        let _ = self.to_disk.send(message);
    }

    /// Those that need attention wait again, but for these. Whether there are any.
    pub(super) fn try_again_but(&self, others: &[u32]) -> bool {
        let again = self.rows().try_again_but(others);
        if !again.is_empty() {
            self.tell_disk(Message::note(&Event::Again { again: &again }));
        }
        !again.is_empty()
    }

    /// Another account is about to be asked for what the list's own does not have. Whether there is anything to ask for.
    /// Nothing of that is on the disk before there is an answer.
    pub(super) fn ask_elsewhere(&self, only: Option<&[u32]>) -> bool {
        // The person knows by now that they live elsewhere.
        self.status().elsewhere_agreed = true;
        self.rows().ask_elsewhere(only) > 0
    }

    /// Whether the list asks about another account than its own. That account is passed over then: nothing is wrong with
    /// the list.
    pub(super) fn passes_over(&self) -> bool {
        let account = self.asks_in();
        if account == self.rows().about.account {
            return false;
        }
        let mut status = self.status();
        let kind = status.problem.as_ref().map(|problem| problem.kind);
        let passes = status.state == State::Asking && kind.is_some_and(verdict::is_of_the_account);
        if passes {
            tracing::warn!(?kind, "another account cannot be asked, and is passed over");
            self.halt_as(&mut status, State::Paused, None);
        }
        passes
    }

    /// What is not asked for has the outcome again that it had before another account was asked.
    pub(super) fn restore(&self) {
        if self.rows().restore() {
            self.changed();
        }
    }

    /// No other account is asked any more.
    pub(super) fn end_elsewhere(&self) {
        self.rows().restore();
        *self.asks_in.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.changed();
    }

    /// All that was known when so much was settled is in a file. Whether it still is all.
    pub(super) fn note_saved(&self, settled: u64) -> bool {
        {
            let mut rows = self.rows();
            // What is on its way to the disk would come before this, and is not in the file.
            if rows.settled != settled || rows.under_way > 0 {
                return false;
            }
            rows.saved = true;
            self.tell_disk(Message::note(&Event::Saved { saved: true }));
        }
        self.changed();
        true
    }

    /// Ends all work on the list. Waits for the disk, but not for one that hangs. What cannot be deleted in that time
    /// stays, and can go on or be closed again.
    pub(super) fn close(&self, delete: bool) -> std::io::Result<()> {
        self.halt(State::Stopped, None);
        let (done, answered) = std::sync::mpsc::channel();
        let claim = Arc::<Claim>::default();
        self.tell_disk(Message::Close(Closing { delete, done, claim: Arc::clone(&claim) }));
        match answered.recv_timeout(CLOSED_WITHIN) {
            // It is being deleted at this moment.
            Err(_) if !claim.take() => answered.recv_timeout(CLOSED_WITHIN).map_err(std::io::Error::other)?,
            answer => answer.map_err(|_| std::io::Error::from(std::io::ErrorKind::TimedOut))?,
        }
    }

    /// The list is deleted, or left to the next start: nobody asks for anything any more.
    pub(super) fn set_closed(&self) {
        self.closed.store(true, Ordering::SeqCst);
        self.let_go();
        self.gate.send_modify(|gate| gate.closed = true);
        self.changed();
    }

    /// Whether it is closed.
    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::SeqCst)
    }

    /// Lets go of what the list was asked through, and with it of the token.
    fn let_go(&self) {
        *self.through.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The account that the list is asked in, or is about to be.
    pub(super) fn asks_in(&self) -> AccountId {
        let asks_in = self.asks_in.lock().unwrap_or_else(PoisonError::into_inner).clone();
        asks_in.unwrap_or_else(|| self.rows().about.account.clone())
    }

    pub(super) fn ask_in(&self, account: &AccountId) {
        *self.asks_in.lock().unwrap_or_else(PoisonError::into_inner) = Some(account.clone());
    }
}

#[cfg(all(test, unix))]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::fs::File;
    use std::os::fd::OwnedFd;
    use std::path::Path;

    use super::*;
    use crate::bulk::rows::{About, Outcome, Row, Table};
    use crate::model::definitions::{Definition, Definitions, FieldKind};
    use crate::model::record_id::RecordId;

    /// A list of those contacts, as it begins.
    fn list(folder: &Path, ids: &[&str]) -> (Rows, Journal) {
        let about = About { file: None, account: AccountId::sample(), origin: None };
        let rows: Vec<Row> = ids.iter().map(|id| Row::Contact(ContactId::new(id).unwrap())).collect();
        let table = Table::from(rows);
        let (journal, places) = Journal::create(folder, &about, &table).unwrap();
        (Rows::new(about, table, places), journal)
    }

    #[test]
    fn what_another_account_cuts_off_keeps_what_the_list_s_own_said() {
        let folder = tempfile::tempdir().unwrap();
        let (mut rows, journal) = list(folder.path(), &["seD4PfOuKoVMLkEZqohJ"]);
        rows.next();
        rows.settle(Written::problem(0, ProblemKind::ContactNotFound));
        let work = Work::new(1, (rows, journal), State::Paused, watch::Sender::new(0)).unwrap();
        assert!(work.ask_elsewhere(None));
        for _ in 0..CUT_OFF_ALONE {
            let next = work.next().unwrap().0;
            work.failed(next, ProblemKind::ConnectionCut.into(), 0);
        }
        let begun = std::time::Instant::now();
        while work.rows().left() > 0 {
            assert!(begun.elapsed() < Duration::from_secs(30), "the outcome never reaches the disk");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert_eq!(work.rows().asked[0].outcome, Outcome::Problem(ProblemKind::ContactNotFound));
    }

    #[test]
    fn a_token_in_the_name_of_a_field_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let list = list(folder.path(), &["seD4PfOuKoVMLkEZqohJ"]);
        let work = Work::new(1, list, State::Paused, watch::Sender::new(0)).unwrap();
        let named = [("customFields.a", "Key pit-7b1d3e55-0c2f-4a91-8d6e-3f5a9c7e1b24"), ("customFields.b", "Visit")];
        work.note_names(named.into_iter());
        let kept: Vec<_> = work.rows().names.values().cloned().collect();
        assert_eq!(kept, ["Key ", "Visit"]);
    }

    #[test]
    fn a_contact_that_comes_after_the_names_were_learnt_is_judged_by_them_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let list = list(folder.path(), &["seD4PfOuKoVMLkEZqohJ", "ocQHyuzHvysMo5N5VsXc"]);
        let work = Work::new(1, list, State::Paused, watch::Sender::new(0)).unwrap();
        let names = Names::default();
        let field = Definition {
            id: "login1".to_owned(),
            name: "Portal password".to_owned(),
            key: None,
            kind: FieldKind::Other,
            position: None,
            folder: None,
        };
        let location = RecordId::new("ve9EPM428h8vShlRW1KT").unwrap();
        names.keep_definitions(&AccountId::sample(), location, Definitions::new(vec![field], Vec::new()));
        let settle = |number, path: &str| {
            let outcome = Outcome::Found(Place { offset: 0, length: 1 });
            let paths = vec![path.to_owned().into()];
            work.rows().settle(Written { number, outcome, paths, hidden: Vec::new(), account: None });
            work.learn(&names);
            work.rows().sensitive.iter().cloned().collect::<Vec<_>>()
        };
        assert_eq!(settle(0, "email"), [""; 0]);
        assert_eq!(settle(1, "customFields.login1"), ["customFields.login1"]);
    }

    #[test]
    fn a_list_that_a_slow_disk_did_not_close_in_time_goes_on_and_is_closed_later() {
        let folder = tempfile::tempdir().unwrap();
        let (rows, journal) = list(folder.path(), &["seD4PfOuKoVMLkEZqohJ"]);
        // What is written waits until somebody reads, as on a disk that is busy.
        let (mut slow, disk) = std::io::pipe().unwrap();
        let journal = journal.over(File::from(OwnedFd::from(disk)));
        let version = watch::Sender::new(0);
        let work = Work::new(1, (rows, journal), State::Paused, version.clone()).unwrap();
        let next = work.next().unwrap().0;
        work.found(next, vec![("note".to_owned(), "x".repeat(1 << 20))].into(), &AccountId::sample());
        assert_eq!(work.close(true).unwrap_err().kind(), std::io::ErrorKind::TimedOut);

        std::thread::spawn(move || std::io::copy(&mut slow, &mut std::io::sink()));
        let begun = std::time::Instant::now();
        while work.rows().left() > 0 {
            assert!(begun.elapsed() < Duration::from_secs(30), "what was found never reaches the disk");
            std::thread::sleep(Duration::from_millis(5));
        }
        let file = folder.path().join("list.jsonl");
        assert!(file.exists() && !work.is_closed(), "nobody waits for the closing any more");
        work.close(true).unwrap();
        assert!(!file.exists() && work.is_closed());
    }
}
