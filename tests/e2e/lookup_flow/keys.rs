//! A day without a mouse.

use std::time::Duration;

use super::{box_holds, painted};
use crate::contacts::{connected, DOCUMENTED_ID};
use crate::highlevel::Answer;
use crate::screen::key;

const NEXT_ID: &str = "ocQHyuzHvysMo5N5VsXc";

#[tokio::test]
async fn a_recent_lookup_is_chosen_below_the_box_by_keys() {
    let (harness, window) = connected().await;
    let next = serde_json::json!({ "id": NEXT_ID, "firstName": "José", "lastName": "Álvarez" });
    harness.highlevel.answer(NEXT_ID, Answer::contact(&next));
    window.look_up(DOCUMENTED_ID).await;
    window.look_up(NEXT_ID).await;
    window.wait_for(&format!("#recents [data-recent='{NEXT_ID}']")).await;
    painted(&window).await;
    let screen = harness.screen();
    let shown = screen.window("Contact Lookup").await;
    let keyboard = screen.keyboard(&shown);
    keyboard.press(key::DOWN);
    window.wait_for("#recent-options [aria-selected=true]").await;
    window.picture("recent-options-light-1120").await;
    keyboard.press(key::ESCAPE);
    window.wait_until("return document.querySelector('#recent-options').hidden").await;
    assert_eq!(window.value("#contact-id").await, NEXT_ID, "Escape leaves the text");
    keyboard.write("deo");
    box_holds(&window, "deo").await;
    keyboard.press(key::DOWN);
    window.wait_for(&format!("#recent-option-0[data-recent-option='{DOCUMENTED_ID}'][aria-selected=true]")).await;
    assert_eq!(window.axe().await, Vec::<String>::new());
    window.resize(360, 480).await;
    window.picture("recent-options-light-360").await;
    keyboard.press(key::ENTER);
    window.wait_for(&format!("#result[data-state=found][data-id='{DOCUMENTED_ID}']")).await;
    assert_eq!(window.value("#contact-id").await, DOCUMENTED_ID);
    window.close().await;
}

#[tokio::test]
async fn a_problem_and_a_card_are_one_tab_from_the_box_and_enter_tries_again() {
    let (harness, window) = connected().await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::text(200, "application/json", ""));
    window.look_up(DOCUMENTED_ID).await;
    painted(&window).await;
    let screen = harness.screen();
    let shown = screen.window("Contact Lookup").await;
    let keyboard = screen.keyboard(&shown);
    keyboard.press(key::TAB);
    window.wait_until("return document.activeElement.matches('[role=alert] .buttons button')").await;
    keyboard.press_with_control('l');
    window.wait_until("return document.activeElement.id === 'contact-id'").await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&crate::contacts::documented()));
    // A second press of Enter within a moment belongs to the lookup before.
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    keyboard.press(key::ENTER);
    window.wait_for("#result[data-state=found]").await;
    painted(&window).await;
    keyboard.press(key::TAB);
    window.wait_until("return document.activeElement.matches('.tile [data-open=phone]')").await;
    window.close().await;
}

#[tokio::test]
async fn escape_during_a_lookup_brings_the_card_back_that_was_there_and_its_values_are_copied() {
    let (harness, window) = connected().await;
    let next = serde_json::json!({ "id": NEXT_ID, "firstName": "José", "phone": "+34600000000" });
    harness.highlevel.answer(NEXT_ID, Answer::contact(&next).after(Duration::from_secs(60)));
    window.look_up(DOCUMENTED_ID).await;
    window.fill("#contact-id", NEXT_ID).await;
    window.press("\u{E007}").await;
    window.wait_for(&format!("#result[data-state=loading][data-id='{NEXT_ID}']")).await;
    window.press("\u{E00C}").await;
    window.wait_for(&format!("#result[data-state=found][data-id='{DOCUMENTED_ID}']")).await;
    window.click("[data-copy=email]").await;
    window.wait_until("return document.querySelector('[data-copy=email]').innerText.includes('Copied')").await;
    assert!(!window.has("[data-problem]").await);
    window.picture("card-brought-back-light-1120").await;
    window.close().await;
}

#[tokio::test]
async fn the_size_of_the_text_is_changed_by_keys_and_kept() {
    let (harness, window) = connected().await;
    let zoom = "return document.documentElement.clientWidth";
    let before = window.run(zoom, vec![]).await.as_f64().unwrap_or_default();
    let screen = harness.screen();
    let shown = screen.window("Contact Lookup").await;
    let keyboard = screen.keyboard(&shown);
    keyboard.press_with_control('=');
    keyboard.press_with_control('=');
    window.wait_until(&format!("return document.documentElement.clientWidth < {before} / 1.2")).await;
    window.close().await;
    let settings = harness.home.path().join("data/com.contactlookup.desktop/settings.json");
    let settings = std::fs::read_to_string(settings).expect("there are settings");
    assert!(settings.contains("125"), "{settings}");
}
