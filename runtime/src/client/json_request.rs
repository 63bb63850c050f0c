//! Requests of actions that no crate contains.

use std::fmt;

use serde_json::Value;

/// A request of an action that no crate contains: the name of the action, the version of the API and the
/// members as JSON.
///
/// `call_json` of a client sends it. Nothing describes such an action, so the client does not validate the
/// request, knows no rate limit, and treats all values of the request as sensitive.
#[derive(Clone, PartialEq, Eq)]
pub struct JsonRequest {
    action: String,
    version: String,
    members: Value,
}

impl JsonRequest {
    /// Creates a request. `version` is a date, such as `2017-03-12`. `members` is a JSON object.
    ///
    /// ```
    /// use serde_json::json;
    /// use tencent_runtime::client::JsonRequest;
    ///
    /// let request = JsonRequest::new("DescribeThings", "2020-01-01", json!({ "Limit": 10 }));
    /// ```
    #[must_use]
    pub fn new(
        action: impl Into<String>,
        version: impl Into<String>,
        members: impl Into<Value>,
    ) -> Self {
        Self {
            action: action.into(),
            version: version.into(),
            members: members.into(),
        }
    }

    /// Returns the name of the action.
    #[must_use]
    pub fn action(&self) -> &str {
        &self.action
    }

    /// Returns the version of the API.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns the members. They may contain personal data.
    #[must_use]
    pub fn members(&self) -> &Value {
        &self.members
    }
}

impl fmt::Debug for JsonRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonRequest")
            .field("action", &self.action)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}
