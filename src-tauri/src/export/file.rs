//! Files that the person asked for.

use std::io;
use std::path::Path;

use crate::problem::{Problem, ProblemFacts, ProblemKind};
use crate::whole_file;

/// Writes a file where the person wants it: the whole file or none, for its owner alone.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    whole_file::write(path, bytes).map_err(|error| not_saved(&error))
}

/// What the system said names no path: paths hold people's names.
fn not_saved(error: &io::Error) -> Problem {
    let facts = ProblemFacts { detail: Some(error.to_string()), ..ProblemFacts::default() };
    Problem::with(ProblemKind::FileNotSaved, facts)
}
