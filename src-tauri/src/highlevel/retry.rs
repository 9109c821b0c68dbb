//! Whether a failed try is worth another, and when. Pure: the time that has passed and the throw of the dice come in
//! as arguments, so that every case can be put in a table.

use std::time::{Duration, SystemTime};

use super::error::ApiError;
use super::limits::{Limits, MAX_REPORTED_WAIT, MAX_RETRY_AFTER, RATE_LIMIT_INTERVAL};
use super::transport::Headers;
use crate::model::problem::ProblemKind;

/// What to do after a failed attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Wait that long, then try again.
    Wait(Duration),
    /// Report the failure.
    GiveUp {
        /// When another try makes sense, where that is known; an hour at most.
        retry_in: Option<Duration>,
    },
}

/// Decides about the failed try number `attempt` (the first is 1), `elapsed` after the lookup began. `retry_after`
/// is what [`retry_after`] reads of the answer. `jitter` is random, from 0 up to 1, so that clients that were refused together do not
/// come back together.
pub fn decide(
    limits: &Limits,
    attempt: u32,
    error: &ApiError,
    retry_after: Option<Duration>,
    elapsed: Duration,
    jitter: f64,
) -> Decision {
    let kind = error.kind();
    let retry_after = retry_after.filter(|_| matches!(kind, ProblemKind::TooManyRequests | ProblemKind::HighlevelDown));
    if let Some(retry_after) = retry_after.filter(|retry_after| *retry_after > limits.max_silent_wait) {
        return Decision::GiveUp { retry_in: Some(retry_after.min(MAX_REPORTED_WAIT)) };
    }
    // The burst limit is over once its interval has passed, whether the server says so or not.
    let burst = (kind == ProblemKind::TooManyRequests).then_some(RATE_LIMIT_INTERVAL);
    let give_up = Decision::GiveUp { retry_in: retry_after.or(burst) };
    // Servers that refuse do so at once. One that lets us wait in vain twice will do so a third time.
    let is_silent = kind == ProblemKind::CannotConnect && elapsed >= 2 * limits.connect_timeout;
    let retries = if is_silent { 0 } else { error.retries };
    if attempt > retries.min(limits.max_attempts.saturating_sub(1)) {
        return give_up;
    }
    let wait = backoff(limits, attempt, jitter).max(retry_after.unwrap_or_default());
    if elapsed + wait + limits.min_time_left > limits.overall_timeout {
        return give_up;
    }
    Decision::Wait(wait)
}

/// How long the server asks to be left alone: `Retry-After`, in seconds or as a date. A date is taken relative to
/// the server's own clock where it sent one. `None` where nothing believable was sent.
pub fn retry_after(headers: &Headers, now: SystemTime) -> Option<Duration> {
    let value = headers.get("retry-after")?.trim();
    let wait = if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        Duration::from_secs(value.parse().ok()?)
    } else {
        let until = httpdate::parse_http_date(value).ok()?;
        let server_now = headers.get("date").and_then(|date| httpdate::parse_http_date(date).ok());
        until.duration_since(server_now.unwrap_or(now)).ok()?
    };
    (wait <= MAX_RETRY_AFTER).then_some(wait)
}

/// A random wait of up to the base, doubled with each try, up to the cap ("full jitter").
fn backoff(limits: &Limits, attempt: u32, jitter: f64) -> Duration {
    let doubled = 2_u32.saturating_pow(attempt.saturating_sub(1));
    limits.backoff_base.saturating_mul(doubled).min(limits.backoff_cap).mul_f64(jitter.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests;
