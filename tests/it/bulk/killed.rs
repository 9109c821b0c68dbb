//! Programs that are killed while they look a list up.

use std::collections::HashSet;
use std::env;
use std::process::{Child, Command, Stdio};

use super::*;

/// Set in a process that looks a list up: where it keeps it.
const FOLDER: &str = "CONTACT_LOOKUP_TEST_LIST";
/// And whom it asks.
const SERVER: &str = "CONTACT_LOOKUP_TEST_SERVER";

const ROWS: usize = 4_000;
const KILLS: usize = 20;

/// The rows: some odd ones among them, and each tenth contact a second time.
fn rows() -> Vec<Row> {
    let mut rows = Vec::new();
    for at in 0..ROWS {
        rows.push(Row::Contact(id(at)));
        if at % 10 == 9 {
            rows.push(Row::Contact(id(at - 5)));
        }
        if at % 97 == 0 {
            rows.push(Row::Invalid { text: "Maria Lopez".into(), kind: ProblemKind::IdNotAnId });
        }
    }
    rows
}

/// Does nothing but in the processes that the test below starts.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_one_that_looks_up() {
    let Some(folder) = env::var_os(FOLDER).map(PathBuf::from) else { return };
    let lister = Lister::at(&env::var(SERVER).unwrap(), &folder, quick).await;
    match lister.bulk.status() {
        Some(standing) => {
            assert_eq!(standing.state, State::Left);
            lister.resume().await;
        }
        None => lister.start(rows()).await,
    }
    lister.until_finished().await;
}

fn looker(folder: &Path, url: &str) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "bulk::killed::the_one_that_looks_up", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(SERVER, url)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The contacts that are done, by the file's own word. What is not a whole line says nothing.
fn done_on_disk(folder: &Path) -> HashSet<usize> {
    let text = std::fs::read(folder.join("list.jsonl")).unwrap_or_default();
    let whole = text.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n"));
    let at = |line: &[u8]| {
        let line: serde_json::Value = serde_json::from_slice(line).ok()?;
        usize::try_from(line.get("at")?.as_u64()?).ok()
    };
    whole.filter_map(at).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_survives_twenty_kills_at_any_moment_with_every_row_and_none_that_was_done_asked_again() {
    let server = Server::start(|seen| match number_of(seen) {
        Some(number) if number.is_multiple_of(50) => not_found(),
        Some(_) => usual(seen).after(Duration::from_millis(fastrand::u64(0..4))),
        None => usual(seen),
    })
    .await;
    let folder = tempfile::tempdir().unwrap();
    let asked = || -> Vec<usize> { server.requests().iter().filter_map(number_of).collect() };
    let mut done_before = 0;
    for kill in 0..KILLS {
        let seen_before = asked().len();
        let mut looker = looker(folder.path(), &server.url());
        // Once it asks, at any moment of the next few hundred rows; every fifth time just as it begins.
        let enough = seen_before + if kill % 5 == 4 { 1 } else { fastrand::usize(1..ROWS / KILLS) };
        let waiting = async {
            while asked().len() < enough {
                tokio::time::sleep(Duration::from_micros(fastrand::u64(100..900))).await;
            }
        };
        tokio::time::timeout(PATIENCE, waiting).await.expect("it asks");
        looker.kill().unwrap();
        looker.wait().unwrap();
        let done = done_on_disk(folder.path());
        assert!(done.len() >= done_before, "what was done stays done");
        done_before = done.len();
        // What the program had asked for and not yet written down: only that may be asked for again.
        let so_far = asked();
        let (mut later, count) = (so_far.clone(), so_far.len());
        later.retain(|number| !done.contains(number));
        let open: HashSet<usize> = later.into_iter().collect();
        assert!(open.len() <= 80, "{} of {count} were under way", open.len());
        NOT_AGAIN.lock().unwrap().push((count, done));
    }
    // The last one is left alone.
    let status = looker(folder.path(), &server.url()).wait().unwrap();
    assert!(status.success());

    let all = asked();
    for (count, done) in NOT_AGAIN.lock().unwrap().iter() {
        let again: Vec<_> = all[*count..].iter().filter(|number| done.contains(number)).collect();
        assert!(again.is_empty(), "asked for again although done: {again:?}");
    }
    let different: HashSet<usize> = all.iter().copied().collect();
    assert_eq!(different.len(), ROWS, "every contact was asked for");
    let repeated = all.len() - ROWS;
    eprintln!("{KILLS} kills, {ROWS} contacts, {repeated} were under way and asked for again");

    let lister = Lister::at(&server.url(), folder.path(), quick).await;
    let standing = lister.status();
    assert!(standing.is_finished);
    let (table, wanted) = (lister.table(&["displayName"]), rows());
    assert_eq!(table.len(), wanted.len(), "rows in, rows out");
    for (row, wanted) in table.iter().zip(&wanted) {
        match wanted {
            Row::Contact(id) => {
                assert_eq!(row.id, id.as_str());
                let number: usize = row.id.trim_start_matches("Contact").parse().unwrap();
                assert_eq!(is_found(row), !number.is_multiple_of(50), "{}", row.id);
            }
            Row::Invalid { text, kind } => assert_eq!((&*row.id, row.outcome), (&**text, Outcome::Problem(*kind))),
        }
    }
}

/// How many requests there were at each kill, and which contacts were done then.
static NOT_AGAIN: std::sync::Mutex<Vec<(usize, HashSet<usize>)>> = std::sync::Mutex::new(Vec::new());
