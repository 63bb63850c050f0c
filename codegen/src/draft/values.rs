//! Reads the values that prose lists, such as `0：企业` in lines or `取值：ON、OFF` in one line.

mod item;
mod lines;
mod sentences;

use serde_json::Value;

pub(super) use self::item::is_han;
use super::prose::{Prose, ValueType};
use crate::draft::pattern::Pattern;

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

/// Announces something else than values of the member.
static OTHER: Pattern = Pattern::new(
    r"对应关系|参数样例|示例|例如|支持以下参数|过滤|限制条件|区间|计算规则|如下字段|格式",
);

/// Returns the listed values, each once, in the order of the prose.
pub(super) fn read(prose: &Prose<'_>) -> Vec<ListedValue> {
    if prose.is_structured || !matches!(prose.value, ValueType::Integer | ValueType::Text) {
        return Vec::new();
    }
    let found = lines::explained(prose);
    if found.len() > 1 {
        return found;
    }
    let readers = [sentences::explained, sentences::bare, lines::bare];
    let mut others = readers.iter().map(|read| read(prose));
    others.find(|others| !others.is_empty()).unwrap_or(found)
}

/// Adds a value unless it is listed already.
fn add(found: &mut Vec<ListedValue>, item: ListedValue) {
    if !found.iter().any(|known| known.value == item.value) {
        found.push(item);
    }
}

/// Returns whether a value is listed even without words such as `取值`: it is written in capital letters, and has
/// a mark in it or before its meaning. `MCP 市场` has no mark: it is a name that begins with an abbreviation.
fn is_constant(item: &ListedValue) -> bool {
    let Some(text) = item.value.as_str() else {
        return false;
    };
    let letters = text.bytes().filter(u8::is_ascii_uppercase).count();
    let is_capital = letters > 1 && !text.bytes().any(|byte| byte.is_ascii_lowercase());
    let (_, rest) = item.sentence.split_once(text).unwrap_or_default();
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "\"'“”‘’".contains(c));
    is_capital
        && (text.contains('_') || rest.starts_with([':', '：', '-', '–', '—', '=', '（', '(']))
}

/// Whether a value is a name with a mark inside, such as `LimitTime` or `A_b`: not an ordinary word.
fn is_code(value: &Value) -> bool {
    let is_mark = |byte: u8| byte.is_ascii_uppercase() || byte == b'_';
    let text = value.as_str();
    text.is_some_and(|text| text.bytes().skip(1).any(is_mark))
}
