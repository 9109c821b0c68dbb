//! A contact, as it crosses to the page.

use serde::Serialize;

use super::AccountView;
use crate::model::contact::{Change, Sent, Told};
use crate::model::names::ContactNames;
use crate::model::time_zone::ZoneOffset;

/// One contact, ready to be drawn. Sensitive values are not in it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "ContactView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct ContactView {
    /// The ID that was asked for.
    pub asked_for: String,
    /// The ID in the answer, where it is another one (the contact may have been merged).
    pub other_id: Option<String>,
    /// What to call the contact: its name, or the best that stands in for one.
    pub display_name: String,
    /// The paths of the values that the display name is made of: `name`; or `firstName` and `lastName`; or `email`…
    pub name_paths: Vec<String>,
    /// Its values.
    #[serde(flatten)]
    pub told: Told,
    /// The contact's `dnd`, where it was sent as a yes or no (`true`: do not disturb at all).
    pub do_not_disturb: Option<bool>,
    /// The contact's time zone, where the text that was sent names one.
    pub time_zone: Option<TimeZoneView>,
    /// How many values were sent empty (`null`, `""`, `[]`, `{}`) and are left out.
    pub empty_count: u32,
    /// The number that HighLevel's support asks for.
    pub trace_id: Option<String>,
    /// When the answer was here, in milliseconds since 1970.
    pub received_at: f64,
    /// The account it was looked up in, with what is known of it now.
    pub account: AccountView,
    /// What is known already of whose the IDs in it are.
    pub names: ContactNames,
    /// When it was looked at before in this session, in milliseconds since 1970.
    pub seen_before: Option<f64>,
    /// What changed since then.
    pub changes: Vec<Change>,
}

/// A time zone: what the page needs to tell the time there, until long after the window is closed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "TimeZoneView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct TimeZoneView {
    /// Its IANA name, such as `America/Chicago`, where one was sent. A name of Windows stands for many places, an offset
    /// for none.
    pub name: Option<String>,
    /// Its offsets from UTC in order: the one that counts now, and those to come. There is always one.
    pub offsets: Vec<ZoneOffset>,
}

/// A sensitive value that was asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "RevealedView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct RevealedView {
    /// The path that was asked for.
    pub path: String,
    /// Each value below it, exactly as sent.
    pub values: Vec<Sent>,
}
