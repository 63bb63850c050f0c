//! The documented calls of a service.

use std::collections::BTreeMap;

use miette::{Result, miette};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tencent_codegen::SourceFile;

/// A text that is replayed.
#[derive(Debug, Serialize)]
pub(super) struct Documented {
    pub(super) action: String,
    pub(super) sent: bool,
    pub(super) text: String,
    #[serde(skip)]
    pub(super) title: String,
}

#[derive(Deserialize)]
struct Examples {
    actions: BTreeMap<String, Vec<Example>>,
}

#[derive(Deserialize)]
struct Example {
    #[serde(default)]
    title: String,
    input: String,
    output: String,
}

/// The documented requests and responses. Upstream documents some requests as addresses and some responses as
/// errors; these have no generated type and are skipped.
pub(super) fn documented(file: &SourceFile) -> Result<Vec<Documented>> {
    let examples: Examples = serde_json::from_slice(&file.bytes).map_err(|error| {
        miette!(
            help = "make sure that it is a file of tccli",
            "{} holds no documented calls: {error}",
            file.path.display()
        )
    })?;
    let mut texts = Vec::new();
    for (action, examples) in examples.actions {
        for example in examples {
            let text = |sent, text| Documented {
                action: action.clone(),
                sent,
                text,
                title: example.title.clone(),
            };
            if example.input.starts_with("POST") {
                texts.push(text(true, body(&example.input).to_owned()));
            }
            texts.extend(response(&example.output).map(|answer| text(false, answer)));
        }
    }
    Ok(texts)
}

/// The text below the headers.
fn body(request: &str) -> &str {
    let ends = ["\r\n\r\n", "\n\n"];
    let parts = ends.iter().filter_map(|end| request.split_once(end));
    parts
        .map(|(_, body)| body)
        .next()
        .unwrap_or_default()
        .trim()
}

fn response(output: &str) -> Option<String> {
    let answer: Value = serde_json::from_str(output).ok()?;
    let response = answer.get("Response")?;
    let is_error = response.get("Error").is_some_and(Value::is_object);
    (!is_error).then(|| response.to_string())
}
