//! Finds control characters in the texts of a file.

use serde_json::Value;

use crate::characters::{problem_in_line, problem_in_lines};
use crate::diagnostics::Problem;
use crate::json::{Document, Pointer};

/// Members whose text may have several lines.
const PROSE: [&str; 2] = ["doc", "idempotent"];

const HELP: &str = "remove it; only documentation may have several lines";

/// Returns a problem for each text, names included, that contains such a character.
pub(super) fn problems(document: &Document) -> Vec<Problem> {
    let mut search = Search {
        document,
        problems: Vec::new(),
    };
    search.value(document.value(), &Pointer::root(), false);
    search.problems
}

struct Search<'a> {
    document: &'a Document,
    problems: Vec<Problem>,
}

impl Search<'_> {
    fn value(&mut self, value: &Value, at: &Pointer, is_prose: bool) {
        match value {
            Value::String(text) => {
                let message = match is_prose {
                    true => problem_in_lines(text),
                    false => problem_in_line(text),
                };
                let problem = message.map(|message| self.document.problem(at, message).help(HELP));
                self.problems.extend(problem);
            }
            Value::Array(items) => {
                for (position, item) in items.iter().enumerate() {
                    self.value(item, &at.to(position), false);
                }
            }
            Value::Object(members) => {
                for (name, value) in members {
                    let at = at.to(name);
                    if let Some(message) = problem_in_line(name) {
                        let problem = self.document.name_problem(&at, message);
                        self.problems.push(problem.help(HELP));
                    }
                    self.value(value, &at, PROSE.contains(&name.as_str()));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}
