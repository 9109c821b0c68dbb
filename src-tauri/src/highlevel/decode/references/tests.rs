#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use proptest::prelude::*;
use serde_json::{json, Map, Value};

use super::*;
use crate::model::problem::ProblemKind;

fn definitions(answer: &Value) -> Definitions {
    decode_definitions(answer.to_string().as_bytes()).unwrap()
}

/// The name, the kind and the folder of a field.
fn known(definitions: &Definitions, id: &str) -> Option<(String, FieldKind, Option<String>)> {
    let (_, field) = definitions.find(id)?;
    Some((field.name.clone(), field.kind, definitions.folder_of(field).map(str::to_owned)))
}

#[test]
fn the_fields_of_an_account_are_read_with_their_folders() {
    let answer = json!({ "customFields": [
        { "id": "f1", "name": "Deposit", "fieldKey": "contact.deposit", "dataType": "MONETORY", "position": 50,
          "parentId": "d1", "picklistOptions": [], "documentType": "field" },
        { "id": "d1", "name": "Treatment", "documentType": "folder", "position": 0 },
        { "id": "f2", "name": "Service", "dataType": "SINGLE_OPTIONS", "position": 0, "parentId": "d2",
          "picklistOptions": ["Cleaning", { "value": "w", "name": "Whitening" }, 7, null] },
    ], "customFieldFolders": [{ "id": "d2", "name": "Visits" }], "traceId": "t" });
    let read = definitions(&answer);
    assert_eq!(known(&read, "f1"), Some(("Deposit".to_owned(), FieldKind::Money, Some("Treatment".to_owned()))));
    assert_eq!(known(&read, "f2"), Some(("Service".to_owned(), FieldKind::Other, Some("Visits".to_owned()))));
    assert_eq!(known(&read, "d1"), None);
    assert_eq!(read.len(), 2);
}

#[test]
fn the_key_stands_in_for_a_name_that_is_missing() {
    for name in [json!(null), json!(""), json!(" \u{200B}"), json!(7), json!(["x"])] {
        let answer = json!({ "customFields": [{ "id": "f1", "name": name, "fieldKey": "contact.shoe_size" }] });
        assert_eq!(known(&definitions(&answer), "f1").unwrap().0, "contact.shoe_size");
    }
    let nameless = json!({ "customFields": [{ "id": "f1", "dataType": "TEXT" }] });
    assert_eq!(known(&definitions(&nameless), "f1"), None);
}

#[test]
fn one_odd_field_does_not_cost_the_others() {
    let answer = json!({ "customFields": [
        null, 7, "text", [], {}, { "name": "without an ID" }, { "id": {}, "name": "x" },
        { "id": "f1", "name": "Good", "dataType": 3, "position": "10", "parentId": { "id": "d1" } },
        { "id": "f1", "name": "Twice" },
    ] });
    let read = definitions(&answer);
    assert_eq!(known(&read, "f1"), Some(("Good".to_owned(), FieldKind::Other, None)));
}

#[test]
fn fields_keyed_by_their_ids_and_bare_lists_are_read_too() {
    let keyed = json!({ "customFields": { "f1": { "name": "One" }, "count": 1 } });
    assert_eq!(known(&definitions(&keyed), "f1").unwrap().0, "One");
    let bare = json!([{ "id": "f1", "name": "One" }]);
    assert_eq!(known(&definitions(&bare), "f1").unwrap().0, "One");
}

#[test]
fn an_answer_without_fields_defines_nothing() {
    for answer in [json!({}), json!({ "customFields": null }), json!([]), json!("x"), json!({ "traceId": "t" })] {
        assert!(definitions(&answer).is_empty(), "{answer}");
    }
    assert_eq!(decode_definitions(b" "), Err(ProblemKind::AnswerEmpty.into()));
    assert_eq!(decode_definitions(b"<html>"), Err(ProblemKind::NetworkSignIn.into()));
    assert!(decode_definitions(b"{").is_err_and(|error| error.kind() == ProblemKind::AnswerNotUnderstood));
}

#[test]
fn users_businesses_and_sub_accounts_are_read_by_name() {
    for (answer, wrapper, name) in [
        (json!({ "id": "u", "name": "Dana Whitfield", "email": "d@example.com" }), "user", Some("Dana Whitfield")),
        (json!({ "id": "u", "firstName": "Dana", "lastName": "Whitfield" }), "user", Some("Dana Whitfield")),
        (json!({ "id": "u", "firstName": "Dana", "lastName": null }), "user", Some("Dana")),
        (json!({ "id": "u", "name": " ", "email": "d@example.com" }), "user", Some("d@example.com")),
        (json!({ "user": { "name": "Dana" } }), "user", Some("Dana")),
        (
            json!({ "business": { "id": "b", "name": "Lopez Ceramics" }, "traceId": "t" }),
            "business",
            Some("Lopez Ceramics"),
        ),
        (json!({ "location": { "id": "l", "name": "Riverside\nDental" } }), "location", Some("Riverside Dental")),
        (json!({ "location": { "id": "l" } }), "location", None),
        (json!({ "location": [] }), "location", None),
        (json!({ "message": "nothing here" }), "user", None),
        (json!([1]), "user", None),
    ] {
        assert_eq!(decode_name(answer.to_string().as_bytes(), wrapper).unwrap().as_deref(), name, "{answer}");
    }
}

/// JSON that has the words of these answers in unlikely places.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,20}".prop_map(Value::from),
        "(folder|DATE|MONETORY|f1|-?[0-9]{1,25}(e[0-9]{1,3})?)".prop_map(Value::from),
    ];
    let key =
        "(customFields|folders|id|name|fieldKey|dataType|position|parentId|documentType|user|location|[a-z]{1,4})";
    leaf.prop_recursive(5, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..6)
                .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #[test]
    fn no_json_makes_the_reading_of_names_panic(answer in any_json()) {
        let body = answer.to_string();
        if let Ok(definitions) = decode_definitions(body.as_bytes()) {
            for id in ["f1", "", "folders"] {
                if let Some((_, field)) = definitions.find(id) {
                    prop_assert!(!field.name.is_empty());
                    let _ = (definitions.folder_of(field), field.is_sensitive(), field.kind.typed_value(&body));
                }
            }
        }
        for wrapper in ["user", "business", "location"] {
            if let Ok(Some(name)) = decode_name(body.as_bytes(), wrapper) {
                prop_assert!(!name.is_empty());
            }
        }
    }

    #[test]
    fn no_bytes_make_the_reading_of_names_panic(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = (decode_definitions(&body), decode_name(&body, "user"));
    }

    #[test]
    fn no_value_makes_a_kind_panic(sent in "(-?[0-9]{0,25}[.T:/-]?[0-9]{0,12}|.{0,30})") {
        for kind in [FieldKind::Date, FieldKind::Money, FieldKind::Number, FieldKind::Other] {
            let _ = kind.typed_value(&sent);
        }
    }
}
