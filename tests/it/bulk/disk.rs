//! What is on the disk of a list, and what a later start of the program makes of it.

use std::fs::{self, OpenOptions};
use std::io::Write as _;

use super::*;

/// A list of which so many rows are done, with the program gone.
async fn half_done(rows: usize, done: u32) -> Harness {
    let harness = Harness::new(|seen| usual(seen).after(Duration::from_millis(70))).await;
    harness.lister.start(contacts(rows)).await;
    harness.lister.until(|standing| standing.counts.done >= done).await;
    harness.lister.bulk.pause().unwrap();
    // Those under way still come in.
    let is_quiet = || harness.requests_for_contacts() == harness.lister.status().counts.done as usize;
    let mut quiet = 0;
    while quiet < 10 {
        quiet = if is_quiet() { quiet + 1 } else { 0 };
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    harness
}

#[tokio::test]
async fn the_next_start_offers_what_is_left_and_asks_for_nothing_twice() {
    let harness = half_done(120, 30).await;
    let before = harness.lister.status();
    let harness = harness.restarted().await;
    let left = harness.lister.status();
    assert_eq!((left.state, left.is_finished), (State::Left, false));
    assert_eq!((left.counts, left.next_row), (before.counts, before.next_row));
    assert_eq!((left.file.as_deref(), left.columns), (Some("list.csv"), before.columns));
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(harness.asked(120).iter().sum::<usize>(), before.counts.done as usize, "nobody said that it goes on");
    harness.lister.resume().await;
    assert_eq!(harness.lister.until_finished().await.counts.found, 120);
    assert_eq!(harness.asked(120), [1; 120]);
}

#[tokio::test]
async fn half_a_line_at_the_end_costs_its_row_alone() {
    let harness = half_done(60, 20).await;
    let done = harness.lister.status().counts.done;
    let harness = {
        harness.lister.bulk.shut_down().await;
        let mut file = OpenOptions::new().append(true).open(harness.file()).unwrap();
        file.write_all(br#"{"at":59,"values":[["displayName","Half a n"#).unwrap();
        harness.restarted().await
    };
    assert_eq!(harness.lister.status().counts.done, done);
    harness.lister.resume().await;
    harness.lister.until_finished().await;
    assert_eq!(harness.asked(60), [1; 60]);
    assert!(harness.lister.table(&["displayName"]).iter().all(|row| row.cells == [Some("Rubika".to_owned())]));
}

#[tokio::test]
async fn lines_that_make_no_sense_cost_their_rows_alone() {
    let harness = half_done(40, 20).await;
    harness.lister.bulk.shut_down().await;
    let text = fs::read_to_string(harness.file()).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let events = 1 + 40;
    lines[events + 1] = "\0\0\0\0".to_owned();
    lines[events + 3] = r#"{"at":4000000,"values":[]}"#.to_owned();
    lines[events + 5] = r#"{"at":1,"kind":"no-such-kind"}"#.to_owned();
    lines.push("[]".to_owned());
    fs::write(harness.file(), lines.join("\n") + "\n").unwrap();
    let before = harness.asked(40).iter().sum::<usize>();
    let harness = harness.restarted().await;
    assert_eq!(harness.lister.status().state, State::Left);
    harness.lister.resume().await;
    assert_eq!(harness.lister.until_finished().await.counts.found, 40);
    assert_eq!(harness.asked(40).iter().sum::<usize>() - before, 40 - before + 3);
}

#[tokio::test]
async fn what_is_no_list_is_put_aside_and_a_newer_programs_list_is_left_alone() {
    for (text, is_aside) in [
        ("", true),
        ("\0\0\0\0", true),
        ("{\"schema\":1,\"file\":null,\"account\":\"a\",\"rows\":3}\n\"Contact0000000000001\"\n", true),
        ("{\"schema\":1,\"file\":null,\"account\":\"a\",\"rows\":1}\n\"../users/me\"\n", true),
        ("{\"schema\":3,\"file\":null,\"account\":\"a\",\"rows\":0}\n", false),
    ] {
        let harness = Harness::new(usual).await;
        fs::create_dir(harness.file().parent().unwrap()).unwrap();
        fs::write(harness.file(), text).unwrap();
        assert_eq!(harness.lister.bulk.status(), None, "{text:?}");
        assert_eq!(!harness.file().exists(), is_aside, "{text:?}");
        let aside = fs::read_to_string(harness.file().with_extension("jsonl.bad")).ok();
        assert_eq!(aside.as_deref(), is_aside.then_some(text));
        harness.lister.start(contacts(1)).await;
        let aside = fs::read_to_string(harness.file().with_extension("jsonl.aside")).ok();
        assert_eq!(aside.as_deref(), (!is_aside).then_some(text), "nor does a new list take its place");
    }
}

#[tokio::test]
async fn a_list_that_is_closed_is_deleted_from_the_disk() {
    let harness = half_done(30, 10).await;
    assert!(harness.file().exists());
    harness.lister.bulk.close().await.unwrap();
    assert!(!harness.file().exists());
    assert_eq!(harness.lister.bulk.status(), None);
    harness.lister.start(contacts(3)).await;
    assert_eq!(harness.lister.until_finished().await.counts.found, 3, "there is room for another one");
}

#[tokio::test]
async fn a_list_that_was_saved_is_deleted_at_the_next_start_and_one_that_was_not_is_offered() {
    for saved in [true, false] {
        let harness = Harness::new(usual).await;
        harness.lister.start(contacts(12)).await;
        harness.lister.until_finished().await;
        if saved {
            assert!(harness.lister.save_all().1);
        }
        assert_eq!(harness.lister.status().saved, saved);
        let harness = harness.restarted().await;
        assert_eq!(harness.lister.bulk.status().is_none(), saved);
        assert_eq!(harness.file().exists(), !saved);
    }
}

#[tokio::test]
async fn a_list_of_which_some_fields_were_saved_is_not_saved() {
    let harness = Harness::new(usual).await;
    harness.lister.start(contacts(4)).await;
    harness.lister.until_finished().await;
    assert!(!harness.lister.save(&["displayName".to_owned()]).1);
    assert!(!harness.lister.status().saved);
}

#[tokio::test]
async fn what_becomes_known_after_saving_is_not_saved() {
    let harness = Harness::new(|seen| match (number_of(seen), seen.nth) {
        (Some(_), 0) => not_found(),
        _ => usual(seen),
    })
    .await;
    harness.lister.start(contacts(5)).await;
    harness.lister.until_finished().await;
    assert!(harness.lister.save_all().1);
    assert!(harness.lister.status().saved);
    harness.lister.bulk.retry(&harness.lister.account).await.unwrap();
    assert!(!harness.lister.until_finished().await.saved);
}

#[tokio::test]
async fn two_programs_never_work_on_one_list() {
    let harness = half_done(40, 5).await;
    let other = Lister::at(&harness.server.url(), &harness.folder.path().join("bulk"), quick).await;
    assert_eq!(other.bulk.status(), None);
    let about = About { file: None, account: other.account.clone(), origin: None };
    let problem = other.bulk.start(about, contacts(2)).await.unwrap_err();
    assert_eq!(problem.kind, ProblemKind::FileNotSaved);
    assert_eq!(harness.lister.status().counts.rows, 40);
}

#[tokio::test]
async fn a_place_that_takes_no_file_is_told_before_anything_is_asked() {
    let harness = Harness::new(usual).await;
    fs::write(harness.file().parent().unwrap(), "a file where the folder should be").unwrap();
    let about = About { file: None, account: harness.lister.account.clone(), origin: None };
    let problem = harness.lister.bulk.start(about, contacts(2)).await.unwrap_err();
    assert_eq!(problem.kind, ProblemKind::FileNotSaved);
    assert_eq!(harness.requests_for_contacts(), 0);
    assert_eq!(harness.lister.bulk.status(), None);
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_can_read_a_list() {
    use std::os::unix::fs::PermissionsExt as _;
    let harness = half_done(10, 2).await;
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(harness.file().parent().unwrap()), 0o700);
    for entry in fs::read_dir(harness.file().parent().unwrap()).unwrap() {
        assert_eq!(mode(&entry.unwrap().path()), 0o600);
    }
}

#[tokio::test]
async fn no_token_and_nothing_sensitive_is_in_the_file() {
    let harness = Harness::new(|seen| match number_of(seen) {
        Some(number) => Answer::json(
            200,
            format!(r#"{{"contact": {{"id": "{}", "ssn": "123-45-6789", "phone": "+15550100"}}}}"#, id(number)),
        ),
        None => usual(seen),
    })
    .await;
    let mut rows = contacts(8);
    rows.push(Row::Invalid { text: "".into(), kind: ProblemKind::IdIsAToken });
    harness.lister.start(rows).await;
    harness.lister.until_finished().await;
    let text = fs::read_to_string(harness.file()).unwrap();
    assert!(text.contains("+15550100"));
    assert!(!text.contains("6789") && !text.contains(TOKEN) && !text.contains("pit-"));
}

/// What an earlier start left: that list, of the account that there is.
async fn with_list(list: &str) -> Harness {
    let harness = Harness::new(usual).await;
    fs::create_dir(harness.file().parent().unwrap()).unwrap();
    fs::write(harness.file(), list.replace("ACCOUNT", harness.lister.account.as_str())).unwrap();
    harness
}

/// A list of three rows, two of them done, as the program wrote it before rows had numbers and columns of their own.
const FIRST_FORM: &str = include_str!("../../fixtures/list_of_the_first_form.jsonl");

#[tokio::test]
async fn a_list_that_an_older_program_left_is_opened_and_goes_on() {
    let harness = with_list(FIRST_FORM).await;
    let left = harness.lister.status();
    assert_eq!((left.state, left.file.as_deref()), (State::Left, Some("list.csv")));
    assert_eq!((left.counts.rows, left.counts.done, left.counts.found, left.next_row), (4, 3, 1, Some(4)));
    assert_eq!(left.own, []);
    let rows = harness.lister.table(&["displayName", "customFields.visit1"]);
    assert_eq!(rows.iter().map(|row| row.row).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!(rows[0].cells, [Some("Rubika Deo".to_owned()), Some("2026-03-03".to_owned())]);
    harness.lister.resume().await;
    harness.lister.until_finished().await;
    assert_eq!(harness.asked(3), [0, 0, 1], "what it knew is not asked for again");
}

/// A list of seven rows with numbers and columns of their own, four of them done: one found in another account, with a
/// value left out for its look.
const SECOND_FORM: &str = include_str!("../../fixtures/list_of_the_second_form.jsonl");

#[tokio::test]
async fn a_list_of_the_second_form_is_opened_with_all_that_it_holds_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let origin = folder.path().join("clients.csv");
    fs::write(&origin, "").unwrap();
    let as_json = serde_json::to_string(&origin).unwrap();
    let harness = with_list(&SECOND_FORM.replace("\"/home/clerk/clients.csv\"", &as_json)).await;
    let left = harness.lister.status();
    assert_eq!((left.state, left.file.as_deref()), (State::Left, Some("clients.csv")));
    assert_eq!((left.counts.rows, left.counts.done, left.counts.found, left.next_row), (7, 4, 2, Some(14)));
    assert_eq!(headings(&left), [Some("Client"), None]);
    assert!(harness.lister.bulk.is_origin(&origin));
    let column = |path: &str| left.columns.iter().find(|column| column.path == path);
    assert_eq!(column("customFields.visit1").and_then(|column| column.name.as_deref()), Some("Last visit"));
    assert!(column("customFields.login1").is_none(), "its name says that it is sensitive");
    let rows = harness.lister.table(&["own:0", "displayName", "assignedTo", "customFields.login1"]);
    assert_eq!(rows.iter().map(|row| row.row).collect::<Vec<_>>(), [5, 8, 11, 14, 17, 20, 99]);
    let found = ["Client 0", "Rubika", "Priya Nair"].map(|cell| Some(cell.to_owned()));
    assert_eq!(rows[0].cells, [found.as_slice(), &[None]].concat());
    assert_eq!(rows[1].account.as_ref().map(AccountId::as_str), Some("x8kQ2mVb4TzR7wNc"));
    assert_eq!((rows[2].id.as_str(), rows[2].outcome), ("Maria Lopez", Outcome::Problem(ProblemKind::IdNotAnId)));
    harness.lister.resume().await;
    assert_eq!(harness.lister.until_finished().await.counts.found, 5);
    assert_eq!(harness.asked(6), [0, 0, 1, 0, 1, 1], "what it knew is not asked for again");
}

fn headings(standing: &ListStatus) -> Vec<Option<&str>> {
    standing.own.iter().map(|column| column.heading.as_deref()).collect()
}

/// A list with two columns of its own, in which every row has another number than its place.
fn with_columns(count: usize) -> Table {
    Table {
        rows: contacts(count),
        numbers: (0..count).map(|at| u32::try_from(3 * at + 5).unwrap()).collect(),
        own: OwnColumns { headings: vec!["Client".to_owned(), String::new()], ids: None, ids_are_bare: false },
        locations: Vec::new(),
        cells: Box::new(|at| vec![format!("Client {at}"), if at == 1 { "a\n\"b\"".to_owned() } else { String::new() }]),
    }
}

#[tokio::test]
async fn the_columns_and_numbers_of_a_file_survive_the_end_of_the_program() {
    let harness = Harness::new(|seen| usual(seen).after(Duration::from_millis(40))).await;
    let about = About { file: Some("list.csv".to_owned()), account: harness.lister.account.clone(), origin: None };
    harness.lister.bulk.start(about, with_columns(40)).await.unwrap();
    harness.lister.until(|standing| standing.counts.done >= 5).await;
    harness.lister.bulk.pause().unwrap();
    let harness = harness.restarted().await;
    let left = harness.lister.status();
    assert_eq!(headings(&left), [Some("Client"), None]);
    assert_eq!(left.next_row.map(|row| row % 3), Some(2), "a number of the sheet: {:?}", left.next_row);
    harness.lister.resume().await;
    harness.lister.until_finished().await;
    let rows = harness.lister.table(&["own:0", "own:1", "displayName", "own:7"]);
    for (at, row) in rows.iter().enumerate() {
        assert_eq!((row.at as usize, row.row as usize), (at, 3 * at + 5));
        let second = (at == 1).then(|| "a\n\"b\"".to_owned());
        assert_eq!(row.cells, [Some(format!("Client {at}")), second, Some("Rubika".to_owned()), None]);
    }
}

#[tokio::test]
async fn ids_that_differ_in_the_case_of_a_letter_are_two_contacts() {
    let harness = Harness::new(usual).await;
    let ids = ["seD4PfOuKoVMLkEZqohJ", "sed4pfoukovmlkezqohj", "seD4PfOuKoVMLkEZqohj"];
    harness.lister.start(ids.iter().map(|id| Row::Contact(ContactId::new(id).unwrap())).collect()).await;
    let standing = harness.lister.until_finished().await;
    assert_eq!((standing.contacts, standing.counts.found), (3, 3));
    let mut asked: Vec<_> = harness.server.requests().into_iter().map(|seen| seen.path).collect();
    asked.retain(|path| ids.iter().any(|id| path.ends_with(id)));
    assert_eq!(asked.len(), 3);
    let rows = harness.lister.table(&["id"]);
    assert_eq!(rows.iter().map(|row| row.cells[0].as_deref()).collect::<Vec<_>>(), ids.map(Some));
}

#[tokio::test]
async fn a_list_that_was_put_aside_is_told_and_deleted_with_the_next_one_or_after_a_week() {
    for name in ["list.jsonl.bad", "list.jsonl.aside"] {
        let harness = Harness::new(usual).await;
        let aside = harness.file().with_file_name(name);
        fs::create_dir(harness.file().parent().unwrap()).unwrap();
        fs::write(&aside, "what is left of somebody").unwrap();
        assert!(harness.lister.bulk.has_put_aside());
        harness.lister.start(contacts(2)).await;
        harness.lister.until_finished().await;
        assert!(aside.exists(), "nothing has been closed");
        harness.lister.bulk.close().await.unwrap();
        assert!(!aside.exists() && !harness.lister.bulk.has_put_aside(), "{name} goes with the list");

        fs::write(&aside, "what is left of somebody").unwrap();
        harness.lister.bulk.close().await.unwrap();
        assert!(!aside.exists(), "{name} goes without a list, too");

        fs::write(&aside, "what is left of somebody").unwrap();
        // Open for no longer than that: on Windows an open file stays.
        let date_back = |by: Duration| {
            let file = fs::File::options().write(true).open(&aside).unwrap();
            file.set_modified(std::time::SystemTime::now() - by).unwrap();
        };
        let week = contact_lookup::bulk::PUT_ASIDE_FOR;
        date_back(week.saturating_sub(Duration::from_secs(60)));
        let harness = harness.restarted().await;
        assert!(harness.lister.bulk.status().is_none() && aside.exists(), "{name} is not old enough");
        date_back(week);
        let harness = harness.restarted().await;
        assert!(harness.lister.bulk.status().is_none() && !aside.exists(), "{name} has been there for a week");
    }
}

#[tokio::test]
async fn a_list_that_is_put_aside_counts_from_then_on() {
    let harness = Harness::new(usual).await;
    fs::create_dir(harness.file().parent().unwrap()).unwrap();
    fs::write(harness.file(), "no list").unwrap();
    let long_ago = std::time::SystemTime::now() - 2 * contact_lookup::bulk::PUT_ASIDE_FOR;
    fs::File::options().write(true).open(harness.file()).unwrap().set_modified(long_ago).unwrap();
    assert!(harness.lister.bulk.status().is_none());
    let aside = harness.file().with_extension("jsonl.bad");
    let harness = harness.restarted().await;
    assert!(harness.lister.bulk.status().is_none() && aside.exists());
}
