//! One TLS for both clients: rustls, with the provider and the certificate authorities that were chosen
//! by feature.
//!
//! Features add up in a graph of crates. Authorities do so too; of two providers, the one that nobody
//! has by default is the one that somebody asked for.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, RootCertStore};

use crate::builder::BuildError;

#[cfg(not(any(feature = "ring", feature = "aws-lc-rs")))]
compile_error!(
    "a client needs TLS: turn on the feature `default-tls`, or one of `ring` and `aws-lc-rs`"
);

#[cfg(not(any(feature = "webpki-roots", feature = "native-roots")))]
compile_error!(
    "a client has to trust somebody: turn on the feature `default-tls`, or `webpki-roots`, `native-roots` or both"
);

pub(crate) fn client_config() -> Result<ClientConfig, BuildError> {
    let config = ClientConfig::builder_with_provider(Arc::new(provider()))
        .with_safe_default_protocol_versions()
        .map_err(BuildError::http)?;
    Ok(config
        .with_root_certificates(authorities()?)
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

fn authorities() -> Result<RootCertStore, BuildError> {
    let mut store = RootCertStore::empty();
    #[cfg(feature = "webpki-roots")]
    store.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    #[cfg(feature = "native-roots")]
    add_those_of_the_system(&mut store)?;
    Ok(store)
}

/// Systems hold certificates that nobody can read any more; they are passed over. A system that has
/// none at all is told, unless there are others.
#[cfg(feature = "native-roots")]
fn add_those_of_the_system(store: &mut RootCertStore) -> Result<(), BuildError> {
    let found = rustls_native_certs::load_native_certs();
    store.add_parsable_certificates(found.certs);
    match found.errors.into_iter().next() {
        Some(error) if store.is_empty() => Err(BuildError::http(error)),
        None if store.is_empty() => Err(BuildError::Http {
            reason: "the system trusts no certificate authority; install its ca-certificates, or turn on \
                     the feature `webpki-roots`"
                .to_owned(),
        }),
        _ => Ok(()),
    }
}
