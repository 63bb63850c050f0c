//! Upstream's prose with one meaning, whether it is read as Markdown or as HTML.
//!
//! A tag that nobody knows would vanish with what it names, and what stands between backticks is no tag
//! in Markdown but is one inside HTML, where half of the prose stands. So code and links become
//! elements, which both read in one way, and every bracket that begins no tag becomes text.

use std::borrow::Cow;

use super::code::{is_indented_code, line, ticks};
use super::tags::{bracket, twice};

/// What may begin something else than text.
const MARKS: [char; 9] = ['<', '&', '`', '\\', '[', '!', '*', '~', '_'];

/// The prose with its code and links as elements, and its placeholders as text.
pub(super) fn settled(prose: &str) -> Cow<'_, str> {
    if !prose.contains(['<', '`', '[', '*', '~', '_']) {
        return Cow::Borrowed(prose);
    }
    let mut text = String::with_capacity(prose.len() + 64);
    let mut rest = prose;
    while let Some(at) = rest.find(MARKS) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = match rest.as_bytes()[0] {
            _ if is_indented_code(&text) => line(rest, &mut text),
            b'`' => ticks(rest, &mut text),
            b'<' => bracket(rest, &mut text),
            b'&' => twice(rest, &mut text),
            b'[' => link(rest, &mut text),
            b'!' => image(rest, &mut text),
            b'*' => stars(rest, &mut text),
            b'~' => pair(rest, "~~", "del", &mut text).unwrap_or_else(|| plain(rest, &mut text)),
            // They are a part of names.
            b'_' => plain(rest, &mut text),
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
        // What looks like an escaped entity is a quote in a sample of JSON.
        Some(c) if MARKS.contains(&c) && c != '&' => {
            entity(c, text);
            2
        }
        _ => {
            text.push('\\');
            1
        }
    }
}

/// A link as an element.
fn link(rest: &str, text: &mut String) -> usize {
    let Some((words, address)) = linked(rest) else {
        text.push('[');
        return 1;
    };
    text.push_str(&format!("<a href=\"{address}\">"));
    text.push_str(&settled(words));
    text.push_str("</a>");
    words.len() + address.len() + "[]()".len()
}

/// A picture as a link to it.
fn image(rest: &str, text: &mut String) -> usize {
    match linked(&rest[1..]) {
        Some(("", address)) => {
            text.push_str(&format!("<a href=\"{address}\">image</a>"));
            address.len() + "![]()".len()
        }
        Some(_) => 1 + link(&rest[1..], text),
        None => {
            text.push('!');
            1
        }
    }
}

/// The words of a link and where it leads.
fn linked(rest: &str) -> Option<(&str, &str)> {
    let (words, after) = rest.strip_prefix('[')?.split_once("](")?;
    let address = &after[..end_of_address(after)?];
    let one = !words.contains(['[', ']', '\n']);
    let leads = is_address(address) || (address.starts_with(['/', '#']) && fits(address));
    (one && leads).then_some((words, address))
}

/// An address may have brackets of its own.
fn end_of_address(text: &str) -> Option<usize> {
    let mut open = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' if open == 0 => return Some(at),
            ')' => open -= 1,
            _ => {}
        }
    }
    None
}

/// Stars around bold words, or between letters, where they mean themselves.
fn stars(rest: &str, text: &mut String) -> usize {
    if let Some(length) = pair(rest, "**", "b", text) {
        return length;
    }
    let stars = rest.len() - rest.trim_start_matches('*').len();
    let is_between = stars == 1
        && text.ends_with(char::is_alphanumeric)
        && rest[1..].starts_with(char::is_alphanumeric);
    if is_between {
        return plain(rest, text);
    }
    text.push_str(&rest[..stars]);
    stars
}

/// Words between two marks as an element: Markdown takes no marks for such beside Chinese punctuation.
fn pair(rest: &str, mark: &str, element: &str, text: &mut String) -> Option<usize> {
    let c = mark.chars().next()?;
    let line = rest.strip_prefix(mark)?.split('\n').next()?;
    let (words, after) = line.split_once(mark)?;
    let stands_out = !words.is_empty() && words.trim() == words && !words.contains(c);
    if !stands_out || after.starts_with(c) {
        return None;
    }
    text.push_str(&format!("<{element}>"));
    text.push_str(&settled(words));
    text.push_str(&format!("</{element}>"));
    Some(words.len() + 2 * mark.len())
}

/// A character that means itself.
fn plain(rest: &str, text: &mut String) -> usize {
    let c = rest.chars().next().unwrap_or_default();
    entity(c, text);
    c.len_utf8()
}

pub(super) fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && fits(text)
}

/// Whether it can be the value of an attribute, and ends where the address does.
fn fits(address: &str) -> bool {
    let fits = |c: char| !c.is_whitespace() && !matches!(c, '<' | '>' | '"');
    address.chars().all(fits)
}

/// Text that means nothing to Markdown nor to HTML.
pub(super) fn as_text(code: &str, text: &mut String) {
    for c in code.chars() {
        if c.is_ascii_punctuation() {
            entity(c, text);
        } else {
            text.push(c);
        }
    }
}

pub(super) fn entity(c: char, text: &mut String) {
    text.push_str(&format!("&#{};", u32::from(c)));
}
