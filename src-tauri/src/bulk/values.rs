//! A contact as a list keeps it: each field once, under its path, as one text.

use crate::model::contact::{Contact, ContactParts, CustomField, CustomValue, DndStatus};
use crate::model::json::Json;
use crate::model::token::{holds_a_token, without_tokens};

/// Fields and their texts.
pub(super) type Values = Vec<(String, String)>;

/// The path of what to call the contact. No answer has a field of that name.
pub const DISPLAY_NAME: &str = "displayName";
/// Where custom fields stand.
pub(super) const CUSTOM_FIELDS: &str = "customFields.";
/// What stands between the items of a list.
pub(super) const BETWEEN: &str = ", ";

/// What is kept of a contact that was found.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) values: Values,
    /// The paths of custom fields whose values look sensitive, and whose names are not known.
    pub(super) hidden: Vec<String>,
    /// The names of custom fields, by their paths.
    pub(super) field_names: Vec<(String, String)>,
    /// The names of users and businesses, by their IDs.
    pub(super) people: Vec<(String, String)>,
}

/// The custom fields whose values are left out for their look alone.
pub(super) fn hidden(parts: &ContactParts) -> Vec<String> {
    let is_hidden = |field: &&CustomField| field.by_look && field.value.is_none() && !holds_a_token(&field.path);
    let fields = parts.custom_fields.iter().filter(is_hidden);
    fields.map(|field| field.path.clone()).collect()
}

/// The fields of a contact and their texts, in the order sent, the name before all. Values that several items share a
/// path for are one text. What is sensitive is not in here: this is what goes to the disk.
pub(super) fn of(name: String, parts: ContactParts) -> Values {
    let mut values = Gathered::default();
    values.add(DISPLAY_NAME.to_owned(), name);
    for field in parts.fields {
        let path = field.list.unwrap_or(field.path);
        if let Some(sent) = field.sent.filter(|_| !path.starts_with(CUSTOM_FIELDS)) {
            values.add(path, sent);
        }
    }
    for channel in parts.channels {
        if let Some(status) = channel.status {
            values.add(channel.path, dnd_text(channel.dnd, status.sent));
        }
    }
    for field in parts.custom_fields {
        match field.value {
            None => {}
            Some(CustomValue::List { items, .. }) => values.add(field.path, items.join(BETWEEN)),
            Some(CustomValue::One { sent, .. } | CustomValue::Files { sent, .. } | CustomValue::Other { sent }) => {
                values.add(field.path, sent);
            }
        }
    }
    values.values
}

/// Whether the contact may be reached: what HighLevel sends for "blocked" is "active", which reads as its opposite where
/// nothing stands beside it.
fn dnd_text(dnd: DndStatus, sent: String) -> String {
    match dnd {
        DndStatus::Allowed => "allowed".to_owned(),
        DndStatus::Blocked => "blocked".to_owned(),
        DndStatus::BlockedForGood => "blocked for good".to_owned(),
        DndStatus::Unknown => sent,
    }
}

/// The other way round: what HighLevel sends for that.
fn sent_status(text: &str) -> &str {
    match text {
        "allowed" => "inactive",
        "blocked" => "active",
        "blocked for good" => "permanent",
        sent => sent,
    }
}

/// A record has so many bytes of values and paths at most. The largest contacts known have some 100 KiB; what is a
/// hundred times that is no contact.
const MOST_BYTES: usize = 8 * 1024 * 1024;

#[derive(Default)]
struct Gathered {
    values: Values,
    bytes: usize,
}

impl Gathered {
    /// Nobody knows what people put into a contact: a token is kept nowhere but in the password store.
    fn add(&mut self, path: String, text: String) {
        let text = without_tokens(&text).unwrap_or(text);
        self.bytes += path.len() + text.len();
        if text.is_empty() || self.bytes > MOST_BYTES || holds_a_token(&path) {
            return;
        }
        // The items of a list come one after the other, and two fields of one path next to each other or not at all.
        match self.values.last_mut().filter(|(last, _)| *last == path) {
            Some((_, before)) => {
                before.push_str(BETWEEN);
                before.push_str(&text);
            }
            None => self.values.push((path, text)),
        }
    }
}

/// The fields whose items are kept as one text.
const LISTS: [&str; 2] = ["tags", "followers"];
/// Where the channels of do-not-disturb stand.
const CHANNELS: [&str; 2] = ["dndSettings", "inboundDndSettings"];

/// The contact with these values: each at its path again.
pub(super) fn contact(values: Values) -> Contact {
    let mut root = Vec::new();
    let mut custom_fields = Vec::new();
    for (path, text) in values {
        if path == DISPLAY_NAME {
            continue;
        }
        if let Some(id) = path.strip_prefix(CUSTOM_FIELDS) {
            let entry = [("id", id.to_owned()), ("value", text)];
            custom_fields.push(Json::Object(entry.map(|(key, text)| (key.to_owned(), Json::Text(text))).into()));
            continue;
        }
        let keys: Vec<&str> = path.split('.').collect();
        match keys.as_slice() {
            [list] if LISTS.contains(list) => {
                let items = text.split(BETWEEN).map(|item| Json::Text(item.to_owned())).collect();
                put(&mut root, &keys, Json::List(items));
            }
            ["dnd"] if matches!(text.as_str(), "true" | "false") => put(&mut root, &keys, Json::Bool(text == "true")),
            [list, channel] if CHANNELS.contains(list) => {
                let status = sent_status(&text).to_owned();
                put(&mut root, &[list, channel, "status"], Json::Text(status));
            }
            _ => put(&mut root, &keys, Json::Text(text)),
        }
    }
    if !custom_fields.is_empty() {
        root.push(("customFields".to_owned(), Json::List(custom_fields)));
    }
    Contact::from_value(with_lists(Json::Object(root)))
}

/// Puts a value at its path. An existing value at that path is kept.
fn put(entries: &mut Vec<(String, Json)>, keys: &[&str], value: Json) {
    let [key, below @ ..] = keys else { return };
    let at = entries.iter().position(|(known, _)| known == key);
    if below.is_empty() {
        if at.is_none() {
            entries.push(((*key).to_owned(), value));
        }
        return;
    }
    let at = at.unwrap_or_else(|| {
        entries.push(((*key).to_owned(), Json::Object(Vec::new())));
        entries.len() - 1
    });
    if let Some((_, Json::Object(entries))) = entries.get_mut(at) {
        put(entries, below, value);
    }
}

/// The same with a list wherever the keys count from 0.
fn with_lists(value: Json) -> Json {
    let Json::Object(entries) = value else { return value };
    let counts = !entries.is_empty() && entries.iter().enumerate().all(|(at, (key, _))| *key == at.to_string());
    let entries = entries.into_iter().map(|(key, value)| (key, with_lists(value)));
    if counts {
        Json::List(entries.map(|(_, value)| value).collect())
    } else {
        Json::Object(entries.collect())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn of_contact(contact: &Contact) -> Values {
        of(contact.display_name().text, contact.parts().clone())
    }

    fn of_json(json: &str) -> Values {
        of_contact(&Contact::from_value(Json::parse(json.as_bytes()).unwrap()))
    }

    fn at<'a>(values: &'a [(String, String)], path: &str) -> Option<&'a str> {
        values.iter().find(|(each, _)| each == path).map(|(_, text)| text.as_str())
    }

    #[test]
    fn a_token_in_a_contact_is_left_out_wherever_it_stands() {
        let token = "pit-7b1d3e55-0c2f-4a91-8d6e-3f5a9c7e1b24";
        let values = of_json(&format!(
            r#"{{"id":"a","firstName":"{token}","notes":"key {token}, ask Ann","tags":["vip","{token}"],
                "customFields":[{{"id":"x","value":"{token}"}},{{"id":"y","value":["{token}","b"]}}]}}"#
        ));
        assert!(values.iter().all(|(_, text)| !text.contains("7b1d3e55")), "{values:?}");
        assert_eq!(at(&values, "notes"), Some("key , ask Ann"));
    }

    #[test]
    fn a_token_in_a_contact_is_left_out_whatever_sticks_to_it_and_however_it_is_written() {
        let token = "pit-7b1d3e55-0c2f-4a91-8d6e-3f5a9c7e1b24";
        for hyphen in ["-", "\u{2013}", "\u{2011}", "\u{AD}", "%2D", "&#45;", "-\u{200B}"] {
            let token = token.replace('-', hyphen);
            let values = of_json(&format!(
                r#"{{"id":"a","notes":"tok{token}x","website":"https://a.example/?k={token}","tags":["x{token}y"],
                    "customFields":[{{"id":"x","value":{{"key":"_{token}_"}}}}]}}"#
            ));
            assert!(values.iter().all(|(_, text)| !text.contains("7b1d3e55")), "{hyphen:?}: {values:?}");
            assert_eq!(at(&values, "notes"), Some("tok"));
        }
    }

    #[test]
    fn a_field_that_is_called_by_a_token_is_left_out() {
        let token = "pit-7b1d3e55-0c2f-4a91-8d6e-3f5a9c7e1b24";
        let told = Contact::from_value(
            Json::parse(
                format!(
                    r#"{{"id":"a","{token}":"one","a{token}b":{{"c":"two"}},"notes":"here",
                    "customFields":[{{"id":"{token}","value":"x"}},{{"id":"z{token}","value":"078-05-1120"}},
                    {{"id":"y","value":{{"{token}":"b","k{token}k":["c"]}}}}]}}"#
                )
                .as_bytes(),
            )
            .unwrap(),
        )
        .into_parts();
        let hidden = hidden(&told);
        let values = of("Ann".to_owned(), told);
        assert!(!format!("{values:?}{hidden:?}").contains("7b1d3e55"), "{values:?}{hidden:?}");
        assert_eq!(at(&values, "notes"), Some("here"));
    }

    #[test]
    fn lists_are_one_text_and_the_name_comes_first() {
        let values = of_json(
            r#"{"id": "x", "firstName": "Rubika", "lastName": "Deo", "tags": ["vip", "new"],
                "additionalEmails": [{"email": "a@b.c"}], "customFields": [{"id": "f1", "value": ["one", "two"]}]}"#,
        );
        assert_eq!(values[0], (DISPLAY_NAME.to_owned(), "Rubika Deo".to_owned()));
        assert_eq!(at(&values, "tags"), Some("vip, new"));
        assert_eq!(at(&values, "additionalEmails.0.email"), Some("a@b.c"));
        assert_eq!(at(&values, "customFields.f1"), Some("one, two"));
    }

    #[test]
    fn nothing_sensitive_is_a_value() {
        let contact = Contact::from_value(
            Json::parse(br#"{"ssn": "123-45-6789", "customFields": [{"id": "f1", "value": "maple"}, {"id": "f2", "value": "oak"}]}"#)
                .unwrap(),
        );
        let values = of_contact(&contact.with_redacted(["f1".to_owned()].into()));
        let all = format!("{values:?}");
        assert!(!all.contains("6789") && !all.contains("maple"), "{all}");
        assert_eq!(at(&values, "customFields.f2"), Some("oak"));
    }

    #[test]
    fn what_looks_sensitive_is_a_value_only_under_a_name_that_is_known() {
        let contact = Contact::from_value(
            Json::parse(br#"{"customFields": [{"id": "f1", "value": "078-05-1120"}, {"id": "f2", "value": "4111 1111 1111 1111"}]}"#)
                .unwrap(),
        );
        assert_eq!(at(&of_contact(&contact), "customFields.f1"), None);
        let values = of_contact(&contact.with_named(["f2".to_owned()].into()));
        assert_eq!(at(&values, "customFields.f1"), None);
        assert_eq!(at(&values, "customFields.f2"), Some("4111 1111 1111 1111"));
    }

    #[test]
    fn a_channel_is_blocked_or_not_and_files_are_what_was_sent() {
        let values = of_json(
            r#"{"dndSettings": {"SMS": {"status": "permanent", "code": "103"}, "Call": {"status": "active"}},
                "customFields": [{"id": "f", "value": {"u": {"url": "https://x.example/a.pdf", "meta": {"originalname": "a.pdf"}}}}]}"#,
        );
        assert_eq!(at(&values, "dndSettings.SMS"), Some("blocked for good"));
        assert_eq!(at(&values, "dndSettings.Call"), Some("blocked"));
        assert!(at(&values, "customFields.f").is_some_and(|text| text.contains("a.pdf")));
        assert!(!values.iter().any(|(path, _)| path.starts_with("customFields.f.")));
    }

    const DOCUMENTED: &str = include_str!("../../../tests/fixtures/contact_with_every_documented_field.json");

    #[test]
    fn a_contact_that_was_kept_has_every_value_at_its_path_again() {
        let sent = Json::parse(DOCUMENTED.as_bytes()).unwrap();
        let sent = Contact::from_value(sent.get("contact").unwrap_or(&sent).clone());
        let kept = of_contact(&sent);
        let again = contact(kept.clone());
        assert_eq!(again.display_name().text, sent.display_name().text);
        assert_eq!((again.id(), again.location()), (sent.id(), sent.location()));
        assert_eq!(again.do_not_disturb(), sent.do_not_disturb());
        assert_eq!(again.referenced_ids(), sent.referenced_ids());
        let standings = |contact: &Contact| {
            let channels = contact.channels().iter();
            channels.map(|channel| (channel.path.clone(), channel.dnd)).collect::<Vec<_>>()
        };
        assert_eq!(standings(&again), standings(&sent));
        let sorted = |mut values: Values| {
            values.sort();
            values
        };
        assert_eq!(sorted(of_contact(&again)), sorted(kept));
    }

    #[test]
    fn a_blocked_channel_stays_blocked_and_items_stay_items() {
        let sent = r#"{"tags": ["vip", "new"], "dnd": false, "additionalEmails": [{"email": "a@b.c"}, {"email": "d@e.f"}],
            "dndSettings": {"SMS": {"status": "permanent", "code": "103"}, "Call": {"status": "active"}},
            "customFields": [{"id": "f1", "value": ["one", "two"]}]}"#;
        let again = contact(of_contact(&Contact::from_value(Json::parse(sent.as_bytes()).unwrap())));
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
