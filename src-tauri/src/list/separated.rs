//! Text in lines, or in lines of cells: CSV and its relatives.
//!
//! Not by the crate that writes our CSV: that one reads past blank lines without a word, and here each of them is a row.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::fault::Stop;
use super::grid::{Grid, LONGEST_CELL};
use crate::model::signs::is_blank;

/// The most line breaks that are believed inside one pair of quotes. A quote that was never meant as one would take the
/// rest of the file with it.
const MOST_BREAKS: usize = 100;

/// What stands between cells, and whether quotes shut it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    /// What stands between two cells. `None`: each line is one cell.
    pub separator: Option<u8>,
    /// Whether quotes around a cell are not part of it, and separators and line breaks inside are.
    pub quotes: bool,
}

/// Reads rows until the text or the patience with it ends, that many at most.
pub(super) fn read(text: &str, form: Form, most: usize) -> Result<Grid, Stop> {
    let mut grid = Grid::default();
    let mut rest = text;
    let mut left = most;
    while !rest.is_empty() && left > 0 {
        let (cells, after) = row(rest, form);
        grid.push(cells)?;
        rest = after;
        left -= 1;
    }
    Ok(grid)
}

/// How many of the first rows have cells, and how many of those have as many cells as most have, more than one.
pub(super) fn rows_alike(text: &str, form: Form, most: usize) -> (usize, usize) {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut rest = text;
    for _ in 0..most {
        let (cells, after) = row(rest, form);
        if cells.len() > 1 || !cells.iter().all(|cell| is_blank(cell)) {
            *counts.entry(cells.len()).or_default() += 1;
        }
        rest = after;
    }
    let alike = counts.range(2..).map(|(_, count)| *count).max();
    (counts.values().sum(), alike.unwrap_or_default())
}

/// Hands over line by line, until somebody has enough.
pub(super) fn each_line<'a>(text: &'a str, mut take: impl FnMut(&'a str) -> Result<(), Stop>) -> Result<(), Stop> {
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = rest.split_at(cell_end(rest, None));
        take(line)?;
        rest = &after[break_at(after).unwrap_or_default()..];
    }
    Ok(())
}

/// Whether each pair of quotes is one: closed, followed by the end of a cell, and not far apart.
pub(super) fn quotes_are_sound(text: &str, separator: u8) -> bool {
    let mut rest = if text.contains('"') { text } else { "" };
    while !rest.is_empty() {
        let (cell, after) = if rest.starts_with('"') {
            let Some((cell, after)) = quoted(rest) else { return false };
            let ends = after.is_empty() || after.as_bytes()[0] == separator || break_at(after).is_some();
            if !ends && cell.contains(['\n', '\r']) {
                return false;
            }
            (cell, after)
        } else {
            rest.split_at(cell_end(rest, Some(separator)))
        };
        if cell.matches(['\n', '\r', '\u{2028}']).nth(MOST_BREAKS).is_some() {
            return false;
        }
        // Text behind a closing quote belongs to the cell.
        let after = &after[cell_end(after, Some(separator))..];
        let next = after.chars().next().map_or(0, char::len_utf8);
        rest = &after[next..];
    }
    true
}

/// The cells of the first row, and the text behind it.
fn row(text: &str, form: Form) -> (Vec<Cow<'_, str>>, &str) {
    let mut cells = Vec::new();
    let mut rest = text;
    loop {
        let (cell, after) = cell(rest, form);
        cells.push(cell);
        if let Some(length) = break_at(after) {
            return (cells, &after[length..]);
        }
        match after.get(1..) {
            Some(next) => rest = next,
            None => return (cells, ""),
        }
    }
}

/// The first cell, and the text from its end: nothing, a separator, or a line break.
fn cell(text: &str, form: Form) -> (Cow<'_, str>, &str) {
    if form.quotes && text.starts_with('"') {
        if let Some((inside, after)) = quoted(text) {
            let end = cell_end(after, form.separator);
            let cell =
                if end == 0 { unescaped(inside) } else { Cow::Owned(unescaped(inside).into_owned() + &after[..end]) };
            return (cell, &after[end..]);
        }
    }
    let (cell, after) = text.split_at(cell_end(text, form.separator));
    (Cow::Borrowed(cell), after)
}

/// What stands between a quote and its twin, and the text behind that; `None` where it has none.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some((&text[1..at], &text[at + 1..]));
        }
        at += 2;
    }
}

/// The text with each pair of quotes as the one quote that it stands for, as far as it can be kept.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('"') {
        return Cow::Borrowed(text);
    }
    let text = if text.len() > 4 * LONGEST_CELL { super::grid::cut(text, 4 * LONGEST_CELL) } else { text };
    Cow::Owned(text.replace("\"\"", "\""))
}

/// Where a cell without quotes ends.
fn cell_end(text: &str, separator: Option<u8>) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let may_break = matches!(byte, b'\r' | b'\n' | 0xC2 | 0xE2);
        if Some(*byte) == separator || (may_break && break_at(&text[at..]).is_some()) {
            return at;
        }
        at += 1;
    }
    at
}

/// How long the line break is that a text begins with.
fn break_at(text: &str) -> Option<usize> {
    let breaks = ["\r\n", "\n", "\r", "\u{2028}", "\u{2029}", "\u{0085}"];
    breaks.into_iter().find(|ends| text.starts_with(ends)).map(str::len)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use proptest::prelude::*;

    const COMMA: Form = Form { separator: Some(b','), quotes: true };

    fn rows(text: &str, form: Form) -> Vec<Vec<String>> {
        let grid = read(text, form, usize::MAX).unwrap();
        let row = |row| (0..grid.width_of(row)).map(|column| grid.cell(row, column).text().to_owned()).collect();
        (0..grid.rows()).map(row).collect()
    }

    #[test]
    fn every_kind_of_line_break_ends_a_row_and_blank_rows_inside_stay() {
        let text = "a\rb\r\n\r\nc\u{2028}d\n,,\n\u{2029}e\n\n \n";
        assert_eq!(rows(text, COMMA), [&["a"][..], &["b"], &[], &["c"], &["d"], &[], &[], &["e"]]);
    }

    #[test]
    fn quotes_shut_separators_and_line_breaks_in() {
        let text = "\"a,\"\"b\"\"\nc\",d\n\"e\"f,\"\",g\n\"h";
        assert_eq!(rows(text, COMMA), [&["a,\"b\"\nc", "d"][..], &["ef", "", "g"], &["\"h"]]);
    }

    #[test]
    fn quotes_that_were_never_meant_as_such_are_found() {
        let many = format!("a,\"{}\",b", "\n".repeat(101));
        for text in ["a,\"b\nc", "a,\"b\nc,\"d\n", many.as_str(), "\""] {
            assert!(!quotes_are_sound(text, b','), "{text:?}");
        }
        for text in ["", "a,\"b\nc\",d\n\"\"\n", "a,5\" pipe\nb", "\"Big\" Bob,x\ny", "\"a\"\r\n\"b\""] {
            assert!(quotes_are_sound(text, b','), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in any::<String>(), quotes in any::<bool>(), comma in any::<bool>()) {
            let form = Form { separator: comma.then_some(b','), quotes };
            prop_assert!(read(&text, form, usize::MAX).is_ok());
            quotes_are_sound(&text, b',');
        }

        #[test]
        fn what_another_reader_of_csv_finds_is_found(cells in prop::collection::vec(prop::collection::vec("[a-c,\"\n\r ]{0,5}x", 1..4), 1..5)) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &cells {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            prop_assert_eq!(rows(&text, COMMA), cells);
        }
    }
}
