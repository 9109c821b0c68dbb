//! What must hold for every list, whatever the text or the workbook is made of.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use contact_lookup::list::{ColumnChoice, List, ParsedTable, MAX_COLUMNS, MAX_ROWS};
use contact_lookup::model::token::without_tokens;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// What an archive, and so a workbook, begins with.
const ARCHIVE: &[u8] = b"PK";

/// What divides the parts of a workbook that is made here: no XML can hold it.
const BETWEEN_PARTS: u8 = b'\x0C';

/// The parts of a workbook that any bytes can take the place of, in the order in which they do.
const PARTS: [(&str, &str); 5] = [
    ("xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>"),
    ("xl/sharedStrings.xml", "<sst><si><t>kT4wQ9zLmN2xVbR7sYpD</t></si><si><t>Contact ID</t></si></sst>"),
    (
        "xl/worksheets/_rels/sheet1.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://app.example.com/v2/location/aB3dE6gH9jK2mN5pQ8rS/contacts/detail/kT4wQ9zLmN2xVbR7sYpD" TargetMode="External"/></Relationships>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/><sheet name="T" sheetId="2" r:id="r1"/></sheets></workbook>"#,
    ),
    ("xl/styles.xml", "<styleSheet/>"),
];

/// The parts that are always the same.
const FRAME: [(&str, &str); 2] = [
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
    ),
];

/// Reads bytes as a file and, as far as they are text, as what was pasted.
#[allow(dead_code, reason = "each target has one of the two")]
pub fn check_text(bytes: &[u8], folder: &Path) {
    // What begins as a workbook is for the other.
    if !bytes.starts_with(ARCHIVE) {
        check_file(bytes, folder);
    }
    let text = String::from_utf8_lossy(bytes);
    match ParsedTable::from_text(&text) {
        Ok(table) => {
            check_table(&table);
            assert_eq!(table.without_tokens(), without_tokens(&text));
            let left = table.without_tokens().and_then(|text| without_tokens(&text));
            assert_eq!(left, None, "a token is left in what was pasted");
        }
        Err(problem) => assert_eq!(problem.facts.file, None, "what was pasted is no file"),
    }
}

/// Reads bytes as a workbook or, where they are none, as the parts of one.
#[allow(dead_code, reason = "each target has one of the two")]
pub fn check_workbook(bytes: &[u8], folder: &Path) {
    if bytes.starts_with(ARCHIVE) {
        check_file(bytes, folder);
    } else {
        check_file(&workbook(bytes), folder);
    }
}

/// A workbook of those parts. Where one is empty or missing there is an ordinary one.
fn workbook(parts: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut add = |name: &str, part: &[u8]| {
        archive.start_file(name, stored).expect("a file of an archive can be begun");
        archive.write_all(part).expect("memory can be written to");
    };
    for (name, part) in FRAME {
        add(name, part.as_bytes());
    }
    let mut parts = parts.split(|byte| *byte == BETWEEN_PARTS);
    for (name, ordinary) in PARTS {
        add(name, parts.next().filter(|part| !part.is_empty()).unwrap_or(ordinary.as_bytes()));
    }
    archive.finish().expect("an archive can be ended").into_inner()
}

fn check_file(bytes: &[u8], folder: &Path) {
    let path = folder.join("list");
    fs::write(&path, bytes).expect("a file can be written");
    match ParsedTable::from_file(&path) {
        Ok(table) => check_table(&table),
        Err(problem) => {
            let detail = problem.facts.detail.unwrap_or_default();
            assert!(detail.len() < 200, "the reader says a great deal: {detail}");
        }
    }
}

fn check_table(table: &ParsedTable) {
    let guess = table.guess();
    assert_eq!(table.clamped(guess), guess, "what is guessed is there");
    assert_eq!(table.check(guess), Ok(()), "what is guessed can be looked up");
    let sheets = table.sheet_names();
    assert!(sheets.iter().all(|name| name.chars().count() <= 31), "{sheets:?}");
    check_choice(table, guess);
    for sheet in 0..sheets.len().clamp(1, 3) {
        let guess = table.guess_in(sheet);
        assert_eq!(table.clamped(guess), guess);
        for column in 0..table.columns(guess).len().min(3) {
            for headings in [true, false] {
                check_choice(table, ColumnChoice { sheet, column, headings, hidden: headings });
            }
        }
    }
    let far = ColumnChoice { sheet: usize::MAX, column: usize::MAX, headings: true, hidden: true };
    check_choice(table, far);
}

fn check_choice(table: &ParsedTable, choice: ColumnChoice) {
    let list = table.list(choice);
    let columns = table.columns(choice);
    assert!(columns.len() <= MAX_COLUMNS);
    for column in columns {
        let texts = [column.heading, column.sample];
        assert!(texts.iter().flatten().all(|text| text.chars().count() <= 80), "{texts:?}");
    }
    let _ = table.details(choice);
    holds_no_token(&table.headings(choice));
    let mut above = 0;
    for row in &list.rows {
        assert!(row.number >= above, "row {} stands behind row {above}", row.number);
        assert!(row.text.chars().count() <= 200);
        if row.number > above {
            holds_no_token(&table.cells(choice, row.number));
        }
        above = row.number;
        if let Ok(listed) = &row.contact {
            let id = listed.id.as_str();
            assert!((10..=40).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id:?}");
        }
    }
    comes_out_even(&list);
}

/// Each row is counted, once.
fn comes_out_even(list: &List) {
    let counts = list.counts();
    assert!(list.rows.len() <= MAX_ROWS, "{} rows", list.rows.len());
    assert_eq!(counts.rows as usize, list.rows.len());
    assert_eq!(counts.rows, counts.to_look_up + counts.duplicates + counts.blank + counts.not_ids);
    assert!(counts.tokens <= counts.not_ids && counts.links <= counts.to_look_up + counts.duplicates);
}

fn holds_no_token(cells: &[String]) {
    for cell in cells {
        assert_eq!(without_tokens(cell), None, "a token is kept in {cell:?}");
    }
}
