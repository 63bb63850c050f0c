//! The text of a code, a message or an id, which some services write as a number.

use serde_json::Value;

/// Returns the text of a value. An empty text counts as none, and so does any other type.
pub(super) fn as_text(value: Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => None,
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
