#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use crate::model::contact_id::IdError;
use crate::model::problem::{FileFault, Problem, ProblemKind, TypedFault};
use proptest::prelude::*;
use std::io::Write;

const A: &str = "kT4wQ9zLmN2xVbR7sYpD";
const B: &str = "pQ8vX2cRtY5nLmK1wZsE";
const C: &str = "aB3dE6gH9jK2mN5pQ8rS";
const LOCATION: &str = "Lo7cAtIoN0pQrS5tUvWx";
const TOKEN: &str = "pit-3f9c1b52-7d40-4a6e-9b1e-5c2d8e7f6a90";

fn parsed(text: &str) -> ParsedTable {
    ParsedTable::from_text(text).unwrap()
}

fn list(text: &str) -> List {
    let table = parsed(text);
    table.list(table.guess())
}

/// Each row as the ID it gives, or what stood there.
fn rows(list: &List) -> Vec<String> {
    let shown = |row: &ListRow| match &row.contact {
        Ok(listed) => listed.id.to_string(),
        Err(fault) => format!("{}: {fault:?}", row.text),
    };
    list.rows.iter().map(shown).collect()
}

#[test]
fn ids_that_were_pasted_without_what_stood_between_them_are_apart_again() {
    assert_eq!(rows(&list(&format!(" {A}{B}{C}{A}\n"))), [A, B, C, A]);
    let many = (0..5_000).map(|at| format!("Contact{at:013}")).collect::<Vec<_>>().concat();
    assert_eq!(list(&many).counts().to_look_up, 5_000);
    assert_eq!(list(&format!("{A}{B}x")).counts().to_look_up, 0, "what is left over is not guessed at");
    assert_eq!(list(&format!("{A}{B}\n{C}")).rows.len(), 2, "where there are lines they count");
}

#[test]
fn every_row_stays_a_row() {
    let link = format!("https://app.example.com/v2/location/{LOCATION}/contacts/detail/{B}");
    let text = format!("\n{A}\n\n{A}\nMaria Lopez\n{link}\nmaria@example.com\n{TOKEN}\nhttps://example.com/x\n \n\n");
    let list = list(&text);
    let expected = [
        A,
        ": Missing",
        A,
        "Maria Lopez: NotAnId(Words)",
        B,
        "maria@example.com: NotAnId(Email)",
        ": Token",
        "https://example.com/x: LinkWithoutContact",
    ];
    assert_eq!(rows(&list), expected);
    let counts = list.counts();
    assert_eq!((counts.rows, counts.to_look_up, counts.duplicates, counts.blank), (8, 2, 1, 1));
    assert_eq!((counts.not_ids, counts.tokens, counts.links), (4, 1, 1));
    let examples: Vec<_> = counts.examples.iter().map(|example| (example.row, example.text.as_str())).collect();
    assert_eq!(examples, [(5, "Maria Lopez"), (7, "maria@example.com"), (8, ""), (9, "https://example.com/x")]);
    assert_eq!((list.elsewhere(LOCATION), list.elsewhere(A)), (0, 1));
}

/// The numbers of the rows in what they were read from.
fn numbers(list: &List) -> Vec<u32> {
    list.rows.iter().map(|row| row.number).collect()
}

#[test]
fn a_row_has_the_number_that_a_spreadsheet_shows_for_it() {
    for (text, expected) in [
        (format!("{A}\n{B}"), &[1, 2][..]),
        (format!("name,Contact ID\nMaria,{A}\n,\nAmara,{B}"), &[2, 3, 4]),
        (format!("\n\nid,note\n{A},\"two\nlines\"\n\n{B},x\n"), &[4, 5, 6]),
        (format!("sep=;\nid;x\n{A};y"), &[2]),
        (format!("id,x\n\"{A} {B}\",y\n{C},z"), &[2, 2, 3]),
        (format!("{A}, {B}; {C}"), &[1, 2, 3]),
    ] {
        assert_eq!(numbers(&list(&text)), expected, "{text}");
    }
}

#[test]
fn a_cell_with_several_ids_becomes_a_row_for_each() {
    let text = format!("name;ids\nMaria;{A}, {B}\nAmara;\"{C}\n{A}\"\nAnn;x");
    assert_eq!(rows(&list(&text)), [A, B, C, A, "x: NotAnId(TooShort)"]);
}

#[test]
fn an_id_details_the_link_to_the_same_contact_is_one_row() {
    let link = format!("https://app.example.com/v2/location/{LOCATION}/contacts/detail");
    for text in [
        format!("{A} {link}/{A}\n{B} {link}/{B}"),
        format!("{A},{link}/{A}\n{B},{link}/{B}"),
        format!("x;[{link}/{A}]({link}/{A})\ny;{B} ({link}/{B})"),
    ] {
        assert_eq!(rows(&list(&text)), [A, B], "{text}");
    }
    assert_eq!(rows(&list(&format!("{A}, {A}"))), [A, A]);
}

#[test]
fn nothing_of_a_token_is_kept_wherever_it_stands() {
    let texts = [
        format!("{A}\n{TOKEN}\n"),
        format!("id,note\n{A},{TOKEN}\n"),
        format!("https://a.example/contacts/detail/{A}?token={TOKEN}\n{B}\n"),
        format!("{TOKEN},id\nx,{A}\n"),
        format!("{}{TOKEN}{}\n{A}", "x ".repeat(50), " y".repeat(4_000)),
        format!("{A}, {TOKEN}, {B}"),
    ];
    for text in texts {
        let table = parsed(&text);
        assert!(!format!("{table:?} {:?}", table.list(table.guess())).contains("7d40-4a6e"), "{text}");
        assert_eq!(table.without_tokens(), Some(text.replace(TOKEN, "")));
    }
    assert_eq!(parsed(A).without_tokens(), None);
}

#[test]
fn where_nothing_is_there_is_no_list() {
    for text in ["", " \n\u{200B}\t\r\n", ",,,\n,,", "\u{FEFF}"] {
        assert_eq!(ParsedTable::from_text(text).unwrap_err().kind, ProblemKind::IdMissing, "{text:?}");
    }
    assert_eq!(list("Contact ID\nMaria").counts().to_look_up, 0);
    assert_eq!(rows(&list("Contact ID")), ["Contact ID: NotAnId(Words)"]);
}

#[test]
fn a_hundred_thousand_rows_are_taken_and_not_one_more() {
    let ids = (0..MAX_ROWS).fold(String::new(), |ids, number| ids + &format!("kT4wQ9zLmN2xVb{number:06}\n"));
    assert_eq!(list(&format!("Contact ID\n{ids}\n\n")).counts().to_look_up as usize, MAX_ROWS);
    for too_long in [format!("{ids}{A}"), format!("Contact ID\n{ids}\n\n{A}"), format!("{ids}\n\n{A}")] {
        assert_eq!(ParsedTable::from_text(&too_long).unwrap_err().kind, ProblemKind::ListTooLong);
    }
    let in_a_line = format!("{A},").repeat(MAX_ROWS + 1);
    assert_eq!(ParsedTable::from_text(&in_a_line).unwrap_err().kind, ProblemKind::ListTooLong);
    let in_cells = format!("name,ids\n{}", format!("x,{}\n", format!("{A} ").repeat(101)).repeat(1_000));
    assert_eq!(ParsedTable::from_text(&in_cells).unwrap_err().kind, ProblemKind::ListTooLong);
}

#[test]
fn a_million_lines_are_refused_at_once() {
    let text = format!("{A}\n").repeat(1_000_000);
    let begun = std::time::Instant::now();
    assert_eq!(ParsedTable::from_text(&text).unwrap_err().kind, ProblemKind::ListTooLong);
    // The tests for Windows run in Wine, several times slower.
    let at_most = std::time::Duration::from_secs(if cfg!(windows) { 60 } else { 10 });
    assert!(begun.elapsed() < at_most, "{:?}", begun.elapsed());
}

#[test]
fn a_text_of_any_one_sign_is_read_in_the_time_of_its_length() {
    for run in [
        "x a-a-",
        "\"",
        "\"\"",
        "\"a\n",
        ",",
        "a,",
        ";",
        "\t",
        "|",
        "│",
        "<",
        "<html><",
        "<html>&",
        "{",
        "{\"a\":",
        "[\"",
        "https://",
        "https://a.example/contacts/detail/",
        "/ ",
        "\\/",
        "kT4wQ9zLmN2xVbR7sYpD",
        "kT4wQ9zLmN2xVbR7sYpD,",
        "\u{200B}",
        "\r",
    ] {
        let begun = std::time::Instant::now();
        if let Ok(table) = ParsedTable::from_text(&run.repeat((256 << 10) / run.len())) {
            table.list(table.guess());
        }
        // Quadratic time would be a minute.
        let at_most = std::time::Duration::from_secs(if cfg!(windows) { 60 } else { 20 });
        assert!(begun.elapsed() < at_most, "{run}: {:?}", begun.elapsed());
    }
}

#[test]
fn a_text_that_is_longer_than_any_list_is_too_large() {
    let refused = ParsedTable::from_text(&"x".repeat((32 << 20) + 1)).unwrap_err();
    assert_eq!((refused.kind, refused.facts.file), (ProblemKind::FileNotRead, Some(FileFault::TooLarge)));
    assert_eq!((refused.facts.file_name.as_deref(), &refused.facts.detail), (Some(""), &None));
}

#[test]
fn a_cell_that_is_longer_than_any_list_of_ids_is_no_id() {
    let list = list(&format!("{}{A}\n{B}", "x".repeat(5_000)));
    assert_eq!(list.rows[0].contact, Err(IdError::NotAnId(TypedFault::TooLong)));
    assert_eq!((list.rows[0].text.len(), list.rows[1].contact.is_ok()), (200, true));
}

/// The column that is guessed, and whether its first row is a heading.
fn guess(text: &str) -> (usize, bool) {
    let ColumnChoice { column, headings, .. } = parsed(text).guess();
    (column, headings)
}

#[test]
fn the_column_of_the_contacts_is_found() {
    for (text, expected) in [
        (format!("{A}\n{B}"), (0, false)),
        (format!("Contact ID\n{A}\n{B}"), (0, true)),
        (format!("Kunde\n{A}\n{B}"), (0, true)),
        (format!("name,Contact Id\nMaria,{A}\nAmara,{B}"), (1, true)),
        (format!("Maria,{A}\nAmara,{B}"), (1, false)),
        (format!("Location ID,x,id\n{LOCATION},1,{A}\n{LOCATION},2,{B}"), (2, true)),
        (format!("{LOCATION},1,{A}\n{LOCATION},2,{B}"), (2, false)),
        (format!("owner,contact\n{C},{A}\n{LOCATION},{B}"), (1, true)),
        (format!("opportunity id;who\n{C};{A}\n{LOCATION};{B}"), (1, true)),
        (format!("note,id\n{C},{A}\nx,{B}\ny,{B}\nz,oops"), (1, true)),
        (format!("id,contact link\n1,https://a.example/contacts/detail/{A}\n2,x"), (1, true)),
        (format!("contact id\tbusiness id\n{A}\t{C}\n{B}\t{LOCATION}"), (0, true)),
        (format!("locationId,contactLink\n{LOCATION},{A}\n{LOCATION},{B}"), (1, true)),
        (format!("opportunityId,primaryContact\n{C},{A}\n{LOCATION},{B}"), (1, true)),
        (format!("HighLevelContact\n{A}"), (0, true)),
        ("Contact ID,x\nMaria,y".to_owned(), (0, true)),
        ("maria@example.com\nx".to_owned(), (0, false)),
        (format!("maria@example.com\n{A}"), (0, false)),
        (format!("{TOKEN}\n{A}"), (0, false)),
    ] {
        assert_eq!(guess(&text), expected, "{text}");
    }
}

#[test]
fn another_choice_gives_another_list_and_is_brought_into_range() {
    let table = parsed(&format!("name,Contact Id\nMaria,{A}\n,{B}"));
    let names = table.list(ColumnChoice::default());
    assert_eq!(rows(&names), ["name: NotAnId(TooShort)", "Maria: NotAnId(TooShort)", ": Missing"]);
    let far = ColumnChoice { sheet: 9, column: usize::MAX, headings: true, hidden: false };
    assert_eq!(rows(&table.list(far)), [A, B]);
    assert_eq!(table.clamped(far), table.guess());
    assert_eq!(table.guess_in(7), table.guess());
    let column =
        |heading: &str, sample: &str| ListColumn { heading: Some(heading.to_owned()), sample: Some(sample.to_owned()) };
    assert_eq!(table.columns(far), [column("name", "Maria"), column("Contact Id", A)]);
    assert_eq!(table.columns(ColumnChoice { headings: false, ..far })[0].sample.as_deref(), Some("name"));
    assert_eq!((table.file(), table.sheet_names()), (None, vec![]));
}

fn try_everything(table: &ParsedTable) {
    let choice = table.guess();
    let list = table.list(choice);
    let _ = (list.counts(), list.elsewhere(LOCATION), table.columns(choice), table.sheet_names());
    for column in 0..3 {
        table.list(ColumnChoice { sheet: column, column, headings: column == 1, hidden: column == 2 });
    }
}

fn workbook() -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, text) in [(0, "Contact ID"), (1, A), (3, B)] {
        sheet.write_string(row, 1, text).unwrap();
        sheet.write_number(row, 2, f64::from(row) + 0.5).unwrap();
    }
    workbook.save_to_buffer().unwrap()
}

/// The same workbook with its files unpacked in the archive, so that a change of a byte is one of their text.
fn unpacked() -> Vec<u8> {
    let mut from = zip::ZipArchive::new(std::io::Cursor::new(workbook())).unwrap();
    let mut to = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for number in 0..from.len() {
        let mut file = from.by_index(number).unwrap();
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        to.start_file(file.name().unwrap().into_owned(), options).unwrap();
        std::io::copy(&mut file, &mut to).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn from_bytes(bytes: &[u8]) -> Result<ParsedTable, Problem> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    ParsedTable::from_file(file.path())
}

#[test]
fn a_workbook_is_read() {
    for bytes in [workbook(), unpacked()] {
        let table = from_bytes(&bytes).unwrap();
        assert_eq!(table.guess(), ColumnChoice { column: 1, headings: true, ..ColumnChoice::default() });
        assert_eq!(rows(&table.list(table.guess())), [A, ": Missing", B]);
    }
}

#[test]
fn a_hidden_row_stays_hidden_where_ids_are_taken_out_of_its_text() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, format!("Maria is {A}, call her")).unwrap();
    sheet.write_string(2, 0, format!("Amara was {B}, gone by now")).unwrap();
    sheet.set_row_hidden(2).unwrap();
    let table = from_bytes(&workbook.save_to_buffer().unwrap()).unwrap();
    let choice = table.guess();
    assert_eq!(table.details(choice), TableDetails { hidden: 1, extracted: true, ..TableDetails::default() });
    assert_eq!(rows(&table.list(choice)), [A]);
    assert_eq!(rows(&table.list(ColumnChoice { hidden: true, ..choice })), [A, B]);
}

proptest! {
    #[test]
    fn any_text_that_is_pasted_is_read_or_refused(text in any::<String>()) {
        ParsedTable::from_text(&text).iter().for_each(try_everything);
    }

    #[test]
    fn any_table_that_is_pasted_is_read_or_refused(text in "([a-zA-Z0-9]{0,22}|[,;\t\"\n\r ]|pit-|eyJ|://|contacts/detail/|\u{200B}|é){0,40}") {
        ParsedTable::from_text(&text).iter().for_each(try_everything);
    }

    #[test]
    fn any_file_is_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), start in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"\xFF\xFE", b"\xD0\xCF\x11\xE0"])) {
        from_bytes(&[start, &bytes].concat()).iter().for_each(try_everything);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_workbook_with_any_damage_is_read_or_refused(packed: bool, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4), cut: prop::sample::Index, is_cut: bool) {
        let mut bytes = if packed { workbook() } else { unpacked() };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        from_bytes(&bytes).iter().for_each(try_everything);
    }
}

#[test]
fn a_token_in_the_name_of_a_list_s_file_is_not_part_of_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pit-00000000-aaaa-4bbb-8ccc-0123456789ab.csv");
    std::fs::write(&path, "id\nseD4PfOuKoVMLkEZqohJ\n").unwrap();
    let table = ParsedTable::from_file(&path).unwrap();
    let name = table.file().unwrap();
    assert!(name.starts_with("list") && !name.contains("0123456789ab"), "{name}");
}

#[test]
fn each_fault_of_a_list_is_a_problem_with_what_is_known_of_it() {
    let empty = ParsedTable::from_text("").unwrap_err();
    assert_eq!((empty.kind, empty.facts.typed), (ProblemKind::IdMissing, Some(TypedFault::EmptyList)));
    let long = ParsedTable::from_text(&"x\n".repeat(MAX_ROWS + 100)).unwrap_err();
    assert_eq!((long.kind, long.facts.most_rows), (ProblemKind::ListTooLong, Some(100_000)));
    let gone = ParsedTable::from_file(std::path::Path::new("/no-such-folder/a.csv")).unwrap_err();
    assert_eq!((gone.kind, gone.facts.file), (ProblemKind::FileNotRead, Some(FileFault::Gone)));
    assert_eq!(gone.facts.file_name.as_deref(), Some("a.csv"));
    assert!(gone.facts.detail.is_some());
}
