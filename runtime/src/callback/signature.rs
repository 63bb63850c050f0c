//! The signature of a body.

use hmac::digest::{KeyInit, Output};
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The header that contains the signature of the body: `sha256=` and 64 hexadecimal digits in lower
/// case.
pub const SIGNATURE_HEADER: &str = "Content-Signature";

const PREFIX: &str = "sha256=";

/// Returns the value of the header for a body. HMAC takes tokens of any length, so it is never `None`.
pub(super) fn sign(token: &str, body: &[u8]) -> Option<String> {
    let mut hmac = <Hmac<Sha256> as KeyInit>::new_from_slice(token.as_bytes()).ok()?;
    hmac.update(body);
    let mut header = PREFIX.to_owned();
    push_hex(&mut header, &hmac.finalize().into_bytes());
    Some(header)
}

/// Compares a header with the signature of a body, in constant time.
pub(super) fn is_signature(header: &[u8], token: &str, body: &[u8]) -> bool {
    sign(token, body).is_some_and(|expected| expected.as_bytes().ct_eq(header).into())
}

/// Returns the SHA-256 hash of a text in hexadecimal digits.
pub(super) fn sha256(text: &str) -> String {
    let mut digits = String::new();
    push_hex(&mut digits, &Sha256::digest(text.as_bytes()));
    digits
}

fn push_hex(text: &mut String, hash: &Output<Sha256>) {
    for byte in hash {
        for digit in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(digit.into(), 16));
        }
    }
}
