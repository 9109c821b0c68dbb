//! The recent lookups, as they cross to the page.

use serde::Serialize;

/// One contact that was looked up lately.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "RecentView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct RecentView {
    /// The contact's ID.
    pub id: String,
    /// The ID of the account it was found in.
    pub account: String,
    /// The account's name; `None` where the account is gone.
    pub account_name: Option<String>,
    /// When it was last looked up, in milliseconds since 1970.
    pub at: f64,
    /// The contact's name, where this session knows it or the person lets it be kept.
    pub name: Option<String>,
    /// Whether its card comes back at once, without asking HighLevel.
    pub in_memory: bool,
}
