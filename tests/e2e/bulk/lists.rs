//! Lists from elsewhere: files through the system's own dialog, texts that are too long, and texts that are none.

use std::time::Duration;

use super::{asked, at_lists, id, ids, paste, put, until_finished};
use crate::harness::{Harness, Window};
use crate::screen::key;

/// Opens a file of the home folder through the dialog, by typing its path.
pub async fn open(harness: &Harness, window: &Window, name: &str) {
    window.click("#bulk-open").await;
    let screen = harness.screen();
    let dialog = screen.window("Open list").await;
    let keyboard = screen.keyboard(&dialog);
    keyboard.write(&harness.home.path().join(name).display().to_string());
    keyboard.press(key::ENTER);
    screen.no_window("Open list").await;
}

#[tokio::test]
async fn bulk_a_list_is_opened_from_a_table_or_a_workbook_and_a_file_that_is_none_loses_nothing() {
    let (harness, window) = at_lists(Duration::ZERO).await;
    put(&window, &id(7)).await;
    window.wait_for("#bulk-preview").await;
    std::fs::write(harness.home.path().join("photo.csv"), [0x89, b'P', b'N', b'G', 0, 1, 2, 3, 0, 0, 255])
        .expect("a file");
    open(&harness, &window, "photo.csv").await;
    window.wait_for("[role=alert][data-problem=file-not-read]").await;
    assert_eq!(window.value("#bulk-ids").await, id(7), "what was typed is there");

    let table = format!("Name,Contact ID,City\r\nMaria,{},Austin\r\nJo,{},Waco\r\n", id(0), id(1));
    std::fs::write(harness.home.path().join("some.csv"), table).expect("a file");
    open(&harness, &window, "some.csv").await;
    window.wait_for("#bulk-file").await;
    assert!(window.text("#bulk-file").await.contains("some.csv"));
    assert_eq!(window.problem().await, None);
    assert!(window.text("#bulk-preview").await.contains("2 contacts to look up"));
    assert_eq!(window.value("#bulk-column").await, "1", "the column with the IDs");
    window.click("#bulk-remove").await;
    window.wait_for("#bulk-ids").await;
    assert_eq!(window.value("#bulk-ids").await, id(7), "what was typed before is there again");

    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, text) in (0..).zip(["IDs".to_owned(), id(2), id(3), id(2)]) {
        sheet.write(row, 1, text).expect("a cell");
    }
    book.save(harness.home.path().join("some.xlsx")).expect("a workbook");
    open(&harness, &window, "some.xlsx").await;
    window.wait_until("return document.querySelector('#bulk-file')?.innerText.includes('some.xlsx')").await;
    window.click("#bulk-start").await;
    until_finished(&window).await;
    let asked = asked(&harness);
    assert_eq!((asked.len(), asked[&id(2)], asked[&id(3)]), (2, 1, 1));
    assert!(window.text("#bulk-about").await.contains("some.xlsx"));
    window.close().await;
}

#[tokio::test]
async fn bulk_nothing_at_all_and_far_too_much_are_both_told_and_what_was_typed_stays() {
    let (harness, window) = at_lists(Duration::ZERO).await;
    window.click("#bulk-start").await;
    window.wait_for("[role=alert][data-problem=id-missing]").await;
    put(&window, &id(0)).await;
    window.wait_for("#bulk-preview").await;
    paste(&window, &ids(100_001)).await;
    window.wait_for("[role=alert][data-problem=list-too-long]").await;
    assert_eq!(window.value("#bulk-ids").await, id(0));
    assert!(asked(&harness).is_empty());
    window.close().await;
}

#[tokio::test]
async fn bulk_an_opened_list_is_not_among_the_desktop_s_recent_files() {
    let (harness, window) = at_lists(Duration::ZERO).await;
    std::fs::write(harness.home.path().join("quiet.csv"), format!("{}\n", id(0))).expect("a file");
    open(&harness, &window, "quiet.csv").await;
    window.wait_for("#bulk-file").await;
    // GTK writes the list a moment later, with what it took in and then without.
    let recent = || std::fs::read_to_string(harness.home.path().join("data/recently-used.xbel")).unwrap_or_default();
    let begun = std::time::Instant::now();
    while begun.elapsed() < Duration::from_secs(3) {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(!recent().contains("quiet"), "{}", recent());
    window.close().await;
    assert!(!recent().contains("quiet"), "{}", recent());
}
