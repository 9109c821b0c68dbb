#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn parse(json: &str) -> Json {
    Json::parse(json.as_bytes()).unwrap()
}

#[test]
fn numbers_keep_their_digits() {
    for number in ["9007199254740993", "-0", "1.10", "1E400", "12345678901234567890123456789.000"] {
        assert_eq!(parse(number), Json::Number(number.to_owned()));
        assert_eq!(parse(number).to_json(), number);
    }
}

#[test]
fn objects_keep_their_order_and_double_keys() {
    let json = r#"{"b":1,"a":{"z":null},"b":[true,false,""]}"#;
    assert_eq!(parse(json).to_json(), json);
    assert_eq!(parse(json).get("b"), Some(&Json::Number("1".to_owned())));
}

#[test]
fn half_a_surrogate_pair_becomes_one_replacement_sign() {
    for (json, text) in [
        (r#""a\ud83dz""#, "a\u{FFFD}z"),
        (r#""\uDE00""#, "\u{FFFD}"),
        (r#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
        (r#""\\ud83d \"\ud83d""#, "\\ud83d \"\u{FFFD}"),
        (r#""\ud83dü\u00e9""#, "\u{FFFD}üé"),
        (r#""\ud83d\n""#, "\u{FFFD}\n"),
    ] {
        assert_eq!(parse(json), Json::Text(text.to_owned()), "{json}");
    }
    assert_eq!(parse(r#"{"k\udc00":1}"#).entries()[0].0, "k\u{FFFD}");
}

#[test]
fn a_byte_order_mark_is_skipped_and_bytes_that_are_no_text_are_replaced() {
    assert_eq!(Json::parse(b"\xEF\xBB\xBF {\"a\":1} ").unwrap().to_json(), r#"{"a":1}"#);
    assert_eq!(Json::parse(b"\"a\xFFb\"").unwrap(), Json::Text("a\u{FFFD}b".to_owned()));
}

#[test]
fn what_is_not_json_is_refused_without_repeating_it() {
    let utf_16: Vec<u8> = "\u{FEFF}{\"a\":\"Maria\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    for body in [
        &b""[..],
        b"  ",
        b"{\"a\":\"Maria\"",
        b"{\"a\":\"Maria\"} Maria",
        b"{\"a\":Maria}",
        b"{'a':1}",
        b"[1,]",
        b"01",
        b"NaN",
        b"\"\x00\"",
        b"\"\\x\"",
        b"\"\\ud83\"",
        b"[\"\\ud83d\\q\"]",
        &utf_16,
    ] {
        let fault = Json::parse(body).unwrap_err();
        assert!(!fault.detail.contains("Maria"), "{}", fault.detail);
    }
}

#[test]
fn a_hundred_thousand_levels_are_refused_at_once() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = open.repeat(100_000) + "1" + &close.repeat(100_000);
        let began = Instant::now();
        assert_eq!(Json::parse(deep.as_bytes()).unwrap_err().detail, "nested more than 128 levels deep");
        assert!(began.elapsed() < Duration::from_secs(2));
    }
}

#[test]
fn brackets_in_texts_are_no_levels() {
    let text = format!("[\"{}\\\"{}\"]", "[".repeat(500), "{".repeat(500));
    assert!(Json::parse(text.as_bytes()).is_ok());
}

#[test]
fn what_lies_very_deep_stays_the_text_it_is() {
    let deep = "[".repeat(100) + r#"{"n": 1.0}"# + &"]".repeat(100);
    let value = parse(&deep);
    assert_eq!(value.to_json(), deep);
    assert!(value.has_content());
    assert_eq!(value.count_empty(), 0);
}

#[test]
fn empty_values_are_counted_at_every_level() {
    let value = parse(r#"{"a":null,"b":"","c":[],"d":{},"e":[null,{"f":""},0,false," "]}"#);
    assert_eq!(value.count_empty(), 6);
    assert!(value.has_content());
    assert!(!parse(r#"{"a":[null,{"b":""}]}"#).has_content());
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(body in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = Json::parse(&body);
    }

    #[test]
    fn no_escapes_make_it_panic(text in r#"(\\|u|[dD][89aAbBcC]|[0-9a-f]{2}|"|ü|\PC){0,40}"#) {
        let _ = Json::parse(format!("\"{text}\"").as_bytes());
    }

    #[test]
    fn every_text_comes_back(text in any::<String>()) {
        let json = Json::Text(text.clone()).to_json();
        prop_assert_eq!(parse(&json), Json::Text(text));
    }
}

#[test]
fn brackets_inside_texts_are_no_depth() {
    assert_eq!(depth(br#"{"a": "[[[[\"[[[", "b": [1]}"#), 2);
    assert_eq!(depth(b"]]]}}}"), 0);
}
