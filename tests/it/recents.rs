//! The recent lookups on a real disk, and the cards in memory: against a server that answers, refuses and changes its mind.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use contact_lookup::accounts::{Accounts, TokenStorage};
use contact_lookup::highlevel::client::Client;
use contact_lookup::lookup::{Lookups, Sample};
use contact_lookup::model::account::AccountId;
use contact_lookup::model::token::ApiToken;
use contact_lookup::sample::{samples, SampleTransport};
use contact_lookup::settings::{recovery, PlainFile, Settings, SettingsStore};
use contact_lookup::token_store::MemoryStore;

use crate::support::answer::Answer;
use crate::support::asker::{http, limits, ID, TOKEN};
use crate::support::server::{Seen, Server};

const LOCATION: &str = "ve9EPM428h8vShlRW1KT";

struct Harness {
    accounts: Arc<Accounts>,
    lookups: Lookups,
}

impl Harness {
    /// The program's inner parts as they are after a start.
    fn start(server: &Server, folder: &Path) -> Self {
        let client = Arc::new(Client::new(Arc::new(http(&server.url()))).within(limits()));
        let settings = Settings::load(recovery::open(folder).values);
        let file = Box::new(PlainFile::new(folder.to_owned()));
        let settings = Arc::new(SettingsStore::new(settings, Some(file)));
        let accounts = Arc::new(Accounts::new(Arc::new(MemoryStore::new()), Arc::clone(&client), settings));
        let sample = Sample {
            client: Arc::new(Client::new(Arc::new(SampleTransport))),
            token: Arc::new(ApiToken::parse(TOKEN).unwrap()),
        };
        Self { lookups: Lookups::new(Arc::clone(&accounts), client, sample), accounts }
    }

    async fn connect(&self, storage: TokenStorage) -> AccountId {
        self.accounts.connect("Harbour Dental", Some(TOKEN), storage).await.unwrap().id
    }

    async fn look_up(&self, account: &AccountId, text: &str) {
        self.lookups.look_up(account, text).await.unwrap();
        self.accounts.settings().flush();
    }
}

fn maria(city: &str) -> Answer {
    let contact = format!(
        r#"{{"contact":{{"id":"{ID}","firstName":"Maria","lastName":"Lopez","email":"maria@example.com","city":"{city}","locationId":"{LOCATION}"}}}}"#
    );
    Answer::json(200, &contact)
}

/// The contact, and for anything else that it is not there.
fn answer(seen: &Seen) -> Answer {
    if seen.path.ends_with(ID) {
        maria(["Chicago", "Boston"][seen.nth.min(1)])
    } else {
        Answer::json(400, r#"{"message":"Contact not found"}"#)
    }
}

/// All that the folder's files hold, last good copies included.
fn on_disk(folder: &Path) -> String {
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    files.map(|file| fs::read_to_string(file).unwrap()).collect()
}

#[tokio::test]
async fn the_disk_holds_no_name_unless_that_is_allowed_and_loses_it_when_it_is_forbidden() {
    let (server, folder) = (Server::start(answer).await, tempfile::tempdir().unwrap());
    let harness = Harness::start(&server, folder.path());
    let account = harness.connect(TokenStorage::PasswordStore).await;
    harness.look_up(&account, ID).await;
    assert!(on_disk(folder.path()).contains(ID));
    for private in ["Maria", "Lopez", "maria", "Chicago"] {
        assert!(!on_disk(folder.path()).contains(private), "{private}");
    }
    harness.lookups.recents().set_remember_names(true);
    assert_eq!(on_disk(folder.path()).matches("Maria Lopez").count(), 2, "in the file and in its copy");
    for private in ["maria", "Chicago"] {
        assert!(!on_disk(folder.path()).contains(private), "{private}");
    }
    harness.lookups.recents().set_remember_names(false);
    assert!(on_disk(folder.path()).contains(ID) && !on_disk(folder.path()).contains("Lopez"));
}

#[tokio::test]
async fn recents_are_there_after_a_restart_and_what_was_taken_out_is_not() {
    let (server, folder) = (Server::start(answer).await, tempfile::tempdir().unwrap());
    let harness = Harness::start(&server, folder.path());
    let account = harness.connect(TokenStorage::PasswordStore).await;
    harness.lookups.recents().set_remember_names(true);
    harness.look_up(&account, ID).await;

    let again = Harness::start(&server, folder.path());
    let recents = again.lookups.recent_lookups();
    assert_eq!((recents.len(), recents[0].id.as_str(), recents[0].account.as_str()), (1, ID, account.as_str()));
    assert_eq!((recents[0].name.as_deref(), recents[0].in_memory), (Some("Maria Lopez"), false));
    assert!(again.lookups.recall(&account, ID).is_none());
    again.lookups.recents().clear();
    again.accounts.settings().flush();
    assert!(!on_disk(folder.path()).contains(ID) && !on_disk(folder.path()).contains("Lopez"));
    assert!(Harness::start(&server, folder.path()).lookups.recent_lookups().is_empty());
}

#[tokio::test]
async fn nothing_of_the_sample_account_or_of_one_of_this_session_is_written() {
    let (server, folder) = (Server::start(answer).await, tempfile::tempdir().unwrap());
    let harness = Harness::start(&server, folder.path());
    harness.lookups.recents().set_remember_names(true);
    let account = harness.connect(TokenStorage::Session).await;
    harness.look_up(&account, ID).await;
    let sample = samples().into_iter().find(|sample| sample.problem.is_none()).unwrap();
    harness.look_up(&AccountId::sample(), &sample.id).await;
    assert_eq!(harness.lookups.recent_lookups().len(), 2);
    for private in [ID, "Maria", LOCATION, &sample.id, sample.name.as_deref().unwrap()] {
        assert!(!on_disk(folder.path()).contains(private), "{private}");
    }
}

#[tokio::test]
async fn a_card_comes_back_without_a_request_with_the_changes_of_its_last_refresh() {
    let (server, folder) = (Server::start(answer).await, tempfile::tempdir().unwrap());
    let harness = Harness::start(&server, folder.path());
    let account = harness.connect(TokenStorage::PasswordStore).await;
    harness.look_up(&account, ID).await;
    harness.look_up(&account, ID).await;
    let requests = server.requests().len();
    let recalled = harness.lookups.recall(&account, ID).unwrap();
    assert_eq!(server.requests().len(), requests);
    assert_eq!(recalled.changes.len(), 1);
    let change = &recalled.changes[0];
    assert_eq!(
        (change.path.as_str(), change.before[0].as_str(), change.now[0].as_str()),
        ("city", "Chicago", "Boston")
    );
    assert_eq!(recalled.account.location.as_deref(), Some(LOCATION));
    assert!(on_disk(folder.path()).contains(LOCATION));
}

#[tokio::test]
async fn a_recent_of_an_account_that_is_not_there_stays_and_is_found_again_when_the_account_is() {
    let (server, folder) = (Server::start(answer).await, tempfile::tempdir().unwrap());
    let harness = Harness::start(&server, folder.path());
    let account = harness.connect(TokenStorage::PasswordStore).await;
    harness.look_up(&account, ID).await;
    harness.accounts.remove(&account).await.unwrap();
    harness.lookups.forget_account(&account);
    let again = Harness::start(&server, folder.path());
    assert_eq!(again.lookups.recent_lookups()[0].id, ID);
    assert!(again.accounts.find(&account).is_err());
    harness.accounts.restore(&account).await.unwrap();
    let again = Harness::start(&server, folder.path());
    assert_eq!(again.accounts.find(&account).unwrap().name, "Harbour Dental");
    assert_eq!(again.lookups.recent_lookups()[0].account, account.as_str());
}
