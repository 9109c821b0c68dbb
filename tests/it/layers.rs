//! Who may import whom, and where a few words may stand at all. Read off the source, so that the house keeps its plan.

use std::collections::{BTreeMap, BTreeSet};
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
    paths_behind(code, "crate::")
}

fn paths_behind(code: &str, start: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices(start) {
        let rest = &code[at + start.len()..];
        let path: String = rest.chars().take_while(|ch| ch.is_alphanumeric() || "_:".contains(*ch)).collect();
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

/// The files that a file imports: by `crate::`, by `super::`, and its own submodules. What a module defines is there
/// for its submodules, as everywhere in Rust, so that an import of an ancestor does not count.
fn imported(source: &Source, files: &BTreeSet<String>) -> BTreeSet<String> {
    let parent = source.path.rsplit_once('/').map_or("", |(parent, _)| parent).to_owned();
    let below = |folder: &str, path: &str| format!("{folder}/{}", path.replace("::", "/"));
    let mut paths: Vec<String> = named(&source.code).iter().map(|path| path.replace("::", "/")).collect();
    for path in paths_behind(&source.code, "super::") {
        let (folder, path) = match path.strip_prefix("super::") {
            Some(path) => (parent.rsplit_once('/').map_or("", |(parent, _)| parent), path),
            None => (parent.as_str(), path.as_str()),
        };
        paths.push(below(folder, path));
    }
    for (before, after) in source.code.match_indices("mod ").map(|(at, word)| source.code.split_at(at + word.len())) {
        let name: String = after.chars().take_while(|ch| ch.is_alphanumeric() || *ch == '_').collect();
        if after[name.len()..].starts_with(';') && !before.ends_with("cfg(test)]\nmod ") {
            paths.push(below(&source.path, &name));
        }
    }
    let file = |path: &String| {
        let mut path = path.trim_matches('/');
        while !files.contains(path) {
            path = path.rsplit_once('/')?.0;
        }
        Some(path.to_owned())
    };
    paths.iter().filter_map(file).filter(|path| !is_at(&source.path, path, "/")).collect()
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let sources = sources();
    let files: BTreeSet<String> = sources.iter().map(|source| source.path.clone()).collect();
    let mut left: BTreeMap<&str, BTreeSet<String>> =
        sources.iter().map(|source| (source.path.as_str(), imported(source, &files))).collect();
    assert!(left.values().map(BTreeSet::len).sum::<usize>() > 200, "the imports are read");
    // Whoever imports nothing that is left is in no circle.
    while let Some(file) = left.iter().find(|(_, all)| all.iter().all(|one| !left.contains_key(one.as_str()))) {
        let file = *file.0;
        left.remove(file);
    }
    let imports = left.iter().map(|(file, all)| {
        let inside: Vec<_> = all.iter().filter(|one| left.contains_key(one.as_str())).collect();
        format!("{file} imports {inside:?}")
    });
    assert!(left.is_empty(), "{}", imports.collect::<Vec<_>>().join("\n"));
}

#[test]
fn each_library_is_named_only_where_it_belongs() {
    let mut offences = Vec::new();
    for source in sources() {
        for (word, places) in ONLY_IN {
            let said = source.code.match_indices(word).any(|(at, _)| {
                let before = source.code[..at].chars().next_back();
                let after = source.code[at + word.len()..].chars().next();
                let joined = |ch: Option<char>| ch.is_some_and(|ch| ch.is_alphanumeric() || ch == '_');
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
