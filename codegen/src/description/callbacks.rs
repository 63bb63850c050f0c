//! The callbacks of one version of one service: messages that the service posts to a URL of the
//! application. Upstream does not describe them in machine-readable form, so people write this file.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The callbacks of a service.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Callbacks {
    /// The JSON Schema of this file, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The documentation of the module, in Markdown. The first paragraph is a summary.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
    /// The `MsgVersion` of messages of this service.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub version: String,
    /// The message that the format V1 sends without an envelope.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_envelope: Option<BareMessage>,
    /// The sources of the facts, by short names. All other entries refer to them.
    #[schemars(extend("propertyNames" = { "pattern": super::SOURCE_NAME }))]
    pub sources: BTreeMap<String, String>,
    /// The messages, by their `MsgType`.
    pub messages: BTreeMap<String, CallbackMessage>,
    /// The objects in the data of messages. Their names become names of Rust types.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub objects: BTreeMap<String, CallbackObject>,
    /// Enums, by their names. Members refer to them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub enums: BTreeMap<String, CallbackEnum>,
}

/// The message that the format V1 sends without an envelope, so that it has no `MsgType`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BareMessage {
    /// Its `MsgType`.
    pub message: String,
    /// The member of its data by which receivers recognize it.
    pub member: String,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallbackMessage {
    /// When the service sends it, in Markdown.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
    /// The name of the variant, if the type is misspelt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::UPPER_CAMEL_CASE))]
    pub name: Option<String>,
    /// The object in `MsgData`. Leave it out if its members are unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<String>,
    /// The sources of the name and of the meaning.
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub sources: Vec<String>,
    /// How certain it is, if the number of sources does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
}

/// An object in the data of messages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallbackObject {
    /// The documentation of the object, in Markdown. The first paragraph is a summary.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
    /// The members, in the order of the sources.
    #[schemars(length(min = 1))]
    pub members: Vec<CallbackMember>,
    /// The sources of the members, unless a member has its own.
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub sources: Vec<String>,
}

/// A member. None is always present, because no source promises one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallbackMember {
    /// The name on the wire.
    pub name: String,
    /// `int64`, `uint64`, `bool`, `string`, or the name of an object.
    #[serde(rename = "type")]
    pub of: String,
    /// Whether the member is a list of that type.
    #[serde(default, skip_serializing_if = "super::is_false")]
    pub list: bool,
    /// The documentation of the member, in Markdown. The first paragraph is a summary.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
    /// The unit of the value, such as `seconds`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub unit: Option<String>,
    /// The enum of the member, or of each of its items.
    #[serde(rename = "enum", default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub of_enum: Option<String>,
    /// The value is personal or secret. `Debug` never shows it. This also applies to all members of the
    /// file with the same name and type.
    #[serde(default, skip_serializing_if = "super::is_false")]
    pub sensitive: bool,
    /// The sources of the member, if they are not those of the object.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("uniqueItems" = true))]
    pub sources: Vec<String>,
    /// How certain it is, if the number of sources does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
}

/// An open enum: the service can add values later.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallbackEnum {
    /// The documentation of the enum, in Markdown.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
    /// The known values, all numbers or all strings.
    #[schemars(length(min = 1))]
    pub values: Vec<CallbackValue>,
    /// The sources of the values, unless a value has its own.
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub sources: Vec<String>,
}

/// A known value of an enum.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallbackValue {
    /// The value on the wire.
    #[schemars(extend("type" = ["string", "integer"]))]
    pub value: Value,
    /// The English name, in upper camel case.
    #[schemars(regex(pattern = super::UPPER_CAMEL_CASE))]
    pub name: String,
    /// The documentation of the value, in Markdown.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
    /// The value is a final state: no other one follows it.
    #[serde(rename = "final", default, skip_serializing_if = "super::is_false")]
    pub is_final: bool,
    /// The values that can follow a final state after all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("uniqueItems" = true))]
    pub may_become: Vec<Value>,
    /// The sources of the value, if they are not those of the enum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("uniqueItems" = true))]
    pub sources: Vec<String>,
    /// How certain it is, if the number of sources does not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
}

/// How certain a fact is. Without it, a fact with two or more sources is certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// No source says it, but it follows from what they say.
    Inferred,
    /// Sources contradict each other.
    Disputed,
}
