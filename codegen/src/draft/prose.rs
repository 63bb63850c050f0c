//! Upstream's prose about a member as plain lines, and the type of the member.

use super::pattern::Pattern;
use crate::description::{Member, Scalar};
use crate::upstream::markdown;

/// The type of a value that prose describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueType {
    Integer,
    Float,
    Bool,
    Text,
    /// Objects, times and bytes: their values are never listed.
    Other,
}

/// Upstream's prose about a member, without markup.
#[derive(Debug)]
pub(super) struct Prose<'a> {
    /// The name of the member.
    pub(super) name: &'a str,
    /// The type of the value, or of each item.
    pub(super) value: ValueType,
    pub(super) is_list: bool,
    /// The lines that are not empty. Each is trimmed.
    pub(super) lines: Vec<String>,
    /// Whether the value is a text in JSON. Most sentences then describe the members of the JSON.
    pub(super) is_structured: bool,
    /// Whether a person read an enum from this prose.
    pub(super) is_enum: bool,
}

static STRUCTURED: Pattern =
    Pattern::new(r"(?i)json|\bxml\b|\byaml\b|支持以下参数|\{\s*[\x22']?[A-Za-z_]+[\x22']?\s*[:：]");

/// A listed value, such as `json：JSON 格式`.
static ITEM: Pattern = Pattern::new(r"^[\x22']?[A-Za-z0-9_]+[\x22']?\s*[:：]");

/// A remark that most members of responses have.
static REMARK: Pattern = Pattern::new(r"此字段可能返回\s*null|取不到有效值");

impl<'a> Prose<'a> {
    pub(super) fn new(member: &'a Member, prose: &str) -> Self {
        let value = match Scalar::named(&member.of) {
            Some(Scalar::Int64 | Scalar::Uint64) => ValueType::Integer,
            Some(Scalar::Float) => ValueType::Float,
            Some(Scalar::Bool) => ValueType::Bool,
            Some(Scalar::String) => ValueType::Text,
            _ => ValueType::Other,
        };
        let lines = lines(prose);
        let is_about_parts = |line: &String| STRUCTURED.is_in(line) && !ITEM.is_in(line);
        Self {
            name: &member.name,
            value,
            is_list: member.list,
            is_structured: value == ValueType::Text && lines.iter().any(is_about_parts),
            is_enum: false,
            lines,
        }
    }

    /// The prose from which a person read an enum with values of this type.
    pub(super) fn of_enum(value: ValueType, prose: &str) -> Self {
        Self {
            name: "",
            value,
            is_list: false,
            is_structured: false,
            is_enum: true,
            lines: lines(prose),
        }
    }

    /// Returns the sentences outside of tables.
    pub(super) fn sentences(&self) -> impl Iterator<Item = &str> {
        let lines = self.lines.iter().filter(|line| !line.starts_with('|'));
        let sentences = lines.flat_map(|line| line.split_inclusive(['。', '；', ';', '！']));
        sentences
            .map(str::trim)
            .filter(|sentence| !sentence.is_empty())
    }
}

/// Returns the lines of a text that are not empty, without markup and without remarks.
fn lines(prose: &str) -> Vec<String> {
    let text = markdown(prose);
    let lines = text.lines().map(plain);
    let lines = lines.filter(|line| !line.is_empty() && !REMARK.is_in(line));
    lines.collect()
}

/// Returns a line of Markdown without markup.
fn plain(line: &str) -> String {
    let line = line.trim();
    let line = ["- ", "* ", "+ ", "> "]
        .iter()
        .find_map(|mark| line.strip_prefix(mark))
        .unwrap_or(line)
        .trim_start_matches('#');
    let mut text = String::with_capacity(line.len());
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.extend(
                characters
                    .next_if(char::is_ascii_punctuation)
                    .or(Some('\\')),
            ),
            '*' | '`' => {}
            '\t' | '\u{a0}' | '\u{3000}' => text.push(' '),
            ']' if characters.peek() == Some(&'(') => skip_target(&mut characters),
            '[' => {}
            other => text.push(other),
        }
    }
    for (entity, character) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ] {
        if text.contains(entity) {
            text = text.replace(entity, character);
        }
    }
    text.trim().to_owned()
}

/// Skips the target of a link. Escaped brackets are not links, so they never come here.
fn skip_target(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    let mut depth = 0;
    for character in characters {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return;
        }
    }
}
