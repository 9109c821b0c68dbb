//! Names instead of IDs.

use std::time::Duration;

use serde_json::json;

use super::wait_for_text;
use crate::contacts::{connected, documented, DOCUMENTED_ID};
use crate::highlevel::Answer;

const DEFINITIONS: &str = "/locations/ve9EPM428h8vShlRW1KT/customFields?model=contact";

fn definitions() -> Answer {
    Answer::json(
        200,
        &json!({ "customFields": [
            { "id": "MgobCB14YMVKuE4Ka8p1", "name": "Insurance plan", "fieldKey": "contact.insurance_plan", "dataType": "TEXT", "position": 50 },
            { "id": "Aa1Bb2Cc3Dd4Ee5Ff6Gg", "name": "Portal password", "fieldKey": "contact.portal_password", "dataType": "TEXT", "position": 100 },
            { "id": "Lk2pQ8sZxW4vBn6mTr1y", "fieldKey": "contact.interests", "dataType": "MULTIPLE_OPTIONS", "position": 150 }
        ] }),
    )
}

#[tokio::test]
async fn names_fill_in_after_the_card_and_are_asked_for_once() {
    let (harness, window) = connected().await;
    harness.highlevel.answer(DEFINITIONS, definitions().after(Duration::from_millis(700)));
    let mut contact = documented();
    contact["assignedTo"] = "UserUserUserUser0001".into();
    harness.highlevel.answer(DOCUMENTED_ID, Answer::contact(&contact));
    harness.highlevel.answer(
        "/users/UserUserUserUser0001",
        Answer::json(200, &json!({ "id": "UserUserUserUser0001", "name": "Dana Whitfield" })),
    );
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    assert!(!window.text("#result").await.contains("Insurance plan"), "the card does not wait for names");
    wait_for_text(&window, "#result", "Insurance plan").await;
    wait_for_text(&window, "#result", "Dana Whitfield").await;
    assert_eq!(window.sent("assignedTo").await.as_deref(), Some("UserUserUserUser0001"));
    assert_eq!(window.sent("customFields.MgobCB14YMVKuE4Ka8p1").await.as_deref(), Some("Delta Dental"));
    let password = "return document.documentElement.outerHTML.includes('12345678901234567890')";
    window.wait_until(&format!("{} === false", password.replace("return ", "return (") + ")")).await;
    window.click("[data-reveal='customFields.Aa1Bb2Cc3Dd4Ee5Ff6Gg']").await;
    window.wait_until(password).await;

    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    wait_for_text(&window, "#result", "Insurance plan").await;
    assert_eq!(window.run(password, vec![]).await, false, "known by now, it does not come to the page at all");
    assert_eq!(harness.highlevel.requests_for("customFields").len(), 1, "once in ten minutes");
    assert_eq!(harness.highlevel.requests_for("/users/UserUserUserUser0001").len(), 1);
    window.close().await;
}

#[tokio::test]
async fn a_permission_that_is_missing_leaves_the_id_and_a_hint_and_is_no_problem() {
    let (harness, window) = connected().await;
    // Whatever is not a contact is refused to this token, unless a test says otherwise.
    assert_eq!(window.look_up(DOCUMENTED_ID).await, "found");
    window.wait_for("[data-denied]").await;
    assert_eq!(window.problem().await, None);
    assert_eq!(window.sent("customFields.MgobCB14YMVKuE4Ka8p1").await.as_deref(), Some("Delta Dental"));
    assert_eq!(window.sent("assignedTo").await.as_deref(), Some("ve9EPM428h8vShlRW1KT"));
    window.look_up(DOCUMENTED_ID).await;
    window.wait_for("[data-denied]").await;
    assert_eq!(harness.highlevel.requests_for("customFields").len(), 1, "a refusal is not asked for again at once");
    window.close().await;
}
