//! Queries of an HTML tree.

use std::cell::Ref;

use html5ever::tendril::StrTendril;
use markup5ever_rcdom::{Handle, NodeData};

/// Returns the name of an element.
pub(super) fn name(node: &Handle) -> Option<&str> {
    match &node.data {
        NodeData::Element { name, .. } => Some(&name.local),
        _ => None,
    }
}

/// Returns the text of a text node.
pub(super) fn own_text(node: &Handle) -> Option<Ref<'_, StrTendril>> {
    match &node.data {
        NodeData::Text { contents } => Some(contents.borrow()),
        _ => None,
    }
}

/// Whether a node is empty text or an empty paragraph.
pub(super) fn is_blank(node: &Handle) -> bool {
    match name(node) {
        Some(name) => name == "p" && node.children.borrow().is_empty(),
        None => own_text(node).is_none_or(|text| text.trim().is_empty()),
    }
}

/// Returns all text in a node.
pub(super) fn text(node: &Handle) -> String {
    let mut text = String::new();
    let mut open = vec![node.clone()];
    while let Some(node) = open.pop() {
        if let Some(words) = own_text(&node) {
            text.push_str(&words);
        }
        if name(&node) == Some("br") {
            text.push('\n');
        }
        open.extend(node.children.borrow().iter().rev().cloned());
    }
    text
}

pub(super) fn attribute(node: &Handle, wanted: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else {
        return None;
    };
    let attributes = attrs.borrow();
    let found = attributes
        .iter()
        .find(|attribute| &*attribute.name.local == wanted)?;
    Some(found.value.to_string())
}

pub(super) fn number(node: &Handle, wanted: &str) -> Option<u64> {
    attribute(node, wanted)?.trim().parse().ok()
}

/// Returns the rows of a table, including those in its header, body and footer.
pub(super) fn rows(table: &Handle) -> Vec<Handle> {
    let mut rows = Vec::new();
    for child in table.children.borrow().iter() {
        match name(child) {
            Some("tr") => rows.push(child.clone()),
            Some("thead" | "tbody" | "tfoot") => rows.extend(self::rows(child)),
            _ => {}
        }
    }
    rows
}
