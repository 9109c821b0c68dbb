//! Values that should not be there: they give way to a default, and are not lost.

use serde_json::{Map, Value};

/// How many odd values are kept for one key. A person can mend a few by hand; a fault that makes a new one at every
/// start must not fill the file.
const MOST: usize = 20;

/// How deep a value may be nested that is kept as it is. Under `KEY.odd` it stands deeper than where it came from, and a
/// file with more than 127 levels cannot be read again.
const DEEPEST: usize = 100;

/// Takes a value out of the map and reads it. One that is there but cannot be read is kept under `KEY.odd`.
pub(super) fn take<T>(values: &mut Map<String, Value>, key: &str, read: impl FnOnce(&Value) -> Option<T>) -> Option<T> {
    let value = values.remove(key).filter(|value| !value.is_null())?;
    let meaning = read(&value);
    if meaning.is_none() {
        keep(values, key, value);
    }
    meaning
}

/// Where the odd values of a key are kept.
pub(super) fn key_of(key: &str) -> String {
    format!("{key}.odd")
}

/// Keeps a value under `KEY.odd`, once. One that is nested very deep is kept as its JSON text.
pub(super) fn keep(values: &mut Map<String, Value>, key: &str, value: Value) {
    let value = shallow(value);
    let kept = values.entry(key_of(key)).or_insert_with(|| Value::Array(Vec::new()));
    match kept {
        Value::Array(list) if !list.contains(&value) => {
            if list.len() >= MOST {
                list.remove(0);
            }
            list.push(value);
        }
        Value::Array(_) => {}
        other => *other = Value::Array(vec![shallow(other.take()), value]),
    }
}

fn shallow(value: Value) -> Value {
    if is_deeper(&value, DEEPEST) {
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
