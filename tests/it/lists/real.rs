//! Files as people have them: a stray tab, long cells, titles, links behind words, formulas, hidden rows.

use super::*;

fn fixture(name: &str) -> ParsedTable {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/lists").join(name);
    ParsedTable::from_file(&path).unwrap_or_else(|fault| panic!("{name}: {fault:?}"))
}

/// The IDs that the guessed choice of a fixture gives, with the numbers of their rows.
fn numbered(name: &str) -> Vec<(u32, String)> {
    let table = fixture(name);
    numbers(&table).into_iter().zip(ids(&table)).collect()
}

fn in_rows(rows: impl IntoIterator<Item = u32>, ids: &[&str]) -> Vec<(u32, String)> {
    rows.into_iter().zip(ids.iter().map(|id| (*id).to_owned())).collect()
}

#[test]
fn one_stray_sign_does_not_divide_a_table() {
    for name in ["leads.csv", "leads-unquoted.csv"] {
        assert_eq!(numbered(name), in_rows(2..5, &[A, B, C]), "{name}");
    }
}

#[test]
fn a_cell_of_any_number_of_lines_is_one_cell() {
    for name in ["transcript-101-lines-lf.csv", "transcript-102-lines-lf.csv", "transcript-52-lines-crlf.csv"] {
        assert_eq!(numbered(name), in_rows(2..5, &[A, B, C]), "{name}");
    }
}

#[test]
fn a_link_behind_a_cell_is_read_where_its_words_are_no_id() {
    assert_eq!(numbered("names-are-links.xlsx"), in_rows(2..5, &[A, B, C]));
    assert_eq!(numbered("view-contact.xlsx"), in_rows(2..4, &[A, B]));
    let table = fixture("names-are-links.xlsx");
    assert_eq!(table.list(table.guess()).counts().links, 3);
    assert_eq!(
        &*fixture("names-are-links.xlsx").list(ColumnChoice { headings: true, ..ColumnChoice::default() }).rows[0].text,
        "Mara Lindt"
    );
}

#[test]
fn a_fault_in_a_cell_costs_that_cell_whatever_it_is_called() {
    for name in [
        "control-ref.xlsx",
        "getting-data.xlsx",
        "google-error-hidden-sheet.xlsx",
        "google-error-other-sheet.xlsx",
        "google-error-same-sheet.xlsx",
    ] {
        assert_eq!(numbered(name), in_rows(2..5, &[A, B, C]), "{name}");
    }
    let table = fixture("google-error-same-sheet.xlsx");
    let last = table.list(ColumnChoice { column: 2, ..table.guess() });
    assert!(last.rows.iter().any(|row| &*row.text == "#ERROR!"), "{last:?}");
}

#[test]
fn a_formula_without_a_result_is_read_where_it_says_what_it_shows() {
    assert_eq!(numbered("hyperlink-formula.xlsx"), in_rows(2..5, &[A, B, C]));
    assert_eq!(numbered("text-formula.xlsx"), in_rows(2..5, &[A, B, C]));
}

#[test]
fn rows_that_a_filter_hides_are_left_out_until_they_are_wanted() {
    let table = fixture("filtered.xlsx");
    let guess = table.guess();
    assert_eq!(table.details(guess).hidden, 3);
    assert_eq!(numbers(&table), [2, 4, 6]);
    let all = table.list(ColumnChoice { hidden: true, ..guess });
    assert_eq!(all.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7]);
    assert_eq!(all.counts().to_look_up, 6);
}

#[test]
fn headings_are_found_below_titles_and_the_owner_of_a_contact_is_no_contact() {
    let table = fixture("titled.csv");
    assert_eq!(numbered("titled.csv"), in_rows(5..8, &[A, B, C]));
    assert_eq!(table.details(table.guess()).titles, 2);
    assert_eq!(table.columns(table.guess())[2].heading.as_deref(), Some("Contact Id"));
    assert_eq!(numbered("german.csv"), in_rows(2..5, &[A, B, C]));
}

#[test]
fn blanks_before_quotes_hide_nothing() {
    assert_eq!(numbered("spaced.csv"), in_rows(2..6, &[A, B, C, "Zx9cV8bN7mQ6wE5rT4yU"]));
}

#[test]
fn tables_with_drawn_lines_are_tables() {
    assert_eq!(numbered("pipes.txt"), in_rows(2..5, &[A, B, C]));
    assert_eq!(numbered("markdown.txt"), in_rows(3..6, &[A, B, C]));
    assert_eq!(numbered("markdown-two-columns.txt"), in_rows(3..5, &[A, B]));
    for text in [
        format!("+------+----------------------+\n| name | id                   |\n+------+----------------------+\n| Mara | {A} |\n+------+----------------------+\n"),
        format!("┌──────┬──────────────────────┐\n│ name │ id                   │\n├──────┼──────────────────────┤\n│ Mara │ {A} │\n└──────┴──────────────────────┘\n"),
    ] {
        let table = read("drawn.txt", text.as_bytes()).unwrap();
        assert_eq!((ids(&table), numbers(&table)), (vec![A.to_owned()], vec![4]), "{text}");
        assert!(!table.details(table.guess()).extracted);
    }
}

#[test]
fn the_table_of_a_page_is_read_whatever_its_name_says() {
    for name in ["report.xls", "report-with-head.xls"] {
        let table = fixture(name);
        assert_eq!(ids(&table), [A, B, C], "{name}");
        assert_eq!(table.columns(table.guess()).len(), 2, "{name}");
    }
    let link = format!("https://app.example.com/v2/location/{C}/contacts/detail");
    let page = format!("<!DOCTYPE html><table><tr><th>Who<tr><td><a href='{link}/{A}'>Mara</a><tr><td><a href=\"{link}/{B}\">Jo</a></table>");
    let table = read("page.html", page.as_bytes()).unwrap();
    assert_eq!((ids(&table), numbers(&table)), (vec![A.to_owned(), B.to_owned()], vec![2, 3]));
}

#[test]
fn where_no_column_holds_ids_they_are_taken_out_of_the_text() {
    let link = format!("https://app.example.com/v2/location/{C}/contacts/detail/{B}");
    for (name, text, expected) in [
        ("mail.txt", format!("Hi,\n\nplease call {A}, and\nthen {link}.\nThanks, Ann\n"), vec![(3, A), (4, B)]),
        (
            "data.json",
            format!("[\n {{\"contactId\": \"{A}\",\n  \"locationId\": \"{C}\"}},\n {{\"contactId\": \"{B}\"}}\n]"),
            vec![(2, A), (4, B)],
        ),
        (
            "calls.log",
            format!("10:00 INFO called contact={A} user={C} ok\n10:01 INFO pause\n10:02 called contact={B}\n"),
            vec![(1, A), (3, B)],
        ),
        ("page.html", format!("<html><p>Mara: {A}</p>\n<p><a href='{link}'>Jo</a></html>"), vec![(1, A), (2, B)]),
    ] {
        let table = read(name, text.as_bytes()).unwrap();
        assert!(table.details(table.guess()).extracted, "{name}");
        let found: Vec<_> = numbers(&table).into_iter().zip(ids(&table)).collect();
        assert_eq!(found, expected.into_iter().map(|(row, id)| (row, id.to_owned())).collect::<Vec<_>>(), "{name}");
    }
    let notes =
        workbook(|workbook| column(workbook.add_worksheet(), 1, &["Notes", "rang twice", &format!("see {A} again")]));
    let table = read("notes.xlsx", &notes).unwrap();
    assert_eq!((ids(&table), numbers(&table)), (vec![A.to_owned()], vec![3]));
}

#[test]
fn statements_of_a_database_give_the_contacts_and_not_what_they_belong_to() {
    let text = format!(
        "INSERT INTO contacts (id, location_id, name) VALUES\n('{A}', '{C}', 'Mara'),\n('{B}', '{C}', 'Jo');\n"
    );
    assert_eq!(ids(&read("dump.sql", text.as_bytes()).unwrap()), [A, B]);
}

#[test]
fn a_page_without_any_id_is_no_list_and_neither_is_data() {
    for (name, text) in
        [("page.html", "<html><body><p>Hello</body>"), ("feed.xml", "<?xml version='1.0'?><rss><x/></rss>")]
    {
        assert_eq!(fault(read(name, text.as_bytes())), FileFault::NotAList, "{name}");
    }
    let table = read("data.json", br#"{"name": "Mara", "age": 3}"#).unwrap();
    assert_eq!(table.list(table.guess()).counts().to_look_up, 0);
}

#[test]
fn of_two_columns_that_are_alike_the_other_is_known() {
    let text = format!("first,second,third\n{A},{B},x\n{C},Zx9cV8bN7mQ6wE5rT4yU,y\n");
    let table = read("two.csv", text.as_bytes()).unwrap();
    let guess = table.guess();
    assert_eq!((guess.column, table.details(guess).alike), (0, Some(1)));
    assert_eq!(table.details(ColumnChoice { column: 1, ..guess }).alike, Some(0));
    assert_eq!(table.details(ColumnChoice { column: 2, ..guess }).alike, None);
    let owners = format!("owner,contact id\n{A},{B}\n{A},{C}\n{C},{A}\n");
    let table = read("owners.csv", owners.as_bytes()).unwrap();
    assert_eq!(table.details(table.guess()).alike, None);
    let same =
        format!("id,link\n{A},https://a.example/contacts/detail/{A}\n{B},https://a.example/contacts/detail/{B}\n");
    let table = read("same.csv", same.as_bytes()).unwrap();
    assert_eq!(table.details(table.guess()).alike, None);
}

#[test]
fn a_formula_whose_result_nobody_knows_is_counted() {
    let row = |number: u32| {
        format!(r#"<row r="{number}"><c r="A{number}"><f>B2&amp;C2</f></c><c r="B{number}" t="s"><v>0</v></c></row>"#)
    };
    let bytes = hostile::made(&hostile::cells(&(1..4).map(row).collect::<String>()), "<sst><si><t>kT4w</t></si></sst>");
    let table = read("formulas.xlsx", &bytes).unwrap();
    assert_eq!(table.details(table.guess()).unsolved, 3);
}

#[test]
fn a_link_behind_a_formula_is_read() {
    let bytes = workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        column(sheet, 0, &["Open"]);
        for (row, id) in (1..).zip([A, B]) {
            let formula =
                format!("=HYPERLINK(\"https://app.example.com/v2/location/{C}/contacts/detail/{id}\",\"Open\")");
            sheet.write_formula(row, 0, Formula::new(formula).set_result("Open")).unwrap();
        }
    });
    assert_eq!(ids(&read("open.xlsx", &bytes).unwrap()), [A, B]);
}

#[test]
fn a_stray_cell_far_down_costs_nothing_and_keeps_its_number() {
    let below = workbook(|workbook| {
        let sheet = workbook.add_worksheet();
        column(sheet, 0, &[A, B]);
        sheet.write_string(1_048_575, 0, C).unwrap();
    });
    let table = read("below.xlsx", &below).unwrap();
    assert_eq!((ids(&table), numbers(&table)), (vec![A.to_owned(), B.to_owned(), C.to_owned()], vec![1, 2, 1_048_576]));
}

#[test]
fn a_sheet_that_is_too_long_is_refused_only_where_it_is_chosen() {
    let bytes = workbook(|workbook| {
        let long = workbook.add_worksheet().set_name("Log").unwrap();
        for row in 0..100_100 {
            long.write_string(row, 0, "x").unwrap();
        }
        column(workbook.add_worksheet(), 0, &["Contact ID", A, B]);
    });
    let table = read("long.xlsx", &bytes).unwrap();
    assert_eq!((table.guess().sheet, ids(&table)), (1, vec![A.to_owned(), B.to_owned()]));
    assert_eq!(table.check(table.guess_in(0)).unwrap_err().kind, ProblemKind::ListTooLong);
    assert_eq!(table.check(table.guess()), Ok(()));
}

#[test]
fn the_names_of_sheets_are_no_longer_than_a_spreadsheet_allows() {
    let name = "x".repeat(3_000_000);
    let bytes = hostile::sheets_of_one_part(&[&name, "b"], A);
    let table = read("names.xlsx", &bytes).unwrap();
    assert_eq!(table.sheet_names(), ["x".repeat(31), "b".to_owned()]);
}
