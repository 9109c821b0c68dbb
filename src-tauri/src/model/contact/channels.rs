//! Do-not-disturb. HighLevel's word is about the *block*: a channel whose status is "active" is blocked.

use super::parts::{Part, Parts};
use super::paths::join;
use super::sensitive::is_sensitive;
use super::shapes::{Channel, ChannelStanding, Sent, Standing};
use crate::model::value::Value;

/// Reads `dndSettings` or `inboundDndSettings`.
pub(super) fn read<'a>(list: &str, entries: &'a [(String, Value)], parts: &mut Parts<'a>) {
    for (name, value) in entries {
        if !value.has_content() {
            continue;
        }
        let path = join(list, name);
        if is_sensitive(name) {
            parts.withhold(path, value);
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
        let standing = status.as_ref().map_or(Standing::Unknown, |status| standing(&status.sent));
        parts.push(Part::Channel(ChannelStanding { path: path.clone(), channel, standing, status }));
        match value {
            Value::Object(entries) => {
                for (at, (key, value)) in entries.iter().enumerate() {
                    if Some(at) != status_at {
                        parts.read_entry(join(&path, key), key, value);
                    }
                }
            }
            Value::List(_) | Value::Raw(_) => parts.read(path, None, value),
            _ => {}
        }
    }
}

fn is_single(value: &Value) -> bool {
    matches!(value, Value::Text(_) | Value::Number(_) | Value::Bool(_))
}

fn sent(path: String, value: &Value) -> Option<Sent> {
    value.sent().map(|sent| Sent { path, sent: sent.to_owned() })
}

/// The channel by its name, which newer versions of the API spell with small letters.
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

/// What a status means. Whatever is not one of the three known words is told as unknown: taking it for "allowed" could
/// disturb somebody who must not be.
fn standing(status: &str) -> Standing {
    match status.trim().to_ascii_lowercase().as_str() {
        "active" => Standing::Blocked,
        "inactive" => Standing::Allowed,
        "permanent" => Standing::BlockedForGood,
        _ => Standing::Unknown,
    }
}
