//! Programs that are killed while they save, and programs that save at the same time.

use std::env;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::*;

/// Set in a process that saves: the folder.
const FOLDER: &str = "CONTACT_LOOKUP_TEST_SETTINGS";
/// The way it saves: as this program does without the plugin, or in place after the copy, as the plugin does.
const WAY: &str = "CONTACT_LOOKUP_TEST_WAY";
/// How often, at most.
const TIMES: &str = "CONTACT_LOOKUP_TEST_TIMES";
/// What a saving process prints after each time.
const SAVED: &str = "saved once more";

const WHOLE: &str = "whole";
const IN_PLACE: &str = "in place";

/// Values that a mixture of two saves cannot pass for, of a length that changes each time.
fn numbered(number: u64) -> Map<String, Value> {
    let filler = number.to_string().repeat(500 + usize::try_from(number % 7).unwrap() * 900);
    json!({ "schema": 1, "number": number, "filler": filler }).as_object().unwrap().clone()
}

/// A process that saves again and again. It is this very test program, at the test that follows.
fn saver(folder: &Path, way: &str, times: u32) -> Child {
    Command::new(env::current_exe().unwrap())
        .args(["--exact", "settings::interrupted::the_one_that_saves", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(WAY, way)
        .env(TIMES, times.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Does nothing but in the processes that the tests below start.
#[test]
fn the_one_that_saves() {
    let Some(folder) = env::var_os(FOLDER).map(PathBuf::from) else { return };
    let in_place = env::var(WAY).unwrap() == IN_PLACE;
    let file = PlainFile::new(folder.clone());
    let start = u64::from(std::process::id()) * 1_000_000;
    for number in 0..env::var(TIMES).unwrap().parse().unwrap() {
        let values = numbered(start + number);
        if in_place {
            keep_last_good(&folder, &values).unwrap();
            fs::write(folder.join(FILE_NAME), serde_json::to_vec_pretty(&values).unwrap()).unwrap();
        } else {
            file.save(&values).unwrap();
        }
        println!("{SAVED}");
    }
}

/// Kills a saver at a random moment, once at least one save is done.
fn kill_while_saving(folder: &Path, way: &str) {
    let mut saver = saver(folder, way, u32::MAX);
    let mut lines = BufReader::new(saver.stdout.take().unwrap()).lines().map(Result::unwrap);
    let after = fastrand::usize(1..40);
    let heard = lines.by_ref().filter(|line| line.contains(SAVED)).take(after).count();
    for _ in 0..fastrand::u32(0..200_000) {
        std::hint::spin_loop(); // anywhere within the next save, not just after one
    }
    saver.kill().unwrap();
    saver.wait().unwrap();
    assert_eq!(heard, after, "the saver ended by itself");
}

/// The number of the values, which must be those of one save.
fn whole_save(opened: &Opened) -> u64 {
    let number = opened.values["number"].as_u64().unwrap();
    assert_eq!(opened.values, numbered(number));
    number
}

#[test]
fn whoever_is_killed_while_saving_leaves_the_old_file_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..25 {
        kill_while_saving(folder.path(), WHOLE);
        // Even before it is checked.
        let bytes = fs::read(folder.path().join(FILE_NAME)).unwrap();
        assert!(serde_json::from_slice::<Map<String, Value>>(&bytes).is_ok());
        let opened = recovery::open(folder.path());
        whole_save(&opened);
        assert!(opened.notices.is_empty() && opened.writable);
        let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let unfinished: Vec<_> = names.filter(|name| name.to_string_lossy().contains(".part-")).collect();
        assert!(unfinished.is_empty(), "{unfinished:?}");
    }
    assert!(kept_aside(folder.path()).is_empty());
}

#[test]
fn whoever_is_killed_while_writing_in_place_costs_nothing_behind_the_guard() {
    let folder = tempfile::tempdir().unwrap();
    for _ in 0..25 {
        kill_while_saving(folder.path(), IN_PLACE);
        let opened = recovery::open(folder.path());
        whole_save(&opened);
        assert!(opened.writable);
        assert!(opened.notices.is_empty() || opened.notices == [Notice::RestoredFromCopy]);
    }
}

#[test]
fn of_two_programs_that_save_at_once_one_has_the_last_word() {
    for way in [WHOLE, IN_PLACE] {
        let folder = tempfile::tempdir().unwrap();
        let savers = [saver(folder.path(), way, 100), saver(folder.path(), way, 100)];
        let ids = [&savers[0], &savers[1]].map(|saver| u64::from(saver.id()));
        for saver in savers {
            assert!(saver.wait_with_output().unwrap().status.success());
        }
        let opened = recovery::open(folder.path());
        let number = whole_save(&opened);
        assert!(ids.contains(&(number / 1_000_000)));
        if way == WHOLE {
            assert_eq!(number % 1_000_000, 99);
            assert!(opened.notices.is_empty());
        }
    }
}
