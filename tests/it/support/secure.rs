//! Servers that are secure, and servers that are not.
//!
//! Certificates are made for one test and good nowhere else.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose,
};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::ServerConfig;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::answer::Answer;
use super::server::{Seen, Server};

/// Who signs certificates.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub fn named(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// The same as text (PEM), as systems keep it in their files.
    #[cfg(target_os = "linux")]
    pub fn root_as_text(&self) -> String {
        self.0.pem()
    }

    /// What a client has to trust (DER).
    pub fn root(&self) -> Vec<u8> {
        self.0.der().to_vec()
    }

    /// A server's certificate, good for these names from the first of January of one year to that of another.
    pub fn certifies(&self, names: &[&str], from_year: i32, to_year: i32) -> Identity {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names).unwrap();
        params.not_before = rcgen::date_time_ymd(from_year, 1, 1);
        params.not_after = rcgen::date_time_ymd(to_year, 1, 1);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        Identity { certificate: certificate.der().clone(), key: key.serialize_der(), protocols: vec!["http/1.1"] }
    }

    /// This authority's own certificate, used as if it were a server's.
    pub fn as_a_server(&self) -> Identity {
        Identity { certificate: self.0.der().clone(), key: self.0.key().serialize_der(), protocols: vec!["http/1.1"] }
    }
}

/// A server's certificate with its key.
pub struct Identity {
    certificate: CertificateDer<'static>,
    key: Vec<u8>,
    protocols: Vec<&'static str>,
}

impl Identity {
    /// The same, shown by a server that speaks HTTP/2.
    pub fn over_http_2(self) -> Self {
        Self { protocols: vec!["h2"], ..self }
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        let key = PrivateKeyDer::try_from(self.key.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![self.certificate.clone()], key)
            .unwrap();
        config.alpn_protocols = self.protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        TlsAcceptor::from(Arc::new(config))
    }
}

impl Server {
    /// Answers each request over TLS with what the script makes of it.
    pub async fn start_tls(identity: &Identity, script: impl Fn(&Seen) -> Answer + Send + Sync + 'static) -> Self {
        Self::listen(Some(identity.acceptor()), script).await
    }
}

/// Takes one connection, answers it in clear at once, and gives back all that the client sent.
pub async fn answer_in_clear(listener: TcpListener) -> Vec<u8> {
    answer_once(listener, b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await
}

/// Takes one connection, and says that it knows no version of TLS as new as the client's: the alert that servers of
/// TLS 1.0 and 1.1 alone send (RFC 8446, 6: fatal, `protocol_version`).
pub async fn answer_in_old_tls(listener: TcpListener) -> Vec<u8> {
    answer_once(listener, &[0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x46]).await
}

async fn answer_once(listener: TcpListener, answer: &[u8]) -> Vec<u8> {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut heard = vec![0; 4096];
    let count = stream.read(&mut heard).await.unwrap();
    heard.truncate(count);
    stream.write_all(answer).await.unwrap();
    // Until the client has left; a reset is as good as an end.
    let _ = stream.read_to_end(&mut heard).await;
    heard
}
