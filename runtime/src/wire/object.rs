//! An object that is read: the places of its members.

use super::decode::Decode;
use super::source::{Failure, Source};

/// An object whose members are read one by one, each into its place.
pub trait ReadObject: Sized {
    /// The name of the object, for messages.
    const NAME: &'static str;

    /// The members without which there is no such object.
    const PROMISED: &'static [&'static str] = &[];

    /// The object before any member was read.
    fn empty() -> Self;

    /// The place of the member of that name, unless the name is unknown.
    fn place(&mut self, name: &str) -> Option<&mut dyn Place>;
}

impl<T: ReadObject> ReadObject for Box<T> {
    const NAME: &'static str = T::NAME;

    const PROMISED: &'static [&'static str] = T::PROMISED;

    fn empty() -> Self {
        Self::new(T::empty())
    }

    fn place(&mut self, name: &str) -> Option<&mut dyn Place> {
        (**self).place(name)
    }
}

/// A place that a member is read into.
pub trait Place {
    /// Reads the value that stands next into the place.
    ///
    /// # Errors
    ///
    /// Where it does not have the type of the place, or the place is taken.
    fn fill(&mut self, source: &mut dyn Source) -> Result<Read, Failure>;
}

impl<T: Decode> Place for T {
    fn fill(&mut self, source: &mut dyn Source) -> Result<Read, Failure> {
        if self.is_taken() {
            return Err(source.refuse("the member comes twice"));
        }
        match T::decode(source)? {
            Some(value) => {
                *self = value;
                Ok(Read::Value)
            }
            None => Ok(Read::Nothing),
        }
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

/// Reads the value that stands next into its place, or passes over it where there is none.
pub(super) fn fill_or_skip(
    place: Option<&mut dyn Place>,
    source: &mut dyn Source,
) -> Result<Read, Failure> {
    match place {
        Some(place) => place.fill(source),
        None => source.skip().map(|()| Read::Nothing),
    }
}
