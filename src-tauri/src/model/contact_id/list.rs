//! Several IDs or links at once, as they are copied from a spreadsheet or a message.

use super::{in_link, is_quote, squeeze, ContactId, ReadId, Taken, LABELS, USUAL_LENGTH};

/// How long an ID among others can be. Closer than for one alone: a text of long words is no list.
const LENGTHS: std::ops::RangeInclusive<usize> = USUAL_LENGTH..=22;

/// All of a list that holds nothing but IDs and links to contacts, two pieces at least. A label may stand above it, as
/// over a column.
pub(super) fn read(plain: &str) -> Option<Vec<ReadId>> {
    let all = pieces(without_label(plain)).map(piece).collect::<Option<Vec<_>>>()?;
    (all.len() > 1).then_some(all)
}

/// What stands between blanks, line breaks, commas and semicolons.
fn pieces(plain: &str) -> impl Iterator<Item = &str> {
    plain
        .split(|ch: char| ch.is_whitespace() || matches!(ch, ',' | ';'))
        .map(|piece| {
            piece.trim_matches(|ch: char| is_quote(ch) || matches!(ch, '<' | '>' | '[' | ']' | '(' | ')' | '|'))
        })
        .filter(|piece| !piece.is_empty())
}

fn piece(text: &str) -> Option<ReadId> {
    if LENGTHS.contains(&text.len()) {
        if let Some(id) = ContactId::new(text) {
            return Some(ReadId::new(id, Taken::Tidied, None));
        }
    }
    let link = in_link::read_word(text)?;
    Some(ReadId::new(link.id, Taken::FromLink, link.location))
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
