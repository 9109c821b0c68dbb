#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use proptest::prelude::*;
use std::time::{Duration, Instant};

/// In the shape of a contact's ID.
const ID: &str = "kT4wQ9zLmN2xVbR7sYpD";

/// In the shape of a location's ID.
const LOCATION: &str = "Lo7cAtIoN0pQrS5tUvWx";

fn fault(text: &str) -> IdError {
    read_contact_id(text).unwrap_err()
}

#[test]
fn an_id_is_taken_as_typed() {
    let read = read_contact_id(ID).unwrap();
    assert_eq!((read.id.as_str(), read.taken), (ID, Taken::AsTyped));
    assert_eq!((read.location, read.unusual_length), (None, false));
}

#[test]
fn an_id_of_another_length_is_taken_with_a_warning() {
    for length in [10, 18, 21, 22, 40] {
        let read = read_contact_id(&"aB3".repeat(14)[..length]).unwrap();
        assert!(read.unusual_length, "{length}");
    }
}

#[test]
fn what_copying_adds_is_taken_off() {
    for text in [
        format!(" {ID}\r\n"),
        format!("\"{ID}\""),
        format!("“{ID}”,"),
        format!("<{ID}>"),
        format!("({ID})."),
        format!("\u{FEFF}{ID}\u{200B}"),
        format!("{}\u{200B}{}", &ID[..7], &ID[7..]),
        format!("{ID}\u{00A0}"),
        format!("ID: {ID}"),
        format!("id:{ID}"),
        format!("Contact ID = {ID}"),
        format!("Contact-ID – {ID}"),
        format!("contact_id={ID}"),
        format!("Contact ID {ID}"),
        format!("{{\"id\": \"{ID}\"}}"),
        format!("\"contactId\": \"{ID}\","),
        ID.chars().map(full_width).collect(),
        format!("{ID}\n{LOCATION}\r\n\r\n{ID}"),
    ] {
        let read = read_contact_id(&text).unwrap();
        assert_eq!((read.id.as_str(), read.taken), (ID, Taken::Tidied), "{text:?}");
    }
}

fn full_width(ch: char) -> char {
    char::from_u32(u32::from(ch) - 0x21 + 0xFF01).unwrap()
}

#[test]
fn links_to_a_contact_are_read_on_any_host() {
    let with_location = [
        format!("https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail/{ID}"),
        format!("https://app.gohighlevel.com/location/{LOCATION}/contacts/detail/{ID}?view=all#top"),
        format!("HTTPS://CRM.Agency.Example/V2/Location/{LOCATION}/Contacts/Detail/{ID}/"),
        format!("crm.agency.example/v2/location/{LOCATION}/contacts/detail/{ID}"),
        format!("crm.agency.example:8443/v2/location/{LOCATION}/contacts/detail/{ID}"),
        format!("//crm.agency.example/v2/location/{LOCATION}/contacts/detail/{ID}"),
        format!("<https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail/{ID}>"),
        format!("see https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail/{ID} thanks"),
        format!("Contact:https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail/{ID}."),
        format!("[Maria](https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail/{ID})"),
        format!("<https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail/{ID}|Maria>"),
        format!("見て https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail/{ID}。ありがとう"),
        format!("https%3A%2F%2Fapp.gohighlevel.com%2Fv2%2Flocation%2F{LOCATION}%2Fcontacts%2Fdetail%2F{ID}%3Fx%3D1"),
        format!("https://app.gohighlevel.com/v2/location/{LOCATION}/contacts%2Fdetail/{ID}"),
        format!("https://example.com\nhttps://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail/{ID}"),
        format!("\u{200B}https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail/{ID}\u{FEFF}"),
    ];
    for text in with_location {
        let read = read_contact_id(&text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        assert_eq!((read.id.as_str(), read.taken), (ID, Taken::FromLink), "{text}");
        assert_eq!(read.location.as_deref(), Some(LOCATION), "{text}");
    }
    for text in [
        format!("https://app.gohighlevel.com/contacts/detail/{ID}"),
        format!("https://app.gohighlevel.com/customers/detail/{ID}/notes"),
        format!("https://services.leadconnectorhq.com/contacts/{ID}"),
        format!("services.leadconnectorhq.com/contacts/{ID}/"),
    ] {
        let read = read_contact_id(&text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
        assert_eq!((read.id.as_str(), read.location), (ID, None), "{text}");
    }
}

#[test]
fn a_link_to_something_else_never_gives_the_locations_id() {
    for text in [
        format!("https://app.gohighlevel.com/v2/location/{LOCATION}"),
        format!("https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail/"),
        format!("https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail"),
        format!("https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/smart_list/All"),
        format!("https://app.gohighlevel.com/v2/location/{LOCATION}/conversations/conversations/{ID}"),
        format!("https://app.gohighlevel.com/v2/location/{LOCATION}/opportunities/list/{ID}"),
        format!("https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail/short"),
        format!("https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail/{ID}-x"),
        format!("https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail/../{ID}"),
        format!("https://app.gohighlevel.com/v2/location/{LOCATION}/contacts/detail/%2e%2e/{ID}"),
        format!("https://app.gohighlevel.com/v2/location/{LOCATION}?x=/contacts/detail/{ID}"),
        format!("https://elsewhere.example/contacts/{ID}"),
        "https://services.leadconnectorhq.com/contacts/".to_owned(),
        "https://services.leadconnectorhq.com/contacts/..".to_owned(),
        format!("https://services.leadconnectorhq.com/locations/{LOCATION}"),
        "https://app.gohighlevel.com/contacts/detail/14155550134".to_owned(),
        "https://www.tesla.com".to_owned(),
        "www.tesla.com".to_owned(),
    ] {
        assert_eq!(fault(&text), IdError::LinkWithoutContact, "{text}");
    }
}

#[test]
fn of_several_ids_the_first_is_taken_and_the_others_are_counted() {
    let (b, c) = ("mN2xVbR7sYpDkT4wQ9zL", "sYpDkT4wQ9zLmN2xVbR7");
    let link = |id: &str| format!("https://crm.agency.example/v2/location/{LOCATION}/contacts/detail/{id}");
    for (text, taken, further) in [
        (format!("{ID}\n{b}\r\n{c}\n"), Taken::Tidied, 2),
        (format!("{ID}, {b};{c}"), Taken::Tidied, 2),
        (format!("{ID}\t{b} {c}"), Taken::Tidied, 2),
        (format!("\"{ID}\",\"{b}\""), Taken::Tidied, 1),
        (format!("[\"{ID}\", \"{b}\"]"), Taken::Tidied, 1),
        (format!("Contact ID\n{ID}\n{b}"), Taken::Tidied, 1),
        (format!("Contact IDs: {ID}, {b}"), Taken::Tidied, 1),
        (format!("{ID} {ID}\n{ID}"), Taken::Tidied, 0),
        (format!("{ID} {b} {ID} {b}"), Taken::Tidied, 1),
        (format!("{ID}\n{}", link(b)), Taken::Tidied, 1),
        (format!("{}\n{b}", link(ID)), Taken::FromLink, 1),
        (format!("{},{}", link(ID), link(b)), Taken::FromLink, 1),
        (format!("{}\n{}\n{}", link(ID), link(b), link(ID)), Taken::FromLink, 1),
        (format!("Maria: {} and Jo: {} thanks", link(ID), link(b)), Taken::FromLink, 1),
        (link(ID), Taken::FromLink, 0),
    ] {
        let read = read_contact_id(&text).unwrap_or_else(|fault| panic!("{text:?}: {fault}"));
        assert_eq!((read.id.as_str(), read.taken, read.further), (ID, taken, further), "{text:?}");
        assert_eq!(read.location.is_some(), taken == Taken::FromLink, "{text:?}");
    }
}

#[test]
fn nothing_typed_is_missing() {
    for text in ["", " ", "\r\n\t", "\u{00A0}\u{200B}\u{FEFF}", "\"\"", "\0"] {
        assert_eq!(fault(text), IdError::Missing, "{text:?}");
    }
}

#[test]
fn a_token_is_recognised() {
    for text in [
        "pit-00000000-aaaa-4bbb-8ccc-0123456789ab",
        " Bearer pit-00000000-aaaa-4bbb-8ccc-0123456789ab\n",
        "pit-00000000-aaaa",
        "GHL_API_KEY=pit-00000000-aaaa-4bbb-8ccc-0123456789ab",
        "GHL_PRIVATE_INTEGRATION_TOKEN=\"pit-00000000-aaaa-4bbb-8ccc-0123456789ab\"",
        "Private Integration Token: pit-00000000-aaaa-4bbb-8ccc-0123456789ab",
        "curl https://services.leadconnectorhq.com/users/me -H 'Authorization: Bearer pit-00000000-aaaa-4bbb-8ccc-0123456789ab'",
        "https://a.example/?token=pit-00000000-aaaa-4bbb-8ccc-0123456789ab",
        "id:eyJ0eXAiaa",
        "https://app.gohighlevel.com/contacts/detail/eyJ0eXAiOiJKV1QiLCJh",
    ] {
        assert_eq!(fault(text), IdError::Token, "{text:?}");
    }
}

#[test]
fn what_was_typed_in_place_of_an_id_is_named() {
    let long = "a".repeat(41);
    for (text, what) in [
        ("maria@example.com", TypedFault::Email),
        ("Maria Lopez <maria@example.com>", TypedFault::Email),
        ("mailto:maria@example.com", TypedFault::Email),
        ("+14155550134", TypedFault::Phone),
        ("4155550134", TypedFault::Phone),
        ("(415) 555-0134", TypedFault::Phone),
        ("tel:+1-415-555-0134", TypedFault::Phone),
        ("..", TypedFault::Path),
        (".", TypedFault::Path),
        ("../users/me", TypedFault::Path),
        ("a/b", TypedFault::Path),
        ("a?x=1", TypedFault::Path),
        ("%2e%2e", TypedFault::Path),
        ("%2E%2E%2Fusers", TypedFault::Path),
        ("kT4wQ9zLmN2xVbR7sYpD?x=1", TypedFault::Path),
        ("kT4wQ9zLmN2xVbR7sYpD#x", TypedFault::Path),
        ("contacts/kT4wQ9zLmN2xVbR7sYpD", TypedFault::Path),
        ("/contacts/kT4wQ9zLmN2xVbR7sYpD", TypedFault::Path),
        ("C:\\Users\\maria", TypedFault::Path),
        ("{{contact.id}}", TypedFault::Placeholder),
        ("{contactId}", TypedFault::Placeholder),
        ("https://app.gohighlevel.com/contacts/detail/{{contact.id}}", TypedFault::Placeholder),
        ("https://app.gohighlevel.com/contacts/detail/%7B%7Bcontact.id%7D%7D", TypedFault::Placeholder),
        ("Maria Lopez", TypedFault::Words),
        ("王小明", TypedFault::Words),
        ("kT4wQ9zLmN 2xVbR7sYpD", TypedFault::Words),
        ("kT4wQ9zLmN2xVbR7sYpD, Maria Lopez", TypedFault::Words),
        ("Location ID: Lo7cAtIoN0pQrS5tUvWx", TypedFault::Words),
        ("kT4wQ9zLmN2xVbR7sYp-", TypedFault::Signs),
        ("kT4wQ9zLmN%2xVbR7sYp", TypedFault::Signs),
        ("00000000-aaaa-4bbb-8ccc-0123456789ab", TypedFault::Signs),
        ("Maria", TypedFault::TooShort),
        ("12345", TypedFault::TooShort),
        (&long, TypedFault::TooLong),
    ] {
        assert_eq!(fault(text), IdError::NotAnId(what), "{text:?}");
    }
}

#[test]
fn the_made_up_id_has_the_shape_of_a_real_one() {
    assert!(!read_contact_id(ContactId::made_up().as_str()).unwrap().unusual_length);
}

#[test]
fn very_long_texts_are_read_at_once() {
    let began = Instant::now();
    for piece in
        ["a", "%", "{", "/", "://", "a.b/", "pit-", "eyJ", "\"", "\n", "kT4wQ9zLmN2xVbR7sYpD\n", "Bearer ", "("]
    {
        let _ = read_contact_id(&piece.repeat(200_000 / piece.len()));
    }
    // The tests for Windows run in Wine, several times slower.
    let at_most = Duration::from_secs(if cfg!(windows) { 60 } else { 10 });
    assert!(began.elapsed() < at_most, "{:?}", began.elapsed());
}

proptest! {
    #[test]
    fn no_text_gives_anything_but_an_id(
        text in r"(\PC|/|\.|%2[fF]|%|\?|contacts/detail/|https://|location/|[A-Za-z0-9]{10,21}|\{|\u{200B}|\n){0,12}"
    ) {
        if let Ok(read) = read_contact_id(&text) {
            prop_assert!(is_id(read.id.as_str()));
            prop_assert!(read.location.is_none_or(|location| is_id(&location)));
        }
    }

    #[test]
    fn every_id_is_read_from_a_link(id in "[A-Za-z0-9]{20,22}", location in "[A-Za-z0-9]{20}", host in "[a-z]{1,9}\\.[a-z]{2,5}") {
        let read = read_contact_id(&format!("https://{host}/v2/location/{location}/contacts/detail/{id}")).unwrap();
        prop_assert_eq!(read.id.as_str(), id);
        prop_assert_eq!(read.location, Some(location));
    }
}

#[test]
fn all_the_ids_in_a_text_are_read_in_their_order_repeated_ones_too() {
    let link = format!("https://app.example.com/contacts/detail/{LOCATION}");
    for (text, expected) in [
        (ID.to_owned(), vec![ID]),
        (format!("{ID}, {LOCATION}; {ID}"), vec![ID, LOCATION, ID]),
        (format!("Contact IDs:\n{ID}\n{link}"), vec![ID, LOCATION]),
        (format!("see {link} and {link}."), vec![LOCATION, LOCATION]),
    ] {
        let all = read_contact_ids(&text).unwrap();
        assert_eq!(all.iter().map(|read| read.id.as_str()).collect::<Vec<_>>(), expected, "{text:?}");
        assert!(all.iter().all(|read| read.further == 0));
    }
    assert_eq!(read_contact_ids(&format!("{ID}, pit-3f9c1b52-7d40-4a6e-9b1e-5c2d8e7f6a90")), Err(IdError::Token));
}

#[test]
fn an_id_that_was_pasted_twice_in_a_row_is_one() {
    let id = "kT4wQ9zLmN2xVbR7sYpD";
    for text in [format!("{id}{id}"), format!(" \"{id}{id}\"\n"), format!("Contact ID: {id}{id}")] {
        let read = read_contact_id(&text).unwrap();
        assert_eq!((read.id.as_str(), read.taken, read.unusual_length), (id, Taken::Tidied, false), "{text}");
    }
    let two = format!("{id}{}", id.to_ascii_lowercase());
    let read = read_contact_id(&two).unwrap();
    assert_eq!((read.id.as_str(), read.unusual_length), (two.as_str(), true), "two that differ are not one");
}
