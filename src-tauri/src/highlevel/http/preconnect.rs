//! Connections that are opened before there is a request for them.
//!
//! The HTTP library opens a connection only to send something. A layer around its connector makes two clients of it:
//! one puts the connection it has opened into a slot and stops before anything is sent; the other takes the one in the
//! slot before it opens one itself, and waits for one that is being opened rather than open a second.

use std::any::Any;
use std::error::Error;
use std::future::Future;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::Instant;
use tower_layer::Layer;
use tower_service::Service;

type BoxError = Box<dyn Error + Send + Sync>;

/// Holds one connection that waits for its request.
pub(super) struct PreconnectSlot {
    /// Locked while a connection is being opened, so that a request that needs one waits for it. The library's type of a
    /// connection has no public name.
    waiting: Mutex<Option<(Box<dyn Any + Send>, Instant)>>,
    ttl: Duration,
}

impl PreconnectSlot {
    pub(super) fn new(ttl: Duration) -> Self {
        Self { waiting: Mutex::new(None), ttl }
    }

    async fn fresh(&self) -> MutexGuard<'_, Option<(Box<dyn Any + Send>, Instant)>> {
        let mut waiting = self.waiting.lock().await;
        *waiting = waiting.take().filter(|(_, since)| since.elapsed() < self.ttl);
        waiting
    }

    async fn fill<C: Send + 'static>(
        &self,
        opening: impl Future<Output = Result<C, BoxError>>,
    ) -> Result<(), BoxError> {
        let mut waiting = self.fresh().await;
        if waiting.is_none() {
            *waiting = Some((Box::new(opening.await?), Instant::now()));
        }
        Ok(())
    }

    async fn take<C: 'static>(&self) -> Option<C> {
        let (connection, _) = self.fresh().await.take()?;
        connection.downcast().ok().map(|connection| *connection)
    }
}

/// The layer, and the service it makes.
#[derive(Clone)]
pub(super) struct PreconnectLayer<S = ()> {
    connector: S,
    slot: Arc<PreconnectSlot>,
    fills: bool,
}

impl PreconnectLayer {
    /// For the client that opens connections and sends nothing.
    pub(super) fn filling(slot: &Arc<PreconnectSlot>) -> Self {
        Self { connector: (), slot: Arc::clone(slot), fills: true }
    }

    /// For the client that sends requests.
    pub(super) fn taking(slot: &Arc<PreconnectSlot>) -> Self {
        Self { connector: (), slot: Arc::clone(slot), fills: false }
    }
}

impl<S> Layer<S> for PreconnectLayer {
    type Service = PreconnectLayer<S>;

    fn layer(&self, connector: S) -> PreconnectLayer<S> {
        PreconnectLayer { connector, slot: Arc::clone(&self.slot), fills: self.fills }
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
    type Future = BoxFuture<'static, Result<S::Response, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, target: Target) -> Self::Future {
        // Nothing is opened before this future is polled.
        let opening = self.connector.call(target);
        let (slot, fills) = (Arc::clone(&self.slot), self.fills);
        Box::pin(async move {
            if fills {
                slot.fill(opening).await?;
                return Err("the connection waits for its request".into());
            }
            match slot.take().await {
                Some(connection) => Ok(connection),
                None => opening.await,
            }
        })
    }
}
