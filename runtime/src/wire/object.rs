//! An object on its way in.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::decode::{Decode, Nullable};

/// An object whose members can be read one by one.
pub trait Object: Sized {
    /// The name of the object, for messages.
    const NAME: &'static str;

    /// The members without which there is no such object.
    const PROMISED: &'static [&'static str] = &[];

    /// The object before any member was read.
    fn empty() -> Self;

    /// Reads the member of that name into its place, or skips it where the name is unknown.
    ///
    /// # Errors
    ///
    /// Where the member does not have the type that it must have, or comes twice.
    fn read<'de, A: MapAccess<'de>>(
        &mut self,
        name: &str,
        member: Member<'_, A>,
    ) -> Result<Read, A::Error>;
}

/// Whether reading a member brought a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// There was a value, and it is in its place.
    Value,
    /// There was `null`, or nobody knows the member.
    Nothing,
}

/// A member whose name was read and whose value stands next.
#[derive(Debug)]
pub struct Member<'a, A> {
    map: &'a mut A,
}

impl<'de, A: MapAccess<'de>> Member<'_, A> {
    /// Reads the value into its place.
    ///
    /// # Errors
    ///
    /// Where it does not have the type of that place, or the place is taken.
    pub fn into<T: Decode<'de>>(self, place: &mut Option<T>) -> Result<Read, A::Error> {
        if place.is_some() {
            return Err(A::Error::custom("the member comes twice"));
        }
        *place = self.value()?;
        Ok(if place.is_some() {
            Read::Value
        } else {
            Read::Nothing
        })
    }

    /// Reads the value into a place on the heap.
    ///
    /// # Errors
    ///
    /// Like [`Member::into`].
    pub fn into_box<T: Decode<'de>>(self, place: &mut Option<Box<T>>) -> Result<Read, A::Error> {
        if place.is_some() {
            return Err(A::Error::custom("the member comes twice"));
        }
        *place = self.value()?.map(Box::new);
        Ok(if place.is_some() {
            Read::Value
        } else {
            Read::Nothing
        })
    }

    /// Reads the value of a promised member into its place.
    ///
    /// # Errors
    ///
    /// Where it does not have the type of that place.
    pub fn into_promised<T: Decode<'de>>(self, place: &mut T) -> Result<Read, A::Error> {
        match self.value()? {
            Some(value) => {
                *place = value;
                Ok(Read::Value)
            }
            None => Ok(Read::Nothing),
        }
    }

    /// Passes over a member that nobody knows.
    ///
    /// # Errors
    ///
    /// Where what stands there is not JSON.
    pub fn skip(self) -> Result<Read, A::Error> {
        self.map.next_value::<IgnoredAny>().map(|_| Read::Nothing)
    }

    fn value<T: Decode<'de>>(self) -> Result<Option<T>, A::Error> {
        self.map.next_value_seed(Nullable(PhantomData))
    }
}

/// Reads an object, member by member.
///
/// # Errors
///
/// Where there is no object, a member does not have the type that it must have, or a promised
/// member is missing.
pub fn object<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut object = T::empty();
        let mut seen = Vec::new();
        while let Some(Name(name)) = map.next_key()? {
            let read = object.read(&name, Member { map: &mut map })?;
            if read == Read::Value
                && let Some(&promised) = T::PROMISED.iter().find(|promised| **promised == name)
            {
                if seen.contains(&promised) {
                    return Err(A::Error::duplicate_field(promised));
                }
                seen.push(promised);
            }
        }
        match T::PROMISED.iter().find(|promised| !seen.contains(promised)) {
            Some(missing) => Err(A::Error::missing_field(missing)),
            None => Ok(object),
        }
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
