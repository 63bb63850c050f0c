//! The trait of values that can be encoded.

use serde_json::Value;

use super::encoder::Encoder;

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
