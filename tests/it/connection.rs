//! How connections are opened ahead, kept and replaced.

use std::time::Duration;

use contact_lookup::highlevel::limits::Limits;
use contact_lookup::model::problem::ProblemKind;

use crate::support::answer::{Answer, Ending};
use crate::support::asker::{limits, Asker, CONTACT};
use crate::support::server::Server;

#[tokio::test]
async fn one_connection_serves_all_lookups() {
    let server = Server::always(Answer::json(200, CONTACT)).await;
    let asker = Asker::of(&server.url());
    for _ in 0..5 {
        asker.contact().await.unwrap();
    }
    assert_eq!((server.connections(), server.requests().len()), (1, 5));
}

#[tokio::test]
async fn warming_up_opens_a_connection_and_sends_nothing_and_the_lookup_uses_it() {
    let server = Server::always(Answer::json(200, CONTACT)).await;
    let asker = Asker::of(&server.url());
    asker.warm_up().await;
    server.until_ready(1).await;
    assert_eq!((server.connections(), server.bytes_received()), (1, 0));
    asker.contact().await.unwrap();
    asker.contact().await.unwrap();
    assert_eq!((server.connections(), server.requests().len()), (1, 2));
}

#[tokio::test]
async fn warming_up_twice_and_at_once_opens_one_connection() {
    let server = Server::always(Answer::json(200, CONTACT)).await;
    let asker = Asker::of(&server.url());
    tokio::join!(asker.warm_up(), asker.warm_up());
    asker.warm_up().await;
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_lookup_waits_for_the_connection_that_is_being_opened() {
    let server = Server::always(Answer::json(200, CONTACT)).await;
    let asker = Asker::of(&server.url());
    let ((), found) = tokio::join!(asker.warm_up(), asker.contact());
    found.unwrap();
    assert_eq!((server.connections(), server.requests().len()), (1, 1));
}

#[tokio::test]
async fn warming_up_does_nothing_where_a_connection_is_at_hand() {
    let server = Server::always(Answer::json(200, CONTACT)).await;
    let asker = Asker::of(&server.url());
    asker.contact().await.unwrap();
    asker.warm_up().await;
    asker.contact().await.unwrap();
    assert_eq!((server.connections(), server.requests().len()), (1, 2));
}

#[tokio::test]
async fn a_warm_connection_that_has_grown_old_is_replaced() {
    let server = Server::always(Answer::json(200, CONTACT)).await;
    let asker = Asker::within(&server.url(), Limits { preconnect_ttl: Duration::ZERO, ..limits() });
    asker.warm_up().await;
    asker.contact().await.unwrap();
    assert_eq!((server.connections(), server.requests().len()), (2, 1));
}

#[tokio::test]
async fn a_warm_connection_that_the_server_has_closed_is_replaced_without_a_word() {
    let server = Server::start(|seen| match seen.connection {
        // To close before any request is to close at the first one, as far as the client can tell.
        0 => Answer::raw("").then(Ending::Reset),
        _ => Answer::json(200, CONTACT),
    })
    .await;
    let asker = Asker::of(&server.url());
    asker.warm_up().await;
    let answered = asker.contact().await.unwrap();
    assert_eq!((answered.attempts, server.connections()), (2, 2), "each request is one that was allowed");
}

#[tokio::test]
async fn a_kept_connection_that_the_server_has_closed_is_replaced_without_a_word() {
    let server = Server::always(Answer::json(200, CONTACT).then(Ending::Close)).await;
    let asker = Asker::of(&server.url());
    for _ in 0..3 {
        asker.contact().await.unwrap();
    }
    assert_eq!((server.connections(), server.requests().len()), (3, 3));
}

#[tokio::test]
async fn warming_up_in_vain_is_no_fault_and_the_lookup_tells_it() {
    let closed = closed_port().await;
    let asker = Asker::of(&closed);
    asker.warm_up().await;
    let (fault, _) = asker.fault().await;
    assert_eq!(fault.kind(), ProblemKind::CannotConnect);
}

async fn closed_port() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}
