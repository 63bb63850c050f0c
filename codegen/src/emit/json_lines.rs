//! Breaks the long lines of a JSON text.
//!
//! A line also breaks at spaces inside a string. The runtime joins the lines with spaces again before
//! it parses the text, since JSON itself has no line breaks in strings.

use textwrap::core::display_width;

/// The longest line.
const WIDTH: usize = 119;

/// How much deeper the parts of a broken line start.
const STEP: usize = 4;

pub(super) fn broken(text: &str) -> String {
    let mut lines = Vec::new();
    for line in text.lines() {
        let content = line.trim_start();
        let indent = line.len() - content.len();
        let (content, end) = match content.strip_suffix(',') {
            Some(content) => (content, ","),
            None => (content, ""),
        };
        break_value(content, indent, end, &mut lines);
    }
    lines.join("\n")
}

/// Breaks a value, which may have a key before it. `end` follows it.
fn break_value(content: &str, indent: usize, end: &str, lines: &mut Vec<String>) {
    let margin = " ".repeat(indent);
    if indent + display_width(content) + end.len() <= WIDTH {
        lines.push(format!("{margin}{content}{end}"));
        return;
    }
    let (key, value) = split_key(content);
    let brackets = [("{", "}"), ("[", "]")];
    for (open, close) in brackets {
        let inner = value.strip_prefix(open);
        if let Some(inner) = inner.and_then(|inner| inner.strip_suffix(close)) {
            lines.push(format!("{margin}{key}{open}"));
            let parts = split_parts(inner);
            for (position, part) in parts.iter().enumerate() {
                let comma = if position + 1 < parts.len() { "," } else { "" };
                break_value(part, indent + STEP, comma, lines);
            }
            lines.push(format!("{margin}{close}{end}"));
            return;
        }
    }
    fold(content, indent, end, lines);
}

/// Breaks a string at single spaces.
fn fold(content: &str, indent: usize, end: &str, lines: &mut Vec<String>) {
    let mut line = " ".repeat(indent);
    let mut is_empty = true;
    for word in words(content) {
        if !is_empty && display_width(&line) + 1 + display_width(word) + end.len() > WIDTH {
            lines.push(line);
            line = " ".repeat(indent + STEP);
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    lines.push(line + end);
}

/// The parts between single spaces.
fn words(content: &str) -> Vec<&str> {
    let bytes = content.as_bytes();
    let is_space = |position: usize| bytes.get(position) == Some(&b' ');
    let mut words = Vec::new();
    let mut start = 0;
    for position in 1..bytes.len() {
        if is_space(position) && !is_space(position - 1) && !is_space(position + 1) {
            words.push(&content[start..position]);
            start = position + 1;
        }
    }
    words.push(&content[start..]);
    words
}

/// The key with its colon, and the value.
fn split_key(content: &str) -> (&str, &str) {
    let end = end_of_string(content);
    match content.get(end..) {
        Some(rest) if end > 0 && rest.starts_with(": ") => content.split_at(end + 2),
        _ => ("", content),
    }
}

/// Where the string at the start of a text ends; 0 if there is none.
fn end_of_string(text: &str) -> usize {
    let mut characters = text.char_indices();
    if !matches!(characters.next(), Some((_, '"'))) {
        return 0;
    }
    while let Some((position, character)) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '"' => return position + 1,
            _ => {}
        }
    }
    text.len()
}

/// Splits the inside of an object or of an array at its own commas.
fn split_parts(inner: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut position, mut depth) = (0, 0, 0_usize);
    while position < inner.len() {
        let rest = &inner[position..];
        position += match rest.as_bytes()[0] {
            b'"' => end_of_string(rest),
            b'{' | b'[' => {
                depth += 1;
                1
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                1
            }
            b',' if depth == 0 => {
                parts.push(inner[start..position].trim_start());
                start = position + 1;
                1
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
    }
    parts.push(inner[start..].trim_start());
    parts
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn long_lines_break_and_join_to_the_same_value() {
        let long = "A \"quoted, [long] {text}: with\" double  spaces, 典\\ and so on. ".repeat(9);
        let value = json!({
            "description": long,
            "items": { "enum": (0..80).map(|n| format!("v{n}")).collect::<Vec<_>>(), "not": {} },
            "none": [],
        });
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        let one_line: String = pretty
            .lines()
            .map(|line| line.trim_start().to_owned() + " ")
            .collect();
        let text = broken(&one_line);
        let widest = text.lines().map(display_width).max();
        assert!(widest <= Some(WIDTH), "{text}");
        let joined = text
            .lines()
            .map(|line| line.trim_start_matches(' '))
            .collect::<Vec<_>>()
            .join(" ");
        let read: Value = serde_json::from_str(&joined).unwrap();
        assert_eq!(read, value);
    }

    #[test]
    fn short_lines_stay() {
        let text = "{\n    \"a\": {\"b\": [1, 2]},\n    \"c\": 1\n}";
        assert_eq!(broken(text), text);
    }
}
