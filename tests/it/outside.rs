//! Links to this program: what the installers tell the system, and what the program reads, are one and the same.

use contact_lookup::cli::id_in_link;
use serde_json::{json, Value};

#[test]
fn the_installers_register_the_links_that_the_program_reads() {
    let config: Value = serde_json::from_str(include_str!("../../tauri.conf.json")).unwrap();
    let schemes = &config["plugins"]["deep-link"]["desktop"]["schemes"];
    assert_eq!(*schemes, json!(["contactlookup"]));
    let link = format!("{}://contact/seD4PfOuKoVMLkEZqohJ", schemes[0].as_str().unwrap());
    assert_eq!(id_in_link(&link), Some("seD4PfOuKoVMLkEZqohJ"));
    // Of the bundler's own template, ours has to keep what makes the system hand a link over.
    let entry = include_str!("../../src-tauri/contact-lookup.desktop");
    assert!(entry.contains("Exec={{exec}} %u\n") && entry.contains("MimeType={{mime_type}};\n"), "{entry}");
}
