//! Characters that would break the files that are generated, or make them look like something else.

use serde_json::Value;

use super::{Document, Pointer};
use crate::diagnostics::Problem;

/// Members whose text may have several lines.
const PROSE: [&str; 2] = ["doc", "safe_to_repeat"];

/// Every text of the file, names included, that has a character which nobody can want.
pub(super) fn problems(document: &Document) -> Vec<Problem> {
    let mut problems = Vec::new();
    search(
        document,
        document.value(),
        &Pointer::root(),
        false,
        &mut problems,
    );
    problems
}

fn search(
    document: &Document,
    value: &Value,
    at: &Pointer,
    is_prose: bool,
    problems: &mut Vec<Problem>,
) {
    match value {
        Value::String(text) => {
            let message = unwanted(text, is_prose).map(in_words);
            problems.extend(message.map(|message| document.problem(at, message).help(HELP)));
        }
        Value::Array(items) => {
            for (position, item) in items.iter().enumerate() {
                search(document, item, &at.to(position), false, problems);
            }
        }
        Value::Object(members) => {
            for (name, value) in members {
                let at = at.to(name);
                let message = unwanted(name, false).map(in_words);
                problems.extend(message.map(|text| document.name_problem(&at, text).help(HELP)));
                let is_prose = PROSE.contains(&name.as_str());
                search(document, value, &at, is_prose, problems);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

const HELP: &str = "remove it; only documentation may have several lines";

fn in_words(character: char) -> String {
    format!(
        "the character U+{:04X} does not belong here",
        u32::from(character)
    )
}

/// The first character that does not belong in such a text.
fn unwanted(text: &str, is_prose: bool) -> Option<char> {
    // A line may end as on Windows.
    let ends = |rest: &str| rest.starts_with("\r\n");
    text.char_indices()
        .find(|(place, character)| match character {
            '\n' | '\t' => !is_prose,
            '\r' => !(is_prose && ends(&text[*place..])),
            other => is_unwanted(*other),
        })
        .map(|(_, character)| character)
}

/// What is wrong with a name, in words.
pub(crate) fn unwanted_in_name(name: &str) -> Option<String> {
    unwanted(name, false).map(in_words)
}

/// Whether a character is invisible and changes how what is around it is read.
#[must_use]
pub fn is_unwanted(character: char) -> bool {
    let turns = matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    turns || (character.is_control() && !matches!(character, '\n' | '\t'))
}
