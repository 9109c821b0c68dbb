//! A contact, with how and when it was found.

use std::time::SystemTime;

use super::account::Account;
use super::contact::{Change, Contact};
use super::contact_id::ContactId;
use super::link::SafeLink;
use super::names::ContactNames;

/// One contact, as it was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The ID that was asked for.
    pub asked_for: ContactId,
    /// The contact, with what the names of its fields say is sensitive redacted.
    pub contact: Contact,
    /// What is known of the IDs in it.
    pub names: ContactNames,
    /// The number that HighLevel's support asks for.
    pub trace_id: Option<String>,
    /// The account it was found in, with what was known of it then.
    pub account: Account,
    /// When the answer was here.
    pub received_at: SystemTime,
    /// When the answer before it was here, in this session.
    pub seen_before: Option<SystemTime>,
    /// What changed since then.
    pub changes: Vec<Change>,
}

impl Found {
    /// The page of the contact in HighLevel, on the host that the agency uses. Without a known sub-account: HighLevel's
    /// first page.
    pub fn highlevel_link(&self, host: &str) -> Option<SafeLink> {
        let mut url = url::Url::parse(&format!("https://{host}/")).ok()?;
        let id = self.contact.id().unwrap_or(self.asked_for.as_str());
        let location = self.contact.location().or(self.account.location.as_deref());
        if let (Some(location), false) = (location, self.account.id.is_sample()) {
            url.path_segments_mut().ok()?.extend(["v2", "location", location, "contacts", "detail", id]);
        }
        Some(SafeLink::Web(url.to_string()))
    }
}
