//! What is known of the IDs in one contact.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{referenced, AccountCache, Answer};
use crate::highlevel::transport::Resource;
use crate::model::contact::{Contact, CustomField, CustomValue};
use crate::model::definitions::Definitions;
use crate::model::names::{ContactNames, FieldName, NamedId};
use crate::model::record_id::RecordId;

/// Reads what is known for a contact.
pub(super) fn names(cache: &AccountCache, contact: &Contact, location: Option<&str>) -> ContactNames {
    let mut names = ContactNames::default();
    let mut denied = BTreeSet::new();
    for resource in referenced(contact, location) {
        let answer = cache.answers.get(&resource).map(|cached| &cached.answer);
        let permission = resource.permission().filter(|permission| match answer {
            Some(answer) => matches!(answer, Answer::Denied { .. }),
            None => cache.denied.contains_key(permission),
        });
        denied.extend(permission);
        match (answer, resource) {
            (Some(Answer::Definitions(definitions)), _) => names.custom_fields = field_names(definitions, contact),
            (Some(Answer::Name(name)), Resource::User(id) | Resource::Business(id) | Resource::Location(id)) => {
                names.named.push(NamedId { id: id.as_str().to_owned(), name: name.clone() });
            }
            _ => {}
        }
    }
    names.denied = denied.into_iter().collect();
    names.redacted = redacted(&cache.sensitive, contact);
    names
}

/// The same for custom fields alone.
pub(super) fn custom_field_names(cache: &AccountCache, contact: &Contact, location: Option<&str>) -> ContactNames {
    let resource = location.and_then(RecordId::new).map(Resource::CustomFields);
    let custom_fields = match resource.and_then(|resource| cache.answers.get(&resource)).map(|cached| &cached.answer) {
        Some(Answer::Definitions(definitions)) => field_names(definitions, contact),
        _ => Vec::new(),
    };
    ContactNames { custom_fields, redacted: redacted(&cache.sensitive, contact), ..ContactNames::default() }
}

fn redacted(sensitive: &HashSet<String>, contact: &Contact) -> BTreeMap<String, String> {
    if sensitive.is_empty() {
        return BTreeMap::new();
    }
    let with_id = contact.custom_fields().iter().filter_map(|field| Some((field.path.clone(), field.id.clone()?)));
    with_id.filter(|(_, id)| sensitive.contains(id)).collect()
}

fn field_names(definitions: &Definitions, contact: &Contact) -> Vec<FieldName> {
    let named_contact;
    let mut fields = contact.custom_fields();
    let is_named = |field: &&CustomField| field.id.as_deref().is_some_and(|id| definitions.find(id).is_some());
    // What was redacted for its look alone has a kind too, now that it has a name.
    if fields.iter().filter(is_named).any(|field| field.by_look) {
        let named = fields.iter().filter(is_named).filter_map(|field| field.id.clone()).collect();
        named_contact = contact.clone().with_named(named);
        fields = named_contact.custom_fields();
    }
    let mut met = HashSet::new();
    let mut named: Vec<_> = fields
        .iter()
        .filter(|field| met.insert(&field.path))
        .filter_map(|field| field_name(definitions, field))
        .collect();
    named.sort_by_key(|(place, _)| *place);
    named.into_iter().map(|(_, name)| name).collect()
}

/// What is known of a custom field, and its place among all of the account's.
fn field_name(definitions: &Definitions, field: &CustomField) -> Option<(usize, FieldName)> {
    let id = field.id.clone()?;
    let (place, definition) = definitions.find(&id)?;
    let sensitive = definition.is_sensitive();
    let reads_as = match &field.value {
        Some(CustomValue::One { sent, .. }) if !sensitive => definition.kind.typed_value(sent),
        _ => None,
    };
    let folder = definitions.folder_of(definition).map(str::to_owned);
    let (path, name) = (field.path.clone(), definition.name.clone());
    Some((place, FieldName { path, id, name, folder, reads_as, sensitive }))
}
