//! A long list: only what is in sight is on the page, and the page keeps answering.

use std::time::Duration;

use super::{at_lists, id, paste, until_finished};

const ROWS: usize = 3_000;
const AT_MOST: u64 = 300;
const ROWS_DRAWN: &str = "() => document.querySelectorAll('[data-bulk-row]').length";

/// What stands in a row: every hundredth is a contact, so that the list is soon over.
fn text(row: usize) -> String {
    if row % 100 == 1 {
        id(row)
    } else {
        format!("Somebody number {row}")
    }
}

#[tokio::test]
async fn bulk_of_a_long_list_only_what_is_in_sight_is_on_the_page_and_the_page_keeps_answering() {
    let (_harness, window) = at_lists(Duration::ZERO).await;
    paste(&window, &(1..=ROWS).map(text).collect::<Vec<_>>().join("\n")).await;
    window.wait_for("#bulk-file").await;
    window.click("#bulk-start").await;
    window.wait_for("[data-bulk-row]").await;
    until_finished(&window).await;
    let count = format!("return ({ROWS_DRAWN})()");
    assert!(window.run(&count, vec![]).await.as_u64().unwrap_or(u64::MAX) < AT_MOST);
    // However many rows are drawn in between, the page never has to answer for many.
    let watcher = format!(
        "window.most = 0;
         new MutationObserver(() => {{ window.most = Math.max(window.most, ({ROWS_DRAWN})()); }})
           .observe(document.body, {{ childList: true, subtree: true }});"
    );
    window.run(&watcher, vec![]).await;
    for row in [500, 2_900, 1_500] {
        // The row is in the middle of the part in sight.
        let scroll = format!(
            "const box = document.querySelector('#bulk-scroll');
             box.scrollTop = box.scrollHeight * {row} / {ROWS};"
        );
        window.run(&scroll, vec![]).await;
        let here = format!(
            "const row = document.querySelector('[data-bulk-row=\"{}\"]');
             return row && row.querySelector('.number').textContent.trim()",
            text(row)
        );
        assert_eq!(window.wait_until(&here).await, row.to_string());
        assert!(window.run(&count, vec![]).await.as_u64().unwrap_or(u64::MAX) < AT_MOST);
    }
    // By keys, to the end.
    window.run("document.querySelector('#bulk-scroll').focus()", vec![]).await;
    window.press("\u{E010}").await;
    window.wait_for(&format!("[data-bulk-row=\"{}\"]", text(ROWS))).await;
    window.click("[data-sort=id]").await;
    window.wait_until("return document.querySelector('[aria-sort]')?.className.includes('of-id')").await;
    window.wait_for(&format!("[data-bulk-row=\"{}\"]", id(1))).await;
    let most = window.run("return window.most", vec![]).await.as_u64();
    assert!(most.is_some_and(|rows| (1..AT_MOST).contains(&rows)), "{most:?} rows");
    window.close().await;
}
