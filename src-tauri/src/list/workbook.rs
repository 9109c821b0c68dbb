//! Lists in workbooks (.xlsx), cell by cell. A cell that cannot be read costs nothing but itself, a sheet nothing but itself.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{catch_unwind, AssertUnwindSafe};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError, XlsxFormulaMetadata};

use self::formula::Formula;
use self::parts::{Parts, Traits};
use super::fault::Stop;
use super::grid::{cut, Grid, KEPT};
use super::guess;
use super::source::Sheet;
use super::taken_out::taken_out_of;
use super::MOST_COLUMNS;
use crate::model::problem::FileFault;

mod formula;
mod parts;
mod weigh;

/// How much is unpacked in all while the sheets are read, in bytes. Many sheets can name the same part.
const MOST_UNPACKED: u64 = 2 << 30;

/// How many sheets there may be no room for before no other is tried.
const MOST_REFUSED: usize = 2;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// The sheets of a workbook, hidden ones as well.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, Stop> {
    // The readers of archives and workbooks meet whatever a stranger wrote into the file.
    catch_unwind(AssertUnwindSafe(|| read(bytes))).unwrap_or_else(|_| Err(damaged("panic".to_owned())))
}

fn read(bytes: &[u8]) -> Result<Vec<Sheet>, Stop> {
    let heaviest = weigh::weigh(bytes)?;
    let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| stop(&error))?;
    let all = workbook.sheets_metadata().to_vec();
    if heaviest.saturating_mul(all.len() as u64) > MOST_UNPACKED {
        return Err(FileFault::TooLarge.into());
    }
    let mut parts = Parts::of(bytes);
    let mut sheets = Vec::new();
    let (mut kept, mut refused) = (0, 0);
    for about in all.into_iter().filter(|about| about.typ == SheetType::WorkSheet) {
        let hidden = about.visible != SheetVisible::Visible;
        // Thousands of sheets can each have too much.
        let read = if refused >= MOST_REFUSED {
            Err(Stop::TooLarge)
        } else {
            sheet(&mut workbook, &about.name, parts.traits(&about.name), kept)
        };
        let sheet = match read {
            Ok(sheet) => {
                kept = sheet.grid.kept();
                sheet
            }
            Err(stop) => {
                refused += usize::from(stop == Stop::TooLarge);
                Sheet { stop: Some(stop), ..Sheet::default() }
            }
        };
        sheets.push(Sheet { name: about.name, hidden, ..sheet });
    }
    Ok(sheets)
}

fn sheet(workbook: &mut Workbook<'_>, name: &str, traits: Traits, kept: usize) -> Result<Sheet, Stop> {
    let mut grid = grid(workbook, name, &traits, kept)?;
    grid.hide(traits.hidden);
    if traits.has_links {
        // A sheet whose links cannot be read is read without them.
        for link in workbook.hyperlinks_by_sheet_name(name).unwrap_or_default() {
            let Some(target) = link.target else { continue };
            let (start, end) = (link.range.start, link.range.end);
            let numbers = start.0.saturating_add(1)..=end.0.saturating_add(1);
            grid.link_all(numbers, start.1 as usize..=end.1 as usize, &target);
        }
    }
    let sheet = Sheet::of(grid);
    if guess::guess(&sheet.grid, sheet.titles).any {
        return Ok(sheet);
    }
    let found = taken_out_of(&sheet.grid)?;
    Ok(if found.rows() > 0 { Sheet::taken_out(found) } else { sheet })
}

fn grid(workbook: &mut Workbook<'_>, name: &str, traits: &Traits, kept: usize) -> Result<Grid, Stop> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|error| stop(&error))?;
    let mut grid = Grid::beside(kept);
    let mut row = Row::default();
    loop {
        let cell = match cells.next_cell_with_formula_metadata() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            // Behind these nothing can be told apart.
            Err(
                error @ (XlsxError::Xml(_)
                | XlsxError::XmlEof(_)
                | XlsxError::Io(_)
                | XlsxError::Zip(_)
                | XlsxError::Encoding(_)),
            ) => {
                return Err(stop(&error));
            }
            // One that the reader does not understand: it has gone on behind it.
            Err(_) => continue,
        };
        let (number, column) = cell.pos;
        if column as usize >= MOST_COLUMNS {
            continue;
        }
        if number < row.number {
            return Err(damaged("rows out of order".to_owned()));
        }
        if number > row.number {
            row.end(&mut grid, traits, number)?;
        }
        let formula = cell.formula.as_ref().map(written);
        let Some(text) =
            text(&cell.value).or_else(|| formula.as_ref().and_then(|formula| formula.result.clone().map(Cow::Owned)))
        else {
            if formula.is_some() {
                grid.leave_unsolved(column as usize);
            }
            continue;
        };
        if let Some(link) = formula.and_then(|formula| formula.link) {
            row.links.push((column, link));
        }
        // Cut before it is copied: one long text can be named in every cell.
        row.cells.insert(column, cut(&text, KEPT).to_owned());
    }
    row.end(&mut grid, traits, u32::MAX)?;
    Ok(grid)
}

/// What is written in a formula.
fn written(formula: &XlsxFormulaMetadata) -> Formula {
    match formula {
        XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. } => Formula::of(formula),
        _ => Formula::default(),
    }
}

/// The row that is being read. Its cells may come in any order.
#[derive(Default)]
struct Row {
    number: u32,
    cells: BTreeMap<u32, String>,
    links: Vec<(u32, String)>,
}

impl Row {
    /// Puts the row into the table, and the blank rows up to the next one.
    fn end(&mut self, grid: &mut Grid, traits: &Traits, next: u32) -> Result<(), Stop> {
        self.push(grid, traits)?;
        // Rows in which there is nothing but what the reader has no word for.
        for number in traits.unread.range(self.number.saturating_add(1)..next).map(|(number, _)| *number) {
            grid.skip(number - self.number - 1);
            self.number = number;
            self.push(grid, traits)?;
        }
        grid.skip((next - self.number).saturating_sub(1));
        self.number = next;
        Ok(())
    }

    fn push(&mut self, grid: &mut Grid, traits: &Traits) -> Result<(), Stop> {
        let mut cells = std::mem::take(&mut self.cells);
        for (column, text) in traits.unread.get(&self.number).into_iter().flatten() {
            if (*column as usize) < MOST_COLUMNS {
                cells.entry(*column).or_insert_with(|| text.clone());
            }
        }
        let width = cells.last_key_value().map_or(0, |(last, _)| last + 1);
        grid.push((0..width).map(|column| Cow::Owned(cells.remove(&column).unwrap_or_default())))?;
        for (column, link) in self.links.drain(..) {
            grid.link_last(column as usize, &link);
        }
        Ok(())
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
        DataRef::DateTime(time) => Cow::Owned(moment(*time)),
    })
}

/// `2026-03-01`, `2026-03-01T09:30:00`; a span of time as the number that it is.
fn moment(time: ExcelDateTime) -> String {
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

fn stop(error: &XlsxError) -> Stop {
    match error {
        XlsxError::Password => FileFault::Locked.into(),
        // The kind of error alone: the rest of it can hold what stands in the file.
        error => damaged(format!("{error:?}").split(|sign: char| !sign.is_ascii_alphanumeric()).take(1).collect()),
    }
}

fn damaged(detail: String) -> Stop {
    Stop::File(FileFault::Damaged, Some(detail))
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
        let sheet = sheet(&mut workbook, "Sheet1", Traits::default(), 1_000).unwrap();
        assert_eq!((sheet.taken_out, sheet.grid.kept()), (true, 1_000 + 20 + size_of::<u32>()));
    }
}
