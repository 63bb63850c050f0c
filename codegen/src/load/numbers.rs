//! Converts whole numbers to integers. For JSON Schema, `64.0` and `1e3` are integers too.

use serde_json::Value;

/// 2^53. Up to this number, an `f64` represents every integer exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// Converts every whole number in a value to an integer.
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
