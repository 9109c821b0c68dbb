//! What is known of whose the IDs in a contact are.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::contact::Contact;
use super::definitions::TypedValue;

/// Names for the IDs in a contact. What is not known is not in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "NamesView", export_to = "NamesView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct ContactNames {
    /// The custom fields of the contact that are known by name, in HighLevel's order.
    pub custom_fields: Vec<FieldName>,
    /// The IDs of users, the business and the sub-account, and their names.
    pub named: Vec<NamedId>,
    /// What the token may not read, so that IDs stay IDs.
    pub denied: Vec<Permission>,
    /// The custom fields of the contact whose names say that they are sensitive: their IDs, by their paths. What has
    /// been found to be sensitive stays so when its name is forgotten or refused.
    #[serde(skip)]
    pub redacted: BTreeMap<String, String>,
}

/// What is known of a custom field of a contact.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "CustomFieldNameView", export_to = "CustomFieldNameView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct FieldName {
    /// Where it stands in the contact.
    pub path: String,
    /// Its ID.
    #[serde(skip)]
    pub id: String,
    /// Its name.
    pub name: String,
    /// The name of its folder.
    pub folder: Option<String>,
    /// What its kind makes of the value; nothing of a sensitive one.
    pub reads_as: Option<TypedValue>,
    /// Whether its name says that the value must not be seen in passing.
    pub sensitive: bool,
}

/// An ID, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "NamedIdView", export_to = "NamedIdView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct NamedId {
    /// The ID, as it stands in the contact.
    pub id: String,
    /// Whose it is.
    pub name: String,
}

impl Contact {
    /// The same contact, with what is sensitive by these names redacted: the values of fields that are named so, and of
    /// fields without a known name those that look like a social security number or a payment card's. Whatever shows,
    /// copies or saves a contact asks this one.
    #[must_use]
    pub fn with_names(&self, names: &ContactNames) -> Self {
        let known = names.custom_fields.iter().map(|field| field.id.clone()).collect();
        self.with_redacted(names.sensitive()).with_named(known)
    }
}

impl ContactNames {
    /// The IDs of the custom fields whose names say that they are sensitive.
    pub fn sensitive(&self) -> BTreeSet<String> {
        self.redacted.values().cloned().collect()
    }

    /// Whether a path leads to a custom field, or into one, whose name says that it is sensitive.
    pub fn is_sensitive_path(&self, path: &str) -> bool {
        let leads_to =
            |field: &String| path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        self.redacted.keys().any(leads_to)
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

/// A permission of a token, beyond that to read contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "Permission.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    /// `locations/customFields.readonly`.
    CustomFields,
    /// `users.readonly`.
    Users,
    /// `businesses.readonly`.
    Businesses,
    /// `locations.readonly`.
    Locations,
}
