//! Custom fields: a list of objects, or one object keyed by ID.

use super::custom_value::{is_plain_list, CustomEntry};
use super::parts::{Part, Parts};
use super::paths::join;
use super::personal_number::looks_personal;
use super::sensitive::{holds_sensitive, is_sensitive};
use crate::model::json::Json;
use crate::model::unicode;

/// Keys of the value on this and similar routes, the most likely first.
const VALUE_KEYS: [&str; 3] = ["value", "field_value", "fieldValue"];

/// Prefixes of further keys of the value: `fieldValueString`, `fieldValueFiles`.
const VALUE_KEY_STARTS: [&str; 2] = ["fieldValue", "field_value"];

/// Keys of the name, which is rarely sent.
const NAME_KEYS: [&str; 3] = ["name", "fieldKey", "key"];

pub(super) fn add_all<'a>(list: &str, value: &'a Json, parts: &mut Parts<'a>) {
    match value {
        Json::List(items) => {
            for (position, item) in items.iter().enumerate() {
                match item {
                    Json::Object(entries) => add_object(list, &position.to_string(), None, entries, parts),
                    other => add_bare(join(list, &position.to_string()), None, other, parts),
                }
            }
        }
        keyed => {
            for (id, value) in keyed.entries() {
                if is_sensitive(id) || parts.is_redacted(Some(id)) {
                    // The key makes the whole object sensitive.
                    let path = join(list, id);
                    add(CustomEntry { path, value, id: Some(id), name: None, redacted: true, by_look: false }, parts);
                } else if value_at(value.entries()).is_some() {
                    add_object(list, id, Some(id), value.entries(), parts);
                } else {
                    add_bare(join(list, id), Some(id), value, parts);
                }
            }
        }
    }
}

/// Adds a value that has no object of its own around it.
fn add_bare<'a>(path: String, id: Option<&'a str>, value: &'a Json, parts: &mut Parts<'a>) {
    let by_name = holds_sensitive(value);
    let by_look = !by_name && !parts.is_named(id) && looks_personal(value);
    add(CustomEntry { path, value, id, name: None, redacted: by_name || by_look, by_look }, parts);
}

/// Adds an object of the field's ID, its value, and sometimes more.
fn add_object<'a>(
    list: &str,
    position: &str,
    key: Option<&'a str>,
    entries: &'a [(String, Json)],
    parts: &mut Parts<'a>,
) {
    let is_id = |value: &Json| matches!(value, Json::Text(_) | Json::Number(_)) && !value.is_empty();
    let id_at = entries.iter().position(|(key, value)| key == "id" && is_id(value));
    let id = id_at.and_then(|at| entries[at].1.sent()).or(key);
    let path = join(list, id.unwrap_or(position));
    let value_at = value_at(entries).filter(|at| entries[*at].1.has_content());
    let names = || NAME_KEYS.iter().flat_map(|name| entries.iter().filter(move |(key, _)| key == name));
    let name = names().filter_map(|(_, name)| name.text()).find(|name| !unicode::is_blank(name));
    let by_name = parts.is_redacted(id) || names().filter_map(|(_, name)| name.text()).any(is_sensitive);
    let looks = || entries.iter().any(|(key, value)| key != "id" && looks_personal(value));
    let by_look = !by_name && name.is_none() && !parts.is_named(id) && looks();
    let redacted = by_name || by_look;
    if let Some(at) = value_at {
        let (key, value) = &entries[at];
        // Files and other objects are shown as one JSON text.
        let redacted = redacted || is_sensitive(key) || holds_sensitive(value);
        add(CustomEntry { path: path.clone(), value, id, name, redacted, by_look }, parts);
    }
    for (at, (key, value)) in entries.iter().enumerate() {
        // The custom field has the ID, unless there is no value and so no custom field.
        if Some(at) == value_at || (Some(at) == id_at && value_at.is_some()) {
            continue;
        }
        if redacted && Some(at) != id_at && !NAME_KEYS.contains(&key.as_str()) {
            parts.redact(join(&path, key), value);
        } else {
            parts.add_entry(join(&path, key), key, value);
        }
    }
}

/// The position of the value: the most likely key with content, else the most likely key.
fn value_at(entries: &[(String, Json)]) -> Option<usize> {
    let rank = |key: &str| {
        let known = VALUE_KEYS.iter().position(|known| *known == key);
        let alike = VALUE_KEY_STARTS.iter().any(|start| key.starts_with(start)).then_some(VALUE_KEYS.len());
        known.or(alike)
    };
    let ranked =
        entries.iter().enumerate().filter_map(|(at, (key, value))| Some(((!value.has_content(), rank(key)?, at), at)));
    ranked.min().map(|(_, at)| at)
}

fn add<'a>(entry: CustomEntry<'a>, parts: &mut Parts<'a>) {
    if !entry.value.has_content() {
        return;
    }
    let (path, value) = (entry.path.clone(), entry.value);
    let values_are_fields = !entry.redacted && value.is_container() && !is_plain_list(value);
    parts.push(Part::Custom(entry));
    if values_are_fields {
        parts.add_custom_value(path, value);
    }
}
