//! What is asked of the thread that talks to the password store, and how it hears of the one who asked.

use std::sync::Arc;

use secrecy::zeroize::Zeroizing;
use tokio::sync::{oneshot, watch};

use crate::model::token::ApiToken;
use crate::token_store::store::Result;

pub(super) enum Reply {
    Done,
    Token(Option<Arc<ApiToken>>),
    Saved(UnconfirmedSave),
}

pub(super) type Outcome = Result<Reply>;

/// A token that was written, and what stood there before: needed where the requester never learns that it was written.
pub(super) struct UnconfirmedSave {
    pub(super) user: String,
    pub(super) written: Arc<ApiToken>,
    pub(super) before: Option<Zeroizing<Vec<u8>>>,
    /// The number of the thread that wrote it.
    pub(super) thread: u64,
}

/// The one who waits for a job. A rollback has none.
pub(super) struct Requester<'a>(pub(super) Option<&'a mut oneshot::Sender<Outcome>>);

impl Requester<'_> {
    pub(super) fn has_left(&self) -> bool {
        self.0.as_ref().is_some_and(|reply| reply.is_closed())
    }

    #[cfg(target_os = "linux")]
    pub(super) async fn left(&mut self) {
        match &mut self.0 {
            Some(reply) => reply.closed().await,
            None => std::future::pending().await,
        }
    }
}

/// Whether the store is asking the person for something.
#[derive(Clone)]
pub(super) struct PromptSignal(pub(super) watch::Sender<bool>);

impl PromptSignal {
    /// Until the value is dropped, requesters give the store the time that people need.
    pub(super) fn begin(&self) -> Prompting {
        self.0.send_replace(true);
        Prompting(self.0.clone())
    }
}

/// See [`PromptSignal::begin`].
pub(super) struct Prompting(watch::Sender<bool>);

impl Drop for Prompting {
    fn drop(&mut self) {
        self.0.send_replace(false);
    }
}
