//! The sliding window itself: what was given, what is known of the server's count, and when there is room again.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use super::BELIEVED_INTERVAL;

/// After a lookup, and when one is about to come, a tenth of the allowance is kept from lists for so long.
const LOOKUPS_EXPECTED: Duration = Duration::from_secs(60);

/// A list of so many requests takes a hundred times the interval of the documented allowance.
const LONG_LIST: usize = 10_000;

/// When there is a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Room {
    /// At once.
    Now,
    /// Then, unless something changes before.
    At(Instant),
    /// When something has changed.
    Unknown,
}

#[derive(Debug)]
pub(super) struct Window {
    /// How many slots are held.
    under_way: usize,
    /// When slots were given back, oldest first; no more of them than can ever count.
    ended: VecDeque<Instant>,
    /// The documented limit, which no server can raise.
    most: usize,
    limit: usize,
    shortest: Duration,
    interval: Duration,
    /// Others have used up what there was.
    closed_until: Option<Instant>,
    /// A request was refused for coming too soon.
    lists_closed_until: Option<Instant>,
    /// How many of the slots others use, and when that was learnt.
    others: Option<(usize, Instant)>,
    lookups_expected_until: Option<Instant>,
    last_listed: Option<Instant>,
    pub(super) daily_left: Option<u64>,
}

impl Window {
    pub(super) fn new(limit: usize, interval: Duration) -> Self {
        Self {
            under_way: 0,
            ended: VecDeque::new(),
            most: limit,
            limit,
            shortest: interval,
            interval,
            closed_until: None,
            lists_closed_until: None,
            others: None,
            lookups_expected_until: None,
            last_listed: None,
            daily_left: None,
        }
    }

    /// When the next slot is free.
    pub(super) fn room(&self, now: Instant) -> Room {
        later(self.room_below(self.limit, now), self.closed_until, now)
    }

    /// When the next slot is free that is not kept for lookups.
    pub(super) fn spare_room(&self, now: Instant) -> Room {
        later(self.room_below((self.limit - self.limit / 4).max(1), now), self.closed_until, now)
    }

    /// When the next slot is free for a list that keeps its requests so far apart.
    pub(super) fn list_room(&self, now: Instant, apart: Duration) -> Room {
        let next = self.last_listed.map(|last| last + apart);
        let not_before = next.max(self.closed_until).max(self.lists_closed_until);
        later(self.room_below(self.list_limit(now), now), not_before, now)
    }

    /// How many slots a list may see in use: never none, for the server is to be heard from again.
    fn list_limit(&self, now: Instant) -> usize {
        let others = match self.others {
            // What others do changes; and where they do a lot, they will do a little more.
            Some((count, at)) if count > 0 && now < at + self.interval => count + count / 4 + 2,
            _ => 0,
        };
        let expected = self.lookups_expected_until.is_some_and(|until| now < until);
        let kept = if expected { self.limit.div_ceil(10) } else { 0 };
        self.limit.saturating_sub(others).saturating_sub(kept).max(1)
    }

    /// When fewer than so many slots will be in use.
    fn room_below(&self, limit: usize, now: Instant) -> Room {
        let Some(left) = limit.checked_sub(self.under_way).filter(|left| *left > 0) else { return Room::Unknown };
        match self.ended.len().checked_sub(left).and_then(|index| self.ended.get(index)) {
            Some(ended) if *ended + self.interval > now => Room::At(*ended + self.interval),
            _ => Room::Now,
        }
    }

    pub(super) fn give(&mut self) {
        self.under_way += 1;
    }

    pub(super) fn end(&mut self, now: Instant, was_used: bool) {
        self.under_way = self.under_way.saturating_sub(1);
        if !was_used {
            return;
        }
        if self.ended.len() == self.most {
            self.ended.pop_front();
        }
        self.ended.push_back(now);
    }

    pub(super) fn note_listed(&mut self, now: Instant) {
        self.last_listed = Some(now);
    }

    pub(super) fn expect_lookup(&mut self, now: Instant) {
        self.lookups_expected_until = Some(now + LOOKUPS_EXPECTED);
    }

    pub(super) fn expect_no_lookup(&mut self) {
        self.lookups_expected_until = None;
    }

    pub(super) fn learn_limit(&mut self, limit: usize) {
        self.limit = limit.min(self.most);
    }

    pub(super) fn learn_interval(&mut self, interval: Duration) {
        if interval <= BELIEVED_INTERVAL {
            self.interval = interval.max(self.shortest);
        }
    }

    /// The server's count of what is left, made some time after `given_at` and before now. What is missing from it beyond
    /// our own is what others use. Ours is rather too high, for it holds whatever the server may have counted.
    pub(super) fn learn_remaining(&mut self, remaining: usize, asked_to_wait: Option<Duration>, given_at: Instant) {
        let now = Instant::now();
        let recent = self.ended.iter().rev().take_while(|ended| **ended + self.interval > given_at).count();
        let others = self.limit.saturating_sub(remaining).saturating_sub(self.under_way + recent);
        self.others = Some((others, now));
        // Where it is used up by our own requests alone, the window knows better when it opens.
        if remaining == 0 && (others > 0 || asked_to_wait.is_some()) {
            self.closed_until = Some(now + asked_to_wait.unwrap_or(self.interval).min(self.interval));
        }
    }

    pub(super) fn close_for_lists(&mut self, asked_to_wait: Option<Duration>, now: Instant) {
        self.lists_closed_until = self.lists_closed_until.max(Some(now + asked_to_wait.unwrap_or(self.interval)));
    }

    pub(super) fn closed_for(&self, now: Instant) -> Option<Duration> {
        self.closed_until.and_then(|until| until.checked_duration_since(now)).filter(|left| !left.is_zero())
    }

    pub(super) fn lists_closed_for(&self, now: Instant) -> Option<Duration> {
        self.lists_closed_until.and_then(|until| until.checked_duration_since(now)).filter(|left| !left.is_zero())
    }

    /// See [`super::RateLimiter::apart`].
    pub(super) fn apart(&self, requests: usize) -> Duration {
        let even = self.interval / u32::try_from(self.limit).unwrap_or(u32::MAX);
        let share = u32::try_from(requests.min(LONG_LIST)).unwrap_or(u32::MAX);
        even * share / u32::try_from(LONG_LIST).unwrap_or(u32::MAX)
    }

    /// How long so many requests of a list take from now on, as far as the limit alone decides it.
    pub(super) fn time_for(&self, requests: usize) -> Duration {
        let limit = u32::try_from(self.list_limit(Instant::now())).unwrap_or(u32::MAX);
        self.interval.saturating_mul(u32::try_from(requests).unwrap_or(u32::MAX)) / limit
    }
}

/// The same room, but not before that time.
fn later(room: Room, not_before: Option<Instant>, now: Instant) -> Room {
    match (room, not_before.filter(|at| *at > now)) {
        (room, None) => room,
        (Room::Unknown, Some(_)) => Room::Unknown,
        (Room::Now, Some(at)) => Room::At(at),
        (Room::At(one), Some(other)) => Room::At(one.max(other)),
    }
}
