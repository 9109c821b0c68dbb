//! The list that was read last and waits for its start.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::list::{ColumnChoice, ParsedTable};
use crate::model::problem::Problem;

/// Holds a list. The one that was asked for last is it, however long each takes to be read.
#[derive(Debug, Default)]
pub struct Draft(Mutex<Held>);

#[derive(Debug, Default)]
struct Held {
    turn: u64,
    list: Option<(Arc<ParsedTable>, ColumnChoice)>,
    origin: Option<PathBuf>,
}

impl Draft {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads a list, and keeps it with the best guess at what of it holds the IDs. Where it cannot be read there is none.
    pub fn read(
        &self,
        read: impl FnOnce() -> Result<ParsedTable, Problem>,
    ) -> Result<(Arc<ParsedTable>, ColumnChoice), Problem> {
        self.read_from(None, read)
    }

    /// The same for what is read from a file.
    pub fn read_from(
        &self,
        origin: Option<PathBuf>,
        read: impl FnOnce() -> Result<ParsedTable, Problem>,
    ) -> Result<(Arc<ParsedTable>, ColumnChoice), Problem> {
        let turn = {
            let mut held = self.held();
            held.turn += 1;
            held.list = None;
            held.turn
        };
        let table = Arc::new(read()?);
        let choice = table.guess();
        let mut held = self.held();
        if held.turn == turn {
            held.list = Some((Arc::clone(&table), choice));
            held.origin = origin;
        }
        Ok((table, choice))
    }

    /// Takes the IDs from elsewhere in the list: with another sheet its best column. `None`: there is no list. Where that
    /// sheet cannot be a list, the choice stays as it was.
    pub fn choose(&self, wanted: ColumnChoice) -> Option<Result<(Arc<ParsedTable>, ColumnChoice), Problem>> {
        // Looking through a long list takes its time, in which nobody waits for the lock.
        let (table, choice) = self.list()?;
        let wanted = table.clamped(wanted);
        let wanted = if wanted.sheet == choice.sheet { wanted } else { table.guess_in(wanted.sheet) };
        if let Err(problem) = table.check(wanted) {
            return Some(Err(problem));
        }
        if let Some((held, choice)) = &mut self.held().list {
            if Arc::ptr_eq(held, &table) {
                *choice = wanted;
            }
        }
        Some(Ok((table, wanted)))
    }

    /// The list, with what of it holds the IDs.
    pub fn list(&self) -> Option<(Arc<ParsedTable>, ColumnChoice)> {
        self.held().list.clone()
    }

    /// Where the file is that it was read from.
    pub fn origin(&self) -> Option<PathBuf> {
        self.held().origin.clone()
    }

    /// Forgets it, and whatever is being read.
    pub fn forget(&self) {
        let mut held = self.held();
        held.turn += 1;
        held.list = None;
        held.origin = None;
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    const IDS: &str = "name\tid\nMaria\tseD4PfOuKoVMLkEZqohJ\nJos\u{e9}\t9XUWS51kRlyTUT7FRzRY\n";

    #[test]
    fn the_list_that_was_asked_for_last_is_kept() {
        let draft = Draft::default();
        let slow = draft.read(|| {
            draft.read(|| ParsedTable::from_text("ocQHyuzHvysMo5N5VsXc")).unwrap();
            ParsedTable::from_text(IDS)
        });
        assert_eq!(
            slow.unwrap().0.list(ColumnChoice { column: 1, headings: true, ..ColumnChoice::default() }).rows.len(),
            2
        );
        let (table, choice) = draft.list().unwrap();
        assert_eq!(table.list(choice).rows.len(), 1);
    }

    #[test]
    fn another_column_can_be_chosen_and_a_list_that_cannot_be_read_is_none() {
        let draft = Draft::default();
        let (_, guessed) = draft.read(|| ParsedTable::from_text(IDS)).unwrap();
        assert_eq!((guessed.column, guessed.headings), (1, true));
        let (_, chosen) = draft.choose(ColumnChoice { column: 0, ..guessed }).unwrap().unwrap();
        assert_eq!(chosen.column, 0);
        assert!(draft.read(|| ParsedTable::from_text("")).is_err());
        assert!(draft.list().is_none() && draft.choose(guessed).is_none());
    }
}
