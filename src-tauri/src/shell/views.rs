//! What crosses to the page: plain data, written out as TypeScript under `ui/src/generated`.
//! Nothing here can hold a token.

mod bulk;
mod contact;
mod recents;
mod settings;

use serde::Serialize;

pub use bulk::{
    BulkRowView, BulkRowsView, BulkView, ListView, SaveBulk, SaveColumn, SaveHeadings, SavedTableView, TableFormat,
};
pub use contact::{ContactView, RevealedView, TimeZoneView};
pub use recents::RecentView;
pub use settings::SettingsView;

use crate::model::contact_id::Taken;
use crate::sample::Sample;
use crate::settings::Notice;

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
    pub recents: Vec<RecentView>,
    /// What the person should be told once about their settings.
    pub notices: Vec<Notice>,
    /// The IDs of the sample account, with what each shows.
    pub samples: Vec<Sample>,
    /// Many contacts at once: what an earlier start left, or what goes on while the page is loaded again.
    pub bulk: BulkView,
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

/// What the page is told without having asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, export_to = "News.ts"))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum News {
    /// The program was started a second time with this ID or link.
    LookUp {
        /// The text, as it was given.
        text: String,
    },
    /// Another program asked with a link: the text goes into the box and waits there.
    Fill {
        /// The text, as it was given.
        text: String,
    },
    /// A file was dropped on the window, and can be read as a list.
    ListDropped,
    /// The window is to be closed, and results that are in no file would go with it: the person is to be asked.
    AskToClose,
    /// The page had to be loaded again; what was on screen is gone, what was saved is not.
    PageReloaded,
    /// Something went wrong aside from what the person is doing.
    Problem {
        /// What.
        problem: crate::model::problem::Problem,
    },
}
