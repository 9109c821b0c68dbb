//! Text in lines, and in lines of cells: CSV and its relatives.
//!
//! Not read by the csv crate: it takes no blanks before a quote, lets a stray quote swallow the rows behind it, and knows
//! no line breaks of Unicode. People's files have all three.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::grid::{Grid, KEPT_OF_CELL};
use crate::model::problem::Problem;
use crate::model::unicode::{is_blank, truncated};

/// Of two that divide a text alike, the first is taken.
const SEPARATORS: [u8; 4] = *b"\t,;|";
/// How many rows are looked at to find the separator.
const SNIFFED: usize = 500;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dialect {
    pub separator: u8,
    /// How many cells most rows have; 0 where that is not known.
    pub width: usize,
    /// Whether each row begins with the separator, as in Markdown.
    pub framed: bool,
}

/// How well a separator divides the first rows of a text.
struct Fit {
    dialect: Dialect,
    /// How many rows have anything in them.
    rows: usize,
    /// How many of those have as many cells as most have, more than one.
    even: usize,
}

pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (line, after) = rest.split_at(cell_end(rest, None));
        rest = &after[break_at(after).unwrap_or_default()..];
        Some(line)
    })
}

/// Each line as a row of one cell, quotes and all.
pub(super) fn parse_lines<'a>(lines: impl Iterator<Item = &'a str>) -> Result<Grid, Problem> {
    let mut grid = Grid::default();
    for line in lines {
        grid.push([Cow::Borrowed(line)], &[])?;
    }
    Ok(grid)
}

pub(super) fn parse(text: &str, dialect: Dialect) -> Result<Grid, Problem> {
    let mut grid = Grid::default();
    for cells in Rows::new(text, dialect) {
        if dialect.separator != b'|' {
            grid.push(cells, &[])?;
        } else if is_frame(&cells) {
            grid.skip_frame();
        } else {
            let cells = cells.iter().skip(usize::from(dialect.framed));
            grid.push(cells.map(|cell| Cow::Borrowed(cell.trim())), &[])?;
        }
    }
    Ok(grid)
}

/// Whether a line of a drawn table is nothing but the drawing.
fn is_frame(cells: &[Cow<'_, str>]) -> bool {
    cells.iter().all(|cell| cell.chars().all(|ch| matches!(ch, '-' | '=' | '+' | ':' | ' ' | '\t')))
        && cells.iter().any(|cell| cell.contains("--") || cell.contains("=="))
}

/// The separator that a first line such as `sep=;` names for Excel, and the text behind that line.
pub(super) fn sep_line(text: &str) -> Option<(Dialect, &str)> {
    let (line, rest) = text.split_once('\n')?;
    let named = line.trim_matches(['\r', '"', ' ']);
    let (start, separator) = (named.get(..4)?, named.get(4..)?);
    let separator = separator.bytes().next().filter(|byte| separator.len() == 1 && !byte.is_ascii_alphanumeric())?;
    start.eq_ignore_ascii_case("sep=").then(|| (fit(rest, separator).dialect, rest))
}

/// The dialect that divides most rows alike. `None` where none divides half of them.
pub(super) fn sniff(text: &str) -> Option<Dialect> {
    let mut best: Option<Fit> = None;
    for separator in SEPARATORS.into_iter().filter(|separator| text.contains(char::from(*separator))) {
        let found = fit(text, separator);
        let is_better = best.as_ref().is_none_or(|best| found.even * best.rows > best.even * found.rows);
        if found.even > 0 && found.even * 2 >= found.rows && is_better {
            best = Some(found);
        }
    }
    best.map(|best| best.dialect)
}

fn fit(text: &str, separator: u8) -> Fit {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    // Blank rows count only in a text of nothing but separators.
    let mut blank_rows: BTreeMap<usize, usize> = BTreeMap::new();
    let mut framed = true;
    for cells in Rows::new(text, Dialect { separator, width: 0, framed: false }).take(SNIFFED) {
        let blank_at_the_end = cells.iter().rev().take_while(|cell| is_blank(cell)).count();
        if blank_at_the_end < cells.len() && !is_frame(&cells) {
            // A line that ends in a separator has one cell.
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
    let dialect = Dialect { separator, width, framed: framed && separator == b'|' };
    Fit { dialect, rows: counts.values().sum(), even }
}

struct Rows<'a> {
    rest: &'a str,
    dialect: Dialect,
    /// How much text may be read a second time, in bytes.
    reread_limit: usize,
}

impl<'a> Rows<'a> {
    fn new(text: &'a str, dialect: Dialect) -> Self {
        Self { rest: text, dialect, reread_limit: text.len().saturating_mul(4) }
    }

    /// The cells of the first row, and the text behind it. Without `quoted_breaks`, quotes around a line break are
    /// characters like others.
    fn row(&self, quoted_breaks: bool) -> (Vec<Cow<'a, str>>, &'a str) {
        let mut cells = Vec::with_capacity(self.dialect.width);
        let mut rest = self.rest;
        loop {
            let (cell, after) = cell(rest, self.dialect.separator, quoted_breaks);
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
        let width = self.dialect.width;
        let (mut cells, mut after) = self.row(true);
        // A stray quote takes other rows along, and the number of cells no longer fits.
        let length = self.rest.len() - after.len();
        let has_breaks = || cells.iter().any(|cell| cell.contains(['\n', '\r']));
        if width > 1 && cells.len() != width && length <= self.reread_limit && has_breaks() {
            self.reread_limit -= length;
            let (fewer, behind) = self.row(false);
            if fewer.len() == width {
                (cells, after) = (fewer, behind);
            }
        }
        self.rest = after;
        Some(cells)
    }
}

/// The first cell, and the text from its end on: nothing, a separator, or a line break. Quotes around a cell are not part
/// of it. Unpaired ones are characters like others.
fn cell(text: &str, separator: u8, quoted_breaks: bool) -> (Cow<'_, str>, &str) {
    let is_gap = |ch: char| ch == ' ' || (ch == '\t' && separator != b'\t');
    if let Some((inside, after)) = quoted(text.trim_start_matches(is_gap)) {
        let end = cell_end(after, Some(separator));
        let is_closed = after[..end].chars().all(is_gap);
        let has_breaks = inside.contains(['\n', '\r']);
        if is_closed && (quoted_breaks || !has_breaks) {
            return (unescaped(inside), &after[end..]);
        }
        if !has_breaks {
            // Text behind the closing quote belongs to the cell.
            return (Cow::Owned(unescaped(inside).into_owned() + &after[..end]), &after[end..]);
        }
    }
    let (cell, after) = text.split_at(cell_end(text, Some(separator)));
    (Cow::Borrowed(cell), after)
}

/// The text between the quotes that a text begins with, still escaped, and the text behind them.
pub(super) fn quoted(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('"')?;
    let mut at = 0;
    loop {
        at += inside.get(at..)?.find('"')?;
        if !inside[at + 1..].starts_with('"') {
            return Some((&inside[..at], &inside[at + 1..]));
        }
        at += 2;
    }
}

/// The text with each pair of quotes as one, as far as it can be kept.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains('"') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(truncated(text, 4 * KEPT_OF_CELL).replace("\"\"", "\""))
}

/// Where an unquoted cell ends; without a separator, where the line ends.
fn cell_end(text: &str, separator: Option<u8>) -> usize {
    let is_end = |(at, byte): (usize, u8)| {
        let may_break = matches!(byte, b'\r' | b'\n' | 0xC2 | 0xE2);
        Some(byte) == separator || (may_break && break_at(&text[at..]).is_some())
    };
    text.bytes().enumerate().position(is_end).unwrap_or(text.len())
}

fn break_at(text: &str) -> Option<usize> {
    let breaks = ["\r\n", "\n", "\r", "\u{2028}", "\u{2029}", "\u{0085}"];
    breaks.into_iter().find(|end| text.starts_with(end)).map(str::len)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use proptest::prelude::*;

    const COMMA: Dialect = Dialect { separator: b',', width: 0, framed: false };

    fn rows(text: &str, dialect: Dialect) -> Vec<Vec<String>> {
        let grid = parse(text, dialect).unwrap();
        (0..grid.len()).map(|row| grid.cells(row).map(str::to_owned).collect()).collect()
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
        let found = rows(&text, Dialect { width: 3, ..COMMA });
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
        fn any_text_is_read_to_its_end(text in any::<String>(), width in 0_usize..4, separator in prop::sample::select(b",|".to_vec())) {
            let dialect = Dialect { separator, width, framed: width == 3 };
            prop_assert!(parse(&text, dialect).is_ok());
            prop_assert!(parse_lines(lines(&text)).is_ok());
            sniff(&text);
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
            let found = rows(&text, Dialect { separator, width, framed: false });
            prop_assert_eq!(found, cells);
        }
    }
}
