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
    match cli::parse(std::env::args_os().skip(1)) {
        Ok(CommandLine::Version) => {
            print(&format!("contact-lookup {}\n", env!("CARGO_PKG_VERSION")));
            ExitCode::SUCCESS
        }
        Ok(CommandLine::Help) => {
            print(cli::HELP);
            ExitCode::SUCCESS
        }
        Ok(CommandLine::Open { sample, text, fill }) => app::open(shell::StartedWith { sample, text, fill }),
        Err(error) => {
            print_error(&format!("{error}\n\n{}", cli::HELP));
            ExitCode::from(2)
        }
    }
}

/// Writes to standard output, unlike `print!` without a panic where that is closed.
fn print(text: &str) {
    use std::io::Write;
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Writes to standard error, unlike `eprint!` without a panic where that is closed.
fn print_error(text: &str) {
    use std::io::Write;
    let _ = std::io::stderr().write_all(text.as_bytes());
}
