//! Paths of values in an answer, such as `additionalEmails.0.email`.

use super::types::RawValue;
use crate::model::json::Json;

pub(super) fn join(path: &str, key: &str) -> String {
    format!("{path}.{key}")
}

pub(super) fn is_below(path: &str, above: &str) -> bool {
    path.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'))
}

/// The single values of the value at `own` that lie at or below `path`.
pub(super) fn within(own: &str, value: &Json, path: &str) -> Vec<RawValue> {
    if own == path {
        return all_of(own, value);
    }
    if !is_below(path, own) {
        return Vec::new();
    }
    let mut inside = all_of(own, value);
    inside.retain(|single| single.path == path || is_below(&single.path, path));
    inside
}

/// Every single value in the value at a path.
pub(super) fn all_of(path: &str, value: &Json) -> Vec<RawValue> {
    match value {
        Json::List(items) => {
            items.iter().enumerate().flat_map(|(at, item)| all_of(&join(path, &at.to_string()), item)).collect()
        }
        Json::Object(entries) => entries.iter().flat_map(|(key, value)| all_of(&join(path, key), value)).collect(),
        single => {
            let sent = single.sent().filter(|_| !single.is_empty());
            sent.map(|sent| RawValue { path: path.to_owned(), sent: sent.to_owned() }).into_iter().collect()
        }
    }
}
