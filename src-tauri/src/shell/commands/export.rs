//! What leaves the program: files, paper, labels, the address of a link. None of it is sensitive.

use std::sync::Arc;

use tauri::{Runtime, WebviewWindow};

use super::{blocking, copy, or_unexpected, unexpected, CommandResult, ShellState};
use crate::export::file::{self, file_name, FileKind};
use crate::export::postal_address::postal_address;
use crate::export::vcard::vcard;
use crate::lookup::Found;
use crate::model::account::AccountId;
use crate::model::problem::ProblemKind;
use crate::shell::desktop::Desktop;

/// Copies the address of a contact as it is written on a letter.
#[tauri::command]
pub async fn copy_address(shell: ShellState<'_>, account: String, id: String) -> CommandResult<()> {
    let found = shell.lookups.shown(&AccountId::from(account), &id)?;
    or_unexpected(async {
        let address = postal_address(&found.contact).ok_or(ProblemKind::Unexpected)?;
        copy(&shell, address, false).await
    })
    .await
}

/// The whole address that opening a value of a contact would open.
#[tauri::command]
pub async fn preview_link(shell: ShellState<'_>, account: String, id: String, path: String) -> CommandResult<String> {
    let link = async {
        let found = shell.lookups.shown(&AccountId::from(account), &id)?;
        found.contact.link_at(&path).ok_or_else(|| ProblemKind::Unexpected.into())
    };
    Ok(or_unexpected(link).await?.as_uri())
}

/// Opens the system's dialog for printing the page. Does not wait for what the person does there.
#[tauri::command]
pub async fn print<R: Runtime>(window: WebviewWindow<R>) -> CommandResult<()> {
    window.print().map_err(unexpected)
}

const SHIELDED_NAME: &str = "contact.vcf";

/// Asks where to, and saves a contact there as a vCard. The file's name; `None`: cancelled.
/// While the page is `shielded`, the dialog does not show the contact's name either.
#[tauri::command]
pub async fn save_vcard(
    shell: ShellState<'_>,
    account: String,
    id: String,
    shielded: bool,
) -> CommandResult<Option<String>> {
    let found = shell.lookups.shown(&AccountId::from(account), &id)?;
    let desktop = Arc::clone(&shell.desktop);
    or_unexpected(blocking(move || ask_and_save(&found, shielded, &*desktop))).await
}

fn ask_and_save(found: &Found, shielded: bool, desktop: &dyn Desktop) -> CommandResult<Option<String>> {
    let name = if shielded {
        SHIELDED_NAME.to_owned()
    } else {
        file_name(&found.contact.display_name().text, FileKind::VCard)
    };
    let Some(path) = desktop.ask_where_to_save(&name, FileKind::VCard)? else { return Ok(None) };
    file::save(&path, vcard(&found.contact).as_bytes())?;
    Ok(path.file_name().map(|name| name.to_string_lossy().into_owned()))
}
