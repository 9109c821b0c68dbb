//! Looks up one contact and remembers it, so that the page can name a value by its contact and path and never sends one
//! back.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::accounts::Accounts;
use crate::highlevel::client::{ApiSession, Client};
use crate::model::account::{Account, AccountId};
use crate::model::contact::Change;
use crate::model::contact_id::read_contact_id;
pub use crate::model::found::Found;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::token::ApiToken;
use crate::recents::{RecentLookup, Recents};
use crate::references::References;

#[cfg(test)]
mod tests;

/// Looks contacts up, in real accounts and in the sample one.
pub struct Lookups {
    accounts: Arc<Accounts>,
    recents: Recents,
    real: Arc<Client>,
    sample: Sample,
    references: References,
    /// The contact shown last, which the recent ones need not have: a list does.
    shown: Mutex<Option<Arc<Found>>>,
}

/// The sample account: the same client over a far end that is part of the program.
pub struct Sample {
    /// Asks the bundled contacts.
    pub client: Arc<Client>,
    /// An invented token; no far end but the bundled one ever sees it.
    pub token: Arc<ApiToken>,
}

impl Lookups {
    /// Looks up in `accounts` with `real`, and in the sample account with `sample`.
    pub fn new(accounts: Arc<Accounts>, real: Arc<Client>, sample: Sample) -> Self {
        let recents = Recents::new(Arc::clone(accounts.settings()));
        Self { accounts, recents, real, sample, references: References::default(), shown: Mutex::new(None) }
    }

    /// Looks up the contact that `text` names, and remembers it. Dropping the future cancels everything.
    pub async fn look_up(&self, account: &AccountId, text: &str) -> Result<Arc<Found>, Problem> {
        let read = read_contact_id(text)?;
        let account = self.accounts.find(account)?;
        let answered = self.session_of(&account).await?.contact(&read.id).await;
        let answered =
            answered.map_err(|error| Problem::from(error).in_account(&account.name).about(read.id.as_str()))?;
        let account = self.learn(account, answered.contact.location(), read.location.as_deref())?;
        let before = self.recents.card(&account.id, read.id.as_str());
        let names = self.references.names_in(&account.id, &answered.contact, account.location.as_deref());
        let contact = answered.contact.with_names(&names);
        // By the names that are known now: they may say more of the former answer than was known of it then.
        let changes = before.as_ref().map(|before| contact.changes_since(&before.contact.clone().with_names(&names)));
        let found = Arc::new(Found {
            asked_for: read.id,
            contact,
            names,
            trace_id: answered.trace_id,
            account,
            received_at: SystemTime::now(),
            seen_before: before.map(|before| before.received_at),
            changes: changes.unwrap_or_default(),
        });
        self.recents.remember(&found);
        *self.locked() = Some(Arc::clone(&found));
        Ok(found)
    }

    /// Notes where the account turned out to be, and gives it with what is known of it now; `NoToken` where it was
    /// removed while HighLevel was asked. A contact that does not say where it lives lives where its link leads.
    fn learn(&self, account: Account, of_contact: Option<&str>, of_link: Option<&str>) -> Result<Account, Problem> {
        if account.id.is_sample() {
            return Ok(account);
        }
        let known = account.location.is_some();
        if let Some(location) = of_contact.or(of_link.filter(|_| !known)) {
            self.accounts.learn_location(&account.id, location);
        }
        self.accounts.find(&account.id)
    }

    /// The contact as this session has it. Asks nobody.
    pub fn recall(&self, account: &AccountId, id: &str) -> Option<Arc<Found>> {
        let found = self.recents.card(account, id)?;
        let account = self.accounts.find(account).ok()?;
        // It may have been renamed since, or its location learnt.
        let found = if found.account == account { found } else { Arc::new(Found { account, ..Found::clone(&found) }) };
        Some(self.show(found))
    }

    /// Keeps a contact that the page is about to show, with the names that are known by now. Asks nobody.
    pub fn show(&self, found: Arc<Found>) -> Arc<Found> {
        let found = self.with_names(found);
        *self.locked() = Some(Arc::clone(&found));
        found
    }

    /// A contact that the page shows, as this session has it.
    pub fn shown(&self, account: &AccountId, id: &str) -> Result<Arc<Found>, Problem> {
        let is_it = |found: &Arc<Found>| found.account.id == *account && found.asked_for.as_str() == id;
        let found = self.locked().clone().filter(is_it).or_else(|| self.recents.card(account, id));
        Ok(self.with_names(found.ok_or(ProblemKind::Unexpected)?))
    }

    /// The recent lookups as the page lists them.
    pub fn recent_lookups(&self) -> Vec<RecentLookup> {
        self.recents.newest_first(|id| self.accounts.find(id).ok().map(|account| account.name))
    }

    /// The recent lookups.
    pub fn recents(&self) -> &Recents {
        &self.recents
    }

    /// Forgets every contact of an account that was removed.
    pub fn forget_account(&self, account: &AccountId) {
        self.recents.forget_cards(account);
        self.references.forget(account);
        let mut shown = self.locked();
        *shown = shown.take().filter(|found| found.account.id != *account);
    }

    /// Opens the connection that a lookup in this account will use.
    pub async fn warm_up(&self, account: &AccountId) {
        if !account.is_sample() {
            self.accounts.rate_limiter(account).expect_lookup();
            self.real.warm_up().await;
        }
    }

    /// Puts names to the IDs in a contact that the page shows, and asks HighLevel for those that are not known. `None`
    /// where the session no longer has it.
    pub async fn name_ids(&self, account: &AccountId, id: &str) -> Option<Arc<Found>> {
        let found = self.shown(account, id).ok()?;
        let location = found.account.location.as_deref();
        if self.references.needs_fetch(account, &found.contact, location) {
            // Without the token there are no names; why will be told by the next lookup.
            if let Ok(session) = self.session(account).await {
                self.references.fetch(account, &session, &found.contact, location).await;
            }
        }
        self.shown(account, id).ok()
    }

    /// A contact with the names that are known by now.
    pub fn with_names(&self, found: Arc<Found>) -> Arc<Found> {
        let names = self.references.names_in(&found.account.id, &found.contact, found.account.location.as_deref());
        if names == found.names {
            return found;
        }
        let mut changes = found.changes.clone();
        changes.iter_mut().filter(|change| names.is_sensitive_path(&change.path)).for_each(Change::redact);
        let contact = found.contact.clone().with_names(&names);
        Arc::new(Found { contact, names, changes, ..Found::clone(&found) })
    }

    pub fn references(&self) -> &References {
        &self.references
    }

    /// The account's way to HighLevel.
    pub async fn session(&self, account: &AccountId) -> Result<ApiSession, Problem> {
        self.session_of(&self.accounts.find(account)?).await
    }

    async fn session_of(&self, account: &Account) -> Result<ApiSession, Problem> {
        let limiter = self.accounts.rate_limiter(&account.id);
        let (client, token) = if account.id.is_sample() {
            (&self.sample.client, Arc::clone(&self.sample.token))
        } else {
            (&self.real, self.accounts.token(account).await?)
        };
        Ok(ApiSession { client: Arc::clone(client), token, limiter })
    }

    fn locked(&self) -> MutexGuard<'_, Option<Arc<Found>>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
