//! What is sent.

use crate::support::answer::{Answer, Ending};
use crate::support::asker::{Asker, CONTACT, ID, TOKEN};
use crate::support::server::Server;

#[tokio::test]
async fn a_lookup_sends_one_get_with_exactly_the_documented_headers() {
    let server = Server::always(Answer::json(200, CONTACT)).await;
    let answered = Asker::of(&server.url()).contact().await.unwrap();
    assert_eq!(answered.contact.id(), Some(ID));

    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!((requests[0].method.as_str(), requests[0].path.as_str()), ("GET", "/contacts/ocQHyuzHvysMo5N5VsXc"));
    let mut sent: Vec<_> =
        requests[0].headers.iter().map(|(name, value)| (name.to_lowercase(), value.clone())).collect();
    sent.sort();
    let expected = [
        ("accept", "application/json"),
        ("accept-encoding", "gzip"),
        ("authorization", &format!("Bearer {TOKEN}")),
        ("host", &server.address.to_string()),
        ("user-agent", concat!("ContactLookup/", env!("CARGO_PKG_VERSION"))),
        ("version", "2021-04-15"),
    ];
    let expected: Vec<_> = expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn a_base_with_a_path_and_a_slash_keeps_its_path_and_loses_the_slash() {
    let server = Server::always(Answer::json(200, CONTACT)).await;
    Asker::of(&format!("{}/api/", server.url())).contact().await.unwrap();
    assert_eq!(server.requests()[0].path, format!("/api/contacts/{ID}"));
}

#[tokio::test]
async fn a_token_is_tested_with_one_request_for_a_contact_that_cannot_exist() {
    let not_found = r#"{"statusCode": 400, "message": "Contact not found"}"#;
    let server = Server::always(Answer::json(400, not_found)).await;
    assert_eq!(Asker::of(&server.url()).test_token().await, Ok(()));
    let requests = server.requests();
    assert_eq!(requests.len(), 1);
    assert!(requests[0].path.starts_with("/contacts/"));
    assert_ne!(requests[0].path, format!("/contacts/{ID}"));
}

#[tokio::test]
async fn a_redirect_is_not_followed_wherever_it_leads() {
    let elsewhere = Server::always(Answer::json(200, CONTACT)).await;
    for status in [301, 302, 303, 307, 308] {
        for target in [format!("{}/contacts/{ID}", elsewhere.url()), format!("/contacts/{ID}/again")] {
            let server = Server::always(Answer::new(status, &[("location", &target)], "")).await;
            let (kind, attempts) = Asker::of(&server.url()).refusal().await;
            assert_eq!(format!("{kind:?}"), "Redirected", "{status}");
            assert_eq!((attempts, server.requests().len()), (1, 1));
        }
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn cookies_are_not_kept() {
    let headers = [
        ("content-type", "application/json"),
        ("set-cookie", "session=1; Path=/"),
        ("alt-svc", "h3=\":443\"; ma=86400"),
        ("strict-transport-security", "max-age=31536000"),
    ];
    let server = Server::always(Answer::new(200, &headers, CONTACT)).await;
    let asker = Asker::of(&server.url());
    asker.contact().await.unwrap();
    asker.contact().await.unwrap();
    assert!(server.requests().iter().all(|seen| seen.header("cookie").is_none()));
}

#[tokio::test]
async fn a_cancelled_lookup_leaves_the_server_and_asks_no_more() {
    let server = Server::always(Answer::json(200, CONTACT).cut_after(60, Ending::Silence)).await;
    let asker = Asker::of(&server.url());
    let asking = tokio::spawn(async move { asker.contact().await.map(|answered| answered.attempts) });
    server.until_asked(1).await;
    asking.abort();
    assert!(asking.await.unwrap_err().is_cancelled());
    server.until_left(1).await;
    assert_eq!(server.requests().len(), 1);
}
