//! The bytes of the answers that put names to IDs. Tolerant like that of a contact: what is odd in one entry costs
//! nobody the others, and an answer of a shape that is not known names nothing.

use super::parse;
use crate::highlevel::error::ApiError;
use crate::model::definitions::{tidy_name, Definition, Definitions, FieldKind, Folder};
use crate::model::json::Json;

/// Under which keys folders come apart from the fields.
const FOLDER_LISTS: [&str; 3] = ["customFieldFolders", "customFieldsFolders", "folders"];

/// Reads what a sub-account calls its custom fields. Folders stand among the fields, or in a list of their own.
///
/// # Errors
/// Where it is no JSON.
pub fn decode_definitions(body: &[u8]) -> Result<Definitions, ApiError> {
    let answer = parse(body)?;
    let entries = answer.get("customFields").unwrap_or(&answer);
    let (mut fields, mut folders) = (Vec::new(), Vec::new());
    for (key, entry) in items(entries) {
        if is_folder(entry) {
            folders.extend(folder(key, entry));
        } else {
            fields.extend(definition(key, entry));
        }
    }
    for list in FOLDER_LISTS.iter().filter_map(|list| answer.get(list)) {
        folders.extend(items(list).into_iter().filter_map(|(key, entry)| folder(key, entry)));
    }
    Ok(Definitions::new(fields, folders))
}

/// Reads whose an ID is, with or without the wrapper of that name around it. `None` where nobody is named.
///
/// # Errors
/// Where it is no JSON.
pub fn decode_name(body: &[u8], wrapper: &str) -> Result<Option<String>, ApiError> {
    let answer = parse(body)?;
    let record = answer.get(wrapper).filter(|inner| inner.has_content()).unwrap_or(&answer);
    let text = |key: &str| record.get(key).and_then(Json::text).and_then(tidy_name);
    let both = || {
        let parts: Vec<String> = ["firstName", "lastName"].into_iter().filter_map(text).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    };
    Ok(text("name").or_else(both).or_else(|| text("email")))
}

/// The entries of a list, or of an object keyed by ID.
fn items(value: &Json) -> Vec<(Option<&str>, &Json)> {
    match value {
        Json::List(items) => items.iter().map(|item| (None, item)).collect(),
        keyed => keyed.entries().iter().map(|(key, item)| (Some(key.as_str()), item)).collect(),
    }
}

fn is_folder(entry: &Json) -> bool {
    entry.get("documentType").and_then(Json::text).is_some_and(|kind| kind.eq_ignore_ascii_case("folder"))
}

fn definition(key: Option<&str>, entry: &Json) -> Option<Definition> {
    let text = |key: &str| entry.get(key).and_then(Json::text).and_then(tidy_name);
    let field_key = text("fieldKey").or_else(|| text("key"));
    Some(Definition {
        id: id(key, entry)?,
        name: text("name").or_else(|| field_key.clone())?,
        key: field_key,
        kind: entry.get("dataType").and_then(Json::text).map_or(FieldKind::Other, FieldKind::named),
        position: position(entry),
        folder: entry.get("parentId").and_then(Json::sent).filter(|id| !id.is_empty()).map(str::to_owned),
    })
}

fn folder(key: Option<&str>, entry: &Json) -> Option<Folder> {
    let name = entry.get("name").and_then(Json::text).and_then(tidy_name)?;
    Some(Folder { id: id(key, entry)?, name, position: position(entry) })
}

/// The ID in an entry; where that has none, the key it stands under.
fn id(key: Option<&str>, entry: &Json) -> Option<String> {
    let own = ["id", "_id"].iter().find_map(|key| entry.get(key).and_then(Json::sent));
    // What stands under a key without being an object is no entry at all.
    let own = own.or_else(|| key.filter(|_| !entry.entries().is_empty()));
    own.filter(|id| !id.is_empty()).map(str::to_owned)
}

fn position(entry: &Json) -> Option<f64> {
    let sent = entry.get("position").and_then(Json::sent)?;
    sent.trim().parse().ok().filter(|position: &f64| position.is_finite())
}

#[cfg(test)]
mod tests;
