//! The card of a row, put together from what the list keeps of the contact: nobody is asked a second time.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::journal::Values;
use super::rows::Outcome;
use super::values::{self, DISPLAY_NAME};
use super::Bulk;
use crate::lookup::{sample_account, Found};
use crate::model::account::AccountId;
use crate::model::contact::Contact;
use crate::model::contact_id::ContactId;
use crate::model::names::ContactNames;
use crate::model::value::Value;

impl Bulk {
    /// A contact that a row of the list was found to be, as far as the list keeps it: without what is sensitive. `None`
    /// where it has none, or not in that account. Reads from the disk.
    pub fn card(&self, account: &AccountId, id: &str) -> Option<Arc<Found>> {
        let work = self.work()?;
        let asked_for = ContactId::new(id)?;
        let place = {
            let rows = work.rows();
            let asked = rows.asked.iter().find(|asked| asked.id == asked_for)?;
            let Outcome::Found(place) = asked.outcome else { return None };
            let found_in = asked.account.as_ref().unwrap_or(&rows.about.account);
            (found_in == account).then_some(place)?
        };
        let account = if account.is_sample() { sample_account() } else { self.accounts.find(account).ok()? };
        work.learn(self.lookups.names());
        let (mut values, at) = work.records.read_with_time(place).ok()?;
        work.take_out_sensitive(&mut values);
        let received_at = match at {
            Some(seconds) => SystemTime::UNIX_EPOCH + Duration::from_secs(seconds),
            None => work.records.modified().ok()?,
        };
        Some(Arc::new(Found {
            asked_for,
            contact: contact(values),
            names: ContactNames::default(),
            trace_id: None,
            account,
            received_at,
            seen_before: None,
            changes: Vec::new(),
        }))
    }
}

/// The fields whose items are kept as one text.
const LISTS: [&str; 2] = ["tags", "followers"];

/// Where the channels of do-not-disturb stand.
const CHANNELS: [&str; 2] = ["dndSettings", "inboundDndSettings"];

/// The contact with these values: each at its path again.
fn contact(values: Values) -> Contact {
    let mut root = Vec::new();
    let mut custom_fields = Vec::new();
    for (path, text) in values {
        if path == DISPLAY_NAME {
            continue;
        }
        if let Some(id) = path.strip_prefix(values::CUSTOM_FIELDS) {
            let entry = [("id", id.to_owned()), ("value", text)];
            custom_fields.push(Value::Object(entry.map(|(key, text)| (key.to_owned(), Value::Text(text))).into()));
            continue;
        }
        let keys: Vec<&str> = path.split('.').collect();
        match keys.as_slice() {
            [list] if LISTS.contains(list) => {
                let items = text.split(values::BETWEEN).map(|item| Value::Text(item.to_owned())).collect();
                put(&mut root, &keys, Value::List(items));
            }
            ["dnd"] if matches!(text.as_str(), "true" | "false") => put(&mut root, &keys, Value::Bool(text == "true")),
            [list, channel] if CHANNELS.contains(list) => {
                let status = values::status(&text).to_owned();
                put(&mut root, &[list, channel, "status"], Value::Text(status));
            }
            _ => put(&mut root, &keys, Value::Text(text)),
        }
    }
    if !custom_fields.is_empty() {
        root.push(("customFields".to_owned(), Value::List(custom_fields)));
    }
    Contact::from_value(with_lists(Value::Object(root)))
}

/// Puts a value at its path. An existing value at that path is kept.
fn put(entries: &mut Vec<(String, Value)>, keys: &[&str], value: Value) {
    let [key, below @ ..] = keys else { return };
    let at = entries.iter().position(|(known, _)| known == key);
    if below.is_empty() {
        if at.is_none() {
            entries.push(((*key).to_owned(), value));
        }
        return;
    }
    let at = at.unwrap_or_else(|| {
        entries.push(((*key).to_owned(), Value::Object(Vec::new())));
        entries.len() - 1
    });
    if let Some((_, Value::Object(entries))) = entries.get_mut(at) {
        put(entries, below, value);
    }
}

/// The same with a list wherever the keys count from 0.
fn with_lists(value: Value) -> Value {
    let Value::Object(entries) = value else { return value };
    let counts = !entries.is_empty() && entries.iter().enumerate().all(|(at, (key, _))| *key == at.to_string());
    let entries = entries.into_iter().map(|(key, value)| (key, with_lists(value)));
    if counts {
        Value::List(entries.map(|(_, value)| value).collect())
    } else {
        Value::Object(entries.collect())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    const DOCUMENTED: &str = include_str!("../../../tests/fixtures/contact_with_every_documented_field.json");

    fn of(contact: &Contact) -> Values {
        values::of(contact.display_name().text, contact.told())
    }

    #[test]
    fn a_contact_that_was_kept_has_every_value_at_its_path_again() {
        let sent = Value::parse(DOCUMENTED.as_bytes()).unwrap();
        let sent = Contact::from_value(sent.get("contact").unwrap_or(&sent).clone());
        let kept = of(&sent);
        let again = contact(kept.clone());
        assert_eq!(again.display_name().text, sent.display_name().text);
        assert_eq!((again.id(), again.location()), (sent.id(), sent.location()));
        assert_eq!(again.do_not_disturb(), sent.do_not_disturb());
        assert_eq!(again.other_ids(), sent.other_ids());
        let standings = |contact: &Contact| {
            let channels = contact.channels().into_iter();
            channels.map(|channel| (channel.path, channel.standing)).collect::<Vec<_>>()
        };
        assert_eq!(standings(&again), standings(&sent));
        let sorted = |mut values: Values| {
            values.sort();
            values
        };
        assert_eq!(sorted(of(&again)), sorted(kept));
    }

    #[test]
    fn a_blocked_channel_stays_blocked_and_items_stay_items() {
        let sent = r#"{"tags": ["vip", "new"], "dnd": false, "additionalEmails": [{"email": "a@b.c"}, {"email": "d@e.f"}],
            "dndSettings": {"SMS": {"status": "permanent", "code": "103"}, "Call": {"status": "active"}},
            "customFields": [{"id": "f1", "value": ["one", "two"]}]}"#;
        let again = contact(of(&Contact::from_value(Value::parse(sent.as_bytes()).unwrap())));
        let at = |path: &str| again.values_at(path).into_iter().map(|value| value.sent).collect::<Vec<_>>();
        assert_eq!(at("tags"), ["vip", "new"]);
        assert_eq!(at("additionalEmails.1.email"), ["d@e.f"]);
        assert_eq!(
            (at("dndSettings.SMS.status"), at("dndSettings.SMS.code")),
            (vec!["permanent".to_owned()], vec!["103".to_owned()])
        );
        assert_eq!(at("dndSettings.Call.status"), ["active"]);
        assert_eq!(at("customFields.f1"), ["one, two"]);
        assert_eq!(again.do_not_disturb(), Some(false));
    }
}
