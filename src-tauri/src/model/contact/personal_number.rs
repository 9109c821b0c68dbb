//! Which values look like a social security number or the number of a payment card.

use crate::model::json::Json;
use crate::model::unicode::folded;

/// Between two groups of digits stand at most so many blanks, dashes, points, slashes and underscores.
const LONGEST_GAP: usize = 3;

const SHORTEST_CARD: usize = 13;
const LONGEST_CARD: usize = 19;

/// How card numbers begin, and how many digits they may have: the ranges of ISO/IEC 7812 that are issued.
const CARDS: [(u32, u32, &[usize]); 12] = [
    // Visa
    (4, 4, &[13, 16, 19]),
    // Mastercard
    (51, 55, &[16]),
    (2221, 2720, &[16]),
    // American Express
    (34, 34, &[15]),
    (37, 37, &[15]),
    // Diners Club
    (300, 305, &[14, 16, 17, 18, 19]),
    (36, 36, &[14, 15, 16, 17, 18, 19]),
    (38, 39, &[14, 16, 17, 18, 19]),
    // JCB
    (3528, 3589, &[16, 17, 18, 19]),
    // Maestro
    (50, 50, &[13, 14, 15, 16, 17, 18, 19]),
    (56, 58, &[13, 14, 15, 16, 17, 18, 19]),
    // Discover, UnionPay, Maestro
    (60, 69, &[13, 14, 15, 16, 17, 18, 19]),
];

/// Whether a value is, or holds anywhere, what looks like such a number.
///
/// Nine digits in a row are one only where they are the whole of a value or of an item of a list, and where the Social
/// Security Administration could have issued them: the same nine digits are as likely an order's or a member's number,
/// and there "Show" costs one press, while the other mistake cannot be taken back. Within a text, or as the size of a
/// file, they are taken for what they mostly are. Telephone numbers have ten digits, or a plus sign.
pub(super) fn looks_personal(value: &Json) -> bool {
    match value {
        Json::List(items) => items.iter().any(|item| looks_personal(item) || holds_number(item)),
        single @ (Json::Text(_) | Json::Number(_)) => single.sent().is_some_and(is_issued_ssn) || holds_number(single),
        other => holds_number(other),
    }
}

/// Whether there is, anywhere in a value, a number that its shape alone gives away.
fn holds_number(value: &Json) -> bool {
    match value {
        Json::List(items) => items.iter().any(holds_number),
        Json::Object(entries) => entries.iter().any(|(_, value)| holds_number(value)),
        Json::TooDeep(text) | Json::Text(text) | Json::Number(text) => is_in_text(text),
        Json::Null | Json::Bool(_) => false,
    }
}

/// Nine digits that can be a social security number.
fn is_issued_ssn(text: &str) -> bool {
    // Of an escape nine characters make one, of a digit of another script up to four bytes.
    if text.trim().len() > 9 * 9 {
        return false;
    }
    let text: String = folded(text.trim()).map(|(ch, _)| ch).collect();
    let digits = text.len() == 9 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits
        && !matches!(&text[..3], "000" | "666")
        && !text.starts_with('9')
        && &text[3..5] != "00"
        && &text[5..] != "0000"
}

fn is_in_text(text: &str) -> bool {
    // The addresses of pages and files are full of numbers that mean nothing.
    let is_address = |start: &str| text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    if is_address("https://") || is_address("http://") {
        return false;
    }
    // Nearly every value is settled here.
    if folded(text).filter(|(ch, _)| ch.is_ascii_digit()).take(9).count() < 9 {
        return false;
    }
    runs(text).iter().any(|run| {
        let is_ssn = |groups: &[String]| matches!(groups, [a, b, c] if (a.len(), b.len(), c.len()) == (3, 2, 4));
        let is_telephone = run.after_plus;
        (!is_telephone && run.groups.windows(3).any(is_ssn))
            || (0..run.groups.len()).any(|at| begins_card(&run.groups[at..]))
    })
}

/// Groups of digits with nothing but gaps between them.
#[derive(Default)]
struct Run {
    groups: Vec<String>,
    after_plus: bool,
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut run = Run::default();
    let mut gap = 0;
    let mut before: Option<char> = None;
    let end = |run: &mut Run, runs: &mut Vec<Run>| {
        if !run.groups.is_empty() {
            runs.push(std::mem::take(run));
        }
    };
    for (ch, _) in folded(text) {
        if ch.is_ascii_digit() {
            // Digits behind a letter are part of an ID.
            let within_word = gap == 0 && before.is_some_and(is_letter);
            if run.groups.is_empty() {
                run.after_plus = before == Some('+');
            }
            match run.groups.last_mut() {
                Some(group) if gap == 0 => group.push(ch),
                _ if within_word => run.groups.push(format!("x{ch}")),
                _ => run.groups.push(ch.to_string()),
            }
            gap = 0;
        } else if is_gap(ch) && gap < LONGEST_GAP && !run.groups.is_empty() {
            gap += 1;
        } else {
            if is_letter(ch) && gap == 0 {
                // So are those before one.
                if let Some(group) = run.groups.last_mut() {
                    group.push('x');
                }
            }
            end(&mut run, &mut runs);
            gap = 0;
        }
        before = Some(ch);
    }
    end(&mut run, &mut runs);
    runs
}

/// Whether a card's number begins with the first of these groups: as one, or as groups of three digits or more.
fn begins_card(groups: &[String]) -> bool {
    let mut number = String::new();
    for (at, group) in groups.iter().enumerate() {
        if (at > 0 || group.len() < SHORTEST_CARD) && group.len() < 3 {
            return false;
        }
        number.push_str(group);
        if number.len() > LONGEST_CARD || number.contains('x') {
            return false;
        }
        if is_card(&number) {
            return true;
        }
    }
    false
}

fn is_card(digits: &str) -> bool {
    let begins = |low: u32, high: u32| {
        let length = low.ilog10() as usize + 1;
        digits
            .get(..length)
            .and_then(|start| start.parse().ok())
            .is_some_and(|start: u32| (low..=high).contains(&start))
    };
    digits.len() >= SHORTEST_CARD
        && CARDS.iter().any(|(low, high, lengths)| lengths.contains(&digits.len()) && begins(*low, *high))
        && passes_luhn(digits)
}

/// The check digit of ISO/IEC 7812.
fn passes_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let digit = u32::from(byte - b'0');
            match at % 2 {
                0 => digit,
                _ if digit > 4 => digit * 2 - 9,
                _ => digit * 2,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// What makes digits beside it part of a word.
fn is_letter(ch: char) -> bool {
    ch.is_alphabetic() || ch == '_'
}

fn is_gap(ch: char) -> bool {
    ch.is_whitespace() || matches!(ch, '-' | '.' | '/' | '_')
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use super::*;

    fn looks(json: &str) -> bool {
        looks_personal(&Json::parse(json.as_bytes()).unwrap())
    }

    #[test]
    fn social_security_numbers_are_recognised_however_they_are_written() {
        for json in [
            r#""078-05-1120""#,
            r#""078 05 1120""#,
            r#""078.05.1120""#,
            r#""078\u201305\u20131120""#,
            r#""078 - 05 - 1120""#,
            r#""\uff10\uff17\uff18-05-1120""#,
            r#"" 078-05-1120\n""#,
            r#""SSN: 078-05-1120, see file""#,
            r#""912-78-1234""#,
            r#""219099999""#,
            "219099999",
            r#"["blue", "078-05-1120"]"#,
            r#"["219099999"]"#,
            r#""209/09/9999""#,
            r#""209_09_9999""#,
            r#""209\u201109\u200b\u20119999""#,
            r#""2\u200b1\u200b9099999""#,
            r#""\u0662\u0660\u0669-\u0660\u0669-\u0669\u0669\u0669\u0669""#,
            r#""\u0662\u0661\u0669\u0660\u0669\u0669\u0669\u0669\u0669""#,
            r#""209&#45;09%2D9999""#,
            r#"{"a": {"b": ["078-05-1120"]}}"#,
        ] {
            assert!(looks(json), "{json}");
        }
    }

    #[test]
    fn card_numbers_are_recognised_however_they_are_written() {
        for json in [
            r#""4111111111111111""#,
            "4111111111111111",
            r#""4111 1111 1111 1111""#,
            r#""4111-1111-1111-1111""#,
            r#""4111\u00a01111\u00a01111\u00a01111""#,
            r#""Visa 4111 1111 1111 1111 12/27""#,
            r#""4111 1111 1111 1111 123""#,
            r#""4111_1111_1111_1111""#,
            r#""4111/1111/1111/1111""#,
            r#""4111\u200b1111\u20111111\u00ad1111""#,
            r#""\u0664\u0661\u0661\u0661 1111 1111 1111""#,
            r#""378282246310005""#,
            r#""3782 822463 10005""#,
            r#""5555555555554444""#,
            r#""2223003122003222""#,
            r#""6011111111111117""#,
            r#""30569309025904""#,
            r#""3530111333300000""#,
            r#""6759649826438453""#,
            r#"["one", ["4111111111111111"]]"#,
            r#"{"meta": {"note": "4111 1111 1111 1111"}}"#,
        ] {
            assert!(looks(json), "{json}");
        }
    }

    #[test]
    fn other_numbers_are_not() {
        for json in [
            r#""""#,
            "null",
            "true",
            r#""Delta Dental PPO""#,
            // Telephone numbers
            r#""+1 312 555 0142""#,
            r#""(312) 555-0142""#,
            r#""312-555-0142""#,
            r#""3125550142""#,
            r#""+44 20 7946 0018""#,
            r#""+46 123 45 6789""#,
            // Days and moments
            r#""2026-03-04""#,
            r#""03/04/2026""#,
            r#""2026/03/04 05:18""#,
            r#""2026-03-04T05:18:26.704Z""#,
            "1772582400000",
            r#""1772582400000""#,
            // Orders, sizes and amounts
            r#""Order 219099999 was sent""#,
            r#"{"url": "https://files.example/4111111111111111/x.png", "size": 219099999}"#,
            r#""https://files.example/4111111111111111/x.png""#,
            r#""4111111111111112""#,
            r#""1111222233334444""#,
            r#""41111111111111111111""#,
            "1234.5",
            r#""000000000""#,
            r#""900000000""#,
            r#""12345678""#,
            // IDs
            r#""ch_4111111111111111""#,
            r#""file_078_05_11""#,
            r#""4111111111111111abc""#,
            r#""a1b2c3d4-0000-4000-8000-4111111111ab""#,
            r#""60d5ec49f1b2c8b1f8e4e1a1""#,
            // Versions and addresses of computers
            r#""192.168.100.200""#,
            r#""10.0.22631.4317""#,
        ] {
            assert!(!looks(json), "{json}");
        }
    }

    #[test]
    fn a_long_text_is_read_to_its_end() {
        assert!(looks(&format!("\"{} 078-05-1120\"", "1 2 x ".repeat(20_000))));
        assert!(!looks(&format!("\"{}\"", "1234 ".repeat(20_000).trim())));
    }
}
