//! The state of a list, and its end on a slow disk.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs::File;
use std::os::fd::OwnedFd;
use std::path::Path;

use super::*;
use crate::accounts::Accounts;
use crate::bulk::rows::{About, Row, Table};
use crate::bulk::task;
use crate::highlevel::client::Client;
use crate::lookup::{Lookups, Sample};
use crate::model::definitions::{Definition, Definitions, FieldKind};
use crate::model::record_id::RecordId;
use crate::model::token::ApiToken;
use crate::sample::SampleTransport;
use crate::settings::SettingsStore;
use crate::token_store::MemoryStore;

/// A list of those contacts, as it begins.
fn list(folder: &Path, ids: &[&str]) -> (Rows, Journal) {
    let about = About { file: None, account: AccountId::sample(), origin: None };
    let rows: Vec<Row> = ids.iter().map(|id| Row::Contact(ContactId::new(id).unwrap())).collect();
    let table = Table::from(rows);
    let (journal, places) = Journal::create(folder, &about, &table, false).unwrap();
    (Rows::new(about, table, places), journal)
}

fn job(folder: &Path, ids: &[&str]) -> Arc<BulkJob> {
    let (rows, journal) = list(folder, ids);
    BulkJob::new(1, rows, &journal, State::Paused, watch::Sender::new(0)).unwrap()
}

fn lookups() -> Arc<Lookups> {
    let client = Arc::new(Client::new(Arc::new(SampleTransport)));
    let settings = Arc::new(SettingsStore::in_memory());
    let accounts = Arc::new(Accounts::new(Arc::new(MemoryStore::new()), Arc::clone(&client), settings));
    let token = Arc::new(ApiToken::parse("pit-00000000-0000-4000-8000-000000000000").unwrap());
    Arc::new(Lookups::new(accounts, Arc::clone(&client), Sample { client, token }))
}

#[test]
fn what_another_account_cuts_off_keeps_what_the_list_s_own_said() {
    let folder = tempfile::tempdir().unwrap();
    let job = job(folder.path(), &["seD4PfOuKoVMLkEZqohJ"]);
    let mut state = job.lock();
    state.rows.take_next();
    state.rows.record(Recorded::problem(0, ProblemKind::ContactNotFound));
    assert_eq!(state.rows.queue_missing(None), 1);
    state.rounds = Some(VecDeque::new());
    for _ in 0..MAX_CUT_OFF_ALONE {
        let (next, _) = state.rows.take_next().unwrap();
        state.fail(next, ProblemKind::ConnectionCut.into(), 0);
    }
    let lines = state.take_unwritten();
    state.note_written(lines, Ok(0));
    assert_eq!(state.rows.remaining(), 0);
    assert_eq!(state.rows.contacts[0].outcome, Outcome::Problem(ProblemKind::ContactNotFound));
}

#[test]
fn a_token_in_the_name_of_a_field_is_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let job = job(folder.path(), &["seD4PfOuKoVMLkEZqohJ"]);
    let mut state = job.lock();
    let names = [("customFields.a", "Key pit-7b1d3e55-0c2f-4a91-8d6e-3f5a9c7e1b24"), ("customFields.b", "Visit")];
    state.note_names(names.map(|(path, name)| (path.to_owned(), name.to_owned())).to_vec());
    assert_eq!(state.rows.names.values().cloned().collect::<Vec<_>>(), ["Key ", "Visit"]);
}

#[test]
fn a_contact_that_comes_after_the_names_were_learnt_is_judged_by_them_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let job = job(folder.path(), &["seD4PfOuKoVMLkEZqohJ", "ocQHyuzHvysMo5N5VsXc"]);
    let names = References::default();
    let field = Definition {
        id: "login1".to_owned(),
        name: "Portal password".to_owned(),
        key: None,
        kind: FieldKind::Other,
        position: None,
        folder: None,
    };
    let location = RecordId::new("ve9EPM428h8vShlRW1KT").unwrap();
    names.keep_definitions(&AccountId::sample(), location, Definitions::new(vec![field], Vec::new()));
    let record = |number, path: &str| {
        let mut state = job.lock();
        let paths = vec![path.to_owned().into()];
        let found = Recorded { outcome: Outcome::Found, paths, ..Recorded::problem(number, ProblemKind::TimedOut) };
        state.rows.record(found);
        state.take_names(&names);
        state.rows.sensitive.iter().cloned().collect::<Vec<_>>()
    };
    assert_eq!(record(0, "email"), [""; 0]);
    assert_eq!(record(1, "customFields.login1"), ["customFields.login1"]);
}

#[tokio::test]
async fn a_list_that_a_slow_disk_did_not_close_in_time_goes_on_and_is_closed_later() {
    let folder = tempfile::tempdir().unwrap();
    let (rows, journal) = list(folder.path(), &["seD4PfOuKoVMLkEZqohJ"]);
    // What is written waits until somebody reads, as on a disk that is busy.
    let (mut slow, disk) = std::io::pipe().unwrap();
    let journal = journal.over(File::from(OwnedFd::from(disk)));
    let job = BulkJob::new(1, rows, &journal, State::Paused, watch::Sender::new(0)).unwrap();
    task::start(Arc::clone(&job), journal, lookups());
    {
        let mut state = job.lock();
        let (next, _) = state.rows.take_next().unwrap();
        let values = vec![("note".to_owned(), "x".repeat(1 << 20))];
        state.record_found(next, Record { values, ..Record::default() }, &AccountId::sample());
    }
    // The task has the journal written to before it is asked to close it.
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(job.close(true).await.unwrap_err().kind(), io::ErrorKind::TimedOut);

    std::thread::spawn(move || io::copy(&mut slow, &mut io::sink()));
    let begun = Instant::now();
    while job.lock().rows.remaining() > 0 {
        assert!(begun.elapsed() < Duration::from_secs(30), "what was found never reaches the disk");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let file = folder.path().join("list.jsonl");
    assert!(file.exists() && !job.is_closed(), "nobody waits for the closing any more");
    job.close(true).await.unwrap();
    assert!(!file.exists() && job.is_closed());
}
