//! Encodes and decodes generated types as JSON.
//!
//! Generated code contains [one table of the members](crate::object) of each object. This module
//! uses it for encoding, decoding, `Debug`, `PartialEq` and `Hash`. Encoding omits absent members. Decoding
//! accepts numbers as strings and strings as numbers, `null` for absent members, and unknown members.
//! Responses are decoded leniently: a value of another type is a [`DecodeWarning`]. Everything else
//! is decoded strictly: such a value is an error.

mod base64;
mod blob;
mod debug;
mod decode;
mod decode_log;
mod decode_std;
mod decode_warning;
mod decoder;
mod deserialize;
mod encode;
mod eq;
mod error_path;
mod from_json;
mod hash;
#[cfg(feature = "client")]
mod members;
mod number;
mod path;
mod request;
mod round_trip;
mod scalar;
mod serialize;
mod target;
#[cfg(any(feature = "callback", feature = "client"))]
mod to_json;
#[cfg(feature = "client")]
mod walk;

pub use blob::Blob;
pub use debug::debug;
pub use decode::{Decode, DecodeObject, Slot};
#[cfg(feature = "callback")]
pub(crate) use decode_log::DecodeLog;
pub use decode_warning::{DecodeWarning, DecodeWarnings};
pub use decoder::{DecodeError, DecodeItem, DecodeMember, Decoded, Decoder};
pub use deserialize::deserialize;
pub use encode::{Encode, Encoder, Member};
pub use eq::eq;
#[cfg(any(feature = "client", feature = "replay"))]
pub(crate) use from_json::JsonError;
#[cfg(feature = "callback")]
pub(crate) use from_json::decode_value;
#[cfg(feature = "replay")]
pub(crate) use from_json::from_json;
#[cfg(feature = "client")]
pub(crate) use from_json::{event_from_json, member_from_json};
pub use hash::hash;
#[cfg(feature = "client")]
pub(crate) use members::{MemberValue, for_each_member};
#[cfg(any(feature = "client", feature = "replay"))]
pub(crate) use request::redacted_reason;
pub use request::{RequestJsonError, request_from_json};
#[cfg(feature = "replay")]
pub(crate) use round_trip::{Difference, DifferenceKind, first_difference, is_same_value};
pub use serialize::serialize;
#[cfg(feature = "client")]
pub(crate) use to_json::append_member;
#[cfg(any(feature = "callback", feature = "client"))]
pub(crate) use to_json::to_json;
#[cfg(feature = "client")]
pub(crate) use walk::{Leaf, is_true_at, number_at, text_at, walk};

/// Implements encoding, decoding, `Debug`, `PartialEq`, `Eq` and `Hash` for an object, from a table
/// of its members with their wire names. `Hash` needs the feature `hash` of the generated crate.
///
/// - `always_present` lists members that every response contains. Their fields are not `Option`s.
/// - `warnings` is the field of a response in which decoding stores its warnings.
/// - `sensitive` lists members whose values `Debug` leaves out.
/// - `default: none` means that the object does not implement `Default`.
/// - `eq: partial` means that the object contains floats, so that it implements neither `Eq` nor
///   `Hash`.
/// - `read` is the condition under which the object can be decoded.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    (
        $name:ident { $($wire:literal => $field:ident,)* }
        $(always_present: $($always_present:literal),+;)?
        $(warnings: $warnings:ident;)?
        $(sensitive: $($sensitive:literal),+;)?
        $(default: $none:ident;)?
        $(eq: $partial:ident;)?
        $(read: #[$gate:meta];)?
    ) => {
        #[allow(deprecated)]
        impl $crate::wire::Encode for $name {
            #[inline]
            fn encode(&self, encoder: &mut dyn $crate::wire::Encoder) {
                encoder.encode_object(stringify!($name), &[$(($wire, &self.$field)),*]);
            }

            $(
                #[inline]
                fn sensitive_members(&self) -> &'static [&'static str] {
                    &[$($sensitive),+]
                }
            )?
        }

        $(#[$gate])?
        // The `match` has no other arm if the object has no members.
        #[allow(deprecated, unreachable_code)]
        impl $crate::wire::DecodeObject for $name {
            const NAME: &'static str = stringify!($name);

            $(const ALWAYS_PRESENT: &'static [&'static str] = &[$($always_present),+];)?

            $(
                const STORE_WARNINGS: Option<fn(&mut Self, $crate::wire::DecodeWarnings)> =
                    Some(|response, warnings| response.$warnings = warnings);
            )?

            #[inline]
            fn empty() -> Self {
                $crate::object!(@empty $($none)? { $($field)* })
            }

            #[inline]
            fn slot(&mut self, name: &str) -> Option<&mut dyn $crate::wire::Slot> {
                Some(match name {
                    $($wire => &mut self.$field,)*
                    _ => return None,
                })
            }
        }

        $(
            impl $name {
                /// Returns the values of the response that do not have the described type, although
                /// the server sent them. [`DecodeWarning`]($crate::wire::DecodeWarning) lists how
                /// they are decoded. It is empty for most responses.
                #[inline]
                #[must_use]
                pub fn decode_warnings(&self) -> &[$crate::wire::DecodeWarning] {
                    self.$warnings.as_slice()
                }
            }
        )?

        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::wire::eq(self, other)
            }
        }

        $crate::object!(@eq $($partial)? $name);

        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::wire::debug(self, f)
            }
        }

        #[cfg(feature = "serde")]
        $crate::serde_through_wire!($name);
    };
    (@empty { $($field:ident)* }) => {
        Self::default()
    };
    (@eq partial $name:ident) => {};
    (@eq $name:ident) => {
        impl Eq for $name {}

        #[cfg(feature = "hash")]
        impl std::hash::Hash for $name {
            #[inline]
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                $crate::wire::hash(self, state);
            }
        }
    };
    (@empty none { $($field:ident)* }) => {
        Self { $($field: Default::default(),)* }
    };
}

/// Implements serde's traits for a type, with the methods of [`wire`](crate::wire). The generated
/// crate decides whether to call it.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_through_wire {
    ($name:ident) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::wire::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::deserialize(deserializer)
            }
        }
    };
}
