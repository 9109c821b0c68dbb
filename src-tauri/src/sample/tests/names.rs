use super::*;
use crate::highlevel::decode::{decode_definitions, decode_name};
use crate::model::definitions::{Definitions, FieldKind};
use crate::model::record_id::RecordId;

fn id(text: &str) -> RecordId {
    RecordId::new(text).unwrap()
}

fn definitions() -> Definitions {
    let answer = ask_for(Resource::CustomFields(id(LOCATION))).unwrap();
    decode_definitions(&answer.body).unwrap()
}

#[test]
fn nearly_all_custom_fields_of_the_contacts_are_defined() {
    let definitions = definitions();
    for contact in contacts() {
        let fields = contact.custom_fields();
        let known = fields.iter().filter_map(|field| definitions.find(field.id.as_deref()?)).count();
        assert!(fields.len() - known <= 2, "{}", contact.display_name().text);
    }
    assert_eq!(definitions.len(), 177);
}

#[test]
fn the_first_contact_shows_folders_money_a_day_a_nameless_field_a_double_name_and_a_deleted_one() {
    let definitions = definitions();
    let first = contacts().remove(0);
    let ids: Vec<String> = first.custom_fields().to_vec().into_iter().filter_map(|field| field.id).collect();
    let known: Vec<_> = ids.iter().filter_map(|id| definitions.find(id)).map(|(_, field)| field).collect();
    assert_eq!(known.len(), ids.len() - 1, "one of them was deleted");
    let has = |kind: FieldKind| known.iter().any(|field| field.kind == kind);
    assert!(has(FieldKind::Money) && has(FieldKind::Date) && has(FieldKind::Number));
    assert!(known.iter().any(|field| Some(&field.name) == field.key.as_ref()), "one has no name");
    assert_eq!(known.iter().filter(|field| field.name == "Notes").count(), 2);
    let folders: HashSet<_> = known.iter().filter_map(|field| definitions.folder_of(field)).collect();
    assert_eq!(folders.len(), 4);
    assert!(known.iter().any(|field| definitions.folder_of(field).is_none()));
    assert!(!known.iter().any(|field| field.is_sensitive()));
}

#[test]
fn one_value_is_sensitive_by_the_name_of_its_field_alone() {
    let definitions = definitions();
    let of_contact = |contact: Contact| contact.custom_fields().to_vec();
    let fields = contacts().into_iter().flat_map(of_contact);
    let sensitive: Vec<_> = fields
        .filter(|field| field.value.is_some())
        .filter_map(|field| definitions.find(field.id.as_deref()?))
        .filter(|(_, field)| field.is_sensitive())
        .map(|(_, field)| field.name.clone())
        .collect();
    assert_eq!(sensitive, ["Portal password"]);
}

#[test]
fn users_and_the_sub_account_have_names_and_businesses_are_refused() {
    let name = |resource: Resource, wrapper: &str| {
        let answer = ask_for(resource).unwrap();
        (answer.status, decode_name(&answer.body, wrapper).unwrap())
    };
    let first = &PEOPLE[0];
    let of = |key: &str| id(first.get(key).and_then(Json::text).unwrap());
    assert_eq!(name(Resource::User(of("assignedTo")), "user"), (200, Some("Jordan Ellis".to_owned())));
    assert_eq!(name(Resource::User(id("Vg3JfEvk15h5AYsDZnyg")), "user"), (200, Some("Priya Raman".to_owned())));
    assert_eq!(name(Resource::User(RecordId::made_up_user()), "user"), (401, None));
    assert_eq!(name(Resource::Location(of("locationId")), "location"), (200, Some("Riverside Dental".to_owned())));
    assert_eq!(name(Resource::Location(id("AnotherLocation00000")), "location").0, 403);
    let refused = ask_for(Resource::Business(of("businessId"))).unwrap();
    let refusal = crate::highlevel::refusal::read_refusal(refused.status, &refused.headers, &refused.body);
    assert_eq!(refusal.kind(), crate::model::problem::ProblemKind::PermissionMissing);
}
