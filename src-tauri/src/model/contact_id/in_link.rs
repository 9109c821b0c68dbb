//! Contact IDs in links. The link is read, never fetched, so that it may stand on any host: agencies run HighLevel
//! under their own domains.

use super::wrapped::{self, percent_decoded};
use super::{is_id, ContactId, IdError};

/// The host of the API, whose own addresses are `/contacts/{id}` without `detail`.
const API_HOST: &str = "services.leadconnectorhq.com";

/// What a link says.
pub struct InLink {
    pub id: ContactId,
    /// The location it lives in.
    pub location: Option<String>,
}

/// Reads the links in a text that lead to contacts, one at least. `None`: there is no link at all.
pub fn read(plain: &str) -> Option<Result<Vec<InLink>, IdError>> {
    let mut links = words(plain).filter(|word| address(word).is_some()).peekable();
    links.peek()?;
    let mut is_sealed = false;
    let mut found = Vec::new();
    for link in links {
        is_sealed |= wrapped::is_sealed(link);
        found.extend(read_word(link));
    }
    Some(match (found.is_empty(), is_sealed) {
        (false, _) => Ok(found),
        (true, true) => Err(IdError::SealedLink),
        (true, false) => Err(IdError::LinkWithoutContact),
    })
}

/// The contact that a word leads to, where it is a link to one. A link in the wrapping of a program that is known is
/// taken out of it.
pub fn read_word(word: &str) -> Option<InLink> {
    match wrapped::unwrap(word) {
        Some(link) => in_address(&address(&link)?),
        None => in_address(&address(word)?),
    }
}

/// The pieces of a text that can each hold one link.
fn words(plain: &str) -> impl Iterator<Item = &str> {
    plain
        .split(|ch: char| {
            ch.is_whitespace() || super::is_quote(ch) || matches!(ch, '<' | '>' | '(' | ')' | '[' | ']' | '|')
        })
        .filter(|word| !word.is_empty())
}

/// A link's host and path, decoded, where a word is a link.
fn address(word: &str) -> Option<String> {
    let decoded = percent_decoded(word);
    let decoded = match decoded.split_once("://") {
        // A link percent-encoded as a whole has its own codes decoded only now.
        Some(_) if !word.contains("://") => percent_decoded(&decoded),
        _ => decoded,
    };
    // A scheme behind a `?` is that of another link, which an unknown program has wrapped.
    if let Some((_, rest)) = decoded.split_once("://").filter(|(before, _)| !before.contains('?')) {
        return Some(rest.to_owned());
    }
    let rest = decoded.trim_start_matches('/');
    let host = rest.split(['/', '?', '#']).next()?;
    let is_link = host.starts_with("www.") || (rest.len() > host.len() && is_host(host) && decoded.contains('/'));
    is_link.then(|| rest.to_owned())
}

/// Whether a text without a scheme before it reads as the name of a server.
fn is_host(text: &str) -> bool {
    let name = text.split(':').next().unwrap_or_default();
    let Some((_, last)) = name.rsplit_once('.') else { return false };
    last.len() >= 2
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        && name.split('.').all(|part| !part.is_empty() && part.chars().all(|ch| ch.is_alphanumeric() || ch == '-'))
}

/// The contact that an address leads to.
fn in_address(address: &str) -> Option<InLink> {
    let path = address.split(['?', '#']).next()?;
    let mut segments = path.split('/');
    let host = segments.next()?.split(':').next()?;
    let segments: Vec<&str> = segments.filter(|segment| !segment.is_empty()).collect();
    if segments.iter().any(|segment| matches!(*segment, "." | "..")) {
        return None;
    }
    let is = |at: usize, name: &str| segments.get(at).is_some_and(|segment| segment.eq_ignore_ascii_case(name));
    let after_detail = (0..segments.len())
        .find(|at| (is(*at, "contacts") || is(*at, "customers")) && is(at + 1, "detail"))
        .map(|at| at + 2);
    let of_the_api = || (host.eq_ignore_ascii_case(API_HOST) && is(0, "contacts")).then_some(1);
    let at = after_detail.or_else(of_the_api)?;
    let id = ContactId::new(without_tail(segments.get(at)?)?)?;
    let location = (0..at)
        .find(|at| is(*at, "location") || is(*at, "locations"))
        .and_then(|at| segments.get(at + 1))
        .filter(|location| is_id(location))
        .map(|location| (*location).to_owned());
    Some(InLink { id, location })
}

/// The letters and digits that a segment begins with, where nothing but punctuation or another script follows.
fn without_tail(segment: &str) -> Option<&str> {
    let end = segment.find(|ch: char| !ch.is_ascii_alphanumeric()).unwrap_or(segment.len());
    let (id, tail) = segment.split_at(end);
    let may_follow = |ch: char| matches!(ch, '.' | ',' | ';' | ':' | '!' | '}' | '*') || !ch.is_ascii();
    tail.chars().next().is_none_or(may_follow).then_some(id)
}
