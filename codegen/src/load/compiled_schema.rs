//! The JSON Schema of a kind of file, read into types.
//!
//! Only the keywords that schemars derives for the types of `description` exist here. Any other one
//! is an error, so that no keyword is ignored.

use std::collections::BTreeMap;

use regex_lite::Regex;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny};
use serde_json::Value;

use crate::description::json_schema;

/// A JSON Schema and the definitions that it refers to.
#[derive(Debug)]
pub(super) struct CompiledSchema {
    pub(super) root: Schema,
}

impl CompiledSchema {
    /// Compiles the schema that is derived for a type. Fails if it has a keyword that this module does
    /// not know. That depends on the type alone, never on a file.
    pub(super) fn of<T: JsonSchema>() -> Result<Self, String> {
        Self::compile(json_schema::<T>())
            .map_err(|error| format!("the JSON Schema of {}: {error}", T::schema_name()))
    }

    pub(super) fn compile(schema: Value) -> Result<Self, serde_json::Error> {
        serde_json::from_value(schema).map(|root| Self { root })
    }

    /// Returns the definition that `$ref` of a schema names.
    pub(super) fn referenced(&self, schema: &Schema) -> Option<&Schema> {
        let name = schema.reference.as_ref()?.strip_prefix("#/$defs/")?;
        self.root.definitions.get(name)
    }
}

/// A schema: each field is a keyword.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub(super) struct Schema {
    #[serde(rename = "$defs")]
    definitions: BTreeMap<String, Schema>,
    #[serde(rename = "$ref")]
    reference: Option<String>,
    pub(super) description: Option<String>,
    #[serde(rename = "type", deserialize_with = "one_or_more")]
    pub(super) types: Vec<Type>,
    #[serde(rename = "const")]
    constant: Option<Value>,
    #[serde(rename = "enum")]
    values: Vec<Value>,
    one_of: Vec<Schema>,
    pub(super) pattern: Option<Pattern>,
    pub(super) minimum: Option<f64>,
    pub(super) maximum: Option<f64>,
    #[serde(deserialize_with = "anything_or_schema")]
    pub(super) items: Option<Box<Schema>>,
    pub(super) min_items: usize,
    pub(super) unique_items: bool,
    pub(super) properties: BTreeMap<String, Schema>,
    pub(super) required: Vec<String>,
    pub(super) min_properties: usize,
    pub(super) property_names: Option<Box<Schema>>,
    additional_properties: Option<SubSchema>,
    /// Annotations, which assert nothing.
    #[serde(rename = "$schema")]
    _schema: Option<IgnoredAny>,
    #[serde(rename = "title")]
    _title: Option<IgnoredAny>,
    #[serde(rename = "format")]
    _format: Option<IgnoredAny>,
    #[serde(rename = "default")]
    _default: Option<IgnoredAny>,
}

impl Schema {
    /// Returns the only values that are valid; none if the schema does not list them. The
    /// alternatives of `oneOf` are values with a description each.
    pub(super) fn choices(&self) -> Vec<&Value> {
        let alternatives = self.one_of.iter().filter_map(|one| one.constant.as_ref());
        self.values.iter().chain(alternatives).collect()
    }

    /// Returns the schema of the members that `properties` does not name.
    pub(super) fn other_members(&self) -> Option<&Schema> {
        match &self.additional_properties {
            Some(SubSchema::Of(schema)) => Some(schema),
            _ => None,
        }
    }

    /// Returns whether an object may have members that `properties` does not name.
    pub(super) fn allows_other_members(&self) -> bool {
        !matches!(self.additional_properties, Some(SubSchema::Boolean(false)))
    }
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum SubSchema {
    Boolean(bool),
    Of(Box<Schema>),
}

fn anything_or_schema<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Box<Schema>>, D::Error> {
    match SubSchema::deserialize(from)? {
        SubSchema::Boolean(true) => Ok(None),
        SubSchema::Boolean(false) => Err(D::Error::custom("a list that is always empty")),
        SubSchema::Of(schema) => Ok(Some(schema)),
    }
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Type {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl Type {
    /// Returns whether a value is of this type. A whole number is an integer however it is written.
    pub(super) fn includes(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null)
            | (Self::Boolean, Value::Bool(_))
            | (Self::Number, Value::Number(_))
            | (Self::String, Value::String(_))
            | (Self::Array, Value::Array(_))
            | (Self::Object, Value::Object(_)) => true,
            (Self::Integer, Value::Number(number)) => {
                number.as_f64().is_some_and(|number| number.fract() == 0.0)
            }
            _ => false,
        }
    }

    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "true or false",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::String => "a text",
            Self::Array => "a list",
            Self::Object => "an object",
        }
    }
}

fn one_or_more<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Type>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum OneOrMore {
        One(Type),
        More(Vec<Type>),
    }
    OneOrMore::deserialize(from).map(|types| match types {
        OneOrMore::One(only) => vec![only],
        OneOrMore::More(types) => types,
    })
}

/// A regular expression, compiled.
#[derive(Debug)]
pub(super) struct Pattern(Regex);

impl Pattern {
    pub(super) fn is_match(&self, text: &str) -> bool {
        self.0.is_match(text)
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let expression = String::deserialize(from)?;
        Regex::new(&expression).map(Self).map_err(D::Error::custom)
    }
}
