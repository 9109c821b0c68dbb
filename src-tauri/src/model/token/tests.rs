#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use proptest::prelude::*;

/// In the shape of a private integration token, and nobody's.
const TOKEN: &str = "pit-00000000-aaaa-4bbb-8ccc-0123456789ab";

fn jwt(payload: &str) -> String {
    let part = |json: &str| URL_SAFE_NO_PAD.encode(json);
    format!("{}.{}.c2lnbmF0dXJl", part(r#"{"alg":"HS256","typ":"JWT"}"#), part(payload))
}

#[test]
fn what_copying_adds_is_taken_off() {
    for pasted in [
        TOKEN.to_owned(),
        format!("  {TOKEN}\r\n"),
        format!("\u{FEFF}\u{00A0}{TOKEN}\u{200B}"),
        format!("\"{TOKEN}\","),
        format!("“{TOKEN}”"),
        format!("Bearer {TOKEN}"),
        format!("bearer   {TOKEN}"),
        format!("Authorization: Bearer {TOKEN}"),
        format!("AUTHORIZATION:BEARER {TOKEN}"),
        format!("'Authorization': 'Bearer {TOKEN}'"),
        format!("Bearer Bearer \"{TOKEN}\""),
        format!("Bearer: {TOKEN}"),
    ] {
        assert_eq!(ApiToken::parse(&pasted).unwrap().expose(), TOKEN, "{pasted:?}");
    }
}

#[test]
fn what_cannot_be_a_token_is_told_apart() {
    for (pasted, fault) in [
        (String::new(), TypedFault::Empty),
        (" \n\u{200B}\"\"".to_owned(), TypedFault::Empty),
        ("Bearer ".to_owned(), TypedFault::Empty),
        ("pit-00000000 aaaa-4bbb-8ccc-0123456789ab".to_owned(), TypedFault::InnerBlank),
        ("pit-00000000-aaaa\r\n-4bbb-8ccc-0123456789ab".to_owned(), TypedFault::InnerBlank),
        ("pit-00000000\u{00A0}aaaa-4bbb-8ccc-0123456789ab".to_owned(), TypedFault::InnerBlank),
        ("pit-00000000\u{200B}aaaa-4bbb-8ccc-0123456789ab".to_owned(), TypedFault::Signs),
        ("pit-00000000\0aaaa-4bbb-8ccc-0123456789ab".to_owned(), TypedFault::Signs),
        ("pit-00000000-äaaa-4bbb-8ccc-0123456789ab".to_owned(), TypedFault::Signs),
        ("{\"token\":\"pit-00000000-aaaa\"}".to_owned(), TypedFault::TooShort),
        ("pit-00000000".to_owned(), TypedFault::TooShort),
        ("x".repeat(8_193), TypedFault::TooLong),
        ("ocQHyuzHvysMo5N5VsXc".to_owned(), TypedFault::ContactId),
        ("ocQHyuzHvysMo5N5VsXc12".to_owned(), TypedFault::ContactId),
        ("https://app.gohighlevel.com/v2/location/x".to_owned(), TypedFault::ContactId),
        (jwt(r#"{"location_id":"abc","version":1,"iat":1}"#), TypedFault::OldKey),
    ] {
        assert_eq!(ApiToken::parse(&pasted).unwrap_err(), fault, "{pasted:?}");
    }
}

#[test]
fn a_token_shows_its_last_four_characters_and_nothing_else() {
    let token = ApiToken::parse(TOKEN).unwrap();
    assert_eq!(token.last_four(), "89ab");
    assert_eq!(token.len(), 40);
    assert_eq!(format!("{token:?}"), "ApiToken(…)");
}

#[test]
fn an_oauth_token_says_whose_it_is() {
    let token = jwt(r#"{"authClass":"Company","authClassId":"abc","exp":1754000000}"#);
    let claims = ApiToken::parse(&token).unwrap().claims().unwrap();
    assert_eq!(claims.auth_class.as_deref(), Some("Company"));
    assert_eq!(claims.auth_class_id.as_deref(), Some("abc"));
    assert_eq!(claims.expires_at, Some(1_754_000_000));
}

#[test]
fn odd_claims_are_no_fault() {
    let token = jwt(r#"{"authClass":7,"exp":"soon"}"#);
    let claims = ApiToken::parse(&token).unwrap().claims().unwrap();
    assert_eq!(claims, TokenClaims { auth_class: None, auth_class_id: None, expires_at: None });
    assert_eq!(ApiToken::parse(TOKEN).unwrap().claims(), None);
    assert_eq!(ApiToken::parse("eyJhbGciOiJIUzI1NiJ9.!.x").err(), Some(TypedFault::Signs));
    assert_eq!(ApiToken::parse("eyJhbGciOiJIUzI1NiJ9.AAAA.x").unwrap().claims(), None);
}

#[test]
fn tokens_and_pieces_of_them_are_recognised_in_the_id_box() {
    let oauth = jwt(r#"{"authClass":"Location"}"#);
    for text in [
        TOKEN.to_owned(),
        TOKEN.to_uppercase(),
        format!(" \"{TOKEN}\" "),
        format!("Authorization: Bearer {TOKEN}"),
        format!("my token is {TOKEN}, thanks"),
        TOKEN[..20].to_owned(),
        TOKEN[..9].to_owned(),
        TOKEN.replace('-', "- "),
        TOKEN.replace('-', "-\u{200B}\r\n"),
        "ｐｉｔ－00000000-aaaa-4bbb-8ccc-0123456789ab".to_owned(),
        oauth.clone(),
        oauth[..30].to_owned(),
        format!("{}\n{}", &oauth[..25], &oauth[25..]),
        "Bearer 0123456789abcdef0123456789abcde".to_owned(),
        format!("GHL_API_KEY={TOKEN}"),
        format!("GHL_PRIVATE_INTEGRATION_TOKEN=\"{TOKEN}\""),
        format!("Token: {TOKEN}"),
        format!("Access token\n{TOKEN}"),
        format!("\"token\": \"{TOKEN}\","),
        format!("Token{TOKEN}"),
        format!("GHL_API_KEY={oauth}"),
        "GHL_API_KEY=pit-00000000-aaaa".to_owned(),
        "Token: pit-00000000".to_owned(),
    ] {
        assert!(looks_like_a_token(&text), "{text:?}");
    }
}

#[test]
fn ids_links_and_words_are_no_tokens() {
    for text in [
        "",
        "ocQHyuzHvysMo5N5VsXc",
        "eyJQHyuzHvysMo5N5VsX",
        "pitQHyuzHvysMo5N5VsX",
        "https://pit-00000000.example/v2/location/a/contacts/detail/ocQHyuzHvysMo5N5VsXc",
        "Bearer Bonds Limited",
        "Bearer",
        "pit-stop",
        "the pit-bed of the key account",
        "Maria Lopez",
        "maria.lopez@example.com",
        "+1 415 555 0134",
        "../users/me",
    ] {
        assert!(!looks_like_a_token(text), "{text:?}");
    }
}

proptest! {
    #[test]
    fn a_token_has_nothing_that_breaks_a_header(text in any::<String>()) {
        if let Ok(token) = ApiToken::parse(&text) {
            prop_assert!(token.expose().bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert!((20..=8_192).contains(&token.len()));
        }
        let _ = looks_like_a_token(&text);
    }

    #[test]
    fn no_contact_id_is_taken_for_a_token(id in "[A-Za-z0-9]{20,22}") {
        prop_assume!(!id.starts_with("eyJhbGci") && !id.starts_with("eyJ0eXAi"));
        prop_assert!(!looks_like_a_token(&id));
    }
}
