//! What the shipped program must not have in it. Looked into where it is built: tests that were built elsewhere, such as
//! those for Windows, have no cargo beside them.

use std::env;
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
