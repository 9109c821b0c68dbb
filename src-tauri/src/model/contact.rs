//! A contact, as it was sent: every value stays reachable, whatever its type and place.

use std::collections::{BTreeSet, HashSet};
use std::sync::OnceLock;

use super::json::Json;
use super::link::SafeLink;
use super::time_zone::TimeZone;
use super::unicode;
use parts::{Part, Parts};

mod changes;
mod channels;
mod custom;
mod custom_value;
mod ids;
mod links;
mod parts;
mod paths;
mod personal_number;
mod sensitive;
mod types;
mod value_kind;

pub use ids::ReferencedIds;
pub use sensitive::is_sensitive;
pub use types::{
    Change, Channel, ContactParts, CustomField, CustomValue, DisplayName, DndChannel, DndStatus, Field, File, LinkKind,
    RawValue, ValueKind,
};
pub use value_kind::calendar_day;

/// A contact. It keeps the whole answer, so that nothing can get lost on the way, and is taken apart once.
#[derive(Debug, Clone)]
pub struct Contact {
    /// What was sent as the contact.
    sent: Json,
    /// What was sent beside it, in the same answer.
    extra: Vec<(String, Json)>,
    /// The IDs of custom fields that are sensitive by a name that was not sent with them.
    redacted: BTreeSet<String>,
    /// The IDs of custom fields whose names are known. Of the others, what looks sensitive is taken to be so.
    named: BTreeSet<String>,
    parts: OnceLock<ContactParts>,
}

impl PartialEq for Contact {
    fn eq(&self, other: &Self) -> bool {
        self.sent == other.sent
            && self.extra == other.extra
            && self.redacted == other.redacted
            && self.named == other.named
    }
}

impl Contact {
    /// The contact in a JSON value. Never fails: what is odd is shown as it is.
    pub fn from_value(value: Json) -> Self {
        let sent = match value {
            Json::Object(_) => value,
            // An answer of another shape is never a contact, but what it holds can still be shown.
            other => Json::Object(vec![("contact".to_owned(), other)]),
        };
        Self { sent, extra: Vec::new(), redacted: BTreeSet::new(), named: BTreeSet::new(), parts: OnceLock::new() }
    }

    /// Adds values that the answer holds beside the contact, under their own keys.
    #[must_use]
    pub fn with_extra(mut self, extra: Vec<(String, Json)>) -> Self {
        self.extra = extra;
        self.parts = OnceLock::new();
        self
    }

    /// The same contact, with the values of these custom fields redacted like any that is sensitive by its own name.
    #[must_use]
    pub fn with_redacted(&self, custom_fields: BTreeSet<String>) -> Self {
        let (sent, extra, named) = (self.sent.clone(), self.extra.clone(), self.named.clone());
        Self { sent, extra, redacted: custom_fields, named, parts: OnceLock::new() }
    }

    /// The same contact, with the names of these custom fields known: what they hold is not judged by its look.
    #[must_use]
    pub fn naming(self, custom_fields: BTreeSet<String>) -> Self {
        Self { named: custom_fields, parts: OnceLock::new(), ..self }
    }

    /// The contact's ID, where one was sent.
    pub fn id(&self) -> Option<&str> {
        self.first_text("id")
    }

    /// The ID of the sub-account it lives in, where it was sent.
    pub fn location(&self) -> Option<&str> {
        self.first_text("locationId")
    }

    /// What to call the contact: its name, or the best that stands in for one. The name itself is missing from nearly
    /// every answer, and the word "null" is how other programs write "no name".
    pub fn display_name(&self) -> DisplayName {
        let named = |key: &str| {
            let text = self.sent.get(key)?.text()?.trim();
            (!unicode::is_blank(text) && !text.eq_ignore_ascii_case("null")).then(|| text.to_owned())
        };
        let of = |keys: &[&str]| {
            let found: Vec<_> = keys.iter().filter_map(|key| Some((named(key)?, (*key).to_owned()))).collect();
            let (texts, paths): (Vec<_>, Vec<_>) = found.into_iter().unzip();
            (!texts.is_empty()).then(|| DisplayName { text: texts.join(" "), paths })
        };
        let stand_ins: [&[&str]; 6] =
            [&["name"], &["firstName", "lastName"], &["fullNameLowerCase"], &["companyName"], &["email"], &["phone"]];
        let by_id = || {
            let id = self.id()?.to_owned();
            Some(DisplayName { text: id, paths: vec!["id".to_owned()] })
        };
        stand_ins.into_iter().find_map(of).or_else(by_id).unwrap_or_default()
    }

    /// Whether any custom field was sent.
    pub fn has_custom_fields(&self) -> bool {
        self.sent.get("customFields").is_some_and(Json::has_content)
    }

    /// Everything that the page shows of it. A sensitive value is there by its path alone.
    pub fn parts(&self) -> &ContactParts {
        self.parts.get_or_init(|| {
            let pieces = self.pieces();
            ContactParts {
                fields: fields_among(&pieces),
                custom_fields: custom_fields_among(&pieces),
                channels: pieces.into_iter().filter_map(channel).collect(),
            }
        })
    }

    /// The same without the contact around it.
    pub fn into_parts(self) -> ContactParts {
        self.parts();
        self.parts.into_inner().unwrap_or_default()
    }

    /// Every value that was sent and is not empty, in the order sent, the values of custom fields and the statuses of
    /// do-not-disturb channels excepted.
    pub fn fields(&self) -> &[Field] {
        &self.parts().fields
    }

    /// The custom fields that have a value, in the order sent.
    pub fn custom_fields(&self) -> &[CustomField] {
        &self.parts().custom_fields
    }

    /// Do-not-disturb, channel by channel, in the order sent.
    pub fn channels(&self) -> &[DndChannel] {
        &self.parts().channels
    }

    /// The contact's `dnd`, where it was sent as a yes or no: `true` means not to be disturbed at all.
    pub fn do_not_disturb(&self) -> Option<bool> {
        match self.sent.get("dnd")? {
            Json::Bool(dnd) => Some(*dnd),
            Json::Text(text) => value_kind::yes_or_no(text),
            _ => None,
        }
    }

    /// Its time zone, where the text that was sent as one names one.
    pub fn time_zone(&self) -> Option<TimeZone> {
        TimeZone::read(self.first_text("timezone")?)
    }

    /// How many values were sent empty: `null`, `""`, `[]`, `{}`.
    pub fn empty_count(&self) -> usize {
        let all = self.sent.entries().iter().chain(&self.extra);
        all.map(|(_, value)| value.count_empty()).sum()
    }

    /// What stands at a path, exactly as it was sent, sensitive values included: for copying, and for showing what was
    /// asked for. A path that several values share (tags do) gives them all; one that nothing stands at itself gives
    /// all that lies below it.
    pub fn values_at(&self, path: &str) -> Vec<RawValue> {
        let parts = self.pieces();
        let exact: Vec<RawValue> = parts.iter().flat_map(|part| part.values_at(path)).collect();
        if !exact.is_empty() {
            return exact;
        }
        parts.iter().flat_map(|part| part.values_below(path)).collect()
    }

    /// Whether what stands at a path, or a part of it, is redacted until it is asked for.
    pub fn is_redacted(&self, path: &str) -> bool {
        self.pieces().iter().any(|part| part.is_redacted(path))
    }

    /// What can be opened at a path.
    pub fn link_at(&self, path: &str) -> Option<SafeLink> {
        self.pieces().iter().find_map(|part| part.link_at(path))
    }

    /// What is another than in an earlier answer of the same contact. Sensitive values are told by their paths alone.
    pub fn changes_since(&self, before: &Self) -> Vec<Change> {
        changes::between(before, self)
    }

    fn pieces(&self) -> Vec<Part<'_>> {
        let mut parts = Parts::new(&self.redacted, &self.named);
        for (key, value) in self.sent.entries() {
            match (key.as_str(), value) {
                ("customFields", Json::List(_) | Json::Object(_)) => custom::read(key, value, &mut parts),
                ("dndSettings" | "inboundDndSettings", Json::Object(entries)) => {
                    channels::read(key, entries, &mut parts);
                }
                _ => parts.read_entry(key.clone(), key, value),
            }
        }
        for (key, value) in &self.extra {
            parts.read_entry(key.clone(), key, value);
        }
        parts.into_vec()
    }

    fn first_text(&self, key: &str) -> Option<&str> {
        match self.sent.get(key)? {
            Json::Text(text) | Json::Number(text) if !unicode::is_blank(text) => Some(text),
            _ => None,
        }
    }
}

fn fields_among(parts: &[Part<'_>]) -> Vec<Field> {
    let mut fields: Vec<Field> = parts.iter().filter_map(Part::as_field).collect();
    // What is redacted under one path, however many values it is, is asked for at once.
    let mut redacted = HashSet::new();
    fields.retain(|field| field.sent.is_some() || redacted.insert(field.path.clone()));
    fields
}

fn custom_fields_among(parts: &[Part<'_>]) -> Vec<CustomField> {
    let of_part = |part: &Part<'_>| match part {
        Part::Custom(entry) => Some(entry.as_custom_field()),
        _ => None,
    };
    parts.iter().filter_map(of_part).collect()
}

fn channel(part: Part<'_>) -> Option<DndChannel> {
    match part {
        Part::Channel(channel) => Some(channel),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
