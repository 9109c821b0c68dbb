#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use serde_json::json;

use super::*;

const NOW: i64 = 1_790_000_000;

fn values(value: &Value) -> Map<String, Value> {
    value.as_object().unwrap().clone()
}

fn account(id: &str, name: &str) -> Account {
    Account { id: id.to_owned().into(), name: name.into(), location: None, session_only: false }
}

fn with_two() -> Prefs {
    let mut prefs = Prefs::default();
    prefs.add_account(&account("aaaaaaaaaaaaaaaa", "Harbour Dental"), NOW);
    prefs.add_account(&account("bbbbbbbbbbbbbbbb", "Hill Dental"), NOW + 1);
    prefs
}

#[test]
fn what_was_kept_is_read_again() {
    let mut prefs = with_two();
    let second = AccountId::from("bbbbbbbbbbbbbbbb".to_owned());
    prefs.set_location(&second, "ve9EPM428h8vShlRW1KT");
    prefs.rename_account(&second, "  Hill   Dental & Co ");
    prefs.set_current(Some(second.clone()));
    prefs.set_theme(Theme::Dark);
    prefs.set_window(Place { x: -5, y: 7, width: 900, height: 700, maximized: true });
    assert!(prefs.set_highlevel_host("CRM.agency.example"));
    let written = prefs.to_values();
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
        })
    );
    assert_eq!(Prefs::load(written), prefs);
}

#[test]
fn nothing_kept_means_the_defaults() {
    let prefs = Prefs::load(Map::new());
    assert!(prefs.accounts().is_empty() && prefs.current().is_none() && prefs.window().is_none());
    assert_eq!((prefs.theme(), prefs.highlevel_host()), (Theme::System, "app.gohighlevel.com"));
}

#[test]
fn a_session_account_and_the_sample_account_are_not_kept() {
    let mut prefs = Prefs::default();
    prefs.add_account(&Account { session_only: true, ..account("aaaaaaaaaaaaaaaa", "Today") }, NOW);
    prefs.add_account(&account("sample", "Sample"), NOW);
    prefs.set_current(Some(AccountId::sample()));
    assert_eq!(prefs, Prefs::default());
}

#[test]
fn an_account_added_twice_keeps_its_place_and_time() {
    let mut prefs = with_two();
    prefs.add_account(&account("aaaaaaaaaaaaaaaa", "Harbour Dental 2"), NOW + 9);
    let names: Vec<_> = prefs.accounts().iter().map(|account| account.name.as_str()).collect();
    assert_eq!(names, ["Harbour Dental 2", "Hill Dental"]);
    assert_eq!(prefs.added(&prefs.accounts()[0].id).unwrap().as_second(), NOW);
}

#[test]
fn a_removed_account_is_no_longer_in_use() {
    let mut prefs = with_two();
    let first = prefs.accounts()[0].id.clone();
    prefs.set_current(Some(first.clone()));
    prefs.remove_account(&first);
    assert_eq!(prefs.current(), None);
    assert_eq!(prefs.accounts().len(), 1);
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
    }));
    let prefs = Prefs::load(file.clone());
    let names: Vec<_> = prefs.accounts().iter().map(|account| account.name.as_str()).collect();
    assert_eq!(names, ["My account", "Hill Dental"]);
    assert_eq!((prefs.theme(), prefs.window(), prefs.highlevel_host()), (Theme::System, None, HIGHLEVEL_HOST));

    let written = prefs.to_values();
    let first = &written["accounts"][0];
    assert_eq!(written["schema"], 1);
    assert_eq!(written["schema.odd"], json!(["one"]));
    assert_eq!(written["theme.odd"], json!(["pink"]));
    assert_eq!(written["window.odd"], json!([file["window"]]));
    assert_eq!(written["highlevelHost.odd"], json!(["javascript:alert(1)"]));
    assert_eq!(written["accounts.odd"].as_array().unwrap().len(), 4);
    assert_eq!(written["recents"], file["recents"]);
    assert_eq!(
        (&first["name.odd"], &first["location.odd"], &first["added.odd"], &first["colour"]),
        (&json!([["x"]]), &json!(["../x"]), &json!(["yesterday"]), &json!("red"))
    );
    assert_eq!(Prefs::load(written), prefs);
}

#[test]
fn odd_values_do_not_pile_up() {
    let mut kept = Map::new();
    for number in 0..100 {
        kept.insert("theme".into(), number.into());
        kept = Prefs::load(kept).to_values();
    }
    assert_eq!(kept["theme.odd"].as_array().unwrap().len(), 20);
    assert_eq!(kept["theme.odd"][19], 99);
}

#[test]
fn an_odd_value_nested_as_deep_as_can_be_read_does_not_cost_the_file() {
    let deep = format!("{}{}", "[".repeat(126), "]".repeat(126));
    let file = format!(r#"{{"theme":{deep},"accounts":[{{"id":"aaaaaaaaaaaaaaaa","name":"Harbour Dental"}}]}}"#);
    let written = Prefs::load(serde_json::from_str(&file).unwrap()).to_values();
    let read_again: Map<String, Value> = serde_json::from_slice(&serde_json::to_vec(&written).unwrap()).unwrap();
    assert_eq!(Prefs::load(read_again.clone()).accounts().len(), 1);
    assert_eq!(read_again["theme.odd"], json!([deep]));
}

#[test]
fn a_host_is_a_name_and_nothing_else() {
    let mut prefs = Prefs::default();
    for refused in
        ["", "localhost", "https://x.example", "x.example/", "x.example:8080", "a@b.example", "-x.example", "x..y"]
    {
        assert!(!prefs.set_highlevel_host(refused), "{refused:?}");
    }
    assert_eq!(prefs.highlevel_host(), HIGHLEVEL_HOST);
    assert!(prefs.set_highlevel_host(" crm.agency.example "));
    assert!(!prefs.set_highlevel_host("no host"));
    assert_eq!(prefs.highlevel_host(), "crm.agency.example");
    assert!(prefs.set_highlevel_host(HIGHLEVEL_HOST));
    assert_eq!(prefs, Prefs::default());
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
        let key = "(id|name|location|added|x|y|width|height|[a-z]{1,6})";
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
            "(schema|accounts|currentAccount|theme|window|highlevelHost|[a-z]{1,8})", any_json(), 0..8,
        ),
    ) {
        let file: Map<String, Value> = file.into_iter().collect();
        let prefs = Prefs::load(file.clone());
        let written = prefs.to_values();
        let known = ["schema", "accounts", "currentAccount", "theme", "window", "highlevelHost"];
        for (key, value) in file.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            prop_assert_eq!(written.get(key), Some(value));
        }
        prop_assert_eq!(Prefs::load(written.clone()).to_values(), written);
    }
}
