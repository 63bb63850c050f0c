//! Finds characters and Markdown that the texts of a file must not contain.

use serde_json::Value;

use super::markdown;
use crate::characters::{problem_in_line, problem_in_lines};
use crate::diagnostics::Problem;
use crate::json::{Document, Pointer};

/// Members whose text may have several lines.
const PROSE: [&str; 3] = ["doc", "idempotent", "not_idempotent"];

/// Members whose text becomes documentation.
const DOCUMENTATION: [&str; 7] = [
    "description",
    "doc",
    "message",
    "idempotent",
    "not_idempotent",
    "title",
    "unit",
];

/// Members whose values are examples or valid values. They are shown as code.
const VALUES: [&str; 4] = ["const", "default", "enum", "example"];

/// Members that hold entries by name. An entry can have any of the names above.
const NAMED: [&str; 9] = [
    "actions",
    "enums",
    "errors",
    "members",
    "messages",
    "objects",
    "properties",
    "sources",
    "waiters",
];

const HELP: &str = "remove it; only documentation may have several lines";

/// Returns a problem for each text, names included, that contains such a character or such Markdown.
pub(super) fn problems(document: &Document) -> Vec<Problem> {
    let mut search = Search {
        document,
        problems: Vec::new(),
    };
    search.value(document.value(), &Pointer::root(), Text::Plain);
    search.problems
}

/// How a text is used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Text {
    /// A name or another short text.
    Plain,
    /// Documentation: Markdown.
    Markdown { has_lines: bool },
    /// A value of a member, or a part of one.
    Value,
    /// An object whose members have names of the wire, or of enums.
    Named,
}

impl Text {
    /// The use of the member with that name.
    fn of(self, member: &str) -> Self {
        match self {
            Self::Value => Self::Value,
            Self::Named => Self::Plain,
            _ if NAMED.contains(&member) => Self::Named,
            _ if VALUES.contains(&member) => Self::Value,
            _ if DOCUMENTATION.contains(&member) => Self::Markdown {
                has_lines: PROSE.contains(&member),
            },
            _ => Self::Plain,
        }
    }
}

struct Search<'a> {
    document: &'a Document,
    problems: Vec<Problem>,
}

impl Search<'_> {
    fn value(&mut self, value: &Value, at: &Pointer, used: Text) {
        match value {
            Value::String(text) => self.text(text, at, used),
            Value::Array(items) => {
                for (position, item) in items.iter().enumerate() {
                    let used = if used == Text::Value {
                        used
                    } else {
                        Text::Plain
                    };
                    self.value(item, &at.to(position), used);
                }
            }
            Value::Object(members) => {
                for (name, value) in members {
                    let at = at.to(name);
                    if let Some(message) = problem_in_line(name) {
                        let problem = self.document.name_problem(&at, message);
                        self.problems.push(problem.help(HELP));
                    }
                    self.value(value, &at, used.of(name));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn text(&mut self, text: &str, at: &Pointer, used: Text) {
        let message = match used {
            Text::Markdown { has_lines: true } => problem_in_lines(text),
            _ => problem_in_line(text),
        };
        let problem = message.map(|message| self.document.problem(at, message).help(HELP));
        self.problems.extend(problem);
        if let Text::Markdown { has_lines } = used
            && let Some((message, help)) = markdown::problem(text, has_lines)
        {
            let problem = self.document.problem(at, message);
            self.problems.push(problem.help(help));
        }
    }
}
