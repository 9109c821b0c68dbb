//! "Check connection", as the window tells it.

use crate::contacts::TOKEN;
use crate::harness::{Harness, Start};

#[tokio::test]
async fn a_proxy_setting_that_holds_no_address_is_told_by_its_name_alone() {
    let harness = Harness::new().await;
    // The driver of the window reads both variables too.
    let odd = [("HTTP_PROXY", "http://clerk:hunter2@proxy .example"), ("NO_PROXY", "127.0.0.1")];
    let window = harness.open_with(Start { environment: &odd, ..Start::default() }).await;
    window.connect("Harbour Dental", TOKEN).await;
    window.press("\u{E031}").await;
    window.click("#check-connection").await;
    window.wait_for("#check-verdict[data-good='true']").await;
    assert!(window.text("#check-proxies").await.contains("HTTP_PROXY on this computer holds no address"));
    window.picture("check-proxy-light-1120").await;
    let page = window.run("return document.documentElement.outerHTML", vec![]).await;
    assert!(!page.to_string().contains("hunter2") && !harness.log().contains("hunter2"));
    window.close().await;
}
