//! What can be written as JSON.

use serde_json::Value;

use super::object::Object;
use super::sink::{Entries, Sink};

/// A value that can be written as JSON.
pub trait Encode {
    /// Writes the value: calls one of the sink's methods, once.
    fn encode(&self, sink: &mut dyn Sink);
}

impl<T: Object> Encode for T {
    fn encode(&self, sink: &mut dyn Sink) {
        sink.object(T::NAME, &|members| self.write(members));
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
pub struct Members<'a> {
    entries: &'a mut dyn Entries,
    secret: bool,
}

impl<'a> Members<'a> {
    pub(super) fn new(entries: &'a mut dyn Entries) -> Self {
        Self {
            entries,
            secret: false,
        }
    }

    /// The members whose values `Debug` does not show. They are sent like others.
    pub fn secret(&mut self) -> Members<'_> {
        Members {
            entries: self.entries,
            secret: true,
        }
    }

    /// Writes a member, or leaves it out where it has no value.
    pub fn put<T: Encode>(&mut self, name: &'static str, member: &Option<T>) {
        if let Some(value) = member {
            self.entry(name, value);
        }
    }

    /// Writes a member that always has a value.
    pub fn put_value<T: Encode>(&mut self, name: &'static str, value: &T) {
        self.entry(name, value);
    }

    fn entry(&mut self, name: &'static str, value: &dyn Encode) {
        if self.secret {
            self.entries.put_secret(name, value);
        } else {
            self.entries.put(name, value);
        }
    }
}
