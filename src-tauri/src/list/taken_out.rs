//! IDs and links that stand among other words: in sentences, logs, statements and data for programs.
//!
//! A word is never taken for an ID: only what has the length of nearly every ID and looks drawn at random is one. Nor is
//! an ID that is said to be somebody else's.

use super::fault::Stop;
use super::grid::Grid;
use super::heading::{Heading, Names};
use crate::model::contact_id::{read_contact_ids, ReadId};
use crate::model::token::looks_like_a_token;
use crate::model::unicode::is_quote;

/// How long nearly every ID is, in characters.
const LENGTH: usize = 20;

/// How far before an ID a word can say whose it is, in bytes.
const NEAR: usize = 60;

/// What a text is that IDs are taken out of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words of people and logs, line by line.
    Text,
    /// Data for programs: the name before a value can stand some lines above it. Where names say which IDs are those of
    /// contacts, others are not.
    Data,
}

/// An ID that was found.
struct Found {
    number: u32,
    id: String,
    is_named: bool,
}

/// The IDs and links in pieces of text with the numbers of their rows, each as a row.
pub(super) fn taken_out<'a>(pieces: impl Iterator<Item = (u32, &'a str)>, kind: Kind) -> Result<Grid, Stop> {
    taken_into(Grid::default(), pieces, kind)
}

/// The same for the cells of a sheet.
pub(super) fn taken_out_of(sheet: &Grid) -> Result<Grid, Stop> {
    taken_into(sheet.emptied(), sheet.pieces(), Kind::Text)
}

fn taken_into<'a>(mut grid: Grid, pieces: impl Iterator<Item = (u32, &'a str)>, kind: Kind) -> Result<Grid, Stop> {
    let mut found = Vec::new();
    let mut before = String::new();
    for (number, piece) in pieces {
        if kind == Kind::Text {
            before.clear();
        }
        let piece = if piece.contains("\\/") { &*piece.replace("\\/", "/") } else { piece };
        in_piece(piece, &mut before, |id, is_named| found.push(Found { number, id, is_named }));
    }
    let only_named = kind == Kind::Data && found.iter().any(|found| found.is_named);
    for found in found.iter().filter(|found| found.is_named || !only_named) {
        grid.push_at(found.number, &found.id)?;
    }
    Ok(grid)
}

/// What is found in a piece, and whether it is said to be a contact's.
fn in_piece(piece: &str, before: &mut String, mut take: impl FnMut(String, bool)) {
    if !may_hold_one(piece) {
        before.push_str(near(piece));
        before.push(' ');
        return;
    }
    for word in words(piece) {
        if word.contains('/') {
            // Of a link that leads to no contact nothing is taken: the IDs in it are those of other things.
            let links = read_contact_ids(word).unwrap_or_default();
            if links.iter().all(ReadId::from_link) && !links.is_empty() {
                take(word.to_owned(), true);
                before.clear();
                continue;
            }
        } else {
            for part in word.split(is_between).map(|part| part.trim_matches(['.', '-'])) {
                if is_certain(part) {
                    let names = Heading::of_text(near(before)).names_last();
                    if names != Names::Others {
                        take(part.to_owned(), names == Names::Contacts);
                    }
                    before.clear();
                } else {
                    before.push_str(part);
                    before.push(' ');
                }
            }
            continue;
        }
        before.push(' ');
    }
    let start = before.len() - near(before).len();
    before.drain(..start);
}

/// Whether a piece can hold an ID or a link at all: each ID that is taken out has a capital, each link a slash.
fn may_hold_one(piece: &str) -> bool {
    piece.contains('/') || piece.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// The end of what stands before.
fn near(before: &str) -> &str {
    let mut start = before.len().saturating_sub(NEAR);
    while !before.is_char_boundary(start) {
        start += 1;
    }
    &before[start..]
}

/// The pieces that can each be a link, or a few words without a blank.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let divides = |sign: char| {
        sign.is_whitespace()
            || is_quote(sign)
            || matches!(sign, '<' | '>' | '(' | ')' | '[' | ']' | '{' | '}' | '|' | ',' | ';' | '\\')
    };
    text.split(divides).filter(|word| !word.is_empty())
}

/// What stands between the words that can be an ID; what is left can stand inside of other words.
fn is_between(sign: char) -> bool {
    !sign.is_alphanumeric() && !matches!(sign, '-' | '_' | '.' | '@' | '+' | '~' | '%')
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

    fn found(text: &str, kind: Kind) -> Vec<(u32, String)> {
        let grid = taken_out((1..).zip(text.lines()), kind).unwrap();
        (0..grid.rows()).map(|row| (grid.number(row), grid.cell(row, 0).text().to_owned())).collect()
    }

    fn ids(text: &str, kind: Kind) -> Vec<String> {
        found(text, kind).into_iter().map(|(_, id)| id).collect()
    }

    #[test]
    fn ids_and_links_are_taken_out_of_words_with_the_numbers_of_their_lines() {
        let link = format!("https://app.example.com/v2/location/{C}/contacts/detail/{B}");
        let text = format!("Hello Ann,\n\nMaria is {A}. See ({link}), too.\nAnd contact={LETTERS}&x=1\n");
        let expected = [(3, A.to_owned()), (3, link), (4, LETTERS.to_owned())];
        assert_eq!(found(&text, Kind::Text), expected);
    }

    #[test]
    fn a_word_is_no_id() {
        for text in [
            "internationalization responsibilities uncharacteristically",
            "getContactByFullName getContactByIdAndNam ACCOUNTABILITYREPORT 2026031509300012345678",
            "user_kT4wQ9zLmN2xVbR7sYpD kT4wQ9zLmN2xVbR7sYpD-1 kT4wQ9zLmN2xVbR7sYpDx kT4wQ9zLmN2xVbR7sYp",
            "eyJhbGciOiJIUzI1NiJ9 maria@kT4wQ9zLmN2xVbR7sYpD",
        ] {
            assert!(ids(text, Kind::Text).is_empty(), "{text}: {:?}", ids(text, Kind::Text));
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
            assert!(ids(&text, Kind::Text).is_empty(), "{text}: {:?}", ids(&text, Kind::Text));
        }
        assert_eq!(ids(&format!("INSERT {C}: contact {A}, user {B}"), Kind::Text), [C, A]);
    }

    #[test]
    fn in_data_the_names_say_which_ids_are_those_of_contacts() {
        let data = format!(
            "[{{\"id\":\"{B}\",\"contactId\":\"{A}\",\"locationId\":\"{C}\"}}]\n{{\"location\": {{\n\"id\": \"{C}\"}}}}"
        );
        assert_eq!(ids(&data, Kind::Data), [A]);
        assert_eq!(
            ids(&format!("[{{\"id\":\"{B}\"}},{{\"id\":\"{A}\",\"user\":{{\"id\":\"{C}\"}}}}]"), Kind::Data),
            [B, A]
        );
        let link = format!("https:\\/\\/app.example.com\\/v2\\/location\\/{C}\\/contacts\\/detail\\/{B}");
        assert_eq!(ids(&format!("{{\"link\":\"{link}\"}}"), Kind::Data), [link.replace('\\', "")]);
    }
}
