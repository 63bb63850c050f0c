//! Describes why serde could not deserialize valid JSON, and where.

use jsonc_parser::ast::Value as Node;
use jsonc_parser::common::Ranged;

use super::document::Document;
use super::pointer::Pointer;
use super::serde_error::{offset, reason};
use crate::diagnostics::Problem;

/// An error of serde, with the position of the value that caused it.
pub(crate) struct DeserializeError<'a> {
    document: &'a Document,
    offset: usize,
    /// The innermost value at that position.
    pub(crate) pointer: Pointer,
    pub(crate) reason: String,
}

impl<'a> DeserializeError<'a> {
    pub(crate) fn new(document: &'a Document, error: &serde_json::Error) -> Self {
        let text = document.text();
        let offset = skip_white_space(text, offset(text, error));
        let mut pointer = Pointer::root();
        document.with_ast(|root| {
            pointer = innermost(root, offset, pointer.clone());
            Some(())
        });
        Self {
            document,
            offset,
            pointer,
            reason: in_words(&reason(error)),
        }
    }

    /// Creates a problem that marks one character, because the value around it can be the whole file.
    pub(crate) fn problem(&self, message: String) -> Problem {
        let rest = self.document.text().get(self.offset..).unwrap_or_default();
        let length = rest.chars().next().map_or(0, char::len_utf8);
        let (start, end) = (self.offset, self.offset + length);
        Problem::new(message).at(self.document.span(&self.pointer, start, end))
    }
}

/// Serde can report the space before a value instead of the value.
fn skip_white_space(text: &str, offset: usize) -> usize {
    let rest = text.get(offset..).unwrap_or_default();
    offset + (rest.len() - rest.trim_start().len())
}

fn in_words(reason: &str) -> String {
    if let Some(name) = reason.strip_prefix("missing field ") {
        return format!("the member {name} is missing");
    }
    if reason.starts_with("invalid length") {
        return "expected an object, found a list".to_owned();
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

/// Returns the innermost value at that offset, or the one that begins next.
fn innermost(node: &Node<'_>, offset: usize, at: Pointer) -> Pointer {
    match node {
        Node::Object(object) => {
            let contains = |name: usize, value: &Node<'_>| (name..value.end()).contains(&offset);
            let mut members = object.properties.iter();
            match members.find(|member| contains(member.name.end(), &member.value)) {
                Some(member) => innermost(&member.value, offset, at.to(member.name.as_str())),
                None => at,
            }
        }
        Node::Array(array) => {
            let mut items = array.elements.iter().enumerate();
            match items.find(|(_, item)| offset < item.end()) {
                Some((index, item)) => innermost(item, offset, at.to(index)),
                None => at,
            }
        }
        _ => at,
    }
}
