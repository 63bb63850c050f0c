//! Values that a constraint names: each is one that its subject can have.

use serde_json::{Number as JsonNumber, Value};

use super::Context;
use super::index::At;
use super::subject::Subject;
use crate::diagnostics::Problem;
use crate::model::{Enum, Number, Valid};

/// A number of the subject's type.
pub(super) fn number(
    number: &JsonNumber,
    subject: &Subject,
    at: &At<'_>,
) -> Result<Number, Vec<Problem>> {
    let read = match subject {
        Subject::Integer => number.as_i64().map(Number::Integer),
        Subject::Unsigned => number.as_u64().map(Number::Unsigned),
        _ => number.as_f64().map(Number::Float),
    };
    read.ok_or_else(|| vec![at.problem(format!("{number} is no value of the member's type"))])
}

/// Values of the subject's type. `at` tells where each of them stands.
pub(super) fn valid<'p>(
    context: &Context<'_>,
    values: &[Value],
    subject: &Subject,
    at: &dyn Fn(usize) -> At<'p>,
) -> Result<Valid, Vec<Problem>> {
    let named = match subject {
        Subject::IntegerEnum(name) | Subject::TextEnum(name) => context.enum_named(name),
        _ => None,
    };
    let wrong: Vec<Problem> = values
        .iter()
        .enumerate()
        .filter(|(_, value)| !subject.has(value, named))
        .map(|(position, value)| wrong_value(value, subject, named, &at(position)))
        .collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let read = match subject {
        Subject::Integer => each(values, Value::as_i64).map(Valid::Integers),
        Subject::Unsigned => each(values, Value::as_u64).map(Valid::Unsigned),
        Subject::Text => each(values, |value| value.as_str().map(str::to_owned)).map(Valid::Texts),
        Subject::Bool => match values {
            [Value::Bool(only)] => Some(Valid::Bool(*only)),
            _ => None,
        },
        Subject::IntegerEnum(name) | Subject::TextEnum(name) => {
            let variants = each(values, |value| named?.variant(value).cloned());
            variants.map(|variants| Valid::Variants {
                of: name.clone(),
                variants,
            })
        }
        Subject::Float | Subject::Object(_) | Subject::List(_) => None,
    };
    // All of them fit one by one; true and false together leave nothing out.
    read.ok_or_else(|| vec![at(1).problem("true and false are all there is")])
}

fn wrong_value(value: &Value, subject: &Subject, named: Option<&Enum>, at: &At<'_>) -> Problem {
    match (subject, named) {
        (_, Some(named)) => {
            let known = named.values();
            let known = known.iter().map(String::as_str);
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            at.dangling(
                &format!("{value} is no value of `{}`", named.rust),
                &text,
                known,
            )
        }
        (Subject::Float, _) => at
            .problem("floating-point numbers are not compared for equality")
            .help("write `minimum` and `maximum`"),
        _ if value.as_str() == Some("") => at
            .problem("an empty text counts as absent, and is never a value")
            .help("leave it out"),
        _ => at.problem(format!("{value} is not {}", subject.in_words())),
    }
}

fn each<T>(values: &[Value], read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    values.iter().map(read).collect()
}
