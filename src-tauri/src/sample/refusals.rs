//! The IDs of the sample account that show a problem each, through the very answers and faults that bring it.

use crate::highlevel::transport::{ApiAnswer, Headers, TransportError};
use crate::model::problem::CertificateFault;
use Reply::{Answer, Fault};

/// The server that all real lookups ask.
const HOST: &str = "services.leadconnectorhq.com";

/// A proxy that nobody has.
const PROXY: &str = "proxy.example:8080";

const JSON: (&str, &str) = ("content-type", "application/json; charset=utf-8");
const TEXT: (&str, &str) = ("content-type", "text/plain; charset=utf-8");

/// An ID and the problem it shows.
pub struct Refusal {
    /// The ID: it reads as what it shows, as no real one would.
    pub id: &'static str,
    /// The kind of problem, in the words of the page.
    pub kind: &'static str,
    reply: Reply,
}

enum Reply {
    /// Status, headers and body.
    Answer(u16, &'static [(&'static str, &'static str)], &'static str),
    /// What keeps an answer from coming.
    Fault(fn() -> TransportError),
}

impl Refusal {
    /// What comes back for the ID.
    pub fn answer(&self) -> Result<ApiAnswer, TransportError> {
        match &self.reply {
            Answer(status, headers, body) => Ok(ApiAnswer {
                status: *status,
                headers: Headers::keep(headers.iter().copied()),
                body: body.as_bytes().to_vec(),
            }),
            Fault(fault) => Err(fault()),
        }
    }
}

/// All of them, the likeliest first.
pub const ALL: &[Refusal] = &[
    Refusal {
        id: "TryContactNotFound01",
        kind: "contact-not-found",
        reply: Answer(
            400,
            &[JSON],
            r#"{"statusCode":400,"message":"Contact not found","error":"Bad Request","traceId":"00000000-5a3b-4000-8000-000000000400"}"#,
        ),
    },
    Refusal {
        id: "TryOtherAccount00002",
        kind: "other-account",
        reply: Answer(
            403,
            &[JSON],
            r#"{"statusCode":403,"message":"The token does not have access to this location.","error":"Forbidden"}"#,
        ),
    },
    Refusal {
        id: "TryTokenRejected0003",
        kind: "token-rejected",
        reply: Answer(401, &[JSON], r#"{"statusCode":401,"message":"Invalid Private Integration token"}"#),
    },
    Refusal {
        id: "TryPermissionMissi04",
        kind: "permission-missing",
        reply: Answer(401, &[JSON], r#"{"statusCode":401,"message":"The token is not authorized for this scope."}"#),
    },
    Refusal {
        id: "TryAgencyToken000005",
        kind: "agency-token",
        reply: Answer(401, &[JSON], r#"{"statusCode":401,"message":"Token's user type mismatch!"}"#),
    },
    Refusal {
        id: "TryAccountInactive26",
        kind: "account-inactive",
        reply: Answer(
            403,
            &[JSON],
            r#"{"statusCode":403,"message":"Location is not active","error":"Forbidden","traceId":"00000000-5a3b-4000-8000-000000000403"}"#,
        ),
    },
    Refusal {
        id: "TryForbidden00000006",
        kind: "forbidden",
        reply: Answer(403, &[JSON], r#"{"statusCode":403,"message":"Forbidden resource","error":"Forbidden"}"#),
    },
    Refusal {
        id: "TryBlockedOnTheWay07",
        kind: "blocked-on-the-way",
        reply: Answer(403, &[TEXT, ("cf-ray", "9f00ba5e0c0ffee0-ORD")], "error code: 1010"),
    },
    Refusal {
        id: "TryRequestRefused008",
        kind: "request-refused",
        reply: Answer(
            422,
            &[JSON],
            r#"{"statusCode":422,"message":["contactId must be shorter than or equal to 24 characters","contactId must be a string"],"error":"Unprocessable Entity"}"#,
        ),
    },
    Refusal {
        id: "TryProgramOutdated09",
        kind: "program-outdated",
        reply: Answer(
            400,
            &[JSON],
            r#"{"statusCode":400,"message":"This resource is not available in API version 2021-04-15","error":"Bad Request"}"#,
        ),
    },
    Refusal {
        id: "TryTooManyRequests10",
        kind: "too-many-requests",
        reply: Answer(429, &[JSON, ("retry-after", "40")], r#"{"statusCode":429,"message":"Too Many Requests"}"#),
    },
    Refusal {
        id: "TryDailyLimitReach11",
        kind: "daily-limit-reached",
        reply: Answer(
            429,
            &[JSON, ("x-ratelimit-limit-daily", "200000"), ("x-ratelimit-daily-remaining", "0")],
            r#"{"statusCode":429,"message":"Too Many Requests"}"#,
        ),
    },
    Refusal {
        id: "TryHighlevelDown0012",
        kind: "highlevel-down",
        reply: Answer(503, &[TEXT, ("retry-after", "30")], "upstream connect error or disconnect/reset before headers"),
    },
    Refusal {
        id: "TryAnswerNotUnders13",
        kind: "answer-not-understood",
        reply: Answer(200, &[JSON], r#"{"contact":{"id":"an answer that breaks o"#),
    },
    Refusal { id: "TryAnswerEmpty000014", kind: "answer-empty", reply: Answer(200, &[JSON], r#"{"contact":{}}"#) },
    Refusal { id: "TryAnswerTooLarge015", kind: "answer-too-large", reply: Fault(|| TransportError::TooLarge) },
    Refusal { id: "TryRedirected0000016", kind: "redirected", reply: Answer(302, &[("location", "")], "") },
    Refusal { id: "TryOffline0000000017", kind: "offline", reply: Fault(|| TransportError::Offline) },
    Refusal {
        id: "TryServerNotFound018",
        kind: "server-not-found",
        reply: Fault(|| TransportError::ServerNotFound { host: HOST.to_owned() }),
    },
    Refusal {
        id: "TryCannotConnect0019",
        kind: "cannot-connect",
        reply: Fault(|| TransportError::CannotConnect {
            host: HOST.to_owned(),
            detail: "connection refused".to_owned(),
        }),
    },
    Refusal {
        id: "TryConnectionCut0020",
        kind: "connection-cut",
        reply: Fault(|| TransportError::ConnectionCut {
            before_a_byte: false,
            detail: "connection reset by peer".to_owned(),
        }),
    },
    Refusal {
        id: "TryTimedOut000000021",
        kind: "timed-out",
        reply: Fault(|| TransportError::TimedOut { after_answer_began: false }),
    },
    Refusal {
        id: "TryCertificateNotT22",
        kind: "certificate-not-trusted",
        reply: Fault(|| TransportError::Certificate {
            fault: CertificateFault::UnknownIssuer,
            issuer: Some("Example Office Network CA".to_owned()),
            detail: "unknown issuer".to_owned(),
        }),
    },
    Refusal {
        id: "TryNetworkSignIn0023",
        kind: "network-sign-in",
        reply: Answer(
            200,
            &[("content-type", "text/html")],
            "<!doctype html><title>Guest network</title><h1>Sign in to use the guest network</h1>",
        ),
    },
    Refusal {
        id: "TryProxyUnreachabl24",
        kind: "proxy-unreachable",
        reply: Fault(|| TransportError::ProxyUnreachable { proxy: PROXY.to_owned() }),
    },
    Refusal {
        id: "TryProxySignIn000025",
        kind: "proxy-sign-in",
        reply: Fault(|| TransportError::ProxySignIn { proxy: PROXY.to_owned() }),
    },
];
