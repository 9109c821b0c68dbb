//! A contact, as it was sent: every value stays reachable, whatever its type and place.

use std::collections::{BTreeSet, HashSet};
use std::sync::OnceLock;

use super::link::SafeLink;
use super::time_zone::TimeZone;
use super::unicode;
use super::value::Value;
use parts::{Part, Parts};

mod changes;
mod channels;
mod custom;
mod custom_value;
mod ids;
mod meaning;
mod opening;
mod parts;
mod paths;
mod personal_number;
mod sensitive;
mod shapes;

pub use ids::OtherIds;
pub use meaning::calendar_day;
pub use sensitive::is_sensitive;
pub use shapes::{
    Change, Channel, ChannelStanding, ContactParts, CustomField, CustomValue, DisplayName, Field, File, Meaning, Opens,
    Sent, Standing,
};

/// A contact. It keeps the whole answer, so that nothing can get lost on the way, and is taken apart once.
#[derive(Debug, Clone)]
pub struct Contact {
    /// What was sent as the contact.
    sent: Value,
    /// What was sent beside it, in the same answer.
    beside: Vec<(String, Value)>,
    /// The IDs of custom fields that are sensitive by a name that was not sent with them.
    withheld: BTreeSet<String>,
    /// The IDs of custom fields whose names are known. Of the others, what looks sensitive is taken to be so.
    named: BTreeSet<String>,
    parts: OnceLock<ContactParts>,
}

impl PartialEq for Contact {
    fn eq(&self, other: &Self) -> bool {
        self.sent == other.sent
            && self.beside == other.beside
            && self.withheld == other.withheld
            && self.named == other.named
    }
}

impl Contact {
    /// The contact in a JSON value. Never fails: what is odd is shown as it is.
    pub fn from_value(value: Value) -> Self {
        let sent = match value {
            Value::Object(_) => value,
            // An answer of another shape is never a contact, but what it holds can still be shown.
            other => Value::Object(vec![("contact".to_owned(), other)]),
        };
        Self { sent, beside: Vec::new(), withheld: BTreeSet::new(), named: BTreeSet::new(), parts: OnceLock::new() }
    }

    /// Adds values that the answer holds beside the contact, under their own keys.
    #[must_use]
    pub fn with_beside(mut self, beside: Vec<(String, Value)>) -> Self {
        self.beside = beside;
        self.parts = OnceLock::new();
        self
    }

    /// The same contact, with the values of these custom fields withheld like any that is sensitive by its own name.
    #[must_use]
    pub fn withholding(&self, custom_fields: BTreeSet<String>) -> Self {
        let (sent, beside, named) = (self.sent.clone(), self.beside.clone(), self.named.clone());
        Self { sent, beside, withheld: custom_fields, named, parts: OnceLock::new() }
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
        self.sent.get("customFields").is_some_and(Value::has_content)
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
    pub fn channels(&self) -> &[ChannelStanding] {
        &self.parts().channels
    }

    /// The contact's `dnd`, where it was sent as a yes or no: `true` means not to be disturbed at all.
    pub fn do_not_disturb(&self) -> Option<bool> {
        match self.sent.get("dnd")? {
            Value::Bool(dnd) => Some(*dnd),
            Value::Text(text) => meaning::yes_or_no(text),
            _ => None,
        }
    }

    /// Its time zone, where the text that was sent as one names one.
    pub fn time_zone(&self) -> Option<TimeZone> {
        TimeZone::read(self.first_text("timezone")?)
    }

    /// How many values were sent empty: `null`, `""`, `[]`, `{}`.
    pub fn empty_count(&self) -> usize {
        let all = self.sent.entries().iter().chain(&self.beside);
        all.map(|(_, value)| value.count_empty()).sum()
    }

    /// What stands at a path, exactly as it was sent, sensitive values included: for copying, and for showing what was
    /// asked for. A path that several values share (tags do) gives them all; one that nothing stands at itself gives
    /// all that lies below it.
    pub fn values_at(&self, path: &str) -> Vec<Sent> {
        let parts = self.pieces();
        let exact: Vec<Sent> = parts.iter().flat_map(|part| part.values_at(path)).collect();
        if !exact.is_empty() {
            return exact;
        }
        parts.iter().flat_map(|part| part.values_below(path)).collect()
    }

    /// Whether what stands at a path, or a part of it, is withheld until it is asked for.
    pub fn withholds(&self, path: &str) -> bool {
        self.pieces().iter().any(|part| part.withholds(path))
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
        let mut parts = Parts::new(&self.withheld, &self.named);
        for (key, value) in self.sent.entries() {
            match (key.as_str(), value) {
                ("customFields", Value::List(_) | Value::Object(_)) => custom::read(key, value, &mut parts),
                ("dndSettings" | "inboundDndSettings", Value::Object(entries)) => {
                    channels::read(key, entries, &mut parts);
                }
                _ => parts.read_entry(key.clone(), key, value),
            }
        }
        for (key, value) in &self.beside {
            parts.read_entry(key.clone(), key, value);
        }
        parts.into_vec()
    }

    fn first_text(&self, key: &str) -> Option<&str> {
        match self.sent.get(key)? {
            Value::Text(text) | Value::Number(text) if !unicode::is_blank(text) => Some(text),
            _ => None,
        }
    }
}

fn fields_among(parts: &[Part<'_>]) -> Vec<Field> {
    let mut fields: Vec<Field> = parts.iter().filter_map(Part::as_field).collect();
    // What is withheld under one path, however many values it is, is asked for at once.
    let mut withheld = HashSet::new();
    fields.retain(|field| field.sent.is_some() || withheld.insert(field.path.clone()));
    fields
}

fn custom_fields_among(parts: &[Part<'_>]) -> Vec<CustomField> {
    let of_part = |part: &Part<'_>| match part {
        Part::Custom(entry) => Some(entry.as_custom_field()),
        _ => None,
    };
    parts.iter().filter_map(of_part).collect()
}

fn channel(part: Part<'_>) -> Option<ChannelStanding> {
    match part {
        Part::Channel(channel) => Some(channel),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
