//! One question to HighLevel, with retries, until there is an answer, a refusal or no time left.
//!
//! Nothing runs in the background: dropping the future cancels everything.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::time::{sleep, timeout, Instant};

use super::decode::{decode_contact, decode_definitions, decode_name, is_blank, Decoded};
use super::error::ApiError;
use super::limits::Limits;
use super::rate_limit::{Permit, RateLimiter};
use super::refusal::read_refusal;
use super::retry::{decide, retry_after, Decision};
use super::transport::{ApiAnswer, ApiRequest, Resource, Transport};
use crate::model::contact::Contact;
use crate::model::contact_id::ContactId;
use crate::model::definitions::Definitions;
use crate::model::problem::ProblemKind;
use crate::model::token::ApiToken;

/// A transport, and the limits that requests through it keep.
pub struct Client {
    transport: Arc<dyn Transport>,
    limits: Limits,
}

/// One account's way to HighLevel: its token, and the rate limiter that everything with this token shares.
#[derive(Clone)]
pub struct ApiSession {
    pub client: Arc<Client>,
    pub token: Arc<ApiToken>,
    pub limiter: Arc<RateLimiter>,
}

/// A contact, and how it was obtained.
#[derive(Debug)]
pub struct Answered {
    pub contact: Contact,
    /// The number that HighLevel's support asks for.
    pub trace_id: Option<String>,
    /// How many requests were sent.
    pub attempts: u32,
}

/// What a contact refers to by an ID.
#[derive(Debug, Clone)]
pub enum Reference {
    CustomFields(Definitions),
    /// `None` where the record has no name.
    Name(Option<String>),
}

/// What is known about the last request. Kept outside the loop of requests, which may be cut off by the time limit.
#[derive(Debug, Default)]
struct Progress {
    attempts: u32,
    status: Option<u16>,
    trace_id: Option<String>,
}

impl Client {
    pub fn new(transport: Arc<dyn Transport>) -> Self {
        Self { transport, limits: Limits::default() }
    }

    #[must_use]
    pub fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Opens the connection that the next request will use. Sends nothing.
    pub async fn warm_up(&self) {
        self.transport.warm_up().await;
    }

    /// See [`Transport::unusable_proxies`].
    pub fn unusable_proxies(&self) -> Vec<&'static str> {
        self.transport.unusable_proxies()
    }
}

impl ApiSession {
    /// Looks up one contact. Ends within [`Limits::overall_timeout`], the wait for a permit included.
    pub async fn contact(&self, id: &ContactId) -> Result<Answered, ApiError> {
        self.get_contact(id, Priority::Lookup).await
    }

    /// Looks up one contact of a list, with a permit of this session's limiter. "Too many requests" ends it at once:
    /// that concerns the whole list, which resumes when its time has come.
    pub async fn contact_of_list(&self, permit: Permit<'_>, id: &ContactId) -> Result<Answered, ApiError> {
        self.get_contact(id, Priority::List(Some(permit))).await
    }

    async fn get_contact(&self, id: &ContactId, priority: Priority<'_>) -> Result<Answered, ApiError> {
        let (decoded, attempts) = self.ask(Resource::Contact(id.clone()), priority, read_contact).await?;
        let Decoded { contact, trace_id } = decoded;
        Ok(Answered { contact, trace_id, attempts })
    }

    /// Asks once for the name behind an ID, within a few seconds and with a permit that lookups can spare. A refusal
    /// says nothing about the token's use for contacts.
    pub async fn reference(&self, resource: &Resource) -> Result<Reference, ApiError> {
        let read = |answer: &ApiAnswer| {
            let body = accepted_body(answer)?;
            match resource {
                Resource::CustomFields(_) => decode_definitions(body).map(Reference::CustomFields),
                Resource::User(_) => decode_name(body, "user").map(Reference::Name),
                Resource::Business(_) => decode_name(body, "business").map(Reference::Name),
                Resource::Location(_) => decode_name(body, "location").map(Reference::Name),
                Resource::Contact(_) => Ok(Reference::Name(None)),
            }
        };
        self.ask(resource.clone(), Priority::Background, read).await.map(|(reference, _)| reference)
    }

    /// Whether HighLevel accepts this token for contacts. Asks for a contact that cannot exist: every answer that is
    /// about the contact rather than about the token means that the token is good.
    pub async fn test_token(&self) -> Result<(), ApiError> {
        let resource = Resource::Contact(ContactId::made_up());
        self.ask(resource, Priority::Lookup, read_token_test).await.map(|((), _)| ())
    }

    /// Asks until `read` accepts the answer; returns what it read, and the number of requests that took.
    async fn ask<T>(
        &self,
        resource: Resource,
        priority: Priority<'_>,
        read: impl Fn(&ApiAnswer) -> Result<T, ApiError> + Send + Sync,
    ) -> Result<(T, u32), ApiError> {
        let limits = match priority {
            Priority::Background => self.client.limits.for_background(),
            Priority::Lookup | Priority::List(_) => self.client.limits.clone(),
        };
        let request = ApiRequest { resource, token: Arc::clone(&self.token) };
        let start = Instant::now();
        let mut progress = Progress::default();
        let asking = self.ask_with_retries(&request, priority, read, &limits, &mut progress);
        let result = timeout(limits.overall_timeout, asking).await;
        let result = result.unwrap_or_else(|_| Err(ProblemKind::TimedOut.into()));
        let Progress { attempts, status, trace_id } = progress;
        let milliseconds = start.elapsed().as_millis();
        match result {
            Ok(value) => {
                tracing::info!(attempts, milliseconds, "answered");
                Ok((value, attempts))
            }
            Err(mut error) => {
                tracing::info!(attempts, milliseconds, status, kind = ?error.kind(), "not answered");
                let facts = &mut error.problem.facts;
                facts.attempts = Some(attempts);
                facts.status = status;
                facts.trace_id = facts.trace_id.take().or(trace_id);
                Err(error)
            }
        }
    }

    async fn ask_with_retries<'a, T>(
        &'a self,
        request: &ApiRequest,
        mut priority: Priority<'a>,
        read: impl Fn(&ApiAnswer) -> Result<T, ApiError> + Send + Sync,
        limits: &Limits,
        progress: &mut Progress,
    ) -> Result<T, ApiError> {
        let (limiter, start) = (&*self.limiter, Instant::now());
        let too_long = |priority: &Priority<'_>, wait: Option<Duration>| {
            wait.filter(|wait| matches!(priority, Priority::Lookup) && *wait > limits.max_silent_wait)
        };
        if let Some(wait) = too_long(&priority, limiter.closed_for()) {
            return Err(retry_in(ProblemKind::TooManyRequests.into(), Some(wait)));
        }
        loop {
            let permit = priority.permit(limiter).await;
            *progress = Progress { attempts: progress.attempts + 1, ..Progress::default() };
            let sent_at = Instant::now();
            let sent = self.client.transport.send(request.clone()).await;
            let mut server_wait = None;
            let result = sent.and_then(|answer| {
                server_wait = retry_after(&answer.headers, SystemTime::now());
                permit.update_from_headers(&answer.headers, server_wait);
                if answer.status == 429 {
                    limiter.pause_lists(server_wait);
                }
                progress.status = Some(answer.status);
                progress.trace_id = answer.headers.get("cf-ray").map(str::to_owned);
                read(&answer)
            });
            let attempt = progress.attempts;
            let (resource, milliseconds) = (&request.resource, sent_at.elapsed().as_millis());
            tracing::debug!(?resource, attempt, status = progress.status, milliseconds, "tried");
            let error = match result {
                Ok(value) => return Ok(value),
                Err(error) => error,
            };
            let decision = decide(limits, attempt, &error, server_wait, start.elapsed(), fastrand::f64());
            tracing::debug!(attempt, kind = ?error.kind(), ?decision, "a try failed");
            drop(permit);
            let is_too_soon = error.kind() == ProblemKind::TooManyRequests;
            match decision {
                Decision::Wait(wait) if is_too_soon && matches!(priority, Priority::List(_)) => {
                    return Err(retry_in(error, Some(wait)));
                }
                Decision::Wait(wait) => match too_long(&priority, limiter.next_lookup_in()) {
                    Some(wait) => return Err(retry_in(error, Some(wait))),
                    None => sleep(wait).await,
                },
                Decision::GiveUp { retry_in: wait } => return Err(retry_in(error, wait)),
            }
        }
    }
}

/// How a request gets its permits.
enum Priority<'a> {
    /// A person waits for it.
    Lookup,
    /// It only puts a name to an ID.
    Background,
    /// A list, whose first permit was waited for before.
    List(Option<Permit<'a>>),
}

impl<'a> Priority<'a> {
    async fn permit(&mut self, limiter: &'a RateLimiter) -> Permit<'a> {
        match self {
            Self::Lookup => limiter.acquire().await,
            Self::Background => limiter.acquire_background().await,
            Self::List(first) => match first.take() {
                Some(permit) => permit,
                None => limiter.acquire_for_list(Duration::ZERO).await,
            },
        }
    }
}

fn retry_in(mut error: ApiError, wait: Option<Duration>) -> ApiError {
    error.problem.facts.retry_in_seconds =
        wait.map(|wait| u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX));
    error
}

/// The body of a 200, whatever content type it claims: proxies and misconfigured servers get that wrong.
fn accepted_body(answer: &ApiAnswer) -> Result<&[u8], ApiError> {
    if answer.status == 200 {
        Ok(&answer.body)
    } else {
        Err(read_refusal(answer.status, &answer.headers, &answer.body))
    }
}

fn read_contact(answer: &ApiAnswer) -> Result<Decoded, ApiError> {
    decode_contact(accepted_body(answer)?)
}

/// Whether an answer is about the contact: then the token was accepted.
fn read_token_test(answer: &ApiAnswer) -> Result<(), ApiError> {
    let Err(error) = read_contact(answer) else { return Ok(()) };
    let is_about_the_contact = match error.kind() {
        // That there is no contact in it is to be expected; an answer without anything in it says nothing.
        ProblemKind::AnswerEmpty => answer.status == 200 && !is_blank(&answer.body),
        ProblemKind::ContactNotFound | ProblemKind::OtherAccount | ProblemKind::RequestRefused => true,
        _ => false,
    };
    if is_about_the_contact {
        Ok(())
    } else {
        Err(error)
    }
}

#[cfg(test)]
mod tests;
