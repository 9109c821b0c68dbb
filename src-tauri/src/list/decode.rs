//! The encoding of a text file.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::problems;
use crate::model::problem::{FileFault, Problem};

/// How files begin that are neither text nor a workbook. RTF is text, but no list.
#[rustfmt::skip]
const NO_LISTS: [&[u8]; 14] = [
    b"%PDF", b"\x89PNG", b"GIF8", b"\xFF\xD8\xFF", b"BM\0", b"II*\0", b"MM\0*", b"RIFF", b"\x1F\x8B", b"7z\xBC\xAF",
    b"Rar!", b"SQLite format 3", b"\x7FELF", b"{\\rtf",
];
/// How many bytes are looked at to tell text from anything else.
const SNIFFED: usize = 64 << 10;

pub(super) fn text(bytes: &[u8]) -> Result<Cow<'_, str>, Problem> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding.decode(bytes).0);
    let is_list = match &marked {
        Some(text) => is_text(text.as_bytes()),
        None => !bytes.contains(&0) && is_text(bytes) && !begins_as_no_list(bytes),
    };
    if !is_list {
        return Err(problems::not_read(FileFault::NotAList));
    }
    let text = marked.or_else(|| UTF_8.decode_without_bom_handling_and_without_replacement(bytes));
    // Excel on a western Windows writes CSV in this encoding, which any bytes are valid in.
    Ok(text.unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(bytes).0))
}

fn begins_as_no_list(bytes: &[u8]) -> bool {
    let bytes = bytes.trim_ascii_start();
    NO_LISTS.iter().any(|start| bytes.get(..start.len()).is_some_and(|found| found.eq_ignore_ascii_case(start)))
}

/// Whether hardly any of the characters is a control character.
fn is_text(bytes: &[u8]) -> bool {
    let looked_at = &bytes[..bytes.len().min(SNIFFED)];
    let controls = looked_at.iter().filter(|byte| byte.is_ascii_control() && !byte.is_ascii_whitespace()).count();
    controls * 50 <= looked_at.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_in_each_of_the_usual_ways() {
        let utf_16 =
            |bytes: fn(u16) -> [u8; 2]| "\u{FEFF}é\u{1F389}".encode_utf16().flat_map(bytes).collect::<Vec<_>>();
        for (bytes, expected) in [
            ("é".as_bytes().to_vec(), "é"),
            (b"\xEF\xBB\xBFid\xC3\xA9".to_vec(), "idé"),
            (utf_16(u16::to_le_bytes), "é\u{1F389}"),
            (utf_16(u16::to_be_bytes), "é\u{1F389}"),
            (b"Jos\xE9 \x80".to_vec(), "José €"),
            (Vec::new(), ""),
        ] {
            assert_eq!(text(&bytes).as_deref(), Ok(expected), "{bytes:?}");
        }
    }

    #[test]
    fn what_is_no_text_is_told() {
        for bytes in [&b"%PDF-1.7 x"[..], b"a\0b", b"\x01\x02\x03\x04", b"\n {\\RTF1", b"GIF89a"] {
            assert_eq!(text(bytes), Err(problems::not_read(FileFault::NotAList)), "{bytes:?}");
        }
    }
}
