//! Checks the problems that the generator reports for an invalid description.

use serde_json::{Value, json};
use tencent_codegen::{Diagnostics, Problem, render};

use crate::tiny::Tiny;

/// Returns file, line, pointer, message and help of each problem.
#[must_use]
pub fn problems(result: Result<tencent_codegen::Output, Diagnostics>) -> Vec<String> {
    let Err(found) = result else {
        panic!("nothing is wrong")
    };
    let tell = |problem: &Problem| {
        let (line, column) = problem.position().unwrap_or_default();
        let file = problem.file().unwrap_or("-");
        let pointer = problem.pointer().unwrap_or("-");
        let help = problem.help_text().unwrap_or("-");
        format!(
            "{file}:{line}:{column} {pointer}: {} | {help}",
            problem.message()
        )
    };
    let lines = found.problems().iter().map(tell).collect();
    assert!(!render(&found).is_empty());
    lines
}

/// Creates members from their names and types.
#[must_use]
pub fn members(names: &[(&str, &str)]) -> Value {
    names
        .iter()
        .map(|(name, of)| json!({ "name": name, "type": of }))
        .collect()
}

/// Creates a description with that overlay.
#[must_use]
pub fn with_overlay(overlay: Value) -> Tiny {
    Tiny::new(members(&[
        ("Name", "string"),
        ("Age", "int64"),
        ("Part", "Part"),
    ]))
    .object("Part", members(&[("Id", "string")]))
    .overlay(overlay)
}

/// Creates a description with that constraint on a member of the request.
#[must_use]
pub fn with_constraint(member: &str, constraint: Value) -> Tiny {
    with_overlay(json!({ "objects": { "DoThingRequest": {
        "members": { member: { "constraint": constraint } },
    } } }))
}

/// Asserts that one problem of the file contains all of these words.
#[track_caller]
pub fn assert_problem(tiny: &Tiny, file: &str, expected: &[&str]) {
    let lines = problems(tiny.generate());
    let fits = |line: &String| {
        line.starts_with(file)
            && !line.contains(":0:0 ")
            && expected.iter().all(|word| line.contains(word))
    };
    assert!(
        lines.iter().any(fits),
        "no line has {expected:?}:\n{}",
        lines.join("\n")
    );
}
