//! A stand-in for HighLevel on this computer: answers as a test tells it to, and remembers what it was asked.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{json, Value};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet};

/// One answer.
#[derive(Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    after: Duration,
    gate: Option<Gate>,
}

/// Holds answers back until a test lets them go, one at a time.
#[derive(Clone)]
pub struct Gate(Arc<Semaphore>);

impl Gate {
    /// A gate that lets nothing through yet.
    pub fn closed() -> Self {
        Self(Arc::new(Semaphore::new(0)))
    }

    /// Lets one answer through: the one that waits, or else the next.
    pub fn release(&self) {
        self.0.add_permits(1);
    }

    async fn pass(&self) {
        self.0.acquire().await.expect("the gate is never taken down").forget();
    }
}

impl Answer {
    /// A contact.
    pub fn contact(contact: &Value) -> Self {
        Self::json(200, &json!({ "contact": contact, "traceId": "0a1b2c3d-trace" }))
    }

    /// Anything in JSON.
    pub fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), "application/json; charset=utf-8".to_owned())],
            body: body.to_string().into_bytes(),
            after: Duration::ZERO,
            gate: None,
        }
    }

    /// A refusal in HighLevel's usual form.
    pub fn refusal(status: u16, message: impl Into<Value>) -> Self {
        Self::json(status, &json!({ "statusCode": status, "message": message.into(), "traceId": "0a1b2c3d-trace" }))
    }

    /// Text that is not JSON.
    pub fn text(status: u16, kind: &str, body: &str) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), kind.to_owned())],
            body: body.as_bytes().to_vec(),
            after: Duration::ZERO,
            gate: None,
        }
    }

    /// The same with a header.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same, but not before that time has passed.
    pub fn after(mut self, time: Duration) -> Self {
        self.after = time;
        self
    }

    /// The same, but not before it is let through the gate.
    pub fn behind(mut self, gate: &Gate) -> Self {
        self.gate = Some(gate.clone());
        self
    }
}

/// One request that came.
#[derive(Clone, Debug)]
pub struct Request {
    /// `GET`.
    pub method: String,
    /// `/contacts/…`.
    pub path: String,
    /// By name in lower case.
    pub headers: HashMap<String, String>,
}

/// Makes the answer for an ID.
type Maker = Box<dyn Fn(&str) -> Answer + Send>;

#[derive(Default)]
struct Script {
    answers: HashMap<String, Answer>,
    /// For contacts whose IDs begin so.
    of_all: Option<(&'static str, Maker)>,
    /// Whoever of those comes next gets these first.
    of_next: VecDeque<Answer>,
    /// By token and ID: these go first.
    answers_to: HashMap<(String, String), Answer>,
    requests: Vec<Request>,
    connections: usize,
    refused: Option<String>,
}

/// The stand-in.
pub struct HighLevel {
    port: u16,
    script: Arc<Mutex<Script>>,
    door: Mutex<JoinHandle<()>>,
}

impl HighLevel {
    /// Listens on a port of its own until the test ends. What it was not told about is "Contact not found".
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let script = Arc::new(Mutex::new(Script::default()));
        let door = Mutex::new(open(listener, Arc::clone(&script)));
        Self { port, script, door }
    }

    /// Cuts every connection, and listens no more.
    pub fn vanish(&self) {
        self.door.lock().expect("the door").abort();
    }

    /// Listens again, after it had vanished.
    pub async fn come_back(&self) {
        let listener = loop {
            match TcpListener::bind(("127.0.0.1", self.port)).await {
                Ok(listener) => break listener,
                // The one before takes a moment to let go.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        };
        *self.door.lock().expect("the door") = open(listener, Arc::clone(&self.script));
    }

    /// `http://127.0.0.1:PORT`.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// From now on this ID gets this answer. So does a path that is not a contact's, named as a whole; without an answer
    /// of its own it is refused as one that the token has no permission for.
    pub fn answer(&self, id: &str, answer: Answer) {
        self.script.lock().expect("the script").answers.insert(id.to_owned(), answer);
    }

    /// From now on all contacts whose IDs begin so, and have no answer of their own, get the answer that is made for them.
    pub fn answer_all(&self, beginning: &'static str, make: impl Fn(&str) -> Answer + Send + 'static) {
        self.script.lock().expect("the script").of_all = Some((beginning, Box::new(make)));
    }

    /// The next of those contacts gets this answer instead, whichever it is.
    pub fn answer_next(&self, answer: Answer) {
        self.script.lock().expect("the script").of_next.push_back(answer);
    }

    /// From now on this ID gets this answer where it is asked for with this token.
    pub fn answer_to(&self, token: &str, id: &str, answer: Answer) {
        let key = (format!("Bearer {token}"), id.to_owned());
        self.script.lock().expect("the script").answers_to.insert(key, answer);
    }

    /// The requests so far whose path has this in it.
    pub fn requests_for(&self, part: &str) -> Vec<Request> {
        self.all_requests().into_iter().filter(|request| request.path.contains(part)).collect()
    }

    /// From now on this token is refused, whatever is asked with it.
    pub fn refuse(&self, token: &str) {
        self.script.lock().expect("the script").refused = Some(format!("Bearer {token}"));
    }

    /// From now on no token is refused for itself.
    pub fn accept_all(&self) {
        self.script.lock().expect("the script").refused = None;
    }

    /// All requests for contacts so far. Names for the IDs in them are asked for in their own time.
    pub fn requests(&self) -> Vec<Request> {
        let mut requests = self.all_requests();
        requests.retain(|request| request.path.starts_with("/contacts/"));
        requests
    }

    /// All requests so far.
    pub fn all_requests(&self) -> Vec<Request> {
        self.script.lock().expect("the script").requests.clone()
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.script.lock().expect("the script").connections
    }
}

impl Script {
    fn of_all(&mut self, id: &str) -> Option<Answer> {
        let (_, make) = self.of_all.as_ref().filter(|(beginning, _)| id.starts_with(beginning))?;
        Some(self.of_next.pop_front().unwrap_or_else(|| make(id)))
    }
}

/// Serves whoever comes. When it ends, so does every connection.
fn open(listener: TcpListener, script: Arc<Mutex<Script>>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((connection, _)) = listener.accept().await {
            script.lock().expect("the script").connections += 1;
            connections.spawn(serve(connection, Arc::clone(&script)));
        }
    })
}

async fn serve(connection: TcpStream, script: Arc<Mutex<Script>>) {
    let mut connection = BufReader::new(connection);
    while let Some(request) = read_request(&mut connection).await {
        let contact = request.path.strip_prefix("/contacts/").map(str::to_owned);
        let (id, otherwise) = match contact {
            Some(id) => (id, Answer::refusal(400, "Contact not found")),
            None => (request.path.clone(), Answer::refusal(401, "The token is not authorized for this scope.")),
        };
        let answer = {
            let mut script = script.lock().expect("the script");
            let token = request.headers.get("authorization").cloned().unwrap_or_default();
            let refused = script.refused.is_some() && script.refused.as_ref() == Some(&token);
            script.requests.push(request);
            let refusal = refused.then(|| Answer::refusal(401, "Invalid Private Integration token"));
            let to_this_token = || script.answers_to.get(&(token, id.clone())).cloned();
            let own = refusal.or_else(to_this_token).or_else(|| script.answers.get(&id).cloned());
            own.or_else(|| script.of_all(&id))
        };
        let answer = answer.unwrap_or(otherwise);
        tokio::time::sleep(answer.after).await;
        if let Some(gate) = &answer.gate {
            gate.pass().await;
        }
        let mut head = format!("HTTP/1.1 {} X\r\ncontent-length: {}\r\n", answer.status, answer.body.len());
        for (name, value) in &answer.headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        head.push_str("\r\n");
        let whole = [head.as_bytes(), &answer.body].concat();
        if connection.write_all(&whole).await.is_err() {
            return;
        }
    }
}

async fn read_request(connection: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut line = String::new();
    connection.read_line(&mut line).await.ok()?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        connection.read_line(&mut line).await.ok()?;
        match line.trim_end().split_once(':') {
            Some((name, value)) => headers.insert(name.to_lowercase(), value.trim().to_owned()),
            None => return Some(Request { method, path, headers }),
        };
    }
}
