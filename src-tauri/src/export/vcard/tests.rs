#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use calcard::vcard::{VCard, VCardProperty, VCardValue};
use calcard::{Entry, Parser};
use proptest::prelude::*;

use super::{vcard, MAX_LINE};
use crate::model::contact::Contact;
use crate::model::json::Json;

fn card(value: &serde_json::Value) -> String {
    let value = Json::parse(value.to_string().as_bytes()).expect("the test's own JSON");
    vcard(&Contact::from_value(value))
}

/// What an independent reader finds: one card and nothing else.
fn read(card: &str) -> VCard {
    let mut parser = Parser::new(card).strict();
    let Entry::VCard(found) = parser.entry() else { panic!("no card: {card}") };
    assert!(matches!(parser.entry(), Entry::Eof), "more than one card: {card}");
    found
}

/// The texts of each property of that name.
fn texts(card: &VCard, property: &VCardProperty) -> Vec<Vec<String>> {
    let text = |value: &VCardValue| match value {
        VCardValue::Component(parts) => parts.join(","),
        value => value.as_text().unwrap_or_default().to_owned(),
    };
    card.properties(property).map(|entry| entry.values.iter().map(text).collect()).collect()
}

fn first(card: &VCard, property: &VCardProperty) -> String {
    texts(card, property).first().map(|texts| texts.join("|")).unwrap_or_default()
}

#[test]
fn a_contact_becomes_a_card() {
    let contact = serde_json::json!({
        "id": "NiQBlJUEyHZuPqFY1yuS", "firstName": "Maria", "lastName": "Lopez", "companyName": "Lopez, Ceramics; Studio",
        "email": "Maria.Lopez@example.com", "phone": "+13125550142", "address1": "2140 N Halsted Street, Apt 3B",
        "city": "Chicago", "state": "IL", "country": "US", "postalCode": "60614",
        "website": "lopezceramics.example/shop?a=1;2,3", "dateOfBirth": "1988-06-14T00:00:00.000Z",
        "additionalEmails": [{ "email": "studio@lopezceramics.example", "validEmail": true }, "second@example.com"],
        "additionalPhones": [
            { "phone": "+13125550187", "phoneLabel": "Studio" }, { "phone": "+17735550119", "phoneLabel": null },
            { "phone": "+17735550120", "phoneLabel": "Mobile" }, { "phone": "+17735550121", "phoneLabel": "Work phone" },
        ],
        "ssn": "000-12-3456", "tags": ["new patient"], "customFields": [{ "id": "abc", "value": "Mornings" }],
    });
    insta::assert_snapshot!(card(&contact).replace("\r\n", "\n"), @r"
    BEGIN:VCARD
    VERSION:3.0
    N:Lopez;Maria;;;
    FN:Maria Lopez
    ORG:Lopez\, Ceramics\; Studio
    TEL;TYPE=VOICE,PREF:+13125550142
    TEL;TYPE=VOICE:+13125550187
    TEL;TYPE=VOICE:+17735550119
    TEL;TYPE=CELL,VOICE:+17735550120
    TEL;TYPE=WORK,VOICE:+17735550121
    EMAIL;TYPE=INTERNET,PREF:Maria.Lopez@example.com
    EMAIL;TYPE=INTERNET:studio@lopezceramics.example
    EMAIL;TYPE=INTERNET:second@example.com
    ADR:;;2140 N Halsted Street\, Apt 3B;Chicago;IL;60614;United States
    BDAY:1988-06-14
    URL;TYPE=WORK:https://lopezceramics.example/shop?a=1;2,3
    END:VCARD
    ");
}

#[test]
fn an_independent_reader_finds_what_was_sent() {
    let contact = serde_json::json!({
        "firstName": "José \\ \"Pepe\"", "lastName": "Ñandú; y, García", "companyName": "A: B\\nC",
        "phone": "+1 (312) 555-0142", "email": "a@example.com", "address1": "Line 1\r\nLine 2", "country": "GB",
    });
    let card = read(&card(&contact));
    assert_eq!(first(&card, &VCardProperty::N), "Ñandú; y, García|José \\ \"Pepe\"|||");
    assert_eq!(first(&card, &VCardProperty::Fn), "José \\ \"Pepe\" Ñandú; y, García");
    assert_eq!(first(&card, &VCardProperty::Org), "A: B\\nC");
    assert_eq!(first(&card, &VCardProperty::Tel), "+1 (312) 555-0142");
    assert_eq!(first(&card, &VCardProperty::Adr), "||Line 1\nLine 2||||United Kingdom");
}

#[test]
fn a_contact_without_a_name_still_has_a_card() {
    for (contact, name, shown) in [
        (serde_json::json!({}), "||||", "Contact"),
        (serde_json::json!({ "name": "null", "email": "a@example.com" }), "||||", "a@example.com"),
        (serde_json::json!({ "companyName": "Deos" }), "||||", "Deos"),
        (serde_json::json!({ "fullNameLowerCase": "maria lopez" }), "|maria lopez|||", "maria lopez"),
        (serde_json::json!({ "lastName": "Lopez" }), "Lopez||||", "Lopez"),
    ] {
        let text = card(&contact);
        let card = read(&text);
        assert_eq!((first(&card, &VCardProperty::N), first(&card, &VCardProperty::Fn)), (name.into(), shown.into()));
        assert_eq!(text.contains("X-ABShowAs:COMPANY"), contact["companyName"].is_string());
    }
}

#[test]
fn nothing_sensitive_is_on_a_card() {
    let secret = "078-05-1120";
    let contact = serde_json::json!({
        "firstName": "Maria", "ssn": secret, "passportNumber": secret, "password": secret, "creditCard": { "phone": secret },
        "additionalPhones": [{ "phone": "+13125550187", "pin": secret }, { "password": { "phone": secret } }],
        "customFields": [{ "id": "a", "name": "SSN", "value": secret }, { "id": "b", "value": secret }],
    });
    assert!(!card(&contact).contains(secret));
}

#[test]
fn a_date_of_birth_that_is_no_day_and_a_website_that_cannot_be_opened_are_left_out() {
    let contact = serde_json::json!({ "dateOfBirth": "in spring", "website": "javascript:alert(1)" });
    let card = card(&contact);
    assert!(!card.contains("BDAY") && !card.contains("URL"), "{card}");
}

#[test]
fn no_value_begins_a_line_of_its_own() {
    let breaks = ["\r\n", "\n", "\r", "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}", "\\n", "\r\n ", "\n\t"];
    for line_break in breaks {
        let harm = format!("x{line_break}END:VCARD{line_break}BEGIN:VCARD{line_break}NOTE:y{line_break}TEL:900");
        let contact = serde_json::json!({
            "firstName": harm, "lastName": harm, "companyName": harm, "phone": harm, "email": harm, "address1": harm,
            "city": harm, "country": harm, "website": format!("https://example.com/{harm}"), "dateOfBirth": harm,
            "additionalPhones": [{ "phone": "1", "phoneLabel": harm }, { "phone": harm }],
        });
        let written = card(&contact);
        let ends_a_line = |ch: char| ch.is_control() || matches!(ch, '\u{2028}' | '\u{2029}');
        assert!(!written.replace("\r\n", "").contains(ends_a_line), "{written:?}");
        let card = read(&written);
        assert_eq!(card.properties(&VCardProperty::Tel).count(), 3, "{line_break:?}");
        assert_eq!(card.properties(&VCardProperty::Note).count(), 0, "{line_break:?}");
    }
}

/// What a reader should find of a text, said without the writer's own words.
fn expected(text: &str) -> String {
    let ends = ["\r\n", "\r", "\u{0B}", "\u{0C}", "\u{1C}", "\u{1D}", "\u{1E}", "\u{85}", "\u{2028}", "\u{2029}"];
    let text = ends.iter().fold(text.trim().to_owned(), |text, end| text.replace(end, "\n"));
    text.replace('\t', " ").chars().filter(|ch| *ch == '\n' || !ch.is_control()).collect()
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[a-zé漢😀\\\\;,:\"\r\n\t ]{0,200}",
        "(\r\n|\n)?(END|BEGIN):VCARD(\r\n|\n)?",
        "(\\\\|\\\\n|n|;|,|é){60,90}",
    ]
    .prop_map(|text| format!("a{text}z"))
}

proptest! {
    #[test]
    fn whatever_was_sent_is_one_card_that_reads_back(texts_sent in prop::collection::vec(text(), 6)) {
        let [given, family, company, phone, street, email] = texts_sent.as_slice() else { unreachable!() };
        let contact = serde_json::json!({
            "firstName": given, "lastName": family, "companyName": company, "phone": phone, "address1": street,
            "additionalEmails": [email],
        });
        let written = card(&contact);
        prop_assert!(written.ends_with("\r\nEND:VCARD\r\n"));
        for line in written.split_terminator("\r\n") {
            prop_assert!(line.len() <= MAX_LINE && !line.is_empty() && !line.contains(['\r', '\n']), "{:?}", line);
        }
        let card = read(&written);
        prop_assert_eq!(card.entries.len(), 7, "{}", written);
        prop_assert_eq!(first(&card, &VCardProperty::N), format!("{}|{}|||", expected(family), expected(given)));
        prop_assert_eq!(first(&card, &VCardProperty::Org), expected(company));
        prop_assert_eq!(first(&card, &VCardProperty::Tel), expected(phone));
        prop_assert_eq!(first(&card, &VCardProperty::Adr), format!("||{}||||", expected(street)));
        prop_assert_eq!(first(&card, &VCardProperty::Email), expected(email));
    }
}
