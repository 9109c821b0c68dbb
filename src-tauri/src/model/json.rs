//! JSON exactly as it was sent: numbers with all their digits, objects with their order and their duplicate keys.

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use std::fmt;

/// The deepest nesting that is accepted, as in most JSON parsers. Real answers have five levels.
const DEEPEST: usize = 128;

/// The deepest nesting that is parsed. Anything below stays text, so that recursion over a value needs little stack.
const PARSED_LEVELS: usize = 32;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    Null,
    Bool(bool),
    /// The digits as they were sent.
    Number(String),
    /// An unpaired surrogate is replaced by U+FFFD.
    Text(String),
    List(Vec<Json>),
    /// The keys in the order sent, duplicates included.
    Object(Vec<(String, Json)>),
    /// A list or object below 32 levels, as JSON text.
    TooDeep(String),
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct NotJson {
    /// The error and its position, without any of the text.
    pub detail: String,
}

impl Json {
    /// Parses the body of an answer. A byte order mark is skipped, and bytes that are not UTF-8 become U+FFFD.
    pub fn parse(body: &[u8]) -> Result<Self, NotJson> {
        let text = String::from_utf8_lossy(body);
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
        if depth(text.as_bytes()) > DEEPEST {
            return Err(NotJson { detail: format!("nested more than {DEEPEST} levels deep") });
        }
        read(serde_json::from_str(text)?, 0)
    }

    /// Whether [`Self::parse`] refuses a body for its depth.
    pub fn is_too_deep(body: &[u8]) -> bool {
        depth(body) > DEEPEST
    }

    /// The JSON text without blanks.
    pub fn to_json(&self) -> String {
        let mut json = String::new();
        self.write(&mut json);
        json
    }

    /// The text of a single value exactly as it was sent. `None` for `null`, lists and objects.
    pub fn sent(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) | Self::TooDeep(text) => Some(text),
            Self::Bool(true) => Some("true"),
            Self::Bool(false) => Some("false"),
            Self::Null | Self::List(_) | Self::Object(_) => None,
        }
    }

    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The first value under a key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    pub fn entries(&self) -> &[(String, Self)] {
        match self {
            Self::Object(entries) => entries,
            _ => &[],
        }
    }

    pub fn is_container(&self) -> bool {
        matches!(self, Self::List(_) | Self::Object(_))
    }

    /// Whether it is `null`, `""`, `[]` or `{}`.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Object(entries) => entries.is_empty(),
            Self::Bool(_) | Self::Number(_) | Self::TooDeep(_) => false,
        }
    }

    /// Whether anything in it is not empty.
    pub fn has_content(&self) -> bool {
        match self {
            Self::List(items) => items.iter().any(Self::has_content),
            Self::Object(entries) => entries.iter().any(|(_, value)| value.has_content()),
            single => !single.is_empty(),
        }
    }

    /// The number of empty values in it, itself included.
    pub fn count_empty(&self) -> usize {
        match self {
            Self::List(items) if !items.is_empty() => items.iter().map(Self::count_empty).sum(),
            Self::Object(entries) if !entries.is_empty() => entries.iter().map(|(_, value)| value.count_empty()).sum(),
            other => usize::from(other.is_empty()),
        }
    }

    fn write(&self, json: &mut String) {
        match self {
            Self::Null => json.push_str("null"),
            Self::Text(text) => write_text(text, json),
            Self::List(items) => {
                json.push('[');
                for (position, item) in items.iter().enumerate() {
                    if position > 0 {
                        json.push(',');
                    }
                    item.write(json);
                }
                json.push(']');
            }
            Self::Object(entries) => {
                json.push('{');
                for (position, (key, value)) in entries.iter().enumerate() {
                    if position > 0 {
                        json.push(',');
                    }
                    write_text(key, json);
                    json.push(':');
                    value.write(json);
                }
                json.push('}');
            }
            Self::Bool(_) | Self::Number(_) | Self::TooDeep(_) => {
                json.push_str(self.sent().unwrap_or_default());
            }
        }
    }
}

fn write_text(text: &str, json: &mut String) {
    json.push_str(&serde_json::Value::from(text).to_string());
}

/// The depth of the brackets in a text, without recursion: a hostile answer has 100,000 levels.
fn depth(text: &[u8]) -> usize {
    let (mut level, mut deepest, mut in_text, mut escaped) = (0_usize, 0, false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => {
                level += 1;
                deepest = deepest.max(level);
            }
            b']' | b'}' if !in_text => level = level.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

fn read(raw: &RawValue, level: usize) -> Result<Json, NotJson> {
    let json = raw.get().trim();
    Ok(match json.as_bytes().first() {
        Some(b'{' | b'[') if level >= PARSED_LEVELS => Json::TooDeep(json.to_owned()),
        Some(b'{') => {
            let Entries(entries) = serde_json::from_str(json)?;
            Json::Object(
                entries
                    .into_iter()
                    .map(|(key, value)| Ok((read_text(key.get())?, read(value, level + 1)?)))
                    .collect::<Result<_, NotJson>>()?,
            )
        }
        Some(b'[') => {
            let items: Vec<&RawValue> = serde_json::from_str(json)?;
            let items = items.into_iter().map(|item| read(item, level + 1));
            Json::List(items.collect::<Result<_, _>>()?)
        }
        Some(b'"') => Json::Text(read_text(json)?),
        Some(b't') => Json::Bool(true),
        Some(b'f') => Json::Bool(false),
        Some(b'n') => Json::Null,
        _ => Json::Number(json.to_owned()),
    })
}

fn read_text(json: &str) -> Result<String, NotJson> {
    match serde_json::from_str(json) {
        Ok(text) => Ok(text),
        Err(_) => Ok(serde_json::from_str(&mend_surrogates(json))?),
    }
}

/// The JSON text with `\ufffd` in place of each unpaired surrogate.
fn mend_surrogates(json: &str) -> String {
    let mut mended = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        mended.push_str(before);
        let length = match (surrogate(escape), escape.get(6..).and_then(surrogate)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(_), _) => {
                mended.push_str("\\ufffd");
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            (None, _) => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        let (kept, after) = escape.split_at(length);
        mended.push_str(kept);
        rest = after;
    }
    mended.push_str(rest);
    mended
}

/// The surrogate that a text begins with, as `\ud83d`.
fn surrogate(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u32::from_str_radix(digits, 16).ok().filter(|code| (0xD800..=0xDFFF).contains(code))
}

impl From<serde_json::Error> for NotJson {
    fn from(error: serde_json::Error) -> Self {
        // The message has the expected token and the position, never the text; a test asserts it.
        Self { detail: error.to_string() }
    }
}

/// The entries of an object, unparsed. serde's maps would lose the order or duplicate keys.
struct Entries<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntriesVisitor;
        impl<'de> Visitor<'de> for EntriesVisitor {
            type Value = Entries<'de>;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(EntriesVisitor)
    }
}

#[cfg(test)]
mod tests;
