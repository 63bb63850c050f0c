//! Faults that a mock injects.

use std::time::Duration;

use serde_json::{Value, json};

/// A fault of the server or of the network.
///
/// ```
/// use serde::Serialize;
/// use tencent_mock::{Fault, MockServer};
/// use tencent_runtime::Action;
///
/// /// The server executes the request, but the client cannot know that.
/// fn lose_the_answer<A>(mock: &MockServer)
/// where
///     A: Action + 'static,
///     A::Response: Serialize,
/// {
///     mock.on::<A>().injects(Fault::DropAfterBody);
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The rate limit of the account is exceeded: `RequestLimitExceeded`.
    Throttled,
    /// The answer comes after this time.
    Slow(Duration),
    /// The connection closes before the server has read the body. The request is not executed, but the
    /// client cannot know that if it sent the body.
    DropBeforeBody,
    /// The connection closes after the server has read the body, without an answer. The client cannot
    /// know whether the request was executed.
    DropAfterBody,
    /// The connection closes in the middle of the answer.
    TruncatedBody,
    /// The answer is complete, but its JSON is cut off.
    TruncatedJson,
    /// A proxy answers with an HTML page and this status, such as 503.
    Html(u16),
    /// The answer has no body.
    Empty,
    /// The answer has status 200 and a body that is not JSON.
    NotJson,
    /// From now on, the server's clock is that far ahead of the clock of this machine. Signatures with
    /// another time get `AuthFailure.SignatureExpire`, and the `Date` header contains the server's time.
    ClockAhead(Duration),
    /// The token of the credential has expired: `AuthFailure.TokenFailure`.
    ExpiredToken,
    /// All numbers of the answer are strings.
    NumbersAsText,
    /// The answer comes from a later version of the service: enums have unknown values, and objects
    /// have unknown members.
    FutureServer,
}

impl Fault {
    /// Returns whether the fault replaces the answer. Otherwise it changes the answer, or its time.
    pub(crate) fn replaces_answer(&self) -> bool {
        match self {
            Self::Throttled
            | Self::DropBeforeBody
            | Self::DropAfterBody
            | Self::Html(_)
            | Self::Empty
            | Self::NotJson
            | Self::ExpiredToken => true,
            Self::Slow(_)
            | Self::TruncatedBody
            | Self::TruncatedJson
            | Self::ClockAhead(_)
            | Self::NumbersAsText
            | Self::FutureServer => false,
        }
    }
}

/// Replaces all numbers by strings.
pub(crate) fn numbers_as_text(value: &mut Value) {
    match value {
        Value::Number(number) => *value = Value::String(number.to_string()),
        Value::Array(items) => items.iter_mut().for_each(numbers_as_text),
        Value::Object(members) => members.values_mut().for_each(numbers_as_text),
        _ => {}
    }
}

/// Adds unknown members to all objects, and replaces the values of enums by unknown ones. `root` is the
/// JSON Schema of the response.
pub(crate) fn future_answer(value: &mut Value, schema: &Value, root: &Value) {
    let schema = target(schema, root);
    match value {
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                let known = schema.get("properties").and_then(|known| known.get(name));
                future_answer(member, known.unwrap_or(&Value::Null), root);
            }
            members.insert(
                "MemberOfTheFuture".to_owned(),
                json!({ "Values": [1, "one"] }),
            );
        }
        Value::Array(items) => {
            let known = schema.get("items").unwrap_or(&Value::Null);
            items
                .iter_mut()
                .for_each(|item| future_answer(item, known, root));
        }
        Value::Number(_) if is_enum(schema) => *value = Value::from(987_654),
        Value::String(_) if is_enum(schema) => *value = Value::from("VALUE_OF_THE_FUTURE"),
        _ => {}
    }
}

/// Follows a reference of a JSON Schema.
pub(crate) fn target<'s>(schema: &'s Value, root: &'s Value) -> &'s Value {
    let reference = schema.get("$ref").and_then(Value::as_str);
    let pointer = reference.and_then(|reference| reference.strip_prefix('#'));
    pointer
        .and_then(|pointer| root.pointer(pointer))
        .unwrap_or(schema)
}

fn is_enum(schema: &Value) -> bool {
    schema.get("anyOf").is_some_and(Value::is_array)
}
