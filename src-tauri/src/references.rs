//! The names behind the IDs in a contact: of custom fields, users, a business and a sub-account.
//!
//! Asked for only once a contact is there, and only for what is in it. A failure of the network is met again with the
//! next contact. None of it is ever a problem to show.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use futures_util::future::{join, join_all};
use tokio::time::Instant;

use crate::highlevel::client::{ApiSession, Reference};
use crate::highlevel::error::ApiError;
use crate::highlevel::transport::Resource;
use crate::model::account::AccountId;
use crate::model::contact::Contact;
use crate::model::definitions::Definitions;
use crate::model::names::{ContactNames, Permission};
use crate::model::problem::{ProblemKind, ReferencePolicy};
use crate::model::record_id::RecordId;

mod contact;

/// How long an answer or a refusal counts. Names rarely change, and a permission that was just given should not take
/// until tomorrow to show.
pub const CACHE_TTL: Duration = Duration::from_secs(600);

/// How many users of one contact are asked for by name. Followers can be many; a card needs few of them.
const MAX_USERS: usize = 10;

/// What is known in this session of the names behind IDs, by account.
#[derive(Default)]
pub struct References {
    caches: Mutex<HashMap<AccountId, AccountCache>>,
    requests: Mutex<Requests>,
    /// Counts the answers with names of custom fields.
    version: AtomicU64,
}

/// One lock for each resource that is being asked for, so that no other task asks for the same meanwhile.
type Requests = HashMap<(AccountId, Resource), Weak<tokio::sync::Mutex<()>>>;

/// What is known of the names of an account's custom fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldNames {
    /// They are there, perhaps from some time ago.
    Known,
    /// The token may not read them.
    Refused,
    Unknown,
}

/// What is known of one custom field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Its name says that its values are sensitive.
    Sensitive,
    Named(String),
}

#[derive(Default)]
struct AccountCache {
    answers: HashMap<Resource, Cached>,
    /// When a permission was found to be missing.
    denied: HashMap<Permission, Instant>,
    /// The IDs of custom fields that their names say are sensitive. Not even another token makes their values fit to be
    /// seen in passing.
    sensitive: HashSet<String>,
}

/// An answer. It stays in use when its time is over, until there is a newer one.
struct Cached {
    at: Instant,
    answer: Answer,
}

enum Answer {
    Definitions(Definitions),
    Name(String),
    /// It has no name, or is not there.
    Nothing,
    /// The token may not read this one, or anything of its kind.
    Denied {
        whole_kind: bool,
    },
}

impl References {
    fn caches(&self) -> MutexGuard<'_, HashMap<AccountId, AccountCache>> {
        self.caches.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read<T>(&self, account: &AccountId, read: impl FnOnce(&AccountCache) -> T) -> Option<T> {
        self.caches().get(account).map(read)
    }

    /// Whether anything in this contact is worth asking for now.
    pub fn needs_fetch(&self, account: &AccountId, contact: &Contact, location: Option<&str>) -> bool {
        referenced(contact, location).iter().any(|resource| !self.is_fresh(account, resource))
    }

    /// Asks for what is not known of this contact, all at once, and keeps the answers. Ends within a few seconds.
    pub async fn fetch(&self, account: &AccountId, session: &ApiSession, contact: &Contact, location: Option<&str>) {
        let (users, others): (Vec<_>, Vec<_>) =
            referenced(contact, location).into_iter().partition(|resource| matches!(resource, Resource::User(_)));
        let fetch = |resource| self.fetch_one(account, session, resource);
        // The first user shows whether users can be had at all: then a refusal, or a wait in vain, is one and not ten.
        let users = async {
            let mut users = users.into_iter();
            let Some(first) = users.next() else { return };
            fetch(first.clone()).await;
            if self.is_fresh(account, &first) {
                join_all(users.map(fetch)).await;
            }
        };
        join(users, join_all(others.into_iter().map(fetch))).await;
    }

    /// Asks what the custom fields of a sub-account are called, unless that is known well enough. Ends within a few
    /// seconds.
    pub async fn fetch_custom_fields(&self, account: &AccountId, session: &ApiSession, location: &str) -> FieldNames {
        let Some(location) = RecordId::new(location) else { return FieldNames::Refused };
        self.fetch_one(account, session, Resource::CustomFields(location)).await;
        self.field_names(account)
    }

    async fn fetch_one(&self, account: &AccountId, session: &ApiSession, resource: Resource) {
        if self.is_fresh(account, &resource) {
            return;
        }
        let request = self.request(account, &resource);
        let _single_flight = request.lock().await;
        if self.is_fresh(account, &resource) {
            return;
        }
        let answer = match session.reference(&resource).await {
            Ok(Reference::CustomFields(definitions)) => Some(Answer::Definitions(definitions)),
            Ok(Reference::Name(name)) => Some(name.map_or(Answer::Nothing, Answer::Name)),
            Err(error) => answer_of(&error),
        };
        if let Some(answer) = answer {
            self.insert(account, resource, answer);
        }
    }

    fn request(&self, account: &AccountId, resource: &Resource) -> Arc<tokio::sync::Mutex<()>> {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        requests.retain(|_, request| request.strong_count() > 0);
        let request = requests.entry((account.clone(), resource.clone())).or_default();
        request.upgrade().unwrap_or_else(|| {
            let new = Arc::default();
            *request = Arc::downgrade(&new);
            new
        })
    }

    fn insert(&self, account: &AccountId, resource: Resource, answer: Answer) {
        let at = Instant::now();
        let mut caches = self.caches();
        let cache = caches.entry(account.clone()).or_default();
        if let (Answer::Denied { whole_kind: true }, Some(permission)) = (&answer, resource.permission()) {
            cache.denied.insert(permission, at);
        }
        if let Answer::Definitions(definitions) = &answer {
            cache.mark_sensitive(definitions);
            self.version.fetch_add(1, Ordering::SeqCst);
        }
        cache.answers.insert(resource, Cached { at, answer });
    }

    #[cfg(all(test, target_os = "linux"))]
    pub(crate) fn keep_definitions(&self, account: &AccountId, location: RecordId, definitions: Definitions) {
        self.insert(account, Resource::CustomFields(location), Answer::Definitions(definitions));
    }

    /// Whether a resource is known well enough not to be asked for now.
    fn is_fresh(&self, account: &AccountId, resource: &Resource) -> bool {
        let fresh = self.read(account, |cache| {
            let denied = resource.permission().and_then(|permission| cache.denied.get(&permission)).copied();
            let answered = cache.answers.get(resource).map(|cached| cached.at);
            denied.into_iter().chain(answered).any(|at| at.elapsed() < CACHE_TTL)
        });
        fresh == Some(true)
    }

    /// What is known of the names of an account's custom fields.
    pub fn field_names(&self, account: &AccountId) -> FieldNames {
        self.read(account, AccountCache::field_names).unwrap_or(FieldNames::Unknown)
    }

    /// Changes whenever more may be known of custom fields than before.
    pub fn version(&self) -> u64 {
        self.version.load(Ordering::SeqCst)
    }

    /// What is known of the custom field of that ID, in whatever account.
    pub fn field(&self, id: &str) -> Option<Field> {
        let caches = self.caches();
        if caches.values().any(|cache| cache.sensitive.contains(id)) {
            return Some(Field::Sensitive);
        }
        let name = |cached: &Cached| match &cached.answer {
            Answer::Definitions(definitions) => definitions.find(id).map(|(_, field)| Field::Named(field.name.clone())),
            _ => None,
        };
        caches.values().flat_map(|cache| cache.answers.values()).find_map(name)
    }

    /// What is known of the IDs in a contact.
    pub fn names_in(&self, account: &AccountId, contact: &Contact, location: Option<&str>) -> ContactNames {
        self.read(account, |cache| contact::names(cache, contact, location)).unwrap_or_default()
    }

    /// What is known of the custom fields in a contact.
    pub fn field_names_in(&self, account: &AccountId, contact: &Contact, location: Option<&str>) -> ContactNames {
        self.read(account, |cache| contact::custom_field_names(cache, contact, location)).unwrap_or_default()
    }

    /// The name of the user or business with that ID, as far as known.
    pub fn name_of(&self, account: &AccountId, id: &str) -> Option<String> {
        let id = RecordId::new(id)?;
        let caches = self.caches();
        let answers = &caches.get(account)?.answers;
        let of = |resource: Resource| match &answers.get(&resource)?.answer {
            Answer::Name(name) => Some(name.clone()),
            _ => None,
        };
        of(Resource::User(id.clone())).or_else(|| of(Resource::Business(id)))
    }

    /// Forgets what is known in an account: it is gone, or has another token, which may be given more. What was found to
    /// be sensitive stays so.
    pub fn forget(&self, account: &AccountId) {
        if let Some(cache) = self.caches().get_mut(account) {
            *cache = AccountCache { sensitive: std::mem::take(&mut cache.sensitive), ..AccountCache::default() };
        }
    }

    /// Forgets that an account's token lacks a permission, and answers without a name: there may be one now.
    pub fn forget_refusals(&self, account: &AccountId, permission: Permission) {
        if let Some(cache) = self.caches().get_mut(account) {
            cache.denied.remove(&permission);
            cache.answers.retain(|resource, cached| {
                let is_empty = match &cached.answer {
                    Answer::Denied { .. } | Answer::Nothing => true,
                    Answer::Definitions(definitions) => definitions.is_empty(),
                    Answer::Name(_) => false,
                };
                !is_empty || resource.permission() != Some(permission)
            });
        }
    }
}

impl AccountCache {
    fn mark_sensitive(&mut self, definitions: &Definitions) {
        // Where an ID comes twice the first counts, so it has the last word.
        for definition in definitions.all().iter().rev() {
            if definition.is_sensitive() {
                self.sensitive.insert(definition.id.clone());
            } else {
                self.sensitive.remove(&definition.id);
            }
        }
    }

    fn field_names(&self) -> FieldNames {
        let is_refusal = |(resource, cached): (&Resource, &Cached)| {
            matches!((resource, &cached.answer), (Resource::CustomFields(_), Answer::Denied { .. }))
        };
        // An answer without a single name says nothing about the fields that contacts have.
        let has_names = |cached: &Cached| matches!(&cached.answer, Answer::Definitions(all) if !all.is_empty());
        if self.answers.values().any(has_names) {
            FieldNames::Known
        } else if self.denied.contains_key(&Permission::CustomFields) || self.answers.iter().any(is_refusal) {
            FieldNames::Refused
        } else {
            FieldNames::Unknown
        }
    }
}

/// Whether the token may read something; `None` where that cannot be told from the answer.
pub async fn may_read(session: &ApiSession, resource: &Resource) -> Option<bool> {
    let Err(error) = session.reference(resource).await else { return Some(true) };
    match error.kind().policy().reference {
        ReferencePolicy::TypeDenied | ReferencePolicy::RecordDenied => Some(false),
        // An answer about the record itself means that the permission is there.
        _ => matches!(error.kind(), ProblemKind::ContactNotFound | ProblemKind::RequestRefused).then_some(true),
    }
}

/// What is worth asking for: only what is in the contact, and only IDs that can be ones.
fn referenced(contact: &Contact, location: Option<&str>) -> Vec<Resource> {
    let ids = contact.referenced_ids();
    let location = contact.location().or(location).and_then(RecordId::new);
    let fields = location.clone().filter(|_| !contact.custom_fields().is_empty()).map(Resource::CustomFields);
    let business = ids.business.as_deref().and_then(RecordId::new).map(Resource::Business);
    let mut users: Vec<_> = Vec::new();
    for id in ids.users.iter().filter_map(|id| RecordId::new(id)) {
        if !users.contains(&id) && users.len() < MAX_USERS {
            users.push(id);
        }
    }
    let others = [fields, location.map(Resource::Location), business];
    others.into_iter().flatten().chain(users.into_iter().map(Resource::User)).collect()
}

/// What to keep of a failed request for a name; `None` where the next contact asks again.
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
