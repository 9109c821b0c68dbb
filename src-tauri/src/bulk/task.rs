//! The task that works on a list: it starts lookups, has their outcomes written, asks further accounts, and ends when the
//! list is closed.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use tokio::task::JoinSet;
use tokio::time::{sleep_until, Instant};

use super::job::{BulkJob, Closing, Line, Lookup};
use super::journal::Journal;
use super::session::ListSession;
use crate::highlevel::rate_limit::Permit;
use crate::lookup::Lookups;
use crate::model::account::Account;
use crate::model::problem::ProblemKind;

/// How often what was written is flushed. A power cut loses no more; the end of the program loses nothing.
const CONFIRM_EVERY: Duration = Duration::from_millis(500);

pub(super) struct Task {
    job: Arc<BulkJob>,
    lookups: Arc<Lookups>,
    /// Work on the journal returns it.
    work: JoinSet<Option<Journal>>,
    /// `None` while a blocking task has it.
    journal: Option<Journal>,
    /// When what was written is to be flushed.
    confirm_at: Option<Instant>,
}

pub(super) fn start(job: Arc<BulkJob>, journal: Journal, lookups: Arc<Lookups>) {
    let task = Task { job, lookups, work: JoinSet::new(), journal: Some(journal), confirm_at: None };
    tokio::spawn(task.run());
}

/// Resumes the list in that account, unless something else is decided while the password store answers.
pub(super) async fn open(job: &BulkJob, lookups: Arc<Lookups>, account: Account, decision: u64) {
    let session = ListSession::open(lookups, account).await;
    job.lock().open(session, decision);
}

impl Task {
    async fn run(mut self) {
        let wake = Arc::clone(&self.job.lock().wake);
        while !self.job.is_closed() {
            self.use_journal();
            let confirm_at = self.confirm_at.filter(|_| self.journal.is_some());
            // Read before lookups start: one that is due by then starts at once, and no other is missed.
            let retry_at = self.job.lock().retry_at();
            self.begin_lookups();
            let wake_at = [confirm_at, retry_at].into_iter().flatten().min();
            tokio::select! {
                Some(done) = self.work.join_next() => {
                    // A lookup catches its own panics, and work on the journal has none.
                    if let Some(journal) = done.unwrap_or_default() {
                        self.journal = Some(journal);
                    }
                }
                () = wake.notified() => {}
                () = sleep_until(wake_at.unwrap_or_else(Instant::now)), if wake_at.is_some() => {}
            }
        }
    }

    fn begin_lookups(&mut self) {
        let next = self.job.lock().next_account();
        if let Some((account, decision)) = next {
            let (job, lookups) = (Arc::clone(&self.job), Arc::clone(&self.lookups));
            self.work.spawn(async move {
                open(&job, lookups, account, decision).await;
                None
            });
        }
        loop {
            let next = self.job.lock().next_lookup();
            let Some(lookup) = next else { return };
            let job = Arc::clone(&self.job);
            self.work.spawn(async move {
                look_up(&job, &lookup).await;
                None
            });
        }
    }

    /// Writes, flushes or closes the journal if that is due.
    fn use_journal(&mut self) {
        let Some(journal) = self.journal.take() else { return };
        let job = Arc::clone(&self.job);
        let closing = self.job.lock().take_closing();
        if let Some((closing, lines)) = closing {
            self.work.spawn_blocking(move || close(&job, journal, closing, &lines));
            return;
        }
        let lines = self.job.lock().take_unwritten();
        let confirms = self.confirm_at.is_some_and(|at| at <= Instant::now());
        if lines.is_empty() && !confirms {
            self.journal = Some(journal);
            return;
        }
        self.confirm_at = (!confirms).then(|| self.confirm_at.unwrap_or_else(|| Instant::now() + CONFIRM_EVERY));
        self.work.spawn_blocking(move || Some(write(&job, journal, lines, confirms)));
    }
}

fn write(job: &BulkJob, mut journal: Journal, lines: Vec<Line>, confirms: bool) -> Journal {
    if !lines.is_empty() {
        let written = journal.add(&bytes(&lines));
        job.lock().note_written(lines, written);
    }
    if confirms {
        if let Err(error) = journal.confirm() {
            tracing::warn!(%error, "the disk did not confirm a list");
        }
    }
    journal
}

/// Returns the journal if that fails.
fn close(job: &BulkJob, mut journal: Journal, closing: Closing, lines: &[Line]) -> Option<Journal> {
    let closed = if closing.delete {
        journal.delete(&job.records)
    } else {
        journal.add(&bytes(lines)).and_then(|_| journal.confirm())
    };
    let journal = Some(journal).filter(|_| closed.is_err()); // unlocked before the caller is told
    if closed.is_ok() {
        job.lock().set_closed();
    }
    let _ = closing.done.send(closed); // the caller may have given up
    journal
}

fn bytes(lines: &[Line]) -> Vec<u8> {
    lines.iter().map(|line| line.bytes.as_slice()).collect::<Vec<_>>().concat()
}

async fn look_up(job: &BulkJob, lookup: &Lookup) {
    let limiter = lookup.session.limiter();
    let permit = tokio::select! {
        biased;
        () = job.recalled(lookup) => None,
        permit = limiter.acquire_for_list(limiter.spacing(job.contacts)) => Some(permit),
    };
    let permit = match permit {
        Some(permit) if job.lock().wants(lookup) => permit,
        unused => {
            unused.into_iter().for_each(Permit::release_unused);
            return job.lock().recall(lookup);
        }
    };
    let looking = lookup.session.look_up(permit, &lookup.id, lookup.without_names);
    // Without this a panic would leave the row in flight for ever.
    let result = AssertUnwindSafe(looking).catch_unwind().await;
    let result = result.unwrap_or_else(|_| Err(ProblemKind::Unexpected.into()));
    job.lock().finish(lookup, result, limiter.daily_remaining());
}
