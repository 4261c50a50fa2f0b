//! TLS as this driver wants it: rustls with ring, Mozilla's roots or one pinned certificate.

use std::error::Error as _;
use std::sync::Arc;

use handrail_wire::{Hash, derive};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use super::HttpError;

pub(super) fn config(certificate: Option<&Hash>) -> Result<ClientConfig, HttpError> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(|_| HttpError::Tls)?;
    let mut config = match certificate {
        Some(hash) => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Pinned { hash: *hash, provider }))
            .with_no_client_auth(),
        None => builder
            .with_root_certificates(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() })
            .with_no_client_auth(),
    };
    // Nothing else is built in (docs/adr/0008-what-the-library-leaves-out.md), and a server takes us at our word.
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// Takes exactly the certificate whose hash stood in the pairing code, whoever signed it and whatever
/// name and dates it bears: two people looked at that code, no authority did. The handshake still has to
/// prove that the other side holds its key.
#[derive(Debug)]
struct Pinned {
    hash: Hash,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if derive::sha256(end_entity) == self.hash.0 {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// Was it the certificate? rustls says so at the end of the chain of causes, wrapped in I/O errors, whose
/// own `source()` passes over what they carry.
pub(super) fn not_trusted(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(current) = cause {
        if let Some(Error::InvalidCertificate(_)) = current.downcast_ref::<Error>() {
            return true;
        }
        cause = match current.downcast_ref::<std::io::Error>() {
            Some(io) => io.get_ref().map(|inner| -> &(dyn std::error::Error + 'static) { inner }),
            None => current.source(),
        };
    }
    false
}
