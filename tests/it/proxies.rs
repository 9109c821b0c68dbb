//! The way through a proxy.

use contact_lookup::highlevel::error::ApiError;
use contact_lookup::highlevel::http::{Http, ProxyChoice};
use contact_lookup::model::problem::ProblemKind;
use tokio::net::TcpListener;

use crate::support::again;
use crate::support::answer::{Answer, Ending};
use crate::support::asker::{http, limits, Asker, CONTACT, ID};
use crate::support::server::Server;

/// With a name and a password, which must never be told.
pub fn through(http: Http, proxy: &Server) -> Http {
    let proxy = format!("http://clerk:hunter2@127.0.0.1:{}", proxy.address.port());
    http.through(ProxyChoice::At(proxy.parse().unwrap()))
}

/// A server that no test ever reaches.
const FAR_AWAY: &str = "https://services.leadconnectorhq.invalid";

async fn fault_through(proxy: &Server, url: &str) -> (ApiError, u32) {
    let (fault, attempts) = Asker::over(through(http(url), proxy), limits()).fault().await;
    assert!(!format!("{fault:?}").contains("hunter2"), "{fault:?}");
    (fault, attempts)
}

#[tokio::test]
async fn a_plain_request_goes_through_the_proxy_by_its_whole_address() {
    let proxy = Server::always(Answer::json(200, CONTACT)).await;
    let asker = Asker::over(through(http("http://highlevel.invalid"), &proxy), limits());
    asker.contact().await.unwrap();
    let requests = proxy.requests();
    assert_eq!(requests[0].path, format!("http://highlevel.invalid/contacts/{ID}"));
    // clerk:hunter2
    assert_eq!(requests[0].header("proxy-authorization"), Some("Basic Y2xlcms6aHVudGVyMg=="));
}

#[tokio::test]
async fn a_proxy_that_wants_a_sign_in_is_told_after_one_request() {
    let proxy = Server::always(Answer::new(407, &[("proxy-authenticate", "Basic realm=\"acme\"")], "")).await;
    for url in [FAR_AWAY, "http://highlevel.invalid"] {
        let (fault, attempts) = fault_through(&proxy, url).await;
        assert_eq!((fault.kind(), attempts), (ProblemKind::ProxySignIn, 1), "{url}");
        assert_eq!(fault.problem.facts.host, Some(proxy.address.to_string()));
    }
    assert!(proxy.requests().iter().all(|seen| seen.method == "GET" || seen.header("authorization").is_none()));
}

#[tokio::test]
async fn a_proxy_that_is_down_is_told_by_its_name_and_port() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let proxy = ProxyChoice::At(format!("http://clerk:hunter2@{address}").parse().unwrap());
    for url in [FAR_AWAY, "http://highlevel.invalid"] {
        let (fault, _) = Asker::over(http(url).through(proxy.clone()), limits()).fault().await;
        assert_eq!(fault.kind(), ProblemKind::ProxyUnreachable, "{url}");
        assert_eq!(fault.problem.facts.host, Some(address.to_string()));
    }
}

#[tokio::test]
async fn a_proxy_that_hangs_up_is_told_as_the_proxys_fault() {
    let proxy = Server::always(Answer::raw("").then(Ending::Close)).await;
    let (fault, _) = fault_through(&proxy, FAR_AWAY).await;
    assert_eq!(fault.kind(), ProblemKind::ProxyUnreachable);
    assert_eq!(fault.problem.facts.host, Some(proxy.address.to_string()));
}

#[tokio::test]
async fn a_proxy_that_cannot_reach_the_server_is_told_as_the_servers_fault() {
    let proxy = Server::always(Answer::new(502, &[], "")).await;
    let (fault, _) = fault_through(&proxy, FAR_AWAY).await;
    assert_eq!(fault.kind(), ProblemKind::CannotConnect);
    let host = fault.problem.facts.host.as_ref().unwrap();
    assert_eq!(host, "services.leadconnectorhq.invalid");
}

#[tokio::test]
async fn a_407_without_a_proxy_is_an_answer_like_any_other() {
    let server = Server::always(Answer::json(407, "")).await;
    assert_eq!(Asker::of(&server.url()).refusal().await.1, 1);
}

/// Does nothing but in the processes that the next test starts.
#[tokio::test]
async fn the_one_behind_a_proxy() {
    let Some(url) = again::asks() else { return };
    let asker = Asker::over(http(&url).through(ProxyChoice::System), limits());
    match asker.contact().await {
        Ok(answered) => println!("it found {:?}", answered.contact.id()),
        Err(fault) => println!("it met {:?}", fault.problem),
    }
}

#[tokio::test]
async fn the_proxy_that_the_environment_names_is_used_and_its_password_never_told() {
    const BEHIND: &str = "proxies::the_one_behind_a_proxy";
    let proxy = Server::always(Answer::json(200, CONTACT)).await;
    let address = format!("http://clerk:hunter2@{}", proxy.address);
    for name in ["http_proxy", "HTTP_PROXY", "ALL_PROXY"] {
        let said = again::run(BEHIND, "http://highlevel.invalid", &[(name, &address)]).await;
        assert!(said.contains(&format!("it found Some({ID:?})")), "{name}: {said}");
    }
    assert_eq!(proxy.requests().len(), 3);

    let refusing = Server::always(Answer::new(407, &[], "")).await;
    let address = format!("http://clerk:hunter2@{}", refusing.address);
    let said = again::run(BEHIND, FAR_AWAY, &[("HTTPS_PROXY", &address)]).await;
    assert!(said.contains("it met Problem { kind: ProxySignIn"), "{said}");
    assert!(said.contains(&refusing.address.to_string()) && !said.contains("hunter2"), "{said}");
    assert_eq!(refusing.requests().len(), 1);
    assert_eq!(refusing.requests()[0].header("authorization"), None);
}

#[tokio::test]
async fn a_server_that_needs_no_proxy_is_asked_without_it() {
    let (proxy, server) =
        (Server::always(Answer::new(407, &[], "")).await, Server::always(Answer::json(200, CONTACT)).await);
    let address = format!("http://{}", proxy.address);
    let variables = [("http_proxy", address.as_str()), ("no_proxy", "127.0.0.1")];
    let said = again::run("proxies::the_one_behind_a_proxy", &server.url(), &variables).await;
    assert!(said.contains("it found"), "{said}");
    assert_eq!((proxy.connections(), server.requests().len()), (0, 1));
}
