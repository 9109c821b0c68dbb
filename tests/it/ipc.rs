//! The border between the page and the program: every command through Tauri's own command layer, with the real
//! capability, and the sample account's far end in HighLevel's place.

mod bulk;
mod names;
mod out;
mod panics;
mod recents;
mod settings;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use contact_lookup::accounts::Accounts;
use contact_lookup::bulk::Bulk;
use contact_lookup::export::file::FileKind;
use contact_lookup::highlevel::client::Client;
use contact_lookup::highlevel::transport::Transport;
use contact_lookup::lookup::{Lookups, Sample};
use contact_lookup::model::link::SafeLink;
use contact_lookup::model::problem::ProblemKind;
use contact_lookup::model::token::ApiToken;
use contact_lookup::sample::{samples, SampleTransport};
use contact_lookup::settings::{MemoryFile, Settings, SettingsFile, SettingsStore};
use contact_lookup::shell::desktop::{Desktop, DesktopError, Opened};
use contact_lookup::shell::in_flight::InFlight;
use contact_lookup::shell::notifications::Notifications;
use contact_lookup::shell::{commands, Shell, StartedWith};
use contact_lookup::token_store::MemoryStore;
use proptest::prelude::*;
use serde_json::{json, Map, Value};
use tauri::ipc::{CallbackFn, InvokeBody};
use tauri::test::{get_ipc_response, mock_builder, MockRuntime, INVOKE_KEY};
use tauri::webview::InvokeRequest;
use tauri::{App, WebviewWindow, WebviewWindowBuilder};

const TOKEN: &str = "pit-3f9c1b52-7d40-4a6e-9b1e-5c2d8e7f6a90";

/// A clipboard of the test's own, a list of what was opened, and answers to where a file should go and which one
/// to open.
#[derive(Default)]
struct PaperDesktop {
    clipboard: Mutex<Option<String>>,
    /// Whether what was copied last is to be left out of the clipboard's history.
    is_private: Mutex<bool>,
    opened: Mutex<Vec<String>>,
    save_to: Mutex<Option<PathBuf>>,
    suggested: Mutex<Vec<String>>,
    to_open: Mutex<Option<PathBuf>>,
    /// Whether no program takes a link.
    no_programs: Mutex<bool>,
    /// What the next look at the clipboard panics with.
    panics_with: Mutex<Option<String>>,
}

impl Desktop for PaperDesktop {
    fn read_clipboard(&self) -> Result<Option<String>, DesktopError> {
        if let Some(text) = self.panics_with.lock().unwrap().take() {
            std::panic::panic_any(text);
        }
        Ok(self.clipboard.lock().unwrap().clone())
    }

    fn write_clipboard(&self, text: &str, private: bool) -> Result<(), DesktopError> {
        *self.clipboard.lock().unwrap() = Some(text.to_owned());
        *self.is_private.lock().unwrap() = private;
        Ok(())
    }

    fn clear_clipboard(&self) -> Result<(), DesktopError> {
        *self.clipboard.lock().unwrap() = None;
        Ok(())
    }

    fn open(&self, link: &SafeLink) -> Result<Opened, DesktopError> {
        if *self.no_programs.lock().unwrap() {
            return Ok(Opened::NoProgram);
        }
        self.opened.lock().unwrap().push(link.as_uri());
        Ok(Opened::Opened)
    }

    fn ask_where_to_save(&self, suggested: &str, kind: FileKind) -> Result<Option<PathBuf>, DesktopError> {
        assert!(suggested.ends_with(kind.extension()), "{suggested}");
        self.suggested.lock().unwrap().push(suggested.to_owned());
        Ok(self.save_to.lock().unwrap().clone())
    }

    fn ask_which_to_open(&self) -> Result<Option<PathBuf>, DesktopError> {
        Ok(self.to_open.lock().unwrap().clone())
    }
}

/// A call of the page, as it reaches the program.
fn request(command: &str, arguments: Value) -> InvokeRequest {
    InvokeRequest {
        cmd: command.to_owned(),
        callback: CallbackFn(0),
        error: CallbackFn(1),
        url: if cfg!(windows) { "http://tauri.localhost" } else { "tauri://localhost" }.parse().unwrap(),
        body: InvokeBody::Json(arguments),
        headers: tauri::http::HeaderMap::default(),
        invoke_key: INVOKE_KEY.to_owned(),
    }
}

struct Border {
    _app: App<MockRuntime>,
    window: WebviewWindow<MockRuntime>,
    desktop: Arc<PaperDesktop>,
    folder: tempfile::TempDir,
}

impl Border {
    fn new() -> Self {
        Self::with(SampleTransport, Box::new(MemoryFile::default()))
    }

    /// With that far end, and with that place for the settings.
    fn with(transport: impl Transport + 'static, settings: Box<dyn SettingsFile>) -> Self {
        let transport: Arc<dyn Transport> = Arc::new(transport);
        let client = || Arc::new(Client::new(Arc::clone(&transport)));
        let token_store = Arc::new(MemoryStore::new());
        let settings = Arc::new(SettingsStore::new(Settings::default(), Some(settings)));
        let accounts = Arc::new(Accounts::new(token_store, client(), Arc::clone(&settings)));
        let sample = Sample { client: client(), token: Arc::new(ApiToken::parse(TOKEN).unwrap()) };
        let desktop = Arc::new(PaperDesktop::default());
        let lookups = Arc::new(Lookups::new(Arc::clone(&accounts), client(), sample));
        let folder = tempfile::tempdir().unwrap();
        let shell = Shell {
            settings,
            bulk: Bulk::new(Arc::clone(&accounts), Arc::clone(&lookups), Some(folder.path().join("lists"))),
            accounts,
            lookups,
            pending_list: Arc::default(),
            desktop: Arc::clone(&desktop) as Arc<dyn Desktop>,
            in_flight: InFlight::default(),
            notifications: Notifications::default(),
            started_with: StartedWith::default(),
            notices: Vec::new(),
        };
        let app =
            mock_builder().invoke_handler(commands::handler()).manage(shell).build(tauri::generate_context!()).unwrap();
        let window = WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build().unwrap();
        Self { _app: app, window, desktop, folder }
    }

    /// Where the list is kept.
    fn list_file(&self) -> PathBuf {
        self.folder.path().join("lists/list.jsonl")
    }

    /// What the page gets when it calls a command with these arguments.
    fn call(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        get_ipc_response(&self.window, request(command, arguments)).map(|body| body.deserialize::<Value>().unwrap())
    }

    fn connected() -> (Self, String) {
        let border = Self::new();
        let given = json!({ "name": "Harbour Dental", "token": TOKEN, "sessionOnly": false });
        let account = border.call("connect", given).unwrap();
        let id = account["id"].as_str().unwrap().to_owned();
        (border, id)
    }
}

/// Whether a command waits for something that may never come.
fn waits(command: &str) -> bool {
    ["next_news", "next_bulk"].contains(&command)
}

/// The commands that the capability allows, read from where it is written.
fn allowed() -> Vec<String> {
    let written = include_str!("../../src-tauri/permissions/page.toml");
    let names = written.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","));
    names.map(str::to_owned).collect()
}

#[test]
fn every_allowed_command_exists_and_every_other_is_refused() {
    let border = Border::new();
    assert!(allowed().len() > 20);
    for command in allowed().iter().filter(|command| !waits(command)) {
        if let Err(refusal) = border.call(command, json!({})) {
            let text = refusal.to_string();
            assert!(!text.contains("not allowed") && !text.contains("not found"), "{command}: {text}");
        }
    }
    for command in ["no_such_command", "plugin:store|load", "plugin:event|listen", "plugin:window|close"] {
        assert!(border.call(command, json!({})).is_err(), "{command}");
    }
}

/// What a command is given that names this contact, and more.
fn of(contact: &Value, more: &Value) -> Value {
    let mut given = json!({ "account": contact["account"]["id"], "id": contact["askedFor"] });
    for (key, value) in more.as_object().unwrap() {
        given[key] = value.clone();
    }
    given
}

#[test]
fn an_account_is_connected_and_a_contact_looked_up() {
    let (border, account) = Border::connected();
    let sample = samples().into_iter().find(|sample| sample.problem.is_none()).unwrap();
    let given = json!({ "account": account, "text": sample.id, "request": 1 });
    let contact = border.call("get_contact", given).unwrap();
    assert_eq!(contact["askedFor"], json!(sample.id));
    assert_eq!(contact["displayName"].as_str(), sample.name.as_deref());
    assert_eq!(contact["account"]["name"], "Harbour Dental");
    assert!(!contact["fields"].as_array().unwrap().is_empty());
}

#[test]
fn every_refusal_crosses_the_border_as_its_kind() {
    let border = Border::new();
    for sample in samples() {
        let given = json!({ "account": "sample", "text": sample.id, "request": 1 });
        // These are retried for seconds by the real clock; the unit tests of the sample account cover them.
        if matches!(
            sample.problem,
            Some(
                ProblemKind::HighlevelDown
                    | ProblemKind::TimedOut
                    | ProblemKind::ConnectionCut
                    | ProblemKind::CannotConnect
            )
        ) {
            continue;
        }
        match (border.call("get_contact", given), sample.problem) {
            (Ok(contact), None) => assert_eq!(contact["displayName"].as_str(), sample.name.as_deref()),
            (Err(problem), Some(kind)) => {
                assert_eq!(problem["kind"], json!(kind));
                assert_eq!(problem["facts"]["contactId"], json!(sample.id), "{kind:?}");
            }
            (other, expected) => panic!("{}: {other:?} instead of {expected:?}", sample.id),
        }
    }
}

#[test]
fn a_token_is_pasted_from_the_clipboard_without_passing_the_page() {
    let border = Border::new();
    *border.desktop.clipboard.lock().unwrap() = Some(format!("  Bearer {TOKEN}\r\n"));
    let pasted = border.call("paste_token", json!({})).unwrap();
    assert_eq!(pasted, json!({ "lastFour": "6a90", "length": 40 }));
    let given = json!({ "name": "", "token": null, "sessionOnly": true });
    let account = border.call("connect", given).unwrap();
    assert_eq!(account["sessionOnly"], true);
    assert!(!account["name"].as_str().unwrap().is_empty());
    let nothing_left = border.call("connect", json!({ "name": "", "token": null, "sessionOnly": true }));
    assert_eq!(nothing_left.unwrap_err()["kind"], "token-malformed");
}

#[test]
fn a_pasted_token_is_taken_off_the_clipboard_once_it_is_kept_and_nothing_else_is() {
    let border = Border::new();
    let clipboard = || border.desktop.clipboard.lock().unwrap();
    let connect = || border.call("connect", json!({ "name": "A", "token": null, "sessionOnly": true })).unwrap();
    *clipboard() = Some(format!("  Bearer {TOKEN}\r\n"));
    border.call("paste_token", json!({})).unwrap();
    assert!(clipboard().is_some(), "it is not kept yet");
    let account = connect();
    assert_eq!(*clipboard(), None);

    *clipboard() = Some(TOKEN.to_owned());
    border.call("paste_token", json!({})).unwrap();
    *clipboard() = Some("something else".to_owned());
    connect();
    assert_eq!(clipboard().as_deref(), Some("something else"), "the person has copied something meanwhile");

    *clipboard() = Some(TOKEN.to_owned());
    border.call("paste_token", json!({})).unwrap();
    border.call("replace_token", json!({ "account": account["id"], "token": null, "sessionOnly": true })).unwrap();
    assert_eq!(*clipboard(), None);

    *clipboard() = Some(TOKEN.to_owned());
    border.call("connect", json!({ "name": "B", "token": TOKEN, "sessionOnly": true })).unwrap();
    assert_eq!(*clipboard(), None, "pasted by keys");
}

#[test]
fn of_several_tokens_the_page_learns_labels_and_ends_and_chooses_by_number() {
    let border = Border::new();
    let other = "pit-00000000-aaaa-4bbb-8ccc-0123456789ab";
    let text = format!("MAIN={TOKEN}\nexport OTHER=\"{other}\"");
    let choices = json!([{ "label": "MAIN", "lastFour": "6a90" }, { "label": "OTHER", "lastFour": "89ab" }]);
    let connect = |token: Value| border.call("connect", json!({ "name": "A", "token": token, "sessionOnly": true }));

    *border.desktop.clipboard.lock().unwrap() = Some(text.clone());
    for asked in [border.call("paste_token", json!({})), connect(Value::Null), connect(json!(text))] {
        let problem = asked.unwrap_err();
        assert_eq!(
            (&problem["kind"], &problem["facts"]["typed"]),
            (&json!("token-malformed"), &json!("several-tokens"))
        );
        assert_eq!(problem["facts"]["tokens"], choices);
        assert!(!problem.to_string().contains("pit-"), "{problem}");
    }
    assert!(border.call("choose_pasted_token", json!({ "index": 2 })).is_err());
    let chosen = border.call("choose_pasted_token", json!({ "index": 1 })).unwrap();
    assert_eq!(chosen, json!({ "lastFour": "89ab", "length": 40 }));
    assert!(connect(Value::Null).is_ok());
    assert!(border.call("choose_pasted_token", json!({ "index": 0 })).is_err(), "the other one is forgotten");
    assert_eq!(*border.desktop.clipboard.lock().unwrap(), None, "and both are off the clipboard");
}

#[test]
fn the_same_token_under_another_name_is_said_and_a_token_is_no_name() {
    let border = Border::new();
    let other = "pit-00000000-aaaa-4bbb-8ccc-0123456789ab";
    let connect =
        |name: &str, token: &str| border.call("connect", json!({ "name": name, "token": token, "sessionOnly": true }));
    assert_eq!(connect("Harbour", TOKEN).unwrap()["sameTokenAs"], Value::Null);
    assert_eq!(connect("Smile", &format!("TOKEN={TOKEN}")).unwrap()["sameTokenAs"], "Harbour");
    let third = connect("Third", other).unwrap();
    assert_eq!(third["sameTokenAs"], Value::Null);
    let given = json!({ "account": third["id"], "token": TOKEN, "sessionOnly": true });
    assert_eq!(border.call("replace_token", given).unwrap()["sameTokenAs"], "Harbour");

    let problem = connect(TOKEN, other).unwrap_err();
    assert_eq!((&problem["kind"], &problem["facts"]["typed"]), (&json!("token-malformed"), &json!("token-as-name")));
    let renamed = border.call("rename_account", json!({ "account": third["id"], "name": TOKEN })).unwrap();
    assert_eq!(renamed["name"], "My account");
}

#[test]
fn a_sensitive_value_does_not_cross_before_it_is_asked_for_and_is_copied_as_it_was_sent() {
    let border = Border::new();
    let with_ssn = samples().into_iter().filter(|sample| sample.problem.is_none()).find_map(|sample| {
        let given = json!({ "account": "sample", "text": sample.id, "request": 1 });
        let contact = border.call("get_contact", given).unwrap();
        let revealed = border.call("reveal", of(&contact, &json!({ "path": "ssn" }))).unwrap();
        let value = revealed["values"][0]["sent"].as_str()?.to_owned();
        Some((sample, value))
    });
    let (sample, ssn) = with_ssn.expect("one of the samples has a social security number");
    let given = json!({ "account": "sample", "text": sample.id, "request": 2 });
    let contact = border.call("get_contact", given).unwrap();
    assert!(!contact.to_string().contains(&ssn), "it does not cross before it is asked for");
    border.call("copy_value", of(&contact, &json!({ "path": "ssn" }))).unwrap();
    assert_eq!(border.desktop.clipboard.lock().unwrap().as_deref(), Some(ssn.as_str()));
    assert!(*border.desktop.is_private.lock().unwrap(), "it stays out of the clipboard's history");
    border.call("copy_value", of(&contact, &json!({ "path": "firstName" }))).unwrap();
    assert!(!*border.desktop.is_private.lock().unwrap());
}

#[test]
fn only_links_of_the_contact_shown_are_opened() {
    let border = Border::new();
    let nobody = json!({ "account": "sample", "id": "nobodyAtAllIsThisId0", "path": "website" });
    assert_eq!(border.call("open_value", nobody).unwrap_err()["kind"], "unexpected");
    for sample in samples().into_iter().filter(|sample| sample.problem.is_none()) {
        let given = json!({ "account": "sample", "text": sample.id, "request": 1 });
        let contact = border.call("get_contact", given).unwrap();
        for field in contact["fields"].as_array().unwrap() {
            let answer = border.call("open_value", of(&contact, &json!({ "path": field["path"] })));
            assert_eq!(answer.is_ok(), !field["opens"].is_null(), "{field}");
        }
    }
    for link in border.desktop.opened.lock().unwrap().iter() {
        let safe = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| link.starts_with(scheme));
        assert!(safe, "{link}");
    }
}

#[test]
fn an_account_that_was_removed_comes_back_with_its_token() {
    let (border, account) = Border::connected();
    border.call("remove_account", json!({ "account": account })).unwrap();
    assert_eq!(border.call("start", json!({})).unwrap()["accounts"], json!([]));
    assert_eq!(border.call("test_token", json!({ "account": account })).unwrap_err()["kind"], "no-token");
    border.call("restore_account", json!({ "account": account })).unwrap();
    assert_eq!(border.call("test_token", json!({ "account": account })), Ok(Value::Null));
}

#[test]
fn no_answer_holds_the_token() {
    let (border, account) = Border::connected();
    let id = samples()[0].id.clone();
    let given = json!({
        "account": account, "text": id, "request": 1, "path": "token", "name": "Other", "theme": "dark", "page": "status",
        "id": id, "percent": 110, "remember": true, "begin": 20, "end": 7, "host": "crm.agency.example",
        "sheet": 0, "column": 0, "headings": false,
        "query": { "from": 0, "count": 9, "filter": "all", "sort": "row", "descending": false, "columns": ["id"] }
    });
    let skipped = ["next_news", "next_bulk", "remove_account", "connect", "replace_token"];
    for command in allowed().iter().filter(|command| !skipped.contains(&command.as_str())) {
        let answer = match border.call(command, given.clone()) {
            Ok(answer) | Err(answer) => answer.to_string(),
        };
        assert!(!answer.contains("3f9c1b52"), "{command} answered {answer}");
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,40}".prop_map(Value::from),
        "(pit-|https://|\\.\\./|%2e|javascript:)?[A-Za-z0-9/?#@:]{0,60}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map("[a-z]{1,8}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

#[test]
fn no_arguments_whatever_make_a_command_panic() {
    let (border, account) = Border::connected();
    let names = [
        "account",
        "text",
        "request",
        "name",
        "token",
        "sessionOnly",
        "path",
        "theme",
        "page",
        "id",
        "percent",
        "remember",
        "begin",
        "end",
        "host",
        "sheet",
        "column",
        "headings",
        "query",
        "how",
        "seen",
    ];
    // Both wait: one for news, the others for a network that the sample account only plays.
    let commands: Vec<String> = allowed().into_iter().filter(|command| !waits(command)).collect();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(96));
    let case = (prop::sample::select(commands), prop::collection::vec(any_json(), names.len()), any::<bool>());
    runner
        .run(&case, |(command, values, real)| {
            let mut given: Map<String, Value> = names.iter().map(|name| (*name).to_owned()).zip(values).collect();
            if real {
                given.insert("account".to_owned(), json!(account));
            }
            // Whatever it answers, it answers: a panic would leave the caller without one.
            let _ = border.call(&command, Value::Object(given));
            Ok(())
        })
        .unwrap();
    assert!(border.call("start", json!({})).is_ok());
}
