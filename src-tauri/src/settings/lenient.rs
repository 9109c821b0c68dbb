//! Reading JSON of which parts may make no sense: such a part gives way to its default and stays in the file under its
//! key with `.odd` at the end.

use std::collections::HashSet;
use std::hash::Hash;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use serde_path_to_error::Segment;

/// How many odd values are kept for one key: a fault that makes a new one at every start must not fill the file.
const MAX_ODD: usize = 20;

/// How deep an odd value may be nested to be kept as it is. It stands deeper under `KEY.odd` than where it came from, and
/// a file with more than 127 levels cannot be read again.
const MAX_DEPTH: usize = 100;

/// Reads a value. In an object, each entry that cannot be read is moved to `KEY.odd`; `None` where the rest is not
/// enough.
pub(super) fn read<T: DeserializeOwned>(mut value: Value) -> Option<T> {
    loop {
        let error = match serde_path_to_error::deserialize(&value) {
            Ok(read) => return Some(read),
            Err(error) => error,
        };
        let Some(Segment::Map { key }) = error.path().iter().next() else { return None };
        let entries = value.as_object_mut()?;
        let odd = entries.remove(key)?;
        if !odd.is_null() {
            keep_odd(entries, key, odd);
        }
    }
}

/// Takes an entry out of an object and reads it.
pub(super) fn take<T: DeserializeOwned>(entries: &mut Map<String, Value>, key: &str) -> Option<T> {
    let value = entries.remove(key).filter(|value| !value.is_null())?;
    let taken = read(value.clone());
    if taken.is_none() {
        keep_odd(entries, key, value);
    }
    taken
}

/// Takes a list out of an object and reads its items, of those with the same identity the first.
pub(super) fn take_list<T: DeserializeOwned, I: Eq + Hash>(
    entries: &mut Map<String, Value>,
    key: &str,
    identity: fn(&T) -> I,
) -> Vec<T> {
    let (mut list, mut known) = (Vec::new(), HashSet::new());
    for value in take::<Vec<Value>>(entries, key).unwrap_or_default() {
        match read(value.clone()) {
            Some(item) if known.insert(identity(&item)) => list.push(item),
            _ => keep_odd(entries, key, value),
        }
    }
    list
}

pub(super) fn odd_key(key: &str) -> String {
    format!("{key}.odd")
}

/// Keeps a value under `KEY.odd`, once. One that is nested very deep is kept as its JSON text.
pub(super) fn keep_odd(entries: &mut Map<String, Value>, key: &str, value: Value) {
    let value = shallow(value);
    let kept = entries.entry(odd_key(key)).or_insert_with(|| Value::Array(Vec::new()));
    match kept {
        Value::Array(list) if !list.contains(&value) => {
            if list.len() >= MAX_ODD {
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
