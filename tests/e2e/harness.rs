//! A harness for one test: a display, a session bus, a password store, a home folder, a stand-in for HighLevel, and the
//! program's window on it, driven through WebKitWebDriver. All of it is real but HighLevel, and all of it goes with
//! the value.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use fantoccini::error::NewSessionError;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{json, Value};
use tempfile::TempDir;

use crate::highlevel::HighLevel;
use crate::screen::Screen;

/// How long a button may be on the move.
const PRESSABLE: Duration = Duration::from_secs(20);

/// How long anything is waited for. Generous: the machine may be busy, and a test that waits is a test that fails.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the password store of a harness is like.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum PasswordStore {
    /// gnome-keyring, unlocked.
    Unlocked,
    /// No password store runs.
    None,
}

/// A program that ends with the value.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The environment of one test.
pub struct Harness {
    /// The home folder.
    pub home: TempDir,
    /// The stand-in for HighLevel.
    pub highlevel: HighLevel,
    environment: Vec<(String, String)>,
    // In the order in which they have to go.
    password_store: Option<Running>,
    _bus: Running,
    _display: Running,
}

/// The program's window.
pub struct Window {
    /// The WebDriver session.
    pub page: Client,
    driver: Running,
}

/// How a program is started in a harness.
#[derive(Default)]
pub struct Start<'a> {
    /// Its arguments.
    pub arguments: &'a [&'a str],
    /// Variables beside the harness's own.
    pub environment: &'a [(&'a str, &'a str)],
}

impl Harness {
    /// A harness with an unlocked password store.
    pub async fn new() -> Self {
        Self::with(PasswordStore::Unlocked).await
    }

    /// A harness with that password store.
    pub async fn with(store: PasswordStore) -> Self {
        let home = TempDir::new().expect("a home folder can be made");
        let run = home.path().join("run");
        for folder in ["data", "config", "cache", "run"] {
            std::fs::create_dir(home.path().join(folder)).expect("a folder can be made");
        }
        make_private(&run);
        let (display, name) = start_display();
        let (bus, address) = start_bus(&run);
        let highlevel = HighLevel::start().await;
        let path = |folder: &str| home.path().join(folder).display().to_string();
        let mut environment: Vec<(String, String)> = [
            ("HOME", home.path().display().to_string()),
            ("XDG_DATA_HOME", path("data")),
            ("XDG_CONFIG_HOME", path("config")),
            ("XDG_CACHE_HOME", path("cache")),
            ("XDG_RUNTIME_DIR", path("run")),
            ("DISPLAY", name),
            ("DBUS_SESSION_BUS_ADDRESS", address),
            ("CONTACT_LOOKUP_API_URL", highlevel.address()),
            ("TAURI_WEBVIEW_AUTOMATION", "true".to_owned()),
            ("NO_AT_BRIDGE", "1".to_owned()),
            ("GSETTINGS_BACKEND", "memory".to_owned()),
            ("TZ", "America/New_York".to_owned()),
            ("LANG", "en_US.UTF-8".to_owned()),
            ("RUST_LOG", "trace".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec();
        environment.retain(|(_, value)| !value.is_empty());
        let mut harness = Self { home, highlevel, environment, password_store: None, _bus: bus, _display: display };
        if store == PasswordStore::Unlocked {
            harness.start_password_store();
        }
        harness
    }

    /// Starts the password store, unlocked.
    pub fn start_password_store(&mut self) {
        let mut daemon = Command::new("gnome-keyring-daemon");
        daemon.args(["--unlock", "--foreground", "--components=secrets"]);
        let mut child = self.command(daemon).stdin(Stdio::piped()).spawn().expect("gnome-keyring-daemon runs");
        let mut input = child.stdin.take().expect("its input is ours");
        input.write_all(b"a password\n").expect("it reads the password");
        drop(input);
        self.password_store = Some(Running(child));
        self.wait_for_name("org.freedesktop.secrets");
    }

    /// Ends the password store.
    pub fn stop_password_store(&mut self) {
        self.password_store = None;
    }

    /// The process of the password store.
    pub fn password_store_process(&self) -> u32 {
        self.password_store.as_ref().expect("the password store runs").0.id()
    }

    fn wait_for_name(&self, name: &str) {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            let mut ask = Command::new("dbus-send");
            ask.args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]);
            ask.args(["org.freedesktop.DBus.NameHasOwner", &format!("string:{name}")]);
            let answer = self.command(ask).stdout(Stdio::piped()).output().expect("dbus-send runs");
            if String::from_utf8_lossy(&answer.stdout).contains("boolean true") {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("{name} did not come to the bus");
    }

    /// A command with this harness around it: none of the variables that desktops set come from outside.
    pub fn command(&self, mut command: Command) -> Command {
        for name in ["WAYLAND_DISPLAY", "DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "GTK_THEME", "http_proxy", "https_proxy"]
        {
            command.env_remove(name);
        }
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy", "GNOME_KEYRING_CONTROL"] {
            command.env_remove(name);
        }
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// What the programs started on this harness wrote to standard error.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    fn log_path(&self) -> PathBuf {
        self.home.path().join("program.log")
    }

    /// Starts the program and waits for its first picture.
    pub async fn open(&self) -> Window {
        self.open_with(Start::default()).await
    }

    /// Starts the program in that way and waits for its first picture.
    pub async fn open_with(&self, start: Start<'_>) -> Window {
        let port = free_port();
        let mut driver = Command::new("WebKitWebDriver");
        driver.arg(format!("--port={port}")).arg("--host=127.0.0.1");
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log_path()).expect("a log");
        let mut driver = self.command(driver);
        // What is printed into a file lands where the program was started.
        driver.current_dir(self.home.path());
        driver.envs(start.environment.iter().copied()).stderr(log.try_clone().expect("the log")).stdout(log);
        let driver = Running(driver.spawn().expect("WebKitWebDriver runs"));
        let mut capabilities = Capabilities::new();
        capabilities.insert(
            "webkitgtk:browserOptions".to_owned(),
            json!({ "binary": env!("CARGO_BIN_EXE_contact-lookup"), "args": start.arguments }),
        );
        let address = format!("http://127.0.0.1:{port}");
        let begun = Instant::now();
        let page = loop {
            let connected =
                ClientBuilder::new(HttpConnector::new()).capabilities(capabilities.clone()).connect(&address).await;
            match connected {
                Ok(page) => break page,
                // The driver takes a moment until it listens.
                Err(NewSessionError::FailedC(_) | NewSessionError::Lost(_)) if begun.elapsed() < PATIENCE => {
                    tokio::time::sleep(Duration::from_millis(30)).await;
                }
                Err(error) => panic!("no window: {error:?}\n{}", self.log()),
            }
        };
        let window = Window { page, driver };
        window.wait_for("body[data-screen]").await;
        window
    }

    /// Where the harness's bus can be reached.
    pub fn bus_address(&self) -> &str {
        self.variable("DBUS_SESSION_BUS_ADDRESS")
    }

    fn variable(&self, wanted: &str) -> &str {
        let variable = self.environment.iter().find(|(name, _)| name == wanted);
        variable.map_or("", |(_, value)| value)
    }

    /// The harness's display, seen from outside of the program.
    pub fn screen(&self) -> Screen {
        Screen::of(self.variable("DISPLAY"))
    }

    /// The processes that run on this harness under a name that begins so, oldest first. They are known by their home.
    pub fn processes(&self, name: &str) -> Vec<u32> {
        let mark = format!("HOME={}", self.home.path().display()).into_bytes();
        let all = std::fs::read_dir("/proc").expect("/proc").flatten();
        let numbers = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        let mut found: Vec<u32> = numbers
            .filter(|process| {
                let environment = std::fs::read(format!("/proc/{process}/environ")).unwrap_or_default();
                environment.split(|byte| *byte == 0).any(|variable| variable == mark)
                    && name_of_process(*process).starts_with(name)
            })
            .collect();
        found.sort_unstable();
        found
    }

    /// The process of the program, where one runs.
    pub fn program(&self) -> Option<u32> {
        self.processes("contact-lookup").first().copied()
    }

    /// Starts the program as a person does, without WebDriver. What it writes goes to the harness's log.
    pub fn start_alone(&self, arguments: &[&str]) -> Running {
        let mut program = Command::new(env!("CARGO_BIN_EXE_contact-lookup"));
        program.args(arguments);
        self.start_program(program)
    }

    /// The same with a program of the caller's choice.
    pub fn start_program(&self, program: Command) -> Running {
        let log = std::fs::OpenOptions::new().create(true).append(true).open(self.log_path()).expect("a log");
        let mut program = self.command(program);
        program.env_remove("TAURI_WEBVIEW_AUTOMATION").stderr(log);
        Running(program.spawn().expect("it starts"))
    }

    /// Waits for a process of the page that is none of those, and for the window; gives the process. The page in it may
    /// still have to be loaded.
    pub async fn wait_for_page(&self, known: &[u32]) -> u32 {
        let start = Instant::now();
        loop {
            let page = self.processes("WebKitWebProces").into_iter().find(|process| !known.contains(process));
            let shown = self.screen().windows().iter().any(|window| window.title == "Contact Lookup");
            if let (Some(page), true) = (page, shown) {
                return page;
            }
            assert!(start.elapsed() < PATIENCE, "no page but those of {known:?}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Presses the window's close button and waits until nothing of the program is left, the page's process included.
    /// Gives the time that took. The WebDriver session is of no use after it.
    pub fn close_and_wait(&self) -> Duration {
        let screen = self.screen();
        let windows = screen.windows();
        let ours = windows.iter().find(|window| window.title == "Contact Lookup");
        let start = Instant::now();
        screen.close(ours.unwrap_or_else(|| panic!("no window of ours among {windows:?}")));
        while !(self.processes("contact-lookup").is_empty() && self.processes("WebKitWebProces").is_empty()) {
            assert!(start.elapsed() < PATIENCE, "the program does not end");
            std::thread::sleep(Duration::from_millis(5));
        }
        start.elapsed()
    }

    /// Runs `secret-tool` on this harness: what any other program of the person can do with the password store.
    pub fn secret_tool(&self, arguments: &[&str], input: &[u8]) -> String {
        let mut tool = Command::new("secret-tool");
        tool.args(arguments);
        let mut tool = self.command(tool);
        tool.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = tool.spawn().expect("secret-tool runs (package libsecret-tools)");
        child.stdin.take().expect("its input is ours").write_all(input).expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        // The search tells part of what it found on the one stream, part on the other.
        [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat()
    }

    /// Every file below the home folder.
    pub fn files(&self) -> Vec<PathBuf> {
        fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                let Ok(kind) = entry.file_type() else { continue };
                if kind.is_dir() {
                    collect(&path, found);
                } else if kind.is_file() {
                    found.push(path);
                }
            }
        }
        let mut found = Vec::new();
        collect(self.home.path(), &mut found);
        found
    }
}

impl Window {
    /// Runs a script in the page. Its arguments are `arguments[0]`…
    pub async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.page.execute(script, arguments).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Waits until a script gives something that counts as true, and gives that.
    pub async fn wait_until(&self, script: &str) -> Value {
        let start = Instant::now();
        loop {
            let value = self.run(script, vec![]).await;
            if !matches!(value, Value::Null | Value::Bool(false)) {
                return value;
            }
            if start.elapsed() > PATIENCE {
                let page = self.text("body").await;
                panic!("not within {PATIENCE:?}: {script}\nthe page says: {page}");
            }
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
    }

    /// Waits until something is in the page.
    pub async fn wait_for(&self, selector: &str) {
        self.wait_until(&format!("return document.querySelector({}) !== null", json!(selector))).await;
    }

    /// Whether something is in the page.
    pub async fn has(&self, selector: &str) -> bool {
        self.run("return document.querySelector(arguments[0]) !== null", vec![json!(selector)]).await == json!(true)
    }

    /// The text that is shown there.
    pub async fn text(&self, selector: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        self.run(script, vec![json!(selector)]).await.as_str().unwrap_or_default().to_owned()
    }

    /// An attribute of something; nothing where it has none.
    pub async fn attribute(&self, selector: &str, name: &str) -> Option<String> {
        let script = "return document.querySelector(arguments[0])?.getAttribute(arguments[1]) ?? null";
        self.run(script, vec![json!(selector), json!(name)]).await.as_str().map(str::to_owned)
    }

    /// What stands in an input.
    pub async fn value(&self, selector: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.value ?? ''";
        self.run(script, vec![json!(selector)]).await.as_str().unwrap_or_default().to_owned()
    }

    /// Presses a button. What was drawn this very moment may move once more before it can be pressed, for the driver as
    /// for a person.
    pub async fn click(&self, selector: &str) {
        self.wait_for(selector).await;
        let start = Instant::now();
        loop {
            let element = self.page.find(Locator::Css(selector)).await.expect("it is there");
            let Err(error) = element.click().await else { return };
            assert!(start.elapsed() < PRESSABLE, "{selector} cannot be pressed: {error:?}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Empties an input and types into it. It is emptied as a person does it, which the page hears of: WebDriver's own
    /// way tells nobody, and the page would put back what it knows.
    pub async fn fill(&self, selector: &str, text: &str) {
        self.wait_for(selector).await;
        self.run(
            "const input = document.querySelector(arguments[0]); input.focus(); input.select(); input.value = '';
             input.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'deleteContentBackward' }));",
            vec![json!(selector)],
        )
        .await;
        if text.is_empty() {
            return;
        }
        let element = self.page.find(Locator::Css(selector)).await.expect("it is there");
        element.send_keys(text).await.expect("it can be typed into");
    }

    /// Types into whatever has the focus.
    pub async fn press(&self, keys: &str) {
        self.page
            .active_element()
            .await
            .expect("something has the focus")
            .send_keys(keys)
            .await
            .expect("it takes keys");
    }

    /// Connects an account and waits for the lookup screen.
    pub async fn connect(&self, name: &str, token: &str) {
        self.fill("#account-name", name).await;
        self.fill("#token", token).await;
        self.click("#connect").await;
        self.wait_for("#contact-id").await;
    }

    /// Looks something up and waits for the result: `found` or `failed`.
    pub async fn look_up(&self, text: &str) -> String {
        self.fill("#contact-id", text).await;
        // A mark on the last result, which the next one takes away by being drawn: without it, a result that was
        // there before would be taken for the new one.
        self.run(
            "const result = document.querySelector('#result'); window.turns = 0;
             window.watcher?.disconnect();
             window.watcher = new MutationObserver((all) => { window.turns += all.length; });
             window.watcher.observe(result, { attributes: true, childList: true, subtree: true });",
            vec![],
        )
        .await;
        self.click("#look-up").await;
        let state = self
            .wait_until(
                "const state = document.querySelector('#result').dataset.state;
                 return window.turns > 0 && ['found', 'failed'].includes(state) && state",
            )
            .await;
        state.as_str().unwrap_or_default().to_owned()
    }

    /// The kind of the problem that is shown.
    pub async fn problem(&self) -> Option<String> {
        self.attribute("[role=alert][data-problem]", "data-problem").await
    }

    /// What a value of the contact is: exactly what was sent.
    pub async fn sent(&self, path: &str) -> Option<String> {
        let script = "const shown = document.querySelector(`[data-field=\"${arguments[0]}\"]`);
            if (!shown) return null;
            const exact = shown.matches('time, data') ? shown : shown.querySelector('time, data');
            return exact ? exact.getAttribute(exact.localName === 'time' ? 'datetime' : 'value') : shown.textContent;";
        self.run(script, vec![json!(path)]).await.as_str().map(str::to_owned)
    }

    /// Gives the window a size, and waits until the page has it: a press before that is where something else stands.
    pub async fn resize(&self, width: u32, height: u32) {
        self.page.set_window_rect(0, 0, width, height).await.expect("the window can be resized");
        self.wait_until(&format!("return window.innerWidth === {width} && window.innerHeight === {height}")).await;
    }

    /// Keeps a picture of the window as `target/screenshots/NAME.png`.
    pub async fn picture(&self, name: &str) {
        // WebKitWebDriver photographs the next frame that is drawn, and where nothing on the page moves there is none:
        // a speck that cannot be seen moves until the picture is taken.
        self.run(
            "const speck = document.createElement('i');
             Object.assign(speck.style, { position: 'fixed', inset: '0 auto auto 0', width: '1px', height: '1px' });
             document.documentElement.append(speck);
             let at = 0;
             const beat = setInterval(() => { speck.style.background = `rgb(0 0 0 / ${(at += 1) % 2}%)`; }, 30);
             window.stopSpeck = () => { clearInterval(beat); speck.remove(); };",
            vec![],
        )
        .await;
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
        std::fs::create_dir_all(&folder).expect("a folder for the pictures");
        let picture = self.page.screenshot().await.expect("a picture can be taken");
        self.run("window.stopSpeck()", vec![]).await;
        std::fs::write(folder.join(format!("{name}.png")), picture).expect("the picture can be written");
    }

    /// What axe-core finds wrong with the page for people who cannot see it, use a mouse, or tell colours apart.
    pub async fn axe(&self) -> Vec<String> {
        if self.run("return typeof axe === 'undefined'", vec![]).await == true {
            let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
            let source = std::fs::read_to_string(&source).expect("axe-core is installed with the page's packages");
            self.run(&format!("{source}; window.axe = axe; return true"), vec![]).await;
        }
        let script = "const done = arguments[arguments.length - 1];
            axe.run(document, { resultTypes: ['violations'] }).then(
              (found) => done(found.violations.map((one) =>
                `${one.id}: ${one.help} at ${one.nodes.map((node) => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')).join('; ')}`)),
              (error) => done([String(error)]));";
        let found = self.page.execute_async(script, vec![]).await.expect("axe-core runs");
        let found = found.as_array().cloned().unwrap_or_default();
        found.iter().map(|one| one.as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Ends the session, and with it the program: when this returns, the program can be started again.
    pub async fn close(self) {
        let _ = self.page.close().await;
        // The driver answers first and ends the program then. Without the driver, the program would stay.
        let start = Instant::now();
        while has_children(self.driver.0.id()) && start.elapsed() < PATIENCE {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

/// Whether a process has started others that still run.
fn has_children(process: u32) -> bool {
    let parent = format!("PPid:\t{process}");
    let all = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    all.filter_map(|entry| std::fs::read_to_string(entry.path().join("status")).ok())
        .any(|status| status.lines().any(|line| line == parent) && !status.contains("State:\tZ"))
}

/// The name of a process, as the kernel has it: at most 15 characters.
pub fn name_of_process(process: u32) -> String {
    std::fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default().trim().to_owned()
}

/// Sends a signal to a process: `STOP`, `CONT`, `KILL`, `TERM`.
pub fn signal(process: u32, name: &str) {
    let sent = Command::new("kill").arg(format!("-{name}")).arg(process.to_string()).status().expect("kill runs");
    assert!(sent.success(), "the process {process} cannot be reached");
}

fn make_private(folder: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700)).expect("a folder can be made private");
}

/// A display of its own for each harness, so that tests can run beside each other.
fn start_display() -> (Running, String) {
    let mut display = Command::new("Xvfb");
    // A display starts anew when its last client leaves, and drops whoever arrives meanwhile: a test that looks at the
    // display before the program is there would keep the program from opening its window.
    display.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"]);
    display.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = display.spawn().expect("Xvfb runs");
    let number = first_line(&mut child);
    (Running(child), format!(":{number}"))
}

fn start_bus(run: &Path) -> (Running, String) {
    // A bus of its own without the system's services: those would be started when somebody asks for their names, and
    // a harness has what its test gives it.
    let rules = run.join("bus.conf");
    let text = format!(
        "<!DOCTYPE busconfig PUBLIC '-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN' \
         'http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd'>
         <busconfig><type>session</type><listen>unix:path={}</listen><auth>EXTERNAL</auth>
         <policy context='default'><allow send_destination='*' eavesdrop='true'/><allow eavesdrop='true'/>
         <allow own='*'/></policy></busconfig>",
        run.join("bus").display()
    );
    std::fs::write(&rules, text).expect("the rules of the bus");
    let mut bus = Command::new("dbus-daemon");
    bus.arg(format!("--config-file={}", rules.display())).args(["--nofork", "--print-address=1"]);
    bus.env("XDG_RUNTIME_DIR", run).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = bus.spawn().expect("dbus-daemon runs");
    let address = first_line(&mut child);
    (Running(child), address)
}

fn first_line(child: &mut Child) -> String {
    let output = child.stdout.take().expect("its output is ours");
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line).expect("it says where it is");
    assert!(!line.trim().is_empty(), "it ended at once");
    line.trim().to_owned()
}

/// A port that nothing listens on. Two tests never get the same one.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let offset = u16::try_from(std::process::id() % 8000).unwrap_or(0);
    loop {
        let port = 20_000 + (offset + NEXT.fetch_add(2, Ordering::Relaxed)) % 40_000;
        if std::net::TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
