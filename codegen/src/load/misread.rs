//! What is JSON, and not what serde was to read from it: what is wrong in words, and where.

use jsonc_parser::ast::Value as Node;
use jsonc_parser::common::Ranged;

use super::document::offset;
use super::{Document, Pointer};
use crate::diagnostics::Problem;

/// Where serde stopped, and why.
pub(crate) struct Misread<'a> {
    document: &'a Document,
    place: usize,
    /// The innermost value that it had come to.
    pub(crate) pointer: Pointer,
    pub(crate) reason: String,
}

impl<'a> Misread<'a> {
    pub(crate) fn of(document: &'a Document, error: &serde_json::Error) -> Self {
        let place = begun(
            document.text(),
            offset(document.text(), error.line(), error.column()),
        );
        let mut pointer = Pointer::root();
        document.with_ast(|root| {
            pointer = innermost(root, place, pointer.clone());
            Some(())
        });
        Self {
            document,
            place,
            pointer,
            reason: in_words(&reason(error)),
        }
    }

    /// The problem, told at the very character: the value around it may be the whole file.
    pub(crate) fn problem(&self, message: String) -> Problem {
        let rest = self.document.text().get(self.place..).unwrap_or_default();
        let length = rest.chars().next().map_or(0, char::len_utf8);
        let (start, end) = (self.place, self.place + length);
        Problem::new(message).at(self.document.place(&self.pointer, start, end))
    }
}

/// Serde may stop at the space before a value that it does not take.
fn begun(text: &str, place: usize) -> usize {
    let rest = text.get(place..).unwrap_or_default();
    place + (rest.len() - rest.trim_start().len())
}

/// What serde says, without the place.
pub(super) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let end = text.rfind(" at line ").unwrap_or(text.len());
    text[..end].to_owned()
}

fn in_words(reason: &str) -> String {
    if let Some(name) = reason.strip_prefix("missing field ") {
        return format!("the member {name} is missing");
    }
    if reason.starts_with("invalid length") {
        return "there is a list where an object belongs".to_owned();
    }
    match reason.strip_prefix("invalid type: ") {
        Some(found) => format!(
            "wrong type: {}",
            found
                .replacen("map, ", "an object, ", 1)
                .replacen("sequence, ", "a list, ", 1)
        ),
        None => reason.to_owned(),
    }
}

/// What stands at that place, or is about to begin there.
fn innermost(node: &Node<'_>, place: usize, at: Pointer) -> Pointer {
    match node {
        Node::Object(object) => {
            let holds = |name: usize, value: &Node<'_>| (name..value.end()).contains(&place);
            let mut members = object.properties.iter();
            match members.find(|member| holds(member.name.end(), &member.value)) {
                Some(member) => innermost(&member.value, place, at.to(member.name.as_str())),
                None => at,
            }
        }
        Node::Array(array) => {
            let mut items = array.elements.iter().enumerate();
            match items.find(|(_, item)| place < item.end()) {
                Some((index, item)) => innermost(item, place, at.to(index)),
                None => at,
            }
        }
        _ => at,
    }
}
