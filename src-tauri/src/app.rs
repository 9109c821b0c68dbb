//! Puts the parts together and opens the window.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use tauri::{AppHandle, CloseRequestApi, DragDropEvent, Manager, RunEvent, Runtime, WindowEvent};
use url::Url;

use crate::accounts::Accounts;
use crate::bulk::Bulk;
use crate::cli::{self, CommandLine};
use crate::export::file;
use crate::highlevel::client::Client;
use crate::highlevel::http::{Http, HIGHLEVEL};
use crate::highlevel::transport::Transport;
use crate::lookup::{Lookups, Sample};
use crate::model::token::ApiToken;
use crate::sample::SampleTransport;
use crate::settings::{recovery, Notice, PlainFile, Settings, SettingsFile, SettingsStore};
use crate::shell::desktop::SystemDesktop;
use crate::shell::in_flight::InFlight;
use crate::shell::notifications::{Notification, Notifications};
use crate::shell::settings_file::StoreFile;
use crate::shell::{commands, second_start, webview, window, Shell, StartedWith};
use crate::token_store::KeyringStore;

/// The token of the sample account, which is never sent.
const SAMPLE_TOKEN: &str = "pit-00000000-0000-4000-8000-000000000000";

/// Opens the window and runs until it is closed.
pub fn open(with: StartedWith) -> ExitCode {
    log_to_standard_error();
    crate::hardening::harden();
    set_up_webkit();
    let api = match api_address() {
        Ok(api) => api,
        Err(message) => {
            crate::print_error(&message);
            return ExitCode::from(2);
        }
    };
    let app = tauri::Builder::default()
        .plugin(second_start::watch())
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _| started_again(app, arguments)))
        .plugin(tauri_plugin_store::Builder::new().build())
        .invoke_handler(commands::handler())
        .on_window_event(|window, event| match event {
            WindowEvent::CloseRequested { api, .. } => close_requested(window.app_handle(), api),
            WindowEvent::Resized(_) | WindowEvent::Moved(_) => window::note_place(window.app_handle()),
            WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) => dropped(window.app_handle(), paths),
            _ => {}
        })
        .setup(move |app| set_up(app.handle(), with, api))
        .build(tauri::generate_context!());
    match app {
        Ok(app) => {
            app.run(|app, event| match event {
                RunEvent::ExitRequested { .. } => window::remember_place(app),
                RunEvent::Exit => {
                    if let Some(shell) = app.try_state::<Shell>() {
                        tauri::async_runtime::block_on(shell.bulk.shut_down());
                    }
                    webview::remove_data_folder(app);
                }
                // Links come as arguments on the other systems.
                #[cfg(target_os = "macos")]
                RunEvent::Opened { urls } => urls.iter().for_each(|url| follow(app, url.as_str())),
                _ => {}
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            crate::print_error(&format!("Contact Lookup could not open its window: {error}\n"));
            ExitCode::FAILURE
        }
    }
}

fn set_up<R: Runtime>(app: &AppHandle<R>, with: StartedWith, api: Url) -> Result<(), Box<dyn std::error::Error>> {
    app.manage(second_start::FirstInstance);
    let (settings, notices) = open_settings(app);
    let transport: Arc<dyn Transport> = Arc::new(Http::new(api));
    let real = Arc::new(Client::new(transport));
    let accounts = Arc::new(Accounts::new(Arc::new(KeyringStore::new()), Arc::clone(&real), Arc::clone(&settings)));
    let sample = Sample {
        client: Arc::new(Client::new(Arc::new(SampleTransport))),
        token: Arc::new(ApiToken::parse(SAMPLE_TOKEN).map_err(|fault| format!("{fault:?}"))?),
    };
    let (place, theme, text_size) = settings.read(|settings| (settings.window(), settings.theme, settings.text_size));
    let lookups = Arc::new(Lookups::new(Arc::clone(&accounts), real, sample));
    let bulk =
        Bulk::new(Arc::clone(&accounts), Arc::clone(&lookups), app.path().app_data_dir().ok().as_deref().map(lists));
    // While the window opens: the page asks for the list at once.
    let (reads, notes) = (Arc::clone(&bulk), app.path().app_data_dir().ok().map(|folder| folder.join("unfinished")));
    tauri::async_runtime::spawn_blocking(move || {
        reads.load_left_list();
        if let Some(notes) = notes {
            file::sweep_unfinished(notes);
        }
    });
    app.manage(Shell {
        settings,
        accounts,
        lookups,
        bulk,
        pending_list: Arc::default(),
        desktop: Arc::new(SystemDesktop::new(app.clone())),
        in_flight: InFlight::default(),
        notifications: Notifications::default(),
        started_with: with,
        notices,
    });
    // Tauri ends the program with whatever is returned here, and the panic's words are not shown.
    window::open(app, place, theme, text_size)
        .inspect_err(|error| crate::print_error(&format!("Contact Lookup could not open its window: {error}\n")))?;
    crate::hardening::close_memory();
    Ok(())
}

/// Reads the settings. Whatever is wrong with them, the program starts.
fn open_settings<R: Runtime>(app: &AppHandle<R>) -> (Arc<SettingsStore>, Vec<Notice>) {
    let Ok(folder) = app.path().app_data_dir() else {
        return (Arc::new(SettingsStore::new(Settings::default(), None)), vec![Notice::NotSaved]);
    };
    let opened = recovery::open(&folder);
    let file = opened.writable.then(|| -> Box<dyn SettingsFile> {
        match StoreFile::open(app, folder.clone()) {
            Ok(file) => Box::new(file),
            Err(error) => {
                tracing::warn!(%error, "the settings are written without the plugin");
                Box::new(PlainFile::new(folder))
            }
        }
    });
    (Arc::new(SettingsStore::new(Settings::load(opened.values), file)), opened.notices)
}

/// Where lists are kept in the program's folder.
fn lists(folder: &Path) -> PathBuf {
    folder.join("lists")
}

/// A second start: the window comes forward, and what it was started with is looked up there, or waits in the box. Anything
/// but an ID or a link is ignored: another program may have given it.
fn started_again<R: Runtime>(app: &AppHandle<R>, arguments: Vec<String>) {
    window::show(app);
    let Some(shell) = app.try_state::<Shell>() else { return };
    if let Ok(CommandLine::Open { text, fill, .. }) = cli::parse(arguments.into_iter().skip(1)) {
        let look_up = text.map(|text| Notification::LookUp { text });
        let fill = fill.map(|text| Notification::Fill { text });
        look_up.into_iter().chain(fill).for_each(|notification| shell.notifications.send(notification));
    }
}

/// A link to this program was followed in another one: the window comes forward, and the ID waits in the box.
#[cfg(target_os = "macos")]
fn follow<R: Runtime>(app: &AppHandle<R>, link: &str) {
    window::show(app);
    if let (Some(shell), Some(id)) = (app.try_state::<Shell>(), cli::id_in_link(link)) {
        shell.notifications.send(Notification::Fill { text: id.to_owned() });
    }
}

/// Files were dropped on the window: the page is told that there is a list to read, and not where it lies.
fn dropped<R: Runtime>(app: &AppHandle<R>, paths: &[PathBuf]) {
    if let Some(shell) = app.try_state::<Shell>().filter(|shell| shell.pending_list.offer_dropped(paths)) {
        shell.notifications.send(Notification::ListDropped);
    }
}

/// The window is to be closed. Where results would be lost with it, the page asks first; it answers with the command
/// that closes the window.
fn close_requested<R: Runtime>(app: &AppHandle<R>, api: &CloseRequestApi) {
    window::remember_place(app);
    if let Some(shell) = app.try_state::<Shell>().filter(|shell| shell.bulk.has_unsaved_session_results()) {
        if shell.notifications.ask_to_close() {
            api.prevent_close();
        }
    }
}

/// Errors and warnings to standard error, more where `RUST_LOG` asks for it. No level holds a token, a name or a value.
fn log_to_standard_error() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let logging = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false);
    // A log that cannot be written would be complained of in the same place, by a call that panics when it fails.
    let logging = logging.log_internal_errors(false);
    if logging.try_init().is_err() {
        crate::print_error("Contact Lookup could not start its log\n");
    }
}

/// What WebKitGTK reads from the environment when it starts.
fn set_up_webkit() {
    #[cfg(target_os = "linux")]
    {
        // Blank windows with NVIDIA's driver and some Wayland desktops otherwise. A person's own choice is kept.
        if std::env::var_os("WEBKIT_DISABLE_DMABUF_RENDERER").is_none() {
            std::env::set_var("WEBKIT_DISABLE_DMABUF_RENDERER", "1");
        }
        // Whoever takes over the page's process by a fault of the engine is shut in there.
        if std::env::var_os("WEBKIT_FORCE_SANDBOX").is_none() && webview::sandbox_can_start() {
            std::env::set_var("WEBKIT_FORCE_SANDBOX", "1");
        }
        // Anybody who can set a variable could drive the window through WebDriver otherwise, or have the page's engine
        // listen for a debugger.
        #[cfg(not(feature = "loopback-api"))]
        for name in
            ["TAURI_AUTOMATION", "TAURI_WEBVIEW_AUTOMATION", "WEBKIT_INSPECTOR_SERVER", "WEBKIT_INSPECTOR_HTTP_SERVER"]
        {
            std::env::remove_var(name);
        }
    }
}

#[cfg(not(feature = "loopback-api"))]
fn api_address() -> Result<Url, String> {
    Url::parse(HIGHLEVEL).map_err(|error| format!("{error}\n"))
}

/// The address of the API, or the loopback one that a test gives.
#[cfg(feature = "loopback-api")]
fn api_address() -> Result<Url, String> {
    const NAME: &str = "CONTACT_LOOKUP_API_URL";
    let given = match std::env::var(NAME) {
        Ok(given) => given,
        Err(std::env::VarError::NotPresent) => HIGHLEVEL.to_owned(),
        Err(error) => return Err(format!("{NAME}: {error}\n")),
    };
    let url = Url::parse(&given).map_err(|error| format!("{NAME}: {error}\n"))?;
    if given != HIGHLEVEL && !is_loopback(&url) {
        return Err(format!(
            "{NAME} takes http(s)://127.0.0.1:PORT, http(s)://[::1]:PORT or http(s)://localhost:PORT\n"
        ));
    }
    Ok(url)
}

#[cfg(feature = "loopback-api")]
fn is_loopback(url: &Url) -> bool {
    let host = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
    let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
    let nobody = url.username().is_empty() && url.password().is_none();
    matches!(url.scheme(), "http" | "https") && host && bare && nobody
}

#[cfg(all(test, feature = "loopback-api"))]
mod tests {
    use super::is_loopback;
    use url::Url;

    #[test]
    fn only_this_computer_itself_can_stand_in_for_the_api() {
        let allowed = |address: &str| Url::parse(address).is_ok_and(|url| is_loopback(&url));
        for address in ["http://127.0.0.1:8080", "https://[::1]:1", "http://localhost:65535/"] {
            assert!(allowed(address), "{address}");
        }
        for address in [
            "http://127.0.0.1.evil.example:1",
            "http://evil.example",
            "http://user@127.0.0.1:1",
            "ftp://127.0.0.1:1",
            "http://127.0.0.2:1",
            "http://localhost.evil.example",
            "http://127.0.0.1:1/elsewhere",
        ] {
            assert!(!allowed(address), "{address}");
        }
    }
}
