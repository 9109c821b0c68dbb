//! Lists of accounts whose token is for one session: nothing of them stays on the disk, whatever ends the program.

use contact_lookup::bulk::Table;

use super::*;

/// Everything that can be read below the folder where lists are kept.
fn on_disk(harness: &Harness) -> String {
    let entries = std::fs::read_dir(harness.file().parent().unwrap()).unwrap();
    entries.map(|entry| String::from_utf8_lossy(&std::fs::read(entry.unwrap().path()).unwrap()).into_owned()).collect()
}

/// An account of this session.
async fn borrowed(harness: &Harness) -> AccountId {
    let accounts = &harness.lister.accounts;
    accounts.connect("Borrowed", Some(TOKEN), TokenStorage::Session).await.unwrap().id
}

async fn start_in(harness: &Harness, account: &AccountId, rows: impl Into<Table>) {
    let about = About { file: Some("list.csv".to_owned()), account: account.clone(), origin: None };
    harness.lister.bulk.start(about, rows).await.unwrap();
}

#[tokio::test]
#[cfg(unix)] // the file has a name on Windows, and goes with whoever has it open
async fn a_list_of_an_account_of_this_session_has_no_name_on_the_disk_while_it_is_worked_on() {
    let harness = Harness::new(usual).await;
    let account = borrowed(&harness).await;
    start_in(&harness, &account, contacts(30)).await;
    assert_eq!(harness.lister.until_finished().await.counts.found, 30);
    let names: Vec<_> = std::fs::read_dir(harness.file().parent().unwrap()).unwrap().collect();
    assert_eq!(names.len(), 1, "but for the lock: {names:?}");
    assert_eq!(on_disk(&harness), "");
    let table = harness.lister.table(&["displayName"]);
    assert!(table.len() == 30 && table.iter().all(|row| row.cells == [Some("Rubika".to_owned())]), "{table:?}");
}

#[tokio::test]
async fn a_list_of_an_account_of_this_session_goes_with_the_program_and_any_other_stays() {
    for stays in [true, false] {
        let harness = Harness::new(usual).await;
        let account = if stays { harness.lister.account.clone() } else { borrowed(&harness).await };
        start_in(&harness, &account, contacts(5)).await;
        assert_eq!(harness.lister.until_finished().await.counts.found, 5);
        assert_eq!(harness.lister.bulk.has_unsaved_session_results(), !stays);
        let harness = harness.restarted().await;
        assert_eq!(harness.lister.bulk.status().is_some(), stays);
        assert_eq!(on_disk(&harness).contains("Rubika"), stays);
    }
}

#[tokio::test]
async fn results_that_are_saved_are_not_lost_with_an_account_of_this_session() {
    let harness = Harness::new(usual).await;
    let account = borrowed(&harness).await;
    start_in(&harness, &account, contacts(5)).await;
    harness.lister.until_finished().await;
    assert!(harness.lister.bulk.has_unsaved_session_results());
    harness.lister.save_all();
    assert!(!harness.lister.bulk.has_unsaved_session_results());
    harness.lister.bulk.close().await.unwrap();
    assert_eq!(harness.lister.bulk.status(), None);
    start_in(&harness, &account, contacts(2)).await;
    assert_eq!(harness.lister.until_finished().await.counts.found, 2, "there is room for another one");
}

#[tokio::test]
async fn the_samples_leave_no_list_on_the_disk() {
    let harness = Harness::new(usual).await;
    start_in(&harness, &AccountId::sample(), contacts(3)).await;
    harness.lister.until_finished().await;
    let harness = harness.restarted().await;
    assert_eq!((harness.lister.bulk.status(), on_disk(&harness).as_str()), (None, ""));
}

#[tokio::test]
async fn an_account_of_this_session_is_not_asked_for_a_list_that_stays_on_the_disk() {
    let harness = Harness::new(|_| not_found()).await;
    borrowed(&harness).await;
    harness.lister.start(contacts(4)).await;
    assert_eq!(harness.lister.until_finished().await.counts.missing, 4);
    let asked = harness.requests_for_contacts();
    harness.lister.bulk.search_other_accounts().unwrap();
    harness.lister.until(|standing| standing.asks_in.is_none()).await;
    assert_eq!(harness.requests_for_contacts(), asked);

    harness.lister.accounts.remove(&harness.lister.account).await.unwrap();
    let borrowed = harness.lister.accounts.list()[0].id.clone();
    assert_eq!(harness.lister.bulk.resume(&borrowed).await.unwrap_err().kind, ProblemKind::NoToken);
}

#[tokio::test]
async fn what_a_power_cut_left_of_a_list_that_nobody_goes_on_with_is_swept_at_the_next_start() {
    let harness = Harness::new(usual).await;
    std::fs::create_dir(harness.file().parent().unwrap()).unwrap();
    let left = ["session.jsonl", "list.jsonl.part-1-0000abcd"].map(|name| harness.file().with_file_name(name));
    for path in &left {
        std::fs::write(path, "what is left of somebody").unwrap();
    }
    assert_eq!(harness.lister.bulk.status(), None);
    assert!(!left.iter().any(|path| path.exists()));
}
