//! A program that ends in the middle of a list, in whatever way, and goes on with it at the next start.

use std::time::{Duration, Instant};

use super::{
    asked, at_lists, count_asked, first_waiting_on_disk, id, ids, rows, settled_on_disk, start, until_asked,
    until_done, until_finished,
};
use crate::contacts::{documented, DOCUMENTED_ID};
use crate::harness::{signal, Harness, Window};
use crate::highlevel::Answer;
use crate::screen::{key, Keyboard, Screen};

/// Waits for the requests that a program sent before it ended; gives how many there are in all.
async fn until_all_have_arrived(harness: &Harness) -> usize {
    let mut count = count_asked(harness);
    loop {
        tokio::time::sleep(Duration::from_millis(300)).await;
        match count_asked(harness) {
            same if same == count => return count,
            more => count = more,
        }
    }
}

/// Opens the program again, and holds that it says how far the list is and offers to continue.
async fn reopen(harness: &Harness, count: usize) -> Window {
    let row = first_waiting_on_disk(harness, count);
    assert!(row > 1 && row <= count, "{row}");
    let before = until_all_have_arrived(harness).await;
    let window = harness.open().await;
    window.wait_for("body[data-screen=lookup] #bulk-left").await;
    assert_eq!(window.text("#bulk-continue").await, "Continue");
    let settled = settled_on_disk(harness, count).len();
    assert!(window.text("#bulk-left").await.contains(&format!("Pasted list: {settled} of {count} done.")));
    assert_eq!(count_asked(harness), before, "nothing is asked before the person says so");
    window
}

#[tokio::test]
async fn bulk_a_list_that_was_cut_off_goes_on_where_it_stopped_and_asks_nothing_twice() {
    const ROWS: usize = 85;
    let (harness, window) = at_lists(Duration::from_millis(500)).await;
    start(&window, &ids(ROWS)).await;
    until_done(&window, 17).await;
    signal(harness.program().expect("it runs"), "KILL");
    drop(window);
    let known = settled_on_disk(&harness, ROWS);
    let before = asked(&harness);

    let window = reopen(&harness, ROWS).await;
    window.click("#bulk-continue").await;
    window.wait_until("return document.querySelector('#bulk-left') === null").await;
    window.click("#open-bulk").await;
    until_done(&window, known.len() + 5).await;
    let taken = harness.close_and_wait();
    assert!(taken < Duration::from_secs(10), "it took {taken:?} to end");
    drop(window);
    let known_later = settled_on_disk(&harness, ROWS);
    assert!(known.iter().all(|at| known_later.contains(at)), "what was on the disk is gone");
    let before_later = asked(&harness);

    let window = reopen(&harness, ROWS).await;
    window.click("#bulk-show").await;
    window.wait_for("body[data-screen=bulk] #bulk-scroll").await;
    window.click("#bulk-continue").await;
    until_finished(&window).await;
    let rows = rows(&window).await;
    assert!(rows.iter().all(|(_, outcome)| outcome == "found"), "{rows:?}");
    assert_eq!(rows.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), (0..ROWS).map(id).collect::<Vec<_>>());
    let asked = asked(&harness);
    for (known, before) in [(known, before), (known_later, before_later)] {
        for at in known {
            assert_eq!(asked[&id(at)], before[&id(at)], "row {} was on the disk and is asked for again", at + 1);
        }
    }
    window.close().await;
}

/// The window's keyboard.
fn keyboard(screen: &Screen) -> Keyboard<'_> {
    let windows = screen.windows();
    let ours = windows.iter().find(|window| window.title == "Contact Lookup").expect("there is a window");
    screen.keyboard(ours)
}

/// Waits until pages have begun so often: each looks up what the program was started with.
async fn until_begun(harness: &Harness, times: usize) {
    let begun = Instant::now();
    while harness.highlevel.requests_for(DOCUMENTED_ID).len() < times {
        assert!(begun.elapsed() < Duration::from_secs(30), "no page begins");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn bulk_a_list_goes_on_while_the_page_s_process_dies_and_the_page_shows_it_again() {
    const ROWS: usize = 80;
    let (harness, window) = at_lists(Duration::from_millis(500)).await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    start(&window, &ids(ROWS)).await;
    until_done(&window, 1).await;
    signal(harness.program().expect("it runs"), "KILL");
    drop(window);
    // WebDriver would go with the page that dies: so this window is watched from outside, and driven by keys.
    super::know_all(&harness, Duration::from_secs(2));
    let dying = harness.processes("WebKitWebProces");
    let _program = harness.start_alone(&[DOCUMENTED_ID]);
    let page = harness.wait_for_page(&dying).await;
    until_begun(&harness, 1).await;
    let screen = harness.screen();
    let keys = keyboard(&screen);
    let before = count_asked(&harness);
    // From the heading to the first button: "Continue".
    keys.press_with_control('b');
    keys.press(key::TAB);
    keys.press(key::ENTER);
    until_asked(&harness, before + 1).await;

    signal(page, "KILL");
    let known = count_asked(&harness);
    until_asked(&harness, known + 1).await;
    harness.wait_for_page(&[dying, vec![page]].concat()).await;
    until_begun(&harness, 2).await;
    // From the heading to the first button: "Pause".
    let keys = keyboard(&screen);
    keys.press_with_control('b');
    keys.press(key::TAB);
    keys.press(key::ENTER);
    let begun = Instant::now();
    let mut last = (count_asked(&harness), Instant::now());
    while last.1.elapsed() < Duration::from_secs(3) {
        assert!(begun.elapsed() < Duration::from_secs(30), "the page that came back does not pause the list");
        if count_asked(&harness) != last.0 {
            last = (count_asked(&harness), Instant::now());
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(asked(&harness).len() < ROWS, "the list was over before it could be paused");
    // The same button: "Go on".
    super::know_all(&harness, Duration::ZERO);
    keys.press(key::ENTER);
    let begun = Instant::now();
    while settled_on_disk(&harness, ROWS).len() < ROWS {
        assert!(begun.elapsed() < Duration::from_secs(30), "the list does not go on");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(harness.close_and_wait() < Duration::from_secs(5));
}
