//! What the page should be told without having asked. The page holds one question open and is answered when there is
//! something: so it needs no permission to listen to events, and nothing is lost while it is being loaded.

use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{mpsc, watch, Mutex};

use crate::shell::views::News;

/// Keeps the news until the page asks.
#[derive(Debug)]
pub struct Newsroom {
    sender: mpsc::UnboundedSender<News>,
    receiver: Mutex<mpsc::UnboundedReceiver<News>>,
    /// Has a receiver for as long as the page waits for news.
    newest_asker: watch::Sender<u64>,
    asked_to_close: AtomicBool,
}

impl Default for Newsroom {
    fn default() -> Self {
        let (sender, receiver) = mpsc::unbounded_channel();
        let newest_asker = watch::Sender::new(0);
        Self { sender, receiver: Mutex::new(receiver), newest_asker, asked_to_close: AtomicBool::new(false) }
    }
}

impl Newsroom {
    /// Keeps a piece of news for the page.
    pub fn tell(&self, news: News) {
        // The receiver lives as long as the sender: both are ours.
        let _ = self.sender.send(news);
    }

    /// Has the page ask whether the window is to be closed. False where it was asked before and is no longer listening: a
    /// page that hangs does not keep the window open.
    pub fn ask_to_close(&self) -> bool {
        let is_listening = self.newest_asker.receiver_count() > 0;
        if self.asked_to_close.swap(true, Ordering::SeqCst) && !is_listening {
            return false;
        }
        self.tell(News::AskToClose);
        true
    }

    /// Waits for the next piece of news. `None` where a later caller took this one's place: the page that asked was
    /// reloaded, and its answer would reach nobody.
    pub async fn next(&self) -> Option<News> {
        let mut mine = 0;
        self.newest_asker.send_modify(|newest| {
            *newest += 1;
            mine = *newest;
        });
        let mut newest = self.newest_asker.subscribe();
        tokio::select! {
            biased;
            _ = newest.wait_for(|newest| *newest != mine) => None,
            news = async { self.receiver.lock().await.recv().await } => news,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Newsroom;
    use crate::shell::views::News;
    use std::sync::Arc;

    fn look_up(text: &str) -> News {
        News::LookUp { text: text.to_owned() }
    }

    #[tokio::test]
    async fn news_from_before_the_page_asked_is_not_lost() {
        let newsroom = Newsroom::default();
        newsroom.tell(look_up("first"));
        newsroom.tell(look_up("second"));
        assert_eq!(newsroom.next().await, Some(look_up("first")));
        assert_eq!(newsroom.next().await, Some(look_up("second")));
    }

    #[tokio::test]
    async fn a_page_that_listens_asks_each_time_and_one_that_hangs_keeps_no_window_open() {
        let newsroom = Newsroom::default();
        assert!(newsroom.ask_to_close(), "the page may be on its way");
        for _ in 0..3 {
            assert_eq!(newsroom.next().await, Some(News::AskToClose));
            let mut listens = Box::pin(newsroom.next());
            assert!(futures_util::FutureExt::now_or_never(&mut listens).is_none());
            assert!(newsroom.ask_to_close());
        }
        assert_eq!(newsroom.next().await, Some(News::AskToClose));
        assert!(!newsroom.ask_to_close(), "it has not come back");
    }

    #[tokio::test]
    async fn a_reloaded_page_takes_the_place_of_the_one_before_it() {
        let newsroom = Arc::new(Newsroom::default());
        let old = tokio::spawn({
            let newsroom = Arc::clone(&newsroom);
            async move { newsroom.next().await }
        });
        tokio::task::yield_now().await;
        let new = tokio::spawn({
            let newsroom = Arc::clone(&newsroom);
            async move { newsroom.next().await }
        });
        assert_eq!(old.await.ok(), Some(None));
        newsroom.tell(look_up("for the new page"));
        assert_eq!(new.await.ok(), Some(Some(look_up("for the new page"))));
    }
}
