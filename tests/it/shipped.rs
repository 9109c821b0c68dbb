//! What the shipped program must not have in it. Looked into where it is built: tests that were built elsewhere, such as
//! those for Windows, have no cargo beside them.

use std::env;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

fn contains(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|part| part == needle.as_bytes())
}

/// `make test` builds the program as it is shipped, without the feature for tests, and says where it is.
#[test]
fn the_shipped_program_knows_no_address_but_highlevels() {
    let Some(path) = env::var_os("CONTACT_LOOKUP_SHIPPED_BIN") else {
        assert!(env::var_os("CI").is_none(), "CONTACT_LOOKUP_SHIPPED_BIN says nothing, and this is CI");
        eprintln!("NOT TRIED: there is no shipped program to look into; make test builds one");
        return;
    };
    let shipped = std::fs::read(path).unwrap();
    assert!(contains(&shipped, "https://services.leadconnectorhq.com"), "this is not the program");
    for name in ["CONTACT_LOOKUP_API_URL", "http://127.0.0.1:PORT"] {
        assert!(!contains(&shipped, name), "the shipped program has {name}");
    }
    // The same search finds it where it is.
    if cfg!(feature = "loopback-api") {
        let tested = std::fs::read(env!("CARGO_BIN_EXE_contact-lookup")).unwrap();
        assert!(contains(&tested, "CONTACT_LOOKUP_API_URL"));
    }
}

/// Its addresses differ at each start, and the table of the functions that it calls is closed before it runs.
#[cfg(target_os = "linux")]
#[test]
fn the_program_lies_anywhere_in_memory_and_its_tables_are_read_only() {
    let mut readelf = Command::new("readelf");
    readelf.args(["--wide", "--file-header", "--program-headers", "--dynamic"]);
    let output = readelf.arg(env!("CARGO_BIN_EXE_contact-lookup")).env("LC_ALL", "C").output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    for property in ["DYN (Position-Independent Executable file)", "GNU_RELRO", "BIND_NOW"] {
        assert!(told.contains(property), "{property} is not in {told}");
    }
}

#[test]
fn the_shipped_program_has_neither_developer_tools_nor_a_trace_of_the_border() {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--offline", "--locked", "--format-version", "1"]).current_dir(env!("CARGO_MANIFEST_DIR"));
    let metadata: Value = serde_json::from_slice(&cargo.output().unwrap().stdout).unwrap();
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let mut seen = 0;
    for name in ["tauri", "tauri-runtime-wry", "wry"] {
        let is_it = |node: &&Value| {
            let id = node["id"].as_str().unwrap();
            id.contains(&format!("#{name}@")) || id.contains(&format!("/{name}#"))
        };
        for node in nodes.iter().filter(is_it) {
            seen += 1;
            let on: Vec<_> = node["features"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            for unwanted in ["devtools", "tracing", "macos-private-api"] {
                assert!(!on.contains(&unwanted), "{name} has {unwanted}");
            }
        }
    }
    assert_eq!(seen, 3, "not all three were found");
}

/// A program with a library that lies in cargo's own folder, as all that come from a registry do, and panics in it.
#[cfg(unix)]
fn built_with(cargo: &Path, place: &Path) -> Vec<u8> {
    let (home, program) = (place.join("cargo"), place.join("program"));
    for (folder, file, text) in [
        (&home, "Cargo.toml", "[package]\nname = \"library\"\nversion = \"1.0.0\"\nedition = \"2021\"\n"),
        (&home, "src/lib.rs", "pub fn fall(over: &str) { panic!(\"{over}\") }\n"),
        (
            &program,
            "Cargo.toml",
            "[package]\nname = \"program\"\nversion = \"1.0.0\"\nedition = \"2021\"\n\
             [dependencies]\nlibrary = { path = \"../cargo\" }\n[profile.release]\nstrip = true\n",
        ),
        (&program, "src/main.rs", "fn main() { library::fall(&std::env::args().next().unwrap()) }\n"),
    ] {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let mut build = Command::new(cargo);
    build.args(["build", "--release", "--offline", "--quiet"]).current_dir(&program).env("CARGO_HOME", &home);
    build.env("CARGO_TARGET_DIR", program.join("target"));
    for name in ["CARGO_ENCODED_RUSTFLAGS", "RUSTFLAGS", "CFLAGS"] {
        build.env_remove(name);
    }
    assert!(build.status().unwrap().success());
    std::fs::read(program.join("target/release/program")).unwrap()
}

#[cfg(unix)]
#[test]
fn what_is_built_to_be_shipped_names_no_folder_of_the_machine_that_built_it() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().to_str().unwrap();
    let usual = built_with(Path::new(env!("CARGO")), place.path());
    assert!(contains(&usual, folder), "the search would not find it");
    std::fs::remove_dir_all(place.path().join("program/target")).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/cargo-release");
    let shipped = built_with(&script, place.path());
    assert!(!contains(&shipped, folder));
}

/// Each script that makes something to be shipped or measured goes that way.
#[test]
fn nothing_is_built_for_release_by_cargo_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let scripts = std::fs::read_dir(root.join("scripts")).unwrap().map(|entry| entry.unwrap().path());
    for path in scripts.chain([root.join("Makefile")]) {
        let text = std::fs::read_to_string(&path).unwrap();
        let alone = text.lines().find(|line| line.contains("--release") && line.trim_start().starts_with("cargo "));
        assert_eq!(alone, None, "{}", path.display());
    }
}
