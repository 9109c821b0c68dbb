//! Tokens and links as people paste them, and what is told around accounts.

use serde_json::json;

use crate::contacts::{connected, documented, DOCUMENTED_ID, TOKEN};
use crate::harness::{Harness, Start, Window};
use crate::highlevel::Answer;
use crate::process::start_again;

const OTHER_TOKEN: &str = "pit-7b1d3e55-0c2f-4a91-8d6e-3f5a9c7e1b24";
const CONTROL: char = '\u{E009}';
const ESCAPE: &str = "\u{E00C}";

/// Puts a text on the clipboard, as another program does.
async fn copy(window: &Window, text: &str) {
    window
        .run("return window.__TAURI_INTERNALS__.invoke('copy_text', { text: arguments[0] })", vec![json!(text)])
        .await;
}

async fn focused(window: &Window) -> String {
    window.run("return document.activeElement.id", vec![]).await.as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_pasted_token_that_is_no_good_makes_room_and_another_can_be_pasted_at_once() {
    let harness = Harness::new().await;
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&documented()));
    harness.highlevel.refuse(OTHER_TOKEN);
    let window = harness.open().await;
    assert_eq!(focused(&window).await, "token", "what is pasted first lands where the token belongs");
    copy(&window, &format!("export GHL_TOKEN=\"{OTHER_TOKEN}\"\n")).await;
    window.click("#paste-token").await;
    window.wait_for(".token-chip").await;
    assert!(window.text(".token-chip").await.contains("1b24"));
    window.click("#connect").await;
    window.wait_for("[data-problem=token-rejected]").await;
    assert!(!window.has(".token-chip").await, "the tick is gone");
    assert_eq!(focused(&window).await, "token");
    window.picture("token-pasted-and-refused-light-1120").await;
    copy(&window, &format!("Private Integration Token: {TOKEN}")).await;
    window.press(&format!("{CONTROL}v")).await;
    window.wait_until("return document.querySelector('#token').value.includes('Private')").await;
    window.click("#connect").await;
    window.wait_for("#contact-id").await;
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    let last = harness.highlevel.requests().pop().expect("a request came");
    assert_eq!(last.headers["authorization"], format!("Bearer {TOKEN}"), "the label was taken off");
    window.close().await;
}

#[tokio::test]
async fn a_pasted_token_is_gone_from_the_real_clipboard_once_the_account_is_connected() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    copy(&window, TOKEN).await;
    window.click("#paste-token").await;
    window.wait_for(".token-chip").await;
    window.click("#connect").await;
    window.wait_for("#contact-id").await;
    window.click("#contact-id").await;
    window.press(&format!("{CONTROL}v")).await;
    copy(&window, "copied since").await;
    window.press(&format!("{CONTROL}v")).await;
    window.wait_until("return document.querySelector('#contact-id').value.includes('copied since')").await;
    assert_eq!(window.value("#contact-id").await, "copied since", "there was nothing to be pasted before");
    window.close().await;
}

#[tokio::test]
async fn of_two_tokens_the_person_chooses_and_the_page_never_has_either() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    let text = format!("MAIN={OTHER_TOKEN}\nexport HARBOUR=\"{TOKEN}\"");
    copy(&window, &text).await;
    window.click("#paste-token").await;
    window.wait_for("[data-token-choice]").await;
    let told = window.text(".token-choice").await;
    assert!(
        told.contains("MAIN") && told.contains("1b24") && told.contains("HARBOUR") && told.contains("6a90"),
        "{told}"
    );
    let whole = "return document.documentElement.outerHTML.includes('pit-7b1d') || document.documentElement.outerHTML.includes('pit-3f9c')";
    assert_eq!(window.run(whole, vec![]).await, false);
    for (width, height) in [(1120, 800), (360, 480)] {
        window.resize(width, height).await;
        window.picture(&format!("token-choice-light-{width}")).await;
    }
    window.click("[data-token-choice='1']").await;
    window.wait_for(".token-chip").await;
    window.click("#connect").await;
    window.wait_for("#contact-id").await;
    let asked = harness.highlevel.requests().pop().expect("a request came");
    assert_eq!(asked.headers["authorization"], format!("Bearer {TOKEN}"));
    window.close().await;

    // Typed in place of pasted, the question is the same.
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.fill("#token", &text.replace('\n', " ")).await;
    window.click("#connect").await;
    window.wait_for("[data-token-choice]").await;
    assert!(!window.has("#token").await);
    assert!(harness.highlevel.requests().is_empty(), "nothing was sent");
    window.close().await;
}

#[tokio::test]
async fn a_token_in_the_box_for_the_name_is_kept_nowhere() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.fill("#account-name", OTHER_TOKEN).await;
    window.fill("#token", TOKEN).await;
    window.click("#connect").await;
    window.wait_for("[data-problem=token-malformed]").await;
    assert_eq!(window.value("#account-name").await, "");
    window.click("#connect").await;
    window.wait_for("#contact-id").await;
    window.close().await;
    no_other_token_on_the_disk(&harness);
}

/// Nor in the log.
fn no_other_token_on_the_disk(harness: &Harness) {
    for file in harness.files() {
        let held = std::fs::read(&file).unwrap_or_default();
        let found = held.windows(OTHER_TOKEN.len()).any(|part| part == OTHER_TOKEN.as_bytes());
        assert!(!found, "{} holds the token", file.display());
    }
}

#[tokio::test]
async fn a_token_in_any_other_box_as_an_argument_or_in_old_settings_is_kept_nowhere() {
    let (harness, window) = connected().await;
    window.close().await;
    // As an older program let it be called, in the file and in its copy.
    for file in harness.files().into_iter().filter(|file| file.to_string_lossy().contains("settings.json")) {
        let text = std::fs::read_to_string(&file).expect("it is text");
        std::fs::write(&file, text.replace("Harbour Dental", OTHER_TOKEN)).expect("it can be written");
    }
    let window = harness.open().await;
    assert!(!window.text("body").await.contains(OTHER_TOKEN));
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    start_again(&harness, &[OTHER_TOKEN]);
    window.wait_for("[data-problem=id-is-a-token]").await;
    start_again(&harness, &[&format!("contactlookup://contact/{OTHER_TOKEN}")]);
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    window.press(&format!("{CONTROL}f")).await;
    window.fill("#card-search", OTHER_TOKEN).await;
    window.press(&format!("{CONTROL},")).await;
    window.click("[data-account-action=rename]").await;
    window.wait_for("form.rename input").await;
    window.fill("form.rename input", &format!("https://a.example/?key={OTHER_TOKEN}")).await;
    window.press("\u{E007}").await;
    window.wait_until("return document.querySelector('form.rename') === null").await;
    assert!(window.text("[data-account-row]").await.contains("My account"));
    let page = window.run("return document.documentElement.outerHTML", vec![]).await.to_string();
    assert!(!page.contains(OTHER_TOKEN), "the page has it");
    window.close().await;
    no_other_token_on_the_disk(&harness);
    let store = harness.secret_tool(&["search", "--all", "service", "com.contactlookup.desktop"], b"");
    assert!(store.contains("label = ") && !store.contains(OTHER_TOKEN), "{store}");
}

#[tokio::test]
async fn the_same_token_under_another_name_is_said_with_the_name_of_the_first() {
    let (_harness, window) = connected().await;
    window.click("#account").await;
    window.click("#add-account").await;
    window.wait_for("body[data-screen=welcome]").await;
    window.connect("Smile Studio", &format!("TOKEN={TOKEN}")).await;
    window.wait_for("[data-notice=same-token]").await;
    let told = window.text("[data-notice=same-token]").await;
    assert!(told.contains("Smile Studio") && told.contains("Harbour Dental"), "{told}");
    window.picture("same-token-light-1120").await;
    window.close().await;
}

#[tokio::test]
async fn a_wrapped_link_is_looked_up_in_the_box_and_on_the_command_line() {
    let (harness, window) = connected().await;
    let inside = format!("https%3A%2F%2Fapp.gohighlevel.com%2Fv2%2Flocation%2Fve9EPM428h8vShlRW1KT%2Fcontacts%2Fdetail%2F{DOCUMENTED_ID}");
    let link = format!(
        "https://nam02.safelinks.protection.outlook.com/?url={inside}&data=05%7C02%7Cdana%40example.com&reserved=0"
    );
    assert_eq!(window.look_up(&link).await, "found");
    assert_eq!(window.value("#contact-id").await, DOCUMENTED_ID);
    assert!(window.text("#id-note").await.contains("from the link"));
    assert_eq!(window.look_up(&format!("https://links.example/?url={inside}")).await, "failed");
    assert_eq!(window.problem().await.as_deref(), Some("link-without-contact"));
    assert_eq!(
        window.look_up("https://protect-us.mimecast.com/s/AbCdEfGhIjKlMn?domain=app.gohighlevel.com").await,
        "failed"
    );
    assert!(window.text("[role=alert]").await.contains("hides where it leads"));
    window.picture("sealed-link-light-1120").await;
    window.close().await;
    let window = harness.open_with(Start { arguments: &[&link], ..Start::default() }).await;
    window.wait_for(&format!("#result[data-state=found][data-id='{DOCUMENTED_ID}']")).await;
    window.close().await;
}

#[tokio::test]
async fn an_id_whose_capital_letters_were_lost_is_told_so_and_one_that_is_short_warns() {
    let (harness, window) = connected().await;
    let lowered = DOCUMENTED_ID.to_lowercase();
    harness.highlevel.answer(&lowered, Answer::refusal(400, format!("Contact with id {lowered} not found")));
    assert_eq!(window.look_up(&lowered).await, "failed");
    assert_eq!(window.problem().await.as_deref(), Some("contact-not-found"));
    let told = window.text("[role=alert]").await;
    assert!(told.contains("The capital letters seem to be lost. Copy the ID again."), "{told}");
    window.picture("capitals-lost-light-1120").await;
    let short = &DOCUMENTED_ID[..19];
    harness.highlevel.answer(short, Answer::refusal(400, "Contact not found"));
    assert_eq!(window.look_up(short).await, "failed");
    assert!(window.text("#id-note .odd").await.contains("This ID has 19 characters; most have 20"));
    assert!(window.text("[role=alert]").await.contains("Capital and small letters count."));
    window.picture("id-of-19-light-1120").await;
    window.close().await;
}

#[tokio::test]
async fn a_notice_moves_nothing_and_is_gone_with_the_next_act() {
    let (_harness, window) = connected().await;
    window.wait_for("[data-notice=connected]").await;
    let top = "return document.querySelector('#result').getBoundingClientRect().top";
    let with = window.run(top, vec![]).await;
    window.click("[data-notice=connected] .icon-button").await;
    window.wait_until("return document.querySelector('[data-notice]') === null").await;
    assert_eq!(window.run(top, vec![]).await, with);
    window.look_up(DOCUMENTED_ID).await;
    window.wait_for(&format!("#recents [data-recent='{DOCUMENTED_ID}']")).await;
    let card = window.run(top, vec![]).await;
    window.run("document.querySelector(`[data-remove-recent]`).click()", vec![]).await;
    window.wait_for("#undo-recents").await;
    assert_eq!(window.run(top, vec![]).await, card, "the card is where it was");
    for (width, height) in [(1120, 800), (360, 480)] {
        window.resize(width, height).await;
        let whole = "const box = document.querySelector('.notice').getBoundingClientRect();
            return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth";
        window.wait_until(whole).await;
        window.picture(&format!("notice-over-card-light-{width}")).await;
    }
    window.resize(1120, 800).await;
    window.press(&format!("{CONTROL},")).await;
    window.wait_for("body[data-screen=settings]").await;
    assert!(!window.has("[data-notice]").await);
    window.close().await;
}

#[tokio::test]
async fn the_verdict_of_the_check_stands_by_the_button_and_in_sight() {
    let (harness, window) = connected().await;
    window.press("\u{E031}").await;
    window.wait_for("body[data-screen=help]").await;
    let in_sight = "const box = document.querySelector('#check-verdict')?.getBoundingClientRect();
        return box !== undefined && box.top >= 0 && box.bottom <= innerHeight && box.right <= innerWidth";
    for (width, height, good) in [(1120, 800, true), (360, 480, true), (360, 480, false)] {
        window.resize(width, height).await;
        if !good {
            harness.highlevel.refuse(TOKEN);
        }
        window.click("#check-connection").await;
        window.wait_for(&format!("#check-verdict[data-good='{good}']")).await;
        window.wait_until(in_sight).await;
        window.picture(&format!("check-verdict-{}-light-{width}", if good { "good" } else { "trouble" })).await;
    }
    assert!(window.text("#check-verdict").await.contains("Token"));
    window.close().await;
}

#[tokio::test]
async fn bare_ids_after_a_restart_come_with_the_offer_to_keep_names_until_it_is_answered() {
    let (harness, window) = connected().await;
    window.look_up(DOCUMENTED_ID).await;
    window.wait_for(&format!("#recents [data-recent='{DOCUMENTED_ID}']")).await;
    assert!(!window.has("#names-offer").await, "the name is there");
    window.close().await;
    let window = harness.open().await;
    window.wait_for("#names-offer").await;
    window.picture("names-offer-light-1120").await;
    window.click("#decline-names").await;
    window.wait_until("return document.querySelector('#names-offer') === null").await;
    window.close().await;
    let window = harness.open().await;
    window.wait_for(&format!("#recents [data-recent='{DOCUMENTED_ID}']")).await;
    assert!(!window.has("#names-offer").await, "it was declined for good");
    window.close().await;

    let (harness, window) = connected().await;
    window.look_up(DOCUMENTED_ID).await;
    window.wait_for(&format!("#recents [data-recent='{DOCUMENTED_ID}']")).await;
    window.close().await;
    let window = harness.open().await;
    window.click("#keep-names").await;
    window.wait_until("return document.querySelector('#names-offer') === null").await;
    window.look_up(DOCUMENTED_ID).await;
    window.wait_until("return document.querySelector('#recents').innerText.includes('ubika')").await;
    window.close().await;
    let window = harness.open().await;
    window.wait_until("return document.querySelector('#recents').innerText.includes('ubika')").await;
    window.close().await;
}

#[tokio::test]
async fn a_removed_account_takes_the_open_form_and_what_was_pasted_with_it() {
    let (_harness, window) = connected().await;
    window.click("#account").await;
    window.click("#add-account").await;
    window.wait_for("body[data-screen=welcome]").await;
    window.connect("Smile Studio", OTHER_TOKEN).await;
    window.click("#open-settings").await;
    window.click("[data-account-row]:nth-child(1) [data-account-action=replace]").await;
    copy(&window, TOKEN).await;
    window.click("#paste-token").await;
    window.wait_for(".token-chip").await;
    window.click("[data-account-row]:nth-child(1) [data-account-action=remove]").await;
    window.wait_for("[data-notice=removed]").await;
    assert!(window.text("[data-notice=removed]").await.contains("Removed the account “Harbour Dental”"));
    assert!(!window.has("#token-form").await);
    let left = window.page.execute_async(
        "const done = arguments[arguments.length - 1];
         window.__TAURI_INTERNALS__.invoke('connect', { name: '', token: null, sessionOnly: true }).then(() => done('taken'), (problem) => done(problem.kind))",
        vec![],
    );
    assert_eq!(left.await.expect("it answers"), json!("token-malformed"), "nothing pasted is left");
    window.press(ESCAPE).await;
    window.wait_for("body[data-screen=lookup]").await;
    assert!(!window.has("[data-notice]").await);
    window.close().await;
}
