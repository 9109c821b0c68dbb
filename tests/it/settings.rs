//! The settings file on a real disk: damaged in every way, torn by a killed program, written by two at once.

use std::fs;
use std::path::{Path, PathBuf};

use contact_lookup::model::account::{Account, AccountId};
use contact_lookup::settings::recovery::{self, keep_last_good, Opened, FILE_NAME};
use contact_lookup::settings::{Notice, PlainFile, Settings, SettingsFile, Theme};
use serde_json::{json, Map, Value};

mod interrupted;
#[cfg(unix)]
pub mod unix;

const LAST_GOOD: &str = "settings.json.last-good";

fn values(theme: &str) -> Map<String, Value> {
    json!({ "schema": 1, "theme": theme, "labels": ["of a newer program"] }).as_object().unwrap().clone()
}

/// A folder in which these values were saved.
fn saved(theme: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    PlainFile::new(folder.path().to_owned()).save(&values(theme)).unwrap();
    folder
}

/// The damaged files that were kept aside, oldest first.
fn kept_aside(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let is_bad = |path: &PathBuf| path.to_string_lossy().contains("settings.json.bad-");
    let mut kept: Vec<_> = entries.filter(is_bad).collect();
    kept.sort();
    kept
}

fn assert_opened(opened: &Opened, expected: &Map<String, Value>, notices: &[Notice], writable: bool) {
    assert_eq!((&opened.values, opened.notices.as_slice(), opened.writable), (expected, notices, writable));
}

/// Every kind of damage to a file.
fn damages() -> Vec<(&'static str, Vec<u8>)> {
    let good = serde_json::to_vec_pretty(&values("dark")).unwrap();
    let too_large = format!("{{\"filler\": \"{}\"}}", "x".repeat(1024 * 1024));
    vec![
        ("empty", Vec::new()),
        ("zeros", vec![0; 4096]),
        ("torn", good[..good.len() - 5].to_vec()),
        ("not JSON", b"theme = dark".to_vec()),
        ("a list", b"[1, 2]".to_vec()),
        ("a number", b"7".to_vec()),
        ("two files in one", [good.clone(), good].concat()),
        ("not text", vec![0xff, 0xfe, 0x00, 0x7b]),
        ("too large", too_large.into_bytes()),
        ("too deep", [vec![b'['; 100_000], vec![b']'; 100_000]].concat()),
    ]
}

/// What the program wrote when the form of the settings was first settled, with every choice made and a key of a newer
/// program.
const SCHEMA_1: &str = include_str!("../fixtures/settings_of_schema_1.json");

#[test]
fn settings_that_an_older_program_wrote_are_all_understood_and_written_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE_NAME), SCHEMA_1).unwrap();
    let opened = recovery::open(folder.path());
    assert_eq!((opened.notices.as_slice(), opened.writable), ([].as_slice(), true));
    let settings = Settings::load(opened.values);
    let accounts: Vec<_> = settings.accounts().into_iter().map(|account| account.name).collect();
    assert_eq!(accounts, ["Harbour Dental", "Praxis Süd"]);
    assert_eq!(settings.accounts()[0].location.as_deref(), Some("tBpFQBh16tDrM9aXY7bb"));
    assert_eq!(settings.added(&settings.accounts()[0].id).map(jiff::Timestamp::as_second), Some(1_790_000_000));
    assert_eq!(settings.current(), Some(&settings.accounts()[1].id));
    assert_eq!((settings.theme, settings.text_size.percent()), (Theme::Dark, 125));
    assert_eq!((settings.quiet_hours().begin(), settings.quiet_hours().end()), (20, 9));
    assert_eq!(settings.highlevel_host(), "crm.agency.example");
    assert!(settings.remember_names());
    assert_eq!(settings.recents().iter().map(|recent| recent.name()).collect::<Vec<_>>(), [Some("Rubika Deo")]);
    let window = settings.window().unwrap();
    let area = window.area;
    assert_eq!((area.x, area.y, area.width, area.height, window.maximized), (60, 40, 1000, 700, true));
    let written: Map<String, Value> = serde_json::from_str(SCHEMA_1).unwrap();
    assert_eq!(settings.to_values(), written);
}

#[test]
fn a_damaged_file_is_kept_aside_and_the_last_good_copy_is_used() {
    for (damage, bytes) in damages() {
        let folder = saved("dark");
        fs::write(folder.path().join(FILE_NAME), &bytes).unwrap();
        let opened = recovery::open(folder.path());
        assert_opened(&opened, &values("dark"), &[Notice::RestoredFromCopy], true);
        let aside = kept_aside(folder.path());
        assert_eq!(aside.len(), 1, "{damage}");
        assert!(fs::read(&aside[0]).unwrap() == bytes, "{damage}: the damaged file was changed");
        // The file itself is good again, and the notice is given once.
        assert_opened(&recovery::open(folder.path()), &values("dark"), &[], true);
    }
}

#[test]
fn a_damaged_file_without_a_copy_is_kept_aside_and_the_program_starts_afresh() {
    for (damage, bytes) in damages() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(FILE_NAME), &bytes).unwrap();
        assert_opened(&recovery::open(folder.path()), &Map::new(), &[Notice::StartedAfresh], true);
        assert_eq!(kept_aside(folder.path()).len(), 1, "{damage}");
        assert!(!folder.path().join(FILE_NAME).exists(), "{damage}");
        assert_opened(&recovery::open(folder.path()), &Map::new(), &[], true);
    }
}

#[test]
fn a_folder_in_the_place_of_the_file_is_kept_aside() {
    let folder = saved("dark");
    let file = folder.path().join(FILE_NAME);
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    fs::write(file.join("someone's"), "work").unwrap();
    assert_opened(&recovery::open(folder.path()), &values("dark"), &[Notice::RestoredFromCopy], true);
    assert_eq!(fs::read(kept_aside(folder.path())[0].join("someone's")).unwrap(), b"work");
}

#[test]
fn a_damaged_copy_is_kept_aside_and_costs_nothing() {
    let folder = saved("dark");
    fs::write(folder.path().join(LAST_GOOD), b"torn").unwrap();
    assert_opened(&recovery::open(folder.path()), &values("dark"), &[], true);
    assert_eq!(fs::read(&kept_aside(folder.path())[0]).unwrap(), b"torn");
    PlainFile::new(folder.path().to_owned()).save(&values("light")).unwrap();
}

#[test]
fn a_file_that_went_away_comes_back_from_its_copy() {
    let folder = saved("dark");
    fs::remove_file(folder.path().join(FILE_NAME)).unwrap();
    assert_opened(&recovery::open(folder.path()), &values("dark"), &[Notice::RestoredFromCopy], true);
}

#[test]
fn damaged_files_of_the_same_second_do_not_overwrite_each_other_and_twenty_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..25 {
        fs::write(folder.path().join(FILE_NAME), format!("damaged {number:02}")).unwrap();
        recovery::open(folder.path());
    }
    let kept: Vec<String> = kept_aside(folder.path()).iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    assert_eq!(kept, (5..25).map(|number| format!("damaged {number:02}")).collect::<Vec<_>>());
}

#[test]
fn a_newer_programs_file_is_read_and_never_written() {
    let folder = tempfile::tempdir().unwrap();
    let newer = br#"{"schema":2,"theme":"dark","accounts":{"in":"another form"}}"#;
    fs::write(folder.path().join(FILE_NAME), newer).unwrap();
    let opened = recovery::open(folder.path());
    assert_eq!((opened.notices.as_slice(), opened.writable), ([Notice::NewerProgram].as_slice(), false));
    assert_eq!(Settings::load(opened.values).theme, Theme::Dark);
    assert_eq!(fs::read(folder.path().join(FILE_NAME)).unwrap(), newer);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_an_older_program_does_not_know_goes_through_a_save() {
    let folder = saved("dark");
    let mut settings = Settings::load(recovery::open(folder.path()).values);
    let id = AccountId::new_random();
    let account = Account { id: id.clone(), name: "Harbour Dental".into(), location: None, session_only: false };
    settings.add_account(&account, 1_790_000_000);
    settings.set_current(Some(id.clone()));
    PlainFile::new(folder.path().to_owned()).save(&settings.to_values()).unwrap();
    let again = recovery::open(folder.path()).values;
    assert_eq!(again["labels"], json!(["of a newer program"]));
    let again = Settings::load(again);
    assert_eq!((again.current(), again.theme), (Some(&id), Theme::Dark));
    assert_eq!(again.account(&id), Some(account));
}

#[test]
fn a_missing_folder_is_made() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("not/yet/there");
    assert_opened(&recovery::open(&folder), &Map::new(), &[], true);
    PlainFile::new(folder.clone()).save(&values("dark")).unwrap();
    assert_opened(&recovery::open(&folder), &values("dark"), &[], true);
}

#[test]
fn a_file_in_the_place_of_the_folder_leaves_the_settings_in_memory() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("settings");
    fs::write(&folder, "a file").unwrap();
    assert_opened(&recovery::open(&folder), &Map::new(), &[Notice::NotSaved], false);
    let error = PlainFile::new(folder.clone()).save(&values("dark")).unwrap_err();
    assert_ne!(error.kind(), std::io::ErrorKind::StorageFull);
    assert!(!error.to_string().contains(&*home.path().to_string_lossy()), "{error}");
    assert_eq!(fs::read(&folder).unwrap(), b"a file");
}

#[test]
fn settings_that_could_not_be_read_again_are_not_written() {
    let folder = saved("dark");
    let mut large = values("light");
    large.insert("filler".into(), "x".repeat(1024 * 1024).into());
    PlainFile::new(folder.path().to_owned()).save(&large).unwrap_err();
    assert_opened(&recovery::open(folder.path()), &values("dark"), &[], true);
}

#[test]
fn a_write_that_was_torn_in_place_is_undone_from_the_copy_made_before_it() {
    let folder = saved("dark");
    keep_last_good(folder.path(), &values("light")).unwrap();
    for torn in ["", "{\n  \"schema\": 1,\n  \"the"] {
        fs::write(folder.path().join(FILE_NAME), torn).unwrap();
        assert_opened(&recovery::open(folder.path()), &values("light"), &[Notice::RestoredFromCopy], true);
    }
}

#[test]
fn files_that_nobody_will_finish_are_swept_and_those_at_work_are_not() {
    let folder = saved("dark");
    let old = folder.path().join("settings.json.last-good.part-1-0000abcd");
    let new = folder.path().join("settings.json.part-2-0000abcd");
    for path in [&old, &new] {
        fs::write(path, "unfinished").unwrap();
    }
    let at_work = fs::File::options().write(true).open(&new).unwrap();
    at_work.try_lock().unwrap();
    recovery::open(folder.path());
    assert!(!old.exists() && new.exists());
    drop(at_work);
    // A process that another test starts at this moment inherits the lock until it runs.
    let is_swept = || {
        recovery::open(folder.path());
        !new.exists()
    };
    let mut tries = 0;
    while !is_swept() {
        tries += 1;
        assert!(tries < 500, "its writer is no more");
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
}
