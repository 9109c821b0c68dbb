//! What the rows of a list are searched for.

use icu_normalizer::DecomposingNormalizerBorrowed;
use serde::Deserialize;

use super::rows::Outcome;
use crate::model::problem::ProblemKind;

/// Fewer digits than this are no part of a telephone number that somebody looks for.
const DIGITS: usize = 3;

/// What the rows are searched for; nothing lets all of them through.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "BulkSearch", export_to = "BulkSearch.ts"))]
#[serde(rename_all = "camelCase", default)]
pub struct Search {
    /// A text in the columns that are shown or in the file's own, in any case and with any accents.
    pub text: String,
    /// The outcomes that have it in their words, which are the page's: `waiting`, `found`, and the kinds of problem.
    pub outcomes: Vec<String>,
}

impl Search {
    /// Whether nothing is searched for.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// A search that was made ready.
pub(super) struct Needle {
    text: String,
    /// Its digits, where it is nothing but a number as people write one.
    digits: Option<String>,
    outcomes: Vec<ProblemKind>,
    found: bool,
    waiting: bool,
}

impl Needle {
    pub(super) fn of(search: &Search) -> Self {
        let text = folded(search.text.trim());
        let is_number =
            text.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '+' | '-' | '(' | ')' | '.' | ' ' | '/'));
        let digits = digits(&text);
        let has = |name: &str| search.outcomes.iter().any(|outcome| outcome == name);
        Self {
            digits: (is_number && digits.len() >= DIGITS).then_some(digits),
            text,
            outcomes: search.outcomes.iter().filter_map(|name| ProblemKind::named(name)).collect(),
            found: has("found"),
            waiting: has("waiting"),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether a cell has it. The digits of a number are found however it is written.
    pub(super) fn is_in(&self, cell: &str) -> bool {
        folded(cell).contains(&self.text)
            || self.digits.as_ref().is_some_and(|wanted| self::digits(cell).contains(wanted))
    }

    pub(super) fn is_outcome(&self, outcome: Result<Outcome, ProblemKind>) -> bool {
        match outcome {
            Ok(Outcome::Found(_)) => self.found,
            Ok(Outcome::Waiting) => self.waiting,
            Ok(Outcome::Problem(kind)) | Err(kind) => self.outcomes.contains(&kind),
        }
    }

    /// Whether it is the number of a row.
    pub(super) fn is_number(&self, row: u32) -> bool {
        self.text.parse() == Ok(row)
    }
}

/// A text in lower case and without accents.
fn folded(text: &str) -> String {
    let is_mark = |sign: &char| matches!(sign, '\u{0300}'..='\u{036F}');
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    apart.chars().filter(|sign| !is_mark(sign)).flat_map(char::to_lowercase).collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needle(text: &str) -> Needle {
        Needle::of(&Search { text: text.to_owned(), outcomes: Vec::new() })
    }

    #[test]
    fn a_text_is_found_in_any_case_and_with_any_accents() {
        for (text, cell) in [("jose", "José Núñez"), ("NUÑEZ", "nunez"), (" harbour ", "The Harbour"), ("ﬁ", "find")]
        {
            assert!(needle(text).is_in(cell), "{text} in {cell}");
        }
        assert!(!needle("josef").is_in("José"));
    }

    #[test]
    fn a_number_is_found_however_it_is_written_and_one_digit_is_not() {
        for text in ["(312) 555-0100", "3125550100", "+1 312 555", "312.555"] {
            assert!(needle(text).is_in("+13125550100"), "{text}");
            assert!(needle(text).is_in("+1 (312) 555-0100"), "{text}");
        }
        assert!(!needle("1-2").is_in("+13125550100"));
        assert!(!needle("b 312").is_in("+13125550100"));
    }

    #[test]
    fn a_row_is_found_by_its_number() {
        assert!(needle("54").is_number(54) && !needle("54").is_number(154) && !needle("x").is_number(0));
    }
}
