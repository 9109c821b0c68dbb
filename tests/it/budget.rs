//! What comes in costs no more memory than is there for it. Each input is read by a process of its own, whose highest use
//! of memory is what counts.
#![cfg(target_os = "linux")]

use std::fs;
use std::io::{Cursor, Write};
use std::process::Command;
use std::time::{Duration, Instant, SystemTime};

use contact_lookup::highlevel::decode::decode_contact;
use contact_lookup::highlevel::decode::decode_definitions;
use contact_lookup::highlevel::limits::MAX_BODY;
use contact_lookup::list::ParsedTable;
use contact_lookup::lookup::Found;
use contact_lookup::model::account::Account;
use contact_lookup::model::contact_id::ContactId;
use contact_lookup::model::names::ContactNames;
use contact_lookup::model::problem::Problem;
use contact_lookup::shell::views::{ContactView, ListView};
use zip::write::SimpleFileOptions;
use zip::ZipWriter;

/// The most memory that any input may take, in KiB.
const BUDGET: u64 = 512 << 10;

/// For what would take minutes or never end. Computers that run tests are busy.
const AT_MOST: Duration = Duration::from_secs(600);

/// Says to the process what to read, and how.
const INPUT: &str = "CONTACT_LOOKUP_TEST_INPUT";
const WAY: &str = "CONTACT_LOOKUP_TEST_WAY";

/// How an input comes in.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// As a file that is opened as a list.
    File,
    /// As a text that is pasted as a list: the page sends it as JSON.
    Pasted,
    /// As HighLevel's answer to a lookup.
    Contact,
    /// As HighLevel's answer with the names of custom fields.
    Definitions,
}

/// What another process does with the input it is given. Nothing where it is given none.
#[test]
#[ignore = "run by the others, each time in a process of its own"]
fn reads_one_input() {
    let (Ok(path), Ok(way)) = (std::env::var(INPUT), std::env::var(WAY)) else { return };
    let outcome = match way.as_str() {
        "File" => list(ParsedTable::from_file(path.as_ref())),
        "Pasted" => {
            let body: serde_json::Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
            let text: String = serde_json::from_value(body.clone()).unwrap();
            let outcome = list(ParsedTable::from_text(&text));
            drop((body, text));
            outcome
        }
        "Contact" => contact(&fs::read(path).unwrap()),
        "Definitions" => format!("{:?}", decode_definitions(&fs::read(path).unwrap()).map(|_| "definitions")),
        other => panic!("{other}"),
    };
    println!("\noutcome: {outcome:.300}");
    println!("{}", fs::read_to_string("/proc/self/status").unwrap());
}

/// What the window does with a list.
fn list(table: Result<ParsedTable, Problem>) -> String {
    let table = match table {
        Ok(table) => table,
        Err(fault) => return format!("{fault:?}"),
    };
    let view = serde_json::to_string(&ListView::of(&table, table.guess(), None)).unwrap();
    for sheet in 0..table.sheet_names().len().min(20) {
        ListView::of(&table, table.guess_in(sheet), None);
    }
    format!("{} bytes for the page", view.len())
}

/// What the window does with an answer, and with another one of the same contact.
fn contact(body: &[u8]) -> String {
    let read = || decode_contact(body).map(|decoded| decoded.contact);
    let (contact, before) = match (read(), read()) {
        (Ok(contact), Ok(before)) => (contact, before),
        (Err(fault), _) | (_, Err(fault)) => return format!("{:?}", fault.kind()),
    };
    let found = Found {
        asked_for: ContactId::new("kT4wQ9zLmN2xVbR7sYpD").unwrap(),
        changes: contact.changes_since(&before),
        contact,
        names: ContactNames::default(),
        trace_id: None,
        account: Account::sample(),
        received_at: SystemTime::now(),
        seen_before: None,
    };
    format!("{} bytes for the page", serde_json::to_string(&ContactView::from(&found)).unwrap().len())
}

/// What becomes of an input, where it takes no more memory than there is for it.
fn read(way: Way, input: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("input");
    fs::write(&path, input).unwrap();
    let mut reading = Command::new(std::env::current_exe().unwrap());
    reading.args(["budget::reads_one_input", "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
    let begun = Instant::now();
    let done = reading.env(INPUT, &path).env(WAY, format!("{way:?}")).output().unwrap();
    let (took, output) = (begun.elapsed(), String::from_utf8_lossy(&done.stdout).into_owned());
    assert!(done.status.success(), "{output} {}", String::from_utf8_lossy(&done.stderr));
    let found =
        |start: &str| output.lines().find_map(|line| line.strip_prefix(start)).map(|rest| rest.trim().to_owned());
    let outcome = found("outcome:").expect("it says what became of it");
    let peak: u64 = found("VmHWM:").and_then(|peak| peak.strip_suffix(" kB")?.parse().ok()).expect("it says its peak");
    println!("{outcome}: {} MiB, {took:?}", peak >> 10);
    assert!(peak < BUDGET, "{} MiB for {outcome}", peak >> 10);
    assert!(took < AT_MOST, "{took:?} for {outcome}");
    outcome
}

/// An answer with a contact that has that in it.
fn answer(inside: &str) -> Vec<u8> {
    let body = format!(r#"{{"contact":{{"id":"kT4wQ9zLmN2xVbR7sYpD",{inside}}}}}"#);
    assert!(body.len() <= MAX_BODY, "{}", body.len());
    body.into_bytes()
}

/// As many of them as fit into an answer, as a list or an object.
fn as_many_as_fit(one: &str) -> String {
    vec![one; (MAX_BODY - 1_000) / (one.len() + 1)].join(",")
}

#[test]
fn an_answer_of_the_size_that_is_read_stays_within_the_memory_that_there_is() {
    for one in ["0", r#"{"a":1}"#] {
        assert_eq!(read(Way::Contact, &answer(&format!(r#""x":[{}]"#, as_many_as_fit(one)))), "AnswerTooLarge");
    }
    read(Way::Contact, &answer(&format!(r#""x":[{}]"#, as_many_as_fit("[]"))));
    let values = format!(r#""customFields":[{{"id":"f1","value":[{}]}}]"#, as_many_as_fit("0"));
    assert_eq!(read(Way::Contact, &answer(&values)), "AnswerTooLarge");
}

#[test]
fn a_long_name_in_an_answer_that_stands_before_many_values_stays_within_the_memory_that_there_is() {
    let long = answer(&format!(r#""{}":[{}0]"#, "k".repeat(10_000), "0,".repeat(50_000)));
    assert_eq!(read(Way::Contact, &long), "AnswerTooLarge");
}

#[test]
fn a_great_number_of_fields_stays_within_the_memory_that_there_is() {
    let unknown = |count: usize| (0..count).map(|at| format!(r#""{at:07}":1"#)).collect::<Vec<_>>().join(",");
    let custom = |count: usize| {
        let fields: Vec<String> = (0..count).map(|at| format!(r#"{{"id":"{at:07}","value":"x"}}"#)).collect();
        format!(r#""customFields":[{}]"#, fields.join(","))
    };
    for (fields, is_taken) in
        [(unknown(6_000), true), (unknown(120_000), false), (custom(2_500), true), (custom(50_000), false)]
    {
        let answer = read(Way::Contact, &answer(&fields));
        assert_eq!(answer.ends_with("bytes for the page"), is_taken, "{answer}");
        assert_eq!(answer == "AnswerTooLarge", !is_taken, "{answer}");
    }
    let fields = as_many_as_fit(r#"{"id":"1","name":"a"}"#);
    assert_eq!(read(Way::Definitions, format!(r#"{{"customFields":[{fields}]}}"#).as_bytes()), r#"Ok("definitions")"#);
}

/// A text in the form in which the page sends it.
fn pasted(text: &str) -> Vec<u8> {
    serde_json::to_vec(text).unwrap()
}

#[test]
fn a_long_text_stays_within_the_memory_that_there_is() {
    read(Way::Pasted, &pasted(&"x a-a-".repeat((24 << 20) / 6)));
    let too_long = read(Way::Pasted, &pasted(&"x".repeat((32 << 20) + 1)));
    assert!(too_long.contains("TooLarge"), "{too_long}");
    // Each of these bytes is three in memory, and the lines of the table are drawn.
    let western = [vec![0x80; 60 << 20], b"\n\xA6a".to_vec()].concat();
    assert!(read(Way::File, &western).contains("TooLarge"));
}

#[test]
fn a_table_of_many_rows_and_cells_stays_within_the_memory_that_there_is() {
    let row = format!("kT4wQ9zLmN2xVbR7sYpD{},x\n", ",".repeat(250));
    read(Way::File, row.repeat(20_000).as_bytes());
    read(Way::File, "a,b,c\n".repeat(10 << 20).as_bytes());
}

#[test]
fn a_page_of_any_depth_with_any_tags_stays_within_the_memory_that_there_is() {
    for inside in ["<div>", "<a href='x'>"] {
        read(Way::File, format!("<html><table><tr><td>{}", inside.repeat((4 << 20) / inside.len())).as_bytes());
    }
}

/// A workbook with sheets of those names that are all the same part, in which the cells name the first of those texts.
fn workbook(names: &[String], texts: &str, sheet: &str, links: &str) -> Vec<u8> {
    const OF_PACKAGES: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    const OF_OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let sheets = names.iter().zip(1..).fold(String::new(), |sheets, (name, at)| {
        sheets + &format!(r#"<sheet name="{name}" sheetId="{at}" r:id="r1"/>"#)
    });
    let relations = |inside: &str| format!(r#"<Relationships xmlns="{OF_PACKAGES}">{inside}</Relationships>"#);
    let to = |kind: &str, target: &str| {
        relations(&format!(r#"<Relationship Id="r1" Type="{OF_OFFICE}/{kind}" Target="{target}"/>"#))
    };
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("_rels/.rels", to("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", format!(r#"<workbook xmlns:r="{OF_OFFICE}"><sheets>{sheets}</sheets></workbook>"#)),
        ("xl/_rels/workbook.xml.rels", to("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/_rels/sheet1.xml.rels", relations(links)),
        ("xl/sharedStrings.xml", format!("<sst>{texts}</sst>")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet>{sheet}</worksheet>")),
    ] {
        archive.start_file(name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn named(sheets: usize) -> Vec<String> {
    (0..sheets).map(|at| format!("S{at}")).collect()
}

fn rows(rows: usize) -> String {
    format!("<sheetData>{}</sheetData>", r#"<row><c t="s"><v>0</v></c></row>"#.repeat(rows))
}

#[test]
fn many_sheets_that_are_one_part_stay_within_the_memory_that_there_is() {
    let texts = format!("<si><t>{}</t></si>", "x".repeat(4_096));
    let bytes = workbook(&named(1_000), &texts, &rows(9_000), "");
    assert!(bytes.len() < 16 << 10, "{}", bytes.len());
    assert!(read(Way::File, &bytes).contains("TooLarge"), "a sheet without IDs may be the one that is meant");
}

#[test]
fn long_and_many_names_of_sheets_stay_within_the_memory_that_there_is() {
    let long = ["n".repeat(3 << 20), "m".to_owned()];
    let outcome = read(Way::File, &workbook(&long, "<si><t>x</t></si>", &rows(10), ""));
    let bytes: usize = outcome.split(' ').next().unwrap().parse().unwrap();
    assert!(bytes < 10_000, "a long name goes to the page: {outcome}");
    read(Way::File, &workbook(&named(60_000), "<si><t>x</t></si>", &rows(1), ""));
}

#[test]
fn long_and_many_texts_of_a_workbook_stay_within_the_memory_that_there_is() {
    let long = "a".repeat(64 << 20);
    let text = "<si><t>x</t></si>";
    for sheet in [
        format!(r#"<sheetData><row><c t="inlineStr"><is><t>{long}</t></is></c></row></sheetData>"#),
        format!("<sheetData><row><c><f>{long}</f></c></row></sheetData>"),
    ] {
        assert!(read(Way::File, &workbook(&named(1), text, &sheet, "")).contains("TooLarge"));
    }
    read(Way::File, &workbook(&named(1), &"<si/>".repeat(2_000_000), &rows(1), ""));
}

#[test]
fn many_links_in_a_workbook_stay_within_the_memory_that_there_is() {
    let links = |id: fn(usize) -> usize, target: &str| {
        let all = 0..50_000;
        let sheet = all.clone().fold(rows(1) + "<hyperlinks>", |sheet, at| {
            sheet + &format!(r#"<hyperlink ref="A1:C9" r:id="r{}"/>"#, id(at))
        });
        let relations = all.filter(|at| id(*at) == *at).fold(String::new(), |relations, at| {
            relations + &format!(r#"<Relationship Id="r{at}" Target="{target}{at}" TargetMode="External"/>"#)
        });
        workbook(&named(1), "<si><t>x</t></si>", &(sheet + "</hyperlinks>"), &relations)
    };
    read(Way::File, &links(|at| at, &format!("https://a.example/{}", "x".repeat(200))));
    read(Way::File, &links(|_| 0, &format!("https://a.example/{}", "x".repeat(100_000))));
}
