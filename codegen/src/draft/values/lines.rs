//! Lists with a line for each value.

use super::item::{item, starts_with_word, value};
use super::sentences::items;
use super::{CUE, ListedValue, OTHER, add, is_code, is_constant};
use crate::draft::pattern::Pattern;
use crate::draft::prose::{Prose, ValueType};

/// Announces a list in the next lines.
static LIST: Pattern = Pattern::new(r"枚举值$|支持以下|以下[^，。]{0,6}$|如下$");

/// Names a kind of values, which the next lines can list.
static KIND: Pattern = Pattern::new(r"(?:方式|类型|状态|场景|模式|种类|级别|来源)[:：]?$");

/// A listed value that is not read, such as `域名：DOMAIN`.
static UNREAD: Pattern = Pattern::new(r"^[^，,。：:]{1,20}\s*(?:[：:]|-|–|—)\s*\S");

/// The announcement before a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cue {
    Missing,
    /// Values follow in the next line.
    Direct,
    /// Values are mentioned.
    Near,
    /// A kind of values is named.
    Kind,
    /// The lines are about something else.
    OfOthers,
}

impl Cue {
    fn announces(self, prose: &Prose<'_>, item: &ListedValue) -> bool {
        match self {
            Self::OfOthers => false,
            Self::Direct | Self::Near => true,
            Self::Missing | Self::Kind if prose.value == ValueType::Integer => true,
            Self::Kind => is_code(&item.value),
            Self::Missing => is_constant(item) || (prose.is_enum && is_code(&item.value)),
        }
    }
}

/// Values that begin a line each, with their meanings.
pub(super) fn explained(prose: &Prose<'_>) -> Vec<ListedValue> {
    let mut found = Vec::new();
    let mut cue = Cue::Missing;
    let mut is_only = false;
    let (mut is_announced, mut is_unclear) = (false, false);
    for (position, line) in prose.lines.iter().enumerate() {
        let first = item(line, prose.value);
        let is_item = first.is_some();
        let first = first.filter(|first| cue.announces(prose, first));
        // Lines of several forms are not one list.
        is_unclear |= is_item && first.is_none() && position > 0;
        match first {
            None if is_item && cue == Cue::OfOthers => {}
            Some(first) => {
                is_announced |=
                    matches!(cue, Cue::Direct | Cue::Near) || prose.value == ValueType::Integer;
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
            None if cue == Cue::Missing && KIND.is_in(line) => cue = Cue::Kind,
            // The first value can follow a description: `状态，A_B：甲`.
            None if cue == Cue::Missing && is_before_item(prose, position) => {
                let items = items(line, prose.value).into_iter().filter(is_constant);
                items.for_each(|item| add(&mut found, item));
            }
            None => {}
        }
    }
    let is_list = is_announced || !is_unclear;
    if prose.is_enum || is_only || (found.len() > 1 && is_list) {
        found
    } else {
        Vec::new()
    }
}

fn is_before_item(prose: &Prose<'_>, position: usize) -> bool {
    let next = prose.lines.get(position + 1);
    let next = next.and_then(|next| item(next, prose.value));
    next.is_some_and(|next| is_constant(&next))
}

/// More values in a line that begins with one, such as `0 关闭 1 开启`.
fn others(line: &str, of: ValueType) -> impl Iterator<Item = ListedValue> {
    let parts = line
        .match_indices([' ', ';', '；'])
        .map(|(at, mark)| &line[at + mark.len()..]);
    let items = parts.filter_map(move |part| item(part, of));
    items.filter(move |item| of == ValueType::Integer && starts_with_word(&item.meaning))
}

/// Values that are a line each, after a line that announces them.
pub(super) fn bare(prose: &Prose<'_>) -> Vec<ListedValue> {
    let announces = |line: &String| {
        let is_direct = line.ends_with([':', '：']) || LIST.is_in(line);
        is_direct && (CUE.is_in(line) || KIND_OF_VALUES.is_in(line)) && !OTHER.is_in(line)
    };
    let Some(start) = prose.lines.iter().position(announces) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut has_bare = false;
    for line in &prose.lines[start + 1..] {
        let quotes = ['"', '\'', '“', '”'];
        let end = ['、', '，', ',', '；', ';', '。'];
        let token = line.trim_end_matches(end).trim_matches(quotes);
        let is_token = |c: char| c.is_ascii_alphanumeric() || "_-.+/".contains(c);
        let alone = value(token, prose.value).filter(|_| token.chars().all(is_token));
        let alone = alone.map(|value| ListedValue {
            value,
            sentence: line.clone(),
            meaning: String::new(),
        });
        has_bare |= alone.is_some();
        match alone.or_else(|| item(line, prose.value)) {
            Some(item) => add(&mut found, item),
            // Another form of a value, so the list is not complete.
            None if line.starts_with(|c: char| c.is_ascii_alphanumeric()) => return Vec::new(),
            None => break,
        }
    }
    if found.len() > 1 && has_bare {
        found
    } else {
        Vec::new()
    }
}

/// Names the values that the next lines list.
static KIND_OF_VALUES: Pattern = Pattern::new(r"支持[^，。]{0,8}(?:类型|方式|格式|值)|类型|方式");
