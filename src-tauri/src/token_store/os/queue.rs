//! The thread that talks to the password store, and how long callers wait for it.
//!
//! A store may hang for ever, and nothing can end a thread that hangs. So there is one thread; callers leave after
//! their time and their operations are then never begun; and when the thread has hung for long, one more is started,
//! never a third. A thread that hangs does not keep the program from ending.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use tokio::sync::{oneshot, watch};
use tokio::time::{sleep_until, Instant};

use super::faults::other;
use super::hands::{Done, Hands, Job, Outcome, Unconfirmed};
use super::system::MakeSystem;
use super::{ANSWER_WITHIN, PERSON_ANSWERS_WITHIN, REPLACE_AFTER};
use crate::token_store::TokenStoreError;

/// The thread that hangs and the one in its place.
const MOST_THREADS: usize = 2;

/// What waits for the thread, and the threads themselves.
pub(super) struct Queue {
    make: MakeSystem,
    state: Mutex<State>,
    more: Condvar,
    /// Whether the store is asking the person for something.
    asking: watch::Sender<bool>,
}

#[derive(Default)]
struct State {
    tasks: VecDeque<Task>,
    /// Counts the threads that were ever put to work; only the latest takes tasks.
    generation: u64,
    /// Whether the latest thread is there.
    manned: bool,
    /// Whether the latest thread is at a job.
    busy: bool,
    /// Threads that have not ended.
    alive: usize,
    /// When the first caller left without an answer since the thread last finished anything.
    silent_since: Option<Instant>,
    closed: bool,
}

/// A job, and who waits for it: nobody, for one that only puts something right.
struct Task {
    job: Job,
    reply: Option<oneshot::Sender<Outcome>>,
}

impl Queue {
    /// No thread yet: the first question starts it.
    pub(super) fn new(make: MakeSystem) -> Arc<Self> {
        Arc::new(Self { make, state: Mutex::default(), more: Condvar::new(), asking: watch::Sender::new(false) })
    }

    /// Sends the thread home once it has nothing to do.
    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.more.notify_all();
    }

    /// Has a job done, and waits for it as long as a person would.
    pub(super) async fn ask(self: &Arc<Self>, job: Job) -> Outcome {
        let (reply, receiver) = oneshot::channel();
        let mut waiting = Waiting { receiver, queue: self };
        let mut asking = self.asking.subscribe();
        self.push(Task { job, reply: Some(reply) })?;

        let mut since = Instant::now();
        loop {
            let within = if *asking.borrow_and_update() { PERSON_ANSWERS_WITHIN } else { ANSWER_WITHIN };
            tokio::select! {
                biased;
                outcome = &mut waiting.receiver => return outcome.unwrap_or_else(|_| Err(ended())),
                // The clock starts anew when the store begins to ask the person, and when it has its answer.
                _ = asking.changed() => since = Instant::now(),
                () = sleep_until(since + within) => break,
            }
        }
        match waiting.leave() {
            Some(outcome) => outcome,
            None if *asking.borrow() => Err(TokenStoreError::Locked),
            None => {
                self.lock().silent_since.get_or_insert_with(Instant::now);
                Err(TokenStoreError::NotAnswering)
            }
        }
    }

    /// Puts a job at the end of the queue that nobody waits for.
    fn put_right(self: &Arc<Self>, job: Job) {
        if let Err(fault) = self.push(Task { job, reply: None }) {
            tracing::warn!(%fault, "the password store keeps a token that was given up");
        }
    }

    fn push(self: &Arc<Self>, task: Task) -> Result<(), TokenStoreError> {
        let mut state = self.lock();
        let hangs = state.busy && state.silent_since.is_some_and(|since| since.elapsed() >= REPLACE_AFTER);
        if !state.manned || (hangs && state.alive < MOST_THREADS) {
            self.man(&mut state)?;
        }
        state.tasks.push_back(task);
        drop(state);
        self.more.notify_all();
        Ok(())
    }

    /// Starts a thread, which is from now on the one that takes tasks.
    fn man(self: &Arc<Self>, state: &mut State) -> Result<(), TokenStoreError> {
        let (queue, generation) = (Arc::clone(self), state.generation + 1);
        thread::Builder::new()
            .name("password-store".to_owned())
            .spawn(move || queue.work(generation))
            .map_err(|_| other("the system gives this program no further thread"))?;
        state.generation = generation;
        state.manned = true;
        state.busy = false;
        state.alive += 1;
        state.silent_since = None;
        Ok(())
    }

    /// What the thread does, until another has taken its place.
    fn work(self: Arc<Self>, generation: u64) {
        let _leaving = Leaving { queue: &self, generation };
        let mut hands = Hands::new((self.make)(), generation);
        while let Some(Task { job, reply }) = self.next(generation) {
            self.perform(&mut hands, job, reply, generation);
            let mut state = self.lock();
            if state.generation == generation {
                state.busy = false;
                state.silent_since = None;
            }
        }
    }

    fn next(&self, generation: u64) -> Option<Task> {
        let mut state = self.lock();
        loop {
            if state.generation != generation {
                return None;
            }
            if let Some(task) = state.tasks.pop_front() {
                state.busy = true;
                return Some(task);
            }
            if state.closed {
                return None;
            }
            state = self.more.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn perform(
        self: &Arc<Self>,
        hands: &mut Hands,
        job: Job,
        mut reply: Option<oneshot::Sender<Outcome>>,
        generation: u64,
    ) {
        let mut caller = Caller { reply: reply.as_mut(), asking: &self.asking };
        if caller.has_left() {
            return;
        }
        let outcome = hands.perform(job, &mut caller);
        if let Some(unconfirmed) = hands.owed() {
            self.take_back(hands, unconfirmed, generation);
        }
        let Some(reply) = reply else { return };
        let saved_for = match &outcome {
            Ok(Done::Saved(saved)) => Some(saved.user().to_owned()),
            _ => None,
        };
        match reply.send(outcome) {
            Ok(()) => saved_for.into_iter().for_each(|user| hands.confirm(user)),
            Err(Ok(Done::Saved(unconfirmed))) => self.take_back(hands, unconfirmed, generation),
            Err(_) => {}
        }
    }

    fn take_back(self: &Arc<Self>, hands: &mut Hands, unconfirmed: Unconfirmed, generation: u64) {
        if self.lock().generation == generation {
            hands.take_back(&unconfirmed);
        } else {
            // The thread that has taken over may be at the same entry this very moment.
            self.put_right(Job::TakeBack(unconfirmed));
        }
    }

    /// How many threads there are.
    #[cfg(test)]
    pub(super) fn threads(&self) -> usize {
        self.lock().alive
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // No code that can panic runs while the state is locked.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A thread on its way out, by its own will or by a panic in a store's code.
struct Leaving<'a> {
    queue: &'a Arc<Queue>,
    generation: u64,
}

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        let mut state = self.queue.lock();
        state.alive -= 1;
        if state.generation == self.generation {
            state.manned = false;
            state.busy = false;
            // After a panic others may be waiting already. Where no thread can be had, they are told at once.
            if !state.tasks.is_empty() && self.queue.man(&mut state).is_err() {
                state.tasks.clear();
            }
        }
    }
}

/// Someone who waits for an outcome, and may leave.
struct Waiting<'a> {
    receiver: oneshot::Receiver<Outcome>,
    queue: &'a Arc<Queue>,
}

impl Waiting<'_> {
    /// Leaves for good, with the outcome where it has come in this very moment.
    fn leave(&mut self) -> Option<Outcome> {
        self.receiver.close();
        self.receiver.try_recv().ok()
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Some(Ok(Done::Saved(unseen))) = self.leave() {
            self.queue.put_right(Job::TakeBack(unseen));
        }
    }
}

/// The far end of a question, as the thread sees it.
pub(super) struct Caller<'a> {
    reply: Option<&'a mut oneshot::Sender<Outcome>>,
    asking: &'a watch::Sender<bool>,
}

impl Caller<'_> {
    /// Whether nobody waits any more.
    pub(super) fn has_left(&self) -> bool {
        self.reply.as_ref().is_some_and(|reply| reply.is_closed())
    }

    /// Comes when nobody waits any more. For a job that nobody waits for from the start: never.
    #[cfg(target_os = "linux")]
    pub(super) async fn left(&mut self) {
        match &mut self.reply {
            Some(reply) => reply.closed().await,
            None => std::future::pending().await,
        }
    }

    /// A way to tell, for as long as it takes, that the store asks the person for something.
    pub(super) fn asks(&self) -> Asks {
        Asks { asking: self.asking.clone() }
    }
}

/// Tells all who wait that the store asks the person for something.
pub(super) struct Asks {
    asking: watch::Sender<bool>,
}

impl Asks {
    /// From now until the value is dropped, the person has the time that people need.
    pub(super) fn begin(&self) -> Asking {
        self.asking.send_replace(true);
        Asking { asking: self.asking.clone() }
    }
}

/// See [`Asks::begin`].
pub(super) struct Asking {
    asking: watch::Sender<bool>,
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.asking.send_replace(false);
    }
}

fn ended() -> TokenStoreError {
    other("talking to the password store went wrong inside this program")
}
