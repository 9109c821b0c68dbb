//! The recent lookups.

#![expect(clippy::needless_pass_by_value, reason = "Tauri hands arguments over by value")]

use tauri::{AppHandle, Runtime};

use super::{save_later, Held};
use crate::model::account::AccountId;
use crate::shell::to_view::recent_views;
use crate::shell::views::RecentView;

/// The recent lookups, the newest first.
#[tauri::command]
pub fn recents(shell: Held<'_>) -> Vec<RecentView> {
    recent_views(&shell)
}

/// Takes one out, and gives what is left.
#[tauri::command]
pub fn remove_recent<R: Runtime>(app: AppHandle<R>, shell: Held<'_>, account: String, id: &str) -> Vec<RecentView> {
    shell.lookups.recents().remove(&AccountId::from(account), id);
    save_later(&app);
    recent_views(&shell)
}

/// Takes all out.
#[tauri::command]
pub fn clear_recents<R: Runtime>(app: AppHandle<R>, shell: Held<'_>) -> Vec<RecentView> {
    shell.lookups.recents().clear();
    save_later(&app);
    recent_views(&shell)
}

/// Brings back what was taken out last.
#[tauri::command]
pub fn undo_recents<R: Runtime>(app: AppHandle<R>, shell: Held<'_>) -> Vec<RecentView> {
    shell.lookups.recents().undo();
    save_later(&app);
    recent_views(&shell)
}
