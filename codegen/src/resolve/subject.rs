//! What a constraint is about, and which words fit it.

use serde_json::Value;

use super::index::At;
use crate::description::Constraint;
use crate::diagnostics::Problem;
use crate::model::{Enum, Field, Name, Type};

/// The kind of value that a constraint is held against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Object(Name),
    List(Box<Subject>),
    Integer,
    Unsigned,
    Float,
    Bool,
    Text,
    IntegerEnum(Name),
    TextEnum(Name),
}

impl Subject {
    /// The value of a field, once it is present.
    pub(super) fn of(field: &Field) -> Self {
        let one = match &field.of {
            Type::Integer => Self::Integer,
            Type::Unsigned => Self::Unsigned,
            Type::Float => Self::Float,
            Type::Bool => Self::Bool,
            Type::Text => Self::Text,
            Type::Object(name) => Self::Object(name.clone()),
            Type::IntegerEnum(name) => Self::IntegerEnum(name.clone()),
            Type::TextEnum(name) => Self::TextEnum(name.clone()),
        };
        if field.list {
            Self::List(Box::new(one))
        } else {
            one
        }
    }

    /// Whether a value can be there and count as absent.
    pub(super) fn can_be_empty(&self) -> bool {
        matches!(self, Self::Text | Self::TextEnum(_))
    }

    /// Whether a value of this kind can be that one.
    pub(super) fn has(&self, value: &Value, named: Option<&Enum>) -> bool {
        match self {
            Self::Integer => value.is_i64(),
            Self::Unsigned => value.is_u64(),
            Self::Text => value.as_str().is_some_and(|text| !text.is_empty()),
            Self::Bool => value.is_boolean(),
            Self::IntegerEnum(_) | Self::TextEnum(_) => {
                named.is_some_and(|named| named.variant(value).is_some())
            }
            Self::Float | Self::Object(_) | Self::List(_) => false,
        }
    }

    pub(super) fn in_words(&self) -> &'static str {
        match self {
            Self::Object(_) => "an object",
            Self::List(_) => "a list",
            Self::Integer | Self::Unsigned | Self::IntegerEnum(_) => "an integer",
            Self::Float => "a number",
            Self::Bool => "true or false",
            Self::Text | Self::TextEnum(_) => "a string",
        }
    }
}

/// The words of a constraint that say nothing about such a value.
pub(super) fn misfits(constraint: &Constraint, subject: &Subject, at: &At<'_>) -> Vec<Problem> {
    let number = matches!(
        subject,
        Subject::Integer | Subject::Unsigned | Subject::Float
    );
    let text = *subject == Subject::Text;
    let list = matches!(subject, Subject::List(_));
    let object = matches!(subject, Subject::Object(_));
    let scalar = !list && !object;
    let words = [
        ("minimum", constraint.minimum.is_some(), number),
        ("maximum", constraint.maximum.is_some(), number),
        ("minLength", constraint.min_length.is_some(), text),
        ("maxLength", constraint.max_length.is_some(), text),
        ("pattern", constraint.pattern.is_some(), text),
        ("enum", constraint.one_of_values.is_some(), scalar),
        ("const", constraint.constant.is_some(), scalar),
        ("minItems", constraint.min_items.is_some(), list),
        ("maxItems", constraint.max_items.is_some(), list),
        ("items", constraint.items.is_some(), list),
        ("contains", constraint.contains.is_some(), list),
        ("required", constraint.required.is_some(), object),
        ("properties", constraint.properties.is_some(), object),
        (
            "dependentRequired",
            constraint.dependent_required.is_some(),
            object,
        ),
        (
            "then",
            constraint.then.is_some(),
            constraint.condition.is_some(),
        ),
        (
            "else",
            constraint.otherwise.is_some(),
            constraint.condition.is_some(),
        ),
    ];
    let mut problems: Vec<_> = words
        .into_iter()
        .filter(|(_, said, fits)| *said && !fits)
        .map(|(word, ..)| at.to(word).problem(misfit(word, subject)))
        .collect();
    if constraint.condition.is_some() && constraint.then.is_none() && constraint.otherwise.is_none()
    {
        problems.push(
            at.to("if")
                .problem("`if` needs a `then` or an `else` beside it"),
        );
    }
    problems.extend(empty_ranges(constraint, at));
    problems
}

fn misfit(word: &str, subject: &Subject) -> String {
    match word {
        "then" | "else" => format!("`{word}` needs an `if` beside it"),
        _ => format!(
            "`{word}` does not fit a value that is {}",
            subject.in_words()
        ),
    }
}

/// Limits between which no value is left.
fn empty_ranges(constraint: &Constraint, at: &At<'_>) -> Vec<Problem> {
    let number = |number: &Option<serde_json::Number>| number.as_ref().and_then(|n| n.as_f64());
    let count = |count: Option<u64>| count.map(|count| count as f64);
    let ranges = [
        (
            "minimum",
            number(&constraint.minimum),
            number(&constraint.maximum),
        ),
        (
            "minLength",
            count(constraint.min_length),
            count(constraint.max_length),
        ),
        (
            "minItems",
            count(constraint.min_items),
            count(constraint.max_items),
        ),
    ];
    ranges
        .into_iter()
        .filter(|(_, least, most)| least.zip(*most).is_some_and(|(least, most)| least > most))
        .map(|(word, ..)| at.to(word).problem("no value is left between the limits"))
        .collect()
}
