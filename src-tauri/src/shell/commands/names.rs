//! Names for the IDs in a contact, and the check of all that is between the window and them.

use super::{or_unexpected, Answer, Held};
use crate::connection_check::{self, Check};
use crate::model::account::AccountId;
use crate::shell::views::ContactView;

/// Puts names to the IDs in the contact shown, and gives it anew: a name can say that a value is sensitive, or that one
/// is not which only looked so. `None`: another contact is shown, or looked for, by then.
#[tauri::command]
pub async fn get_names(shell: Held<'_>, account: String, id: String) -> Answer<Option<ContactView>> {
    let account = AccountId::from(account);
    let named = or_unexpected(async { Ok(shell.lookups.name_ids(&account, &id).await) }).await?;
    shell.bulk.names_changed();
    Ok(named.map(|found| ContactView::from(&*found)))
}

/// Checks everything that a lookup in this account needs.
#[tauri::command]
pub async fn check_connection(shell: Held<'_>, account: String) -> Answer<Check> {
    let account = AccountId::from(account);
    or_unexpected(connection_check::check_connection(&shell.accounts, &shell.lookups, &account)).await
}
