//! What is kept between two starts: accounts without their tokens, recent lookups, choices, the window's geometry.
//!
//! [`Settings`] holds the values, [`SettingsStore`] owns and writes them while the program runs, and [`recovery`] checks
//! their file and replaces a damaged one.

mod choices;
mod entries;
mod lenient;
pub mod recovery;
mod store;
#[cfg(test)]
mod tests;
mod values;
pub(crate) mod window;

pub use choices::{QuietHours, TextSize, Theme};
pub use entries::{KeptAccount, Recent, LONGEST_NAME};
pub use recovery::{Notice, PlainFile};
pub use store::{MemoryFile, SettingsFile, SettingsStore};
pub use values::{Settings, HIGHLEVEL_HOST, MOST_RECENTS, SCHEMA};
