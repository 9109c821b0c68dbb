//! What leaves the program by the person's wish: a file, through the system's own dialog.

use std::os::unix::fs::PermissionsExt;

use serde_json::{json, Value};

use crate::contacts::{connected, DOCUMENTED_ID};
use crate::harness::{Harness, Window};
use crate::screen::{key, Keyboard, Screen};

const DIALOG: &str = "Save vCard";

/// Asks for the contact shown to be saved. The answer comes when the dialog is done with.
async fn save(window: &Window) {
    let script = "window.answer = undefined;
        const { invoke } = window.__TAURI_INTERNALS__;
        const { id } = document.querySelector('#result').dataset;
        const saved = invoke('start').then(({ current }) =>
          invoke('save_vcard', { account: current.id, id, shielded: false }));
        saved.then(
          (name) => { window.answer = { name }; }, (problem) => { window.answer = { problem: problem.kind }; });";
    window.run(script, vec![]).await;
}

async fn answer(window: &Window) -> Value {
    window.wait_until("return window.answer").await
}

/// The keyboard, once the dialog is there and waits for a name.
async fn at_dialog(screen: &Screen) -> Keyboard<'_> {
    let dialog = screen.window(DIALOG).await;
    screen.keyboard(&dialog)
}

fn cards(harness: &Harness) -> Vec<String> {
    let is_card = |path: &std::path::PathBuf| path.to_string_lossy().contains(".vcf");
    let found = harness.files().into_iter().filter(is_card);
    found.map(|path| path.strip_prefix(harness.home.path()).expect("it lies there").display().to_string()).collect()
}

#[tokio::test]
async fn a_contact_is_saved_through_the_system_s_dialog_under_the_name_that_was_typed() {
    let (harness, window) = connected().await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    let screen = harness.screen();

    save(&window).await;
    at_dialog(&screen).await.press(key::ESCAPE);
    assert_eq!(answer(&window).await, json!({ "name": null }));
    assert!(cards(&harness).is_empty());

    save(&window).await;
    at_dialog(&screen).await.press(key::ENTER);
    assert_eq!(answer(&window).await, json!({ "name": "rubika deo.vcf" }), "the name that is suggested");

    save(&window).await;
    let keyboard = at_dialog(&screen).await;
    keyboard.press_with_control('a');
    keyboard.write("My patient");
    keyboard.press(key::ENTER);
    assert_eq!(answer(&window).await, json!({ "name": "My patient.vcf" }));
    assert_eq!(cards(&harness).len(), 2, "{:?}", cards(&harness));

    let path = harness.home.path().join("My patient.vcf");
    let card = std::fs::read_to_string(&path).expect("there is a card");
    assert!(card.contains("\r\nN:Deo;rubika;;;\r\n"), "{card}");
    assert!(!card.contains("078-05-1120"), "{card}");
    assert_eq!(std::fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o600);
    window.close().await;
}

#[tokio::test]
async fn a_file_that_is_there_is_replaced_only_after_the_person_was_asked() {
    let (harness, window) = connected().await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    let screen = harness.screen();
    let path = harness.home.path().join("rubika deo.vcf");
    std::fs::write(&path, "the one before").expect("it can be written");

    save(&window).await;
    at_dialog(&screen).await.press(key::ENTER);
    // GTK's question has no title.
    screen.keyboard(&screen.window("").await).press(key::ESCAPE);
    screen.no_window("").await;
    assert_eq!(window.run("return window.answer ?? null", vec![]).await, Value::Null, "the dialog is still there");
    screen.close(&screen.window(DIALOG).await);
    assert_eq!(answer(&window).await, json!({ "name": null }));
    assert_eq!(std::fs::read(&path).expect("it is there"), b"the one before");

    save(&window).await;
    at_dialog(&screen).await.press(key::ENTER);
    let question = screen.window("").await;
    screen.keyboard(&question).press_with_alt('r'); // "Replace"
    assert_eq!(answer(&window).await, json!({ "name": "rubika deo.vcf" }));
    assert!(std::fs::read_to_string(&path).expect("it is there").starts_with("BEGIN:VCARD"));
    window.close().await;
}

#[tokio::test]
async fn a_contact_is_printed_through_the_system_s_dialog() {
    let (harness, window) = connected().await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    window.run("window.__TAURI_INTERNALS__.invoke('print')", vec![]).await;
    let screen = harness.screen();
    let dialog = screen.window("Print").await;
    screen.keyboard(&dialog).press(key::ESCAPE);
    screen.no_window("Print").await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found", "the window goes on");
    window.close().await;
}

#[tokio::test]
async fn the_button_saves_the_card_shown_and_the_page_says_under_which_name() {
    let (harness, window) = connected().await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    window.click("#save-vcard").await;
    at_dialog(&harness.screen()).await.press(key::ENTER);
    window.wait_for("#saved").await;
    assert!(window.text("#saved").await.contains("rubika deo.vcf"));
    assert_eq!(cards(&harness).len(), 1);
    window.close().await;
}

#[tokio::test]
async fn a_saved_contact_is_not_among_the_desktop_s_recent_files() {
    let (harness, window) = connected().await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    let recent = harness.home.path().join("data/recently-used.xbel");
    save(&window).await;
    at_dialog(&harness.screen()).await.press(key::ESCAPE);
    assert_eq!(answer(&window).await, json!({ "name": null }));
    save(&window).await;
    at_dialog(&harness.screen()).await.press(key::ENTER);
    assert_eq!(answer(&window).await, json!({ "name": "rubika deo.vcf" }));
    // GTK writes the list a moment later, with what it took in and then without.
    let begun = std::time::Instant::now();
    while begun.elapsed() < std::time::Duration::from_secs(3) {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let listed = std::fs::read_to_string(&recent).unwrap_or_default();
    assert!(!listed.contains("rubika"), "{listed}");
    window.close().await;
    let listed = std::fs::read_to_string(&recent).unwrap_or_default();
    assert!(!listed.contains("rubika"), "{listed}");
}
