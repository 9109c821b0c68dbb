//! Asks for one thing and keeps at it: a slot, the request, the reading of the answer, and again where that is worth
//! it, until there is an answer, a refusal or no time left.
//!
//! Nothing goes on in the background: whoever drops the future has cancelled everything.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::time::{sleep, timeout, Instant};

use super::decode::{decode_contact, is_blank, DecodeError, Decoded};
use super::limits::Limits;
use super::rate_limit::{Permit, RateLimiter};
use super::refusal::{read_refusal, Refusal};
use super::retry::{asked_to_wait, decide, Decision, Outcome};
use super::transport::{ApiAnswer, ApiRequest, Resource, Transport, TransportError};
use crate::model::contact::Contact;
use crate::model::contact_id::ContactId;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::token::ApiToken;
use crate::model::value::Value;

mod names;

/// Asks HighLevel.
pub struct Client {
    transport: Arc<dyn Transport>,
    limits: Limits,
}

/// A contact, and how it was got.
#[derive(Debug)]
pub struct Answered {
    /// The contact.
    pub contact: Contact,
    /// The number that HighLevel's support asks for.
    pub trace_id: Option<String>,
    /// How many requests were sent.
    pub attempts: u32,
}

/// Why there is no contact, after all tries.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError {
    /// What went wrong in the last try.
    pub cause: ApiErrorCause,
    /// How many requests were sent.
    pub attempts: u32,
    /// The HTTP status of the last answer, where there was one.
    pub status: Option<u16>,
    /// When another try makes sense, where that is known; an hour at most.
    pub retry_in: Option<Duration>,
    /// The number that HighLevel's support asks for, or that of the firewall before it.
    pub trace_id: Option<String>,
}

/// What went wrong in a try.
#[derive(Debug, Clone, PartialEq)]
pub enum ApiErrorCause {
    /// No answer came.
    Transport(TransportError),
    /// An answer came that is a refusal.
    Refused(Refusal),
    /// An answer came with status 200 and could not be read.
    Undecodable(DecodeError),
    /// The time for one lookup was over before the last try was.
    OutOfTime,
}

impl From<ApiError> for Problem {
    fn from(fault: ApiError) -> Self {
        let mut problem: Self = match fault.cause {
            ApiErrorCause::Transport(fault) => fault.into(),
            ApiErrorCause::Refused(refusal) => refusal.into(),
            ApiErrorCause::Undecodable(fault) => fault.into(),
            ApiErrorCause::OutOfTime => ProblemKind::TimedOut.into(),
        };
        problem.facts.attempts = Some(fault.attempts);
        problem.facts.status = fault.status;
        problem.facts.trace_id = problem.facts.trace_id.or(fault.trace_id);
        problem.facts.retry_in_seconds =
            fault.retry_in.map(|wait| u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX));
        problem
    }
}

/// What is known so far: kept outside the tries, so that it is still there when their time is over.
#[derive(Debug, Default)]
struct Progress {
    attempts: u32,
    status: Option<u16>,
    trace_id: Option<String>,
}

impl Client {
    /// Asks through this transport.
    pub fn new(transport: Arc<dyn Transport>) -> Self {
        Self { transport, limits: Limits::default() }
    }

    /// Keeps to these limits.
    #[must_use]
    pub fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Looks one contact up. Ends within [`Limits::overall`], the wait for a slot included.
    pub async fn contact(
        &self,
        token: &Arc<ApiToken>,
        allowance: &Arc<RateLimiter>,
        id: &ContactId,
    ) -> Result<Answered, ApiError> {
        let request = ApiRequest { resource: Resource::Contact(id.clone()), token: Arc::clone(token) };
        let (Decoded { contact, trace_id }, attempts) = self.ask(&request, allowance, read_contact).await?;
        Ok(Answered { contact, trace_id, attempts })
    }

    /// Looks up one contact of a list, with a slot that was waited for before. Ends within
    /// [`Limits::overall`]. A refusal for coming too soon ends it at once: it is about all of the list, which
    /// goes on when its time has come.
    pub async fn contact_of_list<'a>(
        &self,
        token: &Arc<ApiToken>,
        allowance: &'a RateLimiter,
        slot: Permit<'a>,
        id: &ContactId,
    ) -> Result<Answered, ApiError> {
        let request = ApiRequest { resource: Resource::Contact(id.clone()), token: Arc::clone(token) };
        let turn = Turn::List(Some(slot));
        let (Decoded { contact, trace_id }, attempts) =
            self.ask_in_turn(&request, allowance, turn, read_contact).await?;
        Ok(Answered { contact, trace_id, attempts })
    }

    /// Whether HighLevel takes this token for contacts. Asks for a contact that cannot exist: every answer that is
    /// about the contact rather than about the token means that the token is good.
    pub async fn test_token(&self, token: &Arc<ApiToken>, allowance: &Arc<RateLimiter>) -> Result<(), ApiError> {
        let request = ApiRequest { resource: Resource::Contact(ContactId::made_up()), token: Arc::clone(token) };
        self.ask(&request, allowance, is_about_the_contact).await.map(|((), _)| ())
    }

    /// Opens the connection that the next request will use. Sends nothing.
    pub async fn warm_up(&self) {
        self.transport.warm_up().await;
    }

    /// See [`Transport::unusable_proxies`].
    pub fn unusable_proxies(&self) -> Vec<&'static str> {
        self.transport.unusable_proxies()
    }

    /// Asks until `read` is content with the answer; gives what it read, and the number of requests that took.
    async fn ask<T>(
        &self,
        request: &ApiRequest,
        allowance: &RateLimiter,
        read: impl Fn(&ApiAnswer) -> Result<T, ApiErrorCause> + Send + Sync,
    ) -> Result<(T, u32), ApiError> {
        let turn = if request.resource.is_aside() { Turn::Aside } else { Turn::Lookup };
        self.ask_in_turn(request, allowance, turn, read).await
    }

    async fn ask_in_turn<'a, T>(
        &self,
        request: &ApiRequest,
        allowance: &'a RateLimiter,
        turn: Turn<'a>,
        read: impl Fn(&ApiAnswer) -> Result<T, ApiErrorCause> + Send + Sync,
    ) -> Result<(T, u32), ApiError> {
        let limits = if matches!(turn, Turn::Aside) { self.limits.aside() } else { self.limits.clone() };
        let start = Instant::now();
        let mut progress = Progress::default();
        let tries = self.try_until_decided(request, (allowance, turn), read, (&limits, start), &mut progress);
        let ended = match timeout(limits.overall, tries).await {
            Ok(ended) => ended,
            Err(_) => Err((ApiErrorCause::OutOfTime, None)),
        };
        let Progress { attempts, status, trace_id } = progress;
        let milliseconds = start.elapsed().as_millis();
        match ended {
            Ok(value) => {
                tracing::info!(attempts, milliseconds, "answered");
                Ok((value, attempts))
            }
            Err((cause, retry_in)) => {
                tracing::info!(attempts, milliseconds, status, cause = name_of(&cause), "not answered");
                Err(ApiError { cause, attempts, status, retry_in, trace_id })
            }
        }
    }

    async fn try_until_decided<'a, T>(
        &self,
        request: &ApiRequest,
        (allowance, mut turn): (&'a RateLimiter, Turn<'a>),
        read: impl Fn(&ApiAnswer) -> Result<T, ApiErrorCause> + Send + Sync,
        (limits, start): (&Limits, Instant),
        progress: &mut Progress,
    ) -> Result<T, (ApiErrorCause, Option<Duration>)> {
        if let Some(wait) = turn.wait_to_tell(allowance.closed_for(), limits) {
            let kind = ProblemKind::TooManyRequests;
            let refusal = Refusal { kind, worth_a_retry: false, messages: Vec::new(), trace_id: None };
            return Err((ApiErrorCause::Refused(refusal), Some(wait)));
        }
        loop {
            let slot = turn.wait(allowance).await;
            progress.attempts += 1;
            progress.status = None;
            progress.trace_id = None;
            let sent_at = Instant::now();
            let (cause, decision) = match self.transport.send(request.clone()).await {
                Ok(answer) => {
                    let asked_to_wait = asked_to_wait(&answer.headers, SystemTime::now());
                    slot.learn(&answer.headers, asked_to_wait);
                    if answer.status == 429 {
                        allowance.refused(asked_to_wait);
                    }
                    progress.note(&answer);
                    note_try(request, progress, sent_at);
                    match read(&answer) {
                        Ok(value) => return Ok(value),
                        Err(cause) => {
                            let decision =
                                decide_about(&outcome(&cause, &answer, asked_to_wait), limits, progress, start);
                            (cause, decision)
                        }
                    }
                }
                Err(fault) => {
                    note_try(request, progress, sent_at);
                    let decision = decide_about(&Outcome::Fault(&fault), limits, progress, start);
                    (ApiErrorCause::Transport(fault), decision)
                }
            };
            if let ApiErrorCause::Refused(Refusal { trace_id: Some(trace_id), .. }) = &cause {
                progress.trace_id = Some(trace_id.clone());
            }
            drop(slot);
            match decision {
                Decision::Wait(wait) if turn.is_over_after(&cause) => return Err((cause, Some(wait))),
                Decision::Wait(_) if turn.wait_to_tell(allowance.lookup_in(), limits).is_some() => {
                    return Err((cause, allowance.lookup_in()));
                }
                Decision::Wait(wait) => sleep(wait).await,
                Decision::GiveUp { retry_in } => return Err((cause, retry_in)),
            }
        }
    }
}

/// Whose turn a request waits for.
enum Turn<'a> {
    /// That of a lookup, which a person waits for.
    Lookup,
    /// That of a request which only puts a name to an ID.
    Aside,
    /// That of a list, whose first slot was waited for before.
    List(Option<Permit<'a>>),
}

impl<'a> Turn<'a> {
    async fn wait(&mut self, allowance: &'a RateLimiter) -> Permit<'a> {
        match self {
            Self::Lookup => allowance.take().await,
            Self::Aside => allowance.take_spare().await,
            Self::List(first) => match first.take() {
                Some(slot) => slot,
                None => allowance.take_for_list(Duration::ZERO).await,
            },
        }
    }

    /// How long a person would have to wait for a slot, where that is too long to be sat out without a word.
    fn wait_to_tell(&self, wait: Option<Duration>, limits: &Limits) -> Option<Duration> {
        wait.filter(|wait| matches!(self, Self::Lookup) && *wait > limits.silent_wait)
    }

    /// Whether a list has to wait as a whole, rather than this one of its lookups.
    fn is_over_after(&self, cause: &ApiErrorCause) -> bool {
        let too_soon = matches!(cause, ApiErrorCause::Refused(Refusal { kind: ProblemKind::TooManyRequests, .. }));
        too_soon && matches!(self, Self::List(_))
    }
}

fn decide_about(outcome: &Outcome<'_>, limits: &Limits, progress: &Progress, start: Instant) -> Decision {
    let decision = decide(limits, progress.attempts, outcome, start.elapsed(), fastrand::f64());
    tracing::debug!(attempt = progress.attempts, ?outcome, ?decision, "a try failed");
    decision
}

impl Progress {
    fn note(&mut self, answer: &ApiAnswer) {
        self.status = Some(answer.status);
        self.trace_id = answer.headers.get("cf-ray").map(str::to_owned);
    }
}

/// The contact in an answer, or why there is none. A 200 is read whatever it says its kind of content is; proxies and
/// misconfigured servers get that wrong.
fn read_contact(answer: &ApiAnswer) -> Result<Decoded, ApiErrorCause> {
    if answer.status == 200 {
        decode_contact(&answer.body).map_err(ApiErrorCause::Undecodable)
    } else {
        Err(ApiErrorCause::Refused(read_refusal(answer.status, &answer.headers, &answer.body)))
    }
}

/// Whether an answer is about the contact: then the token has been let through.
fn is_about_the_contact(answer: &ApiAnswer) -> Result<(), ApiErrorCause> {
    let Err(cause) = read_contact(answer) else { return Ok(()) };
    let says_so = match &cause {
        // No contact in it is just what is to be expected; nothing at all in it says nothing.
        ApiErrorCause::Undecodable(DecodeError::Empty) => !is_blank(&answer.body),
        ApiErrorCause::Refused(refusal) => matches!(
            refusal.kind,
            ProblemKind::ContactNotFound | ProblemKind::OtherAccount | ProblemKind::RequestRefused
        ),
        _ => false,
    };
    if says_so {
        Ok(())
    } else {
        Err(cause)
    }
}

fn outcome<'a>(cause: &'a ApiErrorCause, answer: &ApiAnswer, asked_to_wait: Option<Duration>) -> Outcome<'a> {
    match cause {
        ApiErrorCause::Transport(fault) => Outcome::Fault(fault),
        ApiErrorCause::Refused(refusal) => {
            let Refusal { kind, worth_a_retry, .. } = *refusal;
            Outcome::Refused { status: answer.status, kind, worth_a_retry, asked_to_wait }
        }
        ApiErrorCause::Undecodable(fault) => Outcome::Undecodable { looks_damaged: looks_damaged(fault, &answer.body) },
        // Only ever set when all tries are over.
        ApiErrorCause::OutOfTime => Outcome::Undecodable { looks_damaged: false },
    }
}

/// Whether a 200 that cannot be read looks as if it was damaged on its way. A whole answer without a contact, a web
/// page, and a thicket of brackets are meant like that.
fn looks_damaged(fault: &DecodeError, body: &[u8]) -> bool {
    match fault {
        DecodeError::Empty => is_blank(body),
        DecodeError::WebPage | DecodeError::TooLarge => false,
        DecodeError::NotUnderstood { .. } => !Value::is_too_deep(body),
    }
}

fn note_try(request: &ApiRequest, progress: &Progress, sent_at: Instant) {
    tracing::debug!(
        resource = ?request.resource,
        attempt = progress.attempts,
        status = progress.status,
        milliseconds = sent_at.elapsed().as_millis(),
        "tried"
    );
}

/// The name of a cause, for the log: without the messages, which may quote what was asked for.
fn name_of(cause: &ApiErrorCause) -> String {
    let long = match cause {
        ApiErrorCause::Transport(fault) => format!("{fault:?}"),
        ApiErrorCause::Refused(refusal) => format!("{:?}", refusal.kind),
        ApiErrorCause::Undecodable(fault) => format!("{fault:?}"),
        ApiErrorCause::OutOfTime => "OutOfTime".to_owned(),
    };
    long.split([' ', '(', '{']).next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests;
