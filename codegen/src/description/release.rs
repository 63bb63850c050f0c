//! The release of the crate itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is published next. `update` raises the version by what changed; a person may change it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The JSON Schema of this file, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The name of the crate; `tencent-` and the service where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package: Option<String>,
    /// The version of the crate, such as `0.1.0`.
    #[schemars(regex(pattern = r"^\d+\.\d+\.\d+$"))]
    pub version: String,
}

impl Default for Release {
    fn default() -> Self {
        Self {
            schema: Some("../release.schema.json".to_owned()),
            package: None,
            version: "0.1.0".to_owned(),
        }
    }
}
