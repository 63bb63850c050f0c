//! What can be written as JSON.

use serde_json::Value;

use super::sink::Sink;

/// A value that can be written as JSON.
pub trait Encode {
    /// Writes the value: calls one of the sink's methods, once.
    fn encode(&self, sink: &mut dyn Sink);

    /// Whether there is no value. A member without one is left out.
    fn is_nothing(&self) -> bool {
        false
    }

    /// Whether the value [counts as absent](crate::validate::present).
    fn is_absent(&self) -> bool {
        false
    }

    /// The members of the object that this is, if so, whose values people must not see.
    fn secret(&self) -> &'static [&'static str] {
        &[]
    }
}

impl<T: Encode> Encode for Box<T> {
    fn encode(&self, sink: &mut dyn Sink) {
        (**self).encode(sink);
    }

    fn is_nothing(&self) -> bool {
        (**self).is_nothing()
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }

    fn secret(&self) -> &'static [&'static str] {
        (**self).secret()
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

    fn is_absent(&self) -> bool {
        self.as_ref().is_none_or(Encode::is_absent)
    }

    fn secret(&self) -> &'static [&'static str] {
        self.as_ref().map_or(&[], Encode::secret)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, sink: &mut dyn Sink) {
        sink.list(self.len(), &|index| &self[index]);
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

impl Encode for String {
    fn encode(&self, sink: &mut dyn Sink) {
        sink.text(self);
    }

    fn is_absent(&self) -> bool {
        self.is_empty()
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
