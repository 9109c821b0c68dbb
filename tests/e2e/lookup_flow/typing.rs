//! Typing and pasting the next ID while the answer to the one before is on its way.

use serde_json::json;

use super::{box_holds, painted};
use crate::contacts::{connected, documented, DOCUMENTED_ID};
use crate::harness::{Harness, Window};
use crate::highlevel::{Answer, Gate};
use crate::screen::{key, Screen};

const NEXT_ID: &str = "ocQHyuzHvysMo5N5VsXc";

fn next() -> serde_json::Value {
    json!({ "id": NEXT_ID, "firstName": "José", "lastName": "Álvarez", "email": "jose@example.com" })
}

/// A harness on which the answer to [`DOCUMENTED_ID`] waits behind a gate, and the one to [`NEXT_ID`] comes at once.
async fn held_back(answer: Answer) -> (Harness, Window, Gate) {
    let (harness, window) = connected().await;
    let gate = Gate::closed();
    harness.highlevel.answer(DOCUMENTED_ID, answer.behind(&gate));
    harness.highlevel.answer(NEXT_ID, Answer::contact(&next()));
    (harness, window, gate)
}

/// Waits until the answer to the first lookup is on the page, and all that follows it is done.
async fn answered(window: &Window, state: &str) {
    window.wait_for(&format!("#result[data-state={state}][data-id='{DOCUMENTED_ID}']")).await;
    painted(window).await;
}

/// Looks [`DOCUMENTED_ID`] up by real keys, and waits until HighLevel is asked.
async fn ask_by_keys(harness: &Harness, window: &Window, screen: &Screen) {
    let asked = harness.highlevel.requests_for(DOCUMENTED_ID).len();
    let shown = screen.window("Contact Lookup").await;
    let keyboard = screen.keyboard(&shown);
    keyboard.press_with_control('l');
    keyboard.write(DOCUMENTED_ID);
    box_holds(window, DOCUMENTED_ID).await;
    keyboard.press(key::ENTER);
    window.wait_for("#result[data-state=loading]").await;
    while harness.highlevel.requests_for(DOCUMENTED_ID).len() == asked {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

/// Types the next ID while the answer comes after each possible key.
async fn each_key(answer: Answer, state: &str) {
    let (harness, window, gate) = held_back(answer).await;
    let screen = harness.screen();
    for before in 0..=NEXT_ID.len() {
        ask_by_keys(&harness, &window, &screen).await;
        let shown = screen.window("Contact Lookup").await;
        let keyboard = screen.keyboard(&shown);
        let (first, rest) = NEXT_ID.split_at(before);
        keyboard.write(first);
        if before > 0 {
            box_holds(&window, first).await;
        }
        gate.release();
        answered(&window, state).await;
        keyboard.write(rest);
        box_holds(&window, NEXT_ID).await;
        keyboard.press(key::ENTER);
        window.wait_for(&format!("#result[data-state=found][data-id='{NEXT_ID}']")).await;
        assert_eq!(window.value("#contact-id").await, NEXT_ID, "after {before} keys");
    }
    window.close().await;
}

#[tokio::test]
async fn an_id_typed_while_a_contact_arrives_after_any_of_its_keys_is_whole() {
    each_key(Answer::contact(&documented()), "found").await;
}

#[tokio::test]
async fn an_id_typed_while_a_problem_arrives_after_any_of_its_keys_is_whole() {
    each_key(Answer::refusal(400, "Contact not found"), "failed").await;
}

#[tokio::test]
async fn an_id_pasted_while_an_answer_is_on_its_way_takes_the_place_of_the_one_before() {
    let (harness, window, gate) = held_back(Answer::contact(&documented())).await;
    let screen = harness.screen();
    let shown = screen.window("Contact Lookup").await;
    let keyboard = screen.keyboard(&shown);
    keyboard.press_with_control('l');
    keyboard.write(NEXT_ID);
    box_holds(&window, NEXT_ID).await;
    keyboard.press_with_control('a');
    keyboard.press_with_control('c');
    for answer_first in [false, true] {
        ask_by_keys(&harness, &window, &screen).await;
        if answer_first {
            gate.release();
            answered(&window, "found").await;
        }
        keyboard.press_with_control('v');
        box_holds(&window, NEXT_ID).await;
        if !answer_first {
            gate.release();
            answered(&window, "found").await;
        }
        keyboard.press(key::ENTER);
        window.wait_for(&format!("#result[data-state=found][data-id='{NEXT_ID}']")).await;
        assert_eq!(window.value("#contact-id").await, NEXT_ID, "answer first: {answer_first}");
    }
    window.close().await;
}

#[tokio::test]
async fn a_menu_that_is_open_when_an_answer_comes_keeps_the_keys() {
    let (harness, window, gate) = held_back(Answer::contact(&documented())).await;
    let screen = harness.screen();
    ask_by_keys(&harness, &window, &screen).await;
    window.click("#account").await;
    window.wait_until("return document.querySelector('#account-menu').contains(document.activeElement)").await;
    gate.release();
    answered(&window, "found").await;
    assert_eq!(
        window.run("return document.querySelector('#account-menu').contains(document.activeElement)", vec![]).await,
        true
    );
    assert_eq!(window.value("#contact-id").await, DOCUMENTED_ID);
    window.close().await;
}
