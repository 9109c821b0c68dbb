//! An account's API session while a list is running in it.

use std::sync::Arc;

use tokio::sync::Mutex;
use tokio::time::{sleep, Duration};

use super::values::{self, Record};
use crate::highlevel::client::ApiSession;
use crate::highlevel::rate_limit::{Permit, RateLimiter};
use crate::lookup::Lookups;
use crate::model::account::Account;
use crate::model::contact::Contact;
use crate::model::contact_id::ContactId;
use crate::model::problem::{Problem, ProblemKind};
use crate::references::FieldNames;

/// How often the names of custom fields are asked for in vain before the person is asked.
const TRIES_FOR_NAMES: u32 = 3;
const BETWEEN_TRIES_FOR_NAMES: Duration = Duration::from_secs(2);

pub(super) struct ListSession {
    pub(super) account: Account,
    api: ApiSession,
    lookups: Arc<Lookups>,
    /// How often the names of custom fields were asked for in vain. The contacts that are found first wait for them, so
    /// that what is sensitive by its name alone is never written down.
    tries_for_names: Mutex<u32>,
}

impl ListSession {
    pub(super) async fn open(lookups: Arc<Lookups>, account: Account) -> Result<Self, Problem> {
        let api = lookups.session(&account.id).await.map_err(|problem| problem.in_account(&account.name))?;
        Ok(Self { account, api, lookups, tries_for_names: Mutex::new(0) })
    }

    pub(super) fn limiter(&self) -> &RateLimiter {
        &self.api.limiter
    }

    pub(super) async fn look_up(
        &self,
        permit: Permit<'_>,
        id: &ContactId,
        without_names: bool,
    ) -> Result<Record, Problem> {
        let contact = self.api.contact_of_list(permit, id).await?.contact;
        if !without_names && self.ask_names_of(&contact).await == FieldNames::Unknown {
            return Err(ProblemKind::NamesNotKnown.into());
        }
        Ok(self.record(contact))
    }

    /// What is known of the names of the custom fields in a contact. They are asked for where they are not known, a few
    /// times before that is given up; lookups that need them meanwhile wait for the same answer.
    pub(super) async fn ask_names_of(&self, contact: &Contact) -> FieldNames {
        let Some(location) = self.location(contact).filter(|_| contact.has_custom_fields()) else {
            return FieldNames::Known;
        };
        let (references, account) = (self.lookups.references(), &self.account.id);
        let mut tries = self.tries_for_names.lock().await;
        while *tries < TRIES_FOR_NAMES {
            let known = references.fetch_custom_fields(account, &self.api, location).await;
            if known != FieldNames::Unknown {
                return known;
            }
            *tries += 1;
            if *tries < TRIES_FOR_NAMES {
                sleep(BETWEEN_TRIES_FOR_NAMES).await;
            }
        }
        references.field_names(account)
    }

    /// What is kept of a contact: nothing that is sensitive by the name of its field or, where that is not known, by its
    /// look.
    pub(super) fn record(&self, contact: Contact) -> Record {
        let (references, account) = (self.lookups.references(), &self.account.id);
        let known = references.field_names_in(account, &contact, self.location(&contact));
        let fields = known.custom_fields.iter().filter(|field| !field.sensitive);
        let ids = contact.referenced_ids();
        let people = ids.users.iter().chain(&ids.business);
        let contact = contact.with_names(&known);
        let (name, parts) = (contact.display_name().text, contact.into_parts());
        Record {
            hidden: values::hidden(&parts),
            values: values::of(name, parts),
            field_names: fields.map(|field| (field.path.clone(), field.name.clone())).collect(),
            people: people.filter_map(|id| Some((id.clone(), references.name_of(account, id)?))).collect(),
        }
    }

    fn location<'a>(&'a self, contact: &'a Contact) -> Option<&'a str> {
        contact.location().or(self.account.location.as_deref())
    }
}
