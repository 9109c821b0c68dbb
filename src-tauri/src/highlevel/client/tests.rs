#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::VecDeque;
use std::sync::Mutex;

use tokio::time::advance;

use super::*;
use crate::highlevel::transport::Headers;
use crate::model::contact_id::read_contact_id;
use futures_util::future::BoxFuture;

const CONTACT: &[u8] = br#"{"contact": {"id": "ocQHyuzHvysMo5N5VsXc", "firstName": "Rubika"}, "traceId": "t-1"}"#;

/// What the scripted far end does with one request.
enum Does {
    Answers(u16, &'static [(&'static str, &'static str)], &'static [u8]),
    Fails(ApiError),
    After(Duration, Box<Does>),
    StaysSilent,
}

/// A far end that does one thing after the other, and the last one for ever.
struct Scripted {
    script: Mutex<VecDeque<Does>>,
    asked: Mutex<Vec<(Resource, Instant)>>,
}

impl Scripted {
    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }

    /// How long after the first request each of the others came, in milliseconds.
    fn gaps(&self) -> Vec<u128> {
        let asked = self.asked.lock().unwrap();
        asked.iter().skip(1).map(|(_, at)| (*at - asked[0].1).as_millis()).collect()
    }
}

impl Transport for Scripted {
    fn send(&self, request: ApiRequest) -> BoxFuture<'_, Result<ApiAnswer, ApiError>> {
        Box::pin(async move {
            self.asked.lock().unwrap().push((request.resource, Instant::now()));
            let mut does = self.script.lock().unwrap().pop_front().unwrap_or(Does::StaysSilent);
            loop {
                match does {
                    Does::Answers(status, headers, body) => {
                        let headers = Headers::keep(headers.iter().copied());
                        return Ok(ApiAnswer { status, headers, body: body.to_vec() });
                    }
                    Does::Fails(fault) => return Err(fault),
                    Does::After(wait, then) => {
                        sleep(wait).await;
                        does = *then;
                    }
                    Does::StaysSilent => std::future::pending().await,
                }
            }
        })
    }

    fn warm_up(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}

struct Asker {
    session: ApiSession,
    far_end: Arc<Scripted>,
}

fn asker(script: impl IntoIterator<Item = Does>) -> Asker {
    let script = Mutex::new(script.into_iter().collect());
    let far_end = Arc::new(Scripted { script, asked: Mutex::default() });
    let session = ApiSession {
        client: Arc::new(Client::new(Arc::clone(&far_end) as Arc<dyn Transport>)),
        token: Arc::new(ApiToken::parse("pit-00000000-0000-4000-8000-000000000000").unwrap()),
        limiter: Arc::new(RateLimiter::new()),
    };
    Asker { session, far_end }
}

impl Asker {
    async fn contact(&self) -> Result<Answered, ApiError> {
        let id = read_contact_id("ocQHyuzHvysMo5N5VsXc").unwrap().id;
        self.session.contact(&id).await
    }

    async fn test_token(&self) -> Result<(), ApiError> {
        self.session.test_token().await
    }
}

fn attempts(error: &ApiError) -> u32 {
    error.problem.facts.attempts.unwrap()
}

fn cut() -> Does {
    Does::Fails(ApiError::with_detail(ProblemKind::ConnectionCut, "reset").worth(2))
}

fn refused_as(result: Result<Answered, ApiError>) -> ProblemKind {
    let error = result.unwrap_err();
    assert!(error.problem.facts.status.is_some_and(|status| status != 200), "not a refusal: {error:?}");
    error.kind()
}

#[tokio::test(start_paused = true)]
async fn a_contact_is_found_at_the_first_try() {
    let asker = asker([Does::Answers(200, &[], CONTACT)]);
    let answered = asker.contact().await.unwrap();
    assert_eq!(answered.contact.id(), Some("ocQHyuzHvysMo5N5VsXc"));
    assert_eq!((answered.trace_id.as_deref(), answered.attempts), (Some("t-1"), 1));
}

#[tokio::test(start_paused = true)]
async fn two_passing_faults_are_not_even_noticed() {
    let asker = asker([cut(), Does::Answers(503, &[], b""), Does::Answers(200, &[], CONTACT)]);
    assert_eq!(asker.contact().await.unwrap().attempts, 3);
}

#[tokio::test(start_paused = true)]
async fn the_third_passing_fault_is_told_with_all_that_is_known() {
    let down = |ray| Does::Answers(503, ray, b"no healthy upstream");
    let asker = asker([down(&[]), down(&[]), down(&[("cf-ray", "8f00-FRA")])]);
    let fault = asker.contact().await.unwrap_err();
    let facts = &fault.problem.facts;
    assert_eq!((facts.attempts, facts.status, facts.trace_id.as_deref()), (Some(3), Some(503), Some("8f00-FRA")));
    assert_eq!((fault.kind(), fault.retries), (ProblemKind::HighlevelDown, 2));
}

#[tokio::test(start_paused = true)]
async fn a_status_of_an_earlier_try_is_not_told_as_the_last_ones() {
    let asker = asker([Does::Answers(503, &[], b""), Does::Fails(ProblemKind::Offline.into())]);
    let fault = asker.contact().await.unwrap_err();
    assert_eq!((fault.kind(), fault.problem.facts.status), (ProblemKind::Offline, None));
}

#[tokio::test(start_paused = true)]
async fn three_seconds_that_the_server_asks_for_are_waited_for_without_a_word() {
    let asker = asker([Does::Answers(429, &[("retry-after", "3")], b""), Does::Answers(200, &[], CONTACT)]);
    assert_eq!(asker.contact().await.unwrap().attempts, 2);
    let gap = asker.far_end.gaps()[0];
    assert!((3_000..3_050).contains(&gap), "{gap}");
}

#[tokio::test(start_paused = true)]
async fn two_minutes_that_the_server_asks_for_are_told_at_once() {
    let asker = asker([Does::Answers(429, &[("retry-after", "120")], b"Too Many Requests")]);
    let fault = asker.contact().await.unwrap_err();
    assert_eq!((attempts(&fault), fault.problem.facts.retry_in_seconds), (1, Some(120)));
}

#[tokio::test(start_paused = true)]
async fn a_used_up_day_is_told_at_once() {
    let headers = &[("x-ratelimit-daily-remaining", "0"), ("retry-after", "1")];
    let asker = asker([Does::Answers(429, headers, b"Too Many Requests")]);
    let fault = asker.contact().await.unwrap_err();
    assert_eq!((attempts(&fault), fault.problem.facts.retry_in_seconds), (1, None));
}

#[tokio::test(start_paused = true)]
async fn an_allowance_that_others_have_used_up_is_waited_for_before_the_next_try() {
    let used_up = &[("x-ratelimit-remaining", "0"), ("retry-after", "4")];
    let asker = asker([Does::Answers(429, used_up, b""), Does::Answers(200, &[], CONTACT)]);
    assert_eq!(asker.contact().await.unwrap().attempts, 2);
    assert!(asker.far_end.gaps()[0] >= 4_000);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_never_answers_costs_twenty_seconds_and_no_more() {
    let asker = asker([]);
    let start = Instant::now();
    let fault = asker.contact().await.unwrap_err();
    assert_eq!((fault.kind(), attempts(&fault)), (ProblemKind::TimedOut, 1));
    assert!((20_000..20_050).contains(&start.elapsed().as_millis()));
}

#[tokio::test(start_paused = true)]
async fn a_lookup_whose_slot_never_comes_ends_in_time_and_sends_nothing() {
    let asker = asker([Does::Answers(200, &[], CONTACT)]);
    let mut held = Vec::new();
    for _ in 0..100 {
        held.push(asker.session.limiter.acquire().await);
    }
    let fault = asker.contact().await.unwrap_err();
    assert_eq!((fault.kind(), attempts(&fault), asker.far_end.asked()), (ProblemKind::TimedOut, 0, 0));
}

#[tokio::test(start_paused = true)]
async fn a_try_that_timed_out_is_tried_once_more() {
    let slow = || {
        let fault = Does::Fails(ProblemKind::TimedOut.into());
        Does::After(Duration::from_secs(8), Box::new(fault))
    };
    let asker = asker([slow(), slow(), slow()]);
    let fault = asker.contact().await.unwrap_err();
    assert_eq!((fault.kind(), attempts(&fault)), (ProblemKind::TimedOut, 2));
}

#[tokio::test(start_paused = true)]
async fn an_empty_answer_is_asked_for_once_more() {
    for (status, body) in [(200, b"".as_slice()), (200, b" \r\n"), (204, b"")] {
        let asker = asker([Does::Answers(status, &[], body), Does::Answers(status, &[], body)]);
        assert_eq!(attempts(&asker.contact().await.unwrap_err()), 2, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_holds_no_contact_is_asked_for_only_once() {
    for body in [br"{}".as_slice(), br#"{"contact": null}"#, br#"{"contact": []}"#, br#"{"contact": {}}"#] {
        let asker = asker([Does::Answers(200, &[], body)]);
        let fault = asker.contact().await.unwrap_err();
        assert_eq!((fault.kind(), attempts(&fault)), (ProblemKind::AnswerEmpty, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn half_an_answer_is_asked_for_once_more_and_a_thicket_of_brackets_is_not() {
    let half = asker([Does::Answers(200, &[], br#"{"contact": {"id""#), Does::Answers(200, &[], CONTACT)]);
    assert_eq!(half.contact().await.unwrap().attempts, 2);
    let thicket = asker([Does::Answers(200, &[], &[b'['; 10_000])]);
    assert_eq!(attempts(&thicket.contact().await.unwrap_err()), 1);
}

#[tokio::test(start_paused = true)]
async fn a_web_page_in_the_place_of_an_answer_is_asked_for_only_once() {
    let asker = asker([Does::Answers(200, &[("content-type", "text/html")], b"<!doctype html><p>Sign in</p>")]);
    let fault = asker.contact().await.unwrap_err();
    assert_eq!((fault.kind(), attempts(&fault)), (ProblemKind::NetworkSignIn, 1));
}

#[tokio::test(start_paused = true)]
async fn a_refusal_is_told_at_the_first_try() {
    let asker = asker([Does::Answers(401, &[], br#"{"statusCode": 401, "message": "Invalid JWT"}"#)]);
    assert_eq!(refused_as(asker.contact().await), ProblemKind::TokenRejected);
    assert_eq!(asker.far_end.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_cancelled_lookup_asks_no_more() {
    let asker = asker([cut(), cut(), cut()]);
    assert!(timeout(Duration::ZERO, asker.contact()).await.is_err());
    advance(Duration::from_secs(60)).await;
    assert_eq!(asker.far_end.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn every_answer_about_the_contact_means_that_the_token_is_good() {
    for (status, body) in [
        (400, br#"{"statusCode": 400, "message": "Contact not found"}"#.as_slice()),
        (403, br#"{"statusCode": 403, "message": "The token does not have access to this location."}"#),
        (422, br#"{"statusCode": 422, "message": ["Unprocessable Entity"]}"#),
        (200, CONTACT),
        (200, br#"{"contact": null}"#),
    ] {
        let asker = asker([Does::Answers(status, &[], body)]);
        assert_eq!(asker.test_token().await, Ok(()), "{status}");
        assert_eq!(asker.far_end.asked.lock().unwrap()[0].0, Resource::Contact(ContactId::made_up()));
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_about_the_token_means_that_it_is_not_good() {
    for body in [
        br#"{"statusCode": 401, "message": "Invalid JWT"}"#.as_slice(),
        br#"{"statusCode": 401, "message": "The token is not authorized for this scope."}"#,
    ] {
        let asker = asker([Does::Answers(401, &[], body)]);
        assert!(asker.test_token().await.is_err());
    }
}

#[tokio::test(start_paused = true)]
async fn no_answer_and_an_empty_one_say_nothing_about_the_token() {
    let offline = asker([Does::Fails(ProblemKind::Offline.into())]);
    assert!(offline.test_token().await.is_err());
    let empty = asker([Does::Answers(200, &[], b""), Does::Answers(200, &[], b"")]);
    assert!(empty.test_token().await.is_err());
}

#[test]
fn a_damaged_answer_is_asked_for_again_unless_it_is_nested_too_deep_to_be_read() {
    let cut_off = |levels: usize| "[".repeat(levels).into_bytes();
    let retries = |body: &[u8]| decode_contact(body).unwrap_err().retries;
    assert_eq!(retries(&cut_off(110)), 1);
    assert_eq!(retries(&cut_off(128)), 1);
    assert_eq!(retries(&cut_off(129)), 0);
    assert_eq!(retries("{\"a\": \"[[[[".repeat(50).as_bytes()), 1, "brackets inside texts do not count");
}

const USED_UP: Does =
    Does::Answers(429, &[("x-ratelimit-max", "100"), ("x-ratelimit-remaining", "0")], b"Too Many Requests");

#[tokio::test(start_paused = true)]
async fn a_long_wait_for_the_allowance_is_told_with_its_length_and_never_sat_out() {
    let asker = asker([USED_UP, USED_UP]);
    for attempts in [1, 0] {
        let start = Instant::now();
        let fault = asker.contact().await.unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
        assert_eq!(fault.kind(), ProblemKind::TooManyRequests);
        assert!(fault.problem.facts.retry_in_seconds.is_some_and(|wait| wait > 5), "{fault:?}");
        assert_eq!(fault.problem.facts.attempts, Some(attempts));
    }
    assert_eq!(asker.far_end.asked(), 1, "nothing is asked while the allowance is closed");
}

#[tokio::test(start_paused = true)]
async fn what_is_left_of_a_wait_is_sat_out_when_it_is_short() {
    let asker = asker([USED_UP, Does::Answers(200, &[], CONTACT)]);
    asker.contact().await.unwrap_err();
    advance(Duration::from_secs(7)).await;
    assert_eq!(asker.contact().await.unwrap().attempts, 1);
}
