//! Every screen and state, light and dark, roomy and narrow: a picture of each, and what axe-core says of it.

use std::time::Duration;

use crate::contacts::{documented, large, DOCUMENTED_ID, TOKEN};
use crate::harness::{Harness, PasswordStore, Start, Window};
use crate::highlevel::Answer;

const SIZES: [(u32, u32); 2] = [(1120, 800), (360, 480)];
const SLOW_ID: &str = "SlowSlowSlowSlow0001";
const LARGE_ID: &str = "LargeLargeLarge00001";
const UNKNOWN_ID: &str = "UnknownUnknown000001";
const REFUSED_ID: &str = "RefusedRefused000001";

/// The sample contacts that put the card to the test, and what their pictures are called.
const SAMPLES: [(&str, &str); 8] = [
    ("NiQBlJUEyHZuPqFY1yuS", "sample-card"),
    ("5tuk2tLtlxG7UvPcEFnz", "sample-long-names"),
    ("SvAVd06iAV7TlsytiMsw", "sample-right-to-left"),
    ("nzCnXNwKqmM1L7nDFWIQ", "sample-do-not-disturb"),
    ("TBGH06Rf3BtT8nzzLJhl", "sample-channels"),
    ("ivj0hFlhkiByIwNaULCC", "sample-150-custom-fields"),
    ("w0Sn4KFLXXYkGrLjw0Z1", "sample-bare-phone-number"),
    ("xFoaKgmtXb7R2mYqUgYz", "sample-odd"),
];

/// Takes the pictures of a state, and has axe-core judge it.
pub async fn keep(window: &Window, state: &str, theme: &str, complaints: &mut Vec<String>) {
    for (width, height) in SIZES {
        look(window, state, theme, (width, height), complaints).await;
        let found = window.axe().await;
        complaints.extend(found.into_iter().map(|one| format!("{state}, {theme}, {width}: {one}")));
    }
    window.resize(1120, 800).await;
}

/// Takes the pictures of a state that has the parts of others which axe-core has judged already.
async fn glance(window: &Window, state: &str, theme: &str, complaints: &mut Vec<String>) {
    for size in SIZES {
        look(window, state, theme, size, complaints).await;
    }
    window.resize(1120, 800).await;
}

async fn look(window: &Window, state: &str, theme: &str, (width, height): (u32, u32), complaints: &mut Vec<String>) {
    window.resize(width, height).await;
    // What fades in is looked at when it is there; what pulses for as long as it is there has no such moment.
    let still = "return document.getAnimations().every((one) =>
        one.playState !== 'running' || one.effect?.getComputedTiming().iterations === Infinity)";
    window.wait_until(still).await;
    window.picture(&format!("{state}-{theme}-{width}")).await;
    let overflow = window.run("return document.documentElement.scrollWidth > window.innerWidth", vec![]).await;
    if overflow == true {
        complaints.push(format!("{state}, {theme}, {width}: the page is wider than the window"));
    }
}

/// Takes a picture of a state with text of twice the size.
async fn look_with_large_text(window: &Window, state: &str, theme: &str, complaints: &mut Vec<String>) {
    window.run("document.documentElement.style.fontSize = '200%'", vec![]).await;
    look(window, &format!("{state}-large-text"), theme, (1120, 800), complaints).await;
    window.run("document.documentElement.style.fontSize = ''", vec![]).await;
}

/// The card shown: copied, searched, hidden from onlookers, changed, and looked up again in vain.
async fn what_is_done_with_a_card(harness: &Harness, window: &Window, theme: &str, complaints: &mut Vec<String>) {
    window.run("window.scrollTo(0, 0)", vec![]).await;
    window.click("#copy-more").await;
    window.wait_for("#print-card").await;
    keep(window, "card-copy-menu", theme, complaints).await;
    window.press("\u{E00C}").await;
    window.press("\u{E009}f").await;
    window.wait_for("#card-search").await;
    window.press("do").await;
    keep(window, "card-search", theme, complaints).await;
    window.press("\u{E00C}").await;
    window.press("\u{E00C}").await;
    window.press("\u{E009}\u{E008}h").await;
    window.wait_for("body[data-shield]").await;
    keep(window, "card-shielded", theme, complaints).await;
    window.click("#shield-off").await;
    let mut changed = documented();
    changed["email"] = "rubika.deo@example.com".into();
    changed["tags"] = serde_json::json!(["consequat", "vip"]);
    changed["phone"] = serde_json::Value::Null;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&changed));
    window.click("#refresh").await;
    window.wait_for("#changes").await;
    keep(window, "card-changed", theme, complaints).await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::refusal(500, "Internal server error"));
    window.click("#refresh").await;
    window.wait_for("[role=alert][data-problem=highlevel-down]").await;
    keep(window, "card-refresh-in-vain", theme, complaints).await;
}

/// A card from memory, and the list that it is in.
async fn what_is_recent(window: &Window, theme: &str, complaints: &mut Vec<String>) {
    window.run(&format!("document.querySelector('#recents [data-recent=\"{DOCUMENTED_ID}\"]').click()"), vec![]).await;
    window.wait_for("#as-of").await;
    keep(window, "card-from-memory", theme, complaints).await;
    window.run("document.querySelector('#clear-recents').click()", vec![]).await;
    window.wait_for("#undo-recents").await;
    keep(window, "recents-cleared", theme, complaints).await;
    window.click("#undo-recents").await;
}

/// More accounts than fit a glance, and a contact that is in none that was asked.
async fn many_accounts(theme: &str, gtk_theme: &str) {
    let harness = Harness::new().await;
    harness.highlevel.answer(UNKNOWN_ID, Answer::refusal(403, "The token does not have access to this location."));
    let window = harness.open_with(Start { environment: &[("GTK_THEME", gtk_theme)], ..Start::default() }).await;
    let mut complaints = Vec::new();
    let names = [
        "Harbour Dental",
        "Nwosu Legal",
        "Bay Physio",
        "Álvarez y Hijos",
        "North Gym",
        "Oak Vets",
        "Pine Opticians",
        "A sub-account with a name that is much longer than anybody would wish it to be",
        "מרפאת הים",
    ];
    for (at, name) in names.iter().enumerate() {
        if at > 0 {
            window.click("#account").await;
            window.click("#add-account").await;
            window.wait_for("#token").await;
        }
        window.connect(name, &format!("pit-{at:08}-2222-4333-8444-555555555555")).await;
        window.wait_for("body[data-screen=lookup]").await;
    }
    window.click("#account").await;
    window.wait_for("#menu-search").await;
    keep(&window, "account-menu-many", theme, &mut complaints).await;
    window.press("\u{E00C}").await;
    window.look_up(UNKNOWN_ID).await;
    keep(&window, "problem-other-account-many", theme, &mut complaints).await;
    window.click("#try-all").await;
    window.wait_until("return document.querySelector('#try-all, #try-all-progress') === null").await;
    keep(&window, "problem-in-no-account", theme, &mut complaints).await;
    window.close().await;
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

async fn every_screen(theme: &str, gtk_theme: &str) {
    let harness = Harness::new().await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    harness.highlevel.answer(LARGE_ID, Answer::contact(&large(LARGE_ID)));
    harness.highlevel.answer(REFUSED_ID, Answer::refusal(401, "Invalid JWT"));
    harness.highlevel.answer(SLOW_ID, Answer::contact(&documented()).after(Duration::from_secs(60)));
    let environment = [("GTK_THEME", gtk_theme)];
    let window = harness.open_with(Start { environment: &environment, ..Start::default() }).await;
    let mut complaints = Vec::new();

    keep(&window, "welcome", theme, &mut complaints).await;
    look_with_large_text(&window, "welcome", theme, &mut complaints).await;
    window.connect("Harbour Dental", TOKEN).await;
    keep(&window, "lookup-idle", theme, &mut complaints).await;

    window.look_up(DOCUMENTED_ID).await;
    keep(&window, "card", theme, &mut complaints).await;
    look_with_large_text(&window, "card", theme, &mut complaints).await;
    window.run("for (const fold of document.querySelectorAll('#result details')) fold.open = true", vec![]).await;
    window.run("document.querySelector('#result details')?.scrollIntoView()", vec![]).await;
    keep(&window, "card-everything", theme, &mut complaints).await;
    what_is_done_with_a_card(&harness, &window, theme, &mut complaints).await;

    window.look_up(LARGE_ID).await;
    // The same parts as in the usual card, hundreds of times: axe-core would take a minute to say so.
    glance(&window, "card-large", theme, &mut complaints).await;

    what_is_recent(&window, theme, &mut complaints).await;

    window.look_up(UNKNOWN_ID).await;
    keep(&window, "problem-contact-not-found", theme, &mut complaints).await;
    window.run("for (const fold of document.querySelectorAll('[role=alert] details')) fold.open = true", vec![]).await;
    keep(&window, "problem-details", theme, &mut complaints).await;
    window.look_up(REFUSED_ID).await;
    glance(&window, "problem-token-rejected", theme, &mut complaints).await;
    look_with_large_text(&window, "problem-token-rejected", theme, &mut complaints).await;
    window.click("[role=alert] button").await;
    window.wait_for("#token").await;
    keep(&window, "replace-token", theme, &mut complaints).await;

    window.fill("#contact-id", SLOW_ID).await;
    window.click("#look-up").await;
    window.wait_until("window.since ??= Date.now(); return Date.now() - window.since > 700").await;
    keep(&window, "lookup-waiting", theme, &mut complaints).await;
    window.wait_until("return Date.now() - window.since > 3400").await;
    keep(&window, "lookup-still-waiting", theme, &mut complaints).await;
    window.click("#cancel-look-up").await;
    window.wait_for("#result[data-state=idle]").await;

    window.press("\u{E009},").await;
    window.wait_for("body[data-screen=settings]").await;
    keep(&window, "settings", theme, &mut complaints).await;
    window.click("[data-account-action=replace]").await;
    window.wait_for("#token").await;
    glance(&window, "settings-replace-token", theme, &mut complaints).await;
    window.press("\u{E031}").await;
    window.wait_for("body[data-screen=help]").await;
    keep(&window, "help", theme, &mut complaints).await;
    window.click("#check-connection").await;
    window.wait_for("#connection-check[data-state=done]").await;
    window.run("document.querySelector('#connection-check').scrollIntoView()", vec![]).await;
    keep(&window, "help-connection-checked", theme, &mut complaints).await;
    window.close().await;

    let start = Start { arguments: &["--sample"], environment: &environment };
    let window = harness.open_with(start).await;
    window.wait_for("#contact-id").await;
    keep(&window, "sample", theme, &mut complaints).await;
    window.run("document.querySelector('.sample-problems').open = true", vec![]).await;
    window.run("document.querySelector('.sample-problems').scrollIntoView()", vec![]).await;
    glance(&window, "sample-problems", theme, &mut complaints).await;
    window.click("#account").await;
    window.wait_for("#add-account").await;
    keep(&window, "account-menu", theme, &mut complaints).await;
    window.press("\u{E00C}").await;
    for (id, state) in SAMPLES {
        assert_eq!(window.look_up(id).await, "found", "{state}");
        glance(&window, state, theme, &mut complaints).await;
    }
    window.close().await;

    // Last, for it leaves the account without its token.
    let window = harness.open_with(Start { environment: &environment, ..Start::default() }).await;
    window.press("\u{E009},").await;
    window.click("[data-account-action=remove]").await;
    window.wait_for("#undo-remove").await;
    keep(&window, "account-removed", theme, &mut complaints).await;
    window.close().await;
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

async fn without_a_password_store(theme: &str, gtk_theme: &str) {
    let harness = Harness::with(PasswordStore::None).await;
    let window = harness.open_with(Start { environment: &[("GTK_THEME", gtk_theme)], ..Start::default() }).await;
    let mut complaints = Vec::new();
    window.wait_for("#session-only").await;
    keep(&window, "welcome-no-password-store", theme, &mut complaints).await;
    window.fill("#token", TOKEN).await;
    window.click("#connect").await;
    window.wait_for("[data-problem]").await;
    keep(&window, "welcome-no-password-store-told", theme, &mut complaints).await;
    window.close().await;
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[tokio::test]
async fn every_screen_is_good_to_look_at_in_the_light() {
    every_screen("light", "Adwaita").await;
}

#[tokio::test]
async fn every_screen_is_good_to_look_at_in_the_dark() {
    every_screen("dark", "Adwaita:dark").await;
}

#[tokio::test]
async fn a_computer_without_a_password_store_is_told_of_well_in_both_themes() {
    without_a_password_store("light", "Adwaita").await;
    without_a_password_store("dark", "Adwaita:dark").await;
}

#[tokio::test]
async fn many_accounts_are_good_to_look_at_in_both_themes() {
    many_accounts("light", "Adwaita").await;
    many_accounts("dark", "Adwaita:dark").await;
}
