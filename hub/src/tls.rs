//! The hub's TLS: a certificate of its own making, which devices pin because the authority certified it.

use std::sync::Arc;

use rcgen::{CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::HubError;

/// A self-signed certificate for these names, and its key in PKCS #8; both DER.
///
/// How long it is valid is said by the hub's certificate from the authority, so it has no term worth the name itself.
pub(crate) fn make_certificate(names: &[String]) -> Result<(Vec<u8>, Vec<u8>), HubError> {
    let mut params = CertificateParams::new(names).map_err(|_| HubError::Tls)?;
    params.distinguished_name = DistinguishedName::new();
    params
        .distinguished_name
        .push(DnType::CommonName, "nuong-hub");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let key = KeyPair::generate().map_err(|_| HubError::Tls)?;
    let certificate = params.self_signed(&key).map_err(|_| HubError::Tls)?;
    Ok((certificate.der().to_vec(), key.serialize_der()))
}

/// What the hub speaks: TLS 1.2 and 1.3, HTTP/2 and HTTP/1.1, no client certificates (a device proves itself in its hello).
pub(crate) fn server_config(certificate: &[u8], key: &[u8]) -> Result<Arc<ServerConfig>, HubError> {
    let certificate = CertificateDer::from(certificate.to_vec());
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.to_vec()));
    let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| HubError::Tls)?
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .map_err(|_| HubError::Tls)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_fits_where_the_authority_puts_it_and_its_key_belongs_to_it() {
        let (certificate, key) =
            make_certificate(&["localhost".into(), "127.0.0.1".into()]).unwrap();
        assert!(certificate.len() <= nuong_trust::MAX_TLS);
        server_config(&certificate, &key).unwrap();
        let (_, other) = make_certificate(&["localhost".into()]).unwrap();
        assert!(matches!(
            server_config(&certificate, &other),
            Err(HubError::Tls)
        ));
        assert!(matches!(
            server_config(b"not a certificate", &key),
            Err(HubError::Tls)
        ));
        assert!(matches!(
            make_certificate(&["not a name\n".into(), "ä".into()]),
            Err(HubError::Tls)
        ));
    }
}
