//! Many contacts at once, without a mouse.

use std::time::Duration;

use super::{at_lists, ids, start, until_done};

/// Presses Tab until that has the focus.
async fn tab_to(window: &crate::harness::Window, selector: &str) {
    let is_there = format!("return document.activeElement?.matches('{selector}') ?? false");
    for _ in 0..40 {
        if window.run(&is_there, vec![]).await == true {
            return;
        }
        window.press("\u{E004}").await;
    }
    panic!("Tab does not lead to {selector}");
}

#[tokio::test]
async fn bulk_everything_is_reached_by_keys_and_escape_never_stops_a_run() {
    let (_harness, window) = at_lists(Duration::from_millis(700)).await;
    window.click("#open-settings").await;
    window.press("\u{E009}b").await;
    window.wait_for("body[data-screen=bulk] #bulk-ids").await;
    for place in ["#bulk-ids", "#bulk-open", "#bulk-start"] {
        tab_to(&window, place).await;
    }
    start(&window, &ids(85)).await;
    until_done(&window, 1).await;
    // The way back to the lookup screen, and no more than that.
    window.press("\u{E00C}").await;
    window.wait_for("body[data-screen=lookup]").await;
    window.press("\u{E00C}").await;
    window.press("\u{E009}b").await;
    window.wait_for("body[data-screen=bulk] #bulk-progress").await;
    let before = super::done(&window).await;
    until_done(&window, before + 1).await;
    assert!(window.has("#bulk-stop").await, "it goes on");
    for place in ["#bulk-pause", "#bulk-stop", "[name=bulk-filter]", "#bulk-columns", "#bulk-scroll"] {
        tab_to(&window, place).await;
    }
    window.close().await;
}
