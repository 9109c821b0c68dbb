//! A contact: every value that was sent stays reachable, whatever its type and path.

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

/// A contact: the whole answer as it was sent, and its parts, taken apart once.
#[derive(Debug, Clone)]
pub struct Contact {
    sent: Json,
    /// Values of the answer outside the contact.
    extra: Vec<(String, Json)>,
    /// The IDs of custom fields that a name outside the contact makes sensitive.
    redacted: BTreeSet<String>,
    /// The IDs of custom fields whose names are known. In the others, values that look sensitive are redacted.
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
    pub fn from_value(value: Json) -> Self {
        let sent = match value {
            Json::Object(_) => value,
            // No contact, but its values can still be shown.
            other => Json::Object(vec![("contact".to_owned(), other)]),
        };
        Self { sent, extra: Vec::new(), redacted: BTreeSet::new(), named: BTreeSet::new(), parts: OnceLock::new() }
    }

    /// Adds values of the answer outside the contact, under their own keys.
    #[must_use]
    pub fn with_extra(mut self, extra: Vec<(String, Json)>) -> Self {
        self.extra = extra;
        self.parts = OnceLock::new();
        self
    }

    /// The contact with the values of these custom fields redacted.
    #[must_use]
    pub fn with_redacted(self, custom_fields: BTreeSet<String>) -> Self {
        if self.redacted == custom_fields {
            return self;
        }
        Self { redacted: custom_fields, parts: OnceLock::new(), ..self }
    }

    /// The contact with these custom fields marked as named: their values are not redacted for looking sensitive.
    #[must_use]
    pub fn with_named(self, custom_fields: BTreeSet<String>) -> Self {
        if self.named == custom_fields {
            return self;
        }
        Self { named: custom_fields, parts: OnceLock::new(), ..self }
    }

    pub fn id(&self) -> Option<&str> {
        self.first_text("id")
    }

    /// The ID of the contact's sub-account.
    pub fn location(&self) -> Option<&str> {
        self.first_text("locationId")
    }

    /// The name, or the best value that can stand in for one: most answers have no `name`. Other programs write "null"
    /// for a missing name.
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

    pub fn has_custom_fields(&self) -> bool {
        self.sent.get("customFields").is_some_and(Json::has_content)
    }

    /// The parts that the page shows, in the order sent. Of a sensitive value it has the path alone.
    pub fn parts(&self) -> &ContactParts {
        self.parts.get_or_init(|| {
            let mut parts = ContactParts::default();
            // Sensitive values that share a path are one field.
            let mut redacted = HashSet::new();
            for piece in self.pieces() {
                match piece {
                    Part::Single(single) => parts.fields.push(single.to_field()),
                    Part::Redacted { path, .. } if redacted.insert(path.clone()) => {
                        parts.fields.push(Field { path, list: None, sent: None, kind: ValueKind::Text, opens: None });
                    }
                    Part::Redacted { .. } => {}
                    Part::Custom(entry) => parts.custom_fields.push(entry.to_custom_field()),
                    Part::Channel(channel) => parts.channels.push(channel),
                }
            }
            parts
        })
    }

    pub fn into_parts(self) -> ContactParts {
        self.parts();
        self.parts.into_inner().unwrap_or_default()
    }

    pub fn fields(&self) -> &[Field] {
        &self.parts().fields
    }

    pub fn custom_fields(&self) -> &[CustomField] {
        &self.parts().custom_fields
    }

    pub fn channels(&self) -> &[DndChannel] {
        &self.parts().channels
    }

    /// The contact's `dnd`: `true` blocks every channel.
    pub fn do_not_disturb(&self) -> Option<bool> {
        match self.sent.get("dnd")? {
            Json::Bool(dnd) => Some(*dnd),
            Json::Text(text) => value_kind::yes_or_no(text),
            _ => None,
        }
    }

    pub fn time_zone(&self) -> Option<TimeZone> {
        TimeZone::read(self.first_text("timezone")?)
    }

    /// The number of empty values: `null`, `""`, `[]`, `{}`.
    pub fn empty_count(&self) -> usize {
        let all = self.sent.entries().iter().chain(&self.extra);
        all.map(|(_, value)| value.count_empty()).sum()
    }

    /// The values at a path exactly as they were sent, sensitive ones included, for copying and "Show". Several values
    /// can share a path, as tags do. A path without a value of its own gives all values below it.
    pub fn values_at(&self, path: &str) -> Vec<RawValue> {
        let parts = self.pieces();
        let exact: Vec<RawValue> = parts.iter().flat_map(|part| part.values_at(path)).collect();
        if !exact.is_empty() {
            return exact;
        }
        parts.iter().flat_map(|part| part.values_below(path)).collect()
    }

    /// Whether a value at, above or below the path is redacted.
    pub fn is_redacted(&self, path: &str) -> bool {
        self.pieces().iter().any(|part| part.is_redacted(path))
    }

    pub fn link_at(&self, path: &str) -> Option<SafeLink> {
        self.pieces().iter().find_map(|part| part.link_at(path))
    }

    /// The differences to an earlier answer for the same contact. Of a sensitive value it has the path alone.
    pub fn changes_since(&self, before: &Self) -> Vec<Change> {
        changes::between(before, self)
    }

    fn pieces(&self) -> Vec<Part<'_>> {
        let mut parts = Parts::new(&self.redacted, &self.named);
        for (key, value) in self.sent.entries() {
            match (key.as_str(), value) {
                ("customFields", Json::List(_) | Json::Object(_)) => custom::add_all(key, value, &mut parts),
                ("dndSettings" | "inboundDndSettings", Json::Object(entries)) => {
                    channels::add_all(key, entries, &mut parts);
                }
                _ => parts.add_entry(key.clone(), key, value),
            }
        }
        for (key, value) in &self.extra {
            parts.add_entry(key.clone(), key, value);
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

#[cfg(test)]
mod tests;
