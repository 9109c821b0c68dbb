//! The HighLevel API: what is asked, how it is sent, and what comes back.
//!
//! Knows no window, password store or file. [`client::Client`] is the way in. One lookup goes through a permit
//! ([`rate_limit`]), the request ([`transport`], [`http`]), the answer ([`decode`], [`refusal`]) and, where it failed,
//! [`retry`].

pub mod client;
pub mod decode;
pub mod error;
pub mod http;
pub mod limits;
pub mod rate_limit;
pub(crate) mod refusal;
mod retry;
pub mod transport;
