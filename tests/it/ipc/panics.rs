//! A fault of the program itself, in the middle of a command: the page gets an answer, and the next command works.

use std::panic::{set_hook, take_hook};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use contact_lookup::highlevel::error::ApiError;
use contact_lookup::highlevel::transport::{ApiAnswer, ApiRequest, Transport};
use contact_lookup::sample::{samples, SampleTransport};
use contact_lookup::settings::{MemoryFile, SettingsFile};
use contact_lookup::shell::commands;
use futures_util::future::BoxFuture;
use serde_json::{json, Map, Value};
use tauri::test::{get_ipc_response, mock_builder};
use tauri::WebviewWindowBuilder;

use super::{request, Border, TOKEN};

/// Whether the next one who asks panics.
type Fuse = Arc<AtomicBool>;

/// The sample account's far end, which panics where its fuse was lit.
struct Faulty(Fuse);

impl Transport for Faulty {
    fn send(&self, request: ApiRequest) -> BoxFuture<'_, Result<ApiAnswer, ApiError>> {
        assert!(!self.0.swap(false, Ordering::SeqCst), "a fault that the test made, with {TOKEN} in it");
        Box::pin(async move { SampleTransport.send(request).await })
    }

    fn warm_up(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}

/// A settings file that panics where its fuse was lit.
struct FaultyFile(Fuse, MemoryFile);

impl SettingsFile for FaultyFile {
    fn save(&self, values: &Map<String, Value>) -> std::io::Result<()> {
        assert!(!self.0.swap(false, Ordering::SeqCst), "a fault that the test made");
        self.1.save(values)
    }
}

/// One test at a time: they share the hook that says where a panic happened.
static ALONE: Mutex<()> = Mutex::new(());

/// Runs something whose panics are meant, without their words among those of the tests.
fn quietly<T>(work: impl FnOnce() -> T) -> T {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let usual = take_hook();
    set_hook(Box::new(|_| {}));
    let done = work();
    set_hook(usual);
    done
}

fn border() -> (Border, Fuse, Fuse) {
    let (network, disk) = (Fuse::default(), Fuse::default());
    let file = FaultyFile(Arc::clone(&disk), MemoryFile::default());
    let border = Border::with(Faulty(Arc::clone(&network)), Box::new(file));
    (border, network, disk)
}

#[test]
fn a_panic_while_the_program_waits_becomes_an_answer_and_the_next_command_works() {
    let (border, fuse, _) = border();
    let connect = json!({ "name": "Harbour Dental", "token": TOKEN, "sessionOnly": false });
    let panicking = |command: &str, given: &Value| {
        fuse.store(true, Ordering::SeqCst);
        let answer = quietly(|| border.call(command, given.clone()));
        assert!(!fuse.load(Ordering::SeqCst), "{command} came nowhere near the fault");
        let problem = answer.expect_err(command);
        assert_eq!(problem["kind"], "unexpected", "{command}");
        assert!(!problem.to_string().contains("3f9c1b52"), "{problem}");
    };
    panicking("connect", &connect);
    let account = border.call("connect", connect).unwrap();
    let contact = samples().into_iter().find(|sample| sample.problem.is_none()).unwrap();
    let look_up = json!({ "account": account["id"], "text": contact.id, "request": 1 });
    panicking("get_contact", &look_up);
    assert_eq!(border.call("get_contact", look_up).unwrap()["askedFor"], json!(contact.id));
    panicking("get_names", &json!({ "account": account["id"], "id": contact.id }));
    let of_account = json!({ "account": account["id"] });
    panicking("check_connection", &of_account);
    assert_eq!(border.call("check_connection", of_account.clone()).unwrap()["token"]["is"], "good");
    panicking("test_token", &of_account);
    assert_eq!(border.call("test_token", of_account), Ok(Value::Null));
    let replace = json!({ "account": account["id"], "token": TOKEN, "sessionOnly": false });
    panicking("replace_token", &replace);
    assert!(border.call("replace_token", replace).is_ok());
}

#[test]
fn a_panic_of_a_command_that_does_not_wait_becomes_an_answer_and_the_next_command_works() {
    let fuse = AtomicBool::new(true);
    let commands = commands::answering_panics(move |invoke| {
        assert!(!fuse.swap(false, Ordering::SeqCst), "a fault that the test made");
        invoke.resolver.resolve("fine");
        true
    });
    let app = mock_builder().invoke_handler(commands).build(tauri::generate_context!()).unwrap();
    let window = WebviewWindowBuilder::new(&app, "main", tauri::WebviewUrl::default()).build().unwrap();
    let reveal = || get_ipc_response(&window, request("reveal", json!({ "path": "ssn" })));
    assert_eq!(quietly(reveal).unwrap_err()["kind"], "unexpected");
    assert_eq!(reveal().unwrap().deserialize::<Value>().unwrap(), "fine");
}

#[test]
fn a_panic_while_settings_are_written_is_told_and_the_next_command_works() {
    let (border, _, fuse) = border();
    let account = border.call("connect", json!({ "name": "A", "token": TOKEN, "sessionOnly": false })).unwrap();
    for (command, given) in [
        ("set_theme", json!({ "theme": "dark" })),
        ("rename_account", json!({ "account": account["id"], "name": "Other" })),
    ] {
        fuse.store(true, Ordering::SeqCst);
        let news = quietly(|| {
            assert!(border.call(command, given.clone()).is_ok(), "{command} waits for no disk");
            border.call("next_news", json!({})).unwrap()
        });
        assert!(!fuse.load(Ordering::SeqCst), "{command} came nowhere near the fault");
        assert_eq!(news["problem"]["kind"], "unexpected", "{command}");
        assert!(border.call(command, given).is_ok(), "{command} works again");
    }
    assert_eq!(border.call("start", json!({})).unwrap()["accounts"].as_array().unwrap().len(), 1);
}

#[test]
fn what_a_panic_says_does_not_reach_the_page() {
    let (border, _, _) = border();
    *border.desktop.panics_with.lock().unwrap() = Some("no place for Maria Lopez".to_owned());
    let problem = quietly(|| border.call("paste_token", json!({}))).unwrap_err();
    assert_eq!(problem, json!({ "kind": "unexpected", "facts": {} }));
}
