//! Every time, size and count that bounds a request, each with its reason.

use std::time::Duration;

/// The only version that HighLevel's API description allows.
pub const API_VERSION: &str = "2021-04-15";

/// The firewall before the API answers 403 to some clients that send no name, and the HTTP library sends none of its own.
pub const USER_AGENT: &str = concat!("ContactLookup/", env!("CARGO_PKG_VERSION"));

/// The longest wait that is shown. A server that asks for more is asked again after it.
pub const MAX_REPORTED_WAIT: Duration = Duration::from_secs(3600);

/// A longer `Retry-After` is taken for nonsense: the longest known rate limit is that of a day.
pub const MAX_RETRY_AFTER: Duration = Duration::from_secs(86_400);

/// In bytes, decompressed. The largest contacts known take some 100 KiB.
pub const MAX_BODY: usize = 2 * 1024 * 1024;

/// The size of an answer's headers over HTTP/2; over HTTP/1 the library allows a hundred headers and 400 KiB. Usual are
/// thirty headers and 2 KiB.
pub const MAX_HEADERS: u32 = 64 * 1024;

/// HighLevel allows this many requests in any [`RATE_LIMIT_INTERVAL`], for everybody who uses the same token.
pub const RATE_LIMIT: usize = 100;

pub const RATE_LIMIT_INTERVAL: Duration = Duration::from_secs(10);

/// The limits of one client. Tests pass shorter ones than the default.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Shorter than `connect_timeout`, of which it is a part, so that a silent name service is told from a silent server.
    pub dns_timeout: Duration,
    /// Name, TCP, proxy and TLS together. The other side of the earth takes under one second; operating systems by
    /// themselves give up only after two minutes.
    pub connect_timeout: Duration,
    /// Between two reads, and before the first. HighLevel's slow answers take some three seconds.
    pub read_timeout: Duration,
    /// One attempt up to the last byte. A usual contact over a link of 1 KiB/s still arrives within it.
    pub attempt_timeout: Duration,
    /// One lookup with all its attempts and waits. Nobody looks at a spinner for longer.
    pub overall_timeout: Duration,
    /// A request for the name behind an ID. What is missing is asked for again with the next contact.
    pub background_timeout: Duration,
    /// Passing failures rarely outlive the third attempt.
    pub max_attempts: u32,
    /// The first wait between two attempts is random, up to this: long enough for a restarting server to be replaced,
    /// short enough not to be noticed.
    pub backoff_base: Duration,
    pub backoff_cap: Duration,
    /// A longer wait that the server asks for is shown instead of sat out.
    pub max_silent_wait: Duration,
    /// An attempt with less than this left of `overall_timeout` could hardly end well, and is not started.
    pub min_time_left: Duration,
    pub max_body: usize,
    /// The time to read one contact and copy the next one's ID. The servers close an unused connection after some
    /// minutes; to be the first avoids sending into a closed one.
    pub pool_idle_timeout: Duration,
    /// How long a connection that was opened ahead waits for its request. Some servers close one that stays silent.
    pub preconnect_ttl: Duration,
}

impl Limits {
    /// These limits for a request that only puts a name to an ID.
    #[must_use]
    pub fn for_background(&self) -> Self {
        Self { max_attempts: 1, overall_timeout: self.background_timeout, ..self.clone() }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            dns_timeout: Duration::from_secs(4),
            connect_timeout: Duration::from_secs(5),
            read_timeout: Duration::from_secs(10),
            attempt_timeout: Duration::from_secs(15),
            overall_timeout: Duration::from_secs(20),
            background_timeout: Duration::from_secs(5),
            max_attempts: 3,
            backoff_base: Duration::from_millis(300),
            backoff_cap: Duration::from_secs(2),
            max_silent_wait: Duration::from_secs(5),
            min_time_left: Duration::from_secs(1),
            max_body: MAX_BODY,
            pool_idle_timeout: Duration::from_secs(60),
            preconnect_ttl: Duration::from_secs(20),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_leaves_room_for_the_ones_inside_it() {
        let limits = Limits::default();
        assert!(limits.dns_timeout < limits.connect_timeout);
        assert!(limits.connect_timeout < limits.read_timeout);
        assert!(limits.read_timeout < limits.attempt_timeout);
        assert!(limits.attempt_timeout < limits.overall_timeout);
        assert!(limits.background_timeout < limits.overall_timeout);
        assert!(limits.backoff_base < limits.backoff_cap);
        assert!(limits.preconnect_ttl < limits.pool_idle_timeout);
    }
}
