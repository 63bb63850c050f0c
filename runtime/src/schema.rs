//! JSON Schemas (2020-12) of generated types, for OpenAPI documents, tools of language models and
//! validation in other programs. `schemars::schema_for!` returns the schema of a type.
//!
//! The schema of a request accepts what its validator accepts. Before you check an instance, remove
//! `null`, empty strings and empty lists from it, because they count as absent. Keep empty items of
//! lists, because they have a position. From a response, remove only `null`: a member that is
//! always present may be empty.
//!
//! The schema of an enum accepts unknown values, like the type, because the server may add values.
//! Validators of requests reject unknown values, so the schema of a request lists the known values
//! of its enums. An object in both requests and responses has the schema for requests.
//!
//! Types and members are described by the first paragraph of their documentation.

use std::borrow::Cow;
use std::collections::BTreeMap;

pub use schemars;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::Action;
use crate::wire::{Decode, Encode};

/// An object with a generated schema.
pub trait Object {
    /// The schema as JSON. `$ref` contains the names of other types.
    const SCHEMA: &'static str;

    /// Adds every type that the schema refers to.
    fn refer(types: &mut Types<'_>) {
        let _ = types;
    }
}

/// An enum with a generated schema.
pub trait Enum {
    /// Adds the documentation and the values.
    fn describe(values: &mut EnumSchema);
}

/// Visits every action of a service with the JSON Schemas of its request and response, for example
/// to build an OpenAPI document.
///
/// The function `visit_schemas` of a generated crate takes a visitor. The trait is separate from
/// [`VisitActions`](crate::VisitActions), because crates without the feature `schemars` have no
/// schemas.
pub trait VisitSchemas {
    /// Visits one action. Actions come in the order of their names.
    fn visit<A>(&mut self)
    where
        A: Action + Decode + Serialize + DeserializeOwned + JsonSchema + 'static,
        A::Response: Encode + Serialize + DeserializeOwned + JsonSchema;
}

/// The types that the schema of an object refers to.
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

    /// Replaces the name of a type with its schema, for a member or its items.
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

/// Builds the schema of an enum.
#[derive(Debug, Default)]
pub struct EnumSchema {
    doc: &'static str,
    values: Vec<Value>,
    are_texts: bool,
}

impl EnumSchema {
    /// Sets the documentation.
    pub fn doc(&mut self, text: &'static str) {
        self.doc = text;
    }

    /// Adds a known value with its documentation.
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

/// Returns the schema of an object.
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

/// Returns the schema of an enum.
#[doc(hidden)]
pub fn open_enum<T: Enum>(_: &mut SchemaGenerator) -> Schema {
    let mut values = EnumSchema::default();
    T::describe(&mut values);
    values.finish()
}

/// Implements `JsonSchema` for an object or an enum. The module path distinguishes types with the
/// same name.
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
