//! Contact Lookup: a HighLevel contact by its ID, in a window.
//!
//! Everything a person can do is plain Rust; [`shell`] alone knows Tauri; [`run`] alone chooses between real parts
//! and others.

pub mod accounts;
pub mod bulk;
pub mod cli;
pub mod connection_check;
pub mod export;
pub mod highlevel;
pub mod list;
pub mod lookup;
pub mod model;
pub mod recents;
pub mod references;
pub mod sample;
pub mod settings;
pub mod shell;
pub mod token_store;

mod app;
mod atomic_file;
mod hardening;

use std::process::ExitCode;

use cli::CommandLine;

/// Runs the program, from the command line to the last window closed.
pub fn run() -> ExitCode {
    match cli::read(std::env::args_os().skip(1)) {
        Ok(CommandLine::Version) => {
            say(&format!("contact-lookup {}\n", env!("CARGO_PKG_VERSION")));
            ExitCode::SUCCESS
        }
        Ok(CommandLine::Help) => {
            say(cli::HELP);
            ExitCode::SUCCESS
        }
        Ok(CommandLine::Open { sample, text, fill }) => app::open(shell::StartedWith { sample, text, fill }),
        Err(fault) => {
            complain(&format!("{fault}\n\n{}", cli::HELP));
            ExitCode::from(2)
        }
    }
}

/// Writes to standard output; where nobody reads it, nobody misses it.
fn say(text: &str) {
    use std::io::Write;
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Writes to standard error.
fn complain(text: &str) {
    use std::io::Write;
    let _ = std::io::stderr().write_all(text.as_bytes());
}
