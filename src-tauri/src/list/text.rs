//! What a text is: a table, plain lines, or IDs one after the other.

use std::borrow::Cow;

use super::fault::Stop;
use super::grid::{Cell, Grid, LONGEST_CELL};
use super::rows::is_word;
use super::separated::{self, Form};
use super::{rows, MOST_ROWS};
use crate::model::contact_id::read_contact_id;
use crate::model::signs::is_blank;
use crate::model::token::looks_like_a_token;

/// How many rows are looked at to find out.
const LOOKED_AT: usize = 500;

/// The table that a text is.
pub(super) fn read(text: &str) -> Result<Grid, Stop> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if let Some((separator, rest)) = said(text) {
        return separated::read(rest, with_quotes(rest, separator), usize::MAX);
    }
    let lines = separated::read(text, LINES, LOOKED_AT)?;
    if are_ids_in_a_row(&lines) {
        return ids_in_a_row(text);
    }
    match separator(text, &lines) {
        Some(separator) => separated::read(text, with_quotes(text, separator), usize::MAX),
        None => separated::read(text, LINES, usize::MAX),
    }
}

/// IDs that some program has pasted without what stood between them, apart again. Nearly every ID is 20 letters and
/// digits long, and nothing else that people have in a list is twice that without a blank or a sign.
pub(super) fn apart(pasted: &str) -> Cow<'_, str> {
    let glued = pasted.trim();
    let (ids, rest) = glued.as_bytes().as_chunks::<GLUED>();
    let are_ids = ids.len() > 1 && rest.is_empty() && glued.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !are_ids || looks_like_a_token(glued) {
        return Cow::Borrowed(pasted);
    }
    Cow::Owned(ids.iter().flat_map(|id| id.iter().chain(b"\n")).map(|byte| char::from(*byte)).collect())
}

/// How long IDs are that stand together without a gap.
const GLUED: usize = 20;

const LINES: Form = Form { separator: None, quotes: false };

/// Cells between separators, in quotes or not. Where the quotes make no sense they are letters like others.
fn with_quotes(text: &str, separator: u8) -> Form {
    Form { separator: Some(separator), quotes: separated::quotes_are_sound(text, separator) }
}

/// The separator that a first line such as `sep=;` names, for Excel, and the text behind that line.
fn said(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n')?;
    let named = line.trim_matches(['\r', '"', ' ']);
    let (start, separator) = (named.get(..4)?, named.get(4..)?);
    let separator = separator.bytes().next().filter(|sign| separator.len() == 1 && !sign.is_ascii_alphanumeric())?;
    start.eq_ignore_ascii_case("sep=").then_some((separator, rest))
}

/// What stands between the cells, where these are cells at all: that most rows have it.
fn separator(text: &str, lines: &Grid) -> Option<u8> {
    if (0..lines.rows()).any(|row| lines.cell(row, 0).text().trim().contains('\t')) {
        return Some(b'\t');
    }
    let mut best = (0, None);
    for separator in [b',', b';'] {
        let (rows, alike) = separated::rows_alike(text, with_quotes(text, separator), LOOKED_AT);
        if alike > best.0 && alike * 2 >= rows {
            best = (alike, Some(separator));
        }
    }
    best.1
}

/// The pieces of a line between blanks, commas and semicolons, where each of them is an ID or a link.
fn ids(line: &str) -> Option<Vec<&str>> {
    let separates = |sign: char| sign.is_whitespace() || matches!(sign, ',' | ';');
    // Of more than a list can have, the first are enough to say so.
    let pieces: Vec<&str> = line.split(separates).filter(|piece| !is_blank(piece)).take(MOST_ROWS + 2).collect();
    let is_id = |piece: &&str| piece.len() <= LONGEST_CELL && !is_word(piece) && read_contact_id(piece).is_ok();
    if pieces.is_empty() || !pieces.iter().all(is_id) {
        return None;
    }
    Some(if are_one(line, &pieces) { vec![line] } else { pieces })
}

/// Whether a line is an ID and the link to that contact.
fn are_one(line: &str, pieces: &[&str]) -> bool {
    let is_link = |piece: &&str| piece.contains('/');
    let names_one = || rows::read(Cell::Text(line)).is_ok_and(|all| all.len() == 1);
    pieces.len() > 1 && pieces.len() < 5 && pieces.iter().any(is_link) && names_one()
}

/// Whether the lines hold IDs alone, several in some, so that all are one list; not a table with IDs of other things
/// beside those of contacts.
fn are_ids_in_a_row(lines: &Grid) -> bool {
    let lines: Vec<&str> =
        (0..lines.rows()).map(|row| whole_pieces(lines.cell(row, 0).text())).filter(|line| !is_blank(line)).collect();
    let of_ids: Vec<Vec<&str>> =
        lines.iter().filter(|line| !has_empty_cells(line)).filter_map(|line| ids(line)).collect();
    let is_heading = |line: &&str| line.contains([',', ';', '\t']) && ids(line).is_none();
    let several = of_ids.iter().any(|ids| ids.len() > 1);
    several && of_ids.len() * 2 >= lines.len() && !lines.first().is_some_and(is_heading) && !is_table(&of_ids)
}

/// Of a line that was too long to be kept whole, what stands before the piece that was cut.
fn whole_pieces(line: &str) -> &str {
    let end = if line.len() > LONGEST_CELL { line.rfind([',', ';', ' ', '\t']) } else { None };
    end.and_then(|end| line.get(..end)).unwrap_or(line)
}

fn has_empty_cells(line: &str) -> bool {
    let bytes = line.as_bytes();
    let separates = |byte: u8| matches!(byte, b',' | b';' | b'\t');
    bytes.windows(2).any(|pair| separates(pair[0]) && pair[0] == pair[1])
}

/// Whether all lines have the same number of IDs, and one column the same ID in every line: that of a sub-account.
fn is_table(lines: &[Vec<&str>]) -> bool {
    let Some((first, others)) = lines.split_first().filter(|(first, others)| first.len() > 1 && !others.is_empty())
    else {
        return false;
    };
    let is_same = |column: usize| others.iter().all(|line| line.get(column) == first.get(column));
    others.iter().all(|line| line.len() == first.len()) && (0..first.len()).any(is_same)
}

/// Each ID as a row of its own, and each line that holds something else as one.
fn ids_in_a_row(text: &str) -> Result<Grid, Stop> {
    let mut grid = Grid::default();
    separated::each_line(text, |line| match ids(line) {
        Some(ids) => ids.into_iter().try_for_each(|id| grid.push([Cow::Borrowed(id)])),
        None => grid.push([Cow::Borrowed(line)]),
    })?;
    Ok(grid)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    const A: &str = "kT4wQ9zLmN2xVbR7sYpD";
    const B: &str = "pQ8vX2cRtY5nLmK1wZsE";
    const C: &str = "aB3dE6gH9jK2mN5pQ8rS";

    /// The rows, cells joined with a bar.
    fn rows(text: &str) -> Vec<String> {
        let grid = read(text).unwrap();
        let row =
            |row| (0..grid.width_of(row)).map(|column| grid.cell(row, column).text()).collect::<Vec<_>>().join("|");
        (0..grid.rows()).map(row).collect()
    }

    #[test]
    fn ids_one_after_the_other_become_rows() {
        for text in [
            format!("{A}, {B}; {C}"),
            format!("{A},{B}\n{C}"),
            format!("{A} {B} {C}\n"),
            format!("{A}\t{B}\t{C}"),
            format!("\u{FEFF}{A}\r{B},\"{C}\""),
        ] {
            assert_eq!(rows(&text).iter().map(|row| row.trim_matches('"')).collect::<Vec<_>>(), [A, B, C], "{text:?}");
        }
        assert_eq!(rows(&format!("{A}, {B}\n\nMaria Lopez, Ann\n{C}")), [A, B, "", "Maria Lopez, Ann", C]);
    }

    #[test]
    fn a_list_of_ids_of_any_length_in_one_line_becomes_rows() {
        let ids: Vec<String> = (0..2_000).map(|number| format!("kT4wQ9zLmN2xVbR{number:05}")).collect();
        assert_eq!(rows(&ids.join(",")), ids);
    }

    #[test]
    fn a_table_stays_one() {
        assert_eq!(
            rows(&format!("id,name\n{A},\"Lopez, Maria\"\n")),
            ["id|name".to_owned(), format!("{A}|Lopez, Maria")]
        );
        assert_eq!(
            rows(&format!("name;id\nLopez, Maria;{A}\nOsei, Amara;{B}")),
            ["name|id".to_owned(), format!("Lopez, Maria|{A}"), format!("Osei, Amara|{B}")]
        );
        assert_eq!(rows(&format!("Lopez, Maria\t{A}\n")), [format!("Lopez, Maria|{A}")]);
        let with_location = format!("{A},{C}\n{B},{C}");
        assert_eq!(rows(&with_location), with_location.lines().map(|line| line.replace(',', "|")).collect::<Vec<_>>());
        assert_eq!(rows(&format!("contact,location\n{A},{C}")), ["contact|location".to_owned(), format!("{A}|{C}")]);
        assert_eq!(rows(&format!("{A},,\n{B},,\n{C},Maria,")), [A.to_owned(), B.to_owned(), format!("{C}|Maria")]);
    }

    #[test]
    fn a_first_line_for_excel_is_no_row() {
        for first in ["sep=;", "SEP=;", "\"sep=;\"", "\u{FEFF}sep=;"] {
            assert_eq!(rows(&format!("{first}\r\na,b;c\r\n")), ["a,b|c"], "{first:?}");
        }
        assert_eq!(rows("sep=\t\na;b\tc\n"), ["a;b|c"]);
        assert_eq!(rows("sep=\nb"), ["sep=", "b"]);
    }

    #[test]
    fn a_quote_that_is_never_closed_swallows_nothing() {
        assert_eq!(
            rows(&format!("id,note\n{A},\"open\n{B},x\n")),
            ["id|note".to_owned(), format!("{A}|\"open"), format!("{B}|x")]
        );
    }

    #[test]
    fn plain_lines_are_one_column() {
        assert_eq!(rows("a\r\n\r\nb c\rd"), ["a", "", "b c", "d"]);
        assert!(rows("").is_empty() && rows(" \n\u{200B}\n\t").is_empty());
    }
}
