//! The settings file in every state in which a person can meet it: the program starts, works, says it once, and what
//! was there is kept.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{json, Value};

use crate::contacts::{documented, DOCUMENTED_ID, TOKEN};
use crate::harness::{signal, Harness, Start};
use crate::highlevel::Answer;
use crate::screen::{Shown, SIZE};

const PROGRAM: &str = "com.contactlookup.desktop";

fn folder(harness: &Harness) -> PathBuf {
    harness.home.path().join("data").join(PROGRAM)
}

fn file(harness: &Harness) -> PathBuf {
    folder(harness).join("settings.json")
}

/// What stands in the folder of the settings, by name.
fn names(harness: &Harness) -> Vec<String> {
    let entries = std::fs::read_dir(folder(harness)).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn read(harness: &Harness) -> Value {
    let bytes = std::fs::read(file(harness)).expect("there are settings");
    serde_json::from_slice(&bytes).expect("they can be read")
}

/// A harness whose program was used once.
async fn used() -> Harness {
    let harness = Harness::new().await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    window.close().await;
    harness
}

#[tokio::test]
async fn damaged_settings_are_kept_aside_said_once_and_cost_nothing_where_there_is_a_copy() {
    let harness = used().await;
    let good = std::fs::read(file(&harness)).expect("there are settings");
    let half = &good[..good.len() / 2];
    let large = vec![b' '; 3 * 1024 * 1024];
    for damage in [b"".as_slice(), &[0; 512], half, b"<html>", b"[1, 2]", &large] {
        std::fs::write(file(&harness), damage).expect("it can be damaged");
        let before = names(&harness);
        let window = harness.open().await;
        let what = format!("{} bytes", damage.len());
        assert_eq!(window.attribute("body", "data-screen").await.as_deref(), Some("lookup"), "{what}");
        assert!(window.text("[data-notice=settings]").await.contains("last good copy"), "{what}");
        let told = "return document.querySelectorAll('[data-notice], [role=alert]').length";
        assert_eq!(window.run(told, vec![]).await, 1, "{what}");
        assert_eq!(window.look_up(DOCUMENTED_ID).await, "found", "{what}");
        window.close().await;
        let new: Vec<String> = names(&harness).into_iter().filter(|name| !before.contains(name)).collect();
        assert_eq!(new.len(), 1, "{what}: {new:?}");
        assert!(new[0].starts_with("settings.json.bad-"), "{new:?}");
        assert_eq!(std::fs::read(folder(&harness).join(&new[0])).expect("it is kept"), damage, "{what}");
        assert_eq!(read(&harness)["accounts"][0]["name"], "Harbour Dental", "{what}");
    }
    let window = harness.open().await;
    assert!(!window.has("[data-notice]").await, "it is said once");
    window.close().await;
}

#[tokio::test]
async fn damaged_settings_without_a_copy_start_afresh_and_say_so() {
    let harness = used().await;
    let settings = names(&harness).into_iter().filter(|name| name.starts_with("settings.json"));
    for name in settings {
        std::fs::write(folder(&harness).join(name), "{\"accounts\": [").expect("it can be damaged");
    }
    let window = harness.open().await;
    assert_eq!(window.attribute("body", "data-screen").await.as_deref(), Some("welcome"));
    assert!(window.text("[data-notice=settings]").await.contains("start afresh"));
    window.picture("settings-started-afresh-light-1120").await;
    window.connect("Harbour Dental", TOKEN).await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    window.close().await;
    assert!(names(&harness).iter().any(|name| name.starts_with("settings.json.bad-")), "{:?}", names(&harness));
}

#[tokio::test]
async fn settings_of_wrong_types_cost_only_themselves() {
    let harness = used().await;
    let mut values = read(&harness);
    values["theme"] = json!(7);
    values["window"] = json!("wide");
    values["highlevelHost"] = json!(["https://evil.example/"]);
    values["currentAccount"] = json!({});
    std::fs::write(file(&harness), values.to_string()).expect("it can be written");
    let window = harness.open().await;
    assert_eq!(window.attribute("body", "data-screen").await.as_deref(), Some("lookup"));
    assert_eq!(window.attribute("#account", "data-account").await.as_deref(), Some("Harbour Dental"));
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    window.close().await;
}

#[tokio::test]
async fn a_newer_programs_settings_are_used_said_and_never_written() {
    let harness = used().await;
    let mut values = read(&harness);
    values["schema"] = json!(99);
    values["invention"] = json!({ "of": "tomorrow" });
    let newer = serde_json::to_vec_pretty(&values).expect("it can be written");
    std::fs::write(file(&harness), &newer).expect("it can be written");
    let window = harness.open().await;
    assert!(window.text("[data-notice=settings]").await.contains("newer version"));
    assert_eq!(window.attribute("#account", "data-account").await.as_deref(), Some("Harbour Dental"));
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    window.click("#open-settings").await;
    window.click("input[name=theme][value=dark]").await;
    window.wait_until("return document.documentElement.dataset.theme === 'dark'").await;
    window.close().await;
    assert_eq!(std::fs::read(file(&harness)).expect("it is there"), newer);
}

#[tokio::test]
async fn what_a_newer_program_added_goes_through_a_save() {
    let harness = used().await;
    let mut values = read(&harness);
    values["invention"] = json!({ "of": "tomorrow" });
    std::fs::write(file(&harness), values.to_string()).expect("it can be written");
    let window = harness.open().await;
    assert!(!window.has("[data-notice]").await);
    window.click("#open-settings").await;
    window.click("input[name=theme][value=dark]").await;
    window.wait_until("return document.documentElement.dataset.theme === 'dark'").await;
    window.close().await;
    assert_eq!(read(&harness)["theme"], "dark");
    assert_eq!(read(&harness)["invention"], json!({ "of": "tomorrow" }));
}

#[tokio::test]
async fn where_no_settings_can_be_kept_the_program_works_and_says_so_once() {
    // A file, and a link to itself, where the folder should be: no right of anybody helps there.
    for what in ["file", "loop"] {
        let harness = Harness::new().await;
        harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
        if what == "file" {
            std::fs::write(folder(&harness), "in the way").expect("a file");
        } else {
            std::os::unix::fs::symlink(folder(&harness), folder(&harness)).expect("a link");
        }
        // The engine's own folder for this start goes with the harness.
        let home = harness.home.path().display().to_string();
        let window = harness.open_with(Start { environment: &[("TMPDIR", &home)], ..Start::default() }).await;
        assert!(window.text("[data-notice=settings]").await.contains("cannot be saved"), "{what}");
        window.connect("Harbour Dental", TOKEN).await;
        for _ in 0..2 {
            assert_eq!(window.look_up(DOCUMENTED_ID).await, "found", "{what}");
        }
        let told = "return document.querySelectorAll('[data-notice=settings], [role=alert]').length";
        assert_eq!(window.run(told, vec![]).await, 1, "{what}");
        window.close().await;
    }
}

#[tokio::test]
async fn without_any_folder_of_its_own_the_program_works_from_memory() {
    let harness = Harness::new().await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    let aside = harness.home.path().join("aside");
    std::fs::create_dir(&aside).expect("a folder");
    let aside_name = aside.display().to_string();
    let nowhere = [
        ("XDG_DATA_HOME", "/proc/no-such-folder"),
        ("XDG_CONFIG_HOME", "/proc/no-such-folder"),
        ("XDG_CACHE_HOME", "/proc/no-such-folder"),
        ("TMPDIR", &aside_name),
    ];
    let window = harness.open_with(Start { environment: &nowhere, ..Start::default() }).await;
    assert!(window.text("[data-notice=settings]").await.contains("cannot be saved"));
    window.connect("Harbour Dental", TOKEN).await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    let made: Vec<_> = std::fs::read_dir(&aside).expect("the folder").flatten().collect();
    assert!(made.iter().any(|entry| entry.file_name().to_string_lossy().starts_with("contact-lookup-")), "{made:?}");
    harness.close_and_wait();
    let left = std::fs::read_dir(&aside).expect("the folder").flatten();
    let left: Vec<_> = left.filter(|entry| entry.file_name().to_string_lossy().starts_with("contact-")).collect();
    assert!(left.is_empty(), "{left:?}");
}

/// A disk of 256 KiB in the place of a folder, until the value goes.
struct SmallDisk(PathBuf);

impl SmallDisk {
    /// Nothing where this test has no right to mount a disk.
    fn mount(at: PathBuf) -> Option<Self> {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=256k,mode=700", "tmpfs"]).arg(&at);
        mount.output().is_ok_and(|output| output.status.success()).then_some(Self(at))
    }

    fn fill(&self) {
        let full = std::fs::write(self.0.join("filler"), vec![b'x'; 1024 * 1024]).expect_err("it is small");
        assert_eq!(full.kind(), std::io::ErrorKind::StorageFull);
    }

    /// The page's engine has files of its own open there, so the disk itself cannot be closed to writers: a second
    /// view of it takes its place.
    fn make_read_only(&self) {
        let mount = |arguments: &[&str]| {
            let mounted = Command::new("mount").args(arguments).arg(&self.0).status();
            assert!(mounted.expect("mount runs").success(), "{arguments:?}");
        };
        mount(&["--bind", &self.0.display().to_string()]);
        mount(&["-o", "remount,bind,ro"]);
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: the program that used it may still be going. Twice where there is a second view.
        while Command::new("umount").arg("--lazy").arg(&self.0).output().is_ok_and(|output| output.status.success()) {}
    }
}

#[tokio::test]
async fn a_full_or_closed_disk_costs_the_change_and_is_said_once_and_lookups_go_on() {
    for closed in [false, true] {
        let harness = Harness::new().await;
        harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
        std::fs::create_dir(folder(&harness)).expect("a folder");
        let Some(small_disk) = SmallDisk::mount(folder(&harness)) else {
            println!("NOT TRIED: making a small disk needs the right to mount one");
            return;
        };
        let window = harness.open().await;
        window.connect("Harbour Dental", TOKEN).await;
        let before = std::fs::read(file(&harness)).expect("there are settings");
        if closed {
            small_disk.make_read_only();
        } else {
            small_disk.fill();
        }
        window.click("#open-settings").await;
        window.click("input[name=theme][value=dark]").await;
        window.wait_for("[data-problem=settings-not-saved]").await;
        window.picture(if closed { "settings-read-only-1120" } else { "settings-disk-full-1120" }).await;
        let theme = "return document.documentElement.dataset.theme";
        assert_eq!(window.run(theme, vec![]).await, "dark", "the change itself is not lost");
        window.click("[data-action=dismiss]").await;
        window.wait_until("return document.querySelector('[role=alert]') === null").await;
        window.press("\u{E00C}").await;
        window.wait_for("#contact-id").await;
        for _ in 0..3 {
            assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
            assert!(!window.has("[role=alert]").await, "it is told again and again");
        }
        window.close().await;
        assert_eq!(std::fs::read(file(&harness)).expect("they are there"), before, "the old ones are whole");
        drop(small_disk);
    }
}

#[tokio::test]
async fn a_program_that_is_killed_while_it_saves_has_whole_settings_at_the_next_start() {
    let harness = used().await;
    for round in 0..6 {
        let window = harness.open().await;
        window.click("#open-settings").await;
        // One save after the other, as fast as they go, until the end.
        window
            .run(
                "(async () => { for (let turn = 0; ; turn += 1)
                   await window.__TAURI_INTERNALS__.invoke('set_theme', { theme: turn % 2 ? 'dark' : 'light' }); })();
                 return null",
                vec![],
            )
            .await;
        tokio::time::sleep(std::time::Duration::from_millis(40 + 23 * round)).await;
        signal(harness.program().expect("it runs"), "KILL");
        drop(window);
    }
    let window = harness.open().await;
    assert_eq!(window.attribute("#account", "data-account").await.as_deref(), Some("Harbour Dental"));
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    window.close().await;
}

/// Whether a person can see the window, and take hold of its top.
fn is_within_reach(window: &Shown) -> bool {
    let (x, y) = (i32::from(window.x), i32::from(window.y));
    let (right, width) = (x + i32::from(window.width), i32::from(SIZE.0));
    right.min(width) - x.max(0) >= 100
        && (0..i32::from(SIZE.1) - 30).contains(&y)
        && (360..=SIZE.0).contains(&window.width)
        && (480..=SIZE.1).contains(&window.height)
}

#[tokio::test]
async fn a_window_that_stood_where_nobody_can_see_it_comes_back_into_sight() {
    let harness = used().await;
    for (x, y, width, height) in [
        (5_000, 4_000, 900_u64, 700_u64),
        (-3_000, -2_000, 900, 700),
        (0, 0, 0, 0),
        (0, 0, 100_000, 100_000),
        (i64::from(i32::MIN), i64::from(i32::MAX), u64::from(u32::MAX), 1),
    ] {
        let mut values = read(&harness);
        values["window"] = json!({ "x": x, "y": y, "width": width, "height": height, "maximized": false });
        std::fs::write(file(&harness), values.to_string()).expect("it can be written");
        let window = harness.open().await;
        window.wait_for("#contact-id").await;
        let screen = harness.screen();
        let mut seen = Vec::new();
        for _ in 0..100 {
            seen = screen.windows().into_iter().filter(|shown| shown.title == "Contact Lookup").collect::<Vec<_>>();
            if seen.iter().any(is_within_reach) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert!(seen.iter().any(is_within_reach), "{width} x {height} at {x}, {y}: {seen:?}");
        window.close().await;
    }
}

#[tokio::test]
async fn the_text_is_as_large_as_it_was_chosen() {
    let harness = used().await;
    for (percent, factor) in [(100, 1.0), (200, 2.0), (80, 0.8)] {
        let mut values = read(&harness);
        values["textSize"] = json!(percent);
        std::fs::write(file(&harness), values.to_string()).expect("it can be written");
        let window = harness.open().await;
        let wide = window.run("return window.outerWidth / window.innerWidth", vec![]).await;
        let wide = wide.as_f64().expect("a number");
        assert!((wide - factor).abs() < 0.05, "{percent} %: {wide}");
        // And while it is open.
        window.run("window.__TAURI_INTERNALS__.invoke('set_text_size', { percent: 150 })", vec![]).await;
        window.wait_until("return Math.abs(window.outerWidth / window.innerWidth - 1.5) < 0.05").await;
        window.close().await;
        assert_eq!(read(&harness)["textSize"], 150);
    }
}

#[tokio::test]
async fn the_program_works_where_its_log_cannot_be_written() {
    let harness = used().await;
    let mut program = Command::new(env!("CARGO_BIN_EXE_contact-lookup"));
    program.arg(DOCUMENTED_ID);
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("a device that is always full");
    let mut program = harness.command(program);
    program.env_remove("TAURI_WEBVIEW_AUTOMATION").stderr(full.try_clone().expect("the same")).stdout(full);
    let before = harness.highlevel.requests().len();
    let _running = crate::harness::Running(program.spawn().expect("it starts"));
    let start = std::time::Instant::now();
    while harness.highlevel.requests().len() == before {
        assert!(start.elapsed().as_secs() < 30, "the contact of the command line was never looked up");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert!(harness.close_and_wait().as_secs() < 5);
}
