//! Several IDs or links at once, as they are copied from a spreadsheet or a message: the first is taken.

use std::collections::HashSet;

use super::{in_link, is_quote, squeeze, ContactId, ReadId, Taken, LABELS, USUAL_LENGTH};

/// How long an ID among others can be. Closer than for one alone: a text of long words is no list.
const LENGTHS: std::ops::RangeInclusive<usize> = USUAL_LENGTH..=22;

/// The first of a list that holds nothing but IDs and links to contacts, two pieces at least. A label may stand above
/// it, as over a column.
pub(super) fn read(plain: &str) -> Option<ReadId> {
    let plain = without_label(plain);
    let mut pieces = pieces(plain).map(piece);
    let (first, taken, location) = pieces.next()??;
    let (mut others, mut count) = (HashSet::new(), 1_usize);
    for piece in pieces {
        let (id, ..) = piece?;
        count += 1;
        if id != first {
            others.insert(id);
        }
    }
    (count > 1).then(|| ReadId::new(first, taken, location, others.len()))
}

/// What stands between blanks, line breaks, commas and semicolons.
fn pieces(plain: &str) -> impl Iterator<Item = &str> {
    plain
        .split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';'))
        .map(|piece| {
            piece.trim_matches(|sign: char| is_quote(sign) || matches!(sign, '<' | '>' | '[' | ']' | '(' | ')' | '|'))
        })
        .filter(|piece| !piece.is_empty())
}

fn piece(text: &str) -> Option<(ContactId, Taken, Option<String>)> {
    if LENGTHS.contains(&text.len()) {
        if let Some(id) = ContactId::new(text) {
            return Some((id, Taken::Tidied, None));
        }
    }
    let link = in_link::read_word(text)?;
    Some((link.id, Taken::FromLink, link.location))
}

/// The text behind `Contact ID:` or the head of a column.
fn without_label(plain: &str) -> &str {
    let plain = plain.trim_start();
    let label_ends = plain.find(['\r', '\n', ':', '=']).filter(|end| *end <= 40);
    let label = label_ends.map(|end| squeeze(&plain[..end]));
    let is_label =
        |label: &str| LABELS.contains(&label) || label.strip_suffix('s').is_some_and(|one| LABELS.contains(&one));
    match (label, label_ends) {
        (Some(label), Some(end)) if is_label(&label) => &plain[end + 1..],
        _ => plain,
    }
}
