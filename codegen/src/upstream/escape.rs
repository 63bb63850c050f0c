//! Text as Markdown that says just that text.

use std::borrow::Cow;

/// Characters that mean something to Markdown or to rustdoc, with a backslash; addresses as links.
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
            .find(|c: char| !is_of_address(c))
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

fn address(text: &str) -> Option<usize> {
    let starts = ["https://", "http://"].map(|scheme| {
        text.match_indices(scheme)
            .find(|(at, _)| {
                text[at + scheme.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
            })
            .map(|(at, _)| at)
    });
    starts.into_iter().flatten().min()
}

pub(super) fn is_of_address(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-._~:/?#@!$&'*+,;=%".contains(c)
}

fn escape(text: &str, out: &mut String) {
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
