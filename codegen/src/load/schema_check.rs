//! Checks a file against the JSON Schema of its kind, before serde reads it.
//!
//! Serde stops at the first problem and does not know its place. This check reports every problem,
//! each with its JSON pointer and, for a misspelt name, the nearest known one.

use std::collections::HashSet;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde_json::{Map, Value};

use super::compiled_schema::{CompiledSchema, Schema};
use crate::description::{Callbacks, Facts, Overlay};
use crate::diagnostics::{Problem, nearest};
use crate::json::{Document, Pointer};

type Compiled = Result<CompiledSchema, String>;

/// A kind of file in `schema/`.
pub(super) trait FileKind: JsonSchema {
    /// The schema of the kind. It is compiled once, because a service has many overlay files.
    fn schema() -> &'static Compiled;
}

impl FileKind for Facts {
    fn schema() -> &'static Compiled {
        static SCHEMA: LazyLock<Compiled> = LazyLock::new(CompiledSchema::of::<Facts>);
        &SCHEMA
    }
}

impl FileKind for Overlay {
    fn schema() -> &'static Compiled {
        static SCHEMA: LazyLock<Compiled> = LazyLock::new(CompiledSchema::of::<Overlay>);
        &SCHEMA
    }
}

impl FileKind for Callbacks {
    fn schema() -> &'static Compiled {
        static SCHEMA: LazyLock<Compiled> = LazyLock::new(CompiledSchema::of::<Callbacks>);
        &SCHEMA
    }
}

/// Returns every problem that the JSON Schema finds in the value of a document. Whole numbers of the
/// value are integers.
pub(super) fn problems<T: FileKind>(document: &Document, value: &Value) -> Vec<Problem> {
    let compiled = match T::schema() {
        Ok(compiled) => compiled,
        Err(error) => return vec![Problem::new(error.clone())],
    };
    let mut check = Check {
        document,
        compiled,
        problems: Vec::new(),
    };
    check.value(value, &compiled.root, &Pointer::root());
    check.problems
}

/// One run over a file.
struct Check<'a> {
    document: &'a Document,
    compiled: &'a CompiledSchema,
    problems: Vec<Problem>,
}

impl Check<'_> {
    /// Checks a value against a schema. Keywords apply to one type each, so a value of a wrong type
    /// has that problem only.
    fn value(&mut self, value: &Value, schema: &Schema, at: &Pointer) {
        if let Some(referenced) = self.compiled.referenced(schema) {
            self.value(value, referenced, at);
        }
        if !schema.types.is_empty() && !schema.types.iter().any(|kind| kind.includes(value)) {
            let expected: Vec<&str> = schema.types.iter().map(|kind| kind.in_words()).collect();
            let expected = expected.join(" or ");
            self.report(at, format!("wrong type: expected {expected}"), schema);
            return;
        }
        self.choice(value, schema, at);
        match value {
            Value::Object(members) => self.object(members, schema, at),
            Value::Array(items) => self.array(items, schema, at),
            Value::String(text) => self.text(text, schema, at),
            Value::Number(number) => self.number(number.as_f64(), schema, at),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn choice(&mut self, value: &Value, schema: &Schema, at: &Pointer) {
        let choices = schema.choices();
        if choices.is_empty() || choices.contains(&value) {
            return;
        }
        let known: Vec<&str> = choices
            .iter()
            .filter_map(|choice| choice.as_str())
            .collect();
        let message = format!("{value} is none of the known words");
        let problem = self.document.problem(at, message);
        let name = value.as_str().unwrap_or_default();
        self.problems.push(suggest(problem, name, &known));
    }

    fn object(&mut self, members: &Map<String, Value>, schema: &Schema, at: &Pointer) {
        for name in &schema.required {
            if !members.contains_key(name) {
                let message = format!("the member `{name}` is missing");
                let problem = self.document.problem(at, message);
                self.problems.push(match schema.properties.get(name) {
                    Some(member) => expected(problem, member),
                    None => problem,
                });
            }
        }
        if members.len() < schema.min_properties {
            let message = "this object is empty; add something or remove it";
            self.problems.push(self.document.problem(at, message));
        }
        for (name, value) in members {
            let at = at.to(name);
            if let Some(names) = &schema.property_names {
                self.name(name, names, &at);
            }
            match schema.properties.get(name).or(schema.other_members()) {
                Some(member) => self.value(value, member, &at),
                None if schema.allows_other_members() => {}
                None => self.unknown_member(name, schema, &at),
            }
        }
    }

    fn name(&mut self, name: &str, names: &Schema, at: &Pointer) {
        if names.pattern.as_ref().is_some_and(|it| !it.is_match(name)) {
            let message = format!("`{}` is not a valid name here", name.escape_debug());
            let problem = self.document.name_problem(at, message);
            self.problems.push(expected(problem, names));
        }
    }

    fn unknown_member(&mut self, name: &str, schema: &Schema, at: &Pointer) {
        let message = format!("unknown member `{}`", name.escape_debug());
        let problem = self.document.name_problem(at, message);
        let known: Vec<&str> = schema.properties.keys().map(String::as_str).collect();
        self.problems.push(suggest(problem, name, &known));
    }

    fn array(&mut self, items: &[Value], schema: &Schema, at: &Pointer) {
        if items.len() < schema.min_items {
            let message = "the list is empty; add an item or remove it";
            self.problems.push(self.document.problem(at, message));
        }
        if schema.unique_items {
            let mut known = HashSet::new();
            let repeated = items
                .iter()
                .position(|item| !known.insert(item.to_string()));
            if let Some(position) = repeated {
                let at = at.to(position);
                let problem = self.document.problem(&at, "the list has this twice");
                self.problems.push(problem);
            }
        }
        if let Some(schema) = &schema.items {
            for (position, item) in items.iter().enumerate() {
                self.value(item, schema, &at.to(position));
            }
        }
    }

    fn text(&mut self, text: &str, schema: &Schema, at: &Pointer) {
        if schema.pattern.as_ref().is_some_and(|it| !it.is_match(text)) {
            let message = match text.trim() {
                "" => "this text is empty".to_owned(),
                _ => format!("`{}` is not valid here", text.escape_debug()),
            };
            self.report(at, message, schema);
        }
    }

    fn number(&mut self, number: Option<f64>, schema: &Schema, at: &Pointer) {
        let Some(number) = number else { return };
        if let Some(minimum) = schema.minimum.filter(|minimum| number < *minimum) {
            self.report(
                at,
                format!("this is less than the minimum of {minimum}"),
                schema,
            );
        }
        if let Some(maximum) = schema.maximum.filter(|maximum| number > *maximum) {
            self.report(
                at,
                format!("this is greater than the maximum of {maximum}"),
                schema,
            );
        }
    }

    fn report(&mut self, at: &Pointer, message: String, schema: &Schema) {
        let problem = self.document.problem(at, message);
        self.problems.push(expected(problem, schema));
    }
}

/// Adds the schema's description of the value.
fn expected(problem: Problem, schema: &Schema) -> Problem {
    match &schema.description {
        Some(description) => problem.help(format!("expected: {description}")),
        None => problem,
    }
}

fn suggest(problem: Problem, name: &str, known: &[&str]) -> Problem {
    let expected = format!("expected one of: {}", known.join(", "));
    match nearest(name, known.iter().copied()) {
        Some(meant) => problem.help(format!("did you mean `{meant}`? ({expected})")),
        None => problem.help(expected),
    }
}

#[cfg(test)]
mod tests;
