#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use crate::model::contact::CustomValue;
use proptest::collection::vec;
use proptest::prelude::*;

fn fault(body: &str) -> ApiError {
    decode_contact(body.as_bytes()).unwrap_err()
}

fn paths(body: &str) -> Vec<String> {
    decode_contact(body.as_bytes()).unwrap().contact.fields().to_vec().into_iter().map(|field| field.path).collect()
}

#[test]
fn a_contact_is_read_with_its_trace_id() {
    let decoded = decode_contact(br#"{"contact":{"id":"kT4wQ9zLmN2xVbR7sYpD"},"traceId":"a1-b2"}"#).unwrap();
    assert_eq!(decoded.contact.id(), Some("kT4wQ9zLmN2xVbR7sYpD"));
    assert_eq!(decoded.trace_id.as_deref(), Some("a1-b2"));
}

#[test]
fn an_answer_with_far_more_values_than_any_contact_has_is_too_large() {
    let long =
        |values: usize| format!(r#"{{"contact":{{"id":"x","{}":[{}0]}}}}"#, "k".repeat(10_000), "0,".repeat(values));
    assert_eq!(fault(&long(2_000)), ProblemKind::AnswerTooLarge.into());
    assert!(decode_contact(long(40).as_bytes()).is_ok());
    let beside = |values: usize| format!(r#"{{"contact":{{"id":"x"}},"x":[{}0]}}"#, "0,".repeat(values));
    assert_eq!(fault(&beside(300_000)), ProblemKind::AnswerTooLarge.into());
    assert!(decode_contact(beside(6_000).as_bytes()).is_ok());
}

#[test]
fn a_contact_without_its_wrapper_is_read_too() {
    let decoded = decode_contact(br#"{"id":"kT4wQ9zLmN2xVbR7sYpD","email":"a@example.com","traceId":"a1"}"#).unwrap();
    assert_eq!(decoded.contact.id(), Some("kT4wQ9zLmN2xVbR7sYpD"));
    assert_eq!(decoded.trace_id.as_deref(), Some("a1"));
    assert_eq!(decoded.contact.fields().len(), 2);
}

#[test]
fn a_byte_order_mark_and_blanks_are_no_fault() {
    assert_eq!(paths("\u{FEFF}\r\n {\"contact\":{\"id\":\"x\"}}\n"), ["id"]);
}

#[test]
fn what_stands_beside_the_contact_is_not_lost() {
    let body = r#"{"statusCode":200,"status":"ok","succeded":true,"contact":{"id":"x"},"owner":{"name":"Ann"},"note":"","traceId":{"a":1}}"#;
    assert_eq!(paths(body), ["id", "owner.name", "traceId.a"]);
    let contact = decode_contact(body.as_bytes()).unwrap().contact;
    assert_eq!(contact.empty_count(), 1);
    assert_eq!(contact.values_at("owner.name")[0].sent, "Ann");
}

#[test]
fn a_contact_sent_twice_is_read_once_and_kept_twice() {
    assert_eq!(paths(r#"{"contact":null,"contact":{"id":"x"},"contact":{"id":"y"}}"#), ["id", "contact.id"]);
}

#[test]
fn an_answer_without_a_contact_is_empty() {
    for body in [
        "",
        " \n",
        "\u{FEFF}",
        "null",
        "[]",
        "\"\"",
        "{}",
        r#"{"contact":null}"#,
        r#"{"contact":{}}"#,
        r#"{"contact":[]}"#,
        r#"{"contact":""}"#,
        r#"{"contact":{"id":null,"tags":[]}}"#,
        r#"{"contact":null,"traceId":"a1","statusCode":200}"#,
        r#"{"traceId":"a1"}"#,
    ] {
        assert_eq!(fault(body).kind(), ProblemKind::AnswerEmpty, "{body}");
    }
}

#[test]
fn a_web_page_is_told_apart() {
    for body in ["<html>", " \n<!doctype html>", "\u{FEFF}<?xml version=\"1.0\"?>"] {
        assert_eq!(fault(body), ProblemKind::NetworkSignIn.into(), "{body}");
    }
}

#[test]
fn anything_else_is_not_understood() {
    let deep = "[".repeat(100_000);
    for body in [
        "Maria",
        "7",
        "[{\"id\":\"x\"}]",
        r#"{"contact":"x"}"#,
        r#"{"contact":[{"id":"x"}]}"#,
        r#"{"contacts":[{"id":"x"}]}"#,
        r#"{"message":"Maria"}"#,
        r#"{"contact":{"id":"x"}"#,
        r#"{"contact":{"id":"x"}} trailing"#,
        &deep,
    ] {
        assert_eq!(fault(body).kind(), ProblemKind::AnswerNotUnderstood, "{body}");
        assert!(!format!("{:?}", fault(body)).contains("Maria"), "{body}");
    }
}

/// Keys as contacts have them, and any other.
fn key() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "id",
        "customFields",
        "value",
        "field_value",
        "fieldValue",
        "fieldValueString",
        "name",
        "fieldKey",
        "key",
        "dndSettings",
        "inboundDndSettings",
        "all",
        "SMS",
        "sms",
        "Call",
        "status",
        "message",
        "code",
        "tags",
        "ssn",
        "dateOfBirth",
        "dateAdded",
        "createdBy",
        "timestamp",
        "url",
        "meta",
        "size",
        "email",
        "additionalEmails",
        "phone",
        "website",
        "dnd",
        "password",
        "a.b",
        "a",
        "b",
        "",
        "0",
        "contact",
        "traceId",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => "\\PC{0,6}"]
}

/// Any JSON at all.
fn value() -> impl Strategy<Value = Json> {
    let single = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        "-?(0|[1-9][0-9]{0,22})(\\.[0-9]{1,5})?([eE][+-]?[0-9]{1,3})?".prop_map(Json::Number),
        any::<String>().prop_map(Json::Text),
        prop::sample::select(vec![
            "",
            " ",
            "null",
            "active",
            "permanent",
            "1990-09-25",
            "1653961600000",
            "SSN",
            "https://example.com/a"
        ])
        .prop_map(|text| Json::Text(text.to_owned())),
    ];
    single.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![vec(inner.clone(), 0..5).prop_map(Json::List), vec((key(), inner), 0..6).prop_map(Json::Object),]
    })
}

/// Every text that was sent in a value, and how many values were sent empty.
fn leaves(value: &Json, found: &mut Vec<String>) {
    match value {
        Json::List(items) => items.iter().for_each(|item| leaves(item, found)),
        Json::Object(entries) => entries.iter().for_each(|(_, value)| leaves(value, found)),
        single => found.extend(single.sent().filter(|sent| !sent.is_empty()).map(str::to_owned)),
    }
}

/// Every text that can be had from a contact.
fn told(contact: &Contact) -> Vec<String> {
    let mut told = Vec::new();
    for field in contact.fields().to_vec() {
        match field.sent {
            Some(sent) => told.push(sent),
            None => told.extend(contact.values_at(&field.path).into_iter().map(|value| value.sent)),
        }
    }
    told.extend(contact.channels().to_vec().into_iter().filter_map(|channel| channel.status).map(|status| status.sent));
    for field in contact.custom_fields().to_vec() {
        match field.value {
            Some(CustomValue::One { sent, .. } | CustomValue::Other { sent }) => told.push(sent),
            Some(CustomValue::List { items, .. }) => told.extend(items),
            // Its parts are fields.
            Some(CustomValue::Files { .. }) => {}
            None => told.extend(contact.values_at(&field.path).into_iter().map(|value| value.sent)),
        }
        told.extend(field.id);
    }
    told
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(body in vec(any::<u8>(), 0..300)) {
        let _ = decode_contact(&body);
    }

    #[test]
    fn no_value_that_was_sent_is_lost(entries in vec((key(), value()), 0..12)) {
        let sent = Json::Object(entries);
        let body = format!("{{\"contact\":{}}}", sent.to_json());
        let mut leaves_sent = Vec::new();
        leaves(&sent, &mut leaves_sent);
        match decode_contact(body.as_bytes()) {
            Err(fault) => {
                prop_assert_eq!(fault.kind(), ProblemKind::AnswerEmpty);
                prop_assert!(leaves_sent.is_empty());
            }
            Ok(Decoded { contact, .. }) => {
                let mut told = told(&contact);
                for leaf in leaves_sent {
                    let at = told.iter().position(|text| *text == leaf);
                    prop_assert!(at.is_some(), "{:?} is lost from {}", leaf, body);
                    told.swap_remove(at.unwrap());
                }
                prop_assert_eq!(contact.empty_count(), sent.count_empty() * usize::from(sent != Json::Object(Vec::new())));
                let _ = (contact.display_name(), contact.do_not_disturb(), contact.id(), contact.location());
            }
        }
    }

    #[test]
    fn everything_told_can_be_had_by_its_path(entries in vec((key(), value()), 0..12)) {
        let contact = Contact::from_value(Json::Object(entries));
        for field in contact.fields().to_vec() {
            let values = contact.values_at(&field.path);
            prop_assert!(!values.is_empty(), "{}", field.path);
            if let Some(sent) = field.sent {
                prop_assert!(values.iter().any(|value| value.sent == sent), "{}", field.path);
            }
            prop_assert!(field.opens.is_none() || contact.link_at(&field.path).is_some(), "{}", field.path);
        }
        for field in contact.custom_fields().to_vec() {
            prop_assert!(!contact.values_at(&field.path).is_empty(), "{}", field.path);
            if let Some(CustomValue::Files { files, .. }) = field.value {
                for file in files.iter().filter(|file| file.opens.is_some()) {
                    prop_assert!(contact.link_at(&file.path).is_some(), "{}", file.path);
                }
            }
        }
        for status in contact.channels().to_vec().into_iter().filter_map(|channel| channel.status) {
            prop_assert!(contact.values_at(&status.path).contains(&status));
        }
    }
}
