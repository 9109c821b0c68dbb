//! Tables as CSV, for spreadsheets and for programs that import it.

use std::borrow::Cow;
use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::guard::guarded;
use super::{whole, Row};

/// Tells Excel that the text is UTF-8.
const MARK: &str = "\u{FEFF}";

/// How the values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvForm {
    /// So that no spreadsheet takes one for a formula.
    Guarded,
    /// Each as it was sent.
    Plain,
}

/// Writes headings and rows as RFC 4180 has it: CRLF at the end of each, quotes where they are needed. How many rows,
/// headings excepted.
///
/// # Errors
/// Where a row or a byte cannot be had, or a row has more cells than there are headings.
pub fn write_csv<'a>(
    to: &mut (dyn Write + Send),
    form: CsvForm,
    headings: &[String],
    rows: impl Iterator<Item = io::Result<Row<'a>>>,
) -> io::Result<u32> {
    to.write_all(MARK.as_bytes())?;
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(to);
    let written = |cell: &str| match form {
        CsvForm::Guarded => guarded(cell).into_owned(),
        CsvForm::Plain => cell.to_owned(),
    };
    writer.write_record(headings.iter().map(|heading| written(heading)))?;
    let mut count = 0;
    for row in rows {
        writer.write_record(whole(row?, headings)?.iter().map(|cell: &Cow<'_, str>| written(cell)))?;
        count += 1;
    }
    writer.flush()?;
    Ok(count)
}
