//! Contacts that the list's own account does not have: the person's other accounts are asked, or one of them was by hand.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::run::Through;
use super::work::{State, Work};
use super::Bulk;
use crate::lookup::Found;
use crate::model::account::{Account, AccountId};
use crate::model::problem::Problem;
use crate::references::FieldNames;

/// One account, and what it is asked for: these contacts, or all that are missing.
struct Round {
    account: Account,
    only: Option<Vec<u32>>,
}

impl Bulk {
    /// Asks the person's other accounts, one after the other, for the contacts that the list's own does not have. What is
    /// found stands in the rows, with the account that has it.
    pub fn look_elsewhere(self: &Arc<Self>) -> Result<(), Problem> {
        let work = self.work_or_unexpected()?;
        let own = work.rows().about.account.clone();
        // Nothing of the samples is asked of HighLevel.
        if !own.is_sample() && work.rows().left() == 0 {
            let others = self.accounts.list().into_iter().filter(|account| account.id != own && work.may_hold(account));
            let mut rounds: Vec<Round> = others.map(|account| Round { account, only: None }).collect();
            // Where a link says which account has it, that one is asked first.
            rounds.splice(0..0, self.owners(&work));
            self.ask_one_after_the_other(work, rounds);
        }
        Ok(())
    }

    /// Looks those up again that need attention: each in the account that its link leads to, where that is one of the
    /// person's; the others in the list's own or, where that is gone, in the given one.
    pub async fn try_again(self: &Arc<Self>, otherwise: &AccountId) -> Result<(), Problem> {
        let work = self.work_or_unexpected()?;
        let rounds = self.owners(&work);
        let others: Vec<u32> = rounds.iter().flat_map(|round| round.only.iter().flatten()).copied().collect();
        if work.try_again_but(&others) || rounds.is_empty() {
            self.go_on(otherwise).await?;
        }
        if !rounds.is_empty() {
            self.ask_one_after_the_other(work, rounds);
        }
        Ok(())
    }

    /// The other accounts that links to missing contacts lead to.
    fn owners(&self, work: &Work) -> Vec<Round> {
        let rows = work.rows();
        if rows.about.account.is_sample() {
            return Vec::new();
        }
        let mut owners: BTreeMap<String, Round> = BTreeMap::new();
        for (number, asked) in rows.in_trouble().filter(|(_, asked)| asked.is_missing()) {
            let owner = asked.location.as_deref().and_then(|location| self.accounts.owner_of(location));
            if let Some(account) = owner.filter(|owner| owner.id != rows.about.account && work.may_hold(owner)) {
                let round = Round { account, only: Some(Vec::new()) };
                let round = owners.entry(round.account.id.as_str().to_owned()).or_insert(round);
                round.only.get_or_insert_default().push(number);
            }
        }
        owners.into_values().collect()
    }

    fn ask_one_after_the_other(self: &Arc<Self>, work: Arc<Work>, rounds: Vec<Round>) {
        let bulk = Arc::clone(self);
        tokio::spawn(async move {
            for Round { account, only } in rounds {
                if !bulk.is_over(&work).await {
                    return;
                }
                if work.ask_elsewhere(only.as_deref()) {
                    bulk.set_going(&work, account).await;
                }
            }
            if bulk.is_over(&work).await {
                work.end_elsewhere();
            }
        });
    }

    /// Waits until nothing is left to ask for, or the account asked cannot be asked. False where that has become pointless.
    async fn is_over(&self, work: &Work) -> bool {
        let mut version = self.version.subscribe();
        let mut is_passed_over = false;
        loop {
            version.mark_unchanged();
            if work.is_closed() {
                return false;
            }
            is_passed_over |= work.passes_over();
            // What was under way then comes back one by one.
            if is_passed_over {
                work.restore();
            }
            if work.rows().left() == 0 {
                return true;
            }
            if work.status().state == State::Stopped {
                work.end_elsewhere();
                return false;
            }
            if version.changed().await.is_err() {
                return false;
            }
        }
    }

    /// A contact was found by hand: the row of the list that had no answer for it has it now, whatever the account.
    pub fn note_found(self: &Arc<Self>, found: &Arc<Found>) {
        let Some(work) = self.work() else { return };
        let (number, own) = {
            let rows = work.rows();
            (rows.trouble_with(&found.asked_for), rows.about.account.clone())
        };
        let belongs = own.is_sample() == found.account.id.is_sample()
            && (found.account.id == own || work.may_hold(&found.account));
        let Some(number) = number.filter(|_| belongs) else { return };
        let (bulk, found) = (Arc::clone(self), Arc::clone(found));
        tokio::spawn(async move {
            let Ok(line) = bulk.lookups.line(&found.account.id).await else { return };
            let through = Through::new(line, Arc::clone(&bulk.lookups), found.account.clone());
            // What is sensitive by its name is not written down before that is known.
            let names = through.ask_names_of(&found.contact).await;
            if names == FieldNames::Unknown && !work.rows().without_names {
                return;
            }
            let kept = through.values(&found.contact, &work);
            // It may have been looked up by the list meanwhile.
            if !work.is_closed() && work.rows().trouble_with(&found.asked_for) == Some(number) {
                work.note_found(number, kept, &found.account.id);
            }
        });
    }
}
