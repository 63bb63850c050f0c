//! SHA-256 and HMAC-SHA256 of the TLS provider, so that no program builds a second implementation.

#[cfg(feature = "aws-lc-rs")]
use aws_lc_rs as provider;
#[cfg(all(feature = "ring", not(feature = "aws-lc-rs")))]
use ring as provider;

use provider::{digest, hmac};

/// A SHA-256 hash, or a code of HMAC-SHA256.
pub(crate) type Hash = [u8; 32];

/// A key for HMAC-SHA256.
pub(super) struct HmacKey(hmac::Key);

impl HmacKey {
    pub(super) fn new(key: &[u8]) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, key))
    }

    pub(super) fn sign(&self, text: &str) -> Hash {
        array(hmac::sign(&self.0, text.as_bytes()).as_ref())
    }
}

/// Hashes bytes with SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> Hash {
    array(digest::digest(&digest::SHA256, bytes).as_ref())
}

fn array(hash: &[u8]) -> Hash {
    let mut array = Hash::default();
    array.copy_from_slice(hash);
    array
}
