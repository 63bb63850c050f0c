//! The format of the descriptions that upstream publishes.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::lenient::{flag, text};
use super::unique_map::unique_map;
use crate::characters::visible;
use crate::description::Scalar;
use crate::diagnostics::{Diagnostics, Problem};
use crate::json::{DeserializeError, Document, Pointer};
use crate::names::wire;
use crate::source::SourceFile;

/// One `api.json`. Members that the import does not need are ignored.
#[derive(Debug, Deserialize)]
pub(super) struct ApiJson {
    #[serde(deserialize_with = "unique_map")]
    pub(super) actions: BTreeMap<String, ApiAction>,
    pub(super) metadata: ApiMetadata,
    #[serde(deserialize_with = "unique_map")]
    pub(super) objects: BTreeMap<String, ApiObject>,
    /// Whether any member is of the type `binary`. Few services have one.
    #[serde(skip)]
    pub(super) has_bytes: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct ApiMetadata {
    #[serde(rename = "apiVersion")]
    pub(super) version: String,
    #[serde(rename = "serviceShortName")]
    pub(super) service: String,
    #[serde(rename = "serviceNameCN", default, deserialize_with = "text")]
    pub(super) title: String,
    #[serde(rename = "api_brief", default, deserialize_with = "text")]
    pub(super) brief: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct ApiAction {
    pub(super) input: String,
    pub(super) output: String,
    #[serde(default, deserialize_with = "text")]
    pub(super) document: String,
    #[serde(default, deserialize_with = "text")]
    pub(super) status: String,
    #[serde(default, deserialize_with = "text")]
    pub(super) name: String,
    #[serde(default, deserialize_with = "flag")]
    pub(super) skip_sign: bool,
}

#[derive(Debug, Deserialize)]
pub(super) struct ApiObject {
    #[serde(default, deserialize_with = "text")]
    pub(super) document: String,
    #[serde(default)]
    pub(super) members: Vec<ApiMember>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ApiMember {
    pub(super) name: String,
    pub(super) member: String,
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default, deserialize_with = "text")]
    pub(super) document: String,
    #[serde(default, deserialize_with = "flag")]
    pub(super) required: bool,
    #[serde(default, deserialize_with = "flag")]
    pub(super) disabled: bool,
    #[serde(default, deserialize_with = "flag")]
    pub(super) output_required: bool,
    #[serde(default, deserialize_with = "flag")]
    pub(super) value_allowed_null: bool,
}

impl ApiMember {
    pub(super) fn is_bytes(&self) -> bool {
        self.member == Scalar::Binary.name()
    }
}

/// The service and the version that a description is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceVersion {
    /// The short name of the service.
    pub service: String,
    /// The version of the API, a date.
    pub version: String,
}

/// Reads only the service and the version of an `api.json`.
///
/// # Errors
///
/// If the file does not name them, or if one is invalid.
pub fn described(file: &SourceFile) -> Result<ServiceVersion, Diagnostics> {
    #[derive(Deserialize)]
    struct Named {
        metadata: ApiMetadata,
    }
    let Named { metadata } = serde_json::from_slice(&file.bytes).map_err(|error| {
        let path = file.path.display();
        Problem::new(format!("{path} is not a description of a service: {error}"))
            .help("make sure that it is a file of tccli; nothing was changed")
    })?;
    check(file, &metadata)?;
    Ok(ServiceVersion {
        service: metadata.service,
        version: metadata.version,
    })
}

pub(super) fn parse(file: &SourceFile) -> Result<ApiJson, Diagnostics> {
    let mut api: ApiJson = match serde_json::from_slice(&file.bytes) {
        Ok(api) => api,
        Err(error) => return Err(located(file, &error)?.into()),
    };
    check(file, &api.metadata)?;
    let mut objects = api.objects.values();
    api.has_bytes = objects.any(|object| object.members.iter().any(ApiMember::is_bytes));
    Ok(api)
}

/// Checks the service and the version, which become parts of paths, of manifests and of comments.
fn check(file: &SourceFile, metadata: &ApiMetadata) -> Result<(), Diagnostics> {
    let ApiMetadata {
        service, version, ..
    } = metadata;
    let checks = [
        (
            wire::is_label(service),
            "serviceShortName",
            service,
            "name of a service",
            wire::SERVICE,
        ),
        (
            wire::is_api_version(version),
            "apiVersion",
            version,
            "version of an API",
            wire::VERSION,
        ),
    ];
    let wrong = checks.into_iter().filter(|(is_valid, ..)| !is_valid);
    let wrong = wrong.map(|(_, name, value, what, help)| {
        let message = format!("`{}` is not a valid {what}", visible(value));
        let problem = match Document::parse(file) {
            Ok(document) => document.problem(&Pointer::root().to("metadata").to(name), message),
            Err(_) => Problem::new(format!("{}: {message}", file.path.display())),
        };
        problem.help(help)
    });
    Diagnostics::check(wrong.collect())
}

/// Returns the problem of a file that serde could not deserialize, with its position.
fn located(file: &SourceFile, error: &serde_json::Error) -> Result<Problem, Diagnostics> {
    // Parse the file again, more slowly, to find the position.
    let document = Document::parse(file)?;
    Diagnostics::check(document.repeated_names())?;
    let error = DeserializeError::new(&document, error);
    let owner = owner(&document, &error.pointer)
        .map(|owner| format!("in `{}`, ", owner.escape_debug()))
        .unwrap_or_default();
    let message = format!(
        "{} is not an API description: {owner}{}",
        document.name(),
        error.reason
    );
    let expected = "expected the `api.json` of one service from upstream's package";
    Ok(error.problem(message).help(expected))
}

/// Returns the action, object or member that contains the value at the pointer.
fn owner(document: &Document, pointer: &Pointer) -> Option<String> {
    let steps: Vec<&str> = pointer.steps().iter().map(String::as_str).collect();
    match steps[..] {
        ["actions", action, ..] => Some(action.to_owned()),
        ["objects", object, "members", position, ..] => {
            let member = Pointer::root().to("objects").to(object);
            let name = member.to("members").to(position).to("name");
            let name = document.value().pointer(&name.to_string());
            match name.and_then(Value::as_str) {
                Some(name) => Some(format!("{object}.{name}")),
                None => Some(object.to_owned()),
            }
        }
        ["objects", object, ..] => Some(object.to_owned()),
        _ => None,
    }
}
