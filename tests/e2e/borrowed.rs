//! A computer that is not one's own: of an account whose token is for one session nothing stays on it, however the
//! program ends.

use std::time::Duration;

use crate::bulk::{self, id, ids};
use crate::contacts::{documented, DOCUMENTED_ID, TOKEN};
use crate::harness::{signal, Harness, PasswordStore, Window};
use crate::highlevel::Answer;
use crate::screen::Screen;

/// What must not stay: the account, the token, and what there is of contacts and their lists.
const NOTHING_OF: [&str; 7] =
    ["Harbour Dental", TOKEN, "ve9EPM428h8vShlRW1KT", DOCUMENTED_ID, "rubika", "Maria Lopez", bulk::MANY];

/// A harness without a password store and its window, with an account of this session and one contact looked up.
async fn borrowed(store: PasswordStore) -> (Harness, Window) {
    let harness = Harness::with(store).await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    bulk::know_all(&harness, Duration::ZERO);
    let window = harness.open().await;
    window.fill("#account-name", "Harbour Dental").await;
    window.fill("#token", TOKEN).await;
    window.wait_for("#session-only").await;
    window.click("#session-only").await;
    window.wait_for("#contact-id").await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    window.click("#open-bulk").await;
    window.wait_for("#bulk-ids").await;
    (harness, window)
}

/// Every file but the log of the test holds none of that.
fn nothing_stays(harness: &Harness) {
    let files = harness.files();
    assert!(files.iter().any(|file| file.ends_with("list.lock")), "where lists are kept: {files:?}");
    for file in files.iter().filter(|file| !file.ends_with("program.log")) {
        let held = std::fs::read(file).unwrap_or_default();
        for text in NOTHING_OF {
            let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            for form in [text.as_bytes(), &utf16] {
                let found = held.windows(form.len()).any(|part| part == form);
                assert!(!found, "{} holds {text:?}", file.display());
            }
        }
    }
}

/// Presses the window's close button.
fn press_close(screen: &Screen) {
    let windows = screen.windows();
    screen.close(windows.iter().find(|window| window.title == "Contact Lookup").expect("there is a window"));
}

async fn until_it_ended(harness: &Harness) {
    let begun = std::time::Instant::now();
    while harness.program().is_some() {
        assert!(begun.elapsed() < Duration::from_secs(30), "the program goes on");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn closing_the_window_asks_before_the_results_of_a_session_go_and_nothing_stays_of_them() {
    let (harness, window) = borrowed(PasswordStore::None).await;
    assert!(window.text(".small-print").await.contains("Nothing of this account stays"));
    bulk::start(&window, &ids(12)).await;
    bulk::until_finished(&window).await;

    // One for all presses: what a program says last before it leaves a display may be lost.
    let screen = harness.screen();
    for _ in 0..2 {
        press_close(&screen);
        window.wait_until("return document.activeElement.id === 'window-stay'").await;
        window.picture("close-with-results-light-1120").await;
        window.press("\u{E007}").await;
        window.wait_until("return document.querySelector('#leave') === null").await;
    }
    assert_eq!(bulk::rows(&window).await.len(), 12, "whoever stays has lost nothing");
    window.click("[data-bulk-row] button").await;
    window.wait_for("#result[data-state=found]").await;

    press_close(&screen);
    window.wait_for("#window-close").await;
    // The session ends with the window, and the driver may not answer any more.
    let button = window.page.find(fantoccini::Locator::Css("#window-close")).await.expect("it is there");
    let _ = button.click().await;
    until_it_ended(&harness).await;
    drop(window);
    nothing_stays(&harness);

    let window = harness.open().await;
    assert_eq!(window.attribute("body", "data-screen").await.as_deref(), Some("welcome"));
    window.close().await;
    nothing_stays(&harness);
}

#[tokio::test]
async fn a_program_that_is_killed_leaves_nothing_of_a_session() {
    let (harness, window) = borrowed(PasswordStore::None).await;
    bulk::know_all(&harness, Duration::from_millis(300));
    bulk::start(&window, &ids(60)).await;
    bulk::until_done(&window, 5).await;
    signal(harness.program().expect("it runs"), "KILL");
    drop(window);
    nothing_stays(&harness);
    let window = harness.open().await;
    assert!(!window.has("#bulk-left").await);
    window.close().await;
}

#[tokio::test]
async fn the_window_closes_at_once_where_the_results_of_a_session_are_in_a_file() {
    let (harness, window) = borrowed(PasswordStore::None).await;
    bulk::start(&window, &[id(1), id(2)].join("\n")).await;
    bulk::until_finished(&window).await;
    let screen = harness.screen();
    press_close(&screen);
    window.wait_for("#leave-save").await;
    window.resize(360, 480).await;
    window.picture("close-with-results-light-360").await;
    window.click("#leave-save").await;
    let dialog = screen.window("Save workbook").await;
    screen.keyboard(&dialog).press(crate::screen::key::ENTER);
    window.wait_for("[data-notice=bulk-saved]").await;
    assert!(!window.has("#leave").await);
    assert!(harness.close_and_wait() < Duration::from_secs(5));
}
