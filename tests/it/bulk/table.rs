//! The table: filtered, sorted, a part at a time.

use contact_lookup::bulk::{Filter, Query};

use super::*;

const CITIES: [&str; 4] = ["Kolkata", "austin", "", "Berlin"];

/// Contacts with cities and numbers, every fifth of them unknown.
async fn desk(count: usize) -> Desk {
    let desk = Desk::new(|seen| match number_of(seen) {
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
    rows.push(Row::Odd { text: "Maria Lopez".into(), kind: ProblemKind::IdNotAnId });
    rows.push(Row::Odd { text: "".into(), kind: ProblemKind::IdMissing });
    desk.lister.start(rows).await;
    desk.lister.until_finished().await;
    desk
}

fn query() -> Query {
    Query {
        from: 0,
        count: 500,
        filter: Filter::All,
        sort: "row".to_owned(),
        descending: false,
        columns: vec!["city".to_owned(), "points".to_owned()],
    }
}

fn numbers(desk: &Desk, query: &Query) -> Vec<u32> {
    desk.lister.bulk.rows(query).unwrap().rows.iter().map(|row| row.row).collect()
}

#[tokio::test]
async fn a_part_of_it_is_given_with_the_number_of_all() {
    let desk = desk(20).await;
    let part = desk.lister.bulk.rows(&Query { from: 3, count: 2, ..query() }).unwrap();
    assert_eq!((part.total, part.rows.len()), (22, 2));
    assert_eq!(part.rows[0].row, 4);
    assert_eq!(part.rows[0].cells, [Some("Berlin".to_owned()), Some("21".to_owned())]);
    assert_eq!(part.rows[1].cells, [None, None]);
    let beyond = desk.lister.bulk.rows(&Query { from: 100, ..query() }).unwrap();
    assert_eq!((beyond.total, beyond.rows.len()), (22, 0));
}

#[tokio::test]
async fn it_is_filtered_by_what_became_of_the_rows() {
    let desk = desk(20).await;
    let attention = numbers(&desk, &Query { filter: Filter::Attention, ..query() });
    assert_eq!(attention, [5, 10, 15, 20, 21], "a blank row needs no attention");
    assert_eq!(desk.lister.bulk.rows(&Query { filter: Filter::Found, ..query() }).unwrap().total, 16);
}

#[tokio::test]
async fn it_is_sorted_by_any_column_with_what_is_empty_last() {
    let desk = desk(10).await;
    let by = |sort: &str, descending| numbers(&desk, &Query { sort: sort.to_owned(), descending, ..query() });
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
    let desk = Desk::new(move |seen| match number_of(seen) {
        Some(number) => Answer::json(200, format!(r#"{{"contact": {{"id": "{}", "city": "{text}"}}}}"#, id(number))),
        None => usual(seen),
    })
    .await;
    desk.lister.start(contacts(1)).await;
    desk.lister.until_finished().await;
    let shown = desk.lister.bulk.rows(&query()).unwrap().rows.remove(0).cells.remove(0).unwrap();
    assert_eq!(shown.chars().count(), 501);
    assert_eq!(desk.lister.table(&["city"])[0].cells, [Some(long)]);
}

#[tokio::test]
async fn no_question_about_it_makes_it_panic() {
    let desk = desk(6).await;
    for sort in ["", "row", "ssn", "customFields.\u{202E}", "../../etc/passwd"] {
        for (from, count) in [(0, 0), (usize::MAX, usize::MAX), (3, usize::MAX)] {
            let query = Query { from, count, sort: sort.to_owned(), columns: vec![String::new(); 5_000], ..query() };
            let given = desk.lister.bulk.rows(&query).unwrap();
            assert!(given.rows.iter().all(|row| row.cells.len() == 300));
        }
    }
}
