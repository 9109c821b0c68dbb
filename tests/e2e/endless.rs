//! Contacts with more in them than anybody has: the window goes on answering while they come and are shown.

use std::future::Future;

use serde_json::{json, Value};

use crate::contacts::TOKEN;
use crate::harness::{Harness, Window};
use crate::highlevel::Answer;

/// No card draws more elements than this at first, whatever is in it.
const MOST_DRAWN: u64 = 6_000;

const WATCH: &str = "window.longest = 0;
    let last = performance.now();
    window.watching = setInterval(() => {
      const now = performance.now();
      window.longest = Math.max(window.longest, now - last);
      last = now;
    }, 10);";

const WATCHED: &str = "const [done] = arguments;
    setTimeout(() => { clearInterval(window.watching); done(window.longest); }, 500);";

/// Does something, and prints how long the page answered nobody at the longest. That depends on the machine and on what
/// else it does, so nothing is held by it.
async fn watched<T>(window: &Window, what: &str, doing: impl Future<Output = T>) -> T {
    window.run(WATCH, vec![]).await;
    let done = doing.await;
    let longest = window.page.execute_async(WATCHED, vec![]).await.expect("it is told");
    println!("{what}: the page answered nobody for {:.0} ms", longest.as_f64().unwrap_or_default());
    done
}

fn of(count: usize, make: impl Fn(usize) -> Value) -> Value {
    (0..count).map(make).collect()
}

fn keyed(count: usize, key: impl Fn(usize) -> String, make: impl Fn(usize) -> Value) -> Value {
    Value::Object((0..count).map(|at| (key(at), make(at))).collect())
}

/// So much in every place that each would draw as much as one place ever does.
fn everywhere() -> Value {
    const COUNT: usize = 300;
    let address = |at: usize| json!(format!("https://a.example/{at}"));
    let mut contact = keyed(COUNT, |at| format!("k{at}"), |at| json!(format!("2026-03-04T09:{:02}:00Z", at % 60)));
    for (key, value) in [
        ("tags", of(COUNT, |at| json!(format!("tag {at}")))),
        (
            "additionalPhones",
            of(COUNT, |at| json!({ "phone": format!("+1415{:07}", 2_000_000 + at), "phoneLabel": "Home" })),
        ),
        (
            "dndSettings",
            keyed(COUNT, |at| format!("C{at}"), |at| json!({ "status": "active", "message": format!("m{at}") })),
        ),
        (
            "customFields",
            of(COUNT, |at| json!({ "id": format!("F{at}"), "value": { "a": "x", "b": { "c": address(at) } } })),
        ),
        ("attributionSource", keyed(COUNT, |at| format!("k{at}"), address)),
        ("lastAttributionSource", keyed(COUNT, |at| format!("k{at}"), address)),
        ("followers", of(COUNT, |at| json!(format!("Abcdefgh{at:012}")))),
        ("lower", keyed(COUNT, |at| format!("k{at}LowerCase"), |at| json!(at))),
    ] {
        contact[key] = value;
    }
    contact
}

/// About as much as is taken, in one place each.
fn endless() -> [(&'static str, Value); 8] {
    [
        ("everywhere", everywhere()),
        ("tags", json!({ "tags": of(14_000, |at| json!(format!("tag {at}"))) })),
        ("channels", json!({ "dndSettings": keyed(11_000, |at| format!("C{at}"), |_| json!({ "status": "active" })) })),
        ("fields", json!({ "customFields": of(6_000, |at| json!({ "id": format!("F{at}"), "value": "v" })) })),
        (
            "numbers",
            json!({ "additionalPhones": of(11_000, |at| json!({ "phone": format!("+1415{:07}", 2_000_000 + at) })) }),
        ),
        ("moments", keyed(14_000, |at| format!("k{at}"), |_| json!("2026-03-04T09:30:00Z"))),
        ("objects", json!({ "things": of(12_000, |at| json!({ "a": { "b": { "c": at } } })) })),
        ("one value", json!({ "note": "x".repeat(1 << 20) })),
    ]
}

async fn drawn(window: &Window) -> u64 {
    window.run("return document.querySelectorAll('*').length", vec![]).await.as_u64().unwrap_or(u64::MAX)
}

fn answers(harness: &Harness, id: &str, mut contact: Value) {
    contact["id"] = json!(id);
    contact["firstName"] = json!("Ada");
    harness.highlevel.answer(id, Answer::contact(&contact));
}

#[tokio::test]
async fn as_much_as_is_taken_of_a_contact_is_drawn_searched_and_looked_up_again_a_part_at_a_time() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    for (at, (what, contact)) in endless().into_iter().enumerate() {
        let id = format!("Endless{at:013}");
        answers(&harness, &id, contact);
        assert_eq!(watched(&window, what, window.look_up(&id)).await, "found", "{what}");
        assert!(drawn(&window).await < MOST_DRAWN, "{what}: {} elements", drawn(&window).await);
        let again = watched(&window, &format!("{what}, again"), window.look_up(&id)).await;
        assert_eq!(again, "found", "{what}");
        window.click("#open-card-search").await;
        let search = async {
            window.fill("#card-search", "a").await;
            window.wait_until("return document.querySelector('.found')?.textContent").await
        };
        watched(&window, &format!("{what}, searched"), search).await;
        assert!(drawn(&window).await < MOST_DRAWN, "{what}: {} elements", drawn(&window).await);
    }
    window.close().await;
}

#[tokio::test]
async fn more_than_any_contact_has_is_told_to_be_too_large_and_the_window_goes_on() {
    let harness = Harness::new().await;
    let window = harness.open().await;
    window.connect("Harbour Dental", TOKEN).await;
    for (what, contact) in [
        ("tags", json!({ "tags": of(100_000, |at| json!(format!("tag {at}"))) })),
        ("channels", json!({ "dndSettings": keyed(45_000, |at| format!("C{at}"), |_| json!({ "status": "active" })) })),
        ("fields", json!({ "customFields": of(50_000, |at| json!({ "id": format!("F{at}"), "value": "v" })) })),
    ] {
        let id = "Endless0000000000099";
        answers(&harness, id, contact);
        assert_eq!(watched(&window, what, window.look_up(id)).await, "failed", "{what}");
        assert_eq!(window.problem().await.as_deref(), Some("answer-too-large"), "{what}");
    }
    answers(&harness, "Endless0000000000000", json!({}));
    assert_eq!(window.look_up("Endless0000000000000").await, "found");
    window.close().await;
}
