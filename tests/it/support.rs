//! What the tests stand on: a server that does as it is told, certificates, and the real client pointed at it.

pub mod again;
pub mod answer;
pub mod asker;
// See the tests of the same name.
#[cfg(target_os = "linux")]
pub mod asking_store;
#[cfg(target_os = "linux")]
pub mod desktop_bus;
pub mod harness;
#[cfg(not(windows))]
pub mod http2;
#[cfg(not(windows))]
pub mod secure;
pub mod server;
