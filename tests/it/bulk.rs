//! Many lookups at once, over the real client and the real disk, against a server on loopback.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use contact_lookup::accounts::{Accounts, TokenStorage};
use contact_lookup::bulk::{
    About, Bulk, Filter, ListStatus, Outcome, OwnColumns, Row, Search, State, Table, TableRow, MAX_LOOKUPS,
};
use contact_lookup::highlevel::client::Client;
use contact_lookup::highlevel::rate_limit::RateLimiter;
use contact_lookup::lookup::{Lookups, Sample};
use contact_lookup::model::account::AccountId;
use contact_lookup::model::contact_id::ContactId;
use contact_lookup::model::problem::{Problem, ProblemKind};
use contact_lookup::model::token::ApiToken;
use contact_lookup::sample::SampleTransport;
use contact_lookup::settings::SettingsStore;
use contact_lookup::token_store::MemoryStore;
use tempfile::TempDir;

use crate::support::answer::{Answer, Ending};
use crate::support::asker::{http, limits, TOKEN};
use crate::support::harness::{all_known, of_contacts, LOCATION, NO_SCOPE};
use crate::support::server::{Seen, Server};

mod disk;
mod elsewhere;
mod faults;
mod killed;
mod nameless;
mod run;
mod session;
mod table;

/// How long anything is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// An allowance that no test has to sit out.
fn quick() -> RateLimiter {
    RateLimiter::with_limit(100_000, Duration::from_secs(10))
}

/// The program's part that looks lists up, pointed at a server.
struct Lister {
    accounts: Arc<Accounts>,
    bulk: Arc<Bulk>,
    lookups: Arc<Lookups>,
    account: AccountId,
}

impl Lister {
    async fn at(url: &str, folder: &Path, pace: fn() -> RateLimiter) -> Self {
        let client = Arc::new(Client::new(Arc::new(http(url))).within(limits()));
        let (token_store, settings) = (Arc::new(MemoryStore::new()), Arc::new(SettingsStore::in_memory()));
        let accounts = Accounts::new(token_store, Arc::clone(&client), settings).limited_by(pace);
        let accounts = Arc::new(accounts);
        let sample = Sample {
            client: Arc::new(Client::new(Arc::new(SampleTransport))),
            token: Arc::new(ApiToken::parse(TOKEN).unwrap()),
        };
        let lookups = Arc::new(Lookups::new(Arc::clone(&accounts), client, sample));
        let account = accounts.connect("Harbour Dental", Some(TOKEN), TokenStorage::PasswordStore).await.unwrap().id;
        let bulk = Bulk::new(Arc::clone(&accounts), Arc::clone(&lookups), Some(folder.to_owned()));
        Self { accounts, bulk, lookups, account }
    }

    async fn start(&self, rows: Vec<Row>) {
        let about = About { file: Some("list.csv".to_owned()), account: self.account.clone(), origin: None };
        self.bulk.start(about, rows).await.unwrap();
    }

    async fn resume(&self) {
        self.bulk.resume(&self.account).await.unwrap();
    }

    fn status(&self) -> ListStatus {
        self.bulk.status().unwrap()
    }

    async fn until(&self, is_so: impl Fn(&ListStatus) -> bool) -> ListStatus {
        let wait = async {
            loop {
                // The program itself tells a few times a second, when much has happened.
                if let Some(standing) = self.bulk.status().filter(&is_so) {
                    return standing;
                }
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let ended = tokio::time::timeout(PATIENCE, wait).await;
        ended.unwrap_or_else(|_| panic!("it stays like this: {:?}", self.bulk.status()))
    }

    async fn until_finished(&self) -> ListStatus {
        self.until(|standing| standing.is_finished).await
    }

    async fn until_asking(&self) -> Problem {
        self.until(|standing| standing.state == State::Asking).await.problem.unwrap()
    }

    fn save(&self, columns: &[String]) -> (Vec<TableRow>, bool) {
        let write = |rows: &mut dyn Iterator<Item = _>| Ok((rows.map(Result::unwrap).collect(), true));
        self.bulk.save(columns, Filter::All, &Search::default(), write).unwrap()
    }

    /// Every row with every field, and whether the list is saved by that.
    fn save_all(&self) -> (Vec<TableRow>, bool) {
        let columns: Vec<String> = self.status().columns.into_iter().map(|column| column.path).collect();
        self.save(&columns)
    }

    fn table(&self, columns: &[&str]) -> Vec<TableRow> {
        let columns: Vec<String> = columns.iter().map(|&column| column.to_owned()).collect();
        self.save(&columns).0
    }
}

/// A server and what looks lists up there.
struct Harness {
    server: Server,
    folder: TempDir,
    lister: Lister,
}

impl Harness {
    /// With what the script says of everything but the ID that tests a token.
    async fn new(script: impl Fn(&Seen) -> Answer + Send + Sync + 'static) -> Self {
        Self::paced_by(quick, script).await
    }

    async fn paced_by(pace: fn() -> RateLimiter, script: impl Fn(&Seen) -> Answer + Send + Sync + 'static) -> Self {
        let server = Server::start(move |seen| match seen.path.as_str() {
            "/contacts/ContactLookupCheck00" => not_found(),
            _ => script(seen),
        })
        .await;
        let folder = tempfile::tempdir().unwrap();
        let lister = Lister::at(&server.url(), &folder.path().join("bulk"), pace).await;
        Self { server, folder, lister }
    }

    /// The file of the list.
    fn file(&self) -> PathBuf {
        self.folder.path().join("bulk/list.jsonl")
    }

    /// The program, started once more. The one before it is gone.
    async fn restarted(self) -> Self {
        let Self { server, folder, lister } = self;
        lister.bulk.shut_down().await;
        drop(lister);
        let lister = Lister::at(&server.url(), &folder.path().join("bulk"), quick).await;
        Self { server, folder, lister }
    }

    /// How often each of the first so many contacts was asked for.
    fn asked(&self, count: usize) -> Vec<usize> {
        let paths: Vec<String> = self.server.requests().into_iter().map(|seen| seen.path).collect();
        (0..count).map(|at| paths.iter().filter(|path| **path == format!("/contacts/{}", id(at))).count()).collect()
    }

    fn requests_for_contacts(&self) -> usize {
        let check = "/contacts/ContactLookupCheck00";
        let seen = self.server.requests();
        seen.iter().filter(|seen| seen.path.starts_with("/contacts/") && seen.path != check).count()
    }
}

fn id(number: usize) -> ContactId {
    ContactId::new(&format!("Contact{number:013}")).unwrap()
}

fn contacts(count: usize) -> Vec<Row> {
    (0..count).map(|at| Row::Contact(id(at))).collect()
}

fn number_of(seen: &Seen) -> Option<usize> {
    seen.path.strip_prefix("/contacts/Contact")?.parse().ok()
}

/// What every server here says unless it is told otherwise.
fn usual(seen: &Seen) -> Answer {
    of_contacts(seen).unwrap_or_else(|| Answer::json(401, NO_SCOPE))
}

fn not_found() -> Answer {
    Answer::json(400, r#"{"statusCode": 400, "message": "Contact not found"}"#)
}

fn is_found(row: &TableRow) -> bool {
    matches!(row.outcome, Outcome::Found)
}
