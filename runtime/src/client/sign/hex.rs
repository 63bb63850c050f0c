//! Encodes hashes as lower-case hexadecimal digits.

use sha2::{Digest, Sha256};

/// The two digits of every byte.
const PAIRS: [[u8; 2]; 256] = {
    let digits = b"0123456789abcdef";
    let mut pairs = [[0; 2]; 256];
    let mut byte = 0;
    while byte < 256 {
        pairs[byte] = [digits[byte >> 4], digits[byte & 15]];
        byte += 1;
    }
    pairs
};

/// The digits of a SHA-256 hash, without an allocation.
#[derive(Clone, Copy)]
pub(super) struct HexDigest([u8; 64]);

impl HexDigest {
    /// Hashes a text.
    pub(super) fn of_text(text: &str) -> Self {
        Self::of(&Sha256::digest(text))
    }

    pub(super) fn of(hash: &[u8]) -> Self {
        let mut digits = [b'0'; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(hash) {
            pair.copy_from_slice(&PAIRS[usize::from(*byte)]);
        }
        Self(digits)
    }

    pub(super) fn as_str(&self) -> &str {
        // The digits are ASCII, so the fallback is not reached.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}
