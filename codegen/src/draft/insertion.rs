//! Inserts entries into JSON files. Every byte of the present text stays.

use serde::Serialize;
use serde_json::Value;

use crate::json::{Document, Pointer};
use crate::text_edit::TextEdit;

/// A part of a JSON file that is missing.
#[derive(Clone, Debug)]
pub(super) enum Node {
    /// Members, in order.
    Object(Vec<(String, Self)>),
    /// Items to append.
    Items(Vec<Self>),
    /// A value in JSON.
    Text(String),
}

impl Node {
    pub(super) fn empty() -> Self {
        Self::Object(Vec::new())
    }

    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Object(members) => members.is_empty(),
            Self::Text(text) => text == "{}",
            Self::Items(items) => items.is_empty(),
        }
    }

    pub(super) fn of(value: &impl Serialize) -> Self {
        let text = serde_json::to_string_pretty(value);
        Self::Text(compact(&text.unwrap_or_else(|_| "null".to_owned())))
    }

    /// Returns the member with that name. Adds an empty object unless there is one.
    pub(super) fn member(&mut self, name: &str) -> &mut Self {
        if !matches!(self, Self::Object(_)) {
            *self = Self::empty();
        }
        let Self::Object(members) = self else {
            return self;
        };
        let position = members.iter().position(|(known, _)| known == name);
        let position = position.unwrap_or_else(|| {
            members.push((name.to_owned(), Self::empty()));
            members.len() - 1
        });
        &mut members[position].1
    }

    /// Adds a member.
    pub(super) fn set(&mut self, name: &str, value: Self) {
        *self.member(name) = value;
    }

    fn render(&self, depth: usize) -> String {
        let indent = "  ".repeat(depth);
        match self {
            Self::Text(text) => text.replace('\n', &format!("\n{indent}")),
            Self::Object(members) => {
                let members = members.iter();
                let members: Vec<_> = members
                    .map(|(name, value)| pair(name, value, depth))
                    .collect();
                block('{', &members, '}', &indent)
            }
            Self::Items(items) => {
                let items: Vec<_> = items.iter().map(|item| item.render(depth + 1)).collect();
                block('[', &items, ']', &indent)
            }
        }
    }
}

fn pair(name: &str, value: &Node, depth: usize) -> String {
    format!("{}: {}", Value::from(name), value.render(depth + 1))
}

fn block(open: char, parts: &[String], close: char, indent: &str) -> String {
    let separator = format!(",\n{indent}  ");
    format!(
        "{open}\n{indent}  {}\n{indent}{close}",
        parts.join(&separator)
    )
}

/// Writes objects and lists that are short in one line. A JSON string contains no line end, so each line of
/// the text is one value, or the start or the end of one.
fn compact(text: &str) -> String {
    const WIDTH: usize = 100;
    /// A hash is long, and no person edits it.
    const WIDTH_WITH_HASH: usize = 200;
    let mut lines: Vec<String> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for line in text.lines() {
        lines.push(line.to_owned());
        if line.ends_with(['{', '[']) {
            open.push(lines.len() - 1);
        } else if line.trim_start().starts_with(['}', ']'])
            && let Some(start) = open.pop()
        {
            let parts: Vec<&str> = lines[start + 1..].iter().map(|part| part.trim()).collect();
            let joined = format!("{} {}", lines[start], parts.join(" "));
            let width = match parts.iter().any(|part| part.starts_with("\"sha256\"")) {
                true => WIDTH_WITH_HASH,
                false => WIDTH,
            };
            if joined.chars().count() <= width {
                lines.truncate(start);
                lines.push(joined);
            }
        }
    }
    lines.join("\n")
}

/// Returns the text of a new file.
pub(super) fn new_file(root: &Node) -> String {
    root.render(0) + "\n"
}

/// Returns the edits that insert the missing parts into a file. Values that the file has stay, whatever they
/// are.
pub(super) fn insert(document: &Document, missing: &Node) -> Vec<TextEdit> {
    let mut edits = Vec::new();
    collect(
        document,
        &Pointer::root(),
        document.value(),
        missing,
        0,
        &mut edits,
    );
    edits
}

fn collect(
    document: &Document,
    at: &Pointer,
    present: &Value,
    missing: &Node,
    depth: usize,
    edits: &mut Vec<TextEdit>,
) {
    let Some((start, _)) = document.range(at) else {
        return;
    };
    let indent = "  ".repeat(depth);
    let (parts, ends): (Vec<String>, Vec<Option<(usize, usize)>>) = match (present, missing) {
        (Value::Object(present), Node::Object(members)) => {
            let mut parts = Vec::new();
            for (name, value) in members {
                match present.get(name) {
                    Some(known) => collect(document, &at.to(name), known, value, depth + 1, edits),
                    None => parts.push(pair(name, value, depth)),
                }
            }
            let names = present.keys();
            (
                parts,
                names.map(|name| document.range(&at.to(name))).collect(),
            )
        }
        (Value::Array(present), Node::Items(items)) => {
            let parts = items.iter().map(|item| item.render(depth + 1));
            let positions = 0..present.len();
            (
                parts.collect(),
                positions.map(|item| document.range(&at.to(item))).collect(),
            )
        }
        _ => return,
    };
    if parts.is_empty() {
        return;
    }
    let separator = format!(",\n{indent}  ");
    let parts = parts.join(&separator);
    let (at, text) = match ends.into_iter().flatten().map(|(_, end)| end).max() {
        Some(last) => (last, format!("{separator}{parts}")),
        None => (start + 1, format!("\n{indent}  {parts}\n{indent}")),
    };
    edits.push(TextEdit::new(document, (at, at), text));
}
