//! The value of a custom field in each of its forms: single, list, files, anything else.

use super::paths::{all_of, join, within};
use super::types::{CustomField, CustomValue, File, RawValue};
use super::{links, value_kind};
use crate::model::json::Json;
use crate::model::link::SafeLink;

/// The key that custom fields are sent under.
pub(super) const KEY: &str = "customFields";

pub(super) struct CustomEntry<'a> {
    pub(super) path: String,
    pub(super) value: &'a Json,
    pub(super) id: Option<&'a str>,
    pub(super) name: Option<&'a str>,
    pub(super) redacted: bool,
    /// Whether it is redacted only because its value looks sensitive.
    pub(super) by_look: bool,
}

impl CustomEntry<'_> {
    pub(super) fn to_custom_field(&self) -> CustomField {
        CustomField {
            path: self.path.clone(),
            id: self.id.map(str::to_owned),
            name: self.name.map(str::to_owned),
            value: (!self.redacted).then(|| self.to_value()),
            by_look: self.by_look,
        }
    }

    fn to_value(&self) -> CustomValue {
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

    /// The value, or the part of it at a path. Files and other objects are one JSON text.
    pub(super) fn values_at(&self, path: &str) -> Vec<RawValue> {
        if self.redacted || !self.value.is_container() || is_plain_list(self.value) {
            within(&self.path, self.value, path)
        } else if self.path == path {
            vec![RawValue { path: self.path.clone(), sent: self.value.to_json() }]
        } else {
            // Its values are fields of the contact.
            Vec::new()
        }
    }

    pub(super) fn link_at(&self, path: &str) -> Option<SafeLink> {
        if self.redacted {
            return None;
        }
        self.values_at(path).into_iter().filter(|sent| sent.path == path).find_map(|sent| SafeLink::web(&sent.sent))
    }
}

/// Whether a value is a list of single values.
pub(super) fn is_plain_list(value: &Json) -> bool {
    match value {
        Json::List(items) => {
            !items.iter().any(|item| matches!(item, Json::TooDeep(_)) || item.has_content() && item.is_container())
        }
        _ => false,
    }
}

/// The files in a value: one alone, a list, or an object keyed by HighLevel's internal names. `None` where anything else
/// is among them.
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

/// The file that an object with a `url` describes.
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
    let bytes = find(&["size"]).and_then(Json::sent).and_then(|size| size.parse::<u32>().ok());
    Some(File {
        path: join(path, "url"),
        name: name.map(str::to_owned),
        bytes: bytes.map(f64::from),
        opens: SafeLink::web(url).as_ref().map(links::kind),
    })
}
