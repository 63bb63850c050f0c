//! Responses of actions without an expectation.

use serde_json::{Map, Value};

use crate::actions::Parsed;
use crate::fault::target;
use crate::ids::singular;
use crate::sent::Sent;
use crate::similarity::nearest;

/// The time of all members that are points in time: 2024-01-01 00:00:00 UTC.
const TIME: u64 = 1_704_067_200;

/// Builds the response of an action.
///
/// The documented response is the template; without one, the type is. A member whose name occurs in the
/// request gets the value from there. A list of objects gets one item for each id of the request that its
/// items contain: `BoxIds` of the request makes items with `BoxId`. Other ids are new.
pub(crate) struct DefaultAnswer<'s> {
    root: &'s Value,
    sent: Sent,
    new_id: &'s dyn Fn(&str) -> String,
    /// The types around the present one, because some types contain themselves.
    open: Vec<&'s str>,
}

impl<'s> DefaultAnswer<'s> {
    /// `new_id` makes an id for a member.
    pub(crate) fn build(
        parsed: &'s Parsed,
        request: &Value,
        new_id: &'s dyn Fn(&str) -> String,
    ) -> Value {
        let root = &parsed.response_schema;
        let template = nearest(&parsed.examples, request);
        if let Some(error) = template.filter(|response| response.get("Error").is_some()) {
            return error.clone();
        }
        let mut answer = Self {
            root,
            sent: Sent::of(request),
            new_id,
            open: Vec::new(),
        };
        answer.object(root, template)
    }

    fn object(&mut self, schema: &'s Value, template: Option<&Value>) -> Value {
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
            return Value::Object(Map::new());
        };
        let required = schema.get("required").and_then(Value::as_array);
        let is_required =
            |name: &str| required.is_some_and(|required| required.iter().any(|r| r == name));
        // The id of the request is added later. Members of other objects can have the same name.
        let is_root = std::ptr::eq(schema, self.root);
        let mut members = Map::new();
        for (name, schema) in properties {
            if is_root && name == "RequestId" {
                continue;
            }
            let example = template.and_then(|template| template.get(name));
            // A documented response shows which members belong together.
            if template.is_some() && example.is_none() && !is_required(name) {
                continue;
            }
            if let Some(value) = self.value(name, schema, example) {
                members.insert(name.clone(), value);
            }
        }
        set_count(&mut members);
        Value::Object(members)
    }

    fn value(&mut self, name: &str, schema: &'s Value, example: Option<&Value>) -> Option<Value> {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            // A documented value ends by itself.
            if example.is_none() && self.open.contains(&reference) {
                return None;
            }
            self.open.push(reference);
            let value = self.value(name, target(schema, self.root), example);
            self.open.pop();
            return value;
        }
        let kind = schema.get("type").and_then(Value::as_str)?;
        let is_kind: fn(&Value) -> bool = match kind {
            "object" => {
                return Some(self.object(schema, example.filter(|value| value.is_object())));
            }
            "array" => return self.list(name, schema.get("items")?, example),
            "boolean" => Value::is_boolean,
            "integer" | "number" => Value::is_number,
            "string" => Value::is_string,
            _ => return None,
        };
        if let Some(sent) = self.sent.scalar(name, is_kind) {
            return Some(sent.clone());
        }
        if kind == "string" && is_id(name) {
            return Some(Value::from(self.id(name)));
        }
        let example = example.filter(|value| !value.is_null()).cloned();
        example.or_else(|| first_known(schema)).or_else(|| {
            Some(match kind {
                "boolean" => Value::Bool(false),
                "integer" => Value::from(number(name)),
                "number" => Value::from(1.0),
                _ => Value::from(self.text(name)),
            })
        })
    }

    fn list(&mut self, name: &str, items: &'s Value, example: Option<&Value>) -> Option<Value> {
        let item = singular(name);
        let examples = example
            .and_then(Value::as_array)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let example = |position: usize| examples.get(position).or(examples.last());
        if let Some((member, ids)) = self.ids_in(items) {
            let mut list = Vec::new();
            for (position, id) in ids.into_iter().enumerate() {
                let mut value = self.value(item, items, example(position))?;
                if let Some(members) = value.as_object_mut() {
                    members.insert(member.clone(), id);
                }
                list.push(value);
            }
            return Some(Value::Array(list));
        }
        let kind = target(items, self.root).get("type");
        if let Some(texts) = self.sent.texts(item)
            && kind.is_some_and(|kind| kind == "string")
        {
            return Some(Value::from(texts));
        }
        let count = self.sent.count_of_things(item);
        let count = count.unwrap_or(examples.len().max(1));
        let list = (0..count).filter_map(|position| self.value(item, items, example(position)));
        Some(list.collect())
    }

    /// Returns the ids of the request that the items of a list contain, with the name of the member.
    fn ids_in(&self, items: &Value) -> Option<(String, Vec<Value>)> {
        let properties = target(items, self.root).get("properties")?.as_object()?;
        let mut members = properties.keys().filter(|name| is_id(name));
        members.find_map(|name| Some((name.clone(), self.sent.texts(name)?.to_vec())))
    }

    fn id(&self, member: &str) -> String {
        (self.new_id)(member)
    }

    /// Returns a text that fits the name of a member.
    fn text(&self, name: &str) -> String {
        match name {
            // A text here would mean another page, without end.
            _ if name.starts_with("Next") => String::new(),
            _ if name.ends_with("Url") => format!("https://mock.invalid/{}", self.id(name)),
            _ if name.ends_with("Token") => self.id(name),
            _ => name.to_owned(),
        }
    }
}

/// Corrects the number of items beside a list.
fn set_count(members: &mut Map<String, Value>) {
    let mut lists = members.values().filter_map(Value::as_array);
    if let (Some(list), None) = (lists.next(), lists.next())
        && let count = list.len()
        && let Some(total) = members.get_mut("TotalCount")
    {
        *total = match total {
            // Some services count with texts.
            Value::String(_) => Value::from(count.to_string()),
            _ => Value::from(count),
        };
    }
}

fn is_id(name: &str) -> bool {
    name.ends_with("Id")
}

/// Returns the first known value of an enum.
fn first_known(schema: &Value) -> Option<Value> {
    let known = schema.get("anyOf")?.as_array()?;
    known.iter().find_map(|known| known.get("const")).cloned()
}

/// Points in time end with these words.
fn number(name: &str) -> u64 {
    let is_time = ["Time", "On", "Deadline", "DeadLine", "At"]
        .iter()
        .any(|end| name.ends_with(end));
    if is_time { TIME } else { 1 }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use serde_json::json;

    use super::*;

    fn answer(parsed: &Parsed, request: &Value) -> Value {
        let number = Cell::new(0);
        let new_id = |_: &str| {
            number.set(number.get() + 1);
            format!("{:032}", number.get())
        };
        DefaultAnswer::build(parsed, request, &new_id)
    }

    fn parsed(schema: Value, examples: Vec<(Value, Value)>) -> Parsed {
        Parsed {
            response_schema: schema,
            examples,
        }
    }

    fn boxes() -> Value {
        json!({
            "type": "object",
            "properties": {
                "RequestId": { "type": "string" },
                "Boxes": { "type": "array", "items": { "$ref": "#/$defs/Box" } },
                "Colour": { "$ref": "#/$defs/Colour" },
                "Total": { "type": "integer" },
                "CreatedOn": { "type": "integer" },
                "NextToken": { "type": "string" },
                "OpenUrl": { "type": "string" },
                "LidIds": { "type": "array", "items": { "type": "string" } },
            },
            "$defs": {
                "Colour": { "type": "string", "anyOf": [{ "const": "RED" }, { "const": "BLUE" }, {}] },
                "Box": { "type": "object", "properties": {
                    "BoxId": { "type": "string" },
                    "Name": { "type": "string" },
                    "Inner": { "$ref": "#/$defs/Box" },
                } },
            },
        })
    }

    #[test]
    fn without_examples_the_type_is_the_template() {
        let answer = answer(&parsed(boxes(), Vec::new()), &json!({}));
        let id = answer["Boxes"][0]["BoxId"].as_str().unwrap();
        assert_eq!(id.len(), 32);
        assert_eq!(answer["Boxes"], json!([{ "BoxId": id, "Name": "Name" }]));
        assert_eq!(answer["Colour"], "RED");
        assert_eq!(answer["Total"], 1);
        assert_eq!(answer["CreatedOn"], TIME);
        assert_eq!(answer["NextToken"], "");
        assert!(
            answer["OpenUrl"]
                .as_str()
                .unwrap()
                .starts_with("https://mock.invalid/")
        );
        assert_eq!(answer.get("RequestId"), None);
    }

    #[test]
    fn values_of_the_request_are_repeated() {
        let request = json!({
            "BoxIds": ["one", "two"],
            "Lid": { "Name": "round", "Colour": "BLUE", "Total": "a text" },
            "LidInfos": [{}, {}, {}],
        });
        let answer = answer(&parsed(boxes(), Vec::new()), &request);
        assert_eq!(
            answer["Boxes"],
            json!([{ "BoxId": "one", "Name": "round" }, { "BoxId": "two", "Name": "round" }])
        );
        assert_eq!(answer["Colour"], "BLUE");
        assert_eq!(answer["Total"], 1);
        assert_eq!(answer["LidIds"].as_array().unwrap().len(), 3);
    }

    #[test]
    fn the_response_of_the_most_similar_request_is_the_template() {
        let example = |request: Value, colour: &str| {
            (
                request,
                json!({ "Boxes": [{ "Name": colour, "Inner": {} }], "Colour": colour }),
            )
        };
        let parsed = parsed(
            boxes(),
            vec![
                example(json!({ "Lid": { "Name": "a" } }), "BLUE"),
                example(json!({ "Group": "b", "Lid": { "Name": "a" } }), "RED"),
                (
                    json!({ "Group": "wrong", "Width": 2 }),
                    json!({ "Error": { "Code": "Wrong" } }),
                ),
            ],
        );
        let found = answer(&parsed, &json!({ "Group": "c" }));
        assert_eq!(
            found,
            json!({ "Boxes": [{ "Name": "RED", "Inner": {} }], "Colour": "RED" })
        );
        let found = answer(&parsed, &json!({ "Lid": { "Name": "other" } }));
        assert_eq!(
            found,
            json!({ "Boxes": [{ "Name": "other", "Inner": {} }], "Colour": "BLUE" })
        );
        let found = answer(&parsed, &json!({ "Group": "wrong", "Width": 2.0 }));
        assert_eq!(found, json!({ "Error": { "Code": "Wrong" } }));
    }
}
