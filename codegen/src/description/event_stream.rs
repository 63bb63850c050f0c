//! How an action answers with server-sent events.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How an action answers with server-sent events. Its response describes the members of the events.
///
/// Without it, an action has events if upstream says so. Then a flag of the request with the name `Stream` or
/// `Streaming` asks for them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventStreamOverlay {
    /// The member of the request that asks for events if it is true. Leave it out if there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub switch: Option<String>,
}
