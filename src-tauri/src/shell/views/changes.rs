//! What changed in a contact since it was last looked at, as it crosses to the page.

use serde::Serialize;

/// One value that is another than it was when the contact was last looked at in this session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "ChangeView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct ChangeView {
    /// The path: that of a field, a custom field or a do-not-disturb status. Each tag is `tags`.
    pub path: String,
    /// What was there and is there no more, as it was sent. Empty where nothing was, or where it is sensitive.
    pub before: Vec<String>,
    /// What is there now and was not, as it was sent. Empty where nothing is, or where it is sensitive.
    pub now: Vec<String>,
    /// Whether the values are sensitive: then neither is told.
    pub withheld: bool,
}
