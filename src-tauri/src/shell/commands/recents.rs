//! The recent lookups.

#![expect(clippy::needless_pass_by_value, reason = "Tauri hands arguments over by value")]

use tauri::{AppHandle, Runtime};

use super::{save_later, Held};
use crate::model::account::AccountId;
use crate::recents::RecentLookup;

/// The recent lookups, the newest first.
#[tauri::command]
pub fn recents(shell: Held<'_>) -> Vec<RecentLookup> {
    shell.lookups.recent_lookups()
}

/// Takes one out, and gives what is left.
#[tauri::command]
pub fn remove_recent<R: Runtime>(app: AppHandle<R>, shell: Held<'_>, account: String, id: &str) -> Vec<RecentLookup> {
    shell.lookups.recents().remove(&AccountId::from(account), id);
    save_later(&app);
    shell.lookups.recent_lookups()
}

/// Takes all out.
#[tauri::command]
pub fn clear_recents<R: Runtime>(app: AppHandle<R>, shell: Held<'_>) -> Vec<RecentLookup> {
    shell.lookups.recents().clear();
    save_later(&app);
    shell.lookups.recent_lookups()
}

/// Brings back what was taken out last.
#[tauri::command]
pub fn undo_recents<R: Runtime>(app: AppHandle<R>, shell: Held<'_>) -> Vec<RecentLookup> {
    shell.lookups.recents().undo();
    save_later(&app);
    shell.lookups.recent_lookups()
}
