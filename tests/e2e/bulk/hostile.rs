//! Contacts that mean harm, in the table.

use std::time::Duration;

use serde_json::json;

use super::{at_lists, contact, id, ids, start, until_finished};
use crate::highlevel::Answer;
use crate::hostile::HARM;

#[tokio::test]
async fn bulk_every_text_that_means_harm_is_a_text_in_the_table() {
    let (harness, window) = at_lists(Duration::ZERO).await;
    for (at, text) in HARM.iter().enumerate() {
        let mut contact = contact(&id(at));
        for field in ["name", "firstName", "lastName", "email", "phone"] {
            contact[field] = json!(text);
        }
        harness.highlevel.answer(&id(at), Answer::contact(&contact));
    }
    start(&window, &(ids(HARM.len()) + "\n<img src=x onerror=\"window.went = 2\">")).await;
    until_finished(&window).await;
    let emails = "return [...document.querySelectorAll('[data-bulk-row][data-outcome=found]')].map(
        (row) => row.querySelectorAll('.cell')[1].title)";
    assert_eq!(window.run(emails, vec![]).await, json!(HARM));
    let harm = "return ['img', 'iframe', 'video', 'math', 'base', 'style:not(head style)', '#bulk-scroll svg[onload]',
        '#bulk-scroll script', '#bulk-scroll form', '#bulk-scroll details', '[onerror]', '[onload]', '[onfocus]']
        .filter((one) => document.querySelector(one) !== null)";
    assert_eq!(window.run(harm, vec![]).await, json!([]));
    assert_eq!(window.run("return 'went' in window", vec![]).await, false);
    window.close().await;
}
