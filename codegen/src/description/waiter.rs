//! Which values of a response end a wait.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Provenance;

/// A method of the clients that calls an action until a member of its response has a final value.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WaiterOverlay {
    /// The documentation of the method, in Markdown: what is waited for.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
    /// The member of the response that contains the state, such as `Status` or `Tasks[].Status`. If it is in a
    /// list, all items must succeed, and one that fails ends the wait.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub member: String,
    /// The values after which the method returns the response.
    #[schemars(length(min = 1))]
    pub success: Vec<Value>,
    /// The values after which the method fails at once, because the state is final. All other values mean
    /// waiting, also values that upstream adds later.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failure: Vec<Value>,
    /// The pause between two calls, in seconds.
    #[schemars(range(min = 1, max = 3600))]
    pub pause_seconds: u64,
    /// The time limit of the wait, in seconds, for clients without a time limit of their own.
    #[schemars(range(min = 1, max = 604_800))]
    pub timeout_seconds: u64,
    /// The upstream prose that the values were read from. Required if upstream has prose about the member.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provenance: Vec<Provenance>,
}
