//! Lists in workbooks (.xlsx), cell by cell. A cell that cannot be read costs only itself, and so does a sheet.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::mem;
use std::panic::{catch_unwind, AssertUnwindSafe};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata};

use self::sheet_xml::{SheetXml, SheetXmlReader};
use super::extract::{extract, TextKind};
use super::grid::{Grid, KEPT_OF_CELL, MAX_COLUMNS};
use super::problems;
use super::separated::quoted;
use super::sheet::Sheet;
use crate::model::problem::{FileFault, Problem};
use crate::model::token::without_tokens;
use crate::model::unicode::truncated;

mod sheet_xml;
mod zip_limits;

/// The most that is unpacked in all while the sheets are read, in bytes. Many sheets can name the same part.
const MAX_UNPACKED: u64 = 2 << 30;
/// After so many sheets that were too large no other is read: there can be thousands.
const MAX_TOO_LARGE: usize = 2;
/// The longest name of a sheet, in characters: spreadsheets allow no longer one.
const MAX_NAME: usize = 31;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Problem> {
    // zip and calamine can panic on a file that is made for it.
    catch_unwind(AssertUnwindSafe(|| parse(bytes)))
        .unwrap_or_else(|_| Err(problems::not_read_because(FileFault::Damaged, "panic")))
}

fn parse(bytes: &[u8]) -> Result<Vec<Sheet>, Problem> {
    let largest_part = zip_limits::check(bytes)?;
    let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| read_error(&error))?;
    let all = workbook.sheets_metadata().to_vec();
    if largest_part.saturating_mul(all.len() as u64) > MAX_UNPACKED {
        return Err(problems::not_read(FileFault::TooLarge));
    }
    let mut xml = SheetXmlReader::new(bytes);
    let mut sheets = Vec::new();
    let (mut kept, mut too_large) = (0, 0);
    for about in all.into_iter().filter(|about| about.typ == SheetType::WorkSheet) {
        let parsed = if too_large < MAX_TOO_LARGE {
            sheet(&mut workbook, &about.name, xml.read(&about.name), kept)
        } else {
            Err(problems::not_read(FileFault::TooLarge))
        };
        let sheet = parsed.inspect(|sheet| kept = sheet.grid.kept()).unwrap_or_else(|problem| {
            too_large += usize::from(problem.facts.file == Some(FileFault::TooLarge));
            Sheet { problem: Some(problem), ..Sheet::default() }
        });
        let name = truncated(&about.name, 4 * MAX_NAME);
        let name: String = without_tokens(name).as_deref().unwrap_or(name).chars().take(MAX_NAME).collect();
        sheets.push(Sheet { name, is_hidden: about.visible != SheetVisible::Visible, ..sheet });
    }
    Ok(sheets)
}

fn sheet(workbook: &mut Workbook<'_>, name: &str, xml: SheetXml, kept: usize) -> Result<Sheet, Problem> {
    let (mut grid, unsolved) = cells(workbook, name, &xml, kept)?;
    if xml.has_links {
        // A sheet whose links cannot be read is read without them.
        for link in workbook.hyperlinks_by_sheet_name(name).unwrap_or_default() {
            let Some(target) = link.target else { continue };
            let (start, end) = (link.range.start, link.range.end);
            let numbers = start.0.saturating_add(1)..=end.0.saturating_add(1);
            grid.link_all(numbers, start.1 as usize..=end.1 as usize, &target);
        }
    }
    let sheet = Sheet::of(grid);
    if !sheet.guess.any {
        let found = extract(sheet.grid.numbered_cells(), TextKind::Prose, kept)?;
        if found.len() > 0 {
            return Ok(Sheet { hidden_rows: xml.hidden, ..Sheet::extracted(found) });
        }
    }
    Ok(Sheet { hidden_rows: xml.hidden, unsolved, ..sheet })
}

/// The cells of a sheet, and how many formulas without a result each column has.
fn cells(
    workbook: &mut Workbook<'_>,
    name: &str,
    xml: &SheetXml,
    kept: usize,
) -> Result<(Grid, BTreeMap<usize, u32>), Problem> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|error| read_error(&error))?;
    let mut grid = Grid::after(kept);
    let mut unsolved = BTreeMap::new();
    let mut row = Row::default();
    loop {
        let cell = match cells.next_cell_with_formula_metadata() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            Err(error) if ends_sheet(&error) => return Err(read_error(&error)),
            // calamine does not understand the cell, and goes on behind it.
            Err(_) => continue,
        };
        let (number, column) = (cell.pos.0, cell.pos.1 as usize);
        if column >= MAX_COLUMNS {
            continue;
        }
        if number < row.number {
            return Err(problems::not_read_because(FileFault::Damaged, "rows out of order"));
        }
        if number > row.number {
            row.end(&mut grid, xml, number)?;
        }
        let formula = cell.formula.as_ref().map(|formula| match formula {
            XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => {
                Formula::parse(formula)
            }
            _ => Formula::default(),
        });
        let result = formula.as_ref().and_then(|formula| formula.result.as_deref());
        let Some(text) = text(&cell.value).or(result.map(Cow::Borrowed)) else {
            if formula.is_some() {
                *unsolved.entry(column).or_default() += 1;
            }
            continue;
        };
        // Truncated before it is copied: one long text can stand in every cell.
        row.cells.insert(column, truncated(&text, KEPT_OF_CELL).to_owned());
        if let Some(link) = formula.and_then(|formula| formula.link) {
            row.links.push((column, link));
        }
    }
    row.end(&mut grid, xml, u32::MAX)?;
    Ok((grid, unsolved))
}

/// The row that is being read. Its cells may come in any order.
#[derive(Default)]
struct Row {
    /// Its number, from 0.
    number: u32,
    cells: BTreeMap<usize, String>,
    links: Vec<(usize, String)>,
}

impl Row {
    /// Adds the row to the table, and those between it and the next one.
    fn end(&mut self, grid: &mut Grid, xml: &SheetXml, next: u32) -> Result<(), Problem> {
        self.push(grid, xml)?;
        // Rows in which there is nothing but what calamine does not understand.
        for number in xml.error_words.range(self.number.saturating_add(1)..next).map(|(number, _)| *number) {
            grid.skip(number - self.number - 1);
            self.number = number;
            self.push(grid, xml)?;
        }
        grid.skip((next - self.number).saturating_sub(1));
        self.number = next;
        Ok(())
    }

    fn push(&mut self, grid: &mut Grid, xml: &SheetXml) -> Result<(), Problem> {
        let mut cells = mem::take(&mut self.cells);
        for (column, word) in xml.error_words.get(&self.number).into_iter().flatten() {
            if *column < MAX_COLUMNS {
                cells.entry(*column).or_insert_with(|| word.clone());
            }
        }
        let width = cells.last_key_value().map_or(0, |(last, _)| last + 1);
        let cells = (0..width).map(|column| Cow::Owned(cells.remove(&column).unwrap_or_default()));
        grid.push(cells, &mem::take(&mut self.links))
    }
}

/// What can be read out of a formula without working it out.
#[derive(Default)]
struct Formula {
    /// The address that it makes a link to.
    link: Option<String>,
    /// What it shows, where that is plain: a text, or the address of a link.
    result: Option<String>,
}

impl Formula {
    /// Reads `"text"` and `HYPERLINK("address", …)`.
    fn parse(written: &str) -> Self {
        const FUNCTION: &str = "HYPERLINK(";
        let unescaped = |text: &str| text.replace("\"\"", "\"");
        let written = written.trim().trim_start_matches('=').trim();
        if let Some((text, "")) = quoted(written) {
            return Self { link: None, result: Some(unescaped(text)) };
        }
        let is_link = written.get(..FUNCTION.len()).is_some_and(|name| name.eq_ignore_ascii_case(FUNCTION));
        let address = if is_link { quoted(written[FUNCTION.len()..].trim_start()) } else { None };
        // An address that goes on behind the quotes is only half of one.
        let link = address.filter(|(_, rest)| rest.trim_start().starts_with([',', ';', ')']));
        let link = link.map(|(address, _)| unescaped(address));
        Self { result: link.clone(), link }
    }
}

/// What a cell shows, near enough; nothing where it is empty.
fn text<'a>(value: &'a DataRef<'_>) -> Option<Cow<'a, str>> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cow::Borrowed(text.as_str()),
        DataRef::SharedString(text) => Cow::Borrowed(*text),
        DataRef::Int(number) => Cow::Owned(number.to_string()),
        DataRef::Float(number) => Cow::Owned(number.to_string()),
        DataRef::Bool(truth) => Cow::Borrowed(if *truth { "TRUE" } else { "FALSE" }),
        DataRef::Error(error) => Cow::Owned(error.to_string()),
        DataRef::DateTime(time) => Cow::Owned(date_time(*time)),
    })
}

/// `2026-03-01`, `2026-03-01T09:30:00`; a span of time as the number that it is.
fn date_time(time: ExcelDateTime) -> String {
    if time.is_duration() || !(0.0..2_958_466.0).contains(&time.as_f64()) {
        return time.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        date
    } else {
        format!("{date}T{hour:02}:{minute:02}:{second:02}")
    }
}

/// Whether nothing can be read behind the error.
fn ends_sheet(error: &XlsxError) -> bool {
    use XlsxError::{Encoding, Io, Xml, XmlEof, Zip};
    matches!(error, Xml(_) | XmlEof(_) | Io(_) | Zip(_) | Encoding(_))
}

fn read_error(error: &XlsxError) -> Problem {
    match error {
        XlsxError::Password => problems::not_read(FileFault::Locked),
        // The kind of error alone: the rest can hold the file's content.
        error => problems::not_read_because(
            FileFault::Damaged,
            format!("{error:?}").split(|ch: char| !ch.is_ascii_alphanumeric()).next().unwrap_or_default(),
        ),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    #[test]
    fn ids_that_are_taken_out_of_a_sheet_add_to_what_the_sheets_before_it_take() {
        let mut written = rust_xlsxwriter::Workbook::new();
        written.add_worksheet().write_string(0, 0, "Maria is kT4wQ9zLmN2xVbR7sYpD, call her").unwrap();
        let bytes = written.save_to_buffer().unwrap();
        let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes.as_slice())).unwrap();
        let sheet = sheet(&mut workbook, "Sheet1", SheetXml::default(), 1_000).unwrap();
        assert_eq!((sheet.extracted, sheet.grid.kept()), (true, 1_000 + 20 + size_of::<u32>()));
    }

    #[test]
    fn a_text_and_an_address_are_read_and_nothing_is_worked_out() {
        let read = |written| {
            let Formula { link, result } = Formula::parse(written);
            (link, result)
        };
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(read("\"a \"\"b\"\"\""), (None, text("a \"b\"")));
        assert_eq!(
            read("=HYPERLINK(\"https://a.example/x\",\"Open\")"),
            (text("https://a.example/x"), text("https://a.example/x"))
        );
        assert_eq!(read("hyperlink( \"#A1\" )"), (text("#A1"), text("#A1")));
        for written in [
            "HYPERLINK(\"https://a.example/\"&B2,\"Open\")",
            "A1&\"x\"",
            "\"x\"&A1",
            "HYPERLINK(B2)",
            "\"",
            "",
            "HYPERLINK(",
        ] {
            assert_eq!(read(written), (None, None), "{written}");
        }
    }
}
