//! What a text is: a table, plain lines, IDs one after the other, or something else with IDs in it.

use std::borrow::Cow;

use serde::de::IgnoredAny;

use super::extract::{extract, TextKind};
use super::grid::{is_word, read_cell, Grid, MAX_CELL};
use super::html;
use super::problems::{self, MAX_ROWS};
use super::separated::{self, lines};
use super::sheet::Sheet;
use crate::model::contact_id::read_contact_id;
use crate::model::problem::{FileFault, Problem};
use crate::model::token::looks_like_a_token;
use crate::model::unicode::is_blank;

/// How many lines are looked at to tell whether they hold IDs alone.
const SNIFFED: usize = 500;
/// The lines between the columns of a drawn table.
const COLUMN_LINES: [char; 5] = ['│', '┃', '║', '¦', '｜'];
/// The corners and crossings of such a table, and its lines from left to right.
const FRAMES: std::ops::RangeInclusive<char> = '─'..='╬';
/// The length of IDs that stand together without a gap: that of nearly every ID.
const GLUED_LENGTH: usize = 20;

/// What was pasted as a table. A page without a table is plain lines.
pub(super) fn parse_pasted(pasted: &str) -> Result<Sheet, Problem> {
    match parse(&split_glued_ids(pasted)) {
        Err(problem) if problem.facts.file == Some(FileFault::NotAList) => {
            separated::parse_lines(lines(pasted)).map(Sheet::of)
        }
        parsed => parsed,
    }
}

/// The table that a text is or, where no column of it holds IDs, those that stand anywhere in it.
pub(super) fn parse(text: &str) -> Result<Sheet, Problem> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if html::is_markup(text) {
        return parse_markup(text);
    }
    if is_json(text) {
        let found = extract((1..).zip(lines(text)), TextKind::Data, 0)?;
        if found.len() > 0 {
            return Ok(Sheet::extracted(found));
        }
    }
    let sheet = Sheet::of(parse_table(text)?);
    if !sheet.guess.few {
        return Ok(sheet);
    }
    let found = extract((1..).zip(lines(text)), TextKind::Prose, 0)?;
    // Cells can be IDs as well: they are the list unless there are more in the text.
    let grid = &sheet.grid;
    let in_column: usize = (0..grid.len()).filter_map(|row| Some(grid.read(row, sheet.guess.column).ok()?.len())).sum();
    Ok(if found.len() > in_column { Sheet::extracted(found) } else { sheet })
}

/// The tables of a page or, where they hold no IDs, those that stand anywhere in it.
fn parse_markup(text: &str) -> Result<Sheet, Problem> {
    let page = html::parse(text)?;
    let sheet = Sheet::of(page.table);
    if sheet.guess.any {
        return Ok(sheet);
    }
    let texts = page.texts.iter().map(|(line, text)| (*line, text.as_str()));
    let found = extract(texts, TextKind::Prose, 0)?;
    if found.len() > 0 {
        return Ok(Sheet::extracted(found));
    }
    if sheet.grid.len() > 0 {
        return Ok(sheet);
    }
    Err(problems::not_read(FileFault::NotAList))
}

/// Whether a text begins with an object or a list of JSON that is complete.
fn is_json(text: &str) -> bool {
    let start = text.trim_start();
    let in_list = || start.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', '[', '"']));
    (start.starts_with('{') || in_list())
        && serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>().next().is_some_and(|first| first.is_ok())
}

fn parse_table(text: &str) -> Result<Grid, Problem> {
    if let Some((dialect, rest)) = separated::sep_line(text) {
        return separated::parse(rest, dialect);
    }
    if are_only_ids(&separated::parse_lines(lines(text).take(SNIFFED))?) {
        let of_line = |line| ids(line).unwrap_or_else(|| vec![line]);
        return separated::parse_lines(lines(text).flat_map(of_line));
    }
    let text = &with_plain_frames(text);
    match separated::sniff(text) {
        Some(dialect) => separated::parse(text, dialect),
        None => separated::parse_lines(lines(text)),
    }
}

/// The text with drawn lines as the characters with which they are typed.
fn with_plain_frames(text: &str) -> Cow<'_, str> {
    if !text.contains(COLUMN_LINES) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for ch in text.chars() {
        match ch {
            _ if COLUMN_LINES.contains(&ch) => plain.push('|'),
            _ if FRAMES.contains(&ch) => plain.push_str("--"),
            _ => plain.push(ch),
        }
    }
    Cow::Owned(plain)
}

/// IDs that some program has pasted without what stood between them, one a line. Nothing else that people have in a list
/// is twice as long as an ID without a blank or punctuation.
fn split_glued_ids(pasted: &str) -> Cow<'_, str> {
    let glued = pasted.trim();
    let (ids, rest) = glued.as_bytes().as_chunks::<GLUED_LENGTH>();
    let are_ids = ids.len() > 1 && rest.is_empty() && glued.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !are_ids || looks_like_a_token(glued) {
        return Cow::Borrowed(pasted);
    }
    Cow::Owned(ids.iter().flat_map(|id| id.iter().chain(b"\n")).map(|byte| char::from(*byte)).collect())
}

/// The pieces of a line between blanks, commas and semicolons, where each of them is an ID or a link.
fn ids(line: &str) -> Option<Vec<&str>> {
    let separates = |ch: char| ch.is_whitespace() || matches!(ch, ',' | ';');
    // Of more than a list can have, the first are enough to say so.
    let pieces: Vec<&str> = line.split(separates).filter(|piece| !is_blank(piece)).take(MAX_ROWS + 2).collect();
    let is_id = |piece: &&str| piece.len() <= MAX_CELL && !is_word(piece) && read_contact_id(piece).is_ok();
    if pieces.is_empty() || !pieces.iter().all(is_id) {
        return None;
    }
    // An ID and the link to that contact are one.
    let may_be_one = (2..5).contains(&pieces.len()) && pieces.iter().any(|piece| piece.contains('/'));
    let is_one = may_be_one && read_cell(line).is_ok_and(|all| all.len() == 1);
    Some(if is_one { vec![line] } else { pieces })
}

/// Whether the lines hold IDs alone, several in some, so that all are one list: no table with IDs of other things beside
/// those of contacts.
fn are_only_ids(lines: &Grid) -> bool {
    let lines = (0..lines.len()).map(|row| whole_pieces(lines.cell(row, 0)));
    let lines: Vec<&str> = lines.filter(|line| !is_blank(line)).collect();
    let of_ids: Vec<Vec<&str>> =
        lines.iter().filter(|line| !has_empty_cells(line)).filter_map(|line| ids(line)).collect();
    let is_heading = |line: &&str| line.contains([',', ';', '\t']) && ids(line).is_none();
    let several = of_ids.iter().any(|ids| ids.len() > 1);
    several && of_ids.len() * 2 >= lines.len() && !lines.first().is_some_and(is_heading) && !is_table(&of_ids)
}

/// Of a line that was too long to be kept whole, what stands before the piece that was cut.
fn whole_pieces(line: &str) -> &str {
    let end = if line.len() > MAX_CELL { line.rfind([',', ';', ' ', '\t']) } else { None };
    end.map_or(line, |end| &line[..end])
}

fn has_empty_cells(line: &str) -> bool {
    [",,", ";;", "\t\t"].iter().any(|pair| line.contains(pair))
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

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    const A: &str = "kT4wQ9zLmN2xVbR7sYpD";
    const B: &str = "pQ8vX2cRtY5nLmK1wZsE";
    const C: &str = "aB3dE6gH9jK2mN5pQ8rS";

    /// The rows, cells joined with a bar.
    fn rows(text: &str) -> Vec<String> {
        let grid = parse(text).unwrap().grid;
        (0..grid.len()).map(|row| grid.cells(row).collect::<Vec<_>>().join("|")).collect()
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
