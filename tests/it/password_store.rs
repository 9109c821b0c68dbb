//! The token store over the real password store: gnome-keyring on a bus of its own, Credential Manager on Windows.

use std::sync::Arc;

use contact_lookup::model::account::{Account, AccountId};
use contact_lookup::model::token::ApiToken;
use contact_lookup::token_store::{KeyringStore, TokenStore, TokenStoreError};

const FIRST: &str = "pit-11111111-2222-3333-4444-555555555555";
const SECOND: &str = "pit-66666666-7777-8888-9999-000000000000";

fn account() -> Account {
    Account { id: AccountId::new_random(), name: "Harbour Dental".into(), location: None, session_only: false }
}

fn token(text: &str) -> Arc<ApiToken> {
    Arc::new(ApiToken::parse(text).unwrap())
}

async fn kept(token_store: &KeyringStore, account: &Account) -> Option<String> {
    token_store.read(&account.id).await.unwrap().map(|token| token.expose().to_owned())
}

/// The whole life of a token; after it the store is as it was before.
async fn save_read_replace_and_remove(token_store: &KeyringStore) {
    let account = account();
    assert_eq!(token_store.check().await, Ok(()));
    assert_eq!(kept(token_store, &account).await, None);
    token_store.save(&account, token(FIRST)).await.unwrap();
    assert_eq!(kept(token_store, &account).await.as_deref(), Some(FIRST));
    token_store.save(&account, token(SECOND)).await.unwrap();
    assert_eq!(kept(&KeyringStore::new(), &account).await.as_deref(), Some(SECOND)); // as after a restart
    token_store.remove(&account.id).await.unwrap();
    assert_eq!(kept(token_store, &account).await, None);
    assert_eq!(token_store.remove(&account.id).await, Ok(()));
}

#[cfg(target_os = "linux")]
mod secret_service {
    use std::future::Future;
    use std::time::{Duration, Instant};

    use contact_lookup::token_store::SERVICE;

    use super::*;
    use crate::support::asking_store::{AskingStore, Window};
    use crate::support::desktop_bus::{contains, on_a_desktop, Desktop, Keyring};

    /// Runs a test of this module on a desktop of its own.
    fn on_desktop<F: Future<Output = ()>>(test: &str, keyring: Keyring, body: impl FnOnce(Desktop) -> F) {
        on_a_desktop(&format!("password_store::secret_service::{test}"), keyring, |desktop| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(body(desktop));
        });
    }

    #[test]
    fn a_token_is_saved_read_replaced_and_removed() {
        on_desktop("a_token_is_saved_read_replaced_and_removed", Keyring::Open, |desktop| async move {
            save_read_replace_and_remove(&KeyringStore::new()).await;
            assert!(desktop.entries().is_empty());
        });
    }

    #[test]
    fn what_any_program_sees_of_an_entry_holds_no_secret() {
        on_desktop("what_any_program_sees_of_an_entry_holds_no_secret", Keyring::Open, |desktop| async move {
            let account = account();
            KeyringStore::new().save(&account, token(FIRST)).await.unwrap();
            let entries = desktop.entries();
            assert_eq!(entries.len(), 1);
            assert_eq!(entries[0].label, "Contact Lookup: Harbour Dental");
            let mut attributes = entries[0].attributes.clone();
            attributes.remove("xdg:schema"); // added by the keyring
            let mut expected = std::collections::HashMap::new();
            expected.insert("service".to_owned(), SERVICE.to_owned());
            expected.insert("username".to_owned(), account.id.to_string());
            assert_eq!(attributes, expected);
        });
    }

    #[test]
    fn a_token_crosses_the_bus_encrypted() {
        on_desktop("a_token_crosses_the_bus_encrypted", Keyring::Open, |desktop| async move {
            let (token_store, account) = (KeyringStore::new(), account());
            let record = desktop.record(|| {
                std::thread::scope(|scope| {
                    let work = scope.spawn(|| {
                        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                        runtime.block_on(async {
                            token_store.save(&account, token(FIRST)).await.unwrap();
                            assert_eq!(kept(&token_store, &account).await.as_deref(), Some(FIRST));
                        });
                    });
                    work.join().unwrap();
                });
            });
            assert!(contains(&record, b"dh-ietf1024-sha256-aes128-cbc-pkcs7"), "the session was not recorded");
            assert!(contains(&record, b"CreateItem") && contains(&record, b"GetSecret"));
            for part in [FIRST, &FIRST[4..20], &FIRST[24..]] {
                assert!(!contains(&record, part.as_bytes()), "part of the token crossed the bus");
            }
        });
    }

    #[test]
    fn without_a_store_it_is_missing_and_once_it_starts_it_is_used() {
        on_desktop(
            "without_a_store_it_is_missing_and_once_it_starts_it_is_used",
            Keyring::Absent,
            |mut desktop| async move {
                let (token_store, account) = (KeyringStore::new(), account());
                assert_eq!(token_store.check().await, Err(TokenStoreError::Missing));
                assert_eq!(token_store.save(&account, token(FIRST)).await, Err(TokenStoreError::Missing));
                assert_eq!(token_store.read(&account.id).await.err(), Some(TokenStoreError::Missing));
                assert_eq!(token_store.remove(&account.id).await, Err(TokenStoreError::Missing));
                desktop.start_keyring();
                save_read_replace_and_remove(&token_store).await;
            },
        );
    }

    #[test]
    fn without_a_bus_the_store_is_missing() {
        on_desktop("without_a_bus_the_store_is_missing", Keyring::Absent, |_desktop| async move {
            std::env::remove_var("DBUS_SESSION_BUS_ADDRESS");
            assert_eq!(KeyringStore::new().check().await, Err(TokenStoreError::Missing));
            std::env::set_var("DBUS_SESSION_BUS_ADDRESS", "no address at all");
            assert_eq!(KeyringStore::new().check().await, Err(TokenStoreError::Missing));
        });
    }

    #[test]
    fn a_store_that_was_started_anew_is_used() {
        on_desktop("a_store_that_was_started_anew_is_used", Keyring::Open, |mut desktop| async move {
            let (token_store, account) = (KeyringStore::new(), account());
            token_store.save(&account, token(FIRST)).await.unwrap();
            desktop.restart_keyring();
            assert_eq!(kept(&token_store, &account).await.as_deref(), Some(FIRST));
            token_store.save(&account, token(SECOND)).await.unwrap();
            assert_eq!(kept(&token_store, &account).await.as_deref(), Some(SECOND));
        });
    }

    #[test]
    fn a_stopped_store_is_given_three_seconds_and_used_again_when_it_goes_on() {
        let test = "a_stopped_store_is_given_three_seconds_and_used_again_when_it_goes_on";
        on_desktop(test, Keyring::Open, |desktop| async move {
            let (token_store, account) = (KeyringStore::new(), account());
            token_store.save(&account, token(FIRST)).await.unwrap();
            desktop.signal("STOP");
            let start = Instant::now();
            let (read, saved, checked) = tokio::join!(
                token_store.read(&account.id),
                token_store.save(&account, token(SECOND)),
                token_store.check()
            );
            let waited = start.elapsed();
            desktop.signal("CONT");
            assert_eq!(read.err(), Some(TokenStoreError::NotAnswering));
            assert_eq!(saved, Err(TokenStoreError::NotAnswering));
            assert_eq!(checked, Err(TokenStoreError::NotAnswering));
            assert!((3.0..4.0).contains(&waited.as_secs_f64()), "{waited:?}");
            assert_eq!(kept(&token_store, &account).await.as_deref(), Some(FIRST));
            token_store.save(&account, token(SECOND)).await.unwrap();
            assert_eq!(kept(&token_store, &account).await.as_deref(), Some(SECOND));
        });
    }

    #[test]
    fn a_locked_store_that_nobody_unlocks_is_locked_and_keeps_what_it_has() {
        let test = "a_locked_store_that_nobody_unlocks_is_locked_and_keeps_what_it_has";
        on_desktop(test, Keyring::Open, |desktop| async move {
            let (token_store, account) = (KeyringStore::new(), account());
            token_store.save(&account, token(FIRST)).await.unwrap();
            desktop.lock();
            let start = Instant::now();
            assert_eq!(token_store.check().await, Ok(())); // it answers, and was not asked to open
            assert_eq!(token_store.read(&account.id).await.err(), Some(TokenStoreError::Locked));
            assert_eq!(token_store.save(&account, token(SECOND)).await, Err(TokenStoreError::Locked));
            assert_eq!(token_store.save(&super::account(), token(SECOND)).await, Err(TokenStoreError::Locked));
            assert_eq!(token_store.remove(&account.id).await, Err(TokenStoreError::Locked));
            assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
            desktop.unlock();
            assert_eq!(kept(&token_store, &account).await.as_deref(), Some(FIRST));
        });
    }

    #[test]
    fn a_damaged_entry_is_told_and_kept_until_a_new_token_replaces_it() {
        let test = "a_damaged_entry_is_told_and_kept_until_a_new_token_replaces_it";
        on_desktop(test, Keyring::Open, |desktop| async move {
            let token_store = KeyringStore::new();
            let long = vec![b'a'; 10 * 1024];
            let line = format!("{FIRST}\n");
            for secret in [b"".as_slice(), b"\xff\xfe\x80", line.as_bytes(), b"two words of it", &long] {
                let account = account();
                desktop.put(SERVICE, account.id.as_str(), secret);
                assert_eq!(
                    token_store.read(&account.id).await.err(),
                    Some(TokenStoreError::Damaged),
                    "{} bytes",
                    secret.len()
                );
                token_store.save(&account, token(FIRST)).await.unwrap();
                assert_eq!(kept(&token_store, &account).await.as_deref(), Some(FIRST));
            }
            assert_eq!(desktop.entries().len(), 5);
        });
    }

    #[test]
    fn of_two_entries_none_is_used_and_both_can_be_removed() {
        on_desktop("of_two_entries_none_is_used_and_both_can_be_removed", Keyring::Open, |desktop| async move {
            let (token_store, account) = (KeyringStore::new(), account());
            desktop.put(SERVICE, account.id.as_str(), FIRST.as_bytes());
            desktop.put(SERVICE, account.id.as_str(), SECOND.as_bytes());
            desktop.put("another.program", account.id.as_str(), b"not ours");
            assert_eq!(token_store.read(&account.id).await.err(), Some(TokenStoreError::Ambiguous));
            assert_eq!(token_store.save(&account, token(FIRST)).await, Err(TokenStoreError::Ambiguous));
            assert_eq!(desktop.entries().len(), 3);
            token_store.remove(&account.id).await.unwrap();
            assert_eq!(desktop.entries().len(), 1);
            token_store.save(&account, token(FIRST)).await.unwrap();
            assert_eq!(kept(&token_store, &account).await.as_deref(), Some(FIRST));
        });
    }

    #[test]
    fn an_entry_that_another_program_deleted_is_simply_gone() {
        on_desktop("an_entry_that_another_program_deleted_is_simply_gone", Keyring::Open, |_desktop| async move {
            let (token_store, account) = (KeyringStore::new(), account());
            token_store.save(&account, token(FIRST)).await.unwrap();
            KeyringStore::new().remove(&account.id).await.unwrap();
            assert_eq!(kept(&token_store, &account).await, None);
        });
    }

    #[test]
    fn once_the_person_has_unlocked_the_store_it_goes_on_by_itself() {
        let test = "once_the_person_has_unlocked_the_store_it_goes_on_by_itself";
        on_desktop(test, Keyring::Absent, |_desktop| async move {
            let mut store = AskingStore::start().await;
            let (token_store, account) = (KeyringStore::new(), account());
            let reading = tokio::spawn(async move { token_store.read(&account.id).await.map(|token| token.is_none()) });
            assert_eq!(store.window.recv().await, Some(Window::Shown));
            // Longer than a store gets that does not ask.
            let patient = tokio::time::timeout(Duration::from_millis(3_500), store.window.recv()).await;
            assert!(patient.is_err() && !reading.is_finished());
            store.answer(true).await;
            assert_eq!(reading.await.unwrap(), Ok(true));
        });
    }

    #[test]
    fn a_dismissed_window_leaves_the_store_locked() {
        on_desktop("a_dismissed_window_leaves_the_store_locked", Keyring::Absent, |_desktop| async move {
            let mut store = AskingStore::start().await;
            let (token_store, account) = (KeyringStore::new(), account());
            let saving = tokio::spawn(async move { token_store.save(&account, token(FIRST)).await });
            assert_eq!(store.window.recv().await, Some(Window::Shown));
            store.answer(false).await;
            assert_eq!(saving.await.unwrap(), Err(TokenStoreError::Locked));
        });
    }

    #[test]
    fn a_store_without_a_collection_has_no_place_and_shows_its_wizard_once() {
        let test = "a_store_without_a_collection_has_no_place_and_shows_its_wizard_once";
        on_desktop(test, Keyring::Absent, |_desktop| async move {
            let mut store = AskingStore::without_collections().await;
            let (token_store, account) = (Arc::new(KeyringStore::new()), account());
            let fault = token_store.read(&account.id).await.err();
            assert_eq!(
                fault,
                Some(TokenStoreError::WithoutPlace),
                "the entry may be in a collection that is not shown"
            );
            let saving = tokio::spawn({
                let (token_store, account) = (Arc::clone(&token_store), account.clone());
                async move { token_store.save(&account, token(FIRST)).await }
            });
            assert_eq!(store.window.recv().await, Some(Window::Shown));
            store.answer(false).await;
            assert_eq!(saving.await.unwrap(), Err(TokenStoreError::WithoutPlace));
            assert_eq!(token_store.save(&account, token(FIRST)).await, Err(TokenStoreError::WithoutPlace));
            assert_eq!(token_store.save(&super::account(), token(FIRST)).await, Err(TokenStoreError::WithoutPlace));
            assert!(store.window.try_recv().is_err(), "the wizard is not shown again");
            assert_eq!(token_store.remove(&account.id).await, Ok(()), "there is nothing to remove");
        });
    }

    #[test]
    fn where_only_the_default_collection_is_missing_nothing_is_kept_and_saving_asks_to_make_it_each_time() {
        let test = "where_only_the_default_collection_is_missing_nothing_is_kept_and_saving_asks_to_make_it_each_time";
        on_desktop(test, Keyring::Absent, |_desktop| async move {
            let mut store = AskingStore::without_default().await;
            let (token_store, account) = (Arc::new(KeyringStore::new()), account());
            assert_eq!(kept(&token_store, &account).await, None);
            for _ in 0..2 {
                let saving = tokio::spawn({
                    let (token_store, account) = (Arc::clone(&token_store), account.clone());
                    async move { token_store.save(&account, token(FIRST)).await }
                });
                assert_eq!(store.window.recv().await, Some(Window::Shown));
                store.answer(false).await;
                assert_eq!(saving.await.unwrap(), Err(TokenStoreError::WithoutPlace));
            }
        });
    }

    #[test]
    fn cancelling_takes_the_window_off_the_screen() {
        on_desktop("cancelling_takes_the_window_off_the_screen", Keyring::Absent, |_desktop| async move {
            let mut store = AskingStore::start().await;
            let token_store = Arc::new(KeyringStore::new());
            let reading = tokio::spawn({
                let (token_store, account) = (Arc::clone(&token_store), account());
                async move { token_store.read(&account.id).await.map(|_| ()) }
            });
            assert_eq!(store.window.recv().await, Some(Window::Shown));
            reading.abort();
            assert_eq!(store.window.recv().await, Some(Window::Dismissed));
            assert_eq!(token_store.check().await, Ok(())); // and the thread is free again
        });
    }
}

#[cfg(windows)]
mod credential_manager {
    use contact_lookup::token_store::SERVICE;
    use keyring::api::CredentialStoreApi;
    use windows_native_keyring_store::Store;

    use super::*;

    #[tokio::test]
    async fn a_token_is_saved_read_replaced_and_removed() {
        save_read_replace_and_remove(&KeyringStore::new()).await;
    }

    #[tokio::test]
    async fn a_token_of_2560_bytes_fits_and_a_longer_one_is_refused_before_anything_is_written() {
        let (token_store, account) = (KeyringStore::new(), account());
        let fits = format!("ey{}", "a".repeat(2558));
        token_store.save(&account, token(&fits)).await.unwrap();
        let over = format!("{fits}b");
        assert_eq!(token_store.save(&account, token(&over)).await, Err(TokenStoreError::TooLong { limit: 2560 }));
        assert_eq!(kept(&token_store, &account).await, Some(fits));
        token_store.remove(&account.id).await.unwrap();
    }

    #[tokio::test]
    async fn an_entry_stays_on_this_computer_and_says_nothing_secret() {
        let (token_store, account) = (KeyringStore::new(), account());
        token_store.save(&account, token(FIRST)).await.unwrap();
        let entry = Store::new().unwrap().build(SERVICE, account.id.as_str(), None).unwrap();
        let attributes = entry.get_attributes().unwrap();
        token_store.remove(&account.id).await.unwrap();
        assert_eq!(attributes["persistence"], "Local");
        assert_eq!(attributes["username"], account.id.as_str());
        assert!(attributes.values().all(|value| !value.contains("pit-")));
    }

    #[tokio::test]
    async fn a_damaged_entry_is_told_and_kept_until_a_new_token_replaces_it() {
        let (token_store, account) = (KeyringStore::new(), account());
        let entry = Store::new().unwrap().build(SERVICE, account.id.as_str(), None).unwrap();
        for secret in [b"\xff\xfe\x80".as_slice(), b"two words of it", format!("{FIRST}\n").as_bytes()] {
            entry.set_secret(secret).unwrap();
            assert_eq!(token_store.read(&account.id).await.err(), Some(TokenStoreError::Damaged));
        }
        token_store.save(&account, token(FIRST)).await.unwrap();
        assert_eq!(kept(&token_store, &account).await.as_deref(), Some(FIRST));
        token_store.remove(&account.id).await.unwrap();
    }
}
