//! Lists of contact IDs and links: pasted, or read from a file of text or a workbook. Every row stays a row.

mod decode;
mod fault;
mod file;
mod grid;
mod guess;
mod heading;
mod html;
mod own;
mod rows;
mod separated;
mod source;
mod taken_out;
mod text;
mod workbook;

pub use fault::ListError;
pub use rows::{Counts, Example, List, ListRow, Listed};
pub use source::{Beside, Choice, Column, Source};

/// The most rows that a list can have, headings excepted.
pub const MOST_ROWS: usize = 100_000;

/// The most columns that are read of a table.
pub const MOST_COLUMNS: usize = 256;

#[cfg(test)]
mod tests;
