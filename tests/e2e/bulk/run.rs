//! A list on its way: from the paste to the last row, paused, gone on with, and stopped.

use std::time::Duration;

use super::{asked, at_lists, count_asked, done, id, ids, nothing_is_asked, rows, start, until_done, until_finished};
use crate::contacts::{documented, DOCUMENTED_ID};
use crate::highlevel::Answer;

/// A token that somebody pasted with their list.
const STRAY: &str = "pit-5be1f00d-1c2d-4e3f-9a4b-6c7d8e9f0a1b";

#[tokio::test]
async fn bulk_every_row_of_a_pasted_list_gets_its_outcome_in_its_place() {
    let (harness, window) = at_lists(Duration::ZERO).await;
    let unknown = "UnknownUnknown000001";
    let link = format!("https://app.gohighlevel.com/v2/location/ve9EPM428h8vShlRW1KT/contacts/detail/{}", id(2));
    let lines = [&id(0), &id(1), &link, &id(0), "", "Maria Lopez", STRAY, unknown, &id(3)];
    // Typed and started at once: the list has not been looked at by then.
    window.fill("#bulk-ids", &lines.join("\u{E007}")).await;
    window.click("#bulk-start").await;
    until_finished(&window).await;

    let [first, second, third, fourth] = [id(0), id(1), id(2), id(3)];
    let (found, odd) = ("found", "id-not-an-id");
    let expected = [
        (&*first, found),
        (&second, found),
        (&third, found),
        (&first, found),
        ("", "id-missing"),
        ("Maria Lopez", odd),
        ("", "id-is-a-token"),
        (unknown, "contact-not-found"),
        (&fourth, found),
    ];
    let shown = rows(&window).await;
    let outcomes: Vec<_> = shown.iter().map(|(_, outcome)| outcome.as_str()).collect();
    assert_eq!(outcomes, expected.map(|(_, outcome)| outcome), "{shown:?}");
    for (at, (text, _)) in expected.into_iter().enumerate().filter(|(at, _)| *at != 6) {
        assert_eq!(shown[at].0, text, "row {}", at + 1);
    }
    let names = "return [...document.querySelectorAll('[data-bulk-row]')].map((row) => row.innerText).join('\\n')";
    let names = window.run(names, vec![]).await;
    assert!(names.as_str().unwrap_or_default().contains("Maria Lopez 3"), "{names}");

    assert_eq!(asked(&harness).values().max(), Some(&1), "each contact is asked for once");
    assert_eq!(asked(&harness).len(), 4);
    let summary = window.text("#bulk-summary").await;
    // One total, and its parts add up to it.
    assert!(summary.contains("5 of 9 rows found") && summary.contains("3 need attention"), "{summary}");
    assert!(summary.contains("1 blank"), "{summary}");

    let page = "return document.documentElement.outerHTML
        + [...document.querySelectorAll('input, textarea')].map((one) => one.value).join()";
    let page = window.run(page, vec![]).await;
    let key = STRAY.trim_start_matches("pit-");
    assert!(!page.as_str().unwrap_or_default().contains(key), "the page holds the token");
    let requests = harness.highlevel.all_requests();
    assert!(requests.iter().all(|one| !format!("{one:?}").contains(key)), "the token was sent");
    window.close().await;
    assert!(!harness.log().contains(key), "the log holds the token");
    for file in harness.files() {
        let held = std::fs::read(&file).unwrap_or_default();
        assert!(!held.windows(key.len()).any(|part| part == key.as_bytes()), "{} holds the token", file.display());
    }
}

#[tokio::test]
async fn bulk_a_list_is_paused_goes_on_and_leaves_room_for_single_lookups_meanwhile() {
    // More than HighLevel takes in ten seconds, so that the list has to wait for its turn as well.
    const ROWS: usize = 120;
    let (harness, window) = at_lists(Duration::from_millis(300)).await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    start(&window, &ids(ROWS)).await;
    let early = until_done(&window, 1).await;
    assert!(until_done(&window, early + 1).await > early, "it grows");

    window.click("#bulk-pause").await;
    window.wait_until("return document.querySelector('#bulk-pause')?.textContent.trim() === 'Go on'").await;
    nothing_is_asked(&harness, "while paused").await;
    let paused_at = done(&window).await;
    assert_eq!(paused_at, count_asked(&harness), "what was under way is written down");
    assert!(paused_at < ROWS, "it was over before the pause");
    window.click("#bulk-pause").await;
    until_done(&window, paused_at + 1).await;

    assert_eq!(window.attribute("body", "data-screen").await.as_deref(), Some("bulk"));
    let before = count_asked(&harness);
    window.fill("#contact-id", DOCUMENTED_ID).await;
    window.click("#look-up").await;
    window.wait_for("body[data-screen=lookup] #result[data-state=found]").await;
    window.wait_until("return /%/.test(document.querySelector('#open-bulk').textContent)").await;
    super::until_asked(&harness, before + 1).await;
    window.click("#open-bulk").await;
    window.wait_for("body[data-screen=bulk] #bulk-stop").await;
    window.click("#bulk-stop").await;
    window.wait_for("[data-stage=result] #bulk-continue").await;
    nothing_is_asked(&harness, "after it was stopped").await;
    let summary = window.text("#bulk-summary").await;
    let rest = ROWS - done(&window).await;
    assert!(rest > 0 && summary.contains(&format!("{rest} rows were not looked up")), "{summary}");

    window.click("#bulk-continue").await;
    until_finished(&window).await;
    let rows = rows(&window).await;
    assert!(rows.iter().all(|(_, outcome)| outcome == "found"));
    assert_eq!(rows.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), (0..ROWS).map(id).collect::<Vec<_>>());
    assert_eq!(asked(&harness).values().sum::<usize>(), ROWS, "each once");
    window.close().await;
}

#[tokio::test]
async fn bulk_rows_that_failed_are_tried_again_and_no_others() {
    let (harness, window) = at_lists(Duration::ZERO).await;
    let [late, never] = [id(1), id(2)];
    harness.highlevel.answer(&late, Answer::refusal(400, "Contact not found"));
    harness.highlevel.answer(&never, Answer::refusal(400, "Contact not found"));
    start(&window, &[id(0), late.clone(), never.clone(), "Maria Lopez".to_owned()].join("\n")).await;
    until_finished(&window).await;
    assert!(window.text("#bulk-retry").await.contains('2'), "what is no ID is not tried again");
    harness.highlevel.answer(&late, Answer::contact(&super::contact(&late)));
    window.click("#bulk-retry").await;
    super::until_asked(&harness, 5).await;
    until_finished(&window).await;
    let outcomes: Vec<_> = rows(&window).await.into_iter().map(|(_, outcome)| outcome).collect();
    assert_eq!(outcomes, ["found", "found", "contact-not-found", "id-not-an-id"]);
    let asked = asked(&harness);
    assert_eq!([&id(0), &late, &never].map(|id| asked[id]), [1, 2, 2]);
    window.close().await;
}
