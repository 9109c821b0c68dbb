//! The program as a person meets it: the built window under Xvfb, driven through WebKitWebDriver, with a real
//! password store and a stand-in for HighLevel on this computer. Pictures of what was seen are left in
//! `target/screenshots/`.
#![cfg(target_os = "linux")]
#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

mod border;
mod borrowed;
mod bulk;
mod canary;
mod card;
mod connection_check;
mod contacts;
mod day;
mod endless;
mod faults;
mod first_steps;
mod harness;
mod highlevel;
mod hostile;
mod lists_as_people_have_them;
mod lookup_flow;
mod out;
mod outside;
mod password_store;
mod paused_account;
mod pictures;
mod pictures_of_lists;
mod ports;
mod problems;
mod process;
mod sandbox;
mod screen;
mod settings;
mod shipped;
mod tokens;
mod typed;
#[expect(dead_code, clippy::unwrap_used, reason = "the integration tests, whose it is, use more of it")]
mod unruly;
