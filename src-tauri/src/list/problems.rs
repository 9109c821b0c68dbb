//! What is wrong with a text or a file that is no list.

use crate::model::problem::{FileFault, Problem, ProblemFacts, ProblemKind, TypedFault};

/// The most rows of a list, without headings.
pub const MAX_ROWS: usize = 100_000;

pub fn empty() -> Problem {
    let facts = ProblemFacts { typed: Some(TypedFault::EmptyList), ..ProblemFacts::default() };
    Problem::with(ProblemKind::IdMissing, facts)
}

pub(super) fn too_long() -> Problem {
    let facts = ProblemFacts { most_rows: u32::try_from(MAX_ROWS).ok(), ..ProblemFacts::default() };
    Problem::with(ProblemKind::ListTooLong, facts)
}

pub(super) fn not_read(fault: FileFault) -> Problem {
    let facts = ProblemFacts { file: Some(fault), file_name: Some(String::new()), ..ProblemFacts::default() };
    Problem::with(ProblemKind::FileNotRead, facts)
}

/// `detail` is the message of the system or of a library, without a path and without the file's content.
pub(super) fn not_read_because(fault: FileFault, detail: impl Into<String>) -> Problem {
    let mut problem = not_read(fault);
    problem.facts.detail = Some(detail.into());
    problem
}

/// Names the file in a problem of reading it.
pub(super) fn in_file(mut problem: Problem, file: Option<&str>) -> Problem {
    if problem.kind == ProblemKind::FileNotRead {
        problem.facts.file_name = Some(file.unwrap_or_default().to_owned());
    }
    problem
}
