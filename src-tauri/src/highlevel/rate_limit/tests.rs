#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;

use proptest::prelude::*;
use tokio::time::{advance, timeout};

use super::*;

const INTERVAL: Duration = RATE_LIMIT_INTERVAL;

async fn acquire_many(limiter: &RateLimiter, count: usize) {
    for _ in 0..count {
        limiter.acquire().await;
    }
}

/// Learns from an answer whose request was sent just now.
fn update_from_headers(limiter: &RateLimiter, headers: &Headers, retry_after: Option<Duration>) {
    limiter.update_from_headers(headers, retry_after, Instant::now());
}

/// How long the next permit takes, on the paused clock.
async fn wait_for_one(limiter: &RateLimiter) -> Duration {
    let start = Instant::now();
    limiter.acquire().await;
    start.elapsed()
}

/// Tokio's timers are exact to a millisecond.
fn about(expected: Duration) -> std::ops::RangeInclusive<Duration> {
    expected..=expected + Duration::from_millis(2)
}

#[tokio::test(start_paused = true)]
async fn a_hundred_pass_at_once_and_the_next_waits_for_ten_seconds_after_the_first() {
    let limiter = RateLimiter::new();
    let first = Instant::now();
    limiter.acquire().await;
    advance(Duration::from_secs(3)).await;
    acquire_many(&limiter, 99).await;
    assert!(about(Duration::from_secs(3)).contains(&first.elapsed()));
    limiter.acquire().await;
    assert!(about(INTERVAL).contains(&first.elapsed()));
}

#[tokio::test(start_paused = true)]
async fn slots_come_in_the_order_they_were_asked_for() {
    let limiter = Arc::new(RateLimiter::new());
    acquire_many(&limiter, 100).await;
    let (sender, mut order) = tokio::sync::mpsc::unbounded_channel();
    for number in 0..20 {
        let (limiter, sender) = (Arc::clone(&limiter), sender.clone());
        tokio::spawn(async move {
            limiter.acquire().await;
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
    let limiter = RateLimiter::new();
    let start = Instant::now();
    acquire_many(&limiter, 99).await;
    assert!(timeout(Duration::ZERO, limiter.acquire()).await.is_ok());
    for _ in 0..50 {
        assert!(timeout(Duration::from_millis(10), limiter.acquire()).await.is_err());
    }
    acquire_many(&limiter, 100).await;
    assert!(about(INTERVAL).contains(&start.elapsed()));
}

#[tokio::test(start_paused = true)]
async fn a_lower_limit_is_learnt_from_an_answer() {
    let limiter = RateLimiter::new();
    acquire_many(&limiter, 25).await;
    update_from_headers(
        &limiter,
        &Headers::keep([("X-RateLimit-Max", "25"), ("X-RateLimit-Interval-Milliseconds", "10000")]),
        None,
    );
    assert!(about(INTERVAL).contains(&wait_for_one(&limiter).await));
}

#[tokio::test(start_paused = true)]
async fn a_longer_interval_is_learnt_from_an_answer() {
    let limiter = RateLimiter::new();
    acquire_many(&limiter, 100).await;
    update_from_headers(&limiter, &Headers::keep([("x-ratelimit-interval-milliseconds", "20000")]), None);
    assert!(about(2 * INTERVAL).contains(&wait_for_one(&limiter).await));
}

#[tokio::test(start_paused = true)]
async fn an_answer_never_makes_it_faster_than_documented() {
    let limiter = RateLimiter::new();
    let generous = [("x-ratelimit-max", "5000"), ("x-ratelimit-interval-milliseconds", "1")];
    update_from_headers(&limiter, &Headers::keep(generous), None);
    acquire_many(&limiter, 100).await;
    assert!(about(INTERVAL).contains(&wait_for_one(&limiter).await));
}

#[tokio::test(start_paused = true)]
async fn nonsense_in_the_headers_changes_nothing() {
    let limiter = RateLimiter::new();
    for nonsense in ["0", "-1", "", "many", "99999999999999999999999", "1e3"] {
        let headers = [("x-ratelimit-max", nonsense), ("x-ratelimit-interval-milliseconds", nonsense)];
        update_from_headers(&limiter, &Headers::keep(headers), None);
    }
    let start = Instant::now();
    acquire_many(&limiter, 100).await;
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn when_others_used_it_up_it_stays_closed_for_an_interval() {
    let limiter = RateLimiter::new();
    update_from_headers(&limiter, &Headers::keep([("x-ratelimit-remaining", "0")]), None);
    assert!(about(INTERVAL).contains(&wait_for_one(&limiter).await));
    assert_eq!(wait_for_one(&limiter).await, Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn when_others_used_it_up_and_the_server_says_for_how_long_that_counts() {
    let limiter = RateLimiter::new();
    update_from_headers(&limiter, &Headers::keep([("x-ratelimit-remaining", "0")]), Some(Duration::from_secs(3)));
    assert!(about(Duration::from_secs(3)).contains(&wait_for_one(&limiter).await));
}

#[tokio::test(start_paused = true)]
async fn what_is_learnt_counts_for_those_who_already_wait() {
    let limiter = Arc::new(RateLimiter::new());
    acquire_many(&limiter, 100).await;
    let start = Instant::now();
    let waiting = tokio::spawn({
        let limiter = Arc::clone(&limiter);
        async move { drop(limiter.acquire().await) }
    });
    advance(Duration::from_secs(8)).await;
    update_from_headers(&limiter, &Headers::keep([("x-ratelimit-remaining", "0")]), Some(INTERVAL));
    waiting.await.unwrap();
    assert!(about(Duration::from_secs(18)).contains(&start.elapsed()));
}

#[tokio::test(start_paused = true)]
async fn a_quarter_of_the_allowance_is_kept_for_lookups() {
    let limiter = RateLimiter::new();
    let start = Instant::now();
    for _ in 0..75 {
        limiter.acquire_background().await;
    }
    assert!(timeout(Duration::from_secs(1), limiter.acquire_background()).await.is_err());
    acquire_many(&limiter, 25).await;
    assert_eq!(start.elapsed(), Duration::from_secs(1));
    limiter.acquire_background().await;
    assert!(about(INTERVAL).contains(&start.elapsed()));
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_a_spare_slot_stands_in_nobodys_way() {
    let limiter = Arc::new(RateLimiter::new());
    acquire_many(&limiter, 80).await;
    let waiting = tokio::spawn({
        let limiter = Arc::clone(&limiter);
        async move { drop(limiter.acquire_background().await) }
    });
    tokio::task::yield_now().await;
    let start = Instant::now();
    acquire_many(&limiter, 20).await;
    assert_eq!(start.elapsed(), Duration::ZERO);
    waiting.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_allowance_of_one_still_has_room_for_a_spare_request() {
    let limiter = RateLimiter::new();
    update_from_headers(&limiter, &Headers::keep([("x-ratelimit-max", "1")]), None);
    assert!(timeout(Duration::from_millis(1), limiter.acquire_background()).await.is_ok());
}

/// A server that counts strictly: so many requests in any stretch of the interval, each after a time on the way.
struct StrictServer {
    limit: usize,
    arrived: std::sync::Mutex<VecDeque<Instant>>,
}

impl StrictServer {
    /// Answers a request after 80 ms, some of them on the way there. Gives what is left, or nothing where it refuses.
    async fn answer(&self) -> Option<usize> {
        let there = fastrand::u64(1..79);
        tokio::time::sleep(Duration::from_millis(there)).await;
        let left = {
            let mut arrived = self.arrived.lock().unwrap();
            let now = Instant::now();
            while arrived.front().is_some_and(|first| *first + INTERVAL <= now) {
                arrived.pop_front();
            }
            arrived.push_back(now);
            self.limit.checked_sub(arrived.len())
        };
        tokio::time::sleep(Duration::from_millis(80 - there)).await;
        left
    }
}

/// Sends so many requests of a list, 16 at once. How long that took, and how many were refused.
async fn run_list(limiter: &Arc<RateLimiter>, server: &Arc<StrictServer>, requests: usize) -> (Duration, usize) {
    let (begun, left) = (Instant::now(), Arc::new(AtomicUsize::new(requests)));
    let workers = (0..16).map(|_| {
        let (limiter, server, left) = (Arc::clone(limiter), Arc::clone(server), Arc::clone(&left));
        tokio::spawn(async move {
            let mut refused = 0;
            while left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok() {
                let permit = limiter.acquire_for_list(limiter.spacing(requests)).await;
                match server.answer().await {
                    Some(left) => {
                        let left = left.to_string();
                        permit.update_from_headers(&Headers::keep([("x-ratelimit-remaining", left.as_str())]), None);
                    }
                    None => refused += 1,
                }
                drop(permit);
            }
            refused
        })
    });
    let mut refused = 0;
    for worker in workers.collect::<Vec<_>>() {
        refused += worker.await.unwrap();
    }
    (begun.elapsed(), refused)
}

fn strict(limit: usize) -> Arc<StrictServer> {
    Arc::new(StrictServer { limit, arrived: std::sync::Mutex::default() })
}

#[tokio::test(start_paused = true)]
async fn a_list_uses_up_the_allowance_and_is_never_refused() {
    let (took, refused) = run_list(&Arc::new(RateLimiter::new()), &strict(RATE_LIMIT), 2_000).await;
    assert_eq!(refused, 0);
    // The first hundred go at once, and nineteen times an interval has to pass.
    let share = (19.0 * INTERVAL.as_secs_f64() + 0.08) / took.as_secs_f64();
    assert!(share >= 0.97, "{share} of what the limit allows");
}

#[tokio::test(start_paused = true)]
async fn a_long_list_is_as_even_as_the_limit_so_that_a_lookup_hardly_waits() {
    let (limiter, server) = (Arc::new(RateLimiter::new()), strict(RATE_LIMIT));
    let list = tokio::spawn({
        let (limiter, server) = (Arc::clone(&limiter), Arc::clone(&server));
        async move { run_list(&limiter, &server, 10_000).await }
    });
    tokio::time::sleep(Duration::from_secs(60)).await;
    for _ in 0..20 {
        let wait = wait_for_one(&limiter).await;
        assert!(wait <= Duration::from_millis(400), "{wait:?}");
        tokio::time::sleep(Duration::from_millis(1_700)).await;
    }
    list.abort();
}

#[tokio::test(start_paused = true)]
async fn a_lookup_goes_before_every_list() {
    let limiter = Arc::new(RateLimiter::new());
    acquire_many(&limiter, 100).await;
    let (sender, mut order) = tokio::sync::mpsc::unbounded_channel();
    for name in ["list", "list", "lookup"] {
        let (limiter, sender) = (Arc::clone(&limiter), sender.clone());
        tokio::spawn(async move {
            let permit = match name {
                "list" => limiter.acquire_for_list(Duration::ZERO).await,
                _ => limiter.acquire().await,
            };
            sender.send(name).unwrap();
            drop(permit);
        });
        tokio::task::yield_now().await;
    }
    assert_eq!(order.recv().await, Some("lookup"));
}

#[tokio::test(start_paused = true)]
async fn after_a_lookup_some_slots_are_kept_from_lists_that_have_begun_before_it() {
    let limiter = RateLimiter::new();
    limiter.expect_lookup();
    for _ in 0..90 {
        limiter.acquire_for_list(Duration::ZERO).await;
    }
    assert!(timeout(Duration::from_secs(1), limiter.acquire_for_list(Duration::ZERO)).await.is_err());
    assert_eq!(wait_for_one(&limiter).await, Duration::ZERO);
    advance(Duration::from_secs(11)).await;
    limiter.begin_list();
    let start = Instant::now();
    for _ in 0..100 {
        limiter.acquire_for_list(Duration::ZERO).await;
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn what_others_use_is_left_to_them() {
    let limiter = RateLimiter::new();
    let permit = limiter.acquire_for_list(Duration::ZERO).await;
    // One of the sixty that are gone is ours.
    permit.update_from_headers(&Headers::keep([("x-ratelimit-remaining", "40")]), None);
    drop(permit);
    let mut acquired = 1;
    while timeout(Duration::from_millis(1), limiter.acquire_for_list(Duration::ZERO)).await.is_ok() {
        acquired += 1;
    }
    assert!((20..=40).contains(&acquired), "{acquired}");
    // Nothing has been heard of them for an interval, so that much is tried again.
    advance(INTERVAL).await;
    assert!(timeout(Duration::from_millis(1), limiter.acquire_for_list(Duration::ZERO)).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_refusal_holds_lists_up_and_not_the_lookup_that_tries_again() {
    let limiter = RateLimiter::new();
    limiter.pause_lists(Some(Duration::from_secs(30)));
    assert_eq!(wait_for_one(&limiter).await, Duration::ZERO);
    assert_eq!(limiter.lists_paused_for(), Some(Duration::from_secs(30)));
    let start = Instant::now();
    limiter.acquire_for_list(Duration::ZERO).await;
    assert!(about(Duration::from_secs(30)).contains(&start.elapsed()));
    assert_eq!(limiter.lists_paused_for(), None);
}

#[tokio::test(start_paused = true)]
async fn a_slot_that_was_not_used_is_as_good_as_new() {
    let limiter = RateLimiter::new();
    for _ in 0..1_000 {
        limiter.acquire_for_list(Duration::ZERO).await.release_unused();
    }
    let start = Instant::now();
    acquire_many(&limiter, 100).await;
    assert_eq!(start.elapsed(), Duration::ZERO);
}

#[tokio::test(start_paused = true)]
async fn a_slot_counts_until_ten_seconds_after_its_answer() {
    let limiter = RateLimiter::with_limit(1, INTERVAL);
    let permit = limiter.acquire().await;
    advance(Duration::from_secs(7)).await;
    drop(permit);
    let start = Instant::now();
    limiter.acquire().await;
    assert!(about(INTERVAL).contains(&start.elapsed()));
}

#[tokio::test(start_paused = true)]
async fn the_rest_of_the_day_is_known_from_the_last_answer() {
    let limiter = RateLimiter::new();
    assert_eq!(limiter.daily_remaining(), None);
    update_from_headers(&limiter, &Headers::keep([("X-RateLimit-Daily-Remaining", "97")]), None);
    update_from_headers(&limiter, &Headers::keep([("X-RateLimit-Daily-Remaining", "soon")]), None);
    assert_eq!(limiter.daily_remaining(), Some(97));
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
        let mut acquired = runtime.block_on(async {
            let limiter = Arc::new(RateLimiter::new());
            update_from_headers(&limiter, &Headers::keep([("x-ratelimit-max", limit.to_string().as_str())]), None);
            let mut waiting = Vec::new();
            for (gap, is_burst) in arrivals {
                if !is_burst {
                    advance(Duration::from_millis(gap)).await;
                }
                let limiter = Arc::clone(&limiter);
                waiting.push(tokio::spawn(async move {
                    limiter.acquire().await;
                    Instant::now()
                }));
            }
            let mut acquired = Vec::new();
            for permit in waiting {
                acquired.push(permit.await.unwrap());
            }
            acquired
        });
        acquired.sort();
        for (early, late) in acquired.iter().zip(acquired.iter().skip(limit)) {
            prop_assert!(*late - *early >= INTERVAL);
        }
    }
}
