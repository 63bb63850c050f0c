//! Decodes JSON texts with code that is compiled once for all types.

#[cfg(feature = "client")]
use std::borrow::Cow;
use std::fmt;

use super::decode::Decode;
#[cfg(feature = "client")]
use super::decode::{Slot, decode_or_skip};
use super::decode_log::DecodeLog;
#[cfg(feature = "client")]
use super::decode_warning::DecodeWarnings;
#[cfg(feature = "client")]
use super::decoder::Decoded;
use super::decoder::{DecodeError, Decoder};
use super::deserialize::deserialize_with_log;
use super::path::Path;

/// Why a JSON text could not be decoded.
#[derive(Debug)]
pub(crate) struct JsonError {
    /// The path of the error in wire names. It is empty for the whole text.
    pub(crate) path: String,
    pub(crate) error: serde_json::Error,
}

impl JsonError {
    /// Creates the error of a whole text.
    pub(crate) fn new(reason: impl fmt::Display) -> Self {
        Self {
            path: String::new(),
            error: serde::de::Error::custom(reason),
        }
    }

    /// Creates the error of a text without a value.
    pub(crate) fn no_value() -> Self {
        Self::new("there is no value")
    }
}

/// Decodes a text that contains one value, strictly.
pub(crate) fn from_json<T: Decode>(json: &[u8]) -> Result<T, JsonError> {
    let mut value = None;
    let mut log = DecodeLog::new(true);
    read(json, &mut log, &mut |decoder| {
        value = T::decode(decoder)?;
        decoder.report_null()
    })?;
    value.ok_or_else(JsonError::no_value)
}

/// Decodes a text with a function.
fn read(
    json: &[u8],
    log: &mut DecodeLog,
    read: &mut dyn FnMut(&mut dyn Decoder) -> Result<(), DecodeError>,
) -> Result<(), JsonError> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    deserialize_with_log(&mut deserializer, log, &Path::Document, read)
        .and_then(|()| deserializer.end())
        .map_err(|error| JsonError {
            path: log.take_error_path(),
            error,
        })
}

/// Decodes a parsed value, and records its misfits. Returns `None` if the whole value is one.
#[cfg(feature = "callback")]
pub(crate) fn decode_value<T: Decode>(value: &serde_json::Value, log: &mut DecodeLog) -> Option<T> {
    deserialize_with_log(value, log, &Path::Document, T::decode)
        .ok()
        .flatten()
}

/// Decodes one member of an object into a slot, and skips the others.
///
/// # Errors
///
/// If the text is not JSON, or the member has no value. In strict mode, also if a value has another
/// type.
#[cfg(feature = "client")]
pub(crate) fn member_from_json(
    json: &[u8],
    strict: bool,
    member: &'static [&'static str; 1],
    slot: &mut dyn Slot,
) -> Result<DecodeWarnings, JsonError> {
    let mut log = DecodeLog::new(strict);
    let mut found = None;
    let text = if strict {
        Cow::Borrowed(json)
    } else {
        replace_invalid_utf8(json, &mut log)
    };
    read(&text, &mut log, &mut |decoder| {
        found = decoder.decode_object("the response", member, &mut |name, decoder| {
            let is_wanted = name == member[0];
            decode_or_skip(is_wanted.then_some(&mut *slot), decoder)
        })?;
        Ok(())
    })?;
    if found.is_some() {
        return Ok(log.into_warnings_in(member[0]));
    }
    Err(match log.take_cause() {
        Some(warning) => JsonError {
            error: serde::de::Error::custom(warning.reason()),
            path: warning.path,
        },
        None => JsonError::no_value(),
    })
}

/// Decodes the data of a server-sent event into a slot: one member of an object, or a whole text.
///
/// A text that is not an object becomes an empty object with a warning, because the event that contains it
/// must not end the stream.
///
/// # Errors
///
/// In strict mode, if the text is not JSON, or a value has another type. In both modes, if an object cannot
/// be empty.
#[cfg(feature = "client")]
pub(crate) fn event_from_json(
    json: &[u8],
    strict: bool,
    member: Option<&'static [&'static str; 1]>,
    slot: &mut dyn Slot,
) -> Result<DecodeWarnings, JsonError> {
    if let Some(member) = member {
        return member_from_json(json, strict, member, slot);
    }
    let mut log = DecodeLog::new(strict);
    let text = if strict {
        Cow::Borrowed(json)
    } else {
        replace_invalid_utf8(json, &mut log)
    };
    let mut found = Decoded::Nothing;
    let outcome = read(&text, &mut log, &mut |decoder| {
        found = slot.decode_into(decoder)?;
        Ok(())
    });
    match outcome {
        Ok(()) if found == Decoded::Value => return Ok(log.into_warnings()),
        Err(error) if strict => return Err(error),
        Err(_) => {
            // The log is lenient here, so this never fails.
            let _ = log.record("", "a text that is not JSON", "an object".into());
        }
        Ok(()) => {}
    }
    read(b"{}", &mut log, &mut |decoder| {
        slot.decode_into(decoder).map(drop)
    })?;
    Ok(log.into_warnings())
}

/// Replaces bytes that are not UTF-8 by U+FFFD. Servers cut texts inside a character.
#[cfg(feature = "client")]
fn replace_invalid_utf8<'a>(json: &'a [u8], log: &mut DecodeLog) -> Cow<'a, [u8]> {
    match String::from_utf8_lossy(json) {
        Cow::Borrowed(_) => Cow::Borrowed(json),
        Cow::Owned(text) => {
            // The log is lenient here, so this never fails.
            let _ = log.record("", "bytes that are not UTF-8", "UTF-8".into());
            Cow::Owned(text.into_bytes())
        }
    }
}
