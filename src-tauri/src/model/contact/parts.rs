//! Takes a contact apart: every value that is not empty belongs to exactly one part.

use std::collections::BTreeSet;

use super::custom_value::{self, CustomEntry};
use super::paths::{all_of, is_below, join, within};
use super::sensitive::{holds_sensitive, is_sensitive};
use super::types::{DndChannel, Field, RawValue};
use super::{links, value_kind};
use crate::model::json::Json;
use crate::model::link::SafeLink;

pub(super) enum Part<'a> {
    Single(Single<'a>),
    /// A sensitive value, with everything inside it.
    Redacted {
        path: String,
        value: &'a Json,
    },
    Custom(CustomEntry<'a>),
    Channel(DndChannel),
}

/// A value that is not a list, not an object and not empty.
pub(super) struct Single<'a> {
    path: String,
    list: Option<String>,
    value: &'a Json,
    sent: &'a str,
    of_custom_value: bool,
}

pub(super) struct Parts<'a> {
    found: Vec<Part<'a>>,
    in_custom_value: bool,
    /// The IDs of custom fields that are redacted whatever their value is.
    redacted: &'a BTreeSet<String>,
    /// The IDs of custom fields whose names are known.
    named: &'a BTreeSet<String>,
}

impl<'a> Parts<'a> {
    pub(super) fn new(redacted: &'a BTreeSet<String>, named: &'a BTreeSet<String>) -> Self {
        Self { found: Vec::new(), in_custom_value: false, redacted, named }
    }

    pub(super) fn is_redacted(&self, id: Option<&str>) -> bool {
        id.is_some_and(|id| self.redacted.contains(id))
    }

    pub(super) fn is_named(&self, id: Option<&str>) -> bool {
        id.is_some_and(|id| self.named.contains(id))
    }

    /// Adds an entry of an object. A key such as `ssn` makes everything under it sensitive.
    pub(super) fn add_entry(&mut self, path: String, key: &str, value: &'a Json) {
        if is_sensitive(key) {
            self.redact(path, value);
        } else {
            self.add(path, None, value);
        }
    }

    pub(super) fn add(&mut self, path: String, list: Option<&str>, value: &'a Json) {
        match value {
            Json::List(items) => {
                for (position, item) in items.iter().enumerate() {
                    // Tags are a set: they have no positions.
                    let is_tag = path == "tags" && !item.is_container();
                    let at = if is_tag { path.clone() } else { join(&path, &position.to_string()) };
                    self.add(at, Some(&path), item);
                }
            }
            Json::Object(entries) => {
                for (key, value) in entries {
                    self.add_entry(join(&path, key), key, value);
                }
            }
            raw @ Json::TooDeep(_) if holds_sensitive(raw) => self.redact(path, raw),
            single => {
                if let Some(sent) = single.sent().filter(|_| !single.is_empty()) {
                    let (list, of_custom_value) = (list.map(str::to_owned), self.in_custom_value);
                    self.found.push(Part::Single(Single { path, list, value, sent, of_custom_value }));
                }
            }
        }
    }

    pub(super) fn add_custom_value(&mut self, path: String, value: &'a Json) {
        self.in_custom_value = true;
        self.add(path, None, value);
        self.in_custom_value = false;
    }

    pub(super) fn redact(&mut self, path: String, value: &'a Json) {
        if value.has_content() {
            self.found.push(Part::Redacted { path, value });
        }
    }

    pub(super) fn push(&mut self, part: Part<'a>) {
        self.found.push(part);
    }

    pub(super) fn into_vec(self) -> Vec<Part<'a>> {
        self.found
    }
}

impl Part<'_> {
    /// The values at exactly this path, or inside a part that is shown as a whole.
    pub(super) fn values_at(&self, path: &str) -> Vec<RawValue> {
        match self {
            Self::Single(single) if single.path == path => vec![single.to_raw()],
            Self::Redacted { path: own, value } => within(own, value, path),
            Self::Custom(entry) => entry.values_at(path),
            Self::Channel(DndChannel { path: own, status: Some(status), .. }) if own == path || status.path == path => {
                vec![status.clone()]
            }
            Self::Single(_) | Self::Channel(_) => Vec::new(),
        }
    }

    /// The values below a path that has no value of its own.
    pub(super) fn values_below(&self, path: &str) -> Vec<RawValue> {
        match self {
            // The custom field already has it.
            Self::Single(single) if single.of_custom_value && path == custom_value::KEY => Vec::new(),
            Self::Single(single) if is_below(&single.path, path) => vec![single.to_raw()],
            Self::Redacted { path: own, value } if is_below(own, path) => all_of(own, value),
            Self::Custom(entry) if is_below(&entry.path, path) => all_of(&entry.path, entry.value),
            Self::Channel(DndChannel { path: own, status: Some(status), .. }) if is_below(own, path) => {
                vec![status.clone()]
            }
            _ => Vec::new(),
        }
    }

    /// Whether it is redacted and lies at, above or below the path.
    pub(super) fn is_redacted(&self, path: &str) -> bool {
        let own = match self {
            Self::Redacted { path, .. } => path,
            Self::Custom(entry) if entry.redacted => &entry.path,
            Self::Custom(_) | Self::Single(_) | Self::Channel(_) => return false,
        };
        own == path || is_below(path, own) || is_below(own, path)
    }

    pub(super) fn link_at(&self, path: &str) -> Option<SafeLink> {
        match self {
            Self::Single(single) if single.path == path => single.link(),
            Self::Custom(entry) => entry.link_at(path),
            _ => None,
        }
    }
}

impl Single<'_> {
    pub(super) fn to_field(&self) -> Field {
        Field {
            path: self.path.clone(),
            list: self.list.clone(),
            sent: Some(self.sent.to_owned()),
            kind: value_kind::of(&self.path, self.value),
            opens: self.link().as_ref().map(links::kind),
        }
    }

    fn to_raw(&self) -> RawValue {
        RawValue { path: self.path.clone(), sent: self.sent.to_owned() }
    }

    fn link(&self) -> Option<SafeLink> {
        match self.value {
            Json::Text(text) | Json::Number(text) => links::link(&self.path, self.list.as_deref(), text),
            _ => None,
        }
    }
}
