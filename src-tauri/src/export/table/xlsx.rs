//! Tables as workbooks, in which every cell is a text.

use std::any::Any;
use std::io::{self, Write};
use std::panic::{catch_unwind, AssertUnwindSafe};

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::{whole, Row, Written};

/// The most that a cell holds, in UTF-16 units.
const LONGEST: usize = 32_767;

/// The number format of text, `@`.
const TEXT: u8 = 49;

/// What stands at the end of a value that was cut.
const CUT: char = '…';

/// The narrowest and the widest column, in characters.
const WIDTHS: (usize, usize) = (10, 42);

/// By how many of the first rows the widths are made.
const LOOKED_AT: u32 = 200;

/// Writes headings, which stay in sight, and rows. The rows wait in a file without a name among the system's temporary
/// ones until the whole is packed.
///
/// # Errors
/// Where a row or a byte cannot be had, or a row has more cells than there are headings.
pub fn write_xlsx<'a>(
    to: &mut (dyn Write + Send),
    headings: &[String],
    rows: impl Iterator<Item = io::Result<Row<'a>>>,
) -> io::Result<Written> {
    // The writer of workbooks panics where its own file cannot be written, as on a full disk.
    catch_unwind(AssertUnwindSafe(|| write(to, headings, rows))).unwrap_or_else(|panic| Err(of_panic(&*panic)))
}

fn write<'a>(
    to: &mut (dyn Write + Send),
    headings: &[String],
    rows: impl Iterator<Item = io::Result<Row<'a>>>,
) -> io::Result<Written> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory().map_err(fault)?;
    let last = last_column(headings)?;
    // As text, so that nothing becomes a number or a formula when somebody edits it.
    let text = Format::new().set_num_format_index(TEXT);
    let mut table = Table { sheet, widths: vec![WIDTHS.0; headings.len()], cut: 0 };
    table.row(0, headings.iter().map(String::as_str), &text.clone().set_bold())?;
    let mut count = 0;
    for row in rows {
        count += 1;
        table.row(count, whole(row?, headings)?.iter().map(AsRef::as_ref), &text)?;
    }
    let Table { widths, cut, .. } = table;
    for (column, width) in (0..).zip(widths) {
        sheet.set_column_width(column, u32::try_from(width).unwrap_or_default()).map_err(fault)?;
    }
    sheet.set_freeze_panes(1, 0).map_err(fault)?;
    sheet.autofilter(0, 0, count, last).map_err(fault)?;
    workbook.save_to_writer(to).map_err(fault)?;
    Ok(Written { rows: count, cut })
}

fn last_column(headings: &[String]) -> io::Result<u16> {
    let last = headings.len().checked_sub(1).and_then(|last| u16::try_from(last).ok());
    last.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "no columns, or more than a workbook can have"))
}

/// The sheet, and what is known of it only at its end.
struct Table<'a> {
    sheet: &'a mut Worksheet,
    widths: Vec<usize>,
    cut: u32,
}

impl Table<'_> {
    fn row<'a>(&mut self, number: u32, cells: impl Iterator<Item = &'a str>, format: &Format) -> io::Result<()> {
        for (column, cell) in (0_u16..).zip(cells) {
            let (cell, was_cut) = fitted(cell);
            self.cut += u32::from(was_cut);
            if let (true, Some(width)) = (number <= LOOKED_AT, self.widths.get_mut(usize::from(column))) {
                *width = (*width).max(longest_line(&cell) + 2).min(WIDTHS.1);
            }
            self.sheet.write_string_with_format(number, column, cell, format).map_err(fault)?;
        }
        Ok(())
    }
}

fn longest_line(cell: &str) -> usize {
    cell.lines().map(|line| line.chars().take(WIDTHS.1).count()).max().unwrap_or_default()
}

/// The value as a cell can hold it, and whether it had to be cut. Line breaks are those of spreadsheets; what no text of
/// a workbook can hold becomes the sign for that.
fn fitted(cell: &str) -> (String, bool) {
    let held = |sign: char| match sign {
        '\r' => '\n',
        '\t' | '\n' => sign,
        '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => char::REPLACEMENT_CHARACTER,
        _ => sign,
    };
    let cell: String = cell.replace("\r\n", "\n").chars().map(held).collect();
    if cell.encode_utf16().count() <= LONGEST {
        return (cell, false);
    }
    let mut left = LONGEST - CUT.len_utf16();
    let fits = |sign: &char| {
        left = left.saturating_sub(sign.len_utf16());
        left > 0
    };
    let mut cut: String = cell.chars().take_while(fits).collect();
    cut.push(CUT);
    (cut, true)
}

fn fault(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => error,
        error => io::Error::other(error),
    }
}

fn of_panic(panic: &(dyn Any + Send)) -> io::Error {
    let said = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    // The panic of a write names the error; that of anything else could name what was written.
    let is_write = said.is_some_and(|said| said.contains("Os {"));
    io::Error::other(if is_write { "a temporary file could not be written" } else { "the workbook could not be made" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_cut_only_where_no_cell_can_hold_it_and_then_between_two_characters() {
        assert_eq!(fitted(&"x".repeat(LONGEST)), ("x".repeat(LONGEST), false));
        for long in ["x".repeat(LONGEST + 1), "🎉".repeat(20_000)] {
            let (cut, was_cut) = fitted(&long);
            assert!(was_cut && cut.ends_with(CUT) && long.starts_with(cut.trim_end_matches(CUT)));
            assert!((LONGEST - 2..=LONGEST).contains(&cut.encode_utf16().count()), "{}", cut.encode_utf16().count());
        }
    }

    #[test]
    fn what_no_workbook_can_hold_becomes_the_sign_for_that() {
        assert_eq!(
            fitted("a\r\nb\rc\td\0\u{FFFF}\u{1F389}"),
            ("a\nb\nc\td\u{FFFD}\u{FFFD}\u{1F389}".to_owned(), false)
        );
    }
}
