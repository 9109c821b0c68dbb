//! The sample account: a transport that answers with invented people, and with a problem of each kind. Everything around
//! it is the real program. No port is opened and nothing is sent.

use std::collections::HashMap;
use std::future;
use std::sync::LazyLock;

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};

use crate::highlevel::error::ApiError;
use crate::highlevel::transport::{ApiAnswer, ApiRequest, Headers, Resource, Transport};
use crate::model::contact::Contact;
use crate::model::json::Json;
use crate::model::problem::{ProblemFacts, ProblemKind};

mod names;

pub use names::LOCATION;

/// A list of contacts as HighLevel would send them. Telephone numbers are of the ranges kept free for films and books,
/// addresses of domains that can belong to nobody.
static PEOPLE: LazyLock<Vec<Json>> = LazyLock::new(|| match Json::parse(include_bytes!("sample/people.json")) {
    Ok(Json::List(people)) => people,
    _ => Vec::new(),
});

/// The IDs that show a problem each, the likeliest first.
static PROBLEMS: LazyLock<Vec<SampleProblem>> =
    LazyLock::new(|| serde_json::from_str(include_str!("sample/problems.json")).unwrap_or_default());

/// The trace ID of each sample contact, recognisable as one that support cannot find.
const TRACE_ID: &str = "00000000-5a3b-4000-8000-000000000000";

/// What HighLevel says of an ID that nobody has.
const NOT_FOUND: &str = r#"{"statusCode":400,"message":"Contact not found","error":"Bad Request"}"#;

/// One of the sample account's IDs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "SampleView", export_to = "SampleView.ts"))]
#[serde(rename_all = "camelCase")]
pub struct Sample {
    /// The ID to look up.
    pub id: String,
    /// The name of the contact, or nothing where the ID shows a refusal.
    pub name: Option<String>,
    /// The kind of problem that the ID shows.
    pub problem: Option<ProblemKind>,
}

/// An ID that brings a problem: by an answer of HighLevel's or, without one, by these facts about the network.
#[derive(Deserialize)]
struct SampleProblem {
    id: String,
    problem: ProblemKind,
    answer: Option<SampleAnswer>,
    #[serde(default)]
    facts: ProblemFacts,
}

#[derive(Deserialize)]
struct SampleAnswer {
    status: u16,
    headers: HashMap<String, String>,
    body: String,
}

/// The IDs of the sample account: contacts first, the one to begin with before all others, then a problem of each kind
/// that an answer or the network can bring.
pub fn samples() -> Vec<Sample> {
    let contacts = PEOPLE.iter().filter_map(|person| {
        let contact = Contact::from_value(person.clone());
        let name = contact.display_name().text;
        Some(Sample { id: contact.id()?.to_owned(), name: Some(name), problem: None })
    });
    let problems =
        PROBLEMS.iter().map(|sample| Sample { id: sample.id.clone(), name: None, problem: Some(sample.problem) });
    contacts.chain(problems).collect()
}

/// Answers from the bundled people. An ID that is none of theirs does not exist.
#[derive(Debug, Clone, Copy, Default)]
pub struct SampleTransport;

impl Transport for SampleTransport {
    fn send(&self, request: ApiRequest) -> BoxFuture<'_, Result<ApiAnswer, ApiError>> {
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

fn answer(id: &str) -> Result<ApiAnswer, ApiError> {
    if let Some(person) = PEOPLE.iter().find(|person| person.get("id").and_then(Json::text) == Some(id)) {
        let body = format!(r#"{{"contact":{},"traceId":"{TRACE_ID}"}}"#, person.to_json());
        return Ok(json(200, &body));
    }
    let Some(sample) = PROBLEMS.iter().find(|sample| sample.id == id) else { return Ok(json(400, NOT_FOUND)) };
    match &sample.answer {
        Some(SampleAnswer { status, headers, body }) => {
            Ok(ApiAnswer { status: *status, headers: Headers::keep(headers), body: body.clone().into_bytes() })
        }
        None => Err(ApiError::new(sample.problem, sample.facts.clone())),
    }
}

fn json(status: u16, body: &str) -> ApiAnswer {
    let headers = Headers::keep([("content-type", "application/json; charset=utf-8")]);
    ApiAnswer { status, headers, body: body.as_bytes().to_vec() }
}

#[cfg(test)]
mod tests;
