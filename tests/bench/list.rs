//! What a list costs beyond its requests: against a server that enforces HighLevel's allowance to the letter, as a share
//! of what that allows; and against one without a limit, beside bare reqwest with as many requests under way.

use std::collections::VecDeque;
use std::error::Error;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use contact_lookup::accounts::{Accounts, TokenStorage};
use contact_lookup::bulk::{About, Bulk, Row as ListRow, MAX_LOOKUPS};
use contact_lookup::highlevel::client::Client;
use contact_lookup::highlevel::http::{Http, ProxyChoice};
use contact_lookup::highlevel::rate_limit::RateLimiter;
use contact_lookup::list::{ParsedTable, MAX_ROWS};
use contact_lookup::lookup::{Lookups, Sample};
use contact_lookup::model::account::AccountId;
use contact_lookup::model::contact_id::ContactId;
use contact_lookup::model::token::ApiToken;
use contact_lookup::sample::SampleTransport;
use contact_lookup::settings::SettingsStore;
use contact_lookup::token_store::MemoryStore;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::contacts;
use crate::table::{median, Row};

const TOKEN: &str = "pit-11111111-2222-4333-8444-555555555555";

/// How many contacts the list has.
const ROWS: usize = 2_000;

/// How many of them the allowance lets through in one of its intervals.
const LIMIT: usize = 100;
const INTERVAL: Duration = Duration::from_secs(10);

/// How long the servers take for an answer.
const THINKING: Duration = Duration::from_millis(80);

/// Measures both cases and prints their rows.
pub async fn measure() -> Result<(), Box<dyn Error>> {
    reading()?;
    let (took, refused) = with_the_limit().await?;
    // The first hundred go at once, and each further hundred after an interval.
    let intervals = u32::try_from(ROWS / LIMIT - 1)?;
    let allowed = (INTERVAL * intervals + THINKING).as_secs_f64();
    Row {
        what: "2,000 rows / what 100 in any 10 s allow; 80 ms an answer",
        ours: took.as_secs_f64(),
        other: allowed,
        unit: "s",
        aim: Some(1.0 / 0.97),
    }
    .print();
    println!("{:<58}  {refused} of these requests were refused", "");
    let (ours, bare) = without_a_limit(THINKING, 3).await?;
    Row {
        what: "2,000 rows / bare reqwest, 16 at once; no limit, 80 ms",
        ours,
        other: bare,
        unit: "ms",
        aim: Some(1.0 / 0.8),
    }
    .print();
    let (ours, bare) = without_a_limit(Duration::ZERO, 7).await?;
    Row { what: "the same; the server takes no time at all", ours, other: bare, unit: "ms", aim: None }.print();
    Ok(())
}

/// Reading a file of as many rows as a list can have, against the time that a person does not mind.
fn reading() -> Result<(), Box<dyn Error>> {
    let row = |number: usize| {
        let id = id(number);
        format!(
            "Maria Lopez {number},{id},maria{number}@example.com,\"Main Street {number}, Austin\",2026-03-01,note\r\n"
        )
    };
    let rows: String = (0..MAX_ROWS).map(row).collect();
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("contacts.csv");
    std::fs::write(&file, format!("Name,Contact Id,Email,Address,Date,Note\r\n{rows}"))?;
    let mut took = Vec::new();
    for _ in 0..5 {
        let begun = Instant::now();
        let table = ParsedTable::from_file(&file).map_err(|problem| format!("{problem:?}"))?;
        let counts = table.list(table.guess()).counts();
        took.push(begun.elapsed().as_secs_f64() * 1000.0);
        assert_eq!(counts.to_look_up as usize, MAX_ROWS);
    }
    Row { what: "100,000 rows of CSV read / 1.5 s", ours: median(took), other: 1_500.0, unit: "ms", aim: Some(1.0) }
        .print();
    Ok(())
}

async fn with_the_limit() -> Result<(Duration, usize), Box<dyn Error>> {
    let server = Server::start(Some(Allowance::default()), THINKING).await?;
    let lister = Lister::at(&server.address, RateLimiter::new).await?;
    // The account is connected, and the names of its custom fields are known from a lookup: neither is the list's.
    lister.look_one_up().await?;
    tokio::time::sleep(INTERVAL + Duration::from_millis(500)).await;
    let took = lister.look_up_all().await?;
    Ok((took, server.shared.refused.load(Ordering::SeqCst)))
}

/// The medians, in milliseconds, of the program and of bare reqwest.
async fn without_a_limit(thinks_for: Duration, rounds: usize) -> Result<(f64, f64), Box<dyn Error>> {
    let server = Server::start(None, thinks_for).await?;
    let lister = Lister::at(&server.address, || RateLimiter::with_limit(10_000_000, INTERVAL)).await?;
    let bare = reqwest::Client::builder().no_proxy().build()?;
    let (mut ours, mut others) = (Vec::new(), Vec::new());
    for round in 0..=rounds {
        let our = lister.look_up_all().await?;
        let other = ask_bare(&bare, &server.address).await?;
        // The first round opens the connections and warms everything up.
        if round > 0 {
            ours.push(our.as_secs_f64() * 1000.0);
            others.push(other.as_secs_f64() * 1000.0);
        }
    }
    Ok((median(ours), median(others)))
}

/// The same requests, as many at once, with nothing done about the answers.
async fn ask_bare(client: &reqwest::Client, address: &str) -> Result<Duration, Box<dyn Error>> {
    let (begun, next) = (Instant::now(), Arc::new(AtomicUsize::new(0)));
    let seats = (0..MAX_LOOKUPS).map(|_| {
        let (client, address, next) = (client.clone(), address.to_owned(), Arc::clone(&next));
        tokio::spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::SeqCst);
                if number >= ROWS {
                    return Ok::<_, reqwest::Error>(());
                }
                let request = client.get(format!("{address}/contacts/{}", id(number))).bearer_auth(TOKEN);
                let request = request.header("version", "2021-04-15").header("accept", "application/json");
                let body = request.send().await?.bytes().await?;
                assert!(!body.is_empty(), "the server answered nothing");
            }
        })
    });
    for seat in seats.collect::<Vec<_>>() {
        seat.await??;
    }
    Ok(begun.elapsed())
}

fn id(number: usize) -> String {
    format!("Contact{number:013}")
}

/// The program's part that looks lists up.
struct Lister {
    bulk: Arc<Bulk>,
    lookups: Arc<Lookups>,
    account: AccountId,
    _folder: tempfile::TempDir,
}

impl Lister {
    async fn at(address: &str, pace: fn() -> RateLimiter) -> Result<Self, Box<dyn Error>> {
        let http = Http::new(address.parse()?).through(ProxyChoice::None);
        let client = Arc::new(Client::new(Arc::new(http)));
        let settings = Arc::new(SettingsStore::in_memory());
        let accounts = Accounts::new(Arc::new(MemoryStore::new()), Arc::clone(&client), settings);
        let accounts = Arc::new(accounts.limited_by(pace));
        let token = || ApiToken::parse(TOKEN).map_err(|fault| format!("{fault:?}"));
        let sample = Sample { client: Arc::new(Client::new(Arc::new(SampleTransport))), token: Arc::new(token()?) };
        let lookups = Arc::new(Lookups::new(Arc::clone(&accounts), client, sample));
        let account = accounts.connect("Bench", Some(TOKEN), TokenStorage::Session).await;
        let account = account.map_err(|problem| format!("{problem:?}"))?.id;
        let folder = tempfile::tempdir_in(on_a_real_disk())?;
        let bulk = Bulk::new(accounts, Arc::clone(&lookups), Some(folder.path().join("bulk")));
        Ok(Self { bulk, lookups, account, _folder: folder })
    }

    async fn look_one_up(&self) -> Result<(), Box<dyn Error>> {
        self.lookups.look_up(&self.account, &id(0)).await.map_err(|problem| format!("{problem:?}"))?;
        self.lookups.name_ids(&self.account, &id(0)).await.ok_or("another contact was looked up")?;
        Ok(())
    }

    /// Looks a whole list up, from its start until the last outcome is written down.
    async fn look_up_all(&self) -> Result<Duration, Box<dyn Error>> {
        let contact = |number| ContactId::new(&id(number)).map(ListRow::Contact).ok_or("no ID");
        let rows = (0..ROWS).map(contact).collect::<Result<Vec<_>, _>>()?;
        let begun = Instant::now();
        let about = About { file: None, account: self.account.clone(), origin: None };
        self.bulk.start(about, rows).await.map_err(|problem| format!("{problem:?}"))?;
        loop {
            let standing = self.bulk.status().ok_or("there is no list")?;
            if standing.is_finished {
                assert_eq!(standing.counts.found as usize, ROWS, "every contact is there");
                let took = begun.elapsed();
                self.bulk.close().await.map_err(|problem| format!("{problem:?}"))?;
                return Ok(took);
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}

/// Not in a folder that is memory, where there is another.
fn on_a_real_disk() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

/// When the last requests came: so many of them in any stretch of the interval are let through.
#[derive(Default)]
struct Allowance(Mutex<VecDeque<Instant>>);

impl Allowance {
    fn lets_through(&self) -> bool {
        let mut came = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        while came.front().is_some_and(|first| now.duration_since(*first) >= INTERVAL) {
            came.pop_front();
        }
        came.push_back(now);
        came.len() <= LIMIT
    }
}

/// A stand-in for HighLevel that has every contact. On threads of its own, so that it takes none of the program's time.
struct Server {
    address: String,
    shared: Arc<Shared>,
}

struct Shared {
    allowance: Option<Allowance>,
    thinks_for: Duration,
    contact: Value,
    refused: AtomicUsize,
}

impl Server {
    async fn start(allowance: Option<Allowance>, thinks_for: Duration) -> Result<Self, Box<dyn Error>> {
        let shared =
            Arc::new(Shared { allowance, thinks_for, contact: contacts::usual(), refused: AtomicUsize::new(0) });
        let (ready, address) = tokio::sync::oneshot::channel();
        let served = Arc::clone(&shared);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
            runtime.expect("a runtime for the server").block_on(serve(ready, served))
        });
        Ok(Self { address: format!("http://{}", address.await?), shared })
    }
}

async fn serve(ready: tokio::sync::oneshot::Sender<std::net::SocketAddr>, shared: Arc<Shared>) -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let _ = ready.send(listener.local_addr()?); // whoever started it waits for this
    loop {
        let (connection, _) = listener.accept().await?;
        tokio::spawn(answer_all(connection, Arc::clone(&shared)));
    }
}

async fn answer_all(connection: TcpStream, shared: Arc<Shared>) -> std::io::Result<()> {
    connection.set_nodelay(true)?;
    let mut connection = BufReader::new(connection);
    let mut line = String::new();
    loop {
        line.clear();
        if connection.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let id = line.split(' ').nth(1).and_then(|path| path.strip_prefix("/contacts/")).map(str::to_owned);
        while !line.trim_end().is_empty() {
            line.clear();
            connection.read_line(&mut line).await?;
        }
        let is_let_through = shared.allowance.as_ref().is_none_or(Allowance::lets_through);
        if !shared.thinks_for.is_zero() {
            tokio::time::sleep(shared.thinks_for).await;
        }
        let answer = match id {
            _ if !is_let_through => {
                shared.refused.fetch_add(1, Ordering::SeqCst);
                "HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n".to_owned()
            }
            Some(id) => shared.contact_of(&id),
            None => "HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n".to_owned(),
        };
        connection.write_all(answer.as_bytes()).await?;
    }
}

impl Shared {
    fn contact_of(&self, id: &str) -> String {
        let usual = self.contact["id"].as_str().unwrap_or_default();
        let body = format!(r#"{{"contact":{},"traceId":"0a1b2c3d"}}"#, self.contact).replace(usual, id);
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ";
        format!("{head}{}\r\n\r\n{body}", body.len())
    }
}
