//! Characters that a person cannot see, and what they hide.

use std::ops::Range;

use icu_properties::props::{Dash, DefaultIgnorableCodePoint, GeneralCategory};
use icu_properties::{CodePointMapData, CodePointSetData};

/// Whether a character changes the direction of the text around it, which lets a text read as another one.
pub fn turns_text(ch: char) -> bool {
    matches!(
        ch,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}'
    )
}

/// Whether a character has no width of its own: zero-width characters, byte order marks, soft hyphens, direction marks.
pub fn is_invisible(ch: char) -> bool {
    turns_text(ch)
        || matches!(
            ch,
            '\u{00AD}'
                | '\u{034F}'
                | '\u{115F}'
                | '\u{1160}'
                | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200D}'
                | '\u{2060}'..='\u{2064}'
                | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}'
                | '\u{FEFF}'
                | '\u{FFA0}'
                | '\u{FFF9}'..='\u{FFFB}'
                | '\u{E0000}'..='\u{E0FFF}'
        )
}

/// Whether a text shows nothing at all: it is empty, or blanks and invisible characters alone.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|ch| ch.is_whitespace() || ch.is_control() || is_invisible(ch))
}

/// The text as it was probably meant: without invisible characters, with full-width letters, digits and punctuation
/// (from East Asian keyboards) as their plain twins, and each control character or kind of blank, line breaks
/// excepted, as a plain blank.
pub fn plain(text: &str) -> String {
    text.chars().filter(|ch| !is_invisible(*ch)).filter_map(plain_sign).collect()
}

fn plain_sign(ch: char) -> Option<char> {
    match ch {
        '\r' | '\n' => Some(ch),
        '\u{2028}' | '\u{2029}' | '\u{0085}' => Some('\n'),
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(ch) - 0xFF01 + 0x21),
        _ if ch.is_whitespace() || ch.is_control() => Some(' '),
        _ => Some(ch),
    }
}

/// The signs of a text as they were meant, each with the bytes that it takes there: what [`plain`] does, and every kind
/// of dash as a hyphen, the digits of every script as plain ones, and characters that are written as a page or a link
/// has them (`&#45;`, `%2D`) as themselves. This is searched for what must not be kept. No text gets longer by it.
pub fn folded(text: &str) -> impl Iterator<Item = (char, Range<usize>)> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || loop {
        let rest = text.get(at..)?;
        let (ch, length) = escaped(rest).or_else(|| rest.chars().next().map(|ch| (ch, ch.len_utf8())))?;
        let start = at;
        at += length;
        if let Some(ch) = folded_sign(ch) {
            return Some((ch, start..at));
        }
    })
}

fn folded_sign(ch: char) -> Option<char> {
    if ch.is_ascii_graphic() {
        return Some(ch);
    }
    if is_invisible(ch) || CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(ch) {
        return None;
    }
    if CodePointSetData::new::<Dash>().contains(ch) {
        return Some('-');
    }
    digit(ch).or_else(|| plain_sign(ch))
}

/// The plain digit that a digit of any script is.
fn digit(ch: char) -> Option<char> {
    let is_digit = |code| CodePointMapData::<GeneralCategory>::new().get32(code) == GeneralCategory::DecimalNumber;
    let code = u32::from(ch);
    if !is_digit(code) {
        return None;
    }
    // Unicode has the ten digits of a script one after the other, from zero.
    let before = (1..=code).take_while(|back| is_digit(code - back)).count();
    char::from_digit(u32::try_from(before % 10).ok()?, 10)
}

/// The character that an escape stands for with which a text begins, and the escape's length.
fn escaped(text: &str) -> Option<(char, usize)> {
    match text.as_bytes().first()? {
        b'%' => percent_encoded(text),
        b'\\' => match number(text.strip_prefix("\\u")?, 16, 4)? {
            (ch, 4) => Some((ch, 6)),
            _ => None,
        },
        b'&' => {
            let (ch, length) = entity(text.get(1..)?)?;
            let ends = usize::from(text.as_bytes().get(1 + length) == Some(&b';'));
            Some((ch, 1 + length + ends))
        }
        _ => None,
    }
}

/// What pages call dashes, and blanks without a width.
const ENTITIES: [(&str, char); 8] = [
    ("hyphen", '-'),
    ("dash", '-'),
    ("ndash", '-'),
    ("mdash", '-'),
    ("horbar", '-'),
    ("minus", '-'),
    ("shy", '\u{00AD}'),
    ("ZeroWidthSpace", '\u{200B}'),
];

fn entity(text: &str) -> Option<(char, usize)> {
    let with = |prefix: usize| move |(ch, length)| (ch, prefix + length);
    match text.strip_prefix('#') {
        None => ENTITIES.iter().find(|(name, _)| text.starts_with(name)).map(|(name, ch)| (*ch, name.len())),
        Some(code) => match code.strip_prefix(['x', 'X']) {
            Some(code) => number(code, 16, 7).map(with(2)),
            None => number(code, 10, 7).map(with(1)),
        },
    }
}

/// The sign of the code that a text begins with, and how many digits that has.
fn number(text: &str, radix: u32, most: usize) -> Option<(char, usize)> {
    let length = text.chars().take(most).take_while(|ch| ch.is_digit(radix)).count();
    let code = u32::from_str_radix(text.get(..length)?, radix).ok()?;
    Some((char::from_u32(code)?, length))
}

/// A sign in UTF-8, each byte of it as `%` and two digits.
fn percent_encoded(text: &str) -> Option<(char, usize)> {
    let mut bytes = [0; 4];
    for at in 0..bytes.len() {
        let digits = text.get(3 * at..)?.strip_prefix('%')?.get(..2)?;
        let (code, 2) = number(digits, 16, 2)? else { return None };
        bytes[at] = u8::try_from(code).ok()?;
        if let Ok(ch) = std::str::from_utf8(&bytes[..=at]) {
            return Some((ch.chars().next()?, 3 * (at + 1)));
        }
    }
    None
}

/// The beginning of a text, that many bytes at most, which ends between two characters.
pub fn truncated(text: &str, bytes: usize) -> &str {
    let mut end = text.len().min(bytes);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Whether a character is a quotation mark of any kind.
pub fn is_quote(ch: char) -> bool {
    matches!(ch, '"' | '\'' | '`' | '´' | '«' | '»' | '‹' | '›' | '\u{2018}'..='\u{201F}' | '「' | '」')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_signs_become_plain_ones_and_invisible_ones_go() {
        assert_eq!(plain("\u{FEFF}ａｂＣ１２／\u{200B}x\u{3000}y\tz"), "abC12/x y z");
    }

    fn folded_text(text: &str) -> String {
        folded(text).map(|(ch, _)| ch).collect()
    }

    #[test]
    fn dashes_digits_and_escapes_of_every_kind_are_folded() {
        for dash in [
            "-",
            "\u{2010}",
            "\u{2011}",
            "\u{2012}",
            "\u{2013}",
            "\u{2014}",
            "\u{2212}",
            "\u{FE63}",
            "\u{FF0D}",
            "%2D",
            "%2d",
            "&#45;",
            "&#045;",
            "&#x2d;",
            "&#X2D;",
            "&ndash;",
            "\\u002d",
            "%E2%80%91",
            "&#8209;",
        ] {
            assert_eq!(folded_text(&format!("a{dash}z")), "a-z", "{dash:?}");
        }
        for unseen in ["\u{AD}", "&shy;", "\u{200B}", "\u{2060}", "\u{2065}", "\u{FEFF}", "%E2%80%8B"] {
            assert_eq!(folded_text(&format!("a{unseen}b")), "ab", "{unseen:?}");
        }
        for digits in ["０１９", "٠١٩", "۰۱۹", "०१९", "𝟎𝟏𝟗", "𝟶𝟷𝟿", "০১৯"] {
            assert_eq!(folded_text(digits), "019", "{digits}");
        }
        for same in ["", "%", "%2", "%zz", "100% sure", "&", "&#", "&#;", "R&D", "\\u00", "ünï", "½", "%FF", "%é"] {
            assert_eq!(folded_text(same), same);
        }
    }

    #[test]
    fn a_folded_sign_knows_the_bytes_that_it_takes() {
        let text = "é\u{200B}&#45;７";
        let places: Vec<_> = folded(text).map(|(ch, from)| (ch, &text[from])).collect();
        assert_eq!(places, [('é', "é"), ('-', "&#45;"), ('7', "７")]);
    }

    #[test]
    fn line_breaks_stay() {
        assert_eq!(plain("a\r\nb\u{2028}c"), "a\r\nb\nc");
    }

    #[test]
    fn blanks_and_invisible_signs_alone_are_blank() {
        assert!(is_blank(" \u{00A0}\u{200B}\u{202E}\n"));
        assert!(!is_blank("\u{202E}x"));
    }
}
