//! This very test program once more, with another environment: what a process reads of its surroundings can only be
//! given to a new one.

use std::env;

use tokio::process::Command;

/// Set in a process that plays a part in a test of another one: the address it asks.
pub const ASKS: &str = "CONTACT_LOOKUP_TEST_ASKS";

/// What the harness it is run at may have set already.
const TAKEN_OUT: [&str; 10] = [
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
];

/// Runs one test of this program by its full name, with these variables and none of those that matter here from
/// outside. Gives all it said.
///
/// # Panics
/// Where that test fails.
pub async fn run(test: &str, asks: &str, variables: &[(&str, &str)]) -> String {
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]);
    for name in TAKEN_OUT {
        command.env_remove(name);
    }
    command.env(ASKS, asks).envs(variables.iter().copied());
    let done = command.output().await.unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success() && said.contains("1 passed"), "{test}: {said}");
    said
}

/// The address to ask, in a process that [`run`] has started.
pub fn asks() -> Option<String> {
    env::var(ASKS).ok()
}
