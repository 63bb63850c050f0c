//! One TLS for both clients: rustls with ring, and the certificate authorities of Mozilla's list.
//!
//! The list is compiled in, so that a program works in an empty container too.

use std::sync::Arc;

use rustls::crypto::ring;

pub(crate) fn client_config() -> Result<rustls::ClientConfig, rustls::Error> {
    let roots = rustls::RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    Ok(
        rustls::ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(roots)
            .with_no_client_auth(),
    )
}
