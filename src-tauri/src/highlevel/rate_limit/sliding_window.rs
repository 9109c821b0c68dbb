//! The sliding window itself: which permits count, what is known of the server's count, and when the next one is free.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// A longer interval, should a server name one, is no burst limit any more.
const MAX_INTERVAL: Duration = Duration::from_secs(60);

/// How long after a lookup, or before one that is about to come, a tenth of the limit is kept from lists.
const LOOKUPS_EXPECTED: Duration = Duration::from_secs(60);

/// A list of so many requests takes a hundred times the documented interval.
const LONG_LIST: usize = 10_000;

/// When the next permit is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Availability {
    Now,
    /// Then, unless something changes before.
    At(Instant),
    /// Once something has changed.
    Unknown,
}

#[derive(Debug)]
pub(super) struct SlidingWindow {
    in_use: usize,
    /// When permits were released, oldest first; no more of them than can ever count.
    released: VecDeque<Instant>,
    /// The documented limit, which no server can raise.
    max_limit: usize,
    limit: usize,
    min_interval: Duration,
    interval: Duration,
    /// Others have used up the limit.
    closed_until: Option<Instant>,
    /// A request was refused for coming too soon.
    lists_paused_until: Option<Instant>,
    /// How many requests others sent, and when that was learnt.
    used_by_others: Option<(usize, Instant)>,
    lookups_expected_until: Option<Instant>,
    last_list_request: Option<Instant>,
    /// Lists stand back while a lookup waits.
    pub(super) waiting_lookups: usize,
    pub(super) daily_remaining: Option<u64>,
}

impl SlidingWindow {
    pub(super) fn new(limit: usize, interval: Duration) -> Self {
        Self {
            in_use: 0,
            released: VecDeque::new(),
            max_limit: limit,
            limit,
            min_interval: interval,
            interval,
            closed_until: None,
            lists_paused_until: None,
            used_by_others: None,
            lookups_expected_until: None,
            last_list_request: None,
            waiting_lookups: 0,
            daily_remaining: None,
        }
    }

    pub(super) fn for_lookup(&self, now: Instant) -> Availability {
        self.below(self.limit, self.closed_until, now)
    }

    pub(super) fn for_background(&self, now: Instant) -> Availability {
        self.below((self.limit - self.limit / 4).max(1), self.closed_until, now)
    }

    pub(super) fn for_list(&mut self, now: Instant, spacing: Duration) -> Availability {
        if self.waiting_lookups > 0 {
            return Availability::Unknown;
        }
        let next = self.last_list_request.map(|last| last + spacing);
        let not_before = next.max(self.closed_until).max(self.lists_paused_until);
        let availability = self.below(self.list_limit(now), not_before, now);
        if availability == Availability::Now {
            self.last_list_request = Some(now);
        }
        availability
    }

    /// How many requests a list may see counted: at least one, so that the server is heard from again.
    fn list_limit(&self, now: Instant) -> usize {
        let others = match self.used_by_others {
            // What others do changes; and where they do a lot, they will do a little more.
            Some((count, at)) if count > 0 && now < at + self.interval => count + count / 4 + 2,
            _ => 0,
        };
        let expected = self.lookups_expected_until.is_some_and(|until| now < until);
        let kept = if expected { self.limit.div_ceil(10) } else { 0 };
        self.limit.saturating_sub(others).saturating_sub(kept).max(1)
    }

    /// When fewer than `limit` requests will count, but not before that time.
    fn below(&self, limit: usize, not_before: Option<Instant>, now: Instant) -> Availability {
        let Some(free) = limit.checked_sub(self.in_use).filter(|free| *free > 0) else { return Availability::Unknown };
        let counting = self.released.len().checked_sub(free).and_then(|index| self.released.get(index));
        match counting.map(|released| *released + self.interval).max(not_before).filter(|at| *at > now) {
            Some(at) => Availability::At(at),
            None => Availability::Now,
        }
    }

    pub(super) fn acquire(&mut self) {
        self.in_use += 1;
    }

    pub(super) fn release(&mut self, now: Instant, was_used: bool) {
        self.in_use = self.in_use.saturating_sub(1);
        if !was_used {
            return;
        }
        if self.released.len() == self.max_limit {
            self.released.pop_front();
        }
        self.released.push_back(now);
    }

    pub(super) fn expect_lookup(&mut self, now: Instant) {
        self.lookups_expected_until = Some(now + LOOKUPS_EXPECTED);
    }

    pub(super) fn expect_no_lookup(&mut self) {
        self.lookups_expected_until = None;
    }

    pub(super) fn set_limit(&mut self, limit: usize) {
        self.limit = limit.min(self.max_limit);
    }

    pub(super) fn set_interval(&mut self, interval: Duration) {
        if interval <= MAX_INTERVAL {
            self.interval = interval.max(self.min_interval);
        }
    }

    /// The server's count of what is left, made some time after `acquired_at` and before now. What is missing from it
    /// beyond our own is what others use. Ours is rather too high, for it holds whatever the server may have counted.
    pub(super) fn update_remaining(&mut self, remaining: usize, retry_after: Option<Duration>, acquired_at: Instant) {
        let now = Instant::now();
        let recent = self.released.iter().rev().take_while(|at| **at + self.interval > acquired_at).count();
        let others = self.limit.saturating_sub(remaining).saturating_sub(self.in_use + recent);
        self.used_by_others = Some((others, now));
        // Where it is used up by our own requests alone, the window knows better when it opens.
        if remaining == 0 && (others > 0 || retry_after.is_some()) {
            self.closed_until = Some(now + retry_after.unwrap_or(self.interval).min(self.interval));
        }
    }

    pub(super) fn pause_lists(&mut self, retry_after: Option<Duration>, now: Instant) {
        self.lists_paused_until = self.lists_paused_until.max(Some(now + retry_after.unwrap_or(self.interval)));
    }

    pub(super) fn closed_for(&self, now: Instant) -> Option<Duration> {
        left_until(self.closed_until, now)
    }

    pub(super) fn lists_paused_for(&self, now: Instant) -> Option<Duration> {
        left_until(self.lists_paused_until, now)
    }

    pub(super) fn spacing(&self, requests: usize) -> Duration {
        let even = self.interval / u32::try_from(self.limit).unwrap_or(u32::MAX);
        let share = u32::try_from(requests.min(LONG_LIST)).unwrap_or(u32::MAX);
        even * share / u32::try_from(LONG_LIST).unwrap_or(u32::MAX)
    }

    pub(super) fn time_for(&self, requests: usize) -> Duration {
        let limit = u32::try_from(self.list_limit(Instant::now())).unwrap_or(u32::MAX);
        self.interval.saturating_mul(u32::try_from(requests).unwrap_or(u32::MAX)) / limit
    }
}

fn left_until(until: Option<Instant>, now: Instant) -> Option<Duration> {
    until?.checked_duration_since(now).filter(|left| !left.is_zero())
}
