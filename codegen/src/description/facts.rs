//! The facts of one version of one service: names, types and flags from upstream, and the version of the
//! generated crate.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::is_false;

/// The facts of one version of one service. Only the importer writes them.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// The JSON Schema of this file, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The short name of the service: the first label of its host and a part of every signature.
    pub service: String,
    /// The version of the API, a date.
    pub version: String,
    /// Whether a call needs a region: requests name resources that belong to a region, but not the region. It is
    /// read from all actions of the service, not only from the selected ones.
    #[serde(default, skip_serializing_if = "is_false")]
    pub requires_region: bool,
    /// The release that these facts were imported from.
    pub source: Release,
    /// The crate that is generated.
    #[serde(rename = "crate", default)]
    pub krate: Crate,
    /// The selected actions by name.
    pub actions: BTreeMap<String, Action>,
    /// The objects that the selected actions reach, by name.
    pub objects: BTreeMap<String, Object>,
    /// The objects that callbacks contain. No file with facts has them.
    #[serde(skip)]
    pub(crate) received: BTreeSet<String>,
}

impl Facts {
    /// Returns the text of `upstream.json`.
    ///
    /// # Errors
    ///
    /// If the facts cannot be written as JSON.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }
}

/// The release of upstream's package that the facts were imported from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The name of the package that contains upstream's descriptions.
    pub package: String,
    /// The release of that package, such as `3.1.189.1`.
    #[schemars(regex(pattern = super::RELEASE))]
    pub release: String,
}

/// The name and version of the generated crate. `update`, `add` and `remove` raise the version; a person
/// may change both.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Crate {
    /// The name. Default: `tencent-` and the name of the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The version, such as `0.1.0`.
    #[schemars(regex(pattern = super::CRATE_VERSION))]
    pub version: String,
}

impl Default for Crate {
    fn default() -> Self {
        Self {
            name: None,
            version: "0.1.0".to_owned(),
        }
    }
}

/// An action of the API.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// The object of the request.
    pub input: String,
    /// The object of the response.
    pub output: String,
    /// Whether upstream serves the action.
    #[serde(default, skip_serializing_if = "Status::is_online")]
    pub status: Status,
    /// Whether upstream's SDKs send it without a signature.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unsigned: bool,
    /// The form of the request body.
    #[serde(default, skip_serializing_if = "BodyForm::is_json")]
    pub body: BodyForm,
    /// Whether it can answer with server-sent events. Upstream says it in prose.
    #[serde(default, skip_serializing_if = "is_false")]
    pub answers_with_events: bool,
    /// Whether an action with the name of a read does more than reading. Upstream says it in prose.
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_effects: bool,
    /// SHA-256 of upstream's prose about the action, in lower-case hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prose: Option<String>,
}

/// The form of a request body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum BodyForm {
    /// JSON.
    #[default]
    Json,
    /// `multipart/form-data`: members of the type `binary` are parts with bytes.
    Multipart,
    /// `application/octet-stream`: the member of the type `binary` is the body, and the others are headers.
    Octets,
}

impl BodyForm {
    pub(crate) fn is_json(&self) -> bool {
        *self == Self::Json
    }
}

/// Whether upstream serves an action.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Upstream serves the action.
    #[default]
    Online,
    /// Upstream serves the action but advises against it.
    Deprecated,
    /// Upstream no longer serves the action.
    Offline,
}

impl Status {
    fn is_online(&self) -> bool {
        *self == Self::Online
    }
}

/// A JSON object with named members.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Object {
    /// SHA-256 of upstream's prose about the object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prose: Option<String>,
    /// The members, in upstream's order.
    pub members: Vec<Member>,
}

/// One member of an object.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// The name on the wire.
    pub name: String,
    /// A scalar (`int64`, `uint64`, `float`, `bool`, `string`, `date`, `datetime`, `datetime_iso`,
    /// `binary`), or the name of an object.
    #[serde(rename = "type")]
    pub of: String,
    /// Whether the member is a list of that type.
    #[serde(default, skip_serializing_if = "is_false")]
    pub list: bool,
    /// Whether upstream requires it in a request.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Whether upstream hides it from its documentation. It is still sent and received.
    #[serde(default, skip_serializing_if = "is_false")]
    pub disabled: bool,
    /// Whether upstream says that it is present in every response.
    #[serde(default, skip_serializing_if = "is_false")]
    pub output_required: bool,
    /// Whether upstream says that it can be null in a response.
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// How a member with the name of a page number or an offset numbers pages. Upstream says it in prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers_pages: Option<PageNumbering>,
    /// Whether the server executes requests with the same value of this member once. Upstream says it in prose.
    #[serde(default, skip_serializing_if = "is_false")]
    pub idempotency_token: bool,
    /// SHA-256 of upstream's prose about the member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prose: Option<String>,
}

/// The number of the first page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PageNumbering {
    /// The first page has the number 0.
    FromZero,
    /// The first page has the number 1.
    FromOne,
    /// Upstream does not say it.
    Unknown,
}
