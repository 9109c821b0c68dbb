//! The canary: a token like no other goes through a whole day's work, and then everything is searched for it.

use std::io::{BufRead, Read, Seek, SeekFrom};
use std::time::Duration;

use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use base64::Engine;
use serde_json::{json, Value};

use crate::bulk;
use crate::contacts::documented;
use crate::harness::{name_of_process, signal, Harness, Window};
use crate::highlevel::Answer;
use crate::screen::key;

const TOKEN: &str = "pit-c4a4a77e-9d1b-4f6a-8b3c-2e5d70916f48";
const SECOND_TOKEN: &str = "pit-5be1f00d-1c2d-4e3f-9a4b-6c7d8e9f0a1b";
/// In every value of a contact: what must not be on disk or in a log.
const VALUE: &str = "zqxcanaryvaluezqx";
const ID: &str = "CanaryCanaryCanary01";
const LOCATION: &str = "ve9EPM428h8vShlRW1KT";

/// A text in every form in which it could lie around.
fn forms(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = text.as_bytes();
    let mut forms = vec![
        ("as it is", bytes.to_vec()),
        ("in upper case", text.to_uppercase().into_bytes()),
        ("in hexadecimal", bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()),
        ("percent-encoded", bytes.iter().flat_map(|byte| format!("%{byte:02X}").into_bytes()).collect()),
        ("in UTF-16", text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("backwards", bytes.iter().rev().copied().collect()),
        ("as decimal bytes", bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(", ").into_bytes()),
        ("as packed decimal bytes", bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(",").into_bytes()),
    ];
    // Base64 depends on where in the packed text it begins; the characters at the ends mix with what stands beside
    // them.
    for shift in 0..3 {
        let padded = [vec![0; shift], bytes.to_vec()].concat();
        for packed in [STANDARD_NO_PAD.encode(&padded), URL_SAFE_NO_PAD.encode(&padded)] {
            forms.push(("in base64", packed.as_bytes()[4..packed.len() - 2].to_vec()));
        }
    }
    forms
}

/// The names of the forms in which one of the texts is found.
fn found_in(haystack: &[u8], texts: &[&str]) -> Vec<&'static str> {
    let forms = texts.iter().flat_map(|text| forms(text));
    forms.filter(|(_, form)| contains(haystack, form)).map(|(name, _)| name).collect()
}

/// Whether the needle is in the haystack. `skip_until` looks for one byte with the C library's own search, which this
/// needs: hundreds of megabytes are searched for two dozen texts, by code that was compiled without optimisation.
fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    let mut rest = haystack;
    while rest.skip_until(needle[0]).is_ok_and(|skipped| skipped > 0) {
        let from = haystack.len() - rest.len() - 1;
        if haystack[from..].starts_with(needle) {
            return true;
        }
    }
    false
}

/// All memory of a process that can be read.
fn memory(process: u32, mut look: impl FnMut(&[u8])) -> u64 {
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).expect("its maps can be read");
    let mut held = std::fs::File::open(format!("/proc/{process}/mem")).expect("its memory can be read");
    let mut read = 0;
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (Some(range), Some(rights)) = (words.next(), words.next()) else { continue };
        let Some((start, end)) = range.split_once('-') else { continue };
        let (Ok(start), Ok(end)) = (u64::from_str_radix(start, 16), u64::from_str_radix(end, 16)) else { continue };
        // Reserved address space of the JavaScript engine is gigabytes of nothing and cannot be read.
        if !rights.starts_with('r') || end - start > (1 << 30) || held.seek(SeekFrom::Start(start)).is_err() {
            continue;
        }
        let mut piece = vec![0; usize::try_from(end - start).expect("it fits")];
        if held.read_exact(&mut piece).is_ok() {
            read += end - start;
            look(&piece);
        }
    }
    read
}

async fn no_token_in_the_page(window: &Window, when: &str) {
    let page = window
        .run(
            "return document.documentElement.outerHTML
               + [...document.querySelectorAll('input')].map((one) => one.value).join()
               + (() => { try { return JSON.stringify(localStorage) + JSON.stringify(sessionStorage); } catch { return ''; } })()
               + document.cookie + location.href + document.title",
            vec![],
        )
        .await;
    let page = page.as_str().unwrap_or_default();
    assert_eq!(found_in(page.as_bytes(), &[TOKEN, SECOND_TOKEN]), Vec::<&str>::new(), "in the page, {when}");
}

fn contact_of_canaries() -> Value {
    let mut contact = documented();
    for (_, value) in contact.as_object_mut().expect("an object") {
        if value.is_string() {
            *value = json!(VALUE);
        }
    }
    contact["id"] = json!(ID);
    // The sub-account is the token's, not the contact's, and the account remembers it.
    contact["locationId"] = json!(LOCATION);
    // Whose name is asked for by its ID is asked for by that: the ID is in the address, as the contact's own is.
    contact["assignedTo"] = json!("UserUserUserUser0001");
    contact["businessId"] = json!("641c094001436dbc2081e642");
    contact["customFields"] = json!([{ "id": "MgobCB14YMVKuE4Ka8p1", "value": VALUE }]);
    contact["tags"] = json!([VALUE]);
    contact
}

#[tokio::test]
async fn after_a_whole_days_work_the_token_is_nowhere_but_in_the_password_store() {
    let harness = Harness::new().await;
    harness.highlevel.answer(ID, Answer::contact(&contact_of_canaries()));
    let refusals = [
        Answer::refusal(401, "Invalid JWT"),
        Answer::refusal(403, "The token does not have access to this location."),
        Answer::refusal(422, vec!["odd"]),
        Answer::refusal(429, "Too Many Requests").with_header("retry-after", "600"),
        Answer::text(403, "text/html", "<html>blocked</html>"),
        Answer::text(200, "text/html", "<html>sign in</html>"),
        Answer::text(200, "application/json", "{\"contact\":"),
        Answer::text(302, "text/plain", "").with_header("location", "http://127.0.0.1:9/"),
    ];

    let window = harness.open().await;
    window.fill("#account-name", "Canary").await;
    window.fill("#token", TOKEN).await;
    window.click("#connect").await;
    window.wait_for("#contact-id").await;
    assert_eq!(window.look_up(ID).await, "found");
    no_token_in_the_page(&window, "with a card").await;
    for answer in refusals {
        harness.highlevel.answer("RefusedRefused000001", answer);
        assert_eq!(window.look_up("RefusedRefused000001").await, "failed");
        no_token_in_the_page(&window, "with a problem").await;
    }
    // Another token in place of the first: its owner clears the one that is refused away.
    harness.highlevel.answer("RefusedRefused000001", Answer::refusal(401, "Invalid JWT"));
    assert_eq!(window.look_up("RefusedRefused000001").await, "failed");
    window.click("[data-action=replace-token]").await;
    window.fill("#token", SECOND_TOKEN).await;
    harness.highlevel.answer("RefusedRefused000001", Answer::contact(&contact_of_canaries()));
    window.click("#connect").await;
    window.wait_for("#result[data-state=found]").await;
    no_token_in_the_page(&window, "after the token was replaced").await;
    window.look_up(TOKEN).await;
    assert_eq!(window.problem().await.as_deref(), Some("id-is-a-token"));
    no_token_in_the_page(&window, "after the token was pasted into the ID box").await;
    assert_eq!(window.look_up(ID).await, "found");
    window.click("#copy-all").await;
    window.close().await;

    let window = harness.open().await;
    assert_eq!(window.look_up(ID).await, "found");
    no_token_in_the_page(&window, "after a restart").await;

    let running = harness.processes("");
    let names: Vec<String> = running.iter().map(|process| name_of_process(*process)).collect();
    assert!(names.iter().any(|name| name.starts_with("contact-lookup")), "{names:?}");
    for process in &running {
        for file in ["cmdline", "environ"] {
            let held = std::fs::read(format!("/proc/{process}/{file}")).unwrap_or_default();
            let found = found_in(&held, &[TOKEN, SECOND_TOKEN]);
            assert_eq!(found, Vec::<&str>::new(), "in {file} of {}", name_of_process(*process));
        }
    }
    let pages = harness.processes("WebKitWebProces");
    assert!(!pages.is_empty(), "{names:?}");
    for process in pages {
        let mut canaries = 0;
        let read = memory(process, |piece| {
            let found = found_in(piece, &[TOKEN, SECOND_TOKEN]);
            assert_eq!(found, Vec::<&str>::new(), "in the memory of the page's process after a restart");
            canaries += usize::from(contains(piece, VALUE.as_bytes()));
        });
        assert!(read > 10_000_000, "only {read} bytes could be read");
        assert!(canaries > 0, "the contact on screen was not found, so neither would the token have been");
    }
    // A list as well, saved and then cut off in the middle.
    list_run(&harness, &window).await;
    // Not a quiet end: what a program that is killed leaves behind must not hold it either.
    signal(harness.program().expect("it runs"), "KILL");
    drop(window);

    let log = harness.log();
    assert!(log.contains("answered") && log.contains("TRACE"), "the log was not kept at its loudest");
    assert_eq!(found_in(log.as_bytes(), &[TOKEN, SECOND_TOKEN]), Vec::<&str>::new(), "in the log at its loudest");
    assert_eq!(found_in(log.as_bytes(), &[VALUE]), Vec::<&str>::new(), "a contact's value in the log");
    let told: Vec<_> = log.lines().filter(|line| line.contains(LOCATION)).collect();
    assert_eq!(told, Vec::<&str>::new(), "the sub-account in the log");
    let files = harness.files();
    assert!(files.iter().any(|file| file.ends_with("settings.json")), "{files:?}");
    let has = |name: &str| files.iter().any(|file| file.to_string_lossy().ends_with(name));
    assert!(has("lists/list.jsonl") && has(".csv"), "{files:?}");
    for file in files {
        let held = std::fs::read(&file).unwrap_or_default();
        assert_eq!(found_in(&held, &[TOKEN, SECOND_TOKEN]), Vec::<&str>::new(), "in {}", file.display());
        assert_eq!(found_in(&held, &[VALUE]), Vec::<&str>::new(), "a contact's value in {}", file.display());
    }
}

/// A list with the token pasted into it, looked up in part, and saved as it stands.
async fn list_run(harness: &Harness, window: &Window) {
    // Of all that is found, these hold no canary: a list is on the disk while it is worked on, with its contacts'
    // values.
    harness
        .highlevel
        .answer_all(bulk::MANY, |id| Answer::contact(&bulk::contact(id)).after(Duration::from_millis(500)));
    window.click("#open-bulk").await;
    window.wait_for("#bulk-ids").await;
    // So many that a busy machine does not come to their end before it is stopped.
    let list = format!("{}\n{TOKEN}\nBearer {SECOND_TOKEN}\n", bulk::ids(600));
    bulk::start(window, &list).await;
    bulk::until_done(window, 5).await;
    window.click("#bulk-stop").await;
    // As text, in which a token would be found.
    window.click("#bulk-save-more").await;
    window.click("#bulk-save-csv").await;
    let screen = harness.screen();
    let dialog = screen.window("Save CSV").await;
    screen.keyboard(&dialog).press(key::ENTER);
    window.wait_for("[data-notice=bulk-saved]").await;
    no_token_in_the_page(window, "after a list").await;
    window.click("#bulk-continue").await;
    window.wait_for("#bulk-pause").await;
}

#[test]
fn the_search_finds_a_token_in_every_form() {
    for (name, form) in forms(TOKEN) {
        let around = [b"before".to_vec(), form, b"after".to_vec()].concat();
        assert!(!found_in(&around, &[TOKEN]).is_empty(), "{name}");
    }
    assert!(found_in(b"nothing of the kind, but p, pi, pit- and pit-c4a4a77e", &[TOKEN]).is_empty());
}
