#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::time::Duration;

use serde_json::json;

use super::*;
use crate::model::account::Account;
use crate::model::contact::Contact;
use crate::model::contact_id::ContactId;
use crate::model::json::Json;
use crate::model::names::ContactNames;
use crate::settings::MemoryFile;

fn account(id: &str) -> Account {
    Account { id: id.to_owned().into(), name: "Harbour Dental".into(), location: None, session_only: false }
}

fn harbour() -> Account {
    account("aaaaaaaaaaaaaaaa")
}

fn recents_with(settings: Settings) -> Recents {
    Recents::new(Arc::new(SettingsStore::new(settings, Some(Box::new(MemoryFile::default())))))
}

fn recents() -> Recents {
    let mut settings = Settings::default();
    settings.add_account(&harbour(), 0);
    recents_with(settings)
}

fn found_at(account: &Account, number: usize, json: &serde_json::Value, at: SystemTime) -> Arc<Found> {
    Arc::new(Found {
        asked_for: ContactId::new(&format!("ocQHyuzHvysMo5N5{number:04}")).unwrap(),
        contact: Contact::from_value(Json::parse(json.to_string().as_bytes()).unwrap()),
        names: ContactNames::default(),
        trace_id: None,
        account: account.clone(),
        received_at: at,
        seen_before: None,
        changes: Vec::new(),
    })
}

fn found(number: usize, name: &str) -> Arc<Found> {
    found_at(&harbour(), number, &json!({ "name": name }), SystemTime::now())
}

/// The ends of the IDs.
fn told(recents: &Recents) -> Vec<usize> {
    recents.newest_first(|_| None).iter().map(|recent| recent.id[16..].parse().unwrap()).collect()
}

/// What would be read at the next start.
fn kept(recents: &Recents) -> String {
    recents.settings.read(|settings| serde_json::Value::from(settings.to_values()).to_string())
}

fn id(number: usize) -> String {
    format!("ocQHyuzHvysMo5N5{number:04}")
}

#[test]
fn the_newest_comes_first_and_each_contact_once() {
    let recents = recents();
    for number in [1, 2, 3, 1] {
        recents.remember(&found(number, "Maria Lopez"));
    }
    assert_eq!(told(&recents), [1, 3, 2]);
    let again = recents_with(Settings::load(recents.settings.read(Settings::to_values)));
    assert_eq!(told(&again), [1, 3, 2]);
    assert!(again.newest_first(|_| None).iter().all(|recent| recent.name.is_none() && !recent.in_memory));
    again.remember(&found(2, "Maria Lopez"));
    assert_eq!(told(&again), [2, 1, 3]);
}

#[test]
fn fifty_are_remembered_and_their_cards_with_them() {
    let recents = recents();
    for number in 0..60 {
        recents.remember(&found(number, "Maria"));
    }
    assert_eq!((told(&recents).len(), told(&recents)[49]), (50, 10));
    assert!(recents.card(&harbour().id, &id(9)).is_none() && recents.card(&harbour().id, &id(10)).is_some());
}

#[test]
fn a_name_is_kept_only_where_that_is_allowed_and_known_in_this_session_either_way() {
    let recents = recents();
    recents.remember(&found(1, "Maria Lopez"));
    assert_eq!(recents.newest_first(|_| None)[0].name.as_deref(), Some("Maria Lopez"));
    assert!(!kept(&recents).contains("Maria"));
    recents.set_remember_names(true);
    assert!(kept(&recents).contains("Maria"));
    recents.set_remember_names(false);
    assert!(!kept(&recents).contains("Maria"));
    assert_eq!(recents.newest_first(|_| None)[0].name.as_deref(), Some("Maria Lopez"));
}

#[test]
fn a_name_that_only_the_settings_knew_is_gone_once_it_is_forbidden() {
    let recents = recents();
    recents.set_remember_names(true);
    recents.remember(&found(1, "Maria Lopez"));
    recents.remember(&found(2, "Jo March"));
    let again = recents_with(Settings::load(recents.settings.read(Settings::to_values)));
    assert_eq!(again.newest_first(|_| None)[1].name.as_deref(), Some("Maria Lopez"));
    again.remove(&harbour().id, &id(2));
    again.set_remember_names(false);
    again.undo();
    assert!(again.newest_first(|_| None).iter().all(|recent| recent.name.is_none()));
    again.set_remember_names(true);
    assert!(!kept(&again).contains("Maria") && !kept(&again).contains("Jo"));
}

#[test]
fn what_stands_in_for_a_name_is_not_kept() {
    let recents = recents();
    recents.set_remember_names(true);
    for (number, contact, name) in [
        (1, json!({ "email": "maria@example.com" }), Some("maria@example.com")),
        (2, json!({ "phone": "+13125550142" }), Some("+13125550142")),
        (3, json!({ "id": "ocQHyuzHvysMo5N50003" }), None),
        (4, json!({}), None),
    ] {
        recents.remember(&found_at(&harbour(), number, &contact, SystemTime::now()));
        assert_eq!(recents.newest_first(|_| None)[0].name.as_deref(), name);
    }
    assert!(!kept(&recents).contains("maria") && !kept(&recents).contains("5550142"));
    assert!(!kept(&recents).contains("name\":\"oc"));
}

#[test]
fn sample_contacts_and_those_of_a_session_account_stay_in_memory() {
    let recents = recents();
    let sample = account("sample");
    for number in 0..60 {
        recents.remember(&found_at(&sample, number, &json!({ "name": "Sample" }), SystemTime::now()));
    }
    let session = account("bbbbbbbbbbbbbbbb");
    recents.remember(&found_at(&session, 1, &json!({ "name": "Jo" }), SystemTime::now()));
    assert_eq!(recents.newest_first(|_| None).len(), 50);
    assert!(!kept(&recents).contains("recents"));
}

#[test]
fn trying_samples_out_costs_nobody_their_own() {
    let recents = recents();
    recents.remember(&found(1, "Maria"));
    for number in 0..60 {
        recents.remember(&found_at(&account("sample"), number, &json!({}), SystemTime::now()));
    }
    assert!(kept(&recents).contains(&id(1)));
    assert!(recents.card(&harbour().id, &id(1)).is_none(), "too many came after it");
}

#[test]
fn what_was_taken_out_comes_back_to_its_place_with_its_card() {
    let recents = recents();
    for number in [1, 2, 3] {
        recents.remember(&found(number, "Maria"));
    }
    recents.remove(&harbour().id, &id(2));
    assert_eq!(told(&recents), [3, 1]);
    assert!(!kept(&recents).contains(&id(2)) && recents.card(&harbour().id, &id(2)).is_none());
    recents.remember(&found(4, "Jo"));
    recents.undo();
    assert_eq!(told(&recents), [4, 3, 2, 1]);
    assert!(kept(&recents).contains(&id(2)) && recents.card(&harbour().id, &id(2)).is_some());
    recents.undo();
    assert_eq!(told(&recents), [4, 3, 2, 1], "there is nothing more to bring back");
}

#[test]
fn clearing_can_be_undone_and_what_was_looked_up_since_stays_as_it_is() {
    let recents = recents();
    for number in [1, 2] {
        recents.remember(&found(number, "Maria"));
    }
    recents.clear();
    recents.clear();
    assert!(told(&recents).is_empty() && !kept(&recents).contains("ocQ"));
    recents.remember(&found(1, "Maria Lopez"));
    recents.undo();
    assert_eq!(told(&recents), [1, 2]);
    assert_eq!(recents.newest_first(|_| None)[0].name.as_deref(), Some("Maria Lopez"));
}

#[test]
fn the_cards_of_a_removed_account_are_gone_for_good_and_the_entries_stay() {
    let recents = recents();
    recents.remember(&found(1, "Maria"));
    recents.remember(&found(2, "Jo"));
    recents.remove(&harbour().id, &id(1));
    recents.forget_cards(&harbour().id);
    recents.undo();
    assert_eq!(told(&recents), [2, 1]);
    assert!(recents.newest_first(|_| None).iter().all(|recent| !recent.in_memory));
}

#[test]
fn a_clock_that_makes_no_sense_breaks_neither_order_nor_form() {
    let recents = recents();
    let day = Duration::from_secs(86_400);
    // As far away as this system's clock can show, up to a hundred thousand years: not all go as far.
    let farthest = |moved: fn(&SystemTime, Duration) -> Option<SystemTime>| {
        (0..32).find_map(|halved| moved(&UNIX_EPOCH, day * (36_500_000 >> halved))).unwrap()
    };
    let times = [
        SystemTime::now() + day * 40_000,
        UNIX_EPOCH - day * 365,
        SystemTime::now(),
        farthest(SystemTime::checked_add),
        farthest(SystemTime::checked_sub),
    ];
    for (number, at) in times.into_iter().enumerate() {
        recents.remember(&found_at(&harbour(), number, &json!({}), at));
    }
    assert_eq!(told(&recents), [4, 3, 2, 1, 0]);
    let again = recents_with(Settings::load(recents.settings.read(Settings::to_values)));
    assert_eq!(told(&again), [4, 3, 2, 1, 0]);
    let times = |recents: &Recents| recents.newest_first(|_| None).iter().map(|recent| recent.at).collect::<Vec<_>>();
    assert_eq!(times(&again), times(&recents));
}
