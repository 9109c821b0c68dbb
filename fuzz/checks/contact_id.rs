//! What must hold for every text in the box for the ID and in the box for the token.

use contact_lookup::model::contact_id::{read_contact_id, Taken};
use contact_lookup::model::token::{looks_like_a_token, ApiToken};

/// Reads bytes, as far as they are text, as an ID and as a token.
pub fn check(typed: &[u8]) {
    let text = String::from_utf8_lossy(typed);
    id(&text);
    token(&text);
}

fn id(text: &str) {
    let Ok(read) = read_contact_id(text) else { return };
    let id = read.id.as_str();
    assert!(is_id(id), "{id:?} has not the shape of an ID");
    assert!(read.location.as_deref().is_none_or(is_id), "{:?} has not the shape of an ID", read.location);
    assert!(!looks_like_a_token(text), "an ID was read out of a token");
    assert!(!looks_like_a_token(id), "what was read is itself like a token");
    assert_eq!(read.unusual_length, id.len() != 20);
    assert_eq!(read.taken == Taken::AsTyped, text == id);
    let again = read_contact_id(id).unwrap_or_else(|fault| panic!("{id} is refused when it is read again: {fault:?}"));
    assert_eq!((again.id.as_str(), again.taken, again.location, again.further), (id, Taken::AsTyped, None, 0));
    assert_eq!(read_contact_id(&format!("\u{FEFF} “{id}”\r\n")).map(|again| again.id), Ok(read.id.clone()));
}

/// `^[A-Za-z0-9]{10,40}$`, which can reach no other route of the API.
fn is_id(text: &str) -> bool {
    (10..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn token(text: &str) {
    let _ = looks_like_a_token(text);
    let Ok(token) = ApiToken::parse(text) else { return };
    let exposed = token.expose();
    assert!((20..=8_192).contains(&exposed.len()) && token.len() == exposed.len());
    assert!(exposed.bytes().all(|byte| byte.is_ascii_graphic()), "it would break the header");
    assert!(text.contains(exposed), "it was not in what was pasted");
    assert!(exposed.ends_with(token.last_four()) && token.last_four().len() == 4);
    assert_eq!(format!("{token:?}"), "ApiToken(…)");
    let _ = token.claims();
    let again = ApiToken::parse(exposed).unwrap_or_else(|fault| panic!("refused when it is read again: {fault:?}"));
    assert_eq!(again.expose(), exposed);
    // A link to a contact may carry a token: the ID is taken, and the token goes with the rest.
    if !text.contains("://") && (exposed.starts_with("pit-") || (exposed.starts_with("eyJ") && exposed.contains('.'))) {
        assert!(looks_like_a_token(text), "a token would be taken for an ID");
        assert!(read_contact_id(text).is_err());
    }
}
