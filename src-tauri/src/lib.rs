//! Contact Lookup: a HighLevel contact by its ID, in a window.
//!
//! Everything a person can do is plain Rust; [`shell`] alone knows Tauri; [`run`] alone chooses between real parts
//! and others.

pub mod accounts;
pub mod bulk;
pub mod check;
pub mod command_line;
pub mod export;
pub mod highlevel;
pub mod list;
pub mod lookup;
pub mod model;
pub mod names;
pub mod prefs;
pub mod recents;
pub mod sample;
pub mod shell;
pub mod vault;

mod hardening;
mod start;
mod whole_file;

use std::process::ExitCode;

use command_line::CommandLine;

/// Runs the program, from the command line to the last window closed.
pub fn run() -> ExitCode {
    match command_line::read(std::env::args_os().skip(1)) {
        Ok(CommandLine::Version) => {
            say(&format!("contact-lookup {}\n", env!("CARGO_PKG_VERSION")));
            ExitCode::SUCCESS
        }
        Ok(CommandLine::Help) => {
            say(command_line::HELP);
            ExitCode::SUCCESS
        }
        Ok(CommandLine::Open { sample, text, fill }) => start::open(shell::StartedWith { sample, text, fill }),
        Err(fault) => {
            complain(&format!("{fault}\n\n{}", command_line::HELP));
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
