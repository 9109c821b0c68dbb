//! Names for the IDs in a contact: the real client and the real transport, pointed at a server on loopback, under the
//! real accounts and lookups.

use std::sync::Arc;
use std::time::{Duration, Instant};

use contact_lookup::accounts::{Accounts, Keep};
use contact_lookup::check::{check_connection, Step};
use contact_lookup::highlevel::client::Client;
use contact_lookup::highlevel::transport::Permission;
use contact_lookup::lookup::{Found, Lookups, Sample};
use contact_lookup::model::account::AccountId;
use contact_lookup::model::token::ApiToken;
use contact_lookup::prefs::{MemoryFile, Prefs};
use contact_lookup::problem::ProblemKind;
use contact_lookup::sample::SampleTransport;
use contact_lookup::vault::memory::MemoryVault;
use contact_lookup::vault::TokenVault;

use crate::support::answer::{Answer, Ending};
use crate::support::asker::{http, limits, ID, TOKEN};
use crate::support::server::{Seen, Server};

const LOCATION: &str = "tBpFQBh16tDrM9aXY7bb";
const NO_SCOPE: &str = r#"{"statusCode": 401, "message": "The token is not authorized for this scope."}"#;

/// The far end and the program before it.
struct Desk {
    server: Server,
    vault: Arc<MemoryVault>,
    accounts: Arc<Accounts>,
    lookups: Arc<Lookups>,
    account: AccountId,
}

impl Desk {
    /// With what the script says of everything but contacts and the token.
    async fn new(script: impl Fn(&Seen) -> Answer + Send + Sync + 'static) -> Self {
        Self::over(move |seen| of_contacts(seen).unwrap_or_else(|| script(seen))).await
    }

    /// With what the script says of everything.
    async fn over(script: impl Fn(&Seen) -> Answer + Send + Sync + 'static) -> Self {
        let server = Server::start(script).await;
        let client = Arc::new(Client::new(Arc::new(http(&server.url()))).within(limits()));
        let vault = Arc::new(MemoryVault::new());
        let settings = Box::new(MemoryFile::default());
        let accounts = Arc::new(Accounts::new(
            Arc::clone(&vault) as Arc<dyn TokenVault>,
            Arc::clone(&client),
            Prefs::default(),
            settings,
        ));
        let sample = Sample {
            client: Arc::new(Client::new(Arc::new(SampleTransport::new()))),
            token: Arc::new(ApiToken::parse(TOKEN).unwrap()),
        };
        let lookups = Arc::new(Lookups::new(Arc::clone(&accounts), client, sample));
        let account = accounts.connect("Harbour Dental", Some(TOKEN), Keep::InPasswordStore).await.unwrap().id;
        Self { server, vault, accounts, lookups, account }
    }

    async fn look_up(&self) -> Arc<Found> {
        self.lookups.look_up(&self.account, ID).await.unwrap()
    }

    async fn name_ids(&self) -> Option<Arc<Found>> {
        self.lookups.name_ids(&self.account, ID).await
    }

    /// The paths that were asked for, the contacts left out.
    fn asked_for_names(&self) -> Vec<String> {
        let paths = self.server.requests().into_iter().map(|seen| seen.path);
        let mut paths: Vec<_> = paths.filter(|path| !path.starts_with("/contacts/")).collect();
        paths.sort();
        paths
    }
}

fn of_contacts(seen: &Seen) -> Option<Answer> {
    let id = seen.path.strip_prefix("/contacts/")?;
    if id == "ContactLookupCheck00" {
        return Some(Answer::json(400, r#"{"statusCode": 400, "message": "Contact not found"}"#));
    }
    let contact = format!(
        r#"{{"contact": {{"id": "{id}", "firstName": "Rubika", "locationId": "{LOCATION}",
            "assignedTo": "OwnerOwnerOwner00001", "businessId": "66a1f0c29be4d7315a80c4e2",
            "customFields": [{{"id": "visit1", "value": "2026-03-03"}}, {{"id": "login1", "value": "maple-42"}}]}}}}"#
    );
    Some(Answer::json(200, contact))
}

fn all_known(seen: &Seen) -> Answer {
    let body = match seen.path.split('/').nth(1) {
        Some("users") => r#"{"id": "OwnerOwnerOwner00001", "name": "Dana Whitfield"}"#,
        Some("businesses") => r#"{"business": {"name": "Lopez Ceramics"}}"#,
        _ if seen.path.ends_with("/customFields?model=contact") => {
            r#"{"customFields": [
                {"id": "login1", "name": "Door", "fieldKey": "contact.portal_password", "dataType": "TEXT"},
                {"id": "visit1", "name": "Next visit", "dataType": "DATE", "position": 0}
            ]}"#
        }
        _ => r#"{"location": {"name": "Riverside Dental"}}"#,
    };
    Answer::json(200, body)
}

#[tokio::test]
async fn the_documented_routes_are_asked_once_with_the_headers_of_a_lookup() {
    let desk = Desk::new(all_known).await;
    desk.look_up().await;
    assert!(desk.asked_for_names().is_empty(), "a lookup alone asks for no names");
    let named = desk.name_ids().await.unwrap();
    assert_eq!(named.names.field_name("customFields.visit1"), Some("Next visit"));
    assert_eq!(named.names.name_of("OwnerOwnerOwner00001"), Some("Dana Whitfield"));
    let expected = [
        "/businesses/66a1f0c29be4d7315a80c4e2".to_owned(),
        format!("/locations/{LOCATION}"),
        format!("/locations/{LOCATION}/customFields?model=contact"),
        "/users/OwnerOwnerOwner00001".to_owned(),
    ];
    assert_eq!(desk.asked_for_names(), expected);
    for seen in desk.server.requests() {
        assert_eq!(seen.header("authorization"), Some(format!("Bearer {TOKEN}").as_str()), "{}", seen.path);
        assert_eq!(seen.header("version"), Some("2021-04-15"), "{}", seen.path);
    }
    for _ in 0..3 {
        let again = desk.look_up().await;
        assert_eq!(again.names, named.names, "what is known comes with the contact");
        desk.name_ids().await.unwrap();
    }
    assert_eq!(desk.asked_for_names().len(), 4);
}

#[tokio::test]
async fn a_value_that_is_sensitive_by_its_name_is_withheld_as_soon_as_that_is_known() {
    let desk = Desk::new(all_known).await;
    let value = |found: &Found| {
        let fields = found.contact.custom_fields();
        fields.into_iter().find(|field| field.id.as_deref() == Some("login1")).unwrap().value
    };
    assert!(value(&*desk.look_up().await).is_some());
    assert!(value(&*desk.name_ids().await.unwrap()).is_none());
    assert!(value(&desk.lookups.last().unwrap()).is_none());
    let again = desk.look_up().await;
    assert!(value(&again).is_none(), "the next time it does not even cross");
    assert_eq!(again.contact.values_at("customFields.login1")[0].sent, "maple-42");
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
        let desk = Desk::new(move |_| Answer::json(status, body)).await;
        desk.look_up().await;
        let named = desk.name_ids().await.unwrap();
        assert!(named.names.custom_fields.is_empty() && named.names.named.is_empty());
        assert_eq!(named.names.denied.is_empty(), status != 403 && body != NO_SCOPE, "{status} {body}");
        desk.look_up().await;
        desk.name_ids().await.unwrap();
        assert_eq!(desk.asked_for_names().len(), 4, "{status} {body}");
    }
}

#[tokio::test]
async fn a_token_that_was_replaced_is_asked_for_names_anew() {
    let desk = Desk::new(|_| Answer::json(401, NO_SCOPE)).await;
    desk.look_up().await;
    assert_eq!(desk.name_ids().await.unwrap().names.denied.len(), 4);
    desk.lookups.names().forget(&desk.account);
    desk.name_ids().await.unwrap();
    assert_eq!(desk.asked_for_names().len(), 8);
}

#[tokio::test]
async fn a_contact_never_waits_for_names() {
    let desk = Desk::new(|_| Answer::silence()).await;
    desk.look_up().await;
    let naming = tokio::spawn({
        let (lookups, account) = (Arc::clone(&desk.lookups), desk.account.clone());
        async move { lookups.name_ids(&account, ID).await }
    });
    // Two requests for the token and the contact, four for names that never come.
    desk.server.until_asked(6).await;
    let start = Instant::now();
    for id in ["AnotherContact000001", "AnotherContact000002", "AnotherContact000003"] {
        desk.lookups.look_up(&desk.account, id).await.unwrap();
    }
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    assert!(!naming.is_finished());
    naming.abort();
}

#[tokio::test]
async fn names_for_a_contact_that_is_no_longer_shown_are_not_told() {
    let desk = Desk::new(|seen| all_known(seen).after(Duration::from_millis(50))).await;
    assert!(desk.name_ids().await.is_none(), "nothing is shown yet");
    desk.look_up().await;
    let (named, _) = tokio::join!(desk.name_ids(), desk.lookups.look_up(&desk.account, "AnotherContact000001"));
    assert!(named.is_none());
    assert!(desk.name_ids().await.is_none());
}

#[tokio::test]
async fn the_token_does_not_follow_a_redirect_of_a_name() {
    let elsewhere = Server::always(Answer::json(200, "{}")).await;
    let target = format!("{}/users/x", elsewhere.url());
    let desk = Desk::new(move |_| Answer::new(302, &[("location", &target)], "")).await;
    desk.look_up().await;
    assert!(desk.name_ids().await.unwrap().names.named.is_empty());
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn the_sample_account_asks_no_server_for_names_or_checks() {
    let desk = Desk::new(all_known).await;
    let before = desk.server.requests().len();
    let sample = AccountId::sample();
    desk.lookups.look_up(&sample, "NiQBlJUEyHZuPqFY1yuS").await.unwrap();
    let named = desk.lookups.name_ids(&sample, "NiQBlJUEyHZuPqFY1yuS").await.unwrap();
    assert_eq!(named.names.custom_fields.len(), 11);
    assert_eq!(named.names.name_of("7xRhfEnPFZ5riDHDBmht"), Some("Jordan Ellis"));
    assert_eq!(named.names.denied, [Permission::Businesses]);
    let check = check_connection(&desk.accounts, &desk.lookups, &sample).await.unwrap();
    assert_eq!((check.password_store, check.network, check.highlevel, check.token), good());
    assert_eq!(granted(&check.permissions), [Some(true), Some(true), Some(false), Some(true)]);
    assert_eq!(desk.server.requests().len(), before);
}

fn good() -> (Step, Step, Step, Step) {
    (Step::Good, Step::Good, Step::Good, Step::Good)
}

fn granted(permissions: &[(Permission, Option<bool>)]) -> Vec<Option<bool>> {
    permissions.iter().map(|(_, granted)| *granted).collect()
}

#[tokio::test]
async fn a_check_of_a_good_account_finds_each_permission() {
    let desk = Desk::new(|seen| match seen.path.split('/').nth(1) {
        Some("users") => Answer::json(401, r#"{"message": "The user does not exist."}"#),
        Some("businesses") => Answer::json(401, NO_SCOPE),
        _ => all_known(seen),
    })
    .await;
    let check = check_connection(&desk.accounts, &desk.lookups, &desk.account).await.unwrap();
    assert_eq!(granted(&check.permissions), [None, Some(true), Some(false), None], "the sub-account is not known yet");
    assert!(check.took.is_some());
    desk.look_up().await;
    let check = check_connection(&desk.accounts, &desk.lookups, &desk.account).await.unwrap();
    assert_eq!(granted(&check.permissions), [Some(true), Some(true), Some(false), Some(true)]);
    assert_eq!((check.password_store, check.network, check.highlevel, check.token), good());
}

/// What a check finds when the token was good once, and this is the answer from then on.
async fn check_when(answer: Answer) -> (contact_lookup::check::Check, usize) {
    let desk = Desk::over(move |seen| match of_contacts(seen) {
        Some(good) if seen.nth == 0 => good,
        _ => answer.clone(),
    })
    .await;
    let check = check_connection(&desk.accounts, &desk.lookups, &desk.account).await.unwrap();
    (check, desk.asked_for_names().len())
}

fn kind_of(step: &Step) -> Option<ProblemKind> {
    match step {
        Step::Trouble(problem) => Some(problem.kind),
        Step::Good | Step::NotReached => None,
    }
}

#[tokio::test]
async fn a_check_tells_each_trouble_at_the_step_where_it_lies_and_goes_no_further() {
    let (check, asked) = check_when(Answer::raw("").then(Ending::Reset)).await;
    assert_eq!(kind_of(&check.network), Some(ProblemKind::ConnectionCut));
    assert_eq!((check.highlevel, check.token, check.took, asked), (Step::NotReached, Step::NotReached, None, 0));

    let (check, asked) = check_when(Answer::json(200, "{}")).await;
    assert_eq!((check.password_store, check.network, check.highlevel, check.token), good());
    assert_eq!(asked, 2);

    let (check, asked) = check_when(Answer::new(403, &[("content-type", "text/plain")], "error code: 1010")).await;
    assert_eq!(kind_of(&check.highlevel), Some(ProblemKind::BlockedOnTheWay));
    assert_eq!((check.network, check.token, asked), (Step::Good, Step::NotReached, 0));

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
    let desk = Desk::new(all_known).await;
    let before = desk.server.requests().len();
    desk.vault.remove(&desk.account).await.unwrap();
    let check = check_connection(&desk.accounts, &desk.lookups, &desk.account).await.unwrap();
    let Step::Trouble(problem) = &check.password_store else { panic!("{check:?}") };
    assert_eq!((problem.kind, &problem.facts.account), (ProblemKind::NoToken, &None));
    assert_eq!((check.network, check.highlevel, check.token), (Step::NotReached, Step::NotReached, Step::NotReached));
    assert_eq!(desk.server.requests().len(), before);
    let nobody = AccountId::from("nobody".to_owned());
    assert!(check_connection(&desk.accounts, &desk.lookups, &nobody).await.is_err());
}
