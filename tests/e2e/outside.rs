//! Links to this program, which any web page can make a person follow.

use crate::contacts::{connected, documented, DOCUMENTED_ID, TOKEN};
use crate::harness::{Harness, Start};
use crate::highlevel::Answer;
use crate::process::start_again;

const OTHER_ID: &str = "ocQHyuzHvysMo5N5VsXc";

fn link(id: &str) -> String {
    format!("contactlookup://contact/{id}")
}

#[tokio::test]
async fn a_link_that_is_followed_fills_the_box_of_the_first_window_and_sends_nothing() {
    let (harness, window) = connected().await;
    let before = harness.highlevel.requests().len();
    assert_eq!(start_again(&harness, &[&link(DOCUMENTED_ID)]), Some(0));
    window.wait_until(&format!("return document.querySelector('#contact-id').value === '{DOCUMENTED_ID}'")).await;
    for odd in ["contactlookup://contact/../users/me", "contactlookup://evil/ocQHyuzHvysMo5N5VsXc", "contactlookup:x"] {
        assert_eq!(start_again(&harness, &[odd]), Some(0), "{odd}");
    }
    assert_eq!(start_again(&harness, &[&link(OTHER_ID)]), Some(0));
    // News come in order: none of the odd ones was any.
    window.wait_until(&format!("return document.querySelector('#contact-id').value === '{OTHER_ID}'")).await;
    assert_eq!(window.attribute("#result", "data-state").await.as_deref(), Some("idle"));
    assert_eq!(harness.highlevel.requests().len(), before, "nothing was sent");
    assert_eq!(harness.processes("contact-lookup").len(), 1);

    harness.highlevel.answer(OTHER_ID, Answer::contact(&documented()));
    window.press("\u{E007}").await;
    window.wait_for("#result[data-state=found]").await;
    assert_eq!(window.attribute("#result", "data-id").await.as_deref(), Some(OTHER_ID));
    window.close().await;
}

#[tokio::test]
async fn a_program_that_is_started_by_a_link_waits_for_the_person() {
    let harness = Harness::new().await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    window.close().await;
    let before = harness.highlevel.requests().len();
    let window = harness.open_with(Start { arguments: &[&link(DOCUMENTED_ID)], ..Start::default() }).await;
    window.wait_until(&format!("return document.querySelector('#contact-id').value === '{DOCUMENTED_ID}'")).await;
    assert_eq!(window.attribute("#result", "data-state").await.as_deref(), Some("idle"));
    assert_eq!(harness.highlevel.requests().len(), before, "nothing was sent");
    window.press("\u{E007}").await;
    window.wait_for("#result[data-state=found]").await;
    window.close().await;
}
