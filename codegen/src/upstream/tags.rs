//! Which of the pointed brackets in upstream's prose are tags.
//!
//! A tag that nobody knows would vanish with what it names, and what stands between backticks is no tag
//! in Markdown but is one inside HTML, where half of the prose stands. So code becomes an element, which
//! both read in one way, and every bracket that begins no tag becomes text.

use std::borrow::Cow;

/// The elements that upstream writes, and those whose content nobody reads; whatever else stands in
/// pointed brackets is a placeholder.
const ELEMENTS: [&str; 43] = [
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
    "video",
];

/// The prose with its code as elements and its placeholders as text.
pub(super) fn settled(prose: &str) -> Cow<'_, str> {
    if !prose.contains(['<', '`']) {
        return Cow::Borrowed(prose);
    }
    let mut text = String::with_capacity(prose.len() + 64);
    let mut rest = prose;
    while let Some(at) = rest.find(['<', '`', '\\']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match rest.as_bytes()[0] {
            b'`' => ticks(rest, &mut text),
            b'<' => bracket(rest, &mut text),
            _ => backslash(rest, &mut text),
        };
        rest = &rest[length..];
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// What is escaped begins nothing.
fn backslash(rest: &str, text: &mut String) -> usize {
    match rest[1..].chars().next() {
        Some(c @ ('<' | '`' | '\\')) => {
            entity(c, text);
            2
        }
        _ => {
            text.push('\\');
            1
        }
    }
}

/// A block of code as it stands, a span of code as an element, or backticks that open nothing.
fn ticks(rest: &str, text: &mut String) -> usize {
    let ticks = run(rest);
    let begins_line = {
        let before = text.rsplit('\n').next().unwrap_or_default();
        before.trim_start_matches([' ', '>']).is_empty()
    };
    if ticks >= 3 && begins_line {
        let length = block(rest, ticks);
        text.push_str(&rest[..length]);
        return length;
    }
    let line = text.rsplit('\n').next().unwrap_or_default();
    let in_row = line.trim_start().starts_with('|');
    let Some(code) = span(&rest[ticks..], ticks, in_row) else {
        rest[..ticks].chars().for_each(|c| entity(c, text));
        return ticks;
    };
    text.push_str("<code>");
    let unescaped = if in_row {
        code.replace("\\|", "|")
    } else {
        code.to_owned()
    };
    as_text(unescaped.trim(), text);
    text.push_str("</code>");
    ticks + code.len() + ticks
}

fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// The length of a block of code, up to the line that closes it.
fn block(rest: &str, ticks: usize) -> usize {
    let mut length = 0;
    for (number, line) in rest.split_inclusive('\n').enumerate() {
        length += line.len();
        let line = line.trim();
        if number > 0 && run(line) >= ticks && run(line) == line.len() {
            break;
        }
    }
    length
}

/// What stands before as many backticks again on the line, or in the cell of a table.
fn span(after: &str, ticks: usize, in_row: bool) -> Option<&str> {
    let line = after.split('\n').next().unwrap_or_default();
    let mut at = 0;
    while let Some(found) = line[at..].find('`') {
        let end = at + found;
        let length = run(&line[end..]);
        if length == ticks {
            let code = &line[..end];
            let splits = in_row && code.replace("\\|", "").contains('|');
            return (!splits).then_some(code);
        }
        at = end + length;
    }
    None
}

/// A tag, an address as a link, or text; a comment is neither.
fn bracket(rest: &str, text: &mut String) -> usize {
    if let Some(length) = rest.strip_prefix("<!--").and_then(|rest| rest.find("-->")) {
        return "<!--".len() + length + "-->".len();
    }
    if let Some(address) = address(&rest[1..]) {
        text.push_str(&format!("<a href=\"{address}\">"));
        as_text(address, text);
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

/// The address that stands in pointed brackets.
fn address(after: &str) -> Option<&str> {
    let is_address = after.starts_with("https://") || after.starts_with("http://");
    let (address, _) = after.split_once('>').filter(|_| is_address)?;
    let fits = |c: char| !c.is_whitespace() && !matches!(c, '<' | '"');
    address.chars().all(fits).then_some(address)
}

/// The length of the tag of an element that is known.
fn tag(rest: &str) -> Option<usize> {
    let inner = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    let end = inner
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .unwrap_or(inner.len());
    let name = inner[..end].to_ascii_lowercase();
    let closed = inner[end..].starts_with(['>', ' ', '/', '\n']);
    if !closed || ELEMENTS.binary_search(&name.as_str()).is_err() {
        return None;
    }
    // Nothing inside a tag is code.
    let length = rest[1..].find(['<', '>'])? + 1;
    Some(if rest[length..].starts_with('>') {
        length + 1
    } else {
        length
    })
}

/// Text that means nothing to Markdown nor to HTML.
fn as_text(code: &str, text: &mut String) {
    for c in code.chars() {
        if c.is_ascii_punctuation() {
            entity(c, text);
        } else {
            text.push(c);
        }
    }
}

fn entity(c: char, text: &mut String) {
    text.push_str(&format!("&#{};", u32::from(c)));
}
