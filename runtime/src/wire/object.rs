//! An object: its members, on their way in and out.

use super::decode::Decode;
use super::encode::Members;
use super::source::{Failure, Source};

/// An object whose members are written one by one, to be sent or to be shown.
pub trait Object {
    /// The name of the object, for messages.
    const NAME: &'static str;

    /// The members whose values people must not see.
    const SECRET: &'static [&'static str] = &[];

    /// Writes the members that have values.
    fn write(&self, members: &mut Members<'_>);
}

/// An object whose members are read one by one.
pub trait ReadObject: Object + Sized {
    /// The members without which there is no such object.
    const PROMISED: &'static [&'static str] = &[];

    /// The object before any member was read.
    fn empty() -> Self;

    /// Reads the member of that name into its place, or skips it where the name is unknown.
    ///
    /// # Errors
    ///
    /// Where the member does not have the type that it must have, or comes twice.
    fn read(&mut self, name: &str, member: Member<'_>) -> Result<Read, Failure>;
}

impl<T: Object> Object for Box<T> {
    const NAME: &'static str = T::NAME;

    const SECRET: &'static [&'static str] = T::SECRET;

    fn write(&self, members: &mut Members<'_>) {
        (**self).write(members);
    }
}

impl<T: ReadObject> ReadObject for Box<T> {
    const PROMISED: &'static [&'static str] = T::PROMISED;

    fn empty() -> Self {
        Self::new(T::empty())
    }

    fn read(&mut self, name: &str, member: Member<'_>) -> Result<Read, Failure> {
        (**self).read(name, member)
    }
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
pub struct Member<'a> {
    pub(super) source: &'a mut dyn Source,
}

impl Member<'_> {
    /// Reads the value into its place.
    ///
    /// # Errors
    ///
    /// Where it does not have the type of that place, or the place is taken.
    pub fn into<T: Decode>(self, place: &mut T) -> Result<Read, Failure> {
        if place.is_taken() {
            return Err(self.source.refuse("the member comes twice"));
        }
        match T::decode(self.source)? {
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
    pub fn skip(self) -> Result<Read, Failure> {
        self.source.skip().map(|()| Read::Nothing)
    }
}
