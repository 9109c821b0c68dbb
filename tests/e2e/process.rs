//! The process of the program: what ends it, what does not, and what others can do to it.

use std::collections::HashMap;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::contacts::{connected, documented, DOCUMENTED_ID};
use crate::harness::{signal, Harness, Start};
use crate::highlevel::Answer;
use crate::sandbox;

const OTHER_ID: &str = "ocQHyuzHvysMo5N5VsXc";

#[tokio::test]
async fn enter_pressed_twenty_times_asks_once() {
    let (harness, window) = connected().await;
    harness.highlevel.answer(OTHER_ID, Answer::contact(&documented()).after(Duration::from_millis(1_500)));
    let before = harness.highlevel.requests().len();
    window.fill("#contact-id", OTHER_ID).await;
    window.press(&"\u{E007}".repeat(20)).await;
    window.wait_for("#result[data-state=found]").await;
    assert_eq!(harness.highlevel.requests().len(), before + 1);
    window.close().await;
}

/// Starts the program once more with those arguments, and waits for that start to end.
pub fn start_again(harness: &Harness, arguments: &[&str]) -> Option<i32> {
    let mut second = Command::new(env!("CARGO_BIN_EXE_contact-lookup"));
    second.args(arguments);
    let mut second = harness.command(second).spawn().expect("it starts");
    let begun = Instant::now();
    loop {
        if let Some(status) = second.try_wait().expect("it can be asked") {
            return status.code();
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "the second start with {arguments:.80?} goes on");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[tokio::test]
async fn a_second_start_hands_its_id_over_and_nothing_else() {
    let (harness, window) = connected().await;
    let before = harness.highlevel.requests().len();
    let long = "A".repeat(100_000);
    for (arguments, code) in [
        (vec!["--inspect"], 2),
        (vec!["--remote-debugging-port=9222"], 2),
        (vec![OTHER_ID, "more"], 2),
        (vec![long.as_str()], 2),
        (vec!["--version"], 0),
    ] {
        assert_eq!(start_again(&harness, &arguments), Some(code), "{arguments:.80?}");
    }
    assert_eq!(window.attribute("#result", "data-state").await.as_deref(), Some("idle"));
    for odd in ["javascript:window.went=1", "file:///etc/passwd", "../users/me", "https://evil.example/contacts"] {
        assert_eq!(start_again(&harness, &[odd]), Some(0));
        window.wait_for("#result[data-state=failed]").await;
        assert_eq!(window.value("#contact-id").await, odd, "it is text like any other");
        window.press("\u{E00C}").await;
        window.wait_for("#result[data-state=idle]").await;
    }
    assert_eq!(window.run("return 'went' in window", vec![]).await, false);
    assert_eq!(harness.highlevel.requests().len(), before, "none of that was sent");
    assert_eq!(start_again(&harness, &[DOCUMENTED_ID]), Some(0));
    window.wait_for("#result[data-state=found]").await;
    assert_eq!(window.attribute("#result", "data-id").await.as_deref(), Some(DOCUMENTED_ID));
    assert_eq!(harness.processes("contact-lookup").len(), 1);
    window.close().await;
}

/// What shows the desktop's notifications, and keeps what they say.
struct Notifications(Arc<Mutex<Vec<String>>>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[expect(clippy::too_many_arguments, reason = "the specification has that many")]
    #[expect(unused_variables, clippy::needless_pass_by_value, reason = "only what is told counts here")]
    fn notify(
        &self,
        program: &str,
        replaces: u32,
        icon: &str,
        summary: String,
        body: &str,
        actions: Vec<String>,
        hints: HashMap<String, zbus::zvariant::OwnedValue>,
        timeout: i32,
    ) -> u32 {
        self.0.lock().expect("nobody panicked").push(summary);
        1
    }
}

#[tokio::test]
async fn a_second_start_says_so_when_the_open_window_does_not_answer() {
    let (harness, window) = connected().await;
    let shown = Arc::new(Mutex::new(Vec::new()));
    let bus = zbus::connection::Builder::address(harness.bus_address()).expect("an address");
    let bus = bus.name("org.freedesktop.Notifications").expect("a name");
    let bus = bus.serve_at("/org/freedesktop/Notifications", Notifications(Arc::clone(&shown))).expect("a path");
    let _bus = bus.build().await.expect("it is on the bus");
    let program = harness.program().expect("it runs");
    signal(program, "STOP");
    let mut second = Command::new(env!("CARGO_BIN_EXE_contact-lookup"));
    second.arg(OTHER_ID);
    let mut second = harness.command(second);
    let ended = tokio::task::spawn_blocking(move || second.stderr(Stdio::piped()).output().expect("it starts"));
    let ended = tokio::time::timeout(Duration::from_secs(20), ended).await;
    signal(program, "CONT");
    let ended = ended.expect("the second start ends").expect("nobody panicked");
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(said.contains("Contact Lookup is open already, and does not answer"), "{said}");
    assert_eq!(ended.status.code(), Some(1));
    assert_eq!(*shown.lock().expect("nobody panicked"), ["Contact Lookup is open already, and does not answer"]);
    window.close().await;
}

#[tokio::test]
async fn when_the_page_s_process_dies_the_page_comes_back_and_says_so() {
    let (harness, window) = connected().await;
    // WebDriver drives the page that dies, and goes with it. So the first window goes, and one without it is watched
    // from outside: by what it asks, what it draws, and which processes it has.
    window.close().await;
    let program = harness.start_alone(&[DOCUMENTED_ID]);
    asked(&harness, 1).await;
    let first = harness.wait_for_page(&[]).await;
    let sandboxed = sandbox::can_be_tried();
    assert_eq!(sandbox::is_shut_in(first), sandboxed);
    signal(first, "KILL");
    // What the program was started with is looked up by every page that begins: so this one lives.
    asked(&harness, 2).await;
    let second = harness.wait_for_page(&[first]).await;
    assert_eq!(harness.program(), Some(program.0.id()), "the program itself went on");
    assert_eq!(sandbox::is_shut_in(second), sandboxed);
    assert!(harness.log().contains("the page's process ended"), "it is in the log");
    assert_eq!(start_again(&harness, &[OTHER_ID]), Some(0));
    asked(&harness, 3).await;
    // Again and again, if need be.
    signal(second, "KILL");
    asked(&harness, 4).await;
    harness.wait_for_page(&[first, second]).await;
    assert!(harness.close_and_wait() < Duration::from_secs(5));
}

/// Waits until HighLevel was asked for that many contacts. Connecting an account asks for one that cannot exist.
async fn asked(harness: &Harness, times: usize) {
    let begun = Instant::now();
    loop {
        let requests = harness.highlevel.requests();
        let count = requests.iter().filter(|one| one.path.ends_with(DOCUMENTED_ID) || one.path.ends_with(OTHER_ID));
        if count.count() >= times {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "the page asks nothing: {:?}", requests.len());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn closing_the_window_in_the_middle_of_a_lookup_ends_everything_at_once() {
    let (harness, window) = connected().await;
    harness.highlevel.answer(OTHER_ID, Answer::contact(&documented()).after(Duration::from_secs(60)));
    window.fill("#contact-id", OTHER_ID).await;
    window.click("#look-up").await;
    window.wait_for("#result[data-state=loading]").await;
    let taken = harness.close_and_wait();
    // The answer would have come after a minute.
    assert!(taken < Duration::from_secs(10), "it took {taken:?}");
    let left = harness.processes("WebKit");
    assert!(left.is_empty() || left.iter().all(|process| is_driver(*process)), "{left:?} are left");
}

/// WebKitWebDriver is the test's own.
fn is_driver(process: u32) -> bool {
    crate::harness::name_of_process(process).starts_with("WebKitWebDriv")
}

#[tokio::test]
async fn no_process_of_the_program_leaves_a_core_dump() {
    let (harness, window) = connected().await;
    let ours =
        [harness.processes("contact-lookup"), harness.processes("WebKitWebProces"), harness.processes("WebKitNetwork")];
    for process in ours.concat() {
        let limits = std::fs::read_to_string(format!("/proc/{process}/limits")).expect("its limits");
        let line = limits.lines().find(|line| line.starts_with("Max core file size")).expect("a limit");
        let words: Vec<&str> = line.split_whitespace().collect();
        // 0 would not keep the kernel from handing the memory to a program that collects dumps; 1 does.
        assert_eq!(words[4..6], ["1", "1"], "{process}: {line}");
    }
    window.close().await;
}

#[tokio::test]
async fn links_files_and_addresses_that_are_dropped_followed_or_opened_lead_nowhere() {
    let (harness, window) = connected().await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    // The names that come after a contact have been asked for by then.
    window.wait_for("[data-denied]").await;
    let (address, requests, connections) = (
        window.run("return location.href", vec![]).await,
        harness.highlevel.all_requests().len(),
        harness.highlevel.connections(),
    );
    let left = window
        .page
        .execute_async(
            "const [away, done] = arguments;
             const pause = () => new Promise((turn) => setTimeout(turn, 150));
             (async () => {
               const left = [];
               for (const href of [away, 'file:///etc/passwd', 'data:text/html,gone', 'about:blank', 'tauri://evil.example/'])
                 for (const target of ['', '_blank', '_top']) {
                   const link = document.createElement('a');
                   Object.assign(link, { href, target, textContent: 'x' });
                   document.body.append(link);
                   link.click();
                   await pause();
                   link.remove();
                 }
               // The engine opens what is dropped on a page that does not take it: this one takes everything, and does
               // nothing with it.
               for (const name of ['dragover', 'drop'])
                 for (const place of ['body', '#result', '#contact-id']) {
                   const carried = new DataTransfer();
                   carried.items.add(new File(['<script>window.went = 1</script>'], 'page.html', { type: 'text/html' }));
                   const event = new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: carried });
                   document.querySelector(place).dispatchEvent(event);
                   if (!event.defaultPrevented) left.push(`${name} on ${place}`);
                 }
               for (const attempt of [() => location.assign(away), () => location.replace(away), () => open(away)]) {
                 attempt();
                 await pause();
               }
               const form = document.createElement('form');
               Object.assign(form, { action: away, method: 'post' });
               document.body.append(form);
               form.submit();
               await pause();
               form.remove();
               done(left);
             })();",
            vec![json!(format!("{}/away", harness.highlevel.address()))],
        )
        .await
        .expect("the page is still there to answer");
    assert_eq!(left, json!([]), "left to the engine");
    assert_eq!(window.run("return location.href", vec![]).await, address);
    assert_eq!(window.attribute("#result", "data-state").await.as_deref(), Some("found"), "the card is untouched");
    assert_eq!(window.page.windows().await.expect("the windows").len(), 1);
    assert_eq!((harness.highlevel.all_requests().len(), harness.highlevel.connections()), (requests, connections));
    window.close().await;
}

#[tokio::test]
async fn a_program_that_starts_with_an_odd_id_says_so_and_asks_nobody() {
    let (harness, window) = connected().await;
    window.close().await;
    let before = harness.highlevel.requests().len();
    let window = harness.open_with(Start { arguments: &["../users/me"], ..Start::default() }).await;
    window.wait_for("[data-problem=id-not-an-id]").await;
    assert_eq!(harness.highlevel.requests().len(), before);
    window.close().await;
}

/// What is left of a process that ended is taken away by whoever started it; here that is the driver.
#[tokio::test]
async fn a_program_that_is_ended_by_the_system_leaves_nothing_running() {
    let (harness, window) = connected().await;
    window.close().await;
    let mut program = harness.start_alone(&[DOCUMENTED_ID]);
    asked(&harness, 1).await;
    signal(program.0.id(), "TERM");
    let begun = Instant::now();
    while program.0.try_wait().expect("it can be asked").is_none() || !harness.processes("WebKitWebProces").is_empty() {
        assert!(begun.elapsed() < Duration::from_secs(5), "something is left: {:?}", harness.processes(""));
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
