//! What a text is: a table, plain lines, IDs one after the other, or something else with IDs in it.

use std::borrow::Cow;

use serde::de::IgnoredAny;

use super::fault::Stop;
use super::grid::{Cell, Grid, LONGEST_CELL};
use super::rows::is_word;
use super::separated::{self, Alike, Form};
use super::source::Sheet;
use super::taken_out::{taken_out, Kind};
use super::{guess, html, rows, MOST_ROWS};
use crate::model::contact_id::read_contact_id;
use crate::model::problem::FileFault;
use crate::model::token::looks_like_a_token;
use crate::model::unicode::is_blank;

/// How many rows are looked at to find out.
const LOOKED_AT: usize = 500;

/// What divides cells. Of two that divide alike, the first is taken.
const SEPARATORS: [u8; 4] = *b"\t,;|";

/// The lines between the columns of a table that is drawn.
const DRAWN: [char; 5] = ['│', '┃', '║', '¦', '｜'];

/// The corners and crossings of such a table, and its lines from left to right.
const FRAMES: [char; 2] = ['─', '╬'];

/// The table that a text is or, where no column of it holds IDs, those that stand anywhere in it.
pub(super) fn read(text: &str) -> Result<Sheet, Stop> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if html::is_markup(text) {
        return of_markup(text);
    }
    let numbered = || (1..).zip(lines(text));
    if is_data(text) {
        let found = taken_out(numbered(), Kind::Data)?;
        if found.rows() > 0 {
            return Ok(Sheet::taken_out(found));
        }
    }
    let grid = table(text)?;
    let guess = guess::guess(&grid, guess::titles(&grid));
    if !guess.few {
        return Ok(Sheet::of(grid));
    }
    let found = taken_out(numbered(), Kind::Text)?;
    // A line can be an ID in part: those that are taken out are as many, or more.
    let in_column: usize = (0..grid.rows()).filter_map(|row| Some(grid.read(row, guess.column).ok()?.len())).sum();
    Ok(if found.rows() > in_column { Sheet::taken_out(found) } else { Sheet::of(grid) })
}

/// A text as plain lines, whatever it is.
pub(super) fn lines_of(text: &str) -> Result<Sheet, Stop> {
    separated::read(text, LINES, usize::MAX).map(Sheet::of)
}

/// The tables of a page or, where they hold no IDs, those that stand anywhere in it.
fn of_markup(text: &str) -> Result<Sheet, Stop> {
    let page = html::read(text)?;
    if guess::guess(&page.table, guess::titles(&page.table)).any {
        return Ok(Sheet::of(page.table));
    }
    let pieces = page.pieces.iter().map(|(line, text)| (*line, text.as_str()));
    let found = taken_out(pieces, Kind::Text)?;
    if found.rows() > 0 {
        return Ok(Sheet::taken_out(found));
    }
    if page.table.rows() > 0 {
        return Ok(Sheet::of(page.table));
    }
    Err(FileFault::NotAList.into())
}

/// Whether a text is data for a program, in which a name stands before each value.
fn is_data(text: &str) -> bool {
    let begins = |text: &str| {
        text.starts_with('{')
            || text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', '[', '"']))
    };
    begins(text.trim_start())
        && serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>().next().is_some_and(|first| first.is_ok())
}

/// The lines of a text, whatever ends them.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    // Nearly all texts have one kind of line break, and lines can be long.
    let others = ['\r', '\u{2028}', '\u{2029}', '\u{0085}'].into_iter().any(|sign| text.contains(sign));
    let split = move |line| -> Box<dyn Iterator<Item = &str>> {
        if others {
            Box::new(cut_off(line).split(['\r', '\u{2028}', '\u{2029}', '\u{0085}']))
        } else {
            Box::new(std::iter::once(line))
        }
    };
    text.split('\n').flat_map(split)
}

fn cut_off(line: &str) -> &str {
    line.strip_suffix('\r').unwrap_or(line)
}

fn table(text: &str) -> Result<Grid, Stop> {
    if let Some((separator, rest)) = said(text) {
        return separated::read(rest, form(separated::alike(rest, separator, LOOKED_AT), separator), usize::MAX);
    }
    let lines = separated::read(text, LINES, LOOKED_AT)?;
    if are_ids_in_a_row(&lines) {
        return ids_in_a_row(text);
    }
    let text = &with_plain_lines(text);
    match separator(text) {
        Some(form) => separated::read(text, form, usize::MAX),
        None => separated::read(text, LINES, usize::MAX),
    }
}

/// The text with the lines of a table that is drawn as the signs that such tables are typed with.
fn with_plain_lines(text: &str) -> Cow<'_, str> {
    if !DRAWN.into_iter().any(|sign| text.contains(sign)) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            _ if DRAWN.contains(&sign) => plain.push('|'),
            _ if (FRAMES[0]..=FRAMES[1]).contains(&sign) => plain.push_str("--"),
            _ => plain.push(sign),
        }
    }
    Cow::Owned(plain)
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

const LINES: Form = Form { separator: None, width: 1, framed: false };

fn form(found: Alike, separator: u8) -> Form {
    Form { separator: Some(separator), width: found.width, framed: found.framed }
}

/// The separator that a first line such as `sep=;` names, for Excel, and the text behind that line.
fn said(text: &str) -> Option<(u8, &str)> {
    let (line, rest) = text.split_once('\n')?;
    let named = line.trim_matches(['\r', '"', ' ']);
    let (start, separator) = (named.get(..4)?, named.get(4..)?);
    let separator = separator.bytes().next().filter(|sign| separator.len() == 1 && !sign.is_ascii_alphanumeric())?;
    start.eq_ignore_ascii_case("sep=").then_some((separator, rest))
}

/// What divides most rows alike; `None` where nothing divides half of them.
fn separator(text: &str) -> Option<Form> {
    let mut best: Option<(Alike, u8)> = None;
    for separator in SEPARATORS.into_iter().filter(|separator| text.contains(char::from(*separator))) {
        let found = separated::alike(text, separator, LOOKED_AT);
        let is_better = best.is_none_or(|(other, _)| found.even * other.rows > other.even * found.rows);
        if found.even > 0 && found.even * 2 >= found.rows && is_better {
            best = Some((found, separator));
        }
    }
    best.map(|(found, separator)| form(found, separator))
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
        let grid = read(text).unwrap().grid;
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
