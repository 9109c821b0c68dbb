//! Any bytes as the settings file.
#![no_main]

#[path = "../checks/settings.rs"]
mod settings;

use std::sync::LazyLock;

/// One folder for all runs: `make fuzz` makes it in memory and takes it away.
static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder can be made"));

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| settings::check(bytes, FOLDER.path()));
