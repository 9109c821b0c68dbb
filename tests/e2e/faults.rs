//! What can go wrong on the way to HighLevel and in its answers, as a person meets it in the window.

mod answers;
mod apart;
mod cards;
mod network;
mod trust;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::{Arc, Mutex};

use serde_json::json;
use tokio::net::{TcpListener, TcpStream};

use crate::contacts::TOKEN;
use crate::harness::{Harness, Start, Window};
use crate::unruly::answer::{Answer, Ending};
use crate::unruly::server::{Seen, Server};

/// A contact with letters of one to four bytes.
const NAME: &str = "Rubika Žižek 🎻";

fn body(id: &str) -> String {
    json!({ "contact": { "id": id, "firstName": NAME, "email": "rubika@example.com" }, "traceId": "t-1" }).to_string()
}

fn whole(id: &str) -> Answer {
    Answer::json(200, body(id))
}

/// For each ID one answer after the other, the last one for ever. All others, the one that a token is tested with
/// among them, are not found; the connection ends with that, so that none is kept from before the test.
fn script(answers: impl IntoIterator<Item = (String, Vec<Answer>)>) -> Box<dyn Fn(&Seen) -> Answer + Send + Sync> {
    let answers: HashMap<_, _> = answers.into_iter().collect();
    Box::new(move |seen| {
        let id = seen.path.rsplit('/').next().unwrap_or_default();
        match answers.get(id) {
            Some(answers) => answers[seen.nth.min(answers.len() - 1)].clone(),
            None => Answer::json(400, r#"{"statusCode": 400, "message": "Contact not found"}"#).then(Ending::Close),
        }
    })
}

/// How many requests came for that ID.
fn asked(server: &Server, id: &str) -> usize {
    server.requests().iter().filter(|seen| seen.path.ends_with(id)).count()
}

/// The program with an account, asking at that address.
async fn connected(harness: &Harness, url: &str, environment: &[(&str, &str)]) -> Window {
    let environment = [&[("CONTACT_LOOKUP_API_URL", url)], environment].concat();
    let window = harness.open_with(Start { environment: &environment, ..Start::default() }).await;
    window.connect("Harbour Dental", TOKEN).await;
    window
}

/// Looks an ID up and holds what every fault has in common: `expected` is the kind of the problem, or `found`.
async fn comes_to(window: &Window, id: &str, expected: &str) {
    let state = window.look_up(id).await;
    let told = window.problem().await;
    assert_eq!(told.as_deref().unwrap_or(&state), expected, "{id}: {}", window.text("#result").await);
    assert_eq!(window.value("#contact-id").await, id, "the ID stays in the box");
    assert_eq!(window.attribute("#result", "data-id").await.as_deref(), Some(id));
    let fields = window.has("[data-field]").await;
    // The card of the same ID stays beside a problem, and says that it is an older one.
    let stays = window.has("#as-of").await;
    assert_eq!(fields, expected == "found" || stays, "{id}: a card beside a problem, or none where one belongs");
}

/// Sends that signal to a process of this test's.
fn signal(name: &str, process: u32) {
    let sent = Command::new("kill").args([format!("-{name}"), process.to_string()]).status();
    assert!(sent.expect("kill runs").success());
}

/// A port that leads to one server after another, so that a program with one address can be shown all of them.
struct Relay {
    address: SocketAddr,
    target: Arc<Mutex<SocketAddr>>,
    task: tokio::task::JoinHandle<()>,
}

impl Relay {
    async fn on(address: &str, target: SocketAddr) -> Self {
        let listener = TcpListener::bind(address).await.expect("the port is free");
        let address = listener.local_addr().expect("an address");
        let target = Arc::new(Mutex::new(target));
        let shared = Arc::clone(&target);
        let task = tokio::spawn(async move {
            while let Ok((mut here, _)) = listener.accept().await {
                let target = *shared.lock().expect("the target");
                tokio::spawn(async move {
                    if let Ok(mut there) = TcpStream::connect(target).await {
                        let _ = tokio::io::copy_bidirectional(&mut here, &mut there).await;
                    }
                });
            }
        });
        Self { address, target, task }
    }

    fn lead_to(&self, target: SocketAddr) {
        *self.target.lock().expect("the target") = target;
    }
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.task.abort();
    }
}
