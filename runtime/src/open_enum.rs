//! Sets of values that upstream may add to.

use std::fmt::{self, Display};

/// A set of named values that is open: a value that is not in it yet decodes and encodes too.
pub trait OpenEnum: Display + Sized + 'static {
    /// The values that are known, in the order of the description.
    const VALUES: &'static [Self];

    /// Whether the value is one of those that are known.
    fn is_known(&self) -> bool;
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
