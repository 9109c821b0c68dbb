//! The program as it is shipped, without the feature for tests: nobody can drive it, point it elsewhere, listen to it or
//! read its memory. `make test` builds it and says where it is in `CONTACT_LOOKUP_SHIPPED_BIN`.

use std::collections::BTreeSet;
use std::net::TcpStream;
use std::os::unix::fs::{chown, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::contacts::DOCUMENTED_ID;
use crate::harness::{Harness, Running};
use crate::ports::{on_a_network, open_to_others, sockets};

/// The user whom every Linux system has, and to whom nothing belongs.
const NOBODY: u32 = 65_534;

/// The shipped program. Where it was not built the test says so, and fails where everything has to be tried.
fn shipped() -> Option<PathBuf> {
    let path = std::env::var_os("CONTACT_LOOKUP_SHIPPED_BIN").map(PathBuf::from);
    if path.is_none() {
        assert!(std::env::var_os("CI").is_none(), "CONTACT_LOOKUP_SHIPPED_BIN says nothing, and this is CI");
        eprintln!("NOT TRIED: there is no shipped program to look into; make test builds one");
    }
    path
}

#[test]
fn the_shipped_program_answers_on_the_command_line_and_refuses_what_it_does_not_know() {
    let Some(shipped) = shipped() else { return };
    let run = |arguments: &[&str]| {
        let output = Command::new(&shipped).args(arguments).env_remove("DISPLAY").output().expect("it runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned(), output.stderr)
    };
    assert_eq!(run(&["--version"]).1, concat!("contact-lookup ", env!("CARGO_PKG_VERSION"), "\n"));
    assert_eq!(run(&["--version"]).0, Some(0));
    let (code, help, _) = run(&["--help"]);
    assert!(code == Some(0) && help.contains("Usage: contact-lookup [--sample] [ID or link]"), "{help}");
    let long = "A".repeat(100_000);
    for odd in [vec!["--inspect"], vec!["--api-url=http://127.0.0.1:9"], vec!["a", "b"], vec!["-x"], vec![&long]] {
        let (code, said, complaint) = run(&odd);
        assert_eq!((code, said.as_str()), (Some(2), ""), "{odd:.60?}");
        assert!(!complaint.is_empty() && complaint.len() < 4_096, "{odd:.60?}");
    }
}

#[tokio::test]
async fn no_variable_makes_the_shipped_program_listen_obey_a_driver_or_ask_anybody() {
    let Some(shipped) = shipped() else { return };
    let harness = Harness::new().await;
    let mut program = Command::new(shipped);
    program.args(["--sample", DOCUMENTED_ID]);
    let doors = [free_port(), free_port()];
    let mut program = harness.command(program);
    // The harness's own variables are among them: CONTACT_LOOKUP_API_URL and TAURI_WEBVIEW_AUTOMATION.
    program.env("TAURI_AUTOMATION", "true");
    program.env("WEBKIT_INSPECTOR_SERVER", format!("127.0.0.1:{}", doors[0]));
    program.env("WEBKIT_INSPECTOR_HTTP_SERVER", format!("127.0.0.1:{}", doors[1]));
    let _program = Running(program.spawn().expect("it starts"));
    harness.wait_for_page(&[]).await;
    let begun = Instant::now();
    // For a while: what would be asked or opened at the start has been by then.
    while begun.elapsed() < Duration::from_secs(2) {
        let ours = [harness.processes("contact-lookup"), harness.processes("WebKit")].concat();
        assert!(ours.len() >= 3, "the window, its page and its network: {ours:?}");
        let held: BTreeSet<String> = ours.iter().flat_map(|process| sockets(*process)).collect();
        assert!(!held.is_empty(), "the display and the bus at least");
        let found: Vec<_> = held.intersection(&on_a_network()).cloned().collect();
        assert!(found.is_empty(), "sockets {found:?} have to do with a network");
        assert!(held.is_disjoint(&open_to_others()));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    for door in doors {
        assert!(TcpStream::connect(("127.0.0.1", door)).is_err(), "somebody listens at {door}");
    }
    assert_eq!(harness.highlevel.connections(), 0);
    assert!(harness.close_and_wait() < Duration::from_secs(5));
}

fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

/// A command that another process of an ordinary person runs: of the one who runs the test, or of nobody, since
/// everything is open to root.
fn of_a_person(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(program);
    // The folder that the tests run in may be closed to that person.
    command.current_dir("/");
    command
}

/// A new folder that is that person's own: the usual place for temporary folders may be closed to others.
fn home_of_a_person() -> Option<tempfile::TempDir> {
    [std::env::temp_dir(), "/tmp".into(), "/var/tmp".into(), "/dev/shm".into()].iter().find_map(|place| {
        let home = tempfile::TempDir::new_in(place).ok()?;
        std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o700)).ok()?;
        if is_root() {
            chown(home.path(), Some(NOBODY), Some(NOBODY)).ok()?;
        }
        let reached = of_a_person(Path::new("ls")).arg(home.path()).output().is_ok_and(|said| said.status.success());
        reached.then_some(home)
    })
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|about| std::os::unix::fs::MetadataExt::uid(&about) == 0)
}

#[tokio::test]
async fn no_other_process_of_the_same_person_reads_the_memory_of_the_shipped_program() {
    let Some(shipped) = shipped() else { return };
    let Some(home) = home_of_a_person() else {
        eprintln!("NOT TRIED: this user cannot start a program as an ordinary person");
        return;
    };
    let harness = Harness::new().await;
    let copy = home.path().join("contact-lookup");
    std::fs::copy(shipped, &copy).expect("the program can be copied");
    std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o755)).expect("the program can be run");
    let mut program = harness.command(of_a_person(&copy));
    program.arg("--sample").env("HOME", home.path()).env("XDG_RUNTIME_DIR", home.path());
    // The harness's bus is root's. Without one the program works too.
    for name in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "DBUS_SESSION_BUS_ADDRESS"] {
        program.env_remove(name);
    }
    program.env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent");
    let mut program = Running(program.spawn().expect("it starts"));
    let process = program.0.id();
    let begun = Instant::now();
    while !harness.screen().windows().iter().any(|window| window.title == "Contact Lookup") {
        assert_eq!(program.0.try_wait().ok(), Some(None), "the program ended");
        assert!(begun.elapsed() < Duration::from_secs(60), "there is no window");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let read = |file: &str| {
        let mut other = of_a_person(Path::new("/bin/cat"));
        other.arg(format!("/proc/{process}/{file}"));
        let output = other.output().expect("it runs");
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert!(read("status").0, "what anybody may know can be read");
    // The memory is closed at the end of opening the window, not before.
    while read("environ").0 {
        assert!(begun.elapsed() < Duration::from_secs(30), "the environment stays open");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    for file in ["mem", "environ", "maps", "auxv"] {
        let (done, said) = read(file);
        assert!(!done && said.contains("ermission denied"), "{file}: {said}");
    }
    let limits = std::fs::read_to_string(format!("/proc/{process}/limits")).expect("its limits");
    assert!(
        limits.lines().any(|line| line.starts_with("Max core file size        1                    1")),
        "{limits}"
    );
}
