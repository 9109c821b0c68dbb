//! A list of ten thousand in the window: what it holds in memory, and how long the page keeps anybody waiting.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use serde_json::json;

use super::Window;
use crate::contacts;
use crate::harness::Harness;
use crate::server::Server;
use crate::table::Row;

const ROWS: usize = 10_000;

/// So many of them are left to be looked up: the first hundred of an allowance go at once.
const LEFT: usize = 100;

/// How long the memory is given to settle.
const SETTLED: Duration = Duration::from_secs(3);

/// The last hundred of a long list are looked up, then the table is scrolled from end to end, filtered and sorted, while
/// a timer of no time at all notes the longest it had to wait.
const USE_THE_TABLE: &str = "
    const wait = (ms) => new Promise((done) => setTimeout(done, ms));
    const scroll = document.querySelector('#bulk-scroll');
    for (let top = 0; top < scroll.scrollHeight; top += scroll.scrollHeight / 60) {
      scroll.scrollTop = top;
      await wait(30);
    }
    for (const filter of document.querySelectorAll('input[name=bulk-filter]')) {
      filter.click();
      await wait(400);
    }
    for (const heading of document.querySelectorAll('#bulk-scroll thead button')) {
      heading.click();
      await wait(700);
    }";

/// Measures both and prints their rows.
pub(super) async fn measure(harness: &Harness, program: &Path) -> Result<(), Box<dyn Error>> {
    let known: Vec<_> = (0..ROWS).map(contact).collect();
    let server = Server::start(&known, Duration::ZERO)?;
    let without = {
        let window = Window::open(harness, program, &server).await?;
        window.usable("body[data-screen] button").await?;
        window.connect().await?;
        tokio::time::sleep(SETTLED).await;
        let held = window.memory()?;
        window.close().await?;
        held
    };
    leave_a_list(&harness.home.path().join("data/com.contactlookup.desktop/lists"))?;

    let window = Window::open(harness, program, &server).await?;
    window.usable("body[data-screen] button").await?;
    window.connect().await?;
    window.page.execute("document.querySelector('#open-bulk').click()", vec![]).await?;
    window.wait_until("return document.querySelector('#bulk-continue') !== null", vec![]).await?;
    window.page.execute(TICKER, vec![]).await?;
    window.page.execute("document.querySelector('#bulk-continue').click()", vec![]).await?;
    window.wait_until("return document.querySelector('#bulk-save') !== null", vec![]).await?;
    let looked_up = window.longest_wait().await?;
    let script = format!("(async () => {{ {USE_THE_TABLE} window.used = true; }})(); return true;");
    window.page.execute(&script, vec![]).await?;
    window.wait_until("return window.used ?? false", vec![]).await?;
    let used = window.longest_wait().await?;
    tokio::time::sleep(SETTLED).await;
    let grown = window.memory()? - without;
    window.close().await?;

    let row = |what, ours, other, unit| Row { what, ours, other, unit, aim: Some(1.0) }.print();
    row("memory that 10,000 rows add / 60 MiB", grown, 60.0, "MB");
    row("longest wait of the page while rows come in / 50 ms", looked_up, 50.0, "ms");
    row("longest wait while the table is used / 50 ms", used, 50.0, "ms");
    Ok(())
}

/// A timer that wants to be called all the time, and notes the longest it had to wait.
const TICKER: &str = "
    window.longest = 0;
    let last = performance.now();
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const now = performance.now();
      window.longest = Math.max(window.longest, now - last);
      last = now;
      setTimeout(() => channel.port2.postMessage(null), 1);
    };
    channel.port2.postMessage(null);
    return true;";

impl Window {
    /// The longest that the ticker had to wait since this was asked last, in milliseconds.
    async fn longest_wait(&self) -> Result<f64, Box<dyn Error>> {
        let script = "const { longest } = window; window.longest = 0; return longest;";
        self.page.execute(script, vec![]).await?.as_f64().ok_or_else(|| "no ticker".into())
    }
}

fn contact(number: usize) -> serde_json::Value {
    let mut contact = contacts::usual();
    contact["id"] = json!(id(number));
    contact["email"] = json!(format!("person{number}@example.com"));
    contact
}

fn id(number: usize) -> String {
    format!("Contact{number:013}")
}

/// Writes down a list as an earlier start of the program would have left it.
fn leave_a_list(folder: &Path) -> Result<(), Box<dyn Error>> {
    let header = json!({ "schema": 1, "file": "people.csv", "account": "anotherComputer1", "rows": ROWS });
    let mut text = format!("{header}\n");
    for number in 0..ROWS {
        writeln!(text, "\"{}\"", id(number))?;
    }
    for number in 0..ROWS - LEFT {
        let contact = contact(number);
        let fields = contact.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
        let values: Vec<_> =
            fields.map(|(path, value)| (path, value.as_str().map_or(value.to_string(), Into::into))).collect();
        let name = json!(["displayName", format!("Person {number}")]);
        let values: Vec<_> = std::iter::once(name).chain(values.into_iter().map(|pair| json!(pair))).collect();
        writeln!(text, "{}", json!({ "at": number, "values": values }))?;
    }
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("list.jsonl"), text)?;
    Ok(())
}
