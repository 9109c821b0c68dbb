//! The rows of a list and what became of each, as this process holds them. What was found stays on the disk; here is
//! only where.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::path::PathBuf;

use crate::list::ListRow;
use crate::model::account::AccountId;
use crate::model::contact::is_sensitive;
use crate::model::contact_id::ContactId;
use crate::model::problem::{Problem, ProblemKind};

/// More different fields than this are not offered as columns. Real accounts have some three hundred.
const MOST_COLUMNS: usize = 5_000;

/// A field with a longer path, in bytes, is not offered either: so many of them would fill the memory.
const LONGEST_PATH: usize = 1_000;

/// What a list is, beside its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The name of the file it came from.
    pub file: Option<String>,
    /// The account it is looked up in.
    pub account: AccountId,
    /// Where that file is, so that it is never written over.
    pub origin: Option<PathBuf>,
}

/// A list as it begins: its rows, and the columns of the file that it came from.
pub struct Table {
    /// The rows, in order.
    pub rows: Vec<Row>,
    /// The number of each row in its sheet; counted from 1 where there are none.
    pub numbers: Vec<u32>,
    /// The file's own columns.
    pub own: OwnColumns,
    /// The location that the link in a row names, by the place of the row.
    pub locations: Vec<(usize, Box<str>)>,
    /// Gives the cells of a row in those columns, by the place of the row among [`Self::rows`], from 0.
    pub cells: Box<dyn Fn(usize) -> Vec<String> + Send>,
}

impl From<Vec<Row>> for Table {
    /// Rows without a sheet.
    fn from(rows: Vec<Row>) -> Self {
        Self {
            rows,
            numbers: Vec::new(),
            own: OwnColumns::default(),
            locations: Vec::new(),
            cells: Box::new(|_| Vec::new()),
        }
    }
}

impl Table {
    /// The number of a row in its sheet.
    pub(super) fn number(&self, at: usize) -> u32 {
        self.numbers.get(at).copied().unwrap_or_else(|| u32::try_from(at + 1).unwrap_or(u32::MAX))
    }

    /// The cells of a row, as many as there are columns at most. Those that are missing at its end are blank.
    pub(super) fn own_cells(&self, at: usize) -> Vec<String> {
        let count = self.own.headings.len();
        let mut cells = if count == 0 { Vec::new() } else { (self.cells)(at) };
        cells.truncate(count);
        cells
    }
}

/// The columns of the file that a list came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnColumns {
    /// Their headings, from left to right; blank where a column has none.
    pub headings: Vec<String>,
    /// Which of them the IDs were taken from.
    pub ids: Option<usize>,
    /// Whether that one holds the bare IDs and what cannot be one, so that it says what the program's own column of IDs
    /// says.
    pub ids_are_bare: bool,
}

impl OwnColumns {
    /// Whether what stands in a column is sensitive by its heading. The column of the IDs is not, whatever it is called.
    pub fn is_sensitive(&self, at: usize) -> bool {
        self.ids != Some(at) && self.headings.get(at).is_some_and(|heading| is_sensitive(heading))
    }
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// Names a contact.
    Contact(ContactId),
    /// Cannot be looked up: what stands there, and why.
    Odd {
        /// What stands there; nothing of a token.
        text: Box<str>,
        /// Why.
        kind: ProblemKind,
    },
}

impl Row {
    /// A row of a list that was read.
    pub fn of(row: ListRow) -> Self {
        match row.contact {
            Ok(contact) => Self::Contact(contact.id),
            Err(fault) => Self::Odd { text: row.text, kind: Problem::from(fault).kind },
        }
    }
}

/// Where the record of a contact stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub(super) offset: u64,
    pub(super) length: u32,
}

/// What became of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It has not been looked up yet.
    Waiting,
    /// It is found.
    Found(Place),
    /// What stood in the way.
    Problem(ProblemKind),
}

/// What is on the disk of a contact.
#[derive(Debug)]
pub(super) struct Written<'a> {
    /// Its number among those that are looked up.
    pub(super) number: u32,
    pub(super) outcome: Outcome,
    /// The paths of its fields.
    pub(super) paths: Vec<Cow<'a, str>>,
    /// Those of what was left out for its look.
    pub(super) hidden: Vec<String>,
    /// The account that it was found in.
    pub(super) account: Option<AccountId>,
}

impl Written<'_> {
    pub(super) fn problem(number: u32, kind: ProblemKind) -> Self {
        Self { number, outcome: Outcome::Problem(kind), paths: Vec::new(), hidden: Vec::new(), account: None }
    }

    /// The same, where what it stands in begins that far on.
    pub(super) fn further(mut self, by: u64) -> Self {
        if let Outcome::Found(place) = &mut self.outcome {
            place.offset += by;
        }
        self
    }
}

/// One contact that is looked up, in however many rows it stands.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) id: ContactId,
    pub(super) outcome: Outcome,
    /// The account that it was found in, where that is not the list's.
    pub(super) account: Option<AccountId>,
    /// The location that a link to it names.
    pub(super) location: Option<Box<str>>,
    /// What stood in the way before another account was asked for it.
    pub(super) before: Option<ProblemKind>,
    /// The paths of its custom fields that are left out for their look, as their names were not known.
    pub(super) hidden: Vec<String>,
    rows: u32,
    /// Whether it is being asked for, or its outcome is on the way to the disk.
    under_way: bool,
    /// How often its lookup was cut off by the network.
    pub(super) cut_off: u32,
    /// How many lookups of the list had been answered when it was cut off first.
    pub(super) answered_before: u64,
}

/// A row, with its contact by its number among those that are looked up.
#[derive(Debug)]
pub(super) enum HeldRow {
    Contact(u32),
    Odd { text: Box<str>, kind: ProblemKind },
}

/// A field that occurs, and in how many contacts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Where it stands in the answer.
    pub path: String,
    /// In how many contacts it has a value.
    pub count: u32,
}

/// How many rows have come to what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// All rows.
    pub rows: u32,
    /// Those with an outcome.
    pub done: u32,
    /// Those that are found.
    pub found: u32,
    /// Those with another outcome, blank rows excepted.
    pub attention: u32,
    /// Those of them that can be tried again.
    pub can_retry: u32,
    /// Those of them that the account asked does not have: another one may.
    pub missing: u32,
    /// Those with nothing in them.
    pub blank: u32,
}

impl Asked {
    /// Whether the account asked does not have it.
    pub(super) fn is_missing(&self) -> bool {
        matches!(self.outcome, Outcome::Problem(ProblemKind::OtherAccount | ProblemKind::ContactNotFound))
    }
}

/// A list at work.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) about: About,
    pub(super) own: OwnColumns,
    pub(super) in_order: Vec<HeldRow>,
    /// The number of each row in its sheet.
    pub(super) numbers: Vec<u32>,
    /// Where the cells of each row stand in the file; empty where there are no own columns.
    pub(super) own_places: Vec<Place>,
    pub(super) asked: Vec<Asked>,
    /// The contacts that nobody has asked for yet, by number.
    pub(super) waiting: VecDeque<u32>,
    /// How many are being asked for, or are known and not yet on the disk.
    pub(super) under_way: usize,
    pub(super) columns: Vec<Column>,
    places: HashMap<String, usize>,
    /// The names of custom fields, by their paths.
    pub(super) names: BTreeMap<String, String>,
    /// The paths of custom fields that were found to be sensitive by their names, perhaps after their values came.
    pub(super) sensitive: BTreeSet<String>,
    /// The person goes on although the names of custom fields cannot be had.
    pub(super) without_names: bool,
    /// The names of users and businesses, by their IDs.
    pub(super) people: BTreeMap<String, String>,
    /// Whether all that is known was saved.
    pub(super) saved: bool,
    /// Counts what was settled, to tell whether anything was meanwhile.
    pub(super) settled: u64,
    /// The version of the names that were learnt, and what was settled by then.
    pub(super) learnt: Option<(u64, u64)>,
}

impl Rows {
    /// `own_places`: where the line of each row stands in the file.
    pub(super) fn new(about: About, table: Table, own_places: Vec<Place>) -> Self {
        let numbers = (0..table.rows.len()).map(|at| table.number(at)).collect();
        let own_places = if table.own.headings.is_empty() { Vec::new() } else { own_places };
        let (mut asked, mut known) = (Vec::<Asked>::new(), HashMap::<ContactId, u32>::new());
        let mut held = Vec::with_capacity(table.rows.len());
        for row in table.rows {
            held.push(match row {
                Row::Odd { text, kind } => HeldRow::Odd { text, kind },
                Row::Contact(id) => {
                    let next = u32::try_from(asked.len()).unwrap_or(u32::MAX);
                    let number = *known.entry(id.clone()).or_insert(next);
                    if number == next {
                        asked.push(Asked {
                            id,
                            outcome: Outcome::Waiting,
                            account: None,
                            location: None,
                            before: None,
                            hidden: Vec::new(),
                            rows: 0,
                            under_way: false,
                            cut_off: 0,
                            answered_before: 0,
                        });
                    }
                    asked[number as usize].rows += 1;
                    HeldRow::Contact(number)
                }
            });
        }
        for (at, location) in table.locations {
            if let Some(HeldRow::Contact(number)) = held.get(at) {
                asked[*number as usize].location.get_or_insert(location);
            }
        }
        let waiting = (0..u32::try_from(asked.len()).unwrap_or(u32::MAX)).collect();
        Self {
            about,
            own: table.own,
            in_order: held,
            numbers,
            own_places,
            asked,
            waiting,
            under_way: 0,
            columns: Vec::new(),
            places: HashMap::new(),
            names: BTreeMap::new(),
            sensitive: BTreeSet::new(),
            without_names: false,
            people: BTreeMap::new(),
            saved: false,
            settled: 0,
            learnt: None,
        }
    }

    /// Notes what became of a contact.
    pub(super) fn settle(&mut self, written: Written<'_>) {
        let Written { number, outcome, paths, hidden, account } = written;
        let account = account.filter(|account| *account != self.about.account);
        let Some(asked) = self.asked.get_mut(number as usize) else { return };
        let was_found = matches!(asked.outcome, Outcome::Found(_));
        asked.outcome = outcome;
        asked.account = account;
        asked.before = None;
        let was_hidden = std::mem::replace(&mut asked.hidden, hidden);
        if std::mem::take(&mut asked.under_way) {
            self.under_way -= 1;
        }
        self.saved = false;
        self.settled += 1;
        // What was found before is counted already.
        for path in paths.iter().filter(|path| !was_found || was_hidden.iter().any(|hidden| hidden == *path)) {
            self.count(path);
        }
    }

    /// The values that are left out for their look alone, each with the number of its contact and its path.
    pub(super) fn hidden(&self) -> impl Iterator<Item = (u32, &String)> {
        let all = (0_u32..).zip(&self.asked);
        let all = all.flat_map(|(number, asked)| asked.hidden.iter().map(move |path| (number, path)));
        all.filter(|(_, path)| !self.sensitive.contains(*path))
    }

    /// Lets those be asked for once more, in their order, of which something was left out whose name is known and
    /// harmless by now. Until they are answered they stay as they are. Whether there are any.
    pub(super) fn queue_hidden(&mut self) -> bool {
        let named = self.hidden().filter(|(_, path)| self.names.contains_key(*path));
        let mut again: Vec<u32> = named.map(|(number, _)| number).collect();
        again.dedup();
        again.retain(|number| {
            let asked = self.asked.get(*number as usize);
            asked.is_some_and(|asked| matches!(asked.outcome, Outcome::Found(_)) && !asked.under_way)
                && !self.waiting.contains(number)
        });
        self.waiting.extend(&again);
        !again.is_empty()
    }

    /// Whether a contact that is asked for once more was found before: then it stays what it was.
    pub(super) fn keep_found(&mut self, number: u32) -> bool {
        let Some(asked) = self.asked.get_mut(number as usize) else { return false };
        let is_kept = asked.under_way && matches!(asked.outcome, Outcome::Found(_));
        if is_kept {
            asked.under_way = false;
            self.under_way -= 1;
        }
        is_kept
    }

    fn count(&mut self, path: &str) {
        match self.places.get(path) {
            Some(at) => self.columns[*at].count += 1,
            None if self.columns.len() < MOST_COLUMNS && path.len() <= LONGEST_PATH => {
                self.places.insert(path.to_owned(), self.columns.len());
                self.columns.push(Column { path: path.to_owned(), count: 1 });
            }
            None => {}
        }
    }

    /// Those that need attention, by number.
    pub(super) fn in_trouble(&self) -> impl Iterator<Item = (u32, &Asked)> {
        (0_u32..).zip(&self.asked).filter(|(_, asked)| matches!(asked.outcome, Outcome::Problem(_)))
    }

    /// Lets those that need attention wait again, in their order, but for these. Gives their numbers.
    pub(super) fn try_again_but(&mut self, others: &[u32]) -> Vec<u32> {
        let others: HashSet<u32> = others.iter().copied().collect();
        let again: Vec<u32> =
            self.in_trouble().map(|(number, _)| number).filter(|number| !others.contains(number)).collect();
        self.let_wait(&again);
        again
    }

    /// Lets those wait that the account asked so far does not have, of these or of all: another one is asked for them.
    /// How many they are.
    pub(super) fn ask_elsewhere(&mut self, only: Option<&[u32]>) -> usize {
        let only: Option<HashSet<u32>> = only.map(|only| only.iter().copied().collect());
        let is_wanted = |number: &u32| only.as_ref().is_none_or(|only| only.contains(number));
        let numbers: Vec<u32> = self
            .in_trouble()
            .filter(|(number, asked)| is_wanted(number) && asked.is_missing())
            .map(|(number, _)| number)
            .collect();
        for number in &numbers {
            let Some(asked) = self.asked.get_mut(*number as usize) else { continue };
            if let Outcome::Problem(kind) = asked.outcome {
                asked.before = Some(kind);
                asked.outcome = Outcome::Waiting;
                asked.cut_off = 0;
            }
        }
        self.queue_all();
        numbers.len()
    }

    /// Those that no other account is asked for after all have the outcome again that they had. Whether there are any.
    pub(super) fn restore(&mut self) -> bool {
        let mut any = false;
        for asked in &mut self.asked {
            if let (Outcome::Waiting, false, Some(kind)) = (asked.outcome, asked.under_way, asked.before) {
                asked.outcome = Outcome::Problem(kind);
                asked.before = None;
                any = true;
            }
        }
        self.queue_all();
        any
    }

    /// The number of a contact that needs attention.
    pub(super) fn trouble_with(&self, id: &ContactId) -> Option<u32> {
        self.in_trouble().find(|(_, asked)| asked.id == *id && !asked.under_way).map(|(number, _)| number)
    }

    pub(super) fn let_wait(&mut self, numbers: &[u32]) {
        for number in numbers {
            if let Some(asked) = self.asked.get_mut(*number as usize) {
                asked.outcome = Outcome::Waiting;
                asked.cut_off = 0;
            }
        }
        self.saved = false;
        self.queue_all();
    }

    /// The next contact to ask for, which is under way from then on.
    pub(super) fn next(&mut self) -> Option<(u32, ContactId)> {
        let number = self.waiting.pop_front()?;
        let asked = self.asked.get_mut(number as usize)?;
        asked.under_way = true;
        self.under_way += 1;
        Some((number, asked.id.clone()))
    }

    /// A contact that was under way waits again: before all others, or behind them.
    pub(super) fn put_back(&mut self, number: u32, first: bool) {
        let Some(asked) = self.asked.get_mut(number as usize) else { return };
        if std::mem::take(&mut asked.under_way) {
            self.under_way -= 1;
        }
        if first {
            self.waiting.push_front(number);
        } else {
            self.waiting.push_back(number);
        }
    }

    /// Puts all that wait in the queue, in their order, but for those under way.
    pub(super) fn queue_all(&mut self) {
        let waits = |asked: &Asked| asked.outcome == Outcome::Waiting && !asked.under_way;
        self.waiting = (0_u32..).zip(&self.asked).filter(|(_, asked)| waits(asked)).map(|(number, _)| number).collect();
    }

    /// What stands in a row: the contact's ID or, where there is none, what was in the list.
    pub(super) fn text<'a>(&'a self, row: &'a HeldRow) -> &'a str {
        match row {
            HeldRow::Odd { text, .. } => text,
            HeldRow::Contact(number) => self.asked.get(*number as usize).map_or("", |asked| asked.id.as_str()),
        }
    }

    /// What became of a row; of an odd one, why it cannot be looked up.
    pub(super) fn outcome(&self, row: &HeldRow) -> Result<Outcome, ProblemKind> {
        match row {
            HeldRow::Odd { kind, .. } => Err(*kind),
            HeldRow::Contact(number) => {
                Ok(self.asked.get(*number as usize).map_or(Outcome::Waiting, |asked| asked.outcome))
            }
        }
    }

    pub(super) fn counts(&self) -> Counts {
        let mut counts = Counts { rows: u32::try_from(self.in_order.len()).unwrap_or(u32::MAX), ..Counts::default() };
        for row in &self.in_order {
            if let HeldRow::Odd { kind, .. } = row {
                counts.done += 1;
                if *kind == ProblemKind::IdMissing {
                    counts.blank += 1;
                } else {
                    counts.attention += 1;
                }
            }
        }
        for asked in &self.asked {
            match asked.outcome {
                Outcome::Waiting => continue,
                Outcome::Found(_) => counts.found += asked.rows,
                Outcome::Problem(_) => {
                    counts.attention += asked.rows;
                    counts.can_retry += asked.rows;
                    counts.missing += if asked.is_missing() { asked.rows } else { 0 };
                }
            }
            counts.done += asked.rows;
        }
        counts
    }

    /// The number of a row in its sheet.
    pub(super) fn number(&self, at: usize) -> u32 {
        self.numbers.get(at).copied().unwrap_or_default()
    }

    /// The number, in its sheet, of the first row that waits.
    pub(super) fn next_row(&self) -> Option<u32> {
        let waits = |row: &HeldRow| self.outcome(row) == Ok(Outcome::Waiting);
        self.in_order.iter().position(waits).map(|at| self.number(at))
    }

    /// How many contacts have no outcome yet.
    pub(super) fn left(&self) -> usize {
        self.waiting.len() + self.under_way
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn id(number: usize) -> ContactId {
        ContactId::new(&format!("Contact{number:013}")).unwrap()
    }

    fn rows(rows: Vec<Row>) -> Rows {
        Rows::new(About { file: None, account: AccountId::sample(), origin: None }, rows.into(), Vec::new())
    }

    fn settle(rows: &mut Rows, number: u32, outcome: Outcome, paths: &[&str]) {
        let paths = paths.iter().map(|path| (*path).into()).collect();
        rows.settle(Written { number, outcome, paths, hidden: Vec::new(), account: None });
    }

    fn odd(text: &str, kind: ProblemKind) -> Row {
        Row::Odd { text: text.into(), kind }
    }

    #[test]
    fn a_row_has_no_more_cells_than_there_are_columns_and_may_have_fewer() {
        let cells = [vec!["a"], vec!["a", "b", "c"], vec![]];
        let own = OwnColumns { headings: vec!["A".to_owned(), "B".to_owned()], ..OwnColumns::default() };
        let of_row = move |at: usize| cells[at].iter().map(|cell| (*cell).to_owned()).collect();
        let table = Table { own, cells: Box::new(of_row), ..Vec::new().into() };
        assert_eq!([0, 1, 2].map(|at| table.own_cells(at)), [vec!["a"], vec!["a", "b"], vec![]]);
    }

    #[test]
    fn every_row_is_counted_and_each_contact_is_asked_for_once() {
        let mut rows = rows(vec![
            Row::Contact(id(1)),
            odd("", ProblemKind::IdMissing),
            Row::Contact(id(2)),
            Row::Contact(id(1)),
            odd("Maria Lopez", ProblemKind::IdNotAnId),
        ]);
        assert_eq!(rows.waiting, [0, 1]);
        assert_eq!(rows.next_row(), Some(1));
        let counts = rows.counts();
        assert_eq!((counts.rows, counts.done, counts.blank, counts.attention), (5, 2, 1, 1));
        settle(&mut rows, 0, Outcome::Found(Place { offset: 0, length: 1 }), &["email"]);
        assert_eq!(rows.counts().found, 2, "a contact that stands in two rows is found in two");
        assert_eq!(rows.next_row(), Some(3));
        settle(&mut rows, 1, Outcome::Problem(ProblemKind::ContactNotFound), &[]);
        let counts = rows.counts();
        assert_eq!((counts.done, counts.found, counts.attention, counts.can_retry), (5, 2, 2, 1));
        assert_eq!(rows.next_row(), None);
    }

    #[test]
    fn what_needs_attention_can_wait_again_and_what_is_no_id_cannot() {
        let mut rows =
            rows(vec![Row::Contact(id(1)), odd("x", ProblemKind::IdNotAnId), Row::Contact(id(2)), Row::Contact(id(3))]);
        settle(&mut rows, 0, Outcome::Problem(ProblemKind::TimedOut), &[]);
        settle(&mut rows, 1, Outcome::Found(Place { offset: 0, length: 1 }), &[]);
        settle(&mut rows, 2, Outcome::Problem(ProblemKind::ContactNotFound), &[]);
        assert_eq!(rows.try_again_but(&[]), [0, 2]);
        assert_eq!(rows.waiting, [0, 2]);
        assert_eq!(rows.counts().attention, 1);
    }

    #[test]
    fn what_is_under_way_is_not_asked_for_a_second_time() {
        let mut rows = rows(vec![Row::Contact(id(1)), Row::Contact(id(2)), Row::Contact(id(3))]);
        assert_eq!(rows.next().map(|(number, _)| number), Some(0));
        settle(&mut rows, 1, Outcome::Problem(ProblemKind::TimedOut), &[]);
        assert_eq!(rows.try_again_but(&[]), [1]);
        assert_eq!((rows.waiting.make_contiguous(), rows.under_way), (&mut [1, 2][..], 1));
        rows.put_back(0, true);
        assert_eq!((rows.waiting.make_contiguous(), rows.under_way), (&mut [0, 1, 2][..], 0));
        rows.next();
        settle(&mut rows, 0, Outcome::Found(Place { offset: 0, length: 1 }), &[]);
        assert_eq!((rows.left(), rows.under_way), (2, 0));
    }

    #[test]
    fn what_another_account_is_asked_for_has_its_outcome_again_where_that_is_given_up() {
        let mut rows = rows((1..=4).map(|number| Row::Contact(id(number))).collect());
        let kinds = [ProblemKind::OtherAccount, ProblemKind::TimedOut, ProblemKind::ContactNotFound];
        for (number, kind) in (0..).zip(kinds) {
            settle(&mut rows, number, Outcome::Problem(kind), &[]);
        }
        settle(&mut rows, 3, Outcome::Found(Place { offset: 0, length: 1 }), &[]);
        assert_eq!(rows.counts().missing, 2);
        assert_eq!(rows.ask_elsewhere(None), 2);
        assert_eq!(rows.waiting, [0, 2]);
        rows.next();
        settle(&mut rows, 0, Outcome::Found(Place { offset: 0, length: 1 }), &[]);
        rows.restore();
        assert_eq!(rows.left(), 0);
        let outcomes: Vec<_> = rows.asked.iter().map(|asked| asked.outcome).collect();
        assert!(matches!(outcomes[0], Outcome::Found(_)));
        assert_eq!(outcomes[2], Outcome::Problem(ProblemKind::ContactNotFound));
        assert_eq!(rows.ask_elsewhere(Some(&[0, 1])), 0, "none of these is missing");
    }

    #[test]
    fn choosing_among_many_rows_takes_no_longer_than_their_number() {
        let many = 60_000;
        let mut rows = rows((0..many).map(|number| Row::Contact(id(number))).collect());
        for number in 0..60_000 {
            settle(&mut rows, number, Outcome::Problem(ProblemKind::OtherAccount), &[]);
        }
        let others: Vec<u32> = (0..60_000).rev().collect();
        let begun = std::time::Instant::now();
        assert_eq!(rows.try_again_but(&others), [0_u32; 0]);
        assert_eq!(rows.ask_elsewhere(Some(&others)), many);
        assert!(begun.elapsed() < std::time::Duration::from_secs(3), "{:?}", begun.elapsed());
    }

    #[test]
    fn fields_are_counted_in_the_order_in_which_they_come() {
        let mut rows = rows(vec![Row::Contact(id(1)), Row::Contact(id(2))]);
        let found = Outcome::Found(Place { offset: 0, length: 1 });
        settle(&mut rows, 0, found, &["email", "phone"]);
        settle(&mut rows, 1, found, &["phone", "city"]);
        let columns: Vec<_> = rows.columns.iter().map(|column| (column.path.as_str(), column.count)).collect();
        assert_eq!(columns, [("email", 1), ("phone", 2), ("city", 1)]);
    }

    #[test]
    fn a_field_with_a_path_that_would_fill_the_memory_is_no_column() {
        let mut rows = rows(vec![Row::Contact(id(1))]);
        let long = "k".repeat(100_000);
        settle(&mut rows, 0, Outcome::Found(Place { offset: 0, length: 1 }), &[long.as_str(), "email"]);
        assert_eq!(rows.columns.iter().map(|column| column.path.as_str()).collect::<Vec<_>>(), ["email"]);
    }
}
