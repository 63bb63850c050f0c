//! Enums to which the server may add values.

use std::fmt::{self, Display};

/// An enum to which the server may add values. Unknown values can be decoded and encoded.
///
/// Every enum implements `Display` and `FromStr`, for the value on the wire. Parsing keeps unknown
/// values too: it fails only for a text that is not an integer, if the values are integers.
///
/// ```
/// use tencent_runtime::OpenEnum;
///
/// fn report<E: OpenEnum>(value: &E) {
///     if !value.is_known() {
///         eprintln!("the server returned a new value: {value}");
///     }
/// }
/// ```
pub trait OpenEnum: Display + PartialEq + Sized + 'static {
    /// The known values, in the order of the description.
    const VALUES: &'static [Self];

    /// Returns whether the value is known.
    fn is_known(&self) -> bool {
        Self::VALUES.contains(self)
    }
}

/// A value that the description does not contain.
///
/// Only decoding and conversions create it, and they map known values to their variants. So it
/// never contains a known value.
///
/// ```
/// use tencent_runtime::UnknownValue;
///
/// /// Formats the content of a variant `Unknown` of an enum with integers.
/// fn text(unknown: &UnknownValue<i64>) -> String {
///     format!("state {}", unknown.value())
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue<T>(T);

impl<T> UnknownValue<T> {
    /// Wraps an unknown value, for generated conversions.
    #[doc(hidden)]
    pub const fn new(value: T) -> Self {
        Self(value)
    }
}

impl UnknownValue<i64> {
    /// Returns the value on the wire.
    #[must_use]
    pub const fn value(&self) -> i64 {
        self.0
    }
}

impl UnknownValue<Box<str>> {
    /// Returns the value on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: Display> Display for UnknownValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Implements the traits of a generated enum of integers.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum_of_integers {
    ($name:ident) => {
        impl $crate::OpenEnum for $name {
            const VALUES: &'static [Self] = $name::VALUES;
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.value(), f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(|value: i64| Self::from(value))
            }
        }

        impl $crate::wire::Encode for $name {
            #[inline]
            fn encode(&self, encoder: &mut dyn $crate::wire::Encoder) {
                encoder.encode_i64(self.value());
            }
        }

        impl $crate::wire::Decode for $name {
            #[inline]
            fn decode(
                decoder: &mut dyn $crate::wire::Decoder,
            ) -> Result<Option<Self>, $crate::wire::DecodeError> {
                let value = decoder.decode_i64()?;
                Ok(value.map(Self::from))
            }
        }

        #[cfg(feature = "serde")]
        $crate::serde_through_wire!($name);
    };
}

/// Implements the traits of a generated enum of texts.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum_of_texts {
    ($name:ident) => {
        impl $crate::OpenEnum for $name {
            const VALUES: &'static [Self] = $name::VALUES;
        }

        impl From<String> for $name {
            #[inline]
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(text))
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl $crate::wire::Encode for $name {
            #[inline]
            fn encode(&self, encoder: &mut dyn $crate::wire::Encoder) {
                encoder.encode_str(self.as_str());
            }

            #[inline]
            fn is_absent(&self) -> bool {
                self.as_str().is_empty()
            }
        }

        impl $crate::wire::Decode for $name {
            #[inline]
            fn decode(
                decoder: &mut dyn $crate::wire::Decoder,
            ) -> Result<Option<Self>, $crate::wire::DecodeError> {
                let value = decoder.decode_string()?;
                Ok(value.map(Self::from))
            }
        }

        #[cfg(feature = "serde")]
        $crate::serde_through_wire!($name);
    };
}
