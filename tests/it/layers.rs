//! Who may import whom, and where a few words may stand at all. Read off the source, so that the house keeps its plan.

use std::fs;
use std::path::{Path, PathBuf};

/// Each layer and the layers it may import. What is not named here may import everything.
const MAY_IMPORT: [(&str, &[&str]); 15] = [
    ("model", &["model"]),
    ("highlevel", &["highlevel", "model"]),
    ("token_store", &["token_store", "model"]),
    ("settings", &["settings", "model", "atomic_file"]),
    ("sample", &["sample", "highlevel::transport", "highlevel::error", "model"]),
    ("list", &["list", "model"]),
    ("cli", &["cli"]),
    ("accounts", &["accounts", "model", "highlevel", "token_store", "settings", "sample"]),
    ("references", &["references", "model", "highlevel"]),
    ("recents", &["recents", "model", "settings"]),
    (
        "lookup",
        &["lookup", "recents", "accounts", "references", "model", "highlevel", "token_store", "settings", "sample"],
    ),
    ("export", &["export", "accounts", "model", "highlevel", "token_store", "settings", "sample", "atomic_file"]),
    ("bulk", &["bulk", "list", "accounts", "lookup", "references", "model", "highlevel", "atomic_file"]),
    ("connection_check", &["connection_check", "accounts", "lookup", "references", "model", "highlevel", "sample"]),
    ("atomic_file", &["atomic_file"]),
];

/// Paths that a layer may not name, although it may name what is around them.
const NEVER: [(&str, &[&str]); 8] = [
    ("shell", &["highlevel::http", "token_store::KeyringStore"]),
    ("accounts", &["highlevel::http", "token_store::KeyringStore"]),
    ("lookup", &["highlevel::http", "token_store::KeyringStore"]),
    ("export", &["highlevel::http", "token_store::KeyringStore"]),
    ("bulk", &["highlevel::http", "token_store::KeyringStore"]),
    ("references", &["highlevel::http"]),
    ("connection_check", &["highlevel::http", "token_store::KeyringStore"]),
    ("sample", &["highlevel::http"]),
];

/// Words of libraries, and the only places that may say them.
const ONLY_IN: [(&str, &[&str]); 12] = [
    ("reqwest", &["highlevel/http"]),
    ("keyring", &["token_store/os"]),
    ("tauri", &["shell", "app", "lib"]),
    ("arboard", &["shell/desktop"]),
    ("gtk", &["shell/desktop/dialog"]),
    ("rfd", &["shell/desktop/dialog", "shell/second_start"]),
    ("calamine", &["list/workbook"]),
    ("zip", &["list/workbook"]),
    ("encoding_rs", &["list/decode"]),
    ("csv", &["export/table", "list/grid"]),
    ("rust_xlsxwriter", &["export/table"]),
    (".expose()", &["highlevel/http", "token_store/os"]),
];

struct Source {
    path: String,
    code: String,
}

/// Every source file, by its path below `src-tauri/src` without the ending, without comments and unit tests.
fn sources() -> Vec<Source> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("the folder of the sources can be read") {
            let path = entry.expect("its entries can be read").path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let is_test = |file: &PathBuf| {
        let below = file.strip_prefix(&root).expect("it lies below the root").with_extension("");
        below.components().any(|part| part.as_os_str() == "tests")
    };
    files.retain(|file| !is_test(file));
    assert!(files.len() > 20, "only {} sources were found", files.len());
    let read = |file: PathBuf| {
        let path = file.strip_prefix(&root).expect("it lies below the root").with_extension("");
        let text = fs::read_to_string(&file).expect("a source can be read");
        let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
        let code = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        Source { path: path.to_string_lossy().replace('\\', "/"), code }
    };
    files.into_iter().map(read).collect()
}

/// What a source names of ours: every path behind `crate::`, braces opened one level.
fn named(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let path: String = rest.chars().take_while(|sign| sign.is_alphanumeric() || "_:".contains(*sign)).collect();
        if let Some(inner) = rest[path.len()..].strip_prefix('{') {
            let inner = inner.split('}').next().unwrap_or_default();
            names.extend(inner.split(',').map(|name| format!("{path}{}", name.trim())));
        }
        names.push(path);
    }
    names
}

fn is_at(path: &str, place: &str, separator: &str) -> bool {
    path == place || path.strip_prefix(place).is_some_and(|rest| rest.starts_with(separator))
}

#[test]
fn every_layer_imports_only_what_it_may() {
    let mut offences = Vec::new();
    for source in sources() {
        for name in named(&source.code) {
            let name = name.trim_end_matches(':');
            if name.is_empty() {
                continue;
            }
            for (layer, allowed) in MAY_IMPORT {
                if is_at(&source.path, layer, "/") && !allowed.iter().any(|allowed| is_at(name, allowed, "::")) {
                    offences.push(format!("{}.rs imports crate::{name}", source.path));
                }
            }
            for (layer, never) in NEVER {
                if is_at(&source.path, layer, "/") && never.iter().any(|never| is_at(name, never, "::")) {
                    offences.push(format!("{}.rs imports crate::{name}", source.path));
                }
            }
        }
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn each_library_is_named_only_where_it_belongs() {
    let mut offences = Vec::new();
    for source in sources() {
        for (word, places) in ONLY_IN {
            let said = source.code.match_indices(word).any(|(at, _)| {
                let before = source.code[..at].chars().next_back();
                let after = source.code[at + word.len()..].chars().next();
                let joined = |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphanumeric() || sign == '_');
                word.starts_with('.') || (!joined(before) && !joined(after) && after == Some(':'))
            });
            if said && !places.iter().any(|place| is_at(&source.path, place, "/")) {
                offences.push(format!("{}.rs says {word}", source.path));
            }
        }
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}

#[test]
fn no_command_reads_a_text_of_any_length_on_the_windows_thread() {
    let mut offences = Vec::new();
    for source in sources().iter().filter(|source| source.path.starts_with("shell/commands")) {
        // What waits runs elsewhere; what does not holds the window up.
        for command in source.code.split("#[tauri::command]\n").skip(1).filter(|code| code.starts_with("pub fn ")) {
            let head = command.split('{').next().unwrap_or_default();
            if ["text: ", "path: "].iter().any(|takes| head.contains(takes)) {
                offences.push(format!("{}.rs: {head}", source.path));
            }
        }
    }
    assert!(offences.is_empty(), "{}", offences.join("\n"));
}
