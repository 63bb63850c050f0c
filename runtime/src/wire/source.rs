//! Where values come from.
//!
//! serde's traits are generic over the format, so that whatever is written against them is compiled
//! once more for each type. Generated code is written against [`Source`] instead, which is
//! [implemented once](super::deserialize) on top of serde.

use serde_json::Value;

use super::object::Read;

/// A value that stands next, in whatever format.
pub trait Source: Sealed {
    /// Reads a text. Integers and flags are taken as they are written. Another number is taken as the
    /// nearest float is written shortest: `1.50` as `1.5`, `1e3` as `1000`.
    ///
    /// # Errors
    ///
    /// Where no text stands there, or a number of which a float does not hold every digit before the
    /// point. `null` is no error, here and below: it is `None`.
    fn text(&mut self) -> Result<Option<String>, Failure>;

    /// Reads an integer.
    ///
    /// # Errors
    ///
    /// Where neither an integer of that size nor a text of one stands there.
    fn signed(&mut self) -> Result<Option<i64>, Failure>;

    /// Reads an integer that is not negative.
    ///
    /// # Errors
    ///
    /// Where neither an integer of that size nor a text of one stands there.
    fn unsigned(&mut self) -> Result<Option<u64>, Failure>;

    /// Reads a number.
    ///
    /// # Errors
    ///
    /// Where neither a number nor a text of one stands there.
    fn float(&mut self) -> Result<Option<f64>, Failure>;

    /// Reads true or false.
    ///
    /// # Errors
    ///
    /// Where neither of the two stands there, nor the number 0 or 1, nor a text of those.
    fn flag(&mut self) -> Result<Option<bool>, Failure>;

    /// Reads whatever stands there.
    ///
    /// # Errors
    ///
    /// Where nothing does.
    fn json(&mut self) -> Result<Option<Value>, Failure>;

    /// Reads a list, item by item.
    ///
    /// # Errors
    ///
    /// Where no list stands there, or an item is refused.
    fn list(&mut self, item: &mut ReadItem<'_>) -> Result<Option<()>, Failure>;

    /// Reads an object, member by member. `name` is the object's, for messages; without a member
    /// that is `promised` there is no such object.
    ///
    /// # Errors
    ///
    /// Where no object stands there, a member is refused, or a promised one is missing.
    fn object(
        &mut self,
        name: &'static str,
        promised: &'static [&'static str],
        member: &mut ReadMember<'_>,
    ) -> Result<Option<()>, Failure>;

    /// Passes over the value.
    ///
    /// # Errors
    ///
    /// Where there is none.
    fn skip(&mut self) -> Result<(), Failure>;

    /// Refuses the value, for a reason that does not repeat it.
    fn refuse(&mut self, reason: &str) -> Failure;
}

/// Reads an item of a list.
pub type ReadItem<'a> = dyn FnMut(&mut dyn Source) -> Result<(), Failure> + 'a;

/// Reads the member of that name, or skips it.
pub type ReadMember<'a> = dyn FnMut(&str, &mut dyn Source) -> Result<Read, Failure> + 'a;

/// Reading came to an end. The source keeps the reason, and tells it to whoever began.
#[derive(Debug)]
pub struct Failure(pub(super) ());

/// What only this crate implements may grow.
pub trait Sealed {}
