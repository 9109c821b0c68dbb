//! What the server on loopback says, byte by byte if need be.

use std::fmt::Write as _;
use std::io::Write as _;
use std::net::SocketAddr;
use std::time::Duration;

/// One answer: what is sent, and what happens to the connection after it.
#[derive(Debug, Clone)]
pub struct Answer {
    pub(super) pieces: Vec<Piece>,
    pub(super) ending: Ending,
    pub(super) tunnel_to: Option<SocketAddr>,
}

/// A part of an answer.
#[derive(Debug, Clone)]
pub enum Piece {
    Bytes(Vec<u8>),
    /// One byte at a time.
    Sliced(Vec<u8>),
    Wait(Duration),
    /// Over and over, with this pause between, until the client leaves.
    Endless(Vec<u8>, Duration),
}

/// What happens to the connection when all pieces are sent.
#[derive(Debug, Clone, Copy)]
pub enum Ending {
    /// It is kept for the next request.
    NextRequest,
    /// It is kept, and nothing is said any more.
    Silence,
    /// It ends.
    Close,
    /// It is torn off.
    Reset,
}

impl Answer {
    /// These bytes exactly.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { pieces: vec![Piece::Bytes(bytes.into())], ending: Ending::NextRequest, tunnel_to: None }
    }

    /// A whole answer with its length.
    pub fn new(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = head(status, headers);
        // These have no body, and so no length.
        if status >= 200 && !matches!(status, 204 | 304) {
            let at = bytes.len() - 2;
            bytes.splice(at..at, format!("content-length: {}\r\n", body.len()).into_bytes());
        }
        bytes.extend_from_slice(body);
        Self::raw(bytes)
    }

    /// A whole answer in JSON.
    pub fn json(status: u16, body: impl AsRef<[u8]>) -> Self {
        Self::new(status, &[("content-type", "application/json; charset=utf-8")], body)
    }

    /// A 200 that says its body is packed with gzip.
    pub fn gzip(body: impl AsRef<[u8]>) -> Self {
        Self::new(200, &[("content-type", "application/json"), ("content-encoding", "gzip")], body)
    }

    /// These bytes over and over, with this pause between.
    pub fn repeated(bytes: impl Into<Vec<u8>>, pause: Duration) -> Self {
        Self { pieces: vec![Piece::Endless(bytes.into(), pause)], ending: Ending::Close, tunnel_to: None }
    }

    /// A 200 whose body comes in this chunk over and over, with this pause between.
    pub fn endless(chunk: &[u8], pause: Duration) -> Self {
        let mut framed = format!("{:x}\r\n", chunk.len()).into_bytes();
        framed.extend_from_slice(chunk);
        framed.extend_from_slice(b"\r\n");
        let head = head(200, &[("content-type", "application/json"), ("transfer-encoding", "chunked")]);
        let pieces = vec![Piece::Bytes(head), Piece::Endless(framed, pause)];
        Self { pieces, ending: Ending::Close, tunnel_to: None }
    }

    /// Not a byte, for ever.
    pub fn silence() -> Self {
        Self { pieces: Vec::new(), ending: Ending::Silence, tunnel_to: None }
    }

    /// What a proxy does with CONNECT: passes everything on to this address.
    #[cfg(not(windows))]
    pub fn tunnel(to: SocketAddr) -> Self {
        Self { pieces: Vec::new(), ending: Ending::Close, tunnel_to: Some(to) }
    }

    /// Only so many bytes of it, then this.
    pub fn cut_after(self, bytes: usize, ending: Ending) -> Self {
        let mut all = self.bytes();
        all.truncate(bytes);
        Self { pieces: vec![Piece::Bytes(all)], ending, ..self }
    }

    /// All of it but so many bytes, then this.
    pub fn cut_before_the_last(self, bytes: usize, ending: Ending) -> Self {
        let length = self.bytes().len();
        self.cut_after(length - bytes, ending)
    }

    /// After it, this.
    pub fn then(self, ending: Ending) -> Self {
        Self { ending, ..self }
    }

    /// One byte at a time.
    pub fn sliced(self) -> Self {
        Self { pieces: vec![Piece::Sliced(self.bytes())], ..self }
    }

    /// So many bytes at a time, with this pause after each.
    pub fn dripped(self, bytes: usize, pause: Duration) -> Self {
        let all = self.bytes();
        let drops = all.chunks(bytes).flat_map(|drop| [Piece::Bytes(drop.to_vec()), Piece::Wait(pause)]);
        Self { pieces: drops.collect(), ..self }
    }

    /// Not before this time has passed.
    pub fn after(mut self, wait: Duration) -> Self {
        self.pieces.insert(0, Piece::Wait(wait));
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let parts = self.pieces.iter().map(|piece| match piece {
            Piece::Bytes(bytes) | Piece::Sliced(bytes) => bytes.clone(),
            Piece::Wait(_) | Piece::Endless(..) => panic!("this piece has no bytes that could be cut or sliced"),
        });
        parts.flatten().collect()
    }
}

fn head(status: u16, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} Said\r\n");
    for (name, value) in headers {
        write!(head, "{name}: {value}\r\n").unwrap();
    }
    head.push_str("\r\n");
    head.into_bytes()
}

/// Packs with gzip.
pub fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}
