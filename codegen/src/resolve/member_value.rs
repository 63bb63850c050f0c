//! Values of members that the overlay lists: of waiters, state machines and links of ids.

use serde_json::Value;

use crate::model::{Enum, Field, State, Type};

/// Converts a value to one that a member, or an item of it, can have. `enums` are those that members can
/// refer to. Returns a message and a help text if it cannot have the value.
pub(super) fn member_value<'e>(
    field: &Field,
    enums: impl IntoIterator<Item = &'e Enum>,
    value: &Value,
) -> Result<State, (String, String)> {
    let state = match (&field.of, State::of(value)) {
        (Type::Text | Type::TextEnum(_), Some(state @ State::Text(_))) => state,
        (Type::Integer | Type::IntegerEnum(_), Some(state @ State::Integer(_))) => state,
        (Type::Unsigned, Some(state @ State::Integer(0..))) => state,
        (Type::Bool, Some(state @ State::Flag(_))) => state,
        _ => return Err(wrong_type(field, value)),
    };
    let mut enums = enums.into_iter();
    let named = enums.find(|named| Some(&named.rust) == field.of.name());
    match named {
        Some(named) if named.variant(value).is_none() => {
            let message = format!("the enum of `{}` has no value {value}", field.wire);
            Err((
                message,
                format!("its values are {}", named.values().join(", ")),
            ))
        }
        _ => Ok(state),
    }
}

impl State {
    /// Converts a JSON value.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self::Text(text.clone())),
            Value::Number(number) => number.as_i64().map(Self::Integer),
            Value::Bool(flag) => Some(Self::Flag(*flag)),
            _ => None,
        }
    }
}

fn wrong_type(field: &Field, value: &Value) -> (String, String) {
    let kind = match field.of {
        Type::Text | Type::TextEnum(_) => "a text",
        Type::Bytes => "bytes",
        Type::Bool => "true or false",
        Type::Unsigned => "a number that is not negative",
        Type::Float => "a number",
        Type::Object(_) => "an object",
        Type::Integer | Type::IntegerEnum(_) => "a number without fraction",
    };
    let message = format!("`{}` never has the value {value}", field.wire);
    (message, format!("its value is {kind}"))
}
