//! The one lookup that may be under way: a later one, or the person, ends it.

use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// Keeps at most one lookup going. The last one asked wins.
#[derive(Debug, Default)]
pub struct InFlight {
    current: Mutex<Option<Current>>,
    begun: AtomicU64,
}

#[derive(Debug)]
struct Current {
    request: u32,
    /// Dropping it ends the lookup.
    _alive: oneshot::Sender<()>,
}

impl InFlight {
    fn current(&self) -> MutexGuard<'_, Option<Current>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a lookup under that number, ending the one before it. `None` where it was ended itself.
    pub async fn run<T>(&self, request: u32, lookup: impl Future<Output = T>) -> Option<T> {
        let (alive, ended) = oneshot::channel::<()>();
        *self.current() = Some(Current { request, _alive: alive });
        self.begun.fetch_add(1, Ordering::Relaxed);
        let result = tokio::select! {
            biased;
            _ = ended => None,
            result = lookup => Some(result),
        };
        if result.is_some() {
            self.cancel(request);
        }
        result
    }

    /// How many lookups have begun: one that is higher than before says that another was asked for since.
    pub fn begun(&self) -> u64 {
        self.begun.load(Ordering::Relaxed)
    }

    /// Ends the lookup that is under way, whatever its number.
    pub fn end(&self) {
        *self.current() = None;
    }

    /// Ends the lookup of that number, if it is the one under way.
    pub fn cancel(&self, request: u32) {
        let mut current = self.current();
        if current.as_ref().is_some_and(|current| current.request == request) {
            *current = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::InFlight;
    use std::future::{pending, ready};
    use std::sync::Arc;

    #[tokio::test]
    async fn a_lookup_that_nothing_ends_gives_its_result() {
        assert_eq!(InFlight::default().run(1, ready("found")).await, Some("found"));
    }

    #[tokio::test]
    async fn the_last_one_asked_wins() {
        let in_flight = Arc::new(InFlight::default());
        let slow = tokio::spawn({
            let in_flight = Arc::clone(&in_flight);
            async move { in_flight.run(1, pending::<()>()).await }
        });
        tokio::task::yield_now().await;
        assert_eq!(in_flight.run(2, ready(7)).await, Some(7));
        assert_eq!(slow.await.ok(), Some(None));
    }

    #[tokio::test]
    async fn only_the_lookup_of_that_number_is_cancelled() {
        let in_flight = Arc::new(InFlight::default());
        let running = tokio::spawn({
            let in_flight = Arc::clone(&in_flight);
            async move { in_flight.run(5, pending::<()>()).await }
        });
        tokio::task::yield_now().await;
        in_flight.cancel(4);
        tokio::task::yield_now().await;
        assert!(!running.is_finished());
        in_flight.cancel(5);
        assert_eq!(running.await.ok(), Some(None));
    }
}
