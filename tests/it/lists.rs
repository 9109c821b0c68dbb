//! Lists in files of every kind, on a real disk. The tests make the files themselves.

mod hostile;
mod real;

use std::fs;
use std::path::{Path, PathBuf};

use contact_lookup::list::{ColumnChoice, ParsedTable, MAX_ROWS};
use contact_lookup::model::problem::{FileFault, Problem, ProblemKind, TypedFault};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use tempfile::TempDir;

const A: &str = "kT4wQ9zLmN2xVbR7sYpD";
const B: &str = "pQ8vX2cRtY5nLmK1wZsE";
const C: &str = "aB3dE6gH9jK2mN5pQ8rS";

/// A folder of the test's own, and a file in it.
fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    (folder, path)
}

fn read(name: &str, bytes: &[u8]) -> Result<ParsedTable, Problem> {
    let (_folder, path) = file(name, bytes);
    ParsedTable::from_file(&path)
}

/// The IDs that the guessed column gives; what gives none as it stands there, in brackets.
fn ids(table: &ParsedTable) -> Vec<String> {
    let shown = |row: contact_lookup::list::ListRow| match row.contact {
        Ok(listed) => listed.id.to_string(),
        Err(_) => format!("[{}]", row.text),
    };
    table.list(table.guess()).rows.into_iter().map(shown).collect()
}

fn fault(table: Result<ParsedTable, Problem>) -> FileFault {
    match table {
        Err(problem) if problem.facts.file.is_some() => problem.facts.file.unwrap(),
        other => panic!("{other:?}"),
    }
}

fn workbook(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    fill(&mut workbook);
    workbook.save_to_buffer().unwrap()
}

fn column(sheet: &mut Worksheet, column: u16, cells: &[&str]) {
    for (row, cell) in (0..).zip(cells) {
        sheet.write_string(row, column, *cell).unwrap();
    }
}

#[test]
fn text_is_read_however_it_was_written() {
    let text = format!("Name;Contact ID\r\nJosé;{A}\r\n;\r\n\"Lopez; Maria\";{B}\r\n");
    let utf_16 =
        |bytes: fn(u16) -> [u8; 2]| format!("\u{FEFF}{text}").encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let western: Vec<u8> = text.chars().map(|ch| u8::try_from(u32::from(ch)).unwrap()).collect();
    let tabs = text.replace("\"Lopez; Maria\"", "Lopez").replace(';', "\t").into_bytes();
    for (name, bytes) in [
        ("list.csv", text.clone().into_bytes()),
        ("with a mark.csv", format!("\u{FEFF}{text}").into_bytes()),
        ("sep.csv", format!("sep=;\r\n{text}").into_bytes()),
        ("unicode text.txt", utf_16(u16::to_le_bytes)),
        ("big-endian.txt", utf_16(u16::to_be_bytes)),
        ("western.csv", western),
        ("old mac.csv", text.replace("\r\n", "\r").into_bytes()),
        ("unix.csv", text.replace("\r\n", "\n").into_bytes()),
        ("no ending", text.clone().into_bytes()),
        ("a workbook, it says.xlsx", text.clone().into_bytes()),
        ("tabs.txt", tabs),
    ] {
        let table = read(name, &bytes).unwrap();
        assert_eq!(ids(&table), [A, "[]", B], "{name}");
        assert_eq!(table.columns(table.guess())[0].sample.as_deref(), Some("José"), "{name}");
        assert_eq!(table.file(), Some(name));
    }
}

#[test]
fn a_workbook_is_read_whatever_its_name_says() {
    let bytes = workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        column(sheet, 0, &["Name", "Maria", "", "Amara"]);
        column(sheet, 2, &["Contact", A, "", B]);
    });
    for name in ["list.xlsx", "list.csv", "list.txt"] {
        let table = read(name, &bytes).unwrap();
        assert_eq!(ids(&table), [A, "[]", B], "{name}");
        assert_eq!(table.guess(), ColumnChoice { sheet: 0, column: 2, headings: true, hidden: false });
        assert!(table.sheet_names().is_empty() && table.columns(table.guess()).len() == 3);
    }
}

#[test]
fn every_kind_of_cell_is_read_as_the_text_that_it_shows() {
    let bytes = workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        let date = |format: &str| Format::new().set_num_format(format);
        let moment = ExcelDateTime::from_ymd(2026, 3, 1).unwrap();
        sheet.write_string(0, 0, A).unwrap();
        sheet.write_number(1, 0, 15_550_100_123_f64).unwrap();
        sheet.write_number(2, 0, 0.1).unwrap();
        sheet.write_boolean(3, 0, true).unwrap();
        sheet.write_with_format(4, 0, &moment, &date("yyyy-mm-dd")).unwrap();
        sheet.write_with_format(5, 0, moment.clone().and_hms(9, 30, 0).unwrap(), &date("dd/mm/yy hh:mm")).unwrap();
        sheet.write_formula(6, 0, Formula::new("=A1").set_result(B)).unwrap();
        sheet.write_formula(7, 0, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
        let bold = Format::new().set_bold();
        sheet.write_rich_string(8, 0, &[(&bold, &C[..9]), (&Format::new(), &C[9..])]).unwrap();
        sheet.write_url_with_text(9, 0, "https://example.com", A).unwrap();
        sheet.write_string(10, 0, "a\u{1}b <&>").unwrap();
    });
    let found = ids(&read("cells.xlsx", &bytes).unwrap());
    let dates = ["[2026-03-01]", "[2026-03-01T09:30:00]"];
    assert_eq!(found[..8], [A, "[15550100123]", "[0.1]", "[TRUE]", dates[0], dates[1], B, "[#DIV/0!]"]);
    assert_eq!(found[8..10], [C, A]);
    assert_eq!(found.len(), 11);
}

/// The numbers of the rows of the guessed column.
fn numbers(table: &ParsedTable) -> Vec<u32> {
    table.list(table.guess()).rows.iter().map(|row| row.number).collect()
}

#[test]
fn a_row_of_a_workbook_has_the_number_that_it_has_in_the_sheet() {
    let bytes = workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        for (row, text) in [(3, "Contact ID"), (4, A), (6, B)] {
            sheet.write_string(row, 1, text).unwrap();
        }
    });
    assert_eq!(numbers(&read("numbered.xlsx", &bytes).unwrap()), [5, 6, 7]);
}

#[test]
fn the_sheet_with_the_contacts_is_found_and_hidden_ones_come_last() {
    let bytes = workbook(|workbook| {
        let first = workbook.add_worksheet().set_name("Read me").unwrap();
        column(first, 0, &["How to", "use this"]);
        let hidden = workbook.add_worksheet().set_name("Old").unwrap().set_hidden(true);
        column(hidden, 0, &["Contact ID", A, B, C]);
        let shown = workbook.add_worksheet().set_name("Kunden").unwrap();
        column(shown, 1, &["Kennung", B, "x"]);
    });
    let table = read("sheets.xlsx", &bytes).unwrap();
    assert_eq!(table.sheet_names(), ["Read me", "Old", "Kunden"]);
    assert_eq!(table.guess(), ColumnChoice { sheet: 2, column: 1, headings: true, hidden: false });
    assert_eq!(table.guess_in(1), ColumnChoice { sheet: 1, column: 0, headings: true, hidden: false });
    assert_eq!(table.list(table.guess_in(1)).counts().to_look_up, 3);

    let only_hidden = workbook(|workbook| {
        workbook.add_worksheet();
        column(workbook.add_worksheet().set_hidden(true), 0, &[A]);
    });
    assert_eq!(ids(&read("hidden.xlsx", &only_hidden).unwrap()), [A]);
}

#[test]
fn a_cell_in_the_last_corner_makes_no_room_for_all_cells_before_it() {
    let bytes = workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        column(sheet, 0, &[A, B]);
        sheet.write_string(1_048_575, 16_383, "x").unwrap();
    });
    assert_eq!(ids(&read("corner.xlsx", &bytes).unwrap()), [A, B]);
}

#[test]
fn a_hundred_thousand_rows_are_read_from_a_file_and_a_million_refused() {
    let lines: Vec<String> = (0..=MAX_ROWS).map(|number| format!("x,kT4wQ9zLmN2xVb{number:06}")).collect();
    let text = lines[..MAX_ROWS].join("\r\n");
    let table = read("long.csv", text.as_bytes()).unwrap();
    assert_eq!(table.list(table.guess()).counts().to_look_up as usize, MAX_ROWS);
    assert_eq!(read("too long.csv", lines.join("\n").as_bytes()).unwrap_err().kind, ProblemKind::ListTooLong);
    assert_eq!(
        read("far too long.csv", "x,y\n".repeat(1_000_000).as_bytes()).unwrap_err().kind,
        ProblemKind::ListTooLong
    );
}

#[test]
fn an_empty_file_and_one_of_blanks_hold_no_list() {
    let empty = workbook(|workbook| {
        workbook.add_worksheet();
    });
    for (name, bytes) in [("empty.csv", Vec::new()), ("blank.txt", b" \r\n\r\n;;\t\n".to_vec()), ("empty.xlsx", empty)]
    {
        let read = read(name, &bytes);
        assert_eq!(read.unwrap_err().facts.typed, Some(TypedFault::EmptyList), "{name}");
    }
}

#[test]
fn a_file_that_is_gone_or_no_file_is_told_by_its_name_without_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    let gone = ParsedTable::from_file(&folder.path().join("Maria Lopez.csv")).unwrap_err();
    assert_eq!(gone.facts.file, Some(FileFault::Gone));
    assert_eq!(gone.facts.file_name.as_deref(), Some("Maria Lopez.csv"));
    assert!(gone.facts.detail.is_some_and(|detail| !detail.contains("Maria") && !detail.contains("tmp")));
    assert_eq!(fault(ParsedTable::from_file(folder.path())), FileFault::NotAList);
    assert_eq!(fault(ParsedTable::from_file(Path::new(""))), FileFault::Gone);
    assert_eq!(fault(ParsedTable::from_file(Path::new("/nul\0"))), FileFault::Unreadable);
}

#[test]
#[cfg(unix)]
fn pipes_devices_and_sockets_are_not_even_opened() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket")).unwrap();
    let link = folder.path().join("link.csv");
    std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
    for path in [pipe, folder.path().join("socket"), link, "/dev/zero".into()] {
        assert_eq!(fault(ParsedTable::from_file(&path)), FileFault::NotAList, "{}", path.display());
    }
}

#[test]
#[cfg(unix)]
fn a_file_that_this_person_may_not_read_is_closed() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, path) = file("closed.csv", A.as_bytes());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&path).is_ok() {
        println!("not tried: this person may read everything");
        return;
    }
    assert_eq!(fault(ParsedTable::from_file(&path)), FileFault::Closed);
}
