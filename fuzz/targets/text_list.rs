//! Any bytes as a list that was pasted, or as a file of text.
#![no_main]

#[path = "../checks/list.rs"]
mod list;

use std::sync::LazyLock;

/// One folder for all runs: `make fuzz` makes it in memory and takes it away.
static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder can be made"));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| list::check_text(bytes, FOLDER.path()));
