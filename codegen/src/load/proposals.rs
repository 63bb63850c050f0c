//! Refuses values that `cargo xtask draft` proposed and that no person accepted.

use serde_json::Value;

use crate::characters::visible;
use crate::diagnostics::Problem;
use crate::json::{Document, Pointer};

/// Returns a problem for each proposal of an overlay file.
pub(super) fn problems(document: &Document) -> Vec<Problem> {
    let root = Pointer::root();
    let mut problems = Vec::new();
    for (at, object) in members(document.value(), &root, "objects") {
        for (at, member) in members(object, &at, "members") {
            for (at, sentence) in members(member, &at, "proposed") {
                let name = at.steps().last().map(String::as_str).unwrap_or_default();
                problems.extend(problem(
                    document,
                    &at,
                    &format!("`{}`", visible(name)),
                    sentence,
                ));
            }
        }
        for (at, rule) in items(object, &at, "rules") {
            problems.extend(proposed(document, &at, "rule", rule));
        }
    }
    for (at, of) in members(document.value(), &root, "enums") {
        for (at, value) in items(of, &at, "values") {
            problems.extend(proposed(document, &at, "value", value));
        }
    }
    problems
}

fn proposed(document: &Document, at: &Pointer, what: &str, value: &Value) -> Option<Problem> {
    let sentence = value.get("proposed")?;
    problem(
        document,
        &at.to("proposed"),
        &format!("this {what}"),
        sentence,
    )
}

fn problem(document: &Document, at: &Pointer, what: &str, sentence: &Value) -> Option<Problem> {
    let sentence = visible(sentence.as_str()?);
    let message = format!("no person accepted {what} yet, which was read from \"{sentence}\"");
    let help = format!(
        "compare {what} with the sentence, and correct or remove it if it is wrong; then remove the sentence from \
         `proposed`, or the whole of `proposed`"
    );
    Some(document.problem(at, message).help(help))
}

/// Returns the members of the object that a value has under a name.
fn members<'v>(
    value: &'v Value,
    at: &Pointer,
    name: &str,
) -> impl Iterator<Item = (Pointer, &'v Value)> {
    let at = at.to(name);
    let members = value
        .get(name)
        .and_then(Value::as_object)
        .into_iter()
        .flatten();
    members.map(move |(name, value)| (at.to(name), value))
}

/// Returns the items of the list that a value has under a name.
fn items<'v>(
    value: &'v Value,
    at: &Pointer,
    name: &str,
) -> impl Iterator<Item = (Pointer, &'v Value)> {
    let at = at.to(name);
    let items = value
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten();
    items
        .enumerate()
        .map(move |(position, value)| (at.to(position), value))
}
