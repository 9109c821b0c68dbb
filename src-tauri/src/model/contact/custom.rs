//! Custom fields, in all the shapes they come in.

use super::custom_value::{is_plain_list, CustomEntry};
use super::parts::{Part, Parts};
use super::paths::join;
use super::personal_number::looks_personal;
use super::sensitive::{holds_sensitive, is_sensitive};
use crate::model::json::Json;
use crate::model::unicode;

/// Under which keys the value comes, here and on sister routes, the likeliest first.
const VALUE_KEYS: [&str; 3] = ["value", "field_value", "fieldValue"];

/// What keys of further kinds of values begin with: `fieldValueString`, `fieldValueFiles`.
const VALUE_KEY_STARTS: [&str; 2] = ["fieldValue", "field_value"];

/// Under which keys the name comes, in the rare case that it is sent at all.
const NAME_KEYS: [&str; 3] = ["name", "fieldKey", "key"];

/// Reads all of them: a list of objects, or one object keyed by ID.
pub(super) fn read<'a>(list: &str, value: &'a Json, parts: &mut Parts<'a>) {
    match value {
        Json::List(items) => {
            for (position, item) in items.iter().enumerate() {
                match item {
                    Json::Object(entries) => read_entry(list, &position.to_string(), None, entries, parts),
                    other => read_bare(join(list, &position.to_string()), None, other, parts),
                }
            }
        }
        keyed => {
            for (id, value) in keyed.entries() {
                if is_sensitive(id) || parts.is_redacted(Some(id)) {
                    // Whatever the object says of the field comes after the name that makes all of it sensitive.
                    let path = join(list, id);
                    push(CustomEntry { path, value, id: Some(id), name: None, redacted: true, by_look: false }, parts);
                } else if value_at(value.entries()).is_some() {
                    read_entry(list, id, Some(id), value.entries(), parts);
                } else {
                    read_bare(join(list, id), Some(id), value, parts);
                }
            }
        }
    }
}

/// Reads a value that comes without an object around it.
fn read_bare<'a>(path: String, id: Option<&'a str>, value: &'a Json, parts: &mut Parts<'a>) {
    let by_name = holds_sensitive(value);
    let by_look = !by_name && !parts.names(id) && looks_personal(value);
    push(CustomEntry { path, value, id, name: None, redacted: by_name || by_look, by_look }, parts);
}

/// Reads an object that holds the field's ID, its value, and perhaps more.
fn read_entry<'a>(
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
    let by_look = !by_name && name.is_none() && !parts.names(id) && looks();
    let redacted = by_name || by_look;
    if let Some(at) = value_at {
        let (key, value) = &entries[at];
        // Files and the like are told as the JSON text they came as, with all that is in them.
        let redacted = redacted || is_sensitive(key) || holds_sensitive(value);
        push(CustomEntry { path: path.clone(), value, id, name, redacted, by_look }, parts);
    }
    for (at, (key, value)) in entries.iter().enumerate() {
        // The ID is told by the custom field, and where that has no value, by itself.
        let is_told = Some(at) == value_at || (Some(at) == id_at && value_at.is_some());
        if is_told {
            continue;
        }
        if redacted && Some(at) != id_at && !NAME_KEYS.contains(&key.as_str()) {
            parts.redact(join(&path, key), value);
        } else {
            parts.read_entry(join(&path, key), key, value);
        }
    }
}

/// Which entry holds the value: the likeliest key that has one, else the likeliest key.
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

fn push<'a>(entry: CustomEntry<'a>, parts: &mut Parts<'a>) {
    if !entry.value.has_content() {
        return;
    }
    let (path, value) = (entry.path.clone(), entry.value);
    let parts_are_fields = !entry.redacted && value.is_container() && !is_plain_list(value);
    parts.push(Part::Custom(entry));
    if parts_are_fields {
        parts.read_custom_value(path, value);
    }
}
