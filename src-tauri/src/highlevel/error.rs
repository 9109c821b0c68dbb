//! A failed request: the problem to show, and whether to send the request again.

use crate::model::problem::{Problem, ProblemFacts, ProblemKind};

/// A request that did not bring what was asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError {
    pub problem: Problem,
    /// How many more times the same request is worth sending.
    pub retries: u32,
}

impl ApiError {
    /// A failure of that kind, worth as many retries as any of its kind.
    pub fn new(kind: ProblemKind, facts: ProblemFacts) -> Self {
        Self { problem: Problem::with(kind, facts), retries: kind.policy().retries }
    }

    /// A failure of which a library or the system told more. `detail` holds no token and no contact ID.
    pub fn with_detail(kind: ProblemKind, detail: impl Into<String>) -> Self {
        Self::new(kind, ProblemFacts { detail: Some(detail.into()), ..ProblemFacts::default() })
    }

    /// The same failure, worth this many retries.
    #[must_use]
    pub fn worth(self, retries: u32) -> Self {
        Self { retries, ..self }
    }

    pub fn kind(&self) -> ProblemKind {
        self.problem.kind
    }
}

impl From<ProblemKind> for ApiError {
    fn from(kind: ProblemKind) -> Self {
        Self::new(kind, ProblemFacts::default())
    }
}

impl From<ApiError> for Problem {
    fn from(error: ApiError) -> Self {
        error.problem
    }
}
