//! Texts without the access tokens in them.

use super::found::{cannot_hold_one, recognised};
use super::{folded, looks_like_a_token};
use crate::model::unicode;

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
    let plain = folded(line);
    let mut left = String::with_capacity(line.len());
    let (mut kept, mut at) = (0, 0);
    let mut chars = unicode::folded(line);
    for token in recognised(&plain) {
        for (ch, from) in chars.by_ref() {
            if at == token.start {
                left.push_str(&line[kept..from.start]);
            }
            at += ch.len_utf8();
            if at == token.end {
                kept = from.end;
                break;
            }
        }
    }
    left.push_str(&line[kept..]);
    if looks_like_a_token(&left) {
        left = line.chars().filter(|ch| BREAKS.contains(ch)).collect();
    }
    (left.len() < line.len()).then_some(left)
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
    fn a_token_is_found_whatever_sticks_to_it_and_however_it_is_written() {
        let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJhdXRoQ2xhc3MiOiJMb2NhdGlvbiJ9.sig_nature-1";
        for (text, left) in [
            (format!("see tok{PIT}x now"), "see tok now"),
            (format!("see ü{PIT}ü now"), "see üü now"),
            (format!("see 7{}_, now", PIT.to_uppercase()), "see 7, now"),
            (format!("see tok{jwt} now"), "see tok now"),
            (format!("see pit{PIT}, now"), "see pit, now"),
        ] {
            assert_eq!(without_tokens(&text).as_deref(), Some(left), "{text}");
        }
        let spread: String = PIT.chars().flat_map(|ch| ['\u{200B}', ch]).collect();
        let mut written = vec![spread];
        for hyphen in [
            "\u{2010}",
            "\u{2011}",
            "\u{2012}",
            "\u{2013}",
            "\u{2212}",
            "\u{AD}",
            "%2D",
            "%2d",
            "&#45;",
            "&#x2d;",
            "&shy;",
            "\\u002d",
            "%E2%80%91",
            "-\u{200B}",
            "\u{2060}-",
            "--",
            " - ",
            "-\u{AD}",
            "\u{FF0D}",
            "",
        ] {
            written.push(PIT.replace('-', hyphen));
        }
        for token in written {
            let left = without_tokens(&format!("see tok{token}x now"));
            assert!(left.is_some_and(|left| left.replace('\u{200B}', "") == "see tok now"), "{token}");
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
            "xeyJ",
            "xpit-",
            "xpit-3f9c1b52-7d40-",
            "xeyJa.",
            "&#45;",
            "%2D",
            "&",
            "%",
            "p ",
            "pit-1 ",
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
