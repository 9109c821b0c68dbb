//! Lists in workbooks (.xlsx), cell by cell.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{catch_unwind, AssertUnwindSafe};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::fault::{FileFault, Stop};
use super::grid::{cut, Grid, KEPT};
use super::source::Sheet;
use super::MOST_COLUMNS;

mod weigh;

/// How much is unpacked in all while the sheets are read, in bytes. Many sheets can name the same part.
const MOST_UNPACKED: u64 = 2 << 30;

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
    let mut sheets = Vec::new();
    for about in all.into_iter().filter(|about| about.typ == SheetType::WorkSheet) {
        let grid = grid(&mut workbook, &about.name)?;
        let hidden = about.visible != SheetVisible::Visible;
        sheets.push(Sheet { name: about.name, hidden, grid });
    }
    Ok(sheets)
}

fn grid(workbook: &mut Workbook<'_>, name: &str) -> Result<Grid, Stop> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(|error| stop(&error))?;
    let mut grid = Grid::default();
    let mut row = Row::default();
    while let Some(cell) = cells.next_cell().map_err(|error| stop(&error))? {
        let (number, column) = cell.get_position();
        let Some(text) = text(cell.get_value()).filter(|_| (column as usize) < MOST_COLUMNS) else { continue };
        if number < row.number {
            return Err(damaged("rows out of order".to_owned()));
        }
        if number > row.number {
            row.end(&mut grid, number)?;
        }
        // Cut before it is copied: one long text can be named in every cell.
        row.cells.insert(column, cut(&text, KEPT).to_owned());
    }
    row.end(&mut grid, u32::MAX)?;
    Ok(grid)
}

/// The row that is being read. Its cells may come in any order.
#[derive(Default)]
struct Row {
    number: u32,
    cells: BTreeMap<u32, String>,
}

impl Row {
    /// Puts the row into the table, and the blank rows up to the next one.
    fn end(&mut self, grid: &mut Grid, next: u32) -> Result<(), Stop> {
        let mut cells = std::mem::take(&mut self.cells);
        let width = cells.last_key_value().map_or(0, |(last, _)| last + 1);
        grid.push((0..width).map(|column| Cow::Owned(cells.remove(&column).unwrap_or_default())))?;
        grid.skip(next - self.number - 1);
        self.number = next;
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
