//! What a token says of itself.

use super::now;
use crate::model::problem::{Problem, ProblemFacts, ProblemKind, TypedFault};
use crate::model::token::{ApiToken, TokenClaims};

/// What a token says of itself can spare a request: one made for an agency, or whose time is over, cannot work.
pub fn check(token: &ApiToken) -> Result<(), Problem> {
    let Some(claims) = token.claims() else { return Ok(()) };
    if claims.auth_class.as_deref().is_some_and(|class| class.eq_ignore_ascii_case("company")) {
        return Err(ProblemKind::AgencyToken.into());
    }
    if claims.expires_at.is_some_and(|expiry| expiry <= now()) {
        return Err(Problem::with(
            ProblemKind::TokenRejected,
            ProblemFacts { typed: Some(TypedFault::Expired), ..ProblemFacts::default() },
        ));
    }
    Ok(())
}

/// The sub-account that a token says it was made for.
pub(super) fn location_of(claims: TokenClaims) -> Option<String> {
    let is_location = claims.auth_class.is_some_and(|class| class.eq_ignore_ascii_case("location"));
    claims.auth_class_id.filter(|_| is_location)
}
