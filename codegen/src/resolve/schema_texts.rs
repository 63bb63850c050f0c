//! The texts of JSON Schemas in generated code.
//!
//! A `$ref` contains the name of a type; the runtime replaces it by the path of its definition. No map of
//! serde_json is used, so the order of keys does not depend on its features.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::Formatter;

use crate::description::Constraint;
use crate::model::{Field, Type};

/// The indentation of the keywords of an object's schema.
const INDENT: &str = "        ";

/// The keywords of a schema, in the order in which a person would write them.
#[derive(Debug, Default, Serialize)]
pub(super) struct Words<'a> {
    #[serde(flatten)]
    pub(super) shape: Option<Shape<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) deprecated: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) default: Option<&'a Value>,
    #[serde(flatten)]
    pub(super) constraint: Constraint,
}

/// The type of a value.
#[derive(Debug, Default, Serialize)]
pub(super) struct Shape<'a> {
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    refers_to: Option<&'a str>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    of: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum: Option<u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    items: Option<Box<Words<'a>>>,
}

impl<'a> Words<'a> {
    /// Adds the type of a member. The constraint of items moves to the schema of the items.
    pub(super) fn of(mut self, of: &'a Type, list: bool) -> Self {
        let items = list.then(|| {
            let items = Self {
                constraint: self
                    .constraint
                    .items
                    .take()
                    .map(|items| *items)
                    .unwrap_or_default(),
                ..Self::default()
            };
            Box::new(items.of(of, false))
        });
        self.shape = Some(match items {
            Some(items) => Shape {
                of: Some("array"),
                items: Some(items),
                ..Shape::default()
            },
            None => Shape::of(of, &self.constraint),
        });
        self
    }

    pub(super) fn text(&self) -> String {
        let mut text = Vec::new();
        let mut serializer = serde_json::Serializer::with_formatter(&mut text, Spaced);
        match self.serialize(&mut serializer) {
            Ok(()) => String::from_utf8(text).unwrap_or_default(),
            // This cannot happen: all keys are strings, and writing to a vector does not fail.
            Err(_) => String::new(),
        }
    }
}

impl<'a> Shape<'a> {
    fn of(of: &'a Type, constraint: &Constraint) -> Self {
        let plain = |of, format| Self {
            of: Some(of),
            format,
            ..Self::default()
        };
        match of {
            Type::Integer => plain("integer", Some("int64")),
            Type::Unsigned => Self {
                minimum: constraint.minimum.is_none().then_some(0),
                ..plain("integer", Some("uint64"))
            },
            Type::Float => plain("number", Some("double")),
            Type::Bool => plain("boolean", None),
            Type::Text => plain("string", None),
            Type::Bytes => plain("string", Some("byte")),
            Type::Object(name) | Type::IntegerEnum(name) | Type::TextEnum(name) => Self {
                refers_to: Some(name.as_str()),
                ..Self::default()
            },
        }
    }
}

/// The schema of an object, with each member and each rule on its own line.
pub(super) fn object(summary: &str, fields: &[Field], rules: &[String]) -> String {
    let deeper = format!("{INDENT}    ");
    let lines = |lines: Vec<String>| lines.join(&format!(",\n{deeper}"));
    let mut words = vec![
        format!("\"description\": {}", quoted(summary)),
        "\"type\": \"object\"".to_owned(),
    ];
    if !fields.is_empty() {
        let members = fields
            .iter()
            .map(|field| format!("{}: {}", quoted(&field.wire), field.schema.text));
        let members = lines(members.collect());
        words.push(format!("\"properties\": {{\n{deeper}{members}\n{INDENT}}}"));
    }
    let required = fields.iter().filter(|field| field.schema.required);
    let required: Vec<_> = required.map(|field| quoted(&field.wire)).collect();
    if !required.is_empty() {
        words.push(format!("\"required\": [{}]", required.join(", ")));
    }
    if !rules.is_empty() {
        let rules = lines(rules.to_vec());
        words.push(format!("\"allOf\": [\n{deeper}{rules}\n{INDENT}]"));
    }
    let words = words.join(&format!(",\n{INDENT}"));
    visible(format!("{{\n{INDENT}{words}\n    }}"))
}

/// Escapes invisible characters, such as zero-width spaces, which upstream's prose contains.
fn visible(json: String) -> String {
    let hides = |c: char| {
        let is_plain =
            c.is_ascii() || matches!(c, '\u{3001}'..='\u{9fff}' | '\u{ff01}'..='\u{ff5e}');
        !is_plain && c.escape_debug().len() > 1
    };
    if !json.contains(hides) {
        return json;
    }
    let mut text = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if hides(c) {
            let units = &mut [0; 2];
            for unit in c.encode_utf16(units) {
                text.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            text.push(c);
        }
    }
    text
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Formats JSON on one line, with spaces after commas and colons.
struct Spaced;

impl Formatter for Spaced {
    fn begin_array_value<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        out.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        out.write_all(if first { b"" } else { b", " })
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invisible_characters_are_escaped() {
        let text = object("a\u{200b}b\u{e0001} \u{202e}典é\n\"😀", &[], &[]);
        assert!(
            text.contains(r#""description": "a\u200bb\udb40\udc01 \u202e典é\n\"😀","#),
            "{text}"
        );
        let schema: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            schema["description"],
            "a\u{200b}b\u{e0001} \u{202e}典é\n\"😀"
        );
    }
}
