//! Decodes values with a deserializer of serde.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde_json::Value;

use super::decode::{Decode, required};
use super::decoder::{DecodeError, DecodeItem, DecodeMember, Decoded, Decoder, Sealed};
use super::error_path::ErrorPath;
use super::number::ARBITRARY_PRECISION;

use super::scalar::{BoolVisitor, FloatVisitor, IntegerVisitor, StringVisitor};

/// Decodes a value.
///
/// # Errors
///
/// If the value does not have this type and cannot be converted to it.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserialize_with_path(deserializer, &mut ErrorPath::default(), required)
}

/// Decodes a value, and records the path of an error.
pub(super) fn deserialize_with_path<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    error_path: &mut ErrorPath,
    read: impl FnOnce(&mut dyn Decoder) -> Result<T, DecodeError>,
) -> Result<T, D::Error> {
    let mut serde_decoder = SerdeDecoder {
        value: Some(deserializer),
        error: None,
        error_path,
        format: PhantomData,
    };
    match read(&mut serde_decoder) {
        Ok(value) => serde_decoder.finish().map(|()| value),
        Err(DecodeError(())) => Err(serde_decoder.reason()),
    }
}

/// A decoder for a deserializer of serde.
struct SerdeDecoder<'t, 'de, D: Deserializer<'de>> {
    /// `None` after the value was decoded.
    value: Option<D>,
    /// The reason of a rejection.
    error: Option<D::Error>,
    error_path: &'t mut ErrorPath,
    format: PhantomData<&'de ()>,
}

impl<'de, D: Deserializer<'de>> SerdeDecoder<'_, 'de, D> {
    fn read<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, DecodeError> {
        let Some(value) = self.value.take() else {
            return Err(self.reject("the value was already decoded"));
        };
        let read = value.deserialize_option(Nullable(seed));
        self.keep(read)
    }

    fn keep<T>(&mut self, read: Result<T, D::Error>) -> Result<T, DecodeError> {
        read.map_err(|error| {
            self.error = Some(error);
            DecodeError(())
        })
    }

    /// Skips the value, unless it was decoded.
    fn finish(self) -> Result<(), D::Error> {
        match self.value {
            Some(value) => value.deserialize_ignored_any(IgnoredAny).map(drop),
            None => Ok(()),
        }
    }

    fn reason(self) -> D::Error {
        self.error
            .unwrap_or_else(|| D::Error::custom("the value was rejected"))
    }
}

impl<'de, D: Deserializer<'de>> Sealed for SerdeDecoder<'_, 'de, D> {}

impl<'de, D: Deserializer<'de>> Decoder for SerdeDecoder<'_, 'de, D> {
    fn decode_string(&mut self) -> Result<Option<String>, DecodeError> {
        self.read(Any(StringVisitor))
    }

    fn decode_i64(&mut self) -> Result<Option<i64>, DecodeError> {
        self.read(Any(IntegerVisitor(PhantomData)))
    }

    fn decode_u64(&mut self) -> Result<Option<u64>, DecodeError> {
        self.read(Any(IntegerVisitor(PhantomData)))
    }

    fn decode_f64(&mut self) -> Result<Option<f64>, DecodeError> {
        self.read(Any(FloatVisitor))
    }

    fn decode_bool(&mut self) -> Result<Option<bool>, DecodeError> {
        self.read(Any(BoolVisitor))
    }

    fn decode_json(&mut self) -> Result<Option<Value>, DecodeError> {
        self.read(PhantomData)
    }

    fn decode_list(&mut self, item: &mut DecodeItem<'_>) -> Result<Option<()>, DecodeError> {
        // The list borrows the path, so the value must be taken before.
        let Some(value) = self.value.take() else {
            return Err(self.reject("the value was already decoded"));
        };
        let items = Items {
            item,
            error_path: self.error_path,
        };
        let read = value.deserialize_option(Nullable(Any(items)));
        self.keep(read)
    }

    fn decode_object(
        &mut self,
        name: &'static str,
        always_present: &'static [&'static str],
        member: &mut DecodeMember<'_>,
    ) -> Result<Option<()>, DecodeError> {
        let Some(value) = self.value.take() else {
            return Err(self.reject("the value was already decoded"));
        };
        let members = Members {
            object: name,
            always_present,
            member,
            error_path: self.error_path,
        };
        let read = value.deserialize_option(Nullable(Any(members)));
        self.keep(read)
    }

    fn skip(&mut self) -> Result<(), DecodeError> {
        let Some(value) = self.value.take() else {
            return Err(self.reject("the value was already decoded"));
        };
        let read = value.deserialize_ignored_any(IgnoredAny);
        self.keep(read).map(drop)
    }

    fn reject(&mut self, reason: &str) -> DecodeError {
        self.error = Some(D::Error::custom(reason));
        DecodeError(())
    }
}

/// `null`, or a value.
struct Nullable<T>(T);

impl<'de, T: DeserializeSeed<'de>> Visitor<'de> for Nullable<T> {
    type Value = Option<T::Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        self.0.deserialize(deserializer).map(Some)
    }
}

/// Deserializes a value of any type with a visitor.
struct Any<V>(V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Any<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        deserializer.deserialize_any(self.0)
    }
}

/// Visits a list.
struct Items<'r, 'f, 't> {
    item: &'r mut DecodeItem<'f>,
    error_path: &'t mut ErrorPath,
}

impl<'de> Visitor<'de> for Items<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        for index in 0.. {
            let item = Item {
                read: self.item,
                error_path: self.error_path,
            };
            match list.next_element_seed(item) {
                Ok(Some(())) => {}
                Ok(None) => break,
                Err(error) => {
                    self.error_path.item(index);
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}

struct Item<'r, 'f, 't> {
    read: &'r mut DecodeItem<'f>,
    error_path: &'t mut ErrorPath,
}

impl<'de> DeserializeSeed<'de> for Item<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserialize_with_path(deserializer, self.error_path, self.read)
    }
}

/// Visits an object.
struct Members<'r, 'f, 't> {
    object: &'static str,
    always_present: &'static [&'static str],
    member: &'r mut DecodeMember<'f>,
    error_path: &'t mut ErrorPath,
}

impl<'de> Visitor<'de> for Members<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", self.object)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            // Without this check, an object without known members would accept a number.
            if name == ARBITRARY_PRECISION {
                return Err(A::Error::invalid_type(Unexpected::Other("a number"), &self));
            }
            let value = MemberValue {
                name: &name,
                read: self.member,
                error_path: self.error_path,
            };
            let read = map.next_value_seed(value);
            let read = read.inspect_err(|_| self.error_path.member(&name))?;
            if read == Decoded::Value
                && let Some(&always_present) = self
                    .always_present
                    .iter()
                    .find(|always_present| **always_present == name)
            {
                if seen.contains(&always_present) {
                    return Err(A::Error::duplicate_field(always_present));
                }
                seen.push(always_present);
            }
        }
        match self
            .always_present
            .iter()
            .find(|member| !seen.contains(member))
        {
            Some(missing) => Err(A::Error::missing_field(missing)),
            None => Ok(()),
        }
    }
}

struct MemberValue<'r, 'f, 't> {
    name: &'r str,
    read: &'r mut DecodeMember<'f>,
    error_path: &'t mut ErrorPath,
}

impl<'de> DeserializeSeed<'de> for MemberValue<'_, '_, '_> {
    type Value = Decoded;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Decoded, D::Error> {
        let Self {
            name,
            read,
            error_path,
        } = self;
        deserialize_with_path(deserializer, error_path, |decoder| read(name, decoder))
    }
}

/// The name of a member. It is borrowed from the input if it contains no escapes.
struct Name<'de>(Cow<'de, str>);

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
