//! What the person has chosen, as it crosses to the page.

use serde::Serialize;

use crate::settings::{QuietHours, Theme};

/// What the person has chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "SettingsView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct SettingsView {
    /// The colours of the window.
    pub theme: Theme,
    /// The size of the text, in percent of the usual one.
    pub text_size: u16,
    /// Whether the names of recent contacts are kept on disk.
    pub remember_names: bool,
    /// Whether the person has allowed or forbidden that.
    pub names_decided: bool,
    /// The hours in which nobody is to be called, by the clock of the contact.
    pub quiet_hours: QuietHours,
    /// The host of HighLevel's own pages.
    pub highlevel_host: String,
}
