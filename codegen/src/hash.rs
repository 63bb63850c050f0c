//! SHA-256 hashes, as text.

use sha2::{Digest, Sha256};

/// Returns the hash that facts store instead of upstream's prose.
#[must_use]
pub fn prose_hash(prose: &str) -> String {
    hex(&Sha256::digest(prose.as_bytes()))
}

/// Returns bytes in lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| char::from(DIGITS[usize::from(value & 15)]);
    let digits = bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(*byte)]);
    digits.collect()
}
