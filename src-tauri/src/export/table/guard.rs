//! Cells that a spreadsheet would take for formulas, guarded with an apostrophe, which makes a text of anything.

use std::borrow::Cow;

use crate::model::unicode::is_invisible;

/// The value, so that no spreadsheet takes it for a formula.
///
/// A formula begins with a sign such as `=`, which may stand behind what is read past: blanks, and characters that
/// nobody sees. Telephone numbers begin with one, too. A spreadsheet that splits lines at semicolons or tabs, or reads
/// past quotes, sees cells where we wrote none; so what follows one of these or a line break is guarded as well.
/// Control characters are taken out: nobody can see them, and a program that drops them would find what stands behind.
pub(super) fn guarded(value: &str) -> Cow<'_, str> {
    if !value.contains(|sign| begins_formula(sign) || is_control(sign) || ends_cell(sign)) {
        return Cow::Borrowed(value);
    }
    let mut safe = String::with_capacity(value.len() + 1);
    if value.starts_with(['\t', '\r', '\n']) {
        safe.push('\'');
    }
    let mut at_start = true;
    // Where the apostrophe goes: before the blanks as well, or a reader that takes them off would find the sign first.
    let mut start = safe.len();
    for sign in value.chars().filter(|sign| !is_control(*sign)) {
        if ends_cell(sign) {
            safe.push(sign);
            (at_start, start) = (true, safe.len());
            continue;
        }
        if at_start && begins_formula(sign) {
            safe.insert(start, '\'');
        }
        at_start = at_start && (sign.is_whitespace() || is_invisible(sign) || is_quote(sign));
        safe.push(sign);
    }
    Cow::Owned(safe)
}

/// The signs that formulas begin with, and their twins on East Asian keyboards, which some spreadsheets take as well.
fn begins_formula(sign: char) -> bool {
    matches!(sign, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// What one program or another takes for the end of a cell.
fn ends_cell(sign: char) -> bool {
    matches!(sign, '\t' | '\r' | '\n' | ';' | '\u{2028}' | '\u{2029}' | '\u{0085}')
}

/// A quote at the start of a cell that was found by splitting goes away with its twin.
fn is_quote(sign: char) -> bool {
    sign == '"'
}

fn is_control(sign: char) -> bool {
    sign.is_control() && !matches!(sign, '\t' | '\r' | '\n' | '\u{0085}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn whatever_a_spreadsheet_could_take_for_a_formula_gets_an_apostrophe() {
        for value in
            ["=1+1", "+1 555 0100", "-2+3", "@SUM(A1)", "＝1+1", "＋1", "－1", "＠x", "=cmd|' /C calc'!A0", "-"]
        {
            for before in ["", " ", "\u{00A0}", "\u{3000}", "\u{200B}", "\u{FEFF} ", "\u{202E}", "\"", " \""] {
                let value = format!("{before}{value}");
                assert_eq!(guarded(&value), format!("'{value}"), "{value:?}");
            }
        }
    }

    #[test]
    fn what_one_program_or_another_sees_as_a_cell_of_its_own_is_guarded_too() {
        for (value, safe) in [
            ("\t=1", "'\t'=1"),
            ("\rx", "'\rx"),
            ("\nx", "'\nx"),
            ("a;=1", "a;'=1"),
            ("a\t =1", "a\t' =1"),
            ("- one\r\n- two", "'- one\r\n'- two"),
            ("+1 555; +1 556", "'+1 555;' +1 556"),
            ("\0=1", "'=1"),
            ("a\u{0008};\u{0008}=1", "a;'=1"),
        ] {
            assert_eq!(guarded(value), safe, "{value:?}");
        }
    }

    #[test]
    fn other_values_stay_as_they_are() {
        for value in
            ["", "Maria", "a=b", "1-2", "'quoted'", "x@y.example", "(555) 010-0100", "2026-03-01", "a\nb; c", "'=1"]
        {
            assert_eq!(guarded(value), value);
        }
    }

    proptest! {
        #[test]
        fn no_guarded_value_begins_with_a_sign_that_formulas_begin_with(value in "[=+@＝ \t\r\n;\"'\u{200B}\u{0}a-]{0,12}") {
            let safe = guarded(&value);
            for cell in safe.split(ends_cell) {
                let first = cell.chars().find(|sign| !sign.is_whitespace() && !is_invisible(*sign) && *sign != '"');
                prop_assert!(!first.is_some_and(begins_formula), "{:?}", safe);
            }
            let without = |text: &str| text.chars().filter(|sign| *sign != '\'' && !is_control(*sign)).collect::<String>();
            prop_assert_eq!(without(&safe), without(&value));
        }
    }
}
