//! Many contacts at once, as a person goes about it: a list is put in, looked up, interrupted in every way, and saved.

mod elsewhere;
mod ends;
mod hostile;
mod keys;
pub mod lists;
mod long;
mod nameless;
mod run;
mod saved;
mod sheets;
mod trouble;

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{json, Value};

use crate::contacts::{documented, TOKEN};
use crate::harness::{Harness, Start, Window};
use crate::highlevel::Answer;

/// What the IDs of contacts in lists begin with.
pub const MANY: &str = "ManyMany";

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// The ID of the contact of that number.
pub fn id(at: usize) -> String {
    format!("{MANY}{at:012}")
}

/// A text with so many IDs, one on each line.
pub fn ids(count: usize) -> String {
    (0..count).map(id).collect::<Vec<_>>().join("\n")
}

/// A contact in a list.
pub fn contact(id: &str) -> Value {
    let mut contact = documented();
    contact["id"] = json!(id);
    let number = id.trim_start_matches(MANY).trim_start_matches('0');
    contact["email"] = json!(format!("maria{number}@example.com"));
    contact["lastName"] = json!(format!("Lopez {number}"));
    contact["name"] = json!(format!("Maria Lopez {number}"));
    contact["firstName"] = json!("Maria");
    contact
}

/// From now on HighLevel knows all contacts of lists, and takes that long for each.
pub fn know_all(harness: &Harness, time: Duration) {
    harness.highlevel.answer_all(MANY, move |id| Answer::contact(&contact(id)).after(time));
}

/// A harness whose program has an account, whose HighLevel knows all contacts of lists after that time, and its window, which
/// waits for a list.
pub async fn at_lists(time: Duration) -> (Harness, Window) {
    at_lists_in(time, &[]).await
}

/// The same with those variables around the program.
pub async fn at_lists_in(time: Duration, environment: &[(&str, &str)]) -> (Harness, Window) {
    let harness = Harness::new().await;
    know_all(&harness, time);
    let window = harness.open_with(Start { environment, ..Start::default() }).await;
    window.connect("Harbour Dental", TOKEN).await;
    window.click("#open-bulk").await;
    window.wait_for("body[data-screen=bulk] #bulk-ids").await;
    (harness, window)
}

/// Puts a text into the field for lists, as when it is pasted: typing a long one takes the driver its time.
pub async fn put(window: &Window, text: &str) {
    let script = "const [text] = arguments;
        const field = document.querySelector('#bulk-ids');
        field.focus();
        field.value = text;
        field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));";
    window.run(script, vec![json!(text)]).await;
}

/// Pastes a text, through the page's own listener.
pub async fn paste(window: &Window, text: &str) {
    let script = "const [text] = arguments;
        const carried = new DataTransfer();
        carried.setData('text/plain', text);
        const event = new ClipboardEvent('paste', { clipboardData: carried, bubbles: true, cancelable: true });
        document.querySelector('#bulk-ids').dispatchEvent(event);
        return event.defaultPrevented;";
    assert_eq!(window.run(script, vec![json!(text)]).await, true, "a long text is not left to the engine");
}

/// Starts a list, and waits until it is on its way.
pub async fn start(window: &Window, text: &str) {
    put(window, text).await;
    window.click("#bulk-start").await;
    window.wait_for("#bulk-progress").await;
}

/// How many rows have their outcome, as the page says.
pub async fn done(window: &Window) -> usize {
    let value = window.run("return String(document.querySelector('#bulk-progress')?.value ?? 0)", vec![]).await;
    value.as_str().and_then(|value| value.parse().ok()).unwrap_or_default()
}

/// Waits until at least so many rows have their outcome.
pub async fn until_done(window: &Window, count: usize) -> usize {
    let script = format!("return document.querySelector('#bulk-progress')?.value >= {count}");
    window.wait_until(&script).await;
    done(window).await
}

/// Waits until all rows have their outcome.
pub async fn until_finished(window: &Window) {
    let script = "const bar = document.querySelector('[data-stage=result] #bulk-progress');
        return bar !== null && bar.value === bar.max
          && document.querySelector('[data-bulk-row][data-outcome=waiting]') === null";
    let begun = Instant::now();
    while window.run(script, vec![]).await != true {
        assert!(begun.elapsed() < PATIENCE, "the list does not end: {}", window.text("main").await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The rows on the page: what stands in the list, and what became of it.
pub async fn rows(window: &Window) -> Vec<(String, String)> {
    let script = "return [...document.querySelectorAll('[data-bulk-row]')].map(
        (row) => [row.dataset.bulkRow, row.dataset.outcome])";
    serde_json::from_value(window.run(script, vec![]).await).expect("pairs")
}

/// How often each contact of a list was asked for.
pub fn asked(harness: &Harness) -> HashMap<String, usize> {
    let mut asked = HashMap::new();
    for request in harness.highlevel.requests() {
        let id = request.path.trim_start_matches("/contacts/").to_owned();
        if id.starts_with(MANY) {
            *asked.entry(id).or_default() += 1;
        }
    }
    asked
}

/// How many requests for contacts of lists came.
pub fn count_asked(harness: &Harness) -> usize {
    asked(harness).values().sum()
}

/// Holds that nothing is asked for any more. What is under way when this begins has been asked for already.
pub async fn nothing_is_asked(harness: &Harness, why: &str) {
    let before = count_asked(harness);
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(800) {
        assert_eq!(count_asked(harness), before, "asked for {why}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Waits until so many requests for contacts of lists came.
pub async fn until_asked(harness: &Harness, count: usize) {
    let begun = Instant::now();
    while count_asked(harness) < count {
        assert!(begun.elapsed() < PATIENCE, "{} of {count} requests came", count_asked(harness));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Where the list is kept.
pub fn on_disk(harness: &Harness) -> PathBuf {
    harness.home.path().join("data/com.contactlookup.desktop/lists/list.jsonl")
}

/// The numbers, from 0, of the contacts whose outcome is on the disk, in a list of that many rows.
pub fn settled_on_disk(harness: &Harness, rows: usize) -> Vec<usize> {
    let text = std::fs::read_to_string(on_disk(harness)).expect("the list is on the disk");
    let whole = text.split_inclusive('\n').filter(|line| line.ends_with('\n')).skip(1 + rows);
    let events = whole.filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut settled: Vec<usize> = events.filter_map(|event| usize::try_from(event["at"].as_u64()?).ok()).collect();
    settled.sort_unstable();
    settled.dedup();
    settled
}

/// The number, from 1, of the first row that has no outcome on the disk.
pub fn first_waiting_on_disk(harness: &Harness, rows: usize) -> usize {
    let settled = settled_on_disk(harness, rows);
    (0..rows).find(|at| settled.binary_search(at).is_err()).map_or(rows + 1, |at| at + 1)
}
