//! The value of a custom field, in all the shapes it comes in.

use super::paths::{all_of, join, within};
use super::types::{CustomField, CustomValue, File, RawValue};
use super::{links, value_kind};
use crate::model::json::Json;
use crate::model::link::SafeLink;

/// Where custom fields stand.
pub(super) const KEY: &str = "customFields";

/// One custom field that has a value.
pub(super) struct CustomEntry<'a> {
    pub(super) path: String,
    pub(super) value: &'a Json,
    pub(super) id: Option<&'a str>,
    pub(super) name: Option<&'a str>,
    pub(super) redacted: bool,
    /// Whether it is redacted for what it looks like, and nothing else.
    pub(super) by_look: bool,
}

impl CustomEntry<'_> {
    /// What is told of it.
    pub(super) fn as_custom_field(&self) -> CustomField {
        CustomField {
            path: self.path.clone(),
            id: self.id.map(str::to_owned),
            name: self.name.map(str::to_owned),
            value: (!self.redacted).then(|| self.read_value()),
            by_look: self.by_look,
        }
    }

    fn read_value(&self) -> CustomValue {
        let sent = || self.value.to_json();
        match self.value {
            Json::TooDeep(json) => CustomValue::Other { sent: json.clone() },
            list @ Json::List(_) if is_plain_list(list) => {
                let items = all_of(&self.path, list).into_iter().map(|item| item.sent).collect();
                CustomValue::List { items, sent: sent() }
            }
            Json::List(_) | Json::Object(_) => match files(&self.path, self.value) {
                Some(files) => CustomValue::Files { files, sent: sent() },
                None => CustomValue::Other { sent: sent() },
            },
            single => CustomValue::One {
                sent: single.sent().unwrap_or_default().to_owned(),
                kind: value_kind::of_custom(single),
                opens: single.text().and_then(SafeLink::web).as_ref().map(links::kind),
            },
        }
    }

    /// The value, or what stands at a path inside it. Files and the like are one JSON text, as the card tells them.
    pub(super) fn values_at(&self, path: &str) -> Vec<RawValue> {
        let told_as_a_whole = self.redacted || !self.value.is_container() || is_plain_list(self.value);
        if told_as_a_whole {
            within(&self.path, self.value, path)
        } else if self.path == path {
            vec![RawValue { path: self.path.clone(), sent: self.value.to_json() }]
        } else {
            // Its parts are fields, and found as such.
            Vec::new()
        }
    }

    /// What can be opened at a path: the value, or an item of it.
    pub(super) fn link_at(&self, path: &str) -> Option<SafeLink> {
        if self.redacted {
            return None;
        }
        self.values_at(path).into_iter().filter(|sent| sent.path == path).find_map(|sent| SafeLink::web(&sent.sent))
    }
}

/// Whether a value is a list without lists and objects in it.
pub(super) fn is_plain_list(value: &Json) -> bool {
    match value {
        Json::List(items) => {
            !items.iter().any(|item| matches!(item, Json::TooDeep(_)) || item.has_content() && item.is_container())
        }
        _ => false,
    }
}

/// The files that a value holds: a list of them, one alone, or an object keyed by what each is called inside HighLevel.
/// `None` where anything else is among them.
fn files(path: &str, value: &Json) -> Option<Vec<File>> {
    if let Some(file) = file(path, value) {
        return Some(vec![file]);
    }
    let all: Vec<(String, &Json)> = match value {
        Json::List(items) => items.iter().enumerate().map(|(at, item)| (join(path, &at.to_string()), item)).collect(),
        other => other.entries().iter().map(|(key, item)| (join(path, key), item)).collect(),
    };
    all.into_iter().filter(|(_, item)| item.has_content()).map(|(path, item)| file(&path, item)).collect()
}

/// The file that an object describes: one with a `url`.
fn file(path: &str, value: &Json) -> Option<File> {
    let url = value.get("url")?.text().filter(|url| !url.is_empty())?;
    let places = [value.get("meta"), Some(value)];
    let find = |keys: &[&str]| {
        places
            .iter()
            .flatten()
            .find_map(|place| keys.iter().filter_map(|key| place.get(key)).find(|found| !found.is_empty()))
    };
    let name = find(&["originalname", "originalName", "filename", "fileName", "name"]).and_then(Json::text);
    let bytes = find(&["size"]).and_then(Json::sent).and_then(whole_number);
    Some(File {
        path: join(path, "url"),
        name: name.map(str::to_owned),
        bytes,
        opens: SafeLink::web(url).as_ref().map(links::kind),
    })
}

/// A size. Up to 4 GiB, which is more than HighLevel takes.
fn whole_number(text: &str) -> Option<f64> {
    text.parse::<u32>().ok().map(f64::from)
}
