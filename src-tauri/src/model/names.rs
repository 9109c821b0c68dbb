//! Names for the IDs in a contact.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::contact::Contact;
use super::definitions::TypedValue;

/// The known names for the IDs in a contact.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "NamesView", export_to = "NamesView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct ContactNames {
    /// The custom fields with known names, in HighLevel's order.
    pub custom_fields: Vec<FieldName>,
    /// The users, the business and the sub-account.
    pub named: Vec<NamedId>,
    /// The permissions that the token lacks.
    pub denied: Vec<Permission>,
    /// The IDs of the custom fields that their names make sensitive, by path. They stay sensitive when the name is forgotten
    /// or refused.
    #[serde(skip)]
    pub redacted: BTreeMap<String, String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "CustomFieldNameView", export_to = "CustomFieldNameView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct FieldName {
    pub path: String,
    #[serde(skip)]
    pub id: String,
    pub name: String,
    /// The name of the field's folder.
    pub folder: Option<String>,
    /// The value as the field's type reads it; `None` for a sensitive one.
    pub reads_as: Option<TypedValue>,
    pub sensitive: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "NamedIdView", export_to = "NamedIdView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct NamedId {
    pub id: String,
    pub name: String,
}

impl Contact {
    /// The contact with the values redacted that these names make sensitive; in fields without a known name, values that
    /// look like a social security number or a payment card's. Everything that shows, copies or saves a contact uses it.
    #[must_use]
    pub fn with_names(self, names: &ContactNames) -> Self {
        let known = names.custom_fields.iter().map(|field| field.id.clone()).collect();
        self.with_redacted(names.sensitive()).with_named(known)
    }
}

impl ContactNames {
    pub fn sensitive(&self) -> BTreeSet<String> {
        self.redacted.values().cloned().collect()
    }

    /// Whether a path lies at or in a custom field that its name makes sensitive.
    pub fn is_sensitive_path(&self, path: &str) -> bool {
        let leads_to =
            |field: &String| path.strip_prefix(field).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        self.redacted.keys().any(leads_to)
    }

    pub fn name_of(&self, id: &str) -> Option<&str> {
        self.named.iter().find(|named| named.id == id).map(|named| named.name.as_str())
    }

    /// The name of the custom field at a path.
    pub fn field_name(&self, path: &str) -> Option<&str> {
        self.custom_fields.iter().find(|field| field.path == path).map(|field| field.name.as_str())
    }
}

/// A permission of a token, other than that to read contacts.
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
