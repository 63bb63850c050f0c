//! The target of encoded values. Like [`Decoder`](super::Decoder), it does not depend on the
//! format.

use serde_json::Value;

use super::decoder::Sealed;
use super::encode::Encode;

/// An encoder for one value.
pub trait Encoder: Sealed {
    /// Encodes a string.
    fn encode_str(&mut self, value: &str);

    /// Encodes a signed integer.
    fn encode_i64(&mut self, value: i64);

    /// Encodes an unsigned integer.
    fn encode_u64(&mut self, value: u64);

    /// Encodes a number.
    fn encode_f64(&mut self, value: f64);

    /// Encodes a boolean.
    fn encode_bool(&mut self, value: bool);

    /// Encodes any JSON value.
    fn encode_json(&mut self, value: &Value);

    /// Encodes a list. `item` returns the item with an index.
    fn encode_list<'i>(&mut self, length: usize, item: &dyn Fn(usize) -> &'i dyn Encode);

    /// Encodes an object without its omitted members. `Debug` shows the `name`.
    fn encode_object(&mut self, name: &'static str, members: &[Member<'_>]);
}

/// A member of an object: its wire name and its value.
pub type Member<'a> = (&'static str, &'a dyn Encode);

/// Returns the members that are not omitted.
pub(super) fn with_values<'m, 'a>(
    members: &'m [Member<'a>],
) -> impl Iterator<Item = &'m Member<'a>> {
    members.iter().filter(|(_, value)| !value.is_omitted())
}
