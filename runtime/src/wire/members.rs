//! The members of a request, for bodies that are not JSON.

use serde_json::Value;

use super::decoder::Sealed;
use super::encode::{Encode, Encoder, Member, with_values};
use super::to_json::to_json;

/// The value of a member.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum MemberValue<'a> {
    Bytes(&'a [u8]),
    /// A text, or the text of a number or a flag.
    Text(&'a str),
    /// A list or an object.
    Json(&'a [u8]),
}

/// Calls `put` with each member of an object that is not omitted.
///
/// # Errors
///
/// If a number is not finite.
pub(crate) fn for_each_member(
    object: &dyn Encode,
    put: &mut dyn FnMut(&'static str, MemberValue<'_>),
) -> serde_json::Result<()> {
    let mut members = Members {
        put,
        outcome: Ok(()),
    };
    object.encode(&mut members);
    members.outcome
}

/// An encoder for the object.
struct Members<'p> {
    put: &'p mut dyn FnMut(&'static str, MemberValue<'_>),
    outcome: serde_json::Result<()>,
}

/// An encoder for the value of a member.
struct ValueEncoder<'p> {
    name: &'static str,
    put: &'p mut dyn FnMut(&'static str, MemberValue<'_>),
    /// Whether the value is neither bytes nor a scalar.
    is_json: bool,
}

impl ValueEncoder<'_> {
    fn text(&mut self, text: &str) {
        (self.put)(self.name, MemberValue::Text(text));
    }
}

impl Sealed for Members<'_> {}

/// A request is always an object.
impl Encoder for Members<'_> {
    fn encode_str(&mut self, _: &str) {}

    fn encode_i64(&mut self, _: i64) {}

    fn encode_u64(&mut self, _: u64) {}

    fn encode_f64(&mut self, _: f64) {}

    fn encode_bool(&mut self, _: bool) {}

    fn encode_json(&mut self, _: &Value) {}

    fn encode_list<'i>(&mut self, _: usize, _: &dyn Fn(usize) -> &'i dyn Encode) {}

    fn encode_object(&mut self, _: &'static str, members: &[Member<'_>]) {
        for (name, value) in with_values(members) {
            let mut encoder = ValueEncoder {
                name,
                put: &mut *self.put,
                is_json: false,
            };
            value.encode(&mut encoder);
            if encoder.is_json {
                let mut json = Vec::new();
                if let Err(error) = to_json(*value, &mut json) {
                    self.outcome = Err(error);
                    return;
                }
                (self.put)(name, MemberValue::Json(&json));
            }
        }
    }
}

impl Sealed for ValueEncoder<'_> {}

impl Encoder for ValueEncoder<'_> {
    fn encode_str(&mut self, value: &str) {
        self.text(value);
    }

    fn encode_bytes(&mut self, value: &[u8]) {
        (self.put)(self.name, MemberValue::Bytes(value));
    }

    fn encode_i64(&mut self, value: i64) {
        self.text(&value.to_string());
    }

    fn encode_u64(&mut self, value: u64) {
        self.text(&value.to_string());
    }

    fn encode_f64(&mut self, value: f64) {
        match value.is_finite() {
            true => self.text(&value.to_string()),
            false => self.is_json = true,
        }
    }

    fn encode_bool(&mut self, value: bool) {
        self.text(if value { "true" } else { "false" });
    }

    fn encode_json(&mut self, _: &Value) {
        self.is_json = true;
    }

    fn encode_list<'i>(&mut self, _: usize, _: &dyn Fn(usize) -> &'i dyn Encode) {
        self.is_json = true;
    }

    fn encode_object(&mut self, _: &'static str, _: &[Member<'_>]) {
        self.is_json = true;
    }
}
