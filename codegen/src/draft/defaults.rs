//! Reads the value that the server uses if a member is left out.

use serde_json::{Number, Value};

use super::pattern::Pattern;
use super::prose::{Prose, ValueType};
use super::units;
use super::values::{self, ListedValue};

/// A default, such as `默认为20`.
static STATED: Pattern = Pattern::new(
    r"默认((?:取值|值|参数|情况下?|配置|选项)?[^，,。；;、（(\n0-9A-Za-z：:\-\x22'“]{0,6}(?:为|是|取|填|使用)?\s*[:：]{0,2}\s*[\x22'“]?)(-?[0-9][0-9.]*|[A-Za-z_][A-Za-z0-9_.\-/+]*(?::\d+)?|否|是)",
);

/// The mark of the listed value that is the default, such as `0：企业（默认）`.
static MARK: Pattern = Pattern::new(r"[（(]\s*(?:默认值?|缺省值?)\s*[）)]");

/// A default in words, such as `默认为签署方自行选择`.
static IN_WORDS: Pattern = Pattern::new(
    r"默认(?:值|情况下)?[^，,。；;（(]{0,4}?(?:为|是|：|:)\s*([^，,。；;、（()）]{2,})",
);

/// Values that differ with the circumstances.
static VARIES: Pattern =
    Pattern::new(r"当[^。；;]*时[^。；;]*默认|如果[^。；;]*?[为是][^。；;]*默认|机型|版本默认");

/// The default and its sentence. `listed` are the values that the prose lists.
pub(super) fn read(prose: &Prose<'_>, listed: &[ListedValue]) -> Option<(String, Value)> {
    if prose.is_structured || prose.value == ValueType::Other {
        return None;
    }
    let found = stated(prose, listed)
        .or_else(|| marked(prose, listed))
        .or_else(|| in_words(prose, listed))?;
    let (sentence, values) = found;
    let value = match (prose.is_list, values.as_slice()) {
        (true, _) => Value::from(values),
        (false, [only]) => only.clone(),
        (false, _) => return None,
    };
    Some((sentence, value))
}

type Found = (String, Vec<Value>);

/// All statements must agree.
fn stated(prose: &Prose<'_>, listed: &[ListedValue]) -> Option<Found> {
    let mut found: Option<Found> = None;
    for sentence in prose.sentences().filter(|sentence| !VARIES.is_in(sentence)) {
        for captures in STATED.all(sentence) {
            let (Some(link), Some(token)) = (captures.get(1), captures.get(2)) else {
                continue;
            };
            if prose.value == ValueType::Text && !links(link.as_str(), &sentence[..link.start()]) {
                continue;
            }
            let rest = &sentence[token.end()..];
            let Some(value) = value(prose, token.as_str(), rest) else {
                continue;
            };
            let is_listed = listed.iter().any(|item| item.value == value);
            if !listed.is_empty() && !is_listed {
                continue;
            }
            match &found {
                None => found = Some((sentence.to_owned(), vec![value])),
                Some((_, values)) if values[0] != value => return None,
                Some(_) => {}
            }
        }
    }
    found
}

/// Whether the words after `默认` lead to a text. `默认VpcId` at the start names something.
fn links(link: &str, before: &str) -> bool {
    let is_verb = |text: &str| matches!(text, "" | "为" | "是" | "取" | "填" | "使用");
    let quotes = ['"', '\'', '“', ':', '：', '-'];
    let link = link.trim().trim_end_matches(quotes).trim();
    let named = ["取值", "值", "参数", "情况下", "情况"]
        .iter()
        .find_map(|noun| link.strip_prefix(noun));
    match named {
        Some(verb) => is_verb(verb.trim()),
        None => is_verb(link) && (!link.is_empty() || before.trim() != "默认"),
    }
}

/// Reads a value. `rest` is the text after it.
fn value(prose: &Prose<'_>, token: &str, rest: &str) -> Option<Value> {
    let next = rest.chars().next();
    match prose.value {
        ValueType::Bool => match token.to_ascii_lowercase().trim_end_matches(['-', '.']) {
            "true" | "是" => Some(true.into()),
            "false" | "否" => Some(false.into()),
            _ => None,
        },
        ValueType::Integer => number(prose, token, rest),
        ValueType::Float => {
            let is_last = next.is_none_or(|c| !c.is_ascii_alphanumeric() && !"~*-/".contains(c));
            let number = token.trim_end_matches('.').parse::<f64>().ok()?;
            let number = match token.contains('.') {
                true => Number::from_f64(number)?,
                false => Number::from(token.parse::<i64>().ok()?),
            };
            is_last.then(|| number.into())
        }
        ValueType::Text => {
            let token = token.trim_end_matches(['.', '-']);
            // `默认3个` counts something, and `默认DNS服务器` names something.
            let is_number = token.starts_with(|c: char| c.is_ascii_digit());
            let is_last = next.is_none_or(|c| {
                !values::is_han(c) && !c.is_ascii_alphanumeric() && !"~*:%".contains(c)
            });
            let is_last = is_last
                || rest
                    .strip_prefix(':')
                    .is_some_and(|rest| rest.starts_with(values::is_han));
            let is_word = !matches!(token, "是" | "否") && token.is_ascii();
            (is_word && (is_last || (!is_number && rest.starts_with('-')))).then(|| token.into())
        }
        ValueType::Other => None,
    }
}

/// Reads a whole number, and converts it to the unit of the member.
fn number(prose: &Prose<'_>, token: &str, rest: &str) -> Option<Value> {
    let number = token.trim_end_matches('.').parse::<i64>().ok()?;
    let (suffix, length) = units::after_number(rest).unzip();
    let after = rest[length.unwrap_or_default()..].trim_start();
    let continues = after.starts_with(['~', '～', '*', '^', '%', '万', '亿'])
        || after.starts_with('-')
            && after[1..]
                .trim_start()
                .starts_with(|c: char| c.is_ascii_digit())
        || (suffix.is_none() && rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '.'));
    if continues {
        return None;
    }
    let own = units::read(prose).map(|(unit, _)| unit);
    let number = match (suffix, own.as_deref()) {
        (Some(suffix), Some(own)) => units::converted(number, suffix, own)
            .or_else(|| (suffix == "times").then_some(number))?,
        _ => number,
    };
    Some(number.into())
}

/// The listed values with a mark. A mark belongs to the last value before it.
fn marked(prose: &Prose<'_>, listed: &[ListedValue]) -> Option<Found> {
    let mut found: Option<Found> = None;
    for line in prose.lines.iter().filter(|line| !line.starts_with('|')) {
        for mark in MARK.all(line).filter_map(|captures| captures.get(0)) {
            let before = &line[..mark.start()];
            let owner = match prose.value {
                ValueType::Bool => last_flag(before),
                _ => last_listed(before, listed),
            };
            let Some(value) = owner else { continue };
            let (_, values) = found.get_or_insert_with(|| (line.clone(), Vec::new()));
            if !values.contains(&value) {
                values.push(value);
            }
        }
    }
    found
}

fn last_flag(text: &str) -> Option<Value> {
    let text = text.to_ascii_lowercase();
    let last = |flag: bool| text.rfind(if flag { "true" } else { "false" });
    match (last(true), last(false)) {
        (None, None) => None,
        (yes, no) => Some((yes > no).into()),
    }
}

/// The listed value whose text is the last one that starts before the mark.
fn last_listed(text: &str, listed: &[ListedValue]) -> Option<Value> {
    let starts = listed.iter().filter_map(|item| {
        let token = match &item.value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        // A number inside of another word is not the value.
        let at = text.rmatch_indices(&token).map(|(at, _)| at).find(|at| {
            let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
            !text[..*at].ends_with(is_word) && !text[at + token.len()..].starts_with(is_word)
        })?;
        Some((at, &item.value))
    });
    starts
        .max_by_key(|(at, _)| *at)
        .map(|(_, value)| value.clone())
}

/// The listed value whose meaning begins with the words after `默认为`.
fn in_words(prose: &Prose<'_>, listed: &[ListedValue]) -> Option<Found> {
    for sentence in prose.sentences() {
        for captures in IN_WORDS.all(sentence) {
            let Some(words) = captures.get(1) else {
                continue;
            };
            let mut meant = listed
                .iter()
                .filter(|item| item.meaning.starts_with(words.as_str().trim()));
            if let (Some(item), None) = (meant.next(), meant.next()) {
                return Some((sentence.to_owned(), vec![item.value.clone()]));
            }
        }
    }
    None
}
