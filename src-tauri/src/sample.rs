//! The sample account: a far end that answers from bundled, invented people, refusals included. The program around it
//! is the real one. No port is opened and nothing is sent anywhere.

use std::future;
use std::sync::LazyLock;

use crate::highlevel::transport::{ApiAnswer, ApiRequest, Headers, Resource, Transport, TransportError};
use crate::model::contact::Contact;
use crate::model::value::Value;
use futures_util::future::BoxFuture;

mod names;
mod refusals;

pub use names::LOCATION;

/// The invented people, as HighLevel would send them: a list of contacts. Phone numbers are of the ranges kept free
/// for films and books, addresses of domains that can belong to nobody.
static PEOPLE: LazyLock<Vec<Value>> = LazyLock::new(|| {
    // It is part of the program, and a test below reads it: there is no other case.
    match Value::parse(include_bytes!("sample/people.json")) {
        Ok(Value::List(people)) => people,
        _ => Vec::new(),
    }
});

/// The trace ID of each sample contact, recognisable as one that support cannot find.
const TRACE_ID: &str = "00000000-5a3b-4000-8000-000000000000";

/// What HighLevel says of an ID that nobody has.
const NOT_FOUND: &str = r#"{"statusCode":400,"message":"Contact not found","error":"Bad Request"}"#;

/// One ID of the sample account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The ID to look up.
    pub id: String,
    /// What the contact is called; nothing where the ID shows a problem.
    pub name: Option<String>,
    /// The kind of problem that it shows, in the words of the page (`contact-not-found`).
    pub expected: Option<&'static str>,
}

/// The IDs of the sample account: contacts first, the one to begin with before all others, then a problem of each kind
/// that an answer or the network can bring.
pub fn samples() -> Vec<Sample> {
    let contacts = PEOPLE.iter().filter_map(|person| {
        let contact = Contact::from_value(person.clone());
        let name = contact.display_name().text;
        Some(Sample { id: contact.id()?.to_owned(), name: Some(name), expected: None })
    });
    let refusals = refusals::ALL.iter().map(|refusal| Sample {
        id: refusal.id.to_owned(),
        name: None,
        expected: Some(refusal.kind),
    });
    contacts.chain(refusals).collect()
}

/// Answers from the bundled people. An ID that is none of theirs is told as one that does not exist.
#[derive(Debug, Clone, Copy, Default)]
pub struct SampleTransport;

impl SampleTransport {
    /// The far end of the sample account.
    pub fn new() -> Self {
        Self
    }
}

impl Transport for SampleTransport {
    fn send(&self, request: ApiRequest) -> BoxFuture<'_, Result<ApiAnswer, TransportError>> {
        let answered = match &request.resource {
            Resource::Contact(id) => answer(id.as_str()),
            other => Ok(names::answer(other)),
        };
        Box::pin(future::ready(answered))
    }

    fn warm_up(&self) -> BoxFuture<'_, ()> {
        Box::pin(future::ready(()))
    }
}

fn answer(id: &str) -> Result<ApiAnswer, TransportError> {
    if let Some(person) = PEOPLE.iter().find(|person| person.get("id").and_then(Value::text) == Some(id)) {
        let body = format!(r#"{{"contact":{},"traceId":"{TRACE_ID}"}}"#, person.to_json());
        return Ok(json(200, &body));
    }
    match refusals::ALL.iter().find(|refusal| refusal.id == id) {
        Some(refusal) => refusal.answer(),
        None => Ok(json(400, NOT_FOUND)),
    }
}

fn json(status: u16, body: &str) -> ApiAnswer {
    let headers = Headers::keep([("content-type", "application/json; charset=utf-8")]);
    ApiAnswer { status, headers, body: body.as_bytes().to_vec() }
}

#[cfg(test)]
mod tests;
