//! A server that speaks HTTP/2 over TLS, as HighLevel's does.

use std::sync::Arc;

use h2::server::{Connection, SendResponse};
use h2::Reason;
use hyper::body::Bytes;
use hyper::{Response, Version};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::server::TlsStream;
use tokio_rustls::TlsAcceptor;

use super::secure::Identity;

/// One request, as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    pub version: Version,
    pub path: String,
    pub headers: Vec<(String, String)>,
    /// Which connection it came on, from 0.
    pub connection: usize,
    /// How many requests came before it.
    pub nth: usize,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(sent, _)| sent == name).map(|(_, value)| value.as_str())
    }
}

/// What the server does with a request.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A whole answer, with this many headers beside the usual.
    Whole { headers: usize, body: String },
    /// A whole answer, and then no more requests on this connection.
    LastOfThisConnection { body: String },
    /// The request is reset before there is an answer.
    Reset(Reason),
    /// Half of the answer that its head has announced.
    Half { body: String },
    /// The whole connection ends for this reason.
    Away(Reason),
}

impl Reply {
    pub fn json(body: &str) -> Self {
        Self::Whole { headers: 0, body: body.to_owned() }
    }
}

#[derive(Debug, Default)]
struct Log {
    connections: usize,
    ready: usize,
    requests: Vec<Seen>,
}

type Script = dyn Fn(&Seen) -> Reply + Send + Sync;

/// The server. Everything ends when it is dropped.
pub struct Http2Server {
    port: u16,
    log: watch::Receiver<Log>,
    _tasks: JoinSet<()>,
}

impl Http2Server {
    pub async fn start(identity: Identity, script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, log) = watch::channel(Log::default());
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, identity.over_http_2().acceptor(), Arc::new(sender), Arc::new(script)));
        Self { port, log, _tasks: tasks }
    }

    pub fn url(&self) -> String {
        format!("https://127.0.0.1:{}", self.port)
    }

    pub fn connections(&self) -> usize {
        self.log.borrow().connections
    }

    pub fn requests(&self) -> Vec<Seen> {
        self.log.borrow().requests.clone()
    }

    /// Waits until this many connections have finished their handshake of TLS.
    pub async fn until_ready(&self, connections: usize) {
        self.log.clone().wait_for(|log| log.ready >= connections).await.unwrap();
    }
}

async fn accept(listener: TcpListener, tls: TlsAcceptor, log: Arc<watch::Sender<Log>>, script: Arc<Script>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let mut number = 0;
        log.send_modify(|log| {
            number = log.connections;
            log.connections += 1;
        });
        let (tls, log, script) = (tls.clone(), Arc::clone(&log), Arc::clone(&script));
        connections.spawn(async move {
            let Ok(stream) = tls.accept(stream).await else { return };
            log.send_modify(|log| log.ready += 1);
            if let Ok(connection) = h2::server::handshake(stream).await {
                serve(connection, number, &log, &*script).await;
            }
        });
    }
}

async fn serve(
    mut connection: Connection<TlsStream<TcpStream>, Bytes>,
    number: usize,
    log: &watch::Sender<Log>,
    script: &Script,
) {
    while let Some(Ok((request, mut respond))) = connection.accept().await {
        let headers = request.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        let nth = log.borrow().requests.len();
        let path = request.uri().path().to_owned();
        let seen = Seen { version: request.version(), path, headers, connection: number, nth };
        log.send_modify(|log| log.requests.push(seen.clone()));
        match script(&seen) {
            Reply::Whole { headers, body } => answer(&mut respond, headers, &body),
            Reply::LastOfThisConnection { body } => {
                answer(&mut respond, 0, &body);
                connection.graceful_shutdown();
            }
            Reply::Reset(reason) => respond.send_reset(reason),
            Reply::Half { body } => {
                let mut head = head(0);
                head.headers_mut().insert("content-length", body.len().into());
                let mut stream = respond.send_response(head, false).unwrap();
                stream.send_data(Bytes::copy_from_slice(&body.as_bytes()[..body.len() / 2]), true).unwrap();
            }
            Reply::Away(reason) => connection.abrupt_shutdown(reason),
        }
    }
}

fn answer(respond: &mut SendResponse<Bytes>, headers: usize, body: &str) {
    let mut stream = respond.send_response(head(headers), false).unwrap();
    stream.send_data(Bytes::copy_from_slice(body.as_bytes()), true).unwrap();
}

fn head(headers: usize) -> Response<()> {
    let mut head = Response::builder().status(200).header("content-type", "application/json");
    for number in 0..headers {
        head = head.header(format!("x-{number}"), "1");
    }
    head.body(()).unwrap()
}
