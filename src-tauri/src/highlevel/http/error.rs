//! Errors of the HTTP library → why there is no answer. Told by type, down the chain of causes.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::iter::successors;
use std::net::UdpSocket;

use url::Url;

use super::dns::DnsError;
use super::tls;
use crate::highlevel::error::ApiError;
use crate::model::problem::{ProblemFacts, ProblemKind};

/// The longest detail that is kept.
const DETAIL_CHARACTERS: usize = 400;

/// What must be known about the way to the server to tell what went wrong on it.
pub(super) struct ErrorContext {
    /// The server, as `host` or `host:port`.
    host: String,
    is_secure: bool,
    /// The proxy as `host:port`, without name and password.
    pub(super) proxy: Option<String>,
    has_a_route: fn() -> bool,
}

impl ErrorContext {
    pub(super) fn new(base: &Url, proxy: Option<String>) -> Self {
        let name = base.host_str().unwrap_or_default();
        let host = base.port().map_or_else(|| name.to_owned(), |port| format!("{name}:{port}"));
        Self { host, is_secure: base.scheme() == "https", proxy, has_a_route }
    }

    /// For an error that came instead of the head of an answer.
    pub(super) fn before_the_answer(&self, error: reqwest::Error) -> ApiError {
        let error = error.without_url();
        if error.is_connect() {
            return self.connecting(&error, error.is_timeout());
        }
        if error.is_timeout() {
            return ProblemKind::TimedOut.into();
        }
        let detail = describe(&error);
        // Over HTTP/2 the library resets what breaks the rules, too many headers included, and says that it did.
        if find::<h2::Error>(&error).is_some_and(h2::Error::is_library) {
            return ApiError::with_detail(ProblemKind::AnswerNotUnderstood, detail);
        }
        if let Some(cause) = find::<hyper::Error>(&error) {
            if cause.is_parse_too_large() {
                return ProblemKind::AnswerTooLarge.into();
            }
            if cause.is_parse() {
                return ApiError::with_detail(ProblemKind::AnswerNotUnderstood, detail);
            }
            return cut_before_a_byte(detail);
        }
        if find::<io::Error>(&error).is_some() {
            return cut_before_a_byte(detail);
        }
        ApiError::with_detail(ProblemKind::Unexpected, detail)
    }

    /// For an error that came in the middle of an answer.
    #[expect(clippy::unused_self, reason = "one of a pair: where an error came up decides which of the two is asked")]
    pub(super) fn in_the_body(&self, error: reqwest::Error) -> ApiError {
        let error = error.without_url();
        if error.is_timeout() {
            return ApiError::with_detail(ProblemKind::TimedOut, "the answer had begun");
        }
        let detail = describe(&error);
        let came_off_the_wire = find::<hyper::Error>(&error).is_some();
        let is_broken_tls = find::<rustls::Error>(&error).is_some();
        // The library reports chunks that are none as invalid input; all else on the wire is a connection that ended.
        let is_nonsense = chain(&error)
            .filter_map(|cause| cause.downcast_ref::<io::Error>())
            .any(|cause| matches!(cause.kind(), ErrorKind::InvalidInput | ErrorKind::InvalidData));
        if came_off_the_wire && (is_broken_tls || !is_nonsense) {
            ApiError::with_detail(ProblemKind::ConnectionCut, detail)
        } else {
            damaged(detail)
        }
    }

    fn connecting(&self, error: &(dyn Error + 'static), took_too_long: bool) -> ApiError {
        if let Some(fault) = find::<DnsError>(error) {
            return match &self.proxy {
                _ if !(self.has_a_route)() => ProblemKind::Offline.into(),
                Some(proxy) => at_host(ProblemKind::ProxyUnreachable, proxy, None),
                None => at_host(ProblemKind::ServerNotFound, &fault.host, None),
            };
        }
        if let Some(fault) = find::<rustls::Error>(error) {
            let (certificate, issuer, detail) = tls::reason(fault);
            let (certificate, detail) = (Some(certificate), Some(detail));
            let facts = ProblemFacts { certificate, issuer, detail, ..ProblemFacts::default() };
            return ApiError::new(ProblemKind::CertificateNotTrusted, facts);
        }
        let kind = io_kind(error);
        let is_unreachable =
            matches!(kind, Some(ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown | ErrorKind::HostUnreachable));
        if is_unreachable && !(self.has_a_route)() {
            return ProblemKind::Offline.into();
        }
        let detail = describe(error);
        if let Some(proxy) = self.proxy.as_ref().filter(|_| self.is_the_proxys(error, took_too_long)) {
            return TunnelError::in_chain(error).told(proxy, &self.host, detail);
        }
        let is_cut =
            matches!(kind, Some(ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::UnexpectedEof));
        if is_cut && !took_too_long {
            return cut_before_a_byte(detail);
        }
        at_host(ProblemKind::CannotConnect, &self.host, Some(detail))
    }

    /// Whether a fault while connecting is the proxy's rather than the server's behind it. To a secure server there
    /// is a tunnel first, and its faults say so; otherwise the proxy is the only one that is connected to.
    fn is_the_proxys(&self, error: &(dyn Error + 'static), took_too_long: bool) -> bool {
        !self.is_secure || took_too_long || TunnelError::in_chain(error) != TunnelError::None
    }
}

/// What a proxy said to a request for a tunnel.
///
/// The library keeps this error's type to itself, so it is told by its text. A test with a real proxy holds the two
/// texts; if a later version words them differently, it fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TunnelError {
    /// The fault is not a tunnel's.
    None,
    /// The proxy wants a sign-in.
    SignIn,
    /// The proxy answered, and cannot or will not reach the server.
    Refused,
    /// The proxy did not answer.
    NoAnswer,
}

impl TunnelError {
    fn in_chain(error: &(dyn Error + 'static)) -> Self {
        let said = chain(error).map(ToString::to_string).find(|said| said.starts_with("tunnel error: "));
        match said.as_deref() {
            None => Self::None,
            Some("tunnel error: proxy authorization required") => Self::SignIn,
            Some("tunnel error: unsuccessful") => Self::Refused,
            Some(_) => Self::NoAnswer,
        }
    }

    fn told(self, proxy: &str, host: &str, detail: String) -> ApiError {
        match self {
            Self::SignIn => at_host(ProblemKind::ProxySignIn, proxy, None),
            Self::Refused => at_host(ProblemKind::CannotConnect, host, Some(detail)),
            Self::None | Self::NoAnswer => at_host(ProblemKind::ProxyUnreachable, proxy, None),
        }
    }
}

/// The connection ended before the answer had begun: not even all of its headers were there.
fn cut_before_a_byte(detail: String) -> ApiError {
    ApiError::with_detail(ProblemKind::ConnectionCut, detail).worth(2)
}

/// The answer came but cannot be unpacked: false compression, broken chunks.
pub(super) fn damaged(detail: impl Into<String>) -> ApiError {
    ApiError::with_detail(ProblemKind::AnswerNotUnderstood, detail).worth(1)
}

/// `host` is the server or proxy, as `host` or `host:port`, without name and password.
pub(super) fn at_host(kind: ProblemKind, host: &str, detail: Option<String>) -> ApiError {
    ApiError::new(kind, ProblemFacts { host: Some(host.to_owned()), detail, ..ProblemFacts::default() })
}

/// All causes of an error, itself first. An [`io::Error`] around another error is looked into: its own `source` would
/// leave the one inside out.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    successors(Some(error), |error| {
        let error: &'a (dyn Error + 'static) = *error;
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner as &(dyn Error + 'static)),
            None => error.source(),
        }
    })
}

fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    chain(error).find_map(|cause| cause.downcast_ref())
}

/// What kind of system error is at the bottom.
fn io_kind(error: &(dyn Error + 'static)) -> Option<ErrorKind> {
    chain(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).last().map(io::Error::kind)
}

/// The texts of an error and its causes, each said once.
pub(super) fn describe(error: &(dyn Error + 'static)) -> String {
    let mut told = String::new();
    for cause in chain(error) {
        let text = cause.to_string();
        if !told.contains(&text) {
            if !told.is_empty() {
                told.push_str(": ");
            }
            told.push_str(&text);
        }
    }
    told.chars().filter(|ch| !ch.is_control()).take(DETAIL_CHARACTERS).collect()
}

/// Whether there is any way out of this computer. Connecting a datagram socket sends nothing: the system only looks
/// for a route, here to addresses that are set aside for documentation.
fn has_a_route() -> bool {
    let finds = |from: &str, to: &str| UdpSocket::bind(from).and_then(|socket| socket.connect(to)).is_ok();
    finds("0.0.0.0:0", "192.0.2.1:443") || finds("[::]:0", "[2001:db8::1]:443")
}

#[cfg(test)]
mod tests;
