//! A sub-account that its agency has paused or closed: no token and no ID is the cure.

use crate::contacts::{documented, DOCUMENTED_ID, TOKEN};
use crate::harness::Harness;
use crate::highlevel::Answer;

/// The contact that cannot exist, which a token is tested with.
const ASKED_TO_CONNECT: &str = "ContactLookupCheck00";
const OTHER_ID: &str = "ocQHyuzHvysMo5N5VsXc";

fn paused(status: u16) -> Answer {
    Answer::refusal(status, "Location is not active")
}

#[tokio::test]
async fn a_paused_sub_account_is_told_in_connecting_and_in_a_lookup() {
    let harness = Harness::new().await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    let window = harness.open().await;
    harness.highlevel.answer(ASKED_TO_CONNECT, paused(401));
    window.fill("#token", TOKEN).await;
    window.click("#connect").await;
    window.wait_for("[data-problem=account-inactive]").await;
    assert_eq!(window.value("#token").await, TOKEN, "nothing that was typed is lost");
    window.picture("welcome-account-inactive-light-1120").await;
    harness.highlevel.answer(ASKED_TO_CONNECT, Answer::refusal(400, "Contact not found"));
    window.click("#connect").await;
    window.wait_for("#contact-id").await;

    harness.highlevel.answer(OTHER_ID, paused(403));
    assert_eq!(window.look_up(OTHER_ID).await, "failed");
    assert_eq!(window.problem().await.as_deref(), Some("account-inactive"));
    let told = window.text("[role=alert]").await;
    assert!(told.contains("paused or closed") && told.contains("Copy a message for your administrator"), "{told}");
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    window.close().await;
}
