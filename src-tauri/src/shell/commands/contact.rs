//! The lookup, and what is done with the contact that was found. The page names a value by its path, and never sends one
//! back.

#![expect(clippy::needless_pass_by_value, reason = "Tauri hands arguments over by value")]

use std::sync::Arc;

use tauri::{AppHandle, Runtime};

use super::{blocking, copy, open, open_where_possible, or_unexpected, save_later, Answer, Held};
use crate::model::account::AccountId;
use crate::model::problem::{Problem, ProblemKind};
use crate::shell::desktop::Opened;
use crate::shell::views::{ContactView, ReadIdView, RevealedView};

/// Reads what was put into the ID box. Asks nobody.
#[tauri::command]
pub async fn read_contact_id(shell: Held<'_>, text: String) -> Answer<ReadIdView> {
    let read = or_unexpected(async { shell.lookups.read(&text) }).await?;
    let owner = read.location.as_deref().and_then(|location| shell.accounts.owner_of(location));
    Ok(ReadIdView::new(read, owner.as_ref()))
}

/// Looks one contact up. `None`: it was cancelled, or a later one took its place.
#[tauri::command]
pub async fn get_contact<R: Runtime>(
    app: AppHandle<R>,
    shell: Held<'_>,
    account: String,
    text: String,
    request: u32,
) -> Answer<Option<ContactView>> {
    let account = AccountId::from(account);
    let looked_up = or_unexpected(shell.lookups.look_up(&account, &text));
    let found = shell.in_flight.run(request, looked_up).await.transpose()?;
    save_later(&app);
    if let Some(found) = &found {
        shell.bulk.note_found(found);
    }
    Ok(found.map(|found| ContactView::from(&*found)))
}

/// Gives a contact as this session, or the list, has it, and makes it the one shown. `None`: neither has it.
#[tauri::command]
pub async fn recall(shell: Held<'_>, account: String, id: String) -> Answer<Option<ContactView>> {
    let account = AccountId::from(account);
    let mut found = shell.lookups.recall(&account, &id);
    if found.is_none() {
        let begun = shell.in_flight.begun();
        let bulk = Arc::clone(&shell.bulk);
        let kept = or_unexpected(blocking(move || Ok::<_, Problem>(bulk.card(&account, &id)))).await?;
        // The disk can be slow, and the last one asked for wins.
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

/// Ends the lookup of that number.
#[tauri::command]
pub fn cancel_look_up(shell: Held<'_>, request: u32) {
    shell.in_flight.cancel(request);
}

/// Opens the connection that the next lookup will use.
#[tauri::command]
pub async fn warm_up(shell: Held<'_>, account: String) -> Answer<()> {
    shell.lookups.warm_up(&AccountId::from(account)).await;
    Ok(())
}

/// Gives a sensitive value of a contact.
#[tauri::command]
pub async fn reveal(shell: Held<'_>, account: String, id: String, path: String) -> Answer<RevealedView> {
    or_unexpected(async {
        let found = shell.lookups.shown(&AccountId::from(account), &id)?;
        Ok(RevealedView { values: found.contact.values_at(&path), path })
    })
    .await
}

/// Copies a value of a contact, exactly as it was sent.
#[tauri::command]
pub async fn copy_value(shell: Held<'_>, account: String, id: String, path: String) -> Answer<()> {
    let contact = &shell.lookups.shown(&AccountId::from(account), &id)?.contact;
    let values = contact.values_at(&path);
    let text = values.iter().map(|value| value.sent.as_str()).collect::<Vec<_>>().join("\n");
    copy(&shell, text, contact.is_redacted(&path)).await
}

/// Opens a value of a contact: its web page, a new mail, a call. Where no program takes it, that is the answer.
#[tauri::command]
pub async fn open_value(shell: Held<'_>, account: String, id: String, path: String) -> Answer<Opened> {
    let found = shell.lookups.shown(&AccountId::from(account), &id)?;
    let link = found.contact.link_at(&path).ok_or(ProblemKind::Unexpected)?;
    open_where_possible(&shell, link).await
}

/// Opens a contact in HighLevel.
#[tauri::command]
pub async fn open_in_highlevel(shell: Held<'_>, account: String, id: String) -> Answer<()> {
    let found = shell.lookups.shown(&AccountId::from(account), &id)?;
    let host = shell.settings.read(|settings| settings.highlevel_host().to_owned());
    let link = found.highlevel_link(&host).ok_or(ProblemKind::Unexpected)?;
    open(&shell, link).await
}
