//! Texts without the access tokens in them.

use super::found::is_inside;
use super::{begins_as_jwt, begins_as_private_token, looks_like_a_token, SHORTEST};
use crate::model::signs;

/// What ends a line.
const BREAKS: [char; 5] = ['\n', '\r', '\u{2028}', '\u{2029}', '\u{0085}'];

/// The text without the access tokens in it; `None` where there are none. A line of which a token cannot be told apart,
/// such as one with blanks inside, goes as a whole.
pub fn without_tokens(text: &str) -> Option<String> {
    let mut left = String::with_capacity(text.len());
    let mut any = false;
    for line in text.split_inclusive(BREAKS) {
        match line_without(line) {
            Some(line) => {
                any = true;
                left.push_str(&line);
            }
            None => left.push_str(line),
        }
    }
    any.then_some(left)
}

fn line_without(line: &str) -> Option<String> {
    if cannot_hold_one(line) {
        return None;
    }
    let mut left = String::with_capacity(line.len());
    let mut at = 0;
    for (start, end) in tokens(line) {
        left.push_str(line.get(at..start).unwrap_or_default());
        at = end;
    }
    left.push_str(line.get(at..).unwrap_or_default());
    if looks_like_a_token(&left) {
        left = line.chars().filter(|sign| BREAKS.contains(sign)).collect();
    }
    (left.len() < line.len()).then_some(left)
}

/// Whether a text certainly holds no token. Nearly all texts are of that kind, and this takes no memory.
fn cannot_hold_one(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_one_word = text.is_ascii() && !text.trim().bytes().any(|byte| byte.is_ascii_whitespace());
    let may_begin = |(at, byte): (usize, &u8)| {
        let word: &[u8] = match byte.to_ascii_lowercase() {
            b'p' => b"pit-",
            b'e' => b"eyj",
            b'b' => b"bearer",
            b'a' => b"authorization",
            _ => return false,
        };
        bytes.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word))
    };
    is_one_word && !bytes.iter().enumerate().any(may_begin)
}

/// A character as it was meant, and the bytes that it takes in the text.
struct Sign {
    start: usize,
    end: usize,
    plain: char,
}

/// Where tokens stand in a text. Characters that nobody sees, or that have a twin, do not hide one.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let meant = |(start, sign): (usize, char)| {
        let plain = signs::plain(sign.encode_utf8(&mut [0; 4])).chars().next()?;
        Some(Sign { start, end: start + sign.len_utf8(), plain })
    };
    let mut signs = text.char_indices().filter_map(meant);
    let (mut found, mut stands_apart) = (Vec::new(), true);
    loop {
        if let Some((token, behind)) = if stands_apart { token_at(signs.clone()) } else { None } {
            found.push(token);
            signs = behind;
        }
        let Some(sign) = signs.next() else { return found };
        stands_apart = !sign.plain.is_ascii_alphanumeric();
    }
}

/// Where the token stands that a text begins with, and what is behind it; `None` where it begins with none. Only what
/// begins as one is collected, so that a long word with many signs in it is not read over and over.
fn token_at<Signs: Iterator<Item = Sign> + Clone>(mut signs: Signs) -> Option<((usize, usize), Signs)> {
    let starts_as = |start: &str| {
        let same = |(wanted, sign): &(char, Sign)| sign.plain.eq_ignore_ascii_case(wanted);
        start.chars().zip(signs.clone()).take_while(same).count() == start.len()
    };
    if !(starts_as("pit-") || starts_as("eyJ")) {
        return None;
    }
    let start = signs.clone().next()?.start;
    let (mut word, mut end, mut behind) = (String::new(), start, signs.clone());
    while let Some(sign) = signs.next().filter(|sign| is_inside(sign.plain)) {
        word.push(sign.plain);
        end = sign.end;
        behind = signs.clone();
    }
    let is_token = word.len() >= SHORTEST && (begins_as_private_token(&word) || begins_as_jwt(&word));
    is_token.then_some(((start, end), behind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PIT: &str = "pit-3f9c1b52-7d40-4a6e-9b1e-5c2d8e7f6a90";
    const ID: &str = "kT4wQ9zLmN2xVbR7sYpD";

    #[test]
    fn tokens_go_and_all_else_stays() {
        let jwt = format!("eyJhbGciOiJIUzI1NiJ9.{}.sig_nature-1", "eyJhdXRoQ2xhc3MiOiJMb2NhdGlvbiJ9");
        let hidden = format!("{}\u{200B}{}", &PIT[..9], &PIT[9..]);
        for (text, left) in [
            (format!("{ID}\r\n{PIT}\r\n{ID}"), format!("{ID}\r\n\r\n{ID}")),
            (format!("Maria,{PIT},x"), "Maria,,x".to_owned()),
            (
                format!("https://a.example/contacts/detail/{ID}?token={PIT}&x=1"),
                format!("https://a.example/contacts/detail/{ID}?token=&x=1"),
            ),
            (format!("a {jwt} b"), "a  b".to_owned()),
            (format!("{ID};{hidden}"), format!("{ID};")),
            (format!("Bearer abcdefghijklmnopqrstuvwxyz0123\n{ID}"), format!("\n{ID}")),
            ("pit-3f9c 1b52-7d40-4a6e 9b1e-5c2d8e7f6a90".to_owned(), String::new()),
        ] {
            assert_eq!(without_tokens(&text).as_deref(), Some(left.as_str()), "{text}");
        }
    }

    #[test]
    fn a_long_run_of_words_and_dashes_takes_no_longer_than_its_length() {
        for run in [
            "a-",
            "pit-",
            "eyJ-",
            "a.",
            "_x",
            "pit- ",
            "eyJa ",
            "pit",
            "\"",
            "\"\"",
            ",",
            ", ",
            ";\t",
            "|",
            "\n",
            "<",
            "<a ",
            "{",
            "{\"a\":",
            "[",
            "https://",
            "https://a.b/?token=",
            "Bearer ",
            "Authorization: ",
            "=",
            "key: ",
            "\u{200B}",
            "\u{FF41}",
            "é ",
        ] {
            let text = format!("x {}", run.repeat(300_000 / run.len()));
            let begun = std::time::Instant::now();
            without_tokens(&text);
            assert!(begun.elapsed() < std::time::Duration::from_secs(20), "{run}: {:?}", begun.elapsed());
        }
    }

    #[test]
    fn a_text_without_tokens_is_left_alone() {
        for text in ["", ID, "Maria Lopez\n\nhttps://a.example/contacts/detail/x", "eyJ", "a pit-stop"] {
            assert_eq!(without_tokens(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_token_is_left_whatever_stands_around_it(before in "\\PC*", after in "\\PC*") {
            let left = without_tokens(&format!("{before} {PIT} {after}"));
            prop_assert!(left.is_some_and(|left| !left.contains("7d40-4a6e")));
        }
    }
}
