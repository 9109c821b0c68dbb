//! Names for the IDs in a contact, asked for after it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use contact_lookup::lookup::Found;
use contact_lookup::model::account::AccountId;
use contact_lookup::model::names::Permission;

use crate::support::answer::Answer;
use crate::support::asker::{ID, TOKEN};
use crate::support::harness::{all_known, Harness, LOCATION, NO_SCOPE};
use crate::support::server::Server;

#[tokio::test]
async fn the_documented_routes_are_asked_once_with_the_headers_of_a_lookup() {
    let harness = Harness::new(all_known).await;
    harness.look_up().await;
    assert!(harness.asked_for_names().is_empty(), "a lookup alone asks for no names");
    let named = harness.name_ids().await.unwrap();
    assert_eq!(named.names.field_name("customFields.visit1"), Some("Next visit"));
    assert_eq!(named.names.name_of("OwnerOwnerOwner00001"), Some("Dana Whitfield"));
    let expected = [
        "/businesses/66a1f0c29be4d7315a80c4e2".to_owned(),
        format!("/locations/{LOCATION}"),
        format!("/locations/{LOCATION}/customFields?model=contact"),
        "/users/OwnerOwnerOwner00001".to_owned(),
    ];
    assert_eq!(harness.asked_for_names(), expected);
    for seen in harness.server.requests() {
        assert_eq!(seen.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()), "{}", seen.path);
        assert_eq!(seen.header("version"), Some("2021-04-15"), "{}", seen.path);
    }
    for _ in 0..3 {
        let again = harness.look_up().await;
        assert_eq!(again.names, named.names, "what is known comes with the contact");
        harness.name_ids().await.unwrap();
    }
    assert_eq!(harness.asked_for_names().len(), 4);
}

#[tokio::test]
async fn a_value_that_is_sensitive_by_its_name_is_withheld_as_soon_as_that_is_known() {
    let harness = Harness::new(all_known).await;
    let value = |found: &Found| {
        let fields = found.contact.custom_fields().to_vec();
        fields.into_iter().find(|field| field.id.as_deref() == Some("login1")).unwrap().value
    };
    assert!(value(harness.look_up().await.as_ref()).is_some());
    assert!(value(harness.name_ids().await.unwrap().as_ref()).is_none());
    assert!(value(&harness.lookups.shown(&harness.account, ID).unwrap()).is_none());
    let again = harness.look_up().await;
    assert!(value(&again).is_none(), "the next time it does not even cross");
    assert_eq!(again.contact.values_at("customFields.login1")[0].sent, "maple-42");
    // As when the token is replaced, perhaps by one that may not read names.
    harness.lookups.references().forget(&harness.account);
    assert!(value(&harness.lookups.shown(&harness.account, ID).unwrap()).is_none());
    assert!(value(&harness.lookups.recall(&harness.account, ID).unwrap()).is_none());
    assert!(value(harness.look_up().await.as_ref()).is_none());
}

#[tokio::test]
async fn refusals_are_no_problem_and_are_not_asked_for_again() {
    for (status, body) in [
        (401, NO_SCOPE),
        (403, r#"{"message": "Forbidden resource"}"#),
        (404, r#"{"message": "Cannot GET /users"}"#),
        (401, r#"{"message": "Invalid Private Integration token"}"#),
        (500, r#"{"message": "This route is not yet supported by the IAM Service. Please update your IAM config."}"#),
        (200, "no JSON"),
    ] {
        let harness = Harness::new(move |_| Answer::json(status, body)).await;
        harness.look_up().await;
        let named = harness.name_ids().await.unwrap();
        assert!(named.names.custom_fields.is_empty() && named.names.named.is_empty());
        assert_eq!(named.names.denied.is_empty(), status != 403 && body != NO_SCOPE, "{status} {body}");
        harness.look_up().await;
        harness.name_ids().await.unwrap();
        assert_eq!(harness.asked_for_names().len(), 4, "{status} {body}");
    }
}

#[tokio::test]
async fn a_paused_sub_account_says_nothing_of_permissions_and_is_asked_again_with_the_next_contact() {
    let harness = Harness::new(|_| Answer::json(403, r#"{"message": "Location is not active"}"#)).await;
    for nth in 1..=2 {
        harness.look_up().await;
        let named = harness.name_ids().await.unwrap();
        assert!(named.names.denied.is_empty() && named.names.named.is_empty());
        assert_eq!(harness.asked_for_names().len(), 4 * nth);
    }
}

#[tokio::test]
async fn a_token_that_was_replaced_is_asked_for_names_anew() {
    let harness = Harness::new(|_| Answer::json(401, NO_SCOPE)).await;
    harness.look_up().await;
    assert_eq!(harness.name_ids().await.unwrap().names.denied.len(), 4);
    harness.lookups.references().forget(&harness.account);
    harness.name_ids().await.unwrap();
    assert_eq!(harness.asked_for_names().len(), 8);
}

#[tokio::test]
async fn a_contact_never_waits_for_names() {
    let harness = Harness::new(|_| Answer::silence()).await;
    harness.look_up().await;
    let naming = tokio::spawn({
        let (lookups, account) = (Arc::clone(&harness.lookups), harness.account.clone());
        async move { lookups.name_ids(&account, ID).await }
    });
    // Two requests for the token and the contact, four for names that never come.
    harness.server.until_asked(6).await;
    let start = Instant::now();
    for id in ["AnotherContact000001", "AnotherContact000002", "AnotherContact000003"] {
        harness.lookups.look_up(&harness.account, id).await.unwrap();
    }
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    assert!(!naming.is_finished());
    naming.abort();
}

#[tokio::test]
async fn names_are_those_of_the_contact_that_they_were_asked_for() {
    let harness = Harness::new(|seen| all_known(seen).after(Duration::from_millis(50))).await;
    assert!(harness.name_ids().await.is_none(), "nothing is shown yet");
    harness.look_up().await;
    let (named, _) =
        tokio::join!(harness.name_ids(), harness.lookups.look_up(&harness.account, "AnotherContact000001"));
    assert_eq!(named.unwrap().asked_for.as_str(), ID);
    assert_eq!(harness.name_ids().await.unwrap().asked_for.as_str(), ID);
    assert!(harness.lookups.name_ids(&harness.account, "NobodyAtAllIsThisId0").await.is_none());
}

#[tokio::test]
async fn the_token_does_not_follow_a_redirect_of_a_name() {
    let elsewhere = Server::always(Answer::json(200, "{}")).await;
    let target = format!("{}/users/x", elsewhere.url());
    let harness = Harness::new(move |_| Answer::new(302, &[("location", &target)], "")).await;
    harness.look_up().await;
    assert!(harness.name_ids().await.unwrap().names.named.is_empty());
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn the_sample_account_asks_no_server_for_names() {
    let harness = Harness::new(all_known).await;
    let before = harness.server.requests().len();
    let sample = AccountId::sample();
    harness.lookups.look_up(&sample, "NiQBlJUEyHZuPqFY1yuS").await.unwrap();
    let named = harness.lookups.name_ids(&sample, "NiQBlJUEyHZuPqFY1yuS").await.unwrap();
    assert_eq!(named.names.custom_fields.len(), 11);
    assert_eq!(named.names.name_of("7xRhfEnPFZ5riDHDBmht"), Some("Jordan Ellis"));
    assert_eq!(named.names.denied, [Permission::Businesses]);
    assert_eq!(harness.server.requests().len(), before);
}
