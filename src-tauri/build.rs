//! Prepares what the Tauri macros need at compile time.

fn main() {
    // `generate_context!` stops the build when the folder of the page is missing, which would keep
    // `cargo check` and `cargo test` from running on a checkout whose page has not been built yet.
    std::fs::create_dir_all("ui/dist").unwrap_or_else(|error| {
        println!("cargo:warning=could not create ui/dist: {error}");
    });
    // Tauri watches the folders where these usually are.
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    tauri_build::try_build(
        tauri_build::Attributes::new()
            .capabilities_path_pattern("src-tauri/capabilities/*.json")
            .app_manifest(tauri_build::AppManifest::new().permissions_path_pattern("src-tauri/permissions/*.toml")),
    )
    .unwrap_or_else(|error| {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    });
}
