//! The TLS configuration: rustls, with a provider and root certificates chosen by features.
//!
//! Cargo unifies features. Root certificates add up. If both providers are on, aws-lc-rs is used,
//! because `default-tls` does not turn it on.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};
use secrecy::ExposeSecret;

use super::settings::{Certificates, Encoded, HttpSettings, Identity};
use crate::client::build_error::BuildError;

#[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
compile_error!(
    "a client needs a TLS provider: turn on the feature `default-tls`, or `ring` or `aws-lc-rs`"
);

#[cfg(not(any(feature = "webpki-roots", feature = "native-roots")))]
compile_error!(
    "a client needs root certificates: turn on the feature `default-tls`, or `webpki-roots`, `native-roots` or both"
);

/// Returns the configuration with the certificates of these settings.
///
/// # Errors
///
/// [`BuildError`] names the setting that is invalid.
pub(super) fn client_config(settings: &HttpSettings) -> Result<ClientConfig, BuildError> {
    let config = ClientConfig::builder_with_provider(Arc::new(provider()))
        .with_safe_default_protocol_versions()
        .map_err(BuildError::http)?;
    let config = config.with_root_certificates(root_certificates(settings)?);
    match &settings.identity {
        None => Ok(config.with_no_client_auth()),
        Some(identity) => {
            let (certificates, key) = parse_identity(identity)?;
            let config = config.with_client_auth_cert(certificates, key);
            config.map_err(|_| invalid("identity", "the key does not belong to the certificate"))
        }
    }
}

fn invalid(setting: &'static str, reason: &'static str) -> BuildError {
    BuildError::Setting { setting, reason }
}

#[cfg(feature = "aws-lc-rs")]
fn provider() -> CryptoProvider {
    rustls::crypto::aws_lc_rs::default_provider()
}

#[cfg(not(feature = "aws-lc-rs"))]
fn provider() -> CryptoProvider {
    rustls::crypto::ring::default_provider()
}

fn root_certificates(settings: &HttpSettings) -> Result<RootCertStore, BuildError> {
    let mut store = RootCertStore::empty();
    if settings.built_in_root_certificates {
        #[cfg(feature = "webpki-roots")]
        store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        #[cfg(feature = "native-roots")]
        add_native_certificates(&mut store)?;
    }
    for certificates in &settings.root_certificates {
        add_certificates(&mut store, certificates)?;
    }
    if store.is_empty() {
        let reason = "without it, `root_certificates` must add one";
        return Err(invalid("built_in_root_certificates", reason));
    }
    Ok(store)
}

/// Adds the certificates that the caller trusts.
fn add_certificates(
    store: &mut RootCertStore,
    certificates: &Certificates,
) -> Result<(), BuildError> {
    let invalid = |reason| invalid("root_certificates", reason);
    let certificates = match &certificates.0 {
        Encoded::Pem(text) => parse_pem(text).ok_or_else(|| invalid("it is not a text in PEM"))?,
        Encoded::Der(certificate) => vec![CertificateDer::from(certificate.clone())],
    };
    if certificates.is_empty() {
        return Err(invalid("the text contains no certificate in PEM"));
    }
    for certificate in certificates {
        let added = store.add(certificate);
        added.map_err(|_| invalid("it is not the certificate of an authority"))?;
    }
    Ok(())
}

/// Returns all certificates of a text in PEM, or `None` if it is invalid.
fn parse_pem(text: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    CertificateDer::pem_slice_iter(text)
        .collect::<Result<_, _>>()
        .ok()
}

/// Returns the certificates and the key of an identity.
fn parse_identity(
    identity: &Identity,
) -> Result<(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>), BuildError> {
    let certificates = parse_pem(&identity.certificates).filter(|parsed| !parsed.is_empty());
    let certificates = certificates
        .ok_or_else(|| invalid("identity", "the text contains no certificate in PEM"))?;
    let key = PrivateKeyDer::from_pem_slice(identity.key.expose_secret().as_bytes());
    let key = key.map_err(|_| invalid("identity", "the text contains no private key in PEM"))?;
    Ok((certificates, key))
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
