//! The run itself: order, pauses, ends, and what else goes on meanwhile.

use super::*;

#[tokio::test]
async fn every_row_gets_its_outcome_in_its_place_and_each_contact_is_asked_for_once() {
    let harness = Harness::new(|seen| match number_of(seen) {
        Some(7) => not_found(),
        _ => usual(seen),
    })
    .await;
    let mut rows = contacts(40);
    rows.insert(3, Row::Invalid { text: "".into(), kind: ProblemKind::IdMissing });
    rows.insert(5, Row::Invalid { text: "Maria Lopez".into(), kind: ProblemKind::IdNotAnId });
    rows.push(Row::Contact(id(2)));
    harness.lister.start(rows).await;
    let standing = harness.lister.until_finished().await;
    assert_eq!((standing.counts.rows, standing.counts.done, standing.counts.found), (43, 43, 40));
    assert_eq!((standing.counts.attention, standing.counts.can_retry, standing.counts.blank), (2, 1, 1));
    assert_eq!(standing.file.as_deref(), Some("list.csv"));
    let table = harness.lister.table(&["id", "displayName"]);
    let ids: Vec<&str> = table.iter().map(|row| row.id.as_str()).collect();
    assert_eq!((ids[3], ids[5], ids[42]), ("", "Maria Lopez", id(2).as_str()));
    for (at, row) in table.iter().enumerate() {
        assert_eq!(row.row as usize, at + 1);
        match at {
            3 => assert_eq!(row.outcome, Outcome::Problem(ProblemKind::IdMissing)),
            5 => assert_eq!(row.outcome, Outcome::Problem(ProblemKind::IdNotAnId)),
            9 => assert_eq!(row.outcome, Outcome::Problem(ProblemKind::ContactNotFound)),
            _ => assert_eq!(row.cells, [Some(row.id.clone()), Some("Rubika".to_owned())], "row {at}"),
        }
    }
    assert_eq!(harness.asked(40), [1; 40]);
}

#[tokio::test]
async fn a_pause_asks_for_nothing_more_and_loses_nothing() {
    let harness = Harness::new(|seen| usual(seen).after(Duration::from_millis(5))).await;
    harness.lister.start(contacts(400)).await;
    harness.lister.until(|standing| standing.counts.done > 50).await;
    harness.lister.bulk.pause().unwrap();
    let done = harness.lister.status().counts.done as usize;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let asked = harness.requests_for_contacts();
    assert!(asked <= done + 5 * MAX_LOOKUPS, "{asked} were asked for, and {done} done");
    let paused = harness.lister.status();
    assert_eq!((paused.state, paused.is_finished), (State::Paused, false));
    assert_eq!(paused.counts.done as usize, asked, "those under way still came in");
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(harness.requests_for_contacts(), asked, "nothing is asked for in a pause");
    harness.lister.resume().await;
    assert_eq!(harness.lister.until_finished().await.counts.found, 400);
    assert_eq!(harness.asked(400), [1; 400]);
}

#[tokio::test]
async fn a_list_that_was_stopped_stays_as_it_is_and_can_go_on() {
    let harness = Harness::new(|seen| usual(seen).after(Duration::from_millis(5))).await;
    harness.lister.start(contacts(300)).await;
    harness.lister.until(|standing| standing.counts.done > 20).await;
    harness.lister.bulk.stop().unwrap();
    let stopped = harness.lister.status();
    assert_eq!((stopped.state, stopped.is_finished), (State::Stopped, false));
    assert!(stopped.next_row.is_some() && stopped.seconds_left.is_none());
    harness.lister.resume().await;
    harness.lister.until_finished().await;
    assert_eq!(harness.asked(300), [1; 300]);
}

#[tokio::test]
async fn what_needs_attention_is_tried_again_and_nothing_else() {
    let harness = Harness::new(|seen| match (number_of(seen), seen.nth) {
        (Some(3 | 8), 0) => not_found(),
        _ => usual(seen),
    })
    .await;
    harness.lister.start(contacts(12)).await;
    assert_eq!(harness.lister.until_finished().await.counts.can_retry, 2);
    harness.lister.bulk.retry(&harness.lister.account).await.unwrap();
    assert_eq!(harness.lister.until_finished().await.counts.found, 12);
    assert_eq!(harness.asked(12), [1, 1, 1, 2, 1, 1, 1, 1, 2, 1, 1, 1]);
}

#[tokio::test]
async fn one_contact_is_looked_up_while_a_list_goes_on_and_goes_first() {
    let harness = Harness::paced_by(|| RateLimiter::with_limit(20, Duration::from_secs(2)), usual).await;
    harness.lister.start(contacts(100)).await;
    harness.lister.until(|standing| standing.counts.done >= 20).await;
    let begun = std::time::Instant::now();
    harness.lister.lookups.look_up(&harness.lister.account, "ocQHyuzHvysMo5N5VsXc").await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    assert!(!harness.lister.status().is_finished);
    harness.lister.bulk.stop().unwrap();
}

#[tokio::test]
async fn names_of_custom_fields_are_asked_for_once_and_what_they_make_sensitive_is_never_written() {
    let harness = Harness::new(|seen| of_contacts(seen).unwrap_or_else(|| all_known(seen))).await;
    harness.lister.start(contacts(30)).await;
    let standing = harness.lister.until_finished().await;
    let names: Vec<_> = standing.columns.iter().map(|column| (column.path.as_str(), column.name.as_deref())).collect();
    assert!(names.contains(&("customFields.visit1", Some("Next visit"))), "{names:?}");
    assert!(!names.iter().any(|(path, _)| path.contains("login1")), "a password is no column");
    let path = format!("/locations/{LOCATION}/customFields?model=contact");
    assert_eq!(harness.server.requests().iter().filter(|seen| seen.path == path).count(), 1);
    let written = std::fs::read_to_string(harness.file()).unwrap();
    assert!(written.contains("2026-03-03") && !written.contains("maple-42"));
}

#[tokio::test]
async fn only_one_list_is_worked_on_at_a_time() {
    let harness = Harness::new(|seen| usual(seen).after(Duration::from_millis(20))).await;
    harness.lister.start(contacts(50)).await;
    let about = About { file: None, account: harness.lister.account.clone(), origin: None };
    assert!(harness.lister.bulk.start(about, contacts(3)).await.is_err());
    assert_eq!(harness.lister.status().counts.rows, 50);
}

#[tokio::test]
async fn an_account_that_changes_pauses_its_list() {
    let harness = Harness::new(|seen| usual(seen).after(Duration::from_millis(20))).await;
    harness.lister.start(contacts(200)).await;
    harness.lister.bulk.account_changed(&AccountId::sample());
    assert_eq!(harness.lister.status().state, State::Running);
    harness.lister.bulk.account_changed(&harness.lister.account);
    assert_eq!(harness.lister.status().state, State::Paused);
}

#[tokio::test]
async fn a_list_whose_account_is_gone_goes_on_in_the_one_in_use_and_ends_with_that_one() {
    let harness = Harness::new(|seen| usual(seen).after(Duration::from_millis(20))).await;
    let gone = About { file: None, account: AccountId::from("goneGoneGoneGone".to_owned()), origin: None };
    assert!(harness.lister.bulk.start(gone, contacts(3)).await.is_err());
    harness.lister.start(contacts(300)).await;
    harness.lister.bulk.pause().unwrap();
    let harness = harness.restarted().await;
    harness.lister.resume().await;
    assert_ne!(harness.lister.status().account.as_ref(), Some(&harness.lister.account));
    assert_eq!(harness.lister.status().state, State::Running);
    harness.lister.bulk.account_changed(&harness.lister.account);
    assert_eq!(harness.lister.status().state, State::Paused);
}

#[tokio::test]
async fn no_list_holds_a_token_for_longer_than_it_asks() {
    let harness = Harness::new(|seen| usual(seen).after(Duration::from_millis(20))).await;
    let token = harness.lister.lookups.session(&harness.lister.account).await.unwrap().token;
    let before = Arc::strong_count(&token);
    let let_go = async |why: &str| {
        let begun = std::time::Instant::now();
        while Arc::strong_count(&token) > before {
            assert!(begun.elapsed() < PATIENCE, "held {why}");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    harness.lister.start(contacts(60)).await;
    harness.lister.until(|standing| standing.counts.done > 0).await;
    assert!(Arc::strong_count(&token) > before, "it asks with that one");
    harness.lister.bulk.pause().unwrap();
    let_go("while paused").await;
    harness.lister.resume().await;
    harness.lister.until_finished().await;
    let_go("when finished").await;
}
