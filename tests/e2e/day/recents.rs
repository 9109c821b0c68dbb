//! The recent lookups.

use super::settings;
use crate::contacts::{connected, documented, DOCUMENTED_ID};
use crate::highlevel::Answer;

const ANOTHER: &str = "AnotherContact000001";

fn another() -> serde_json::Value {
    serde_json::json!({ "id": ANOTHER, "firstName": "José", "lastName": "Álvarez", "email": "jose@example.com" })
}

#[tokio::test]
async fn a_recent_card_comes_back_at_once_and_says_when_it_was_got() {
    let (harness, window) = connected().await;
    harness.highlevel.answer(ANOTHER, Answer::contact(&another()));
    window.look_up(DOCUMENTED_ID).await;
    window.look_up(ANOTHER).await;
    window.wait_for(&format!("#recents [data-recent='{DOCUMENTED_ID}']")).await;
    let asked = harness.highlevel.requests_for("/contacts/").len();
    window.click(&format!("#recents [data-recent='{DOCUMENTED_ID}']")).await;
    window.wait_for(&format!("#result[data-state=found][data-id='{DOCUMENTED_ID}']")).await;
    assert_eq!(window.sent("email").await.as_deref(), Some("rubika@deos.com"));
    assert_eq!(harness.highlevel.requests_for("/contacts/").len(), asked, "HighLevel is not asked");
    assert!(window.text("#as-of").await.contains("As of"), "its age is told");
    window.click("#refresh").await;
    window.wait_until("return document.querySelector('#as-of') === null").await;
    assert_eq!(harness.highlevel.requests_for("/contacts/").len(), asked + 1);
    window.close().await;
}

#[tokio::test]
async fn a_refresh_that_does_not_work_leaves_the_card_readable() {
    let (harness, window) = connected().await;
    window.look_up(DOCUMENTED_ID).await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::refusal(422, "property x should not exist"));
    window.click("#refresh").await;
    window.wait_for("[role=alert][data-problem=request-refused]").await;
    assert_eq!(window.sent("email").await.as_deref(), Some("rubika@deos.com"));
    window.click("[data-copy=email]").await;
    super::wait_for_text(&window, "[data-copy=email]", "Copied").await;
    // An old card never looks like the answer to a new ID.
    harness.highlevel.answer(ANOTHER, Answer::refusal(400, "Contact not found"));
    assert_eq!(window.look_up(ANOTHER).await, "failed");
    assert!(!window.has("[data-field=email]").await);
    window.close().await;
}

#[tokio::test]
async fn names_are_on_disk_only_while_the_person_lets_them_be() {
    let (harness, window) = connected().await;
    window.look_up(DOCUMENTED_ID).await;
    window.wait_for(&format!("#recents [data-recent='{DOCUMENTED_ID}']")).await;
    window.close().await;
    assert!(settings(&harness).contains(DOCUMENTED_ID), "the ID is kept");
    assert!(!settings(&harness).to_lowercase().contains("rubika"), "the name is not");

    let window = harness.open().await;
    window.wait_for(&format!("#recents [data-recent='{DOCUMENTED_ID}']")).await;
    assert!(!window.text("#recents").await.contains("ubika"));
    window.press("\u{E009},").await;
    window.run("document.querySelector('#remember-names').click()", vec![]).await;
    window.wait_until("return document.querySelector('#remember-names').checked").await;
    window.press("\u{E00C}").await;
    window.look_up(DOCUMENTED_ID).await;
    window.close().await;
    assert!(settings(&harness).to_lowercase().contains("rubika deo"));
    assert!(!settings(&harness).contains("rubika@deos.com"), "the name and nothing else");

    let window = harness.open().await;
    window.wait_until("return document.querySelector('#recents').innerText.includes('ubika')").await;
    window.press("\u{E009},").await;
    window.run("document.querySelector('#remember-names').click()", vec![]).await;
    window.wait_until("return !document.querySelector('#remember-names').checked").await;
    window.close().await;
    assert!(!settings(&harness).to_lowercase().contains("rubika"), "they leave the disk again");
}

#[tokio::test]
async fn a_recent_lookup_can_be_removed_and_all_can_be_cleared_and_both_can_be_undone() {
    let (harness, window) = connected().await;
    harness.highlevel.answer(ANOTHER, Answer::contact(&another()));
    window.look_up(DOCUMENTED_ID).await;
    window.look_up(ANOTHER).await;
    let count = "return document.querySelectorAll('#recents [data-recent]').length";
    window.wait_until(&format!("{count} === 2")).await;
    window.click(&format!("#recents [data-remove-recent='{ANOTHER}']")).await;
    window.wait_until(&format!("{count} === 1")).await;
    window.click("#undo-recents").await;
    window.wait_until(&format!("{count} === 2")).await;
    window.click("#clear-recents").await;
    window.wait_until(&format!("{count} === 0")).await;
    window.click("#undo-recents").await;
    window.wait_until(&format!("{count} === 2")).await;
    window.close().await;
}

#[tokio::test]
async fn what_changed_since_the_last_look_is_marked_with_the_former_value() {
    let (harness, window) = connected().await;
    window.look_up(DOCUMENTED_ID).await;
    assert!(!window.has("#changes").await, "there is nothing to compare with");
    let mut now = documented();
    now["email"] = "deo@example.com".into();
    now["ssn"] = "900-11-2222".into();
    now["tags"] = serde_json::json!(["consequat", "vip"]);
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&now));
    window.click("#refresh").await;
    window.wait_for("#changes").await;
    let told = window.text("#changes").await;
    assert!(told.contains("rubika@deos.com") && told.contains("deo@example.com") && told.contains("vip"), "{told}");
    let page = "return document.documentElement.outerHTML.includes('900-11') || document.documentElement.outerHTML.includes('078-05')";
    assert_eq!(window.run(page, vec![]).await, false, "sensitive values are not told");
    window.close().await;
}
