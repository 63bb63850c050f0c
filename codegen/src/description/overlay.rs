//! The overlay of one service and version: what a person adds to the facts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Constraint;

/// What a person adds to the facts. A service may have several such files; together they say each
/// thing once.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Overlay {
    /// The JSON Schema of this file, for editors.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// What holds for the service as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceOverlay>,
    /// What is added to actions, by their names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub actions: BTreeMap<String, ActionOverlay>,
    /// What is added to objects, by their names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub objects: BTreeMap<String, ObjectOverlay>,
    /// Named sets of values; a member refers to one by its name.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub enums: BTreeMap<String, Enum>,
    /// The error codes that the service documents, by code.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("propertyNames" = { "pattern": super::ERROR_CODE }))]
    pub errors: BTreeMap<String, ErrorOverlay>,
}

/// What holds for the service as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceOverlay {
    /// The name of the product, in English.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub title: String,
    /// What the service is for, in Markdown.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
    /// The host that serves it, without a scheme.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::HOST))]
    pub host: Option<String>,
    /// The official page of the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::PAGE))]
    pub documentation: Option<String>,
}

/// What is added to an action.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(extend("minProperties" = 1))]
pub struct ActionOverlay {
    /// What the action does, in Markdown; the first paragraph is a summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: Option<String>,
    /// The official page of the action.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::PAGE))]
    pub documentation: Option<String>,
    /// How many requests an account may send in a second.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 4_294_967_295_u32))]
    pub requests_per_second: Option<u32>,
    /// Why sending the same request twice does no harm. Leave it out where it might: then a request
    /// whose outcome is unknown is never repeated.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub safe_to_repeat: Option<String>,
    /// A valid request, as JSON: documentation shows it as Rust code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = "object"))]
    pub example: Option<Value>,
    /// The error codes that the action documents; each has an entry in `errors`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("uniqueItems" = true))]
    pub errors: Vec<String>,
}

/// What is added to an object.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(extend("minProperties" = 1))]
pub struct ObjectOverlay {
    /// What the object stands for, in Markdown; the first paragraph is a summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: Option<String>,
    /// What is added to its members, by their names on the wire.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub members: BTreeMap<String, MemberOverlay>,
    /// Rules that involve more than one member.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
}

/// What is added to a member.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(extend("minProperties" = 1))]
pub struct MemberOverlay {
    /// What the member means, in Markdown; the first paragraph is a summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: Option<String>,
    /// The unit of its value, such as `seconds`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub unit: Option<String>,
    /// What the server takes when the member is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = ["string", "number", "boolean", "array", "object"]))]
    pub default: Option<Value>,
    /// The named set of values that the member, or each item of it, is one of.
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub of: Option<String>,
    /// The value is personal or secret: it is never printed.
    #[serde(skip_serializing_if = "is_false")]
    pub sensitive: bool,
    /// It was required in every release and will stay so: the constructor asks for it.
    #[serde(skip_serializing_if = "is_false")]
    pub always_required: bool,
    /// Every successful response has it, and it is never null.
    #[serde(skip_serializing_if = "is_false")]
    pub promised: bool,
    /// What a valid value looks like, in JSON Schema 2020-12 words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constraint: Option<Constraint>,
    /// The upstream prose that the constraint was read from. Where upstream says something of the member
    /// or its object, a constraint names it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read_from: Vec<ReadFrom>,
}

/// A rule that involves more than one member of an object.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name, unique in the object.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub name: String,
    /// One sentence for a caller who broke it: what would be valid.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub message: String,
    /// The rule, in JSON Schema 2020-12 words. An empty string or list counts as absent.
    pub schema: Constraint,
    /// The server accepts what breaks this rule, or ignores it: the rule is offered as advice, and
    /// never rejects.
    #[serde(default, skip_serializing_if = "is_false")]
    pub advice: bool,
    /// The upstream prose that the rule was read from. Where upstream says something of the object or one
    /// of its members, a rule names it, advice too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read_from: Vec<ReadFrom>,
}

/// A piece of upstream prose that a person has read, by its hash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadFrom {
    /// Whose prose: `Object.Member`, or an object or action by itself.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub of: String,
    /// SHA-256 of that prose, in lower-case hexadecimal.
    #[schemars(regex(pattern = super::SHA256))]
    pub sha256: String,
    /// The release of upstream's package that it was read in.
    #[schemars(regex(pattern = super::RELEASE))]
    pub release: String,
}

/// A named set of values, open to values that upstream adds later.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enum {
    /// What the values tell apart, in Markdown.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
    /// The known values, all numbers or all strings.
    #[schemars(length(min = 1))]
    pub values: Vec<EnumValue>,
    /// Strings differ by more than the case of ASCII letters: any case of a known value is valid.
    #[serde(default, skip_serializing_if = "is_false")]
    pub ignore_case: bool,
    /// The upstream prose that the values were read from. Where upstream says something of a member that
    /// has them, an enum names it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub read_from: Vec<ReadFrom>,
}

/// One known value.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnumValue {
    /// The value on the wire.
    #[schemars(extend("type" = ["string", "integer"]))]
    pub value: Value,
    /// Its English name, in upper camel case.
    #[schemars(regex(pattern = super::UPPER_CAMEL_CASE))]
    pub name: String,
    /// What it means, in Markdown.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
}

/// What an error code means.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorOverlay {
    /// What went wrong and what the caller can do, in Markdown.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
}

fn is_false(flag: &bool) -> bool {
    !flag
}
