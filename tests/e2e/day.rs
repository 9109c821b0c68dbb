//! What staff do all day: several accounts, recent contacts, names instead of IDs, looking within a card.

use crate::harness::{Harness, Window};

mod accounts;
mod card;
mod kept;
mod names;
mod recents;

/// A second account's token.
const OTHER_TOKEN: &str = "pit-7b1d3e55-0c2f-4a91-8d6e-3f5a9c7e1b24";

/// The text of the settings file.
fn settings(harness: &Harness) -> String {
    let file = harness.home.path().join("data/com.contactlookup.desktop/settings.json");
    std::fs::read_to_string(file).expect("there are settings")
}

/// Connects another account beside those that are there.
async fn connect_another(window: &Window, name: &str, token: &str) {
    window.click("#account").await;
    window.click("#add-account").await;
    window.wait_for("body[data-screen=welcome]").await;
    window.connect(name, token).await;
    window.wait_for("body[data-screen=lookup]").await;
}

/// Waits until a piece of the page has that text.
pub async fn wait_for_text(window: &Window, selector: &str, text: &str) {
    let script = format!(
        "return [...document.querySelectorAll({})].some((one) => one.innerText.includes({}))",
        serde_json::json!(selector),
        serde_json::json!(text)
    );
    window.wait_until(&script).await;
}
