#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use serde_json::{json, Value};

use super::super::{Change, Contact};
use crate::model::json::Json;

fn contact(json: &Value) -> Contact {
    Contact::from_value(Json::parse(json.to_string().as_bytes()).unwrap())
}

fn told(before: &Value, now: &Value) -> Vec<String> {
    lines(contact(now).changes_since(&contact(before)))
}

/// The changes as `path: before → now`.
fn lines(changes: Vec<Change>) -> Vec<String> {
    let line = |change: Change| {
        let told = format!("{}: {} → {}", change.path, change.before.join(","), change.now.join(","));
        if change.redacted {
            format!("{told} redacted")
        } else {
            told
        }
    };
    changes.into_iter().map(line).collect()
}

#[test]
fn nothing_has_changed_in_the_same_contact() {
    let same =
        json!({ "email": "a@b.example", "tags": ["x", "y"], "ssn": "1", "customFields": [{ "id": "f", "value": 7 }] });
    assert!(told(&same, &same).is_empty());
}

#[test]
fn values_that_came_went_or_became_others_are_told_in_the_order_of_the_contact() {
    let before = json!({ "email": "a@b.example", "phone": "+1", "city": "Chicago", "score": 1 });
    let now = r#"{ "source": "ad", "score": 1.0, "email": "c@d.example", "city": "Chicago", "phone": null }"#;
    let now = Contact::from_value(Json::parse(now.as_bytes()).unwrap());
    assert_eq!(
        lines(now.changes_since(&contact(&before))),
        ["source:  → ad", "score: 1 → 1.0", "email: a@b.example → c@d.example", "phone: +1 → "]
    );
}

#[test]
fn tags_and_lists_are_sets() {
    let before = json!({ "tags": ["a", "b", "b"], "followers": ["u1", "u2"], "customFields": [{ "id": "f", "value": ["x", "y"] }] });
    let moved =
        json!({ "tags": ["b", "a"], "followers": ["u2", "u1"], "customFields": [{ "id": "f", "value": ["y", "x"] }] });
    assert!(told(&before, &moved).is_empty());
    let now = json!({ "tags": ["c", "b"], "followers": ["u2"], "customFields": [{ "id": "f", "value": ["y", "z"] }] });
    assert_eq!(told(&before, &now), ["tags: a → c", "customFields.f: x → z", "followers: u1 → "]);
}

#[test]
fn an_object_that_moved_in_its_list_has_not_changed() {
    let list = |items: Value| json!({ "additionalEmails": items });
    let (a, b) = (json!({ "email": "a", "validEmail": true }), json!({ "email": "b", "validEmail": false }));
    assert!(told(&list(json!([a, b])), &list(json!([b, a]))).is_empty());
    assert_eq!(
        told(&list(json!([a])), &list(json!([b, a]))),
        ["additionalEmails.0.email:  → b", "additionalEmails.0.validEmail:  → false"]
    );
    assert_eq!(told(&list(json!([a, b])), &list(json!([b]))), ["additionalEmails: a,true → "]);
    let a_turned = json!({ "email": "a", "validEmail": false });
    assert_eq!(
        told(&list(json!([a, b])), &list(json!([b, a_turned]))),
        ["additionalEmails.1.validEmail: true → false"]
    );
}

#[test]
fn do_not_disturb_is_told_by_its_statuses() {
    let before =
        json!({ "dnd": false, "dndSettings": { "SMS": { "status": "inactive" }, "Call": { "status": "active" } } });
    let now = json!({ "dnd": true, "dndSettings": { "SMS": { "status": "permanent", "code": "103" } } });
    assert_eq!(
        told(&before, &now),
        [
            "dnd: false → true",
            "dndSettings.SMS.code:  → 103",
            "dndSettings.SMS.status: inactive → permanent",
            "dndSettings.Call.status: active → ",
        ]
    );
}

#[test]
fn sensitive_values_are_never_told() {
    let before = json!({ "ssn": "123-45-6789", "customFields": [{ "id": "p", "name": "Password", "value": "old" }, { "id": "n", "value": "4711" }] });
    let now = json!({ "ssn": "987-65-4321", "customFields": [{ "id": "p", "name": "Password", "value": "new" }, { "id": "n", "value": "4711", "name": "Card number" }] });
    let changes = contact(&now).changes_since(&contact(&before));
    let text = format!("{changes:?}");
    for secret in ["123", "987", "old", "new", "4711"] {
        assert!(!text.contains(secret), "{text}");
    }
    let paths: Vec<_> = changes.iter().filter(|change| change.redacted).map(|change| change.path.as_str()).collect();
    assert_eq!(paths, ["customFields.p", "ssn", "customFields.n"], "the last one has got a name");
}

#[test]
fn a_change_can_be_withheld_later() {
    let mut changes = contact(&json!({ "a": "2" })).changes_since(&contact(&json!({ "a": "1" })));
    changes[0].redact();
    assert_eq!(changes, [Change { path: "a".into(), before: vec![], now: vec![], redacted: true }]);
}

#[test]
fn files_are_told_by_name_and_other_things_by_their_parts() {
    let file = |name: &str, key: &str| json!({ "meta": { "originalname": name, "size": 7 }, "url": format!("https://x.example/{key}") });
    let field = |value: Value| json!({ "customFields": [{ "id": "f", "value": value }] });
    let (one, other) = (
        field(json!({ "k1": file("a.pdf", "1") })),
        field(json!({ "k1": file("a.pdf", "1"), "k2": file("b.pdf", "2") })),
    );
    assert_eq!(told(&one, &other), ["customFields.f:  → b.pdf"]);
    assert_eq!(
        told(&field(json!({ "x": { "y": 1 } })), &field(json!({ "x": { "y": 2 } }))),
        ["customFields.f.x.y: 1 → 2"]
    );
}

#[test]
fn a_large_contact_is_compared_at_once() {
    let list =
        |from: usize| (from..from + 20_000).map(|n| json!({ "email": format!("{n}@b.example") })).collect::<Vec<_>>();
    let fields = |value: &str| {
        let field = |n: usize| json!({ "id": format!("f{n}"), "name": "Password", "value": format!("{value}{n}") });
        (0..5_000).map(field).collect::<Vec<_>>()
    };
    let before = contact(&json!({ "additionalEmails": list(0), "customFields": fields("old") }));
    let now = contact(&json!({ "additionalEmails": list(1), "customFields": fields("new") }));
    let began = std::time::Instant::now();
    let changes = now.changes_since(&before);
    // The tests for Windows run in Wine, several times slower.
    let at_most = std::time::Duration::from_secs(if cfg!(windows) { 30 } else { 5 });
    assert!(began.elapsed() < at_most, "{:?}", began.elapsed());
    assert_eq!(changes.len(), 1 + 5_000);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), "[ab.0]{0,3}".prop_map(Value::from)];
    leaf.prop_recursive(4, 40, 5, |inner| {
        let key = "(id|value|name|ssn|tags|customFields|dndSettings|status|url|0|1|a\\.0|\\.)";
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..5).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_compared_a_contact_does_not_differ_from_itself(before in any_json(), now in any_json()) {
        let (before, now) = (contact(&before), contact(&now));
        prop_assert_eq!(now.changes_since(&now), vec![]);
        for change in now.changes_since(&before) {
            prop_assert!(change.redacted == (change.before.is_empty() && change.now.is_empty()), "{:?}", change);
        }
    }
}
