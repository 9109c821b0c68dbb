//! A store that hangs, and requesters that do not wait for it.

use std::future::Future;
use std::sync::atomic::Ordering;
use std::sync::{mpsc, Arc};
use std::time::Duration;

use tokio::time::{advance, pause, resume, Instant};

use super::super::system::PromptSignal;
use super::super::worker::{ANSWER_WITHIN, REPLACE_AFTER, USER_ANSWERS_WITHIN};
use super::rigged::Touch;
use super::{set_up, token, FIRST, SECOND};
use crate::token_store::{TokenStore, TokenStoreError};

/// Asks, and stops the clock as soon as the store hangs: tokio then moves it on at once, since nothing else can
/// happen. Before that the clock must run, or the question would be given up before the thread takes it.
async fn ask_a_hanging_store<T>(asking: impl Future<Output = T>, hangs: mpsc::Receiver<()>) -> (T, Duration) {
    tokio::pin!(asking);
    tokio::select! {
        _ = &mut asking => panic!("the store should have hung"),
        heard = tokio::task::spawn_blocking(move || hangs.recv()) => heard.unwrap().unwrap(),
    }
    pause();
    let start = Instant::now();
    let outcome = asking.await;
    (outcome, start.elapsed())
}

#[tokio::test]
async fn a_hanging_store_is_given_three_seconds_by_each_and_one_thread_by_all() {
    let (rig, token_store, account) = set_up();
    let (hangs, go_on) = rig.hang_at(Touch::Get);
    let (outcome, waited) = ask_a_hanging_store(token_store.check(), hangs).await;
    assert_eq!(outcome, Err(TokenStoreError::NotAnswering));
    assert!(waited <= ANSWER_WITHIN + Duration::from_millis(10), "{waited:?}");
    for _ in 0..5 {
        let start = Instant::now();
        assert_eq!(token_store.read(&account.id).await.err(), Some(TokenStoreError::NotAnswering));
        assert_eq!(start.elapsed().as_secs(), ANSWER_WITHIN.as_secs());
    }
    assert_eq!(rig.threads.load(Ordering::SeqCst), 1);
    resume();
    drop(go_on);
    assert_eq!(token_store.check().await, Ok(()));
    assert_eq!(rig.threads.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn what_its_caller_gave_up_before_its_turn_is_never_done() {
    let (rig, token_store, account) = set_up();
    let (hangs, go_on) = rig.hang_at(Touch::Get);
    let (outcome, _) = ask_a_hanging_store(token_store.check(), hangs).await;
    assert_eq!(outcome, Err(TokenStoreError::NotAnswering));
    assert_eq!(token_store.save(&account, token(FIRST)).await, Err(TokenStoreError::NotAnswering));
    resume();
    drop(go_on);
    assert!(token_store.read(&account.id).await.unwrap().is_none());
    assert!(rig.kept().is_empty());
}

#[tokio::test]
async fn a_save_that_hangs_before_its_write_writes_nothing_later() {
    let (rig, token_store, account) = set_up();
    let (hangs, go_on) = rig.hang_at(Touch::Get);
    let (outcome, _) = ask_a_hanging_store(token_store.save(&account, token(FIRST)), hangs).await;
    assert_eq!(outcome, Err(TokenStoreError::NotAnswering));
    resume();
    let (writes, written) = mpsc::channel();
    rig.hook(move |touch| {
        if touch == Touch::Set {
            writes.send(()).unwrap();
        }
        None
    });
    drop(go_on);
    assert!(token_store.read(&account.id).await.unwrap().is_none());
    assert!(written.try_recv().is_err());
}

#[tokio::test]
async fn a_token_written_after_its_caller_was_told_otherwise_is_taken_back() {
    for before in [None, Some(FIRST)] {
        let (rig, token_store, account) = set_up();
        if let Some(before) = before {
            token_store.save(&account, token(before)).await.unwrap();
        }
        let (hangs, go_on) = rig.hang_at(Touch::Set);
        let (outcome, _) = ask_a_hanging_store(token_store.save(&account, token(SECOND)), hangs).await;
        assert_eq!(outcome, Err(TokenStoreError::NotAnswering));
        resume();
        drop(go_on);
        let now = token_store.read(&account.id).await.unwrap();
        assert_eq!(now.as_ref().map(|token| token.expose()), before);
    }
}

#[tokio::test]
async fn a_save_that_was_cancelled_leaves_nothing() {
    let (rig, token_store, account) = set_up();
    let (hangs, go_on) = rig.hang_at(Touch::Set);
    let token_store = Arc::new(token_store);
    let saving = tokio::spawn({
        let (token_store, account) = (Arc::clone(&token_store), account.clone());
        async move { token_store.save(&account, token(FIRST)).await }
    });
    tokio::task::spawn_blocking(move || hangs.recv().unwrap()).await.unwrap();
    saving.abort();
    saving.await.unwrap_err();
    drop(go_on);
    assert!(token_store.read(&account.id).await.unwrap().is_none());
    assert!(rig.kept().is_empty());
}

#[tokio::test]
async fn one_more_thread_takes_over_after_half_a_minute_and_never_a_third() {
    let (rig, token_store, account) = set_up();
    let (hangs, go_on) = rig.hang_at(Touch::Set);
    let (outcome, _) = ask_a_hanging_store(token_store.save(&account, token(FIRST)), hangs).await;
    assert_eq!(outcome, Err(TokenStoreError::NotAnswering));
    advance(REPLACE_AFTER).await;
    resume();
    assert_eq!(token_store.check().await, Ok(()));
    assert_eq!(rig.threads.load(Ordering::SeqCst), 2);

    let (hangs_too, second_go_on) = rig.hang_at(Touch::Get);
    let (outcome, _) = ask_a_hanging_store(token_store.check(), hangs_too).await;
    assert_eq!(outcome, Err(TokenStoreError::NotAnswering));
    advance(REPLACE_AFTER * 2).await;
    assert_eq!(token_store.check().await, Err(TokenStoreError::NotAnswering));
    assert_eq!(rig.threads.load(Ordering::SeqCst), 2);
    resume();
    drop(second_go_on);
    assert_eq!(token_store.check().await, Ok(()));

    // The first thread comes back: its save was given up long ago, and the second one rolls it back.
    drop(go_on);
    for _ in 0..1000 {
        token_store.check().await.unwrap();
        if rig.kept().is_empty() && rig.alive() == 1 {
            break;
        }
    }
    assert!(rig.kept().is_empty());
    assert_eq!(rig.alive(), 1);
}

#[tokio::test]
async fn a_token_confirmed_by_the_new_thread_survives_the_return_of_the_old_one() {
    let (rig, token_store, account) = set_up();
    let (hangs, go_on) = rig.hang_at(Touch::Set);
    let (outcome, _) = ask_a_hanging_store(token_store.save(&account, token(FIRST)), hangs).await;
    assert_eq!(outcome, Err(TokenStoreError::NotAnswering));
    advance(REPLACE_AFTER).await;
    resume();
    token_store.save(&account, token(FIRST)).await.unwrap();
    drop(go_on);
    while rig.alive() == 2 {
        token_store.check().await.unwrap();
    }
    token_store.check().await.unwrap(); // whatever the old thread left for the new one is done by now
    assert_eq!(token_store.read(&account.id).await.unwrap().unwrap().expose(), FIRST);
}

#[tokio::test]
async fn while_the_store_asks_the_person_there_is_a_minute() {
    let (rig, token_store, account) = set_up();
    let (asked, asks) = mpsc::channel();
    let (answers, answered) = mpsc::channel::<()>();
    rig.on_prepare(move |prompting: &PromptSignal| {
        let asking = prompting.begin();
        asked.send(()).unwrap();
        let _ = answered.recv();
        drop(asking);
    });
    let (outcome, waited) = ask_a_hanging_store(token_store.read(&account.id), asks).await;
    assert_eq!(outcome.err(), Some(TokenStoreError::Locked));
    assert!(waited > ANSWER_WITHIN && waited <= USER_ANSWERS_WITHIN + Duration::from_secs(1), "{waited:?}");
    drop(answers);
}

#[tokio::test]
async fn a_panic_in_a_store_is_told_and_survived() {
    let (rig, token_store, account) = set_up();
    let mut first = true;
    rig.hook(move |_| {
        assert!(!std::mem::take(&mut first), "this panic is part of the test");
        None
    });
    assert!(matches!(token_store.read(&account.id).await.err(), Some(TokenStoreError::Other { .. })));
    assert!(token_store.read(&account.id).await.unwrap().is_none());
}

#[tokio::test]
async fn the_thread_ends_with_its_store() {
    let (rig, token_store, _) = set_up();
    token_store.check().await.unwrap();
    drop(token_store);
    while rig.alive() > 0 {
        tokio::task::yield_now().await;
    }
}
