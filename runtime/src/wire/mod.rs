//! How generated objects travel as JSON.
//!
//! Generated code lists the members of an object, [once for both ways](crate::object); everything that
//! would repeat from one object to the next is here. `Debug` and `PartialEq` go the way of what is written.
//! Encoding leaves absent members out. Decoding takes what servers really send: numbers as strings and the
//! reverse, `null` for nothing, members that the description does not know yet.

#[cfg(feature = "call")]
mod body;
mod decode;
mod deserialize;
mod encode;
mod json;
mod loss;
mod number;
mod object;
mod request;
mod same;
mod scalar;
mod serialize;
mod show;
mod sink;
mod source;
#[cfg(feature = "call")]
mod text;
mod trail;

#[cfg(feature = "call")]
pub(crate) use body::member_from_json;
pub use decode::Decode;
pub use deserialize::deserialize;
pub use encode::Encode;
#[cfg(any(feature = "call", feature = "replay"))]
pub(crate) use json::Unreadable;
#[cfg(feature = "replay")]
pub(crate) use json::from_json;
#[cfg(feature = "replay")]
pub(crate) use loss::{Loss, Lost, exactly, first_loss};
pub use object::{Place, Read, ReadObject};
#[cfg(any(feature = "call", feature = "replay"))]
pub(crate) use request::plain_reason;
pub use request::{RequestJsonError, request_from_json};
pub use same::same;
pub use serialize::serialize;
pub use show::show;
pub use sink::{Member, Sink};
pub use source::{Failure, ReadItem, ReadMember, Source};
#[cfg(feature = "call")]
pub(crate) use text::to_json;

/// All that an object does by the list of its members, each with its name on the wire: it is written, read,
/// shown and compared.
///
/// `promised` are the members without which there is no such object; they are no `Option`s. `secret` are those
/// whose values `Debug` leaves out. `default: none` says that the object has no `Default`; `read` says when it
/// can be read, where that is not always.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    (
        $name:ident { $($wire:literal => $field:ident,)* }
        $(promised: $($promised:literal),+;)?
        $(secret: $($secret:literal),+;)?
        $(default: $none:ident;)?
        $(read: #[$gate:meta];)?
    ) => {
        #[allow(deprecated)]
        impl $crate::wire::Encode for $name {
            #[inline]
            fn encode(&self, sink: &mut dyn $crate::wire::Sink) {
                sink.object(stringify!($name), &[$(($wire, &self.$field)),*]);
            }

            $(
                #[inline]
                fn secret(&self) -> &'static [&'static str] {
                    &[$($secret),+]
                }
            )?
        }

        $(#[$gate])?
        // An object without members has no place to give.
        #[allow(deprecated, unreachable_code)]
        impl $crate::wire::ReadObject for $name {
            const NAME: &'static str = stringify!($name);

            $(const PROMISED: &'static [&'static str] = &[$($promised),+];)?

            #[inline]
            fn empty() -> Self {
                $crate::object!(@empty $($none)? { $($field)* })
            }

            #[inline]
            fn place(&mut self, name: &str) -> Option<&mut dyn $crate::wire::Place> {
                Some(match name {
                    $($wire => &mut self.$field,)*
                    _ => return None,
                })
            }
        }

        impl PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::wire::same(self, other)
            }
        }

        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::wire::show(self, f)
            }
        }

        #[cfg(feature = "serde")]
        $crate::serde_through_wire!($name);
    };
    (@empty { $($field:ident)* }) => {
        Self::default()
    };
    (@empty none { $($field:ident)* }) => {
        Self { $($field: Default::default(),)* }
    };
}

/// serde's traits for a type that travels by [`wire`](crate::wire). Whether they are asked for is the say of
/// the crate that the type is in.
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
