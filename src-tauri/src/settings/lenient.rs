//! Lenient reading of JSON: a value that cannot be read is replaced by its default, and kept in the file under its key
//! with `.odd` at the end.

use std::collections::HashSet;
use std::hash::Hash;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serde_path_to_error::Segment;

/// How many unreadable values are kept for one key, so that a recurring fault does not fill the file.
const MAX_UNREADABLE: usize = 20;

/// The levels of an unreadable value that is kept as it is. Under `KEY.odd` it is nested deeper than before, and
/// `serde_json` reads no more than 127 levels.
const MAX_DEPTH: usize = 100;

/// Reads a value. In an object, each entry that cannot be read is moved to `KEY.odd`. `None` if a required one is missing
/// then.
pub(super) fn read<T: DeserializeOwned>(mut value: Value) -> Option<T> {
    loop {
        let error = match serde_path_to_error::deserialize(&value) {
            Ok(read) => return Some(read),
            Err(error) => error,
        };
        let Some(Segment::Map { key }) = error.path().iter().next() else { return None };
        let entries = value.as_object_mut()?;
        let unreadable = entries.remove(key)?;
        if !unreadable.is_null() {
            keep_unreadable(entries, key, unreadable);
        }
    }
}

/// Takes an entry out of an object and reads it.
pub(super) fn take<T: DeserializeOwned>(entries: &mut Map<String, Value>, key: &str) -> Option<T> {
    let value = entries.remove(key).filter(|value| !value.is_null())?;
    let taken = read(value.clone());
    if taken.is_none() {
        keep_unreadable(entries, key, value);
    }
    taken
}

/// Takes a list out of an object and reads its items. Of several with the same identity only the first is used.
pub(super) fn take_list<T: DeserializeOwned, I: Eq + Hash>(
    entries: &mut Map<String, Value>,
    key: &str,
    identity: fn(&T) -> I,
) -> Vec<T> {
    let (mut list, mut known) = (Vec::new(), HashSet::new());
    for value in take::<Vec<Value>>(entries, key).unwrap_or_default() {
        match read(value.clone()) {
            Some(item) if known.insert(identity(&item)) => list.push(item),
            _ => keep_unreadable(entries, key, value),
        }
    }
    list
}

pub(super) fn unreadable_key(key: &str) -> String {
    format!("{key}.odd")
}

/// Keeps a value under `KEY.odd`, once. A very deep one is kept as its JSON text.
pub(super) fn keep_unreadable(entries: &mut Map<String, Value>, key: &str, value: Value) {
    let value = shallow(value);
    let kept = entries.entry(unreadable_key(key)).or_insert_with(|| Value::Array(Vec::new()));
    match kept {
        Value::Array(list) if !list.contains(&value) => {
            if list.len() >= MAX_UNREADABLE {
                list.remove(0);
            }
            list.push(value);
        }
        Value::Array(_) => {}
        other => *other = Value::Array(vec![shallow(other.take()), value]),
    }
}

fn shallow(value: Value) -> Value {
    if is_deeper(&value, MAX_DEPTH) {
        value.to_string().into()
    } else {
        value
    }
}

fn is_deeper(value: &Value, levels: usize) -> bool {
    let too_deep = |inner: &Value| levels == 0 || is_deeper(inner, levels - 1);
    match value {
        Value::Array(items) => items.iter().any(too_deep),
        Value::Object(entries) => entries.values().any(too_deep),
        _ => false,
    }
}
