//! Rows whose contacts live in another of the person's accounts.

use std::time::Duration;

use serde_json::json;

use super::{at_lists, contact, id, start, until_finished};
use crate::contacts::TOKEN;
use crate::harness::Window;
use crate::highlevel::Answer;

/// A second account's token.
const OTHER_TOKEN: &str = "pit-7b1d3e55-0c2f-4a91-8d6e-3f5a9c7e1b24";

/// Makes another account the one in use.
async fn choose(window: &Window, name: &str) {
    window.click("#account").await;
    window.wait_for("[data-choose-account]").await;
    let script = "[...document.querySelectorAll('[data-choose-account]')]
        .find((one) => one.innerText.includes(arguments[0])).click()";
    window.run(script, vec![json!(name)]).await;
    window.wait_until(&format!("return document.querySelector('#account')?.dataset.account === '{name}'")).await;
}

#[tokio::test]
async fn bulk_rows_of_another_account_are_found_there_by_hand_and_by_the_list() {
    let (harness, window) = at_lists(Duration::ZERO).await;
    let not_here = || Answer::refusal(403, "The token does not have access to this location.");
    for at in [1, 2] {
        harness.highlevel.answer_to(TOKEN, &id(at), not_here());
        harness.highlevel.answer_to(OTHER_TOKEN, &id(at), Answer::contact(&contact(&id(at))));
    }
    window.click("#account").await;
    window.click("#add-account").await;
    window.wait_for("body[data-screen=welcome]").await;
    window.connect("Smile Studio", OTHER_TOKEN).await;
    choose(&window, "Harbour Dental").await;
    window.click("#open-bulk").await;
    window.wait_for("body[data-screen=bulk] #bulk-ids").await;
    start(&window, &super::ids(3)).await;
    until_finished(&window).await;
    let outcome = |at: usize| format!("return document.querySelector('[data-bulk-row={}]')?.dataset.outcome", id(at));
    assert_eq!(window.run(&outcome(1), vec![]).await, "other-account");

    // By hand, in the other account: the row gets the answer.
    choose(&window, "Smile Studio").await;
    window.press("\u{E00C}").await;
    window.wait_for("body[data-screen=lookup] #result").await;
    assert_eq!(window.look_up(&id(1)).await, "found");
    window.click("#open-bulk").await;
    window.wait_until(&format!("{} === 'found'", outcome(1))).await;
    let row = format!("[data-bulk-row={}]", id(1));
    assert!(window.text(&row).await.contains("Found in Smile Studio"));

    assert_eq!(window.text("#bulk-elsewhere").await, "Look this one up in my other account");
    window.click("#bulk-elsewhere").await;
    window.wait_until(&format!("{} === 'found'", outcome(2))).await;
    until_finished(&window).await;
    assert!(!window.has("#bulk-elsewhere").await, "nothing is missing");
    window.picture("bulk-elsewhere").await;
    window.close().await;
}
