#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use insta::assert_snapshot;
use std::fmt::Write as _;

const DOCUMENTED: &str = include_str!("../../../../tests/fixtures/contact_with_every_documented_field.json");
const UNDOCUMENTED: &str = include_str!("../../../../tests/fixtures/contact_with_undocumented_fields.json");
const CUSTOM_FIELDS: &str = include_str!("../../../../tests/fixtures/custom_fields_in_every_shape.json");
const KEYED: &str = include_str!("../../../../tests/fixtures/custom_fields_keyed_by_id.json");
const DO_NOT_DISTURB: &str = include_str!("../../../../tests/fixtures/do_not_disturb_in_every_form.json");
const ODD_TYPES: &str = include_str!("../../../../tests/fixtures/contact_of_odd_types.json");

fn fixture(body: &str) -> Contact {
    Contact::from_value(Json::parse(body.as_bytes()).unwrap().get("contact").unwrap().clone())
}

fn contact(json: &str) -> Contact {
    Contact::from_value(Json::parse(json.as_bytes()).unwrap())
}

/// What is told of a contact, a line each.
fn told(contact: &Contact) -> String {
    let mut told = format!("{:?}, {} empty\n", contact.display_name().text, contact.empty_count());
    for Field { path, list, sent, kind, opens } in contact.fields().to_vec() {
        let sent = sent.unwrap_or_else(|| "(redacted)".to_owned());
        let list = list.map(|list| format!(" of {list}")).unwrap_or_default();
        let opens = opens.map(|opens| format!(", opens {opens:?}")).unwrap_or_default();
        writeln!(told, "{path} = {sent}: {kind:?}{list}{opens}").unwrap();
    }
    for CustomField { path, id, name, value, by_look: _ } in contact.custom_fields().to_vec() {
        let id = if id.is_some() { "" } else { " (no ID)" };
        let name = name.map(|name| format!(" ({name})")).unwrap_or_default();
        match value {
            Some(CustomValue::One { sent, kind, opens }) => {
                writeln!(told, "{path}{id}{name} = {sent}: {kind:?} {opens:?}").unwrap();
            }
            value => writeln!(told, "{path}{id}{name} = {value:?}").unwrap(),
        }
    }
    for DndChannel { path, channel, dnd, status } in contact.channels().to_vec() {
        let status = status.map_or("none".to_owned(), |status| format!("{:?} at {}", status.sent, status.path));
        writeln!(told, "{path}: {channel:?} {dnd:?}, status {status}").unwrap();
    }
    told
}

#[test]
fn every_documented_field_is_told() {
    assert_snapshot!(told(&fixture(DOCUMENTED)), @r#"
    "Nora Whitfield", 1 empty
    id = kT4wQ9zLmN2xVbR7sYpD: Text
    name = Nora Whitfield: Text
    locationId = Lo7cAtIoN0pQrS5tUvWx: Text
    firstName = Nora: Text
    lastName = Whitfield: Text
    email = Nora.Whitfield@example.com: Text, opens Mail
    emailLowerCase = nora.whitfield@example.com: Text
    timezone = America/Chicago: Text
    companyName = Whitfield & Daughters: Text
    phone = +13125550142: Text, opens Call
    dnd = false: YesNo { yes: false }
    dndSettings.SMS.message = Asked by text: Text
    dndSettings.SMS.code = 103: Text
    type = lead: Text
    source = website form: Text
    assignedTo = Us3rIdAaBbCcDdEeFf01: Text
    address1 = 12 Harbor Lane: Text
    city = Chicago: Text
    state = IL: Text
    country = US: Text
    postalCode = 60601: Text
    website = https://whitfield.example: Text, opens Web
    tags = new patient: Text of tags
    tags = spring 2026: Text of tags
    dateOfBirth = 1990-09-25T00:00:00.000Z: Day { day: "1990-09-25" }
    dateAdded = 2024-03-05T16:20:11.704Z: Moment { epoch_ms: 1709655611704.0 }
    dateUpdated = 2026-02-11T09:00:00.000Z: Moment { epoch_ms: 1770800400000.0 }
    attachments = https://files.example/a.pdf: Text, opens Web
    ssn = (redacted): Text
    keyword = whitening: Text
    firstNameLowerCase = nora: Text
    fullNameLowerCase = nora whitfield: Text
    lastNameLowerCase = whitfield: Text
    lastActivity = 2026-02-12T10:30:00.000Z: Moment { epoch_ms: 1770892200000.0 }
    businessId = 65f0c0ffee0c0ffee0c0ffee: Text
    attributionSource.url = https://whitfield.example/book: Text, opens Web
    attributionSource.utmSource = newsletter: Text
    lastAttributionSource.sessionSource = CRM UI: Text
    lastAttributionSource.medium = manual: Text
    visitorId = v1s1t0rAaBbCcDdEeFf9: Text
    customFields.cF0aaaaaaaaaaaaaaa01 = Mornings: Text None
    dndSettings.SMS: Sms Blocked, status "active" at dndSettings.SMS.status
    dndSettings.Email: Email Allowed, status "inactive" at dndSettings.Email.status
    "#);
}

#[test]
fn undocumented_fields_are_told_by_themselves() {
    assert_snapshot!(told(&fixture(UNDOCUMENTED)), @r#"
    "desk@example.com", 6 empty
    id = kT4wQ9zLmN2xVbR7sYpD: Text
    fullNameLowerCase = null: Text
    companyName =  : Text
    email = desk@example.com: Text, opens Mail
    additionalEmails.0.email = second@example.com: Text, opens Mail
    additionalEmails.0.validEmail = true: YesNo { yes: true }
    additionalEmails.1 = third@example.com: Text of additionalEmails, opens Mail
    additionalPhones.0.phone = +14155550117: Text, opens Call
    additionalPhones.1 = 4155550118: Text of additionalPhones, opens Call
    followers.0 = Us3rIdAaBbCcDdEeFf01: Text of followers
    followers.1 = Us3rIdAaBbCcDdEeFf02: Text of followers
    createdBy.source = INTEGRATION: Text
    createdBy.channel = OAUTH: Text
    createdBy.sourceId = aPpIdAaBbCcDdEeFf001: Text
    createdBy.timestamp = 1709655611704: Moment { epoch_ms: 1709655611704.0 }
    profilePhoto = https://pictures.example/nora.jpg: Text, opens Web
    validEmail = true: YesNo { yes: true }
    deleted = false: YesNo { yes: false }
    attributionSource.mediumId = null: Text
    attributionSource.adId = 120210000000000123: Number
    score = 1.50: Number
    renewedAt = 2026-01-02T03:04:05+02:00: Moment { epoch_ms: 1767315845000.0 }
    nextVisitDate = 2026-06-01: Day { day: "2026-06-01" }
    newThing.inner.0.a.b = 1: Number
    newThing.inner.1.0 = true: YesNo { yes: true } of newThing.inner.1
    "#);
}

#[test]
fn custom_fields_are_told_in_every_shape() {
    assert_snapshot!(told(&fixture(CUSTOM_FIELDS)), @r#"
    "kT4wQ9zLmN2xVbR7sYpD", 4 empty
    id = kT4wQ9zLmN2xVbR7sYpD: Text
    customFields.cF0aaaaaaaaaaaaaaa04.id = cF0aaaaaaaaaaaaaaa04: Text
    customFields.cF0aaaaaaaaaaaaaaa06.type = date: Text
    customFields.cF0aaaaaaaaaaaaaaa08.3f0c2b1a-0000-4000-8000-00000000000a.meta.originalname = consent.pdf: Text
    customFields.cF0aaaaaaaaaaaaaaa08.3f0c2b1a-0000-4000-8000-00000000000a.meta.mimetype = application/pdf: Text
    customFields.cF0aaaaaaaaaaaaaaa08.3f0c2b1a-0000-4000-8000-00000000000a.meta.size = 48213: Number
    customFields.cF0aaaaaaaaaaaaaaa08.3f0c2b1a-0000-4000-8000-00000000000a.url = https://files.example/consent.pdf: Text, opens Web
    customFields.cF0aaaaaaaaaaaaaaa08.3f0c2b1a-0000-4000-8000-00000000000a.documentId = d0cAaBbCcDdEeFf00001: Text
    customFields.cF0aaaaaaaaaaaaaaa09.0.url = javascript:alert(1): Text
    customFields.cF0aaaaaaaaaaaaaaa09.0.meta.name = x: Text
    customFields.cF0aaaaaaaaaaaaaaa09.0.meta.size = 1.5: Number
    customFields.cF0aaaaaaaaaaaaaaa10.street = 12 Harbor Lane: Text
    customFields.cF0aaaaaaaaaaaaaaa10.floor = 3: Number
    customFields.cF0aaaaaaaaaaaaaaa11.name = Passport number: Text
    customFields.cF0aaaaaaaaaaaaaaa11.fieldKey = contact.passport: Text
    customFields.cF0aaaaaaaaaaaaaaa11.fieldValueString = (redacted): Text
    customFields.cF0aaaaaaaaaaaaaaa12.name = Favourite colour: Text
    customFields.cF0aaaaaaaaaaaaaaa01 = Mornings: Text None
    customFields.cF0aaaaaaaaaaaaaaa02 = 9007199254740993: Number None
    customFields.cF0aaaaaaaaaaaaaaa03 = Some(List { items: ["Implants", "Whitening"], sent: "[\"Implants\",\"\",\"Whitening\"]" })
    customFields.cF0aaaaaaaaaaaaaaa05 = true: YesNo { yes: true } None
    customFields.cF0aaaaaaaaaaaaaaa06 = 2026-03-01T00:00:00.000Z: Day { day: "2026-03-01" } None
    customFields.cF0aaaaaaaaaaaaaaa07 = https://files.example/one.pdf: Text Some(Web)
    customFields.cF0aaaaaaaaaaaaaaa08 = Some(Files { files: [File { path: "customFields.cF0aaaaaaaaaaaaaaa08.3f0c2b1a-0000-4000-8000-00000000000a.url", name: Some("consent.pdf"), bytes: Some(48213.0), opens: Some(Web) }], sent: "{\"3f0c2b1a-0000-4000-8000-00000000000a\":{\"meta\":{\"originalname\":\"consent.pdf\",\"mimetype\":\"application/pdf\",\"size\":48213},\"url\":\"https://files.example/consent.pdf\",\"documentId\":\"d0cAaBbCcDdEeFf00001\"}}" })
    customFields.cF0aaaaaaaaaaaaaaa09 = Some(Files { files: [File { path: "customFields.cF0aaaaaaaaaaaaaaa09.0.url", name: Some("x"), bytes: None, opens: None }], sent: "[{\"url\":\"javascript:alert(1)\",\"meta\":{\"name\":\"x\",\"size\":1.5}}]" })
    customFields.cF0aaaaaaaaaaaaaaa10 = Some(Other { sent: "{\"street\":\"12 Harbor Lane\",\"floor\":3}" })
    customFields.cF0aaaaaaaaaaaaaaa11 (Passport number) = None
    customFields.cF0aaaaaaaaaaaaaaa12 (Favourite colour) = teal: Text None
    customFields.12 (no ID) = no ID: Text None
    customFields.13 (no ID) = a text alone: Text None
    "#);
}

#[test]
fn custom_fields_keyed_by_id_are_told_like_others() {
    assert_snapshot!(told(&fixture(KEYED)), @r#"
    "kT4wQ9zLmN2xVbR7sYpD", 1 empty
    id = kT4wQ9zLmN2xVbR7sYpD: Text
    customFields.cF0aaaaaaaaaaaaaaa02.fieldKey = contact.visits: Text
    customFields.cF0aaaaaaaaaaaaaaa04.url = https://files.example/two.pdf: Text, opens Web
    customFields.cF0aaaaaaaaaaaaaaa01 = Mornings: Text None
    customFields.cF0aaaaaaaaaaaaaaa02 (contact.visits) = 7: Number None
    customFields.cF0aaaaaaaaaaaaaaa03 = Some(List { items: ["a", "b"], sent: "[\"a\",\"b\"]" })
    customFields.cF0aaaaaaaaaaaaaaa04 = Some(Files { files: [File { path: "customFields.cF0aaaaaaaaaaaaaaa04.url", name: None, bytes: None, opens: Some(Web) }], sent: "{\"url\":\"https://files.example/two.pdf\"}" })
    "#);
}

#[test]
fn do_not_disturb_is_told_channel_by_channel() {
    let contact = fixture(DO_NOT_DISTURB);
    assert_eq!(contact.do_not_disturb(), Some(true));
    assert_snapshot!(told(&contact), @r#"
    "kT4wQ9zLmN2xVbR7sYpD", 3 empty
    id = kT4wQ9zLmN2xVbR7sYpD: Text
    dnd = TRUE: YesNo { yes: true }
    dndSettings.Call.message = Asked on the phone: Text
    dndSettings.Call.code = 103: Text
    dndSettings.fb.message = no status: Text
    dndSettings.Telegram.since = 2026: Number
    dndSettings.Call: Call Blocked, status "active" at dndSettings.Call.status
    dndSettings.sms: Sms BlockedForGood, status " Permanent " at dndSettings.sms.status
    dndSettings.Email: Email Allowed, status "inactive" at dndSettings.Email.status
    dndSettings.whatsApp: Whatsapp Unknown, status "paused" at dndSettings.whatsApp.status
    dndSettings.GMB: Google Blocked, status "active" at dndSettings.GMB
    dndSettings.fb: Facebook Unknown, status none
    dndSettings.Telegram: Other("Telegram") Allowed, status "inactive" at dndSettings.Telegram.status
    dndSettings.Call2: Other("Call2") Unknown, status "true" at dndSettings.Call2
    inboundDndSettings.all: Inbound Blocked, status "active" at inboundDndSettings.all.status
    "#);
}

#[test]
fn odd_types_cost_nothing_but_their_own_meaning() {
    let contact = fixture(ODD_TYPES);
    assert_eq!(contact.do_not_disturb(), None);
    assert_snapshot!(told(&contact), @r#"
    "12345678901234567890", 0 empty
    id = 12345678901234567890: Number
    firstName.0 = Nora: Text of firstName
    lastName.value = Whitfield: Text
    email = 7: Number
    phone = 13125550142: Number, opens Call
    dnd = sometimes: Text
    dndSettings = none: Text
    tags = vip: Text
    customFields = none: Text
    dateOfBirth = true: YesNo { yes: true }
    dateAdded = yesterday: Text
    dateUpdated = 1709655611: Moment { epoch_ms: 1709655611000.0 }
    ssn = (redacted): Text
    attributionSource.0.0 = a: Text of attributionSource.0
    attributionSource.1 = b: Text of attributionSource
    "#);
}

#[test]
fn a_contact_without_a_name_still_shows() {
    for (json, text, paths) in [
        (r#"{"name":"Nora W","firstName":"Nora"}"#, "Nora W", vec!["name"]),
        (
            r#"{"name":"null","firstName":" Nora ","lastName":"Whitfield"}"#,
            "Nora Whitfield",
            vec!["firstName", "lastName"],
        ),
        (r#"{"name":" ","firstName":null,"lastName":"Whitfield"}"#, "Whitfield", vec!["lastName"]),
        (
            r#"{"firstName":7,"fullNameLowerCase":"nora whitfield","email":"a@example.com"}"#,
            "nora whitfield",
            vec!["fullNameLowerCase"],
        ),
        (r#"{"fullNameLowerCase":"null","companyName":"Acme","email":"a@example.com"}"#, "Acme", vec!["companyName"]),
        (r#"{"companyName":"","email":"a@example.com","phone":"1"}"#, "a@example.com", vec!["email"]),
        (r#"{"phone":"+14155550134","id":"x"}"#, "+14155550134", vec!["phone"]),
        (r#"{"name":"\u200b","id":"x"}"#, "x", vec!["id"]),
        (r#"{"name":{"first":"Nora"}}"#, "", vec![]),
    ] {
        let name = contact(json).display_name();
        assert_eq!((name.text.as_str(), name.paths), (text, paths.into_iter().map(str::to_owned).collect()), "{json}");
    }
}

#[test]
fn a_sensitive_value_is_told_by_its_path_alone_until_it_is_asked_for() {
    for json in [
        r#"{"ssn":"000-12-3456"}"#,
        r#"{"SSN":{"number":"000-12-3456"}}"#,
        r#"{"ssn":["000-12-3456"],"ssn":null}"#,
        r#"{"other":{"portalPassword":"000-12-3456"}}"#,
        r#"{"customFields":[{"id":"a","fieldKey":"contact.ssn","value":"000-12-3456"}]}"#,
        r#"{"customFields":[{"id":"a","name":"Card","value":{"x":{"url":"000-12-3456"}},"fieldValue":["000-12-3456"]}]}"#,
        r#"{"customFields":[{"id":"a","value":{"ssn":"000-12-3456"}}]}"#,
        r#"{"customFields":[{"id":"a","fieldValuePassword":"000-12-3456"}]}"#,
        r#"{"customFields":{"ssn":"000-12-3456"}}"#,
        r#"{"customFields":{"ssn":{"value":"000-12-3456"}}}"#,
        r#"{"dndSettings":{"ssn":"000-12-3456"}}"#,
    ] {
        let contact = contact(json);
        assert!(!told(&contact).contains("000-12-3456"), "{json}");
        let redacted =
            contact.fields().to_vec().into_iter().filter(|field| field.sent.is_none()).map(|field| field.path);
        let custom =
            contact.custom_fields().to_vec().into_iter().filter(|field| field.value.is_none()).map(|field| field.path);
        let paths: Vec<String> = redacted.chain(custom).collect();
        assert!(!paths.is_empty(), "{json}");
        for path in paths {
            let values = contact.values_at(&path);
            assert_eq!(values.len(), 1, "{json} {path}");
            assert_eq!(values[0].sent, "000-12-3456", "{json}");
            assert_eq!(contact.link_at(&path), None);
        }
    }
}

#[test]
fn an_empty_sensitive_value_is_only_counted() {
    for json in [r#"{"ssn":""}"#, r#"{"ssn":null}"#, r#"{"ssn":{}}"#, r#"{"ssn":[""]}"#] {
        assert_eq!((contact(json).fields().len(), contact(json).empty_count()), (0, 1), "{json}");
    }
}

#[test]
fn values_are_found_by_paths_that_keys_with_dots_make_ambiguous() {
    let contact = contact(r#"{"a.b":"1","a":{"b":"2","b.c":"3","b":{"c":"4"}},"x":{"":"5"},"":"6"}"#);
    let at = |path: &str| contact.values_at(path).into_iter().map(|value| value.sent).collect::<Vec<_>>();
    assert_eq!(at("a.b"), ["1", "2"]);
    assert_eq!(at("a.b.c"), ["3", "4"]);
    assert_eq!(at("a"), ["1", "2", "3", "4"]);
    assert_eq!(at("x."), ["5"]);
    assert_eq!(at(""), ["6"]);
    assert_eq!(at("b"), [""; 0]);
    assert_eq!(at("a."), [""; 0]);
}

#[test]
fn what_is_copied_is_what_was_sent() {
    let documented = fixture(DOCUMENTED);
    let custom = fixture(CUSTOM_FIELDS);
    let at = |contact: &Contact, path: &str| {
        contact.values_at(path).into_iter().map(|value| value.sent).collect::<Vec<_>>().join("|")
    };
    assert_eq!(at(&documented, "email"), "Nora.Whitfield@example.com");
    assert_eq!(at(&documented, "tags"), "new patient|spring 2026");
    assert_eq!(at(&documented, "dndSettings.SMS"), "active");
    assert_eq!(at(&documented, "dndSettings.SMS.status"), "active");
    assert_eq!(at(&documented, "dndSettings.SMS.code"), "103");
    assert_eq!(at(&documented, "ssn"), "000-12-3456");
    assert_eq!(at(&documented, "attributionSource"), "https://whitfield.example/book|newsletter");
    assert_eq!(at(&custom, "customFields.cF0aaaaaaaaaaaaaaa02"), "9007199254740993");
    assert_eq!(at(&custom, "customFields.cF0aaaaaaaaaaaaaaa03"), "Implants|Whitening");
    assert_eq!(at(&custom, "customFields.cF0aaaaaaaaaaaaaaa03.2"), "Whitening");
    assert_eq!(at(&custom, "customFields.cF0aaaaaaaaaaaaaaa10"), r#"{"street":"12 Harbor Lane","floor":3}"#);
    assert_eq!(at(&custom, "customFields.cF0aaaaaaaaaaaaaaa10.floor"), "3");
    assert_eq!(at(&custom, "customFields.13"), "a text alone");
}

#[test]
fn links_are_found_by_path() {
    let documented = fixture(DOCUMENTED);
    let custom = fixture(CUSTOM_FIELDS);
    let uri = |contact: &Contact, path: &str| contact.link_at(path).map(|link| link.as_uri());
    for (contact, path, opens) in [
        (&documented, "email", Some("mailto:Nora.Whitfield@example.com")),
        (&documented, "phone", Some("tel:+13125550142")),
        (&documented, "website", Some("https://whitfield.example/")),
        (&documented, "attributionSource.url", Some("https://whitfield.example/book")),
        (&documented, "emailLowerCase", None),
        (&documented, "ssn", None),
        (&documented, "nothing", None),
        (&custom, "customFields.cF0aaaaaaaaaaaaaaa07", Some("https://files.example/one.pdf")),
        (
            &custom,
            "customFields.cF0aaaaaaaaaaaaaaa08.3f0c2b1a-0000-4000-8000-00000000000a.url",
            Some("https://files.example/consent.pdf"),
        ),
        (&custom, "customFields.cF0aaaaaaaaaaaaaaa09.0.url", None),
    ] {
        assert_eq!(uri(contact, path).as_deref(), opens, "{path}");
    }
}

#[test]
fn something_nested_very_deep_is_told_as_the_text_it_is() {
    let json = format!(r#"{{"deep":{}7{}}}"#, "[".repeat(60), "]".repeat(60));
    let contact = contact(&json);
    let field = contact.fields()[0].clone();
    assert_eq!(field.kind, ValueKind::Json);
    assert!(field.sent.unwrap().contains("[[7]]"));
}

#[test]
fn a_value_that_is_no_object_still_shows() {
    assert_eq!(contact("[1]").fields()[0].path, "contact.0");
    assert_eq!(contact("\"x\"").fields()[0].sent.as_deref(), Some("x"));
    assert_eq!(contact("null").empty_count(), 1);
}

#[test]
fn a_large_contact_is_read_at_once() {
    let tags = vec![r#""tag""#; 5_000].join(",");
    let fields: Vec<String> = (0..2_000).map(|at| format!(r#"{{"id":"f{at}","value":"v"}}"#)).collect();
    let contact = contact(&format!(r#"{{"tags":[{tags}],"customFields":[{}]}}"#, fields.join(",")));
    assert_eq!((contact.fields().len(), contact.custom_fields().len()), (5_000, 2_000));
}

mod redacted;
