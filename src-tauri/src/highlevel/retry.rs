//! Whether a failed try is worth another, and when. Pure: the time that has passed and the throw of the dice come in
//! as arguments, so that every case can be put in a table.

use std::time::{Duration, SystemTime};

use super::limits::{Limits, ALLOWANCE_INTERVAL, BELIEVED_WAIT, TOLD_WAIT};
use super::transport::{Headers, TransportError};
use crate::model::problem::ProblemKind;

/// How a try failed, as far as it matters here.
#[derive(Debug, Clone, Copy)]
pub enum Outcome<'a> {
    /// No answer came.
    Fault(&'a TransportError),
    /// An answer came that is a refusal.
    Refused {
        /// The HTTP status.
        status: u16,
        /// What it means.
        kind: ProblemKind,
        /// Whether a fault of HighLevel's own can be over in a moment.
        worth_a_retry: bool,
        /// See [`asked_to_wait`].
        asked_to_wait: Option<Duration>,
    },
    /// An answer came with status 200 and could not be read.
    Undecodable {
        /// Whether it looks damaged on its way, rather than meant like that.
        looks_damaged: bool,
    },
}

/// What to do about a failed try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Wait that long, then try again.
    Wait(Duration),
    /// Tell the person.
    GiveUp {
        /// When another try makes sense, where that is known; an hour at most.
        retry_in: Option<Duration>,
    },
}

/// Decides about the failed try number `attempt` (the first is 1), `elapsed` after the lookup began. `jitter` is
/// random, from 0 up to 1: everybody who was thrown out at the same moment should not come back at the same moment.
pub fn decide(limits: &Limits, attempt: u32, outcome: &Outcome<'_>, elapsed: Duration, jitter: f64) -> Decision {
    let asked = asked_of(outcome);
    if let Some(asked) = asked.filter(|asked| *asked > limits.silent_wait) {
        return Decision::GiveUp { retry_in: Some(asked.min(TOLD_WAIT)) };
    }
    let give_up = Decision::GiveUp { retry_in: known_wait(outcome, asked) };
    if attempt > further_tries(limits, outcome, elapsed).min(limits.tries.saturating_sub(1)) {
        return give_up;
    }
    let wait = backoff(limits, attempt, jitter).max(asked.unwrap_or_default());
    if elapsed + wait + limits.worth_starting > limits.overall {
        return give_up;
    }
    Decision::Wait(wait)
}

/// How long the server asks to be left alone: `Retry-After`, in seconds or as a date. A date is taken relative to
/// the server's own clock where it sent one. `None` where nothing believable was sent.
pub fn asked_to_wait(headers: &Headers, now: SystemTime) -> Option<Duration> {
    let value = headers.get("retry-after")?.trim();
    let wait = if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        Duration::from_secs(value.parse().ok()?)
    } else {
        let until = httpdate::parse_http_date(value).ok()?;
        let server_now = headers.get("date").and_then(|date| httpdate::parse_http_date(date).ok());
        until.duration_since(server_now.unwrap_or(now)).ok()?
    };
    (wait <= BELIEVED_WAIT).then_some(wait)
}

/// The wait that the server asked for, where this is an answer that may ask for one.
fn asked_of(outcome: &Outcome<'_>) -> Option<Duration> {
    match outcome {
        Outcome::Refused { kind: ProblemKind::TooManyRequests | ProblemKind::HighlevelDown, asked_to_wait, .. } => {
            *asked_to_wait
        }
        _ => None,
    }
}

/// When another try makes sense once we have given up.
fn known_wait(outcome: &Outcome<'_>, asked: Option<Duration>) -> Option<Duration> {
    match outcome {
        // The burst limit is over once its interval has passed, whether the server says so or not.
        Outcome::Refused { kind: ProblemKind::TooManyRequests, .. } => Some(asked.unwrap_or(ALLOWANCE_INTERVAL)),
        _ => asked,
    }
}

/// How many further tries an outcome is worth at most.
fn further_tries(limits: &Limits, outcome: &Outcome<'_>, elapsed: Duration) -> u32 {
    match outcome {
        Outcome::Fault(fault) => match fault {
            // Servers that refuse do so at once. One that lets us wait in vain twice will do so a third time.
            TransportError::CannotConnect { .. } if elapsed >= 2 * limits.connect => 0,
            TransportError::CannotConnect { .. } | TransportError::ConnectionCut { before_a_byte: true, .. } => 2,
            TransportError::ConnectionCut { before_a_byte: false, .. }
            | TransportError::ServerNotFound { .. }
            | TransportError::TimedOut { .. }
            | TransportError::ProxyUnreachable { .. }
            | TransportError::Damaged { .. } => 1,
            // These stay as they are until somebody does something about them.
            TransportError::Offline
            | TransportError::Certificate { .. }
            | TransportError::ProxySignIn { .. }
            | TransportError::TooLarge
            | TransportError::NotHttp { .. }
            | TransportError::Unexpected { .. } => 0,
        },
        Outcome::Refused { status, kind, worth_a_retry, .. } => match kind {
            ProblemKind::TooManyRequests => 2,
            ProblemKind::HighlevelDown if *worth_a_retry => 2,
            ProblemKind::AnswerEmpty => 1,
            // "Request Timeout" and "Too Early" ask for the same request once more, whatever else they say.
            ProblemKind::RequestRefused | ProblemKind::AnswerNotUnderstood if matches!(status, 408 | 425) => 2,
            _ => 0,
        },
        Outcome::Undecodable { looks_damaged } => u32::from(*looks_damaged),
    }
}

/// A random wait of up to the base, doubled with each try, up to the cap ("full jitter").
fn backoff(limits: &Limits, attempt: u32, jitter: f64) -> Duration {
    let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1));
    limits.backoff_base.saturating_mul(doubled).min(limits.backoff_cap).mul_f64(jitter.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests;
