//! Rewrites upstream's prose so that Markdown and HTML parsers agree on its meaning.
//!
//! An unknown tag would vanish together with the name in it. Text between backticks contains no tags in
//! Markdown, but it does inside HTML, and half of the prose is HTML. So code and links become elements,
//! and every bracket that does not begin a known tag becomes text.

use std::borrow::Cow;

use super::address::{is_address, is_relative};
use super::code::{backticks, is_indented_code, rest_of_line};
use super::entity::push_entity;
use super::tags::{ampersand, angle_bracket};

/// The characters that can begin markup.
const MARKS: [char; 9] = ['<', '&', '`', '\\', '[', '!', '*', '~', '_'];

/// The maximum length of an address, in characters.
const LONGEST_ADDRESS: usize = 4_000;

/// Returns the prose with code and links as elements, and placeholders as text.
pub(super) fn normalize(prose: &str) -> Cow<'_, str> {
    if !prose.contains(['<', '`', '[', '*', '~', '_']) {
        return Cow::Borrowed(prose);
    }
    let mut text = String::with_capacity(prose.len() + 64);
    let mut rest = prose;
    // The last line of the text, and the part of the text that was searched for it.
    let (mut line, mut searched) = (0, 0);
    while let Some(at) = rest.find(MARKS) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(end) = text[searched..].rfind('\n') {
            line = searched + end + 1;
        }
        searched = text.len();
        let length = match rest.as_bytes()[0] {
            _ if is_indented_code(&text, line) => rest_of_line(rest, &mut text),
            b'`' => backticks(rest, &mut text),
            b'<' => angle_bracket(rest, &mut text),
            b'&' => ampersand(rest, &mut text),
            b'[' => link(rest, &mut text),
            b'!' => image(rest, &mut text),
            b'*' => stars(rest, &mut text),
            b'~' => pair(rest, "~~", "del", &mut text).unwrap_or_else(|| literal(rest, &mut text)),
            // Names contain underscores.
            b'_' => literal(rest, &mut text),
            _ => backslash(rest, &mut text),
        };
        rest = &rest[length..];
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// Replaces an escaped character, so that it does not begin markup.
fn backslash(rest: &str, text: &mut String) -> usize {
    match rest[1..].chars().next() {
        // `\&` is not an escape: it occurs in JSON samples, before the entity of a quote.
        Some(c) if MARKS.contains(&c) && c != '&' => {
            push_entity(c, text);
            2
        }
        _ => {
            text.push('\\');
            1
        }
    }
}

/// Writes a link as an element.
fn link(rest: &str, text: &mut String) -> usize {
    let Some((words, address)) = split_link(rest) else {
        text.push('[');
        return 1;
    };
    text.push_str(&format!("<a href=\"{address}\">"));
    text.push_str(&normalize(words));
    text.push_str("</a>");
    words.len() + address.len() + "[]()".len()
}

/// Writes a picture as a link to it.
fn image(rest: &str, text: &mut String) -> usize {
    match split_link(&rest[1..]) {
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

/// Splits a link into its text and its address.
fn split_link(rest: &str) -> Option<(&str, &str)> {
    let rest = rest.strip_prefix('[')?;
    // Not beyond the next bracket: a text may have many that begin no link.
    let (words, after) = rest.split_at(rest.find(['[', ']', '\n'])?);
    let after = after.strip_prefix("](")?;
    let address = &after[..end_of_address(after)?];
    let has_target = is_address(address) || is_relative(address);
    has_target.then_some((words, address))
}

/// Returns the position of the bracket that ends an address. The address can contain pairs of brackets.
fn end_of_address(text: &str) -> Option<usize> {
    let mut open = 0;
    for (at, c) in text.char_indices().take(LONGEST_ADDRESS) {
        match c {
            '(' => open += 1,
            ')' if open == 0 => return Some(at),
            ')' => open -= 1,
            _ => {}
        }
    }
    None
}

/// Writes stars: an element for bold words, and an entity for a star between letters.
fn stars(rest: &str, text: &mut String) -> usize {
    if let Some(length) = pair(rest, "**", "b", text) {
        return length;
    }
    let stars = rest.len() - rest.trim_start_matches('*').len();
    let is_between = stars == 1
        && text.ends_with(char::is_alphanumeric)
        && rest[1..].starts_with(char::is_alphanumeric);
    if is_between {
        return literal(rest, text);
    }
    text.push_str(&rest[..stars]);
    stars
}

/// Writes words between two marks as an element. Markdown does not recognize marks beside Chinese
/// punctuation.
fn pair(rest: &str, mark: &str, element: &str, text: &mut String) -> Option<usize> {
    let c = mark.chars().next()?;
    let (words, after) = rest.strip_prefix(mark)?.split_once(mark)?;
    let is_emphasis = !words.is_empty() && words.trim() == words && !words.contains([c, '\n']);
    if !is_emphasis || after.starts_with(c) {
        return None;
    }
    text.push_str(&format!("<{element}>"));
    text.push_str(&normalize(words));
    text.push_str(&format!("</{element}>"));
    Some(words.len() + 2 * mark.len())
}

/// Writes a character as an entity, so that it is not markup.
fn literal(rest: &str, text: &mut String) -> usize {
    let c = rest.chars().next().unwrap_or_default();
    push_entity(c, text);
    c.len_utf8()
}
