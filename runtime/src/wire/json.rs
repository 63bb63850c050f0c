//! JSON texts, read by code that is compiled once for all types.

use super::decode::{Decode, required};
use super::deserialize::deserialize_along;
use super::source::{Failure, Source};
use super::trail::Trail;

/// Why a text could not be read.
#[derive(Debug)]
pub(crate) struct Unreadable {
    /// Where it ended, in wire names; empty for the whole text.
    pub(crate) path: String,
    pub(crate) error: serde_json::Error,
}

impl Unreadable {
    /// There is nothing to be read.
    pub(crate) fn nothing() -> Self {
        Self {
            path: String::new(),
            error: serde::de::Error::custom("there is no value"),
        }
    }
}

/// Reads a text that is one value.
pub(crate) fn from_json<T: Decode>(json: &[u8]) -> Result<T, Unreadable> {
    let mut value = None;
    read(json, &mut |source| {
        value = Some(required(source)?);
        Ok(())
    })?;
    value.ok_or_else(Unreadable::nothing)
}

/// Reads a text, whatever is made of it.
pub(super) fn read(
    json: &[u8],
    read: &mut dyn FnMut(&mut dyn Source) -> Result<(), Failure>,
) -> Result<(), Unreadable> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let mut trail = Trail::default();
    deserialize_along(&mut deserializer, &mut trail, read)
        .and_then(|()| deserializer.end())
        .map_err(|error| Unreadable {
            path: trail.to_string(),
            error,
        })
}
