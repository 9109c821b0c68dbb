//! The thread that talks to the password store, and the time limits of requests.
//!
//! A store may hang forever, and a thread that hangs cannot be ended. So a request has a time limit, after which it is not
//! begun any more; if the thread hangs for long, a second one is started, but never a third.

use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::sync::{oneshot, watch};
use tokio::time::{sleep_until, Instant};

use super::keyring_thread::KeyringThread;
use super::system::{other, MakeSystem, Outcome, PromptSignal, Reply, Requester, UnconfirmedSave};
use crate::token_store::{Result, TokenStoreError};

/// The time limit of a request. A store that works answers in a few milliseconds; after three seconds users take a program
/// for dead.
pub(super) const ANSWER_WITHIN: Duration = Duration::from_secs(3);

/// The time limit while the store prompts the user: enough to find and type a password.
pub(super) const USER_ANSWERS_WITHIN: Duration = Duration::from_secs(60);

/// How long the thread may hang before a second one is started. By then a store that was only slow has answered.
pub(super) const REPLACE_AFTER: Duration = Duration::from_secs(30);

/// The thread that hangs and its replacement.
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
    /// The number of the latest thread, which alone takes requests.
    latest: u64,
    threads: usize,
    /// When the request was made that the latest thread is working on.
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

    /// Runs a job on the thread, and waits for its outcome within the time limits.
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
                // The time starts again when the prompt appears, and when it is answered.
                _ = prompting.changed() => since = Instant::now(),
                () = sleep_until(since + within) => break,
            }
        }
        let too_late = if *prompting.borrow() { TokenStoreError::Locked } else { TokenStoreError::NotAnswering };
        pending.stop().unwrap_or(Err(too_late))
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

    /// The loop of a thread, until another one replaces it.
    fn run(self: Arc<Self>, number: u64) {
        let system = || (self.make)(self.prompting.clone());
        let new_thread = || KeyringThread::new(system(), self.prompting.clone(), number);
        let mut thread = new_thread();
        while let Some(request) = self.next(number) {
            // After a panic the requester gets no reply, and the store is opened anew.
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

    /// `None` if another thread has replaced this one.
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
                // The replacement may be using the same entry now.
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

struct PendingReply<'a> {
    receiver: oneshot::Receiver<Outcome>,
    worker: &'a Arc<KeyringWorker>,
}

impl PendingReply<'_> {
    /// Stops waiting. Returns the outcome if it has just arrived.
    fn stop(&mut self) -> Option<Outcome> {
        self.receiver.close();
        self.receiver.try_recv().ok()
    }
}

impl Drop for PendingReply<'_> {
    fn drop(&mut self) {
        if let Some(Ok(Reply::Saved(unconfirmed))) = self.stop() {
            self.worker.enqueue_rollback(unconfirmed);
        }
    }
}

/// Nothing panics while these are locked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn failed() -> TokenStoreError {
    other("talking to the password store went wrong inside this program")
}
