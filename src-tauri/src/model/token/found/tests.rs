#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use crate::model::problem::TypedFault;
use crate::model::token::{without_tokens, PastedTokens};

const A: &str = "pit-3f9c1b52-7d40-4a6e-9b1e-5c2d8e7f6a90";
const B: &str = "pit-00000000-aaaa-4bbb-8ccc-0123456789ab";

/// In the form of an OAuth access token: a header, claims, a signature.
const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJhdXRoQ2xhc3MiOiJMb2NhdGlvbiJ9.sig_nature-1";

fn fault(text: &str) -> TypedFault {
    PastedTokens::read(text).unwrap_err()
}

#[test]
fn the_one_token_in_a_text_is_taken_whatever_stands_around_it() {
    for token in [A, JWT] {
        for text in [
            format!("GHL_API_KEY={token}"),
            format!("GHL_PRIVATE_INTEGRATION_TOKEN=\"{token}\""),
            format!("export GHL_TOKEN='{token}'"),
            format!("export GHL_TOKEN={token};"),
            format!("set GHL_TOKEN={token}"),
            format!("$env:GHL_TOKEN = \"{token}\""),
            format!("Token: {token}"),
            format!("Private Integration Token: {token}"),
            format!("Access token {token}"),
            format!("Access token:\r\n{token}\r\n"),
            format!("Zugriffsschlüssel – {token}"),
            format!("アクセストークン：{token}。"),
            format!("Токен доступа: «{token}»"),
            format!("Jeton d’accès : {token}."),
            format!("\"token\": \"{token}\","),
            format!("{{\"name\":\"Harbour\",\"token\":\"{token}\",\"scopes\":[\"contacts.readonly\"]}}"),
            format!("`{token}`"),
            format!("```\n{token}\n```"),
            format!("**{token}**"),
            format!("Authorization: Bearer {token}"),
            format!("-H 'Authorization: Bearer {token}'"),
            format!("curl https://services.leadconnectorhq.com/contacts/x -H \"Authorization: Bearer {token}\" -H 'Version: 2021-04-15'"),
            format!("https://a.example/?token={token}&x=1"),
            format!("Hi Dana, here is the token you asked for: {token} (view contacts only). Cheers"),
            format!("{token}, thanks"),
            format!("{token}."),
            format!("token\t{token}"),
            format!("|{token}|"),
            format!("<{token}>"),
            format!("{token}\n{token}"),
            format!("OLD={token}\nNEW={token}"),
        ] {
            assert_eq!(ApiToken::parse(&text).map(|found| found.expose().to_owned()), Ok(token.to_owned()), "{text:?}");
        }
    }
}

#[test]
fn a_private_token_is_found_where_it_sticks_to_its_label() {
    assert_eq!(ApiToken::parse(&format!("Token{A}")).unwrap().expose(), A);
    assert_eq!(ApiToken::parse(&format!("{A}{A}")).unwrap().expose(), A);
}

#[test]
fn of_different_tokens_each_is_told_by_its_label() {
    for (text, labels) in [
        (format!("MAIN={A}\nOTHER=\"{B}\""), ["MAIN", "OTHER"]),
        (format!("export MAIN={A}; export OTHER={B}"), ["MAIN", "OTHER"]),
        (format!("{{\"main\": \"{A}\", \"other\": \"{B}\"}}"), ["main", "other"]),
        (format!("Harbour Dental\n{A}\n\nSmile Studio:\n{B}\n"), ["Harbour Dental", "Smile Studio"]),
        (format!("Maria's token: {A}\nJo’s token: {B}"), ["Maria's token", "Jo’s token"]),
        (format!("Harbour | {A} | x\nSmile | {B} | y"), ["Harbour", "Smile"]),
        (format!("Main: Bearer {A}\nOther: Authorization: Bearer {B}"), ["Main", "Other"]),
        (format!("Main {A} Other {JWT}"), ["Main", "Other"]),
    ] {
        let PastedTokens::Several(tokens) = PastedTokens::read(&text).unwrap() else { panic!("{text}") };
        let told: Vec<_> = tokens.iter().map(|found| found.label.as_deref().unwrap_or_default()).collect();
        assert_eq!(told, labels, "{text}");
        assert_eq!(ApiToken::parse(&text).unwrap_err(), TypedFault::SeveralTokens);
    }
}

#[test]
fn a_label_never_holds_a_token_or_a_secret() {
    for text in [
        format!("{A} {B}"),
        format!("{A}\n{B}"),
        format!("pit-00000000-cccc {A}\npit-11111111-dd {B}"),
        format!("client_secret=0123456789abcdef0123456789abcdef\n{A}\n{B}"),
    ] {
        let PastedTokens::Several(tokens) = PastedTokens::read(&text).unwrap() else { panic!("{text}") };
        assert_eq!(tokens.iter().map(|found| found.label.clone()).collect::<Vec<_>>(), [None, None], "{text}");
    }
    let long = format!("{} the main account: {A}\nother: {B}", "words and ".repeat(30));
    let PastedTokens::Several(tokens) = PastedTokens::read(&long).unwrap() else { panic!("several") };
    let label = tokens[0].label.clone().unwrap();
    assert!(label.chars().count() <= 40 && label.ends_with("the main account"), "{label}");
    assert_eq!(format!("{tokens:?}"), "[LabelledToken(…), LabelledToken(…)]");
}

#[test]
fn a_key_that_cannot_work_is_no_choice() {
    // {"location_id":"abc"}
    let old = "eyJhbGciOiJIUzI1NiJ9.eyJsb2NhdGlvbl9pZCI6ImFiYyJ9.c2ln";
    assert_eq!(ApiToken::parse(&format!("OLD={old}\nNEW={A}")).unwrap().expose(), A);
    assert_eq!(fault(&format!("GHL_API_KEY={old}")), TypedFault::OldKey);
}

#[test]
fn more_tokens_than_anyone_can_tell_apart_are_no_choice() {
    let many: Vec<String> =
        (0..11).map(|number| format!("pit-00000000-aaaa-4bbb-8ccc-0123456789{number:02}")).collect();
    let many = many.join("\n");
    assert_eq!(fault(&many), TypedFault::SeveralTokens);
}

#[test]
fn a_line_without_a_token_is_told_from_a_token_that_is_not_whole() {
    for (text, expected) in [
        ("GHL_API_KEY=", TypedFault::NoTokenInText),
        ("GHL_PRIVATE_INTEGRATION_TOKEN=", TypedFault::NoTokenInText),
        ("GHL_PRIVATE_INTEGRATION_TOKEN=\"\"", TypedFault::NoTokenInText),
        ("GHL_TOKEN=your-private-integration-token", TypedFault::NoTokenInText),
        ("Token:", TypedFault::NoTokenInText),
        ("Private Integration Token: ask Dana", TypedFault::NoTokenInText),
        ("Authorization: Bearer $GHL_TOKEN", TypedFault::Signs),
        ("my token is in the mail", TypedFault::NoTokenInText),
        ("a pit-stop on the way", TypedFault::NoTokenInText),
        (
            "curl https://services.leadconnectorhq.com/contacts/x -H 'Authorization: Bearer <token>'",
            TypedFault::NoTokenInText,
        ),
        ("{\"token\": \"\"}", TypedFault::NoTokenInText),
        ("Contact ID: ocQHyuzHvysMo5N5VsXc", TypedFault::ContactId),
        ("Token: pit-00000000", TypedFault::TooShort),
        ("Access token pit-00000000-aaaa", TypedFault::TooShort),
        ("GHL_API_KEY=\"pit-00000000-aaaa\"", TypedFault::TooShort),
        ("Token: pit-00000000 aaaa-4bbb-8ccc-0123456789ab", TypedFault::InnerBlank),
        ("Token: pit-00000000-aaaa-4bbb\r\n-8ccc-0123456789ab", TypedFault::InnerBlank),
    ] {
        assert_eq!(fault(text), expected, "{text:?}");
    }
}

#[test]
fn long_texts_are_read_at_once() {
    let began = std::time::Instant::now();
    for piece in ["eyJ-", "pit-", "a-", "eyJ.", "pit-00000000-", "eyJa.eyJb.eyJc ", "-eyJ", "token:"] {
        let text = piece.repeat(100_000 / piece.len());
        let _ = PastedTokens::read(&text);
        let _ = looks_like_a_token(&text);
        let _ = without_tokens(&text);
        let _ = without_tokens(&format!("x {text}"));
    }
    // The tests for Windows run in Wine, several times slower.
    let at_most = std::time::Duration::from_secs(if cfg!(windows) { 60 } else { 10 });
    assert!(began.elapsed() < at_most, "{:?}", began.elapsed());
}
