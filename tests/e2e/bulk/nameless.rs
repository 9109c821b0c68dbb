//! A list while the names of custom fields cannot be had, by which it is known what is sensitive.

use super::*;

const DEFINITIONS: &str = "/locations/ve9EPM428h8vShlRW1KT/customFields?model=contact";
const SSN: &str = "219-09-9999";
const MEMBER: &str = "078-05-1120";
const PASSWORD: &str = "maple-42";

/// What the names are, once there are any.
fn names() -> Answer {
    Answer::json(
        200,
        &json!({ "customFields": [
            { "id": "InsuranceSsn00000001", "name": "Insurance SSN", "dataType": "TEXT" },
            { "id": "MemberNumber00000001", "name": "Member number", "dataType": "TEXT" },
            { "id": "PortalLogin000000001", "name": "Portal password", "dataType": "TEXT" },
            { "id": "FavouriteColour00001", "name": "Favourite colour", "dataType": "TEXT" }
        ] }),
    )
}

/// A harness at which HighLevel says that of names, and a list of so many contacts that is under way.
async fn nameless(says: Answer, count: usize) -> (Harness, Window) {
    let (harness, window) = at_lists(Duration::ZERO).await;
    harness.highlevel.answer(DEFINITIONS, says);
    harness.highlevel.answer_all(MANY, |id| {
        let mut contact = contact(id);
        contact["customFields"] = json!([
            { "id": "InsuranceSsn00000001", "value": SSN },
            { "id": "MemberNumber00000001", "value": MEMBER },
            { "id": "PortalLogin000000001", "value": PASSWORD },
            { "id": "FavouriteColour00001", "value": "teal" }
        ]);
        Answer::contact(&contact)
    });
    start(&window, &ids(count)).await;
    (harness, window)
}

fn written(harness: &Harness) -> String {
    std::fs::read_to_string(on_disk(harness)).expect("the list is on the disk")
}

async fn page(window: &Window) -> String {
    window.run("return document.documentElement.outerHTML", vec![]).await.as_str().unwrap_or_default().to_owned()
}

/// Saves all fields as CSV under that name.
async fn save_all(harness: &Harness, window: &Window, name: &str) -> String {
    window.click("#bulk-save-more").await;
    window.click("#bulk-save-fields input[value=all]").await;
    String::from_utf8(saved::save(harness, window, "#bulk-save-csv", "Save CSV", name).await).expect("it is text")
}

/// Holds that none of these is written, on the page or in what is saved.
async fn holds_none(harness: &Harness, window: &Window, file: &str, secrets: &[&str]) {
    let (written, page) = (written(harness), page(window).await);
    let saved = save_all(harness, window, file).await;
    for secret in secrets {
        assert!(!written.contains(secret), "{secret} is on the disk");
        assert!(!page.contains(secret), "{secret} is on the page");
        assert!(!saved.contains(secret), "{secret} is in the file");
    }
    assert!(saved.contains("teal"));
}

#[tokio::test]
async fn bulk_names_that_cannot_be_had_are_asked_about_and_what_looks_sensitive_is_written_nowhere() {
    let (harness, window) = nameless(Answer::refusal(500, "Internal server error"), 60).await;
    window.wait_for("[data-problem=names-not-known]").await;
    window.picture("list-without-names-asks").await;
    assert_eq!(done(&window).await, 0, "nothing is written before the person has decided");
    assert!([SSN, MEMBER, PASSWORD].iter().all(|secret| !written(&harness).contains(secret)));
    assert_eq!(window.text("#bulk-pause").await, "Try again");

    // It is asked again, and fails again.
    let asked = harness.highlevel.requests_for("customFields").len();
    window.click("#bulk-pause").await;
    window.wait_until("return document.querySelector('[data-problem]') === null").await;
    window.wait_for("[data-problem=names-not-known]").await;
    assert!(harness.highlevel.requests_for("customFields").len() > asked);

    window.click("#bulk-without-names").await;
    until_finished(&window).await;
    let told = window.text("#bulk-hidden").await;
    assert!(told.contains("120 values look like social security"), "{told}");
    window.picture("list-without-names-told").await;
    holds_none(&harness, &window, "without.csv", &[SSN, MEMBER]).await;

    // The names come: what was hidden and is harmless is shown, and what is sensitive goes, though it was known before.
    harness.highlevel.answer(DEFINITIONS, names());
    window.click("#bulk-show-hidden").await;
    window.wait_until("return document.querySelector('#bulk-hidden') === null").await;
    until_finished(&window).await;
    let saved = save_all(&harness, &window, "with.csv").await;
    assert_eq!(saved.matches(MEMBER).count(), 60, "harmless by its name");
    assert!(!saved.contains(SSN) && !saved.contains(PASSWORD), "sensitive by their names");
    assert!(saved.contains("Member number") && !saved.contains("Portal password"));
    window.close().await;
}

#[tokio::test]
async fn bulk_a_name_that_one_lookup_learns_takes_the_values_out_of_what_is_shown_and_saved() {
    let (harness, window) = nameless(Answer::refusal(500, "Internal server error"), 20).await;
    window.wait_for("#bulk-without-names").await;
    window.click("#bulk-without-names").await;
    until_finished(&window).await;
    harness.highlevel.answer(DEFINITIONS, names());
    window.fill("#contact-id", &id(3)).await;
    window.click("#look-up").await;
    window.wait_for("body[data-screen=lookup] #result[data-state=found]").await;
    crate::day::wait_for_text(&window, "#result", "Insurance SSN").await;
    window.click("#open-bulk").await;
    window.wait_for("#bulk-show-hidden").await;
    let saved = save_all(&harness, &window, "later.csv").await;
    for secret in [SSN, PASSWORD] {
        assert!(!saved.contains(secret), "{secret} is in the file");
        assert!(!page(&window).await.contains(secret), "{secret} is on the page");
    }
    assert!(saved.contains("teal"));
    window.close().await;
}

#[tokio::test]
async fn bulk_a_token_that_may_not_read_names_is_told_where_the_list_is_without_a_question() {
    let (harness, window) = nameless(Answer::refusal(403, "The token is not authorized for this scope."), 10).await;
    until_finished(&window).await;
    let told = window.text("#bulk-hidden").await;
    assert!(told.contains("20 values look like social security") && told.contains("View Custom Fields"), "{told}");
    window.picture("list-names-refused").await;
    holds_none(&harness, &window, "refused.csv", &[SSN, MEMBER]).await;
    window.close().await;
}
