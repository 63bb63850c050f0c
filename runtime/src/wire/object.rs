//! Decodes objects, member by member.

use super::decode::Decode;
use super::decoder::{DecodeError, Decoder};

/// An object that is decoded member by member.
pub trait DecodeObject: Sized {
    /// The name of the object, for messages.
    const NAME: &'static str;

    /// The members that must be present.
    const ALWAYS_PRESENT: &'static [&'static str] = &[];

    /// Creates the object without decoded members.
    fn empty() -> Self;

    /// Returns the slot for a member, or `None` if the name is unknown.
    fn slot(&mut self, name: &str) -> Option<&mut dyn Slot>;
}

impl<T: DecodeObject> DecodeObject for Box<T> {
    const NAME: &'static str = T::NAME;

    const ALWAYS_PRESENT: &'static [&'static str] = T::ALWAYS_PRESENT;

    fn empty() -> Self {
        Self::new(T::empty())
    }

    fn slot(&mut self, name: &str) -> Option<&mut dyn Slot> {
        (**self).slot(name)
    }
}

/// The place of a member that is decoded.
pub trait Slot {
    /// Decodes a value and stores it.
    ///
    /// # Errors
    ///
    /// If the value has another type, or the slot already contains a value.
    fn decode_into(&mut self, decoder: &mut dyn Decoder) -> Result<Decoded, DecodeError>;
}

impl<T: Decode> Slot for T {
    fn decode_into(&mut self, decoder: &mut dyn Decoder) -> Result<Decoded, DecodeError> {
        if self.is_set() {
            return Err(decoder.reject("the member comes twice"));
        }
        match T::decode(decoder)? {
            Some(value) => {
                *self = value;
                Ok(Decoded::Value)
            }
            None => Ok(Decoded::Nothing),
        }
    }
}

/// Whether a member had a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoded {
    /// The value was stored.
    Value,
    /// The member was `null` or unknown.
    Nothing,
}

/// Decodes a member into its slot, or skips it if it has none.
pub(super) fn decode_or_skip(
    slot: Option<&mut dyn Slot>,
    decoder: &mut dyn Decoder,
) -> Result<Decoded, DecodeError> {
    match slot {
        Some(slot) => slot.decode_into(decoder),
        None => decoder.skip().map(|()| Decoded::Nothing),
    }
}
