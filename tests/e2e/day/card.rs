//! Looking within a card, hiding it from onlookers, checking the connection.

use serde_json::json;

use crate::contacts::{connected, large, DOCUMENTED_ID};
use crate::highlevel::Answer;

const LARGE_ID: &str = "LargeLargeLarge00001";
/// Control, as WebDriver types it; `\u{E008}` is Shift.
const CONTROL: char = '\u{E009}';

#[tokio::test]
async fn a_search_within_the_card_narrows_it_to_what_has_the_text() {
    let (harness, window) = connected().await;
    harness.highlevel.answer(LARGE_ID, Answer::contact(&large(LARGE_ID)));
    window.look_up(LARGE_ID).await;
    window.press(&format!("{CONTROL}f")).await;
    window.wait_for("#card-search").await;
    assert_eq!(window.run("return document.activeElement.id", vec![]).await, "card-search");
    window.press("number 17").await;
    let shown = "return [...document.querySelectorAll('[data-field^=\"customFields.\"]')].filter((one) => one.checkVisibility()).length";
    // 17 and 170 to 179.
    window.wait_until(&format!("return ({}) === 11", shown.replace("return ", ""))).await;
    assert!(!window
        .run("return document.querySelector('[data-field=timezone]')?.checkVisibility() ?? false", vec![])
        .await
        .as_bool()
        .unwrap_or(true));
    window.press("\u{E00C}").await;
    window.press("\u{E00C}").await;
    window.wait_until("return document.querySelector('#card-search') === null || !document.querySelector('#card-search').checkVisibility()").await;
    assert_eq!(window.sent("email").await.as_deref(), Some("large@example.com"), "the card is whole again");
    window.close().await;
}

#[tokio::test]
async fn the_privacy_shield_hides_every_value_and_the_buttons_still_work() {
    let (_harness, window) = connected().await;
    window.look_up(DOCUMENTED_ID).await;
    window.press(&format!("{CONTROL}\u{E008}h")).await;
    window.wait_for("body[data-shield]").await;
    let bare = "return [...document.querySelectorAll('[data-field], #recents [data-personal]')].filter((one) => {
        const style = getComputedStyle(one);
        const clear = style.webkitTextSecurity && style.webkitTextSecurity !== 'none';
        return one.checkVisibility() && one.textContent.trim() !== '' && !clear && style.visibility !== 'hidden' &&
          style.color !== 'rgba(0, 0, 0, 0)' && !/blur|opacity\\(0/.test(style.filter);
      }).map((one) => one.outerHTML.slice(0, 120))";
    assert_eq!(window.run(bare, vec![]).await, json!([]));
    window.click("[data-copy=email]").await;
    super::wait_for_text(&window, "[data-copy=email]", "Copied").await;
    window.picture("privacy-shield-light-1120").await;
    window.press(&format!("{CONTROL}\u{E008}h")).await;
    window.wait_until("return document.querySelector('body[data-shield]') === null").await;
    window.close().await;
}

#[tokio::test]
async fn check_connection_says_what_is_well_and_what_is_not_and_holds_nothing_personal() {
    let (harness, window) = connected().await;
    window.look_up(DOCUMENTED_ID).await;
    window.press("\u{E031}").await;
    window.wait_for("body[data-screen=help]").await;
    window.click("#check-connection").await;
    window.wait_for("#connection-check").await;
    window.wait_for("#copy-check").await;
    let told = window.text("#connection-check").await;
    for secret in ["pit-", "ubika", "Harbour", "ve9EPM428h8vShlRW1KT"] {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
    harness.highlevel.refuse(crate::contacts::TOKEN);
    window.click("#check-connection").await;
    window.wait_until("return document.querySelector('#connection-check')?.innerText.includes('token') && document.querySelector('#connection-check [data-problem=token-rejected], #connection-check [data-kind=token-rejected]') !== null").await;
    window.close().await;
}
