//! What crosses to the page: plain data, written out as TypeScript under `ui/src/generated`.
//! Nothing here can hold a token.

mod bulk;

use std::time::{SystemTime, UNIX_EPOCH};

use serde::Serialize;

pub use bulk::{
    BulkRowView, BulkRowsView, BulkView, ListView, SaveBulk, SaveColumn, SaveHeadings, SavedTableView, TableFormat,
};

use crate::lookup::Found;
use crate::model::account::Account;
use crate::model::contact::{Change, ContactParts, RawValue};
use crate::model::contact_id::{ReadId, Taken};
use crate::model::names::ContactNames;
use crate::model::time_zone::{TimeZone, ZoneOffset};
use crate::model::token::ApiToken;
use crate::recents::RecentLookup;
use crate::sample::Sample;
use crate::settings::{Notice, QuietHours, Settings, Theme};

/// All the page needs to draw its first picture.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "StartView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct StartView {
    /// The program's version, `x.y.z`.
    pub version: String,
    /// The operating system.
    pub system: SystemName,
    /// The saved accounts, in the order they were added.
    pub accounts: Vec<AccountView>,
    /// The account in use: one of `accounts`, the sample account, or none yet.
    pub current: Option<AccountView>,
    /// An ID or link to look up at once, given when the program was started.
    pub look_up: Option<String>,
    /// An ID or link from a link of another program: it fills the box and waits there.
    pub fill: Option<String>,
    /// What the person has chosen.
    pub settings: SettingsView,
    /// The recent lookups, the newest first.
    pub recents: Vec<RecentLookup>,
    /// What the person should be told once about their settings.
    pub notices: Vec<Notice>,
    /// The IDs of the sample account, with what each shows.
    pub samples: Vec<Sample>,
    /// Many contacts at once: what an earlier start left, or what goes on while the page is loaded again.
    pub bulk: BulkView,
}

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

impl From<&Settings> for SettingsView {
    fn from(settings: &Settings) -> Self {
        Self {
            theme: settings.theme,
            text_size: settings.text_size.percent(),
            remember_names: settings.remember_names(),
            names_decided: settings.names_decided(),
            quiet_hours: settings.quiet_hours(),
            highlevel_host: settings.highlevel_host().to_owned(),
        }
    }
}

/// An operating system, for words that differ ("Keychain", "Credential Manager", shortcut names).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "SystemName.ts"))]
#[serde(rename_all = "lowercase")]
pub enum SystemName {
    /// Linux and its like.
    Linux,
    /// macOS.
    Macos,
    /// Windows.
    Windows,
}

impl SystemName {
    pub fn here() -> Self {
        if cfg!(target_os = "macos") {
            Self::Macos
        } else if cfg!(windows) {
            Self::Windows
        } else {
            Self::Linux
        }
    }
}

/// An account, as the page knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "AccountView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// Names the account in commands.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// Whether it is the built-in sample account.
    pub sample: bool,
    /// Whether its token is forgotten when the program ends.
    pub session_only: bool,
    /// HighLevel's ID of the sub-account, once known.
    pub location: Option<String>,
}

impl From<&Account> for AccountView {
    fn from(account: &Account) -> Self {
        Self {
            id: account.id.as_str().to_owned(),
            name: account.name.clone(),
            sample: account.id.is_sample(),
            session_only: account.session_only,
            location: account.location.clone(),
        }
    }
}

/// What "Paste token" found on the clipboard. Enough to recognise the token by, not to use it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "PastedTokenView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct PastedTokenView {
    /// Its last four characters.
    pub last_four: String,
    /// How long it is, in characters.
    pub length: u32,
}

impl From<&ApiToken> for PastedTokenView {
    fn from(token: &ApiToken) -> Self {
        Self { last_four: token.last_four().to_owned(), length: u32::try_from(token.len()).unwrap_or(u32::MAX) }
    }
}

/// An account whose token was found good and kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "ConnectedView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct ConnectedView {
    /// The account.
    #[serde(flatten)]
    pub account: AccountView,
    /// The name of another account that has the same token.
    pub same_token_as: Option<String>,
}

/// What was read out of the text in the ID box.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "ReadIdView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct ReadIdView {
    /// The contact ID.
    pub id: String,
    /// How it was found in the text.
    pub taken: Taken,
    /// Whether it has another length than the 20 characters that nearly all IDs have.
    pub unusual_length: bool,
    /// The sub-account that a link names.
    pub location: Option<String>,
    /// The one saved account that is that sub-account.
    pub owner: Option<AccountView>,
    /// How many further IDs stand in the text.
    pub further: u32,
}

impl ReadIdView {
    pub fn new(read: ReadId, owner: Option<&Account>) -> Self {
        Self {
            id: read.id.as_str().to_owned(),
            taken: read.taken,
            unusual_length: read.unusual_length,
            location: read.location,
            owner: owner.map(AccountView::from),
            further: u32::try_from(read.further).unwrap_or(u32::MAX),
        }
    }
}

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
    pub parts: ContactParts,
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

impl From<&Found> for ContactView {
    fn from(found: &Found) -> Self {
        let contact = &found.contact;
        let name = contact.display_name();
        Self {
            asked_for: found.asked_for.as_str().to_owned(),
            other_id: contact.id().filter(|id| *id != found.asked_for.as_str()).map(str::to_owned),
            display_name: name.text,
            name_paths: name.paths,
            parts: contact.parts().clone(),
            do_not_disturb: contact.do_not_disturb(),
            time_zone: contact.time_zone().as_ref().map(TimeZoneView::from),
            empty_count: u32::try_from(contact.empty_count()).unwrap_or(u32::MAX),
            trace_id: found.trace_id.clone(),
            received_at: milliseconds(found.received_at),
            account: AccountView::from(&found.account),
            names: found.names.clone(),
            seen_before: found.seen_before.map(milliseconds),
            changes: found.changes.clone(),
        }
    }
}

/// In milliseconds since 1970; 0 for earlier times.
fn milliseconds(time: SystemTime) -> f64 {
    (time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64() * 1000.0).floor()
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

impl From<&TimeZone> for TimeZoneView {
    fn from(zone: &TimeZone) -> Self {
        Self { name: zone.name().map(str::to_owned), offsets: zone.offsets(jiff::Timestamp::now()) }
    }
}

/// A sensitive value that was asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "RevealedView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct RevealedView {
    /// The path that was asked for.
    pub path: String,
    /// Each value below it, exactly as sent.
    pub values: Vec<RawValue>,
}
