//! Accounts, their tokens, and whether everything that a lookup needs is there.

#![expect(clippy::needless_pass_by_value, reason = "Tauri hands arguments over by value")]

use std::sync::Arc;

use secrecy::zeroize::Zeroizing;
use tauri::{AppHandle, Runtime};

use super::{blocking, or_unexpected, save_later, CommandResult, ShellState};
use crate::accounts::{TokenStorage, UNDO_WITHIN};
use crate::connection_check::{self, Check};
use crate::model::account::{Account, AccountId};
use crate::model::token::PastedTokens;
use crate::shell::desktop::DesktopError;
use crate::shell::views::{AccountView, ConnectedView, PastedTokenView};
use crate::shell::Shell;

#[tauri::command]
pub async fn check_password_store(shell: ShellState<'_>) -> CommandResult<()> {
    or_unexpected(shell.accounts.check_password_store()).await
}

/// Takes a token from the clipboard and keeps it in this process. The page learns its last four characters.
#[tauri::command]
pub async fn paste_token(shell: ShellState<'_>) -> CommandResult<PastedTokenView> {
    let desktop = Arc::clone(&shell.desktop);
    let text = Zeroizing::new(blocking(move || desktop.read_clipboard()).await?.unwrap_or_default());
    Ok(PastedTokenView::from(&*shell.accounts.paste(&text)?))
}

/// Takes one of several tokens that were pasted, by its place among the choices that the problem named.
#[tauri::command]
pub fn choose_pasted_token(shell: ShellState<'_>, index: usize) -> CommandResult<PastedTokenView> {
    Ok(PastedTokenView::from(&*shell.accounts.choose_pasted(index)?))
}

#[tauri::command]
pub fn forget_pasted_token(shell: ShellState<'_>) {
    shell.accounts.forget_pasted();
}

/// Connects a new account with the typed token, or with the pasted one.
#[tauri::command]
pub async fn connect(
    shell: ShellState<'_>,
    name: String,
    token: Option<String>,
    session_only: bool,
) -> CommandResult<ConnectedView> {
    let account = or_unexpected(shell.accounts.connect(&name, token.as_deref(), storage(session_only))).await?;
    shell.report_unsaved();
    clear_pasted(&shell, &account).await;
    Ok(connected(&shell, &account).await)
}

/// Gives an account a new token: the typed one, or the pasted one.
#[tauri::command]
pub async fn replace_token(
    shell: ShellState<'_>,
    account: String,
    token: Option<String>,
    session_only: bool,
) -> CommandResult<ConnectedView> {
    let id = AccountId::from(account);
    let account = or_unexpected(shell.accounts.replace_token(&id, token.as_deref(), storage(session_only))).await?;
    shell.lookups.references().forget(&id);
    shell.bulk.account_changed(&id);
    shell.report_unsaved();
    clear_pasted(&shell, &account).await;
    Ok(connected(&shell, &account).await)
}

/// Takes the token that is kept now off the clipboard, where it is still there, pasted by the button or by keys.
async fn clear_pasted(shell: &Shell, account: &Account) {
    let Ok(token) = shell.accounts.token(account).await else { return };
    let desktop = Arc::clone(&shell.desktop);
    let cleared = blocking(move || {
        let text = Zeroizing::new(desktop.read_clipboard()?.unwrap_or_default());
        let is_there = match PastedTokens::read(&text) {
            Ok(PastedTokens::One(there)) => there.is_same_as(&token),
            Ok(PastedTokens::Several(all)) => all.iter().any(|found| found.token.is_same_as(&token)),
            Err(_) => false,
        };
        if is_there {
            desktop.clear_clipboard()?;
        }
        Ok::<_, DesktopError>(())
    });
    // The account is connected all the same.
    let _ = cleared.await;
}

async fn connected(shell: &Shell, account: &Account) -> ConnectedView {
    let same_token_as = shell.accounts.same_token_elsewhere(account).await;
    ConnectedView { account: AccountView::from(account), same_token_as }
}

#[tauri::command]
pub async fn test_token(shell: ShellState<'_>, account: String) -> CommandResult<()> {
    or_unexpected(shell.accounts.test(&AccountId::from(account))).await
}

#[tauri::command]
pub async fn remove_account(shell: ShellState<'_>, account: String) -> CommandResult<()> {
    let account = AccountId::from(account);
    or_unexpected(shell.accounts.remove(&account)).await?;
    shell.lookups.forget_account(&account);
    shell.bulk.account_changed(&account);
    shell.report_unsaved();
    let accounts = Arc::clone(&shell.accounts);
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(UNDO_WITHIN).await;
        accounts.forget_removed();
    });
    Ok(())
}

#[tauri::command]
pub async fn restore_account(shell: ShellState<'_>, account: String) -> CommandResult<AccountView> {
    let account = or_unexpected(shell.accounts.restore(&AccountId::from(account))).await?;
    shell.report_unsaved();
    Ok(AccountView::from(&account))
}

#[tauri::command]
pub fn choose_account<R: Runtime>(
    app: AppHandle<R>,
    shell: ShellState<'_>,
    account: String,
) -> CommandResult<AccountView> {
    let account = shell.accounts.choose(&AccountId::from(account))?;
    save_later(&app);
    Ok(AccountView::from(&account))
}

#[tauri::command]
pub fn rename_account<R: Runtime>(
    app: AppHandle<R>,
    shell: ShellState<'_>,
    account: String,
    name: String,
) -> CommandResult<AccountView> {
    let account = shell.accounts.rename(&AccountId::from(account), &name)?;
    save_later(&app);
    Ok(AccountView::from(&account))
}

#[tauri::command]
pub fn use_samples() -> AccountView {
    AccountView::from(&Account::sample())
}

/// Leaves the sample account, for the one that was in use.
#[tauri::command]
pub fn leave_samples(shell: ShellState<'_>) -> Option<AccountView> {
    shell.accounts.current().as_ref().map(AccountView::from)
}

#[tauri::command]
pub async fn check_connection(shell: ShellState<'_>, account: String) -> CommandResult<Check> {
    let account = AccountId::from(account);
    or_unexpected(connection_check::check_connection(&shell.accounts, &shell.lookups, &account)).await
}

fn storage(session_only: bool) -> TokenStorage {
    if session_only {
        TokenStorage::Session
    } else {
        TokenStorage::PasswordStore
    }
}
