//! The result of a lookup.

use std::time::SystemTime;

use super::account::Account;
use super::contact::{Change, Contact};
use super::contact_id::ContactId;
use super::link::SafeLink;
use super::names::ContactNames;

#[derive(Debug, Clone)]
pub struct Found {
    /// The ID of the lookup; the contact may have another one.
    pub asked_for: ContactId,
    /// The contact, with the values redacted that the names of its fields make sensitive.
    pub contact: Contact,
    pub names: ContactNames,
    /// The number that HighLevel's support asks for.
    pub trace_id: Option<String>,
    /// The account at the time of the lookup.
    pub account: Account,
    pub received_at: SystemTime,
    /// When the previous answer of this session was received.
    pub seen_before: Option<SystemTime>,
    /// The differences to the previous answer.
    pub changes: Vec<Change>,
}

impl Found {
    /// The page of the contact in HighLevel, on the agency's host; without a known sub-account the home page.
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
