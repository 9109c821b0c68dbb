use proptest::prelude::*;

use super::*;
use crate::highlevel::refusal::{read_refusal, Refusal};
use crate::model::problem::CertificateFault;

/// The middle of the dice.
const JITTER: f64 = 0.5;

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// How many further tries there are when every try fails like this at once.
fn automatic_tries(outcome: &Outcome<'_>) -> u32 {
    let is_retried = |attempt: &u32| {
        let decision = decide(&Limits::default(), *attempt, outcome, Duration::ZERO, JITTER);
        matches!(decision, Decision::Wait(_))
    };
    let further = (1..=10).take_while(is_retried).count();
    u32::try_from(further).unwrap_or(u32::MAX)
}

fn refused(kind: ProblemKind, asked_to_wait: Option<Duration>) -> Outcome<'static> {
    Outcome::Refused { status: 429, kind, worth_a_retry: true, asked_to_wait }
}

fn after(headers: &[(&str, &str)]) -> Option<Duration> {
    asked_to_wait(&Headers::keep(headers.iter().copied()), SystemTime::UNIX_EPOCH + seconds(1_700_000_000))
}

#[test]
fn every_network_fault_has_its_number_of_further_tries() {
    let text = String::new;
    let table = [
        (TransportError::Offline, 0),
        (TransportError::ServerNotFound { host: text() }, 1),
        (TransportError::CannotConnect { host: text(), detail: text() }, 2),
        (TransportError::ConnectionCut { before_a_byte: true, detail: text() }, 2),
        (TransportError::ConnectionCut { before_a_byte: false, detail: text() }, 1),
        (TransportError::TimedOut { after_answer_began: false }, 1),
        (TransportError::TimedOut { after_answer_began: true }, 1),
        (TransportError::Certificate { fault: CertificateFault::Expired, issuer: None, detail: text() }, 0),
        (TransportError::Certificate { fault: CertificateFault::Other, issuer: None, detail: text() }, 0),
        (TransportError::ProxyUnreachable { proxy: text() }, 1),
        (TransportError::ProxySignIn { proxy: text() }, 0),
        (TransportError::TooLarge, 0),
        (TransportError::NotHttp { detail: text() }, 0),
        (TransportError::Damaged { detail: text() }, 1),
        (TransportError::Unexpected { detail: text() }, 0),
    ];
    for (fault, expected) in table {
        assert_eq!(automatic_tries(&Outcome::Fault(&fault)), expected, "{fault:?}");
    }
}

#[test]
fn every_status_has_its_number_of_further_tries() {
    for status in 100..=999 {
        let refusal = read_refusal(status, &Headers::default(), b"{\"message\":\"no more is known\"}");
        let expected = match status {
            408 | 425 | 429 | 500 | 502..=504 => 2,
            // What the rarer faults of servers are worth is for the reading of refusals to say.
            501 | 505..=599 => match refusal.kind {
                ProblemKind::HighlevelDown if refusal.worth_a_retry => 2,
                _ => 0,
            },
            _ if refusal.kind == ProblemKind::AnswerEmpty => 1,
            _ => 0,
        };
        let Refusal { kind, worth_a_retry, .. } = refusal;
        let outcome = Outcome::Refused { status, kind, worth_a_retry, asked_to_wait: None };
        assert_eq!(automatic_tries(&outcome), expected, "{status} is {kind:?}");
    }
}

#[test]
fn a_server_fault_that_stays_is_not_tried_again() {
    let kind = ProblemKind::HighlevelDown;
    let outcome = Outcome::Refused { status: 500, kind, worth_a_retry: false, asked_to_wait: None };
    assert_eq!(automatic_tries(&outcome), 0);
}

#[test]
fn a_damaged_answer_is_asked_for_once_more_and_a_whole_one_is_not() {
    assert_eq!(automatic_tries(&Outcome::Undecodable { looks_damaged: true }), 1);
    assert_eq!(automatic_tries(&Outcome::Undecodable { looks_damaged: false }), 0);
}

#[test]
fn the_days_limit_is_never_waited_for_and_no_time_is_promised() {
    for asked in [None, Some(seconds(1))] {
        let outcome = refused(ProblemKind::DailyLimitReached, asked);
        let decision = decide(&Limits::default(), 1, &outcome, Duration::ZERO, JITTER);
        assert_eq!(decision, Decision::GiveUp { retry_in: None });
    }
}

#[test]
fn up_to_five_seconds_are_waited_for_without_a_word() {
    let outcome = refused(ProblemKind::TooManyRequests, Some(seconds(5)));
    let decision = decide(&Limits::default(), 1, &outcome, Duration::ZERO, JITTER);
    assert_eq!(decision, Decision::Wait(seconds(5)));
}

#[test]
fn a_longer_wait_is_told() {
    for kind in [ProblemKind::TooManyRequests, ProblemKind::HighlevelDown] {
        let outcome = refused(kind, Some(seconds(120)));
        let decision = decide(&Limits::default(), 1, &outcome, Duration::ZERO, JITTER);
        assert_eq!(decision, Decision::GiveUp { retry_in: Some(seconds(120)) });
    }
}

#[test]
fn no_wait_longer_than_an_hour_is_told() {
    let outcome = refused(ProblemKind::TooManyRequests, Some(seconds(7_200)));
    let decision = decide(&Limits::default(), 1, &outcome, Duration::ZERO, JITTER);
    assert_eq!(decision, Decision::GiveUp { retry_in: Some(seconds(3_600)) });
}

#[test]
fn after_the_last_try_the_burst_limit_tells_its_own_interval() {
    let outcome = refused(ProblemKind::TooManyRequests, None);
    let decision = decide(&Limits::default(), 3, &outcome, seconds(1), JITTER);
    assert_eq!(decision, Decision::GiveUp { retry_in: Some(seconds(10)) });
}

#[test]
fn a_server_that_asks_for_no_wait_at_all_still_gets_one() {
    let outcome = refused(ProblemKind::TooManyRequests, Some(Duration::ZERO));
    let decision = decide(&Limits::default(), 2, &outcome, Duration::ZERO, JITTER);
    assert_eq!(decision, Decision::Wait(Duration::from_millis(300)));
}

#[test]
fn a_server_that_twice_let_the_connection_wait_in_vain_is_not_knocked_at_again() {
    let fault = TransportError::CannotConnect { host: String::new(), detail: String::new() };
    let at = |attempt, elapsed| decide(&Limits::default(), attempt, &Outcome::Fault(&fault), elapsed, JITTER);
    assert!(matches!(at(1, seconds(5)), Decision::Wait(_)));
    assert_eq!(at(2, seconds(10)), Decision::GiveUp { retry_in: None });
}

#[test]
fn no_wait_is_begun_that_would_outlast_the_lookup() {
    let fault = TransportError::TimedOut { after_answer_began: true };
    let at = |elapsed| decide(&Limits::default(), 1, &Outcome::Fault(&fault), elapsed, JITTER);
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
        let limits = Limits { tries: u32::MAX, ..Limits::default() };
        let elapsed = Duration::from_millis(elapsed);
        let fault = TransportError::ConnectionCut { before_a_byte: true, detail: String::new() };
        if let Decision::Wait(wait) = decide(&limits, attempt, &Outcome::Fault(&fault), elapsed, jitter) {
            prop_assert!(wait <= limits.backoff_cap);
            prop_assert!(elapsed + wait < limits.overall);
        }
    }

    #[test]
    fn no_header_makes_it_panic_or_wait_for_more_than_a_day(value in "\\PC*", date in "\\PC*") {
        let wait = after(&[("retry-after", &value), ("date", &date)]);
        prop_assert!(wait.is_none_or(|wait| wait <= BELIEVED_WAIT));
    }
}
