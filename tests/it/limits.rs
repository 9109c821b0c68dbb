//! What is too much.

use std::time::Duration;

use contact_lookup::highlevel::limits::MAX_BODY;
use contact_lookup::model::problem::ProblemKind;

use crate::support::answer::{packed, Answer, Ending};
use crate::support::asker::{Asker, ID};
use crate::support::server::Server;

async fn is_too_large(answer: Answer) {
    let server = Server::always(answer).await;
    let (fault, attempts) = Asker::of(&server.url()).fault().await;
    assert_eq!((fault.kind(), attempts), (ProblemKind::AnswerTooLarge, 1));
    assert_eq!(server.requests().len(), 1);
}

/// A contact whose answer has exactly so many bytes.
fn contact_of(bytes: usize) -> String {
    let frame = format!(r#"{{"contact": {{"id": "{ID}", "note": ""}}}}"#);
    let note = "x".repeat(bytes - frame.len());
    format!(r#"{{"contact": {{"id": "{ID}", "note": "{note}"}}}}"#)
}

#[tokio::test]
async fn an_answer_of_just_the_limit_is_read() {
    let server = Server::always(Answer::json(200, contact_of(MAX_BODY))).await;
    assert_eq!(Asker::of(&server.url()).contact().await.unwrap().contact.id(), Some(ID));
}

#[tokio::test]
async fn an_answer_of_one_byte_more_is_too_large() {
    is_too_large(Answer::json(200, contact_of(MAX_BODY + 1))).await;
}

#[tokio::test]
async fn an_endless_answer_is_cut_at_the_limit_and_left() {
    let server = Server::always(Answer::endless(&vec![b' '; 64 * 1024], Duration::ZERO)).await;
    let (fault, attempts) = Asker::of(&server.url()).fault().await;
    assert_eq!((fault.kind(), attempts), (ProblemKind::AnswerTooLarge, 1));
    server.until_left(1).await;
}

#[tokio::test]
async fn what_counts_is_what_comes_out_of_the_packing() {
    let bomb = packed(&vec![b' '; 64 * 1024 * 1024]);
    assert!(bomb.len() < 128 * 1024);
    is_too_large(Answer::gzip(bomb)).await;
}

#[tokio::test]
async fn an_announced_gigabyte_is_not_waited_for() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n";
    is_too_large(Answer::raw(head).then(Ending::Silence)).await;
}

#[tokio::test]
async fn the_limit_holds_for_refusals_too() {
    is_too_large(Answer::json(401, " ".repeat(MAX_BODY + 1))).await;
}

#[tokio::test]
async fn ten_thousand_headers_are_too_many() {
    let headers: Vec<_> = (0..10_000).map(|number| (format!("x-{number}"), "1".to_owned())).collect();
    let headers: Vec<_> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    is_too_large(Answer::new(200, &headers, "{}")).await;
}

#[tokio::test]
async fn a_header_of_a_mebibyte_is_too_long() {
    let long = "x".repeat(1024 * 1024);
    is_too_large(Answer::new(200, &[("x-long", &long)], "{}")).await;
}

#[tokio::test]
async fn headers_of_any_bytes_are_survived() {
    let odd =
        b"HTTP/1.1 400 Bad\r\nx-ratelimit-max: \xff\xfe\r\nretry-after: \xe2\x82\xac\r\ncontent-length: 2\r\n\r\n{}";
    let server = Server::always(Answer::raw(odd.to_vec())).await;
    let fault = Asker::of(&server.url()).contact().await.unwrap_err();
    assert_eq!(fault.problem.facts.status, Some(400), "{fault:?}");
}
