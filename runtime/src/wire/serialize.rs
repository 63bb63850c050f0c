//! Values that go to a serializer of serde.

use serde::ser::{Error, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use super::encode::{Encode, Members};
use super::sink::{Entries, Sink};
use super::source::Sealed;

/// Writes a value.
///
/// # Errors
///
/// Where the serializer fails.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let mut place = Place {
        serializer: Some(serializer),
        written: None,
    };
    value.encode(&mut place);
    place
        .written
        .unwrap_or_else(|| Err(S::Error::custom("nothing was written")))
}

/// Brings [`Encode`] to where serde asks for [`Serialize`].
pub(crate) struct Encoded<'a>(pub(crate) &'a dyn Encode);

impl Serialize for Encoded<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize(self.0, serializer)
    }
}

/// A place for one value.
struct Place<S: Serializer> {
    /// Until something is written.
    serializer: Option<S>,
    /// What came of it.
    written: Option<Result<S::Ok, S::Error>>,
}

impl<S: Serializer> Place<S> {
    fn write(&mut self, write: impl FnOnce(S) -> Result<S::Ok, S::Error>) {
        self.written = Some(match self.serializer.take() {
            Some(serializer) => write(serializer),
            None => Err(S::Error::custom("two values were written in one place")),
        });
    }
}

impl<S: Serializer> Sealed for Place<S> {}

impl<S: Serializer> Sink for Place<S> {
    fn text(&mut self, value: &str) {
        self.write(|serializer| serializer.serialize_str(value));
    }

    fn signed(&mut self, value: i64) {
        self.write(|serializer| serializer.serialize_i64(value));
    }

    fn unsigned(&mut self, value: u64) {
        self.write(|serializer| serializer.serialize_u64(value));
    }

    fn float(&mut self, value: f64) {
        self.write(|serializer| serializer.serialize_f64(value));
    }

    fn flag(&mut self, value: bool) {
        self.write(|serializer| serializer.serialize_bool(value));
    }

    fn json(&mut self, value: &Value) {
        self.write(|serializer| value.serialize(serializer));
    }

    fn list<'i>(&mut self, length: usize, item: &dyn Fn(usize) -> &'i dyn Encode) {
        self.write(|serializer| {
            let mut list = serializer.serialize_seq(Some(length))?;
            for index in 0..length {
                list.serialize_element(&Encoded(item(index)))?;
            }
            list.end()
        });
    }

    fn object(&mut self, members: &dyn Fn(&mut Members<'_>)) {
        self.write(|serializer| {
            let mut map = Map {
                map: serializer.serialize_map(None)?,
                error: None,
            };
            members(&mut Members { entries: &mut map });
            match map.error {
                Some(error) => Err(error),
                None => map.map.end(),
            }
        });
    }
}

/// An object that is being written.
struct Map<M: SerializeMap> {
    map: M,
    /// The first failure; nothing is written after it.
    error: Option<M::Error>,
}

impl<M: SerializeMap> Entries for Map<M> {
    fn put(&mut self, name: &'static str, value: &dyn Encode) {
        if self.error.is_none() {
            self.error = self.map.serialize_entry(name, &Encoded(value)).err();
        }
    }
}
