//! Files that are no lists, whatever they say, and workbooks that mean harm.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

/// For what would take minutes if it were read over and over. The tests for Windows run in Wine, several times slower.
const AT_MOST: Duration = Duration::from_secs(if cfg!(windows) { 300 } else { 60 });

/// An archive of those files.
fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const OF_WORKBOOK: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const WORKBOOK: &str = r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>"#;

/// A workbook of one sheet with that text in it, and those texts of cells.
pub fn made(sheet: &str, texts: &str) -> Vec<u8> {
    archive(&[
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", OF_WORKBOOK),
        ("xl/sharedStrings.xml", texts),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

pub fn cells(inside: &str) -> String {
    format!("<worksheet><sheetData>{inside}</sheetData></worksheet>")
}

const TEXTS: &str = r#"<sst uniqueCount="1"><si><t>kT4wQ9zLmN2xVbR7sYpD</t></si></sst>"#;

#[test]
fn what_is_no_list_is_told_whatever_its_name_says() {
    let old = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 2_000]].concat();
    let locked: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let document = archive(&[("word/document.xml", "<w/>"), ("[Content_Types].xml", "<Types/>")]);
    let calc = archive(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", "<x/>")]);
    for (name, bytes, expected) in [
        ("old.xls", old.clone(), FileFault::OldWorkbook),
        ("old.xlsx", old.clone(), FileFault::OldWorkbook),
        ("locked.xlsx", [old, locked].concat(), FileFault::Locked),
        ("letter.docx", document, FileFault::NotAList),
        ("table.ods", calc, FileFault::NotAList),
        ("list.csv", b"%PDF-1.7\n1 0 obj".to_vec(), FileFault::NotAList),
        ("list.csv", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec(), FileFault::NotAList),
        ("list.txt", b"kT4wQ9zLmN2xVbR7sYpD\0\0".to_vec(), FileFault::NotAList),
        ("nothing.xlsx", b"PK\x03\x04".to_vec(), FileFault::Damaged),
        ("cut.xlsx", made(&cells(""), TEXTS)[..400].to_vec(), FileFault::Damaged),
    ] {
        assert_eq!(fault(read(name, &bytes)), expected, "{name}");
    }
}

#[test]
fn a_workbook_as_other_programs_write_it_is_read() {
    let sheet = cells(
        r#"<row><c t="s"><v>0</v></c></row><row r="3"><c r="C3" t="inlineStr"><is><t>x</t></is></c><c r="A3" t="s"><v>0</v></c></row>"#,
    );
    assert_eq!(ids(&read("made.xlsx", &made(&sheet, TEXTS)).unwrap()), [A, "[]", A]);
}

/// A workbook with sheets of those names, which are all the same part, in which each cell is that text.
pub fn sheets_of_one_part(names: &[&str], text: &str) -> Vec<u8> {
    sheets_of_rows(names, 1, text)
}

fn sheets_of_rows(names: &[&str], rows: usize, text: &str) -> Vec<u8> {
    let sheets =
        names.iter().enumerate().map(|(at, name)| format!(r#"<sheet name="{name}" sheetId="{at}" r:id="r1"/>"#));
    let sheets: String = sheets.collect();
    let workbook = format!(
        r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{sheets}</sheets></workbook>"#
    );
    let row = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(20));
    archive(&[
        ("_rels/.rels", RELATIONS),
        ("xl/workbook.xml", &workbook),
        ("xl/_rels/workbook.xml.rels", OF_WORKBOOK),
        ("xl/sharedStrings.xml", &format!("<sst><si><t>{text}</t></si></sst>")),
        ("xl/worksheets/sheet1.xml", &cells(&row.repeat(rows))),
    ])
}

#[test]
fn a_workbook_in_which_every_sheet_is_damaged_says_so() {
    let row = |number: u32| format!(r#"<row r="{number}"><c r="A{number}" t="s"><v>0</v></c></row>"#);
    let torn = "<worksheet><sheetData><row><c r='A1'><v>".to_owned();
    for sheet in [torn, cells(&(row(3) + &row(2)))] {
        assert_eq!(fault(read("torn.xlsx", &made(&sheet, TEXTS))), FileFault::Damaged);
    }
}

#[test]
fn a_cell_that_the_reader_does_not_understand_costs_that_cell() {
    let sheet = cells(
        r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>7</v></c></row><row r="2"><c r="A2" t="x"><v>1</v></c><c r="B2" t="b"><v>yes</v></c></row><row r="3"><c r="A3" t="e"><v>#BUSY!</v></c></row><row r="4"><c r="A4" t="s"><v>0</v></c></row>"#,
    );
    assert_eq!(ids(&read("odd.xlsx", &made(&sheet, TEXTS)).unwrap()), [A, "[]", "[#BUSY!]", A]);
}

#[test]
fn a_workbook_that_contradicts_itself_is_damaged() {
    let row = |number: u32| format!(r#"<row r="{number}"><c r="A{number}" t="s"><v>0</v></c></row>"#);
    for (sheet, texts) in [
        (cells(&(row(3) + &row(2))), TEXTS),
        (cells(r#"<row><c r="ZZZZZZZZZ99999999999999" t="s"><v>0</v></c></row>"#), "<sst>"),
        ("<worksheet><sheetData><row>".to_owned(), TEXTS),
        (cells(""), r#"<sst uniqueCount="99999999999"></sst>"#),
        (cells(""), "<sst uniqueCount\n = '99999999999'></sst>"),
        (cells(""), "<sst u\u{1B}(Bniquecount='1'></sst>"),
    ] {
        assert_eq!(fault(read("damaged.xlsx", &made(&sheet, texts))), FileFault::Damaged, "{sheet} {texts}");
    }
}

/// An archive in which one file is that many mebibytes of zeros, and says so or says nothing.
fn bomb(name: &str, mebibytes: usize) -> Vec<u8> {
    let mut archive = ZipWriter::new_append(Cursor::new(made(&cells(""), TEXTS))).unwrap();
    let quick = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1));
    archive.start_file(name, quick).unwrap();
    let zeros = vec![b'0'; 1 << 20];
    for _ in 0..mebibytes {
        archive.write_all(&zeros).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The same, with sizes in the table of contents that are a lie.
fn lying(mut bytes: Vec<u8>, size: u32) -> Vec<u8> {
    let claimed = size.to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == claimed).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&64_u32.to_le_bytes());
    }
    bytes
}

#[test]
fn a_workbook_that_unpacks_to_far_too_much_is_refused_before_it_is_read() {
    let texts = bomb("xl/SharedStrings.xml", 65);
    assert!(texts.len() < 1 << 20, "{}", texts.len());
    let begun = Instant::now();
    assert_eq!(fault(read("texts.xlsx", &texts)), FileFault::TooLarge);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    assert_eq!(fault(read("styles.xlsx", &bomb("xl/styles.xml", 9))), FileFault::TooLarge);
    let liar = read("liar.xlsx", &lying(texts, 65 << 20));
    assert!(matches!(fault(liar), FileFault::TooLarge | FileFault::Damaged));
}

#[test]
fn entities_that_a_workbook_or_a_page_makes_up_are_not_unpacked() {
    let laughs: String = (1..30).fold(String::from(r#"<!ENTITY e0 "x">"#), |all, at| {
        all + &format!(r#"<!ENTITY e{at} "&e{};&e{};">"#, at - 1, at - 1)
    });
    let outside = r#"<!ENTITY outside SYSTEM "file:///etc/passwd">"#;
    let row = r#"<row><c t="inlineStr"><is><t>a&e29;&outside;b</t></is></c></row><row><c t="s"><v>0</v></c></row>"#;
    let sheet = format!("<!DOCTYPE worksheet [{laughs}{outside}]>{}", cells(row));
    let texts = format!("<!DOCTYPE sst [{laughs}]><sst><si><t>{A}&e29;</t></si></sst>");
    let begun = Instant::now();
    for (name, bytes) in [
        ("sheet.xlsx", made(&sheet, TEXTS)),
        ("texts.xlsx", made(&cells(row), &texts)),
        ("page.xls", format!("<?xml version='1.0'?>{sheet}<table><tr><td>&e29;&outside;</table>").into_bytes()),
    ] {
        if let Ok(table) = read(name, &bytes) {
            let debug = format!("{table:?}");
            assert!(!debug.contains("xxx") && !debug.contains("root:"), "{name}: {debug:.300}");
        }
    }
    assert!(begun.elapsed() < AT_MOST, "{:?}", begun.elapsed());
}

#[test]
fn floods_of_marks_deep_nesting_and_long_dates_in_a_list_are_rows_that_are_no_ids() {
    for flood in ["\u{202E}x", "\u{200D}x", "a\u{0301}", "[", "{\"a\":", "<b>", "2026-03-01", "9"] {
        let text = format!("{A}\n{}\n{B}\n", flood.repeat(100_000));
        for table in [read("flood.csv", text.as_bytes()), ParsedTable::from_text(&text)] {
            assert_eq!(table.unwrap().list(ColumnChoice::default()).counts().to_look_up, 2, "{flood}");
        }
    }
}

#[test]
fn an_archive_of_countless_files_is_refused() {
    let mut bytes = made(&cells(""), TEXTS);
    bytes.extend(b"PK\x01\x02".repeat(20_000));
    assert_eq!(fault(read("countless.xlsx", &bytes)), FileFault::TooLarge);

    let mut claiming = made(&cells(""), TEXTS);
    claiming.extend([b"PK\x06\x06".as_slice(), &[0; 28], &20_000_u64.to_le_bytes(), &vec![0; 20_000]].concat());
    assert_eq!(fault(read("claiming.xlsx", &claiming)), FileFault::TooLarge);
}

#[test]
fn a_long_text_that_every_cell_names_is_kept_short() {
    let texts = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1 << 20));
    let row = format!("<row>{}</row>", r#"<c t="s"><v>0</v></c>"#.repeat(20));
    let begun = Instant::now();
    let table = read("same.xlsx", &made(&cells(&row.repeat(50)), &texts)).unwrap();
    assert_eq!(table.list(table.guess()).rows.len(), 50);
    assert!(begun.elapsed() < AT_MOST, "{:?}", begun.elapsed());
}

#[test]
fn a_line_of_fifty_megabytes_has_a_clear_result_and_so_has_a_file_of_more_than_64() {
    let begun = Instant::now();
    let table = read("line.csv", &vec![b'x'; 50_000_000]).unwrap();
    let counts = table.list(table.guess()).counts();
    assert_eq!((counts.rows, counts.to_look_up, counts.not_ids), (1, 0, 1));
    assert!(begun.elapsed() < AT_MOST, "{:?}", begun.elapsed());

    let (_folder, path) = file("large.csv", b"x");
    fs::OpenOptions::new().write(true).open(&path).unwrap().set_len((64 << 20) + 1).unwrap();
    assert_eq!(fault(ParsedTable::from_file(&path)), FileFault::TooLarge);
}

#[test]
fn a_text_that_more_cells_name_than_can_be_kept_is_soon_refused() {
    let begun = Instant::now();
    for text in ["x".repeat(4_096), "Abc-pit /".repeat(450)] {
        let bytes = sheets_of_rows(&["One", "Two", "Three"], 5_000, &text);
        assert!(bytes.len() < 30_000, "{}", bytes.len());
        assert_eq!(fault(read("same.xlsx", &bytes)), FileFault::TooLarge);
    }
    assert!(begun.elapsed() < AT_MOST, "{:?}", begun.elapsed());
}
