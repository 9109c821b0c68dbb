//! One field of an answer is odd: all others are told as if it were not.

use contact_lookup::highlevel::decode::decode_contact;
use contact_lookup::model::contact::Contact;
use proptest::prelude::*;
use serde_json::{json, Map, Value};

const DOCUMENTED: &str = include_str!("../fixtures/contact_with_every_documented_field.json");

fn documented() -> Map<String, Value> {
    let answer: Value = serde_json::from_str(DOCUMENTED).unwrap();
    answer.get("contact").unwrap_or(&answer).as_object().unwrap().clone()
}

fn read(contact: &Map<String, Value>) -> Contact {
    decode_contact(json!({ "contact": contact }).to_string().as_bytes()).unwrap().contact
}

/// What is told of everything but this field.
fn told_without(contact: &Contact, field: &str) -> Vec<String> {
    let is_of = |path: &str| path == field || path.starts_with(&format!("{field}."));
    let fields =
        contact.fields().to_vec().into_iter().filter(|told| !is_of(&told.path)).map(|told| format!("{told:?}"));
    let custom =
        contact.custom_fields().to_vec().into_iter().filter(|told| !is_of(&told.path)).map(|told| format!("{told:?}"));
    let channels =
        contact.channels().to_vec().into_iter().filter(|told| !is_of(&told.path)).map(|told| format!("{told:?}"));
    fields.chain(custom).chain(channels).collect()
}

/// What a field might be sent as by mistake, or by a program that was never finished.
fn odd() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no others", |number| number.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec!["true", "null", "[object Object]", "0000-00-00", "NaN", ""]).prop_map(Value::from),
        prop::collection::vec(any::<Option<u8>>().prop_map(Value::from), 0..4).prop_map(Value::from),
        (any::<String>(), any::<bool>()).prop_map(|(key, value)| json!({ key: value, "id": { "id": [] } })),
        Just(json!([[[{}]], null, { "value": [] }])),
    ]
}

#[test]
fn the_fields_that_are_documented_are_all_here() {
    assert!(documented().len() >= 35, "{} fields", documented().len());
}

proptest! {
    #[test]
    fn one_odd_field_never_costs_another(at in any::<prop::sample::Index>(), odd in odd()) {
        let mut contact = documented();
        let field = contact.keys().nth(at.index(contact.len())).unwrap().clone();
        let before = told_without(&read(&contact), &field);
        contact.insert(field.clone(), odd);
        prop_assert_eq!(told_without(&read(&contact), &field), before, "{}", field);
    }

    #[test]
    fn a_missing_field_never_costs_another(at in any::<prop::sample::Index>()) {
        let mut contact = documented();
        let field = contact.keys().nth(at.index(contact.len())).unwrap().clone();
        let before = told_without(&read(&contact), &field);
        contact.remove(&field);
        prop_assert_eq!(told_without(&read(&contact), &field), before, "{}", field);
    }
}
