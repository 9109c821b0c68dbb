//! The real address, `services.leadconnectorhq.com`, on a network of this test's own: no packet leaves the computer,
//! and the program cannot tell.
//!
//! Such a network takes the right to make one, which some systems keep to root. Where it cannot be made, the unit
//! tests of the same faults have to do, and this test says so.

use std::env;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::net::UdpSocket;

use super::{comes_to, connected, script, whole, Relay};
use crate::harness::Harness;
use crate::unruly::answer::Ending;
use crate::unruly::secure::Authority;
use crate::unruly::server::Server;

const HOST: &str = "services.leadconnectorhq.com";
const ID: &str = "ApartFromTheWorld001";
const HERE: &str = "127.0.0.1:443";

/// Set in the process that lives on a network of its own: the folder with its two files about names.
const APART: &str = "CONTACT_LOOKUP_TEST_APART";

/// Makes the network and runs what follows on it. `$1` is the folder.
const ON_ITS_OWN: &str = r#"
    ip link set lo up &&
    mount --bind "$1/resolv.conf" /etc/resolv.conf &&
    mount --bind "$1/nsswitch.conf" /etc/nsswitch.conf &&
    shift && exec "$@""#;

fn unshared() -> Option<Command> {
    // Root makes it at once; others only as the root of a world of their own.
    [&["--net", "--mount"][..], &["--map-root-user", "--net", "--mount"]].into_iter().find_map(|rights| {
        let mut probe = Command::new("unshare");
        let may = probe.args(rights).args(["sh", "-c", "ip link set lo up && mount --bind /etc/passwd /etc/hosts"]);
        let output = may.output().expect("unshare and ip are part of the system");
        output.status.success().then(|| {
            let mut command = Command::new("unshare");
            command.args(rights);
            command
        })
    })
}

#[test]
fn on_a_network_of_its_own_each_fault_of_the_way_to_the_real_address_is_told_for_what_it_is() {
    let Some(mut command) = unshared() else {
        eprintln!("this system lets nobody make a network of their own; left to the unit tests of the same faults");
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let names = folder.path();
    std::fs::write(names.join("resolv.conf"), UNREACHABLE).expect("the server of names");
    std::fs::write(names.join("nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n").expect("its use");
    command.args(["sh", "-c", ON_ITS_OWN, "sh"]).arg(names).arg(env::current_exe().expect("this program"));
    command.args(["--exact", "faults::apart::the_one_on_a_network_of_its_own", "--nocapture", "--test-threads=1"]);
    command.env(APART, names);
    let done = command.output().expect("it runs");
    let said = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success() && said.contains("1 passed"), "{said}");
}

const UNREACHABLE: &str = "nameserver 192.0.2.53\noptions timeout:1 attempts:1\n";
const ON_LOOPBACK: &str = "nameserver 127.0.0.1\n";

/// What the server of names says.
#[derive(Clone, Copy)]
enum Says {
    NoSuchName,
    Nothing,
    Address([u8; 4]),
}

/// A server of names on this computer that says one thing about every name.
async fn names(says: Arc<Mutex<Says>>) {
    let socket = UdpSocket::bind("127.0.0.1:53").await.expect("nobody else serves names here");
    let mut question = [0; 512];
    while let Ok((length, from)) = socket.recv_from(&mut question).await {
        let says = *says.lock().expect("what it says");
        if let Some(answer) = answer(&question[..length], says) {
            let _ = socket.send_to(&answer, from).await;
        }
    }
}

/// An answer as RFC 1035 has it: the head, the question, and at most one address.
fn answer(question: &[u8], says: Says) -> Option<Vec<u8>> {
    let end = 12 + question.get(12..)?.iter().position(|byte| *byte == 0)? + 5;
    let asks_for_ipv4 = question.get(end - 4..end - 2)? == [0, 1];
    let (code, address) = match says {
        Says::Nothing => return None,
        Says::NoSuchName => (3, None),
        Says::Address(address) => (0, asks_for_ipv4.then_some(address)),
    };
    let mut answer = question[..2].to_vec();
    answer.extend([0x81, 0x80 | code, 0, 1, 0, u8::from(address.is_some()), 0, 0, 0, 0]);
    answer.extend(&question[12..end]);
    if let Some(address) = address {
        // The name of the question, an IPv4 address, good for no time at all.
        answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4]);
        answer.extend(address);
    }
    Some(answer)
}

fn ip(arguments: &[&str]) {
    assert!(Command::new("ip").args(arguments).status().expect("ip runs").success(), "{arguments:?}");
}

/// Does nothing but in the process that the test above starts.
#[tokio::test]
async fn the_one_on_a_network_of_its_own() {
    let Some(folder) = env::var_os(APART).map(std::path::PathBuf::from) else { return };
    // The file is mounted elsewhere, so it is written in place.
    let use_names = |text: &str| std::fs::write(folder.join("resolv.conf"), text).expect("the server of names");
    let company = Authority::named("Harbour Company CA");
    let answers = || script([(ID.to_owned(), vec![whole(ID).then(Ending::Close)])]);
    let real = Server::start_tls(&company.certifies(&[HOST], 2020, 2090), answers()).await;
    let portal = Server::start_tls(&company.certifies(&["portal.hotel.example"], 2020, 2090), answers()).await;
    let relay = Relay::on(HERE, real.address).await;
    let says = Arc::new(Mutex::new(Says::Address([127, 0, 0, 1])));
    tokio::spawn(names(Arc::clone(&says)));
    let say = |new| *says.lock().expect("what it says") = new;

    let harness = Harness::new().await;
    let trusted = harness.home.path().join("trusted.pem");
    std::fs::write(&trusted, company.root_as_text()).expect("the list of trusted authorities");
    let trusted = trusted.display().to_string();
    let environment = [("SSL_CERT_FILE", trusted.as_str()), ("SSL_CERT_DIR", "/nowhere")];

    use_names(ON_LOOPBACK);
    let window = connected(&harness, &format!("https://{HOST}"), &environment).await;
    comes_to(&window, ID, "found").await;
    let asked = real.requests();
    assert!(asked.iter().all(|seen| seen.header("host") == Some(HOST)), "{asked:?}");

    // No way out at all.
    use_names(UNREACHABLE);
    let start = Instant::now();
    comes_to(&window, ID, "offline").await;
    assert!(window.text("[role=alert]").await.contains("This computer seems to be offline"));
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());

    // A way out, on which everything that is sent is lost.
    ip(&["address", "add", "198.51.100.1/24", "dev", "lo"]);
    ip(&["route", "add", "default", "dev", "lo"]);
    use_names(ON_LOOPBACK);
    say(Says::NoSuchName);
    comes_to(&window, ID, "server-not-found").await;
    assert!(window.text("[role=alert]").await.contains(HOST));

    say(Says::Nothing);
    let start = Instant::now();
    comes_to(&window, ID, "server-not-found").await;
    assert!(start.elapsed() < Duration::from_secs(25), "two tries of four seconds took {:?}", start.elapsed());

    say(Says::Address([192, 0, 2, 1]));
    let start = Instant::now();
    comes_to(&window, ID, "cannot-connect").await;
    assert!(start.elapsed() < Duration::from_secs(25), "two tries of five seconds took {:?}", start.elapsed());

    say(Says::Address([127, 0, 0, 1]));
    relay.lead_to(portal.address);
    comes_to(&window, ID, "certificate-not-trusted").await;
    let told = window.text("[role=alert]").await;
    assert!(told.contains("This network answers in HighLevel’s place") && told.contains("Open a browser"), "{told}");
    assert_eq!((portal.requests().len(), portal.bytes_received()), (0, 0));

    relay.lead_to(closed_port());
    comes_to(&window, ID, "connection-cut").await;
    relay.lead_to(real.address);
    comes_to(&window, ID, "found").await;
    window.close().await;
}

/// An address at which nobody listens: the relay hangs up on whoever wants to go there.
fn closed_port() -> SocketAddr {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address")
}
