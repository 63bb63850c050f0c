//! Separates the lines of upstream's prose where its author saw separate lines.

use std::borrow::Cow;

/// Inserts blank lines where Markdown would join two lines, and removes indents that Markdown would take
/// for a code block.
pub(super) fn separated(prose: &str) -> Cow<'_, str> {
    if !prose.contains('\n') {
        return Cow::Borrowed(prose);
    }
    let mut lines = Lines {
        keeps_indents: prose.contains("<pre"),
        ..Lines::default()
    };
    let mut text = String::with_capacity(prose.len() + 16);
    for line in prose.lines() {
        let (is_apart, line) = lines.next(line.trim_end());
        if is_apart {
            text.push('\n');
        }
        text.push_str(&line);
        text.push('\n');
    }
    Cow::Owned(text)
}

/// The state after the lines so far.
#[derive(Default)]
struct Lines {
    keeps_indents: bool,
    in_code: bool,
    in_list: bool,
    in_html: bool,
    in_table: bool,
    after_text: bool,
    /// The number of the last item, if the list is numbered.
    number: Option<u64>,
}

impl Lines {
    /// Returns whether the line needs a blank line before it, and the text to write for it.
    fn next<'a>(&mut self, line: &'a str) -> (bool, Cow<'a, str>) {
        let text = line.trim_start();
        let is_fence = text.starts_with("```");
        let was_code = self.in_code;
        self.in_code ^= is_fence;
        let after_text = std::mem::replace(&mut self.after_text, !text.is_empty());
        if was_code || text.is_empty() {
            return (false, Cow::Borrowed(line));
        }
        let is_inner = line.len() > text.len();
        let marker = marker(text);
        if let Some(marker) = marker.filter(|_| !is_inner) {
            let number = text[..marker - 1].parse().ok();
            let last = std::mem::replace(&mut self.number, number);
            if self.in_list && !follows(last, number) {
                // Markdown would renumber the items, but the numbers can be documented values.
                self.in_list = false;
                let line = format!("{}\\{}", &text[..marker - 1], &text[marker - 1..]);
                return (after_text, Cow::Owned(line));
            }
        }
        let is_tag = text.starts_with('<');
        let is_row = text.starts_with('|');
        let ends_list = self.in_list && marker.is_none() && !is_inner && !text.starts_with("</");
        let begins_table = is_row && !std::mem::replace(&mut self.in_table, is_row);
        if marker.is_some() || !is_inner {
            self.in_list = marker.is_some() || (self.in_list && !ends_list);
        }
        self.in_html = is_tag || (self.in_html && is_inner);
        let line = match marker {
            Some(marker) if text[marker..].starts_with("     ") => {
                let (indent, words) = (
                    &line[..line.len() - text.len()],
                    text[marker..].trim_start(),
                );
                Cow::Owned(format!("{indent}{} {words}", &text[..marker]))
            }
            None if self.in_html && !self.in_list && !self.keeps_indents => Cow::Borrowed(text),
            _ => Cow::Borrowed(line),
        };
        (after_text && (ends_list || begins_table), line)
    }
}

/// Whether Markdown would keep the number of an item.
fn follows(last: Option<u64>, number: Option<u64>) -> bool {
    match (last, number) {
        (Some(last), Some(number)) => last.checked_add(1) == Some(number),
        _ => true,
    }
}

/// Returns the length of the marker of a list item.
fn marker(text: &str) -> Option<usize> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let marks: &[char] = if digits > 0 {
        &['.', ')']
    } else {
        &['-', '*', '+']
    };
    let length = digits + 1;
    let is_marked = text[digits..].starts_with(marks);
    (is_marked && text[length..].starts_with([' ', '\t'])).then_some(length)
}
