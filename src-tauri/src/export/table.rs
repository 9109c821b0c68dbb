//! Many contacts as a table, row by row: no more than one row is in memory.

mod csv;
mod guard;
mod xlsx;

use std::borrow::Cow;
use std::io;

pub use csv::{write_csv, CsvForm};
pub use xlsx::write_xlsx;

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// How many rows, headings excepted.
    pub rows: u32,
    /// How many cells were longer than a cell of a workbook can be, and were cut.
    pub cut: u32,
}

/// The cells of a row.
pub type Row<'a> = Vec<Cow<'a, str>>;

/// A row with as many cells as there are headings. Missing ones are empty.
///
/// # Errors
/// Where there are more: leaving them out would lose them without a word.
fn whole<'a>(mut row: Row<'a>, headings: &[String]) -> io::Result<Row<'a>> {
    if row.len() > headings.len() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a row has more cells than there are headings"));
    }
    row.resize(headings.len(), Cow::Borrowed(""));
    Ok(row)
}
