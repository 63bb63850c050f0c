//! Evaluates constraints on values that the overlay itself contains, such as defaults and examples.

use regex_lite::Regex;
use serde_json::{Number, Value};

use crate::description::Constraint;

/// Whether a value satisfies a constraint. Null, an empty string and an empty list count as absent. A pattern
/// that cannot be compiled holds.
pub(super) fn holds(constraint: &Constraint, value: &Value) -> bool {
    if is_absent(value) {
        return true;
    }
    let of_kind = match value {
        Value::Number(number) => number_holds(constraint, number),
        Value::String(text) => text_holds(constraint, text),
        Value::Array(items) => items_hold(constraint, items),
        Value::Object(_) => members_hold(constraint, value),
        Value::Bool(_) | Value::Null => true,
    };
    of_kind && value_holds(constraint, value) && parts_hold(constraint, value)
}

/// Whether a value counts as absent.
pub(super) fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty)
}

fn number_holds(constraint: &Constraint, number: &Number) -> bool {
    let Some(number) = number.as_f64() else {
        return true;
    };
    let limit = |limit: &Option<Number>| limit.as_ref().and_then(Number::as_f64);
    limit(&constraint.minimum).is_none_or(|minimum| number >= minimum)
        && limit(&constraint.maximum).is_none_or(|maximum| number <= maximum)
}

fn text_holds(constraint: &Constraint, text: &str) -> bool {
    let length = text.chars().count() as u64;
    let matches = |pattern: &String| Regex::new(pattern).is_ok_and(|regex| !regex.is_match(text));
    constraint.min_length.is_none_or(|limit| length >= limit)
        && constraint.max_length.is_none_or(|limit| length <= limit)
        && !constraint.pattern.as_ref().is_some_and(matches)
}

fn items_hold(constraint: &Constraint, items: &[Value]) -> bool {
    let length = items.len() as u64;
    let every = |inner: &Constraint| items.iter().all(|item| holds(inner, item));
    let any = |inner: &Constraint| items.iter().any(|item| holds(inner, item));
    constraint.min_items.is_none_or(|limit| length >= limit)
        && constraint.max_items.is_none_or(|limit| length <= limit)
        && constraint.items.as_deref().is_none_or(every)
        && constraint.contains.as_deref().is_none_or(any)
}

fn members_hold(constraint: &Constraint, value: &Value) -> bool {
    let member = |name: &String| value.get(name).filter(|value| !is_absent(value));
    let is_present = |name: &String| member(name).is_some();
    let mut required = constraint.required.iter().flatten();
    let mut dependent = constraint.dependent_required.iter().flatten();
    let mut properties = constraint.properties.iter().flatten();
    required.all(is_present)
        && dependent.all(|(name, others)| !is_present(name) || others.iter().all(is_present))
        && properties.all(|(name, inner)| member(name).is_none_or(|value| holds(inner, value)))
}

fn value_holds(constraint: &Constraint, value: &Value) -> bool {
    let mut values = constraint.one_of_values.iter();
    values.all(|values| values.contains(value))
        && constraint
            .constant
            .as_ref()
            .is_none_or(|only| only == value)
}

fn parts_hold(constraint: &Constraint, value: &Value) -> bool {
    let holds = |inner: &Constraint| holds(inner, value);
    let chosen = match constraint.condition.as_deref() {
        Some(condition) if holds(condition) => &constraint.then,
        Some(_) => &constraint.otherwise,
        None => &None,
    };
    let mut all_of = constraint.all_of.iter().flatten();
    let mut any_of = constraint.any_of.iter();
    let mut one_of = constraint.one_of.iter();
    all_of.all(holds)
        && any_of.all(|parts| parts.iter().any(holds))
        && one_of.all(|parts| parts.iter().filter(|part| holds(part)).count() == 1)
        && !constraint.not.as_deref().is_some_and(holds)
        && chosen.as_deref().is_none_or(holds)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn constraints_agree_with_an_independent_validator() {
        let values = [
            json!(3),
            json!(7),
            json!("ab"),
            json!("abcdef"),
            json!(["a"]),
            json!(["a", "b", "c"]),
            json!({ "A": 1 }),
            json!({ "A": 2, "B": "x" }),
            json!({ "C": [1, 2] }),
            json!(true),
        ];
        for constraint in [
            json!({ "minimum": 5 }),
            json!({ "maximum": 5 }),
            json!({ "minLength": 3 }),
            json!({ "maxLength": 3, "pattern": "^a" }),
            json!({ "pattern": "^b" }),
            json!({ "minItems": 2 }),
            json!({ "maxItems": 2, "items": { "const": "a" } }),
            json!({ "items": { "maximum": 1 } }),
            json!({ "contains": { "const": "b" } }),
            json!({ "required": ["B"] }),
            json!({ "dependentRequired": { "A": ["B"] } }),
            json!({ "properties": { "A": { "maximum": 1 } } }),
            json!({ "enum": [3, "ab"] }),
            json!({ "allOf": [{ "minimum": 2 }, { "maximum": 4 }] }),
            json!({ "anyOf": [{ "const": 7 }, { "const": true }] }),
            json!({ "oneOf": [{ "required": ["A"] }, { "required": ["B"] }] }),
            json!({ "not": { "required": ["A"] } }),
            json!({ "if": { "required": ["A"] }, "then": { "required": ["B"] }, "else": { "required": ["C"] } }),
        ] {
            let validator = jsonschema::validator_for(&constraint).unwrap();
            let parsed: Constraint = serde_json::from_value(constraint.clone()).unwrap();
            for value in &values {
                let expected = validator.is_valid(value);
                assert_eq!(holds(&parsed, value), expected, "{constraint} {value}");
            }
        }
    }

    #[test]
    fn absent_values_break_nothing() {
        let parsed: Constraint = serde_json::from_value(json!({ "minLength": 3 })).unwrap();
        assert!(holds(&parsed, &json!("")) && !holds(&parsed, &json!("a")));
        let parsed: Constraint = serde_json::from_value(json!({ "required": ["A"] })).unwrap();
        assert!(!holds(&parsed, &json!({ "A": "" })));
    }
}
