//! Names to addresses, with a time limit and an error that is recognised by its type.

use std::fmt;
use std::io;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Asks the system, which knows of hosts files, VPNs and company networks what no resolver of our own would.
#[derive(Debug, Clone, Copy)]
pub(super) struct DnsResolver {
    limit: Duration,
}

impl DnsResolver {
    pub(super) fn within(limit: Duration) -> Self {
        Self { limit }
    }
}

impl Resolve for DnsResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let limit = self.limit;
        Box::pin(async move {
            let host = name.as_str().to_owned();
            // Port 0 stands for "that of the address".
            let looking = tokio::time::timeout(limit, tokio::net::lookup_host((host.as_str(), 0)));
            let found = match looking.await {
                Ok(Ok(found)) => Ok(found.collect::<Vec<_>>()),
                Ok(Err(error)) => Err(Some(error)),
                Err(_) => Err(Some(io::ErrorKind::TimedOut.into())),
            };
            match found {
                Ok(addresses) if !addresses.is_empty() => Ok(Box::new(addresses.into_iter()) as Addrs),
                Ok(_) => Err(DnsError { host, cause: None }.into()),
                Err(cause) => Err(DnsError { host, cause }.into()),
            }
        })
    }
}

/// A name that has no address, or whose address did not come in time.
#[derive(Debug)]
pub(super) struct DnsError {
    pub(super) host: String,
    cause: Option<io::Error>,
}

impl fmt::Display for DnsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            None => write!(f, "{} has no address", self.host),
            Some(cause) => write!(f, "no address for {}: {cause}", self.host),
        }
    }
}

impl std::error::Error for DnsError {}

#[cfg(test)]
impl DnsError {
    pub(super) fn for_test(host: &str) -> Self {
        Self { host: host.to_owned(), cause: None }
    }
}
