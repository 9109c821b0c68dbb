//! A table of cells as it is read, row by row. It holds no access token, and no more than memory allows.

use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::sync::Arc;

use csv::StringRecord;

use super::problems::{self, MAX_ROWS};
use crate::model::contact_id::{read_contact_ids, IdError, ReadId};
use crate::model::problem::{FileFault, Problem, TypedFault};
use crate::model::token::{looks_like_a_token, without_tokens};
use crate::model::unicode::{is_blank, truncated};

/// The most columns that are read of a table.
pub const MAX_COLUMNS: usize = 256;
/// The longest cell that can be an ID, a link or a few of them, in bytes.
pub(super) const MAX_CELL: usize = 4_096;
/// How many bytes of a cell are kept: more than can be an ID, so that a cut cell cannot pass for a whole one.
pub(super) const KEPT_OF_CELL: usize = MAX_CELL + 64;
/// The most rows above those of the list: titles and headings.
pub(super) const MAX_ROWS_ABOVE: usize = 32;
/// The last row of any sheet.
pub(super) const LAST_ROW: u32 = 1 << 20;
/// From this length on, in bytes, searching a cell for tokens costs more than comparing it with the one before.
const LONG_CELL: usize = 256;
/// The most that is kept of all sheets together, in bytes: a workbook can repeat one long text in every cell.
const MAX_KEPT: usize = 128 << 20;
/// More blank rows than these, one after the other, are no rows of a list, but the rest of a sheet before a stray cell.
const MAX_BLANK_ROWS: usize = 1_000;
/// The most links behind cells: a sheet can have one behind every cell, and many behind the same cells.
const MAX_LINKS: usize = 2 * MAX_ROWS;
/// Stands in a cell in place of an access token. No other cell has this character.
const TOKEN: &str = "\0";

/// A table without blank rows at its beginning and its end.
#[derive(Debug, Clone, Default)]
pub(super) struct Grid {
    rows: Vec<Row>,
    columns: usize,
    /// The number of the row that was read last, blank or not.
    last: u32,
    /// Rows up to this number are in the table, or never will be. Blank ones behind it count only before another row.
    settled: u32,
    links: usize,
    /// The bytes that are kept of this sheet and those before it.
    kept: usize,
    /// The last long cell that had no token in it.
    last_long: Option<String>,
}

#[derive(Debug, Clone)]
struct Row {
    /// Its number in the sheet, from 1.
    number: u32,
    cells: StringRecord,
    /// Addresses behind cells that lead to contacts, by column. Of two in one column the last counts.
    links: Vec<(usize, Arc<str>)>,
}

impl Grid {
    /// A sheet of a workbook of which that many bytes are kept already.
    pub(super) fn after(kept: usize) -> Self {
        Self { kept, ..Self::default() }
    }

    pub(super) fn kept(&self) -> usize {
        self.kept
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    pub(super) fn number(&self, row: usize) -> u32 {
        self.rows.get(row).map_or(0, |row| row.number)
    }

    pub(super) fn row_numbered(&self, number: u32) -> Option<usize> {
        let row = self.rows.partition_point(|row| row.number < number);
        self.rows.get(row).filter(|row| row.number == number).map(|_| row)
    }

    fn stored(&self, row: usize, column: usize) -> &str {
        self.rows.get(row).and_then(|row| row.cells.get(column)).unwrap_or_default()
    }

    /// The text of a cell. Of a token it is empty.
    pub(super) fn cell(&self, row: usize, column: usize) -> &str {
        Some(self.stored(row, column)).filter(|text| *text != TOKEN).unwrap_or_default()
    }

    /// The text of a cell that shows something; empty for a token.
    pub(super) fn filled(&self, row: usize, column: usize) -> Option<&str> {
        match self.stored(row, column) {
            TOKEN => Some(""),
            text => (!is_blank(text)).then_some(text),
        }
    }

    /// The cells of a row up to the last that is not blank.
    pub(super) fn cells(&self, row: usize) -> impl Iterator<Item = &str> {
        let end = (0..self.columns).rev().find(|column| !is_blank(self.cell(row, *column))).map_or(0, |last| last + 1);
        (0..end).map(move |column| self.cell(row, column))
    }

    /// All cells that are not empty, with the numbers of their rows.
    pub(super) fn numbered_cells(&self) -> impl Iterator<Item = (u32, &str)> {
        let of_row = move |row: usize| (0..self.columns).map(move |column| (self.number(row), self.cell(row, column)));
        (0..self.len()).flat_map(of_row).filter(|(_, text)| !text.is_empty())
    }

    fn link(&self, row: usize, column: usize) -> Option<&str> {
        let links = self.rows.get(row)?.links.iter();
        links.rev().find(|(of, _)| *of == column).map(|(_, address)| &**address)
    }

    /// The IDs and links in a cell or, where it has none, behind it.
    pub(super) fn read(&self, row: usize, column: usize) -> Result<Vec<ReadId>, IdError> {
        let read = match self.stored(row, column) {
            TOKEN => Err(IdError::Token),
            text => read_cell(text),
        };
        match self.link(row, column) {
            Some(address) if read.is_err() => read_cell(address),
            _ => read,
        }
    }

    /// Whether a cell shows nothing and has no link behind it.
    pub(super) fn is_blank(&self, row: usize, column: usize) -> bool {
        self.filled(row, column).is_none() && self.link(row, column).is_none()
    }

    /// Adds a row with the addresses behind its cells. Columns beyond the last one are left out.
    pub(super) fn push<'a>(
        &mut self,
        cells: impl IntoIterator<Item = Cow<'a, str>>,
        links: &[(usize, String)],
    ) -> Result<(), Problem> {
        let mut cells: Vec<Cow<'a, str>> = cells.into_iter().take(MAX_COLUMNS).map(|cell| self.clean(cell)).collect();
        while cells.last().is_some_and(|cell| cell != TOKEN && is_blank(cell)) {
            cells.pop();
        }
        self.skip(1);
        let room = MAX_LINKS.saturating_sub(self.links);
        let links = links.iter().filter(|(column, _)| *column < MAX_COLUMNS);
        let links: Vec<_> =
            links.filter_map(|(column, address)| Some((*column, to_contact(address)?))).take(room).collect();
        if cells.is_empty() && links.is_empty() {
            return Ok(());
        }
        let mut blank = self.settled.saturating_add(1)..self.last;
        if self.rows.is_empty() || blank.len() > MAX_BLANK_ROWS {
            blank = 0..0;
        }
        if self.rows.len() + blank.len() >= MAX_ROWS + MAX_ROWS_ABOVE {
            return Err(problems::too_long());
        }
        let text = cells.iter().map(|cell| cell.len()).sum();
        let kept = self.kept + text + cells.len() * size_of::<u32>();
        if kept > MAX_KEPT {
            return Err(problems::not_read(FileFault::TooLarge));
        }
        self.kept = kept;
        self.links += links.len();
        self.rows.extend(blank.map(|number| Row { number, cells: StringRecord::new(), links: Vec::new() }));
        let linked = links.iter().map(|(column, _)| column + 1).max().unwrap_or_default();
        self.columns = self.columns.max(cells.len()).max(linked);
        let mut record = StringRecord::with_capacity(text, cells.len());
        record.extend(cells);
        self.rows.push(Row { number: self.last, cells: record, links });
        self.settled = self.last;
        Ok(())
    }

    /// Adds a row of one cell with that number, without the blank rows before it.
    pub(super) fn push_numbered(&mut self, number: u32, text: &str) -> Result<(), Problem> {
        self.last = number.saturating_sub(1);
        self.settled = self.last;
        self.push([Cow::Borrowed(text)], &[])
    }

    /// Adds blank rows.
    pub(super) fn skip(&mut self, rows: u32) {
        self.last = self.last.saturating_add(rows);
    }

    /// Adds blank rows up to the one before that number, which is at most that of the last row of any sheet.
    pub(super) fn skip_to(&mut self, number: u32) {
        self.last = self.last.max(number.min(LAST_ROW).saturating_sub(1));
    }

    /// Passes a line that has a number but is no row of the table.
    pub(super) fn skip_frame(&mut self) {
        self.skip(1);
        self.settled = self.last;
    }

    /// Puts an address that leads to a contact behind all cells of a range.
    pub(super) fn link_all(&mut self, numbers: RangeInclusive<u32>, columns: RangeInclusive<usize>, address: &str) {
        let first = self.rows.partition_point(|row| row.number < *numbers.start());
        let end = self.rows.partition_point(|row| row.number <= *numbers.end());
        let columns = *columns.start()..columns.end().saturating_add(1).min(MAX_COLUMNS);
        if first >= end || columns.is_empty() || self.links >= MAX_LINKS {
            return;
        }
        let Some(address) = to_contact(address) else { return };
        for row in &mut self.rows[first..end] {
            let room = MAX_LINKS - self.links;
            let before = row.links.len();
            row.links.extend(columns.clone().take(room).map(|column| (column, Arc::clone(&address))));
            self.links += row.links.len() - before;
            if self.links >= MAX_LINKS {
                break;
            }
        }
        self.columns = self.columns.max(columns.end);
    }

    fn clean<'a>(&mut self, cell: Cow<'a, str>) -> Cow<'a, str> {
        let cell = beginning(cell);
        if cell.len() < LONG_CELL {
            return without_token(cell);
        }
        if self.last_long.as_deref() == Some(&*cell) {
            return cell;
        }
        let clean = without_token(cell.clone());
        if clean == cell {
            self.last_long = Some(cell.into_owned());
        }
        clean
    }
}

fn beginning(cell: Cow<'_, str>) -> Cow<'_, str> {
    match cell {
        Cow::Borrowed(text) => Cow::Borrowed(truncated(text, KEPT_OF_CELL)),
        Cow::Owned(text) if text.len() > KEPT_OF_CELL => Cow::Owned(truncated(&text, KEPT_OF_CELL).to_owned()),
        owned @ Cow::Owned(_) => owned,
    }
}

fn without_token(cell: Cow<'_, str>) -> Cow<'_, str> {
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
    let address = without_token(beginning(Cow::Borrowed(address)));
    let is_link = read_cell(&address).is_ok_and(|all| all.iter().all(ReadId::from_link));
    is_link.then(|| address.into())
}

/// The IDs and links in a text. An ID beside links to the same contact is one of them.
pub(super) fn read_cell(text: &str) -> Result<Vec<ReadId>, IdError> {
    if text.len() > MAX_CELL {
        return Err(IdError::NotAnId(TypedFault::TooLong));
    }
    let mut all = read_contact_ids(text)?;
    let is_one = all.windows(2).all(|two| two[0].id == two[1].id);
    if let Some(link) = all.iter().position(ReadId::from_link).filter(|_| is_one) {
        all.swap(0, link);
        all.truncate(1);
    }
    Ok(all)
}

/// Whether a text is rather a word, such as the heading `locationId`, than an ID. Nearly every ID has digits, or 20
/// letters.
pub(super) fn is_word(text: &str) -> bool {
    let text = text.trim();
    text.len() != 20 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    const LINK: &str = "https://app.example.com/v2/location/aB3dE6gH9jK2mN5pQ8rS/contacts/detail/kT4wQ9zLmN2xVbR7sYpD";

    fn push(grid: &mut Grid, text: &str) -> Result<(), Problem> {
        grid.push([Cow::Borrowed(text)], &[])
    }

    fn long(rows: usize) -> Grid {
        let mut grid = Grid::default();
        (0..rows).for_each(|_| push(&mut grid, "x").unwrap());
        grid
    }

    #[test]
    fn the_sheets_of_a_workbook_share_what_can_be_kept() {
        let too_large = Err(problems::not_read(FileFault::TooLarge));
        let mut first = Grid::after(MAX_KEPT - 20);
        assert_eq!(push(&mut first, "0123456789"), Ok(()));
        assert_eq!(push(&mut first, "0123456789"), too_large);
        assert_eq!(push(&mut Grid::after(first.kept()), "0123456789"), too_large);
    }

    #[test]
    fn many_blank_rows_are_the_rest_of_a_sheet_and_few_are_rows() {
        let mut grid = Grid::default();
        for rows in [5, 1_001] {
            push(&mut grid, "x").unwrap();
            grid.skip(rows);
        }
        push(&mut grid, "y").unwrap();
        assert_eq!((grid.len(), grid.number(6), grid.number(7)), (8, 7, 1_009));
    }

    #[test]
    fn a_link_stands_behind_the_cells_of_its_range_that_are_in_the_table() {
        let mut grid = long(4);
        grid.link_all(2..=3, 1..=2, LINK);
        grid.link_all(4..=u32::MAX, 255..=usize::MAX, LINK);
        grid.link_all(5..=u32::MAX, 0..=9, LINK);
        grid.link_all(RangeInclusive::new(4, 1), 0..=9, LINK);
        grid.link_all(1..=4, 0..=9, "https://example.com/");
        let linked = (0..4).flat_map(|row| (0..=256).map(move |column| (row, column)));
        let linked: Vec<_> = linked.filter(|(row, column)| grid.read(*row, *column).is_ok()).collect();
        assert_eq!(linked, [(1, 1), (1, 2), (2, 1), (2, 2), (3, 255)]);
    }

    #[test]
    fn many_links_in_a_long_sheet_take_no_longer_than_their_cells() {
        let mut grid = long(MAX_ROWS);
        let begun = std::time::Instant::now();
        for number in 1..=10_000 {
            grid.link_all(number * 10..=number * 10, 0..=0, LINK);
            grid.link_all(number * 10..=number * 10, 0..=MAX_COLUMNS, "https://example.com/");
        }
        assert_eq!(grid.links, 10_000);
        for _ in 0..10_000 {
            grid.link_all(1..=u32::MAX, 0..=MAX_COLUMNS, LINK);
        }
        assert_eq!(grid.links, MAX_LINKS);
        let at_most = std::time::Duration::from_secs(if cfg!(windows) { 120 } else { 20 });
        assert!(begun.elapsed() < at_most, "{:?}", begun.elapsed());
    }

    #[test]
    fn rows_behind_the_highest_number_are_rows() {
        let mut grid = long(1);
        grid.skip(u32::MAX);
        assert_eq!((push(&mut grid, "y"), push(&mut grid, "z")), (Ok(()), Ok(())));
        assert_eq!((grid.len(), grid.number(2)), (3, u32::MAX));
    }

    #[test]
    fn a_row_of_nothing_but_a_link_is_a_row() {
        let mut grid = Grid::default();
        grid.push([Cow::Borrowed("")], &[(0, LINK.to_owned())]).unwrap();
        assert!(grid.len() == 1 && grid.read(0, 0).is_ok() && !grid.is_blank(0, 0));
    }
}
