//! Every time, size and count that bounds a lookup, in one place, each with its reason.

use std::time::Duration;

/// The version of the API that is asked for. The document that this program is built on allows this one alone.
pub const API_VERSION: &str = "2021-04-15";

/// How this program names itself. The firewall before the API answers 403 to some clients that send no name, and the
/// HTTP library sends none of its own.
pub const USER_AGENT: &str = concat!("ContactLookup/", env!("CARGO_PKG_VERSION"));

/// The longest wait that is ever told. A server that asks for more is asked again after it.
pub const MAX_REPORTED_WAIT: Duration = Duration::from_secs(3600);

/// A wait longer than this is taken for nonsense: the longest known allowance is that of a day.
pub const MAX_RETRY_AFTER: Duration = Duration::from_secs(86_400);

/// The body of an answer, decompressed. The largest contacts known take some 100 KiB.
pub const BODY: usize = 2 * 1024 * 1024;

/// The headers of an answer over HTTP/2, which counts them by size; over HTTP/1 the library allows a hundred headers
/// and 400 KiB. Usual are thirty headers and 2 KiB.
pub const HEADERS: u32 = 64 * 1024;

/// HighLevel's allowance: this many requests…
pub const ALLOWANCE: usize = 100;

/// …in any stretch of this length, for everybody who uses the same token.
pub const ALLOWANCE_INTERVAL: Duration = Duration::from_secs(10);

/// The limits of one client. The shipped program uses [`Limits::default`]; tests pass shorter ones, so that no test
/// has to wait for real seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// For a name to be resolved. Less than [`Self::connect`], of which it is a part, so that a name service that never answers
    /// is told from a server that never answers.
    pub name_look_up: Duration,
    /// From nothing to a connection that is ready for the request: name, TCP, proxy and TLS together. The other side of
    /// the earth takes under one second; operating systems by themselves give up only after two minutes.
    pub connect: Duration,
    /// Between two reads, and before the first. HighLevel's slow answers take some three seconds.
    pub idle_read: Duration,
    /// One try from start to last byte. A usual contact over a link of 1 KiB/s still arrives within it.
    pub per_try: Duration,
    /// One lookup with all its tries and waits. Nobody looks at a spinner for longer.
    pub overall: Duration,
    /// Everything about one request that only puts a name to an ID: nobody waits for it, and what is missing is asked for
    /// again with the next contact.
    pub aside: Duration,
    /// How many times a request is sent at most. Passing faults rarely outlive the third try.
    pub tries: u32,
    /// The first wait between two tries is random, from nothing to this: long enough for a restarting server to be
    /// replaced, short enough not to be noticed.
    pub backoff_base: Duration,
    /// No wait of our own choosing is longer than this.
    pub backoff_cap: Duration,
    /// Where the server asks for a wait of up to this, it is waited for without a word; beyond it the person is told.
    pub silent_wait: Duration,
    /// A try is not started when less than this is left of [`Self::overall`]: it could hardly end well.
    pub min_time_left: Duration,
    /// See [`BODY`]; in bytes.
    pub body: usize,
    /// An unused connection is kept this long: the time to read one contact and copy the next one's ID. The servers close
    /// theirs after some minutes, and to be the first to close avoids sending into a closed connection.
    pub connection_kept: Duration,
    /// A connection that was opened ahead waits this long for its request. Some servers close one that stays silent.
    pub warm_for: Duration,
}

impl Limits {
    /// These limits for a request that only puts a name to an ID: one try, and soon over.
    #[must_use]
    pub fn aside(&self) -> Self {
        Self { tries: 1, overall: self.aside, ..self.clone() }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            name_look_up: Duration::from_secs(4),
            connect: Duration::from_secs(5),
            idle_read: Duration::from_secs(10),
            per_try: Duration::from_secs(15),
            overall: Duration::from_secs(20),
            aside: Duration::from_secs(5),
            tries: 3,
            backoff_base: Duration::from_millis(300),
            backoff_cap: Duration::from_secs(2),
            silent_wait: Duration::from_secs(5),
            min_time_left: Duration::from_secs(1),
            body: BODY,
            connection_kept: Duration::from_secs(60),
            warm_for: Duration::from_secs(20),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_leaves_room_for_the_ones_inside_it() {
        let limits = Limits::default();
        assert!(limits.name_look_up < limits.connect);
        assert!(limits.connect < limits.idle_read);
        assert!(limits.idle_read < limits.per_try);
        assert!(limits.per_try < limits.overall);
        assert!(limits.aside < limits.overall);
        assert!(limits.backoff_base < limits.backoff_cap);
        assert!(limits.warm_for < limits.connection_kept);
    }
}
