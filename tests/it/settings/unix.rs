//! Rights, links, pipes and full disks.

use std::ffi::OsStr;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{symlink, PermissionsExt};
use std::process::Command;

use super::*;

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn nobody_else_can_read_the_settings() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("program");
    recovery::open(&folder);
    assert_eq!(mode(&folder), 0o700);
    keep_last_good(&folder, &values("dark")).unwrap();
    assert_eq!((mode(&folder.join(FILE_NAME)), mode(&folder.join(LAST_GOOD))), (0o600, 0o600));
    // An older file is closed as well, and stays closed when it is written in place.
    fs::set_permissions(folder.join(FILE_NAME), PermissionsExt::from_mode(0o644)).unwrap();
    keep_last_good(&folder, &values("light")).unwrap();
    fs::write(folder.join(FILE_NAME), "{}").unwrap();
    assert_eq!(mode(&folder.join(FILE_NAME)), 0o600);
}

#[test]
fn a_link_that_leads_to_itself_is_kept_aside() {
    let folder = saved("dark");
    let file = folder.path().join(FILE_NAME);
    fs::remove_file(&file).unwrap();
    symlink(&file, &file).unwrap();
    assert_opened(&recovery::open(folder.path()), &values("dark"), &[Notice::RestoredFromCopy], true);
    assert!(kept_aside(folder.path())[0].is_symlink());
}

#[test]
fn a_folder_that_is_a_link_to_itself_leaves_the_settings_in_memory() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("program");
    symlink(&folder, &folder).unwrap();
    assert_opened(&recovery::open(&folder), &Map::new(), &[Notice::NotSaved], false);
}

#[test]
fn a_pipe_in_the_place_of_the_file_is_not_waited_for() {
    let folder = saved("dark");
    let file = folder.path().join(FILE_NAME);
    fs::remove_file(&file).unwrap();
    assert!(Command::new("mkfifo").arg(&file).status().unwrap().success());
    assert_opened(&recovery::open(folder.path()), &values("dark"), &[Notice::RestoredFromCopy], true);
}

#[test]
fn a_file_that_lies_elsewhere_stays_a_link() {
    let (folder, elsewhere) = (tempfile::tempdir().unwrap(), saved("dark"));
    symlink(elsewhere.path().join(FILE_NAME), folder.path().join(FILE_NAME)).unwrap();
    assert_opened(&recovery::open(folder.path()), &values("dark"), &[], true);
    PlainFile::new(folder.path().to_owned()).save(&values("light")).unwrap();
    assert!(folder.path().join(FILE_NAME).is_symlink());
    assert_opened(&recovery::open(elsewhere.path()), &values("light"), &[], true);
}

#[test]
#[cfg(target_os = "linux")] // macOS refuses such names itself
fn a_folder_whose_name_is_not_text_is_as_good_as_any() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join(OsStr::from_bytes(b"\xff\xfe Jos\xe9"));
    recovery::open(&folder);
    PlainFile::new(folder.clone()).save(&values("dark")).unwrap();
    assert_opened(&recovery::open(&folder), &values("dark"), &[], true);
}

#[test]
fn a_file_that_may_not_be_read_is_kept_aside_even_where_the_folder_was_closed() {
    let folder = saved("dark");
    let file = folder.path().join(FILE_NAME);
    fs::set_permissions(&file, PermissionsExt::from_mode(0o000)).unwrap();
    fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o500)).unwrap();
    if fs::read(&file).is_ok() {
        println!("not tried: nothing is forbidden to the administrator, who runs this test");
        return;
    }
    assert_opened(&recovery::open(folder.path()), &values("dark"), &[Notice::RestoredFromCopy], true);
}

/// A small file system of its own, taken down at the end.
#[cfg(target_os = "linux")]
pub struct SmallDisk(tempfile::TempDir);

#[cfg(target_os = "linux")]
impl SmallDisk {
    /// `None` where this process may not make one.
    pub fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(folder.path());
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        mounted.then(|| Self(folder))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Takes all room on it with a file, which it returns.
    pub fn fill(&self) -> PathBuf {
        let filler = self.path().join("filler");
        let full = fs::write(&filler, vec![b'x'; 64 * 1024]).unwrap_err();
        assert_eq!(full.kind(), std::io::ErrorKind::StorageFull);
        filler
    }

    /// Makes it read-only.
    pub fn close(&self) {
        let remounted = Command::new("mount").args(["-o", "remount,ro"]).arg(self.path()).status().unwrap();
        assert!(remounted.success());
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status(); // the folder's own end tells if this failed
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_costs_the_change_and_nothing_else() {
    let Some(disk) = SmallDisk::mount() else {
        println!("not tried: making a small disk needs the right to mount one");
        return;
    };
    let folder = disk.path().join("program");
    let file = PlainFile::new(folder.clone());
    file.save(&values("dark")).unwrap();
    let filler = disk.fill();

    let error = file.save(&values("light")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFull);
    assert_opened(&recovery::open(&folder), &values("dark"), &[], true);
    let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");

    fs::remove_file(filler).unwrap();
    file.save(&values("light")).unwrap();
    assert_opened(&recovery::open(&folder), &values("light"), &[], true);
}

#[test]
#[cfg(target_os = "linux")]
fn a_disk_that_may_only_be_read_is_read() {
    let Some(disk) = SmallDisk::mount() else {
        println!("not tried: making a small disk needs the right to mount one");
        return;
    };
    let folder = disk.path().join("program");
    let file = PlainFile::new(folder.clone());
    file.save(&values("dark")).unwrap();
    disk.close();
    assert_opened(&recovery::open(&folder), &values("dark"), &[], true);
    let error = file.save(&values("light")).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ReadOnlyFilesystem);
    assert_opened(&recovery::open(&folder), &values("dark"), &[], true);
}
