//! Finds members that contain the number of a page. Upstream says it only in prose, and some `Offset`s count
//! pages, not items.

use super::plain_prose::plain;
use crate::description::PageNumbering;

/// Names of members that contain the number of a page.
const NUMBERS: [&str; 5] = ["PageNumber", "PageNo", "PageNum", "PageIndex", "Page"];

/// Words for the number of a page.
const PAGE: [&str; 8] = [
    "页码",
    "页数",
    "第几页",
    "当前页",
    "页号",
    "页编号",
    "哪一页",
    "pagenumber",
];

/// Words that explain how to compute an offset from the number of a page, so the member counts items.
const FORMULA: [&str; 5] = ["页码-1", "当前页-1", "整数倍", "offset=100", "offset为10"];

const FROM_ZERO: [&str; 15] = [
    "从0开始",
    "从第0页",
    "第一页为0",
    "第一页:0",
    "首页为0",
    "默认0",
    "默认为0",
    "默认值0",
    "默认值为0",
    "默认值:0",
    "默认是0",
    "默认填0",
    "默认:0",
    "第0页",
    "0表示第一页",
];

const FROM_ONE: [&str; 13] = [
    "从1开始",
    "从第1页",
    "第一页为1",
    "第一页:1",
    "首页为1",
    "默认1",
    "默认为1",
    "默认值1",
    "默认值为1",
    "默认值:1",
    "默认是1",
    "默认填1",
    "默认:1",
];

/// Returns how a member of a request numbers pages, if it does.
pub(super) fn numbering(name: &str, prose: &str) -> Option<PageNumbering> {
    let is_number = NUMBERS.contains(&name);
    if !is_number && name != "Offset" {
        return None;
    }
    let text = plain(prose);
    let says = |words: &[&str]| words.iter().any(|word| contains(&text, word));
    if !is_number && (!says(&PAGE) || says(&FORMULA)) {
        return None;
    }
    Some(match (says(&FROM_ZERO), says(&FROM_ONE)) {
        (true, false) => PageNumbering::FromZero,
        (false, true) => PageNumbering::FromOne,
        _ => PageNumbering::Unknown,
    })
}

/// Whether a text contains a word. A number at its end is not the beginning of a longer one.
fn contains(text: &str, word: &str) -> bool {
    let ends_with_digit = word.ends_with(|last: char| last.is_ascii_digit());
    text.match_indices(word).any(|(at, _)| {
        let after = &text[at + word.len()..];
        !ends_with_digit || word == "offset为10" || !after.starts_with(|c: char| c.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages_are_found_in_prose() {
        use PageNumbering::{FromOne, FromZero, Unknown};
        let cases = [
            ("Offset", "偏移量，默认为0。", None),
            (
                "Offset",
                "<p>分页偏移量。</p><ul><li>取值：Limit 整数倍。计算公式：offset=limit*(页码-1)。</li></ul>",
                None,
            ),
            ("Offset", "页起始偏移，取值为(页码-1)*一页条数", None),
            (
                "Offset",
                "分页偏移量，Offset=0表示第一页，如果Limit=100，则Offset=100表示第二页",
                None,
            ),
            ("Offset", "分页参数，第一页为0，第二页为10", None),
            (
                "Offset",
                "页码，从 0 开始，即首页为 0，最大 1000。",
                Some(FromZero),
            ),
            ("Offset", "分页返回，页编号，默认值为第0页", Some(FromZero)),
            (
                "Offset",
                "页数，默认值为1\n补充说明：offset指的是具体第几页",
                Some(FromOne),
            ),
            ("Offset", "第几页", Some(Unknown)),
            ("PageNumber", "页码", Some(Unknown)),
            ("PageNumber", "页码，默认1", Some(FromOne)),
            ("PageNumber", "页码，默认10", Some(Unknown)),
            (
                "PageNo",
                "<p>页码ID，0表示第一页，以此后推。默认填0</p>",
                Some(FromZero),
            ),
            ("Page", "从0开始，默认值：1", Some(Unknown)),
            ("Limit", "每页条数，页码从1开始", None),
        ];
        for (name, prose, expected) in cases {
            assert_eq!(numbering(name, prose), expected, "{name}: {prose}");
        }
    }
}
