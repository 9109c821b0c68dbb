//! What stands behind the IDs in a contact, as it crosses to the page.

use serde::Serialize;

use super::Meaning;

/// Names for the IDs in the contact shown. What is not known is not in it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "NamesView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct NamesView {
    /// The custom fields of the contact that are known by name, in `HighLevel`'s order.
    pub custom_fields: Vec<CustomFieldNameView>,
    /// The users whose IDs are in the contact (owner, followers, who made it), the business, and so on.
    pub named: Vec<NamedIdView>,
    /// What the token may not read, so that IDs stay IDs.
    pub denied: Vec<Permission>,
}

/// What is known of a custom field of the contact.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "CustomFieldNameView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct CustomFieldNameView {
    /// The path of the custom field in the contact: `customFields.ID`.
    pub path: String,
    /// Its name.
    pub name: String,
    /// The name of the folder it is in, where that is known.
    pub folder: Option<String>,
    /// What its kind of field makes of its value; `None` where the value says it by itself.
    pub reads_as: Option<ReadsAs>,
    /// Whether its name says that the value must not be seen in passing: then the page lets go of the value.
    pub sensitive: bool,
}

/// What a kind of custom field makes of a value.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "ReadsAs.ts"))]
#[serde(rename_all = "camelCase", tag = "is")]
pub enum ReadsAs {
    /// An amount of money, in the account's currency, which is not sent.
    #[serde(rename_all = "camelCase")]
    Money {
        /// The amount, as digits with a point: `1234.5`.
        amount: String,
    },
    /// A day or a moment, or a plain number.
    #[serde(rename_all = "camelCase")]
    Value {
        /// What it means.
        meaning: Meaning,
    },
}

/// An ID in the contact, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "NamedIdView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct NamedIdView {
    /// The ID, as it stands in the contact.
    pub id: String,
    /// Whose it is.
    pub name: String,
}

/// A permission of a token, beyond that to read contacts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "Permission.ts"))]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    /// `locations/customFields.readonly`: the names of custom fields.
    CustomFields,
    /// `users.readonly`: the names of users.
    Users,
    /// `businesses.readonly`: the names of businesses.
    Businesses,
    /// `locations.readonly`: the name of the sub-account.
    Locations,
}
