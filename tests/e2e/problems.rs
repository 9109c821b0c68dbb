//! What a person sees when something goes wrong.

use std::time::Duration;

use crate::contacts::{documented, DOCUMENTED_ID, TOKEN};
use crate::harness::Harness;
use crate::highlevel::Answer;

const OTHER_ID: &str = "ocQHyuzHvysMo5N5VsXc";

#[tokio::test]
async fn each_refusal_is_told_in_its_own_words_and_the_id_stays_in_the_box() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    let page = Answer::text(200, "text/html", "<!doctype html><title>Hotel</title><p>Sign in");
    let cases = [
        (Answer::refusal(401, "Invalid JWT"), "token-rejected"),
        (Answer::refusal(401, "The token is not authorized for this scope."), "permission-missing"),
        (Answer::refusal(401, "Token's user type mismatch!"), "agency-token"),
        (Answer::refusal(400, "Contact not found"), "contact-not-found"),
        (Answer::refusal(400, "Bad Request"), "request-refused"),
        (Answer::refusal(422, vec!["contactId must be a string"]), "request-refused"),
        (Answer::refusal(403, "The token does not have access to this location."), "other-account"),
        (Answer::text(403, "text/plain", "error code: 1010"), "blocked-on-the-way"),
        (Answer::refusal(400, "Location is not active"), "account-inactive"),
        (Answer::refusal(401, "Location is not active"), "account-inactive"),
        (Answer::refusal(403, "Location is not active"), "account-inactive"),
        (Answer::refusal(404, "Cannot GET /contacts/x"), "program-outdated"),
        (Answer::refusal(429, "Too Many Requests").with_header("retry-after", "120"), "too-many-requests"),
        (
            Answer::refusal(429, "Too Many Requests").with_header("x-ratelimit-daily-remaining", "0"),
            "daily-limit-reached",
        ),
        (page, "network-sign-in"),
        (Answer::text(200, "application/json", ""), "answer-empty"),
        (Answer::text(200, "application/json", "{\"contact\": {\"id\": "), "answer-not-understood"),
        (Answer::text(302, "text/plain", "").with_header("location", "https://example.com/"), "redirected"),
    ];
    for (answer, kind) in cases {
        harness.highlevel.answer(OTHER_ID, answer);
        assert_eq!(window.look_up(OTHER_ID).await, "failed", "{kind}");
        assert_eq!(window.problem().await.as_deref(), Some(kind));
        assert_eq!(window.value("#contact-id").await, OTHER_ID, "{kind}");
        assert_eq!(window.attribute("#result", "data-id").await.as_deref(), Some(OTHER_ID), "{kind}");
        let text = window.text("[role=alert]").await.to_lowercase();
        for word in ["error", "failed", "invalid", "http", "json", "null", "oops", "!"] {
            assert!(!text.contains(word), "{kind} says {word}: {text}");
        }
        let problems = window.run("return document.querySelectorAll('[data-problem]').length", vec![]).await;
        assert_eq!(problems, 1, "{kind}");
        window.picture(&format!("problem-{kind}-light-1120")).await;
    }
    window.close().await;
}

#[tokio::test]
async fn an_old_card_is_never_left_looking_like_the_answer() {
    let harness = Harness::new().await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    harness.highlevel.answer(OTHER_ID, Answer::refusal(401, "Invalid JWT"));
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    assert_eq!(window.look_up(OTHER_ID).await, "failed");
    assert!(!window.has("[data-field=email]").await);
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    assert!(!window.has("[data-problem]").await);
    window.close().await;
}

#[tokio::test]
async fn the_last_one_asked_wins_and_a_late_answer_is_dropped() {
    let harness = Harness::new().await;
    let late = Answer::contact(&serde_json::json!({ "id": OTHER_ID, "firstName": "Late" }));
    harness.highlevel.answer(OTHER_ID, late.after(Duration::from_millis(900)));
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    window.fill("#contact-id", OTHER_ID).await;
    window.click("#look-up").await;
    window.wait_for("#result[data-state=loading]").await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    // Past the moment at which the late answer would have come.
    window.wait_until("window.since ??= Date.now(); return Date.now() - window.since > 1200").await;
    assert_eq!(window.attribute("#result", "data-id").await.as_deref(), Some(DOCUMENTED_ID));
    assert_eq!(window.sent("email").await.as_deref(), Some("rubika@deos.com"));
    window.close().await;
}

#[tokio::test]
async fn a_lookup_under_way_can_be_cancelled_and_the_id_stays() {
    let harness = Harness::new().await;
    harness.highlevel.answer(OTHER_ID, Answer::contact(&documented()).after(Duration::from_secs(60)));
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    window.fill("#contact-id", OTHER_ID).await;
    window.click("#look-up").await;
    window.wait_for("#cancel-look-up").await;
    window.click("#cancel-look-up").await;
    window.wait_for("#result[data-state=idle]").await;
    assert_eq!(window.value("#contact-id").await, OTHER_ID);
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    window.close().await;
}

#[tokio::test]
async fn a_token_that_highlevel_no_longer_accepts_is_replaced_in_place_and_the_lookup_runs_again() {
    let harness = Harness::new().await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::refusal(401, "Invalid Private Integration token"));
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "failed");
    assert_eq!(window.problem().await.as_deref(), Some("token-rejected"));
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    window.click("[role=alert] button").await;
    let new = "pit-11111111-2222-4333-8444-555555555555";
    window.fill("#token", new).await;
    window.picture("replace-token-light-1120").await;
    window.click("#connect").await;
    window.wait_for("#result[data-state=found]").await;
    let last = harness.highlevel.requests().pop().expect("a request came");
    assert_eq!(last.headers["authorization"], format!("Bearer {new}"));
    window.close().await;
}

#[tokio::test]
async fn a_token_that_is_refused_while_connecting_is_not_kept() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.fill("#account-name", "Harbour Dental").await;
    window.fill("#token", "pit-short").await;
    window.click("#connect").await;
    window.wait_for("[data-problem=token-malformed]").await;
    assert_eq!(harness.highlevel.connections(), 0, "what cannot be a token is not sent");
    assert_eq!(window.value("#account-name").await, "Harbour Dental");
    window.picture("welcome-token-malformed-light-1120").await;
    window.close().await;
    let window = harness.open().await;
    assert_eq!(window.attribute("body", "data-screen").await.as_deref(), Some("welcome"));
    window.close().await;
}

#[tokio::test]
async fn without_a_network_the_person_is_told_and_can_try_again() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    window.close().await;
    // Nothing listens there: the nearest to a network that is down which needs no rights on this machine.
    let nowhere = [("CONTACT_LOOKUP_API_URL", "http://127.0.0.1:9")];
    let start = crate::harness::Start { environment: &nowhere, ..crate::harness::Start::default() };
    let window = harness.open_with(start).await;
    assert_eq!(window.look_up(OTHER_ID).await, "failed");
    assert_eq!(window.problem().await.as_deref(), Some("cannot-connect"));
    assert_eq!(window.value("#contact-id").await, OTHER_ID);
    window.picture("problem-cannot-connect-light-1120").await;
    window.close().await;
}
