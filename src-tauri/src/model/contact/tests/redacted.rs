//! Custom fields that are sensitive by a name that was not sent with them.

use super::*;

/// The IDs of all custom fields of a contact.
fn ids(contact: &Contact) -> BTreeSet<String> {
    contact.custom_fields().to_vec().into_iter().filter_map(|field| field.id).collect()
}

#[test]
fn a_custom_field_of_any_shape_can_be_withheld_by_its_id() {
    for body in [CUSTOM_FIELDS, KEYED] {
        let open = fixture(body);
        let ids = ids(&open);
        assert!(!ids.is_empty());
        let closed = open.clone().with_redacted(ids.clone());
        for field in closed.custom_fields().iter().filter(|field| field.id.is_some()) {
            assert_eq!(field.value, None, "{}", field.path);
            assert!(!closed.values_at(&field.path).is_empty(), "{} can still be had", field.path);
            assert_eq!(closed.link_at(&field.path), None);
        }
        let harmless = ["id", "name", "fieldKey", "key"];
        for field in closed.fields().to_vec() {
            let inside = ids.iter().find_map(|id| field.path.strip_prefix(&format!("customFields.{id}.")));
            let told = inside.is_some_and(|inside| field.sent.is_some() && !harmless.contains(&inside));
            assert!(!told, "{}", field.path);
        }
    }
}

#[test]
fn withholding_one_custom_field_leaves_the_others() {
    let contact = contact(
        r#"{"customFields": [{"id": "one", "value": 1}, {"id": "two", "value": {"url": "https://x.example"}}]}"#,
    );
    let closed = contact.clone().with_redacted(BTreeSet::from(["two".to_owned(), "three".to_owned()]));
    let values: Vec<_> = closed.custom_fields().iter().map(|field| field.value.is_some()).collect();
    assert_eq!(values, [true, false]);
    assert_eq!(closed.values_at("customFields.two")[0].sent, "https://x.example");
    assert!(closed.fields().is_empty());
    assert_eq!(closed.with_redacted(BTreeSet::new()), contact);
}

const LOOKS: &str = r#"{"customFields": [
    {"id": "insurance", "value": "078-05-1120"},
    {"id": "notes", "fieldValue": ["blue", "4111 1111 1111 1111"]},
    {"id": "shape", "value": {"deep": [{"number": "078-05-1120"}]}, "other": "4111111111111111"},
    {"id": "told", "name": "Order number", "value": "4111111111111111"},
    {"id": "plan", "value": "Delta Dental PPO"}
]}"#;

#[test]
fn what_looks_sensitive_is_withheld_until_the_name_of_its_field_is_known_and_harmless() {
    let unnamed = contact(LOOKS);
    let all = |contact: &Contact| format!("{:?} {:?}", contact.fields(), contact.custom_fields());
    let told = all(&unnamed);
    assert!(!told.contains("1120") && !told.contains("1111 1111"), "{told}");
    assert_eq!(told.matches("4111111111111111").count(), 1, "that of the field with a name\n{told}");
    let redacted = |contact: &Contact| {
        let fields = contact.custom_fields().to_vec().into_iter();
        fields.filter(|field| field.value.is_none()).filter_map(|field| field.id).collect::<Vec<_>>()
    };
    assert_eq!(redacted(&unnamed), ["insurance", "notes", "shape"]);
    assert!(unnamed.custom_fields().iter().all(|field| field.by_look == field.value.is_none()));
    assert_eq!(unnamed.values_at("customFields.insurance")[0].sent, "078-05-1120", "it can be asked for");
    assert_eq!(unnamed.link_at("customFields.insurance"), None);

    let some_named = unnamed.clone().with_named(BTreeSet::from(["insurance".to_owned(), "shape".to_owned()]));
    assert_eq!(redacted(&some_named), ["notes"]);
    assert!(all(&some_named).contains("078-05-1120"));

    let sensitive = some_named.with_redacted(BTreeSet::from(["insurance".to_owned()]));
    assert_eq!(redacted(&sensitive), ["insurance", "notes"], "a name that says so has the last word");
}

#[test]
fn what_looks_sensitive_changes_without_a_word_of_what_it_was() {
    let before = contact(r#"{"customFields": [{"id": "a", "value": "078-05-1120"}, {"id": "b", "value": "blue"}]}"#);
    let now = contact(r#"{"customFields": [{"id": "a", "value": "none"}, {"id": "b", "value": "219-09-9999"}]}"#);
    let changes = now.changes_since(&before);
    assert_eq!(changes.len(), 2, "{changes:?}");
    for change in changes {
        assert!(change.redacted && change.before.is_empty() && change.now.is_empty(), "{change:?}");
    }
}

#[test]
fn custom_fields_keyed_by_their_ids_are_judged_by_their_look_too() {
    let contact = contact(r#"{"customFields": {"a": "078-05-1120", "b": {"value": "4111111111111111"}, "c": "blue"}}"#);
    let values: Vec<_> = contact.custom_fields().to_vec().into_iter().map(|field| field.value.is_some()).collect();
    assert_eq!(values, [false, false, true]);
}
