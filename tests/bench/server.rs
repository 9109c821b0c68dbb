//! A stand-in for HighLevel that does as little as it can, so that what is measured is the program.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use serde_json::{json, Value};

/// Answers on a port of its own for as long as the benchmark runs.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    answers: HashMap<String, Vec<u8>>,
    thinks_for: Duration,
    last_byte: Mutex<Option<SystemTime>>,
}

impl Server {
    /// Knows these contacts by their IDs and takes that long before each answer.
    pub fn start(contacts: &[Value], thinks_for: Duration) -> std::io::Result<Self> {
        let answers = contacts.iter().map(|contact| {
            let id = contact["id"].as_str().unwrap_or_default().to_owned();
            (id, whole_answer("200 OK", &json!({ "contact": contact, "traceId": "0a1b2c3d" })))
        });
        let shared = Arc::new(Shared { answers: answers.collect(), thinks_for, last_byte: Mutex::new(None) });
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let for_connections = Arc::clone(&shared);
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let shared = Arc::clone(&for_connections);
                std::thread::spawn(move || shared.serve(&connection));
            }
        });
        Ok(Self { address, shared })
    }

    /// `http://127.0.0.1:PORT`.
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// When the last byte of the last answer was handed to the system.
    pub fn last_byte(&self) -> Option<SystemTime> {
        *self.shared.last_byte.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    /// Answers one connection until it ends.
    fn serve(&self, connection: &TcpStream) -> Option<()> {
        connection.set_nodelay(true).ok()?;
        let unknown = whole_answer("400 Bad Request", &json!({ "statusCode": 400, "message": "Contact not found" }));
        let mut reader = BufReader::new(connection);
        let mut line = String::new();
        loop {
            line.clear();
            if reader.read_line(&mut line).ok()? == 0 {
                return None;
            }
            let path = line.split(' ').nth(1)?.to_owned();
            while !line.trim_end().is_empty() {
                line.clear();
                reader.read_line(&mut line).ok()?;
            }
            std::thread::sleep(self.thinks_for);
            let answer = self.answers.get(path.rsplit('/').next()?).unwrap_or(&unknown);
            let mut connection = connection;
            connection.write_all(answer).ok()?;
            // What is asked for after a contact, names for instance, is not what anybody waits for.
            if path.starts_with("/contacts/") {
                *self.last_byte.lock().unwrap_or_else(PoisonError::into_inner) = Some(SystemTime::now());
            }
        }
    }
}

fn whole_answer(status: &str, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    (head + &body).into_bytes()
}
