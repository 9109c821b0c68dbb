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

/// What the system said, which names neither the file nor its folder.
fn not_saved(path: &Path) -> String {
    let detail = save(path, CARD).unwrap_err().detail;
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
