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

pub use schemars;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::Action;
use crate::wire::{Decode, Encode};

/// An object whose schema is made member by member.
pub trait Object {
    /// Says what the object is like.
    fn describe(object: &mut ObjectSchema<'_>);
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

/// The schema of an object in the making.
#[derive(Debug)]
pub struct ObjectSchema<'g> {
    generator: &'g mut SchemaGenerator,
    doc: &'static str,
    properties: Value,
    required: Vec<Value>,
    rules: Vec<Value>,
}

impl<'g> ObjectSchema<'g> {
    fn new(generator: &'g mut SchemaGenerator) -> Self {
        Self {
            generator,
            doc: "",
            properties: json!({}),
            required: Vec::new(),
            rules: Vec::new(),
        }
    }

    /// What the object stands for.
    pub fn doc(&mut self, text: &'static str) {
        self.doc = text;
    }

    /// A member, by its name on the wire and its type once it is present.
    pub fn member<T: JsonSchema>(&mut self, name: &'static str) -> MemberSchema<'_> {
        let schema = self.generator.subschema_for::<T>();
        self.add(name, schema)
    }

    fn add(&mut self, name: &'static str, schema: Schema) -> MemberSchema<'_> {
        let place = &mut self.properties[name];
        *place = schema.to_value();
        MemberSchema {
            name,
            schema: place,
            required: &mut self.required,
        }
    }

    /// A rule between members: a JSON Schema that holds for the object.
    pub fn rule(&mut self, schema: &'static str) {
        self.rules.extend(read(schema));
    }

    fn finish(self) -> Schema {
        let mut schema = json_schema!({ "type": "object" });
        let words = [
            ("description", Value::from(self.doc)),
            ("properties", self.properties),
            ("required", Value::from(self.required)),
            ("allOf", Value::from(self.rules)),
        ];
        for (word, value) in words {
            // `allOf` must not be empty, and the others say nothing where they are.
            if !is_empty(&value) {
                schema.insert(word.to_owned(), value);
            }
        }
        schema
    }
}

/// The schema of a member in the making.
#[derive(Debug)]
pub struct MemberSchema<'a> {
    name: &'static str,
    schema: &'a mut Value,
    required: &'a mut Vec<Value>,
}

impl MemberSchema<'_> {
    /// The object must have the member.
    pub fn required(&mut self) -> &mut Self {
        self.required.push(self.name.into());
        self
    }

    /// What the member means.
    pub fn doc(&mut self, text: &'static str) -> &mut Self {
        merge(self.schema, json!({ "description": text }));
        self
    }

    /// What holds beside the type: a JSON Schema, whose words are added to those of the type.
    pub fn words(&mut self, schema: &'static str) -> &mut Self {
        if let Some(words) = read(schema) {
            merge(self.schema, words);
        }
        self
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
    let mut object = ObjectSchema::new(generator);
    T::describe(&mut object);
    object.finish()
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

/// What a text of the generator's says. It wrote the text as JSON, so there is always something.
fn read(schema: &str) -> Option<Value> {
    serde_json::from_str(schema).ok()
}

/// Adds words to a schema. Those about the items of a list go to what is said of them already.
fn merge(schema: &mut Value, words: Value) {
    match (schema, words) {
        (Value::Object(schema), Value::Object(words)) => {
            for (word, value) in words {
                merge(schema.entry(word).or_insert(Value::Null), value);
            }
        }
        (place, value) => *place = value,
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use schemars::schema_for;

    use super::*;

    struct Node;

    impl Object for Node {
        fn describe(object: &mut ObjectSchema<'_>) {
            object.doc("A node.");
            object.member::<Node>("Next").doc("The next one.");
            object
                .member::<Vec<Node>>("Others")
                .words(r#"{"maxItems":2,"items":{"required":["Size"]}}"#);
            object
                .member::<u64>("Size")
                .required()
                .words(r#"{"minimum":3}"#);
            object
                .member::<Vec<Colour>>("Colours")
                .words(r#"{"items":{"enum":[1]}}"#);
            object.rule(r#"{"required":["Next"]}"#);
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
            fn describe(object: &mut ObjectSchema<'_>) {
                object.member::<super::Node>("Other");
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
