//! Values that come from a deserializer of serde.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde_json::Value;

use super::decode::{Decode, required};
use super::number::NUMBER;
use super::object::Read;
use super::scalar::{Boolean, Float, Integer, Text};
use super::source::{Failure, ReadItem, ReadMember, Sealed, Source};
use super::trail::Trail;

/// Reads a value.
///
/// # Errors
///
/// Where what stands there is no such value, however leniently it is read.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserialize_along(deserializer, &mut Trail::default(), required)
}

/// Reads a value, and notes where that comes to an end.
pub(super) fn deserialize_along<'de, T, D: Deserializer<'de>>(
    deserializer: D,
    trail: &mut Trail,
    read: impl FnOnce(&mut dyn Source) -> Result<T, Failure>,
) -> Result<T, D::Error> {
    let mut standing = Standing {
        value: Some(deserializer),
        error: None,
        trail,
        format: PhantomData,
    };
    match read(&mut standing) {
        Ok(value) => standing.passed().map(|()| value),
        Err(Failure(())) => Err(standing.reason()),
    }
}

/// A value that stands next.
struct Standing<'t, 'de, D: Deserializer<'de>> {
    /// Until it is read.
    value: Option<D>,
    /// Why it was refused.
    error: Option<D::Error>,
    trail: &'t mut Trail,
    format: PhantomData<&'de ()>,
}

impl<'de, D: Deserializer<'de>> Standing<'_, 'de, D> {
    fn read<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Failure> {
        let Some(value) = self.value.take() else {
            return Err(self.refuse("the value was read before"));
        };
        let read = value.deserialize_option(Nullable(seed));
        self.keep(read)
    }

    fn keep<T>(&mut self, read: Result<T, D::Error>) -> Result<T, Failure> {
        read.map_err(|error| {
            self.error = Some(error);
            Failure(())
        })
    }

    /// Passes over the value unless somebody read it.
    fn passed(self) -> Result<(), D::Error> {
        match self.value {
            Some(value) => value.deserialize_ignored_any(IgnoredAny).map(drop),
            None => Ok(()),
        }
    }

    fn reason(self) -> D::Error {
        self.error
            .unwrap_or_else(|| D::Error::custom("the value is refused"))
    }
}

impl<'de, D: Deserializer<'de>> Sealed for Standing<'_, 'de, D> {}

impl<'de, D: Deserializer<'de>> Source for Standing<'_, 'de, D> {
    fn text(&mut self) -> Result<Option<String>, Failure> {
        self.read(Any(Text))
    }

    fn signed(&mut self) -> Result<Option<i64>, Failure> {
        self.read(Any(Integer(PhantomData)))
    }

    fn unsigned(&mut self) -> Result<Option<u64>, Failure> {
        self.read(Any(Integer(PhantomData)))
    }

    fn float(&mut self) -> Result<Option<f64>, Failure> {
        self.read(Any(Float))
    }

    fn flag(&mut self) -> Result<Option<bool>, Failure> {
        self.read(Any(Boolean))
    }

    fn json(&mut self) -> Result<Option<Value>, Failure> {
        self.read(PhantomData)
    }

    fn list(&mut self, item: &mut ReadItem<'_>) -> Result<Option<()>, Failure> {
        // The trail is lent to what is read inside, and the value taken out before.
        let Some(value) = self.value.take() else {
            return Err(self.refuse("the value was read before"));
        };
        let items = Items {
            item,
            trail: self.trail,
        };
        let read = value.deserialize_option(Nullable(Any(items)));
        self.keep(read)
    }

    fn object(
        &mut self,
        name: &'static str,
        promised: &'static [&'static str],
        member: &mut ReadMember<'_>,
    ) -> Result<Option<()>, Failure> {
        let Some(value) = self.value.take() else {
            return Err(self.refuse("the value was read before"));
        };
        let members = Members {
            object: name,
            promised,
            member,
            trail: self.trail,
        };
        let read = value.deserialize_option(Nullable(Any(members)));
        self.keep(read)
    }

    fn skip(&mut self) -> Result<(), Failure> {
        let Some(value) = self.value.take() else {
            return Err(self.refuse("the value was read before"));
        };
        let read = value.deserialize_ignored_any(IgnoredAny);
        self.keep(read).map(drop)
    }

    fn refuse(&mut self, reason: &str) -> Failure {
        self.error = Some(D::Error::custom(reason));
        Failure(())
    }
}

/// `null`, or what the seed reads.
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

/// Whatever stands there, as the visitor takes it.
struct Any<V>(V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Any<V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        deserializer.deserialize_any(self.0)
    }
}

/// A list, item by item.
struct Items<'r, 'f, 't> {
    item: &'r mut ReadItem<'f>,
    trail: &'t mut Trail,
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
                trail: self.trail,
            };
            match list.next_element_seed(item) {
                Ok(Some(())) => {}
                Ok(None) => break,
                Err(error) => {
                    self.trail.item(index);
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}

struct Item<'r, 'f, 't> {
    read: &'r mut ReadItem<'f>,
    trail: &'t mut Trail,
}

impl<'de> DeserializeSeed<'de> for Item<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserialize_along(deserializer, self.trail, self.read)
    }
}

/// An object, member by member.
struct Members<'r, 'f, 't> {
    object: &'static str,
    promised: &'static [&'static str],
    member: &'r mut ReadMember<'f>,
    trail: &'t mut Trail,
}

impl<'de> Visitor<'de> for Members<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", self.object)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut seen = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            // An object of which no member is known would do for it.
            if name == NUMBER {
                return Err(A::Error::invalid_type(Unexpected::Other("a number"), &self));
            }
            let value = MemberValue {
                name: &name,
                read: self.member,
                trail: self.trail,
            };
            let read = map.next_value_seed(value);
            let read = read.inspect_err(|_| self.trail.member(&name))?;
            if read == Read::Value
                && let Some(&promised) = self.promised.iter().find(|promised| **promised == name)
            {
                if seen.contains(&promised) {
                    return Err(A::Error::duplicate_field(promised));
                }
                seen.push(promised);
            }
        }
        match self.promised.iter().find(|member| !seen.contains(member)) {
            Some(missing) => Err(A::Error::missing_field(missing)),
            None => Ok(()),
        }
    }
}

struct MemberValue<'r, 'f, 't> {
    name: &'r str,
    read: &'r mut ReadMember<'f>,
    trail: &'t mut Trail,
}

impl<'de> DeserializeSeed<'de> for MemberValue<'_, '_, '_> {
    type Value = Read;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read, D::Error> {
        let Self { name, read, trail } = self;
        deserialize_along(deserializer, trail, |source| read(name, source))
    }
}

/// A member's name, borrowed from the input where it holds no escapes.
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
