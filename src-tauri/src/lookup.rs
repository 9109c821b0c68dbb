//! Look one contact up, and remember it: what was found last stays here, so that the page can name a value without
//! ever sending one back.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use crate::accounts::Accounts;
use crate::highlevel::client::Client;
use crate::highlevel::pace::Pace;
use crate::model::account::{Account, AccountId};
use crate::model::contact::Contact;
use crate::model::contact_id::{read_contact_id, ContactId, ReadId};
use crate::model::names::ContactNames;
use crate::model::token::ApiToken;
use crate::names::{Line, Names};
use crate::problem::Problem;

/// The name of the account that the sample contacts are in. The page has its own words for it.
const SAMPLE_NAME: &str = "Sample contacts";

/// One contact, as it was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// The ID that was asked for.
    pub asked_for: ContactId,
    /// The contact, with what the names of its fields say is sensitive withheld.
    pub contact: Contact,
    /// What is known of the IDs in it.
    pub names: ContactNames,
    /// The number that HighLevel's support asks for.
    pub trace_id: Option<String>,
    /// The account it was found in.
    pub account: Account,
    /// When the answer was here.
    pub received_at: SystemTime,
}

/// Looks contacts up, in real accounts and in the sample one.
pub struct Lookups {
    accounts: Arc<Accounts>,
    real: Arc<Client>,
    sample: Sample,
    names: Names,
    last: Mutex<Option<Arc<Found>>>,
}

/// The sample account: the same client over a far end that is part of the program.
pub struct Sample {
    /// Asks the bundled contacts.
    pub client: Arc<Client>,
    /// An invented token; no far end but the bundled one ever sees it.
    pub token: Arc<ApiToken>,
}

/// The sample account.
pub fn sample_account() -> Account {
    Account { id: AccountId::sample(), name: SAMPLE_NAME.to_owned(), location: None, session_only: true }
}

impl Lookups {
    /// Looks up in `accounts` with `real`, and in the sample account with `sample`.
    pub fn new(accounts: Arc<Accounts>, real: Arc<Client>, sample: Sample) -> Self {
        Self { accounts, real, sample, names: Names::default(), last: Mutex::new(None) }
    }

    /// Reads what was put into the ID box. Asks nobody.
    pub fn read(&self, text: &str) -> Result<ReadId, Problem> {
        Ok(read_contact_id(text)?)
    }

    /// Looks up the contact that `text` names, and remembers it. Dropping the future cancels everything.
    pub async fn look_up(&self, account: &AccountId, text: &str) -> Result<Arc<Found>, Problem> {
        let id = self.read(text)?.id;
        self.forget_last();
        let (account, token) = self.account_and_token(account).await?;
        let allowance = self.allowance(&account);
        let answered = self.client(&account).contact(&token, &allowance, &id).await;
        let answered = answered.map_err(|fault| Problem::from(fault).in_account(&account.name).about(id.as_str()))?;
        if let (false, Some(location)) = (is_sample(&account), answered.contact.location()) {
            self.accounts.learn_location(&account.id, location);
        }
        let found = Arc::new(Found {
            asked_for: id,
            contact: answered.contact,
            names: ContactNames::default(),
            trace_id: answered.trace_id,
            account,
            received_at: SystemTime::now(),
        });
        let found = self.with_names(found);
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&found));
        Ok(found)
    }

    /// Opens the connection that a lookup in this account will use.
    pub async fn warm_up(&self, account: &AccountId) {
        if !account.is_sample() {
            self.real.warm_up().await;
        }
    }

    /// Puts names to the IDs in the contact that was found last, if it is still that one, and asks HighLevel for those
    /// that are not known. `None` where another one has been found or looked for by then.
    pub async fn name_ids(&self, account: &AccountId, id: &str) -> Option<Arc<Found>> {
        let still_shown = || self.last().filter(|found| found.account.id == *account && found.asked_for.as_str() == id);
        let found = still_shown()?;
        let location = found.account.location.as_deref();
        if self.names.wants(account, &found.contact, location) {
            // Without the token there are no names; why will be told by the next lookup.
            if let Ok(line) = self.line(account).await {
                self.names.ask(account, &line, &found.contact, location).await;
            }
        }
        still_shown()
    }

    /// A contact with the names that are known by now.
    pub fn with_names(&self, found: Arc<Found>) -> Arc<Found> {
        let names = self.names.of(&found.account.id, &found.contact, found.account.location.as_deref());
        if names == found.names {
            return found;
        }
        let contact = found.contact.withholding(names.sensitive());
        Arc::new(Found { contact, names, ..Found::clone(&found) })
    }

    /// What is known in this session of whose the IDs are.
    pub fn names(&self) -> &Names {
        &self.names
    }

    /// What an account is asked through.
    pub async fn line(&self, account: &AccountId) -> Result<Line, Problem> {
        let (account, token) = self.account_and_token(account).await?;
        Ok(Line { client: Arc::clone(self.client(&account)), token, allowance: self.allowance(&account) })
    }

    /// The contact that was found last.
    pub fn last(&self) -> Option<Arc<Found>> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        last.map(|found| self.with_names(found))
    }

    /// Forgets the contact that was found last.
    pub fn forget_last(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    async fn account_and_token(&self, id: &AccountId) -> Result<(Account, Arc<ApiToken>), Problem> {
        if id.is_sample() {
            return Ok((sample_account(), Arc::clone(&self.sample.token)));
        }
        let account = self.accounts.find(id)?;
        let token = self.accounts.token(&account).await?;
        Ok((account, token))
    }

    fn client(&self, account: &Account) -> &Arc<Client> {
        if is_sample(account) {
            &self.sample.client
        } else {
            &self.real
        }
    }

    fn allowance(&self, account: &Account) -> Arc<Pace> {
        self.accounts.allowance(&account.id)
    }
}

fn is_sample(account: &Account) -> bool {
    account.id.is_sample()
}
