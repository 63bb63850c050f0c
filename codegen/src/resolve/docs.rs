//! Documentation as lines of a readable width.

use serde_json::Value;

use crate::model::Doc;

/// The width of documentation, without indentation and comment marks.
const WIDTH: usize = 90;

/// Wraps Markdown. Code blocks and tables stay as they are.
pub(super) fn lines(markdown: &str) -> Doc {
    let mut lines = Vec::new();
    let mut in_code = false;
    for line in markdown.trim().lines() {
        let line = line.trim_end();
        let fence = line.trim_start().starts_with("```");
        in_code ^= fence;
        if fence || in_code || is_row(line) || line.starts_with('#') {
            lines.push(line.to_owned());
        } else {
            lines.extend(wrapped(line));
        }
    }
    lines
}

/// Whether a line is a row of a table, also inside a list or a quotation.
fn is_row(line: &str) -> bool {
    let text = line.trim_start();
    match marker(text) {
        "" => text.starts_with('|'),
        marker => is_row(&text[marker.len()..]),
    }
}

/// Wraps one paragraph or list item.
fn wrapped(line: &str) -> Vec<String> {
    let text = line.trim_start();
    let indent = line.len() - text.len();
    let marker = marker(text);
    let first = format!("{}{marker}", " ".repeat(indent));
    let text = text[marker.len()..].trim_start();
    // The usual case: a text has at most as many columns as bytes.
    if first.len() + text.len() <= WIDTH {
        return vec![format!("{first}{text}").trim_end().to_owned()];
    }
    let later = match marker {
        "> " => first.clone(),
        _ => " ".repeat(indent + marker.len()),
    };
    let options = textwrap::Options::new(WIDTH)
        .initial_indent(&first)
        .subsequent_indent(&later)
        // Other separators break a URL at its slashes.
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .break_words(false)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    let mut lines: Vec<String> = Vec::new();
    for part in textwrap::wrap(text, options) {
        // A word that would start a list, a heading or a table stays on the previous line.
        match lines.last_mut() {
            Some(line) if means_something(part.trim_start()) && marker != "> " => {
                line.push(' ');
                line.push_str(part.trim_start());
            }
            _ => lines.push(part.into_owned()),
        }
    }
    lines
}

/// The marker at the start of a list item or of a quotation.
fn marker(text: &str) -> &str {
    if let Some(marker) = ["- ", "* ", "> "]
        .iter()
        .find(|marker| text.starts_with(**marker))
    {
        return marker;
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    match text.get(digits..digits + 2) {
        Some(". ") if digits > 0 => &text[..digits + 2],
        _ => "",
    }
}

fn means_something(text: &str) -> bool {
    !marker(text).is_empty()
        || text.starts_with(['#', '|', '+', '=', '>'])
        || ["--", "```", "~~~"]
            .iter()
            .any(|mark| text.starts_with(mark))
        || text == "-"
}

/// The first paragraph, and the next one if the first ends with a colon.
pub(super) fn summary(markdown: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in markdown.trim().lines().map(str::trim_end) {
        let is_complete = |last: &&str| !last.is_empty() && !last.ends_with([':', '：']);
        if line.is_empty() && lines.last().is_some_and(is_complete) {
            break;
        }
        lines.push(line);
    }
    lines.join("\n")
}

/// The lines before the first empty one.
pub(super) fn first_paragraph(doc: &[String]) -> Doc {
    let lines = doc.iter().take_while(|line| !line.is_empty());
    lines.cloned().collect()
}

/// The first sentence of a text, on one line.
pub(super) fn first_sentence(markdown: &str) -> String {
    let lines = markdown.trim().lines().map(str::trim);
    let lines = lines.take_while(|line| !line.is_empty() && !means_something(line));
    let line = lines.collect::<Vec<_>>().join(" ");
    let ends = line
        .match_indices(['。', '.'])
        .filter(|(start, end)| *end != "." || line[start + 1..].starts_with(' '))
        .map(|(start, end)| &line[..start + end.len()]);
    ends.into_iter()
        .find(|sentence| is_closed(sentence))
        .unwrap_or(&line)
        .to_owned()
}

/// Whether all code, emphasis and links of a text are closed.
fn is_closed(text: &str) -> bool {
    let count = |mark: &str| text.matches(mark).count();
    let pairs = [("[", "]"), ("(", ")"), ("<", ">")];
    count("`").is_multiple_of(2)
        && count("*").is_multiple_of(2)
        && pairs
            .iter()
            .all(|(open, close)| count(open) == count(close))
}

/// Puts names into code style. The first word of a sentence stays, since it may be a verb.
pub(super) fn names_as_code(sentence: &str, is_name: &dyn Fn(&str) -> bool) -> String {
    let words = sentence.split(' ').enumerate();
    let words: Vec<_> = words
        .map(|(position, word)| {
            let name = word.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            if position > 0 && is_name(name) {
                word.replacen(name, &format!("`{name}`"), 1)
            } else {
                word.to_owned()
            }
        })
        .collect();
    words.join(" ")
}

/// Returns a text as code: no backtick in it ends the code.
pub(super) fn code(text: &str) -> String {
    let runs = text.split(|c| c != '`').map(str::len);
    let ticks = "`".repeat(runs.max().unwrap_or_default() + 1);
    match text.starts_with('`') || text.ends_with('`') {
        true => format!("{ticks} {text} {ticks}"),
        false => format!("{ticks}{text}{ticks}"),
    }
}

/// A JSON value as code.
pub(super) fn value(value: &Value) -> String {
    match value {
        Value::String(text) => code(text),
        other => code(&other.to_string()),
    }
}

/// Adds a paragraph.
pub(super) fn paragraph(doc: &mut Doc, text: impl AsRef<str>) {
    if !doc.is_empty() {
        doc.push(String::new());
    }
    doc.extend(lines(text.as_ref()));
}

/// Adds a link to upstream's page.
pub(super) fn official_page(doc: &mut Doc, page: Option<&str>) {
    if let Some(page) = page {
        paragraph(doc, format!("Official page: <{page}>"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_sentences_become_code() {
        let is_name = |word: &str| ["Name", "Part.Id"].contains(&word);
        let sentence = "Name the part: give Name, (Part.Id) or Names.";
        let expected = "Name the part: give `Name`, (`Part.Id`) or Names.";
        assert_eq!(names_as_code(sentence, &is_name), expected);
    }

    #[test]
    fn no_text_ends_its_code() {
        for (text, expected) in [
            ("a", "`a`"),
            ("a`b``c", "```a`b``c```"),
            ("`<b>", "`` `<b> ``"),
        ] {
            assert_eq!(code(text), expected);
        }
    }

    #[test]
    fn a_table_row_is_one_line_in_every_context() {
        let row = format!("| {} |", "cell | ".repeat(40).trim_end_matches(" | "));
        for before in ["", "  ", "- ", "> ", "   1. "] {
            let line = format!("{before}{row}");
            assert_eq!(lines(&format!("A\n{line}"))[1..], [line]);
        }
    }

    #[test]
    fn a_summary_is_the_first_paragraph_with_its_list() {
        assert_eq!(
            summary("\nA thing.\nOf two lines.\n\nMore.\n"),
            "A thing.\nOf two lines."
        );
        let values = "状态。取值范围：\n\n- 0\n- 1";
        assert_eq!(summary(&format!("{values}\n\nMore.")), values);
        assert_eq!(summary("Ends with a colon:\n\n"), "Ends with a colon:");
    }
}
