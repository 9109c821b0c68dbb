//! The thread that talks to the password store, and how long requests wait for it.
//!
//! A store may hang for ever, and nothing can end a thread that hangs. So requests end after their time, and what has not
//! begun by then never begins; when the thread has hung for long, one more is started, never a third. A thread that hangs
//! does not keep the program from ending.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::sync::{oneshot, watch};
use tokio::time::{sleep_until, Instant};

use super::keyring_thread::KeyringThread;
use super::request::{Outcome, PromptSignal, Reply, Requester, UnconfirmedSave};
use super::system::{other, MakeSystem};
use crate::token_store::store::{Result, TokenStoreError};

/// How long one request may take. A store that works answers in a few milliseconds; three seconds is what people bear
/// before they take a program for dead.
pub(super) const ANSWER_WITHIN: Duration = Duration::from_secs(3);

/// How long a request may take while the store asks the person to unlock it: time to find and type a password.
pub(super) const USER_ANSWERS_WITHIN: Duration = Duration::from_secs(60);

/// How long a store may leave the thread hanging before a second one is started. A store that was only slow has come
/// back by then; and one that hangs for good, such as a daemon that was killed in the middle, costs one thread, not
/// the password store for the rest of the day.
pub(super) const REPLACE_AFTER: Duration = Duration::from_secs(30);

/// The thread that hangs and the one in its place.
const MAX_THREADS: usize = 2;

type Job = Box<dyn FnOnce(&mut KeyringThread, &mut Requester<'_>) -> Outcome + Send>;

pub(super) struct KeyringWorker {
    make: MakeSystem,
    requests: Mutex<Receiver<Request>>,
    state: Mutex<State>,
    prompting: PromptSignal,
}

struct State {
    /// `None` once the store is closed.
    requests: Option<Sender<Request>>,
    /// The number of the latest thread: it alone takes requests.
    latest: u64,
    threads: usize,
    /// When the requester came whose job the latest thread is at.
    busy_since: Option<Instant>,
}

struct Request {
    job: Job,
    since: Instant,
    reply: Option<oneshot::Sender<Outcome>>,
}

impl KeyringWorker {
    /// The first request starts the thread.
    pub(super) fn new(make: MakeSystem) -> Arc<Self> {
        let (sender, requests) = mpsc::channel();
        let state = State { requests: Some(sender), latest: 0, threads: 0, busy_since: None };
        let prompting = PromptSignal(watch::Sender::new(false));
        Arc::new(Self { make, requests: requests.into(), state: state.into(), prompting })
    }

    /// Ends the thread once it has nothing to do.
    pub(super) fn close(&self) {
        lock(&self.state).requests = None;
    }

    /// Has a job done, and waits for it as long as a person would.
    pub(super) async fn request(
        self: &Arc<Self>,
        job: impl FnOnce(&mut KeyringThread, &mut Requester<'_>) -> Outcome + Send + 'static,
    ) -> Outcome {
        let (reply, receiver) = oneshot::channel();
        let mut pending = PendingReply { receiver, worker: self };
        let mut prompting = self.prompting.0.subscribe();
        let mut since = Instant::now();
        self.enqueue(Request { job: Box::new(job), since, reply: Some(reply) })?;
        loop {
            let within = if *prompting.borrow_and_update() { USER_ANSWERS_WITHIN } else { ANSWER_WITHIN };
            tokio::select! {
                biased;
                outcome = &mut pending.receiver => return outcome.unwrap_or_else(|_| Err(failed())),
                // The clock starts anew when the store begins to ask the person, and when it has its answer.
                _ = prompting.changed() => since = Instant::now(),
                () = sleep_until(since + within) => break,
            }
        }
        let too_late = if *prompting.borrow() { TokenStoreError::Locked } else { TokenStoreError::NotAnswering };
        pending.leave().unwrap_or(Err(too_late))
    }

    fn enqueue_rollback(self: &Arc<Self>, save: UnconfirmedSave) {
        let job: Job =
            Box::new(move |thread, requester| thread.roll_back_later(&save, requester).map(|()| Reply::Done));
        if let Err(error) = self.enqueue(Request { job, since: Instant::now(), reply: None }) {
            tracing::warn!(%error, "the password store keeps a token that was given up");
        }
    }

    fn enqueue(self: &Arc<Self>, request: Request) -> Result<()> {
        let mut state = lock(&self.state);
        let hangs =
            !*self.prompting.0.borrow() && state.busy_since.is_some_and(|since| since.elapsed() >= REPLACE_AFTER);
        if state.threads == 0 || (hangs && state.threads < MAX_THREADS) {
            let (worker, number) = (Arc::clone(self), state.latest + 1);
            let thread = thread::Builder::new().name("password-store".to_owned());
            thread.spawn(move || worker.run(number)).map_err(|_| other("the system gives this program no thread"))?;
            (state.latest, state.busy_since) = (number, None);
            state.threads += 1;
        }
        state.requests.as_ref().and_then(|requests| requests.send(request).ok()).ok_or_else(failed)
    }

    /// What a thread does, until another has taken its place.
    fn run(self: Arc<Self>, number: u64) {
        let system = || (self.make)(self.prompting.clone());
        let new_thread = || KeyringThread::new(system(), self.prompting.clone(), number);
        let mut thread = new_thread();
        while let Some(request) = self.next(number) {
            // Where a store's code panics, the requester gets no reply, and nothing of the store is used again.
            if catch_unwind(AssertUnwindSafe(|| self.perform(&mut thread, request, number))).is_err() {
                thread = new_thread();
            }
        }
        lock(&self.state).threads -= 1;
    }

    fn next(&self, number: u64) -> Option<Request> {
        self.if_latest(number, |state| state.busy_since = None)?;
        let request = lock(&self.requests).recv().ok()?;
        self.if_latest(number, |state| state.busy_since = Some(request.since))?;
        Some(request)
    }

    /// `None`: another thread has taken the place of this one.
    fn if_latest(&self, number: u64, change: impl FnOnce(&mut State)) -> Option<()> {
        let mut state = lock(&self.state);
        (state.latest == number).then(|| change(&mut state))
    }

    fn perform(self: &Arc<Self>, thread: &mut KeyringThread, request: Request, number: u64) {
        let Request { job, mut reply, .. } = request;
        let mut requester = Requester(reply.as_mut());
        if requester.has_left() {
            return;
        }
        let outcome = job(thread, &mut requester);
        let roll_back = |thread: &mut KeyringThread, save: UnconfirmedSave| {
            if self.if_latest(number, |_| ()).is_some() {
                thread.roll_back(&save);
            } else {
                // The thread that has taken over may be at the same entry this very moment.
                self.enqueue_rollback(save);
            }
        };
        if let Some(save) = thread.pending_rollback.take() {
            roll_back(thread, save);
        }
        let Some(reply) = reply else { return };
        let saved_for = match &outcome {
            Ok(Reply::Saved(save)) => Some(save.user.clone()),
            _ => None,
        };
        match reply.send(outcome) {
            Ok(()) => thread.confirmed.extend(saved_for),
            Err(Ok(Reply::Saved(save))) => roll_back(thread, save),
            Err(_) => {}
        }
    }
}

/// One who waits for an outcome, and may leave.
struct PendingReply<'a> {
    receiver: oneshot::Receiver<Outcome>,
    worker: &'a Arc<KeyringWorker>,
}

impl PendingReply<'_> {
    /// Leaves for good, with the outcome where it has come in this very moment.
    fn leave(&mut self) -> Option<Outcome> {
        self.receiver.close();
        self.receiver.try_recv().ok()
    }
}

impl Drop for PendingReply<'_> {
    fn drop(&mut self) {
        if let Some(Ok(Reply::Saved(unseen))) = self.leave() {
            self.worker.enqueue_rollback(unseen);
        }
    }
}

/// No code that can panic runs while these are locked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn failed() -> TokenStoreError {
    other("talking to the password store went wrong inside this program")
}
