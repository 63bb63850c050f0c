//! Holds a file against the JSON Schema of its kind.

use std::sync::LazyLock;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use schemars::JsonSchema;
use serde_json::Value;

use super::{Document, Pointer};
use crate::description::{Facts, Overlay, json_schema};
use crate::diagnostics::{Problem, nearest};

/// A kind of file, and what may stand in one.
pub(super) trait Kind: JsonSchema {
    /// Made once: a service has many overlay files.
    fn form() -> &'static Form;
}

/// The JSON Schema of a kind of file, compiled.
pub(super) struct Form {
    schema: Value,
    validator: Result<Validator, String>,
}

impl Form {
    fn of<T: JsonSchema>() -> Self {
        let schema = json_schema::<T>();
        let validator = jsonschema::validator_for(&schema).map_err(|error| error.to_string());
        Self { schema, validator }
    }
}

impl Kind for Facts {
    fn form() -> &'static Form {
        static FORM: LazyLock<Form> = LazyLock::new(Form::of::<Facts>);
        &FORM
    }
}

impl Kind for Overlay {
    fn form() -> &'static Form {
        static FORM: LazyLock<Form> = LazyLock::new(Form::of::<Overlay>);
        &FORM
    }
}

/// Everything in the file that its JSON Schema does not allow.
pub(super) fn problems<T: Kind>(document: &Document) -> Vec<Problem> {
    let Form { schema, validator } = T::form();
    match validator {
        Ok(validator) => validator
            .iter_errors(document.value())
            .flat_map(|error| describe(document, schema, &error))
            .collect(),
        Err(error) => vec![Problem::new(format!(
            "the JSON Schema does not work: {error}"
        ))],
    }
}

fn describe(document: &Document, schema: &Value, error: &ValidationError<'_>) -> Vec<Problem> {
    use ValidationErrorKind as Kind;
    let pointer = Pointer::parse(error.instance_path().as_str());
    let problem = |message: String| document.problem(&pointer, message);
    match error.kind() {
        Kind::AdditionalProperties { unexpected } => unexpected
            .iter()
            .map(|name| unknown_member(document, schema, error, &pointer, name))
            .collect(),
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            vec![problem(format!("the member `{name}` is missing"))]
        }
        Kind::Type { .. } => vec![problem(format!("wrong type: {}", without_value(error)))],
        Kind::OneOfNotValid { .. } | Kind::Enum { .. } => {
            vec![unknown_choice(document, schema, error, &pointer)]
        }
        Kind::PropertyNames { error: wrong } => {
            let name = wrong.instance().as_str().unwrap_or_default();
            let message = format!("`{name}` is no such name");
            let problem = document.name_problem(&pointer.to(name), message);
            vec![expected(problem, schema, error)]
        }
        Kind::UniqueItems => vec![repeated_item(document, error, &pointer)],
        Kind::MinItems { .. } => vec![problem("the list is empty".to_owned())],
        Kind::MinProperties { .. } => {
            vec![problem("this says nothing".to_owned()).help("say something, or remove it")]
        }
        Kind::Pattern { .. } => {
            let text = error.instance().as_str().unwrap_or_default();
            let message = match text.trim() {
                "" => "this is empty".to_owned(),
                _ => format!("`{}` does not belong here", text.escape_debug()),
            };
            vec![expected(problem(message), schema, error)]
        }
        _ => vec![expected(problem(without_value(error)), schema, error)],
    }
}

/// With what the schema says of the member that is wrong.
fn expected(problem: Problem, schema: &Value, error: &ValidationError<'_>) -> Problem {
    let keyword = error.schema_path().as_str();
    let member = keyword.rsplit_once('/').map_or("", |(member, _)| member);
    let described = schema
        .pointer(member)
        .and_then(|member| member.get("description"));
    match described.and_then(Value::as_str) {
        Some(description) => problem.help(format!("expected: {description}")),
        None => problem,
    }
}

/// A word where the schema lists the words that may stand there.
fn unknown_choice(
    document: &Document,
    schema: &Value,
    error: &ValidationError<'_>,
    pointer: &Pointer,
) -> Problem {
    let listed = schema.pointer(error.schema_path().as_str());
    let listed = listed.and_then(Value::as_array).map(Vec::as_slice);
    let known: Vec<&str> = listed
        .unwrap_or_default()
        .iter()
        .filter_map(|choice| choice.get("const").unwrap_or(choice).as_str())
        .collect();
    let found = error.instance();
    let name = found.as_str().unwrap_or_default();
    let problem = document.problem(pointer, format!("{found} is none of the known words"));
    suggest(problem, name, &known)
}

fn repeated_item(document: &Document, error: &ValidationError<'_>, pointer: &Pointer) -> Problem {
    let instance = error.instance();
    let items = instance.as_array().map(Vec::as_slice).unwrap_or_default();
    let repeated = (0..items.len()).find(|position| items[..*position].contains(&items[*position]));
    let at = repeated.map_or_else(|| pointer.clone(), |position| pointer.to(position));
    document.problem(&at, "the list has this twice")
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
    suggest(problem, name, &known)
}

fn suggest(problem: Problem, name: &str, known: &[&str]) -> Problem {
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
