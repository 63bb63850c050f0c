//! The typed values of constraints.

use serde_json::{Number as JsonNumber, Value};

use super::context::Context;
use super::location::Location;
use super::value_kind::ValueKind;
use crate::diagnostics::Problem;
use crate::model::{Enum, Number, Valid};

/// Converts a number to the type of the values that it limits.
pub(super) fn number(
    number: &JsonNumber,
    kind: &ValueKind,
    at: &Location<'_>,
) -> Result<Number, Vec<Problem>> {
    let read = match kind {
        ValueKind::Integer => number.as_i64().map(Number::Integer),
        ValueKind::Unsigned => number.as_u64().map(Number::Unsigned),
        _ => number.as_f64().map(Number::Float),
    };
    read.ok_or_else(|| vec![at.problem(format!("{number} is not a value of the member's type"))])
}

/// Converts values to the type that they are compared with. `at` is the location of each.
pub(super) fn valid<'p>(
    context: &Context<'_>,
    values: &[Value],
    kind: &ValueKind,
    at: &dyn Fn(usize) -> Location<'p>,
) -> Result<Valid, Vec<Problem>> {
    let named = match kind {
        ValueKind::IntegerEnum(name) | ValueKind::TextEnum(name) => context.enum_named(name),
        _ => None,
    };
    let wrong: Vec<Problem> = values
        .iter()
        .enumerate()
        .filter(|(_, value)| !kind.has(value, named))
        .map(|(position, value)| wrong_value(value, kind, named, &at(position)))
        .collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let read = match kind {
        ValueKind::Integer => each(values, Value::as_i64).map(Valid::Integers),
        ValueKind::Unsigned => each(values, Value::as_u64).map(Valid::Unsigned),
        ValueKind::Text => {
            each(values, |value| value.as_str().map(str::to_owned)).map(Valid::Texts)
        }
        ValueKind::Bool => match values {
            [Value::Bool(only)] => Some(Valid::Bool(*only)),
            _ => None,
        },
        ValueKind::IntegerEnum(name) | ValueKind::TextEnum(name) => {
            let variants = each(values, |value| named?.variant(value).cloned());
            variants.map(|variants| Valid::Variants {
                of: name.clone(),
                variants,
                ignore_case: named.is_some_and(|named| named.ignore_case),
            })
        }
        ValueKind::Float | ValueKind::Bytes | ValueKind::Object(_) | ValueKind::List(_) => None,
    };
    // Each value is valid; together, true and false exclude nothing.
    read.ok_or_else(|| vec![at(1).problem("true and false together exclude nothing")])
}

fn wrong_value(
    value: &Value,
    kind: &ValueKind,
    named: Option<&Enum>,
    at: &Location<'_>,
) -> Problem {
    match (kind, named) {
        (_, Some(named)) => {
            let known = named.values();
            let known = known.iter().map(String::as_str);
            let text = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            at.dangling(
                &format!("{value} is not a value of `{}`", named.rust),
                &text,
                known,
            )
        }
        (ValueKind::Float, _) => at
            .problem("floating-point numbers are not compared for equality")
            .help("write `minimum` and `maximum`"),
        _ if value.as_str() == Some("") => at
            .problem("an empty text counts as absent, and is never a value")
            .help("leave it out"),
        _ => at.problem(format!("{value} is not {}", kind.in_words())),
    }
}

fn each<T>(values: &[Value], read: impl Fn(&Value) -> Option<T>) -> Option<Vec<T>> {
    values.iter().map(read).collect()
}
