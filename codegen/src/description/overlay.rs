//! The overlay of one version of one service: documentation and constraints that people add to the facts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Constraint, EventStreamOverlay, PaginationOverlay, StateMachineOverlay, WaiterOverlay, is_false,
};

/// Documentation and constraints for the facts. A service can have several overlay files. Each item has its
/// entry in one of them.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Overlay {
    /// The JSON Schema of this file, for editors.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Information about the whole service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceOverlay>,
    /// Information about actions, by their names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub actions: BTreeMap<String, ActionOverlay>,
    /// Information about objects, by their names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub objects: BTreeMap<String, ObjectOverlay>,
    /// Documentation of members that the requests or responses of many actions share, by their names on the
    /// wire, such as `RequestId`. It applies where the object has no `doc` for the member.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub members: BTreeMap<String, SharedMember>,
    /// Enums, by their names. Members refer to them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub enums: BTreeMap<String, Enum>,
    /// The documented error codes of the service.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("propertyNames" = { "pattern": super::ERROR_CODE }))]
    pub errors: BTreeMap<String, ErrorOverlay>,
    /// The things whose states a mock changes, by their names in upper camel case: `Flow` gives the trait
    /// `FlowCommands`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("propertyNames" = { "pattern": super::UPPER_CAMEL_CASE }))]
    pub state_machines: BTreeMap<String, StateMachineOverlay>,
}

/// Information about the whole service.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceOverlay {
    /// The name of the product, in English.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub title: String,
    /// The purpose of the service, in Markdown.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
    /// Words under which people find the crate on crates.io, beside those that all crates of this project have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("uniqueItems" = true))]
    pub keywords: Vec<Keyword>,
    /// The host of the service, without a scheme. Leave it out if the service has `environments`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::HOST))]
    pub host: Option<String>,
    /// The environments of the service, each with a host. The first one is the default. Leave them out if the
    /// service has only one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub environments: Vec<EnvironmentOverlay>,
    /// Whether requests need a region, if the facts say otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<RegionUse>,
    /// The official page of the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::PAGE))]
    pub documentation: Option<String>,
}

/// Whether the requests of a service need a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RegionUse {
    /// A call without a region is not sent.
    Required,
    /// The server has a default, or ignores the region.
    Optional,
}

/// A keyword of crates.io: up to 20 lower-case letters, digits and `-`, beginning with a letter.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("pattern" = super::KEYWORD))]
pub struct Keyword(pub String);

/// An environment of the service. Each has its own keys and data.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnvironmentOverlay {
    /// The name, in upper camel case, such as `Production`.
    #[schemars(regex(pattern = super::UPPER_CAMEL_CASE))]
    pub name: String,
    /// The documentation of the environment, in Markdown.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
    /// The host of the service in this environment, without a scheme.
    #[schemars(regex(pattern = super::HOST))]
    pub host: String,
}

/// A term under which people search the documentation: words without quotes, with single spaces between them.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("pattern" = super::ALIAS))]
pub struct Alias(pub String);

/// Information about an action.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(extend("minProperties" = 1))]
pub struct ActionOverlay {
    /// The documentation of the action, in Markdown. The first paragraph is a summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: Option<String>,
    /// Other terms under which people search the documentation for the action, such as its name in the console.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("uniqueItems" = true))]
    pub aliases: Vec<Alias>,
    /// The official page of the action.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::PAGE))]
    pub documentation: Option<String>,
    /// The maximum number of requests per second for an account.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 4_294_967_295_u32))]
    pub requests_per_second: Option<u32>,
    /// The time after which the server gives up a request, in seconds. By default, clients wait longer for the
    /// response.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 86_400))]
    pub server_timeout_seconds: Option<u32>,
    /// The maximum size of a request body, in bytes. Default: 10 MiB.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1, max = 4_294_967_295_u32))]
    pub max_request_bytes: Option<u32>,
    /// The hosts of the action, by the names of the environments, if it has other hosts than the service. Then
    /// it has one in each environment.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("additionalProperties" = { "type": "string", "pattern": super::HOST }))]
    pub hosts: BTreeMap<String, String>,
    /// The reason why the action is idempotent. Without it, an action is idempotent if its name says that it
    /// only reads, or if its request contains an idempotency token. A request of another action is never retried
    /// if its outcome is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub idempotent: Option<String>,
    /// The reason why the action is not idempotent, although its name or its token looks like it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub not_idempotent: Option<String>,
    /// How the action returns a list page by page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagination: Option<PaginationOverlay>,
    /// The reason why the action has no paginator, although its members look like it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub not_paginated: Option<String>,
    /// How the action answers with server-sent events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_stream: Option<EventStreamOverlay>,
    /// The reason why the action has no events, although upstream says that it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub no_event_stream: Option<String>,
    /// Methods that call the action until a member of its response has a final value, by their names in upper
    /// camel case: `TaskFinished` gives `wait_until_task_finished`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("propertyNames" = { "pattern": super::UPPER_CAMEL_CASE }))]
    pub waiters: BTreeMap<String, WaiterOverlay>,
    /// The error codes with which the server refuses a request for a short time. It did not execute the
    /// request, so clients retry it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub retry_on: Vec<RetryableCode>,
    /// A valid request, as JSON. The documentation shows it as Rust code.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = "object"))]
    pub example: Option<Value>,
    /// The documented error codes of the action. Each has an entry in `errors`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("uniqueItems" = true))]
    pub errors: Vec<String>,
    /// The members of the response whose ids the action creates, such as `FlowId`; also for a list with the
    /// plural name. A mock of the service answers `ResourceNotFound` to requests with an id in a member of
    /// this name that no action created.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("uniqueItems" = true))]
    pub creates: Vec<String>,
}

/// An error code after which the same request succeeds later.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetryableCode {
    /// The code. The action lists it in `errors`.
    pub code: String,
    /// The reason why the same request succeeds later.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub reason: String,
    /// The pause before each retry, in seconds.
    #[schemars(range(min = 1, max = 86_400))]
    pub pause_seconds: u32,
    /// The time after the start of a call in which it is retried, in seconds. It is longer than the pause.
    #[schemars(range(min = 2, max = 86_400))]
    pub within_seconds: u32,
}

/// Information about an object.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(extend("minProperties" = 1))]
pub struct ObjectOverlay {
    /// The documentation of the object, in Markdown. The first paragraph is a summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: Option<String>,
    /// Other terms under which people search the documentation for the object, such as its name in the console.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("uniqueItems" = true))]
    pub aliases: Vec<Alias>,
    /// Information about its members, by their names on the wire.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub members: BTreeMap<String, MemberOverlay>,
    /// Rules that involve more than one member.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
}

/// Information about a member.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(extend("minProperties" = 1))]
pub struct MemberOverlay {
    /// The documentation of the member, in Markdown. The first paragraph is a summary.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: Option<String>,
    /// Other terms under which people search the documentation for the member, such as its name in the console.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("uniqueItems" = true))]
    pub aliases: Vec<Alias>,
    /// The unit of the value, such as `seconds`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub unit: Option<String>,
    /// The value that the server uses if the member is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("type" = ["string", "number", "boolean", "array", "object"]))]
    pub default: Option<Value>,
    /// The enum of the member, or of each of its items.
    #[serde(rename = "enum", skip_serializing_if = "Option::is_none")]
    #[schemars(regex(pattern = super::SOMETHING))]
    pub of: Option<String>,
    /// The value is personal or secret. It is never printed. This also applies to all members of the service
    /// with the same name and type.
    #[serde(skip_serializing_if = "is_false")]
    pub sensitive: bool,
    /// Upstream's prose says that the value is personal or secret. No file contains this flag.
    #[serde(skip)]
    pub(crate) sensitive_by_prose: bool,
    /// The ids that the member contains, if it has another name than the member that contains them in the response
    /// of the action that `creates` them. A mock of the service checks them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1))]
    pub ids: Vec<IdOverlay>,
    /// The member was required in every release and will stay required. It is an argument of the constructor.
    #[serde(skip_serializing_if = "is_false")]
    pub always_required: bool,
    /// The member is present in every successful response, and never null.
    #[serde(skip_serializing_if = "is_false")]
    pub always_present: bool,
    /// The constraint for valid values, in keywords of JSON Schema 2020-12.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub constraint: Option<Constraint>,
    /// The upstream prose that the constraint was read from. Required if upstream has prose about the member
    /// or its object.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub provenance: Vec<Provenance>,
    /// The sentences from which `cargo xtask draft` read `unit`, `default`, `enum` or `constraint`. Compare,
    /// correct the value if it is wrong, then remove the sentence.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("minProperties" = 1))]
    pub proposed: BTreeMap<String, String>,
}

/// The ids that a member contains.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IdOverlay {
    /// The member for which an action creates the ids, such as `FlowId`.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub of: String,
    /// The values of other members of the object with which the member contains these ids. Default: always.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(extend("minProperties" = 1))]
    pub when: BTreeMap<String, Value>,
}

/// Documentation of a member that many requests or responses share.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharedMember {
    /// The documentation of the member, in Markdown. The first paragraph is a summary.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
}

/// A rule that involves more than one member of an object.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The name, unique in the object.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub name: String,
    /// A sentence for callers that break the rule. It describes valid requests.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub message: String,
    /// The rule, in keywords of JSON Schema 2020-12. An empty string or list counts as absent.
    pub schema: Constraint,
    /// The actions whose requests the rule applies to. Default: all that contain the object. Name the actions
    /// if the prose is about one of them, because other actions can use the object in another way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub actions: Vec<String>,
    /// The server accepts requests that break this rule. `warnings` reports them, and `validate` does not.
    #[serde(default, skip_serializing_if = "is_false")]
    pub warning: bool,
    /// The upstream prose that the rule was read from. Required if upstream has prose about the object or one
    /// of its members.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provenance: Vec<Provenance>,
    /// The sentence from which `cargo xtask draft` read the rule. Compare, then remove the sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<String>,
}

/// A piece of upstream prose that a person read, identified by its hash.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// The owner of the prose: `Object.Member`, an object, or an action.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub of: String,
    /// SHA-256 of that prose, in lower-case hexadecimal. `cargo xtask review --fill` writes it.
    #[schemars(regex(pattern = super::SHA256))]
    pub sha256: String,
    /// The release of upstream's package that contained this prose. `cargo xtask review --fill` writes it.
    #[schemars(regex(pattern = super::RELEASE))]
    pub release: String,
}

/// An open enum: upstream can add values later.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enum {
    /// The documentation of the enum, in Markdown.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
    /// Other terms under which people search the documentation for the enum, such as its name in the console.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("uniqueItems" = true))]
    pub aliases: Vec<Alias>,
    /// The known values, all numbers or all strings.
    #[schemars(length(min = 1))]
    pub values: Vec<EnumValue>,
    /// Values that upstream lists and that are left out on purpose, such as a value that the server rejects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub omitted: Vec<Value>,
    /// The case of ASCII letters in the values has no meaning: constraints and rules accept any case.
    #[serde(default, skip_serializing_if = "is_false")]
    pub ignore_case: bool,
    /// The upstream prose that the values were read from. Required if upstream has prose about a member with
    /// this enum.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provenance: Vec<Provenance>,
}

/// A known value.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EnumValue {
    /// The value on the wire.
    #[schemars(extend("type" = ["string", "integer"]))]
    pub value: Value,
    /// The English name, in upper camel case.
    #[schemars(regex(pattern = super::UPPER_CAMEL_CASE))]
    pub name: String,
    /// The documentation of the value, in Markdown.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
    /// Other terms under which people search the documentation for the value, such as its name in the console.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(extend("uniqueItems" = true))]
    pub aliases: Vec<Alias>,
    /// The sentence from which `cargo xtask draft` read the value. Compare, then remove the sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed: Option<String>,
    /// Whether the value is a final state. It comes from `callbacks.json`. Overlays do not have this key.
    #[serde(skip)]
    pub(crate) is_final: bool,
    /// The values that can follow a final state after all.
    #[serde(skip)]
    pub(crate) may_become: Vec<Value>,
}

/// Information about an error code.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorOverlay {
    /// The cause of the error and its solution, in Markdown.
    #[schemars(regex(pattern = super::SOMETHING))]
    pub doc: String,
}
