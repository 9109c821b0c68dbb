//! A table of text in little memory: all cells in one text, and where each of them ends.

use std::borrow::Cow;

use super::fault::Stop;
use super::{MOST_COLUMNS, MOST_ROWS};
use crate::model::signs::is_blank;
use crate::model::token::{looks_like_a_token, without_tokens};

/// The longest cell that can be an ID, a link or a few of them, in bytes. Of a longer one the beginning is kept, which
/// is longer than this.
pub(super) const LONGEST_CELL: usize = 4_096;

/// How many bytes are kept of a cell. More than can be read, so that a cut cell cannot pass for a whole one.
pub(super) const KEPT: usize = LONGEST_CELL + 64;

/// How much text is kept in all. A workbook can name one long text in every cell.
const MOST_TEXT: usize = 256 << 20;

/// What stands in for a cell that was an access token, and in no other cell.
const TOKEN: &str = "\0";

/// A cell, as it was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell<'a> {
    /// Its text, without any access token.
    Text(&'a str),
    /// It was an access token, of which nothing was kept.
    Token,
}

impl<'a> Cell<'a> {
    /// The text, empty for a token.
    pub(super) fn text(self) -> &'a str {
        match self {
            Self::Text(text) => text,
            Self::Token => "",
        }
    }

    /// Whether nothing can be seen in it. A token can.
    pub(super) fn is_blank(self) -> bool {
        matches!(self, Self::Text(text) if is_blank(text))
    }
}

/// A table. It has no blank rows at its beginning and its end, and holds no access token.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Grid {
    text: String,
    /// Where each cell ends in the text.
    cells: Vec<u32>,
    rows: Vec<Row>,
    /// How many rows the sheet has up to here, blank ones included, which count only if another row follows.
    passed: u32,
    width: usize,
}

/// A row of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    /// Where its cells end.
    end: u32,
    /// Its number in the sheet, from 1.
    number: u32,
}

impl Grid {
    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    /// How many columns the widest row has.
    pub(super) fn columns(&self) -> usize {
        self.width
    }

    /// How many columns that row has.
    #[cfg(test)]
    pub(super) fn width_of(&self, row: usize) -> usize {
        let (start, end) = self.span(row);
        end - start
    }

    /// A cell; one without text where there is none.
    pub(super) fn cell(&self, row: usize, column: usize) -> Cell<'_> {
        let (start, end) = self.span(row);
        let at = start + column;
        let text = if at < end { self.text.get(self.begin(at)..self.cells[at] as usize) } else { None };
        match text.unwrap_or_default() {
            TOKEN => Cell::Token,
            text => Cell::Text(text),
        }
    }

    fn begin(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(0, |before| self.cells[before] as usize)
    }

    fn span(&self, row: usize) -> (usize, usize) {
        let start = row.checked_sub(1).and_then(|before| self.rows.get(before)).map_or(0, |row| row.end as usize);
        (start, self.rows.get(row).map_or(start, |row| row.end as usize))
    }

    /// The number of that row in its sheet, from 1, as a spreadsheet shows it.
    pub(super) fn number(&self, row: usize) -> u32 {
        self.rows.get(row).map_or(0, |row| row.number)
    }

    /// Adds a row. Blank cells at its end are no cells, and those beyond the last column are not read.
    pub(super) fn push<'a>(&mut self, cells: impl IntoIterator<Item = Cow<'a, str>>) -> Result<(), Stop> {
        let mut kept: Vec<Cow<'a, str>> = cells.into_iter().take(MOST_COLUMNS).map(kept).collect();
        while kept.last().is_some_and(|cell| cell != TOKEN && is_blank(cell)) {
            kept.pop();
        }
        self.skip(1);
        if kept.is_empty() {
            return Ok(());
        }
        let blank = self.blank_rows();
        self.make_room(&kept, blank.len())?;
        let end = in_u32(self.cells.len());
        self.rows.extend(blank.map(|number| Row { end, number }));
        self.width = self.width.max(kept.len());
        for cell in kept {
            self.text.push_str(&cell);
            self.cells.push(in_u32(self.text.len()));
        }
        self.rows.push(Row { end: in_u32(self.cells.len()), number: self.passed });
        Ok(())
    }

    /// Adds blank rows.
    pub(super) fn skip(&mut self, rows: u32) {
        self.passed = self.passed.saturating_add(rows);
    }

    /// The numbers of the blank rows between the last row and the one that is being added. Those before the first row
    /// are none.
    fn blank_rows(&self) -> std::ops::Range<u32> {
        self.rows.last().map_or(self.passed, |last| last.number + 1)..self.passed
    }

    fn make_room(&self, row: &[Cow<'_, str>], blank: usize) -> Result<(), Stop> {
        // One more than is taken: the first may be headings.
        if self.rows.len().saturating_add(blank) > MOST_ROWS {
            return Err(Stop::TooLong);
        }
        let text: usize = row.iter().map(|cell| cell.len()).sum();
        if self.text.len() + text > MOST_TEXT {
            return Err(Stop::TooLarge);
        }
        Ok(())
    }
}

/// A cell as it is kept: not too long, and without access tokens.
fn kept(cell: Cow<'_, str>) -> Cow<'_, str> {
    let cell = beginning(cell);
    let cell = if cell.contains('\0') { Cow::Owned(cell.replace('\0', " ")) } else { cell };
    match without_tokens(&cell) {
        None => cell,
        // A link stays one when the token behind it goes.
        Some(_) if looks_like_a_token(&cell) => Cow::Borrowed(TOKEN),
        Some(rest) => Cow::Owned(rest),
    }
}

fn beginning(cell: Cow<'_, str>) -> Cow<'_, str> {
    if cell.len() <= KEPT {
        return cell;
    }
    match cell {
        Cow::Borrowed(text) => Cow::Borrowed(cut(text, KEPT)),
        Cow::Owned(text) => Cow::Owned(cut(&text, KEPT).to_owned()),
    }
}

/// The beginning of a text, so many bytes at most, with whole characters.
pub(super) fn cut(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The text of all cells is far shorter than that.
fn in_u32(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
