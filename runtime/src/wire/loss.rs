//! What gets lost when a text is read and written again.

use serde_json::Value;

use super::encode::Encode;
use super::number::same_number;
use super::serialize::Encoded;

/// What is not there again.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Loss {
    /// Where it stands, in wire names.
    pub(crate) path: String,
    pub(crate) of: Lost,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// A member: nobody knows it.
    Member,
    /// A value: another one is written.
    Value {
        /// The kind of value that is written.
        expected: &'static str,
        /// The kind of value that stands in the text.
        found: &'static str,
    },
}

/// Whether a value is there again, where it is neither an object nor a list.
pub(crate) type Same = fn(&Value, &Value) -> bool;

/// The first thing in a text that what was read of it does not hold. `null` says as much as nothing.
pub(crate) fn first_loss(
    text: &str,
    read: &dyn Encode,
    same: Same,
) -> serde_json::Result<Option<Loss>> {
    let written = serde_json::from_str(text)?;
    let again = serde_json::to_value(Encoded(read))?;
    Ok(compare(&written, Some(&again), "", same).err())
}

/// Whether both are the same value.
pub(crate) fn exactly(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => same_number(one, other),
        _ => one == other,
    }
}

fn compare(written: &Value, again: Option<&Value>, path: &str, same: Same) -> Result<(), Loss> {
    let lost = |of| {
        let path = path.to_owned();
        Err(Loss { path, of })
    };
    let again = match (written, again) {
        (Value::Null, _) => return Ok(()),
        (_, None) => return lost(Lost::Member),
        (_, Some(again)) => again,
    };
    match (written, again) {
        (Value::Object(members), Value::Object(others)) => {
            members.iter().try_for_each(|(name, member)| {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                compare(member, others.get(name), &path, same)
            })
        }
        (Value::Array(items), Value::Array(others)) if items.len() == others.len() => items
            .iter()
            .zip(others)
            .enumerate()
            .try_for_each(|(index, (item, other))| {
                compare(item, Some(other), &format!("{path}[{index}]"), same)
            }),
        _ if same(written, again) => Ok(()),
        (Value::Number(_), Value::Number(_)) => lost(Lost::Value {
            expected: "a number that a 64-bit float holds",
            found: "one with more digits",
        }),
        _ => lost(Lost::Value {
            expected: kind(again),
            found: kind(written),
        }),
    }
}

fn kind(value: &Value) -> &'static str {
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
    fn an_integer_with_more_digits_than_a_float_is_a_loss() {
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
    fn a_value_of_another_kind_is_a_loss() {
        for (text, found) in [("[\"5\"]", "a string"), ("[5, \" 5 \"]", "a string")] {
            let error = request_from_json::<Vec<i64>>(text).unwrap_err();
            let RequestJsonError::Changed { found: told, .. } = error else {
                panic!("{error:?}");
            };
            assert_eq!(told, found, "{text}");
        }
    }
}
