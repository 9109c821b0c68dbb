//! Taking a contact apart: every value that is not empty becomes part of exactly one thing that is told of it.

use std::collections::BTreeSet;

use super::custom_value::{self, CustomEntry};
use super::paths::{all_of, is_below, join, within};
use super::sensitive::{holds_sensitive, is_sensitive};
use super::types::{DndChannel, Field, RawValue, ValueKind};
use super::{links, value_kind};
use crate::model::json::Json;
use crate::model::link::SafeLink;

/// One thing that is told of a contact.
pub(super) enum Part<'a> {
    /// A single value.
    Single(Single<'a>),
    /// A sensitive value with all that is in it.
    Redacted {
        /// Where it stands.
        path: String,
        /// What was sent.
        value: &'a Json,
    },
    /// A custom field.
    Custom(CustomEntry<'a>),
    /// Do-not-disturb on one channel.
    Channel(DndChannel),
}

/// A value that is not a list, not an object and not empty.
pub(super) struct Single<'a> {
    path: String,
    list: Option<String>,
    value: &'a Json,
    sent: &'a str,
    /// Whether it is part of a custom field's value, which can be asked for as a whole too.
    of_custom_value: bool,
}

/// The parts found so far.
pub(super) struct Parts<'a> {
    found: Vec<Part<'a>>,
    in_custom_value: bool,
    /// The IDs of custom fields that are sensitive whatever was sent of them.
    redacted: &'a BTreeSet<String>,
    /// The IDs of custom fields whose names are known.
    named: &'a BTreeSet<String>,
}

impl<'a> Parts<'a> {
    /// Nothing yet; the values of the first custom fields will be redacted, those of the second not for their look.
    pub(super) fn new(redacted: &'a BTreeSet<String>, named: &'a BTreeSet<String>) -> Self {
        Self { found: Vec::new(), in_custom_value: false, redacted, named }
    }

    /// Whether the value of the custom field of that ID is to be redacted.
    pub(super) fn is_redacted(&self, id: Option<&str>) -> bool {
        id.is_some_and(|id| self.redacted.contains(id))
    }

    /// Whether the name of the custom field of that ID is known.
    pub(super) fn names(&self, id: Option<&str>) -> bool {
        id.is_some_and(|id| self.named.contains(id))
    }

    /// Reads what an object holds under a key. Names such as `ssn` make all below them sensitive.
    pub(super) fn read_entry(&mut self, path: String, key: &str, value: &'a Json) {
        if is_sensitive(key) {
            self.redact(path, value);
        } else {
            self.read(path, None, value);
        }
    }

    /// Reads a value that stands at a path.
    pub(super) fn read(&mut self, path: String, list: Option<&str>, value: &'a Json) {
        match value {
            Json::List(items) => {
                for (position, item) in items.iter().enumerate() {
                    // Tags have no place of their own: they are a set.
                    let is_tag = path == "tags" && !item.is_container();
                    let at = if is_tag { path.clone() } else { join(&path, &position.to_string()) };
                    self.read(at, Some(&path), item);
                }
            }
            Json::Object(entries) => {
                for (key, value) in entries {
                    self.read_entry(join(&path, key), key, value);
                }
            }
            // Too deep to be taken apart, so that it is told or redacted as a whole.
            raw @ Json::TooDeep(_) if holds_sensitive(raw) => self.redact(path, raw),
            single => {
                if let Some(sent) = single.sent().filter(|_| !single.is_empty()) {
                    let (list, of_custom_value) = (list.map(str::to_owned), self.in_custom_value);
                    self.found.push(Part::Single(Single { path, list, value, sent, of_custom_value }));
                }
            }
        }
    }

    /// Reads the parts of a custom field's value.
    pub(super) fn read_custom_value(&mut self, path: String, value: &'a Json) {
        self.in_custom_value = true;
        self.read(path, None, value);
        self.in_custom_value = false;
    }

    /// Keeps a sensitive value back, unless it is empty.
    pub(super) fn redact(&mut self, path: String, value: &'a Json) {
        if value.has_content() {
            self.found.push(Part::Redacted { path, value });
        }
    }

    pub(super) fn push(&mut self, part: Part<'a>) {
        self.found.push(part);
    }

    /// All that was found, in the order sent.
    pub(super) fn into_vec(self) -> Vec<Part<'a>> {
        self.found
    }
}

impl Part<'_> {
    /// The field of the contact that it is, if it is one.
    pub(super) fn as_field(&self) -> Option<Field> {
        match self {
            Self::Single(single) => Some(Field {
                path: single.path.clone(),
                list: single.list.clone(),
                sent: Some(single.sent.to_owned()),
                kind: value_kind::of(&single.path, single.value),
                opens: single.link().as_ref().map(links::kind),
            }),
            Self::Redacted { path, .. } => {
                let kind = ValueKind::Text;
                Some(Field { path: path.clone(), list: None, sent: None, kind, opens: None })
            }
            Self::Custom(_) | Self::Channel(_) => None,
        }
    }

    /// What stands at exactly this path, or within something that is only told as a whole.
    pub(super) fn values_at(&self, path: &str) -> Vec<RawValue> {
        match self {
            Self::Single(single) if single.path == path => vec![single.as_sent()],
            Self::Redacted { path: own, value } => within(own, value, path),
            Self::Custom(entry) => entry.values_at(path),
            Self::Channel(DndChannel { path: own, status: Some(status), .. }) if own == path || status.path == path => {
                vec![status.clone()]
            }
            Self::Single(_) | Self::Channel(_) => Vec::new(),
        }
    }

    /// What lies below a path at which nothing stands itself.
    pub(super) fn values_below(&self, path: &str) -> Vec<RawValue> {
        match self {
            // It is there already, with the custom field it is part of.
            Self::Single(single) if single.of_custom_value && path == custom_value::KEY => Vec::new(),
            Self::Single(single) if is_below(&single.path, path) => vec![single.as_sent()],
            Self::Redacted { path: own, value } if is_below(own, path) => all_of(own, value),
            Self::Custom(entry) if is_below(&entry.path, path) => all_of(&entry.path, entry.value),
            Self::Channel(DndChannel { path: own, status: Some(status), .. }) if is_below(own, path) => {
                vec![status.clone()]
            }
            _ => Vec::new(),
        }
    }

    /// Whether it is redacted, and stands at that path, above it or below it.
    pub(super) fn is_redacted(&self, path: &str) -> bool {
        let own = match self {
            Self::Redacted { path, .. } => path,
            Self::Custom(entry) if entry.redacted => &entry.path,
            Self::Custom(_) | Self::Single(_) | Self::Channel(_) => return false,
        };
        own == path || is_below(path, own) || is_below(own, path)
    }

    /// What can be opened at exactly this path.
    pub(super) fn link_at(&self, path: &str) -> Option<SafeLink> {
        match self {
            Self::Single(single) if single.path == path => single.link(),
            Self::Custom(entry) => entry.link_at(path),
            _ => None,
        }
    }
}

impl Single<'_> {
    fn as_sent(&self) -> RawValue {
        RawValue { path: self.path.clone(), sent: self.sent.to_owned() }
    }

    fn link(&self) -> Option<SafeLink> {
        match self.value {
            Json::Text(text) | Json::Number(text) => links::link(&self.path, self.list.as_deref(), text),
            _ => None,
        }
    }
}
