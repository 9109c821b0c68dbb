#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::*;
use crate::highlevel::error::ApiError;
use crate::highlevel::transport::{ApiAnswer, ApiRequest, Transport};
use crate::sample::SampleTransport;
use crate::settings::{MemoryFile, SettingsFile};
use futures_util::future::BoxFuture;
use serde_json::{Map, Value};

const TOKEN: &str = "pit-00000000-aaaa-4bbb-8ccc-0123456789ab";
const OTHER_TOKEN: &str = "pit-11111111-2222-4333-8444-555555559999";
const LOCATION: &str = "Lo7cAtIoN0pQrS5tUvWx";

fn accounts() -> Accounts {
    with(Some(Box::new(MemoryFile::default())))
}

fn with(file: Option<Box<dyn SettingsFile>>) -> Accounts {
    let transport: Arc<dyn Transport> = Arc::new(SampleTransport);
    let settings = Arc::new(SettingsStore::new(Settings::default(), file));
    Accounts::new(Arc::new(MemoryStore::new()), Arc::new(Client::new(transport)), settings)
}

async fn connect(accounts: &Accounts, name: &str) -> Account {
    accounts.connect(name, Some(TOKEN), TokenStorage::PasswordStore).await.unwrap()
}

async fn connect_for_now(accounts: &Accounts, name: &str) -> Account {
    accounts.connect(name, Some(TOKEN), TokenStorage::Session).await.unwrap()
}

fn names(accounts: &Accounts) -> Vec<String> {
    accounts.list().into_iter().map(|account| account.name).collect()
}

#[tokio::test]
async fn a_name_that_is_taken_gets_a_number_and_a_name_of_nothing_is_none() {
    let accounts = accounts();
    connect(&accounts, "Harbour Dental").await;
    connect(&accounts, " Harbour  Dental ").await;
    let third = connect_for_now(&accounts, "").await;
    assert_eq!(names(&accounts), ["Harbour Dental", "Harbour Dental 2", "My account"]);
    assert_eq!(accounts.rename(&third.id, "Harbour Dental").unwrap().name, "Harbour Dental 3");
    assert_eq!(
        accounts.rename(&third.id, "Harbour Dental 3").unwrap().name,
        "Harbour Dental 3",
        "its own name is free"
    );
    assert_eq!(accounts.rename(&third.id, "\u{200B} ").unwrap().name, "My account");
}

#[tokio::test]
async fn two_names_of_ten_thousand_letters_differ_and_are_kept_as_they_are() {
    let accounts = accounts();
    let long = "x".repeat(10_000);
    let (one, other) = (connect(&accounts, &long).await, connect(&accounts, &long).await);
    assert_ne!(one.name, other.name);
    assert!(one.name.len() == 80 && other.name.len() == 80);
    let kept = accounts.settings().read(Settings::to_values);
    assert_eq!(Settings::load(kept).account(&other.id).unwrap().name, other.name);
    let renamed = accounts.rename(&one.id, &other.name).unwrap().name;
    assert!(renamed != other.name && renamed.len() == 80, "{renamed}");
}

#[tokio::test]
async fn removed_accounts_come_back_to_their_old_places() {
    let accounts = accounts();
    let mut all = Vec::new();
    for name in ["A", "B", "C", "D"] {
        all.push(connect(&accounts, name).await);
    }
    let added = accounts.settings().read(|settings| settings.added(&all[1].id));
    assert!(added.is_some());
    for removed in [1, 0, 2] {
        accounts.remove(&all[removed].id).await.unwrap();
    }
    assert_eq!(names(&accounts), ["D"]);
    for (restored, expected) in [(2, "C D"), (0, "A C D"), (1, "A B C D")] {
        assert_eq!(accounts.restore(&all[restored].id).await.unwrap().name, all[restored].name);
        assert_eq!(names(&accounts).join(" "), expected);
    }
    assert_eq!(accounts.settings().read(|settings| settings.added(&all[1].id)), added);
    assert_eq!(accounts.settings().read(|settings| settings.current().cloned()), Some(all[1].id.clone()));
}

#[tokio::test]
async fn accounts_of_this_session_come_back_to_their_old_places_too() {
    let accounts = accounts();
    let (one, _) = (connect_for_now(&accounts, "A").await, connect_for_now(&accounts, "B").await);
    accounts.remove(&one.id).await.unwrap();
    accounts.restore(&one.id).await.unwrap();
    assert_eq!(names(&accounts), ["A", "B"]);
}

#[tokio::test]
async fn an_account_that_comes_back_to_a_taken_name_gets_a_number() {
    let accounts = accounts();
    let first = connect(&accounts, "A").await;
    accounts.remove(&first.id).await.unwrap();
    connect(&accounts, "A").await;
    assert_eq!(accounts.restore(&first.id).await.unwrap().name, "A 2");
    assert_eq!(names(&accounts), ["A 2", "A"]);
}

#[tokio::test]
async fn the_owner_of_a_location_is_the_account_in_use_where_several_are_it() {
    let accounts = accounts();
    let (one, other) = (connect(&accounts, "A").await, connect(&accounts, "B").await);
    assert_eq!(accounts.owner_of(LOCATION), None);
    accounts.learn_location(&one.id, LOCATION);
    assert_eq!(accounts.owner_of(LOCATION).unwrap().id, one.id);
    accounts.learn_location(&other.id, LOCATION);
    assert_eq!(accounts.owner_of(LOCATION).unwrap().id, other.id, "it is in use");
    accounts.choose(&one.id).unwrap();
    assert_eq!(accounts.owner_of(LOCATION).unwrap().id, one.id);
    assert_eq!(accounts.settings().read(|settings| settings.current().cloned()), Some(one.id));
}

#[tokio::test]
async fn what_cannot_be_a_location_is_not_learnt() {
    let accounts = accounts();
    let (kept, session) = (connect(&accounts, "A").await, connect_for_now(&accounts, "B").await);
    for id in [&kept.id, &session.id] {
        accounts.learn_location(id, "../elsewhere");
        assert_eq!(accounts.find(id).unwrap().location, None);
    }
}

/// A transport that holds its answer back until it is notified.
#[derive(Default)]
struct Slow {
    asked: tokio::sync::Notify,
    answers: tokio::sync::Notify,
}

impl Transport for Arc<Slow> {
    fn send(&self, request: ApiRequest) -> BoxFuture<'_, Result<ApiAnswer, ApiError>> {
        Box::pin(async move {
            self.asked.notify_one();
            self.answers.notified().await;
            SampleTransport.send(request).await
        })
    }

    fn warm_up(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}

/// Replaces the token of a new account, and does something else while HighLevel is asked.
async fn while_a_token_is_replaced(meanwhile: impl AsyncFnOnce(&Accounts, &AccountId)) -> (Accounts, AccountId) {
    let slow = Arc::new(Slow::default());
    let client = Arc::new(Client::new(Arc::new(Arc::clone(&slow))));
    let token_store = Arc::new(MemoryStore::new());
    let accounts = Accounts::new(token_store, client, Arc::new(SettingsStore::in_memory()));
    slow.answers.notify_one();
    let id = connect(&accounts, "Harbour Dental").await.id;
    slow.asked.notified().await;
    let replacing = accounts.replace_token(&id, Some(OTHER_TOKEN), TokenStorage::PasswordStore);
    let (_, ()) = tokio::join!(replacing, async {
        slow.asked.notified().await;
        meanwhile(&accounts, &id).await;
        slow.answers.notify_one();
    });
    (accounts, id)
}

#[tokio::test]
async fn an_account_that_is_removed_while_its_token_is_replaced_stays_removed() {
    let (accounts, id) = while_a_token_is_replaced(async |accounts, id| accounts.remove(id).await.unwrap()).await;
    assert!(accounts.list().is_empty());
    assert!(accounts.password_store.read(&id).await.unwrap().is_none());
}

#[tokio::test]
async fn an_account_that_is_renamed_while_its_token_is_replaced_keeps_the_new_name() {
    let (accounts, id) = while_a_token_is_replaced(async |accounts, id| {
        accounts.rename(id, "Hill Dental").unwrap();
    })
    .await;
    assert_eq!(names(&accounts), ["Hill Dental"]);
    assert_eq!(accounts.password_store.read(&id).await.unwrap().unwrap().last_four(), "9999");
}

#[tokio::test]
async fn undoing_a_removal_brings_back_what_is_saved_beside_the_token_of_this_session() {
    let accounts = accounts();
    let account = connect(&accounts, "Harbour Dental").await;
    accounts.replace_token(&account.id, Some(OTHER_TOKEN), TokenStorage::Session).await.unwrap();
    accounts.remove(&account.id).await.unwrap();
    assert!(accounts.password_store.read(&account.id).await.unwrap().is_none());
    let restored = accounts.restore(&account.id).await.unwrap();
    assert!(restored.session_only);
    assert_eq!(accounts.token(&restored).await.unwrap().last_four(), "9999");
    let at_the_next_start = Settings::load(accounts.settings().read(Settings::to_values));
    assert!(!at_the_next_start.account(&account.id).unwrap().session_only);
    assert_eq!(at_the_next_start.current(), Some(&account.id));
    assert_eq!(accounts.password_store.read(&account.id).await.unwrap().unwrap().last_four(), "89ab");
}

#[tokio::test(start_paused = true)]
async fn the_token_of_a_removed_account_is_forgotten_when_the_removal_can_no_longer_be_undone() {
    let accounts = accounts();
    let account = connect(&accounts, "Harbour Dental").await;
    accounts.remove(&account.id).await.unwrap();
    tokio::time::advance(UNDO_WITHIN).await;
    accounts.forget_removed();
    assert!(accounts.with(|state, _| state.removed.is_empty()));
    assert_eq!(accounts.restore(&account.id).await.unwrap_err().kind, ProblemKind::NoToken);
}

#[tokio::test]
async fn an_account_that_cannot_be_written_down_leaves_no_entry_in_the_password_store() {
    for file in [Some(Box::new(FullDisk) as Box<dyn SettingsFile>), None] {
        let accounts = with(file);
        let account = connect(&accounts, "Harbour Dental").await;
        assert!(account.session_only, "the page says so");
        assert!(accounts.password_store.read(&account.id).await.unwrap().is_none());
        assert!(accounts.token(&account).await.is_ok(), "until the program ends it works");
        assert_eq!(accounts.current().unwrap().id, account.id);
        assert!(accounts.settings().read(|settings| settings.accounts().is_empty()));
    }
}

/// A disk without room.
struct FullDisk;

impl SettingsFile for FullDisk {
    fn save(&self, _: &Map<String, Value>) -> std::io::Result<()> {
        Err(std::io::ErrorKind::StorageFull.into())
    }
}
