//! Files that the person saves: their names, made harmless on every system, and how they are written.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::atomic_file;
use crate::model::problem::{Problem, ProblemFacts, ProblemKind};
use crate::model::unicode;

/// The longest name without its extension, in bytes. Encrypted home folders allow 143, and a file has a longer name
/// while it is written.
const MAX_STEM: usize = 96;
/// Devices of Windows, whatever extension follows.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin", "conout"];

/// The folder with notes of the files that are being written.
static NOTES: OnceLock<PathBuf> = OnceLock::new();

/// Deletes the unfinished files that an earlier start noted in that folder, and notes there what is written from now on.
pub fn sweep_unfinished(notes: PathBuf) {
    atomic_file::sweep_noted(&notes);
    let _ = NOTES.set(notes); // once for each start
}

/// Writes the whole file or none, readable by its owner alone.
pub fn save(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    save_with(path, |file| file.write_all(bytes))
}

/// Writes a file little by little, and hands on what `write` returns.
pub fn save_with<T>(path: &Path, write: impl FnOnce(&mut (dyn Write + Send)) -> io::Result<T>) -> Result<T, Problem> {
    atomic_file::write_with(path, NOTES.get().map(PathBuf::as_path), write).map_err(|error| {
        // The system's message has no path in it: paths hold people's names.
        let facts = ProblemFacts { detail: Some(error.to_string()), ..ProblemFacts::default() };
        Problem::with(ProblemKind::FileNotSaved, facts)
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileKind {
    VCard,
    Csv,
    Workbook,
}

impl FileKind {
    pub fn extension(self) -> &'static str {
        match self {
            Self::VCard => "vcf",
            Self::Csv => "csv",
            Self::Workbook => "xlsx",
        }
    }

    fn default_stem(self) -> &'static str {
        match self {
            Self::VCard => "Contact",
            Self::Csv | Self::Workbook => "Contacts",
        }
    }
}

/// The name of a file about someone or something of that name.
pub fn file_name(name: &str, kind: FileKind) -> String {
    let allowed: String = unicode::plain(name).chars().map(|ch| if is_allowed(ch) { ch } else { ' ' }).collect();
    let single_blanks = allowed.split_whitespace().collect::<Vec<_>>().join(" ");
    let stem = trimmed(unicode::truncated(trimmed(&single_blanks), MAX_STEM));
    let (default, extension) = (kind.default_stem(), kind.extension());
    if stem.is_empty() {
        format!("{default}.{extension}")
    } else if is_device(stem) {
        format!("{default} {stem}.{extension}")
    } else {
        format!("{stem}.{extension}")
    }
}

/// The path from a dialog that adds no extension by itself, with that of its kind; as it is where it has an extension, or
/// where the dialog did not ask about replacing the file with one.
pub fn with_extension(path: PathBuf, kind: FileKind) -> PathBuf {
    let extension = path.extension().map(|extension| extension.to_string_lossy().into_owned()).unwrap_or_default();
    // "Dr. Maria Lopez" has none.
    if (1..=5).contains(&extension.len()) && extension.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return path;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(kind.extension());
    let extended = path.with_file_name(name);
    if extended.exists() {
        path
    } else {
        extended
    }
}

/// Letters and digits of all scripts, the marks that some scripts write with, and punctuation of names.
fn is_allowed(ch: char) -> bool {
    ch.is_alphanumeric()
        || matches!(ch, '-' | '–' | '_' | '.' | '\'' | '’')
        || matches!(ch, '\u{0300}'..='\u{036F}' | '\u{0900}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17D3}')
}

/// A leading dot hides the file, a leading hyphen reads as an option, and Windows drops dots and blanks at the end.
fn trimmed(name: &str) -> &str {
    name.trim_matches([' ', '.', '-'])
}

fn is_device(name: &str) -> bool {
    let first = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let without_number = first.trim_end_matches(|ch: char| ch.is_ascii_digit() || matches!(ch, '¹' | '²' | '³'));
    DEVICES.contains(&first.as_str()) || (matches!(without_number, "com" | "lpt") && first.chars().count() == 4)
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
            assert_eq!(file_name(name, FileKind::VCard), format!("{name}.vcf"));
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
            assert_eq!(file_name(name, FileKind::VCard), file, "{name:?}");
        }
    }

    #[test]
    fn names_of_devices_are_none_any_more() {
        for name in ["CON", "con", "Aux", "nul.txt", "COM1", "lpt9", "COM¹", "CONIN$", "prn .x"] {
            assert!(file_name(name, FileKind::VCard).starts_with("Contact "), "{name}");
        }
        for name in ["Connie", "Auxerre", "Com", "COM10", "Nullarbor"] {
            assert_eq!(file_name(name, FileKind::VCard), format!("{name}.vcf"));
        }
    }

    #[test]
    fn a_long_name_is_cut_between_two_characters() {
        let name = file_name(&"é".repeat(10_000), FileKind::VCard);
        assert_eq!(name.len(), MAX_STEM + 4);
    }

    #[test]
    fn a_name_without_an_ending_gets_one_that_takes_no_other_files_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let ended =
            |name: &str| with_extension(folder.path().join(name), FileKind::VCard).file_name().map(ToOwned::to_owned);
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
            with_extension("/no-such-folder/a".into(), FileKind::Workbook),
            PathBuf::from("/no-such-folder/a.xlsx")
        );
        assert_eq!(
            with_extension("/no-such-folder/a.txt".into(), FileKind::Csv),
            PathBuf::from("/no-such-folder/a.txt")
        );
    }

    proptest! {
        #[test]
        fn whatever_the_name_the_file_lies_in_its_folder(name in any::<String>()) {
            let file = file_name(&name, FileKind::VCard);
            let path = std::path::Path::new(&file);
            prop_assert_eq!(path.file_name().and_then(|name| name.to_str()), Some(file.as_str()));
            prop_assert!(file.len() <= MAX_STEM + 4 + FileKind::VCard.default_stem().len() + 1 && file.len() > 4);
            prop_assert!(path.extension() == Some("vcf".as_ref()) && !file.starts_with(['.', '-', ' ']));
            prop_assert!(!file.chars().any(|ch| ch.is_control() || unicode::is_invisible(ch) || "/\\:*?\"<>|$`%".contains(ch)));
        }
    }
}
