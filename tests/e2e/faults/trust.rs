//! Certificates, each wrong in one way, and the authorities that the computer trusts.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::{comes_to, connected, script, whole, Relay};
use crate::harness::Harness;
use crate::unruly::answer::Ending;
use crate::unruly::secure::{Authority, Identity};
use crate::unruly::server::Server;

const ID: &str = "OverASecureLine00001";

async fn server(identity: &Identity) -> Server {
    // Each lookup on a connection of its own, so that each meets the certificate that is shown now.
    Server::start_tls(identity, script([(ID.to_owned(), vec![whole(ID).then(Ending::Close)])])).await
}

/// Answers every connection in clear at once.
async fn in_clear() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut heard = [0; 4096];
                let _ = stream.read(&mut heard).await;
                let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
                let _ = stream.read(&mut heard).await;
            });
        }
    });
    address
}

#[tokio::test]
async fn each_fault_of_a_certificate_is_told_in_its_own_words_and_none_can_be_passed_over() {
    const HERE: &[&str] = &["127.0.0.1"];
    let (company, stranger) = (Authority::named("Harbour Company CA"), Authority::named("Acme Proxy CA"));
    let harness = Harness::new().await;
    let trusted = harness.home.path().join("trusted.pem");
    std::fs::write(&trusted, company.root_as_text()).expect("the list of trusted authorities");
    let trusted = trusted.display().to_string();
    let good = server(&company.certifies(HERE, 2020, 2090)).await;
    let faults = [
        (
            server(&company.certifies(&["portal.hotel.example"], 2020, 2090)).await,
            "This network answers in HighLevel’s place",
        ),
        (server(&company.certifies(HERE, 2018, 2019)).await, "Check this computer’s date"),
        (server(&company.certifies(HERE, 2085, 2090)).await, "Check this computer’s date"),
        (server(&stranger.certifies(HERE, 2020, 2090)).await, "“Acme Proxy CA”, which this computer does not trust"),
    ];
    let relay = Relay::on("127.0.0.1:0", good.address).await;
    let environment = [("SSL_CERT_FILE", trusted.as_str()), ("SSL_CERT_DIR", "/nowhere")];
    let window = connected(&harness, &format!("https://{}", relay.address), &environment).await;
    comes_to(&window, ID, "found").await;

    let is_plain = [(in_clear().await, "No secure connection could be made")];
    let shown = faults.iter().map(|(server, words)| (server.address, *words)).chain(is_plain);
    for (address, words) in shown {
        relay.lead_to(address);
        comes_to(&window, ID, "certificate-not-trusted").await;
        let told = window.text("[role=alert]").await;
        assert!(told.contains(words), "{words}: {told}");
        let way_round = "return [...document.querySelectorAll('[role=alert] button, [role=alert] a')]
            .map((one) => one.innerText).filter((text) => /anyway|continue|ignore|accept|trust|risk/i.test(text))";
        assert_eq!(window.run(way_round, vec![]).await, serde_json::json!([]), "{words}");
    }
    for (server, words) in &faults {
        assert_eq!((server.requests().len(), server.bytes_received()), (0, 0), "{words}");
    }
    relay.lead_to(good.address);
    comes_to(&window, ID, "found").await;
    window.close().await;
}
