//! The canonical request: the first intermediate text of a signature.

use sha2::{Digest, Sha256};

use super::hex::HexDigest;
use super::{SIGNED_HEADERS, Signable};

/// The text that is hashed instead of a body that is not signed.
const UNSIGNED: &[u8] = b"UNSIGNED-PAYLOAD";

/// Returns the hash of the body.
pub(super) fn payload(body: Option<&[u8]>) -> HexDigest {
    HexDigest::of(&Sha256::digest(body.unwrap_or(UNSIGNED)))
}

/// Returns the canonical request in pieces.
pub(super) fn canonical<'a>(what: &Signable<'a>, payload: &'a HexDigest) -> [&'a str; 11] {
    [
        what.method,
        "\n/\n",
        what.query,
        "\ncontent-type:",
        what.content_type,
        "\nhost:",
        what.host,
        "\n\n",
        SIGNED_HEADERS,
        "\n",
        payload.as_str(),
    ]
}
