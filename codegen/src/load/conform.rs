//! Holds a file against the JSON Schema of its kind.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use schemars::JsonSchema;
use serde_json::Value;

use super::{Document, Pointer};
use crate::description::json_schema;
use crate::diagnostics::{Problem, nearest};

/// Everything in the file that its JSON Schema does not allow.
pub(super) fn problems<T: JsonSchema>(document: &Document) -> Vec<Problem> {
    let schema = json_schema::<T>();
    let validator = match jsonschema::validator_for(&schema) {
        Ok(validator) => validator,
        Err(error) => {
            return vec![Problem::new(format!(
                "the JSON Schema does not work: {error}"
            ))];
        }
    };
    validator
        .iter_errors(document.value())
        .flat_map(|error| describe(document, &schema, &error))
        .collect()
}

fn describe(document: &Document, schema: &Value, error: &ValidationError<'_>) -> Vec<Problem> {
    let pointer = Pointer::parse(error.instance_path().as_str());
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|name| unknown_member(document, schema, error, &pointer, name))
            .collect(),
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            vec![document.problem(&pointer, format!("the member `{name}` is missing"))]
        }
        ValidationErrorKind::Type { .. } => {
            let message = format!("wrong type: {}", without_value(error));
            vec![document.problem(&pointer, message)]
        }
        ValidationErrorKind::AnyOf { context } => alternatives(document, schema, context, &pointer),
        _ => vec![document.problem(&pointer, without_value(error))],
    }
}

/// A member that may be left out is either what it should be or null: the first is meant, unless
/// the value is of neither type.
fn alternatives(
    document: &Document,
    schema: &Value,
    context: &[Vec<ValidationError<'_>>],
    pointer: &Pointer,
) -> Vec<Problem> {
    let (other_type, meant): (Vec<_>, Vec<_>) = context
        .iter()
        .flatten()
        .partition(|error| is_wrong_type_of(error, pointer));
    let told = if meant.is_empty() { other_type } else { meant };
    told.into_iter()
        .take(4)
        .flat_map(|error| describe(document, schema, error))
        .collect()
}

fn is_wrong_type_of(error: &ValidationError<'_>, pointer: &Pointer) -> bool {
    let here = Pointer::parse(error.instance_path().as_str()) == *pointer;
    here && matches!(error.kind(), ValidationErrorKind::Type { .. })
}

fn unknown_member(
    document: &Document,
    schema: &Value,
    error: &ValidationError<'_>,
    object: &Pointer,
    name: &str,
) -> Problem {
    let known = known_members(schema, error.schema_path().as_str());
    let problem = document.name_problem(&object.to(name), format!("unknown member `{name}`"));
    let expected = format!("expected one of: {}", known.join(", "));
    match nearest(name, known.iter().copied()) {
        Some(meant) => problem.help(format!("did you mean `{meant}`? ({expected})")),
        None => problem.help(expected),
    }
}

/// The members that the schema allows, where `keyword` is the place of `additionalProperties`.
fn known_members<'a>(schema: &'a Value, keyword: &str) -> Vec<&'a str> {
    let object = keyword.rsplit_once('/').map_or("", |(object, _)| object);
    let properties = schema
        .pointer(object)
        .and_then(|object| object.get("properties"));
    properties
        .and_then(Value::as_object)
        .map(|members| members.keys().map(String::as_str).collect())
        .unwrap_or_default()
}

/// The library's message without the value, which may be a whole object.
fn without_value(error: &ValidationError<'_>) -> String {
    error.masked_with("this value").to_string()
}
