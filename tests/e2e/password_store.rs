//! The password store of the desktop, in every state in which a person meets it: in the window, and with what any other
//! program can do to it.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::contacts::{connected, documented, DOCUMENTED_ID, TOKEN};
use crate::harness::{signal, Harness, PasswordStore, Window};
use crate::highlevel::Answer;

const SERVICE: [&str; 2] = ["service", "com.contactlookup.desktop"];
const SLOW_ID: &str = "ocQHyuzHvysMo5N5VsXc";
const OTHER_TOKEN: &str = "pit-11111111-2222-4333-8444-555555555555";

/// The kind of problem that a lookup ends with. The ID stays in the box, and no contact is left on the page.
async fn refused(window: &Window) -> String {
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "failed");
    assert_eq!(window.value("#contact-id").await, DOCUMENTED_ID);
    assert!(!window.has("[data-field]").await, "an old card is left");
    window.problem().await.expect("a problem is told")
}

/// The account's name in the password store.
fn user(harness: &Harness) -> String {
    let found = harness.secret_tool(&["search", "--all", SERVICE[0], SERVICE[1]], b"");
    let line = found.lines().find_map(|line| line.strip_prefix("attribute.username = "));
    line.unwrap_or_else(|| panic!("no entry: {found}")).to_owned()
}

/// The secret that another program finds for the account; empty where it finds none.
fn kept(harness: &Harness) -> String {
    harness.secret_tool(&["lookup", SERVICE[0], SERVICE[1]], b"")
}

fn lock(harness: &Harness) {
    let mut ask = std::process::Command::new("dbus-send");
    ask.args(["--session", "--print-reply", "--dest=org.freedesktop.secrets", "/org/freedesktop/secrets"]);
    ask.args(["org.freedesktop.Secret.Service.Lock", "array:objpath:/org/freedesktop/secrets/collection/login"]);
    assert!(harness.command(ask).status().expect("dbus-send runs").success());
}

#[tokio::test]
async fn what_another_program_finds_in_the_store_is_readable_and_says_nothing_secret() {
    let (harness, window) = connected().await;
    let user = user(&harness);
    let found = harness.secret_tool(&["search", "--all", SERVICE[0], SERVICE[1]], b"");
    assert!(found.contains("label = Contact Lookup: Harbour Dental"), "{found}");
    assert_eq!(kept(&harness), TOKEN, "the token is the secret itself");
    let attributes: Vec<&str> = found.lines().filter(|line| line.starts_with("attribute.")).collect();
    assert!(!attributes.is_empty());
    for attribute in attributes {
        let known = ["attribute.service = com.contactlookup.desktop", &format!("attribute.username = {user}")]
            .contains(&attribute)
            || attribute.starts_with("attribute.xdg:schema = ");
        assert!(known, "{attribute}");
    }
    assert!(!user.contains(&TOKEN[4..12]) && user.chars().all(|ch| ch.is_ascii_alphanumeric()), "{user}");
    window.close().await;
}

#[tokio::test]
async fn a_store_that_went_away_is_missing_and_found_again_without_a_restart() {
    let (mut harness, window) = connected().await;
    harness.stop_password_store();
    let start = Instant::now();
    assert_eq!(refused(&window).await, "password-store-missing");
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    let text = window.text("[role=alert]").await;
    assert!(["KWallet", "KeePassXC"].iter().all(|name| text.contains(name)), "{text}");
    assert!(window.has("[data-action=token-for-session]").await);
    window.picture("problem-password-store-missing-light-1120").await;
    harness.start_password_store();
    window.click("[data-action=try-again]").await;
    window.wait_for("#result[data-state=found]").await;
    window.close().await;
}

/// Measures how long a turn of the page's own loop and a call of the program take together, again and again.
const TURNS: &str = "const turns = (window.turns_taken = []);
    (async () => {
      while (window.turns_taken === turns) {
        const begun = performance.now();
        await new Promise((turn) => setTimeout(turn, 5));
        await window.__TAURI_INTERNALS__.invoke('read_contact_id', { text: 'seD4PfOuKoVMLkEZqohJ' });
        turns.push(performance.now() - begun);
      }
    })();";

/// Nine of ten of those turns were no longer than this, in milliseconds. Begins the measuring where none goes on, and
/// ends it after as many turns.
async fn usual_turn(window: &Window, turns: usize) -> f64 {
    window.run(&format!("if (!window.turns_taken) {{ {TURNS} }}"), vec![]).await;
    window.wait_until(&format!("return window.turns_taken.length >= {turns}")).await;
    let taken = window.run("const taken = window.turns_taken; window.turns_taken = null; return taken", vec![]).await;
    let mut taken: Vec<f64> = serde_json::from_value(taken).expect("numbers");
    taken.sort_by(f64::total_cmp);
    taken[taken.len() * 9 / 10]
}

#[tokio::test]
async fn a_store_that_hangs_is_told_after_three_seconds_while_the_window_goes_on_answering() {
    let (harness, window) = connected().await;
    // The same picture for as long, for another reason: drawing it costs a computer without a graphics card something.
    harness.highlevel.answer(SLOW_ID, Answer::contact(&documented()).after(Duration::from_secs(3)));
    window.run(TURNS, vec![]).await;
    assert_eq!(window.look_up(SLOW_ID).await, "found");
    let before = usual_turn(&window, 20).await;
    window.run(TURNS, vec![]).await;
    signal(harness.password_store_process(), "STOP");
    let start = Instant::now();
    assert_eq!(refused(&window).await, "password-store-not-answering");
    let waited = start.elapsed().as_secs_f64();
    assert!((2.9..6.0).contains(&waited), "{waited} s");
    let during = usual_turn(&window, 20).await;
    // The machine of a test has other things to do: there, what counts is that the store makes no difference.
    assert!(during < f64::max(100.0, 2.0 * before), "nine of ten turns within {during} ms, before that {before} ms");
    window.picture("problem-password-store-not-answering-light-1120").await;

    signal(harness.password_store_process(), "CONT");
    window.click("[data-action=try-again]").await;
    window.wait_for("#result[data-state=found]").await;
    window.close().await;
}

#[tokio::test]
async fn a_lookup_that_waits_for_a_store_that_hangs_can_be_cancelled_and_the_program_quits_at_once() {
    let (harness, window) = connected().await;
    signal(harness.password_store_process(), "STOP");
    for _ in 0..2 {
        window.fill("#contact-id", DOCUMENTED_ID).await;
        window.click("#look-up").await;
        window.wait_for("#cancel-look-up").await;
        let start = Instant::now();
        window.click("#cancel-look-up").await;
        window.wait_for("#result[data-state=idle]").await;
        assert!(start.elapsed().as_millis() < 1_000, "{:?}", start.elapsed());
    }
    window.click("#look-up").await;
    window.wait_for("#result[data-state=loading]").await;
    let taken = harness.close_and_wait();
    assert!(taken.as_millis() < 1_000, "it took {taken:?} to quit");
    signal(harness.password_store_process(), "CONT");
}

#[tokio::test]
async fn a_store_that_nobody_unlocks_is_locked_and_the_token_stays() {
    let (harness, window) = connected().await;
    lock(&harness);
    // No window can ask the person here: for the program that is the same as one that was closed.
    assert_eq!(refused(&window).await, "password-store-locked");
    window.picture("problem-password-store-locked-light-1120").await;
    assert!(window.has("[data-action=try-again]").await && window.has("[data-action=token-for-session]").await);
    window.close().await;
    let window = harness.open().await;
    assert_eq!(window.attribute("body", "data-screen").await.as_deref(), Some("lookup"), "the account is still there");
    window.close().await;
}

#[tokio::test]
async fn a_damaged_token_is_told_never_sent_and_replaced_in_place() {
    let (harness, window) = connected().await;
    let user = user(&harness);
    for secret in ["two words", "pit-\u{fffd}\u{202e}", &format!("{TOKEN}\n{TOKEN}")] {
        harness.secret_tool(&["clear", SERVICE[0], SERVICE[1]], b"");
        let entry = ["store", "--label=Contact Lookup: Harbour Dental", SERVICE[0], SERVICE[1], "username", &user];
        harness.secret_tool(&entry, secret.as_bytes());
        assert_eq!(kept(&harness), secret);
        let before = harness.highlevel.requests().len();
        assert_eq!(refused(&window).await, "saved-token-damaged", "{} bytes", secret.len());
        assert_eq!(harness.highlevel.requests().len(), before);
    }
    assert!(!harness.log().contains("two words"), "what the entry holds is in the log");
    window.picture("problem-saved-token-damaged-light-1120").await;
    window.click("[data-action=replace-token]").await;
    window.fill("#token", OTHER_TOKEN).await;
    window.click("#connect").await;
    window.wait_for("#result[data-state=found]").await;
    assert_eq!(kept(&harness), OTHER_TOKEN);
    window.close().await;
}

#[tokio::test]
async fn a_token_that_another_program_removed_is_gone_and_the_account_stays() {
    let (harness, window) = connected().await;
    harness.secret_tool(&["clear", SERVICE[0], SERVICE[1]], b"");
    assert_eq!(refused(&window).await, "no-token");
    window.picture("problem-no-token-light-1120").await;
    window.click("[data-action=replace-token]").await;
    window.fill("#token", TOKEN).await;
    window.click("#connect").await;
    window.wait_for("#result[data-state=found]").await;
    assert_eq!(kept(&harness), TOKEN);
    window.close().await;
}

#[tokio::test]
async fn of_two_entries_for_one_account_none_is_used_and_a_new_token_takes_the_place_of_both() {
    let (harness, window) = connected().await;
    let user = user(&harness);
    let entry = ["store", "--label=Another", SERVICE[0], SERVICE[1], "username", &user, "more", "1"];
    harness.secret_tool(&entry, OTHER_TOKEN.as_bytes());
    let before = harness.highlevel.requests().len();
    assert_eq!(refused(&window).await, "saved-token-damaged");
    assert_eq!(harness.highlevel.requests().len(), before, "neither was sent");
    window.click("[data-action=replace-token]").await;
    window.fill("#token", TOKEN).await;
    window.click("#connect").await;
    window.wait_for("#result[data-state=found]").await;
    let found = harness.secret_tool(&["search", "--all", SERVICE[0], SERVICE[1]], b"");
    assert_eq!(found.matches("label = ").count(), 1, "{found}");
    assert_eq!(kept(&harness), TOKEN);
    window.close().await;
}

#[tokio::test]
async fn a_desktop_with_another_empty_store_asks_for_the_token_and_deletes_nothing() {
    let (mut harness, window) = connected().await;
    window.close().await;
    // As after a change of desktops: the account is known, and its store is another program's.
    harness.stop_password_store();
    let (first, aside) = (harness.home.path().join("data/keyrings"), harness.home.path().join("other-desktop"));
    std::fs::rename(&first, &aside).expect("the store can be set aside");
    harness.start_password_store();
    let window = harness.open().await;
    assert_eq!(refused(&window).await, "no-token");
    window.close().await;
    harness.stop_password_store();
    std::fs::remove_dir_all(&first).expect("the second store can go");
    std::fs::rename(&aside, &first).expect("the first one comes back");
    harness.start_password_store();
    let window = harness.open().await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found", "back on the first desktop all is as it was");
    window.close().await;
}

#[tokio::test]
async fn a_new_token_is_tested_before_it_takes_the_place_of_the_old_one() {
    let (harness, window) = connected().await;
    window.click("#open-settings").await;
    window.click("[data-account-action=replace]").await;
    // Whatever is asked with the new token is refused.
    harness.highlevel.refuse(OTHER_TOKEN);
    window.fill("#token", OTHER_TOKEN).await;
    window.click("#connect").await;
    window.wait_for("[data-problem=token-rejected]").await;
    assert_eq!(window.value("#token").await, OTHER_TOKEN, "what was typed is not lost");
    assert_eq!(kept(&harness), TOKEN, "the old one stays");
    window.press("\u{E00C}").await;
    window.click("[data-account-action=test]").await;
    window.wait_for("[data-works]").await;

    window.click("[data-account-action=replace]").await;
    harness.highlevel.accept_all();
    window.fill("#token", OTHER_TOKEN).await;
    window.click("#connect").await;
    window.wait_for("[data-notice=token-replaced]").await;
    assert_eq!(kept(&harness), OTHER_TOKEN);
    let sent = harness.highlevel.requests().into_iter().filter(|request| {
        let authorization = request.headers.get("authorization");
        authorization.is_some_and(|value| value == &format!("Bearer {OTHER_TOKEN}"))
    });
    assert_eq!(sent.count(), 2, "one request for each try");
    window.close().await;
}

#[tokio::test]
async fn a_token_that_is_removed_is_gone_from_the_store_and_undo_brings_it_back() {
    let (harness, window) = connected().await;
    window.click("#open-settings").await;
    window.click("[data-account-action=remove]").await;
    window.wait_for("[data-notice=removed]").await;
    assert_eq!(kept(&harness), "", "another program finds nothing");
    let text = window.text("[data-notice=removed]").await;
    assert!(text.contains("delete it in HighLevel"), "{text}");
    window.picture("account-removed-light-1120").await;
    window.click("#undo-remove").await;
    window.wait_until("return document.querySelector('[data-notice=removed]') === null").await;
    assert_eq!(kept(&harness), TOKEN);
    let accounts = window.page.execute_async(
        "const done = arguments[arguments.length - 1];
         window.__TAURI_INTERNALS__.invoke('start').then((start) => done(start.accounts.map((one) => one.name)))",
        vec![],
    );
    assert_eq!(accounts.await.expect("it answers"), json!(["Harbour Dental"]));
    window.close().await;
    let window = harness.open().await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found", "after a restart too");
    window.close().await;
}

#[tokio::test]
async fn a_token_that_cannot_be_removed_is_not_said_to_be_removed() {
    let (harness, window) = connected().await;
    lock(&harness);
    window.click("#open-settings").await;
    window.click("[data-account-action=remove]").await;
    window.wait_for("[data-problem=password-store-locked]").await;
    assert!(window.has("[data-account-row]").await && !window.has("[data-notice=removed]").await);
    window.close().await;
}

#[tokio::test]
async fn a_token_of_this_session_stands_in_for_a_store_that_hangs() {
    let (harness, window) = connected().await;
    signal(harness.password_store_process(), "STOP");
    assert_eq!(refused(&window).await, "password-store-not-answering");
    window.click("[data-action=token-for-session]").await;
    window.fill("#token", OTHER_TOKEN).await;
    window.click("#session-only").await;
    window.wait_for("#result[data-state=found]").await;
    signal(harness.password_store_process(), "CONT");
    assert_eq!(kept(&harness), TOKEN, "the store's own stays as it was");
    window.close().await;
}

/// A harness without a store still has what the page asks for at the first start.
#[tokio::test]
async fn the_first_start_is_no_problem_whether_there_is_a_store_or_not() {
    for store in [PasswordStore::Unlocked, PasswordStore::None] {
        let harness = Harness::with(store).await;
        let window = harness.open().await;
        window.wait_for("#connect").await;
        assert_eq!(window.attribute("body", "data-screen").await.as_deref(), Some("welcome"));
        assert!(!window.has("[role=alert]").await);
        window.close().await;
    }
}
