//! Digests of requests, which bind the output of a batch to its input.

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

use crate::client::sign::sha256;

/// The first 8 bytes of a SHA-256 hash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Digest([u8; 8]);

impl Digest {
    pub(super) fn of(text: &[u8]) -> Self {
        let mut digest = Self::default();
        let length = digest.0.len();
        digest.0.copy_from_slice(&sha256(text)[..length]);
        digest
    }

    /// Returns the digest of this one and the next one of a sequence.
    pub(super) fn then(self, next: Self) -> Self {
        Self::of(&[self.0, next.0].concat())
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:016x}", u64::from_be_bytes(self.0)))
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let number = u64::from_str_radix(&text, 16).ok();
        let number = number.filter(|_| text.len() == 16);
        let number = number.ok_or_else(|| D::Error::custom("a digest has 16 digits"))?;
        Ok(Self(number.to_be_bytes()))
    }
}
