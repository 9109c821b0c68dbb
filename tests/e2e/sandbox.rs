//! The page's process in the engine's sandbox, and what has to work all the same.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::contacts::{documented, DOCUMENTED_ID, TOKEN};
use crate::harness::{Harness, Start, Window};
use crate::highlevel::Answer;
use crate::screen::key;

/// Whether bubblewrap starts on this machine at all.
pub fn can_be_tried() -> bool {
    let mut probe = Command::new("bwrap");
    probe.args(["--unshare-all", "--share-net", "--ro-bind", "/", "/"]);
    probe.args(["--proc", "/proc", "--dev", "/dev", "true"]);
    let can = probe.stdin(std::process::Stdio::null()).output().is_ok_and(|ended| ended.status.success());
    if !can {
        eprintln!("NOT TRIED: bubblewrap does not start on this machine");
    }
    can
}

/// Whether a process may gain no privileges, and is held to a list of system calls.
pub fn is_shut_in(process: u32) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("its status");
    let has = |line: &str| status.lines().any(|one| one == line);
    assert_eq!(has("Seccomp:\t2"), has("NoNewPrivs:\t1"), "half a sandbox: {status}");
    has("Seccomp:\t2")
}

async fn opened(environment: &[(&str, &str)]) -> (Harness, Window) {
    let harness = Harness::new().await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    let window = harness.open_with(Start { environment, ..Start::default() }).await;
    window.connect("Harbour Dental", TOKEN).await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    (harness, window)
}

fn page_of(harness: &Harness) -> u32 {
    *harness.processes("WebKitWebProces").last().expect("the page's process")
}

#[tokio::test]
async fn where_bubblewrap_does_not_start_the_window_opens_without_the_sandbox_and_the_log_says_so() {
    let programs = tempfile::tempdir().expect("a folder");
    program(&programs.path().join("bwrap"), "exit 1");
    let path = with_first_in_path(programs.path());
    let (harness, window) = opened(&[("PATH", &path)]).await;
    assert!(!is_shut_in(page_of(&harness)));
    assert!(harness.log().contains("without its sandbox"), "{}", harness.log());
    window.close().await;
}

#[tokio::test]
async fn no_variable_makes_the_engine_run_another_s_program_or_load_its_code() {
    let theirs = tempfile::tempdir().expect("a folder");
    let ran = theirs.path().join("ran");
    for name in ["WebKitWebProcess", "WebKitNetworkProcess"] {
        program(&theirs.path().join(name), &format!("touch '{}'; exit 1", ran.display()));
    }
    std::fs::write(theirs.path().join("libwebkit2gtkinjectedbundle.so"), "no library").expect("it can be written");
    let folder = theirs.path().to_str().expect("a path");
    let names = ["WEBKIT_EXEC_PATH", "WEBKIT_INJECTED_BUNDLE_PATH", "APPDIR"];
    let (harness, window) = opened(&names.map(|name| (name, folder))).await;
    assert!(!ran.exists());
    let page = page_of(&harness);
    let maps = std::fs::read_to_string(format!("/proc/{page}/maps")).expect("its maps");
    assert!(maps.contains("libwebkit2gtk") && !maps.contains(folder));
    window.close().await;
}

#[tokio::test]
async fn the_dialogs_the_printer_the_clipboard_and_links_work_in_the_sandbox() {
    if can_be_tried() {
        what_leaves_the_page(true).await;
    }
}

#[tokio::test]
async fn the_dialogs_the_printer_the_clipboard_and_links_work_without_the_sandbox() {
    what_leaves_the_page(false).await;
}

async fn what_leaves_the_page(sandbox: bool) {
    let programs = tempfile::tempdir().expect("a folder");
    let opened_link = programs.path().join("opened");
    program(&programs.path().join("xdg-open"), &format!("printf %s \"$1\" > '{}'", opened_link.display()));
    let path = with_first_in_path(programs.path());
    let (harness, window) = opened(&[("PATH", &path), ("WEBKIT_FORCE_SANDBOX", if sandbox { "1" } else { "0" })]).await;
    assert_eq!(is_shut_in(page_of(&harness)), sandbox);
    let screen = harness.screen();

    window.click("#save-vcard").await;
    screen.keyboard(&screen.window("Save vCard").await).press(key::ENTER);
    window.wait_for("#saved").await;
    assert!(harness.home.path().join("rubika deo.vcf").is_file());

    window.run("window.__TAURI_INTERNALS__.invoke('print')", vec![]).await;
    let dialog = screen.window("Print").await;
    let keyboard = screen.keyboard(&dialog);
    // "Print to File", the only printer here, and "Print".
    keyboard.press(key::DOWN);
    keyboard.press(key::DOWN);
    keyboard.press_with_alt('p');
    screen.no_window("Print").await;
    let printed =
        wait_for_file(|| harness.files().into_iter().find(|path| path.extension().is_some_and(|it| it == "pdf")));
    assert!(std::fs::read(printed.await).expect("it is there").starts_with(b"%PDF"));

    window.click("[data-copy=email]").await;
    window.fill("#contact-id", "").await;
    window.press("\u{E009}v").await;
    window.wait_until("return document.querySelector('#contact-id').value.includes('@')").await;

    window.click("#open-in-highlevel").await;
    let link = std::fs::read_to_string(wait_for_file(|| opened_link.is_file().then(|| opened_link.clone())).await);
    assert!(link.expect("it is there").contains(DOCUMENTED_ID));
    window.close().await;
}

/// A program that runs those lines of a shell.
fn program(path: &Path, lines: &str) {
    std::fs::write(path, format!("#!/bin/sh\n{lines}\n")).expect("it can be written");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("it can be made a program");
}

fn with_first_in_path(folder: &Path) -> String {
    format!("{}:{}", folder.display(), std::env::var("PATH").expect("a path"))
}

async fn wait_for_file(found: impl Fn() -> Option<PathBuf>) -> PathBuf {
    let begun = Instant::now();
    loop {
        if let Some(path) = found().filter(|path| std::fs::metadata(path).is_ok_and(|about| about.len() > 0)) {
            return path;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "there is no file");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
