//! What is typed into the ID box and is no ID: told in place, kept, and never sent.

use crate::contacts::{documented, DOCUMENTED_ID, TOKEN};
use crate::harness::Harness;
use crate::highlevel::Answer;

#[tokio::test]
async fn what_cannot_be_an_id_is_told_in_place_and_never_sent() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    let before = harness.highlevel.requests().len();
    for (text, kind) in [
        ("", "id-missing"),
        ("   ", "id-missing"),
        ("maria@example.com", "id-not-an-id"),
        ("+1 415 555 0134", "id-not-an-id"),
        ("../users/me", "id-not-an-id"),
        ("Maria Lopez", "id-not-an-id"),
        ("{{contact.id}}", "id-not-an-id"),
        ("https://app.gohighlevel.com/v2/location/ve9EPM428h8vShlRW1KT/conversations", "link-without-contact"),
    ] {
        assert_eq!(window.look_up(text).await, "failed", "{text:?}");
        assert_eq!(window.problem().await.as_deref(), Some(kind), "{text:?}");
        assert_eq!(window.value("#contact-id").await, text, "what was typed is kept");
    }
    window.picture("problem-id-not-an-id-light-1120").await;
    assert_eq!(harness.highlevel.requests().len(), before);
    window.close().await;
}

#[tokio::test]
async fn a_token_in_the_id_box_is_neither_sent_nor_kept() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    let before = harness.highlevel.requests().len();
    for text in ["pit-0a1b2c3d-1111-4222-8333-444455556666", "Bearer pit-0a1b2c3d-1111-4222-8333-444455556666"] {
        assert_eq!(window.look_up(text).await, "failed");
        assert_eq!(window.problem().await.as_deref(), Some("id-is-a-token"));
        assert_eq!(window.value("#contact-id").await, "", "the box is emptied");
        let page = window.run("return document.documentElement.outerHTML", vec![]).await;
        assert!(!page.as_str().unwrap_or_default().contains("0a1b2c3d"));
    }
    window.picture("problem-id-is-a-token-light-1120").await;
    assert_eq!(harness.highlevel.requests().len(), before);
    window.close().await;
}

#[tokio::test]
async fn an_id_is_taken_out_of_whatever_it_was_pasted_in() {
    let harness = Harness::new().await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    for text in [
        format!("  {DOCUMENTED_ID}  "),
        format!("\"{DOCUMENTED_ID}\""),
        format!("ID: {DOCUMENTED_ID}"),
        format!("https://crm.agency.example/v2/location/ve9EPM428h8vShlRW1KT/contacts/detail/{DOCUMENTED_ID}?tab=1#x"),
        format!("https://services.leadconnectorhq.com/contacts/{DOCUMENTED_ID}"),
    ] {
        assert_eq!(window.look_up(&text).await, "found", "{text}");
        assert_eq!(window.attribute("#result", "data-id").await.as_deref(), Some(DOCUMENTED_ID));
    }
    window.close().await;
}

#[tokio::test]
async fn the_connection_is_opened_while_the_id_is_filled_in_and_not_before() {
    let harness = Harness::new().await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    window.close().await;
    let (connections, requests) = (harness.highlevel.connections(), harness.highlevel.requests().len());
    let window = harness.open().await;
    assert_eq!(harness.highlevel.connections(), connections, "no network before the person acts");
    window.fill("#contact-id", DOCUMENTED_ID).await;
    let start = std::time::Instant::now();
    while harness.highlevel.connections() == connections && start.elapsed().as_secs() < 10 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(harness.highlevel.connections(), connections + 1);
    assert_eq!(harness.highlevel.requests().len(), requests, "opening it sends nothing");
    window.click("#look-up").await;
    window.wait_for("#result[data-state=found]").await;
    assert_eq!(harness.highlevel.connections(), connections + 1, "the lookup uses it");
    window.close().await;
}
