//! Separates tags in upstream's prose from other text in angle brackets.

use super::address::is_address;
use super::entity::push_text;

/// The known elements: those that upstream uses, and those without readable content. Any other text in
/// angle brackets is a placeholder.
const ELEMENTS: [&str; 44] = [
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "del",
    "div",
    "dx-alert",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "iframe",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "script",
    "span",
    "strong",
    "style",
    "sub",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "u",
    "ul",
    // A misspelling of `ul`.
    "ur",
    "video",
];

/// Copies a tag, writes an address as a link, drops a comment, and escapes any other `<`. Returns the
/// length that it consumed.
pub(super) fn angle_bracket(rest: &str, text: &mut String) -> usize {
    if let Some(length) = rest.strip_prefix("<!--").and_then(|rest| rest.find("-->")) {
        return "<!--".len() + length + "-->".len();
    }
    if let Some(address) = address(&rest[1..]) {
        text.push_str(&format!("<a href=\"{address}\">"));
        push_text(address, text);
        text.push_str("</a>");
        return address.len() + 2;
    }
    match tag(rest) {
        Some(length) => {
            text.push_str(&rest[..length]);
            length
        }
        None => {
            text.push_str("&lt;");
            1
        }
    }
}

/// The elements that are recognized even if their brackets are escaped.
const BLOCKS: [&str; 5] = ["li", "ol", "p", "ul", "ur"];

/// Restores a tag that an editor escaped by mistake: it begins the text or is next to another tag. Any
/// other entity stays. Returns the length that it consumed.
pub(super) fn ampersand(rest: &str, text: &mut String) -> usize {
    match escaped_tag(rest, text) {
        Some((tag, length)) => {
            text.push_str(&tag);
            length
        }
        None => {
            text.push('&');
            1
        }
    }
}

fn escaped_tag(rest: &str, before: &str) -> Option<(String, usize)> {
    let (inner, after) = rest.strip_prefix("&lt;")?.split_once("&gt;")?;
    let name = inner.trim_start_matches(['/', '\\']);
    let before = before.trim_end();
    let is_beside =
        before.is_empty() || before.ends_with('>') || after.trim_start().starts_with('<');
    if !BLOCKS.contains(&name) || !is_beside {
        return None;
    }
    let slash = if name == inner { "" } else { "/" };
    Some((format!("<{slash}{name}>"), inner.len() + "&lt;&gt;".len()))
}

/// Returns the address between angle brackets.
fn address(after: &str) -> Option<&str> {
    let (address, _) = after.split_once('>')?;
    is_address(address).then_some(address)
}

/// Returns the known element whose name begins a text.
pub(super) fn element(text: &str) -> Option<&'static str> {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .unwrap_or(text.len());
    let is_closed = text[end..].starts_with(['>', ' ', '/', '\n']);
    let name = text[..end].to_ascii_lowercase();
    let found = ELEMENTS.binary_search(&name.as_str()).ok()?;
    is_closed.then_some(ELEMENTS[found])
}

/// Returns the length of the tag, if the element is known.
fn tag(rest: &str) -> Option<usize> {
    element(rest[1..].strip_prefix('/').unwrap_or(&rest[1..]))?;
    // A tag can end at the `<` of the next one, if its own `>` is missing.
    let length = rest[1..].find(['<', '>'])? + 1;
    Some(if rest[length..].starts_with('>') {
        length + 1
    } else {
        length
    })
}
