//! The format that upstream publishes.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use crate::diagnostics::{Diagnostics, Problem};
use crate::load::Document;
use crate::source::SourceFile;

/// One `api.json`. Members that the import has no use for are not read.
#[derive(Debug, Deserialize)]
pub(super) struct ApiJson {
    pub(super) actions: BTreeMap<String, ApiAction>,
    pub(super) metadata: ApiMetadata,
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
    #[serde(default)]
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

/// What people wrote is now and then nothing, or a number.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Number(serde_json::Number),
        Nothing(()),
    }
    Ok(match Written::deserialize(deserializer)? {
        Written::Text(text) => text,
        Written::Number(number) => number.to_string(),
        Written::Nothing(()) => String::new(),
    })
}

/// A flag is now and then a number.
fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Flag(bool),
        Number(i64),
        Nothing(()),
    }
    Ok(match Written::deserialize(deserializer)? {
        Written::Flag(flag) => flag,
        Written::Number(number) => number != 0,
        Written::Nothing(()) => false,
    })
}

pub(super) fn parse(file: &SourceFile) -> Result<ApiJson, Diagnostics> {
    if let Ok(api) = serde_json::from_slice(&file.bytes) {
        return Ok(api);
    }
    // Something is wrong with it: read it again, slowly, to say what and where.
    let document = Document::parse(file)?;
    let read = serde_json::from_value::<ApiJson>(document.value().clone());
    read.map_err(|error| {
        let message = format!("{} is not an API description: {error}", document.name());
        Problem::new(message)
            .help("expected the `api.json` of one service, as upstream's package holds it")
            .into()
    })
}
