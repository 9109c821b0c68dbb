//! What stands in the way of a list, and how it goes on.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::*;

const REJECTED: &str = r#"{"statusCode": 401, "message": "Invalid Private Integration token"}"#;

#[tokio::test]
async fn a_token_that_is_refused_ends_it_at_once_and_costs_no_row() {
    let revoked = Arc::new(AtomicBool::new(false));
    let server_side = Arc::clone(&revoked);
    let harness = Harness::new(move |seen| {
        if (number_of(seen), seen.nth) == (Some(50), 0) {
            server_side.store(true, Ordering::SeqCst);
        }
        if server_side.load(Ordering::SeqCst) {
            return Answer::json(401, REJECTED);
        }
        usual(seen)
    })
    .await;
    harness.lister.start(contacts(1_000)).await;
    let problem = harness.lister.until_asking().await;
    assert_eq!(problem.kind, ProblemKind::TokenRejected);
    assert_eq!(problem.facts.account.as_deref(), Some("Harbour Dental"));
    tokio::time::sleep(Duration::from_millis(200)).await;
    let asked = harness.requests_for_contacts();
    assert!(asked <= 51 + 2 * MAX_LOOKUPS, "{asked} requests");
    assert_eq!(harness.lister.status().counts.attention, 0, "no row is at fault");
    revoked.store(false, Ordering::SeqCst);
    harness.lister.resume().await;
    assert_eq!(harness.lister.until_finished().await.counts.found, 1_000);
}

#[tokio::test]
async fn a_missing_permission_ends_it_at_once_and_says_so() {
    let harness = Harness::new(|_| Answer::json(401, NO_SCOPE)).await;
    harness.lister.start(contacts(500)).await;
    assert_eq!(harness.lister.until_asking().await.kind, ProblemKind::PermissionMissing);
    assert!(harness.requests_for_contacts() <= 2 * MAX_LOOKUPS);
}

#[tokio::test]
async fn a_paused_sub_account_ends_it_at_once_and_costs_no_row() {
    for status in [400, 401, 403] {
        let paused = Arc::new(AtomicBool::new(true));
        let server_side = Arc::clone(&paused);
        let harness = Harness::new(move |seen| {
            if server_side.load(Ordering::SeqCst) {
                return Answer::json(status, r#"{"message": "Location is not active"}"#);
            }
            usual(seen)
        })
        .await;
        harness.lister.start(contacts(200)).await;
        assert_eq!(harness.lister.until_asking().await.kind, ProblemKind::AccountInactive, "{status}");
        // Those under way are answered the same way.
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(harness.requests_for_contacts() <= 2 * MAX_LOOKUPS, "{status}");
        assert_eq!(harness.lister.status().counts.attention, 0, "no row is at fault");
        paused.store(false, Ordering::SeqCst);
        harness.lister.resume().await;
        assert_eq!(harness.lister.until_finished().await.counts.found, 200);
    }
}

#[tokio::test]
async fn a_refusal_for_coming_too_soon_is_waited_for_and_costs_no_row() {
    let harness = Harness::new(|seen| match (number_of(seen), seen.nth) {
        (Some(20 | 21), 0) => {
            Answer::new(429, &[("retry-after", "1"), ("content-type", "text/plain")], "Too Many Requests")
        }
        _ => usual(seen),
    })
    .await;
    let begun = std::time::Instant::now();
    harness.lister.start(contacts(80)).await;
    let waiting = harness.lister.until(|standing| standing.state == State::Waiting).await;
    let problem = waiting.problem.unwrap();
    assert_eq!(problem.kind, ProblemKind::TooManyRequests);
    assert_eq!(problem.facts.retry_in_seconds, Some(1));
    let standing = harness.lister.until_finished().await;
    assert_eq!((standing.counts.found, standing.counts.attention), (80, 0));
    assert!(begun.elapsed() >= Duration::from_secs(1));
    let asked = harness.asked(80);
    assert_eq!((asked[20], asked[21]), (2, 2));
    assert_eq!(asked.iter().sum::<usize>(), 82, "no other row was asked for twice");
}

#[tokio::test]
async fn little_left_for_the_day_is_asked_about_before_it_is_used_up() {
    let left = AtomicUsize::new(120);
    let harness = Harness::new(move |seen| {
        let left = left.fetch_sub(1, Ordering::SeqCst).to_string();
        let headers = [("x-ratelimit-daily-remaining", left.as_str()), ("content-type", "application/json")];
        let contact = format!(r#"{{"contact": {{"id": "{}"}}}}"#, seen.path.rsplit('/').next().unwrap());
        Answer::new(200, &headers, contact)
    })
    .await;
    harness.lister.start(contacts(90)).await;
    assert_eq!(harness.lister.until_asking().await.kind, ProblemKind::DailyLimitReached);
    let standing = harness.lister.status();
    assert!(standing.daily_left.is_some_and(|left| left < 100), "{:?}", standing.daily_left);
    assert!(!standing.is_finished && harness.requests_for_contacts() <= 21 + 2 * MAX_LOOKUPS);
    harness.lister.resume().await;
    assert_eq!(harness.lister.until_finished().await.counts.found, 90, "whoever agreed is not asked again");
}

#[tokio::test]
async fn a_network_that_goes_and_comes_back_costs_no_row_and_needs_nobody() {
    let down = Arc::new(AtomicBool::new(false));
    let server_side = Arc::clone(&down);
    let harness = Harness::new(move |seen| {
        if server_side.load(Ordering::SeqCst) {
            return Answer::raw("").then(Ending::Reset);
        }
        usual(seen).after(Duration::from_millis(3))
    })
    .await;
    harness.lister.start(contacts(600)).await;
    harness.lister.until(|standing| standing.counts.done > 40).await;
    down.store(true, Ordering::SeqCst);
    let waiting = harness.lister.until(|standing| standing.state == State::Waiting).await;
    assert_eq!(waiting.problem.unwrap().kind, ProblemKind::ConnectionCut);
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    assert!(!harness.lister.status().is_finished);
    down.store(false, Ordering::SeqCst);
    let standing = harness.lister.until_finished().await;
    assert_eq!((standing.counts.found, standing.counts.attention), (600, 0));
}

#[tokio::test]
async fn a_contact_that_is_cut_off_every_time_does_not_hold_up_the_others() {
    let harness = Harness::new(|seen| match number_of(seen) {
        Some(5) => Answer::raw("").then(Ending::Reset),
        _ => usual(seen).after(Duration::from_millis(10)),
    })
    .await;
    harness.lister.start(contacts(200)).await;
    let standing = harness.lister.until_finished().await;
    assert_eq!((standing.counts.found, standing.counts.attention), (199, 1));
    let odd: Vec<_> = harness.lister.table(&[]).into_iter().filter(|row| !is_found(row)).collect();
    assert_eq!(odd[0].outcome, Outcome::Problem(ProblemKind::ConnectionCut));
}

#[tokio::test]
async fn a_server_fault_of_one_contact_is_its_own_and_one_of_all_is_waited_for() {
    let well = Arc::new(AtomicBool::new(true));
    let server_side = Arc::clone(&well);
    let harness = Harness::new(move |seen| {
        if number_of(seen) == Some(9) || !server_side.load(Ordering::SeqCst) {
            return Answer::json(500, r#"{"statusCode": 500, "message": "Internal server error"}"#);
        }
        usual(seen).after(Duration::from_millis(5))
    })
    .await;
    harness.lister.start(contacts(300)).await;
    harness.lister.until(|standing| standing.counts.done > 30).await;
    well.store(false, Ordering::SeqCst);
    let waiting = harness.lister.until(|standing| standing.state == State::Waiting).await;
    assert_eq!(waiting.problem.unwrap().kind, ProblemKind::HighlevelDown);
    well.store(true, Ordering::SeqCst);
    let standing = harness.lister.until_finished().await;
    assert_eq!((standing.counts.found, standing.counts.attention), (299, 1));
}

#[tokio::test]
async fn answers_that_make_no_sense_are_asked_about_when_they_do_not_end() {
    let harness = Harness::new(|_| Answer::json(200, "{\"contact\": {}}")).await;
    harness.lister.start(contacts(500)).await;
    assert_eq!(harness.lister.until_asking().await.kind, ProblemKind::AnswerEmpty);
    assert!(harness.requests_for_contacts() <= 4 * MAX_LOOKUPS);
}

#[tokio::test]
async fn a_list_of_another_account_is_asked_about_once() {
    let elsewhere = r#"{"statusCode": 403, "message": "The token does not have access to this location."}"#;
    let harness = Harness::new(move |_| Answer::json(403, elsewhere)).await;
    harness.lister.start(contacts(120)).await;
    assert_eq!(harness.lister.until_asking().await.kind, ProblemKind::OtherAccount);
    assert!(harness.requests_for_contacts() <= 25 + 2 * MAX_LOOKUPS);
    harness.lister.resume().await;
    let standing = harness.lister.until_finished().await;
    assert_eq!((standing.counts.attention, standing.counts.can_retry), (120, 120));
    assert_eq!(harness.asked(120), [1; 120]);
}
