//! The list that was read last and waits for its start, and the file that was dropped on the window.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::list::{ColumnChoice, ParsedTable};
use crate::model::problem::Problem;

/// Holds the list that was asked for last, however long each takes to be read.
#[derive(Debug, Default)]
pub struct PendingList(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Counts up with each list that is asked for.
    request: u64,
    list: Option<(Arc<ParsedTable>, ColumnChoice)>,
    origin: Option<PathBuf>,
    dropped: Option<PathBuf>,
}

impl PendingList {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps the first of the files that were dropped on the window until the page asks for it. Whether there is one: a
    /// link that is dropped comes as a path, too, but not as an absolute one.
    pub fn offer_dropped(&self, paths: &[PathBuf]) -> bool {
        let Some(first) = paths.iter().find(|path| path.is_absolute()) else { return false };
        self.state().dropped = Some(first.clone());
        true
    }

    pub fn take_dropped(&self) -> Option<PathBuf> {
        self.state().dropped.take()
    }

    /// Reads a list, from the file `origin` if from any, and keeps it with the best guess at what of it holds the IDs.
    /// Where it cannot be read there is none.
    pub fn read(
        &self,
        origin: Option<PathBuf>,
        read: impl FnOnce() -> Result<ParsedTable, Problem>,
    ) -> Result<(Arc<ParsedTable>, ColumnChoice), Problem> {
        let request = self.clear();
        let table = Arc::new(read()?);
        let choice = table.guess();
        let mut state = self.state();
        if state.request == request {
            state.list = Some((Arc::clone(&table), choice));
            state.origin = origin;
        }
        Ok((table, choice))
    }

    /// Takes the IDs from elsewhere in the list: with another sheet its best column. `None`: there is no list. Where that
    /// sheet cannot be a list, the choice stays as it was.
    pub fn choose(&self, wanted: ColumnChoice) -> Option<Result<(Arc<ParsedTable>, ColumnChoice), Problem>> {
        // Not under the lock: looking through a long list takes its time.
        let (table, choice) = self.list()?;
        let wanted = table.clamped(wanted);
        let wanted = if wanted.sheet == choice.sheet { wanted } else { table.guess_in(wanted.sheet) };
        if let Err(problem) = table.check(wanted) {
            return Some(Err(problem));
        }
        if let Some((current, choice)) = &mut self.state().list {
            if Arc::ptr_eq(current, &table) {
                *choice = wanted;
            }
        }
        Some(Ok((table, wanted)))
    }

    /// The list, with what of it holds the IDs.
    pub fn list(&self) -> Option<(Arc<ParsedTable>, ColumnChoice)> {
        self.state().list.clone()
    }

    /// The file that it was read from.
    pub fn origin(&self) -> Option<PathBuf> {
        self.state().origin.clone()
    }

    /// Forgets the list, and whatever is being read.
    pub fn forget(&self) {
        self.clear();
    }

    fn clear(&self) -> u64 {
        let mut state = self.state();
        state.request += 1;
        state.list = None;
        state.origin = None;
        state.request
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    const IDS: &str = "name\tid\nMaria\tseD4PfOuKoVMLkEZqohJ\nJos\u{e9}\t9XUWS51kRlyTUT7FRzRY\n";

    #[test]
    fn the_list_that_was_asked_for_last_is_kept() {
        let pending = PendingList::default();
        let slow = pending.read(None, || {
            pending.read(None, || ParsedTable::from_text("ocQHyuzHvysMo5N5VsXc")).unwrap();
            ParsedTable::from_text(IDS)
        });
        assert_eq!(
            slow.unwrap().0.list(ColumnChoice { column: 1, headings: true, ..ColumnChoice::default() }).rows.len(),
            2
        );
        let (table, choice) = pending.list().unwrap();
        assert_eq!(table.list(choice).rows.len(), 1);
    }

    #[test]
    fn another_column_can_be_chosen_and_a_list_that_cannot_be_read_is_none() {
        let pending = PendingList::default();
        let (_, guessed) = pending.read(None, || ParsedTable::from_text(IDS)).unwrap();
        assert_eq!((guessed.column, guessed.headings), (1, true));
        let (_, chosen) = pending.choose(ColumnChoice { column: 0, ..guessed }).unwrap().unwrap();
        assert_eq!(chosen.column, 0);
        assert!(pending.read(None, || ParsedTable::from_text("")).is_err());
        assert!(pending.list().is_none() && pending.choose(guessed).is_none());
    }

    #[test]
    fn the_first_file_that_was_dropped_is_had_once() {
        let folder = std::env::temp_dir();
        let (first, second) = (folder.join("first"), folder.join("second"));
        let dropped = PendingList::default();
        assert!(
            !dropped.offer_dropped(&[])
                && !dropped.offer_dropped(&["https://example.com/list.csv".into()])
                && dropped.take_dropped().is_none()
        );
        assert!(
            dropped.offer_dropped(std::slice::from_ref(&second))
                && dropped.offer_dropped(&["https://a.example".into(), first.clone(), second])
        );
        assert_eq!((dropped.take_dropped(), dropped.take_dropped()), (Some(first), None));
    }
}
