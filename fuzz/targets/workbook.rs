//! Any bytes as a workbook, or as the parts of one.
#![no_main]

#[path = "../checks/list.rs"]
mod list;

use std::panic;
use std::sync::LazyLock;

/// One folder for all runs: `make fuzz` makes it in memory and takes it away.
static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder can be made"));

/// A panic is a find, but for those of the libraries that read archives and workbooks: the program catches them.
fn expect_panics_of_libraries() {
    let to_find = panic::take_hook();
    panic::set_hook(Box::new(move |about| {
        let is_ours = about.location().is_none_or(|at| !at.file().contains("/registry/"));
        if is_ours {
            to_find(about);
        }
    }));
}

libfuzzer_sys::fuzz_target!(
    init: expect_panics_of_libraries(),
    |bytes: &[u8]| list::check_workbook(bytes, FOLDER.path())
);
