//! Reads limits: lengths of texts, numbers of items, and ranges of numbers.

use regex_lite::Captures;
use serde_json::Number;

use super::pattern::Pattern;
use super::prose::{Prose, ValueType};
use super::units;
use crate::description::Constraint;

/// `长度不超过64`, `长度为1-64个字符`.
static LENGTH: Pattern = Pattern::new(
    r"长度(?:限制|上限|范围|要求|支持|应|需|须)*(?:为|是|在|不超过|不能超过|不得超过|不可超过|不要超过|小于等于|不大于|最大|最长|至多|最多|<=|≤|：|:|\s)*[\[【]?\s*(\d+)(?:\s*个?(?:字符|字)?\s*(?:-|~|～|—|–|至|到|,|，|、)+\s*(\d+))?\s*[\]】]?\s*个?\s*(字节|[A-Za-z]+|%|[一-鿿])?",
);

/// `不超过64个字符`, `最多 64 个汉字`.
static CHARACTERS: Pattern = Pattern::new(
    r"(?:不超过|不能超过|不得超过|不可超过|最多|最长|最大|至多|上限|限制)(?:为|是|支持|可|输入|长度|可以|：|:|\s)*()(\d+)\s*个?\s*(?:ASCII|UTF-?8|utf-?8|英文|中文|Unicode|unicode)?\s*(?:字符|汉字|字(?:[^节段符]|$))",
);

/// `2-30个字符`.
static CHARACTER_RANGE: Pattern = Pattern::new(
    r"(\d+)\s*个?(?:字符)?\s*(?:-|~|～|—|–|至|到)+\s*(\d+)\s*个?\s*(?:英文|中文)?(?:字符|汉字|字(?:[^节段]|$))",
);

/// `64个字符以内`.
static WITHIN: Pattern = Pattern::new(r"()(\d+)\s*个?\s*(?:字符|汉字|字)(?:以内|之内|内)");

/// `ID为32位字符串`.
static EXACT: Pattern = Pattern::new(r"(?:为|是)\s*(\d+)\s*位(?:字符|的字符)");

/// Whether a maximum follows, as in `最大长度为64位字符串`.
static LARGEST: Pattern =
    Pattern::new(r"最大|最长|最多|不超过|不能超过|不得超过|上限|限制|以内|≤|<=|小于");

/// `取值范围：[1, 100]`, `范围为3秒至300秒`.
static RANGE: Pattern = Pattern::new(
    r"(?:取值范围|范围|取值区间|取值|可选值|可指定|介于|区间|有效值)[^0-9\-\[（(【A-Za-z，,。；;]{0,8}([\[（(【]?)\s*(-?\d+(?:\.\d+)?)\s*([A-Za-z%]+|分钟|小时|毫秒|秒|天|次|个|条|[年月日元])?\s*(?:[（(](\d+)[）)])?\s*(-|~|～|—|–|至|到|,|，|\.\.\.?)+\s*(-?\d+(?:\.\d+)?)\s*([A-Za-z%]+|分钟|小时|毫秒|秒|天|次|个|条|[年月日元])?\s*(?:[（(](\d+)[）)])?\s*([\]）)】]?)\s*([、，,]\s*-?\d|[*^/+万亿])?",
);

/// `最大值为100`, `上限 5000`.
static MAXIMUM: Pattern = Pattern::new(
    r"(?:最大值?|上限|最多|最高|不(?:能|得|可)?(?:超过|大于))(?:为|是|不超过|不能超过|支持|可|返回|查询|拉取|设置|取值|：|:|\s)*(-?\d+(?:\.\d+)?)\s*([A-Za-z%]+|分钟|小时|毫秒|秒|天|次|个|条|[年月日元])?\s*([*^/+万亿.\-~～]\s*\d?)?",
);

/// `最小值为1`, `下限 10`.
static MINIMUM: Pattern = Pattern::new(
    r"(?:最小值?|下限|最低|最少|不(?:能|得|可)?(?:小于|少于|低于))(?:为|是|支持|设置|取值|：|:|\s)*(-?\d+(?:\.\d+)?)\s*([A-Za-z%]+|分钟|小时|毫秒|秒|天|次|个|条|[年月日元])?\s*([*^/+万亿.\-~～]\s*\d?)?",
);

/// `最多支持10个`, `上限为100`, `数组长度限制：100`.
static ITEMS: Pattern = Pattern::new(
    r"(?:最多|至多|不超过|不能超过|不得超过|不可超过|上限|最大(?:支持|限制|数量|个数|长度)?|(?:数组|列表)长度(?:限制|上限|最大值?)*|数量限制)(?:可以|可|只能|只|能|支持|允许|传入|传递|传|指定|输入|包含|填写|同时|一次|单次|上传|绑定|添加|查询|操作|设置|为|是|：|:|\s)*(\d+)\s*(个?字|[A-Za-z%]|秒|分钟|天|小时|[年月]|万|亿|字节)?",
);

/// `支持2-50个合同`.
static ITEM_RANGE: Pattern =
    Pattern::new(r"支持\s*(\d+)\s*[-~～至]\s*(\d+)\s*(?:个[^字]|组|条|项)");

/// `仅支持单个文件`.
static SINGLE: Pattern = Pattern::new(r"(?:仅|只)(?:能|可)?支持单(?:个|文件)");

/// `单个文件名最大长度200个字符`: a limit of each item.
static EACH: Pattern = Pattern::new(r"^(?:每个|每一个|每条|单个)");

/// `最大数据大小为 1024长度`.
static SIZE_IN_CHARACTERS: Pattern =
    Pattern::new(r"(?:最大|不超过)[^，,。；;0-9]{0,10}?(\d+)\s*长度");

/// `页码从 0 开始`.
static FIRST_PAGE: Pattern = Pattern::new(r"(?:页码?|偏移量?)[^。；;]*从\s*([01])\s*开始");

/// Words that make a sentence about something else than the member itself.
static OF_ITEMS: Pattern =
    Pattern::new(r"每个|单个|每条|每一|其中|Values|[Ff]ilters?\.|中的|大小|编码[前后]|之和|总和");

/// Sentences about one of several cases.
static CASE: Pattern = Pattern::new(r"^(?:在[^，,。]{0,24}下|当|对于)");

/// The limits and their sentence.
pub(super) fn read(prose: &Prose<'_>, has_values: bool) -> Option<(String, Constraint)> {
    if prose.is_structured {
        return None;
    }
    let cases = prose
        .sentences()
        .filter(|sentence| CASE.is_in(sentence))
        .count();
    let sentences = prose
        .sentences()
        .filter(|sentence| cases < 2 || !CASE.is_in(sentence));
    let read = |sentence: &str| match (prose.is_list, prose.value) {
        (true, _) => items(prose, sentence),
        (false, ValueType::Text) if !has_values => length(sentence),
        (false, ValueType::Integer | ValueType::Float) if !has_values => range(prose, sentence),
        _ => None,
    };
    let mut found: Option<(String, Constraint)> = None;
    for sentence in sentences {
        let Some(limits) = read(sentence) else {
            continue;
        };
        match &mut found {
            None => found = Some((sentence.to_owned(), limits)),
            Some((text, known)) => {
                if !merge(known, limits) {
                    return None;
                }
                if !text.contains(sentence) {
                    text.push(' ');
                    text.push_str(sentence);
                }
            }
        }
    }
    found.filter(|(_, limits)| is_possible(limits))
}

/// Adds limits to others. Returns whether they agree.
fn merge(known: &mut Constraint, new: Constraint) -> bool {
    fn agree<T: PartialEq>(known: &mut Option<T>, new: Option<T>) -> bool {
        match (&known, new) {
            (Some(one), Some(other)) => *one == other,
            (None, new) => {
                *known = new;
                true
            }
            (Some(_), None) => true,
        }
    }
    agree(&mut known.minimum, new.minimum)
        & agree(&mut known.maximum, new.maximum)
        & agree(&mut known.min_length, new.min_length)
        & agree(&mut known.max_length, new.max_length)
        & agree(&mut known.min_items, new.min_items)
        & agree(&mut known.max_items, new.max_items)
        & agree(&mut known.items, new.items)
}

fn is_possible(limits: &Constraint) -> bool {
    let number = |number: &Option<Number>| number.as_ref().and_then(Number::as_f64);
    let minimum = number(&limits.minimum).unwrap_or(f64::MIN);
    let is_empty = *limits == Constraint::default();
    let in_order = minimum <= number(&limits.maximum).unwrap_or(f64::MAX)
        && limits.min_length <= limits.max_length.or(Some(u64::MAX))
        && limits.min_items <= limits.max_items.or(Some(u64::MAX));
    !is_empty && in_order
}

fn count(captures: &Captures<'_>, group: usize) -> Option<u64> {
    let count = captures.get(group)?.as_str().parse().ok()?;
    (count <= u64::from(u32::MAX)).then_some(count)
}

/// The length of a text in characters. Lengths in bytes have no keyword.
fn length(sentence: &str) -> Option<Constraint> {
    let size = SIZE_IN_CHARACTERS.all(sentence).next();
    if let Some(most) = size.and_then(|size| count(&size, 1)) {
        return Some(Constraint {
            max_length: Some(most),
            ..Constraint::default()
        });
    }
    if OF_ITEMS.is_in(sentence) {
        return None;
    }
    let composed = sentence.contains("组成") || sentence.contains('应');
    let of = |least: Option<u64>, most: Option<u64>| {
        let most = most.filter(|most| *most > 0)?;
        Some(Constraint {
            // Empty texts are absent, so a minimum of 1 has no effect.
            min_length: least.filter(|least| *least > 1),
            max_length: Some(most),
            ..Constraint::default()
        })
    };
    for captures in LENGTH.all(sentence) {
        let whole = captures.get(0).map_or("", |whole| whole.as_str());
        let unit = captures.get(3).map_or("", |unit| unit.as_str());
        if unit == "字节"
            || unit.starts_with(|c: char| c.is_ascii_alphabetic() && c != 'A' && c != 'U')
        {
            return None;
        }
        let first = count(&captures, 1);
        match count(&captures, 2) {
            Some(last) => return of(first, Some(last)),
            None => {
                let start = captures.get(0).map_or(0, |whole| whole.start());
                let before = sentence[..start].chars().rev().take(2).collect::<String>();
                let before: String = before.chars().rev().collect();
                if before.contains("最小") || before.contains("最短") {
                    continue;
                }
                if LARGEST.is_in(whole) || LARGEST.is_in(&before) {
                    return of(None, first);
                }
            }
        }
    }
    if sentence.contains("字节") || sentence.to_ascii_lowercase().contains("byte") {
        return None;
    }
    for pattern in [&CHARACTER_RANGE, &CHARACTERS, &WITHIN] {
        let mut found = pattern.all(sentence);
        if let Some(captures) = found.next() {
            return of(count(&captures, 1), count(&captures, 2));
        }
    }
    let mut exact = EXACT.all(sentence).filter(|_| !composed);
    let exact = exact.next().and_then(|captures| count(&captures, 1));
    exact.and_then(|exact| of(Some(exact), Some(exact)))
}

/// The number of items of a list.
fn items(prose: &Prose<'_>, sentence: &str) -> Option<Constraint> {
    let mut limits = Constraint {
        items: each(prose, sentence).map(Box::new),
        ..Constraint::default()
    };
    (limits.min_items, limits.max_items) = item_count(prose, sentence).unwrap_or_default();
    (limits != Constraint::default()).then_some(limits)
}

/// The limits of each item of a list of texts.
fn each(prose: &Prose<'_>, sentence: &str) -> Option<Constraint> {
    let mut clauses = sentence.split(['，', ',']).map(str::trim);
    let clause = clauses.find(|clause| EACH.is_in(clause))?;
    let mark = EACH.find(clause)?;
    length(&clause[mark.end()..]).filter(|_| prose.value == ValueType::Text)
}

/// The minimum and the maximum number of items.
fn item_count(prose: &Prose<'_>, sentence: &str) -> Option<(Option<u64>, Option<u64>)> {
    if SINGLE.is_in(sentence) {
        return Some((None, Some(1)));
    }
    let about = sentence.replace(prose.name, "");
    if OF_ITEMS.is_in(&about) {
        return None;
    }
    if let Some(range) = ITEM_RANGE.all(sentence).next() {
        // An empty list is absent, so a minimum of 1 has no effect.
        let least = count(&range, 1).filter(|least| *least > 1);
        return Some((least, count(&range, 2)));
    }
    let mut found = ITEMS
        .all(sentence)
        .filter(|captures| captures.get(2).is_none());
    let most = found.next().and_then(|captures| count(&captures, 1))?;
    (most > 0).then_some((None, Some(most)))
}

/// The range of a number, in the unit of the member.
fn range(prose: &Prose<'_>, sentence: &str) -> Option<Constraint> {
    let own = units::read(prose).map(|(unit, _)| unit);
    let own = own.as_deref();
    let number = |captures: &Captures<'_>, number: usize, unit: Option<usize>| {
        let text = captures.get(number)?.as_str();
        let unit = unit.and_then(|unit| captures.get(unit));
        in_unit(prose, text, unit.map(|unit| unit.as_str()), own)
    };
    for captures in RANGE.all(sentence) {
        let text = |group: usize| captures.get(group).map_or("", |found| found.as_str());
        let is_bracketed = matches!(text(1), "[" | "【") && matches!(text(9), "]" | "】");
        let has_comma = matches!(text(5), "," | "，");
        if captures.get(10).is_some()
            || (has_comma && !is_bracketed)
            || (!text(1).is_empty() && !is_bracketed)
        {
            continue;
        }
        // `30分钟（1800）` repeats the number in the unit of the member.
        let least = match captures.get(4) {
            Some(_) => number(&captures, 4, None),
            None => number(
                &captures,
                2,
                Some(if captures.get(3).is_some() { 3 } else { 7 }),
            ),
        };
        let most = match captures.get(8) {
            Some(_) => number(&captures, 8, None),
            None => number(&captures, 6, Some(7)),
        };
        if let (Some(minimum), Some(maximum)) = (least, most) {
            return Some(Constraint {
                minimum: Some(minimum),
                maximum: Some(maximum),
                ..Constraint::default()
            });
        }
    }
    let single = |pattern: &'static Pattern| {
        let mut found = pattern.all(sentence);
        let found = found.next().filter(|captures| captures.get(3).is_none())?;
        number(&found, 1, Some(2))
    };
    if OF_ITEMS.is_in(sentence) {
        return None;
    }
    let first = FIRST_PAGE.all(sentence).next();
    let first = first.and_then(|first| number(&first, 1, None));
    let limits = Constraint {
        minimum: single(&MINIMUM).or(first),
        maximum: single(&MAXIMUM),
        ..Constraint::default()
    };
    (limits != Constraint::default()).then_some(limits)
}

/// Reads a number with a unit, and converts it to the unit of the member.
fn in_unit(
    prose: &Prose<'_>,
    number: &str,
    unit: Option<&str>,
    own: Option<&str>,
) -> Option<Number> {
    let unit = unit.filter(|unit| !matches!(*unit, "次" | "个" | "条"));
    if prose.value == ValueType::Float {
        return match unit {
            None => number.parse::<Number>().ok(),
            Some(_) => None,
        };
    }
    let number = number.parse::<i64>().ok()?;
    match (unit, own) {
        (None, _) => Some(number.into()),
        (Some(unit), own) => {
            let (unit, length) =
                units::after_number(unit).map(|(found, length)| (found, length == unit.len()))?;
            let own = own.unwrap_or(unit);
            units::converted(number, unit, own)
                .filter(|_| length)
                .map(Number::from)
        }
    }
}
