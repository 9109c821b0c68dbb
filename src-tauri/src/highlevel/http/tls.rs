//! Secure connections: what the operating system trusts, and who signed what it does not.

use std::fmt;
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::ClientConfig;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, OtherError, SignatureScheme};
use rustls_platform_verifier::Verifier;
use x509_parser::prelude::{FromDer, X509Certificate, X509Name};

use crate::model::problem::CertificateFault;

/// The longest name of an issuer that is told. Longer ones are not names.
const ISSUER_CHARACTERS: usize = 120;

/// TLS as this program wants it: the certificates that the operating system trusts, company ones included, and those
/// given here (DER).
pub(super) fn config(roots: &[Vec<u8>]) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let inner = if roots.is_empty() {
        Verifier::new(Arc::clone(&provider))?
    } else {
        let roots = roots.iter().map(|root| CertificateDer::from(root.clone()));
        Verifier::new_with_extra_roots(roots, Arc::clone(&provider))?
    };
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        // "Dangerous" is what the library calls every verifier but its own. This one never turns a no into a yes.
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Explaining { inner }))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// The operating system's verifier, which where it says no also says who signed.
#[derive(Debug)]
struct Explaining {
    inner: Verifier,
}

impl ServerCertVerifier for Explaining {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.inner.verify_server_cert(leaf, chain, name, ocsp, now).map_err(|error| explain(error, leaf, chain))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls12_signature(message, leaf, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.inner.verify_tls13_signature(message, leaf, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }

    fn requires_raw_public_keys(&self) -> bool {
        self.inner.requires_raw_public_keys()
    }

    fn root_hint_subjects(&self) -> Option<&[DistinguishedName]> {
        self.inner.root_hint_subjects()
    }
}

/// Why a certificate is not trusted. Travels inside the TLS library's own error, to be found there again.
#[derive(Debug)]
struct Distrust {
    fault: CertificateFault,
    issuer: Option<String>,
    error: CertificateError,
}

impl fmt::Display for Distrust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.error)
    }
}

impl std::error::Error for Distrust {}

fn explain(error: rustls::Error, leaf: &CertificateDer<'_>, chain: &[CertificateDer<'_>]) -> rustls::Error {
    let rustls::Error::InvalidCertificate(error) = error else { return error };
    let fault = match &error {
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            CertificateFault::WrongName
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => CertificateFault::Expired,
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => CertificateFault::NotYetValid,
        CertificateError::UnknownIssuer => CertificateFault::UnknownIssuer,
        // An authority's own certificate in the place of a server's: nobody else vouches for it.
        CertificateError::Other(_) if is_signed_by_itself(leaf) => CertificateFault::UnknownIssuer,
        _ => CertificateFault::Other,
    };
    // The last one that was sent is nearest to the root, and so is signed by the name an IT department knows.
    let issuer = issuer(chain.last().unwrap_or(leaf));
    CertificateError::Other(OtherError(Arc::new(Distrust { fault, issuer, error }))).into()
}

/// What a fault of the TLS library says about the certificate: the fault, who signed, and the details.
pub(super) fn reason(error: &rustls::Error) -> (CertificateFault, Option<String>, String) {
    if let rustls::Error::InvalidCertificate(CertificateError::Other(other)) = error {
        if let Some(distrust) = other.0.downcast_ref::<Distrust>() {
            return (distrust.fault, distrust.issuer.clone(), distrust.to_string());
        }
    }
    (CertificateFault::Other, None, error.to_string())
}

fn issuer(certificate: &CertificateDer<'_>) -> Option<String> {
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    let name = readable(certificate.issuer())?;
    // It comes from whoever answered, so it may hold anything.
    let name: String = name.chars().filter(|ch| !ch.is_control()).take(ISSUER_CHARACTERS).collect();
    (!name.trim().is_empty()).then(|| name.trim().to_owned())
}

fn readable(name: &X509Name<'_>) -> Option<String> {
    let mut parts = name.iter_common_name().chain(name.iter_organization()).chain(name.iter_organizational_unit());
    parts.find_map(|part| part.as_str().ok()).map(str::to_owned)
}

fn is_signed_by_itself(certificate: &CertificateDer<'_>) -> bool {
    X509Certificate::from_der(certificate)
        .is_ok_and(|(_, certificate)| certificate.issuer().as_raw() == certificate.subject().as_raw())
}
