//! What the person chooses. Each command gives the settings as they are from now on. They are written in the
//! background: these commands run on the window's own thread, which a slow disk must not stop.

#![expect(clippy::needless_pass_by_value, reason = "Tauri hands arguments over by value")]

use std::sync::Arc;

use tauri::{AppHandle, Runtime};

use super::{blocking, or_unexpected, save_later, CommandResult, ShellState};
use crate::model::problem::Problem;
use crate::settings::{QuietHours, Settings, TextSize, Theme};
use crate::shell::views::SettingsView;
use crate::shell::{window, Shell};

#[tauri::command]
pub fn set_theme<R: Runtime>(app: AppHandle<R>, shell: ShellState<'_>, theme: Theme) -> SettingsView {
    window::show_theme(&app, theme);
    changed(&app, &shell, |settings| settings.theme = theme)
}

/// Chooses the size of the text, in percent of the usual one: the nearest there is.
#[tauri::command]
pub fn set_text_size<R: Runtime>(app: AppHandle<R>, shell: ShellState<'_>, percent: u32) -> SettingsView {
    let size = TextSize::nearest(percent);
    window::show_text_size(&app, size);
    changed(&app, &shell, |settings| settings.text_size = size)
}

/// Allows or forbids to keep the names of recent contacts on disk. The answer comes when that is written: forbidden
/// names would still be there.
#[tauri::command]
pub async fn set_remember_names(shell: ShellState<'_>, remember: bool) -> CommandResult<SettingsView> {
    let lookups = Arc::clone(&shell.lookups);
    or_unexpected(blocking(move || {
        lookups.recents().set_remember_names(remember);
        Ok::<_, Problem>(())
    }))
    .await?;
    shell.report_unsaved();
    Ok(shell.settings_view())
}

/// Chooses the hours in which nobody is to be called. Hours that no day has change nothing.
#[tauri::command]
pub fn set_quiet_hours<R: Runtime>(app: AppHandle<R>, shell: ShellState<'_>, begin: u32, end: u32) -> SettingsView {
    match QuietHours::new(begin, end) {
        Some(hours) => changed(&app, &shell, |settings| settings.set_quiet_hours(hours)),
        None => shell.settings_view(),
    }
}

/// Chooses the host of HighLevel's pages. `None`: the text cannot be the name of one, and nothing changed.
#[tauri::command]
pub fn set_highlevel_host<R: Runtime>(app: AppHandle<R>, shell: ShellState<'_>, host: &str) -> Option<SettingsView> {
    let mut is_host = false;
    let settings = changed(&app, &shell, |settings| is_host = settings.set_highlevel_host(host));
    is_host.then_some(settings)
}

fn changed<R: Runtime>(app: &AppHandle<R>, shell: &Shell, change: impl FnOnce(&mut Settings)) -> SettingsView {
    shell.settings.stage(change);
    save_later(app);
    shell.settings_view()
}
