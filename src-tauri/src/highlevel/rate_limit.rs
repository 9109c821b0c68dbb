//! The shared allowance: how many requests may be sent in how much time, for everything that uses one token.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{sleep_until, Instant};

use super::limits::{ALLOWANCE, ALLOWANCE_INTERVAL};
use super::transport::Headers;
use window::{Room, Window};

mod window;

/// Intervals that a server may ask for. Shorter ones would make us faster than the documented limit; longer ones are
/// no burst limit any more.
const BELIEVED_INTERVAL: Duration = Duration::from_secs(60);

/// The allowance of one token: a strict sliding window. In no stretch of ten seconds, wherever it begins, does the server
/// see more than a hundred requests; trial accounts, which have less, are learnt of from the answers.
///
/// The server counts a request when it arrives, which is some time after it was sent and before it is answered. So a
/// slot counts from when it was given until ten seconds after it was given back.
///
/// Lookups of one contact get their slots in the order they were asked for, and before any list. Whoever stops waiting
/// takes nothing with them.
#[derive(Debug)]
pub struct RateLimiter {
    /// Held by the lookup that is next. Tokio's lock queues the others in order, and forgets those who leave.
    queue: tokio::sync::Mutex<()>,
    /// How many lookups wait. Lists stand back while one does.
    lookups_waiting: AtomicUsize,
    /// Something has changed that those who wait may be waiting for.
    changed: Notify,
    /// Never held across a wait.
    window: Mutex<Window>,
}

/// The right to send one request. It is given back when it is dropped: when the answer is here, or nobody waits for it.
#[derive(Debug)]
pub struct Permit<'a> {
    pace: &'a RateLimiter,
    given_at: Instant,
    was_used: bool,
}

impl Permit<'_> {
    /// Learns from the headers of the answer: a lower limit, a longer interval, how much others use of the allowance,
    /// and that they have used it up, which closes it for `asked_to_wait` or, where the server did not say, for one
    /// interval.
    pub fn learn(&self, headers: &Headers, asked_to_wait: Option<Duration>) {
        self.pace.learn(headers, asked_to_wait, self.given_at);
    }

    /// Gives the slot back as if it had never been given: nothing was sent.
    pub fn give_back_unused(mut self) {
        self.was_used = false;
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.pace.window().end(Instant::now(), self.was_used);
        self.pace.changed.notify_waiters();
    }
}

/// One who waits for a slot for a lookup.
struct WaitingLookup<'a>(&'a RateLimiter);

impl<'a> WaitingLookup<'a> {
    fn at(pace: &'a RateLimiter) -> Self {
        pace.lookups_waiting.fetch_add(1, Ordering::SeqCst);
        Self(pace)
    }
}

impl Drop for WaitingLookup<'_> {
    fn drop(&mut self) {
        self.0.lookups_waiting.fetch_sub(1, Ordering::SeqCst);
        self.0.changed.notify_waiters();
    }
}

impl Default for RateLimiter {
    fn default() -> Self {
        Self::new()
    }
}

impl RateLimiter {
    /// The documented allowance, unused.
    pub fn new() -> Self {
        Self::of(ALLOWANCE, ALLOWANCE_INTERVAL)
    }

    /// So many requests in any stretch of that length.
    pub fn of(limit: usize, interval: Duration) -> Self {
        Self {
            queue: tokio::sync::Mutex::new(()),
            lookups_waiting: AtomicUsize::new(0),
            changed: Notify::new(),
            window: Mutex::new(Window::new(limit, interval)),
        }
    }

    /// Waits for a slot and takes it. One slot, one request.
    pub async fn take(&self) -> Permit<'_> {
        let _waiting = WaitingLookup::at(self);
        let _next = self.queue.lock().await;
        self.window().expect_lookup(Instant::now());
        self.take_when(Window::room).await
    }

    /// Waits for a slot that lookups will hardly miss, and takes it: a quarter of the allowance is theirs alone, and
    /// whoever waits here stands in nobody's way.
    pub async fn take_spare(&self) -> Permit<'_> {
        self.take_when(Window::spare_room).await
    }

    /// Waits for a slot that no lookup wants, and takes it, no sooner than `apart` after the last one that was taken
    /// so. Where a person has looked something up lately, or is about to, some slots are left to them; where others
    /// use the same allowance, it is left to them.
    pub async fn take_for_list(&self, apart: Duration) -> Permit<'_> {
        let lookups = || self.lookups_waiting.load(Ordering::SeqCst) > 0;
        let room = |window: &Window, now| if lookups() { Room::Unknown } else { window.list_room(now, apart) };
        self.take_when_noted(room, Window::note_listed).await
    }

    /// Keeps some slots from lists for a while: a person is about to look something up.
    pub fn expect_lookup(&self) {
        self.window().expect_lookup(Instant::now());
    }

    /// A list begins. What was looked up before it says nothing of what a person will do meanwhile.
    pub fn begin_list(&self) {
        self.window().expect_no_lookup();
        self.changed.notify_waiters();
    }

    async fn take_when(&self, room: impl Fn(&Window, Instant) -> Room) -> Permit<'_> {
        self.take_when_noted(room, |_, _| {}).await
    }

    async fn take_when_noted(
        &self,
        room: impl Fn(&Window, Instant) -> Room,
        note: impl Fn(&mut Window, Instant),
    ) -> Permit<'_> {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            // What was learnt while waiting may have moved the time, so it is looked up again after each wait.
            let free_at = {
                let mut window = self.window();
                let now = Instant::now();
                match room(&window, now) {
                    Room::Now => {
                        window.give();
                        note(&mut window, now);
                        return Permit { pace: self, given_at: now, was_used: true };
                    }
                    Room::At(at) => Some(at),
                    Room::Unknown => None,
                }
            };
            match free_at {
                Some(at) => tokio::select! {
                    () = sleep_until(at) => {}
                    () = changed => {}
                },
                None => changed.await,
            }
        }
    }

    fn learn(&self, headers: &Headers, asked_to_wait: Option<Duration>, given_at: Instant) {
        let number = |name: &str| headers.get(name).and_then(|value| value.trim().parse::<u64>().ok());
        let size = |name: &str| number(name).and_then(|sent| usize::try_from(sent).ok());
        let mut window = self.window();
        if let Some(limit) = size("x-ratelimit-max").filter(|limit| *limit > 0) {
            window.learn_limit(limit);
        }
        if let Some(interval) = number("x-ratelimit-interval-milliseconds").map(Duration::from_millis) {
            window.learn_interval(interval);
        }
        if let Some(remaining) = size("x-ratelimit-remaining") {
            window.learn_remaining(remaining, asked_to_wait, given_at);
        }
        if let Some(left) = number("x-ratelimit-daily-remaining") {
            window.daily_left = Some(left);
        }
        drop(window);
        self.changed.notify_waiters();
    }

    /// The server refused a request for coming too soon: no list goes on before `asked_to_wait` is over or, where it did
    /// not say, one interval.
    pub fn refused(&self, asked_to_wait: Option<Duration>) {
        self.window().close_for_lists(asked_to_wait, Instant::now());
    }

    /// How long nothing can be asked because others have used up the allowance, as the server said.
    pub fn closed_for(&self) -> Option<Duration> {
        self.window().closed_for(Instant::now())
    }

    /// In how long a lookup that asks now gets its slot, where that is known and not at once.
    pub fn lookup_in(&self) -> Option<Duration> {
        let now = Instant::now();
        match self.window().room(now) {
            Room::At(at) => Some(at - now),
            Room::Now | Room::Unknown => None,
        }
    }

    /// How many requests the server allows for the rest of the day, as it said last.
    pub fn daily_left(&self) -> Option<u64> {
        self.window().daily_left
    }

    /// How long lists have to wait yet because the server refused a request.
    pub fn refused_for(&self) -> Option<Duration> {
        self.window().lists_closed_for(Instant::now())
    }

    /// How far apart a list of that size should keep its requests, so that slots come free all the time and a lookup
    /// never waits for long: as evenly as the limit allows in a long list, which loses no more than a hundredth of its
    /// time by that; in a short one, which is soon over, not at all.
    pub fn apart(&self, requests: usize) -> Duration {
        self.window().apart(requests)
    }

    /// How long so many requests of a list take at least from now on.
    pub fn time_for(&self, requests: usize) -> Duration {
        self.window().time_for(requests)
    }

    fn window(&self) -> MutexGuard<'_, Window> {
        // Nothing below can panic half-way, so what a poisoned lock holds is still whole.
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
