//! Responses of actions without an expectation.

use serde_json::{Map, Number, Value};
use sha2::{Digest as _, Sha256};

/// The time of all members that are points in time: 2024-01-01 00:00:00 UTC.
const TIME: u64 = 1_704_067_200;

/// Builds a response with the shape of its type.
///
/// A member whose name occurs in the request gets the value from there. A list of objects gets one
/// item for each id of the request that its items contain: `FlowIds` of the request makes items with
/// `FlowId`. All other values come from the name, the type and a seed.
pub(crate) struct DefaultAnswer<'s> {
    schema: &'s Value,
    /// The scalars of the request by their names, and lists of texts by the names of their items.
    sent: Map<String, Value>,
    seed: u64,
    made: u64,
}

impl<'s> DefaultAnswer<'s> {
    pub(crate) fn new(schema: &'s Value, request: &Value, seed: u64) -> Self {
        let mut sent = Map::new();
        collect(request, &mut sent);
        Self {
            schema,
            sent,
            seed,
            made: 0,
        }
    }

    pub(crate) fn build(mut self) -> Value {
        self.object(self.schema, &mut Vec::new())
    }

    /// Makes an object. `open` contains the types around it, because some types contain themselves.
    fn object(&mut self, schema: &'s Value, open: &mut Vec<&'s str>) -> Value {
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            return Value::Object(Map::new());
        };
        let members = properties
            .iter()
            .filter(|(name, _)| *name != "RequestId")
            .filter_map(|(name, schema)| {
                Some((name.clone(), self.value(name, schema, open)?))
            });
        Value::Object(members.collect())
    }

    fn value(
        &mut self,
        name: &str,
        schema: &'s Value,
        open: &mut Vec<&'s str>,
    ) -> Option<Value> {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = reference.rsplit('/').next()?;
            if open.contains(&target) {
                return None;
            }
            open.push(target);
            let value = self.value(name, self.schema.pointer(reference.strip_prefix('#')?)?, open);
            open.pop();
            return value;
        }
        if let Some(known) = first_known(schema) {
            return Some(known);
        }
        match schema.get("type").and_then(Value::as_str)? {
            "object" => Some(self.object(schema, open)),
            "array" => self.list(name, schema.get("items")?, open),
            "boolean" => Some(self.same(name, Value::is_boolean).unwrap_or(Value::Bool(false))),
            "integer" => {
                let sent = self.same(name, Value::is_number);
                Some(sent.unwrap_or_else(|| Value::from(number(name))))
            }
            "number" => {
                let sent = self.same(name, Value::is_number);
                Some(sent.unwrap_or_else(|| Number::from_f64(1.0).into()))
            }
            "string" => {
                let sent = self.same(name, Value::is_string);
                Some(sent.unwrap_or_else(|| Value::from(self.text(name))))
            }
            _ => None,
        }
    }

    fn list(
        &mut self,
        name: &str,
        items: &'s Value,
        open: &mut Vec<&'s str>,
    ) -> Option<Value> {
        let ids = self.ids_in(items);
        if ids.is_empty() {
            let item = singular(name).to_owned();
            return Some(Value::from_iter(self.value(&item, items, open)));
        }
        let mut list = Vec::new();
        for (member, id) in ids {
            let mut item = self.value(name, items, open)?;
            if let Some(members) = item.as_object_mut() {
                members.insert(member, id);
            }
            list.push(item);
        }
        Some(Value::Array(list))
    }

    /// Returns the ids of the request that the items of a list contain, with the name of the member.
    fn ids_in(&self, items: &Value) -> Vec<(String, Value)> {
        let target = items.get("$ref").and_then(Value::as_str);
        let target = target.and_then(|target| self.schema.pointer(target.strip_prefix('#')?));
        let Some(properties) = target
            .unwrap_or(items)
            .get("properties")
            .and_then(Value::as_object)
        else {
            return Vec::new();
        };
        let lists = properties.keys().filter_map(|member| {
            let ids = self.sent.get(member)?.as_array()?;
            Some(ids.iter().map(|id| (member.clone(), id.clone())).collect())
        });
        lists.into_iter().next().unwrap_or_default()
    }

    /// Returns the value of the request with that name, if it has the same type.
    fn same(&self, name: &str, is_same_type: fn(&Value) -> bool) -> Option<Value> {
        self.sent.get(name).filter(|value| is_same_type(value)).cloned()
    }

    /// Returns a text that fits the name of a member.
    fn text(&mut self, name: &str) -> String {
        let token = self.token();
        match name {
            _ if name.ends_with("Url") => format!("https://mock.invalid/{token}"),
            _ if name.ends_with("Id") || name.ends_with("Token") => token,
            _ => name.to_owned(),
        }
    }

    /// Returns 32 letters and digits. Each has its own.
    fn token(&mut self) -> String {
        self.made += 1;
        let digest = Sha256::new()
            .chain_update(self.seed.to_be_bytes())
            .chain_update(self.made.to_be_bytes())
            .finalize();
        let hex = digest.iter().take(16).map(|byte| format!("{byte:02x}"));
        hex.collect()
    }
}

/// Returns the first known value of an enum.
fn first_known(schema: &Value) -> Option<Value> {
    let known = schema.get("anyOf").or_else(|| schema.get("oneOf"))?;
    known.as_array()?.iter().find_map(|known| known.get("const")).cloned()
}

/// Points in time end with these words.
fn number(name: &str) -> u64 {
    let is_time = ["Time", "On", "Deadline", "DeadLine", "At"]
        .iter()
        .any(|end| name.ends_with(end));
    if is_time { TIME } else { 1 }
}

fn singular(name: &str) -> &str {
    name.strip_suffix('s').unwrap_or(name)
}

/// Collects the scalars of a request by their names. The first one wins.
fn collect(value: &Value, sent: &mut Map<String, Value>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::Array(items) if items.iter().all(Value::is_string) => {
                        let name = singular(name).to_owned();
                        sent.entry(name).or_insert_with(|| value.clone());
                    }
                    Value::Object(_) | Value::Array(_) => collect(value, sent),
                    Value::Null => {}
                    _ => {
                        sent.entry(name.clone()).or_insert_with(|| value.clone());
                    }
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, sent)),
        _ => {}
    }
}
