//! Answers that are no contact: each told for what it is, asked for again only where that helps.

use std::io::Write as _;
use std::time::{Duration, Instant};

use flate2::{write::GzEncoder, Compression};

use super::{asked, body, comes_to, connected, script, whole};
use crate::harness::Harness;
use crate::unruly::answer::{packed, Answer};
use crate::unruly::server::Server;

fn header(name: &str, value: &str, status: u16, text: &str) -> Answer {
    Answer::new(status, &[("content-type", "application/json"), (name, value)], text)
}

fn message(status: u16, text: &str) -> Answer {
    Answer::json(status, format!(r#"{{"statusCode": {status}, "message": "{text}"}}"#))
}

/// In the order of the table: a name for the ID, what is answered, what it comes to, and how many requests it takes.
fn table() -> Vec<(&'static str, Answer, &'static str, usize)> {
    let html = |status| Answer::new(status, &[("content-type", "text/html")], "<!doctype html><h1>Zebra</h1>");
    let wrong = |body: &[u8]| Answer::json(200, body);
    let utf_16: Vec<u8> = body("x").encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        ("PermissionIsMissing1", message(401, "The token is not authorized for this scope."), "permission-missing", 1),
        ("ForbiddenByAFirewall", html(403), "blocked-on-the-way", 1),
        ("NotFoundAsA404000001", message(404, "Contact not found"), "contact-not-found", 1),
        ("NotFoundAsAWebPage01", html(404), "program-outdated", 1),
        ("GoneForGood000000001", Answer::json(410, ""), "program-outdated", 1),
        ("VersionIsTooOld00001", message(400, "not available in API version 2021-04-15"), "program-outdated", 1),
        ("ServerFault500000001", message(500, "Internal server error"), "highlevel-down", 3),
        ("ServerFault502000001", html(502), "highlevel-down", 3),
        ("ServerFault503000001", Answer::new(503, &[], ""), "highlevel-down", 3),
        ("ServerFault504000001", Answer::new(504, &[], "no healthy upstream"), "highlevel-down", 3),
        (
            "RouteWithoutIam00001",
            message(500, "This route is not yet supported by the IAM Service"),
            "highlevel-down",
            1,
        ),
        ("SignInOfAHotel000001", html(200), "network-sign-in", 1),
        ("NoContent00000000001", Answer::new(204, &[], ""), "answer-empty", 2),
        ("NotModified000000001", Answer::new(304, &[], ""), "answer-not-understood", 1),
        ("StatusOfNoKind000001", Answer::json(999, ""), "answer-not-understood", 1),
        ("RedirectToNowhere001", Answer::new(302, &[], ""), "answer-not-understood", 1),
        ("PackedAsALie00000001", Answer::gzip(body("x")), "answer-not-understood", 2),
        ("PackedInAStrangeWay1", header("content-encoding", "br", 200, "x"), "answer-not-understood", 2),
        ("HeaderOfOddBytes0001", Answer::raw("HTTP/1.1 200 OK\r\nna\0me: 1\r\n\r\n"), "answer-not-understood", 1),
        ("HeaderOfAMebibyte001", header("x-long", &"x".repeat(1 << 20), 200, "{}"), "answer-too-large", 1),
        ("NestedTooDeep0000001", wrong("[".repeat(100_000).as_bytes()), "answer-not-understood", 1),
        ("GarbageAfterTheEnd01", wrong(format!("{} x", body("x")).as_bytes()), "answer-not-understood", 2),
        ("WrittenInUtf16000001", wrong(&utf_16), "answer-not-understood", 2),
        ("EmptyObject000000001", wrong(b"{}"), "answer-empty", 1),
        ("ContactIsNull0000001", wrong(br#"{"contact": null}"#), "answer-empty", 1),
        ("ContactIsAList000001", wrong(br#"{"contact": []}"#), "answer-empty", 1),
    ]
}

#[tokio::test]
async fn each_answer_that_is_no_contact_is_told_for_what_it_is_and_asked_for_again_only_where_that_helps() {
    let table = table();
    let server =
        Server::start(script(table.iter().map(|(id, answer, ..)| ((*id).to_owned(), vec![answer.clone()])))).await;
    let harness = Harness::new().await;
    let window = connected(&harness, &server.url(), &[]).await;
    for (id, _, expected, requests) in &table {
        comes_to(&window, id, expected).await;
        assert_eq!(asked(&server, id), *requests, "{id}");
        assert!(!window.text("body").await.contains("Zebra"), "{id}: a web page is never shown");
    }
    window.close().await;
}

/// The most memory that the program has held so far, in bytes.
fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("its status can be read");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a line about its peak");
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kibibytes * 1024
}

#[tokio::test]
async fn an_endless_answer_and_one_that_unpacks_to_far_too_much_cost_no_memory() {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(&vec![b' '; 64 << 20]).expect("it can be packed");
    let bomb = packer.finish().expect("it can be packed");
    assert!(bomb.len() < 128 * 1024);
    let (endless, unpacks, usual) = ("Endless0000000000001", "UnpacksTooFar0000001", "AsUsual0000000000001");
    let server = Server::start(script([
        (usual.to_owned(), vec![Answer::gzip(packed(body(usual).as_bytes()))]),
        (endless.to_owned(), vec![Answer::endless(&vec![b' '; 64 * 1024], Duration::ZERO)]),
        (unpacks.to_owned(), vec![Answer::gzip(bomb)]),
    ]))
    .await;
    let harness = Harness::new().await;
    let window = connected(&harness, &server.url(), &[]).await;
    // A card and a problem have been drawn once before it counts.
    comes_to(&window, usual, "found").await;
    comes_to(&window, "NoOneHasThisId000001", "contact-not-found").await;
    let process = harness.program().expect("it runs");
    let before = peak(process);
    for _ in 0..3 {
        for id in [endless, unpacks] {
            comes_to(&window, id, "answer-too-large").await;
        }
    }
    let grown = peak(process).saturating_sub(before);
    assert!(grown < 20 << 20, "the program grew by {grown} bytes");
    assert_eq!((asked(&server, endless), asked(&server, unpacks)), (3, 3));
    comes_to(&window, usual, "found").await;
    window.close().await;
}

#[tokio::test]
async fn a_short_wait_that_highlevel_asks_for_passes_without_a_word_and_a_long_one_is_counted_down() {
    let (short, busy, long) = ("WaitThreeSeconds0001", "BusyForASecond000001", "WaitTwoMinutes000001");
    let wait = |status, seconds| header("retry-after", seconds, status, r#"{"message": "Too Many Requests"}"#);
    let server = Server::start(script([
        (short.to_owned(), vec![wait(429, "3"), whole(short)]),
        (busy.to_owned(), vec![wait(503, "1"), whole(busy)]),
        (long.to_owned(), vec![wait(429, "120")]),
    ]))
    .await;
    let harness = Harness::new().await;
    let window = connected(&harness, &server.url(), &[]).await;
    for (id, at_least) in [(short, 3), (busy, 1)] {
        let start = Instant::now();
        window
            .run(
                "window.problems = 0;
                 new MutationObserver(() => { window.problems += document.querySelectorAll('[data-problem]').length; })
                   .observe(document.body, { childList: true, subtree: true });",
                vec![],
            )
            .await;
        comes_to(&window, id, "found").await;
        assert!(start.elapsed() >= Duration::from_secs(at_least), "{id}: {:?}", start.elapsed());
        assert_eq!(window.run("return window.problems", vec![]).await, 0, "{id}: something was said");
        assert_eq!(asked(&server, id), 2);
    }
    comes_to(&window, long, "too-many-requests").await;
    let seconds =
        "const [, minutes, seconds] = /(\\d+):(\\d\\d)/.exec(document.querySelector('[role=alert]').innerText) ?? [];
        return minutes === undefined ? null : 60 * minutes + Number(seconds)";
    let first = window.wait_until(seconds).await.as_u64().expect("a number of seconds");
    assert!((60..=120).contains(&first), "{first}");
    window.wait_until(&format!("const left = (() => {{ {seconds} }})(); return left < {first}")).await;
    assert_eq!(
        window.run("return document.querySelector('[data-action=try-again]').disabled", vec![]).await,
        true,
        "trying again before its time would be in vain"
    );
    assert_eq!(asked(&server, long), 1);
    window.close().await;
}

#[tokio::test]
async fn a_token_that_is_refused_only_once_is_kept_and_trying_again_works() {
    let id = "RefusedOnlyOnce00001";
    let server = Server::start(script([(id.to_owned(), vec![message(401, "Invalid JWT"), whole(id)])])).await;
    let harness = Harness::new().await;
    let window = connected(&harness, &server.url(), &[]).await;
    comes_to(&window, id, "token-rejected").await;
    assert_eq!(asked(&server, id), 1);
    window.click("[role=alert] [data-action=try-again]").await;
    window.wait_for("#result[data-state=found]").await;
    window.close().await;
    let environment = [("CONTACT_LOOKUP_API_URL", server.url())];
    let environment = environment.each_ref().map(|(name, value)| (*name, value.as_str()));
    let window = harness.open_with(crate::harness::Start { environment: &environment, ..Default::default() }).await;
    comes_to(&window, id, "found").await;
    window.close().await;
}
