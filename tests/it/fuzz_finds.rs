//! What the fuzz targets in `fuzz/` found, and what they set out from, run through the same checks once more.

use std::fs;
use std::path::Path;

#[path = "../../fuzz/checks/contact.rs"]
mod contact;
#[path = "../../fuzz/checks/contact_id.rs"]
mod contact_id;
#[path = "../../fuzz/checks/list.rs"]
mod list;
#[path = "../../fuzz/checks/settings.rs"]
mod settings;

/// Checks every file in some folders of the repository, and says which one did not pass.
fn replay(folders: &[&str], check: impl Fn(&[u8])) {
    for folder in folders {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let files = fs::read_dir(&folder).expect("the folder can be listed").map(|entry| entry.unwrap().path());
        let files: Vec<_> = files.filter(|path| path.is_file()).collect();
        assert!(!files.is_empty(), "{} is empty", folder.display());
        for file in files {
            let bytes = fs::read(&file).unwrap();
            let passed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(&bytes)));
            assert!(passed.is_ok(), "{} does not pass", file.display());
        }
    }
}

#[test]
fn answers_that_fuzzing_found_are_read_without_loss_or_leak() {
    replay(&["tests/fixtures/fuzz/contact", "fuzz/seeds/contact", "tests/fixtures"], contact::check);
}

#[test]
fn texts_that_fuzzing_found_give_an_id_or_none() {
    replay(&["tests/fixtures/fuzz/contact_id", "fuzz/seeds/contact_id"], contact_id::check);
}

#[test]
fn settings_that_fuzzing_found_are_read_or_kept_aside() {
    let folder = tempfile::tempdir().unwrap();
    replay(&["tests/fixtures/fuzz/settings", "fuzz/seeds/settings"], |bytes| settings::check(bytes, folder.path()));
}

#[test]
fn texts_and_files_that_fuzzing_found_are_a_list_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let folders = ["tests/fixtures/fuzz/text_list", "fuzz/seeds/text_list", "tests/fixtures/lists"];
    replay(&folders, |bytes| list::check_text(bytes, folder.path()));
}

#[test]
fn workbooks_that_fuzzing_found_are_a_list_or_none() {
    let folder = tempfile::tempdir().unwrap();
    let folders = ["tests/fixtures/fuzz/workbook", "fuzz/seeds/workbook", "tests/fixtures/lists"];
    replay(&folders, |bytes| list::check_workbook(bytes, folder.path()));
}
