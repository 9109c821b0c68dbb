//! Access tokens of the known forms among other words, and the labels before them.

use std::fmt;
use std::ops::Range;

use secrecy::SecretString;

use super::{begins_as_jwt, begins_as_private_token, is_token_char, looks_like_a_token, ApiToken, SHORTEST};
use crate::model::unicode;

/// `pit-` and a UUID.
const PRIVATE_TOKEN: usize = 40;

/// The groups of a UUID.
const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];

/// How much of a label is shown.
const LONGEST_LABEL: usize = 40;

/// A token in a text, with what stands before it.
pub struct LabelledToken {
    /// What the text calls it. Never holds a token or a piece of one.
    pub label: Option<String>,
    pub token: ApiToken,
}

impl fmt::Debug for LabelledToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("LabelledToken(…)")
    }
}

/// The different tokens in a text, in their order.
pub(super) fn tokens(text: &str) -> Vec<LabelledToken> {
    let mut tokens: Vec<LabelledToken> = Vec::new();
    let mut end_of_last = 0;
    for span in spans(text) {
        let token = ApiToken(SecretString::from(text[span.clone()].to_owned()));
        if !tokens.iter().any(|known| known.token.is_same_as(&token)) {
            tokens.push(LabelledToken { label: label(text, end_of_last, span.start), token });
            if tokens.len() > super::MOST_CHOICES {
                break;
            }
        }
        end_of_last = span.end;
    }
    tokens
}

/// So many characters at most stand between two digits of a token that somebody wrote in their own way.
const LONGEST_GAP: usize = 3;

/// The digits of a UUID.
const DIGITS: usize = 32;

/// Whether a text certainly holds no token. Nearly all texts are of that kind, and this takes no memory.
pub(super) fn cannot_hold_one(text: &str) -> bool {
    let bytes = text.as_bytes();
    let may_begin = |(at, byte): (usize, &u8)| {
        let word: &[u8] = match byte {
            b'p' | b'P' => b"pit",
            b'e' => b"eyJ",
            b'b' | b'B' => b"bearer",
            b'a' | b'A' => b"authorization",
            // What is escaped, or has a twin, can be any of these.
            b'%' | b'&' | b'\\' => return true,
            other => return !other.is_ascii(),
        };
        let mut seen = bytes[at..].iter().filter(|byte| byte.is_ascii_graphic());
        word.iter().all(|wanted| seen.next().is_some_and(|byte| byte.eq_ignore_ascii_case(wanted)))
    };
    !bytes.iter().enumerate().any(may_begin)
}

/// Where tokens stand in a folded text, and pieces that can hardly be anything else. `pit-` and a UUID are a token
/// whatever stands around them, and so is a JWT of a header and claims; what is less certain has to begin a word. What
/// sticks to the end goes with it, for it could be more of the token.
pub(super) fn recognised(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let behind = |at: usize| text[at..].find(|ch| !is_inside(ch)).map_or(text.len(), |length| at + length);
    let (mut done, mut word_end, mut no_jwt_until) = (0, 0, 0);
    let begins = |(at, byte): (usize, &u8)| matches!(byte, b'e' | b'p' | b'P').then_some(at);
    bytes.iter().enumerate().filter_map(begins).filter_map(move |at| {
        if at < done {
            return None;
        }
        // The end of a word is looked for once, however often it has the beginning of a token in it.
        if at >= word_end {
            word_end = behind(at);
        }
        let word = &text[at..word_end];
        let stands_apart = at == 0 || !bytes[at - 1].is_ascii_alphanumeric();
        if let Some(length) = private(&bytes[at..]) {
            done = behind(at + length);
        } else if stands_apart && word.len() >= SHORTEST && (begins_as_private_token(word) || begins_as_jwt(word)) {
            done = word_end;
        } else if at >= no_jwt_until && word.starts_with("eyJ") {
            if holds_jwt(word) {
                done = word_end;
            } else {
                no_jwt_until = word_end;
            }
        }
        (done > at).then_some(at..done)
    })
}

/// Whether a folded text holds a UUID, which is all that is secret of a private integration token.
pub(super) fn holds_uuid(text: &str) -> bool {
    (0..text.len()).any(|at| uuid(&text.as_bytes()[at..]).is_some())
}

/// The length of the `pit-` and UUID that a text begins with, whichever hyphens are lost or doubled.
fn private(text: &[u8]) -> Option<usize> {
    let (start, rest) = text.split_at_checked(3)?;
    let gap = gap(rest);
    let is_start = start.eq_ignore_ascii_case(b"pit") && (gap == 0 || rest[..gap].contains(&b'-'));
    if is_start {
        Some(start.len() + gap + uuid(&rest[gap..])?)
    } else {
        None
    }
}

fn uuid(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    for digit in 0..DIGITS {
        if digit > 0 {
            at += gap(&text[at..]);
        }
        if !text.get(at)?.is_ascii_hexdigit() {
            return None;
        }
        at += 1;
    }
    Some(at)
}

fn gap(text: &[u8]) -> usize {
    text.iter().take(LONGEST_GAP).take_while(|byte| matches!(byte, b'-' | b' ')).count()
}

/// Whether a word has a JWT in it: a header, claims and a signature, of which the first two are objects in base64.
fn holds_jwt(word: &str) -> bool {
    let (mut header, mut claims) = (false, false);
    word.split('.').any(|part| {
        let is_signed = claims && !part.is_empty();
        claims = header && part.starts_with("eyJ");
        header = part.contains("eyJ");
        is_signed
    })
}

/// Where a token begins in a text, be it whole or not.
pub(super) fn beginning(text: &str) -> Option<usize> {
    starts(text).find(|at| {
        let rest = &text[*at..];
        let word = &rest[..rest.find(|ch: char| !is_token_char(ch)).unwrap_or(rest.len())];
        let stands_apart = *at == 0 || !text.as_bytes()[*at - 1].is_ascii_alphanumeric();
        stands_apart && (begins_as_private_token(word) || begins_as_jwt(word))
    })
}

/// Whether a label says that a token follows.
pub(super) fn names_a_token(label: &str) -> bool {
    let has = |word: &str| label.as_bytes().windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    ["token", "key", "bearer", "authorization", "secret", "integration"].iter().any(|word| has(word))
}

/// What a token has inside. In links and headers `/` and `=` stand before it.
pub(super) fn is_inside(ch: char) -> bool {
    ch.is_ascii_alphanumeric() || matches!(ch, '-' | '.' | '_' | '~' | '+')
}

/// Where `pit-` or `eyJ` stands.
fn starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'e' | b'p' | b'P')).map(|(at, _)| at).filter(
        move |at| {
            let rest = &bytes[*at..];
            rest.starts_with(b"eyJ") || rest.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"pit-"))
        },
    )
}

/// Where whole tokens stand in a text.
fn spans(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    // A word is looked at once, however often it has the beginning of a token in it.
    let mut refused_until = 0;
    let mut end_of_last = 0;
    starts(text).filter_map(move |at| {
        if at < end_of_last {
            return None;
        }
        let end = match exact(&text.as_bytes()[at..]) {
            Some(length) => at + length,
            None if at < refused_until => return None,
            None => {
                let word = word_at(text, at);
                if !is_whole(text, at, word) {
                    refused_until = at + word.len();
                    return None;
                }
                at + word.len()
            }
        };
        end_of_last = end;
        Some(at..end)
    })
}

/// The length of a private integration token of the form that all have.
fn exact(rest: &[u8]) -> Option<usize> {
    let (token, after) = rest.split_at_checked(PRIVATE_TOKEN)?;
    let (start, id) = token.split_at_checked(4)?;
    let mut groups = id.split(|byte| *byte == b'-');
    let is_uuid = GROUPS.iter().all(|length| {
        groups.next().is_some_and(|group| group.len() == *length && group.iter().all(u8::is_ascii_hexdigit))
    }) && groups.next().is_none();
    let another_follows =
        after.starts_with(b"eyJ") || after.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"pit-"));
    let goes_on = after.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (start.eq_ignore_ascii_case(b"pit-") && is_uuid && (another_follows || !goes_on)).then_some(PRIVATE_TOKEN)
}

fn word_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    let word = &rest[..rest.find(|ch| !is_inside(ch)).unwrap_or(rest.len())];
    word.trim_end_matches('.')
}

/// Whether a word is a token of a form that is not known to the letter: a longer private integration token, or a JWT.
fn is_whole(text: &str, at: usize, word: &str) -> bool {
    if at > 0 && text.as_bytes()[at - 1].is_ascii_alphanumeric() {
        return false;
    }
    if word.starts_with("eyJ") {
        return word.len() >= SHORTEST && word.split('.').count() >= 3 && word.split('.').all(|part| !part.is_empty());
    }
    word.len() >= PRIVATE_TOKEN
}

/// What stands before a token, on its line or else on the line above.
fn label(text: &str, after: usize, at: usize) -> Option<String> {
    let before = &text[after..at];
    let mut lines = before.rsplit(['\n', '\r', '\u{2028}', '\u{2029}']);
    let same_line = lines.next().and_then(tidy_label);
    same_line.or_else(|| lines.find(|line| !unicode::is_blank(line)).and_then(tidy_label))
}

/// The last words of a line that can be a label.
fn tidy_label(line: &str) -> Option<String> {
    let plain = unicode::plain(line);
    let separates = |ch: char| matches!(ch, '"' | '`' | ',' | ';' | '{' | '}' | '[' | ']' | '(' | ')' | '|' | '\t');
    let adorns = |ch: char| {
        ch.is_whitespace() || unicode::is_quote(ch) || matches!(ch, '=' | ':' | '*' | '#' | '>' | '<' | '•' | '-')
    };
    let mut label = plain.split(separates).map(|part| part.trim_matches(adorns)).rfind(|part| !part.is_empty())?;
    for word in ["bearer", "authorization"] {
        let start = label.len().saturating_sub(word.len());
        if label.get(start..).is_some_and(|end| end.eq_ignore_ascii_case(word)) {
            label = label[..start].trim_end_matches(adorns);
        }
    }
    for word in ["export ", "set "] {
        label = label.strip_prefix(word).unwrap_or(label).trim_start();
    }
    let has_secret = label
        .split(|ch| !is_token_char(ch))
        .any(|word| word.len() >= SHORTEST && word.bytes().any(|byte| byte.is_ascii_digit()));
    if label.is_empty() || has_secret || looks_like_a_token(label) {
        return None;
    }
    let skipped = label.chars().count().saturating_sub(LONGEST_LABEL);
    Some(label.chars().skip(skipped).collect())
}

#[cfg(test)]
mod tests;
