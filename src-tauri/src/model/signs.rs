//! Characters that a person cannot see, and what they hide.

/// Whether a character changes the direction of the text around it, which lets a text read as another one.
pub fn turns_text(sign: char) -> bool {
    matches!(
        sign,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{206F}'
    )
}

/// Whether a character has no width of its own: zero-width signs, byte order marks, soft hyphens, direction marks.
pub fn is_invisible(sign: char) -> bool {
    turns_text(sign)
        || matches!(
            sign,
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
    text.chars().all(|sign| sign.is_whitespace() || sign.is_control() || is_invisible(sign))
}

/// The text as it was probably meant: without invisible characters, with full-width letters, digits and signs (from
/// East Asian keyboards) as their plain twins, and each control character or kind of blank, line breaks excepted, as a
/// plain blank.
pub fn plain(text: &str) -> String {
    text.chars()
        .filter(|sign| !is_invisible(*sign))
        .map(|sign| match sign {
            '\r' | '\n' => sign,
            '\u{2028}' | '\u{2029}' | '\u{0085}' => '\n',
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(sign) - 0xFF01 + 0x21).unwrap_or(sign),
            _ if sign.is_whitespace() || sign.is_control() => ' ',
            _ => sign,
        })
        .collect()
}

/// Whether a character is a quotation mark of any kind.
pub fn is_quote(sign: char) -> bool {
    matches!(sign, '"' | '\'' | '`' | '´' | '«' | '»' | '‹' | '›' | '\u{2018}'..='\u{201F}' | '「' | '」')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_signs_become_plain_ones_and_invisible_ones_go() {
        assert_eq!(plain("\u{FEFF}ａｂＣ１２／\u{200B}x\u{3000}y\tz"), "abC12/x y z");
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
