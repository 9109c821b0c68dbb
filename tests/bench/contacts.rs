//! The contacts that the benchmarks look up.

use serde_json::{json, Value};

/// A usual contact: the first of the sample account.
pub fn usual() -> Value {
    let people: Value = serde_json::from_str(include_str!("../../src-tauri/src/sample/people.json"))
        .expect("the sample contacts are JSON");
    people[0].clone()
}

/// The same person with far more than usual: 190 custom fields and 164 tags.
pub fn large() -> Value {
    let mut contact = usual();
    contact["id"] = json!("LARGEcontact00000001");
    contact["tags"] = (0..164).map(|number| json!(format!("tag number {number}"))).collect();
    contact["customFields"] = (0..190).map(custom_field).collect();
    contact
}

/// Custom fields of each kind in turn.
fn custom_field(number: usize) -> Value {
    let value = match number % 5 {
        0 => json!(format!("A line that somebody typed, number {number}")),
        1 => json!(number),
        2 => json!(["Whitening", "Implants", format!("Option {number}")]),
        3 => json!("2026-03-04"),
        _ => json!("A longer answer that goes on for a while. ".repeat(6)),
    };
    json!({ "id": format!("customField{number:09}"), "value": value })
}
