#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{json, Map, Value};

use super::window::{Rect, WindowGeometry};
use super::*;
use crate::model::account::{Account, AccountId};
use crate::model::contact_id::ContactId;

const NOW: i64 = 1_790_000_000;

fn values(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn account(id: &str, name: &str) -> Account {
    Account { id: id.to_owned().into(), name: name.into(), location: None, session_only: false }
}

fn with_two() -> Settings {
    let mut settings = Settings::default();
    settings.add_account(&account("aaaaaaaaaaaaaaaa", "Harbour Dental"), NOW);
    settings.add_account(&account("bbbbbbbbbbbbbbbb", "Hill Dental"), NOW + 1);
    settings
}

fn recent(id: &str, name: &str) -> Recent {
    let id = ContactId::new(id).unwrap();
    let mut recent = Recent::new(id, "bbbbbbbbbbbbbbbb".to_owned().into(), Timestamp::from_second(NOW).unwrap());
    recent.set_name(Some(name));
    recent
}

#[test]
fn what_was_kept_is_read_again() {
    let mut settings = with_two();
    let second = AccountId::from("bbbbbbbbbbbbbbbb".to_owned());
    settings.set_location(&second, "ve9EPM428h8vShlRW1KT");
    settings.rename_account(&second, "  Hill   Dental & Co ");
    settings.set_current(Some(second.clone()));
    settings.theme = Theme::Dark;
    settings.set_window(WindowGeometry { area: Rect { x: -5, y: 7, width: 900, height: 700 }, maximized: true });
    assert!(settings.set_highlevel_host("CRM.agency.example"));
    settings.set_quiet_hours(QuietHours::new(20, 9).unwrap());
    settings.text_size = TextSize::nearest(150);
    settings.set_remember_names(true);
    settings.set_recents(vec![recent("ocQHyuzHvysMo5N5VsXc", "Maria Lopez")]);
    let written = settings.to_values();
    assert_eq!(
        Value::from(written.clone()),
        json!({
            "schema": 1,
            "accounts": [
                { "id": "aaaaaaaaaaaaaaaa", "name": "Harbour Dental", "added": "2026-09-21T14:13:20Z" },
                {
                    "id": "bbbbbbbbbbbbbbbb",
                    "name": "Hill Dental & Co",
                    "location": "ve9EPM428h8vShlRW1KT",
                    "added": "2026-09-21T14:13:21Z",
                },
            ],
            "currentAccount": "bbbbbbbbbbbbbbbb",
            "theme": "dark",
            "window": { "x": -5, "y": 7, "width": 900, "height": 700, "maximized": true },
            "highlevelHost": "crm.agency.example",
            "quietHours": { "begin": 20, "end": 9 },
            "textSize": 150,
            "rememberNames": true,
            "recents": [{
                "id": "ocQHyuzHvysMo5N5VsXc",
                "account": "bbbbbbbbbbbbbbbb",
                "time": "2026-09-21T14:13:20Z",
                "name": "Maria Lopez",
            }],
        })
    );
    assert_eq!(Settings::load(written), settings);
}

#[test]
fn nothing_kept_means_the_defaults() {
    let settings = Settings::load(Map::new());
    assert!(settings.accounts().is_empty() && settings.current().is_none() && settings.window().is_none());
    assert_eq!((settings.theme, settings.highlevel_host()), (Theme::System, "app.gohighlevel.com"));
    assert_eq!((settings.quiet_hours().begin(), settings.quiet_hours().end()), (21, 8));
    assert_eq!((settings.text_size.percent(), settings.remember_names(), settings.recents().len()), (100, false, 0));
}

#[test]
fn a_session_account_and_the_sample_account_are_not_kept() {
    let mut settings = Settings::default();
    settings.add_account(&Account { session_only: true, ..account("aaaaaaaaaaaaaaaa", "Today") }, NOW);
    settings.add_account(&account("sample", "Sample"), NOW);
    settings.set_current(Some(AccountId::sample()));
    assert_eq!(settings, Settings::default());
}

#[test]
fn an_account_added_twice_keeps_its_place_and_time() {
    let mut settings = with_two();
    settings.add_account(&account("aaaaaaaaaaaaaaaa", "Harbour Dental 2"), NOW + 9);
    let names: Vec<_> = settings.accounts().into_iter().map(|account| account.name).collect();
    assert_eq!(names, ["Harbour Dental 2", "Hill Dental"]);
    assert_eq!(settings.added(&settings.accounts()[0].id).unwrap().as_second(), NOW);
}

#[test]
fn a_removed_account_is_no_longer_in_use() {
    let mut settings = with_two();
    let first = settings.accounts()[0].id.clone();
    settings.set_current(Some(first.clone()));
    settings.remove_account(&first);
    assert_eq!(settings.current(), None);
    assert_eq!(settings.accounts().len(), 1);
}

#[test]
fn an_odd_value_costs_only_itself_and_is_not_lost() {
    let file = values(&json!({
        "schema": "one",
        "accounts": [
            7,
            { "id": "aaaaaaaaaaaaaaaa", "name": ["x"], "location": "../x", "added": "yesterday", "colour": "red" },
            { "id": "aaaaaaaaaaaaaaaa", "name": "the same again" },
            { "id": "sample", "name": "Sample" },
            { "id": "../../etc/passwd" },
            { "id": "bbbbbbbbbbbbbbbb", "name": "Hill Dental" },
        ],
        "currentAccount": 3,
        "theme": "pink",
        "window": { "x": 1e300, "y": 0, "width": -4, "height": "tall" },
        "highlevelHost": "javascript:alert(1)",
        "recents": { "of": "a newer program" },
        "rememberNames": "perhaps",
        "quietHours": { "begin": 24, "end": 8 },
        "textSize": 99,
        "labels": { "of": "a newer program" },
    }));
    let settings = Settings::load(file.clone());
    let names: Vec<_> = settings.accounts().into_iter().map(|account| account.name).collect();
    assert_eq!(names, ["My account", "Hill Dental"]);
    assert_eq!((settings.theme, settings.window(), settings.highlevel_host()), (Theme::System, None, HIGHLEVEL_HOST));

    let written = settings.to_values();
    let first = &written["accounts"][0];
    assert_eq!(written["schema"], 1);
    assert_eq!(written["schema.odd"], json!(["one"]));
    assert_eq!(written["theme.odd"], json!(["pink"]));
    assert_eq!(written["window.odd"], json!([file["window"]]));
    assert_eq!(written["highlevelHost.odd"], json!(["javascript:alert(1)"]));
    assert_eq!(written["accounts.odd"].as_array().unwrap().len(), 4);
    for key in ["currentAccount", "recents", "rememberNames", "quietHours", "textSize"] {
        assert_eq!((&written[&format!("{key}.odd")], written.get(key)), (&json!([file[key]]), None));
    }
    assert_eq!(written["labels"], file["labels"]);
    assert_eq!(
        (&first["name.odd"], &first["location.odd"], &first["added.odd"], &first["colour"]),
        (&json!([["x"]]), &json!(["../x"]), &json!(["yesterday"]), &json!("red"))
    );
    assert_eq!(Settings::load(written), settings);
}

#[test]
fn odd_values_do_not_pile_up() {
    let mut kept = Map::new();
    for number in 0..100 {
        kept.insert("theme".into(), number.into());
        kept = Settings::load(kept).to_values();
    }
    assert_eq!(kept["theme.odd"].as_array().unwrap().len(), 20);
    assert_eq!(kept["theme.odd"][19], 99);
}

#[test]
fn an_odd_value_nested_as_deep_as_can_be_read_does_not_cost_the_file() {
    let deep = format!("{}{}", "[".repeat(126), "]".repeat(126));
    let file = format!(r#"{{"theme":{deep},"accounts":[{{"id":"aaaaaaaaaaaaaaaa","name":"Harbour Dental"}}]}}"#);
    let written = Settings::load(serde_json::from_str(&file).unwrap()).to_values();
    let read_again: Map<String, Value> = serde_json::from_slice(&serde_json::to_vec(&written).unwrap()).unwrap();
    assert_eq!(Settings::load(read_again.clone()).accounts().len(), 1);
    assert_eq!(read_again["theme.odd"], json!([deep]));
}

#[test]
fn a_host_is_a_name_and_nothing_else() {
    let mut settings = Settings::default();
    for refused in [
        "",
        "localhost",
        "https://x.example",
        "x.example/",
        "x.example:8080",
        "a@b.example",
        "-x.example",
        "x..y",
        "1.2.3.4",
        "127.1",
        "1.2.3.0x4",
        "x.1",
    ] {
        assert!(!settings.set_highlevel_host(refused), "{refused:?}");
    }
    assert_eq!(settings.highlevel_host(), HIGHLEVEL_HOST);
    assert!(settings.set_highlevel_host(" crm.agency.example "));
    assert!(!settings.set_highlevel_host("no host"));
    assert_eq!(settings.highlevel_host(), "crm.agency.example");
    assert!(settings.set_highlevel_host(HIGHLEVEL_HOST));
    assert_eq!(settings, Settings::default());
}

#[test]
fn names_are_kept_only_while_that_is_allowed() {
    let mut settings = Settings::default();
    settings.set_recents(vec![recent("ocQHyuzHvysMo5N5VsXc", "Maria Lopez")]);
    assert!(!Value::from(settings.to_values()).to_string().contains("Maria"));
    settings.set_remember_names(true);
    settings.set_recents(vec![recent("ocQHyuzHvysMo5N5VsXc", "Maria Lopez")]);
    let mut written = settings.to_values();
    assert_eq!(written["recents"][0]["name"], "Maria Lopez");
    // Without the permission in the file, names are forbidden.
    written.remove("rememberNames");
    assert!(!Value::from(Settings::load(written).to_values()).to_string().contains("Maria"));
}

#[test]
fn whether_the_person_has_said_anything_about_names_is_kept() {
    let mut settings = Settings::default();
    assert!(!settings.names_decided() && !settings.remember_names());
    settings.set_remember_names(false);
    let again = Settings::load(settings.to_values());
    assert!(again.names_decided() && !again.remember_names());
    settings.set_remember_names(true);
    let again = Settings::load(settings.to_values());
    assert!(again.names_decided() && again.remember_names());
}

#[test]
fn where_names_are_forbidden_none_stays_in_odd_values_either() {
    let file = json!({
        "rememberNames": true,
        "recents": [
            { "id": "ocQHyuzHvysMo5N5VsXc", "account": "bbbbbbbbbbbbbbbb", "time": "now", "name": ["Maria"], "star": 1 },
            { "id": "no ID", "account": "bbbbbbbbbbbbbbbb", "name": "Maria" },
        ],
    });
    let mut settings = Settings::load(values(&file));
    assert!(Value::from(settings.to_values()).to_string().contains("Maria"));
    settings.set_remember_names(false);
    let written = Value::from(settings.to_values());
    assert!(!written.to_string().contains("Maria"), "{written}");
    assert_eq!(written["recents"][0]["star"], 1);
    assert_eq!(written["recents"][0]["time.odd"], json!(["now"]));
}

#[test]
fn recents_are_read_in_their_order_each_once_and_fifty_at_most() {
    let entry = |id: &str, time: &str| json!({ "id": id, "account": "bbbbbbbbbbbbbbbb", "time": time });
    let mut entries = vec![
        entry("ocQHyuzHvysMo5N5VsXc", "1901-01-01T00:00:00Z"),
        entry("ocQHyuzHvysMo5N5VsXd", "9999-01-01T00:00:00+01:00"),
        entry("ocQHyuzHvysMo5N5VsXc", "2026-01-01T00:00:00Z"),
        json!({ "id": "ocQHyuzHvysMo5N5VsXc", "account": "sample" }),
        json!({ "id": "../contacts/x", "account": "bbbbbbbbbbbbbbbb" }),
    ];
    let settings = Settings::load(values(&json!({ "recents": entries })));
    let ids: Vec<_> = settings.recents().iter().map(|recent| recent.id.as_str()).collect();
    assert_eq!(ids, ["ocQHyuzHvysMo5N5VsXc", "ocQHyuzHvysMo5N5VsXd"]);
    assert_eq!(settings.to_values()["recents"][0]["time"], "1901-01-01T00:00:00Z");
    assert_eq!(settings.to_values()["recents.odd"].as_array().unwrap().len(), 3);
    entries.extend((0..80).map(|number| entry(&format!("ocQHyuzHvysMo5N5Vs{number:02}"), "2026-01-01T00:00:00Z")));
    assert_eq!(Settings::load(values(&json!({ "recents": entries }))).recents().len(), 50);
}

#[test]
fn every_time_there_is_can_be_kept() {
    for at in [Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH] {
        let mut settings = Settings::default();
        settings.set_recents(vec![Recent::new(
            ContactId::new("ocQHyuzHvysMo5N5VsXc").unwrap(),
            AccountId::new_random(),
            at,
        )]);
        assert_eq!(Settings::load(settings.to_values()).recents()[0].at, at);
    }
}

#[test]
fn keys_of_a_newer_program_stay_within_what_is_known() {
    let file = values(&json!({
        "window": { "x": 1, "y": 2, "width": 900, "height": 700, "maximized": "half", "screen": "DP-1" },
        "quietHours": { "begin": 21, "end": 8, "sundays": true },
    }));
    let mut settings = Settings::load(file);
    settings.set_window(WindowGeometry { area: Rect { x: 3, y: 2, width: 900, height: 700 }, maximized: true });
    let written = settings.to_values();
    assert_eq!(
        written["window"],
        json!({
            "x": 3, "y": 2, "width": 900, "height": 700, "maximized": true, "maximized.odd": ["half"], "screen": "DP-1",
        })
    );
    assert_eq!(written["quietHours"], json!({ "begin": 21, "end": 8, "sundays": true }));
}

#[test]
fn an_account_in_use_that_is_not_there_is_not_lost() {
    let mut file = with_two().to_values();
    file.insert("currentAccount".into(), "cccccccccccccccc".into());
    let settings = Settings::load(file);
    assert_eq!(settings.current(), None);
    assert_eq!(settings.to_values()["currentAccount.odd"], json!(["cccccccccccccccc"]));
}

#[test]
fn the_nearest_size_of_text_is_taken() {
    for (asked, size) in [(0, 80), (84, 80), (86, 90), (100, 100), (130, 125), (u32::MAX, 200)] {
        assert_eq!(TextSize::nearest(asked).percent(), size);
    }
}

#[test]
fn quiet_hours_are_hours_of_the_day() {
    assert!(QuietHours::new(0, 23).is_some() && QuietHours::new(7, 7).is_some());
    assert!(QuietHours::new(24, 0).is_none() && QuietHours::new(0, 256).is_none());
}

#[test]
fn fractions_come_out_as_they_went_in() {
    let text = r#"{"scale":1.7976931348623157e308,"other":0.30000000000000004}"#;
    let settings = Settings::load(serde_json::from_str(text).unwrap());
    let again: Map<String, Value> =
        serde_json::from_slice(&serde_json::to_vec(&settings.to_values()).unwrap()).unwrap();
    assert_eq!(again, settings.to_values());
}

/// A disk that is full as long as the test says so.
struct Disk {
    full: Arc<AtomicBool>,
    file: Arc<MemoryFile>,
}

impl SettingsFile for Disk {
    fn save(&self, values: &Map<String, Value>) -> io::Result<()> {
        if self.full.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.file.save(values)
    }
}

#[test]
fn what_was_staged_is_written_when_it_is_asked_for_and_after_a_fault_once_more() {
    let (full, file) = (Arc::new(AtomicBool::new(false)), Arc::new(MemoryFile::default()));
    let disk = Disk { full: Arc::clone(&full), file: Arc::clone(&file) };
    let store = SettingsStore::new(Settings::default(), Some(Box::new(disk)));
    let host = || file.lock().unwrap().get("highlevelHost").and_then(|host| host.as_str().map(str::to_owned));
    let set_host = |host: &str| assert!(store.stage(|settings| settings.set_highlevel_host(host)));
    set_host("a.example");
    assert_eq!(host(), None);
    assert!(store.flush());
    assert_eq!(host().as_deref(), Some("a.example"));
    full.store(true, Ordering::SeqCst);
    for host in ["b.example", "c.example"] {
        set_host(host);
        assert!(!store.flush());
    }
    assert!(store.take_unsaved().is_some() && store.take_unsaved().is_none(), "reported once");
    store.flush_or_report();
    assert!(store.take_unsaved().is_some(), "reported again to whoever relies on it");
    full.store(false, Ordering::SeqCst);
    assert!(store.flush());
    assert_eq!(host().as_deref(), Some("c.example"));
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "[A-Za-z0-9]{16}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 48, 6, |inner| {
        let key = "(id|name|location|added|account|time|begin|end|x|y|width|height|[a-z]{1,6})";
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..6).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_settings_can_be_loaded_and_what_is_unknown_goes_through(
        file in prop::collection::btree_map(
            "(schema|accounts|currentAccount|theme|window|highlevelHost|recents|rememberNames|quietHours|textSize|[a-z]{1,8})",
            any_json(),
            0..8,
        ),
    ) {
        let file: Map<String, Value> = file.into_iter().collect();
        let settings = Settings::load(file.clone());
        let written = settings.to_values();
        let known = [
            "schema", "accounts", "currentAccount", "theme", "window", "highlevelHost", "recents", "rememberNames",
            "quietHours", "textSize",
        ];
        for (key, value) in file.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            prop_assert_eq!(written.get(key), Some(value));
        }
        prop_assert_eq!(Settings::load(written.clone()).to_values(), written);
    }
}
