//! What is known of the IDs in one contact.

use std::collections::{BTreeSet, HashSet};

use super::{wanted, Answer, Known};
use crate::highlevel::transport::{Permission, Resource};
use crate::model::contact::{Contact, CustomField, CustomValue};
use crate::model::definitions::{Definitions, Reading};

/// Names for the IDs in a contact. What is not known is not in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ContactNames {
    /// The custom fields of the contact that are known by name, in HighLevel's order.
    pub custom_fields: Vec<FieldName>,
    /// The IDs of users, the business and the sub-account, and their names.
    pub named: Vec<NamedId>,
    /// What the token may not read, so that IDs stay IDs.
    pub denied: Vec<Permission>,
}

/// What is known of a custom field of a contact.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldName {
    /// Where it stands in the contact.
    pub path: String,
    /// The field's ID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The name of its folder.
    pub folder: Option<String>,
    /// What its kind makes of the value; nothing of a sensitive one.
    pub reads_as: Option<Reading>,
    /// Whether its name says that the value must not be seen in passing.
    pub sensitive: bool,
}

/// An ID, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedId {
    /// The ID, as it stands in the contact.
    pub id: String,
    /// Whose it is.
    pub name: String,
}

impl ContactNames {
    /// The IDs of the custom fields whose names say that they are sensitive.
    pub fn sensitive(&self) -> BTreeSet<String> {
        self.custom_fields.iter().filter(|field| field.sensitive).map(|field| field.id.clone()).collect()
    }

    /// Whether a path leads to a custom field, or into one, whose name says that it is sensitive.
    pub fn is_sensitive_path(&self, path: &str) -> bool {
        let leads_to = |field: &FieldName| {
            path.strip_prefix(&field.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.custom_fields.iter().any(|field| field.sensitive && leads_to(field))
    }

    /// Whose an ID is.
    pub fn name_of(&self, id: &str) -> Option<&str> {
        self.named.iter().find(|named| named.id == id).map(|named| named.name.as_str())
    }

    /// What the custom field at a path is called.
    pub fn field_name(&self, path: &str) -> Option<&str> {
        self.custom_fields.iter().find(|field| field.path == path).map(|field| field.name.as_str())
    }
}

/// Reads what is known for a contact.
pub(super) fn read(known: &Known, contact: &Contact, location: Option<&str>) -> ContactNames {
    let mut names = ContactNames::default();
    let mut denied = BTreeSet::new();
    for resource in wanted(contact, location) {
        let answer = known.answers.get(&resource).map(|kept| &kept.answer);
        let permission = resource.permission().filter(|permission| match answer {
            Some(answer) => matches!(answer, Answer::Denied { .. }),
            None => known.denied.contains_key(permission),
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
    names
}

fn field_names(definitions: &Definitions, contact: &Contact) -> Vec<FieldName> {
    let mut met = HashSet::new();
    let fields = contact.custom_fields().into_iter().filter(|field| met.insert(field.path.clone()));
    let mut named: Vec<_> = fields.filter_map(|field| field_name(definitions, field)).collect();
    named.sort_by_key(|(place, _)| *place);
    named.into_iter().map(|(_, name)| name).collect()
}

/// What is known of a custom field, and its place among all of the account's.
fn field_name(definitions: &Definitions, field: CustomField) -> Option<(usize, FieldName)> {
    let id = field.id?;
    let (place, definition) = definitions.find(&id)?;
    let sensitive = definition.is_sensitive();
    let reads_as = match &field.value {
        Some(CustomValue::One { sent, .. }) if !sensitive => definition.kind.reading(sent),
        _ => None,
    };
    let folder = definitions.folder_of(definition).map(str::to_owned);
    Some((place, FieldName { path: field.path, id, name: definition.name.clone(), folder, reads_as, sensitive }))
}
