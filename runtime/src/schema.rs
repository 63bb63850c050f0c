//! JSON Schemas (2020-12) of generated types: for OpenAPI documents, for the tools of language models,
//! and for whoever checks requests elsewhere. `schemars::schema_for!` gives that of a type.
//!
//! The schema of a request says what its validator checks, so that both judge alike. It is for
//! instances from which `null`, empty strings and empty lists were taken out, as those count as
//! absent; an empty item of a list has a place, and stays. Of a response only `null` is taken out:
//! what is promised of it may be empty.
//!
//! The schema of an enum takes unknown values, as the type does: upstream adds some, and a response
//! that holds one is none the worse. What closes the set is the validator of a request, and so the
//! schema of a request lists the values where it names the enum. An object that travels both ways
//! has the schema of a request.
//!
//! Types and members are described in short, by the first paragraph of their documentation.

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use schemars;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::Action;
use crate::wire::{Decode, Encode};

/// An object whose schema is a text.
pub trait Object {
    /// The schema. Where it refers to a type, it names that.
    const SCHEMA: &'static str;

    /// Adds every type that the schema refers to.
    fn refer(types: &mut Types<'_>) {
        let _ = types;
    }
}

/// An enum whose schema is made value by value.
pub trait Enum {
    /// Says what the enum is like.
    fn describe(values: &mut EnumSchema);
}

/// Something that is done for every action of a service with the schemas of what it sends and
/// answers at hand: a table of tools, or an OpenAPI document.
///
/// Every generated crate has a function `visit_schemas` that takes one. It is apart from
/// [`VisitActions`](crate::VisitActions), as crates without the feature have no schemas, and are
/// visited all the same.
pub trait VisitSchemas {
    /// Is called with each action, in the order of their names.
    fn visit<A>(&mut self)
    where
        A: Action + Decode + Serialize + DeserializeOwned + JsonSchema + 'static,
        A::Response: Encode + Serialize + DeserializeOwned + JsonSchema;
}

/// The types that the schema of an object refers to, and where they are described.
#[derive(Debug)]
pub struct Types<'g> {
    generator: &'g mut SchemaGenerator,
    described: BTreeMap<Cow<'static, str>, Value>,
}

impl Types<'_> {
    /// Adds a type.
    pub fn add<T: JsonSchema>(&mut self) {
        let schema = self.generator.subschema_for::<T>();
        self.described.insert(T::schema_name(), schema.to_value());
    }

    /// Puts what describes a type where its name is, be it for a member or for the items of one.
    fn resolve(&self, schema: &mut Value) {
        let Some(words) = schema.as_object_mut() else {
            return;
        };
        if let Some(items) = words.get_mut("items") {
            self.resolve(items);
        }
        let name = words.get("$ref").and_then(Value::as_str);
        let Some(described) = name.and_then(|name| self.described.get(name)) else {
            return;
        };
        words.remove("$ref");
        let said = std::mem::replace(schema, described.clone());
        if let (Some(schema), Value::Object(said)) = (schema.as_object_mut(), said) {
            schema.extend(said);
        }
    }
}

/// The schema of an enum in the making.
#[derive(Debug, Default)]
pub struct EnumSchema {
    doc: &'static str,
    values: Vec<Value>,
    are_texts: bool,
}

impl EnumSchema {
    /// What the values tell apart.
    pub fn doc(&mut self, text: &'static str) {
        self.doc = text;
    }

    /// A known value, and what it means.
    pub fn value(&mut self, value: impl Into<Value>, doc: &'static str) {
        let value = value.into();
        self.are_texts = value.is_string();
        self.values
            .push(json!({ "const": value, "description": doc }));
    }

    fn finish(mut self) -> Schema {
        let unknown = "A value that this version of the crate does not know.";
        self.values.push(json!({ "description": unknown }));
        json_schema!({
            "description": self.doc,
            "type": if self.are_texts { "string" } else { "integer" },
            "anyOf": self.values,
        })
    }
}

/// The schema of an object.
#[doc(hidden)]
pub fn object<T: Object>(generator: &mut SchemaGenerator) -> Schema {
    let mut types = Types {
        generator,
        described: BTreeMap::new(),
    };
    T::refer(&mut types);
    // The generator breaks long lines at spaces, also inside strings.
    let lines: Vec<_> = T::SCHEMA
        .lines()
        .map(|line| line.trim_start_matches(' '))
        .collect();
    let mut schema: Value = serde_json::from_str(&lines.join(" ")).unwrap_or_default();
    let members = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (_, member) in members.into_iter().flatten() {
        types.resolve(member);
    }
    Schema::try_from(schema).unwrap_or_default()
}

/// The schema of an enum.
#[doc(hidden)]
pub fn open_enum<T: Enum>(_: &mut SchemaGenerator) -> Schema {
    let mut values = EnumSchema::default();
    T::describe(&mut values);
    values.finish()
}

/// `JsonSchema` for a type that describes itself. Types of the same name in several crates are kept
/// apart by their modules.
#[doc(hidden)]
#[macro_export]
macro_rules! json_schema {
    ($name:ident, $kind:ident) => {
        impl $crate::schema::schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($name)).into()
            }

            fn json_schema(
                generator: &mut $crate::schema::schemars::SchemaGenerator,
            ) -> $crate::schema::schemars::Schema {
                $crate::schema::$kind::<Self>(generator)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use schemars::schema_for;

    use super::*;

    struct Node;

    impl Object for Node {
        const SCHEMA: &'static str = r#"{
            "description": "A node.",
            "type": "object",
            "properties": {
                "Next": {"$ref": "Node", "description": "The next one."},
                "Others": {"type": "array", "items": {"$ref": "Node", "required": ["Size"]}, "maxItems": 2},
                "Size": {"type": "integer", "format": "uint64", "minimum": 3},
                "Colours": {"type": "array", "items": {"$ref": "Colour", "enum": [1]}}
            },
            "required": ["Size"],
            "allOf": [{"required": ["Next"]}]
        }"#;

        fn refer(types: &mut Types<'_>) {
            types.add::<Node>();
            types.add::<Colour>();
        }
    }

    crate::json_schema!(Node, object);

    struct Colour;

    impl Enum for Colour {
        fn describe(values: &mut EnumSchema) {
            values.doc("A colour.");
            values.value(1, "Like blood.");
        }
    }

    crate::json_schema!(Colour, open_enum);

    mod elsewhere {
        use super::super::*;

        pub(super) struct Node;

        impl Object for Node {
            const SCHEMA: &'static str = r#"{"properties": {"Other": {"$ref": "Node"}}}"#;

            fn refer(types: &mut Types<'_>) {
                types.add::<super::Node>();
            }
        }

        crate::json_schema!(Node, object);
    }

    #[test]
    fn an_object_that_contains_itself_is_described() {
        let schema = schema_for!(Node).to_value();
        assert_eq!(
            schema,
            json!({
                "$schema": "https://json-schema.org/draft/2020-12/schema",
                "title": "Node",
                "description": "A node.",
                "type": "object",
                "properties": {
                    "Next": { "$ref": "#", "description": "The next one." },
                    "Others": {
                        "type": "array",
                        "maxItems": 2,
                        "items": { "$ref": "#", "required": ["Size"] },
                    },
                    "Size": { "type": "integer", "format": "uint64", "minimum": 3 },
                    "Colours": {
                        "type": "array",
                        "items": { "$ref": "#/$defs/Colour", "enum": [1] },
                    },
                },
                "required": ["Size"],
                "allOf": [{ "required": ["Next"] }],
                "$defs": { "Colour": {
                    "description": "A colour.",
                    "type": "integer",
                    "anyOf": [
                        { "const": 1, "description": "Like blood." },
                        { "description": "A value that this version of the crate does not know." },
                    ],
                } },
            })
        );
    }

    #[test]
    fn types_of_one_name_are_kept_apart() {
        let schema = schema_for!((Node, elsewhere::Node)).to_value();
        let definitions = schema["$defs"].as_object().unwrap();
        assert!(
            ["Node", "Node2"]
                .iter()
                .all(|name| definitions.contains_key(*name))
        );
    }
}
