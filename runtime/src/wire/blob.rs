//! Bytes.

use std::fmt;

use super::debug::debug;
use super::decode::Decode;
use super::decoder::{DecodeError, Decoder};
use super::encode::{Encode, Encoder};

/// Bytes of a request, such as a file. They are sent as they are. In JSON, they are a Base64 text.
///
/// `Debug` shows their number.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Blob(Vec<u8>);

impl Blob {
    /// Creates bytes.
    #[must_use]
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// Returns the bytes.
    #[must_use]
    pub fn into_inner(self) -> Vec<u8> {
        self.0
    }
}

impl AsRef<[u8]> for Blob {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Blob {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Blob {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Blob {
    fn from(bytes: &[u8; N]) -> Self {
        Self(bytes.to_vec())
    }
}

impl fmt::Debug for Blob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug(self, f)
    }
}

impl Encode for Blob {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_bytes(&self.0);
    }

    fn is_absent(&self) -> bool {
        self.0.is_empty()
    }
}

impl Decode for Blob {
    fn decode(decoder: &mut dyn Decoder) -> Result<Option<Self>, DecodeError> {
        Ok(decoder.decode_bytes()?.map(Self))
    }
}
