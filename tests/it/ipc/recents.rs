//! Recent lookups and the cards in memory, across the border.

use serde_json::{json, Value};

use super::*;

fn people() -> Vec<String> {
    samples().into_iter().filter(|sample| sample.problem.is_none()).map(|sample| sample.id).collect()
}

fn look_up(border: &Border, account: &str, id: &str) -> Value {
    border.call("get_contact", json!({ "account": account, "text": id, "request": 1 })).unwrap()
}

fn ids(recents: &Value) -> Vec<&str> {
    recents.as_array().unwrap().iter().map(|recent| recent["id"].as_str().unwrap()).collect()
}

#[test]
fn recents_are_told_removed_cleared_and_brought_back() {
    let (border, account) = Border::connected();
    let people = people();
    let (first, second) = (people[0].as_str(), people[1].as_str());
    let contact = look_up(&border, &account, first);
    look_up(&border, "sample", second);
    let recents = border.call("recents", json!({})).unwrap();
    assert_eq!(ids(&recents), [second, first]);
    assert_eq!(recents[1]["accountName"], "Harbour Dental");
    assert_eq!((&recents[1]["account"], &recents[1]["name"]), (&json!(account), &contact["displayName"]));
    assert_eq!((&recents[1]["at"], &recents[1]["inMemory"]), (&contact["receivedAt"], &json!(true)));
    assert_eq!(recents[0]["account"], "sample");
    assert_eq!(border.call("start", json!({})).unwrap()["recents"], recents);

    let left = border.call("remove_recent", json!({ "account": account, "id": first })).unwrap();
    assert_eq!(ids(&left), [second]);
    assert_eq!(border.call("undo_recents", json!({})).unwrap(), recents);
    assert_eq!(border.call("clear_recents", json!({})).unwrap(), json!([]));
    assert_eq!(border.call("undo_recents", json!({})).unwrap(), recents);
}

#[test]
fn a_recalled_contact_is_the_one_that_is_copied_and_opened() {
    let (border, account) = Border::connected();
    let people = people();
    let first = look_up(&border, &account, &people[0]);
    look_up(&border, &account, &people[1]);
    let recalled = border.call("recall", json!({ "account": account, "id": people[0] })).unwrap();
    for key in ["askedFor", "displayName", "receivedAt", "fields", "customFields", "changes", "seenBefore"] {
        assert_eq!(recalled[key], first[key], "{key}");
    }
    border.call("copy_value", of(&recalled, &json!({ "path": "id" }))).unwrap();
    assert_eq!(border.desktop.clipboard.lock().unwrap().as_deref(), Some(people[0].as_str()));
    assert_eq!(border.call("recall", json!({ "account": "sample", "id": people[0] })), Ok(Value::Null));
}

#[test]
fn a_contact_that_is_looked_up_again_tells_when_it_was_seen_before() {
    let (border, account) = Border::connected();
    let people = people();
    let first = look_up(&border, &account, &people[0]);
    assert_eq!((&first["seenBefore"], &first["changes"]), (&Value::Null, &json!([])));
    let second = look_up(&border, &account, &people[0]);
    assert_eq!((&second["seenBefore"], &second["changes"]), (&first["receivedAt"], &json!([])));
}

#[test]
fn the_recents_of_a_removed_account_stay_without_its_name_and_without_cards() {
    let (border, account) = Border::connected();
    let people = people();
    let contact = look_up(&border, &account, &people[0]);
    border.call("remove_account", json!({ "account": account })).unwrap();
    let recents = border.call("recents", json!({})).unwrap();
    assert_eq!((&recents[0]["accountName"], &recents[0]["inMemory"]), (&Value::Null, &json!(false)));
    assert_eq!(border.call("recall", json!({ "account": account, "id": people[0] })), Ok(Value::Null));
    assert_eq!(border.call("copy_value", of(&contact, &json!({ "path": "id" }))).unwrap_err()["kind"], "unexpected");
    border.call("restore_account", json!({ "account": account })).unwrap();
    assert_eq!(border.call("recents", json!({})).unwrap()[0]["accountName"], "Harbour Dental");
}

#[test]
fn a_link_tells_whose_it_is_and_further_ids_are_counted() {
    let (border, account) = Border::connected();
    let people = people();
    let contact = look_up(&border, &account, &people[0]);
    let location = contact["account"]["location"].as_str().expect("it was just learnt");
    let link = format!("https://crm.agency.example/v2/location/{location}/contacts/detail/{}", people[1]);
    let read = border.call("read_contact_id", json!({ "text": link })).unwrap();
    assert_eq!((&read["owner"]["id"], &read["further"]), (&json!(account), &json!(0)));
    let several = format!("{} {}\n{}", people[0], people[1], people[2]);
    let read = border.call("read_contact_id", json!({ "text": several })).unwrap();
    assert_eq!((&read["id"], &read["owner"], &read["further"]), (&json!(people[0]), &Value::Null, &json!(2)));
}

#[test]
fn another_accounts_name_is_not_given_twice() {
    let (border, account) = Border::connected();
    let given = json!({ "name": "Hill Dental", "token": TOKEN, "sessionOnly": true });
    border.call("connect", given).unwrap();
    let renamed = border.call("rename_account", json!({ "account": account, "name": " Hill  Dental" })).unwrap();
    assert_eq!(renamed["name"], "Hill Dental 2");
}
