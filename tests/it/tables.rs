//! Tables that are written, read back by programs that know nothing of how.

#[cfg(not(windows))]
mod office;

use std::borrow::Cow;
use std::fs;
use std::io::{self, Cursor};

use calamine::{Data, Reader, Xlsx};
use contact_lookup::export::file::save_with;
use contact_lookup::export::table::{write_csv, write_xlsx, Cells, CsvForm, Written};
use contact_lookup::export::vcard::vcard;
use contact_lookup::highlevel::decode::decode_contact;
use naughty_strings::BLNS;

/// Values that mean harm, or that a careless writer would spoil.
const HOSTILE: [&str; 22] = [
    "=1+1",
    "=HYPERLINK(\"https://evil.example\",\"x\")",
    "@SUM(1+1)",
    "+1 555 010 0123",
    "-2+3",
    "＝1+1",
    "\t=1",
    "\"=1\"",
    "=cmd|' /C calc'!A0",
    " \u{200B}=1+1",
    "\r=1",
    "a;=1+1",
    "a\n=1+1",
    "0012345",
    "1e5",
    "2026-03-01",
    "TRUE",
    "https://evil.example/x",
    "mailto:x@evil.example",
    "_x0041_",
    "<b>&amp;</b>",
    "名前, \"太郎\" 🎉",
];

fn headings() -> Vec<String> {
    ["Row", "=Contact", "Value"].map(str::to_owned).to_vec()
}

/// A row for each of those values; the middle column is empty.
fn rows() -> impl Iterator<Item = io::Result<Cells<'static>>> {
    let row = |(number, value): (usize, &&'static str)| {
        Ok(vec![Cow::Owned(number.to_string()), Cow::Borrowed(""), Cow::Borrowed(*value)])
    };
    HOSTILE.iter().enumerate().map(row)
}

fn csv(form: CsvForm) -> String {
    let mut bytes = Vec::new();
    assert_eq!(write_csv(&mut bytes, form, &headings(), rows()).unwrap().rows as usize, HOSTILE.len());
    String::from_utf8(bytes).unwrap()
}

/// The values in the last column, as a reader of CSV finds them.
fn read_back(text: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(text.strip_prefix('\u{FEFF}').unwrap().as_bytes());
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    assert!(records.iter().all(|record| record.len() == 3));
    records.iter().map(|record| record[2].to_owned()).collect()
}

/// Texts that flood a place, are nested deep, or are a date that goes on and on.
fn floods() -> Vec<String> {
    let floods =
        ["\u{202E}", "\u{2066}", "\u{200D}", "a\u{0301}", "👩\u{200D}", "[", "{\"a\":", "<b>", "2026-03-01", "9"];
    floods
        .iter()
        .map(|flood| flood.repeat(16_000 / flood.len()))
        .chain([format!("2026-03-01T{}Z", "0".repeat(9_000))])
        .collect()
}

/// The text without apostrophes, and without the control characters that are left out of an escaped cell.
fn without_marks(text: &str) -> String {
    text.chars().filter(|ch| *ch != '\'' && (!ch.is_control() || "\t\r\n\u{85}".contains(*ch))).collect()
}

/// Each hostile text there is.
fn every_hostile_text() -> Vec<String> {
    let known = HOSTILE.iter().chain(BLNS).map(|text| (*text).to_owned());
    known.chain(floods()).filter(|text| !text.is_empty()).collect()
}

#[test]
fn every_hostile_text_leaves_in_one_cell_of_csv_and_of_a_workbook_and_begins_no_formula() {
    let texts_sent = every_hostile_text();
    let rows =
        || texts_sent.iter().map(|text| Ok(vec![Cow::Borrowed(""), Cow::Borrowed(""), Cow::Owned(text.clone())]));
    let csv = |form| {
        let mut bytes = Vec::new();
        write_csv(&mut bytes, form, &headings(), rows()).unwrap();
        read_back(&String::from_utf8(bytes).unwrap())
    };
    assert_eq!(csv(CsvForm::Plain), texts_sent);
    for (value, was) in csv(CsvForm::Escaped).iter().zip(&texts_sent) {
        assert_eq!(without_marks(value), without_marks(was), "nothing but apostrophes was added");
        assert!(!value.starts_with(['=', '+', '-', '@', '\t', '\r']), "{value:?}");
    }
    let (bytes, written) = xlsx(&headings(), rows());
    assert_eq!((written.rows as usize, written.cut), (texts_sent.len(), 0));
    assert_eq!(texts(bytes).len(), texts_sent.len() + 1);
}

#[test]
fn every_hostile_text_in_every_field_leaves_in_one_vcard_of_short_lines() {
    for text in every_hostile_text() {
        let fields =
            ["firstName", "lastName", "companyName", "email", "phone", "website", "address1", "city", "dateOfBirth"];
        let mut contact = serde_json::Map::from_iter([("id".to_owned(), "kT4wQ9zLmN2xVbR7sYpD".into())]);
        contact.extend(fields.map(|field| (field.to_owned(), text.as_str().into())));
        contact.insert("tags".to_owned(), vec![text.as_str(), "x"].into());
        let body = serde_json::json!({ "contact": contact }).to_string();
        let card = vcard(&decode_contact(body.as_bytes()).unwrap().contact);
        assert!(card.starts_with("BEGIN:VCARD\r\n") && card.ends_with("\r\nEND:VCARD\r\n"), "{text:.80}");
        assert_eq!(card.lines().filter(|line| ["BEGIN:VCARD", "END:VCARD"].contains(line)).count(), 2, "{text:.80}");
        let lines = card.split_terminator("\r\n");
        assert!(lines.into_iter().all(|line| line.len() <= 75 && !line.contains(char::is_control)), "{text:.80}");
    }
}

#[test]
fn csv_is_what_the_standard_says_and_reads_back_as_it_was_sent() {
    let text = csv(CsvForm::Plain);
    assert!(text.starts_with("\u{FEFF}Row,=Contact,Value\r\n0,,=1+1\r\n"), "{text}");
    assert!(text.ends_with("🎉\"\r\n"));
    assert_eq!(read_back(&text), HOSTILE);
}

#[test]
fn guarded_csv_holds_no_cell_that_begins_a_formula() {
    let text = csv(CsvForm::Escaped);
    assert!(text.starts_with("\u{FEFF}Row,'=Contact,Value\r\n"), "{text}");
    for (value, was) in read_back(&text).iter().zip(HOSTILE) {
        assert_eq!(value.replace('\'', ""), was.replace('\'', ""), "nothing but apostrophes was added");
        for cell in value.split([';', '\t', '\r', '\n']) {
            let first = cell.trim_start_matches([' ', '\u{200B}', '"']).chars().next();
            assert!(!first.is_some_and(|ch| "=+-@＝＋－＠".contains(ch)), "{value:?}");
        }
    }
}

fn xlsx(headings: &[String], rows: impl Iterator<Item = io::Result<Cells<'static>>>) -> (Vec<u8>, Written) {
    let mut bytes = Vec::new();
    let written = write_xlsx(&mut bytes, headings, rows).unwrap();
    (bytes, written)
}

/// The cells of a workbook, each of which has to be a text.
fn texts(bytes: Vec<u8>) -> Vec<Vec<String>> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = workbook.sheet_names()[0].clone();
    assert!(workbook.worksheet_formula(&name).unwrap().is_empty());
    let text = |cell: &Data| match cell {
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => panic!("{other:?} is no text"),
    };
    workbook.worksheet_range(&name).unwrap().rows().map(|row| row.iter().map(text).collect()).collect()
}

#[test]
fn a_workbook_holds_texts_alone_as_they_were_sent() {
    let (bytes, written) = xlsx(&headings(), rows());
    assert_eq!((written.rows as usize, written.cut), (HOSTILE.len(), 0));
    let table = texts(bytes);
    assert_eq!(table[0], headings());
    let found: Vec<&str> = table[1..].iter().map(|row| row[2].as_str()).collect();
    assert_eq!(found, HOSTILE.map(|value| value.replace('\r', "\n")));
}

#[test]
fn a_workbook_has_headings_that_stay_in_sight_a_filter_and_neither_links_nor_formulas() {
    let (bytes, _) = xlsx(&headings(), rows());
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut part = |name: &str| io::read_to_string(archive.by_name(name).unwrap()).unwrap();
    let sheet = part("xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<pane ySplit=\"1\"") && sheet.contains(r#"<autoFilter ref="A1:C23""#), "{sheet}");
    for word in ["<f>", "<f ", "hyperlink", "<v>"] {
        assert!(!sheet.contains(word), "{word}");
    }
    // Number format 49 is text.
    assert!(part("xl/styles.xml").contains(r#"numFmtId="49""#));
}

#[test]
fn a_value_longer_than_a_cell_is_cut_and_counted() {
    let headings = ["a".to_owned()];
    let rows = ["x".repeat(40_000), "y".repeat(32_767), "\0\u{B}\u{FFFE}".to_owned()];
    let (bytes, written) = xlsx(&headings, rows.into_iter().map(|value| Ok(vec![Cow::Owned(value)])));
    assert_eq!(written, Written { rows: 3, cut: 1 });
    let table = texts(bytes);
    assert!(table[1][0].ends_with("x…") && table[1][0].len() > 32_000);
    assert_eq!((table[2][0].len(), table[3][0].as_str()), (32_767, "\u{FFFD}\u{FFFD}\u{FFFD}"));
}

#[test]
fn each_row_has_as_many_cells_as_there_are_headings_and_one_with_more_is_refused() {
    let short = || [Ok(vec![Cow::Borrowed("1")])].into_iter();
    let long = || [Ok(vec![Cow::Borrowed("1"); 4])].into_iter();
    let mut bytes = Vec::new();
    write_csv(&mut bytes, CsvForm::Escaped, &headings(), short()).unwrap();
    assert!(bytes.ends_with(b"\r\n1,,\r\n"));
    assert!(write_csv(&mut Vec::new(), CsvForm::Escaped, &headings(), long()).is_err());
    assert!(write_xlsx(&mut Vec::new(), &headings(), long()).is_err());
    assert!(write_xlsx(&mut Vec::new(), &[], short()).is_err());
}

#[test]
fn a_table_that_cannot_be_written_to_its_end_leaves_the_file_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("contacts.csv");
    fs::write(&path, "the one before").unwrap();
    let torn = || rows().take(3).chain([Err(io::Error::other("the disk went away"))]);
    let saved = save_with(&path, |file| write_csv(file, CsvForm::Escaped, &headings(), torn()));
    assert_eq!(saved.unwrap_err().facts.detail.as_deref(), Some("the disk went away"));
    assert!(save_with(&path, |file| write_xlsx(file, &headings(), torn())).is_err());
    assert_eq!(fs::read(&path).unwrap(), b"the one before");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    let saved = save_with(&path, |file| write_csv(file, CsvForm::Plain, &headings(), rows())).unwrap();
    assert_eq!(saved.rows as usize, HOSTILE.len());
    assert_eq!(fs::read_to_string(&path).unwrap(), csv(CsvForm::Plain));
}
