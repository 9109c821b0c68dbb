//! The links in a contact's values.

use super::types::LinkKind;
use crate::model::link::SafeLink;

/// The link of a value, by its path and its text.
pub(super) fn link(path: &str, list: Option<&str>, text: &str) -> Option<SafeLink> {
    let is_of = |top: &str, items: &str, key: &str| {
        let is_key = || path.strip_prefix(items).and_then(|rest| rest.strip_prefix('.'));
        let of_item = || is_key().and_then(|rest| rest.split_once('.')).is_some_and(|(_, name)| name == key);
        path == top || list == Some(items) || of_item()
    };
    if is_of("email", "additionalEmails", "email") {
        SafeLink::mail(text)
    } else if is_of("phone", "additionalPhones", "phone") {
        SafeLink::call(text)
    } else if path == "website" {
        SafeLink::website(text)
    } else {
        SafeLink::web(text)
    }
}

pub(super) fn kind(link: &SafeLink) -> LinkKind {
    match link {
        SafeLink::Web(_) => LinkKind::Web,
        SafeLink::Mail(_) => LinkKind::Mail,
        SafeLink::Call(_) => LinkKind::Call,
    }
}
