//! The traits of encoding: values that can be encoded, and encoders, which do not depend on the
//! format.

use serde_json::Value;

use super::base64;
use super::decoder::Sealed;

/// A value that can be encoded as JSON.
pub trait Encode {
    /// Encodes the value. Must call exactly one method of the encoder, once.
    fn encode(&self, encoder: &mut dyn Encoder);

    /// Returns whether a member with this value is omitted.
    fn is_omitted(&self) -> bool {
        false
    }

    /// Returns whether the value [counts as absent](crate::validate::present).
    fn is_absent(&self) -> bool {
        false
    }

    /// Returns the sensitive members, if the value is an object.
    fn sensitive_members(&self) -> &'static [&'static str] {
        &[]
    }
}

/// An encoder for one value.
pub trait Encoder: Sealed {
    /// Encodes a string.
    fn encode_str(&mut self, value: &str);

    /// Encodes bytes: as Base64, unless the format has bytes.
    fn encode_bytes(&mut self, value: &[u8]) {
        self.encode_str(&base64::encode(value));
    }

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

impl<T: Encode> Encode for Box<T> {
    fn encode(&self, encoder: &mut dyn Encoder) {
        (**self).encode(encoder);
    }

    fn is_omitted(&self) -> bool {
        (**self).is_omitted()
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }

    fn sensitive_members(&self) -> &'static [&'static str] {
        (**self).sensitive_members()
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, encoder: &mut dyn Encoder) {
        if let Some(value) = self {
            value.encode(encoder);
        }
    }

    fn is_omitted(&self) -> bool {
        self.is_none()
    }

    fn is_absent(&self) -> bool {
        self.as_ref().is_none_or(Encode::is_absent)
    }

    fn sensitive_members(&self) -> &'static [&'static str] {
        self.as_ref().map_or(&[], Encode::sensitive_members)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_list(self.len(), &|index| &self[index]);
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Encode for String {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_str(self);
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Encode for i64 {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_i64(*self);
    }
}

impl Encode for u64 {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_u64(*self);
    }
}

impl Encode for f64 {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_f64(*self);
    }
}

impl Encode for bool {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_bool(*self);
    }
}

impl Encode for Value {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_json(self);
    }
}
