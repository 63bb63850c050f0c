//! The values of a request that an answer repeats.

use serde_json::{Map, Value};

use crate::ids::singular;

/// The values of a request by the names of their members. If several members have the same name, the
/// first one counts.
#[derive(Debug, Default)]
pub(crate) struct Sent {
    scalars: Map<String, Value>,
    /// The lists, by the names of their items.
    lists: Map<String, Value>,
}

impl Sent {
    pub(crate) fn of(request: &Value) -> Self {
        let mut sent = Self::default();
        sent.collect(request);
        sent
    }

    fn collect(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    match value {
                        Value::Array(_) => {
                            let list = self.lists.entry(singular(name));
                            list.or_insert_with(|| value.clone());
                        }
                        Value::Object(_) | Value::Null => {}
                        _ => {
                            let scalar = self.scalars.entry(name.clone());
                            scalar.or_insert_with(|| value.clone());
                        }
                    }
                }
                // Values of this object come before those of the objects in it.
                members.values().for_each(|value| self.collect(value));
            }
            Value::Array(items) => items.iter().for_each(|item| self.collect(item)),
            _ => {}
        }
    }

    /// Returns the value of a member with that name and type.
    pub(crate) fn scalar(&self, name: &str, is_type: fn(&Value) -> bool) -> Option<&Value> {
        self.scalars.get(name).filter(|value| is_type(value))
    }

    /// Returns the strings of a list by the name of its items.
    pub(crate) fn texts(&self, item: &str) -> Option<&[Value]> {
        let list = self.lists.get(item)?.as_array()?;
        list.iter().all(Value::is_string).then_some(list)
    }

    /// Returns the length of the list of the things whose ids are in a list of an answer: `BoxInfos` of
    /// the request for `BoxIds` of the answer.
    pub(crate) fn count_of_things(&self, ids: &str) -> Option<usize> {
        let stem = ids.strip_suffix("Id")?;
        let mut lists = self.lists.iter();
        let (_, list) =
            lists.find(|(item, _)| item.strip_suffix("Info").unwrap_or(item) == stem)?;
        list.as_array().map(Vec::len)
    }
}
