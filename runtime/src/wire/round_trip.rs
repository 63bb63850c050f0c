//! Compares a JSON text with the encoding of the value that was decoded from it.

use serde_json::Value;

use super::encode::Encode;
use super::number::same_number;
use super::serialize::AsSerialize;

/// The first difference between a text and the encoded value.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// The path in wire names.
    pub(crate) path: String,
    pub(crate) of: DifferenceKind,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum DifferenceKind {
    /// The encoded value lacks a member.
    Member,
    /// The encoded value has another value.
    Value {
        /// The kind of the encoded value.
        expected: &'static str,
        /// The kind of the value in the text.
        found: &'static str,
    },
}

/// Compares two values that are neither objects nor lists.
pub(crate) type ScalarEq = fn(&Value, &Value) -> bool;

/// Returns the first difference. Ignores `null` in the text.
pub(crate) fn first_difference(
    text: &str,
    decoded: &dyn Encode,
    scalar_eq: ScalarEq,
) -> serde_json::Result<Option<Difference>> {
    let original = serde_json::from_str(text)?;
    let encoded = serde_json::to_value(AsSerialize(decoded))?;
    Ok(compare(&original, Some(&encoded), "", scalar_eq).err())
}

/// Returns whether two values are equal. Compares numbers by value.
pub(crate) fn is_same_value(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => same_number(one, other),
        _ => one == other,
    }
}

fn compare(
    original: &Value,
    encoded: Option<&Value>,
    path: &str,
    scalar_eq: ScalarEq,
) -> Result<(), Difference> {
    let different = |of| {
        let path = path.to_owned();
        Err(Difference { path, of })
    };
    let encoded = match (original, encoded) {
        (Value::Null, _) => return Ok(()),
        (_, None) => return different(DifferenceKind::Member),
        (_, Some(encoded)) => encoded,
    };
    match (original, encoded) {
        (Value::Object(members), Value::Object(encoded)) => {
            members.iter().try_for_each(|(name, member)| {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                compare(member, encoded.get(name), &path, scalar_eq)
            })
        }
        (Value::Array(items), Value::Array(encoded)) if items.len() == encoded.len() => items
            .iter()
            .zip(encoded)
            .enumerate()
            .try_for_each(|(index, (item, other))| {
                compare(item, Some(other), &format!("{path}[{index}]"), scalar_eq)
            }),
        _ if scalar_eq(original, encoded) => Ok(()),
        (Value::Number(_), Value::Number(_)) => different(DifferenceKind::Value {
            expected: "a number that a 64-bit float holds",
            found: "one with more digits",
        }),
        _ => different(DifferenceKind::Value {
            expected: kind_of(encoded),
            found: kind_of(original),
        }),
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::super::{RequestJsonError, request_from_json};

    #[test]
    fn an_integer_with_more_digits_than_a_float_is_rejected() {
        assert_eq!(request_from_json("[0.5, 2, 2.0, 9007199254740992]"), {
            Ok(vec![0.5, 2.0, 2.0, 9007199254740992.0])
        });
        let error = request_from_json::<Vec<f64>>("[2, 9007199254740993]").unwrap_err();
        assert_eq!(
            error.to_string(),
            "[1]: must be a number that a 64-bit float holds, not one with more digits"
        );
        assert!(request_from_json::<f64>("18446744073709551615").is_err());
        assert!(request_from_json::<f64>("18446744073709549568").is_ok());
    }

    #[test]
    fn integers_may_be_written_as_floats() {
        assert_eq!(request_from_json("[5.0, 5, -5e0]"), Ok(vec![5, 5, -5_i64]));
    }

    #[test]
    fn a_value_of_another_kind_is_rejected() {
        for (text, found) in [("[\"5\"]", "a string"), ("[5, \" 5 \"]", "a string")] {
            let error = request_from_json::<Vec<i64>>(text).unwrap_err();
            let RequestJsonError::Changed { found: actual, .. } = error else {
                panic!("{error:?}");
            };
            assert_eq!(actual, found, "{text}");
        }
    }
}
