//! The server of the integration tests, which lies, dawdles and hangs up where [`crate::highlevel`] only answers.

#[path = "../it/support/answer.rs"]
pub mod answer;
#[path = "../it/support/secure.rs"]
pub mod secure;
#[path = "../it/support/server.rs"]
pub mod server;
