//! One request out, one answer back: the border between what is asked and how it travels.
//!
//! The real network, the sample account and the tests each stand behind [`Transport`]; everything above it is the
//! same program in all three.

use std::sync::Arc;

use futures_util::future::BoxFuture;

use super::error::ApiError;
use crate::model::contact_id::ContactId;
use crate::model::names::Permission;
use crate::model::record_id::RecordId;
use crate::model::token::ApiToken;

/// A thing that HighLevel can be asked for. Always a read, so asking twice does no harm.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Resource {
    /// One contact by its ID: `GET /contacts/{contactId}`.
    Contact(ContactId),
    /// What a sub-account calls its custom fields: `GET /locations/{locationId}/customFields?model=contact`.
    CustomFields(RecordId),
    /// One user by its ID: `GET /users/{id}`.
    User(RecordId),
    /// One business by its ID: `GET /businesses/{id}`.
    Business(RecordId),
    /// One sub-account by its ID: `GET /locations/{id}`.
    Location(RecordId),
}

impl Resource {
    /// The segments of the path, not yet encoded. Each one goes into the address as exactly one segment.
    pub fn path_segments(&self) -> Vec<&str> {
        match self {
            Self::Contact(id) => vec!["contacts", id.as_str()],
            Self::CustomFields(location) => vec!["locations", location.as_str(), "customFields"],
            Self::User(id) => vec!["users", id.as_str()],
            Self::Business(id) => vec!["businesses", id.as_str()],
            Self::Location(id) => vec!["locations", id.as_str()],
        }
    }

    /// What stands behind the path: a name and a value, not yet encoded.
    pub fn query(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::CustomFields(_) => Some(("model", "contact")),
            _ => None,
        }
    }

    /// The permission that a token needs for it; `None` for that to read contacts, without which nothing works.
    pub fn permission(&self) -> Option<Permission> {
        match self {
            Self::Contact(_) => None,
            Self::CustomFields(_) => Some(Permission::CustomFields),
            Self::User(_) => Some(Permission::Users),
            Self::Business(_) => Some(Permission::Businesses),
            Self::Location(_) => Some(Permission::Locations),
        }
    }
}

#[derive(Debug, Clone)]
pub struct ApiRequest {
    /// What is asked for.
    pub resource: Resource,
    pub token: Arc<ApiToken>,
}

/// One answer, whole, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiAnswer {
    /// The HTTP status, 100 to 999.
    pub status: u16,
    /// The headers that are read by anything above.
    pub headers: Headers,
    /// The body, decompressed and complete.
    pub body: Vec<u8>,
}

/// The names of the headers that are kept, beside those that begin with `x-ratelimit-`.
const KEPT: [&str; 7] = ["content-type", "retry-after", "date", "server", "cf-ray", "cf-mitigated", "location"];

/// The headers of an answer that something reads; everything else, cookies first of all, is dropped at the border.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// Keeps those of the given headers that are ever read. Names may be in any case. Where a name comes more than
    /// once the first is kept, so that ten thousand headers cost no more than ten. `location` is kept without its
    /// value: that it is there matters, where it points does not, because it is never followed.
    pub fn keep<N: AsRef<str>, V: AsRef<str>>(all: impl IntoIterator<Item = (N, V)>) -> Self {
        let mut kept = Self::default();
        for (name, value) in all {
            let name = name.as_ref();
            if Self::is_kept(name) && kept.get(name).is_none() {
                let name = name.to_ascii_lowercase();
                let value = if name == "location" { String::new() } else { value.as_ref().to_owned() };
                kept.0.push((name, value));
            }
        }
        kept
    }

    /// Whether a header of this name is kept.
    pub fn is_kept(name: &str) -> bool {
        const RATE: &[u8] = b"x-ratelimit-";
        let is_rate = name.as_bytes().get(..RATE.len()).is_some_and(|start| start.eq_ignore_ascii_case(RATE));
        is_rate || KEPT.iter().any(|kept| kept.eq_ignore_ascii_case(name))
    }

    /// The value of a header, its name in any case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(kept, _)| kept.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// The far end: takes a request, gives back an answer or says why there is none.
///
/// Both futures may be dropped at any time; nothing goes on in the background that the caller did not ask for.
pub trait Transport: Send + Sync {
    /// Sends one request once. No retries, no waiting for an allowance: that is the client's.
    fn send(&self, request: ApiRequest) -> BoxFuture<'_, Result<ApiAnswer, ApiError>>;

    /// Opens the connection that the next request will use, without sending any request. Best effort: a fault here
    /// is met again, and told, by the request itself.
    fn warm_up(&self) -> BoxFuture<'_, ()>;

    /// The variables of the environment that should name a proxy and hold no address. The connection goes without one.
    fn unusable_proxies(&self) -> Vec<&'static str> {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_found_in_any_case_and_the_first_of_a_name_counts() {
        let headers = Headers::keep([("Retry-After", "3"), ("retry-after", "9"), ("X-RateLimit-Max", "100")]);
        assert_eq!(headers.get("RETRY-AFTER"), Some("3"));
        assert_eq!(headers.get("x-ratelimit-max"), Some("100"));
    }

    #[test]
    fn headers_that_nothing_reads_are_dropped() {
        let headers = Headers::keep([("Set-Cookie", "a=b"), ("Alt-Svc", "h3"), ("Strict-Transport-Security", "x")]);
        assert_eq!(headers, Headers::default());
    }

    #[test]
    fn where_a_redirect_points_is_not_kept() {
        let headers = Headers::keep([("Location", "https://elsewhere.example/?token=1")]);
        assert_eq!(headers.get("location"), Some(""));
    }
}
