#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::VecDeque;

use super::*;
use crate::accounts::TokenStorage;
use crate::highlevel::error::ApiError;
use crate::highlevel::transport::{ApiAnswer, ApiRequest, Headers, Transport};
use crate::model::problem::ProblemKind;
use crate::settings::SettingsStore;
use crate::token_store::MemoryStore;
use futures_util::future::BoxFuture;

const TOKEN: &str = "pit-00000000-aaaa-4bbb-8ccc-0123456789ab";
const MARIA: &str = "kT4wQ9zLmN2xVbR7sYpD";
const JO: &str = "mN2xVbR7sYpDkT4wQ9zL";
const LOCATION: &str = "Lo7cAtIoN0pQrS5tUvWx";

/// A far end that gives one answer after the other.
#[derive(Default)]
struct InTurn(Mutex<VecDeque<(u16, String)>>);

impl Transport for InTurn {
    fn send(&self, _: ApiRequest) -> BoxFuture<'_, Result<ApiAnswer, ApiError>> {
        let (status, body) = self.0.lock().unwrap().pop_front().unwrap();
        let headers = Headers::keep([("content-type", "application/json")]);
        Box::pin(async move { Ok(ApiAnswer { status, headers, body: body.into_bytes() }) })
    }

    fn warm_up(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}

struct Harness {
    lookups: Lookups,
    accounts: Arc<Accounts>,
    far_end: Arc<InTurn>,
    account: AccountId,
}

impl Harness {
    /// With one account.
    async fn new() -> Self {
        let far_end = Arc::new(InTurn::default());
        let client = || Arc::new(Client::new(Arc::clone(&far_end) as Arc<dyn Transport>));
        let settings = Arc::new(SettingsStore::in_memory());
        let accounts = Arc::new(Accounts::new(Arc::new(MemoryStore::new()), client(), settings));
        let sample = Sample { client: client(), token: Arc::new(ApiToken::parse(TOKEN).unwrap()) };
        let lookups = Lookups::new(Arc::clone(&accounts), client(), sample);
        far_end.0.lock().unwrap().push_back(not_found());
        let account = accounts.connect("Harbour Dental", Some(TOKEN), TokenStorage::PasswordStore).await.unwrap().id;
        Self { lookups, accounts, far_end, account }
    }

    async fn look_up(&self, text: &str, answer: (u16, String)) -> Result<Arc<Found>, Problem> {
        self.far_end.0.lock().unwrap().push_back(answer);
        self.lookups.look_up(&self.account, text).await
    }

    fn shown(&self, id: &str) -> bool {
        self.lookups.shown(&self.account, id).is_ok_and(|found| found.asked_for.as_str() == id)
    }
}

fn not_found() -> (u16, String) {
    (400, r#"{"message":"Contact not found"}"#.to_owned())
}

fn contact(id: &str, rest: &str) -> (u16, String) {
    (200, format!(r#"{{"contact":{{"id":"{id}"{rest}}}}}"#))
}

#[tokio::test]
async fn the_contact_shown_stays_while_and_after_it_is_looked_up_again_in_vain() {
    let harness = Harness::new().await;
    harness.look_up(MARIA, contact(MARIA, "")).await.unwrap();
    harness.look_up(MARIA, not_found()).await.unwrap_err();
    assert!(harness.shown(MARIA));
    harness.look_up(JO, not_found()).await.unwrap_err();
    assert!(!harness.shown(JO));
}

#[tokio::test]
async fn what_changed_since_the_last_answer_is_told() {
    let harness = Harness::new().await;
    let first = harness.look_up(MARIA, contact(MARIA, r#","city":"Chicago""#)).await.unwrap();
    assert!(first.seen_before.is_none() && first.changes.is_empty());
    let second = harness.look_up(MARIA, contact(MARIA, r#","city":"Boston""#)).await.unwrap();
    assert_eq!(second.seen_before, Some(first.received_at));
    assert_eq!((second.changes.len(), second.changes[0].path.as_str()), (1, "city"));
    let recalled = harness.lookups.recall(&harness.account, MARIA).unwrap();
    assert_eq!((recalled.received_at, &recalled.changes), (second.received_at, &second.changes));
}

#[tokio::test]
async fn a_recalled_contact_is_the_one_that_is_worked_on() {
    let harness = Harness::new().await;
    harness.look_up(MARIA, contact(MARIA, "")).await.unwrap();
    harness.look_up(JO, contact(JO, "")).await.unwrap();
    harness.accounts.rename(&harness.account, "Hill Dental").unwrap();
    assert_eq!(harness.lookups.recall(&harness.account, MARIA).unwrap().account.name, "Hill Dental");
    assert!(harness.shown(MARIA));
    assert!(harness.lookups.recall(&harness.account, "nobodyAtAllIsThisId0").is_none());
    assert!(harness.lookups.recall(&AccountId::sample(), MARIA).is_none());
    assert!(harness.shown(MARIA));
}

#[tokio::test]
async fn nothing_of_a_removed_account_can_be_recalled_not_even_after_undo() {
    let harness = Harness::new().await;
    harness.look_up(MARIA, contact(MARIA, "")).await.unwrap();
    harness.accounts.remove(&harness.account).await.unwrap();
    harness.lookups.forget_account(&harness.account);
    assert!(!harness.shown(MARIA) && harness.lookups.recall(&harness.account, MARIA).is_none());
    harness.accounts.restore(&harness.account).await.unwrap();
    assert!(harness.lookups.recall(&harness.account, MARIA).is_none());
    assert_eq!(harness.lookups.recent_lookups()[0].id, MARIA);
}

#[tokio::test]
async fn the_location_is_learnt_from_the_contact_or_else_from_its_link() {
    let link = format!("https://crm.agency.example/v2/location/{LOCATION}/contacts/detail/{MARIA}");
    let harness = Harness::new().await;
    harness.look_up(&link, not_found()).await.unwrap_err();
    assert_eq!(harness.accounts.find(&harness.account).unwrap().location, None);
    let found = harness.look_up(&link, contact(MARIA, "")).await.unwrap();
    assert_eq!(found.account.location.as_deref(), Some(LOCATION));
    let named = r#","locationId":"oThErLoCaTiOnxxxxxxx""#;
    let found = harness.look_up(&link, contact(MARIA, named)).await.unwrap();
    assert_eq!(found.account.location.as_deref(), Some("oThErLoCaTiOnxxxxxxx"));
    let found = harness.look_up(&link, contact(MARIA, "")).await.unwrap();
    assert_eq!(found.account.location.as_deref(), Some("oThErLoCaTiOnxxxxxxx"), "the contact's own word counts more");
}

/// A far end in whose time something else happens.
struct Meanwhile<F>(F);

impl<F: Fn() + Send + Sync> Transport for Meanwhile<F> {
    fn send(&self, _: ApiRequest) -> BoxFuture<'_, Result<ApiAnswer, ApiError>> {
        (self.0)();
        let (status, body) = contact(MARIA, "");
        let headers = Headers::keep([("content-type", "application/json")]);
        Box::pin(async move { Ok(ApiAnswer { status, headers, body: body.into_bytes() }) })
    }

    fn warm_up(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}

#[tokio::test]
async fn an_answer_for_an_account_that_was_removed_meanwhile_is_dropped() {
    let harness = Harness::new().await;
    let (accounts, account) = (Arc::clone(&harness.accounts), harness.account.clone());
    let remove = move || {
        let (accounts, account) = (Arc::clone(&accounts), account.clone());
        std::thread::spawn(move || futures_util::FutureExt::now_or_never(accounts.remove(&account)).unwrap().unwrap())
            .join()
            .unwrap();
    };
    let client = || Arc::new(Client::new(Arc::new(InTurn::default())));
    let sample = Sample { client: client(), token: Arc::new(ApiToken::parse(TOKEN).unwrap()) };
    let real = Arc::new(Client::new(Arc::new(Meanwhile(remove))));
    let lookups = Lookups::new(Arc::clone(&harness.accounts), real, sample);
    assert_eq!(lookups.look_up(&harness.account, MARIA).await.unwrap_err().kind, ProblemKind::NoToken);
    assert!(lookups.shown(&harness.account, MARIA).is_err() && lookups.recent_lookups().is_empty());
}
