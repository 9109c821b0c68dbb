//! Files that leave the program, on a real disk.

use std::fs;
use std::path::Path;

use contact_lookup::export::file::save;

const CARD: &[u8] = b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lopez;Maria;;;\r\nFN:Maria Lopez\r\nEND:VCARD\r\n";

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The message of the system, which names neither the file nor its folder.
fn not_saved(path: &Path) -> String {
    let detail = save(path, CARD).unwrap_err().facts.detail.unwrap();
    assert!(!detail.contains("Maria") && !detail.contains("tmp"), "{detail}");
    detail
}

#[test]
fn a_file_is_saved_whole_and_replaces_the_one_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Maria Lopez.vcf");
    fs::write(&path, "something longer than the card that takes its place, ".repeat(10)).unwrap();
    save(&path, CARD).unwrap();
    assert_eq!(fs::read(&path).unwrap(), CARD);
    assert_eq!(names_in(folder.path()), ["Maria Lopez.vcf"]);
}

#[test]
#[cfg(unix)] // Windows counts the folders as well
fn a_file_with_the_longest_name_there_is_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("{}.vcf", "x".repeat(251)));
    save(&path, CARD).unwrap();
    assert_eq!(fs::read(&path).unwrap(), CARD);
}

#[test]
#[cfg(unix)]
fn nobody_else_can_read_a_saved_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Maria Lopez.vcf");
    save(&path, CARD).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn a_folder_that_is_gone_or_in_the_way_costs_the_file_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    not_saved(&folder.path().join("gone").join("Maria Lopez.vcf"));
    let in_the_way = folder.path().join("Maria Lopez.vcf");
    fs::create_dir(&in_the_way).unwrap();
    not_saved(&in_the_way);
    assert!(in_the_way.is_dir());
    assert_eq!(names_in(folder.path()), ["Maria Lopez.vcf"]);
}

#[test]
#[cfg(target_os = "linux")]
fn on_a_full_disk_and_on_a_closed_one_no_part_of_a_file_is_left() {
    let Some(disk) = crate::settings::unix::SmallDisk::mount() else {
        println!("not tried: making a small disk needs the right to mount one");
        return;
    };
    let path = disk.path().join("Maria Lopez.vcf");
    fs::write(&path, "the one before").unwrap();
    let filler = disk.fill();
    assert!(not_saved(&path).contains("No space"));
    assert_eq!(names_in(disk.path()), ["Maria Lopez.vcf", "filler"]);
    fs::remove_file(filler).unwrap();
    disk.close();
    assert!(not_saved(&path).contains("Read-only"));
    assert_eq!(names_in(disk.path()), ["Maria Lopez.vcf"]);
    assert_eq!(fs::read(&path).unwrap(), b"the one before");
}

#[test]
#[cfg(unix)]
fn a_link_of_the_person_s_own_stays_and_one_that_another_planted_is_replaced() {
    use std::os::unix::fs::{lchown, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (target, link) = (folder.path().join("theirs.vcf"), folder.path().join("Maria Lopez.vcf"));
    fs::write(&target, "the one before").unwrap();
    symlink("theirs.vcf", &link).unwrap();
    save(&link, CARD).unwrap();
    assert!(link.is_symlink());
    assert_eq!(fs::read(&target).unwrap(), CARD);

    fs::write(&target, "the one before").unwrap();
    if lchown(&link, Some(65_534), None).is_err() {
        println!("not tried: only an administrator can make a link another's");
        return;
    }
    save(&link, CARD).unwrap();
    assert!(!link.is_symlink());
    assert_eq!(
        (fs::read(&link).unwrap().as_slice(), fs::read(&target).unwrap().as_slice()),
        (CARD, &b"the one before"[..])
    );
}

/// Set in a process that saves without end: where, and where that is noted.
const SAVES_IN: &str = "CONTACT_LOOKUP_TEST_SAVES_IN";

/// Does nothing but in the processes that the test below starts.
#[test]
fn the_one_that_saves_without_end() {
    let Some(folder) = std::env::var_os(SAVES_IN).map(std::path::PathBuf::from) else { return };
    contact_lookup::export::file::sweep_unfinished(folder.join("notes"));
    if std::env::var_os("CONTACT_LOOKUP_TEST_SWEEPS").is_some() {
        return;
    }
    let path = folder.join("out.csv");
    contact_lookup::export::file::save_with(&path, |file| loop {
        file.write_all(CARD)?;
        std::thread::sleep(std::time::Duration::from_millis(1));
    })
    .unwrap_or_else(|problem: contact_lookup::model::problem::Problem| panic!("{problem:?}"));
}

#[test]
fn what_a_program_that_is_killed_while_saving_leaves_is_swept_at_the_next_start() {
    use std::process::{Command, Stdio};
    let folder = tempfile::tempdir().unwrap();
    let start = |sweeps: bool| {
        let mut program = Command::new(std::env::current_exe().unwrap());
        program.args(["--exact", "export::the_one_that_saves_without_end", "--nocapture", "--test-threads=1"]);
        program.env(SAVES_IN, folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
        if sweeps {
            program.env("CONTACT_LOOKUP_TEST_SWEEPS", "1");
        }
        program.spawn().unwrap()
    };
    let unfinished = || names_in(folder.path()).into_iter().any(|name| name.contains(".part-"));
    let mut saver = start(false);
    let begun = std::time::Instant::now();
    while !unfinished() {
        assert!(begun.elapsed() < std::time::Duration::from_secs(30), "nothing is saved");
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    assert!(start(true).wait().unwrap().success());
    assert!(unfinished(), "somebody is at work on it");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let notes = folder.path().join("notes");
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let note = notes.join(&names_in(&notes)[0]);
        assert_eq!((mode(&notes), mode(&note)), (0o700, 0o600), "a note names a person's file");
    }
    saver.kill().unwrap();
    saver.wait().unwrap();
    assert!(unfinished());
    assert!(start(true).wait().unwrap().success());
    assert_eq!(names_in(folder.path()), ["notes"]);
    assert!(names_in(&folder.path().join("notes")).is_empty());
}
