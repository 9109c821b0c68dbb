//! Those who ask for the rows of a list, each for one at a time, as long as the gate is open.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::Arc;

use futures_util::FutureExt;
use tokio::sync::watch;
use tokio::time::{sleep, sleep_until, Duration, Instant};

use super::journal::Values;
use super::values;
use super::work::{Gate, Work, AT_ONCE};
use crate::highlevel::pace::Slot;
use crate::lookup::Lookups;
use crate::model::account::Account;
use crate::model::contact::Contact;
use crate::model::contact_id::ContactId;
use crate::names::Line;
use crate::problem::{Problem, ProblemKind};

/// How often the names of custom fields are asked for in vain before a list goes on without them.
const TRIES_FOR_NAMES: u32 = 3;

const BETWEEN_TRIES_FOR_NAMES: Duration = Duration::from_secs(2);

/// Session, account and counters between two resumes.
pub(super) struct Through {
    pub(super) line: Line,
    lookups: Arc<Lookups>,
    account: Account,
    /// The contacts that are found first wait for the names of custom fields, so that what is sensitive by its name alone
    /// is never written down. How often they were asked for.
    tries_for_names: AtomicU32,
}

impl Through {
    pub(super) fn new(line: Line, lookups: Arc<Lookups>, account: Account) -> Self {
        Self { line, lookups, account, tries_for_names: AtomicU32::new(0) }
    }

    /// Asks for the names of custom fields, unless they are known or refused by now. What does not answer a few times
    /// is given up.
    async fn ask_names(&self, location: &str) {
        let tries = self.tries_for_names.load(Ordering::SeqCst);
        if tries >= TRIES_FOR_NAMES {
            return;
        }
        let names = self.lookups.names();
        if names.ask_for_custom_fields(&self.account.id, &self.line, location).await {
            self.tries_for_names.store(TRIES_FOR_NAMES, Ordering::SeqCst);
            return;
        }
        // All who met the same fault count it once, and give it time to pass.
        let _ = self.tries_for_names.compare_exchange(tries, tries + 1, Ordering::SeqCst, Ordering::SeqCst);
        sleep(BETWEEN_TRIES_FOR_NAMES).await;
    }

    /// Asks for the names of custom fields as often as the list does before it goes on without them.
    pub(super) async fn ask_names_of(&self, contact: &Contact) {
        if let Some(location) = contact.location().or(self.account.location.as_deref()) {
            while self.tries_for_names.load(Ordering::SeqCst) < TRIES_FOR_NAMES {
                self.ask_names(location).await;
            }
        }
    }

    async fn ask(&self, slot: Slot<'_>, id: &ContactId) -> Result<Contact, Problem> {
        let Line { client, token, allowance } = &self.line;
        let contact = client.contact_of_list(token, allowance, slot, id).await?.contact;
        if let Some(location) = contact.location().or(self.account.location.as_deref()) {
            self.ask_names(location).await;
        }
        Ok(contact)
    }

    /// The values of a contact, without those that are sensitive by the names of their fields, or by their look where
    /// the names are not known. Names that are new are noted.
    pub(super) fn values(&self, contact: &Contact, work: &Work) -> Values {
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
        values::of(contact.display_name().text, contact.told())
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

async fn ask_one(work: &Work, through: &Through, gate: &mut watch::Receiver<Gate>, turn: u32) {
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
    let asking = async { Ok(through.values(&through.ask(slot, &id).await?, work)) };
    // A panic would leave the row under way for ever.
    let asked = std::panic::AssertUnwindSafe(asking).catch_unwind().await;
    match asked.unwrap_or_else(|_| Err(Problem::of(ProblemKind::Unexpected))) {
        Ok(values) => work.found(number, values, &through.account.id),
        Err(problem) => work.failed(number, problem.in_account(&through.account.name).about(id.as_str()), turn),
    }
    work.mind_the_day(allowance.daily_left());
}
