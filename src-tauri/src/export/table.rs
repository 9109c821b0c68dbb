//! Many contacts as a table, CSV or workbook, written row by row so that only one of them is in memory.

use std::any::Any;
use std::borrow::Cow;
use std::io::{self, Write};
use std::panic::{catch_unwind, AssertUnwindSafe};

use csv::{Terminator, WriterBuilder};
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use serde::Serialize;

use crate::model::unicode::is_invisible;

pub type Cells<'a> = Vec<Cow<'a, str>>;

/// The most that a cell of a workbook holds, in UTF-16 units.
const MAX_CELL: usize = 32_767;
/// The number format of text, `@`.
const TEXT_FORMAT: u8 = 49;
/// The narrowest and the widest column of a workbook, in characters.
const WIDTHS: (usize, usize) = (10, 42);
/// How many rows the width of a column is measured on.
const ROWS_MEASURED: u32 = 200;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Written {
    /// How many rows it has, headings excepted.
    pub rows: u32,
    /// How many values were longer than a cell of a workbook can be, and were cut.
    pub cut: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvForm {
    /// Formulas are escaped, for spreadsheets.
    Escaped,
    /// Values are as they were sent, for programs.
    Plain,
}

/// Writes RFC 4180's CSV with a byte order mark, by which Excel knows UTF-8.
pub fn write_csv<'a>(
    to: &mut (dyn Write + Send),
    form: CsvForm,
    headings: &[String],
    rows: impl Iterator<Item = io::Result<Cells<'a>>>,
) -> io::Result<Written> {
    to.write_all("\u{FEFF}".as_bytes())?;
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(to);
    let written = |cell: &str| match form {
        CsvForm::Escaped => formula_escaped(cell).into_owned(),
        CsvForm::Plain => cell.to_owned(),
    };
    writer.write_record(headings.iter().map(|heading| written(heading)))?;
    let mut total = Written::default();
    for row in rows {
        writer.write_record(pad_row(row?, headings)?.iter().map(|cell| written(cell)))?;
        total.rows += 1;
    }
    writer.flush()?;
    Ok(total)
}

/// Adds empty cells up to the number of headings. A longer row is an error: its last cells would be lost silently.
fn pad_row<'a>(mut row: Cells<'a>, headings: &[String]) -> io::Result<Cells<'a>> {
    if row.len() > headings.len() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a row has more cells than there are headings"));
    }
    row.resize(headings.len(), Cow::Borrowed(""));
    Ok(row)
}

/// The value with an apostrophe wherever a spreadsheet could find the beginning of a formula.
///
/// Formulas begin with a character such as `=`, and so do telephone numbers. Before it may stand blanks and invisible
/// characters, which spreadsheets skip. One that splits lines at semicolons or tabs, or ignores quotes, sees cells where
/// we wrote none, so the text behind these and behind a line break is escaped too. Control characters are left out: a
/// program that drops them would find the beginning of a formula behind them.
fn formula_escaped(value: &str) -> Cow<'_, str> {
    if !value.contains(|ch| begins_formula(ch) || is_control(ch) || ends_cell(ch)) {
        return Cow::Borrowed(value);
    }
    let mut escaped = String::with_capacity(value.len() + 1);
    if value.starts_with(['\t', '\r', '\n']) {
        escaped.push('\'');
    }
    let mut at_start = true;
    // The apostrophe stands before the blanks: a reader that trims would otherwise find the formula first.
    let mut start = escaped.len();
    for ch in value.chars().filter(|ch| !is_control(*ch)) {
        if ends_cell(ch) {
            escaped.push(ch);
            (at_start, start) = (true, escaped.len());
            continue;
        }
        if at_start && begins_formula(ch) {
            escaped.insert(start, '\'');
        }
        at_start = at_start && (ch.is_whitespace() || is_invisible(ch) || ch == '"');
        escaped.push(ch);
    }
    Cow::Owned(escaped)
}

/// Some spreadsheets take the full-width characters of East Asian keyboards as well.
fn begins_formula(ch: char) -> bool {
    matches!(ch, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// Whether some program ends a cell there.
fn ends_cell(ch: char) -> bool {
    matches!(ch, '\t' | '\r' | '\n' | ';' | '\u{2028}' | '\u{2029}' | '\u{0085}')
}

fn is_control(ch: char) -> bool {
    ch.is_control() && !matches!(ch, '\t' | '\r' | '\n' | '\u{0085}')
}

/// Writes a workbook of texts with a frozen row of headings. The rows wait in an unnamed temporary file until all of them
/// are packed.
pub fn write_xlsx<'a>(
    to: &mut (dyn Write + Send),
    headings: &[String],
    rows: impl Iterator<Item = io::Result<Cells<'a>>>,
) -> io::Result<Written> {
    // rust_xlsxwriter panics where it cannot write its temporary file, as on a full disk.
    catch_unwind(AssertUnwindSafe(|| write_workbook(to, headings, rows))).unwrap_or_else(|panic| Err(panicked(&*panic)))
}

fn write_workbook<'a>(
    to: &mut (dyn Write + Send),
    headings: &[String],
    rows: impl Iterator<Item = io::Result<Cells<'a>>>,
) -> io::Result<Written> {
    let last_column = headings.len().checked_sub(1).and_then(|last| u16::try_from(last).ok());
    let last_column = last_column
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "no columns, or more than a workbook can have"))?;
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet_with_constant_memory().map_err(io_error)?;
    // With the format of text nothing becomes a number or a formula when it is edited.
    let text = Format::new().set_num_format_index(TEXT_FORMAT);
    let mut widths = vec![WIDTHS.0; headings.len()];
    write_row(sheet, 0, headings.iter().map(String::as_str), &text.clone().set_bold(), &mut widths)?;
    let mut written = Written::default();
    for row in rows {
        written.rows += 1;
        let cells = pad_row(row?, headings)?;
        written.cut += write_row(sheet, written.rows, cells.iter().map(AsRef::as_ref), &text, &mut widths)?;
    }
    for (column, width) in (0..).zip(widths) {
        sheet.set_column_width(column, u32::try_from(width).unwrap_or_default()).map_err(io_error)?;
    }
    sheet.set_freeze_panes(1, 0).map_err(io_error)?;
    sheet.autofilter(0, 0, written.rows, last_column).map_err(io_error)?;
    workbook.save_to_writer(to).map_err(io_error)?;
    Ok(written)
}

/// Writes a row of a sheet, and returns how many of its values were cut.
fn write_row<'a>(
    sheet: &mut Worksheet,
    number: u32,
    cells: impl Iterator<Item = &'a str>,
    format: &Format,
    widths: &mut [usize],
) -> io::Result<u32> {
    let mut cut = 0;
    for ((column, cell), width) in (0_u16..).zip(cells).zip(widths) {
        let (cell, was_cut) = fitted(cell);
        cut += u32::from(was_cut);
        if number <= ROWS_MEASURED {
            let longest_line = cell.lines().map(|line| line.chars().take(WIDTHS.1).count()).max();
            *width = (*width).max(longest_line.unwrap_or_default() + 2).min(WIDTHS.1);
        }
        sheet.write_string_with_format(number, column, cell, format).map_err(io_error)?;
    }
    Ok(cut)
}

/// The value as a cell of a workbook can hold it, and whether it was cut. Line breaks become those of spreadsheets.
fn fitted(value: &str) -> (String, bool) {
    let in_xml = |ch: char| match ch {
        '\r' => '\n',
        '\t' | '\n' => ch,
        '\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}' => char::REPLACEMENT_CHARACTER,
        _ => ch,
    };
    let cell: String = value.replace("\r\n", "\n").chars().map(in_xml).collect();
    if cell.encode_utf16().count() <= MAX_CELL {
        return (cell, false);
    }
    let mut left = MAX_CELL - '…'.len_utf16();
    let fits = |ch: &char| {
        left = left.saturating_sub(ch.len_utf16());
        left > 0
    };
    let mut cut: String = cell.chars().take_while(fits).collect();
    cut.push('…');
    (cut, true)
}

fn io_error(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) | XlsxError::TempFileError(_, error) => error,
        error => io::Error::other(error),
    }
}

fn panicked(panic: &(dyn Any + Send)) -> io::Error {
    let message = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    // The message of a failed write has the system's error in it; any other could have a value in it.
    let is_write = message.is_some_and(|message| message.contains("Os {"));
    io::Error::other(if is_write { "a temporary file could not be written" } else { "the workbook could not be made" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn whatever_a_spreadsheet_could_take_for_a_formula_gets_an_apostrophe() {
        for value in
            ["=1+1", "+1 555 0100", "-2+3", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "=cmd|' /C calc'!A0", "-"]
        {
            for before in ["", " ", "\u{00A0}", "\u{3000}", "\u{200B}", "\u{FEFF} ", "\u{202E}", "\"", " \""] {
                let value = format!("{before}{value}");
                assert_eq!(formula_escaped(&value), format!("'{value}"), "{value:?}");
            }
        }
    }

    #[test]
    fn what_one_program_or_another_sees_as_a_cell_of_its_own_is_guarded_too() {
        for (value, safe) in [
            ("\t=1", "'\t'=1"),
            ("\rx", "'\rx"),
            ("\nx", "'\nx"),
            ("a;=1", "a;'=1"),
            ("a\t =1", "a\t' =1"),
            ("- one\r\n- two", "'- one\r\n'- two"),
            ("+1 555; +1 556", "'+1 555;' +1 556"),
            ("\0=1", "'=1"),
            ("a\u{0008};\u{0008}=1", "a;'=1"),
        ] {
            assert_eq!(formula_escaped(value), safe, "{value:?}");
        }
    }

    #[test]
    fn other_values_stay_as_they_are() {
        for value in
            ["", "Maria", "a=b", "1-2", "'quoted'", "x@y.example", "(555) 010-0100", "2026-03-01", "a\nb; c", "'=1"]
        {
            assert_eq!(formula_escaped(value), value);
        }
    }

    proptest! {
        #[test]
        fn no_guarded_value_begins_with_a_sign_that_formulas_begin_with(value in "[=+@＝ \t\r\n;\"'\u{200B}\u{0}a-]{0,12}") {
            let safe = formula_escaped(&value);
            for cell in safe.split(ends_cell) {
                let first = cell.chars().find(|ch| !ch.is_whitespace() && !is_invisible(*ch) && *ch != '"');
                prop_assert!(!first.is_some_and(begins_formula), "{:?}", safe);
            }
            let without = |text: &str| text.chars().filter(|ch| *ch != '\'' && !is_control(*ch)).collect::<String>();
            prop_assert_eq!(without(&safe), without(&value));
        }
    }

    #[test]
    fn a_value_is_cut_only_where_no_cell_can_hold_it_and_then_between_two_characters() {
        assert_eq!(fitted(&"x".repeat(MAX_CELL)), ("x".repeat(MAX_CELL), false));
        for long in ["x".repeat(MAX_CELL + 1), "🎉".repeat(20_000)] {
            let (cut, was_cut) = fitted(&long);
            assert!(was_cut && cut.ends_with('…') && long.starts_with(cut.trim_end_matches('…')));
            assert!((MAX_CELL - 2..=MAX_CELL).contains(&cut.encode_utf16().count()), "{}", cut.encode_utf16().count());
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
