//! Visits a value of any type, and converts it to the expected one.

use std::borrow::Cow;
use std::fmt;

use serde::de::{
    Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};

use super::number::{ARBITRARY_PRECISION, is_number};

/// The expected type of a value.
///
/// A value of another type does not fail in serde: the visitor reads it to its end, so that decoding
/// can continue after it.
pub(super) trait Target: Sized {
    type Value;

    /// Converts a scalar value.
    fn scalar(self, value: Scalar<'_>) -> Converted<Self::Value>;

    /// Reads a list.
    fn list<'de, A: SeqAccess<'de>>(self, mut list: A) -> Visited<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Err(Misfit::new("a list")))
    }

    /// Reads an object whose first name was read.
    fn object<'de, A: MapAccess<'de>>(
        self,
        first: Option<Name<'de>>,
        mut map: A,
    ) -> Visited<Self::Value, A::Error> {
        skip_members(first, &mut map)?;
        Ok(Err(Misfit::new("an object")))
    }
}

/// A value or a misfit. The box keeps the type small, because most values have the expected type.
pub(super) type Converted<T> = Result<T, Box<Misfit<T>>>;

/// The same, unless the input is invalid.
pub(super) type Visited<T, E> = Result<Converted<T>, E>;

/// Skips the members of an object whose first name was read.
pub(super) fn skip_members<'de, A: MapAccess<'de>>(
    first: Option<Name<'de>>,
    map: &mut A,
) -> Result<(), A::Error> {
    if first.is_some() {
        map.next_value::<IgnoredAny>()?;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    }
    Ok(())
}

/// A value that does not have the expected type.
#[derive(Debug)]
pub(super) enum Misfit<T> {
    /// It has another type.
    Kind {
        found: &'static str,
        /// The nearest value of the expected type.
        nearest: Option<T>,
    },
    /// It is an object without a member that must be present.
    Missing(&'static str),
}

impl<T> Misfit<T> {
    /// Creates a misfit that counts as absent.
    pub(super) fn new(found: &'static str) -> Box<Self> {
        Self::nearest(found, None)
    }

    /// Creates a misfit with the nearest value of the expected type, if there is one.
    #[cold]
    pub(super) fn nearest(found: &'static str, nearest: Option<T>) -> Box<Self> {
        Box::new(Self::Kind { found, nearest })
    }
}

/// A value that is neither an object nor a list.
#[derive(Debug)]
pub(super) enum Scalar<'a> {
    Bool(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    Text(Cow<'a, str>),
    /// A number of arbitrary precision.
    Digits(&'a str),
}

impl Scalar<'_> {
    /// Returns the kind of the value, for messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Bool(_) => "a boolean",
            Self::Text(text) => text_kind(text),
            _ => "a number",
        }
    }
}

/// Returns the kind of a text, for messages.
pub(super) fn text_kind(text: &str) -> &'static str {
    if text.is_empty() {
        "an empty string"
    } else {
        "a string"
    }
}

/// Visits a value, or `null`, and passes it to its target.
pub(super) struct TargetVisitor<T>(pub(super) T);

impl<'de, T: Target> Visitor<'de> for TargetVisitor<T> {
    type Value = Option<Converted<T::Value>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Some(self.0.scalar(Scalar::Bool(flag))))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Some(self.0.scalar(Scalar::Signed(number))))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Some(self.0.scalar(Scalar::Unsigned(number))))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Some(self.0.scalar(Scalar::Float(number))))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(self.0.scalar(Scalar::Text(Cow::Borrowed(text)))))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        Ok(Some(self.0.scalar(Scalar::Text(Cow::Owned(text)))))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        self.0.list(list).map(Some)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        match map.next_key()? {
            Some(Name(name)) if name == ARBITRARY_PRECISION => {
                let digits: String = map.next_value()?;
                if !is_number(&digits) {
                    return Err(A::Error::invalid_type(Unexpected::Map, &self));
                }
                Ok(Some(self.0.scalar(Scalar::Digits(&digits))))
            }
            first => self.0.object(first, map).map(Some),
        }
    }
}

/// The name of a member. It is borrowed from the input if it contains no escapes.
pub(super) struct Name<'de>(pub(super) Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor)
    }
}

struct NameVisitor;

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }

    fn visit_string<E: Error>(self, name: String) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name)))
    }
}
