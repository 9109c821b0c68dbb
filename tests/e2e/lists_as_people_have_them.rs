//! Files as people have them, as the window tells what it found in them, light and dark, roomy and narrow.

use std::path::Path;
use std::time::Duration;

use crate::bulk::lists::open;
use crate::bulk::{at_lists_in, put, until_finished};
use crate::harness::{Harness, Window};
use crate::highlevel::Answer;
use crate::pictures::keep;

const A: &str = "kT4wQ9zLmN2xVbR7sYpD";
const B: &str = "pQ8vX2cRtY5nLmK1wZsE";
const C: &str = "aB3dE6gH9jK2mN5pQ8rS";

/// Opens a file with that content through the dialog, and waits for what is told of it.
async fn opened(harness: &Harness, window: &Window, name: &str, content: &[u8]) {
    std::fs::write(harness.home.path().join(name), content).expect("a file");
    open(harness, window, name).await;
    window.wait_until(&format!("return document.querySelector('#bulk-file')?.innerText.includes('{name}')")).await;
}

fn fixture(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lists").join(name);
    std::fs::read(path).expect("a fixture")
}

/// A workbook in which the IDs are put together by formulas that nobody has worked out.
fn without_results() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "Contact ID").expect("a cell");
    for row in 1..4 {
        sheet.write_formula(row, 0, rust_xlsxwriter::Formula::new("=B2&C2").set_result("?")).expect("a cell");
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut file = from.by_index(at).expect("a part");
        let name = file.name().expect("a name").into_owned();
        let mut part = Vec::new();
        std::io::copy(&mut file, &mut part).expect("a part");
        if name.ends_with("sheet1.xml") {
            part = String::from_utf8(part).expect("text").replace("<v>?</v>", "").into_bytes();
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        std::io::copy(&mut &*part, &mut to).expect("a part");
    }
    to.finish().expect("an archive").into_inner()
}

async fn told(theme: &str, gtk_theme: &str) {
    let (harness, window) = at_lists_in(Duration::ZERO, &[("GTK_THEME", gtk_theme)]).await;
    let mut complaints = Vec::new();
    let preview = || window.text("#bulk-preview");

    opened(&harness, &window, "titled.csv", &fixture("titled.csv")).await;
    assert!(preview().await.contains("3 contacts to look up"), "{}", preview().await);
    assert!(preview().await.contains("The 2 lines above the headings are not looked up"));
    keep(&window, "list-titles", theme, &mut complaints).await;

    let two = format!("First,Second,City\n{A},{B},Linz\n{C},Zx9cV8bN7mQ6wE5rT4yU,Graz\n");
    opened(&harness, &window, "two.csv", two.as_bytes()).await;
    assert!(preview().await.contains("“First” is looked up"), "{}", preview().await);
    keep(&window, "list-alike", theme, &mut complaints).await;
    window.click("#bulk-other-column").await;
    window.wait_until("return document.querySelector('#bulk-column')?.value === '1'").await;
    assert!(preview().await.contains("Use “First” instead"), "{}", preview().await);

    opened(&harness, &window, "formulas.xlsx", &without_results()).await;
    assert!(preview().await.contains("have no result yet. Open it in Excel"), "{}", preview().await);
    keep(&window, "list-formulas", theme, &mut complaints).await;

    window.click("#bulk-remove").await;
    window.wait_for("#bulk-ids").await;
    put(&window, &format!("Hi,\nplease call {A}, and\nthen {B} again.\nThanks, Ann\n")).await;
    window.wait_for("#bulk-preview [data-fact=taken-out]").await;
    assert!(preview().await.contains("Taken out of the text: the 2 IDs and links in it"), "{}", preview().await);
    keep(&window, "list-taken-out", theme, &mut complaints).await;

    opened(&harness, &window, "filtered.xlsx", &fixture("filtered.xlsx")).await;
    assert!(preview().await.contains("3 hidden rows are left out"), "{}", preview().await);
    keep(&window, "list-hidden", theme, &mut complaints).await;
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));

    harness.highlevel.answer_all("", |_| Answer::refusal(400, "Contact not found"));
    window.click("#bulk-hidden").await;
    window.wait_until("return document.querySelector('#bulk-start')?.innerText === 'Look up 6 contacts'").await;
    window.click("#bulk-hidden").await;
    window.wait_until("return document.querySelector('#bulk-start')?.innerText === 'Look up 3 contacts'").await;
    window.click("#bulk-start").await;
    until_finished(&window).await;
    let rows = window.run("return document.querySelectorAll('[data-bulk-row]').length", vec![]).await;
    assert_eq!(rows, 3, "what is hidden is not looked up");
    window.close().await;
}

#[tokio::test]
async fn bulk_what_a_real_file_has_is_told_before_the_lookup_in_the_light() {
    told("light", "Adwaita").await;
}

#[tokio::test]
async fn bulk_what_a_real_file_has_is_told_before_the_lookup_in_the_dark() {
    told("dark", "Adwaita:dark").await;
}
