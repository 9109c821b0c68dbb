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
        let oldest_that_counts = self.given.len().checked_sub(self.limit).and_then(|index| self.given.get(index));
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
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use std::sync::Arc;

    use proptest::prelude::*;
    use tokio::time::{advance, timeout};

    use super::*;

    const INTERVAL: Duration = ALLOWANCE_INTERVAL;

    async fn take_many(pace: &Pace, count: usize) {
        for _ in 0..count {
            pace.take().await;
        }
    }

    /// How long the next slot takes, on the paused clock.
    async fn wait_for_one(pace: &Pace) -> Duration {
        let start = Instant::now();
        pace.take().await;
        start.elapsed()
    }

    /// Tokio's timers are exact to a millisecond.
    fn about(expected: Duration) -> std::ops::RangeInclusive<Duration> {
        expected..=expected + Duration::from_millis(2)
    }

    #[tokio::test(start_paused = true)]
    async fn a_hundred_pass_at_once_and_the_next_waits_for_ten_seconds_after_the_first() {
        let pace = Pace::new();
        let first = Instant::now();
        pace.take().await;
        advance(Duration::from_secs(3)).await;
        take_many(&pace, 99).await;
        assert!(about(Duration::from_secs(3)).contains(&first.elapsed()));
        pace.take().await;
        assert!(about(INTERVAL).contains(&first.elapsed()));
    }

    #[tokio::test(start_paused = true)]
    async fn slots_come_in_the_order_they_were_asked_for() {
        let pace = Arc::new(Pace::new());
        take_many(&pace, 100).await;
        let (sender, mut order) = tokio::sync::mpsc::unbounded_channel();
        for number in 0..20 {
            let (pace, sender) = (Arc::clone(&pace), sender.clone());
            tokio::spawn(async move {
                pace.take().await;
                sender.send(number).unwrap();
            });
            tokio::task::yield_now().await;
        }
        for number in 0..20 {
            assert_eq!(order.recv().await, Some(number));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_stops_waiting_takes_no_slot_and_holds_nobody_up() {
        let pace = Pace::new();
        let start = Instant::now();
        take_many(&pace, 99).await;
        assert!(timeout(Duration::ZERO, pace.take()).await.is_ok());
        for _ in 0..50 {
            assert!(timeout(Duration::from_millis(10), pace.take()).await.is_err());
        }
        take_many(&pace, 100).await;
        assert!(about(INTERVAL).contains(&start.elapsed()));
    }

    #[tokio::test(start_paused = true)]
    async fn a_lower_limit_is_learnt_from_an_answer() {
        let pace = Pace::new();
        take_many(&pace, 25).await;
        pace.learn(&Headers::keep([("X-RateLimit-Max", "25"), ("X-RateLimit-Interval-Milliseconds", "10000")]), None);
        assert!(about(INTERVAL).contains(&wait_for_one(&pace).await));
    }

    #[tokio::test(start_paused = true)]
    async fn a_longer_interval_is_learnt_from_an_answer() {
        let pace = Pace::new();
        take_many(&pace, 100).await;
        pace.learn(&Headers::keep([("x-ratelimit-interval-milliseconds", "20000")]), None);
        assert!(about(2 * INTERVAL).contains(&wait_for_one(&pace).await));
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_never_makes_it_faster_than_documented() {
        let pace = Pace::new();
        let generous = [("x-ratelimit-max", "5000"), ("x-ratelimit-interval-milliseconds", "1")];
        pace.learn(&Headers::keep(generous), None);
        take_many(&pace, 100).await;
        assert!(about(INTERVAL).contains(&wait_for_one(&pace).await));
    }

    #[tokio::test(start_paused = true)]
    async fn nonsense_in_the_headers_changes_nothing() {
        let pace = Pace::new();
        for nonsense in ["0", "-1", "", "many", "99999999999999999999999", "1e3"] {
            let headers = [("x-ratelimit-max", nonsense), ("x-ratelimit-interval-milliseconds", nonsense)];
            pace.learn(&Headers::keep(headers), None);
        }
        let start = Instant::now();
        take_many(&pace, 100).await;
        assert_eq!(start.elapsed(), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn when_others_used_it_up_it_stays_closed_for_an_interval() {
        let pace = Pace::new();
        pace.learn(&Headers::keep([("x-ratelimit-remaining", "0")]), None);
        assert!(about(INTERVAL).contains(&wait_for_one(&pace).await));
        assert_eq!(wait_for_one(&pace).await, Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn when_others_used_it_up_and_the_server_says_for_how_long_that_counts() {
        let pace = Pace::new();
        pace.learn(&Headers::keep([("x-ratelimit-remaining", "0")]), Some(Duration::from_secs(3)));
        assert!(about(Duration::from_secs(3)).contains(&wait_for_one(&pace).await));
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_learnt_counts_for_those_who_already_wait() {
        let pace = Arc::new(Pace::new());
        take_many(&pace, 100).await;
        let start = Instant::now();
        let waiting = tokio::spawn({
            let pace = Arc::clone(&pace);
            async move { pace.take().await }
        });
        advance(Duration::from_secs(8)).await;
        pace.learn(&Headers::keep([("x-ratelimit-remaining", "0")]), None);
        waiting.await.unwrap();
        assert!(about(Duration::from_secs(18)).contains(&start.elapsed()));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_ten_seconds_ever_see_more_than_the_limit(
            arrivals in prop::collection::vec((0_u64..600, any::<bool>()), 1..500),
            limit in 1_usize..=100,
        ) {
            let runtime =
                tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
            let mut given = runtime.block_on(async {
                let pace = Arc::new(Pace::new());
                pace.learn(&Headers::keep([("x-ratelimit-max", limit.to_string().as_str())]), None);
                let mut waiting = Vec::new();
                for (gap, is_burst) in arrivals {
                    if !is_burst {
                        advance(Duration::from_millis(gap)).await;
                    }
                    let pace = Arc::clone(&pace);
                    waiting.push(tokio::spawn(async move {
                        pace.take().await;
                        Instant::now()
                    }));
                }
                let mut given = Vec::new();
                for slot in waiting {
                    given.push(slot.await.unwrap());
                }
                given
            });
            given.sort();
            for (early, late) in given.iter().zip(given.iter().skip(limit)) {
                prop_assert!(*late - *early >= INTERVAL);
            }
        }
    }
}
