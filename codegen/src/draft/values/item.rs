//! Reads one value and its meaning.

use serde_json::Value;

use super::ListedValue;
use crate::draft::prose::ValueType;

/// Words after a number that counts something.
const MEASURES: &str = "次秒个条天年月日分小毫台张名位人元核字页项种以至到";

/// Reads a value and its meaning from the start of a text.
pub(super) fn item(text: &str, of: ValueType) -> Option<ListedValue> {
    let sentence = text.trim();
    let quotes = ['"', '\'', '“', '”', '‘', '’'];
    let unquoted = sentence.trim_start_matches(quotes);
    let is_part = |c: char| match of {
        ValueType::Integer => c.is_ascii_digit() || c == '-',
        _ => c.is_ascii_alphanumeric() || "_.-+/".contains(c),
    };
    let end = unquoted.find(|c| !is_part(c)).unwrap_or(unquoted.len());
    let mut token = &unquoted[..end];
    // A hyphen after the value separates it from its meaning, as in `1-是`.
    match of {
        ValueType::Integer => {
            let sign = usize::from(token.starts_with('-'));
            let digits = token[sign..].find('-').map_or(token.len(), |at| at + sign);
            token = &token[..digits];
        }
        _ => token = token.trim_end_matches(['-', '.', '+', '/']),
    }
    let value = value(token, of)?;
    let rest = &unquoted[token.len()..];
    // `16:9` and `A::B` are values that have colons.
    if rest
        .strip_prefix(':')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == ':'))
    {
        return None;
    }
    let closed = rest.trim_start_matches(quotes);
    let marked = closed
        .trim_start_matches("（默认）")
        .trim_start_matches("(默认)");
    let marked = marked.trim_start();
    let is_apart = closed.starts_with(char::is_whitespace);
    let first = marked.chars().next()?;
    let meaning = match first {
        ':' | '：' | '-' | '—' | '–' | '=' | '，' | ',' | '（' | '(' => {
            marked.trim_start_matches(|c: char| is_separator(c) || "-—–=:：>（(".contains(c))
        }
        c if is_han(c) && (means(marked) || is_apart && !MEASURES.contains(c)) => marked,
        _ => return None,
    };
    // `1-100` is a range, `1,2,3` a list.
    let is_number = meaning.starts_with(|c: char| c.is_ascii_digit());
    if of == ValueType::Integer && (is_number || meaning.is_empty()) {
        return None;
    }
    Some(ListedValue {
        value,
        sentence: sentence.to_owned(),
        meaning: meaning.trim().to_owned(),
    })
}

fn means(text: &str) -> bool {
    ["为", "表示", "代表", "是", "否"]
        .iter()
        .any(|verb| text.starts_with(verb))
}

pub(super) fn starts_with_word(text: &str) -> bool {
    text.starts_with(|c: char| is_han(c) || c.is_ascii_alphabetic())
}

pub(super) fn value(token: &str, of: ValueType) -> Option<Value> {
    match of {
        ValueType::Integer => token.parse::<i64>().ok().map(Value::from),
        ValueType::Text if token.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') => {
            Some(Value::from(token))
        }
        _ => None,
    }
}

pub(in crate::draft) fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

pub(super) fn is_separator(c: char) -> bool {
    c.is_whitespace() || "，,；;、/|。".contains(c)
}
