//! Names for IDs, and the check of the connection, as the page gets them.

use serde_json::{json, Value};

use super::Border;

const MARIA: &str = "NiQBlJUEyHZuPqFY1yuS";
const TERESA: &str = "8V6k3JEa7qiXzpYXHzPp";
const PASSWORD: &str = "maple-lantern-42";

fn look_up(border: &Border, account: &str, id: &str) -> Value {
    border.call("get_contact", json!({ "account": account, "text": id, "request": 1 })).unwrap()
}

fn names(border: &Border, account: &str, id: &str) -> Value {
    border.call("get_names", json!({ "account": account, "id": id })).unwrap()["names"].clone()
}

#[test]
fn names_follow_the_contact_and_come_with_it_the_next_time() {
    let border = Border::new();
    assert_eq!(look_up(&border, "sample", MARIA)["names"]["customFields"], json!([]));
    let named = names(&border, "sample", MARIA);
    let fields = named["customFields"].as_array().unwrap();
    let expected = json!({
        "path": "customFields.LDMIyZLuBaCa7EAkJ7KE", "name": "Next visit", "folder": "Visits",
        "readsAs": { "is": "value", "meaning": { "is": "day", "day": "2026-03-03" } }, "sensitive": false,
    });
    assert_eq!(fields[0], expected);
    let estimate = fields.iter().find(|field| field["name"] == "Treatment estimate").unwrap();
    assert_eq!(estimate["readsAs"], json!({ "is": "money", "amount": "4850" }));
    assert!(named["named"]
        .as_array()
        .unwrap()
        .contains(&json!({ "id": "7xRhfEnPFZ5riDHDBmht", "name": "Jordan Ellis" })));
    assert_eq!(named["denied"], json!(["businesses"]));
    assert_eq!(look_up(&border, "sample", MARIA)["names"], named);
}

#[test]
fn names_of_a_contact_that_is_not_shown_are_none() {
    let border = Border::new();
    look_up(&border, "sample", MARIA);
    assert_eq!(names(&border, "sample", TERESA), Value::Null);
    assert_eq!(names(&border, "another", MARIA), Value::Null);
}

#[test]
fn a_value_that_only_its_name_makes_sensitive_is_given_only_when_asked_for() {
    let border = Border::new();
    let shown = look_up(&border, "sample", TERESA);
    let path = "customFields.Qs4hNc2LwVb8TzKe5Ydu";
    let named = names(&border, "sample", TERESA);
    let field = named["customFields"].as_array().unwrap().iter().find(|field| field["path"] == path).unwrap();
    assert_eq!((&field["sensitive"], &field["readsAs"]), (&json!(true), &Value::Null));
    assert!(!look_up(&border, "sample", TERESA).to_string().contains(PASSWORD));
    let clipboard = || border.desktop.clipboard.lock().unwrap().clone().unwrap();
    assert_eq!(
        border.call("reveal", super::of(&shown, &json!({ "path": path }))).unwrap()["values"][0]["sent"],
        PASSWORD
    );
    border.call("copy_value", super::of(&shown, &json!({ "path": path }))).unwrap();
    assert_eq!(clipboard(), PASSWORD);
}

#[test]
fn the_connection_is_checked_step_by_step() {
    let (border, account) = Border::connected();
    for account in ["sample", &account] {
        let check = border.call("check_connection", json!({ "account": account })).unwrap();
        for step in ["passwordStore", "network", "highlevel", "token"] {
            assert_eq!(check[step], json!({ "is": "good" }), "{step}");
        }
        let granted = |permission: &str| {
            let all = check["permissions"].as_array().unwrap();
            all.iter().find(|found| found["permission"] == permission).unwrap()["granted"].clone()
        };
        assert_eq!((granted("users"), granted("businesses")), (json!(true), json!(false)));
        let known = if account == "sample" { json!(true) } else { Value::Null };
        assert_eq!((granted("custom-fields"), granted("locations")), (known.clone(), known));
        assert!(check["milliseconds"].is_u64());
        assert!(!check.to_string().contains("Harbour"));
    }
    let nobody = border.call("check_connection", json!({ "account": "nobody" }));
    assert_eq!(nobody.unwrap_err()["kind"], "no-token");
}
