//! What the program offers to others: nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::harness::{Harness, Running};

/// The sockets that a process holds, by their numbers.
pub fn sockets(process: u32) -> BTreeSet<String> {
    let held = fs::read_dir(format!("/proc/{process}/fd")).into_iter().flatten().flatten();
    let leads_to = held.filter_map(|entry| fs::read_link(entry.path()).ok());
    let number = |to: PathBuf| Some(to.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned());
    leads_to.filter_map(number).collect()
}

/// The sockets on this computer at which somebody can knock: TCP that listens, UDP of any kind.
pub fn open_to_others() -> BTreeSet<String> {
    in_tables([("tcp", Some("0A")), ("tcp6", Some("0A")), ("udp", None), ("udp6", None)])
}

/// The sockets on this computer that have to do with a network at all, in whatever state.
pub fn on_a_network() -> BTreeSet<String> {
    in_tables([("tcp", None), ("tcp6", None), ("udp", None), ("udp6", None)])
}

/// The sockets in those tables of the kernel, in that state or in any.
fn in_tables(tables: [(&str, Option<&str>); 4]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (file, listening) in tables {
        let table = fs::read_to_string(format!("/proc/net/{file}")).unwrap_or_default();
        for line in table.lines().skip(1) {
            let columns: Vec<&str> = line.split_whitespace().collect();
            if listening.is_none_or(|state| columns[3] == state) {
                found.insert(columns[9].to_owned());
            }
        }
    }
    found
}

#[tokio::test]
async fn the_program_listens_on_no_port() {
    let harness = Harness::new().await;
    // Without the driver of the other tests, for which the page's engine does listen.
    let mut program = harness.command(Command::new(env!("CARGO_BIN_EXE_contact-lookup")));
    program.arg("--sample").env_remove("TAURI_WEBVIEW_AUTOMATION").stderr(Stdio::null());
    let _program = Running(program.spawn().expect("it starts"));
    let is_shown = || harness.screen().windows().iter().any(|window| window.title == "Contact Lookup");
    let start = Instant::now();
    while harness.processes("WebKitWebProces").is_empty() || !is_shown() {
        assert!(start.elapsed() < Duration::from_secs(30), "there is no window");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let ours = [harness.processes("contact-lookup"), harness.processes("WebKit")].concat();
    assert!(ours.len() >= 3, "the window, its page and its network: {ours:?}");
    let held: BTreeSet<String> = ours.iter().flat_map(|process| sockets(*process)).collect();
    assert!(!held.is_empty(), "the display and the bus at least");
    let open: Vec<_> = held.intersection(&open_to_others()).cloned().collect();
    assert!(open.is_empty(), "sockets {open:?} can be knocked at");
    assert_eq!(harness.highlevel.connections(), 0);
}

#[test]
fn a_port_that_is_open_would_be_found() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    assert!(sockets(std::process::id()).intersection(&open_to_others()).next().is_some());
    drop(listener);
}
