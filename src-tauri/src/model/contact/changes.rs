//! The differences between two answers for the same contact.

use std::collections::{HashMap, HashSet};

use super::parts::Part;
use super::paths::all_of;
use super::types::{Change, CustomField, CustomValue, File, RawValue};
use super::Contact;

#[derive(Clone)]
struct Item {
    path: String,
    /// Two values with the same identity are the same.
    identity: String,
    /// The text that is shown.
    shown: String,
}

/// The values that only one of the contacts has, path by path: first those of the newer one in its order, then those that
/// are gone. Lists and tags are sets. An object in a list is followed to its new position.
pub(super) fn between(before: &Contact, now: &Contact) -> Vec<Change> {
    let (mut before, mut now) = (Compared::of(before), Compared::of(now));
    let sensitive: HashSet<String> =
        now.redacted.iter().chain(&before.redacted).map(|item| item.path.clone()).collect();
    before.redact(&sensitive);
    now.redact(&sensitive);
    let before_items = aligned(before.items, &now.items);
    let mut changes = compared(&before_items, &now.items);
    let mut redacted = compared(&before.redacted, &now.redacted);
    redacted.iter_mut().for_each(Change::redact);
    changes.append(&mut redacted);
    changes
}

/// The values of a contact. A redacted one has the path that makes it sensitive.
struct Compared {
    items: Vec<Item>,
    redacted: Vec<Item>,
}

impl Compared {
    fn of(contact: &Contact) -> Self {
        Self { items: items(contact), redacted: redacted(contact) }
    }

    /// Redacts values at or below these paths: the name of a field may have been loaded between the two answers.
    fn redact(&mut self, sensitive: &HashSet<String>) {
        for item in std::mem::take(&mut self.items) {
            match owner(&item.path, sensitive).map(str::to_owned) {
                Some(path) => self.redacted.push(Item { path, ..item }),
                None => self.items.push(item),
            }
        }
    }
}

/// The one of these paths that a path lies at or below.
fn owner<'a>(path: &'a str, among: &HashSet<String>) -> Option<&'a str> {
    if among.is_empty() {
        return None;
    }
    let ends = path.match_indices('.').map(|(at, _)| at).chain([path.len()]);
    ends.map(|end| &path[..end]).find(|above| among.contains(*above))
}

fn item(path: String, sent: String) -> Item {
    Item { path, identity: sent.clone(), shown: sent }
}

fn redacted(contact: &Contact) -> Vec<Item> {
    let values = |part: Part<'_>| match part {
        Part::Redacted { path, value } => Some((all_of(&path, value), path)),
        Part::Custom(entry) if entry.redacted => Some((all_of(&entry.path, entry.value), entry.path)),
        _ => None,
    };
    let of_path =
        |(values, path): (Vec<RawValue>, String)| values.into_iter().map(move |value| item(path.clone(), value.sent));
    contact.pieces().into_iter().filter_map(values).flat_map(of_path).collect()
}

/// Every value that is not redacted. Files have their names, and other objects in custom fields their single values.
fn items(contact: &Contact) -> Vec<Item> {
    let custom_fields = contact.custom_fields();
    let is_files = |field: &&CustomField| matches!(field.value, Some(CustomValue::Files { .. }));
    let with_files = custom_fields.iter().filter(is_files).map(|field| field.path.clone()).collect();
    let fields = contact.fields();
    let addresses: HashMap<&str, &str> =
        fields.iter().filter_map(|field| Some((field.path.as_str(), field.sent.as_deref()?))).collect();
    let custom: Vec<Item> = custom_fields.iter().flat_map(|field| custom_items(field, &addresses)).collect();
    let statuses = contact.channels().iter().filter_map(|channel| channel.status.clone());
    let mut items: Vec<Item> = fields
        .iter()
        .filter(|field| owner(&field.path, &with_files).is_none())
        .filter_map(|field| Some(item(field.list.clone().unwrap_or_else(|| field.path.clone()), field.sent.clone()?)))
        .collect();
    items.extend(statuses.map(|status| item(status.path, status.sent)));
    items.extend(custom);
    items
}

fn custom_items(field: &CustomField, addresses: &HashMap<&str, &str>) -> Vec<Item> {
    let path = &field.path;
    match &field.value {
        Some(CustomValue::One { sent, .. }) => vec![item(path.clone(), sent.clone())],
        Some(CustomValue::List { items, .. }) => items.iter().map(|sent| item(path.clone(), sent.clone())).collect(),
        Some(CustomValue::Files { files, .. }) => {
            let of_file = |file: &File| {
                let identity = addresses.get(file.path.as_str()).copied().unwrap_or_default().to_owned();
                Item { path: path.clone(), shown: file.name.clone().unwrap_or_else(|| identity.clone()), identity }
            };
            files.iter().map(of_file).collect()
        }
        Some(CustomValue::Other { .. }) | None => Vec::new(),
    }
}

/// The earlier values under their present paths: an object that only moved within its list has not changed. Values of an
/// object that is gone get the path of the list.
fn aligned(before: Vec<Item>, now: &[Item]) -> Vec<Item> {
    let places = places(&objects(&before), &objects(now));
    let place = |path: &str| {
        let (list, object) = in_list(path)?;
        Some(match places.get(object) {
            Some(place) => format!("{place}{}", &path[object.len()..]),
            None => list.to_owned(),
        })
    };
    let paths: Vec<Option<String>> = before.iter().map(|item| place(&item.path)).collect();
    before.into_iter().zip(paths).map(|(item, path)| Item { path: path.unwrap_or(item.path), ..item }).collect()
}

/// The present path of each earlier object: of the object with the same values, else its own, else the next free one.
fn places(former: &[Object<'_>], present: &[Object<'_>]) -> HashMap<String, String> {
    let mut places: HashMap<String, String> = HashMap::new();
    let mut free: HashSet<&str> = present.iter().map(|object| object.path).collect();
    let mut alike: HashMap<_, Vec<&str>> = HashMap::new();
    for object in present.iter().rev() {
        alike.entry((object.list, &object.values)).or_default().push(object.path);
    }
    for object in former {
        if let Some(path) = alike.get_mut(&(object.list, &object.values)).and_then(Vec::pop) {
            free.remove(path);
            places.insert(object.path.to_owned(), path.to_owned());
        }
    }
    for object in former {
        if !places.contains_key(object.path) && free.remove(object.path) {
            places.insert(object.path.to_owned(), object.path.to_owned());
        }
    }
    let mut left: HashMap<&str, Vec<&str>> = HashMap::new();
    for object in present.iter().rev().filter(|object| free.contains(object.path)) {
        left.entry(object.list).or_default().push(object.path);
    }
    for object in former {
        if !places.contains_key(object.path) {
            if let Some(path) = left.get_mut(object.list).and_then(Vec::pop) {
                places.insert(object.path.to_owned(), path.to_owned());
            }
        }
    }
    places
}

/// An object in a list.
struct Object<'a> {
    list: &'a str,
    path: &'a str,
    values: Vec<(&'a str, &'a str)>,
}

fn objects(items: &[Item]) -> Vec<Object<'_>> {
    let mut objects: Vec<Object<'_>> = Vec::new();
    let mut at: HashMap<&str, usize> = HashMap::new();
    for item in items {
        let Some((list, path)) = in_list(&item.path) else { continue };
        let place = *at.entry(path).or_insert_with(|| {
            objects.push(Object { list, path, values: Vec::new() });
            objects.len() - 1
        });
        objects[place].values.push((&item.path[path.len()..], &item.identity));
    }
    objects
}

/// `additionalEmails` and `additionalEmails.0`, for `additionalEmails.0.email`.
fn in_list(path: &str) -> Option<(&str, &str)> {
    let mut end = path.find('.')?;
    loop {
        let rest = &path[end + 1..];
        let length = rest.find('.').unwrap_or(rest.len());
        if length > 0 && rest[..length].bytes().all(|byte| byte.is_ascii_digit()) {
            return Some((&path[..end], &path[..=end + length]));
        }
        if length == rest.len() {
            return None;
        }
        end += 1 + length;
    }
}

fn compared(before: &[Item], now: &[Item]) -> Vec<Change> {
    fn known(items: &[Item]) -> HashSet<(&str, &str)> {
        items.iter().map(|item| (item.path.as_str(), item.identity.as_str())).collect()
    }
    let (in_before, in_now) = (known(before), known(now));
    let mut changes: Vec<Change> = Vec::new();
    let mut at: HashMap<String, usize> = HashMap::new();
    let mut change = |path: &str, add: &mut dyn FnMut(&mut Change)| {
        let place = *at.entry(path.to_owned()).or_insert_with(|| {
            changes.push(Change { path: path.to_owned(), before: Vec::new(), now: Vec::new(), redacted: false });
            changes.len() - 1
        });
        add(&mut changes[place]);
    };
    for item in now.iter().filter(|item| !in_before.contains(&(item.path.as_str(), item.identity.as_str()))) {
        change(&item.path, &mut |change| change.now.push(item.shown.clone()));
    }
    for item in before.iter().filter(|item| !in_now.contains(&(item.path.as_str(), item.identity.as_str()))) {
        change(&item.path, &mut |change| change.before.push(item.shown.clone()));
    }
    changes
}

#[cfg(test)]
mod tests;
