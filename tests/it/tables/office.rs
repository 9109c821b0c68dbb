//! LibreOffice opens what was written.

use std::path::Path;
use std::process::Command;

use super::*;

/// What a person answers whom LibreOffice asks how to read CSV: commas, quotes, UTF-8.
const ANSWERS: &str = "--infilter=CSV:44,34,76,1";

/// Each file as LibreOffice reads it, in its flat form. It takes several at once, and a profile of its own.
fn opened(folder: &Path, names: &[&str], answers: Option<&str>) -> Vec<String> {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let said = Command::new("soffice")
        .args([&profile, "--headless", "--norestore"])
        .args(answers)
        .args(["--convert-to", "fods", "--outdir"])
        .arg(folder.join("read"))
        .args(names.iter().map(|name| folder.join(name)))
        .env("HOME", folder)
        .output()
        .expect("soffice, of the package libreoffice-calc-nogui, runs");
    let read = |name: &&str| {
        let path = folder.join("read").join(name).with_extension("fods");
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}\n{said:?}"))
    };
    names.iter().map(read).collect()
}

#[test]
fn libreoffice_opens_what_was_written_and_finds_every_row_and_no_formula() {
    let folder = tempfile::tempdir().unwrap();
    let guarded = |file: &mut (dyn io::Write + Send)| write_csv(file, CsvForm::Escaped, &headings(), rows());
    save_with(&folder.path().join("guarded.csv"), guarded).unwrap();
    save_with(&folder.path().join("workbook.xlsx"), |file| write_xlsx(file, &headings(), rows())).unwrap();
    fs::write(folder.path().join("formula.csv"), "x\r\n=1+1\r\n").unwrap();

    let [csv, formula] = &opened(folder.path(), &["guarded.csv", "formula.csv"], Some(ANSWERS))[..] else { panic!() };
    let [workbook] = &opened(folder.path(), &["workbook.xlsx"], None)[..] else { panic!() };
    assert!(formula.contains("table:formula"), "a formula would be found");
    for text in [csv, workbook] {
        assert!(!text.contains("table:formula") && !text.contains("xlink:href"), "{text}");
        for (number, _) in HOSTILE.iter().enumerate() {
            assert!(text.contains(&format!("<text:p>{number}</text:p>")), "row {number} is missing");
        }
        for part in ["名前, ", "太郎", "555 010 0123"] {
            assert!(text.contains(part), "{part} is missing: {text}");
        }
    }
    for kept in ["0012345", "1e5", "TRUE", "_x0041_"] {
        assert!(workbook.contains(&format!("<text:p>{kept}</text:p>")), "{kept} is a text in the workbook");
    }
}
