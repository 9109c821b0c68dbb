//! Text in lines, or in lines of cells: CSV and its relatives.
//!
//! Not by the crate that writes our CSV: that one reads past blank lines without a word, and here each of them is a row.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::fault::Stop;
use super::grid::{Grid, LONGEST_CELL};
use crate::model::unicode::is_blank;

/// What stands between cells, and whether quotes shut it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Form {
    /// What stands between two cells. `None`: each line is one cell, quotes and all.
    pub separator: Option<u8>,
    /// How many cells most rows have, where that is known.
    pub width: usize,
    /// Whether each row begins with what stands between cells, as in Markdown.
    pub framed: bool,
}

/// How like each other the first rows are, with a separator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Alike {
    /// How many rows have anything in them.
    pub rows: usize,
    /// How many of those have as many cells as most have, more than one.
    pub even: usize,
    /// How many cells those have.
    pub width: usize,
    /// Whether the first cell of each row is blank.
    pub framed: bool,
}

/// Reads rows until the text or the patience with it ends, that many at most.
pub(super) fn read(text: &str, form: Form, most: usize) -> Result<Grid, Stop> {
    let mut grid = Grid::default();
    let mut rows = Rows::new(text, form);
    for _ in 0..most {
        let Some(cells) = rows.next() else { break };
        if form.separator == Some(b'|') {
            push_drawn(&mut grid, cells, form.framed)?;
        } else {
            grid.push(cells)?;
        }
    }
    Ok(grid)
}

/// Adds a row of a table that is drawn, without lines that have nothing but the drawing.
fn push_drawn(grid: &mut Grid, cells: Vec<Cow<'_, str>>, framed: bool) -> Result<(), Stop> {
    if is_drawn(&cells) {
        grid.pass();
        return Ok(());
    }
    grid.push(cells.into_iter().skip(usize::from(framed)).map(trimmed))
}

fn is_drawn(cells: &[Cow<'_, str>]) -> bool {
    let is_line = |cell: &Cow<'_, str>| cell.chars().all(|sign| matches!(sign, '-' | '=' | '+' | ':' | ' ' | '\t'));
    cells.iter().all(is_line) && cells.iter().any(|cell| cell.contains("--") || cell.contains("=="))
}

fn trimmed(cell: Cow<'_, str>) -> Cow<'_, str> {
    match cell {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// How like each other the first rows are. A line that ends in a separator has one cell.
pub(super) fn alike(text: &str, separator: u8, most: usize) -> Alike {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    // They count where there are no others: a text of nothing but separators has nothing in it.
    let mut blank_rows: BTreeMap<usize, usize> = BTreeMap::new();
    let mut framed = true;
    for cells in Rows::new(text, Form { separator: Some(separator), width: 0, framed: false }).take(most) {
        let blank_at_the_end = cells.iter().rev().take_while(|cell| is_blank(cell)).count();
        if blank_at_the_end < cells.len() && !is_drawn(&cells) {
            let width = if cells.len() == 2 && blank_at_the_end == 1 { 1 } else { cells.len() };
            *counts.entry(width).or_default() += 1;
            framed &= cells.first().is_some_and(|cell| is_blank(cell));
        } else if cells.len() > 1 {
            *blank_rows.entry(cells.len()).or_default() += 1;
        }
    }
    let counts = if counts.is_empty() { blank_rows } else { counts };
    let best = counts.range(2..).max_by_key(|(width, count)| (**count, **width));
    let (width, even) = best.map_or((0, 0), |(width, count)| (*width, *count));
    Alike { rows: counts.values().sum(), even, width, framed: framed && separator == b'|' }
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

/// The rows of a text, one after the other.
struct Rows<'a> {
    rest: &'a str,
    form: Form,
    /// How much text may be read a second time.
    patience: usize,
}

impl<'a> Rows<'a> {
    fn new(text: &'a str, form: Form) -> Self {
        Self { rest: text, form, patience: text.len().saturating_mul(4) }
    }

    /// The cells of the first row, and the text behind it. Where no line break may be shut in, quotes are letters in a
    /// cell that has one.
    fn row(&self, with_breaks: bool) -> (Vec<Cow<'a, str>>, &'a str) {
        let mut cells = Vec::with_capacity(self.form.width);
        let mut rest = self.rest;
        loop {
            let (cell, after) = cell(rest, self.form.separator, with_breaks);
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
}

impl<'a> Iterator for Rows<'a> {
    type Item = Vec<Cow<'a, str>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let (mut cells, mut after) = self.row(true);
        // A quote that was never meant as one takes other rows along, and the cells no longer come out even.
        let length = self.rest.len() - after.len();
        let has_breaks = || cells.iter().any(|cell| cell.contains(['\n', '\r']));
        if self.form.width > 1 && cells.len() != self.form.width && length <= self.patience && has_breaks() {
            self.patience -= length;
            let (fewer, behind) = self.row(false);
            if fewer.len() == self.form.width {
                (cells, after) = (fewer, behind);
            }
        }
        self.rest = after;
        Some(cells)
    }
}

/// The first cell, and the text from its end: nothing, a separator, or a line break. Quotes around a cell are not part of
/// it; without a twin, or where they cannot be meant, they are letters like others.
fn cell(text: &str, separator: Option<u8>, with_breaks: bool) -> (Cow<'_, str>, &str) {
    let is_gap = |sign: char| sign == ' ' || (sign == '\t' && separator != Some(b'\t'));
    let start = if separator.is_some() { text.trim_start_matches(is_gap) } else { "" };
    if start.starts_with('"') {
        if let Some((inside, after)) = quoted(start) {
            let end = cell_end(after, separator);
            let is_closed = after[..end].chars().all(is_gap);
            let has_breaks = || inside.contains(['\n', '\r']);
            if is_closed && (with_breaks || !has_breaks()) {
                return (unescaped(inside), &after[end..]);
            }
            if !has_breaks() {
                // Text behind a closing quote belongs to the cell.
                return (Cow::Owned(unescaped(inside).into_owned() + &after[..end]), &after[end..]);
            }
        }
    }
    let (cell, after) = text.split_at(cell_end(text, separator));
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

    const COMMA: Form = Form { separator: Some(b','), width: 0, framed: false };

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
    fn a_quote_that_was_never_meant_as_one_is_a_letter() {
        for (text, expected) in [
            ("a,\"b\nc", &[&["a", "\"b"][..], &["c"]][..]),
            ("a,\"b\nc,\"d\n", &[&["a", "\"b"], &["c", "\"d"]]),
            ("\"", &[&["\""]]),
            ("a,5\" pipe\nb", &[&["a", "5\" pipe"], &["b"]]),
            ("\"Big\" Bob,x\ny", &[&["Big Bob", "x"], &["y"]]),
            ("\"a\"\r\n\"b\"", &[&["a"], &["b"]]),
        ] {
            assert_eq!(rows(text, COMMA), expected, "{text:?}");
        }
    }

    #[test]
    fn two_stray_quotes_far_apart_take_no_rows_along() {
        let text = format!("a,b,c\n1,\"x,y\n{}2,z,q\"\n3,\"u\nv\",w\n", "4,5,6\n".repeat(50));
        let found = rows(&text, Form { separator: Some(b','), width: 3, framed: false });
        assert_eq!((found.len(), &found[1], &found[52]), (54, &words(&["1", "\"x", "y"]), &words(&["2", "z", "q\""])));
        assert_eq!(found[53], ["3", "u\nv", "w"]);
    }

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_cell_in_quotes_holds_any_number_of_lines() {
        for ends in ["\n", "\r\n", "\r"] {
            let long = vec!["a \"\"line\"\""; 5_000].join(ends);
            let found = rows(&format!("id,\"{long}\",x\nb,c,d"), COMMA);
            assert_eq!((found.len(), found[0].len(), found[0][2].as_str()), (2, 3, "x"));
        }
    }

    #[test]
    fn blanks_around_quotes_are_not_part_of_the_cell() {
        assert_eq!(rows("\"a\", \"b, c\" ,d\n e, \"f\"\r\n", COMMA), [&["a", "b, c", "d"][..], &[" e", "f"]]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in any::<String>(), width in 0_usize..4, separator in prop::sample::select(vec![None, Some(b','), Some(b'|')])) {
            let form = Form { separator, width, framed: width == 3 };
            prop_assert!(read(&text, form, usize::MAX).is_ok());
            alike(&text, b',', usize::MAX);
        }

        #[test]
        fn what_another_writer_of_csv_wrote_is_read_row_by_row(
            cells in prop::collection::vec(prop::collection::vec("[a-c,;\t|\"\n\r ]{0,5}x", 3), 1..6),
            separator in prop::sample::select(b",;\t|".to_vec()),
            style in prop::sample::select(vec![csv::QuoteStyle::Always, csv::QuoteStyle::Necessary, csv::QuoteStyle::NonNumeric]),
            ends in prop::sample::select(vec![csv::Terminator::CRLF, csv::Terminator::Any(b'\n')]),
            knows_width in any::<bool>(),
        ) {
            let mut writer = csv::WriterBuilder::new().delimiter(separator).quote_style(style).terminator(ends).from_writer(Vec::new());
            for row in &cells {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let width = if knows_width { 3 } else { 0 };
            let mut cells = cells;
            if separator == b'|' {
                cells.iter_mut().flatten().for_each(|cell| *cell = cell.trim().to_owned());
            }
            let found = rows(&text, Form { separator: Some(separator), width, framed: false });
            prop_assert_eq!(found, cells);
        }
    }
}
