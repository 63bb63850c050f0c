//! The canonical form of a request: the first text on the way to a signature.

use sha2::{Digest, Sha256};

use super::hex::HexHash;
use super::{SIGNED_HEADERS, Signable};

/// Where the canonical form goes: into a hash, or into a text for people.
pub(super) trait Sink {
    fn put(&mut self, text: &str);
}

impl Sink for Sha256 {
    fn put(&mut self, text: &str) {
        self.update(text.as_bytes());
    }
}

impl Sink for String {
    fn put(&mut self, text: &str) {
        self.push_str(text);
    }
}

/// What stands for the body.
pub(super) enum Payload {
    Hash(HexHash),
    Unsigned(HexHash),
}

impl Payload {
    pub(super) fn of(body: Option<&[u8]>) -> Self {
        match body {
            Some(body) => Self::Hash(HexHash::of(&Sha256::digest(body))),
            None => Self::Unsigned(HexHash::of(&Sha256::digest(b"UNSIGNED-PAYLOAD"))),
        }
    }

    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Hash(hash) | Self::Unsigned(hash) => hash.as_str(),
        }
    }
}

/// Writes the canonical form of a request.
pub(super) struct Canonical<S>(pub(super) S);

impl<S: Sink> Canonical<S> {
    pub(super) fn write(&mut self, what: &Signable<'_>, payload: &Payload) {
        let parts = [
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
        ];
        parts.into_iter().for_each(|part| self.0.put(part));
    }
}
