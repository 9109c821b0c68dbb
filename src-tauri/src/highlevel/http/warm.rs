//! Connections that are opened before there is a request for them.
//!
//! The HTTP library opens a connection only to send something. A layer around its connector makes two clients of it:
//! one puts the connection it has opened on a shelf and stops before anything is sent; the other looks on the shelf
//! before it opens one itself, and waits for one that is being opened rather than open a second.

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::Instant;
use tower_layer::Layer;
use tower_service::Service;

type BoxError = Box<dyn Error + Send + Sync>;

/// Holds one connection that waits for its request.
pub(super) struct PreconnectSlot {
    /// Locked while a connection is being opened, so that whoever needs one waits for it.
    waiting: Mutex<Option<Waiting>>,
    keeps_for: Duration,
}

struct Waiting {
    /// The library's type cannot be named, only met again.
    connection: Box<dyn Any + Send>,
    since: Instant,
}

impl PreconnectSlot {
    pub(super) fn new(keeps_for: Duration) -> Self {
        Self { waiting: Mutex::new(None), keeps_for }
    }

    /// Opens a connection and keeps it, unless there is one that is fresh.
    async fn fill<C: Send + 'static>(
        &self,
        opening: impl Future<Output = Result<C, BoxError>>,
    ) -> Result<(), BoxError> {
        let mut waiting = self.waiting.lock().await;
        if waiting.as_ref().is_some_and(|kept| self.is_fresh(kept)) {
            return Ok(());
        }
        *waiting = None;
        let connection = Box::new(opening.await?);
        *waiting = Some(Waiting { connection, since: Instant::now() });
        Ok(())
    }

    async fn take<C: 'static>(&self) -> Option<C> {
        let waiting = self.waiting.lock().await.take()?;
        if !self.is_fresh(&waiting) {
            return None;
        }
        let connection = waiting.connection.downcast().ok()?;
        Some(*connection)
    }

    fn is_fresh(&self, waiting: &Waiting) -> bool {
        waiting.since.elapsed() < self.keeps_for
    }
}

/// The layer, and the service it makes.
#[derive(Clone)]
pub(super) struct PreconnectLayer<S = ()> {
    connector: S,
    shelf: Arc<PreconnectSlot>,
    opens: bool,
}

impl PreconnectLayer {
    /// For the client that opens connections and sends nothing.
    pub(super) fn opens(shelf: &Arc<PreconnectSlot>) -> Self {
        Self { connector: (), shelf: Arc::clone(shelf), opens: true }
    }

    /// For the client that sends requests.
    pub(super) fn uses(shelf: &Arc<PreconnectSlot>) -> Self {
        Self { connector: (), shelf: Arc::clone(shelf), opens: false }
    }
}

impl<S> Layer<S> for PreconnectLayer {
    type Service = PreconnectLayer<S>;

    fn layer(&self, connector: S) -> PreconnectLayer<S> {
        PreconnectLayer { connector, shelf: Arc::clone(&self.shelf), opens: self.opens }
    }
}

impl<S, Target> Service<Target> for PreconnectLayer<S>
where
    S: Service<Target, Error = BoxError>,
    S::Response: Send + 'static,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, target: Target) -> Self::Future {
        // Nothing is opened before this future is polled.
        let opening = self.connector.call(target);
        let (place, opens) = (Arc::clone(&self.shelf), self.opens);
        Box::pin(async move {
            if opens {
                place.fill(opening).await?;
                return Err(OnTheShelf.into());
            }
            match place.take().await {
                Some(connection) => Ok(connection),
                None => opening.await,
            }
        })
    }
}

/// Stops the client that only opens connections.
#[derive(Debug)]
struct OnTheShelf;

impl fmt::Display for OnTheShelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection waits for its request")
    }
}

impl Error for OnTheShelf {}
