//! Why there is no list.

/// Why a text or a file is no list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListFault {
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

/// Why a file cannot be read as a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFault {
    /// It is not there (any more).
    Gone,
    /// Another program holds it, or this person may not read it.
    Closed,
    /// It is neither text nor a workbook, whatever its name says.
    NotAList,
    /// It is a workbook of the kind that Excel wrote before 2007.
    OldWorkbook,
    /// It is a workbook with a password.
    Locked,
    /// It is a workbook that is damaged.
    Damaged,
    /// It is larger than any list.
    TooLarge,
    /// Another program wrote to it while it was read.
    Changing,
    /// The system could not read it.
    Unreadable,
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
    pub(super) fn in_file(self, name: String) -> ListFault {
        match self {
            Self::TooLong => ListFault::TooLong,
            Self::TooLarge => ListFault::File { fault: FileFault::TooLarge, name, detail: None },
            Self::File(fault, detail) => ListFault::File { fault, name, detail },
        }
    }
}

impl From<FileFault> for Stop {
    fn from(fault: FileFault) -> Self {
        Self::File(fault, None)
    }
}
