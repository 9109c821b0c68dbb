//! What goes wrong with all rows at once: a token that is refused, an allowance that is used up, a network that is away.

use std::time::Duration;

use super::{asked, at_lists, count_asked, id, ids, nothing_is_asked, rows, start, until_done, until_finished};
use crate::contacts::TOKEN;
use crate::harness::{Harness, Window};
use crate::highlevel::Answer;

const NEW_TOKEN: &str = "pit-77777777-2222-4333-8444-555555555555";

/// Holds that every row is found and stands where it stood.
async fn all_found(window: &Window, count: usize) {
    let rows = rows(window).await;
    let missing: Vec<_> = rows.iter().filter(|(_, outcome)| outcome != "found").collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert_eq!(rows.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), (0..count).map(id).collect::<Vec<_>>());
}

/// Waits until the list has stopped at the token, and holds that it asks for nothing more.
async fn until_token_refused(harness: &Harness, window: &Window, count: usize) {
    window.wait_for("[role=alert][data-problem=token-rejected]").await;
    nothing_is_asked(harness, "with a token that is refused").await;
    assert!(count_asked(harness) < count, "the list was over before");
    assert!(!window.has("[data-bulk-row][data-outcome=token-rejected]").await, "no row is to blame");
    assert!(window.has("[data-bulk-row][data-outcome=found]").await, "what is known stays");
}

#[tokio::test]
async fn bulk_a_token_that_is_refused_in_the_middle_stops_the_list_until_there_is_one_that_works() {
    const ROWS: usize = 80;
    let (harness, window) = at_lists(Duration::from_millis(400)).await;
    start(&window, &ids(ROWS)).await;
    until_done(&window, 5).await;
    harness.highlevel.refuse(TOKEN);
    until_token_refused(&harness, &window, ROWS).await;
    let first_stop = super::done(&window).await;

    // It is accepted again: somebody saw to that in HighLevel.
    harness.highlevel.accept_all();
    window.click("#bulk-pause").await;
    until_done(&window, first_stop + 1).await;
    assert_eq!(window.problem().await, None);
    harness.highlevel.refuse(TOKEN);
    until_token_refused(&harness, &window, 2 * ROWS).await;

    window.click("#bulk-token").await;
    window.fill("#token", NEW_TOKEN).await;
    window.click("#connect").await;
    window.wait_until("return document.querySelector('[role=alert][data-problem]') === null").await;
    until_finished(&window).await;
    all_found(&window, ROWS).await;
    let answered = harness.highlevel.requests_for(super::MANY).len();
    assert!(answered < ROWS + 2 * 16 + 1, "{answered}: only what was under way is asked for again");
    window.close().await;
}

#[tokio::test]
async fn bulk_a_list_waits_by_itself_while_highlevel_asks_for_it_or_cannot_be_reached() {
    // Long enough not to be over before HighLevel is gone, however busy the machine is.
    const ROWS: usize = 90;
    let (harness, window) = at_lists(Duration::from_secs(1)).await;
    let watch = "window.alerts = [];
        new MutationObserver(() => {
          const alert = document.querySelector('[role=alert][data-problem]');
          if (alert) window.alerts.push(alert.dataset.problem);
        }).observe(document.body, { subtree: true, childList: true });";
    window.run(watch, vec![]).await;
    start(&window, &ids(ROWS)).await;
    until_done(&window, 3).await;
    for _ in 0..3 {
        harness.highlevel.answer_next(Answer::refusal(429, "Too Many Requests").with_header("retry-after", "2"));
    }
    window.wait_until("return document.querySelector('#bulk-waiting')?.innerText.includes('asked us to wait')").await;
    nothing_is_asked(&harness, "while HighLevel asks to wait").await;
    window.wait_until("return document.querySelector('#bulk-waiting') === null").await;

    let before = super::done(&window).await;
    until_done(&window, before + 1).await;
    harness.highlevel.vanish();
    window.wait_until("return document.querySelector('#bulk-waiting')?.innerText.includes('No connection')").await;
    assert!(super::done(&window).await < ROWS, "the list was over before");
    harness.highlevel.come_back().await;
    until_finished(&window).await;
    all_found(&window, ROWS).await;
    assert_eq!(window.run("return window.alerts", vec![]).await, serde_json::json!([]), "nobody had to do anything");
    assert_eq!(asked(&harness).len(), ROWS);
    window.close().await;
}
