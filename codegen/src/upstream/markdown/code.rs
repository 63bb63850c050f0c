//! Code in upstream's prose.
//!
//! Each function writes what it finds at the start of `rest` and returns the length that it consumed.

use super::entity::{push_entity, push_text};

/// Copies a code block, writes a code span as an element, and escapes other backticks.
pub(super) fn backticks(rest: &str, text: &mut String) -> usize {
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
        rest[..ticks].chars().for_each(|c| push_entity(c, text));
        return ticks;
    };
    text.push_str("<code>");
    let unescaped = if in_row {
        code.replace("\\|", "|")
    } else {
        code.to_owned()
    };
    push_text(unescaped.trim(), text);
    text.push_str("</code>");
    ticks + code.len() + ticks
}

/// Whether the last line of the text, which begins at `line`, is an indented code block. Indented lines after a
/// list item belong to the item.
pub(super) fn is_indented_code(text: &str, line: usize) -> bool {
    if !text[line..].starts_with(['\t', ' ']) {
        return false;
    }
    let is_indented = |line: &&str| line.starts_with('\t') || line.starts_with("    ");
    let mut lines = text.rsplit('\n').peekable();
    if !lines.peek().is_some_and(is_indented) {
        return false;
    }
    let mut above = lines.skip_while(is_indented).peekable();
    let apart = above.peek().is_some_and(|line| line.trim().is_empty());
    let before = above.map(str::trim_start).find(|line| !line.is_empty());
    let in_list = before.is_some_and(|line| {
        line.starts_with(['-', '*', '+', '<']) || line.starts_with(|c: char| c.is_ascii_digit())
    });
    apart && !in_list
}

/// Copies the rest of the line.
pub(super) fn rest_of_line(rest: &str, text: &mut String) -> usize {
    let length = rest.find('\n').unwrap_or(rest.len());
    text.push_str(&rest[..length]);
    length
}

fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// Returns the length of a code block, including its closing line.
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

/// Returns the text before the same number of backticks on the same line, or in the same table cell.
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
