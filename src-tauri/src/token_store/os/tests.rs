#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::io;
use std::sync::atomic::Ordering;
use std::sync::Arc;

use keyring::Error;

use self::rigged::{Rig, Touch};
use super::KeyringStore;
use crate::model::account::{Account, AccountId};
use crate::model::token::ApiToken;
use crate::token_store::{TokenStore, TokenStoreError};

mod hanging;
mod rigged;

const FIRST: &str = "pit-11111111-2222-3333-4444-555555555555";
const SECOND: &str = "pit-66666666-7777-8888-9999-000000000000";

fn account() -> Account {
    Account { id: AccountId::new_random(), name: "Harbour Dental".into(), location: None, session_only: false }
}

fn token(text: &str) -> Arc<ApiToken> {
    Arc::new(ApiToken::parse(text).unwrap())
}

fn set_up() -> (Arc<Rig>, KeyringStore, Account) {
    let rig = Rig::new();
    let token_store = KeyringStore::over(rig.make(), None);
    (rig, token_store, account())
}

fn refused() -> Error {
    Error::NoStorageAccess(Box::new(io::Error::other("a rule of the organisation")))
}

#[tokio::test]
async fn a_token_is_saved_replaced_read_and_removed() {
    let (rig, token_store, account) = set_up();
    assert_eq!(token_store.check().await, Ok(()));
    token_store.save(&account, token(FIRST)).await.unwrap();
    token_store.save(&account, token(SECOND)).await.unwrap();
    assert_eq!(token_store.read(&account.id).await.unwrap().unwrap().expose(), SECOND);
    token_store.remove(&account.id).await.unwrap();
    assert!(token_store.read(&account.id).await.unwrap().is_none());
    assert!(rig.kept().is_empty());
}

#[tokio::test]
async fn removing_what_is_not_there_is_fine() {
    let (_rig, token_store, account) = set_up();
    assert_eq!(token_store.remove(&account.id).await, Ok(()));
}

#[tokio::test]
async fn a_refusal_is_denied_and_leaves_the_token_where_it_is() {
    let (rig, token_store, account) = set_up();
    token_store.save(&account, token(FIRST)).await.unwrap();
    rig.hook(|_| Some(refused()));
    assert_eq!(token_store.check().await, Err(TokenStoreError::Denied));
    assert_eq!(token_store.read(&account.id).await.err(), Some(TokenStoreError::Denied));
    assert_eq!(token_store.save(&account, token(SECOND)).await, Err(TokenStoreError::Denied));
    assert_eq!(token_store.remove(&account.id).await, Err(TokenStoreError::Denied));
    rig.unhook();
    assert_eq!(token_store.read(&account.id).await.unwrap().unwrap().expose(), FIRST);
}

#[tokio::test]
async fn what_cannot_be_a_token_is_damaged_and_stays() {
    let long = "a".repeat(10 * 1024);
    let cases: [&[u8]; 8] = [
        b"",
        b"\xff\xfe\x00",
        b"pit-11111111-2222-3333-4444-555555555555\n",
        b" pit-11111111-2222-3333-4444-555555555555",
        b"Bearer pit-11111111-2222-3333-4444-555555555555",
        b"pit-11111111-2222 -3333-4444-555555555555",
        b"short",
        long.as_bytes(),
    ];
    for bytes in cases {
        let (rig, token_store, account) = set_up();
        rig.put(account.id.as_str(), bytes);
        let fault = token_store.read(&account.id).await.err();
        assert_eq!(fault, Some(TokenStoreError::Damaged), "{} bytes", bytes.len());
        assert_eq!(rig.kept(), [bytes]);
        token_store.save(&account, token(FIRST)).await.unwrap(); // and a new token heals it
        assert_eq!(token_store.read(&account.id).await.unwrap().unwrap().expose(), FIRST);
    }
}

#[tokio::test]
async fn no_fault_shows_the_bytes_that_came_with_it() {
    let secret = FIRST.as_bytes().to_vec();
    let decimals = format!("{}, {}", secret[0], secret[1]);
    for make in [Error::BadEncoding, |bytes| Error::BadDataFormat(bytes, Box::new(io::Error::other("bad")))] {
        let (rig, token_store, account) = set_up();
        let bytes = secret.clone();
        rig.hook(move |_| Some(make(bytes.clone())));
        let fault = token_store.read(&account.id).await.err().unwrap();
        assert_eq!(fault, TokenStoreError::Damaged);
        let said = format!("{fault} {fault:?}");
        assert!(!said.contains("pit-") && !said.contains(&decimals), "{said}");
    }
}

#[tokio::test]
async fn a_store_that_takes_less_says_how_much() {
    let (rig, token_store, account) = set_up();
    rig.hook(|touch| (touch == Touch::Set).then(|| Error::TooLong("secret".into(), 2560)));
    assert_eq!(token_store.save(&account, token(FIRST)).await, Err(TokenStoreError::TooLong { limit: 2560 }));
    assert!(rig.kept().is_empty());
}

#[tokio::test]
async fn a_token_over_a_known_limit_never_reaches_the_store() {
    let rig = Rig::new();
    let token_store = KeyringStore::over(rig.make(), Some(2560));
    let account = account();
    let (fits, over) = (format!("ey{}", "a".repeat(2558)), format!("ey{}", "a".repeat(2559)));
    assert_eq!(token_store.save(&account, token(&over)).await, Err(TokenStoreError::TooLong { limit: 2560 }));
    assert_eq!(rig.threads.load(Ordering::SeqCst), 0);
    token_store.save(&account, token(&fits)).await.unwrap();
}

#[tokio::test]
async fn several_entries_are_ambiguous_until_all_of_them_are_removed() {
    let (rig, token_store, account) = set_up();
    rig.put(account.id.as_str(), FIRST.as_bytes());
    rig.put(account.id.as_str(), SECOND.as_bytes());
    assert_eq!(token_store.read(&account.id).await.err(), Some(TokenStoreError::Ambiguous));
    assert_eq!(token_store.save(&account, token(FIRST)).await, Err(TokenStoreError::Ambiguous));
    assert_eq!(rig.kept().len(), 2);
    token_store.remove(&account.id).await.unwrap();
    assert!(rig.kept().is_empty());
}

#[tokio::test]
async fn a_save_that_reads_back_as_something_else_fails_and_puts_the_old_token_back() {
    let (rig, token_store, account) = set_up();
    token_store.save(&account, token(FIRST)).await.unwrap();
    let entry = rig.entries.lock().unwrap()[0].clone();
    let mut gets = 0;
    rig.hook(move |touch| {
        gets += usize::from(touch == Touch::Get);
        // The second look is the one after the write: fails once, as a store would that lost its connection.
        (touch == Touch::Get && gets == 2).then(|| Error::PlatformFailure(Box::new(io::Error::other("gone"))))
    });
    let fault = token_store.save(&account, token(SECOND)).await.unwrap_err();
    assert_eq!(fault, TokenStoreError::Other { detail: "gone".into() });
    rig.unhook();
    assert_eq!(token_store.read(&account.id).await.unwrap().unwrap().expose(), FIRST);

    let mut sets = 0;
    rig.hook(move |touch| {
        sets += usize::from(touch == Touch::Set);
        if touch == Touch::Get && sets == 1 {
            entry.inner.lock().unwrap().get_mut().secret = Some(b"someone else's".to_vec());
        }
        None
    });
    let fault = token_store.save(&account, token(SECOND)).await.unwrap_err();
    assert_eq!(fault, TokenStoreError::Other { detail: "the password store did not keep what it was given".into() });
    assert_eq!(rig.kept(), [b"someone else's"]); // not ours, so not ours to take away
}

#[tokio::test]
async fn a_removal_that_leaves_the_entry_is_no_success() {
    let (rig, token_store, account) = set_up();
    token_store.save(&account, token(FIRST)).await.unwrap();
    rig.hook(|touch| (touch == Touch::Delete).then_some(Error::NoEntry)); // says it is gone, and it is not
    assert!(matches!(token_store.remove(&account.id).await, Err(TokenStoreError::Other { .. })));
}

#[tokio::test]
async fn a_store_object_that_failed_is_made_anew_and_a_good_one_is_kept() {
    let (rig, token_store, account) = set_up();
    token_store.save(&account, token(FIRST)).await.unwrap();
    token_store.read(&account.id).await.unwrap();
    assert_eq!(rig.opened.load(Ordering::SeqCst), 1);
    rig.hook(|_| Some(Error::PlatformFailure(Box::new(io::Error::other("the service went away")))));
    token_store.read(&account.id).await.err().unwrap();
    rig.unhook();
    token_store.read(&account.id).await.unwrap().unwrap();
    assert_eq!(rig.opened.load(Ordering::SeqCst), 2);
}
