//! Escapes text in Markdown.

use std::borrow::Cow;

/// Puts a backslash before the characters that Markdown or rustdoc interprets, and writes addresses as links.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains([
        '\\', '`', '*', '_', '[', ']', '<', '>', '|', '~', '#', '&', ':',
    ]) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(start) = address(rest) {
        escape(&rest[..start], &mut out);
        let end = rest[start..]
            .find(|c: char| !is_address_character(c))
            .map_or(rest.len(), |length| start + length);
        let end = start
            + rest[start..end]
                .trim_end_matches(['.', ',', ';', ':', '!', '?'])
                .len();
        out.push('<');
        out.push_str(&rest[start..end]);
        out.push('>');
        rest = &rest[end..];
    }
    escape(rest, &mut out);
    Cow::Owned(out)
}

/// Returns the position of the first address.
fn address(text: &str) -> Option<usize> {
    let begins = |at: usize| {
        let after = &text[at + "http".len()..];
        let rest = after
            .strip_prefix("s://")
            .or_else(|| after.strip_prefix("://"));
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    let mut schemes = text.match_indices("http").map(|(at, _)| at);
    schemes.find(|at| begins(*at))
}

/// Whether a character can be in an address.
pub(super) fn is_address_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(c)
}

/// Appends escaped text. Unlike [`escaped`], it does not write addresses as links.
pub(super) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '&'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
}

/// Replaces each run of blanks with one space.
pub(super) fn single_blanks(text: &str, after_blank: bool) -> String {
    let mut single = String::with_capacity(text.len());
    let mut after_blank = after_blank;
    for c in text.chars() {
        let is_blank = matches!(c, ' ' | '\t' | '\u{a0}');
        if !(is_blank && after_blank) {
            single.push(if is_blank { ' ' } else { c });
        }
        after_blank = is_blank;
    }
    single
}

/// Returns the position for a backslash that prevents a list or a heading, or the end of the line if it begins
/// neither.
pub(super) fn block_escape_position(line: &str) -> usize {
    let word = line.split(' ').next().unwrap_or_default();
    let digits = word.trim_end_matches(['.', ')']);
    let counts = digits.len() < word.len() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let rules = |mark: u8| word.len() > 1 && word.bytes().all(|byte| byte == mark);
    if counts && !digits.is_empty() {
        digits.len()
    } else if matches!(word, "-" | "+") || rules(b'-') || rules(b'=') {
        0
    } else {
        line.len()
    }
}
