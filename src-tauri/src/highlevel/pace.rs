//! The shared allowance: how many requests may be sent in how much time, for everything that uses one token.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{sleep_until, Instant};

use super::limits::{ALLOWANCE, ALLOWANCE_INTERVAL};
use super::transport::Headers;

/// Intervals that a server may ask for. Shorter ones would make us faster than the documented limit; longer ones are
/// no burst limit any more.
const BELIEVED_INTERVAL: Duration = Duration::from_secs(60);

/// The allowance of one token: a strict sliding window. In no stretch of ten seconds, wherever it begins, are more
/// than a hundred slots given out; trial accounts, which have less, are learnt of from the answers.
///
/// Slots are given in the order they were asked for. Whoever stops waiting takes nothing with them.
#[derive(Debug)]
pub struct Pace {
    /// Held by the one who is next. Tokio's lock queues the others in order, and forgets those who leave.
    queue: tokio::sync::Mutex<()>,
    /// Never held across a wait.
    window: Mutex<Window>,
}

#[derive(Debug)]
struct Window {
    /// When the last slots were given, oldest first; no more of them than the documented limit.
    given: VecDeque<Instant>,
    limit: usize,
    interval: Duration,
    /// Others have used up what there was.
    closed_until: Option<Instant>,
}

impl Default for Pace {
    fn default() -> Self {
        Self::new()
    }
}

impl Pace {
    /// The documented allowance, unused.
    pub fn new() -> Self {
        let window = Window {
            given: VecDeque::with_capacity(ALLOWANCE),
            limit: ALLOWANCE,
            interval: ALLOWANCE_INTERVAL,
            closed_until: None,
        };
        Self { queue: tokio::sync::Mutex::new(()), window: Mutex::new(window) }
    }

    /// Waits for a slot and takes it. One slot, one request.
    pub async fn take(&self) {
        let _next = self.queue.lock().await;
        loop {
            // What was learnt while waiting may have moved the time, so it is looked up again after each wait.
            let now = Instant::now();
            let free_at = {
                let mut window = self.window();
                match window.next_free() {
                    Some(at) if at > now => at,
                    _ => return window.give(now),
                }
            };
            sleep_until(free_at).await;
        }
    }

    /// Waits for a slot that lookups will hardly miss, and takes it: a quarter of the allowance is theirs alone, and
    /// whoever waits here stands in nobody's way.
    pub async fn take_spare(&self) {
        loop {
            let now = Instant::now();
            let free_at = {
                let mut window = self.window();
                match window.next_spare() {
                    Some(at) if at > now => at,
                    _ => return window.give(now),
                }
            };
            sleep_until(free_at).await;
        }
    }

    /// Learns from the headers of an answer: a lower limit, a longer interval, and that others have used up the
    /// allowance, which closes it for `asked_to_wait` or, where the server did not say, for one interval.
    pub fn learn(&self, headers: &Headers, asked_to_wait: Option<Duration>) {
        let number = |name: &str| headers.get(name).and_then(|value| value.trim().parse::<u64>().ok());
        let mut window = self.window();
        if let Some(limit) = number("x-ratelimit-max").and_then(|sent| usize::try_from(sent).ok()) {
            if limit > 0 {
                window.limit = limit.min(ALLOWANCE);
            }
        }
        if let Some(interval) = number("x-ratelimit-interval-milliseconds").map(Duration::from_millis) {
            if interval <= BELIEVED_INTERVAL {
                window.interval = interval.max(ALLOWANCE_INTERVAL);
            }
        }
        if number("x-ratelimit-remaining") == Some(0) {
            let rest = asked_to_wait.unwrap_or(window.interval).min(window.interval);
            window.closed_until = Some(Instant::now() + rest);
        }
    }

    fn window(&self) -> MutexGuard<'_, Window> {
        // Nothing below can panic half-way, so what a poisoned lock holds is still whole.
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Window {
    /// When the next slot is free; `None`: at once.
    fn next_free(&self) -> Option<Instant> {
        self.next_below(self.limit)
    }

    /// When the next slot is free that is not kept for lookups.
    fn next_spare(&self) -> Option<Instant> {
        self.next_below((self.limit - self.limit / 4).max(1))
    }

    /// When fewer than so many slots will be taken.
    fn next_below(&self, limit: usize) -> Option<Instant> {
        let oldest_that_counts = self.given.len().checked_sub(limit).and_then(|index| self.given.get(index));
        oldest_that_counts.map(|given| *given + self.interval).max(self.closed_until)
    }

    fn give(&mut self, now: Instant) {
        if self.given.len() == ALLOWANCE {
            self.given.pop_front();
        }
        self.given.push_back(now);
    }
}

#[cfg(test)]
mod tests;
