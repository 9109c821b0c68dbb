use super::*;

fn context(base: &str, proxy: Option<&str>, has_a_route: fn() -> bool) -> ErrorContext {
    let base = base.parse::<Url>().unwrap_or_else(|error| panic!("{base}: {error}"));
    ErrorContext { has_a_route, ..ErrorContext::new(&base, proxy.map(str::to_owned)) }
}

fn online(proxy: Option<&str>) -> ErrorContext {
    context("https://highlevel.example", proxy, || true)
}

fn offline(proxy: Option<&str>) -> ErrorContext {
    context("https://highlevel.example", proxy, || false)
}

fn dns_error() -> io::Error {
    io::Error::other(DnsError::for_test("highlevel.example"))
}

#[test]
fn an_unknown_name_is_told_as_such() {
    let fault = online(None).connecting(&dns_error(), false);
    assert_eq!(fault, at_host(ProblemKind::ServerNotFound, "highlevel.example", None));
}

#[test]
fn an_unknown_name_on_a_computer_without_a_network_is_that_computer_being_offline() {
    assert_eq!(offline(None).connecting(&dns_error(), false).kind(), ProblemKind::Offline);
    assert_eq!(offline(Some("proxy.acme:8080")).connecting(&dns_error(), false).kind(), ProblemKind::Offline);
}

#[test]
fn an_unknown_name_behind_a_proxy_is_the_proxys() {
    let fault = online(Some("proxy.acme:8080")).connecting(&dns_error(), false);
    assert_eq!(fault, at_host(ProblemKind::ProxyUnreachable, "proxy.acme:8080", None));
}

#[test]
fn an_unreachable_network_is_offline_only_without_any_way_out() {
    for kind in [ErrorKind::NetworkUnreachable, ErrorKind::NetworkDown, ErrorKind::HostUnreachable] {
        assert_eq!(offline(None).connecting(&io::Error::from(kind), false).kind(), ProblemKind::Offline);
        let fault = online(None).connecting(&io::Error::from(kind), false);
        assert_eq!(fault.kind(), ProblemKind::CannotConnect, "{fault:?}");
    }
}

#[test]
fn a_refused_connection_is_never_offline() {
    let fault = offline(None).connecting(&io::Error::from(ErrorKind::ConnectionRefused), false);
    assert_eq!(fault.kind(), ProblemKind::CannotConnect, "{fault:?}");
}

#[test]
fn an_error_inside_an_error_of_the_system_is_found() {
    let nested = io::Error::other(io::Error::other(rustls::Error::HandshakeNotComplete));
    assert_eq!(find::<rustls::Error>(&nested), Some(&rustls::Error::HandshakeNotComplete));
}

#[test]
fn a_description_says_each_thing_once_and_is_never_long() {
    let nested = io::Error::other(io::Error::other("the cause"));
    assert_eq!(describe(&nested), "the cause");
    let long = io::Error::other("x".repeat(10_000));
    assert_eq!(describe(&long).len(), DETAIL_CHARACTERS);
}

#[test]
fn the_port_is_told_only_where_it_is_not_the_usual_one() {
    assert_eq!(online(None).host, "highlevel.example");
    assert_eq!(context("http://127.0.0.1:8080", None, || true).host, "127.0.0.1:8080");
}
