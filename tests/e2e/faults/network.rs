//! Cuts, slices, delays, silence and proxies.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{asked, body, comes_to, connected, script, signal, whole, NAME};
use crate::harness::Harness;
use crate::unruly::answer::{Answer, Ending};
use crate::unruly::server::Server;

fn torn() -> Answer {
    Answer::raw("").then(Ending::Reset)
}

#[tokio::test]
async fn a_connection_that_is_cut_sliced_or_slow_gives_the_whole_card_or_a_plain_word_and_nothing_between() {
    // What is answered, what it comes to, and how many requests that takes.
    let table: Vec<(&str, Vec<Answer>, &str, usize)> = vec![
        ("CutBeforeTheHead0001", vec![torn()], "connection-cut", 3),
        ("EndBeforeTheHead0001", vec![Answer::raw("").then(Ending::Close)], "connection-cut", 3),
        ("CutOnceAndThenWhole1", vec![torn(), whole("CutOnceAndThenWhole1")], "found", 2),
        ("CutInTheBody00000001", vec![whole("x").cut_before_the_last(9, Ending::Reset)], "connection-cut", 2),
        ("EndInTheBody00000001", vec![whole("x").cut_before_the_last(9, Ending::Close)], "connection-cut", 2),
        (
            "HalfAndThenWhole0001",
            vec![whole("x").cut_before_the_last(9, Ending::Close), whole("HalfAndThenWhole0001")],
            "found",
            2,
        ),
        ("SlicedToSingleBytes1", vec![whole("SlicedToSingleBytes1").sliced()], "found", 1),
        (
            "OneKibibyteASecond01",
            vec![whole("OneKibibyteASecond01").dripped(64, Duration::from_millis(62))],
            "found",
            1,
        ),
        (
            "WrongKindOfContent01",
            vec![Answer::new(200, &[("content-type", "image/png")], body("WrongKindOfContent01"))],
            "found",
            1,
        ),
        // The last one: whoever asked on this connection again would not be heard.
        ("NeverClosed000000001", vec![whole("NeverClosed000000001").then(Ending::Silence)], "found", 1),
    ];
    let server = Server::start(script(table.iter().map(|(id, answers, ..)| ((*id).to_owned(), answers.clone())))).await;
    let harness = Harness::new().await;
    let window = connected(&harness, &server.url(), &[]).await;
    for (id, _, expected, requests) in &table {
        let start = Instant::now();
        comes_to(&window, id, expected).await;
        assert!(start.elapsed() < Duration::from_secs(10), "{id} took {:?}", start.elapsed());
        assert_eq!(asked(&server, id), *requests, "{id}");
        if *expected == "found" {
            assert_eq!(window.sent("firstName").await.as_deref(), Some(NAME), "{id}");
        }
    }
    window.close().await;
}

#[tokio::test]
async fn after_three_seconds_the_person_is_told_that_it_still_waits_and_then_the_card_is_there() {
    let id = "LateButItComes000001";
    let server = Server::start(script([(id.to_owned(), vec![whole(id).after(Duration::from_millis(4_500))])])).await;
    let harness = Harness::new().await;
    let window = connected(&harness, &server.url(), &[]).await;
    window.fill("#contact-id", id).await;
    window.click("#look-up").await;
    window.wait_until("return document.body.innerText.includes('Looking up')").await;
    window.wait_until("return document.body.innerText.includes('Still waiting for HighLevel')").await;
    assert!(window.has("#cancel-look-up").await);
    window.wait_for("#result[data-state=found]").await;
    assert_eq!((asked(&server, id), window.problem().await), (1, None));
    window.close().await;
}

#[tokio::test]
async fn a_server_that_says_nothing_is_told_within_twenty_seconds_and_can_be_cancelled_at_once() {
    let id = "SaysNothing000000001";
    let server = Server::start(script([(id.to_owned(), vec![Answer::silence()])])).await;
    let harness = Harness::new().await;
    let window = connected(&harness, &server.url(), &[]).await;
    window.fill("#contact-id", id).await;
    window.click("#look-up").await;
    server.until_asked(2).await;
    window.wait_for("#cancel-look-up").await;
    let taken = window
        .page
        .execute_async(
            "const [done] = arguments;
             const start = performance.now();
             const result = document.querySelector('#result');
             new MutationObserver(() => { if (result.dataset.state === 'idle') done(performance.now() - start); })
               .observe(result, { attributes: true });
             document.querySelector('#cancel-look-up').click();",
            vec![],
        )
        .await
        .expect("it answers");
    assert!(taken.as_f64().is_some_and(|milliseconds| milliseconds < 5_000.0), "cancelling took {taken} ms");
    server.until_left(1).await;

    let start = Instant::now();
    comes_to(&window, id, "timed-out").await;
    assert!(start.elapsed() < Duration::from_secs(35), "{:?}", start.elapsed());
    assert!(window.text("[role=alert]").await.contains("The connection is slow, or HighLevel is busy."));
    window.close().await;
}

#[tokio::test]
async fn a_program_that_slept_through_the_end_of_its_connection_asks_again_without_a_word() {
    let id = "SleptThroughTheEnd01";
    let doze = Duration::from_millis(600);
    let half = whole(id).cut_before_the_last(9, Ending::Reset).dripped(1_000, doze).then(Ending::Reset);
    let server = Server::start(script([(id.to_owned(), vec![half, whole(id)])])).await;
    let harness = Harness::new().await;
    let window = connected(&harness, &server.url(), &[]).await;
    let before = server.requests().len();
    window.fill("#contact-id", id).await;
    window.click("#look-up").await;
    server.until_asked(before + 1).await;
    let program = harness.program().expect("it runs");
    signal("STOP", program);
    // Stopped is the nearest to a computer asleep: meanwhile the server gives the connection up.
    tokio::time::sleep(2 * doze).await;
    signal("CONT", program);
    window.wait_for("#result[data-state=found]").await;
    assert_eq!(asked(&server, id), 2);
    assert_eq!(window.run("return document.querySelectorAll('[data-problem]').length", vec![]).await, json!(0));
    window.close().await;
}

#[tokio::test]
async fn the_proxy_of_the_environment_is_used_and_its_faults_are_told_without_its_password() {
    let id = "BehindAProxy00000001";
    let refused = "WantsASignIn00000001";
    let proxy = Server::start(script([
        (id.to_owned(), vec![whole(id)]),
        (refused.to_owned(), vec![Answer::new(407, &[("proxy-authenticate", "Basic realm=acme")], "")]),
    ]))
    .await;
    let harness = Harness::new().await;
    let address = format!("http://clerk:hunter2@{}", proxy.address);
    // The driver of this test reads the same variables, and must find its browser without a proxy.
    let around = ("no_proxy", "127.0.0.1");
    let window = connected(&harness, "http://localhost:9", &[("http_proxy", &address), around]).await;
    comes_to(&window, id, "found").await;
    assert!(proxy.requests().iter().all(|seen| seen.path.starts_with("http://localhost:9/contacts/")));
    comes_to(&window, refused, "proxy-sign-in").await;
    assert_eq!(asked(&proxy, refused), 1);
    assert!(window.text("[role=alert]").await.contains(&proxy.address.to_string()));
    window.close().await;

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let gone = listener.local_addr().expect("an address");
    drop(listener);
    let address = format!("http://clerk:hunter2@{gone}");
    let environment = [("CONTACT_LOOKUP_API_URL", "http://localhost:9"), ("http_proxy", address.as_str()), around];
    let window = harness.open_with(crate::harness::Start { environment: &environment, ..Default::default() }).await;
    comes_to(&window, id, "proxy-unreachable").await;
    assert!(window.text("[role=alert]").await.contains(&gone.to_string()));
    let page = window.run("return document.documentElement.outerHTML", vec![]).await;
    assert!(!page.as_str().unwrap_or_default().contains("hunter2"));
    window.close().await;
    assert!(!harness.log().contains("hunter2"), "the log tells the password");
}
