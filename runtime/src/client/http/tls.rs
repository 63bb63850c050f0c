//! The TLS configuration: rustls, with a provider and root certificates chosen by features.
//!
//! Cargo unifies features. Root certificates add up. If both providers are on, aws-lc-rs is used,
//! because `default-tls` does not turn it on.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, RootCertStore};

use crate::client::build_error::BuildError;

#[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
compile_error!(
    "a client needs a TLS provider: turn on the feature `default-tls`, or `ring` or `aws-lc-rs`"
);

#[cfg(not(any(feature = "webpki-roots", feature = "native-roots")))]
compile_error!(
    "a client needs root certificates: turn on the feature `default-tls`, or `webpki-roots`, `native-roots` or both"
);

pub(super) fn client_config() -> Result<ClientConfig, BuildError> {
    let config = ClientConfig::builder_with_provider(Arc::new(provider()))
        .with_safe_default_protocol_versions()
        .map_err(BuildError::http)?;
    Ok(config
        .with_root_certificates(root_certificates()?)
        .with_no_client_auth())
}

#[cfg(feature = "aws-lc-rs")]
fn provider() -> CryptoProvider {
    rustls::crypto::aws_lc_rs::default_provider()
}

#[cfg(not(feature = "aws-lc-rs"))]
fn provider() -> CryptoProvider {
    rustls::crypto::ring::default_provider()
}

fn root_certificates() -> Result<RootCertStore, BuildError> {
    let mut store = RootCertStore::empty();
    #[cfg(feature = "webpki-roots")]
    store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    #[cfg(feature = "native-roots")]
    add_native_certificates(&mut store)?;
    Ok(store)
}

/// Adds the root certificates of the system, and skips those that cannot be parsed.
///
/// # Errors
///
/// If the store is still empty.
#[cfg(feature = "native-roots")]
fn add_native_certificates(store: &mut RootCertStore) -> Result<(), BuildError> {
    let found = rustls_native_certs::load_native_certs();
    store.add_parsable_certificates(found.certs);
    match found.errors.into_iter().next() {
        Some(error) if store.is_empty() => Err(BuildError::http(error)),
        None if store.is_empty() => Err(BuildError::Http {
            reason: "the system has no root certificates; install its ca-certificates, or turn on \
                     the feature `webpki-roots`"
                .to_owned(),
        }),
        _ => Ok(()),
    }
}
