//! A server on loopback that does what a test tells it to, well-behaved or not. It speaks HTTP/1.1 by hand, because a
//! library would not let it lie.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use super::answer::{Answer, Ending, Piece};

/// One request, as it came.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    /// The target as it stood in the first line.
    pub path: String,
    /// Names as they were sent.
    pub headers: Vec<(String, String)>,
    /// Which connection it came on, from 0.
    pub connection: usize,
    /// How many requests for the same path came before it.
    pub nth: usize,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(sent, _)| sent.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

type Script = dyn Fn(&Seen) -> Answer + Send + Sync;

/// What has happened so far.
#[derive(Debug, Clone, Default)]
struct Log {
    /// Connections that were accepted; over TLS, whether or not the handshake came to an end.
    connections: usize,
    /// Connections that were ready for a request.
    ready: usize,
    /// Connections that the client has left while it was being answered or before it asked again.
    left: usize,
    /// Bytes received, without those of TLS.
    received: usize,
    requests: Vec<Seen>,
    by_path: HashMap<String, usize>,
}

/// The server. Everything ends when it is dropped.
pub struct Server {
    pub address: SocketAddr,
    is_tls: bool,
    log: watch::Receiver<Log>,
    _tasks: JoinSet<()>,
}

impl Server {
    /// Answers each request with what the script makes of it.
    pub async fn start(script: impl Fn(&Seen) -> Answer + Send + Sync + 'static) -> Self {
        Self::listen(None, script).await
    }

    /// Answers every request alike.
    pub async fn always(answer: Answer) -> Self {
        Self::start(move |_| answer.clone()).await
    }

    /// Gives one answer after the other, and the last one for ever.
    pub async fn in_turn(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers: Vec<_> = answers.into_iter().collect();
        Self::start(move |seen| answers[seen.nth.min(answers.len() - 1)].clone()).await
    }

    /// With or without TLS.
    pub(super) async fn listen(
        tls: Option<TlsAcceptor>,
        script: impl Fn(&Seen) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, log) = watch::channel(Log::default());
        let is_tls = tls.is_some();
        let shared = Arc::new(Shared { log: sender, script: Box::new(script), tls: Mutex::new(tls) });
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, shared));
        Self { address, is_tls, log, _tasks: tasks }
    }

    /// The address that a client is pointed at.
    pub fn url(&self) -> String {
        format!("{}://127.0.0.1:{}", if self.is_tls { "https" } else { "http" }, self.address.port())
    }

    pub fn requests(&self) -> Vec<Seen> {
        self.log.borrow().requests.clone()
    }

    pub fn connections(&self) -> usize {
        self.log.borrow().connections
    }

    pub fn bytes_received(&self) -> usize {
        self.log.borrow().received
    }

    /// Waits until this many connections are ready for a request.
    pub async fn until_ready(&self, connections: usize) {
        self.log.clone().wait_for(|log| log.ready >= connections).await.unwrap();
    }

    /// Waits until this many requests have come.
    pub async fn until_asked(&self, requests: usize) {
        self.log.clone().wait_for(|log| log.requests.len() >= requests).await.unwrap();
    }

    /// Waits until the client has left this many connections.
    pub async fn until_left(&self, connections: usize) {
        self.log.clone().wait_for(|log| log.left >= connections).await.unwrap();
    }
}

struct Shared {
    log: watch::Sender<Log>,
    script: Box<Script>,
    tls: Mutex<Option<TlsAcceptor>>,
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let mut number = 0;
        shared.log.send_modify(|log| {
            number = log.connections;
            log.connections += 1;
        });
        let shared = Arc::clone(&shared);
        connections.spawn(async move {
            stream.set_nodelay(true).unwrap();
            let tls = shared.tls.lock().unwrap().clone();
            let ended = match tls {
                None => serve(Line::plain(stream), number, &shared).await,
                Some(tls) => match tls.accept(stream).await {
                    Ok(stream) => serve(Line::secure(stream), number, &shared).await,
                    // A client that does not trust the certificate has left; that is the test's point.
                    Err(_) => Ok(()),
                },
            };
            if ended.is_err() {
                shared.log.send_modify(|log| log.left += 1);
            }
        });
    }
}

/// One connection, plain or over TLS.
struct Line {
    stream: Box<dyn Stream>,
    unread: Vec<u8>,
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {
    /// Ends the connection with a reset instead of an end.
    fn reset(self: Box<Self>);
}

impl Stream for TcpStream {
    fn reset(self: Box<Self>) {
        // Zero seconds of patience: closing throws away what was not sent and resets.
        self.set_zero_linger().unwrap();
    }
}

impl Stream for tokio_rustls::server::TlsStream<TcpStream> {
    fn reset(self: Box<Self>) {
        Box::new(self.into_inner().0).reset();
    }
}

/// The client has left.
struct Left;

impl From<std::io::Error> for Left {
    fn from(_: std::io::Error) -> Self {
        Self
    }
}

impl Line {
    fn plain(stream: TcpStream) -> Self {
        Self { stream: Box::new(stream), unread: Vec::new() }
    }

    fn secure(stream: tokio_rustls::server::TlsStream<TcpStream>) -> Self {
        Self { stream: Box::new(stream), unread: Vec::new() }
    }

    /// The head of the next request, without the empty line after it.
    async fn head(&mut self, shared: &Shared) -> Result<String, Left> {
        loop {
            if let Some(end) = self.unread.windows(4).position(|four| four == b"\r\n\r\n") {
                let rest = self.unread.split_off(end + 4);
                let head = std::mem::replace(&mut self.unread, rest);
                return Ok(String::from_utf8(head[..end].to_vec()).unwrap());
            }
            let mut some = [0; 4096];
            match self.stream.read(&mut some).await? {
                0 => return Err(Left),
                count => {
                    self.unread.extend_from_slice(&some[..count]);
                    shared.log.send_modify(|log| log.received += count);
                }
            }
        }
    }

    async fn until_left(&mut self) -> Left {
        let mut some = [0; 4096];
        while matches!(self.stream.read(&mut some).await, Ok(1..)) {}
        Left
    }
}

async fn serve(mut line: Line, number: usize, shared: &Shared) -> Result<(), Left> {
    shared.log.send_modify(|log| log.ready += 1);
    loop {
        let head = line.head(shared).await?;
        let seen = note(&head, number, shared);
        let answer = (shared.script)(&seen);
        if let Some(target) = answer.tunnel_to {
            return tunnel(line, target).await;
        }
        for piece in &answer.pieces {
            match piece {
                Piece::Bytes(bytes) => line.stream.write_all(bytes).await?,
                Piece::Wait(wait) => tokio::time::sleep(*wait).await,
                Piece::Endless(bytes, pause) => loop {
                    line.stream.write_all(bytes).await?;
                    tokio::time::sleep(*pause).await;
                },
                Piece::Sliced(bytes) => {
                    for byte in bytes {
                        line.stream.write_all(&[*byte]).await?;
                        line.stream.flush().await?;
                        tokio::task::yield_now().await;
                    }
                }
            }
            line.stream.flush().await?;
        }
        match answer.ending {
            Ending::NextRequest => {}
            Ending::Silence => return Err(line.until_left().await),
            Ending::Close => {
                line.stream.shutdown().await?;
                return Ok(());
            }
            Ending::Reset => {
                line.stream.reset();
                return Ok(());
            }
        }
    }
}

fn note(head: &str, connection: usize, shared: &Shared) -> Seen {
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap_or_default().split(' ').map(str::to_owned);
    let (method, path) = (first.next().unwrap_or_default(), first.next().unwrap_or_default());
    let headers = lines.filter_map(|line| line.split_once(": ")).map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
    let mut seen = Seen { method, path, headers, connection, nth: 0 };
    shared.log.send_modify(|log| {
        let count = log.by_path.entry(seen.path.clone()).or_default();
        seen.nth = *count;
        *count += 1;
        log.requests.push(seen.clone());
    });
    seen
}

/// What a proxy does after CONNECT: passes everything on, both ways.
async fn tunnel(mut line: Line, target: SocketAddr) -> Result<(), Left> {
    let mut target = TcpStream::connect(target).await?;
    line.stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
    tokio::io::copy_bidirectional(&mut line.stream, &mut target).await?;
    Ok(())
}
