//! IDs and links that stand among other words: in sentences, logs, statements and data for programs.
//!
//! A word is never taken for an ID: only what has the length of nearly every ID and looks drawn at random is one. Nor is
//! an ID that the text calls something else's.

use super::grid::Grid;
use super::heading::{Heading, Names};
use crate::model::contact_id::{read_contact_ids, ReadId};
use crate::model::problem::Problem;
use crate::model::token::looks_like_a_token;
use crate::model::unicode::is_quote;

/// The length of nearly every ID, in characters.
const LENGTH: usize = 20;
/// How far before an ID a word can say what it belongs to, in bytes.
const NEAR: usize = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextKind {
    /// Sentences and logs, line by line.
    Prose,
    /// Data for programs: the name of a value can stand some lines above it. Where names say which IDs are those of
    /// contacts, others are left out.
    Data,
}

struct Found {
    number: u32,
    text: String,
    /// Whether the text says that it is a contact's.
    is_named: bool,
}

/// The IDs and links in texts with the numbers of their rows, each as a row of its own. `kept` is what other sheets take
/// of what is kept in all.
pub(super) fn extract<'a>(
    texts: impl Iterator<Item = (u32, &'a str)>,
    kind: TextKind,
    kept: usize,
) -> Result<Grid, Problem> {
    let mut found = Vec::new();
    let mut before = String::new();
    for (number, text) in texts {
        if kind == TextKind::Prose {
            before.clear();
        }
        let text = if text.contains("\\/") { &*text.replace("\\/", "/") } else { text };
        find(text, &mut before, |text, is_named| found.push(Found { number, text: text.to_owned(), is_named }));
    }
    let only_named = kind == TextKind::Data && found.iter().any(|found| found.is_named);
    let mut grid = Grid::after(kept);
    for found in found.iter().filter(|found| found.is_named || !only_named) {
        grid.push_numbered(found.number, &found.text)?;
    }
    Ok(grid)
}

/// Calls `take` with each ID and link of a text, and whether the text calls it a contact's. `before` is the end of the
/// text before it.
fn find(text: &str, before: &mut String, mut take: impl FnMut(&str, bool)) {
    // Each ID that is found has a capital, each link a slash.
    if !text.bytes().any(|byte| byte == b'/' || byte.is_ascii_uppercase()) {
        before.push_str(near(text));
        before.push(' ');
        return;
    }
    for word in words(text) {
        if word.contains('/') {
            // Nothing is taken of a link that leads to no contact: the IDs in it are those of other things.
            let links = read_contact_ids(word).unwrap_or_default();
            if !links.is_empty() && links.iter().all(ReadId::from_link) {
                take(word, true);
                before.clear();
            } else {
                before.push(' ');
            }
            continue;
        }
        for part in word.split(ends_word).map(|part| part.trim_matches(['.', '-'])) {
            if is_certain(part) {
                let names = Heading::of(near(before)).names_last();
                if names != Names::Others {
                    take(part, names == Names::Contacts);
                }
                before.clear();
            } else {
                before.push_str(part);
                before.push(' ');
            }
        }
    }
    let start = before.len() - near(before).len();
    before.drain(..start);
}

/// The last bytes of a text.
fn near(text: &str) -> &str {
    let mut start = text.len().saturating_sub(NEAR);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// The pieces that can each be a link, or a few words without a blank.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let divides = |ch: char| {
        ch.is_whitespace()
            || is_quote(ch)
            || matches!(ch, '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | ',' | ';' | '\\')
    };
    text.split(divides).filter(|word| !word.is_empty())
}

fn ends_word(ch: char) -> bool {
    !ch.is_alphanumeric() && !matches!(ch, '-' | '_' | '.' | '@' | '+' | '~' | '%')
}

/// Whether a word is an ID and certainly nothing else. All letters and digits are equally likely in one; words have few
/// capitals, and hardly any has digits among them.
fn is_certain(word: &str) -> bool {
    let bytes = word.as_bytes();
    if bytes.len() != LENGTH || !bytes.iter().all(u8::is_ascii_alphanumeric) || looks_like_a_token(word) {
        return false;
    }
    let count = |is: fn(&u8) -> bool| bytes.iter().filter(|byte| is(byte)).count();
    let (small, capital) = (count(u8::is_ascii_lowercase), count(u8::is_ascii_uppercase));
    let digits = LENGTH - small - capital;
    small > 0 && capital > 0 && if digits > 0 { small + capital > 4 } else { small > 4 && capital > 6 }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    const A: &str = "kT4wQ9zLmN2xVbR7sYpD";
    const B: &str = "pQ8vX2cRtY5nLmK1wZsE";
    const C: &str = "aB3dE6gH9jK2mN5pQ8rS";
    const LETTERS: &str = "kTqwRzLmNxVbRjsYpDaC";

    fn found(text: &str, kind: TextKind) -> Vec<(u32, String)> {
        let grid = extract((1..).zip(text.lines()), kind, 0).unwrap();
        (0..grid.len()).map(|row| (grid.number(row), grid.cell(row, 0).to_owned())).collect()
    }

    fn ids(text: &str, kind: TextKind) -> Vec<String> {
        found(text, kind).into_iter().map(|(_, id)| id).collect()
    }

    #[test]
    fn ids_and_links_are_taken_out_of_words_with_the_numbers_of_their_lines() {
        let link = format!("https://app.example.com/v2/location/{C}/contacts/detail/{B}");
        let text = format!("Hello Ann,\n\nMaria is {A}. See ({link}), too.\nAnd contact={LETTERS}&x=1\n");
        let expected = [(3, A.to_owned()), (3, link), (4, LETTERS.to_owned())];
        assert_eq!(found(&text, TextKind::Prose), expected);
    }

    #[test]
    fn a_word_is_no_id() {
        for text in [
            "internationalization responsibilities uncharacteristically",
            "getContactByFullName getContactByIdAndNam ACCOUNTABILITYREPORT 2026031509300012345678",
            "user_kT4wQ9zLmN2xVbR7sYpD kT4wQ9zLmN2xVbR7sYpD-1 kT4wQ9zLmN2xVbR7sYpDx kT4wQ9zLmN2xVbR7sYp",
            "eyJhbGciOiJIUzI1NiJ9 maria@kT4wQ9zLmN2xVbR7sYpD",
        ] {
            assert!(ids(text, TextKind::Prose).is_empty(), "{text}: {:?}", ids(text, TextKind::Prose));
        }
    }

    #[test]
    fn an_id_that_is_said_to_be_of_something_else_is_not_taken() {
        for text in [
            format!("location {C} has it"),
            format!("locationId={C} assignedTo={B}"),
            format!("https://app.example.com/v2/location/{C}/dashboard"),
            format!("https://app.example.com/v2/location/{C}/users/{B} is a user"),
            format!("the owner ({B})"),
        ] {
            assert!(ids(&text, TextKind::Prose).is_empty(), "{text}: {:?}", ids(&text, TextKind::Prose));
        }
        assert_eq!(ids(&format!("INSERT {C}: contact {A}, user {B}"), TextKind::Prose), [C, A]);
    }

    #[test]
    fn in_data_the_names_say_which_ids_are_those_of_contacts() {
        let data = format!(
            "[{{\"id\":\"{B}\",\"contactId\":\"{A}\",\"locationId\":\"{C}\"}}]\n{{\"location\": {{\n\"id\": \"{C}\"}}}}"
        );
        assert_eq!(ids(&data, TextKind::Data), [A]);
        assert_eq!(
            ids(&format!("[{{\"id\":\"{B}\"}},{{\"id\":\"{A}\",\"user\":{{\"id\":\"{C}\"}}}}]"), TextKind::Data),
            [B, A]
        );
        let link = format!("https:\\/\\/app.example.com\\/v2\\/location\\/{C}\\/contacts\\/detail\\/{B}");
        assert_eq!(ids(&format!("{{\"link\":\"{link}\"}}"), TextKind::Data), [link.replace('\\', "")]);
    }
}
