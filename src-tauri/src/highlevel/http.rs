//! The transport over the network. Nothing but this file and the folder beside it names the HTTP library, and nothing
//! but this and the password store ever sees a token's text.

mod dns;
mod error;
mod preconnect;
mod tls;

use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::future::BoxFuture;
use hyper_util::client::proxy::matcher::Matcher;
use reqwest::header::{HeaderMap, HeaderValue, ACCEPT, CONTENT_ENCODING};
use reqwest::{redirect, ClientBuilder, Response};
use tokio::sync::OnceCell;
use tokio::time::Instant;
use url::Url;

use self::dns::DnsResolver;
use self::error::ErrorContext;
use self::preconnect::{PreconnectLayer, PreconnectSlot};
use super::error::ApiError;
use super::limits::{Limits, API_VERSION, MAX_HEADERS, USER_AGENT};
use super::transport::{ApiAnswer, ApiRequest, Headers, Resource, Transport};
use crate::model::problem::ProblemKind;

/// Where HighLevel's API lives. The shipped program talks to nothing else.
pub const HIGHLEVEL: &str = "https://services.leadconnectorhq.com";

/// Which proxy to go through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProxyChoice {
    /// The one that the environment or the system's settings name, if any.
    System,
    /// None, whatever they name.
    None,
    /// This one.
    At(Url),
}

/// The transport over the network.
///
/// Nothing happens before the first request or [`Transport::warm_up`]: reading the system's certificates takes some
/// time, and the program's start should not.
pub struct Http {
    base: Url,
    proxy: ProxyChoice,
    roots: Vec<Vec<u8>>,
    limits: Limits,
    clients: OnceCell<Clients>,
    /// When an answer last came whole, so that its connection is probably still there.
    last_answer: Mutex<Option<Instant>>,
}

/// What is built once and kept.
struct Clients {
    /// Sends the requests.
    main: reqwest::Client,
    /// Only ever opens connections, for `main` to use: whatever it is asked to send, it stops when the connection is
    /// there. A client of its own, because with a connection at hand it would send.
    opener: reqwest::Client,
    context: ErrorContext,
}

impl Http {
    /// Talks to the server at `base`, [`HIGHLEVEL`] in the shipped program, through the system's proxy. A base that
    /// begins with `https` is never left for one without.
    pub fn new(base: Url) -> Self {
        Self {
            base,
            proxy: ProxyChoice::System,
            roots: Vec::new(),
            limits: Limits::default(),
            clients: OnceCell::new(),
            last_answer: Mutex::new(None),
        }
    }

    /// Goes through this proxy.
    #[must_use]
    pub fn through(self, proxy: ProxyChoice) -> Self {
        Self { proxy, ..self }
    }

    /// Trusts this certificate (DER) beside those that the system trusts.
    #[must_use]
    pub fn trusting(mut self, root: Vec<u8>) -> Self {
        self.roots.push(root);
        self
    }

    /// Keeps to these limits.
    #[must_use]
    pub fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    async fn clients(&self) -> Result<&Clients, ApiError> {
        let built = self.clients.get_or_try_init(|| async { self.build() }).await;
        built.map_err(|error| ApiError::with_detail(ProblemKind::Unexpected, error::describe(error.as_ref())))
    }

    fn build(&self) -> Result<Clients, Box<dyn Error + Send + Sync>> {
        let tls = tls::config(&self.roots)?;
        let slot = Arc::new(PreconnectSlot::new(self.limits.preconnect_ttl));
        let main = self.client(tls.clone())?.connector_layer(PreconnectLayer::taking(&slot)).build()?;
        let opener = self.client(tls)?.connector_layer(PreconnectLayer::filling(&slot)).build()?;
        let context = ErrorContext::new(&self.base, self.proxy_name());
        Ok(Clients { main, opener, context })
    }

    /// Both clients are the same but for what they do with a new connection.
    fn client(&self, tls: rustls::ClientConfig) -> reqwest::Result<ClientBuilder> {
        let headers = HeaderMap::from_iter([
            (ACCEPT, HeaderValue::from_static("application/json")),
            (reqwest::header::HeaderName::from_static("version"), HeaderValue::from_static(API_VERSION)),
        ]);
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .https_only(self.base.scheme() == "https")
            .redirect(redirect::Policy::none())
            .referer(false)
            // The library's own tries over HTTP/2 would multiply with ours.
            .retry(reqwest::retry::never())
            .gzip(true)
            .user_agent(USER_AGENT)
            .default_headers(headers)
            .connect_timeout(self.limits.connect_timeout)
            .read_timeout(self.limits.read_timeout)
            .timeout(self.limits.attempt_timeout)
            .pool_idle_timeout(self.limits.pool_idle_timeout)
            .http2_max_header_list_size(MAX_HEADERS)
            .dns_resolver(Arc::new(DnsResolver::within(self.limits.dns_timeout)));
        Ok(match &self.proxy {
            ProxyChoice::System => client,
            ProxyChoice::None => client.no_proxy(),
            ProxyChoice::At(url) => client.proxy(reqwest::Proxy::all(url.clone())?),
        })
    }

    /// The proxy that requests go through, as `host:port`: the same reading of the same settings that the HTTP
    /// library makes, but without name and password.
    fn proxy_name(&self) -> Option<String> {
        let matcher = match &self.proxy {
            ProxyChoice::System => Matcher::from_system(),
            ProxyChoice::None => return None,
            ProxyChoice::At(url) => Matcher::builder().all(url.as_str()).build(),
        };
        let intercept = matcher.intercept(&self.base.as_str().parse().ok()?)?;
        let proxy = intercept.uri();
        let port = proxy.port_u16().unwrap_or(if proxy.scheme_str() == Some("https") { 443 } else { 80 });
        Some(format!("{}:{port}", proxy.host()?))
    }

    /// The address of a resource: each segment goes in as one segment, whatever characters it holds.
    fn url(&self, resource: &Resource) -> Result<Url, ApiError> {
        let mut url = self.base.clone();
        match url.path_segments_mut() {
            Ok(mut path) => {
                path.pop_if_empty().extend(resource.path_segments());
            }
            Err(()) => return Err(ApiError::with_detail(ProblemKind::Unexpected, "the server's address is not one")),
        }
        if let Some((name, value)) = resource.query() {
            url.query_pairs_mut().append_pair(name, value);
        }
        Ok(url)
    }

    async fn send_once(&self, clients: &Clients, url: Url, request: &ApiRequest) -> Result<ApiAnswer, ApiError> {
        let sending = clients.main.get(url).bearer_auth(request.token.expose()).send();
        let response = sending.await.map_err(|error| clients.context.before_the_answer(error))?;
        if response.status().as_u16() == 407 {
            if let Some(proxy) = &clients.context.proxy {
                return Err(error::at_host(ProblemKind::ProxySignIn, proxy, None));
            }
        }
        let status = response.status().as_u16();
        let headers = keep(response.headers());
        let body = self.body(clients, response).await?;
        Ok(ApiAnswer { status, headers, body })
    }

    /// The body, piece by piece, so that no more than the limit is ever held: neither what the answer says of its
    /// length nor how little of it comes over the wire tells how much it unpacks to.
    async fn body(&self, clients: &Clients, mut response: Response) -> Result<Vec<u8>, ApiError> {
        // The library takes this header off when it has seen to it.
        if let Some(encoding) = response.headers().get(CONTENT_ENCODING) {
            if !encoding.as_bytes().eq_ignore_ascii_case(b"identity") {
                return Err(error::damaged("packed in a way that was not asked for"));
            }
        }
        let announced = response.content_length().map_or(Ok(0), usize::try_from).unwrap_or(usize::MAX);
        if announced > self.limits.max_body {
            return Err(ProblemKind::AnswerTooLarge.into());
        }
        let mut body = Vec::with_capacity(announced);
        while let Some(piece) = response.chunk().await.map_err(|error| clients.context.in_the_body(error))? {
            if body.len() + piece.len() > self.limits.max_body {
                return Err(ProblemKind::AnswerTooLarge.into());
            }
            body.extend_from_slice(&piece);
        }
        Ok(body)
    }

    fn remember(&self, came_whole: bool) {
        let mut last = self.last_answer.lock().unwrap_or_else(PoisonError::into_inner);
        *last = came_whole.then(Instant::now);
    }

    fn probably_has_a_connection(&self) -> bool {
        let last = self.last_answer.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_some_and(|at| at.elapsed() < self.limits.pool_idle_timeout)
    }
}

impl Transport for Http {
    fn send(&self, request: ApiRequest) -> BoxFuture<'_, Result<ApiAnswer, ApiError>> {
        Box::pin(async move {
            let clients = self.clients().await?;
            let url = self.url(&request.resource)?;
            // The server may have closed the connection that was opened ahead: that is a connection cut before a byte,
            // which is worth another try. A second request here would exceed the permit.
            let answer = self.send_once(clients, url, &request).await;
            self.remember(answer.is_ok());
            answer
        })
    }

    fn warm_up(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {
            if self.probably_has_a_connection() {
                return;
            }
            if let Ok(clients) = self.clients().await {
                // Always fails: the connector stops before anything is sent. A real failure shows again at the request.
                let _ = clients.opener.get(self.base.clone()).send().await;
            }
        })
    }

    fn unusable_proxies(&self) -> Vec<&'static str> {
        match self.proxy {
            ProxyChoice::System => unusable_proxies(&self.base, |name| std::env::var(name).ok()),
            ProxyChoice::None | ProxyChoice::At(_) => Vec::new(),
        }
    }
}

/// The HTTP library passes over a variable that it cannot read, without a word.
fn unusable_proxies(base: &Url, read: impl Fn(&str) -> Option<String>) -> Vec<&'static str> {
    let of_scheme =
        if base.scheme() == "https" { ["HTTPS_PROXY", "https_proxy"] } else { ["HTTP_PROXY", "http_proxy"] };
    let Ok(to) = base.as_str().parse() else { return Vec::new() };
    let is_unusable = |name: &&str| {
        let value = read(name).filter(|value| !value.trim().is_empty());
        value.is_some_and(|value| Matcher::builder().all(value).build().intercept(&to).is_none())
    };
    of_scheme.into_iter().chain(["ALL_PROXY", "all_proxy"]).filter(is_unusable).collect()
}

fn keep(headers: &HeaderMap) -> Headers {
    Headers::keep(headers.iter().filter_map(|(name, value)| Some((name.as_str(), value.to_str().ok()?))))
}

#[cfg(test)]
mod tests {
    use super::{unusable_proxies, HIGHLEVEL};
    use url::Url;

    #[test]
    fn a_proxy_variable_that_holds_no_address_is_named_and_its_value_is_not() {
        let base = Url::parse(HIGHLEVEL).unwrap_or_else(|error| panic!("{error}"));
        let with = |name: &'static str, value: &'static str| {
            unusable_proxies(&base, move |asked| (asked == name).then(|| value.to_owned()))
        };
        for value in ["http://proxy .example:8080", "http://", "ftp://proxy.example", "://"] {
            assert_eq!(with("HTTPS_PROXY", value), ["HTTPS_PROXY"], "{value:?}");
            assert_eq!(with("all_proxy", value), ["all_proxy"], "{value:?}");
            assert!(with("http_proxy", value).is_empty(), "it is not for these connections");
        }
        for value in ["", " ", "http://proxy.example:8080", "proxy.example:8080", "http://clerk:hunter2@10.0.0.1:3128"]
        {
            assert!(with("https_proxy", value).is_empty(), "{value:?}");
        }
    }
}
