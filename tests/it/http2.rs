//! HTTP/2, which HighLevel's servers speak to whoever can: the same lookup, other ways to go wrong.
//!
//! Not under Windows: there these tests run under Wine, whose checks of certificates are not those of Windows.

use contact_lookup::model::problem::ProblemKind;
use h2::Reason;
use hyper::Version;

use crate::support::asker::{http, limits, Asker, CONTACT, ID, TOKEN};
use crate::support::http2::{Http2Server, Reply, Seen};
use crate::support::secure::Authority;

async fn server_and_asker(script: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> (Http2Server, Asker) {
    let authority = Authority::named("Acme Proxy CA");
    let server = Http2Server::start(authority.certifies(&["127.0.0.1"], 2020, 2090), script).await;
    let asker = Asker::over(http(&server.url()).trusting(authority.root()), limits());
    (server, asker)
}

#[tokio::test]
async fn a_contact_comes_over_http_2_and_one_connection_serves_all_lookups() {
    let (server, asker) = server_and_asker(|_| Reply::json(CONTACT)).await;
    for _ in 0..3 {
        let answered = asker.contact().await.unwrap();
        assert_eq!((answered.contact.id(), answered.attempts), (Some(ID), 1));
    }
    let requests = server.requests();
    assert_eq!((server.connections(), requests.len()), (1, 3));
    let (token, path) = (format!("Bearer {TOKEN}"), format!("/contacts/{ID}"));
    for seen in requests {
        assert_eq!((seen.version, &seen.path), (Version::HTTP_2, &path));
        assert_eq!(seen.header("authorization"), Some(token.as_str()));
        assert_eq!(seen.header("version"), Some("2021-04-15"));
    }
}

#[tokio::test]
async fn a_connection_that_was_opened_ahead_serves_the_lookup_over_http_2_too() {
    let (server, asker) = server_and_asker(|_| Reply::json(CONTACT)).await;
    asker.warm_up().await;
    server.until_ready(1).await;
    assert_eq!((server.connections(), server.requests().len()), (1, 0));
    asker.contact().await.unwrap();
    asker.contact().await.unwrap();
    assert_eq!((server.connections(), server.requests().len()), (1, 2));
}

#[tokio::test]
async fn a_stream_that_the_server_refuses_is_asked_for_again_without_a_word() {
    let (server, asker) = server_and_asker(|seen| match seen.nth {
        0 => Reply::Reset(Reason::REFUSED_STREAM),
        _ => Reply::json(CONTACT),
    })
    .await;
    assert_eq!(asker.contact().await.unwrap().contact.id(), Some(ID));
    assert_eq!(server.requests().len(), 2);
}

#[tokio::test]
async fn a_server_that_refuses_every_stream_is_not_hammered() {
    for reason in [Reason::REFUSED_STREAM, Reason::INTERNAL_ERROR] {
        let (server, asker) = server_and_asker(move |_| Reply::Reset(reason)).await;
        let (fault, attempts) = asker.fault().await;
        assert_eq!((fault.kind(), fault.retries), (ProblemKind::ConnectionCut, 2), "{fault:?}");
        assert_eq!((attempts, server.requests().len()), (3, 3), "{reason:?}");
    }
}

#[tokio::test]
async fn a_server_that_says_goodbye_after_its_answer_is_asked_on_a_new_connection() {
    let (server, asker) = server_and_asker(|_| Reply::LastOfThisConnection { body: CONTACT.to_owned() }).await;
    for _ in 0..3 {
        assert_eq!(asker.contact().await.unwrap().attempts, 1);
    }
    assert_eq!((server.connections(), server.requests().len()), (3, 3));
}

#[tokio::test]
async fn a_server_that_goes_away_in_the_middle_is_asked_again_without_a_word() {
    for reason in [Reason::NO_ERROR, Reason::ENHANCE_YOUR_CALM, Reason::INTERNAL_ERROR] {
        let (server, asker) = server_and_asker(move |seen| match seen.connection {
            0 => Reply::Away(reason),
            _ => Reply::json(CONTACT),
        })
        .await;
        assert_eq!(asker.contact().await.unwrap().contact.id(), Some(ID), "{reason:?}");
        assert_eq!((server.connections(), server.requests().len()), (2, 2), "{reason:?}");
    }
}

#[tokio::test]
async fn half_an_answer_over_http_2_is_never_taken_for_a_whole_one() {
    let (server, asker) = server_and_asker(|_| Reply::Half { body: CONTACT.to_owned() }).await;
    let (fault, attempts) = asker.fault().await;
    assert_eq!((fault.kind(), fault.retries), (ProblemKind::ConnectionCut, 1), "{fault:?}");
    assert_eq!((attempts, server.requests().len()), (2, 2));
}

#[tokio::test]
async fn ten_thousand_headers_over_http_2_are_too_many() {
    let (server, asker) = server_and_asker(|_| Reply::Whole { headers: 10_000, body: CONTACT.to_owned() }).await;
    let (fault, attempts) = asker.fault().await;
    assert_eq!((fault.kind(), fault.retries), (ProblemKind::AnswerNotUnderstood, 0), "{fault:?}");
    assert_eq!(attempts, 1);
    assert_eq!(server.requests().len(), 1);
}
