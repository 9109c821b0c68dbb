//! "Check connection": what it finds, and what it asks for that.

use contact_lookup::connection_check::{check_connection, Check, PermissionCheck, Step};
use contact_lookup::model::account::AccountId;
use contact_lookup::model::problem::ProblemKind;
use contact_lookup::token_store::TokenStore;

use crate::support::answer::{Answer, Ending};
use crate::support::harness::{all_known, of_contacts, Harness, NO_SCOPE};

fn good() -> (Step, Step, Step, Step) {
    (Step::Good, Step::Good, Step::Good, Step::Good)
}

fn granted(permissions: &[PermissionCheck]) -> Vec<Option<bool>> {
    permissions.iter().map(|check| check.granted).collect()
}

#[tokio::test]
async fn a_check_of_a_good_account_finds_each_permission() {
    let harness = Harness::new(|seen| match seen.path.split('/').nth(1) {
        Some("users") => Answer::json(401, r#"{"message": "The user does not exist."}"#),
        Some("businesses") => Answer::json(401, NO_SCOPE),
        _ => all_known(seen),
    })
    .await;
    let check = check_connection(&harness.accounts, &harness.lookups, &harness.account).await.unwrap();
    assert_eq!(granted(&check.permissions), [None, Some(true), Some(false), None], "the sub-account is not known yet");
    assert!(check.milliseconds.is_some());
    harness.look_up().await;
    let check = check_connection(&harness.accounts, &harness.lookups, &harness.account).await.unwrap();
    assert_eq!(granted(&check.permissions), [Some(true), Some(true), Some(false), Some(true)]);
    assert_eq!((check.password_store, check.network, check.highlevel, check.token), good());
}

/// What a check finds when the token was good once, and this is the answer from then on.
async fn check_when(answer: Answer) -> (Check, usize) {
    let harness = Harness::over(move |seen| match of_contacts(seen) {
        Some(good) if seen.nth == 0 => good,
        _ => answer.clone(),
    })
    .await;
    let check = check_connection(&harness.accounts, &harness.lookups, &harness.account).await.unwrap();
    (check, harness.asked_for_names().len())
}

fn kind_of(step: &Step) -> Option<ProblemKind> {
    match step {
        Step::Trouble { problem } => Some(problem.kind),
        Step::Good | Step::NotReached => None,
    }
}

#[tokio::test]
async fn a_check_tells_each_trouble_at_the_step_where_it_lies_and_goes_no_further() {
    let (check, asked) = check_when(Answer::raw("").then(Ending::Reset)).await;
    assert_eq!(kind_of(&check.network), Some(ProblemKind::ConnectionCut));
    assert_eq!(
        (check.highlevel, check.token, check.milliseconds, asked),
        (Step::NotReached, Step::NotReached, None, 0)
    );

    let (check, asked) = check_when(Answer::json(200, "{}")).await;
    assert_eq!((check.password_store, check.network, check.highlevel, check.token), good());
    assert_eq!(asked, 2);

    let (check, asked) = check_when(Answer::new(403, &[("content-type", "text/plain")], "error code: 1010")).await;
    assert_eq!(kind_of(&check.highlevel), Some(ProblemKind::BlockedOnTheWay));
    assert_eq!((check.network, check.token, asked), (Step::Good, Step::NotReached, 0));

    let (check, asked) = check_when(Answer::json(401, r#"{"message": "Location is not active"}"#)).await;
    assert_eq!(kind_of(&check.highlevel), Some(ProblemKind::AccountInactive));
    assert_eq!((check.network, check.token, asked), (Step::Good, Step::NotReached, 0), "the token is not to blame");

    for (status, body, kind) in [
        (401, r#"{"message": "Invalid Private Integration token"}"#, ProblemKind::TokenRejected),
        (401, NO_SCOPE, ProblemKind::PermissionMissing),
        (401, r#"{"message": "Token's user type mismatch!"}"#, ProblemKind::AgencyToken),
    ] {
        let (check, asked) = check_when(Answer::json(status, body)).await;
        assert_eq!(kind_of(&check.token), Some(kind));
        assert_eq!((check.network, check.highlevel, asked), (Step::Good, Step::Good, 0));
        assert_eq!(granted(&check.permissions), [None; 4]);
    }
}

#[tokio::test]
async fn a_check_of_an_account_without_its_token_asks_nobody_and_names_no_account() {
    let harness = Harness::new(all_known).await;
    let before = harness.server.requests().len();
    harness.token_store.remove(&harness.account).await.unwrap();
    let check = check_connection(&harness.accounts, &harness.lookups, &harness.account).await.unwrap();
    let Step::Trouble { problem } = &check.password_store else { panic!("{check:?}") };
    assert_eq!((problem.kind, &problem.facts.account), (ProblemKind::NoToken, &None));
    assert_eq!((check.network, check.highlevel, check.token), (Step::NotReached, Step::NotReached, Step::NotReached));
    assert_eq!(harness.server.requests().len(), before);
    let nobody = AccountId::from("nobody".to_owned());
    assert!(check_connection(&harness.accounts, &harness.lookups, &nobody).await.is_err());
}

#[tokio::test]
async fn the_sample_account_is_checked_without_a_server() {
    let harness = Harness::new(all_known).await;
    let before = harness.server.requests().len();
    let check = check_connection(&harness.accounts, &harness.lookups, &AccountId::sample()).await.unwrap();
    assert_eq!((check.password_store, check.network, check.highlevel, check.token), good());
    assert_eq!(granted(&check.permissions), [Some(true), Some(true), Some(false), Some(true)]);
    assert_eq!(harness.server.requests().len(), before);
}
