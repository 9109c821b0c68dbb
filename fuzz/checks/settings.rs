//! What must hold whatever the settings file is made of.

use std::fs;
use std::path::Path;

use contact_lookup::settings::recovery::{self, Opened, FILE_NAME};
use contact_lookup::settings::{Notice, PlainFile, Settings, SettingsFile, SCHEMA};
use serde_json::{json, Map, Value};

/// The copy of the last good values.
const LAST_GOOD: &str = "settings.json.last-good";

/// The keys that the program reads.
const KNOWN: [&str; 10] = [
    "schema",
    "accounts",
    "currentAccount",
    "theme",
    "window",
    "highlevelHost",
    "recents",
    "rememberNames",
    "quietHours",
    "textSize",
];

/// How many odd values are kept for one key, before the oldest goes.
const ODD_KEPT: usize = 20;

/// Reads bytes as the settings file and as its copy. The folder is emptied.
pub fn check(bytes: &[u8], folder: &Path) {
    let values: Option<Map<String, Value>> = serde_json::from_slice(bytes).ok();
    if let Some(values) = &values {
        nothing_is_lost(values);
    }
    as_the_file(bytes, values.as_ref(), folder);
    as_the_file_beside_a_good_copy(bytes, values.as_ref(), folder);
    as_the_copy(bytes, values.as_ref(), folder);
}

/// What is read and written once is the same ever after, and holds all that it was made of.
fn nothing_is_lost(values: &Map<String, Value>) {
    let written = Settings::load(values.clone()).to_values();
    assert_eq!(Settings::load(written.clone()).to_values(), written, "it does not come to rest");
    for (key, value) in values {
        let kept = written.get(key);
        if key.strip_suffix(".odd").is_some() {
            assert!(kept.is_some(), "{key} is gone");
        } else if !KNOWN.contains(&key.as_str()) {
            assert_eq!(kept, Some(value), "{key} has changed");
        }
    }
    let odd = |key: &str| written.get(&format!("{key}.odd")).and_then(Value::as_array).cloned().unwrap_or_default();
    for key in ["theme", "currentAccount"] {
        if let Some(value) = values.get(key).filter(|value| !value.is_null()) {
            assert!(written.get(key) == Some(value) || is_among(&odd(key), value), "{key} is lost");
        }
    }
    let id = |account: &Value| account.get("id").and_then(Value::as_str).map(str::to_owned);
    let accounts = written.get("accounts").and_then(Value::as_array).cloned().unwrap_or_default();
    for account in values.get("accounts").and_then(Value::as_array).into_iter().flatten() {
        let is_kept = id(account).is_some_and(|wanted| accounts.iter().any(|kept| id(kept).as_ref() == Some(&wanted)));
        let odd = odd("accounts");
        assert!(is_kept || odd.len() >= ODD_KEPT || is_among(&odd, account), "an account is lost");
    }
}

/// Whether an odd value was kept: as it is, or as JSON text where it is nested too deep for one level more.
fn is_among(odd: &[Value], value: &Value) -> bool {
    odd.contains(value) || odd.contains(&Value::from(value.to_string()))
}

/// The file alone. Where it is good, all of it can be saved and read again.
fn as_the_file(bytes: &[u8], values: Option<&Map<String, Value>>, folder: &Path) {
    empty(folder);
    write(folder, FILE_NAME, bytes);
    let opened = recovery::open(folder);
    let Some(values) = values else {
        assert_eq!((opened.values.len(), opened.notices.as_slice()), (0, &[Notice::StartedAfresh][..]));
        return kept_aside_once(folder, bytes);
    };
    assert_eq!(&opened.values, values);
    assert_eq!(read(folder, FILE_NAME), bytes, "a good file was changed");
    if is_of_a_newer_program(values) {
        assert_eq!((opened.notices.as_slice(), opened.writable), (&[Notice::NewerProgram][..], false));
        return;
    }
    assert!(opened.notices.is_empty() && opened.writable);
    let changed = Settings::load(opened.values).to_values();
    let Opened { values: read_again, notices, writable } = match PlainFile::new(folder.to_owned()).save(&changed) {
        Ok(()) => recovery::open(folder),
        // Indented, it may be too large. Then it must be the old file.
        Err(_) => return assert_eq!(read(folder, FILE_NAME), bytes, "what could not be saved changed the file"),
    };
    assert!(notices.is_empty() && writable, "what was saved is damaged: {notices:?}");
    assert!(read_again == changed, "what was saved is read as something else");
}

/// Where the file is damaged, the copy stands in, and the damaged bytes stay.
fn as_the_file_beside_a_good_copy(bytes: &[u8], values: Option<&Map<String, Value>>, folder: &Path) {
    if values.is_some() {
        return;
    }
    let copy = json!({ "schema": SCHEMA, "theme": "dark" });
    empty(folder);
    write(folder, FILE_NAME, bytes);
    write(folder, LAST_GOOD, copy.to_string().as_bytes());
    let opened = recovery::open(folder);
    assert_eq!((opened.notices.as_slice(), opened.writable), (&[Notice::RestoredFromCopy][..], true));
    assert_eq!(Value::from(opened.values), copy);
    kept_aside_once(folder, bytes);
    assert!(recovery::open(folder).notices.is_empty(), "the same damage is told twice");
}

/// The file is gone, and the bytes are all that there is of its copy.
fn as_the_copy(bytes: &[u8], values: Option<&Map<String, Value>>, folder: &Path) {
    empty(folder);
    write(folder, LAST_GOOD, bytes);
    let opened = recovery::open(folder);
    let Some(values) = values else {
        assert_eq!((opened.values.len(), opened.notices.as_slice()), (0, &[Notice::StartedAfresh][..]));
        return kept_aside_once(folder, bytes);
    };
    assert_eq!(&opened.values, values);
    assert!(opened.notices.contains(&Notice::RestoredFromCopy));
    assert_eq!(read(folder, LAST_GOOD), bytes, "the copy was changed");
    if !opened.notices.contains(&Notice::NotSaved) {
        let put_back = recovery::open(folder).values;
        assert!(&put_back == values, "what was put back is something else");
    }
}

fn is_of_a_newer_program(values: &Map<String, Value>) -> bool {
    values.get("schema").and_then(Value::as_u64).is_some_and(|schema| schema > SCHEMA)
}

/// The damaged bytes lie in one file of their own.
fn kept_aside_once(folder: &Path, bytes: &[u8]) {
    let mut aside = Vec::new();
    for name in names(folder) {
        if name.starts_with("settings.json.bad-") {
            aside.push(read(folder, &name));
        }
    }
    assert_eq!(aside, [bytes], "the damaged bytes were not kept");
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    entries.map(|entry| entry.expect("its entries can be read").file_name().to_string_lossy().into_owned()).collect()
}

fn empty(folder: &Path) {
    for name in names(folder) {
        fs::remove_file(folder.join(name)).expect("a file can be removed");
    }
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    fs::write(folder.join(name), bytes).expect("a file can be written");
}

fn read(folder: &Path, name: &str) -> Vec<u8> {
    fs::read(folder.join(name)).expect("the file is there")
}
