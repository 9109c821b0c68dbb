//! Why there is no list.

use crate::model::problem::{FileFault, Problem, ProblemFacts, ProblemKind, TypedFault};

/// Why a text or a file is no list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListError {
    /// Nothing is in it.
    #[error("nothing there")]
    Empty,
    /// It has more rows than are taken.
    #[error("too many rows")]
    TooLong,
    /// The file cannot be read.
    #[error("a file that cannot be read: {fault:?}")]
    File {
        /// Why.
        fault: FileFault,
        /// Its name, without its folder.
        name: String,
        /// What the system or the reader of workbooks said. Names no path, and nothing that stands in the file.
        detail: Option<String>,
    },
}

impl From<ListError> for Problem {
    fn from(fault: ListError) -> Self {
        let mut facts = ProblemFacts::default();
        let kind = match fault {
            ListError::Empty => {
                facts.typed = Some(TypedFault::EmptyList);
                ProblemKind::IdMissing
            }
            ListError::TooLong => {
                facts.most_rows = u32::try_from(super::MOST_ROWS).ok();
                ProblemKind::ListTooLong
            }
            ListError::File { fault, name, detail } => {
                facts.file = Some(fault);
                facts.file_name = Some(name);
                facts.detail = detail;
                ProblemKind::FileNotRead
            }
        };
        Self::with(kind, facts)
    }
}

/// Why reading ended before the end, wherever the text came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stop {
    /// More rows than are taken.
    TooLong,
    /// More text than is kept of any list.
    TooLarge,
    /// A fault of the file, and what its reader said of it.
    File(FileFault, Option<String>),
}

impl Stop {
    /// The fault of a file of that name.
    pub(super) fn in_file(self, name: String) -> ListError {
        match self {
            Self::TooLong => ListError::TooLong,
            Self::TooLarge => ListError::File { fault: FileFault::TooLarge, name, detail: None },
            Self::File(fault, detail) => ListError::File { fault, name, detail },
        }
    }
}

impl From<FileFault> for Stop {
    fn from(fault: FileFault) -> Self {
        Self::File(fault, None)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use crate::list::Source;

    #[test]
    fn each_fault_of_a_list_is_a_problem_with_what_is_known_of_it() {
        let empty = Problem::from(ListError::Empty);
        assert_eq!((empty.kind, empty.facts.typed), (ProblemKind::IdMissing, Some(TypedFault::EmptyList)));
        let long = Problem::from(ListError::TooLong);
        assert_eq!((long.kind, long.facts.most_rows), (ProblemKind::ListTooLong, Some(100_000)));
        let gone = Problem::from(Source::from_file(std::path::Path::new("/no-such-folder/a.csv")).unwrap_err());
        assert_eq!((gone.kind, gone.facts.file), (ProblemKind::FileNotRead, Some(FileFault::Gone)));
        assert_eq!(gone.facts.file_name.as_deref(), Some("a.csv"));
        assert!(gone.facts.detail.is_some());
    }
}
