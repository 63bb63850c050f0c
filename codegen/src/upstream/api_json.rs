//! The format of the descriptions that upstream publishes.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::lenient::{flag, text};
use super::unique_map::unique_map;
use crate::diagnostics::Diagnostics;
use crate::json::{DeserializeError, Document, Pointer};
use crate::source::SourceFile;

/// One `api.json`. Members that the import does not need are ignored.
#[derive(Debug, Deserialize)]
pub(super) struct ApiJson {
    #[serde(deserialize_with = "unique_map")]
    pub(super) actions: BTreeMap<String, ApiAction>,
    pub(super) metadata: ApiMetadata,
    #[serde(deserialize_with = "unique_map")]
    pub(super) objects: BTreeMap<String, ApiObject>,
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

pub(super) fn parse(file: &SourceFile) -> Result<ApiJson, Diagnostics> {
    let error = match serde_json::from_slice(&file.bytes) {
        Ok(api) => return Ok(api),
        Err(error) => error,
    };
    // Parse the file again, more slowly, to find the position of the problem.
    let document = Document::parse(file)?;
    Diagnostics::check(document.repeated_names())?;
    let error = DeserializeError::new(&document, &error);
    let owner = owner(&document, &error.pointer)
        .map(|owner| format!("in `{}`, ", owner.escape_debug()))
        .unwrap_or_default();
    let message = format!(
        "{} is not an API description: {owner}{}",
        document.name(),
        error.reason
    );
    let expected = "expected the `api.json` of one service from upstream's package";
    Err(error.problem(message).help(expected).into())
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
