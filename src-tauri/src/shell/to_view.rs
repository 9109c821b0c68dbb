//! What the layers below hold, as what crosses to the page.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::lookup::{sample_account, Found};
use crate::model::account::Account;
use crate::model::contact;
use crate::model::contact_id::ReadId;
use crate::model::link::SafeLink;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::time_zone::TimeZone;
use crate::model::token::ApiToken;
use crate::recents::RecentLookup;
use crate::shell::commands::Page;
use crate::shell::views::{
    AccountView, ContactView, PastedTokenView, ReadIdView, RecentView, RevealedView, SettingsView, SystemName,
    TimeZoneView,
};
use crate::shell::Shell;

/// The contact shown; a fault of the program where the page names a value while none is.
pub fn last_found(shell: &Shell) -> Result<Arc<Found>, Problem> {
    shell.lookups.last().ok_or_else(|| ProblemKind::Unexpected.into())
}

/// This computer's operating system.
pub fn system_name() -> SystemName {
    if cfg!(target_os = "macos") {
        SystemName::Macos
    } else if cfg!(windows) {
        SystemName::Windows
    } else {
        SystemName::Linux
    }
}

/// The page of the contact in HighLevel, on the host that the agency uses. Without a known sub-account: HighLevel's
/// first page.
pub fn highlevel_link(found: &Found, host: &str) -> Option<SafeLink> {
    let mut url = url::Url::parse(&format!("https://{host}/")).ok()?;
    let id = found.contact.id().unwrap_or(found.asked_for.as_str());
    let location = found.contact.location().or(found.account.location.as_deref());
    if let (Some(location), false) = (location, found.account.id.is_sample()) {
        url.path_segments_mut().ok()?.extend(["v2", "location", location, "contacts", "detail", id]);
    }
    Some(SafeLink::Web(url.to_string()))
}

/// The address of a page that the program knows by name.
pub fn page_link(page: Page, host: &str) -> Option<SafeLink> {
    let address = match page {
        Page::Status => "https://status.gohighlevel.com/".to_owned(),
        Page::PrivateIntegrations => format!("https://{host}/settings/private-integrations"),
        Page::PrivateIntegrationsHelp => {
            "https://help.gohighlevel.com/support/solutions/articles/155000003054".to_owned()
        }
    };
    Some(SafeLink::Web(url::Url::parse(&address).ok()?.to_string()))
}

/// What the person has chosen.
pub fn settings_view(shell: &Shell) -> SettingsView {
    shell.settings.read(|settings| SettingsView {
        theme: settings.theme,
        text_size: settings.text_size.percent(),
        remember_names: settings.remember_names(),
        names_decided: settings.names_decided(),
        quiet_hours: settings.quiet_hours(),
        highlevel_host: settings.highlevel_host().to_owned(),
    })
}

/// The recent lookups, the newest first.
pub fn recent_views(shell: &Shell) -> Vec<RecentView> {
    let name = |recent: &RecentLookup| {
        let sample = recent.account.is_sample().then(sample_account);
        sample.or_else(|| shell.accounts.find(&recent.account).ok()).map(|account| account.name)
    };
    let view = |recent: RecentLookup| RecentView {
        account_name: name(&recent),
        id: recent.id,
        account: recent.account.as_str().to_owned(),
        at: (recent.at.as_duration().as_secs_f64() * 1000.0).floor(),
        name: recent.name,
        in_memory: recent.in_memory,
    };
    shell.lookups.recents().newest_first().into_iter().map(view).collect()
}

/// In milliseconds since 1970; 0 where the clock says that this is yet to come.
fn milliseconds(time: SystemTime) -> f64 {
    (time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64() * 1000.0).floor()
}

/// The contact, ready to be drawn.
pub fn found_view(found: &Found) -> ContactView {
    let contact = &found.contact;
    let name = contact.display_name();
    ContactView {
        asked_for: found.asked_for.as_str().to_owned(),
        other_id: contact.id().filter(|id| *id != found.asked_for.as_str()).map(str::to_owned),
        display_name: name.text,
        name_paths: name.paths,
        told: contact.told(),
        do_not_disturb: contact.do_not_disturb(),
        time_zone: contact.time_zone().map(|zone| TimeZoneView::of(&zone)),
        empty_count: u32::try_from(contact.empty_count()).unwrap_or(u32::MAX),
        trace_id: found.trace_id.clone(),
        received_at: milliseconds(found.received_at),
        account: AccountView::of(&found.account),
        names: found.names.clone(),
        seen_before: found.seen_before.map(milliseconds),
        changes: found.changes.clone(),
    }
}

impl TimeZoneView {
    /// The zone from now on.
    fn of(zone: &TimeZone) -> Self {
        Self { name: zone.name().map(str::to_owned), offsets: zone.offsets(jiff::Timestamp::now()) }
    }
}

impl AccountView {
    /// The account, as the page knows it.
    pub fn of(account: &Account) -> Self {
        Self {
            id: account.id.as_str().to_owned(),
            name: account.name.clone(),
            sample: account.id.is_sample(),
            session_only: account.session_only,
            location: account.location.clone(),
        }
    }
}

impl PastedTokenView {
    /// Enough to recognise the token by.
    pub fn of(token: &ApiToken) -> Self {
        Self { last_four: token.last_four().to_owned(), length: u32::try_from(token.len()).unwrap_or(u32::MAX) }
    }
}

impl ReadIdView {
    /// What was read.
    pub fn of(read: ReadId, owner: Option<&Account>) -> Self {
        Self {
            id: read.id.as_str().to_owned(),
            taken: read.taken,
            unusual_length: read.unusual_length,
            location: read.location,
            owner: owner.map(AccountView::of),
            further: u32::try_from(read.further).unwrap_or(u32::MAX),
        }
    }
}

impl RevealedView {
    /// The values that stand at a path.
    pub fn of(values: Vec<contact::Sent>, path: String) -> Self {
        Self { path, values }
    }
}
