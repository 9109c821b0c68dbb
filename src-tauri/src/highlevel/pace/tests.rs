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

#[tokio::test(start_paused = true)]
async fn a_quarter_of_the_allowance_is_kept_for_lookups() {
    let pace = Pace::new();
    let start = Instant::now();
    for _ in 0..75 {
        pace.take_spare().await;
    }
    assert!(timeout(Duration::from_secs(1), pace.take_spare()).await.is_err());
    take_many(&pace, 25).await;
    assert_eq!(start.elapsed(), Duration::from_secs(1));
    pace.take_spare().await;
    assert!(about(INTERVAL).contains(&start.elapsed()));
}

#[tokio::test(start_paused = true)]
async fn whoever_waits_for_a_spare_slot_stands_in_nobodys_way() {
    let pace = Arc::new(Pace::new());
    take_many(&pace, 80).await;
    let waiting = tokio::spawn({
        let pace = Arc::clone(&pace);
        async move { pace.take_spare().await }
    });
    tokio::task::yield_now().await;
    let start = Instant::now();
    take_many(&pace, 20).await;
    assert_eq!(start.elapsed(), Duration::ZERO);
    waiting.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_allowance_of_one_still_has_room_for_a_spare_request() {
    let pace = Pace::new();
    pace.learn(&Headers::keep([("x-ratelimit-max", "1")]), None);
    assert!(timeout(Duration::from_millis(1), pace.take_spare()).await.is_ok());
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
