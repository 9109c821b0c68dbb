//! What the person chooses, across the border.

use serde_json::{json, Value};

use super::Border;

#[test]
fn every_choice_gives_the_settings_as_they_are_from_now_on() {
    let border = Border::new();
    let usual = json!({
        "theme": "system",
        "textSize": 100,
        "rememberNames": false,
        "namesDecided": false,
        "quietHours": { "begin": 21, "end": 8 },
        "highlevelHost": "app.gohighlevel.com",
    });
    assert_eq!(border.call("start", json!({})).unwrap()["settings"], usual);
    let mut expected = usual;
    for (command, given, key, value) in [
        ("set_theme", json!({ "theme": "dark" }), "theme", json!("dark")),
        ("set_text_size", json!({ "percent": 140 }), "textSize", json!(150)),
        ("set_remember_names", json!({ "remember": true }), "rememberNames", json!(true)),
        ("set_quiet_hours", json!({ "begin": 20, "end": 9 }), "quietHours", json!({ "begin": 20, "end": 9 })),
        ("set_highlevel_host", json!({ "host": " CRM.agency.example" }), "highlevelHost", json!("crm.agency.example")),
    ] {
        expected[key] = value;
        if key == "rememberNames" {
            expected["namesDecided"] = json!(true);
        }
        assert_eq!(border.call(command, given).unwrap(), expected, "{command}");
    }
    assert_eq!(border.call("start", json!({})).unwrap()["settings"], expected);
}

#[test]
fn what_cannot_be_chosen_changes_nothing() {
    let border = Border::new();
    let before = border.call("start", json!({})).unwrap()["settings"].clone();
    assert_eq!(border.call("set_highlevel_host", json!({ "host": "no host" })).unwrap(), Value::Null);
    assert_eq!(border.call("set_quiet_hours", json!({ "begin": 24, "end": 8 })).unwrap(), before);
    for (command, given) in [
        ("set_quiet_hours", json!({ "begin": -1, "end": 8 })),
        ("set_text_size", json!({ "percent": "large" })),
        ("set_theme", json!({ "theme": "pink" })),
    ] {
        assert!(border.call(command, given).is_err(), "{command}");
    }
    assert_eq!(border.call("start", json!({})).unwrap()["settings"], before);
}
