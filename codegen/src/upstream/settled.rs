//! Upstream's prose with one meaning, whether it is read as Markdown or as HTML.
//!
//! A tag that nobody knows would vanish with what it names, and what stands between backticks is no tag
//! in Markdown but is one inside HTML, where half of the prose stands. So code and links become
//! elements, which both read in one way, and every bracket that begins no tag becomes text.

use std::borrow::Cow;

use super::code::{is_indented_code, line, ticks};
use super::tags::bracket;

/// What may begin something else than text.
const MARKS: [char; 6] = ['<', '`', '\\', '[', '!', '*'];

/// The prose with its code and links as elements, and its placeholders as text.
pub(super) fn settled(prose: &str) -> Cow<'_, str> {
    if !prose.contains(['<', '`', '[', '*']) {
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
            b'[' => link(rest, &mut text),
            b'!' => image(rest, &mut text),
            b'*' => stars(rest, &mut text),
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
        Some(c) if MARKS.contains(&c) => {
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

/// Pictures are not shown.
fn image(rest: &str, text: &mut String) -> usize {
    match linked(&rest[1..]) {
        Some((words, address)) => words.len() + address.len() + "![]()".len(),
        None => {
            text.push('!');
            1
        }
    }
}

/// The words of a link and where it leads.
fn linked(rest: &str) -> Option<(&str, &str)> {
    let (words, after) = rest.strip_prefix('[')?.split_once("](")?;
    let (address, _) = after.split_once(')')?;
    let one = !words.contains(['[', ']', '\n']);
    let leads = is_address(address) || (address.starts_with(['/', '#']) && fits(address));
    (one && leads).then_some((words, address))
}

/// Stars around bold words. The words are printed as any others, and Markdown takes no stars for such
/// beside Chinese punctuation.
fn stars(rest: &str, text: &mut String) -> usize {
    let stars = rest.len() - rest.trim_start_matches('*').len();
    let line = rest[stars..].split('\n').next().unwrap_or_default();
    let words = line
        .split_once("**")
        .map(|(words, after)| (words, after.starts_with('*')));
    match words {
        Some((words, false))
            if stars == 2 && !words.is_empty() && words.trim() == words && !words.contains('*') =>
        {
            text.push_str(&settled(words));
            words.len() + "****".len()
        }
        _ => {
            text.push_str(&rest[..stars]);
            stars
        }
    }
}

pub(super) fn is_address(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://")) && fits(text)
}

/// Whether it can be the value of an attribute, and ends where the address does.
fn fits(address: &str) -> bool {
    let fits = |c: char| !c.is_whitespace() && !matches!(c, '<' | '>' | '"' | '(');
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
