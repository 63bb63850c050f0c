//! The source of decoded values.
//!
//! serde's traits are generic over the format, so the compiler repeats their code for each type.
//! Generated code uses [`Decoder`] instead, which is implemented [once](super::deserialize) for all
//! deserializers of serde.

use serde_json::Value;

/// A decoder that is positioned at a value. It does not depend on the format.
///
/// Every method returns `None` for `null`. A value of another type is an error in strict mode.
/// Otherwise it is a [warning](super::DecodeWarning), and the method returns the nearest value or
/// `None`.
pub trait Decoder: Sealed {
    /// Decodes a string. Converts integers and booleans to their JSON texts, and other numbers to
    /// the shortest text of the nearest float: `1.50` to `1.5`, `1e3` to `1000`.
    ///
    /// # Errors
    ///
    /// In strict mode, if the value is not a string, or is a number whose integer digits a float
    /// cannot represent. In both modes, if the input is not valid.
    fn decode_string(&mut self) -> Result<Option<String>, DecodeError>;

    /// Decodes bytes from a string that contains them as Base64.
    ///
    /// # Errors
    ///
    /// In strict mode, if the value is not such a string. In both modes, if the input is not valid.
    fn decode_bytes(&mut self) -> Result<Option<Vec<u8>>, DecodeError>;

    /// Decodes an integer, or a string that contains one.
    ///
    /// # Errors
    ///
    /// In strict mode, if the value is neither, or is out of range. In both modes, if the input is
    /// not valid.
    fn decode_i64(&mut self) -> Result<Option<i64>, DecodeError>;

    /// Decodes an unsigned integer, or a string that contains one.
    ///
    /// # Errors
    ///
    /// In strict mode, if the value is neither, or is out of range. In both modes, if the input is
    /// not valid.
    fn decode_u64(&mut self) -> Result<Option<u64>, DecodeError>;

    /// Decodes a number, or a string that contains one.
    ///
    /// # Errors
    ///
    /// In strict mode, if the value is neither. In both modes, if the input is not valid.
    fn decode_f64(&mut self) -> Result<Option<f64>, DecodeError>;

    /// Decodes a boolean, the numbers 0 and 1, or a string that contains one of them.
    ///
    /// # Errors
    ///
    /// In strict mode, if the value is none of them. In both modes, if the input is not valid.
    fn decode_bool(&mut self) -> Result<Option<bool>, DecodeError>;

    /// Decodes any JSON value.
    ///
    /// # Errors
    ///
    /// If the input is not valid.
    fn decode_json(&mut self) -> Result<Option<Value>, DecodeError>;

    /// Decodes a list. Calls `item` for each item.
    ///
    /// # Errors
    ///
    /// In strict mode, if the value is not a list. In both modes, if `item` fails or the input is
    /// not valid.
    fn decode_list(&mut self, item: &mut DecodeItem<'_>) -> Result<Option<()>, DecodeError>;

    /// Decodes an object. Calls `member` for each member. Messages contain the `name` of the
    /// object.
    ///
    /// # Errors
    ///
    /// In strict mode, if the value is not an object with all members of `always_present`. In both
    /// modes, if `member` fails or the input is not valid.
    fn decode_object(
        &mut self,
        name: &'static str,
        always_present: &'static [&'static str],
        member: &mut DecodeMember<'_>,
    ) -> Result<Option<()>, DecodeError>;

    /// Skips the value.
    ///
    /// # Errors
    ///
    /// If the input is not valid.
    fn skip(&mut self) -> Result<(), DecodeError>;

    /// Reports the value that was decoded, if it was `null` although an item must have a value.
    ///
    /// # Errors
    ///
    /// In strict mode.
    fn report_null(&mut self) -> Result<(), DecodeError>;

    /// Reports that the member comes twice.
    ///
    /// # Errors
    ///
    /// In strict mode.
    fn report_duplicate(&mut self) -> Result<(), DecodeError>;
}

/// Whether a member had a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoded {
    /// The value was stored.
    Value,
    /// The member was `null` or unknown.
    Nothing,
}

/// Decodes an item of a list.
pub type DecodeItem<'a> = dyn FnMut(&mut dyn Decoder) -> Result<(), DecodeError> + 'a;

/// Decodes the member with a name, or skips it.
pub type DecodeMember<'a> = dyn FnMut(&str, &mut dyn Decoder) -> Result<Decoded, DecodeError> + 'a;

/// Decoding failed. The decoder keeps the reason.
#[derive(Debug)]
pub struct DecodeError(pub(super) ());

/// Prevents other crates from implementing a trait, so that it can get more methods.
pub trait Sealed {}
