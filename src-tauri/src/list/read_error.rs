//! Why a text or a file is no list.

use super::grid::MAX_ROWS;
use crate::model::problem::{FileFault, Problem, ProblemFacts, ProblemKind, TypedFault};

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error("nothing there")]
    Empty,
    #[error("too many rows")]
    TooLong,
    #[error("a file that cannot be read: {fault:?}")]
    File {
        fault: FileFault,
        /// The name of the file without its folder; empty for pasted text.
        name: String,
        /// The message of the system or of the reader of workbooks, without a path and without the file's content.
        detail: Option<String>,
    },
}

impl ReadError {
    pub(super) fn damaged(detail: impl Into<String>) -> Self {
        Self::File { fault: FileFault::Damaged, name: String::new(), detail: Some(detail.into()) }
    }

    pub(super) fn in_file(mut self, file: &str) -> Self {
        if let Self::File { name, .. } = &mut self {
            file.clone_into(name);
        }
        self
    }
}

impl From<FileFault> for ReadError {
    fn from(fault: FileFault) -> Self {
        Self::File { fault, name: String::new(), detail: None }
    }
}

impl From<ReadError> for Problem {
    fn from(error: ReadError) -> Self {
        let mut facts = ProblemFacts::default();
        let kind = match error {
            ReadError::Empty => {
                facts.typed = Some(TypedFault::EmptyList);
                ProblemKind::IdMissing
            }
            ReadError::TooLong => {
                facts.most_rows = u32::try_from(MAX_ROWS).ok();
                ProblemKind::ListTooLong
            }
            ReadError::File { fault, name, detail } => {
                facts.file = Some(fault);
                facts.file_name = Some(name);
                facts.detail = detail;
                ProblemKind::FileNotRead
            }
        };
        Self::with(kind, facts)
    }
}
