//! The layer over Tauri: commands, the window and its webview, the clipboard, dialogs and links.

pub mod commands;
pub mod desktop;
pub mod in_flight;
pub mod notifications;
pub mod pending_list;
pub(crate) mod second_start;
pub(crate) mod settings_file;
pub mod views;
pub(crate) mod webview;
pub(crate) mod window;

use std::sync::Arc;

use crate::accounts::Accounts;
use crate::bulk::Bulk;
use crate::lookup::Lookups;
use crate::settings::{self, SettingsStore};
use crate::shell::desktop::Desktop;
use crate::shell::in_flight::InFlight;
use crate::shell::notifications::{Notification, Notifications};
use crate::shell::pending_list::PendingList;
use crate::shell::views::AccountView;

/// What every command works with.
pub struct Shell {
    pub settings: Arc<SettingsStore>,
    pub accounts: Arc<Accounts>,
    pub lookups: Arc<Lookups>,
    pub bulk: Arc<Bulk>,
    pub pending_list: Arc<PendingList>,
    pub desktop: Arc<dyn Desktop>,
    pub in_flight: InFlight,
    pub notifications: Notifications,
    pub started_with: StartedWith,
    /// What happened to the settings file.
    pub notices: Vec<settings::Notice>,
}

/// What the program was started with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StartedWith {
    /// `--sample`: begin in the sample account.
    pub sample: bool,
    /// An ID or a link, to look up at once.
    pub text: Option<String>,
    /// An ID from another program's link, which waits in the box.
    pub fill: Option<String>,
}

impl Shell {
    /// The account in use when the page starts.
    pub fn first_account(&self) -> Option<AccountView> {
        if self.started_with.sample {
            return Some(AccountView::from(&crate::model::account::Account::sample()));
        }
        self.accounts.current().as_ref().map(AccountView::from)
    }

    pub fn settings_view(&self) -> views::SettingsView {
        self.settings.read(|settings| views::SettingsView::from(settings))
    }

    /// Notifies the page if settings could just not be written.
    pub fn report_unsaved(&self) {
        if let Some(problem) = self.settings.take_unsaved() {
            self.notifications.send(Notification::Problem { problem });
        }
    }
}
