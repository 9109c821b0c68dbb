use proptest::prelude::*;

use super::*;
use crate::highlevel::refusal::read_refusal;

/// The middle of the dice.
const JITTER: f64 = 0.5;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// How many further tries there are when every try fails like this at once.
fn automatic_tries(error: &ApiError) -> u32 {
    let is_retried = |attempt: &u32| {
        let decision = decide(&Limits::default(), *attempt, error, None, Duration::ZERO, JITTER);
        matches!(decision, Decision::Wait(_))
    };
    let further = (1..=10).take_while(is_retried).count();
    u32::try_from(further).unwrap_or(u32::MAX)
}

fn decided(attempt: u32, kind: ProblemKind, asked: Option<Duration>, elapsed: Duration) -> Decision {
    decide(&Limits::default(), attempt, &kind.into(), asked, elapsed, JITTER)
}

fn after(headers: &[(&str, &str)]) -> Option<Duration> {
    retry_after(&Headers::keep(headers.iter().copied()), SystemTime::UNIX_EPOCH + seconds(1_700_000_000))
}

#[test]
fn every_network_fault_has_its_number_of_further_tries() {
    let table = [
        (ProblemKind::Offline, 0),
        (ProblemKind::ServerNotFound, 1),
        (ProblemKind::CannotConnect, 2),
        (ProblemKind::ConnectionCut, 1),
        (ProblemKind::TimedOut, 1),
        (ProblemKind::CertificateNotTrusted, 0),
        (ProblemKind::ProxyUnreachable, 1),
        (ProblemKind::ProxySignIn, 0),
        (ProblemKind::AnswerTooLarge, 0),
        (ProblemKind::AnswerNotUnderstood, 0),
        (ProblemKind::Unexpected, 0),
    ];
    for (kind, expected) in table {
        assert_eq!(automatic_tries(&kind.into()), expected, "{kind:?}");
    }
    assert_eq!(automatic_tries(&ApiError::from(ProblemKind::ConnectionCut).worth(2)), 2, "cut before a byte");
}

#[test]
fn every_status_has_its_number_of_further_tries() {
    for status in 100..=999 {
        let refusal = read_refusal(status, &Headers::default(), b"{\"message\":\"no more is known\"}");
        let expected = match status {
            408 | 425 | 429 | 500 | 502..=504 => 2,
            // What the rarer faults of servers are worth is for the reading of refusals to say.
            501 | 505..=599 => match refusal.kind() {
                ProblemKind::HighlevelDown => refusal.retries,
                _ => 0,
            },
            _ if refusal.kind() == ProblemKind::AnswerEmpty => 1,
            _ => 0,
        };
        assert_eq!(automatic_tries(&refusal), expected, "{status} is {:?}", refusal.kind());
    }
}

#[test]
fn a_server_fault_that_stays_is_not_tried_again() {
    let body = br#"{"message": "This route is not yet supported by the IAM Service"}"#;
    let refusal = read_refusal(500, &Headers::default(), body);
    assert_eq!((refusal.kind(), automatic_tries(&refusal)), (ProblemKind::HighlevelDown, 0));
}

#[test]
fn the_days_limit_is_never_waited_for_and_no_time_is_promised() {
    for asked in [None, Some(seconds(1))] {
        let decision = decided(1, ProblemKind::DailyLimitReached, asked, Duration::ZERO);
        assert_eq!(decision, Decision::GiveUp { retry_in: None });
    }
}

#[test]
fn up_to_five_seconds_are_waited_for_without_a_word() {
    let decision = decided(1, ProblemKind::TooManyRequests, Some(seconds(5)), Duration::ZERO);
    assert_eq!(decision, Decision::Wait(seconds(5)));
}

#[test]
fn a_longer_wait_is_told() {
    for kind in [ProblemKind::TooManyRequests, ProblemKind::HighlevelDown] {
        let decision = decided(1, kind, Some(seconds(120)), Duration::ZERO);
        assert_eq!(decision, Decision::GiveUp { retry_in: Some(seconds(120)) });
    }
}

#[test]
fn no_wait_longer_than_an_hour_is_told() {
    let decision = decided(1, ProblemKind::TooManyRequests, Some(seconds(7_200)), Duration::ZERO);
    assert_eq!(decision, Decision::GiveUp { retry_in: Some(seconds(3_600)) });
}

#[test]
fn after_the_last_try_the_burst_limit_tells_its_own_interval() {
    let decision = decided(3, ProblemKind::TooManyRequests, None, seconds(1));
    assert_eq!(decision, Decision::GiveUp { retry_in: Some(seconds(10)) });
}

#[test]
fn a_server_that_asks_for_no_wait_at_all_still_gets_one() {
    let decision = decided(2, ProblemKind::TooManyRequests, Some(Duration::ZERO), Duration::ZERO);
    assert_eq!(decision, Decision::Wait(Duration::from_millis(300)));
}

#[test]
fn a_server_that_twice_let_the_connection_wait_in_vain_is_not_knocked_at_again() {
    let at = |attempt, elapsed| decided(attempt, ProblemKind::CannotConnect, None, elapsed);
    assert!(matches!(at(1, seconds(5)), Decision::Wait(_)));
    assert_eq!(at(2, seconds(10)), Decision::GiveUp { retry_in: None });
}

#[test]
fn no_wait_is_begun_that_would_outlast_the_lookup() {
    let at = |elapsed| decided(1, ProblemKind::TimedOut, None, elapsed);
    assert!(matches!(at(seconds(15)), Decision::Wait(_)));
    assert_eq!(at(seconds(19)), Decision::GiveUp { retry_in: None });
}

#[test]
fn the_wait_is_read_in_seconds_and_as_a_date() {
    let table = [
        (vec![("retry-after", "3")], Some(3)),
        (vec![("retry-after", " 120 ")], Some(120)),
        (vec![("retry-after", "0")], Some(0)),
        (vec![("retry-after", "Tue, 14 Nov 2023 22:15:20 GMT")], Some(120)),
        (vec![("retry-after", "Tue, 14 Nov 2023 22:15:20 GMT"), ("date", "Tue, 14 Nov 2023 22:15:17 GMT")], Some(3)),
        (vec![], None),
    ];
    for (headers, expected) in table {
        assert_eq!(after(&headers), expected.map(seconds), "{headers:?}");
    }
}

#[test]
fn an_unbelievable_wait_is_as_good_as_none() {
    for value in ["-5", "soon", "1e9", "1000000000", "99999999999999999999999", "", "3.5", "+3", "٣", "86401"] {
        assert_eq!(after(&[("retry-after", value)]), None, "{value}");
    }
    assert_eq!(after(&[("retry-after", "Tue, 14 Nov 2017 22:15:20 GMT")]), None);
    assert_eq!(after(&[("retry-after", "Tue, 14 Nov 2090 22:15:20 GMT")]), None);
}

proptest! {
    #[test]
    fn a_wait_of_our_own_never_exceeds_the_cap_nor_the_time_left(
        attempt in 1_u32..1_000, elapsed in 0_u64..40_000, jitter in -1.0..2.0_f64,
    ) {
        let limits = Limits { max_attempts: u32::MAX, ..Limits::default() };
        let elapsed = Duration::from_millis(elapsed);
        let error = ApiError::from(ProblemKind::ConnectionCut).worth(u32::MAX);
        if let Decision::Wait(wait) = decide(&limits, attempt, &error, None, elapsed, jitter) {
            prop_assert!(wait <= limits.backoff_cap);
            prop_assert!(elapsed + wait < limits.overall_timeout);
        }
    }

    #[test]
    fn no_header_makes_it_panic_or_wait_for_more_than_a_day(value in "\\PC*", date in "\\PC*") {
        let wait = after(&[("retry-after", &value), ("date", &date)]);
        prop_assert!(wait.is_none_or(|wait| wait <= MAX_RETRY_AFTER));
    }
}
