//! What must hold for every answer, whatever bytes it is made of.

use std::collections::HashMap;

use contact_lookup::export::file::{file_name, FileKind};
use contact_lookup::export::postal_address::postal_address;
use contact_lookup::export::vcard::vcard;
use contact_lookup::highlevel::decode::{decode_contact, Decoded};
use contact_lookup::model::contact::{is_sensitive, Contact, CustomValue, ValueKind};
use contact_lookup::model::json::Json;
use contact_lookup::model::link::SafeLink;
use contact_lookup::model::problem::ProblemKind;

/// Reads a body as an answer and asks for all that the window asks for.
pub fn check(body: &[u8]) {
    let decoded = decode_contact(body);
    let Ok(sent) = Json::parse(body) else {
        assert!(decoded.is_err(), "a contact was read out of what is no JSON");
        return;
    };
    assert_eq!(Json::parse(sent.to_json().as_bytes()).as_ref(), Ok(&sent), "written anew it is another value");
    match decoded {
        Ok(Decoded { contact, trace_id }) => {
            assert!(trace_id.is_none_or(|id| !id.is_empty() && !id.contains(char::is_control)));
            nothing_is_lost(&sent, &contact);
            everything_told_is_had_by_its_path(&contact);
            sensitive_values_change_nothing_that_is_told(&sent, &contact);
            what_leaves_is_well_formed(&contact);
        }
        Err(error) => {
            assert_ne!(error.kind(), ProblemKind::NetworkSignIn, "JSON was taken for a web page");
            assert!(!is_whole_contact(&sent), "{error:?}");
        }
    }
}

/// Whether there can be no doubt that an answer holds a contact.
fn is_whole_contact(sent: &Json) -> bool {
    matches!(sent.get("contact"), Some(contact @ Json::Object(_)) if contact.has_content())
}

/// Every value that is not empty can be had, as often as it was sent.
fn nothing_is_lost(sent: &Json, contact: &Contact) {
    let mut expected = Vec::new();
    let has_wrapper = sent.get("contact").is_some();
    let trace_id = sent.entries().iter().position(|(key, value)| key == "traceId" && !value.is_container());
    for (at, (key, value)) in sent.entries().iter().enumerate() {
        let is_word_of_envelope = has_wrapper
            && !value.is_container()
            && ["statusCode", "status", "success", "succeeded", "succeded"].contains(&key.as_str());
        if Some(at) != trace_id && !is_word_of_envelope {
            collect_leaves(value, &mut expected);
        }
    }
    let mut told: HashMap<String, usize> = HashMap::new();
    for text in told_by(contact) {
        *told.entry(text).or_default() += 1;
    }
    for leaf in expected {
        let left = told.get_mut(leaf).filter(|left| **left > 0);
        *left.unwrap_or_else(|| panic!("{leaf:?} is lost")) -= 1;
    }
}

/// Every single value that is not empty.
fn collect_leaves<'a>(value: &'a Json, found: &mut Vec<&'a str>) {
    match value {
        Json::List(items) => items.iter().for_each(|item| collect_leaves(item, found)),
        Json::Object(entries) => entries.iter().for_each(|(_, value)| collect_leaves(value, found)),
        single => found.extend(single.sent().filter(|sent| !sent.is_empty())),
    }
}

/// Every text that can be had from a contact, those included that are shown only when asked for.
fn told_by(contact: &Contact) -> Vec<String> {
    let revealed = |path: &str| contact.values_at(path).into_iter().map(|value| value.sent);
    let mut told = Vec::new();
    for field in contact.fields().to_vec() {
        match field.sent {
            Some(sent) => told.push(sent),
            None => told.extend(revealed(&field.path)),
        }
    }
    told.extend(contact.channels().to_vec().into_iter().filter_map(|channel| channel.status).map(|status| status.sent));
    let mut revealed_paths = Vec::new();
    for field in contact.custom_fields().to_vec() {
        match field.value {
            Some(CustomValue::One { sent, .. } | CustomValue::Other { sent }) => told.push(sent),
            Some(CustomValue::List { items, .. }) => told.extend(items),
            // Its parts are among the fields.
            Some(CustomValue::Files { .. }) => {}
            None if revealed_paths.contains(&field.path) => {}
            None => {
                told.extend(revealed(&field.path));
                revealed_paths.push(field.path);
            }
        }
        told.extend(field.id);
    }
    told
}

/// What is told under a path is had by that path, and what is said to open opens, harmlessly.
fn everything_told_is_had_by_its_path(contact: &Contact) {
    for field in contact.fields().to_vec() {
        let values = contact.values_at(&field.path);
        assert!(!values.is_empty(), "nothing is at {}", field.path);
        if let Some(sent) = &field.sent {
            assert!(values.iter().any(|value| value.sent == *sent), "something else is at {}", field.path);
        }
        if let ValueKind::Moment { epoch_ms } = field.kind {
            assert!(epoch_ms.is_finite());
        }
        opens_harmlessly(contact, &field.path, field.opens.is_some());
    }
    for field in contact.custom_fields().to_vec() {
        assert!(!contact.values_at(&field.path).is_empty(), "nothing is at {}", field.path);
        match field.value {
            Some(CustomValue::One { opens, .. }) => opens_harmlessly(contact, &field.path, opens.is_some()),
            Some(CustomValue::Files { files, .. }) => {
                for file in files {
                    opens_harmlessly(contact, &file.path, file.opens.is_some());
                }
            }
            _ => {}
        }
    }
    for channel in contact.channels().to_vec() {
        if let Some(status) = channel.status {
            assert!(contact.values_at(&status.path).contains(&status), "the status is not at {}", status.path);
        }
    }
    for path in contact.display_name().paths {
        assert!(!contact.values_at(&path).is_empty(), "nothing is at {path}, which the name is made of");
    }
}

fn opens_harmlessly(contact: &Contact, path: &str, is_said_to_open: bool) {
    let link = contact.link_at(path);
    assert!(link.is_some() || !is_said_to_open, "nothing opens at {path}");
    let Some(link) = link else { return };
    let uri = link.as_uri();
    let starts: &[&str] = match link {
        SafeLink::Web(_) => &["https://", "http://"],
        SafeLink::Mail(_) => &["mailto:"],
        SafeLink::Call(_) => &["tel:"],
    };
    assert!(starts.iter().any(|start| uri.starts_with(start)), "{uri}");
    assert!(uri.bytes().all(|byte| byte.is_ascii_graphic()), "{uri:?}");
}

/// With other sensitive values, the same is told and shown: so nothing of them is in it.
fn sensitive_values_change_nothing_that_is_told(sent: &Json, contact: &Contact) {
    let body = with_others(sent, false).to_json();
    let other = match decode_contact(body.as_bytes()) {
        Ok(other) => other.contact,
        Err(fault) => panic!("with other sensitive values it is no contact: {fault:?}"),
    };
    assert_eq!(contact.fields(), other.fields());
    assert_eq!(contact.custom_fields(), other.custom_fields());
    assert_eq!(contact.channels(), other.channels());
    assert_eq!(contact.display_name(), other.display_name());
    assert_eq!(contact.do_not_disturb(), other.do_not_disturb());
    assert_eq!(contact.empty_count(), other.empty_count());
    assert!(contact.changes_since(contact).is_empty());
    for change in other.changes_since(contact) {
        let is_silent = change.before.is_empty() && change.now.is_empty();
        assert!(change.redacted && is_silent, "a change at {} tells something", change.path);
    }
    assert_eq!(vcard(contact), vcard(&other));
    assert_eq!(postal_address(contact), postal_address(&other));
}

/// A vCard is one card of short lines, and its file lies in the folder it is put into.
fn what_leaves_is_well_formed(contact: &Contact) {
    let card = vcard(contact);
    assert!(card.starts_with("BEGIN:VCARD\r\n") && card.ends_with("\r\nEND:VCARD\r\n"));
    assert_eq!(card.lines().filter(|line| ["BEGIN:VCARD", "END:VCARD"].contains(line)).count(), 2, "{card}");
    assert!(card.split_terminator("\r\n").all(|line| line.len() <= 75 && !line.contains(char::is_control)), "{card:?}");
    let name = file_name(&contact.display_name().text, FileKind::VCard);
    assert!(name.len() < 128 && !name.starts_with('.') && !name.contains(['/', '\\', ':']), "{name:?}");
}

/// The same value with everything below a sensitive name exchanged.
fn with_others(value: &Json, sensitive: bool) -> Json {
    match value {
        Json::List(items) => Json::List(items.iter().map(|item| with_others(item, sensitive)).collect()),
        Json::Object(entries) => {
            let exchange =
                |(key, value): &(String, Json)| (key.clone(), with_others(value, sensitive || is_sensitive(key)));
            Json::Object(entries.iter().map(exchange).collect())
        }
        single if sensitive && !single.is_empty() => Json::Text("something else".to_owned()),
        // The text of what is nested too deep to be taken apart. It is written anew only where something is exchanged.
        Json::TooDeep(json) => match Json::parse(json.as_bytes()).map(|inside| (with_others(&inside, false), inside)) {
            Ok((others, inside)) if others != inside => Json::TooDeep(others.to_json()),
            _ => value.clone(),
        },
        single => single.clone(),
    }
}
