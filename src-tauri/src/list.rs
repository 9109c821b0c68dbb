//! Pasted text, or a file of text or a workbook, as rows of contact IDs. Every row of the table stays a row.

mod decode;
mod extract;
mod file;
mod grid;
mod guess;
mod heading;
mod html;
mod parsed_table;
mod problems;
mod rows;
mod separated;
mod sheet;
mod text;
mod workbook;

pub use grid::MAX_COLUMNS;
pub use parsed_table::{ListColumn, ParsedTable, TableDetails};
pub use problems::{empty, MAX_ROWS};
pub use rows::{List, ListCounts, ListExample, ListRow};
pub use sheet::ColumnChoice;

#[cfg(test)]
mod tests;
