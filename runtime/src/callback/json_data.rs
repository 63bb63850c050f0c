//! Payloads whose members are not documented.

use std::fmt;

use serde_json::Value;

use crate::wire::{Encode, Encoder};

/// The JSON of a payload whose members are not documented.
///
/// `Debug` does not show it, because it can contain personal data.
///
/// ```
/// use tencent_runtime::callback::JsonData;
///
/// let data = JsonData::from(serde_json::json!({ "Id": "1" }));
/// assert_eq!(data.value()["Id"], "1");
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct JsonData(Value);

impl JsonData {
    /// Returns the JSON.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.0
    }

    /// Returns the JSON.
    #[must_use]
    pub fn into_value(self) -> Value {
        self.0
    }
}

impl From<Value> for JsonData {
    fn from(value: Value) -> Self {
        Self(value)
    }
}

impl fmt::Debug for JsonData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsonData([redacted])")
    }
}

impl Encode for JsonData {
    fn encode(&self, encoder: &mut dyn Encoder) {
        encoder.encode_json(&self.0);
    }
}
