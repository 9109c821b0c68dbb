//! Those who ask for the rows of a list, each for one at a time, as long as the gate is open.

use std::sync::Arc;

use futures_util::FutureExt;
use tokio::sync::{watch, Mutex};
use tokio::time::{sleep, sleep_until, Duration, Instant};

use super::values::{self, Kept};
use super::verdict::{self, Verdict};
use super::work::{Gate, Work, AT_ONCE};
use crate::highlevel::rate_limit::Permit;
use crate::lookup::Lookups;
use crate::model::account::Account;
use crate::model::contact::Contact;
use crate::model::contact_id::ContactId;
use crate::model::problem::{Problem, ProblemKind};
use crate::references::{FieldNames, Line};

/// How often the names of custom fields are asked for in vain before the person is asked.
const TRIES_FOR_NAMES: u32 = 3;

const BETWEEN_TRIES_FOR_NAMES: Duration = Duration::from_secs(2);

/// Session, account and counters between two resumes.
pub(super) struct Through {
    pub(super) line: Line,
    lookups: Arc<Lookups>,
    account: Account,
    /// The contacts that are found first wait for the names of custom fields, so that what is sensitive by its name alone
    /// is never written down. How often they were asked for in vain.
    tries_for_names: Mutex<u32>,
}

impl Through {
    pub(super) fn new(line: Line, lookups: Arc<Lookups>, account: Account) -> Self {
        Self { line, lookups, account, tries_for_names: Mutex::new(0) }
    }

    /// What is known of the names of the custom fields in a contact. They are asked for where they are not known, a few
    /// times before that is given up; whoever needs them too meanwhile waits for the same.
    pub(super) async fn ask_names_of(&self, contact: &Contact) -> FieldNames {
        let location = contact.location().or(self.account.location.as_deref());
        let Some(location) = location.filter(|_| contact.has_custom_fields()) else { return FieldNames::Known };
        let (names, account) = (self.lookups.names(), &self.account.id);
        let mut tries = self.tries_for_names.lock().await;
        while *tries < TRIES_FOR_NAMES {
            let known = names.ask_for_custom_fields(account, &self.line, location).await;
            if known != FieldNames::Unknown {
                return known;
            }
            *tries += 1;
            if *tries < TRIES_FOR_NAMES {
                sleep(BETWEEN_TRIES_FOR_NAMES).await;
            }
        }
        names.field_names(account)
    }

    async fn ask(&self, slot: Permit<'_>, id: &ContactId, work: &Work) -> Result<Contact, Problem> {
        let Line { client, token, allowance } = &self.line;
        let contact = client.contact_of_list(token, allowance, slot, id).await?.contact;
        if !work.rows().without_names && self.ask_names_of(&contact).await == FieldNames::Unknown {
            return Err(ProblemKind::NamesNotKnown.into());
        }
        Ok(contact)
    }

    /// The values of a contact, without those that are sensitive by the names of their fields, or by their look where
    /// the names are not known, and which were left out for their look. Names that are new are noted.
    pub(super) fn values(&self, contact: &Contact, work: &Work) -> Kept {
        let location = contact.location().or(self.account.location.as_deref());
        let names = self.lookups.names().of_custom_fields(&self.account.id, contact, location);
        let fields = names.custom_fields.iter().filter(|field| !field.sensitive);
        work.note_names(fields.map(|field| (field.path.as_str(), field.name.as_str())));
        let ids = contact.other_ids();
        let ids: Vec<_> = ids.users.iter().chain(&ids.business).collect();
        let known = |id: &&String| Some(((*id).clone(), self.lookups.names().name_of(&self.account.id, id)?));
        let people: Vec<_> = ids.iter().filter_map(known).collect();
        work.note_people(people.iter().map(|(id, name)| (id.as_str(), name.as_str())));
        let contact = contact.with_names(&names);
        let told = contact.told();
        let hidden = values::hidden(&told);
        Kept { values: values::of(contact.display_name().text, told), hidden }
    }
}

/// Starts all who ask for the rows of a list. They end when it is closed.
pub(super) fn start(work: &Arc<Work>) {
    for seat in 0..AT_ONCE {
        let work = Arc::clone(work);
        tokio::spawn(async move { sit(&work, seat).await });
    }
}

async fn sit(work: &Work, seat: usize) {
    let mut gate = work.gate.subscribe();
    loop {
        let Gate { open, not_before, turn, closed } = *gate.borrow_and_update();
        if closed {
            return;
        }
        let through = work.through().filter(|_| seat < open && work.has_next());
        let Some(through) = through else {
            if gate.changed().await.is_err() {
                return;
            }
            continue;
        };
        if let Some(at) = not_before.filter(|at| *at > Instant::now()) {
            tokio::select! {
                () = sleep_until(at) => {}
                _ = gate.changed() => {
                    gate.mark_changed();
                    continue;
                }
            }
        }
        ask_one(work, &through, &mut gate, turn).await;
    }
}

async fn ask_one(work: &Work, through: &Arc<Through>, gate: &mut watch::Receiver<Gate>, turn: u32) {
    let allowance = &through.line.allowance;
    let slot = tokio::select! {
        biased;
        _ = gate.changed() => {
            gate.mark_changed();
            return;
        }
        slot = allowance.take_for_list(allowance.apart(work.size())) => slot,
    };
    let next = if gate.has_changed().unwrap_or(true) { None } else { work.next() };
    let Some((number, id)) = next else { return slot.give_back_unused() };
    let asking = async { Ok(through.values(&through.ask(slot, &id, work).await?, work)) };
    // A panic would leave the row under way for ever.
    let asked = std::panic::AssertUnwindSafe(asking).catch_unwind().await;
    match asked.unwrap_or_else(|_| Err(Problem::of(ProblemKind::Unexpected))) {
        Ok(kept) => work.found(number, kept, &through.account.id),
        // It was under way when the person was asked, and has been answered by their going on.
        Err(problem) if verdict::of(problem.kind) == Verdict::Ask && !work.is_asked_through(through) => {
            work.put_back(number);
        }
        Err(problem) => work.failed(number, problem.in_account(&through.account.name).about(id.as_str()), turn),
    }
    work.mind_the_day(allowance.daily_left());
}
