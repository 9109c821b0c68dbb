//! What stands behind IDs, and what "Check connection" found, as what crosses to the page.

use crate::check::{Check, Step};
use crate::model::definitions::Reading;
use crate::model::names::{self, ContactNames, FieldName};
use crate::shell::views::{
    CheckStep, ConnectionCheckView, CustomFieldNameView, NamedIdView, NamesView, Permission, PermissionView, ReadsAs,
};

impl NamesView {
    /// The names, for the page.
    pub fn of(names: &ContactNames) -> Self {
        let whose = names.named.iter().map(|named| NamedIdView { id: named.id.clone(), name: named.name.clone() });
        Self {
            custom_fields: names.custom_fields.iter().map(CustomFieldNameView::of).collect(),
            named: whose.collect(),
            denied: names.denied.iter().copied().map(Permission::from).collect(),
        }
    }
}

impl CustomFieldNameView {
    fn of(field: &FieldName) -> Self {
        Self {
            path: field.path.clone(),
            name: field.name.clone(),
            folder: field.folder.clone(),
            reads_as: field.reads_as.clone().map(ReadsAs::from),
            sensitive: field.sensitive,
        }
    }
}

impl From<Reading> for ReadsAs {
    fn from(reading: Reading) -> Self {
        match reading {
            Reading::Money { amount } => Self::Money { amount },
            Reading::Value(meaning) => Self::Value { meaning: meaning.into() },
        }
    }
}

impl From<names::Permission> for Permission {
    fn from(permission: names::Permission) -> Self {
        match permission {
            names::Permission::CustomFields => Self::CustomFields,
            names::Permission::Users => Self::Users,
            names::Permission::Businesses => Self::Businesses,
            names::Permission::Locations => Self::Locations,
        }
    }
}

impl From<Check> for ConnectionCheckView {
    fn from(check: Check) -> Self {
        let permissions = check.permissions.into_iter();
        let permissions =
            permissions.map(|(permission, granted)| PermissionView { permission: permission.into(), granted });
        Self {
            password_store: check.password_store.into(),
            network: check.network.into(),
            highlevel: check.highlevel.into(),
            token: check.token.into(),
            permissions: permissions.collect(),
            unusable_proxies: check.unusable_proxies,
            milliseconds: check.took.map(|took| u32::try_from(took.as_millis()).unwrap_or(u32::MAX)),
        }
    }
}

impl From<Step> for CheckStep {
    fn from(step: Step) -> Self {
        match step {
            Step::Good => Self::Good,
            Step::Trouble(problem) => Self::Trouble { problem },
            Step::NotReached => Self::NotReached,
        }
    }
}
