//! Contacts that the list's own account does not have: the person's other accounts are asked.

use contact_lookup::model::account::Account;

use super::*;

/// The tokens of two more accounts.
const SMILE: &str = "pit-22222222-3333-4444-8555-666666666666";
const NWOSU: &str = "pit-33333333-4444-4555-8666-777777777777";

const ELSEWHERE: &str = r#"{"statusCode": 403, "message": "The token does not have access to this location."}"#;

/// Says which of three accounts has a contact: Harbour Dental the first of four, Smile Studio the second, Nwosu Group the
/// third, and nobody the last.
fn of_three(seen: &Seen) -> Answer {
    let Some(number) = number_of(seen) else { return usual(seen) };
    let asked_with = [TOKEN, SMILE, NWOSU]
        .iter()
        .position(|token| seen.header("authorization").is_some_and(|sent| sent.ends_with(token)));
    match (number % 4, asked_with) {
        (has, Some(asked)) if has == asked => usual(seen),
        (3, _) => not_found(),
        _ => Answer::json(403, ELSEWHERE),
    }
}

async fn harness() -> (Harness, Account, Account) {
    harness_where(of_three).await
}

async fn harness_where(script: impl Fn(&Seen) -> Answer + Send + Sync + 'static) -> (Harness, Account, Account) {
    let harness = Harness::new(script).await;
    let connect = |name, token| harness.lister.accounts.connect(name, Some(token), TokenStorage::PasswordStore);
    let smile = connect("Smile Studio", SMILE).await.unwrap();
    let nwosu = connect("Nwosu Group", NWOSU).await.unwrap();
    (harness, smile, nwosu)
}

/// The tokens that each of the first so many contacts was asked for with.
fn asked_with(harness: &Harness, number: usize) -> Vec<String> {
    let path = format!("/contacts/{}", id(number));
    let seen = harness.server.requests().into_iter().filter(|seen| seen.path == path);
    seen.filter_map(|seen| seen.header("authorization").map(|sent| sent.trim_start_matches("Bearer ").to_owned()))
        .collect()
}

#[tokio::test]
async fn what_other_accounts_have_is_found_there_and_stands_in_its_row() {
    let (harness, smile, nwosu) = harness().await;
    harness.lister.start(contacts(12)).await;
    let first = harness.lister.until_finished().await.counts;
    assert_eq!((first.found, first.missing), (3, 9));
    harness.lister.bulk.search_other_accounts().unwrap();
    let done = harness.lister.until(|standing| standing.is_finished && standing.counts.found == 9).await;
    assert_eq!((done.counts.found, done.counts.missing), (9, 3));
    harness.lister.until(|standing| standing.asks_in.is_none()).await;
    for (at, row) in harness.lister.table(&["displayName"]).into_iter().enumerate() {
        let account = [None, Some(smile.id.clone()), Some(nwosu.id.clone()), None][at % 4].clone();
        assert_eq!(row.account, account, "row {at}");
        assert_eq!(row.cells[0].is_some(), at % 4 != 3);
    }
    assert_eq!(asked_with(&harness, 0), [TOKEN], "what is found is not asked for again");
    assert_eq!(asked_with(&harness, 1), [TOKEN, SMILE]);
    assert_eq!(asked_with(&harness, 2), [TOKEN, SMILE, NWOSU]);

    let harness = harness.restarted().await;
    let accounts: Vec<_> = harness.lister.table(&[]).into_iter().map(|row| row.account.is_some()).collect();
    assert_eq!(accounts[..4], [false, true, true, false], "the accounts are kept with the rows");
}

#[tokio::test]
async fn a_row_that_is_found_nowhere_keeps_what_the_first_account_said() {
    let (harness, ..) = harness().await;
    let rows = vec![Row::Contact(id(3)), Row::Contact(id(2))];
    harness.lister.start(rows).await;
    harness.lister.until_finished().await;
    // Without the account that has it.
    let nwosu = harness.lister.accounts.list().into_iter().find(|account| account.name == "Nwosu Group").unwrap();
    harness.lister.accounts.remove(&nwosu.id).await.unwrap();
    harness.lister.bulk.search_other_accounts().unwrap();
    harness.lister.until(|standing| standing.is_finished && standing.asks_in.is_none()).await;
    let begun = std::time::Instant::now();
    while asked_with(&harness, 2).len() < 2 {
        assert!(begun.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    harness.lister.until(|standing| standing.is_finished).await;
    let outcomes: Vec<_> = harness.lister.table(&[]).into_iter().map(|row| row.outcome).collect();
    let problem = |kind| Outcome::Problem(kind);
    assert_eq!(outcomes, [problem(ProblemKind::ContactNotFound), problem(ProblemKind::OtherAccount)]);
}

#[tokio::test]
async fn a_contact_that_is_found_by_hand_stands_in_its_row() {
    let (harness, smile, _) = harness().await;
    harness.lister.start(contacts(4)).await;
    harness.lister.until_finished().await;
    let found = harness.lister.lookups.look_up(&smile.id, id(1).as_str()).await.unwrap();
    harness.lister.bulk.note_found(&found);
    harness.lister.until(|standing| standing.counts.found == 2).await;
    let row = harness.lister.table(&["displayName"]).swap_remove(1);
    assert_eq!((row.account, row.cells), (Some(smile.id), vec![Some("Rubika".to_owned())]));
}

#[tokio::test]
async fn a_link_into_another_account_is_tried_again_there() {
    let (harness, smile, _) = harness().await;
    harness.lister.accounts.learn_location(&smile.id, "SmileSmileSmile00001");
    let table = Table {
        rows: vec![Row::Contact(id(1)), Row::Contact(id(2))],
        locations: vec![(0, "SmileSmileSmile00001".into())],
        ..Table::from(Vec::new())
    };
    let about = About { file: None, account: harness.lister.account.clone(), origin: None };
    harness.lister.bulk.start(about, table).await.unwrap();
    harness.lister.until_finished().await;
    harness.lister.bulk.retry(&harness.lister.account).await.unwrap();
    let done = harness.lister.until(|standing| standing.counts.found == 1 && standing.is_finished).await;
    assert_eq!(done.counts.missing, 1);
    assert_eq!(asked_with(&harness, 1), [TOKEN, SMILE]);
    assert_eq!(asked_with(&harness, 2), [TOKEN, TOKEN], "of that one nothing is known");
}

#[tokio::test]
async fn a_round_that_is_stopped_leaves_each_row_as_it_was() {
    let (harness, ..) = harness().await;
    harness.lister.start(contacts(40)).await;
    let before = harness.lister.until_finished().await.counts;
    harness.lister.bulk.search_other_accounts().unwrap();
    harness.lister.bulk.stop().unwrap();
    let after = harness.lister.until(|standing| standing.is_finished).await.counts;
    assert_eq!(after.rows, after.done);
    assert!(after.found >= before.found && after.attention + after.found == 40, "{after:?}");
}

/// Nobody but the third account has anything, and the second answers whatever it is asked for with this.
async fn harness_where_smile_says(answer: impl Fn() -> Answer + Send + Sync + 'static) -> Harness {
    let is_with = |seen: &Seen, token: &str| seen.header("authorization").is_some_and(|sent| sent.ends_with(token));
    let script = move |seen: &Seen| match number_of(seen) {
        Some(_) if is_with(seen, SMILE) => answer(),
        Some(number) if is_with(seen, NWOSU) && number % 4 != 3 => usual(seen),
        Some(_) => not_found(),
        None => usual(seen),
    };
    harness_where(script).await.0
}

async fn look_elsewhere_to_the_end(harness: &Harness, count: usize) -> ListStatus {
    harness.lister.start(contacts(count)).await;
    harness.lister.until_finished().await;
    harness.lister.bulk.search_other_accounts().unwrap();
    let nobody_has = asked_with_all(harness, count - 1).await;
    assert_eq!(nobody_has.last().map(String::as_str), Some(NWOSU), "the third account is reached");
    harness.lister.until(|standing| standing.is_finished && standing.asks_in.is_none()).await
}

/// The same as [`asked_with`], once the last account was asked.
async fn asked_with_all(harness: &Harness, number: usize) -> Vec<String> {
    let begun = std::time::Instant::now();
    loop {
        let asked = asked_with(harness, number);
        if asked.last().is_some_and(|token| token == NWOSU) {
            return asked;
        }
        assert!(begun.elapsed() < PATIENCE, "the third account is never asked: {:?}", harness.lister.bulk.status());
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

#[tokio::test]
async fn what_another_account_refuses_does_not_replace_what_the_list_s_own_said() {
    for answer in [
        || Answer::json(403, r#"{"statusCode": 403, "message": "Forbidden resource"}"#),
        || Answer::json(422, r#"{"statusCode": 422, "message": "no"}"#),
        || Answer::json(200, r#"{"contact": "#),
    ] {
        let harness = harness_where_smile_says(answer).await;
        let done = look_elsewhere_to_the_end(&harness, 4).await;
        assert_eq!((done.counts.found, done.counts.missing), (3, 1));
        let harness = harness.restarted().await;
        let last = harness.lister.table(&[]).pop().unwrap().outcome;
        assert_eq!(last, Outcome::Problem(ProblemKind::ContactNotFound), "on the disk, too");
    }
}

#[tokio::test]
async fn an_account_that_cannot_be_asked_does_not_keep_the_next_one_from_being_asked() {
    for answer in [
        || Answer::json(401, r#"{"statusCode": 401, "message": "Invalid Private Integration token"}"#),
        || Answer::json(401, NO_SCOPE),
        || Answer::json(403, r#"{"statusCode": 403, "message": "Forbidden resource"}"#),
    ] {
        let harness = harness_where_smile_says(answer).await;
        let done = look_elsewhere_to_the_end(&harness, 40).await;
        assert_eq!((done.counts.found, done.counts.missing, done.problem), (30, 10, None));
    }
}

#[tokio::test]
async fn what_the_last_account_cannot_be_asked_for_has_its_outcome_again() {
    let script = |seen: &Seen| match number_of(seen) {
        Some(_) if seen.header("authorization").is_some_and(|sent| sent.ends_with(TOKEN)) => not_found(),
        Some(_) => Answer::json(401, NO_SCOPE),
        None => usual(seen),
    };
    let (harness, ..) = harness_where(script).await;
    harness.lister.start(contacts(40)).await;
    harness.lister.until_finished().await;
    harness.lister.bulk.search_other_accounts().unwrap();
    asked_with_all(&harness, 0).await;
    let done = harness.lister.until(|standing| standing.is_finished && standing.asks_in.is_none()).await;
    assert_eq!((done.counts.missing, done.state), (40, State::Finished));
}
