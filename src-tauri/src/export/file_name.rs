//! What a file with contacts is called: a name from a stranger, made harmless on every system.

use std::path::PathBuf;

use crate::model::unicode;

/// The longest name without its ending, in bytes. Encrypted home folders take 143, and while the file is written it has
/// some more.
const LONGEST: usize = 96;

/// Names that are devices on Windows, whatever ending follows them.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin", "conout"];

/// What is saved, and with it how a file is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A contact for address books.
    VCard,
    /// A table for spreadsheets and other programs.
    Csv,
    /// A table for spreadsheets.
    Workbook,
}

impl FileKind {
    /// The ending of its name, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::VCard => "vcf",
            Self::Csv => "csv",
            Self::Workbook => "xlsx",
        }
    }

    /// What the file is called where nothing of the name can be used.
    fn nameless(self) -> &'static str {
        match self {
            Self::VCard => "Contact",
            Self::Csv | Self::Workbook => "Contacts",
        }
    }
}

/// A file name made of a name, with the ending of that kind.
pub fn file_name(name: &str, kind: FileKind) -> String {
    let allowed: String = unicode::plain(name).chars().map(|sign| if is_allowed(sign) { sign } else { ' ' }).collect();
    let single_blanks = allowed.split_whitespace().collect::<Vec<_>>().join(" ");
    let stem = trimmed(cut(trimmed(&single_blanks)));
    let (nameless, ending) = (kind.nameless(), kind.ending());
    if stem.is_empty() {
        format!("{nameless}.{ending}")
    } else if is_device(stem) {
        format!("{nameless} {stem}.{ending}")
    } else {
        format!("{stem}.{ending}")
    }
}

/// A file name for a contact of that name, with `.vcf` at its end.
pub fn vcard_file_name(name: &str) -> String {
    file_name(name, FileKind::VCard)
}

/// The path as the person typed it in a dialog that adds no ending by itself: with that of its kind, unless there is an
/// ending or another file has that name, which they were not asked about.
pub fn with_ending(path: PathBuf, kind: FileKind) -> PathBuf {
    let ending = path.extension().map(|ending| ending.to_string_lossy().into_owned()).unwrap_or_default();
    // "Dr. Maria Lopez" has none.
    if (1..=5).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return path;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(kind.ending());
    let ended = path.with_file_name(name);
    if ended.exists() {
        path
    } else {
        ended
    }
}

/// Letters and digits of all scripts, the marks that some scripts write with, and a few signs that names have.
fn is_allowed(sign: char) -> bool {
    sign.is_alphanumeric()
        || matches!(sign, '-' | '–' | '_' | '.' | '\'' | '’')
        || matches!(sign, '\u{0300}'..='\u{036F}' | '\u{0900}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17D3}')
}

/// Without what would hide the file (a dot), be read as an option (a hyphen), or be dropped by Windows (a dot or blank at
/// the end).
fn trimmed(name: &str) -> &str {
    name.trim_matches(|sign: char| sign == ' ' || sign == '.' || sign == '-')
}

fn cut(name: &str) -> &str {
    let mut end = name.len().min(LONGEST);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    &name[..end]
}

fn is_device(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = first.trim_end_matches(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '¹', '²', '³']);
    DEVICES.contains(&first.as_str()) || (matches!(numbered, "com" | "lpt") && first.chars().count() == 4)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_people_stay_as_they_are() {
        for name in [
            "Maria Lopez",
            "Seán O'Brien",
            "José-Luis Ñandú",
            "Dr. Amara Osei",
            "名前 太郎",
            "محمد علي",
            "हिन्दी",
            "ไทย",
        ] {
            assert_eq!(vcard_file_name(name), format!("{name}.vcf"));
        }
    }

    #[test]
    fn names_that_mean_harm_become_harmless() {
        for (name, file) in [
            ("", "Contact.vcf"),
            ("...", "Contact.vcf"),
            ("🎉", "Contact.vcf"),
            ("../../etc/passwd", "etc passwd.vcf"),
            ("C:\\Windows\\system.ini", "C Windows system.ini.vcf"),
            ("\\\\server\\share", "server share.vcf"),
            ("-rf --no-preserve-root", "rf --no-preserve-root.vcf"),
            (".bashrc", "bashrc.vcf"),
            ("Maria\u{202E}fcv.exe", "Mariafcv.exe.vcf"),
            ("Ma\u{200B}ria\u{0000}\r\nLopez", "Maria Lopez.vcf"),
            ("a/b:c*d?e\"f<g>h|i", "a b c d e f g h i.vcf"),
            ("Maria Lopez. . ", "Maria Lopez.vcf"),
            ("／／ｓｅｒｖｅｒ", "server.vcf"),
            ("$(reboot) `reboot` %PATH%", "reboot reboot PATH.vcf"),
        ] {
            assert_eq!(vcard_file_name(name), file, "{name:?}");
        }
    }

    #[test]
    fn names_of_devices_are_none_any_more() {
        for name in ["CON", "con", "Aux", "nul.txt", "COM1", "lpt9", "COM¹", "CONIN$", "prn .x"] {
            assert!(vcard_file_name(name).starts_with("Contact "), "{name}");
        }
        for name in ["Connie", "Auxerre", "Com", "COM10", "Nullarbor"] {
            assert_eq!(vcard_file_name(name), format!("{name}.vcf"));
        }
    }

    #[test]
    fn a_long_name_is_cut_between_two_characters() {
        let name = vcard_file_name(&"é".repeat(10_000));
        assert_eq!(name.len(), LONGEST + 4);
    }

    #[test]
    fn a_name_without_an_ending_gets_one_that_takes_no_other_files_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let ended =
            |name: &str| with_ending(folder.path().join(name), FileKind::VCard).file_name().map(ToOwned::to_owned);
        for (typed, name) in
            [("Maria", "Maria.vcf"), ("Dr. Maria Lopez", "Dr. Maria Lopez.vcf"), ("a.VCF", "a.VCF"), ("a.txt", "a.txt")]
        {
            assert_eq!(ended(typed), Some(name.into()));
        }
        std::fs::write(folder.path().join("Maria.vcf"), "").expect("a file");
        assert_eq!(ended("Maria"), Some("Maria".into()));
    }

    #[test]
    fn tables_are_called_by_the_same_rules_with_endings_of_their_own() {
        assert_eq!(file_name("Harbour Dental: contacts", FileKind::Csv), "Harbour Dental contacts.csv");
        assert_eq!(file_name("clients – looked up", FileKind::Workbook), "clients – looked up.xlsx");
        assert_eq!(file_name("..", FileKind::Workbook), "Contacts.xlsx");
        assert_eq!(file_name("nul", FileKind::Csv), "Contacts nul.csv");
        assert_eq!(
            with_ending("/no-such-folder/a".into(), FileKind::Workbook),
            PathBuf::from("/no-such-folder/a.xlsx")
        );
        assert_eq!(with_ending("/no-such-folder/a.txt".into(), FileKind::Csv), PathBuf::from("/no-such-folder/a.txt"));
    }

    proptest! {
        #[test]
        fn whatever_the_name_the_file_lies_in_its_folder(name in any::<String>()) {
            let file = vcard_file_name(&name);
            let path = std::path::Path::new(&file);
            prop_assert_eq!(path.file_name().and_then(|name| name.to_str()), Some(file.as_str()));
            prop_assert!(file.len() <= LONGEST + 4 + FileKind::VCard.nameless().len() + 1 && file.len() > 4);
            prop_assert!(path.extension() == Some("vcf".as_ref()) && !file.starts_with(['.', '-', ' ']));
            prop_assert!(!file.chars().any(|sign| sign.is_control() || unicode::is_invisible(sign) || "/\\:*?\"<>|$`%".contains(sign)));
        }
    }
}
