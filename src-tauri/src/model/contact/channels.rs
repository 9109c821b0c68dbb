//! Do-not-disturb. HighLevel's status is about the *block*: a channel with the status "active" is blocked.

use super::parts::{Part, Parts};
use super::paths::join;
use super::sensitive::is_sensitive;
use super::types::{Channel, DndChannel, DndStatus, RawValue};
use crate::model::json::Json;

/// Adds the channels of `dndSettings` or `inboundDndSettings`.
pub(super) fn add_all<'a>(list: &str, entries: &'a [(String, Json)], parts: &mut Parts<'a>) {
    for (name, value) in entries {
        if !value.has_content() {
            continue;
        }
        let path = join(list, name);
        if is_sensitive(name) {
            parts.redact(path, value);
            continue;
        }
        let channel = if list == "inboundDndSettings" { inbound(name) } else { outbound(name) };
        let status_at = value.entries().iter().position(|(key, status)| key == "status" && !status.is_empty());
        let status_at = status_at.filter(|at| is_single(&value.entries()[*at].1));
        let status = match status_at.and_then(|at| value.entries().get(at)) {
            Some((key, status)) => sent(join(&path, key), status),
            None if is_single(value) => sent(path.clone(), value),
            None => None,
        };
        let dnd = status.as_ref().map_or(DndStatus::Unknown, |status| dnd_status(&status.sent));
        parts.push(Part::Channel(DndChannel { path: path.clone(), channel, dnd, status }));
        match value {
            Json::Object(entries) => {
                for (at, (key, value)) in entries.iter().enumerate() {
                    if Some(at) != status_at {
                        parts.add_entry(join(&path, key), key, value);
                    }
                }
            }
            Json::List(_) | Json::TooDeep(_) => parts.add(path, None, value),
            _ => {}
        }
    }
}

fn is_single(value: &Json) -> bool {
    matches!(value, Json::Text(_) | Json::Number(_) | Json::Bool(_))
}

fn sent(path: String, value: &Json) -> Option<RawValue> {
    value.sent().map(|sent| RawValue { path, sent: sent.to_owned() })
}

/// Newer versions of the API write the names in lower case.
fn outbound(name: &str) -> Channel {
    match name.to_ascii_lowercase().as_str() {
        "call" => Channel::Call,
        "sms" => Channel::Sms,
        "email" => Channel::Email,
        "whatsapp" => Channel::Whatsapp,
        "gmb" => Channel::Google,
        "fb" => Channel::Facebook,
        _ => Channel::Other(name.to_owned()),
    }
}

fn inbound(name: &str) -> Channel {
    if name.eq_ignore_ascii_case("all") {
        Channel::Inbound
    } else {
        Channel::Other(name.to_owned())
    }
}

/// Any other word is `Unknown`: taking it for "allowed" could disturb a contact who must not be.
fn dnd_status(status: &str) -> DndStatus {
    match status.trim().to_ascii_lowercase().as_str() {
        "active" => DndStatus::Blocked,
        "inactive" => DndStatus::Allowed,
        "permanent" => DndStatus::BlockedForGood,
        _ => DndStatus::Unknown,
    }
}
