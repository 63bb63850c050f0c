//! Documented calls, which the mock of the crate answers with.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::diagnostics::Problem;
use crate::json::Document;
use crate::source::SourceFile;

const REQUEST: &str = ".request.json";
const RESPONSE: &str = ".response.json";

/// A documented call. The bodies are JSON without spaces.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) action: String,
    pub(crate) request: String,
    pub(crate) response: String,
}

/// Pairs the files of requests with those of their responses, in the order of their paths.
pub(super) fn load(files: &[SourceFile], problems: &mut Vec<Problem>) -> Vec<Call> {
    let mut documents = BTreeMap::new();
    for file in files {
        match Document::parse(file) {
            Ok(document) => drop(documents.insert(file.path.as_path(), document)),
            Err(problem) => problems.push(problem),
        }
    }
    let mut calls = Vec::new();
    for (path, request) in &documents {
        let Some(name) = name(path).strip_suffix(REQUEST) else {
            continue;
        };
        let action = path.parent().map(name_of_folder).unwrap_or_default();
        let file = format!("{name}{RESPONSE}");
        match documents.get(path.with_file_name(&file).as_path()) {
            Some(response) => calls.push(Call {
                action,
                request: text(request.value()),
                response: text(response.value()),
            }),
            None => {
                let message = "this documented request has no response";
                let problem = request.whole_problem(message);
                problems.push(problem.help(format!(
                    "write the response to {file}, or remove the request"
                )));
            }
        }
    }
    calls
}

fn name(path: &Path) -> &str {
    path.file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default()
}

fn name_of_folder(path: &Path) -> String {
    name(path).to_owned()
}

fn text(value: &Value) -> String {
    value.to_string()
}
