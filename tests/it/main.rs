//! The integration tests: one program, a module for each behaviour.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at the first surprise")]

mod answers;
mod budget;
mod bulk;
mod connection;
mod connection_check;
mod export;
mod fuzz_finds;
#[cfg(not(windows))]
mod http2;
mod ipc;
mod layers;
mod limits;
mod lists;
mod names;
mod network;
mod odd_fields;
mod outside;
mod password_store;
mod promises;
mod proxies;
mod recents;
mod request;
#[cfg(not(windows))]
mod secure;
mod settings;
#[cfg(not(windows))]
mod shipped;
mod support;
mod tables;
