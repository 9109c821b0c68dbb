//! The table: filtered, sorted, a part at a time.

use contact_lookup::bulk::Query;

use super::*;

const CITIES: [&str; 4] = ["Kolkata", "austin", "", "Berlin"];

/// Contacts with cities and numbers, every fifth of them unknown.
async fn harness(count: usize) -> Harness {
    let harness = Harness::new(|seen| match number_of(seen) {
        Some(number) if number % 5 == 4 => not_found(),
        Some(number) => {
            let (city, points) = (CITIES[number % 4], (number * 7) % 40);
            let contact = format!(r#"{{"contact": {{"id": "{}", "city": "{city}", "points": {points}}}}}"#, id(number));
            Answer::json(200, contact)
        }
        None => usual(seen),
    })
    .await;
    let mut rows = contacts(count);
    rows.push(Row::Invalid { text: "Maria Lopez".into(), kind: ProblemKind::IdNotAnId });
    rows.push(Row::Invalid { text: "".into(), kind: ProblemKind::IdMissing });
    harness.lister.start(rows).await;
    harness.lister.until_finished().await;
    harness
}

fn query() -> Query {
    Query {
        from: 0,
        count: 500,
        filter: Filter::All,
        sort: "row".to_owned(),
        descending: false,
        columns: vec!["city".to_owned(), "points".to_owned()],
        search: Search::default(),
    }
}

fn numbers(harness: &Harness, query: &Query) -> Vec<u32> {
    harness.lister.bulk.rows(query).unwrap().rows.iter().map(|row| row.row).collect()
}

#[tokio::test]
async fn a_part_of_it_is_given_with_the_number_of_all() {
    let harness = harness(20).await;
    let part = harness.lister.bulk.rows(&Query { from: 3, count: 2, ..query() }).unwrap();
    assert_eq!((part.total, part.rows.len()), (22, 2));
    assert_eq!(part.rows[0].row, 4);
    assert_eq!(part.rows[0].cells, [Some("Berlin".to_owned()), Some("21".to_owned())]);
    assert_eq!(part.rows[1].cells, [None, None]);
    let beyond = harness.lister.bulk.rows(&Query { from: 100, ..query() }).unwrap();
    assert_eq!((beyond.total, beyond.rows.len()), (22, 0));
}

#[tokio::test]
async fn it_is_filtered_by_what_became_of_the_rows() {
    let harness = harness(20).await;
    let attention = numbers(&harness, &Query { filter: Filter::Attention, ..query() });
    assert_eq!(attention, [5, 10, 15, 20, 21], "a blank row needs no attention");
    assert_eq!(harness.lister.bulk.rows(&Query { filter: Filter::Found, ..query() }).unwrap().total, 16);
}

#[tokio::test]
async fn it_is_sorted_by_any_column_with_what_is_empty_last() {
    let harness = harness(10).await;
    let by = |sort: &str, descending| numbers(&harness, &Query { sort: sort.to_owned(), descending, ..query() });
    assert_eq!(by("row", true)[..3], [12, 11, 10]);
    // Numbers by their size: 0, 2, 7, 9, 14, 16, 21, 35.
    assert_eq!(by("points", false)[..8], [1, 7, 2, 8, 3, 9, 4, 6]);
    let cities = by("city", false);
    assert_eq!(cities[..6], [2, 6, 4, 8, 1, 9], "capitals make no difference, and equals stay in their order");
    assert_eq!(by("city", true)[..2], [1, 9]);
    assert_eq!(by("city", true).len(), 12);
    assert_eq!(by("outcome", false)[..8], [1, 2, 3, 4, 6, 7, 8, 9]);
    assert_eq!(by("no-such-field", false).len(), 12);
}

#[tokio::test]
async fn a_long_value_is_cut_in_the_table_and_whole_in_what_is_saved() {
    let long = "ü".repeat(3_000);
    let text = long.clone();
    let harness = Harness::new(move |seen| match number_of(seen) {
        Some(number) => Answer::json(200, format!(r#"{{"contact": {{"id": "{}", "city": "{text}"}}}}"#, id(number))),
        None => usual(seen),
    })
    .await;
    harness.lister.start(contacts(1)).await;
    harness.lister.until_finished().await;
    let shown = harness.lister.bulk.rows(&query()).unwrap().rows.remove(0).cells.remove(0).unwrap();
    assert_eq!(shown.chars().count(), 501);
    assert_eq!(harness.lister.table(&["city"])[0].cells, [Some(long)]);
}

#[tokio::test]
async fn no_question_about_it_makes_it_panic() {
    let harness = harness(6).await;
    for sort in ["", "row", "ssn", "customFields.\u{202E}", "../../etc/passwd"] {
        for (from, count) in [(0, 0), (u32::MAX, u32::MAX), (3, u32::MAX)] {
            let query = Query { from, count, sort: sort.to_owned(), columns: vec![String::new(); 5_000], ..query() };
            let given = harness.lister.bulk.rows(&query).unwrap();
            assert!(given.rows.iter().all(|row| row.cells.len() == 300));
        }
    }
}

#[tokio::test]
async fn what_was_read_for_an_order_is_not_read_again() {
    let harness = harness(20).await;
    let by_city = Query { count: 0, sort: "city".to_owned(), ..query() };
    assert_eq!(harness.lister.bulk.rows(&by_city).unwrap().total, 22);
    // From now on whoever reads a record finds none.
    let text = std::fs::read_to_string(harness.file()).unwrap();
    std::fs::write(harness.file(), text.replace("\"values\"", "\"vanish\"")).unwrap();
    harness.lister.bulk.pause().unwrap(); // a change
    let found = Query { filter: Filter::Found, ..by_city.clone() };
    assert_eq!(harness.lister.bulk.rows(&by_city).unwrap().total, 22);
    assert_eq!(harness.lister.bulk.rows(&found).unwrap().total, 16);
    assert!(harness.lister.bulk.rows(&Query { sort: "points".to_owned(), ..by_city }).is_err(), "nothing can be read");
}

#[tokio::test]
async fn it_is_searched_in_the_columns_shown_and_in_the_words_of_outcomes() {
    let harness = harness(20).await;
    let search = |text: &str, outcomes: &[&str]| Search {
        text: text.to_owned(),
        outcomes: outcomes.iter().map(|&outcome| outcome.to_owned()).collect(),
    };
    let found = |text: &str| numbers(&harness, &Query { search: search(text, &[]), ..query() });
    assert_eq!(found("BERL"), [4, 8, 12, 16]);
    assert_eq!(found("maria"), [21]);
    assert_eq!(found("nobody has this"), [0_u32; 0]);
    let hidden = Query { columns: vec!["points".to_owned()], search: search("berlin", &[]), ..query() };
    assert_eq!(numbers(&harness, &hidden), [0_u32; 0], "that column is not shown");
    let sorted = Query { search: search("berlin", &[]), sort: "points".to_owned(), descending: true, ..query() };
    assert_eq!(numbers(&harness, &sorted), [12, 16, 4, 8]);
    let unknown = Query { search: search("no such", &["contact-not-found"]), ..query() };
    assert_eq!(numbers(&harness, &unknown), [5, 10, 15, 20]);
    assert_eq!(numbers(&harness, &Query { filter: Filter::Found, ..unknown }), [0_u32; 0]);
}

#[tokio::test]
async fn it_is_sorted_and_searched_by_the_file_s_own_columns() {
    let harness = Harness::new(usual).await;
    let table = Table {
        rows: contacts(4),
        numbers: Vec::new(),
        own: OwnColumns { headings: vec!["Client".to_owned()], ids: None, ids_are_bare: false },
        locations: Vec::new(),
        cells: Box::new(|at| vec![["Zoë", "10", "", "9"][at].to_owned()]),
    };
    let about = About { file: None, account: harness.lister.account.clone(), origin: None };
    harness.lister.bulk.start(about, table).await.unwrap();
    harness.lister.until_finished().await;
    let by = Query { sort: "own:0".to_owned(), columns: Vec::new(), ..query() };
    assert_eq!(numbers(&harness, &by), [4, 2, 1, 3]);
    let search = Search { text: "zoe".to_owned(), outcomes: Vec::new() };
    assert_eq!(numbers(&harness, &Query { search, ..by }), [1], "its own columns are searched, shown or not");
}

#[tokio::test]
async fn it_is_sorted_and_searched_by_the_names_that_it_shows_instead_of_ids() {
    let harness = Harness::new(|seen| match (number_of(seen), seen.path.as_str()) {
        (Some(number), _) => {
            let owner = ["OwnerOwnerOwner00001", "BasicBasicBasic00002"][number % 2];
            Answer::json(200, format!(r#"{{"contact": {{"id": "{}", "assignedTo": "{owner}"}}}}"#, id(number)))
        }
        (None, "/users/OwnerOwnerOwner00001") => Answer::json(200, r#"{"name": "Ann Lee"}"#),
        (None, "/users/BasicBasicBasic00002") => Answer::json(200, r#"{"name": "Zoe King"}"#),
        _ => usual(seen),
    })
    .await;
    harness.lister.start(contacts(4)).await;
    harness.lister.until_finished().await;
    for number in 0..2 {
        let (account, id) = (&harness.lister.account, id(number));
        harness.lister.lookups.look_up(account, id.as_str()).await.unwrap();
        harness.lister.lookups.name_ids(account, id.as_str()).await.unwrap();
    }
    let by_owner = Query { sort: "assignedTo".to_owned(), columns: vec!["assignedTo".to_owned()], ..query() };
    let shown: Vec<_> =
        harness.lister.bulk.rows(&by_owner).unwrap().rows.into_iter().flat_map(|row| row.cells).collect();
    assert_eq!(shown, ["Ann Lee", "Ann Lee", "Zoe King", "Zoe King"].map(|name| Some(name.to_owned())));
    let search = |text: &str| Search { text: text.to_owned(), outcomes: Vec::new() };
    assert_eq!(numbers(&harness, &Query { search: search("ann lee"), ..by_owner.clone() }), [1, 3]);
    assert_eq!(numbers(&harness, &Query { search: search("BasicBasic"), ..by_owner }), [0_u32; 0], "no ID is shown");
}

#[tokio::test]
async fn what_is_sensitive_in_the_file_s_own_columns_is_dots_and_is_not_searched_but_is_saved() {
    let harness = Harness::new(usual).await;
    let cells = [["Zoë", "219-09-9999", ""], ["Ann", "078-05-1120", "4111 1111 1111 1111"], ["Bea", "", ""]];
    let table = Table {
        own: OwnColumns {
            headings: ["Client", "SSN", "Card number"].map(str::to_owned).to_vec(),
            ids: None,
            ids_are_bare: false,
        },
        cells: Box::new(move |at| cells[at].map(str::to_owned).to_vec()),
        ..Table::from(contacts(3))
    };
    let about = About { file: None, account: harness.lister.account.clone(), origin: None };
    harness.lister.bulk.start(about, table).await.unwrap();
    harness.lister.until_finished().await;
    let columns = ["own:0", "own:1", "own:2"];
    let shown = Query { columns: columns.map(str::to_owned).to_vec(), ..query() };
    let rows: Vec<_> = harness.lister.bulk.rows(&shown).unwrap().rows.into_iter().map(|row| row.cells).collect();
    let dots = Some("••••••••");
    let of = |row: [Option<&str>; 3]| row.map(|cell| cell.map(str::to_owned)).to_vec();
    let expected = [[Some("Zoë"), dots, None], [Some("Ann"), dots, dots], [Some("Bea"), None, None]];
    assert_eq!(rows, expected.map(of), "nothing of the values, nor their lengths");
    for text in ["219-09", "1120", "4111"] {
        let search = Search { text: text.to_owned(), outcomes: Vec::new() };
        assert_eq!(numbers(&harness, &Query { search, ..shown.clone() }), [0_u32; 0], "{text}");
    }
    assert_eq!(numbers(&harness, &Query { sort: "own:1".to_owned(), ..shown }), [1, 2, 3], "their order says nothing");
    let saved: Vec<_> = harness.lister.table(&columns).into_iter().map(|row| row.cells[1].clone()).collect();
    assert_eq!(
        saved,
        ["219-09-9999", "078-05-1120", ""].map(|text| Some(text.to_owned()).filter(|text| !text.is_empty()))
    );
}
