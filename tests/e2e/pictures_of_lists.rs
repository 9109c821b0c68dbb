//! Many contacts at once in every stage, light and dark, roomy and narrow.

use std::time::Duration;

use crate::bulk::{at_lists_in, contact, id, ids, know_all, put, start, until_done, until_finished, MANY};
use crate::contacts::TOKEN;
use crate::harness::{signal, Start};
use crate::highlevel::Answer;
use crate::pictures::keep;

/// More than is looked up while the pictures of a stage are taken.
const ROWS: usize = 150;

async fn every_stage(theme: &str, gtk_theme: &str) {
    let environment = [("GTK_THEME", gtk_theme)];
    let (harness, window) = at_lists_in(Duration::from_secs(4), &environment).await;
    let mut complaints = Vec::new();
    let covered = "const [notices, heading] = ['.notices', '#heading'].map(
        (one) => document.querySelector(one)?.getBoundingClientRect());
        return !!notices && notices.bottom > heading.top && notices.top < heading.bottom";
    assert_eq!(window.run(covered, vec![]).await, false, "a notice covers the heading");
    keep(&window, "bulk-empty", theme, &mut complaints).await;
    let link = format!("https://app.gohighlevel.com/v2/location/tBpFQBh16tDrM9aXY7bb/contacts/detail/{}", id(200));
    put(&window, &format!("{}\n{}\n\nMaria Lopez\nmaria@example.com\n{link}\n{TOKEN}\n", ids(5), id(1))).await;
    window.wait_for("#bulk-preview [data-fact=tokens]").await;
    keep(&window, "bulk-preview", theme, &mut complaints).await;

    start(&window, &ids(ROWS)).await;
    keep(&window, "bulk-running", theme, &mut complaints).await;
    until_done(&window, 1).await;
    harness.highlevel.answer_all(MANY, |_| Answer::refusal(429, "Too Many Requests").with_header("retry-after", "60"));
    window.wait_for("#bulk-waiting").await;
    keep(&window, "bulk-waiting", theme, &mut complaints).await;
    signal(harness.program().expect("it runs"), "KILL");
    drop(window);

    know_all(&harness, Duration::from_millis(50));
    let window = harness.open_with(Start { environment: &environment, ..Start::default() }).await;
    window.wait_for("#bulk-left").await;
    keep(&window, "bulk-left", theme, &mut complaints).await;
    harness.highlevel.refuse(TOKEN);
    window.click("#bulk-show").await;
    window.click("#bulk-continue").await;
    window.wait_for("[role=alert][data-problem=token-rejected]").await;
    keep(&window, "bulk-asking", theme, &mut complaints).await;
    window.click("#bulk-stop").await;
    window.click("#bulk-close").await;
    window.wait_for("#bulk-keep").await;
    keep(&window, "bulk-delete-question", theme, &mut complaints).await;
    window.click("#bulk-delete").await;
    harness.highlevel.accept_all();

    let mut long = contact(&id(2));
    long["name"] = "A contact with a name that is much longer than anybody would wish it to be".into();
    harness.highlevel.answer(&id(2), Answer::contact(&long));
    window.wait_for("#bulk-ids").await;
    start(&window, &format!("{}\n\nMaria Lopez\nUnknownUnknown000001", ids(20))).await;
    until_finished(&window).await;
    keep(&window, "bulk-finished", theme, &mut complaints).await;
    for (button, state) in [("#bulk-columns", "bulk-columns-menu"), ("#bulk-save-more", "bulk-save-menu")] {
        window.click(button).await;
        keep(&window, state, theme, &mut complaints).await;
        window.press("\u{E00C}").await;
    }
    window.close().await;
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[tokio::test]
async fn bulk_every_stage_of_a_list_is_good_to_look_at_in_the_light() {
    every_stage("light", "Adwaita").await;
}

#[tokio::test]
async fn bulk_every_stage_of_a_list_is_good_to_look_at_in_the_dark() {
    every_stage("dark", "Adwaita:dark").await;
}
