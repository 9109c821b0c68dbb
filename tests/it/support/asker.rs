//! The real client and the real transport, pointed at a server on loopback.

use std::sync::Arc;
use std::time::Duration;

use contact_lookup::highlevel::client::{Answered, ApiSession, Client};
use contact_lookup::highlevel::error::ApiError;
use contact_lookup::highlevel::http::{Http, ProxyChoice};
use contact_lookup::highlevel::limits::Limits;
use contact_lookup::highlevel::rate_limit::RateLimiter;
use contact_lookup::model::contact_id::{read_contact_id, ContactId};
use contact_lookup::model::problem::ProblemKind;
use contact_lookup::model::token::ApiToken;

/// A token that no server knows.
pub const TOKEN: &str = "pit-5eed5eed-0000-4000-8000-c0ffeec0ffee";

/// The contact that is asked for.
pub const ID: &str = "ocQHyuzHvysMo5N5VsXc";

/// A usual answer.
pub const CONTACT: &str =
    r#"{"contact": {"id": "ocQHyuzHvysMo5N5VsXc", "firstName": "Rubika", "lastName": "Žižek 🎻"}, "traceId": "t-1"}"#;

/// The real limits but for the waits between tries, which a test would only sit out.
pub fn limits() -> Limits {
    let blink = Duration::from_millis(1);
    Limits { backoff_base: blink, backoff_cap: blink, ..Limits::default() }
}

pub struct Asker(ApiSession);

impl Asker {
    /// Asks the server at this address, through no proxy.
    pub fn of(url: &str) -> Self {
        Self::over(http(url), limits())
    }

    /// The same within other limits.
    pub fn within(url: &str, limits: Limits) -> Self {
        Self::over(http(url).within(limits.clone()), limits)
    }

    pub fn over(http: Http, limits: Limits) -> Self {
        Self(ApiSession {
            client: Arc::new(Client::new(Arc::new(http)).within(limits)),
            token: Arc::new(ApiToken::parse(TOKEN).unwrap()),
            limiter: Arc::new(RateLimiter::new()),
        })
    }

    pub async fn contact(&self) -> Result<Answered, ApiError> {
        self.0.contact(&id()).await
    }

    pub async fn warm_up(&self) {
        self.0.client.warm_up().await;
    }

    pub async fn test_token(&self) -> Result<(), ApiError> {
        self.0.test_token().await
    }

    /// Asks, expecting that no answer comes.
    pub async fn fault(&self) -> (ApiError, u32) {
        let error = self.contact().await.unwrap_err();
        assert_eq!(error.problem.facts.status, None, "an answer came: {error:?}");
        let attempts = attempts(&error);
        (error, attempts)
    }

    /// Asks, expecting a refusal.
    pub async fn refusal(&self) -> (ProblemKind, u32) {
        let error = self.contact().await.unwrap_err();
        assert!(error.problem.facts.status.is_some_and(|status| status != 200), "not a refusal: {error:?}");
        (error.kind(), attempts(&error))
    }
}

/// How many requests were sent.
pub fn attempts(error: &ApiError) -> u32 {
    error.problem.facts.attempts.unwrap()
}

/// Whether the time was over after the answer had begun.
pub fn timed_out_in_the_answer(error: &ApiError) -> bool {
    assert_eq!(error.kind(), ProblemKind::TimedOut);
    error.problem.facts.detail.as_deref() == Some("the answer had begun")
}

/// The transport to this address, through no proxy.
pub fn http(url: &str) -> Http {
    Http::new(url.parse().unwrap()).through(ProxyChoice::None).within(limits())
}

pub fn id() -> ContactId {
    read_contact_id(ID).unwrap().id
}
