//! What can be written as JSON.

use serde_json::Value;

use super::object::Object;
use super::sink::{Entries, Sink};

/// A value that can be written as JSON.
pub trait Encode {
    /// Writes the value: calls one of the sink's methods, once.
    fn encode(&self, sink: &mut dyn Sink);

    /// Whether there is no value. A member without one is left out.
    fn is_nothing(&self) -> bool {
        false
    }
}

impl<T: Object> Encode for T {
    fn encode(&self, sink: &mut dyn Sink) {
        sink.object(T::NAME, T::SECRET, &|members| self.write(members));
    }
}

impl<T: Encode> Encode for Option<T> {
    fn encode(&self, sink: &mut dyn Sink) {
        if let Some(value) = self {
            value.encode(sink);
        }
    }

    fn is_nothing(&self) -> bool {
        self.is_none()
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, sink: &mut dyn Sink) {
        sink.list(self.len(), &|index| &self[index]);
    }
}

impl Encode for String {
    fn encode(&self, sink: &mut dyn Sink) {
        sink.text(self);
    }
}

impl Encode for i64 {
    fn encode(&self, sink: &mut dyn Sink) {
        sink.signed(*self);
    }
}

impl Encode for u64 {
    fn encode(&self, sink: &mut dyn Sink) {
        sink.unsigned(*self);
    }
}

impl Encode for f64 {
    fn encode(&self, sink: &mut dyn Sink) {
        sink.float(*self);
    }
}

impl Encode for bool {
    fn encode(&self, sink: &mut dyn Sink) {
        sink.flag(*self);
    }
}

impl Encode for Value {
    fn encode(&self, sink: &mut dyn Sink) {
        sink.json(self);
    }
}

/// The members of one object, written one after the other.
///
/// The first failure is kept and told when the object ends, so that generated code is a plain list
/// of its members.
pub struct Members<'a>(pub(super) &'a mut dyn Entries);

impl Members<'_> {
    /// Writes a member, or leaves it out where it has no value.
    pub fn put<T: Encode>(&mut self, name: &'static str, value: &T) {
        if !value.is_nothing() {
            self.0.put(name, value);
        }
    }
}
