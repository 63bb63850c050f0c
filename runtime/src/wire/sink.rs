//! Where values go. The counterpart of [`Source`](super::Source), for the same reason.

use serde_json::Value;

use super::encode::Encode;
use super::source::Sealed;

/// A place for one value, in whatever format.
pub trait Sink: Sealed {
    /// Writes a text.
    fn text(&mut self, value: &str);

    /// Writes an integer.
    fn signed(&mut self, value: i64);

    /// Writes an integer that is not negative.
    fn unsigned(&mut self, value: u64);

    /// Writes a number.
    fn float(&mut self, value: f64);

    /// Writes true or false.
    fn flag(&mut self, value: bool);

    /// Writes whatever there is.
    fn json(&mut self, value: &Value);

    /// Writes a list of so many items, each as it is asked for by its index.
    fn list<'i>(&mut self, length: usize, item: &dyn Fn(usize) -> &'i dyn Encode);

    /// Writes an object: those of its members that have values. What people see has its name.
    fn object(&mut self, name: &'static str, members: &[Member<'_>]);
}

/// A member of an object, by its name.
pub type Member<'a> = (&'static str, &'a dyn Encode);

/// The members that have values.
pub(super) fn with_values<'m, 'a>(
    members: &'m [Member<'a>],
) -> impl Iterator<Item = &'m Member<'a>> {
    members.iter().filter(|(_, value)| !value.is_nothing())
}
