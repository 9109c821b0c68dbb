//! The HighLevel API: what is asked, how it is sent, and what comes back.
//!
//! Nothing here knows of a window, a password store or a file. [`client::Client`] is the way in; everything below it
//! is a step of one lookup: a slot ([`pace`]), the request ([`transport`], [`http`]), the reading ([`decode`],
//! [`refusal`]), and whether to try again ([`retry`]).

/// Asks for one thing and keeps at it until there is an answer, a refusal or no time left.
pub mod client;
/// The bytes of an answer → a contact, tolerant of odd fields.
pub mod decode;
/// The transport over the network. The only part that names the HTTP library.
pub mod http;
/// Every time, size and count that bounds a lookup, each with its reason.
pub mod limits;
/// The shared allowance of requests: one for each token.
pub mod rate_limit;
/// Status and message of an answer without a contact → what it means.
pub mod refusal;
/// Whether a failed try is worth another, and when.
pub mod retry;
/// One request out, one answer back: the border between what is asked and how it travels.
pub mod transport;
