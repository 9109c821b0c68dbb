//! Keeps all requests with one token within HighLevel's rate limit, lookups before lists.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{sleep_until, Instant};

use super::limits::{RATE_LIMIT, RATE_LIMIT_INTERVAL};
use super::transport::Headers;
use sliding_window::{Availability, SlidingWindow};

mod sliding_window;

/// A strict sliding window: in no stretch of ten seconds, wherever it begins, does the server see more than a hundred
/// requests. Lower limits, as trial accounts have, are learnt from the answers.
///
/// The server counts a request when it arrives, which is some time after it was sent and before it is answered. So a
/// permit counts from when it was acquired until ten seconds after it was released.
///
/// Lookups of one contact get their permits in the order they asked, and before any list. Dropping a waiting future
/// costs nothing.
#[derive(Debug)]
pub struct RateLimiter {
    /// Held by the lookup that is next. Tokio's lock queues the others in order, and forgets those that are dropped.
    queue: tokio::sync::Mutex<()>,
    /// Tells those that wait for a permit to look again.
    changed: Notify,
    /// Never held across a wait.
    window: Mutex<SlidingWindow>,
}

/// The right to send one request, released when it is dropped.
#[derive(Debug)]
pub struct Permit<'a> {
    limiter: &'a RateLimiter,
    acquired_at: Instant,
    was_used: bool,
}

impl Permit<'_> {
    /// Takes over what the answer says: a lower limit, a longer interval, how much others use, and that they have used
    /// it up, which closes the window for `retry_after` or, where the server does not say, for one interval.
    pub fn update_from_headers(&self, headers: &Headers, retry_after: Option<Duration>) {
        self.limiter.update_from_headers(headers, retry_after, self.acquired_at);
    }

    /// Releases the permit as if it had never been acquired: nothing was sent.
    pub fn release_unused(mut self) {
        self.was_used = false;
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        self.limiter.update(|window| window.release(Instant::now(), self.was_used));
    }
}

struct WaitingLookup<'a>(&'a RateLimiter);

impl Drop for WaitingLookup<'_> {
    fn drop(&mut self) {
        self.0.update(|window| window.waiting_lookups -= 1);
    }
}

impl Default for RateLimiter {
    fn default() -> Self {
        Self::new()
    }
}

impl RateLimiter {
    pub fn new() -> Self {
        Self::with_limit(RATE_LIMIT, RATE_LIMIT_INTERVAL)
    }

    pub fn with_limit(limit: usize, interval: Duration) -> Self {
        Self {
            queue: tokio::sync::Mutex::new(()),
            changed: Notify::new(),
            window: Mutex::new(SlidingWindow::new(limit, interval)),
        }
    }

    /// Waits for a permit for a lookup.
    pub async fn acquire(&self) -> Permit<'_> {
        self.window().waiting_lookups += 1;
        let _waiting = WaitingLookup(self);
        let _next = self.queue.lock().await;
        self.expect_lookup();
        self.acquire_when(|window, now| window.for_lookup(now)).await
    }

    /// Waits for a permit that lookups will hardly miss: a quarter of the limit is theirs alone.
    pub async fn acquire_background(&self) -> Permit<'_> {
        self.acquire_when(|window, now| window.for_background(now)).await
    }

    /// Waits for a permit that no lookup wants, no sooner than `spacing` after the last one that was acquired so. While
    /// lookups are to be expected some permits are kept for them, and what others use of the limit is left to them.
    pub async fn acquire_for_list(&self, spacing: Duration) -> Permit<'_> {
        self.acquire_when(|window, now| window.for_list(now, spacing)).await
    }

    /// Keeps some permits from lists for a while: a person is about to look something up.
    pub fn expect_lookup(&self) {
        self.window().expect_lookup(Instant::now());
    }

    /// A list begins. What was looked up before says nothing of what a person will do meanwhile.
    pub fn begin_list(&self) {
        self.update(SlidingWindow::expect_no_lookup);
    }

    async fn acquire_when(&self, availability: impl Fn(&mut SlidingWindow, Instant) -> Availability) -> Permit<'_> {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            let now = Instant::now();
            let availability = {
                let mut window = self.window();
                let availability = availability(&mut window, now);
                if availability == Availability::Now {
                    window.acquire();
                }
                availability
            };
            match availability {
                Availability::Now => return Permit { limiter: self, acquired_at: now, was_used: true },
                Availability::At(at) => tokio::select! {
                    () = sleep_until(at) => {}
                    () = changed => {}
                },
                Availability::Unknown => changed.await,
            }
        }
    }

    fn update_from_headers(&self, headers: &Headers, retry_after: Option<Duration>, acquired_at: Instant) {
        let number = |name: &str| headers.get(name).and_then(|value| value.trim().parse::<u64>().ok());
        let size = |name: &str| number(name).and_then(|sent| usize::try_from(sent).ok());
        self.update(|window| {
            if let Some(limit) = size("x-ratelimit-max").filter(|limit| *limit > 0) {
                window.set_limit(limit);
            }
            if let Some(interval) = number("x-ratelimit-interval-milliseconds") {
                window.set_interval(Duration::from_millis(interval));
            }
            if let Some(remaining) = size("x-ratelimit-remaining") {
                window.update_remaining(remaining, retry_after, acquired_at);
            }
            window.daily_remaining = number("x-ratelimit-daily-remaining").or(window.daily_remaining);
        });
    }

    /// The server refused a request for coming too soon: lists wait for `retry_after` or, where it does not say, one
    /// interval.
    pub fn pause_lists(&self, retry_after: Option<Duration>) {
        self.update(|window| window.pause_lists(retry_after, Instant::now()));
    }

    /// How long lists have yet to wait because the server refused a request.
    pub fn lists_paused_for(&self) -> Option<Duration> {
        self.window().lists_paused_for(Instant::now())
    }

    /// How long nothing can be asked because others have used up the limit, as the server says.
    pub fn closed_for(&self) -> Option<Duration> {
        self.window().closed_for(Instant::now())
    }

    /// In how long a lookup that asks now gets its permit, where that is known and not at once.
    pub fn next_lookup_in(&self) -> Option<Duration> {
        let now = Instant::now();
        match self.window().for_lookup(now) {
            Availability::At(at) => Some(at - now),
            Availability::Now | Availability::Unknown => None,
        }
    }

    /// How many requests the server allows for the rest of the day, as it said last.
    pub fn daily_remaining(&self) -> Option<u64> {
        self.window().daily_remaining
    }

    /// How far apart a list of that size keeps its requests, so that permits come free all the time and a lookup never
    /// waits for long: as evenly as the limit allows in a long list, which loses no more than a hundredth of its time by
    /// that; in a short one, which is soon over, hardly at all.
    pub fn spacing(&self, requests: usize) -> Duration {
        self.window().spacing(requests)
    }

    /// How long so many requests of a list take at least from now on.
    pub fn time_for(&self, requests: usize) -> Duration {
        self.window().time_for(requests)
    }

    fn update(&self, change: impl FnOnce(&mut SlidingWindow)) {
        change(&mut self.window());
        self.changed.notify_waiters();
    }

    fn window(&self) -> MutexGuard<'_, SlidingWindow> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
