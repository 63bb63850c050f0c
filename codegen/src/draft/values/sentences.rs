//! Lists of values in one line.

use super::item::{is_han, is_separator, item, starts_with_word, value};
use super::{CUE, ListedValue, OTHER, add, is_constant};
use crate::draft::pattern::Pattern;
use crate::draft::prose::{Prose, ValueType};

/// A list of bare values after a cue.
static BARE: Pattern = Pattern::new(
    r"(?:取值范围|取值|枚举值|枚举|可选值|可选项|可选|有效值)\s*(?:可以|可)?(?:为|是|有|包括|包含|如下)?\s*[:：]?\s*[\[（(【]?\s*([\x22'“A-Za-z0-9_][A-Za-z0-9_.\-\x22'“”]*(?:\s*(?:[、，,/|｜或和]|\bor\b)\s*[\x22'“A-Za-z0-9_][A-Za-z0-9_.\-\x22'“”]*)+)",
);

/// Separators of bare values.
const BARE_SEPARATORS: [char; 8] = ['、', '，', ',', '/', '|', '｜', '或', '和'];

/// Values with meanings in one line.
pub(super) fn explained(prose: &Prose<'_>) -> Vec<ListedValue> {
    for line in &prose.lines {
        if line.starts_with('|') {
            continue;
        }
        let cue = CUE.find(line).map(|cue| cue.end());
        let start = match prose.value {
            ValueType::Text => cue.unwrap_or_default(),
            _ => 0,
        };
        let found = items(&line[start..], prose.value);
        let is_announced = prose.value == ValueType::Integer || cue.is_some();
        let is_clear = || found.iter().all(is_constant);
        if found.len() > 1 && (is_announced || is_clear()) {
            return found;
        }
    }
    Vec::new()
}

/// Returns the items in a text. Each starts after a mark of punctuation or a space, and ends at the next.
pub(super) fn items(text: &str, value: ValueType) -> Vec<ListedValue> {
    let parse = |part: &str| item(part, value).filter(|item| starts_with_word(&item.meaning));
    let mut starts = Vec::new();
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        let is_start = before.is_whitespace() || "，,；;、/|。：:（([【".contains(before);
        let is_number = value == ValueType::Integer && character.is_ascii_digit();
        let is_quoted = is_han(before) && starts_with_quoted(&text[at..]);
        if (is_start || is_quoted || (is_number && is_han(before))) && parse(&text[at..]).is_some()
        {
            starts.push(at);
        }
        before = character;
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let parts = starts
        .iter()
        .zip(ends)
        .map(|(start, end)| &text[*start..end]);
    let mut found = Vec::new();
    for item in parts.filter_map(|part| parse(part.trim_end_matches(is_separator))) {
        add(&mut found, item);
    }
    found
}

/// Whether a text starts with a word in quotes.
fn starts_with_quoted(text: &str) -> bool {
    let quotes = ['"', '\'', '“', '”', '‘', '’'];
    let is_word = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    text.strip_prefix(quotes)
        .is_some_and(|word| word.trim_start_matches(is_word).starts_with(quotes))
}

/// Values without meanings.
pub(super) fn bare(prose: &Prose<'_>) -> Vec<ListedValue> {
    for line in prose.lines.iter().filter(|line| !line.starts_with('|')) {
        for captures in BARE.all(line) {
            let Some(list) = captures.get(1) else {
                continue;
            };
            // `1, 100]` is a range.
            let bracket = line[..list.start()].ends_with(['[', '（', '(', '【']);
            let count = list.as_str().split(BARE_SEPARATORS).count();
            if bracket && prose.value == ValueType::Integer && count == 2 {
                continue;
            }
            if OTHER.is_in(&line[..list.start()]) {
                continue;
            }
            let mut found = Vec::new();
            for part in list.as_str().split(BARE_SEPARATORS) {
                let part = part.trim();
                let quotes = ['"', '\'', '“', '”'];
                let text = part.trim_matches(quotes).trim_end_matches(['.', '-']);
                let Some(value) = value(text, prose.value) else {
                    continue;
                };
                let sentence = part.to_owned();
                add(
                    &mut found,
                    ListedValue {
                        value,
                        sentence,
                        meaning: String::new(),
                    },
                );
            }
            if found.len() > 1 {
                return found;
            }
        }
    }
    Vec::new()
}
