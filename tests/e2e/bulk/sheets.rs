//! A person's own sheet: its columns and numbers come back with what was found, and the sheet itself is never lost.

use std::path::Path;
use std::time::Duration;

use calamine::{open_workbook_auto, Reader};

use super::{at_lists, id, know_all, lists, on_disk, settled_on_disk, until_done, until_finished};
use crate::harness::{signal, Harness, Window};
use crate::screen::key;

/// Opens a file of the home folder through the dialog, and waits until it is there.
async fn open(harness: &Harness, window: &Window, name: &str) {
    lists::open(harness, window, name).await;
    window.wait_for("#bulk-file").await;
}

/// A workbook of clients: a heading, a row for each contact, and a blank one between the first and the second.
fn write_clients(path: &Path, count: usize) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, heading) in (0..).zip(["Client", "Ticket", "Contact ID", "Due"]) {
        sheet.write(0, column, heading).expect("a heading");
    }
    for at in 0..count {
        let row = u32::try_from(if at == 0 { 1 } else { at + 2 }).expect("a few rows");
        for (column, text) in (0..).zip([format!("Client {at}"), format!("T-{at}"), id(at), "3 May".to_owned()]) {
            sheet.write(row, column, text).expect("a cell");
        }
    }
    book.save(path).expect("a workbook");
}

/// The cells of a saved workbook, as texts.
fn cells(path: &Path) -> Vec<Vec<String>> {
    let mut book = open_workbook_auto(path).expect("a workbook");
    let range = book.worksheet_range_at(0).expect("a sheet").expect("its cells");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// What stands over the columns of the table.
async fn headings(window: &Window) -> Vec<String> {
    let script = "return [...document.querySelectorAll('.list-table th')].map((head) => head.innerText.trim())";
    serde_json::from_value(window.run(script, vec![]).await).expect("texts")
}

#[tokio::test]
async fn bulk_an_opened_workbook_comes_back_with_its_columns_under_another_name_and_is_never_replaced() {
    let (harness, window) = at_lists(Duration::ZERO).await;
    let original = harness.home.path().join("clients.xlsx");
    write_clients(&original, 4);
    let before = std::fs::read(&original).expect("it is there");
    open(&harness, &window, "clients.xlsx").await;
    window.click("#bulk-start").await;
    until_finished(&window).await;
    let shown = headings(&window).await;
    assert_eq!(shown[..5], ["#", "Client", "Ticket", "Due", "Contact ID"], "{shown:?}");
    let numbers = "return [...document.querySelectorAll('.list-table td.number')].map((cell) => cell.innerText).join()";
    assert_eq!(window.run(numbers, vec![]).await, "2,3,4,5,6", "as Excel numbers them");
    let summary = window.text("#bulk-summary").await;
    assert!(summary.contains("4 of 5 rows found") && summary.contains("1 blank"), "{summary}");

    window.picture("bulk-own-columns").await;
    window.resize(360, 480).await;
    window.picture("bulk-own-columns-360").await;
    window.resize(1120, 800).await;

    // Enter, and nothing else: the suggested name.
    window.click("#bulk-save").await;
    let screen = harness.screen();
    let dialog = screen.window("Save workbook").await;
    screen.keyboard(&dialog).press(key::ENTER);
    window.wait_for("[data-notice=bulk-saved]").await;
    let saved = cells(&harness.home.path().join("clients – looked up.xlsx"));
    assert_eq!(saved[0][..7], ["Client", "Ticket", "Contact ID", "Due", "Row", "Result", "Name"]);
    assert_eq!(saved.len(), 6, "as many rows as the sheet has, and the headings");
    assert_eq!(saved[1][..6], ["Client 0", "T-0", &id(0), "3 May", "2", "Found"]);
    assert_eq!(saved[2][4..6], ["3", "Blank"]);
    assert_eq!(saved[5][..2], ["Client 3", "T-3"]);
    let phone = saved[0].iter().position(|heading| heading == "Phone").expect("a column for it");
    assert_eq!(saved[1][phone], "+18832327657", "a number is a number, without a sign before it");

    // The next act makes the notice go.
    window.click("[data-filter=found] input").await;
    window.wait_until("return document.querySelector('[data-notice=bulk-saved]') === null").await;
    assert_eq!(window.text("#bulk-save").await, "Save these 4 rows…");

    // The original's own name, and "Replace" in the question that follows.
    window.click("#bulk-save").await;
    let dialog = screen.window("Save workbook").await;
    let keyboard = screen.keyboard(&dialog);
    keyboard.press_with_control('a');
    keyboard.write("clients.xlsx");
    keyboard.press(key::ENTER);
    // GTK's question has no title.
    screen.keyboard(&screen.window("").await).press_with_alt('r'); // "Replace"
    window.wait_for("[role=alert][data-problem=file-not-saved]").await;
    assert!(window.text("[role=alert]").await.contains("the file your list came from"));
    assert_eq!(std::fs::read(&original).expect("it is there"), before, "it is as it was");
    window.close().await;
}

#[tokio::test]
async fn bulk_the_columns_of_a_sheet_are_there_again_after_a_crash() {
    const ROWS: usize = 60;
    let (harness, window) = at_lists(Duration::from_millis(500)).await;
    write_clients(&harness.home.path().join("clients.xlsx"), ROWS);
    open(&harness, &window, "clients.xlsx").await;
    window.click("#bulk-start").await;
    window.wait_for("#bulk-progress").await;
    until_done(&window, 5).await;
    signal(harness.program().expect("it runs"), "KILL");
    drop(window);
    assert!(on_disk(&harness).exists());
    // With the blank row, which is done from the start.
    let done = settled_on_disk(&harness, ROWS + 1).len() + 1;
    know_all(&harness, Duration::ZERO);

    let window = harness.open().await;
    window.wait_for("#bulk-left").await;
    let left = window.text("#bulk-left").await;
    assert!(left.contains(&format!("clients.xlsx: {done} of {} done.", ROWS + 1)), "{left}");
    window.click("#bulk-show").await;
    window.wait_for("body[data-screen=bulk] #bulk-scroll").await;
    window.click("#bulk-continue").await;
    until_finished(&window).await;
    assert_eq!(headings(&window).await[..5], ["#", "Client", "Ticket", "Due", "Contact ID"]);
    let last = format!("return document.querySelector('[data-bulk-row={}]')?.innerText", id(ROWS - 1));
    let last = window.run(&last, vec![]).await;
    let last = last.as_str().unwrap_or_default();
    assert!(last.contains(&format!("Client {}", ROWS - 1)) && last.contains("Maria"), "{last}");
    window.close().await;
}

#[tokio::test]
async fn bulk_a_row_s_card_opens_from_the_list_and_escape_leads_back_to_its_row() {
    let (harness, window) = at_lists(Duration::ZERO).await;
    super::start(&window, &super::ids(30)).await;
    until_finished(&window).await;
    let asked = super::count_asked(&harness);
    window.press("\u{E009}f").await;
    window.wait_until("return document.activeElement.id === 'bulk-search'").await;
    window.fill("#bulk-search", "lopez 17").await;
    window.wait_until("return document.querySelectorAll('[data-bulk-row]').length === 1").await;
    window.click("[data-bulk-row] .row-open").await;
    window.wait_for("body[data-screen=lookup] #result[data-state=found]").await;
    assert!(window.text("#card h2").await.contains("Maria Lopez 17"));
    window.wait_until("return document.activeElement.id === 'card'").await;
    assert_eq!(super::count_asked(&harness), asked, "nobody was asked for what the list has");
    window.press("\u{E00C}").await;
    window.wait_for("body[data-screen=bulk] #bulk-scroll").await;
    window.wait_until("return document.activeElement.matches('.row-open')").await;
    assert_eq!(window.value("#bulk-search").await, "lopez 17", "it is as it was left");
    window.close().await;
}
