//! Secure connections, and those that are none.
//!
//! Not under Windows: there these tests run under Wine, whose checks of certificates are not those of Windows.

use contact_lookup::highlevel::error::ApiError;
use contact_lookup::model::problem::{CertificateFault, ProblemKind};
use tokio::net::TcpListener;

use crate::proxies::through;
use crate::support::again;
use crate::support::answer::Answer;
use crate::support::asker::{http, limits, Asker, CONTACT, TOKEN};
use crate::support::secure::{answer_in_clear, answer_in_old_tls, Authority, Identity};
use crate::support::server::Server;

const LOOPBACK: &[&str] = &["127.0.0.1"];

/// What a server with this certificate comes to, for a client that trusts `root`.
async fn distrust(identity: &Identity, root: Vec<u8>) -> (CertificateFault, Option<String>) {
    let server = Server::start_tls(identity, |_| Answer::json(200, CONTACT)).await;
    let (fault, attempts) = Asker::over(http(&server.url()).trusting(root), limits()).fault().await;
    assert_eq!((attempts, server.requests().len(), server.bytes_received()), (1, 0, 0));
    assert_eq!(fault.kind(), ProblemKind::CertificateNotTrusted, "{fault:?}");
    (fault.problem.facts.certificate.unwrap(), fault.problem.facts.issuer)
}

#[tokio::test]
async fn a_certificate_that_the_computer_trusts_is_good() {
    let authority = Authority::named("Acme Proxy CA");
    let server = Server::start_tls(&authority.certifies(LOOPBACK, 2020, 2090), |_| Answer::json(200, CONTACT)).await;
    let asker = Asker::over(http(&server.url()).trusting(authority.root()), limits());
    asker.contact().await.unwrap();
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_certificate_for_another_name_is_told_as_such() {
    let authority = Authority::named("Acme Proxy CA");
    let identity = authority.certifies(&["portal.hotel.example"], 2020, 2090);
    assert_eq!(distrust(&identity, authority.root()).await.0, CertificateFault::WrongName);
}

#[tokio::test]
async fn a_certificate_that_has_run_out_is_told_as_such() {
    let authority = Authority::named("Acme Proxy CA");
    let identity = authority.certifies(LOOPBACK, 2018, 2019);
    assert_eq!(distrust(&identity, authority.root()).await.0, CertificateFault::Expired);
}

#[tokio::test]
async fn a_certificate_of_the_future_is_told_as_such() {
    let authority = Authority::named("Acme Proxy CA");
    let identity = authority.certifies(LOOPBACK, 2085, 2090);
    assert_eq!(distrust(&identity, authority.root()).await.0, CertificateFault::NotYetValid);
}

#[tokio::test]
async fn a_certificate_signed_by_a_stranger_is_told_with_the_strangers_name() {
    let stranger = Authority::named("Acme Proxy CA");
    let identity = stranger.certifies(LOOPBACK, 2020, 2090);
    let expected = (CertificateFault::UnknownIssuer, Some("Acme Proxy CA".to_owned()));
    assert_eq!(distrust(&identity, Authority::named("Somebody else").root()).await, expected);
}

#[tokio::test]
async fn an_issuers_name_is_told_without_line_breaks_and_not_at_any_length() {
    let stranger = Authority::named(&format!("Acme\r\n\u{1b}[31m{}", "x".repeat(4_000)));
    let identity = stranger.certifies(LOOPBACK, 2020, 2090);
    let (_, issuer) = distrust(&identity, Authority::named("Somebody else").root()).await;
    let issuer = issuer.unwrap();
    assert!(issuer.starts_with("Acme[31mxxx") && issuer.chars().count() <= 120, "{issuer}");
}

#[tokio::test]
async fn an_authoritys_own_certificate_in_a_servers_place_is_signed_by_nobody_else() {
    let authority = Authority::named("Self");
    let identity = authority.as_a_server();
    assert_eq!(distrust(&identity, Authority::named("Somebody else").root()).await.0, CertificateFault::UnknownIssuer);
}

/// What a server that is not up to TLS comes to, and all that it hears.
async fn not_secure(answers: impl AsyncFnOnce(TcpListener) -> Vec<u8>) -> (ApiError, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let asker = Asker::of(&url);
    let (heard, (fault, attempts)) = tokio::join!(answers(listener), asker.fault());
    assert_eq!(attempts, 1);
    (fault, String::from_utf8_lossy(&heard).into_owned())
}

#[tokio::test]
async fn a_server_without_tls_is_told_as_not_secure_and_gets_nothing_in_clear() {
    let (fault, heard) = not_secure(answer_in_clear).await;
    assert_eq!(fault.kind(), ProblemKind::CertificateNotTrusted, "{fault:?}");
    assert_eq!(fault.problem.facts.certificate, Some(CertificateFault::Other));
    assert!(!heard.contains("Bearer") && !heard.contains("GET "), "{heard}");
}

#[tokio::test]
async fn a_server_of_old_tls_alone_is_told_as_not_secure_and_gets_nothing_in_clear() {
    let (fault, heard) = not_secure(answer_in_old_tls).await;
    assert_eq!(fault.kind(), ProblemKind::CertificateNotTrusted, "{fault:?}");
    assert_eq!(fault.problem.facts.certificate, Some(CertificateFault::Other));
    assert!(!heard.contains("Bearer") && !heard.contains("GET "), "{heard}");
}

#[tokio::test]
async fn a_secure_server_that_leads_to_one_that_is_not_is_not_followed() {
    let plain = Server::always(Answer::json(200, CONTACT)).await;
    let target = plain.url();
    let authority = Authority::named("Acme Proxy CA");
    let server = Server::start_tls(&authority.certifies(LOOPBACK, 2020, 2090), move |_| {
        Answer::new(307, &[("location", &target)], "")
    })
    .await;
    let asker = Asker::over(http(&server.url()).trusting(authority.root()), limits());
    assert_eq!(format!("{:?}", asker.refusal().await.0), "Redirected");
    assert_eq!(plain.connections(), 0);
}

#[tokio::test]
async fn warming_up_does_the_secure_handshake_too() {
    let authority = Authority::named("Test");
    let identity = authority.certifies(&["127.0.0.1"], 2020, 2090);
    let server = Server::start_tls(&identity, |_| Answer::json(200, CONTACT)).await;
    let asker = Asker::over(http(&server.url()).trusting(authority.root()), limits());
    asker.warm_up().await;
    server.until_ready(1).await;
    assert_eq!((server.connections(), server.bytes_received()), (1, 0));
    asker.contact().await.unwrap();
    assert_eq!((server.connections(), server.requests().len()), (1, 1));
}

#[tokio::test]
async fn a_secure_request_goes_through_a_tunnel_and_the_proxy_never_sees_the_token() {
    let authority = Authority::named("Test");
    let identity = authority.certifies(&["127.0.0.1"], 2020, 2090);
    let server = Server::start_tls(&identity, |_| Answer::json(200, CONTACT)).await;
    let target = server.address;
    let proxy = Server::start(move |_| Answer::tunnel(target)).await;
    let asker = Asker::over(through(http(&server.url()).trusting(authority.root()), &proxy), limits());
    asker.contact().await.unwrap();
    let seen = proxy.requests();
    assert_eq!((seen.len(), seen[0].method.as_str(), &seen[0].path), (1, "CONNECT", &target.to_string()));
    assert!(!format!("{seen:?}").contains(TOKEN));
    assert_eq!(server.requests().len(), 1);
}

/// Does nothing but in the processes that the next test starts.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn the_one_that_trusts_what_the_system_trusts() {
    let Some(url) = again::asks() else { return };
    match Asker::of(&url).contact().await {
        Ok(answered) => println!("it found {:?}", answered.contact.id()),
        Err(fault) => println!("it met {:?}", fault.problem),
    }
}

/// Only on Linux can a test have a list of trusted authorities of its own.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_authority_that_the_system_trusts_is_trusted_and_no_other() {
    const ASKING: &str = "secure::the_one_that_trusts_what_the_system_trusts";
    let company = Authority::named("Acme Proxy CA");
    let server = Server::start_tls(&company.certifies(LOOPBACK, 2020, 2090), |_| Answer::json(200, CONTACT)).await;
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("trusted.pem");
    for (authority, expected) in [(&company, "it found Some("), (&Authority::named("Somebody else"), "UnknownIssuer")] {
        std::fs::write(&list, authority.root_as_text()).unwrap();
        let said = again::run(ASKING, &server.url(), &[("SSL_CERT_FILE", list.to_str().unwrap())]).await;
        assert!(said.contains(expected), "{said}");
    }
    assert_eq!(server.requests().len(), 1);
}
