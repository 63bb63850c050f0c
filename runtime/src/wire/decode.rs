//! The traits of values that can be decoded.

use super::decode_warning::DecodeWarnings;
use super::decoder::{DecodeError, Decoded, Decoder};

/// A value that can be decoded from JSON.
pub trait Decode: Sized {
    /// Stores the warnings of a response in it. `None` for types that are not responses.
    const STORE_WARNINGS: Option<fn(&mut Self, DecodeWarnings)> = None;

    /// Decodes the next value. Returns `None` for `null`, and for a value of another type that was
    /// reported as a warning.
    ///
    /// # Errors
    ///
    /// In strict mode, if the value does not have this type and cannot be converted to it.
    fn decode(decoder: &mut dyn Decoder) -> Result<Option<Self>, DecodeError>;

    /// Returns whether a slot of this type already contains a decoded value.
    fn is_set(&self) -> bool {
        false
    }

    /// Returns the item of a list that keeps the place of an item without a value.
    fn placeholder() -> Option<Self> {
        None
    }
}

impl<T: DecodeObject> Decode for T {
    const STORE_WARNINGS: Option<fn(&mut Self, DecodeWarnings)> = T::STORE_WARNINGS;

    fn decode(decoder: &mut dyn Decoder) -> Result<Option<Self>, DecodeError> {
        let mut object = T::empty();
        let found = decoder.decode_object(T::NAME, T::ALWAYS_PRESENT, &mut |name, decoder| {
            decode_or_skip(object.slot(name), decoder)
        })?;
        Ok(found.map(|()| object))
    }
}

/// An object that is decoded member by member.
pub trait DecodeObject: Sized {
    /// The name of the object, for messages.
    const NAME: &'static str;

    /// The members that must be present.
    const ALWAYS_PRESENT: &'static [&'static str] = &[];

    /// Stores the warnings of a response in it. `None` for objects that are not responses.
    const STORE_WARNINGS: Option<fn(&mut Self, DecodeWarnings)> = None;

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
    /// In strict mode, if the value has another type, or the slot already contains a value.
    fn decode_into(&mut self, decoder: &mut dyn Decoder) -> Result<Decoded, DecodeError>;
}

impl<T: Decode> Slot for T {
    fn decode_into(&mut self, decoder: &mut dyn Decoder) -> Result<Decoded, DecodeError> {
        if self.is_set() {
            decoder.report_duplicate()?;
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
