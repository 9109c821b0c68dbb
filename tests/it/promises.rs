//! What `docs/SECURITY.md` promises has a test by that name, what `Cargo.toml` brings in has a reason, and what
//! `docs/ARCHITECTURE.md` names is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const PROMISES: &str = include_str!("../../docs/SECURITY.md");
const REASONS: &str = include_str!("../../docs/DEPENDENCIES.md");
const ARCHITECTURE: &str = include_str!("../../docs/ARCHITECTURE.md");
const MANIFEST: &str = include_str!("../../Cargo.toml");

/// A row of a table whose last column names tests.
struct Row<'a> {
    promise: &'a str,
    tests: Vec<&'a str>,
}

/// The rows of every table whose last heading is "proven by".
fn rows(text: &str) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut names_tests = false;
    for line in text.lines() {
        let Some(inner) = line.strip_prefix("| ").and_then(|line| line.strip_suffix(" |")) else {
            names_tests = names_tests && line.starts_with("|-");
            continue;
        };
        let (promise, last) = inner.rsplit_once(" | ").unwrap_or((inner, ""));
        if last == "proven by" {
            names_tests = true;
        } else if names_tests {
            rows.push(Row { promise, tests: in_backticks(last) });
        }
    }
    rows
}

fn in_backticks(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn files(folder: &Path, is_wanted: &dyn Fn(&str) -> bool, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, is_wanted, found);
        } else if path.file_name().is_some_and(|name| is_wanted(&name.to_string_lossy())) {
            found.push(path);
        }
    }
}

fn texts(folder: &str, is_wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), is_wanted, &mut found);
    found.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// The names of the functions that stand under an attribute of a test.
fn rust_tests(source: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut is_test = false;
    for line in source.lines().map(str::trim_start) {
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            is_test = true;
        } else if let Some(rest) = line.strip_prefix("async fn ").or_else(|| line.strip_prefix("fn ")) {
            if is_test {
                names.extend(rest.split('(').next().map(str::to_owned));
            }
            is_test = false;
        } else if !line.starts_with("#[") && !line.starts_with("//") {
            is_test = false;
        }
    }
    names
}

/// The names that tests of the page are given: the texts that `it` and `it.each(…)` begin with.
fn page_tests(source: &str) -> BTreeSet<String> {
    let starts = source.match_indices("('").filter(|(at, _)| {
        let before = source[..*at].trim_end();
        before.ends_with("it") || before.ends_with("test") || before.ends_with(')')
    });
    let name = |(at, _): (usize, &str)| source[at + 2..].split("',").next().map(str::to_owned);
    starts.filter_map(name).filter(|name| !name.contains('\n')).collect()
}

fn all_tests() -> BTreeSet<String> {
    let is_rust = |name: &str| Path::new(name).extension().is_some_and(|ending| ending == "rs");
    let of_rust = ["src-tauri/src", "tests"].into_iter().flat_map(|folder| texts(folder, &is_rust));
    let of_page = texts("ui/src", &|name| name.ends_with(".test.ts"));
    of_rust.flat_map(|text| rust_tests(&text)).chain(of_page.iter().flat_map(|text| page_tests(text))).collect()
}

#[test]
fn every_promise_names_a_test_and_every_test_that_is_named_exists() {
    let rows = rows(PROMISES);
    assert!(rows.len() > 60, "only {} rows name tests", rows.len());
    let tests = all_tests();
    let mut faults = Vec::new();
    for Row { promise, tests: named } in &rows {
        if named.is_empty() {
            faults.push(format!("no test: {promise}"));
        }
        let missing = named.iter().filter(|name| !tests.contains(**name));
        faults.extend(missing.map(|name| format!("there is no test `{name}`: {promise}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_row_without_a_test_and_a_name_without_one_would_be_noticed() {
    let text = "| what | proven by |\n|---|---|\n| a | `one`, `two words` |\n| b | later |\n\n| c | d |\n|---|---|\n| e | `f` |";
    let rows: Vec<_> = rows(text).into_iter().map(|row| (row.promise, row.tests)).collect();
    assert_eq!(rows, [("a", vec!["one", "two words"]), ("b", vec![])]);

    let rust = "#[test]\n#[cfg(unix)]\nfn one() {}\nfn helper() {}\n    #[tokio::test]\n    async fn two(x in y) {}\n";
    assert_eq!(rust_tests(rust).into_iter().collect::<Vec<_>>(), ["one", "two"]);
    let page = "it('does this, and that', async () => {});\nit.each([1])('%s too', () => {});\nexpect(text('no'));";
    assert_eq!(page_tests(page).into_iter().collect::<Vec<_>>(), ["%s too", "does this, and that"]);
}

/// The names in the sections of dependencies, those of single systems and of the tests included.
fn dependencies(manifest: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut is_section = false;
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_section = line.ends_with("dependencies]");
        } else if let (true, Some((name, _))) = (is_section, line.split_once(" = ")) {
            if !name.starts_with('#') {
                names.push(name);
            }
        }
    }
    names
}

#[test]
fn every_direct_dependency_has_a_reason() {
    let names = dependencies(MANIFEST);
    assert!(names.len() > 40, "only {names:?}");
    let without: Vec<_> = names.into_iter().filter(|name| !REASONS.contains(&format!("`{name}`"))).collect();
    assert!(without.is_empty(), "docs/DEPENDENCIES.md does not say why these are there: {without:?}");
}

#[test]
fn every_file_that_the_architecture_names_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_path =
        |name: &&str| [".rs", ".ts", ".toml", ".json"].iter().any(|end| name.ends_with(end)) && !name.contains('*');
    let paths: Vec<_> = in_backticks(ARCHITECTURE).into_iter().filter(is_path).collect();
    assert!(paths.len() > 20, "only {paths:?}");
    let is_missing =
        |path: &&str| !["", "src-tauri/src", "ui/src"].iter().any(|folder| root.join(folder).join(path).is_file());
    let missing: Vec<_> = paths.into_iter().filter(is_missing).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The commands that build, in the files that say how: each with where it stands.
fn building() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files_of_commands = vec![root.join("Makefile")];
    files(&root.join("scripts"), &|_| true, &mut files_of_commands);
    let mut found = Vec::new();
    for path in files_of_commands {
        let text = fs::read_to_string(&path).unwrap().replace("\\\n", " ");
        let commands = text.lines().map(str::trim_start).filter(|line| !line.starts_with('#'));
        found.extend(commands.map(|line| (path.clone(), line.to_owned())));
    }
    found
}

#[test]
fn the_build_takes_what_the_lock_files_name_from_the_two_registries_and_runs_no_script_of_a_package() {
    let builds = ["build", "test", "bench", "clippy", "install", "fetch"].map(|verb| format!("cargo {verb} "));
    let mut seen = (0, 0);
    for (path, line) in building() {
        if builds.iter().any(|build| line.contains(build)) {
            assert!(line.contains("--locked"), "{}: {line}", path.display());
            seen.0 += 1;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.contains(&"npm") && words.iter().any(|word| ["ci", "install", "i"].contains(word)) {
            assert!(words.contains(&"ci") && words.contains(&"--ignore-scripts"), "{}: {line}", path.display());
            seen.1 += 1;
        }
    }
    assert!(seen.0 >= 5 && seen.1 >= 1, "{seen:?}");

    let sources = include_str!("../../Cargo.lock").lines().filter_map(|line| line.strip_prefix("source = "));
    assert!(sources.clone().count() > 300);
    for source in sources {
        assert_eq!(source, r#""registry+https://github.com/rust-lang/crates.io-index""#);
    }
    let lock: serde_json::Value = serde_json::from_str(include_str!("../../ui/package-lock.json")).unwrap();
    for (path, package) in lock["packages"].as_object().unwrap().iter().filter(|(path, _)| !path.is_empty()) {
        assert!(package["integrity"].is_string(), "{path} has no checksum");
        let from = package["resolved"].as_str().unwrap_or("https://registry.npmjs.org/");
        assert!(from.starts_with("https://registry.npmjs.org/"), "{path} comes from {from}");
    }
}

/// A tag can be moved to other code, a commit cannot.
#[test]
fn every_action_of_a_workflow_is_named_by_its_commit() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/workflows");
    let mut actions = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for action in text.lines().filter_map(|line| line.trim_start().trim_start_matches("- ").strip_prefix("uses: "))
        {
            let commit = action.split_once('@').and_then(|(_, at)| at.split(' ').next()).unwrap();
            assert!(commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()), "{action}");
            actions += 1;
        }
    }
    assert!(actions > 0);
}
