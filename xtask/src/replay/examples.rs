//! What upstream documents of a service's actions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tencent_codegen::SourceFile;

use crate::problem::Problem;

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

/// The texts that say what is sent and what is answered. Upstream documents some calls as addresses,
/// and some answers are errors: neither has a type here.
pub(super) fn documented(file: &SourceFile) -> Result<Vec<Documented>, Problem> {
    let examples: Examples =
        serde_json::from_slice(&file.bytes).map_err(|error| Problem::NoExamples {
            path: file.path.clone(),
            reason: error.to_string(),
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

/// What stands below the headers.
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
