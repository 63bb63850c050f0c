//! Reads the values that prose lists, such as `0：企业` in lines or `取值：ON、OFF` in one line.

use serde_json::Value;

use super::pattern::Pattern;
use super::prose::{Prose, ValueType};

/// A value that prose lists.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ListedValue {
    pub(super) value: Value,
    /// The part of the prose that lists the value.
    pub(super) sentence: String,
    /// The part of the prose that explains it; empty if none does.
    pub(super) meaning: String,
}

/// Announces values.
static CUE: Pattern = Pattern::new(
    r"取值|枚举|可选|有效值|支持以下|支持如下|以下类型|以下值|下面的值|以下选项|以下方式|以下途径|可以选择|可选择|传值如下|值如下|类型包括|类型如下|选项|分别为|分为|可以?传递|包括：|如下[:：]",
);

/// Announces a list in the next lines.
static LIST: Pattern = Pattern::new(r"枚举值$|支持以下|以下[^，。]{0,6}$|如下$");

/// A listed value that is not read, such as `域名：DOMAIN`.
static UNREAD: Pattern = Pattern::new(r"^[^，,。：:]{1,20}\s*(?:[：:]|-|–|—)\s*\S");

/// Announces something else than values of the member.
static OTHER: Pattern = Pattern::new(
    r"对应关系|参数样例|示例|例如|支持以下参数|过滤|限制条件|区间|计算规则|如下字段|格式",
);

/// A list of bare values after a cue.
static BARE: Pattern = Pattern::new(
    r"(?:取值范围|取值|枚举值|枚举|可选值|可选项|可选|有效值)\s*(?:可以|可)?(?:为|是|有|包括|包含|如下)?\s*[:：]?\s*[\[（(【]?\s*([\x22'“A-Za-z0-9_][A-Za-z0-9_.\-\x22'“”]*(?:\s*(?:[、，,/|｜或和]|\bor\b)\s*[\x22'“A-Za-z0-9_][A-Za-z0-9_.\-\x22'“”]*)+)",
);

/// Separators of bare values.
const BARE_SEPARATORS: [char; 8] = ['、', '，', ',', '/', '|', '｜', '或', '和'];

/// Returns the listed values, each once, in the order of the prose.
pub(super) fn read(prose: &Prose<'_>) -> Vec<ListedValue> {
    if prose.is_structured || !matches!(prose.value, ValueType::Integer | ValueType::Text) {
        return Vec::new();
    }
    let found = in_lines(prose);
    if found.len() > 1 {
        return found;
    }
    let others = [in_a_line, bare].iter().map(|read| read(prose));
    let others = others.into_iter().find(|others| !others.is_empty());
    others.unwrap_or(found)
}

/// Adds a value unless it is listed already.
fn add(found: &mut Vec<ListedValue>, item: ListedValue) {
    if !found.iter().any(|known| known.value == item.value) {
        found.push(item);
    }
}

/// Values that begin a line each.
fn in_lines(prose: &Prose<'_>) -> Vec<ListedValue> {
    let mut found = Vec::new();
    let mut cue = Cue::Missing;
    let mut is_only = false;
    for (position, line) in prose.lines.iter().enumerate() {
        match item(line, prose.value) {
            Some(_) if cue == Cue::OfOthers => {}
            Some(_) if cue == Cue::Missing && prose.value == ValueType::Text => {}
            Some(first) => {
                let next = prose.lines.get(position + 1);
                is_only = cue == Cue::Direct && !next.is_some_and(|next| UNREAD.is_in(next));
                add(&mut found, first);
                others(line, prose.value).for_each(|item| add(&mut found, item));
            }
            None if OTHER.is_in(line) && line.ends_with([':', '：', '。']) => cue = Cue::OfOthers,
            None if line.ends_with([':', '：']) || LIST.is_in(line) => cue = Cue::Direct,
            None if CUE.is_in(line) => cue = Cue::Near,
            // A note ends the list.
            None if !found.is_empty() && line.starts_with('注') => cue = Cue::OfOthers,
            None => {}
        }
    }
    if found.len() > 1 || is_only {
        found
    } else {
        Vec::new()
    }
}

/// The announcement before a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cue {
    Missing,
    /// Values follow in the next line.
    Direct,
    /// Values are mentioned.
    Near,
    /// The lines are about something else.
    OfOthers,
}

/// More values in a line that begins with one, such as `0 关闭 1 开启`.
fn others(line: &str, of: ValueType) -> impl Iterator<Item = ListedValue> {
    let parts = line
        .match_indices([' ', ';', '；'])
        .map(|(at, mark)| &line[at + mark.len()..]);
    let items = parts.filter_map(move |part| item(part, of));
    items.filter(move |item| of == ValueType::Integer && starts_with_word(&item.meaning))
}

/// Values with meanings in one line.
fn in_a_line(prose: &Prose<'_>) -> Vec<ListedValue> {
    for line in &prose.lines {
        if line.starts_with('|') {
            continue;
        }
        let from = CUE.find(line).map(|cue| cue.end());
        if prose.value == ValueType::Text && from.is_none() {
            continue;
        }
        let start = match prose.value {
            ValueType::Text => from.unwrap_or_default(),
            _ => 0,
        };
        let found = items(&line[start..], prose.value);
        if found.len() > 1 {
            return found;
        }
    }
    Vec::new()
}

/// Returns the items in a text. Each starts after a mark of punctuation or a space, and ends at the next.
fn items(text: &str, value: ValueType) -> Vec<ListedValue> {
    let parse = |part: &str| item(part, value).filter(|item| starts_with_word(&item.meaning));
    let mut starts = Vec::new();
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        let is_start = before.is_whitespace() || "，,；;、/|。：:（([【".contains(before);
        let is_number = value == ValueType::Integer && character.is_ascii_digit();
        if (is_start || (is_number && is_han(before))) && parse(&text[at..]).is_some() {
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

/// Values without meanings.
fn bare(prose: &Prose<'_>) -> Vec<ListedValue> {
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

/// Words after a number that counts something.
const MEASURES: &str = "次秒个条天年月日分小毫台张名位人元核字页项种以至到";

/// Reads a value and its meaning from the start of a text.
fn item(text: &str, of: ValueType) -> Option<ListedValue> {
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
    // `16:9` is one value, which has a colon.
    if rest
        .strip_prefix(':')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
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

fn starts_with_word(text: &str) -> bool {
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

pub(super) fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || "，,；;、/|。".contains(c)
}
