//! An object on its way out.

use serde::ser::{Serialize, SerializeMap, Serializer};

/// The members of one object, written one after the other.
///
/// The first failure is kept and told by [`Members::end`], so that generated code is a plain list
/// of its members.
#[derive(Debug)]
pub struct Members<S: Serializer> {
    state: Result<S::SerializeMap, S::Error>,
}

impl<S: Serializer> Members<S> {
    /// Starts an object.
    pub fn new(serializer: S) -> Self {
        Self {
            state: serializer.serialize_map(None),
        }
    }

    /// Writes a member, or leaves it out where it has no value.
    pub fn put<T: Serialize>(&mut self, name: &'static str, member: &Option<T>) {
        if let Some(value) = member {
            self.put_value(name, value);
        }
    }

    /// Writes a member that always has a value.
    pub fn put_value<T: Serialize>(&mut self, name: &'static str, value: &T) {
        if let Ok(map) = &mut self.state
            && let Err(error) = map.serialize_entry(name, value)
        {
            self.state = Err(error);
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    ///
    /// The first failure of the serializer.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.state.and_then(SerializeMap::end)
    }
}
