//! The thread that writes down what becomes of the rows of a list, as it becomes known: nothing counts as done before.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{mpsc, Arc};
use std::time::{Duration, Instant, SystemTime};

use super::journal::{Event, Journal};
use super::rows::{Outcome, Place, Written};
use super::values::Kept;
use super::work::Work;
use crate::model::account::AccountId;
use crate::model::problem::ProblemKind;

/// What was written is confirmed by the disk this often. A power cut costs no more; the end of the program costs nothing.
const CONFIRMED_EVERY: Duration = Duration::from_millis(500);

/// So many lines are written at once at most.
const AT_ONCE: usize = 256;

/// What the thread is told.
pub(super) enum Message {
    /// A line, and what it says of a contact.
    Line { line: Vec<u8>, of: Option<Written<'static>> },
    /// The disk may have room again.
    TryAgain,
    /// The list is closed.
    Close(Closing),
}

/// How a list is closed: deleted from the disk, or left there. What came of it is answered.
pub(super) struct Closing {
    pub(super) delete: bool,
    pub(super) done: Sender<std::io::Result<()>>,
    pub(super) claim: Arc<Claim>,
}

/// Taken either by the thread that closes a list or by the one that waited for that too long. So a list whose closing was
/// given up is not closed later, behind everybody's back.
#[derive(Default)]
pub(super) struct Claim(AtomicBool);

impl Claim {
    /// Whether nobody has taken it before.
    pub(super) fn take(&self) -> bool {
        !self.0.swap(true, Ordering::SeqCst)
    }
}

impl Message {
    /// A contact was found in that account of a list that is of `own`.
    pub(super) fn found(number: u32, kept: Kept, account: AccountId, own: &AccountId) -> Self {
        let Kept { values, hidden } = kept;
        let other = (account != *own).then(|| account.as_str());
        let time = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |passed| passed.as_secs());
        let line = Event::Found { at: number, values: &values, hidden: &hidden, account: other, time }.line();
        // The place within its line, for now.
        let outcome = Outcome::Found(Place { offset: 0, length: u32::try_from(line.len() - 1).unwrap_or(u32::MAX) });
        let paths = values.into_iter().map(|(path, _)| path.into()).collect();
        Self::Line { line, of: Some(Written { number, outcome, paths, hidden, account: Some(account) }) }
    }

    pub(super) fn problem(number: u32, kind: ProblemKind) -> Self {
        let line = Event::Problem { at: number, kind }.line();
        Self::Line { line, of: Some(Written::problem(number, kind)) }
    }

    pub(super) fn note(event: &Event<'_>) -> Self {
        Self::Line { line: event.line(), of: None }
    }
}

/// Starts the thread. It ends with a `Close`, or when nobody can tell it anything any more.
pub(super) fn start(journal: Journal, work: &Arc<Work>, messages: Receiver<Message>) -> std::io::Result<()> {
    let work = Arc::downgrade(work);
    std::thread::Builder::new().name("list".to_owned()).spawn(move || {
        let mut writer = Writer { journal, batch: Batch::default(), unconfirmed: None, stuck: false };
        while let Some(message) = writer.wait(&messages) {
            let closing = writer.take(message, &messages);
            // The last chance for what the disk did not take before.
            writer.stuck &= closing.is_none();
            let work = work.upgrade();
            if let Some(work) = &work {
                writer.write(work);
            }
            let Some(Closing { delete, done, .. }) = closing.filter(|closing| closing.claim.take()) else { continue };
            let closed = writer.close(delete, work.as_deref());
            let ends = closed.is_ok();
            if ends {
                // The lock goes before anybody hears of it.
                drop(writer);
                if let Some(work) = work {
                    work.set_closed();
                }
                let _ = done.send(closed); // whoever asked may have gone
                return;
            }
            let _ = done.send(closed);
        }
        let _ = writer.journal.confirm(); // the program ends; what is written stays
    })?;
    Ok(())
}

pub(super) fn channel() -> (Sender<Message>, Receiver<Message>) {
    mpsc::channel()
}

struct Writer {
    journal: Journal,
    batch: Batch,
    /// Since when something is written that the disk has not confirmed.
    unconfirmed: Option<Instant>,
    /// The disk took nothing the last time: nothing is tried before somebody says so.
    stuck: bool,
}

#[derive(Default)]
struct Batch {
    bytes: Vec<u8>,
    /// What each line says of a contact, with its place among them.
    lines: Vec<Option<Written<'static>>>,
}

impl Writer {
    /// The next message; between two of them the disk confirms what was written.
    fn wait(&mut self, messages: &Receiver<Message>) -> Option<Message> {
        if let Some(since) = self.unconfirmed {
            match messages.recv_timeout(CONFIRMED_EVERY.saturating_sub(since.elapsed())) {
                Err(RecvTimeoutError::Timeout) => self.confirm(),
                Err(RecvTimeoutError::Disconnected) => return None,
                Ok(message) => return Some(message),
            }
        }
        messages.recv().ok()
    }

    /// Takes what there is to be written now. Gives how the list is to be closed, where it is.
    fn take(&mut self, first: Message, messages: &Receiver<Message>) -> Option<Closing> {
        let mut next = Some(first);
        while let Some(message) = next {
            match message {
                Message::Line { line, of } => self.batch.add(&line, of),
                Message::TryAgain => self.stuck = false,
                Message::Close(closing) => return Some(closing),
            }
            next = if self.batch.lines.len() < AT_ONCE { messages.try_recv().ok() } else { None };
        }
        None
    }

    fn write(&mut self, work: &Work) {
        if self.stuck || self.batch.lines.is_empty() {
            return;
        }
        match self.journal.add(&self.batch.bytes) {
            Ok(begin) => {
                self.unconfirmed.get_or_insert_with(Instant::now);
                let Batch { lines, .. } = std::mem::take(&mut self.batch);
                work.written(lines.into_iter().flatten().map(|written| written.further(begin)));
                if self.unconfirmed.is_some_and(|since| since.elapsed() >= CONFIRMED_EVERY) {
                    self.confirm();
                }
            }
            Err(error) => {
                self.stuck = true;
                work.not_written(&error);
            }
        }
    }

    fn confirm(&mut self) {
        self.unconfirmed = None;
        if let Err(error) = self.journal.confirm() {
            tracing::warn!(%error, "the disk did not confirm a list");
        }
    }

    fn close(&mut self, delete: bool, work: Option<&Work>) -> std::io::Result<()> {
        if !delete {
            return self.journal.confirm();
        }
        if let Some(work) = work {
            work.records.close();
        }
        let deleted = self.journal.delete();
        if let (true, Some(work)) = (deleted.is_err(), work) {
            if let Err(error) = work.records.reopen(&self.journal) {
                tracing::warn!(%error, "a list that could not be deleted cannot be read either");
            }
        }
        deleted
    }
}

impl Batch {
    fn add(&mut self, line: &[u8], of: Option<Written<'static>>) {
        let at = self.bytes.len() as u64;
        self.lines.push(of.map(|written| written.further(at)));
        self.bytes.extend_from_slice(line);
    }
}
