//! A desktop of its own for one test: a private session bus, and on it a real gnome-keyring or none.
//!
//! Which bus a program uses stands in its environment, which all tests of one process share. So a test that needs a
//! desktop runs itself once more, alone, in a process with the right environment.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde::Serialize;
use zbus::blocking::Connection;
use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Type, Value};

/// Set in the process that runs inside: the folder of its desktop.
const INSIDE: &str = "CONTACT_LOOKUP_TEST_DESKTOP";
/// Set where a keyring is running: its process.
const KEYRING_PROCESS: &str = "CONTACT_LOOKUP_TEST_KEYRING";

const SECRETS: &str = "org.freedesktop.secrets";
const ROOT: &str = "/org/freedesktop/secrets";
/// What opens the login keyring.
const PASSWORD: &[u8] = b"password";
const SERVICE: &str = "org.freedesktop.Secret.Service";
const COLLECTION: &str = "org.freedesktop.Secret.Collection";
const ITEM: &str = "org.freedesktop.Secret.Item";

/// How long a program may take to start, and a test inside to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// Whether a password store runs from the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keyring {
    /// None. [`Desktop::start_keyring`] starts one.
    Absent,
    /// One whose login keyring is open.
    Open,
}

/// A desktop, seen from a process inside it.
pub struct Desktop {
    folder: PathBuf,
    /// The keyring that was started from inside.
    late: Option<Process>,
}

/// An entry of the password store, as any program sees it.
#[derive(Debug)]
pub struct Entry {
    pub label: String,
    pub attributes: HashMap<String, String>,
}

/// Runs a test on a desktop. `test` is its whole name, with the modules it stands in.
pub fn on_a_desktop(test: &str, keyring: Keyring, body: impl FnOnce(Desktop)) {
    if let Some(folder) = std::env::var_os(INSIDE) {
        return body(Desktop { folder: folder.into(), late: None });
    }
    let folder = tempfile::tempdir().unwrap();
    for name in ["run", "data", "config", "cache"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    fs::set_permissions(folder.path().join("run"), PermissionsExt::from_mode(0o700)).unwrap();
    let _bus = start_bus(folder.path());
    let keyring = (keyring == Keyring::Open).then(|| start_keyring(folder.path()));

    let mut inside = within(folder.path(), std::env::current_exe().unwrap());
    inside.args(["--exact", test, "--nocapture", "--test-threads=1"]).env(INSIDE, folder.path());
    if let Some(Process(keyring)) = &keyring {
        inside.env(KEYRING_PROCESS, keyring.id().to_string());
    }
    let said = folder.path().join("said");
    let file = File::create(&said).unwrap();
    let mut inside = Process(inside.stdout(file.try_clone().unwrap()).stderr(file).spawn().unwrap());
    let mut status = None;
    wait_until("the test inside ends", || {
        status = inside.0.try_wait().unwrap();
        status.is_some()
    });
    let said = fs::read_to_string(said).unwrap();
    assert!(status.is_some_and(|status| status.success()) && said.contains("1 passed"), "{test}, inside:\n{said}");
}

impl Desktop {
    /// Starts gnome-keyring with an open login keyring, as a login would.
    pub fn start_keyring(&mut self) {
        self.late = Some(start_keyring(&self.folder));
    }

    /// Ends the keyring, and starts another.
    pub fn restart_keyring(&mut self) {
        self.signal("KILL");
        wait_until("the keyring is gone", || !has_owner(&connect(&self.folder)));
        self.start_keyring();
    }

    /// Sends the keyring a signal: `STOP`, `CONT` or `KILL`.
    pub fn signal(&self, name: &str) {
        let process = match &self.late {
            Some(Process(late)) => late.id().to_string(),
            None => std::env::var(KEYRING_PROCESS).unwrap(),
        };
        let sent = Command::new("sh").args(["-c", &format!("kill -{name} {process}")]).status().unwrap();
        assert!(sent.success());
    }

    /// Locks the login keyring.
    pub fn lock(&self) {
        let connection = connect(&self.folder);
        let collection = default_collection(&connection);
        let _: (Vec<OwnedObjectPath>, OwnedObjectPath) = call(&connection, ROOT, SERVICE, "Lock", &(vec![collection],));
    }

    /// Opens the login keyring again, without a window: gnome-keyring has a call for that of its own.
    pub fn unlock(&self) {
        let connection = connect(&self.folder);
        let interface = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface";
        let secret = secret(&connection, PASSWORD);
        let body = (default_collection(&connection), secret);
        let () = call(&connection, ROOT, interface, "UnlockWithMasterPassword", &body);
    }

    /// Everything in the login keyring.
    pub fn entries(&self) -> Vec<Entry> {
        let connection = connect(&self.folder);
        let collection = default_collection(&connection);
        let paths: OwnedValue = property(&connection, collection.as_str(), COLLECTION, "Items");
        let paths: Vec<OwnedObjectPath> = paths.try_into().unwrap();
        let entry = |path: &OwnedObjectPath| Entry {
            label: String::try_from(property(&connection, path.as_str(), ITEM, "Label")).unwrap(),
            attributes: HashMap::try_from(property(&connection, path.as_str(), ITEM, "Attributes")).unwrap(),
        };
        paths.iter().map(entry).collect()
    }

    /// Puts an entry there as another program might, beside any that is there already.
    pub fn put(&self, service: &str, user: &str, secret: &[u8]) {
        let connection = connect(&self.folder);
        let attributes = HashMap::from([("service", service), ("username", user)]);
        let properties = HashMap::from([
            ("org.freedesktop.Secret.Item.Label", Value::from("put there by a test")),
            ("org.freedesktop.Secret.Item.Attributes", Value::from(attributes)),
        ]);
        let secret = self::secret(&connection, secret);
        let collection = default_collection(&connection);
        let _: (OwnedObjectPath, OwnedObjectPath) =
            call(&connection, collection.as_str(), COLLECTION, "CreateItem", &(properties, secret, false));
    }

    /// Records every byte on the bus while something is done.
    pub fn record(&self, done: impl FnOnce()) -> Vec<u8> {
        let record = self.folder.join("record");
        let file = File::create(&record).unwrap();
        let monitor = Command::new("dbus-monitor").args(["--session", "--pcap"]).stdout(file).spawn().unwrap();
        let _monitor = Process(monitor);
        let connection = connect(&self.folder);
        // A call that stands in the record shows that everything after it does, and everything before the last one.
        let marked = |mark: &str| {
            wait_until("the bus is recorded", || {
                let driver = Some("org.freedesktop.DBus");
                let _ = connection.call_method(driver, "/org/freedesktop/DBus", driver, mark, &());
                contains(&fs::read(&record).unwrap(), mark.as_bytes())
            });
        };
        marked("TheRecordHasBegun");
        done();
        marked("TheRecordIsOver");
        fs::read(&record).unwrap()
    }
}

/// Whether some bytes stand somewhere in others.
pub fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// A process that ends with its test, whatever state it is in.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill(); // it may have ended by itself
        let _ = self.0.wait();
    }
}

/// A program in the environment of a desktop, with nothing of the tester's own desktop.
fn within(folder: &Path, program: PathBuf) -> Command {
    let mut command = Command::new(program);
    for name in ["DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL", "SSH_AUTH_SOCK", "DBUS_STARTER_ADDRESS"] {
        command.env_remove(name);
    }
    command
        .env("HOME", folder)
        .env("XDG_RUNTIME_DIR", folder.join("run"))
        .env("XDG_DATA_HOME", folder.join("data"))
        .env("XDG_CONFIG_HOME", folder.join("config"))
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .env("DBUS_SESSION_BUS_ADDRESS", address(folder));
    command
}

/// A bus that starts nothing by itself: what is not running is not there.
fn start_bus(folder: &Path) -> Process {
    let rules = format!(
        r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
            "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
        <busconfig>
          <type>session</type>
          <listen>unix:path={}</listen>
          <auth>EXTERNAL</auth>
          <policy context="default">
            <allow send_destination="*" eavesdrop="true"/>
            <allow eavesdrop="true"/>
            <allow own="*"/>
          </policy>
        </busconfig>"#,
        folder.join("bus").display()
    );
    fs::write(folder.join("bus.conf"), rules).unwrap();
    let mut bus = within(folder, "dbus-daemon".into());
    bus.arg("--nofork").arg("--print-address=1").arg("--config-file").arg(folder.join("bus.conf"));
    let log = File::create(folder.join("bus.log")).unwrap();
    let mut bus = Process(bus.stdout(Stdio::piped()).stderr(log).spawn().unwrap());
    let mut address = String::new();
    BufReader::new(bus.0.stdout.take().unwrap()).read_line(&mut address).unwrap(); // printed once it listens
    assert!(address.starts_with("unix:"), "the bus did not start");
    bus
}

fn start_keyring(folder: &Path) -> Process {
    let mut keyring = within(folder, "gnome-keyring-daemon".into());
    keyring.args(["--foreground", "--unlock", "--components=secrets", "--control-directory"]);
    keyring.arg(folder.join("run/keyring"));
    let log = File::create(folder.join("keyring.log")).unwrap();
    let keyring = keyring.stdin(Stdio::piped()).stdout(log.try_clone().unwrap()).stderr(log).spawn();
    let mut keyring = Process(keyring.unwrap());
    keyring.0.stdin.take().unwrap().write_all(PASSWORD).unwrap();
    let connection = connect(folder);
    wait_until("the keyring is on the bus", || has_owner(&connection));
    keyring
}

fn has_owner(connection: &Connection) -> bool {
    let driver = "org.freedesktop.DBus";
    let answer = connection.call_method(Some(driver), "/org/freedesktop/DBus", Some(driver), "NameHasOwner", &SECRETS);
    answer.unwrap().body().deserialize().unwrap()
}

fn default_collection(connection: &Connection) -> OwnedObjectPath {
    let path: OwnedObjectPath = call(connection, ROOT, SERVICE, "ReadAlias", &"default");
    assert_ne!(path.as_str(), "/", "the keyring has no login keyring");
    path
}

/// A connection of another program to a desktop's bus.
fn connect(folder: &Path) -> Connection {
    zbus::blocking::connection::Builder::address(address(folder).as_str()).unwrap().build().unwrap()
}

fn address(folder: &Path) -> String {
    format!("unix:path={}", folder.join("bus").display())
}

/// A secret on its way to the store, in the unencrypted form.
fn secret(connection: &Connection, secret: &[u8]) -> (OwnedObjectPath, Vec<u8>, Vec<u8>, &'static str) {
    let (_, session): (OwnedValue, OwnedObjectPath) =
        call(connection, ROOT, SERVICE, "OpenSession", &("plain", Value::from("")));
    (session, Vec::new(), secret.to_vec(), "text/plain")
}

fn property(connection: &Connection, path: &str, interface: &str, name: &str) -> OwnedValue {
    call(connection, path, "org.freedesktop.DBus.Properties", "Get", &(interface, name))
}

fn call<T: DeserializeOwned + Type>(
    connection: &Connection,
    path: &str,
    interface: &str,
    method: &str,
    body: &(impl Serialize + DynamicType),
) -> T {
    let answer = connection.call_method(Some(SECRETS), path, Some(interface), method, body).unwrap();
    answer.body().deserialize().unwrap()
}

/// Polls another process, which has no way to notify.
fn wait_until(what: &str, mut done: impl FnMut() -> bool) {
    let start = Instant::now();
    while !done() {
        assert!(start.elapsed() < PATIENCE, "waited too long until {what}");
        thread::sleep(Duration::from_millis(10));
    }
}
