//! What the window costs: the time from the last byte of an answer to the painted card, the time from start to usable,
//! and the memory of all its processes; the latter two beside an empty Tauri window in the same run.

use std::error::Error;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant, UNIX_EPOCH};

use fantoccini::error::NewSessionError;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{json, Value};

use crate::contacts;
use crate::harness::{Harness, PasswordStore, Running};
use crate::server::Server;
use crate::table::{median, Row};

mod many;

const PATIENCE: Duration = Duration::from_secs(30);
const STARTS: usize = 15;
const LOOKUPS: usize = 30;

/// Notes its own process and the time, and becomes the program.
const STARTER: &str = "#!/bin/sh\necho \"$$ $(date +%s%N)\" >\"$BENCH_STARTED\"\nexec \"$BENCH_PROGRAM\" \"$@\"\n";

/// A window that is being measured.
struct Window {
    page: Client,
    process: u32,
    /// Milliseconds since 1970.
    started: f64,
    _driver: Running,
}

/// Measures all of it and prints the rows.
pub async fn measure() -> Result<(), Box<dyn Error>> {
    let program = PathBuf::from(env!("CARGO_BIN_EXE_contact-lookup"));
    let empty = program.with_file_name("examples").join("empty_window");
    let harness = Harness::with(PasswordStore::None).await;
    let server = Server::start(&[contacts::usual(), contacts::large()], Duration::ZERO)?;

    let (mut our_starts, mut empty_starts) = (Vec::new(), Vec::new());
    let (mut our_memory, mut empty_memory) = (Vec::new(), Vec::new());
    for turn in 0..=STARTS {
        let window = Window::open(&harness, &empty, &server).await?;
        let empty_start = window.usable("body").await? - window.started;
        let empty_held = window.memory()?;
        window.close().await?;

        let window = Window::open(&harness, &program, &server).await?;
        let our_start = window.usable("body[data-screen] button").await? - window.started;
        window.connect().await?;
        window.look_up(&contacts::usual(), &server).await?;
        let our_held = window.memory()?;
        window.close().await?;

        // The first turn fills the system's caches.
        if turn > 0 {
            empty_starts.push(empty_start);
            empty_memory.push(empty_held);
            our_starts.push(our_start);
            our_memory.push(our_held);
        }
    }

    let window = Window::open(&harness, &program, &server).await?;
    window.usable("body[data-screen] button").await?;
    window.connect().await?;
    let (mut usual, mut large) = (Vec::new(), Vec::new());
    for turn in 0..=LOOKUPS {
        // In turn, so that each card takes the place of the other.
        let (first, second) =
            (window.look_up(&contacts::usual(), &server).await?, window.look_up(&contacts::large(), &server).await?);
        if turn > 0 {
            usual.push(first);
            large.push(second);
        }
    }
    let day = window.day().await?;
    window.close().await?;

    Row {
        what: "last byte to painted card / 16 ms; a usual contact",
        ours: median(usual),
        other: 16.0,
        unit: "ms",
        aim: Some(1.0),
    }
    .print();
    Row {
        what: "last byte to painted card / 50 ms; 190 fields, 164 tags",
        ours: median(large),
        other: 50.0,
        unit: "ms",
        aim: Some(1.0),
    }
    .print();
    for (what, measured) in day {
        Row { what, ours: median(measured), other: 50.0, unit: "ms", aim: Some(1.0) }.print();
    }
    Row {
        what: "start to usable / an empty Tauri window",
        ours: median(our_starts),
        other: median(empty_starts),
        unit: "ms",
        aim: Some(1.1),
    }
    .print();
    Row {
        what: "memory of all processes, card shown / an empty window",
        ours: median(our_memory),
        other: median(empty_memory),
        unit: "MB",
        aim: Some(1.1),
    }
    .print();
    Ok(())
}

/// Measures what a long list costs and prints the rows.
pub async fn measure_many() -> Result<(), Box<dyn Error>> {
    let harness = Harness::with(PasswordStore::None).await;
    many::measure(&harness, &PathBuf::from(env!("CARGO_BIN_EXE_contact-lookup"))).await
}

impl Window {
    /// Starts `program` on the harness.
    async fn open(harness: &Harness, program: &Path, server: &Server) -> Result<Self, Box<dyn Error>> {
        let starter = harness.home.path().join("start");
        let noted = harness.home.path().join("started");
        std::fs::write(&starter, STARTER)?;
        std::fs::set_permissions(&starter, std::fs::Permissions::from_mode(0o700))?;

        // A port that the system has just found free.
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut driver = Command::new("WebKitWebDriver");
        driver.args([format!("--port={port}"), "--host=127.0.0.1".to_owned()]);
        let mut driver = harness.command(driver);
        driver.env("BENCH_PROGRAM", program).env("BENCH_STARTED", &noted);
        driver.env("CONTACT_LOOKUP_API_URL", server.address()).env("RUST_LOG", "error");
        // The program sets this itself; the empty window must not differ in it.
        driver.env("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        let driver = Running(driver.spawn()?);

        let mut capabilities = Capabilities::new();
        capabilities.insert("webkitgtk:browserOptions".to_owned(), json!({ "binary": starter, "args": [] }));
        let begun = Instant::now();
        let page = loop {
            let mut client = ClientBuilder::new(HttpConnector::new());
            match client.capabilities(capabilities.clone()).connect(&format!("http://127.0.0.1:{port}")).await {
                Ok(page) => break page,
                // The driver does not listen yet.
                Err(NewSessionError::Lost(_) | NewSessionError::Failed(_) | NewSessionError::FailedC(_))
                    if begun.elapsed() < PATIENCE =>
                {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
                Err(error) => return Err(error.into()),
            }
        };
        let noted = std::fs::read_to_string(&noted)?;
        let (process, nanoseconds) = noted.trim().split_once(' ').ok_or("the starter noted nothing")?;
        let since_1970 = nanoseconds.parse::<f64>()? / 1_000_000.0;
        Ok(Self { page, process: process.parse()?, started: since_1970, _driver: driver })
    }

    /// When the first content was painted, in milliseconds since 1970. There must be such an element then.
    async fn usable(&self, selector: &str) -> Result<f64, Box<dyn Error>> {
        let script = "const paint = performance.getEntriesByName('first-contentful-paint')[0];
            const there = document.querySelector(arguments[0]) !== null;
            return paint && there ? performance.timeOrigin + paint.startTime : null;";
        let painted = self.wait_until(script, vec![json!(selector)]).await?;
        painted.as_f64().ok_or_else(|| "no time".into())
    }

    /// Connects an account for this session.
    async fn connect(&self) -> Result<(), Box<dyn Error>> {
        self.connect_as("Bench").await
    }

    async fn connect_as(&self, name: &str) -> Result<(), Box<dyn Error>> {
        // As a person would, but without the time that typing takes.
        let script = "const fill = (selector, text) => {
              const input = document.querySelector(selector);
              input.value = text;
              input.dispatchEvent(new Event('input', { bubbles: true }));
              input.dispatchEvent(new Event('change', { bubbles: true }));
            };
            fill('#account-name', arguments[0]);
            fill('#token', 'pit-11111111-2222-4333-8444-555555555555');
            document.querySelector('#connect').click();
            return true;";
        self.page.execute(script, vec![json!(name)]).await?;
        self.wait_until("return document.querySelector('#session-only') !== null", vec![]).await?;
        let script = "const only = document.querySelector('#session-only');
            if (only.type !== 'checkbox' || !only.checked) only.click();
            if (only.type === 'checkbox') document.querySelector('#connect').click();
            return true;";
        self.page.execute(script, vec![]).await?;
        self.wait_until("return document.querySelector('#contact-id') !== null", vec![]).await?;
        Ok(())
    }

    /// Looks a contact up and gives the milliseconds from the last byte of the answer to the painted card.
    async fn look_up(&self, contact: &Value, server: &Server) -> Result<f64, Box<dyn Error>> {
        // A frame's callbacks run before it is painted, and a message that is posted there arrives after.
        let script = "const [id] = arguments;
            window.painted = null;
            const now = () => performance.timeOrigin + performance.now();
            const watcher = new MutationObserver(() => {
              const result = document.querySelector('#result');
              if (result?.dataset.state !== 'found' || result.dataset.id !== id) return;
              watcher.disconnect();
              requestAnimationFrame(() => {
                const channel = new MessageChannel();
                channel.port1.onmessage = () => { window.painted = now(); };
                channel.port2.postMessage(null);
              });
            });
            watcher.observe(document.body, { attributes: true, childList: true, subtree: true });
            const box = document.querySelector('#contact-id');
            box.value = id;
            box.dispatchEvent(new Event('input', { bubbles: true }));
            box.dispatchEvent(new Event('change', { bubbles: true }));
            document.querySelector('#look-up').click();
            return true;";
        self.page.execute(script, vec![contact["id"].clone()]).await?;
        let painted = self.wait_until("return window.painted", vec![]).await?.as_f64().ok_or("no time")?;
        let last_byte = server.last_byte().ok_or("the server was not asked")?;
        let last_byte = last_byte.duration_since(UNIX_EPOCH)?.as_secs_f64() * 1000.0;
        Ok(painted - last_byte)
    }

    /// What is done again and again in the course of a day: each until it is painted, with the large card.
    async fn day(&self) -> Result<Vec<(&'static str, Vec<f64>)>, Box<dyn Error>> {
        let (mut recalls, mut searches, mut switches) = (Vec::new(), Vec::new(), Vec::new());
        let [usual, large] = [contacts::usual(), contacts::large()].map(|contact| contact["id"].clone());
        let recall = "document.querySelector(`#recents [data-recent=\"${argument}\"]`).click()";
        let is_shown = "document.querySelector('#result').dataset.state === 'found' &&
            document.querySelector('#result').dataset.id === argument";
        for _ in 0..LOOKUPS {
            self.until_painted(recall, is_shown, usual.clone()).await?;
            recalls.push(self.until_painted(recall, is_shown, large.clone()).await?);
        }
        self.page.execute("document.querySelector('#open-card-search').click()", vec![]).await?;
        self.wait_until("return document.querySelector('#card-search') !== null", vec![]).await?;
        let search = "const box = document.querySelector('#card-search'); box.value = argument;
            box.dispatchEvent(new Event('input', { bubbles: true }))";
        let fields = "document.querySelectorAll('.panels [data-field^=\"customFields.\"]').length";
        for turn in 0..LOOKUPS {
            let before = self.page.execute(&format!("return {fields}"), vec![]).await?;
            let text = if turn % 2 == 0 { "number 17" } else { "Whitening" };
            searches.push(self.until_painted(search, &format!("{fields} !== {before}"), json!(text)).await?);
        }
        self.page.execute("document.querySelector('#close-card-search').click()", vec![]).await?;
        self.add_account("Another").await?;
        for turn in 0..LOOKUPS {
            let name = if turn % 2 == 0 { "Bench" } else { "Another" };
            self.page.execute("document.querySelector('#account').click()", vec![]).await?;
            self.wait_until("return document.querySelector('[data-choose-account]') !== null", vec![]).await?;
            let choose = "[...document.querySelectorAll('[data-choose-account]')]
                .find((item) => item.textContent.trim() === argument).click()";
            let is_used = "document.querySelector('#account').dataset.account === argument";
            switches.push(self.until_painted(choose, is_used, json!(name)).await?);
        }
        Ok(vec![
            ("back to a card from memory / 50 ms; 190 fields, 164 tags", recalls),
            ("a search within that card / 50 ms", searches),
            ("to another account / 50 ms", switches),
        ])
    }

    /// Connects one more account for this session.
    async fn add_account(&self, name: &str) -> Result<(), Box<dyn Error>> {
        self.page.execute("document.querySelector('#account').click()", vec![]).await?;
        self.wait_until("return document.querySelector('#add-account') !== null", vec![]).await?;
        self.page.execute("document.querySelector('#add-account').click()", vec![]).await?;
        self.wait_until("return document.querySelector('#token') !== null", vec![]).await?;
        self.connect_as(name).await
    }

    /// Does something with `argument`, and gives the milliseconds until what came of it is painted.
    async fn until_painted(&self, doing: &str, done: &str, argument: Value) -> Result<f64, Box<dyn Error>> {
        let script = format!(
            "const [argument] = arguments;
            window.painted = null;
            const begun = performance.now();
            const watcher = new MutationObserver(() => {{
              if (!({done})) return;
              watcher.disconnect();
              requestAnimationFrame(() => {{
                const channel = new MessageChannel();
                channel.port1.onmessage = () => {{ window.painted = performance.now() - begun; }};
                channel.port2.postMessage(null);
              }});
            }});
            watcher.observe(document.body, {{ attributes: true, characterData: true, childList: true, subtree: true }});
            {doing};
            return true;"
        );
        self.page.execute(&script, vec![argument]).await?;
        self.wait_until("return window.painted", vec![]).await?.as_f64().ok_or_else(|| "no time".into())
    }

    /// What all processes of the program hold, in megabytes, each shared page counted in parts.
    fn memory(&self) -> Result<f64, Box<dyn Error>> {
        let mut kilobytes = 0.0;
        for process in family(self.process)? {
            let Ok(summary) = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")) else { continue };
            let line = summary.lines().find_map(|line| line.strip_prefix("Pss:")).ok_or("no Pss")?;
            kilobytes += line.trim().trim_end_matches(" kB").parse::<f64>()?;
        }
        Ok(kilobytes / 1024.0)
    }

    /// Closes the window and waits until its process is gone, so that the next one starts alone.
    async fn close(self) -> Result<(), Box<dyn Error>> {
        let process = PathBuf::from(format!("/proc/{}", self.process));
        self.page.clone().close().await?;
        let begun = Instant::now();
        while process.exists() {
            if begun.elapsed() > PATIENCE {
                return Err("the program does not end".into());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }

    async fn wait_until(&self, script: &str, arguments: Vec<Value>) -> Result<Value, Box<dyn Error>> {
        let begun = Instant::now();
        loop {
            let value = self.page.execute(script, arguments.clone()).await?;
            if !matches!(value, Value::Null | Value::Bool(false)) {
                return Ok(value);
            }
            if begun.elapsed() > PATIENCE {
                let page = self.page.execute("return document.body.innerText", vec![]).await?;
                return Err(format!("not within {PATIENCE:?}: {script}\nthe page says: {page}").into());
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

/// A process and all that descend from it.
fn family(first: u32) -> std::io::Result<Vec<u32>> {
    let mut parents = Vec::new();
    for entry in std::fs::read_dir("/proc")?.flatten() {
        let Ok(process) = entry.file_name().to_string_lossy().parse::<u32>() else { continue };
        let Ok(status) = std::fs::read_to_string(entry.path().join("stat")) else { continue };
        // The name, in brackets, may hold anything; the parent is the second word after it.
        let parent = status.rsplit(')').next().and_then(|rest| rest.split_whitespace().nth(1)?.parse().ok());
        parents.push((process, parent.unwrap_or(0)));
    }
    let mut found = vec![first];
    let mut next = 0;
    while let Some(&process) = found.get(next) {
        found.extend(parents.iter().filter(|(_, parent)| *parent == process).map(|(child, _)| *child));
        next += 1;
    }
    Ok(found)
}
