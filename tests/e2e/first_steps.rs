//! From the first start to a contact, and again after a restart.

use crate::contacts::{documented, DOCUMENTED_ID, TOKEN};
use crate::harness::{Harness, PasswordStore, Start};
use crate::highlevel::Answer;

#[tokio::test]
async fn a_person_connects_looks_a_contact_up_and_need_not_connect_again_after_a_restart() {
    let harness = Harness::new().await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));

    let window = harness.open().await;
    assert_eq!(window.attribute("body", "data-screen").await.as_deref(), Some("welcome"));
    window.connect("Harbour Dental", TOKEN).await;
    assert_eq!(window.attribute("#account", "data-account").await.as_deref(), Some("Harbour Dental"));
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    for (path, sent) in [
        ("name", "rubika deo"),
        ("email", "rubika@deos.com"),
        ("phone", "+18832327657"),
        ("companyName", "DGS VolMAX"),
        ("dateOfBirth", "1990-09-25T00:00:00.000Z"),
        ("dateAdded", "2021-07-02T05:18:26.704Z"),
        ("dndSettings.SMS", "permanent"),
        ("country", "US"),
        ("website", "https://www.tesla.com"),
        ("customFields.MgobCB14YMVKuE4Ka8p1", "Delta Dental"),
        ("customFields.Aa1Bb2Cc3Dd4Ee5Ff6Gg", "12345678901234567890"),
        ("attributionSource.utmSource", "google"),
        ("visitorId", "ve9EPM428h8vShlRW1KT"),
        ("fullNameLowerCase", "rubika deo"),
    ] {
        assert_eq!(window.sent(path).await.as_deref(), Some(sent), "{path}");
    }
    assert!(window.text("[data-field=dateOfBirth]").await.contains("25"), "a date of birth never shifts");
    window.close().await;

    let asked_before = harness.highlevel.requests().len();
    let window = harness.open().await;
    assert_eq!(window.attribute("body", "data-screen").await.as_deref(), Some("lookup"));
    assert_eq!(harness.highlevel.requests().len(), asked_before, "nothing is asked before the person acts");
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    let request = harness.highlevel.requests().pop().expect("a request came");
    assert_eq!(request.method, "GET");
    assert_eq!(request.path, format!("/contacts/{DOCUMENTED_ID}"));
    assert_eq!(request.headers["authorization"], format!("Bearer {TOKEN}"));
    assert_eq!(request.headers["version"], "2021-04-15");
    assert!(request.headers["user-agent"].starts_with("ContactLookup/"));
    window.close().await;
}

#[tokio::test]
async fn the_page_does_not_hold_a_social_security_number_until_it_is_asked_for() {
    let harness = Harness::new().await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    window.look_up(DOCUMENTED_ID).await;
    let page = "return document.documentElement.outerHTML.includes('078-05')";
    assert_eq!(window.run(page, vec![]).await, false);
    window.click("[data-reveal=ssn]").await;
    window.wait_until(page).await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    assert_eq!(window.run(page, vec![]).await, false, "a new lookup hides it again");
    window.close().await;
}

#[tokio::test]
async fn without_a_password_store_the_token_is_used_for_this_session_only() {
    let harness = Harness::with(PasswordStore::None).await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    let window = harness.open().await;
    window.fill("#account-name", "Harbour Dental").await;
    window.fill("#token", TOKEN).await;
    window.click("#connect").await;
    window.wait_for("[data-problem=password-store-missing]").await;
    window.picture("welcome-no-password-store-light-1120").await;
    assert_eq!(window.value("#token").await, TOKEN, "nothing that was typed is lost");
    window.click("#session-only").await;
    window.wait_for("#contact-id").await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    window.close().await;

    for file in harness.files() {
        let held = std::fs::read(&file).unwrap_or_default();
        let found = held.windows(TOKEN.len()).any(|part| part == TOKEN.as_bytes());
        assert!(!found, "{} holds the token", file.display());
    }
    let window = harness.open().await;
    assert_eq!(window.attribute("body", "data-screen").await.as_deref(), Some("welcome"));
    window.close().await;
}

#[tokio::test]
async fn a_password_store_that_starts_late_works_without_a_restart() {
    let mut harness = Harness::with(PasswordStore::None).await;
    let window = harness.open().await;
    window.fill("#token", TOKEN).await;
    window.click("#connect").await;
    window.wait_for("[data-problem=password-store-missing]").await;
    harness.start_password_store();
    window.click("#connect").await;
    window.wait_for("#contact-id").await;
    window.close().await;
    let window = harness.open().await;
    assert_eq!(window.attribute("body", "data-screen").await.as_deref(), Some("lookup"), "the token was kept");
    window.close().await;
}

#[tokio::test]
async fn the_sample_account_sends_nothing_and_leaves_nothing_behind() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.click("#try-sample").await;
    window.wait_for("#contact-id").await;
    let id = "return document.querySelector('#result').innerText.match(/\\b[A-Za-z0-9]{20}\\b/)?.[0] ?? null";
    let id = window.wait_until(id).await;
    assert_eq!(window.look_up(id.as_str().unwrap_or_default()).await, "found");
    window.close().await;
    assert_eq!(harness.highlevel.connections(), 0);
    let window = harness.open().await;
    assert_eq!(window.attribute("body", "data-screen").await.as_deref(), Some("welcome"));
    window.close().await;
}

#[tokio::test]
async fn an_id_on_the_command_line_is_looked_up_at_once() {
    let harness = Harness::new().await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    window.close().await;
    let link = format!("https://app.example.com/v2/location/ve9EPM428h8vShlRW1KT/contacts/detail/{DOCUMENTED_ID}?x=1");
    let window = harness.open_with(Start { arguments: &[&link], ..Start::default() }).await;
    window.wait_for("#result[data-state=found]").await;
    assert_eq!(window.attribute("#result", "data-id").await.as_deref(), Some(DOCUMENTED_ID));
    window.close().await;
}
