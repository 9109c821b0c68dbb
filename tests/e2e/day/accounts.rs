//! Several accounts.

use super::{connect_another, OTHER_TOKEN};
use crate::contacts::{connected, DOCUMENTED_ID, TOKEN};
use crate::highlevel::Answer;

const ELSEWHERE: &str = "ElsewhereElsewhere01";

fn elsewhere() -> serde_json::Value {
    serde_json::json!({ "id": ELSEWHERE, "firstName": "Amara", "lastName": "Nwosu", "locationId": "Loc2Loc2Loc2Loc2Loc2" })
}

fn not_here() -> Answer {
    Answer::refusal(403, "The token does not have access to this location.")
}

#[tokio::test]
async fn a_link_of_another_saved_account_is_looked_up_there_and_the_account_is_in_use_from_then_on() {
    let (harness, window) = connected().await;
    harness.highlevel.answer_to(TOKEN, ELSEWHERE, not_here());
    harness.highlevel.answer_to(OTHER_TOKEN, ELSEWHERE, Answer::contact(&elsewhere()));
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    connect_another(&window, "Nwosu Legal", OTHER_TOKEN).await;
    assert_eq!(window.look_up(ELSEWHERE).await, "found", "its location is learnt from its first contact");

    let link = format!("https://crm.example.com/v2/location/ve9EPM428h8vShlRW1KT/contacts/detail/{DOCUMENTED_ID}");
    assert_eq!(window.look_up(&link).await, "found");
    assert_eq!(window.sent("email").await.as_deref(), Some("rubika@deos.com"));
    assert_eq!(window.attribute("#account", "data-account").await.as_deref(), Some("Harbour Dental"));
    assert!(window.text("main").await.contains("Harbour Dental"), "the switch is said");
    let last = harness.highlevel.requests_for(&format!("/contacts/{DOCUMENTED_ID}")).pop().expect("it was asked for");
    assert_eq!(last.headers["authorization"], format!("Bearer {TOKEN}"));
    window.close().await;

    let window = harness.open().await;
    assert_eq!(window.attribute("#account", "data-account").await.as_deref(), Some("Harbour Dental"));
    window.close().await;
}

#[tokio::test]
async fn all_my_accounts_are_tried_until_one_has_the_contact() {
    let (harness, window) = connected().await;
    let third = "pit-11111111-2222-4333-8444-555555555555";
    harness.highlevel.answer(ELSEWHERE, not_here());
    harness.highlevel.answer_to(OTHER_TOKEN, ELSEWHERE, Answer::contact(&elsewhere()));
    connect_another(&window, "Nwosu Legal", OTHER_TOKEN).await;
    connect_another(&window, "Third", third).await;
    window.click("#account").await;
    window.click("[data-choose-account]:first-of-type").await;
    window.wait_for("#account[data-account='Harbour Dental']").await;
    assert_eq!(window.look_up(ELSEWHERE).await, "failed");
    assert_eq!(window.problem().await.as_deref(), Some("other-account"));
    let before = harness.highlevel.requests_for(ELSEWHERE).len();
    window.click("#try-all").await;
    window.wait_for("#result[data-state=found]").await;
    assert_eq!(window.attribute("#account", "data-account").await.as_deref(), Some("Nwosu Legal"));
    let asked = harness.highlevel.requests_for(ELSEWHERE).split_off(before);
    assert_eq!(asked.len(), 1, "the account that was tried is not tried again, and the one after is not needed");
    assert_eq!(asked[0].headers["authorization"], format!("Bearer {OTHER_TOKEN}"));
    window.close().await;
}

#[tokio::test]
async fn no_account_has_the_contact_and_that_is_said_in_one_sentence() {
    let (harness, window) = connected().await;
    harness.highlevel.answer(ELSEWHERE, not_here());
    connect_another(&window, "Nwosu Legal", OTHER_TOKEN).await;
    assert_eq!(window.look_up(ELSEWHERE).await, "failed");
    window.click("#try-all").await;
    window.wait_until("return document.querySelector('#try-all') === null").await;
    window.wait_for("#result[data-state=failed]").await;
    assert!(window.problem().await.is_some());
    assert_eq!(harness.highlevel.requests_for(ELSEWHERE).len(), 2, "each account is asked once");
    assert_eq!(window.value("#contact-id").await, ELSEWHERE, "what was typed stays");
    window.close().await;
}

#[tokio::test]
async fn a_name_that_is_taken_empty_or_endless_becomes_one_that_can_be_told_apart() {
    let (_harness, window) = connected().await;
    let endless = "a very long name ".repeat(600);
    for (typed, shown) in
        [("Harbour Dental", "Harbour Dental 2"), ("", "My account"), (endless.as_str(), "a very long name")]
    {
        connect_another(&window, typed, OTHER_TOKEN).await;
        let name = window.attribute("#account", "data-account").await.unwrap_or_default();
        assert!(name.starts_with(shown), "{name}");
        assert!(name.chars().count() <= 82, "{name}");
    }
    let names: Vec<String> = {
        window.click("#account").await;
        window.wait_for("[data-choose-account]").await;
        let all = window
            .run("return [...document.querySelectorAll('[data-choose-account]')].map((one) => one.innerText)", vec![])
            .await;
        serde_json::from_value(all).expect("names")
    };
    assert_eq!(names.len(), 4);
    window.close().await;
}
