//! Sets of values that upstream may add to.

use std::fmt::{self, Display};

/// A set of named values that is open: a value that is not in it yet decodes and encodes too.
pub trait OpenEnum: Display + PartialEq + Sized + 'static {
    /// The values that are known, in the order of the description.
    const VALUES: &'static [Self];

    /// Whether the value is one of those that are known.
    fn is_known(&self) -> bool {
        Self::VALUES.contains(self)
    }
}

/// A value that the description does not know.
///
/// Only decoding and conversion make one, and they know a known value when they see it, so this
/// never holds one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnknownValue<T>(T);

impl<T> UnknownValue<T> {
    /// Wraps a value that is none of the known ones. Generated conversions call this.
    #[doc(hidden)]
    pub const fn new(value: T) -> Self {
        Self(value)
    }
}

impl UnknownValue<i64> {
    /// The value on the wire.
    #[must_use]
    pub const fn value(&self) -> i64 {
        self.0
    }
}

impl UnknownValue<Box<str>> {
    /// The value on the wire.
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

/// What every generated enum of integers has besides its values.
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

        impl $crate::wire::Encode for $name {
            #[inline]
            fn encode(&self, sink: &mut dyn $crate::wire::Sink) {
                sink.signed(self.value());
            }
        }

        impl $crate::wire::Decode for $name {
            #[inline]
            fn decode(
                source: &mut dyn $crate::wire::Source,
            ) -> Result<Option<Self>, $crate::wire::Failure> {
                let value = source.signed()?;
                Ok(value.map(Self::from))
            }
        }

        #[cfg(feature = "serde")]
        $crate::serde_through_wire!($name);
    };
}

/// What every generated enum of texts has besides its values.
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
            fn encode(&self, sink: &mut dyn $crate::wire::Sink) {
                sink.text(self.as_str());
            }

            #[inline]
            fn is_absent(&self) -> bool {
                self.as_str().is_empty()
            }
        }

        impl $crate::wire::Decode for $name {
            #[inline]
            fn decode(
                source: &mut dyn $crate::wire::Source,
            ) -> Result<Option<Self>, $crate::wire::Failure> {
                let value = source.text()?;
                Ok(value.map(Self::from))
            }
        }

        #[cfg(feature = "serde")]
        $crate::serde_through_wire!($name);
    };
}
