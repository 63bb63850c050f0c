//! JSON as the project writes it.

use serde::Serialize;

use crate::problem::Problem;

/// The text of a file: indented, with an end to its last line.
pub(crate) fn text(value: &impl Serialize) -> Result<String, Problem> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| text + "\n")
        .map_err(|cause| Problem::NoJson { cause })
}
