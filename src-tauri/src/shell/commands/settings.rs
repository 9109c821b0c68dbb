//! What the person chooses. Each command gives the settings as they are from now on.

#![expect(clippy::needless_pass_by_value, reason = "Tauri hands arguments over by value")]

use tauri::{AppHandle, Runtime};

use super::Held;
use crate::prefs::{Prefs, QuietHours, TextSize};
use crate::shell::to_view::settings_view;
use crate::shell::views::{SettingsView, Theme};
use crate::shell::{window, Shell};

/// Chooses the colours of the window.
#[tauri::command]
pub fn set_theme<R: Runtime>(app: AppHandle<R>, shell: Held<'_>, theme: Theme) -> SettingsView {
    window::show_theme(&app, theme);
    changed(&shell, |prefs| prefs.set_theme(theme.to_prefs()))
}

/// Chooses the size of the text, in percent of the usual one: the nearest there is.
#[tauri::command]
pub fn set_text_size<R: Runtime>(app: AppHandle<R>, shell: Held<'_>, percent: u32) -> SettingsView {
    let size = TextSize::nearest(percent);
    window::show_text_size(&app, size);
    changed(&shell, |prefs| prefs.set_text_size(size))
}

/// Allows or forbids to keep the names of recent contacts on disk.
#[tauri::command]
pub fn set_remember_names(shell: Held<'_>, remember: bool) -> SettingsView {
    shell.lookups.recents().set_remember_names(remember);
    shell.tell_unsaved();
    settings_view(&shell)
}

/// Chooses the hours in which nobody is to be called. Hours that no day has change nothing.
#[tauri::command]
pub fn set_quiet_hours(shell: Held<'_>, begin: u32, end: u32) -> SettingsView {
    match QuietHours::new(begin, end) {
        Some(hours) => changed(&shell, |prefs| prefs.set_quiet_hours(hours)),
        None => settings_view(&shell),
    }
}

/// Chooses the host of HighLevel's pages. `None`: the text cannot be the name of one, and nothing changed.
#[tauri::command]
pub fn set_highlevel_host(shell: Held<'_>, host: &str) -> Option<SettingsView> {
    let mut is_host = false;
    let settings = changed(&shell, |prefs| is_host = prefs.set_highlevel_host(host));
    is_host.then_some(settings)
}

fn changed(shell: &Shell, change: impl FnOnce(&mut Prefs)) -> SettingsView {
    shell.accounts.change_prefs(change);
    shell.tell_unsaved();
    settings_view(shell)
}
