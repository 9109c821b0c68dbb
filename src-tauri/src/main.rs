//! The program. Everything is in the library, so that the tests can reach it.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    contact_lookup::run()
}
