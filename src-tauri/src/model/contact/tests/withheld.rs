//! Custom fields that are sensitive by a name that was not sent with them.

use super::*;

/// The IDs of all custom fields of a contact.
fn ids(contact: &Contact) -> BTreeSet<String> {
    contact.custom_fields().into_iter().filter_map(|field| field.id).collect()
}

#[test]
fn a_custom_field_of_any_shape_can_be_withheld_by_its_id() {
    for body in [CUSTOM_FIELDS, KEYED] {
        let open = fixture(body);
        let ids = ids(&open);
        assert!(!ids.is_empty());
        let closed = open.withholding(ids.clone());
        for field in closed.custom_fields().into_iter().filter(|field| field.id.is_some()) {
            assert_eq!(field.value, None, "{}", field.path);
            assert!(!closed.values_at(&field.path).is_empty(), "{} can still be had", field.path);
            assert_eq!(closed.link_at(&field.path), None);
        }
        let harmless = ["id", "name", "fieldKey", "key"];
        for field in closed.fields() {
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
    let closed = contact.withholding(BTreeSet::from(["two".to_owned(), "three".to_owned()]));
    let values: Vec<_> = closed.custom_fields().into_iter().map(|field| field.value.is_some()).collect();
    assert_eq!(values, [true, false]);
    assert_eq!(closed.values_at("customFields.two")[0].sent, "https://x.example");
    assert!(closed.fields().is_empty());
    assert_eq!(closed.withholding(BTreeSet::new()), contact);
}
