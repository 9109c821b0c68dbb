//! What became of a list, saved to a file through the system's own dialog, and deleted from this computer after that.

use std::time::Duration;

use serde_json::json;

use super::{at_lists, contact, id, on_disk, start, until_finished};
use crate::harness::{Harness, Window};
use crate::highlevel::Answer;
use crate::screen::key;

/// The value of the custom field that is called a password.
const PASSWORD: &str = "hunter2-of-the-portal";
const SSN: &str = "078-05-1120";
const DEFINITIONS: &str = "/locations/ve9EPM428h8vShlRW1KT/customFields?model=contact";

/// Presses that button, and saves under that name in the dialog that opens.
pub async fn save(harness: &Harness, window: &Window, button: &str, dialog: &str, name: &str) -> Vec<u8> {
    window.click(button).await;
    let screen = harness.screen();
    let dialog = screen.window(dialog).await;
    let keyboard = screen.keyboard(&dialog);
    keyboard.press_with_control('a');
    keyboard.write(name);
    keyboard.press(key::ENTER);
    let told = format!("return document.querySelector('[data-notice=bulk-saved]')?.innerText.includes('{name}')");
    window.wait_until(&told).await;
    std::fs::read(harness.home.path().join(name)).expect("the file is there")
}

#[tokio::test]
async fn bulk_a_list_is_saved_in_every_form_and_then_deleted_from_this_computer() {
    let (harness, window) = at_lists(Duration::ZERO).await;
    harness.highlevel.answer(
        DEFINITIONS,
        Answer::json(
            200,
            &json!({ "customFields": [
                { "id": "Aa1Bb2Cc3Dd4Ee5Ff6Gg", "name": "Portal password", "fieldKey": "contact.portal_password",
                  "dataType": "TEXT", "position": 100 }
            ] }),
        ),
    );
    let mut secretive = contact(&id(1));
    secretive["customFields"] = json!([{ "id": "Aa1Bb2Cc3Dd4Ee5Ff6Gg", "value": PASSWORD }]);
    harness.highlevel.answer(&id(1), Answer::contact(&secretive));
    start(
        &window,
        &[id(0), String::new(), "Maria Lopez".to_owned(), id(1), "UnknownUnknown000001".to_owned()].join("\n"),
    )
    .await;
    until_finished(&window).await;
    for secret in [SSN, PASSWORD] {
        let shown = window.run("return document.documentElement.outerHTML", vec![]).await;
        assert!(!shown.as_str().unwrap_or_default().contains(secret), "{secret} is on the page");
        let kept = std::fs::read_to_string(on_disk(&harness)).expect("the list is on the disk");
        assert!(!kept.contains(secret), "{secret} is on the disk");
    }

    // Not saved: the question comes first, and "Cancel" has the focus.
    window.click("#bulk-close").await;
    window.wait_until("return document.activeElement.id === 'bulk-keep'").await;
    window.press("\u{E007}").await;
    window.wait_until("return document.querySelector('#bulk-keep') === null").await;
    assert!(on_disk(&harness).exists());

    // The menu closes with each save, and what was chosen in it stays.
    window.click("#bulk-save-more").await;
    window.click("#bulk-save-fields input[value=all]").await;
    let csv = save(&harness, &window, "#bulk-save-csv", "Save CSV", "mine.csv").await;
    assert!(csv.starts_with("\u{FEFF}".as_bytes()));
    let text = String::from_utf8(csv).expect("it is text");
    let table: Vec<Vec<String>> = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{FEFF}').as_bytes())
        .records()
        .map(|row| row.expect("a row").iter().map(str::to_owned).collect())
        .collect();
    assert_eq!(table.len(), 6, "headings and every row");
    assert_eq!(table[0][..4], ["Row", "Contact ID", "Result", "Name"]);
    let outcomes: Vec<_> = table[1..].iter().map(|row| row[2].as_str()).collect();
    assert_eq!(outcomes, ["Found", "Blank", "Not a contact ID", "Found", "No such contact"]);
    assert_eq!((&*table[3][1], &*table[4][1]), ("Maria Lopez", &*id(1)));
    assert!(table[1].contains(&"'+18832327657".to_owned()), "no spreadsheet takes it for a formula: {:?}", table[1]);
    assert!(!text.contains(SSN) && !text.contains(PASSWORD));

    window.click("#bulk-save-more").await;
    let plain = save(&harness, &window, "#bulk-save-csv-plain", "Save CSV", "plain.csv").await;
    let plain = String::from_utf8(plain).expect("it is text");
    assert!(plain.contains(",+18832327657,") && !plain.contains("'+"), "as it was sent");
    let workbook = save(&harness, &window, "#bulk-save", "Save workbook", "mine.xlsx").await;
    assert!(workbook.starts_with(b"PK"));

    window.click("#bulk-close").await;
    window.wait_for("#bulk-ids").await;
    assert!(!on_disk(&harness).exists(), "saved and closed, it is gone from this computer");
    window.close().await;
}
