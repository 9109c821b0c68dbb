//! What stands behind the IDs in a contact: the names of custom fields, users, a business, a sub-account.
//!
//! Asked for only once a contact is there, and only for what is in it. An answer counts for ten minutes, a refusal as
//! long; a fault of the network is met again with the next contact. None of it is ever a problem to tell.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures_util::future::{join, join_all};
use tokio::time::Instant;

use crate::highlevel::client::{Client, Reference};
use crate::highlevel::error::ApiError;
use crate::highlevel::rate_limit::RateLimiter;
use crate::highlevel::transport::Resource;
use crate::model::account::AccountId;
use crate::model::contact::Contact;
use crate::model::definitions::Definitions;
use crate::model::names::{ContactNames, Permission};
use crate::model::problem::{ProblemKind, ReferencePolicy};
use crate::model::record_id::RecordId;
use crate::model::token::ApiToken;

mod contact;

/// How long an answer or a refusal counts. Names rarely change, and a permission that was just given should not take
/// until tomorrow to show.
pub const COUNTS_FOR: Duration = Duration::from_secs(600);

/// How many users of one contact are asked for by name. Followers can be many; a card needs few of them.
const MOST_USERS: usize = 10;

/// What an account is asked through.
pub struct Line {
    /// Asks.
    pub client: Arc<Client>,
    /// With this token.
    pub token: Arc<ApiToken>,
    /// Out of this allowance.
    pub allowance: Arc<RateLimiter>,
}

/// What is known in this session of whose the IDs are.
#[derive(Default)]
pub struct Names {
    known: Mutex<HashMap<AccountId, Known>>,
    /// Whoever asks for something holds its turn, so that nobody else asks for the same meanwhile.
    turns: Mutex<HashMap<(AccountId, Resource), Turn>>,
    /// Counts the answers with names of custom fields.
    version: AtomicU64,
}

/// What is known of the names of an account's custom fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldNames {
    /// They are there, perhaps from some time ago.
    Known,
    /// The token may not read them.
    Refused,
    /// They have not come, for whatever other reason.
    Unknown,
}

/// What is known of one custom field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Its name says that its values are sensitive.
    Sensitive,
    /// It has this name.
    Named(String),
}

type Turn = Arc<tokio::sync::Mutex<()>>;

/// A waiter for a resource's lock. Removes the lock when the last waiter is dropped.
struct WaitingForTurn<'a> {
    names: &'a Names,
    key: (AccountId, Resource),
    turn: Turn,
}

impl Drop for WaitingForTurn<'_> {
    fn drop(&mut self) {
        let mut turns = self.names.turns();
        // Two references: this one and the map's. While the map is locked, none can be added.
        if Arc::strong_count(&self.turn) <= 2 {
            turns.remove(&self.key);
        }
    }
}

/// What is known in one account.
#[derive(Default)]
struct Known {
    answers: HashMap<Resource, Kept>,
    /// When a permission was found to be missing.
    denied: HashMap<Permission, Instant>,
    /// The IDs of custom fields that were found to be sensitive by their names. Not even another token makes their
    /// values fit to be seen in passing.
    sensitive: HashSet<String>,
}

/// What came of asking for one thing. It stays in use when its time is over, until there is something newer.
struct Kept {
    at: Instant,
    answer: Answer,
}

/// What asking for a name came to, where it is worth keeping.
#[derive(Clone)]
enum Answer {
    Definitions(Arc<Definitions>),
    Name(String),
    /// It has no name, or is not there.
    Nothing,
    /// The token may not read it: this one, or anything of its kind.
    Denied {
        whole_kind: bool,
    },
}

impl Names {
    fn known(&self) -> MutexGuard<'_, HashMap<AccountId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether anything in this contact is worth asking for now.
    pub fn wants(&self, account: &AccountId, contact: &Contact, location: Option<&str>) -> bool {
        wanted(contact, location).iter().any(|resource| !self.is_answered(account, resource))
    }

    /// Asks for what is not known of this contact, all at once, and keeps the answers. Ends within a few seconds, or
    /// when it is dropped.
    pub async fn ask(&self, account: &AccountId, line: &Line, contact: &Contact, location: Option<&str>) {
        let wanted = wanted(contact, location);
        let (users, others): (Vec<_>, Vec<_>) =
            wanted.into_iter().partition(|resource| matches!(resource, Resource::User(_)));
        let ask = |resource| self.ask_for(account, line, resource);
        // The first user tells whether users can be had at all: then a refusal, or a wait in vain, is one and not ten.
        let users = async {
            let mut users = users.into_iter();
            let Some(first) = users.next() else { return };
            ask(first.clone()).await;
            if self.is_answered(account, &first) {
                join_all(users.map(ask)).await;
            }
        };
        join(users, join_all(others.into_iter().map(ask))).await;
    }

    /// Asks what the custom fields of a sub-account are called, unless that is known well enough. Ends within a few
    /// seconds. What is known of it then.
    pub async fn ask_for_custom_fields(&self, account: &AccountId, line: &Line, location: &str) -> FieldNames {
        let Some(location) = RecordId::new(location) else { return FieldNames::Refused };
        self.ask_for(account, line, Resource::CustomFields(location)).await;
        self.field_names(account)
    }

    /// What is known of the names of an account's custom fields. Asks nobody.
    pub fn field_names(&self, account: &AccountId) -> FieldNames {
        let known = self.known();
        let Some(known) = known.get(account) else { return FieldNames::Unknown };
        let mut answers = known.answers.values().map(|kept| &kept.answer);
        let is_refusal = |(resource, kept): (&Resource, &Kept)| {
            matches!((resource, &kept.answer), (Resource::CustomFields(_), Answer::Denied { .. }))
        };
        // An answer without a single name says nothing about the fields that contacts have.
        if answers.any(|answer| matches!(answer, Answer::Definitions(definitions) if !definitions.is_empty())) {
            FieldNames::Known
        } else if known.denied.contains_key(&Permission::CustomFields) || known.answers.iter().any(is_refusal) {
            FieldNames::Refused
        } else {
            FieldNames::Unknown
        }
    }

    /// Another one where more may be known of custom fields than before.
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::SeqCst)
    }

    /// What is known of the custom field of that ID, in whatever account. Asks nobody.
    pub fn field(&self, id: &str) -> Option<Field> {
        let known = self.known();
        if known.values().any(|known| known.sensitive.contains(id)) {
            return Some(Field::Sensitive);
        }
        let name = |kept: &Kept| match &kept.answer {
            Answer::Definitions(definitions) => definitions.find(id).map(|(_, field)| Field::Named(field.name.clone())),
            _ => None,
        };
        known.values().flat_map(|known| known.answers.values()).find_map(name)
    }

    async fn ask_for(&self, account: &AccountId, line: &Line, resource: Resource) {
        if self.is_answered(account, &resource) {
            return;
        }
        let waiting = self.queue_for((account.clone(), resource));
        let _held = waiting.turn.lock().await;
        let resource = &waiting.key.1;
        if !self.is_answered(account, resource) {
            let answer = match line.ask(resource).await {
                Ok(Reference::CustomFields(definitions)) => Some(Answer::Definitions(Arc::new(definitions))),
                Ok(Reference::Name(name)) => Some(name.map_or(Answer::Nothing, Answer::Name)),
                Err(error) => answer_of(&error),
            };
            if let Some(answer) = answer {
                self.keep(account, resource, answer);
            }
        }
    }

    fn queue_for(&self, key: (AccountId, Resource)) -> WaitingForTurn<'_> {
        let turn = Arc::clone(self.turns().entry(key.clone()).or_default());
        WaitingForTurn { names: self, key, turn }
    }

    fn turns(&self) -> MutexGuard<'_, HashMap<(AccountId, Resource), Turn>> {
        self.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keep(&self, account: &AccountId, resource: &Resource, answer: Answer) {
        let at = Instant::now();
        let mut known = self.known();
        let known = known.entry(account.clone()).or_default();
        if let (Answer::Denied { whole_kind: true }, Some(permission)) = (&answer, resource.permission()) {
            known.denied.insert(permission, at);
        }
        if let Answer::Definitions(definitions) = &answer {
            known.note_sensitive(definitions);
            self.version.fetch_add(1, Ordering::SeqCst);
        }
        known.answers.insert(resource.clone(), Kept { at, answer });
    }

    /// Keeps these definitions of the custom fields of a sub-account as if they had been asked for.
    #[cfg(all(test, target_os = "linux"))]
    pub(crate) fn keep_definitions(&self, account: &AccountId, location: RecordId, definitions: Definitions) {
        self.keep(account, &Resource::CustomFields(location), Answer::Definitions(Arc::new(definitions)));
    }

    /// Whether it is known well enough not to be asked for now.
    fn is_answered(&self, account: &AccountId, resource: &Resource) -> bool {
        let known = self.known();
        let Some(known) = known.get(account) else { return false };
        let denied = resource.permission().and_then(|permission| known.denied.get(&permission)).copied();
        let answered = known.answers.get(resource).map(|kept| kept.at);
        denied.into_iter().chain(answered).any(|at| at.elapsed() < COUNTS_FOR)
    }

    /// What is known of the IDs in a contact. Asks nobody.
    pub fn of(&self, account: &AccountId, contact: &Contact, location: Option<&str>) -> ContactNames {
        let known = self.known();
        known.get(account).map(|known| contact::read(known, contact, location)).unwrap_or_default()
    }

    /// The name of the user or business with that ID, as far as known. Asks nobody.
    pub fn name_of(&self, account: &AccountId, id: &str) -> Option<String> {
        let id = RecordId::new(id)?;
        let known = self.known();
        let answers = &known.get(account)?.answers;
        let of = |resource: Resource| match &answers.get(&resource)?.answer {
            Answer::Name(name) => Some(name.clone()),
            _ => None,
        };
        of(Resource::User(id.clone())).or_else(|| of(Resource::Business(id)))
    }

    /// What is known of custom fields alone. Asks nobody.
    pub fn of_custom_fields(&self, account: &AccountId, contact: &Contact, location: Option<&str>) -> ContactNames {
        let known = self.known();
        known.get(account).map(|known| contact::read_custom_fields(known, contact, location)).unwrap_or_default()
    }

    /// Forgets what is known in an account: it is gone, or has another token, which may be given more. What was found to
    /// be sensitive stays so.
    pub fn forget(&self, account: &AccountId) {
        if let Some(known) = self.known().get_mut(account) {
            *known = Known { sensitive: std::mem::take(&mut known.sensitive), ..Known::default() };
        }
    }

    /// Forgets that an account's token lacks a permission, and answers without a name: there may be one now.
    pub fn forget_refusals(&self, account: &AccountId, permission: Permission) {
        if let Some(known) = self.known().get_mut(account) {
            known.denied.remove(&permission);
            let is_refusal = |resource: &Resource, kept: &Kept| {
                let is_empty = match &kept.answer {
                    Answer::Denied { .. } | Answer::Nothing => true,
                    Answer::Definitions(definitions) => definitions.is_empty(),
                    Answer::Name(_) => false,
                };
                is_empty && resource.permission() == Some(permission)
            };
            known.answers.retain(|resource, kept| !is_refusal(resource, kept));
        }
    }
}

impl Known {
    fn note_sensitive(&mut self, definitions: &Definitions) {
        // Where an ID comes twice the first counts, so it has the last word.
        for definition in definitions.all().iter().rev() {
            if definition.is_sensitive() {
                self.sensitive.insert(definition.id.clone());
            } else {
                self.sensitive.remove(&definition.id);
            }
        }
    }
}

impl Line {
    /// Whether the token may read something; `None` where that cannot be told from what came back.
    pub async fn may_read(&self, resource: &Resource) -> Option<bool> {
        let Err(error) = self.ask(resource).await else { return Some(true) };
        match error.kind().policy().reference {
            ReferencePolicy::TypeDenied | ReferencePolicy::RecordDenied => Some(false),
            // An answer about the record itself means that the permission is there.
            _ => matches!(error.kind(), ProblemKind::ContactNotFound | ProblemKind::RequestRefused).then_some(true),
        }
    }

    async fn ask(&self, resource: &Resource) -> Result<Reference, ApiError> {
        self.client.reference(&self.token, &self.allowance, resource).await
    }
}

/// What is worth asking for: only what is in the contact, and only IDs that can be ones.
fn wanted(contact: &Contact, location: Option<&str>) -> Vec<Resource> {
    let ids = contact.referenced_ids();
    let location = contact.location().or(location).and_then(RecordId::new);
    let fields = location.clone().filter(|_| !contact.custom_fields().is_empty()).map(Resource::CustomFields);
    let location = location.map(Resource::Location);
    let business = ids.business.as_deref().and_then(RecordId::new).map(Resource::Business);
    let mut wanted: Vec<_> = fields.into_iter().chain(location).chain(business).collect();
    let mut users: Vec<_> = Vec::new();
    for id in ids.users.iter().filter_map(|id| RecordId::new(id)) {
        if !users.contains(&id) && users.len() < MOST_USERS {
            users.push(id);
        }
    }
    wanted.extend(users.into_iter().map(Resource::User));
    wanted
}

/// What to remember of a failed request for a name; `None` where the next contact asks again.
fn answer_of(error: &ApiError) -> Option<Answer> {
    match error.kind().policy().reference {
        ReferencePolicy::TypeDenied => Some(Answer::Denied { whole_kind: true }),
        ReferencePolicy::RecordDenied => Some(Answer::Denied { whole_kind: false }),
        // Without a status it was damaged on its way.
        ReferencePolicy::NoName if error.kind() == ProblemKind::AnswerNotUnderstood => {
            error.problem.facts.status.map(|_| Answer::Nothing)
        }
        ReferencePolicy::NoName => Some(Answer::Nothing),
        // HighLevel says of some routes that they will not work for this token, with the status of a passing failure.
        ReferencePolicy::AskAgain if error.kind() == ProblemKind::HighlevelDown && error.retries == 0 => {
            Some(Answer::Nothing)
        }
        ReferencePolicy::AskAgain => None,
    }
}

#[cfg(test)]
mod tests;
