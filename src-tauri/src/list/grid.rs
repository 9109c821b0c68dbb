//! A table of text in little memory: all cells in one text, and where each of them ends.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use super::fault::Stop;
use super::{rows, MOST_COLUMNS, MOST_ROWS};
use crate::model::contact_id::{IdError, ReadId};
use crate::model::token::{looks_like_a_token, without_tokens};
use crate::model::unicode::is_blank;

/// The longest cell that can be an ID, a link or a few of them, in bytes. Of a longer one the beginning is kept, which
/// is longer than this.
pub(super) const LONGEST_CELL: usize = 4_096;

/// How many bytes are kept of a cell. More than can be read, so that a cut cell cannot pass for a whole one.
pub(super) const KEPT: usize = LONGEST_CELL + 64;

/// A cell of so many bytes takes long enough to look through for the next one to be compared with it.
const LONG: usize = 256;

/// How much is kept in all, in bytes. A workbook can name one long text in every cell, of every sheet.
const MOST_KEPT: usize = 128 << 20;

/// How many rows there can be above those of the list: titles and headings.
pub(super) const MOST_ABOVE: usize = 32;

/// The most blank rows, one after the other, that are rows of a list. More of them are the rest of a sheet, before some
/// cell far down that was never meant to be part of the table.
const MOST_BLANK: usize = 1_000;

/// The most links behind cells. One link can stand behind every cell of a sheet, and many behind the same cells.
const MOST_LINKS: usize = 2 * MOST_ROWS;

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
    /// How many rows the sheet has up to here.
    passed: u32,
    /// Up to where they are rows of the table, or never will be. Blank ones behind count only if another row follows.
    settled: u32,
    width: usize,
    /// Addresses behind cells, by the number of the row and the column.
    links: BTreeMap<(u32, usize), Arc<str>>,
    /// How often an address was noted behind a cell.
    linked: usize,
    /// How many formulas without a result each column has.
    unsolved: BTreeMap<usize, u32>,
    hidden: Numbers,
    /// What the other sheets of the workbook take of what is kept in all.
    taken: usize,
    /// The last long cell that was kept as it was: a workbook can name one text in every cell.
    last_long: Option<String>,
}

/// A set of numbers of rows, of which a sheet has a million at most.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Numbers(Vec<u64>);

impl Numbers {
    /// The last row of any sheet.
    pub(super) const LAST: u32 = 1 << 20;

    pub(super) fn insert(&mut self, number: u32) {
        let at = number as usize / 64;
        if number <= Self::LAST {
            if self.0.len() <= at {
                self.0.resize(at + 1, 0);
            }
            self.0[at] |= 1 << (number % 64);
        }
    }

    fn contains(&self, number: u32) -> bool {
        self.0.get(number as usize / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }
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
    /// A table of a workbook whose other tables take that much of what is kept in all.
    pub(super) fn beside(taken: usize) -> Self {
        Self { taken, ..Self::default() }
    }

    /// A table without rows for others of the same sheet: the same are hidden, and beside it stand the same tables.
    pub(super) fn emptied(&self) -> Self {
        Self { hidden: self.hidden.clone(), ..Self::beside(self.taken) }
    }

    /// How much it takes of what is kept in all, in bytes, those before it included.
    pub(super) fn kept(&self) -> usize {
        self.taken + self.text.len() + self.cells.len() * size_of::<u32>()
    }

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

    /// The IDs and links in a cell or, where it has none, behind it.
    pub(super) fn read(&self, row: usize, column: usize) -> Result<Vec<ReadId>, IdError> {
        let read = rows::read(self.cell(row, column));
        match self.links.get(&(self.number(row), column)) {
            Some(link) if read.is_err() => rows::read(Cell::Text(link)),
            _ => read,
        }
    }

    /// Whether nothing can be seen in a cell, and nothing stands behind it.
    pub(super) fn is_blank(&self, row: usize, column: usize) -> bool {
        self.cell(row, column).is_blank() && !self.links.contains_key(&(self.number(row), column))
    }

    /// Whether the sheet hides that row.
    pub(super) fn is_hidden(&self, row: usize) -> bool {
        self.hidden.contains(self.number(row))
    }

    /// How many formulas without a result that column has; all columns where none is named.
    pub(super) fn unsolved(&self, column: Option<usize>) -> u32 {
        let counts = self.unsolved.iter().filter(|(at, _)| column.is_none_or(|column| column == **at));
        counts.map(|(_, count)| *count).sum()
    }

    /// Notes an address behind a cell, where it leads to a contact.
    pub(super) fn link(&mut self, number: u32, column: usize, address: &str) {
        if column >= MOST_COLUMNS || self.linked >= MOST_LINKS {
            return;
        }
        if let Some(address) = to_contact(address) {
            self.note_link(number, column, address);
        }
    }

    /// The same for all cells of a range, as far as its rows are in the table.
    pub(super) fn link_all(&mut self, numbers: RangeInclusive<u32>, columns: RangeInclusive<usize>, address: &str) {
        let first = self.rows.partition_point(|row| row.number < *numbers.start());
        let end = self.rows.partition_point(|row| row.number <= *numbers.end());
        let columns = *columns.start()..columns.end().saturating_add(1).min(MOST_COLUMNS);
        if first >= end || columns.is_empty() || self.linked >= MOST_LINKS {
            return;
        }
        let Some(address) = to_contact(address) else { return };
        for row in first..end {
            for column in columns.clone() {
                if self.linked >= MOST_LINKS {
                    return;
                }
                self.note_link(self.number(row), column, Arc::clone(&address));
            }
        }
    }

    fn note_link(&mut self, number: u32, column: usize, address: Arc<str>) {
        self.links.insert((number, column), address);
        self.linked += 1;
        self.width = self.width.max(column + 1);
    }

    /// The same for a cell of the row that was added last.
    pub(super) fn link_last(&mut self, column: usize, address: &str) {
        self.link(self.passed, column, address);
    }

    /// Notes a formula without a result.
    pub(super) fn leave_unsolved(&mut self, column: usize) {
        *self.unsolved.entry(column).or_default() += 1;
    }

    /// Notes the rows that the sheet hides.
    pub(super) fn hide(&mut self, numbers: Numbers) {
        self.hidden = numbers;
    }

    /// The cells that have a text, with the numbers of their rows.
    pub(super) fn pieces(&self) -> impl Iterator<Item = (u32, &str)> {
        let cells = move |row| (0..self.width).map(move |column| (self.number(row), self.cell(row, column).text()));
        (0..self.rows()).flat_map(cells).filter(|(_, text)| !text.is_empty())
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
        let mut kept: Vec<Cow<'a, str>> = cells.into_iter().take(MOST_COLUMNS).map(|cell| self.keep(cell)).collect();
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
        self.settled = self.passed;
        Ok(())
    }

    fn keep<'a>(&mut self, cell: Cow<'a, str>) -> Cow<'a, str> {
        let cell = beginning(cell);
        if cell.len() < LONG {
            return kept(cell);
        }
        if self.last_long.as_deref() == Some(&*cell) {
            return cell;
        }
        let kept = kept(cell.clone());
        if kept == cell {
            self.last_long = Some(cell.into_owned());
        }
        kept
    }

    /// Adds a row of one cell with that number, whatever stood between it and the one before.
    pub(super) fn push_at(&mut self, number: u32, text: &str) -> Result<(), Stop> {
        self.passed = number.saturating_sub(1);
        self.settled = self.passed;
        self.push([Cow::Borrowed(text)])
    }

    /// Adds blank rows.
    pub(super) fn skip(&mut self, rows: u32) {
        self.passed = self.passed.saturating_add(rows);
    }

    /// Adds blank rows, so that the next row has that number; none where it is behind already. No number is higher than
    /// that of the last row of any sheet.
    pub(super) fn skip_to(&mut self, number: u32) {
        self.passed = self.passed.max(number.min(Numbers::LAST).saturating_sub(1));
    }

    /// Passes by a row that is the frame of a table and none of its rows.
    pub(super) fn pass(&mut self) {
        self.skip(1);
        self.settled = self.passed;
    }

    /// The numbers of the blank rows between the last row and the one that is being added. Those before the first row
    /// are none.
    fn blank_rows(&self) -> Range<u32> {
        let blank = self.settled.saturating_add(1)..self.passed;
        if self.rows.is_empty() || blank.len() > MOST_BLANK {
            0..0
        } else {
            blank
        }
    }

    fn make_room(&self, row: &[Cow<'_, str>], blank: usize) -> Result<(), Stop> {
        // Those above the list may be titles and headings.
        if self.rows.len().saturating_add(blank) >= MOST_ROWS + MOST_ABOVE {
            return Err(Stop::TooLong);
        }
        let text: usize = row.iter().map(|cell| cell.len() + size_of::<u32>()).sum();
        if self.kept() + text > MOST_KEPT {
            return Err(Stop::TooLarge);
        }
        Ok(())
    }
}

/// A cell as it is kept: without access tokens.
fn kept(cell: Cow<'_, str>) -> Cow<'_, str> {
    let cell = if cell.contains('\0') { Cow::Owned(cell.replace('\0', " ")) } else { cell };
    match without_tokens(&cell) {
        None => cell,
        // A link stays one when the token behind it goes.
        Some(_) if looks_like_a_token(&cell) => Cow::Borrowed(TOKEN),
        Some(rest) => Cow::Owned(rest),
    }
}

/// An address as it is kept, where it leads to a contact.
fn to_contact(address: &str) -> Option<Arc<str>> {
    let address = kept(beginning(Cow::Borrowed(address)));
    let leads_there = rows::read(Cell::Text(&address)).is_ok_and(|all| all.iter().all(ReadId::from_link));
    leads_there.then(|| address.into())
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

/// A number of bytes, rows or columns: there are far fewer than that.
pub(super) fn in_u32(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn text(text: &str) -> [Cow<'_, str>; 1] {
        [Cow::Borrowed(text)]
    }

    #[test]
    fn the_sheets_of_a_workbook_share_what_can_be_kept() {
        let mut first = Grid::beside(MOST_KEPT - 20);
        assert_eq!(first.push(text("0123456789")), Ok(()));
        assert_eq!(first.push(text("0123456789")), Err(Stop::TooLarge));
        assert_eq!(Grid::beside(first.kept()).push(text("0123456789")), Err(Stop::TooLarge));
    }

    #[test]
    fn many_blank_rows_are_the_rest_of_a_sheet_and_few_are_rows() {
        let mut grid = Grid::default();
        for rows in [5, 1_001] {
            assert_eq!(grid.push(text("x")), Ok(()));
            grid.skip(rows);
        }
        assert_eq!(grid.push(text("y")), Ok(()));
        assert_eq!((grid.rows(), grid.number(6), grid.number(7)), (8, 7, 1_009));
    }

    const LINK: &str = "https://app.example.com/v2/location/aB3dE6gH9jK2mN5pQ8rS/contacts/detail/kT4wQ9zLmN2xVbR7sYpD";

    fn long(rows: usize) -> Grid {
        let mut grid = Grid::default();
        (0..rows).for_each(|_| grid.push(text("x")).unwrap());
        grid
    }

    #[test]
    fn a_link_stands_behind_the_cells_of_its_range_that_are_in_the_table() {
        let mut grid = long(4);
        grid.link_all(2..=3, 1..=2, LINK);
        grid.link_all(4..=u32::MAX, 255..=usize::MAX, LINK);
        grid.link_all(5..=u32::MAX, 0..=9, LINK);
        grid.link_all(RangeInclusive::new(4, 1), 0..=9, LINK);
        grid.link_all(1..=4, 0..=9, "https://example.com/");
        assert_eq!(grid.links.keys().copied().collect::<Vec<_>>(), [(2, 1), (2, 2), (3, 1), (3, 2), (4, 255)]);
        assert!(grid.read(1, 2).is_ok() && grid.read(3, 1).is_err());
    }

    #[test]
    fn many_links_in_a_long_sheet_take_no_longer_than_their_cells() {
        let mut grid = long(MOST_ROWS);
        let begun = std::time::Instant::now();
        for number in 1..=10_000 {
            grid.link_all(number * 10..=number * 10, 0..=0, LINK);
            grid.link_all(number * 10..=number * 10, 0..=MOST_COLUMNS, "https://example.com/");
        }
        assert_eq!(grid.links.len(), 10_000);
        for _ in 0..10_000 {
            grid.link_all(1..=u32::MAX, 0..=MOST_COLUMNS, LINK);
        }
        assert_eq!(grid.linked, MOST_LINKS);
        let at_most = std::time::Duration::from_secs(if cfg!(windows) { 120 } else { 20 });
        assert!(begun.elapsed() < at_most, "{:?}", begun.elapsed());
    }

    #[test]
    fn rows_behind_the_highest_number_are_rows() {
        let mut grid = long(1);
        grid.skip(u32::MAX);
        assert_eq!((grid.push(text("y")), grid.push(text("z"))), (Ok(()), Ok(())));
        assert_eq!((grid.rows(), grid.number(2)), (3, u32::MAX));
    }
}
