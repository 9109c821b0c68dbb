//! Delivers notifications to the page. It holds one request open, which is answered when there is something: so it needs
//! no permission to listen to events, and nothing is lost while it is being loaded.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;
use tokio::sync::{mpsc, watch, Mutex};

use crate::model::problem::Problem;

/// What the page is told without having asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(export, rename = "News", export_to = "News.ts"))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Notification {
    /// The program was started a second time with this ID or link.
    LookUp {
        /// The text, as it was given.
        text: String,
    },
    /// Another program asked with a link: the text goes into the box and waits there.
    Fill {
        /// The text, as it was given.
        text: String,
    },
    /// A file was dropped on the window, and can be read as a list.
    ListDropped,
    /// The window is to be closed, and results that are in no file would go with it: the person is to be asked.
    AskToClose,
    /// The page had to be loaded again; what was on screen is gone, what was saved is not.
    PageReloaded,
    /// Something went wrong aside from what the person is doing.
    Problem {
        /// What.
        problem: Problem,
    },
}

/// Keeps notifications until the page asks.
#[derive(Debug)]
pub struct Notifications {
    sender: mpsc::UnboundedSender<Notification>,
    receiver: Mutex<mpsc::UnboundedReceiver<Notification>>,
    /// The number of the newest request. Has a receiver for as long as the page waits.
    newest_request: watch::Sender<u64>,
    asked_to_close: AtomicBool,
}

impl Default for Notifications {
    fn default() -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        let newest_request = watch::Sender::new(0);
        Self { sender, receiver: Mutex::new(receiver), newest_request, asked_to_close: AtomicBool::new(false) }
    }
}

impl Notifications {
    pub fn send(&self, notification: Notification) {
        // The receiver lives as long as the sender.
        let _ = self.sender.send(notification);
    }

    /// Has the page ask whether the window is to be closed. False where it was asked before and no longer listens: a
    /// page that hangs does not keep the window open.
    pub fn ask_to_close(&self) -> bool {
        let is_listening = self.newest_request.receiver_count() > 0;
        if self.asked_to_close.swap(true, Ordering::SeqCst) && !is_listening {
            return false;
        }
        self.send(Notification::AskToClose);
        true
    }

    /// Waits for the next notification. `None` where a later request took this one's place: the page that asked was
    /// reloaded, and its answer would be lost.
    pub async fn next(&self) -> Option<Notification> {
        let mut mine = 0;
        self.newest_request.send_modify(|newest| {
            *newest += 1;
            mine = *newest;
        });
        let mut newest = self.newest_request.subscribe();
        tokio::select! {
            biased;
            _ = newest.wait_for(|newest| *newest != mine) => None,
            notification = async { self.receiver.lock().await.recv().await } => notification,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Notification, Notifications};
    use std::sync::Arc;

    fn look_up(text: &str) -> Notification {
        Notification::LookUp { text: text.to_owned() }
    }

    #[tokio::test]
    async fn news_from_before_the_page_asked_is_not_lost() {
        let notifications = Notifications::default();
        notifications.send(look_up("first"));
        notifications.send(look_up("second"));
        assert_eq!(notifications.next().await, Some(look_up("first")));
        assert_eq!(notifications.next().await, Some(look_up("second")));
    }

    #[tokio::test]
    async fn a_page_that_listens_asks_each_time_and_one_that_hangs_keeps_no_window_open() {
        let notifications = Notifications::default();
        assert!(notifications.ask_to_close(), "the page may be on its way");
        for _ in 0..3 {
            assert_eq!(notifications.next().await, Some(Notification::AskToClose));
            let mut listens = Box::pin(notifications.next());
            assert!(futures_util::FutureExt::now_or_never(&mut listens).is_none());
            assert!(notifications.ask_to_close());
        }
        assert_eq!(notifications.next().await, Some(Notification::AskToClose));
        assert!(!notifications.ask_to_close(), "it has not come back");
    }

    #[tokio::test]
    async fn a_reloaded_page_takes_the_place_of_the_one_before_it() {
        let notifications = Arc::new(Notifications::default());
        let old = tokio::spawn({
            let notifications = Arc::clone(&notifications);
            async move { notifications.next().await }
        });
        tokio::task::yield_now().await;
        let new = tokio::spawn({
            let notifications = Arc::clone(&notifications);
            async move { notifications.next().await }
        });
        assert_eq!(old.await.ok(), Some(None));
        notifications.send(look_up("for the new page"));
        assert_eq!(new.await.ok(), Some(Some(look_up("for the new page"))));
    }
}
