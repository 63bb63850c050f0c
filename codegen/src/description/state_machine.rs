//! The states of a thing, and how a mock of the service changes them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A thing whose state a mock changes: when an action is called, and on command of a test.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateMachineOverlay {
    /// The documentation of the commands, in Markdown: what the thing is.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
    /// The member with the id of the thing, such as `FlowId`. Actions that create it list it in `creates`.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub id: String,
    /// The enum of its states. An object of a response that has the id and a member with this enum shows the
    /// state. The enum of the same name in `callbacks.json` says which states are final.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub states: String,
    /// The people or companies that have a state of their own in the thing, such as signers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parties: Option<PartiesOverlay>,
    /// How responses and messages show the thing.
    #[serde(default, skip_serializing_if = "ShownOverlay::is_empty")]
    pub shown: ShownOverlay,
    /// The actions that create the thing or change its state, by their names.
    #[schemars(extend("minProperties" = 1))]
    pub actions: BTreeMap<String, TransitionOverlay>,
    /// The commands of the mock, by their names in upper camel case: `Sign` gives the method `sign` and the
    /// address `/_mock/sign`.
    #[schemars(extend("minProperties" = 1, "propertyNames" = { "pattern": super::UPPER_CAMEL_CASE }))]
    pub commands: BTreeMap<String, TransitionOverlay>,
    /// The callback that reports changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<StateMessageOverlay>,
}

/// The people or companies that have a state of their own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartiesOverlay {
    /// The lists that contain them, in requests that create the thing, in responses and in messages.
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub members: Vec<String>,
    /// The enum of their states.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub states: String,
    /// How responses and messages show a party.
    #[serde(default, skip_serializing_if = "ShownOverlay::is_empty")]
    pub shown: ShownOverlay,
}

/// How responses and messages show a thing or a party: the values of members, by their names. A member that is
/// listed nowhere has the value that the request gave to the member of the same name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(extend("minProperties" = 1))]
pub struct ShownOverlay {
    /// The members that contain the time of the creation, in seconds since 1970.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub created_at: Vec<String>,
    /// The members that contain the time of the last change, in seconds since 1970. It is 0 for a party that did
    /// nothing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub changed_at: Vec<String>,
    /// The members that have the value of a member of requests with another name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("minProperties" = 1))]
    pub same_as: BTreeMap<String, String>,
    /// The members whose value follows from the state, with the value for each state. The keys are states as text.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("minProperties" = 1))]
    pub by_state: BTreeMap<String, BTreeMap<String, Value>>,
}

impl ShownOverlay {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A change of the state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(extend("minProperties" = 1))]
pub struct TransitionOverlay {
    /// The documentation of the method, in Markdown. Commands have one, and actions have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: Option<String>,
    /// The states from which it is possible. Leave it out for an action that creates the thing. If the mock does
    /// not know the state, it assumes the first one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub from: Vec<Value>,
    /// The next state. Default: the state does not change.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = ["string", "integer"]))]
    pub to: Option<Value>,
    /// The next state of the party that acts: the first one that did not act yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = ["string", "integer"]))]
    pub party: Option<Value>,
    /// The next state of all parties that did not act.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = ["string", "integer"]))]
    pub parties: Option<Value>,
    /// The callbacks that report the change: the members with a value of their own in each of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub messages: Vec<BTreeMap<String, Value>>,
    /// Replaces `to` and `messages` if all parties have acted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<LastTransitionOverlay>,
    /// The error codes of an action in other states, with these states. Without a code, it is `FailedOperation`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("minProperties" = 1))]
    pub denied: BTreeMap<String, Vec<Value>>,
}

/// The change after which all parties have acted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LastTransitionOverlay {
    /// The next state.
    #[schemars(extend("type" = ["string", "integer"]))]
    pub to: Value,
    /// The callbacks that report the change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub messages: Vec<BTreeMap<String, Value>>,
}

/// The callback that reports changes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StateMessageOverlay {
    /// Its `MsgType`.
    #[serde(rename = "type")]
    pub of: String,
    /// The members that have the same value in each message.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("minProperties" = 1))]
    pub values: BTreeMap<String, Value>,
}
