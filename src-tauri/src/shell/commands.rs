//! The commands of the page: each decodes, calls one function, returns. None returns a token.

mod accounts;
mod bulk;
mod contact;
mod export;
mod settings;

use std::future::Future;
use std::panic::{catch_unwind, AssertUnwindSafe};

use futures_util::FutureExt;
use serde::Deserialize;
use tauri::{AppHandle, Manager, Runtime, State};

use crate::model::link::SafeLink;
use crate::model::problem::{Problem, ProblemKind};
use crate::sample::samples;
use crate::shell::desktop::Opened;
use crate::shell::notifications::Notification;
use crate::shell::views::{AccountView, StartView, SystemName};
use crate::shell::{window, Shell};

type CommandResult<T> = Result<T, Problem>;
type ShellState<'a> = State<'a, Shell>;

/// Every command, for the builder of the program and for tests of the border. A panic in one that does not wait would
/// go through the engine of the page, which ends the program, and one that waits would leave the page waiting: so the
/// first kind is caught here and the second in [`or_unexpected`].
pub fn handler<R: Runtime>() -> impl Fn(tauri::ipc::Invoke<R>) -> bool + Send + Sync + 'static {
    answering_panics(every_command::<R>())
}

/// The same commands; where one of those that do not wait panics, its caller gets an answer.
pub fn answering_panics<R: Runtime>(
    commands: impl Fn(tauri::ipc::Invoke<R>) -> bool + Send + Sync + 'static,
) -> impl Fn(tauri::ipc::Invoke<R>) -> bool + Send + Sync + 'static {
    move |invoke| {
        let resolver = invoke.resolver.clone();
        catch_unwind(AssertUnwindSafe(|| commands(invoke))).unwrap_or_else(|_| {
            resolver.reject(Problem::of(ProblemKind::Unexpected));
            true
        })
    }
}

fn every_command<R: Runtime>() -> impl Fn(tauri::ipc::Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        start,
        next_news,
        close_window,
        accounts::check_password_store,
        accounts::paste_token,
        accounts::choose_pasted_token,
        accounts::forget_pasted_token,
        accounts::connect,
        accounts::replace_token,
        accounts::test_token,
        accounts::remove_account,
        accounts::restore_account,
        accounts::choose_account,
        accounts::rename_account,
        accounts::use_samples,
        accounts::leave_samples,
        contact::read_contact_id,
        contact::get_contact,
        contact::cancel_look_up,
        contact::warm_up,
        contact::reveal,
        contact::copy_value,
        copy_text,
        contact::open_value,
        contact::open_in_highlevel,
        open_page,
        settings::set_theme,
        contact::recall,
        contact::recents,
        contact::remove_recent,
        contact::clear_recents,
        contact::undo_recents,
        settings::set_text_size,
        settings::set_remember_names,
        settings::set_quiet_hours,
        settings::set_highlevel_host,
        contact::get_names,
        accounts::check_connection,
        export::copy_address,
        export::preview_link,
        export::print,
        export::save_vcard,
        bulk::read_list,
        bulk::open_list,
        bulk::take_dropped_list,
        bulk::choose_list,
        bulk::forget_list,
        bulk::start_bulk,
        bulk::pause_bulk,
        bulk::go_on_bulk,
        bulk::stop_bulk,
        bulk::retry_bulk,
        bulk::look_elsewhere_bulk,
        bulk::show_hidden_bulk,
        bulk::next_bulk,
        bulk::bulk_rows,
        bulk::save_bulk,
        bulk::close_bulk,
    ]
}

/// All the page needs to draw its first picture.
#[tauri::command]
pub async fn start(shell: ShellState<'_>) -> CommandResult<StartView> {
    // What an earlier start left may be long, and takes its time to be read.
    let bulk = std::sync::Arc::clone(&shell.bulk);
    or_unexpected(blocking(move || {
        bulk.load_left_list();
        Ok::<_, Problem>(())
    }))
    .await?;
    Ok(StartView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        system: SystemName::here(),
        accounts: shell.accounts.list().iter().map(AccountView::from).collect(),
        current: shell.first_account(),
        look_up: shell.started_with.text.clone(),
        fill: shell.started_with.fill.clone(),
        settings: shell.settings_view(),
        recents: shell.lookups.recent_lookups(),
        notices: shell.notices.clone(),
        samples: samples(),
        bulk: bulk::bulk_view(&shell),
    })
}

/// Waits for something the page should be told. `None`: ask again only if this page is still the one shown.
#[tauri::command]
pub async fn next_news(shell: ShellState<'_>) -> CommandResult<Option<Notification>> {
    Ok(shell.notifications.next().await)
}

/// Closes the window, and with it the program: the person was asked, and results may be lost.
#[tauri::command]
pub async fn close_window<R: Runtime>(app: AppHandle<R>) -> CommandResult<()> {
    window::remember_place(&app);
    let window = app.get_webview_window(window::LABEL).ok_or(ProblemKind::Unexpected)?;
    window.destroy().map_err(unexpected)
}

/// Copies the details of a problem, which the page has in words.
#[tauri::command]
pub async fn copy_text(shell: ShellState<'_>, text: String) -> CommandResult<()> {
    copy(&shell, text.chars().take(20_000).collect(), false).await
}

/// A page on the web that the program knows by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Page {
    /// How HighLevel's services are doing.
    Status,
    /// Where private integrations are made.
    PrivateIntegrations,
    /// HighLevel's own article on private integrations.
    PrivateIntegrationsHelp,
}

impl Page {
    /// Its address; `host` is where the agency's HighLevel is.
    fn link(self, host: &str) -> Option<SafeLink> {
        let address = match self {
            Self::Status => "https://status.gohighlevel.com/".to_owned(),
            Self::PrivateIntegrations => format!("https://{host}/settings/private-integrations"),
            Self::PrivateIntegrationsHelp => {
                "https://help.gohighlevel.com/support/solutions/articles/155000003054".to_owned()
            }
        };
        Some(SafeLink::Web(url::Url::parse(&address).ok()?.to_string()))
    }
}

/// Opens one of the pages that the program knows by name.
#[tauri::command]
pub async fn open_page(shell: ShellState<'_>, page: Page) -> CommandResult<()> {
    let host = shell.settings.read(|settings| settings.highlevel_host().to_owned());
    let link = page.link(&host).ok_or(ProblemKind::Unexpected)?;
    open(&shell, link).await
}

/// Writes in the background what was noted, and tells where that is not possible: nobody waits for the disk.
fn save_later<R: Runtime>(app: &AppHandle<R>) {
    let app = app.clone();
    tauri::async_runtime::spawn_blocking(move || {
        if let Some(shell) = app.try_state::<Shell>() {
            if catch_unwind(AssertUnwindSafe(|| shell.settings.flush())).is_err() {
                shell.notifications.send(Notification::Problem { problem: ProblemKind::Unexpected.into() });
            }
            shell.report_unsaved();
        }
    });
}

async fn copy(shell: &Shell, text: String, private: bool) -> CommandResult<()> {
    let desktop = std::sync::Arc::clone(&shell.desktop);
    blocking(move || desktop.write_clipboard(&text, private)).await
}

/// Opens a page that has to open: a desktop without a browser is none that the page has words for.
async fn open(shell: &Shell, link: SafeLink) -> CommandResult<()> {
    match open_where_possible(shell, link).await? {
        Opened::Opened => Ok(()),
        Opened::NoProgram => Err(unexpected("no program opened the link")),
    }
}

async fn open_where_possible(shell: &Shell, link: SafeLink) -> CommandResult<Opened> {
    let desktop = std::sync::Arc::clone(&shell.desktop);
    blocking(move || desktop.open(&link)).await
}

/// Runs what can take its time (another program answers, a disk writes) where it holds nothing up.
async fn blocking<T, E>(work: impl FnOnce() -> Result<T, E> + Send + 'static) -> CommandResult<T>
where
    T: Send + 'static,
    E: Into<Problem> + Send + 'static,
{
    let done = tauri::async_runtime::spawn_blocking(work).await;
    // What the error says may be what a panic said, and that can be anything, a person's name included.
    done.map_err(|_| Problem::of(ProblemKind::Unexpected))?.map_err(Into::into)
}

/// A fault that is not the person's, nor of any kind that they could do something about.
fn unexpected(fault: impl std::fmt::Display) -> Problem {
    let mut problem = Problem::of(ProblemKind::Unexpected);
    problem.facts.detail = Some(fault.to_string());
    problem
}

/// Turns a panic into an answer: without one, the page would wait for ever. Where it happened is in the log.
async fn or_unexpected<T>(work: impl Future<Output = CommandResult<T>>) -> CommandResult<T> {
    AssertUnwindSafe(work).catch_unwind().await.unwrap_or_else(|_| Err(ProblemKind::Unexpected.into()))
}
