//! Numbers as JSON Schema has them: `64.0` and `1e3` are integers too.

use serde_json::Value;

/// Up to here every integer has a floating-point number of its own.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// The value with every whole number as an integer.
pub(super) fn whole(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => match number.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() <= EXACT => {
                Value::from(float as i64)
            }
            _ => Value::Number(number),
        },
        Value::Array(items) => items.into_iter().map(whole).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (name, whole(value)))
            .collect(),
        other => other,
    }
}
