//! Decodes JSON texts with code that is compiled once for all types.

use super::decode::{Decode, required};
#[cfg(feature = "client")]
use super::decode::{Slot, decode_or_skip};
use super::decoder::{DecodeError, Decoder};
use super::deserialize::deserialize_with_path;
use super::error_path::ErrorPath;

/// Why a JSON text could not be decoded.
#[derive(Debug)]
pub(crate) struct JsonError {
    /// The path of the error in wire names. It is empty for the whole text.
    pub(crate) path: String,
    pub(crate) error: serde_json::Error,
}

impl JsonError {
    /// Creates the error of a text without a value.
    pub(crate) fn no_value() -> Self {
        Self {
            path: String::new(),
            error: serde::de::Error::custom("there is no value"),
        }
    }
}

/// Decodes a text that contains one value.
pub(crate) fn from_json<T: Decode>(json: &[u8]) -> Result<T, JsonError> {
    let mut value = None;
    read(json, &mut |decoder| {
        value = Some(required(decoder)?);
        Ok(())
    })?;
    value.ok_or_else(JsonError::no_value)
}

/// Decodes a text with a function.
pub(super) fn read(
    json: &[u8],
    read: &mut dyn FnMut(&mut dyn Decoder) -> Result<(), DecodeError>,
) -> Result<(), JsonError> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let mut error_path = ErrorPath::default();
    deserialize_with_path(&mut deserializer, &mut error_path, read)
        .and_then(|()| deserializer.end())
        .map_err(|error| JsonError {
            path: error_path.to_string(),
            error,
        })
}

#[cfg(feature = "client")]
/// Decodes one member of an object into a slot, and skips the others.
pub(crate) fn member_from_json(
    json: &[u8],
    always_present: &'static [&'static str; 1],
    slot: &mut dyn Slot,
) -> Result<(), JsonError> {
    read(json, &mut |decoder| {
        let found =
            decoder.decode_object("the response", always_present, &mut |name, decoder| {
                let is_wanted = name == always_present[0];
                decode_or_skip(is_wanted.then_some(&mut *slot), decoder)
            })?;
        found.ok_or_else(|| decoder.reject("invalid type: null, expected an object"))
    })
}
