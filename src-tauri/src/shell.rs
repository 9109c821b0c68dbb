//! The only layer that says `tauri`: a post-box for each command, the window, the clipboard, links.

pub mod commands;
pub mod desktop;
pub mod draft;
pub mod dropped;
pub mod engine;
pub mod in_flight;
pub mod news;
pub mod second_start;
pub mod settings_file;
pub mod views;
pub mod window;

use std::sync::Arc;

use crate::accounts::Accounts;
use crate::bulk::Bulk;
use crate::lookup::Lookups;
use crate::settings::{self, SettingsStore};
use crate::shell::desktop::Desktop;
use crate::shell::draft::Draft;
use crate::shell::dropped::Dropped;
use crate::shell::in_flight::InFlight;
use crate::shell::news::Newsroom;
use crate::shell::views::AccountView;

/// What every command works with.
pub struct Shell {
    /// The settings.
    pub settings: Arc<SettingsStore>,
    /// The accounts.
    pub accounts: Arc<Accounts>,
    /// The lookups.
    pub lookups: Arc<Lookups>,
    /// Many lookups at once.
    pub bulk: Arc<Bulk>,
    /// The list that was read and waits for its start.
    pub draft: Arc<Draft>,
    /// The clipboard and the programs that open links.
    pub desktop: Arc<dyn Desktop>,
    /// What was dropped on the window.
    pub dropped: Dropped,
    /// The lookup that is under way.
    pub in_flight: InFlight,
    /// What the page has not been told yet.
    pub news: Arc<Newsroom>,
    /// What the program was started with.
    pub started_with: StartedWith,
    /// What happened to the settings file.
    pub notices: Vec<settings::Notice>,
}

/// What the program was started with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StartedWith {
    /// `--sample`: begin in the sample account.
    pub sample: bool,
    /// An ID or a link.
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

    /// What the person has chosen.
    pub fn settings_view(&self) -> views::SettingsView {
        self.settings.read(|settings| views::SettingsView::from(settings))
    }

    /// Passes on that settings could not be written, where that just happened.
    pub fn tell_unsaved(&self) {
        if let Some(problem) = self.settings.take_unsaved() {
            self.news.tell(views::News::Problem { problem });
        }
    }
}
