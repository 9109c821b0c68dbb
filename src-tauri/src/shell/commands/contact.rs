//! Lookups, what is done with the contact that was found, and the recent ones. The page names a value by its path, and
//! never sends one back.

#![expect(clippy::needless_pass_by_value, reason = "Tauri hands arguments over by value")]

use std::sync::Arc;

use tauri::{AppHandle, Runtime};

use super::{blocking, copy, open, open_where_possible, or_unexpected, save_later, CommandResult, ShellState};
use crate::model::account::AccountId;
use crate::model::contact_id;
use crate::model::problem::{Problem, ProblemKind};
use crate::recents::RecentLookup;
use crate::shell::desktop::Opened;
use crate::shell::views::{ContactView, ReadIdView, RevealedView};

/// Parses what was put into the ID box.
#[tauri::command]
pub async fn read_contact_id(shell: ShellState<'_>, text: String) -> CommandResult<ReadIdView> {
    let read = or_unexpected(async { Ok(contact_id::read_contact_id(&text)?) }).await?;
    let owner = read.location.as_deref().and_then(|location| shell.accounts.owner_of(location));
    Ok(ReadIdView::new(read, owner.as_ref()))
}

/// Looks one contact up. `None`: it was cancelled, or a later one took its place.
#[tauri::command]
pub async fn get_contact<R: Runtime>(
    app: AppHandle<R>,
    shell: ShellState<'_>,
    account: String,
    text: String,
    request: u32,
) -> CommandResult<Option<ContactView>> {
    let account = AccountId::from(account);
    let looked_up = or_unexpected(shell.lookups.look_up(&account, &text));
    let found = shell.in_flight.run(request, looked_up).await.transpose()?;
    save_later(&app);
    if let Some(found) = &found {
        shell.bulk.note_found(found);
    }
    Ok(found.map(|found| ContactView::from(&*found)))
}

/// A contact as this session, or the list, has it; it becomes the one shown. `None`: neither has it.
#[tauri::command]
pub async fn recall(shell: ShellState<'_>, account: String, id: String) -> CommandResult<Option<ContactView>> {
    let account = AccountId::from(account);
    let mut found = shell.lookups.recall(&account, &id);
    if found.is_none() {
        let begun = shell.in_flight.begun();
        let bulk = Arc::clone(&shell.bulk);
        let kept = or_unexpected(blocking(move || Ok::<_, Problem>(bulk.card(&account, &id)))).await?;
        // The disk can be slow, and the newest request wins.
        if shell.in_flight.begun() != begun {
            return Ok(None);
        }
        found = kept.map(|found| shell.lookups.show(found));
    }
    if found.is_some() {
        shell.in_flight.end();
    }
    Ok(found.map(|found| ContactView::from(&*found)))
}

#[tauri::command]
pub fn cancel_look_up(shell: ShellState<'_>, request: u32) {
    shell.in_flight.cancel(request);
}

/// Opens the connection that the next lookup will use.
#[tauri::command]
pub async fn warm_up(shell: ShellState<'_>, account: String) -> CommandResult<()> {
    shell.lookups.warm_up(&AccountId::from(account)).await;
    Ok(())
}

#[tauri::command]
pub async fn reveal(shell: ShellState<'_>, account: String, id: String, path: String) -> CommandResult<RevealedView> {
    or_unexpected(async {
        let found = shell.lookups.shown(&AccountId::from(account), &id)?;
        Ok(RevealedView { values: found.contact.values_at(&path), path })
    })
    .await
}

/// Copies a value of a contact, exactly as it was sent.
#[tauri::command]
pub async fn copy_value(shell: ShellState<'_>, account: String, id: String, path: String) -> CommandResult<()> {
    let contact = &shell.lookups.shown(&AccountId::from(account), &id)?.contact;
    let values = contact.values_at(&path);
    let text = values.iter().map(|value| value.sent.as_str()).collect::<Vec<_>>().join("\n");
    copy(&shell, text, contact.is_redacted(&path)).await
}

/// Opens a value of a contact: its web page, a new mail, a call.
#[tauri::command]
pub async fn open_value(shell: ShellState<'_>, account: String, id: String, path: String) -> CommandResult<Opened> {
    let found = shell.lookups.shown(&AccountId::from(account), &id)?;
    let link = found.contact.link_at(&path).ok_or(ProblemKind::Unexpected)?;
    open_where_possible(&shell, link).await
}

#[tauri::command]
pub async fn open_in_highlevel(shell: ShellState<'_>, account: String, id: String) -> CommandResult<()> {
    let found = shell.lookups.shown(&AccountId::from(account), &id)?;
    let host = shell.settings.read(|settings| settings.highlevel_host().to_owned());
    let link = found.highlevel_link(&host).ok_or(ProblemKind::Unexpected)?;
    open(&shell, link).await
}

/// Puts names to the IDs in a contact, and returns it anew: a name can make a value sensitive, or harmless one that only
/// looked so. `None`: the session no longer has it.
#[tauri::command]
pub async fn get_names(shell: ShellState<'_>, account: String, id: String) -> CommandResult<Option<ContactView>> {
    let account = AccountId::from(account);
    let named = or_unexpected(async { Ok(shell.lookups.name_ids(&account, &id).await) }).await?;
    shell.bulk.names_changed();
    Ok(named.map(|found| ContactView::from(&*found)))
}

#[tauri::command]
pub fn recents(shell: ShellState<'_>) -> Vec<RecentLookup> {
    shell.lookups.recent_lookups()
}

#[tauri::command]
pub fn remove_recent<R: Runtime>(
    app: AppHandle<R>,
    shell: ShellState<'_>,
    account: String,
    id: &str,
) -> Vec<RecentLookup> {
    shell.lookups.recents().remove(&AccountId::from(account), id);
    save_later(&app);
    shell.lookups.recent_lookups()
}

#[tauri::command]
pub fn clear_recents<R: Runtime>(app: AppHandle<R>, shell: ShellState<'_>) -> Vec<RecentLookup> {
    shell.lookups.recents().clear();
    save_later(&app);
    shell.lookups.recent_lookups()
}

/// Brings back what was removed last.
#[tauri::command]
pub fn undo_recents<R: Runtime>(app: AppHandle<R>, shell: ShellState<'_>) -> Vec<RecentLookup> {
    shell.lookups.recents().undo();
    save_later(&app);
    shell.lookups.recent_lookups()
}
