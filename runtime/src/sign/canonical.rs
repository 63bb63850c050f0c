//! The canonical form of a request: the first text on the way to a signature.

use sha2::{Digest, Sha256};

use super::hex::HexHash;
use super::{SIGNED_HEADERS, Signable};

/// What stands for a body that is not signed.
const UNSIGNED: &[u8] = b"UNSIGNED-PAYLOAD";

/// The hash that stands for the body.
pub(super) fn payload(body: Option<&[u8]>) -> HexHash {
    HexHash::of(&Sha256::digest(body.unwrap_or(UNSIGNED)))
}

/// The canonical form of a request, in pieces.
pub(super) fn canonical<'a>(what: &Signable<'a>, payload: &'a HexHash) -> [&'a str; 11] {
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
