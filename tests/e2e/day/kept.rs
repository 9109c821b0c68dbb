//! Settings that stay.

use super::settings;
use crate::contacts::connected;

#[tokio::test]
async fn what_was_chosen_in_settings_is_there_after_a_restart() {
    let (harness, window) = connected().await;
    window.press("\u{E009},").await;
    window.wait_for("body[data-screen=settings]").await;
    let choose = "const select = document.querySelector(arguments[0]); select.value = arguments[1];
        select.dispatchEvent(new Event('change', { bubbles: true }));";
    window.run(choose, vec!["#quiet-begin".into(), "20".into()]).await;
    window.run(choose, vec!["#text-size".into(), "150".into()]).await;
    window.fill("#highlevel-host", "not a host").await;
    window.press("\u{E007}").await;
    window.wait_for("#highlevel-host[aria-invalid=true]").await;
    assert_eq!(window.value("#highlevel-host").await, "not a host", "what was typed stays");
    window.fill("#highlevel-host", "crm.agency.example").await;
    window.press("\u{E007}").await;
    window.wait_until("return document.querySelector('#highlevel-host').getAttribute('aria-invalid') !== 'true'").await;
    window.wait_until("return window.devicePixelRatio >= 1.4 || window.innerWidth < 900").await;
    window.close().await;
    let kept = settings(&harness);
    assert!(kept.contains("crm.agency.example") && kept.contains("150"), "{kept}");

    let window = harness.open().await;
    window.press("\u{E009},").await;
    window.wait_for("body[data-screen=settings]").await;
    assert_eq!(window.value("#quiet-begin").await, "20");
    assert_eq!(window.value("#quiet-end").await, "8");
    assert_eq!(window.value("#text-size").await, "150");
    assert_eq!(window.value("#highlevel-host").await, "crm.agency.example");
    window.close().await;
}
