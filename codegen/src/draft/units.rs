//! Reads the units of numbers.

use super::pattern::Pattern;
use super::prose::{Prose, ValueType};

/// The words for units, and the units. Longer words come before those that they begin with.
const UNITS: &[(&str, &str)] = &[
    ("毫秒", "milliseconds"),
    ("微秒", "microseconds"),
    ("纳秒", "nanoseconds"),
    ("秒级", "seconds"),
    ("秒", "seconds"),
    ("分钟", "minutes"),
    ("小时", "hours"),
    ("天", "days"),
    ("日", "days"),
    ("周", "weeks"),
    ("个月", "months"),
    ("月", "months"),
    ("年", "years"),
    ("字节", "bytes"),
    ("像素", "pixels"),
    ("百分比", "percent"),
    ("百分之", "percent"),
    ("%", "percent"),
    ("％", "percent"),
    ("元", "CNY"),
    ("分", "CNY cents"),
    ("核", "cores"),
    ("次", "times"),
    ("点", "points"),
    ("度", "degrees"),
];

/// The same for Latin words. A whole word must match, in this case of letters.
const LATIN_UNITS: &[(&str, &str)] = &[
    ("ms", "milliseconds"),
    ("us", "microseconds"),
    ("ns", "nanoseconds"),
    ("s", "seconds"),
    ("S", "seconds"),
    ("sec", "seconds"),
    ("second", "seconds"),
    ("seconds", "seconds"),
    ("min", "minutes"),
    ("minute", "minutes"),
    ("h", "hours"),
    ("hour", "hours"),
    ("day", "days"),
    ("month", "months"),
    ("year", "years"),
    ("B", "bytes"),
    ("Byte", "bytes"),
    ("byte", "bytes"),
    ("Bytes", "bytes"),
    ("bytes", "bytes"),
    ("KB", "KB"),
    ("MB", "MB"),
    ("M", "MB"),
    ("GB", "GB"),
    ("G", "GB"),
    ("TB", "TB"),
    ("T", "TB"),
    ("PB", "PB"),
    ("KiB", "KiB"),
    ("MiB", "MiB"),
    ("GiB", "GiB"),
    ("TiB", "TiB"),
    ("bps", "bps"),
    ("kbps", "kbps"),
    ("Kbps", "kbps"),
    ("Mbps", "Mbps"),
    ("Gbps", "Gbps"),
    ("MB/s", "MB/s"),
    ("KB/s", "KB/s"),
    ("px", "pixels"),
    ("pt", "points"),
    ("Hz", "Hz"),
    ("kHz", "kHz"),
];

static NAMED: Pattern = Pattern::new(
    r"(?:计量|时间|长度)?单位(?:均|统一)?(?:为|是|使用|采用)?\s*[:：]?\s*[（(]?\s*([A-Za-z%％/]+|[一-鿿]+)",
);
static SUFFIXED: Pattern =
    Pattern::new(r"以?\s*([A-Za-z%]+|毫秒|秒|分钟|小时|天|月|年|字节)\s*为单位");
static BRACKETED: Pattern = Pattern::new(
    r"[（(]\s*(毫秒|微秒|秒|分钟|小时|天|字节|像素|ms|s|KB|MB|GB|TB|Mbps|bps|px|%)\s*[）)]",
);
static RANGE: Pattern = Pattern::new(
    r"\d\s*(毫秒|秒|分钟|小时|天)\s*(?:-|~|～|—|–|至|到)+\s*\d+\s*(毫秒|秒|分钟|小时|天)",
);
static TIMESTAMP: Pattern = Pattern::new(r"(?i)时间戳|timestamp");
static TIMESTAMP_UNIT: Pattern = Pattern::new(r"毫秒|微秒|秒|[（( ]ms\b|[（( ]s\b");

/// A unit and the sentence that names it.
pub(super) fn read(prose: &Prose<'_>) -> Option<(String, String)> {
    if !matches!(prose.value, ValueType::Integer | ValueType::Float) {
        return None;
    }
    let found = prose
        .sentences()
        .find_map(|sentence| Some((named(sentence)?, sentence)));
    let (unit, sentence) = found?;
    let is_time = unit.ends_with("seconds");
    let timestamp = is_time && prose.lines.iter().any(|line| TIMESTAMP.is_in(line));
    let unit = match timestamp {
        true => format!("{unit} since 1970-01-01T00:00:00Z"),
        false => unit.to_owned(),
    };
    Some((unit, sentence.to_owned()))
}

/// Returns the unit that a sentence names.
fn named(sentence: &str) -> Option<&'static str> {
    for pattern in [&NAMED, &SUFFIXED, &BRACKETED] {
        let words = pattern.all(sentence).filter_map(|found| found.get(1));
        let mut units = words.filter_map(|word| whole(word.as_str()));
        if let Some(unit) = units.next() {
            return Some(unit);
        }
    }
    let mut ranges = RANGE
        .all(sentence)
        .filter_map(|range| Some((range.get(1)?, range.get(2)?)));
    if let Some((one, _)) = ranges.find(|(one, other)| one.as_str() == other.as_str()) {
        return whole(one.as_str());
    }
    TIMESTAMP.find(sentence)?;
    let unit = TIMESTAMP_UNIT.find(sentence)?;
    whole(unit.as_str().trim_start_matches(['（', '(', ' ']))
}

/// Returns the unit that a word means. Chinese words may be followed by others.
fn whole(word: &str) -> Option<&'static str> {
    let latin = LATIN_UNITS.iter().find(|(name, _)| *name == word);
    let chinese = || {
        UNITS.iter().find(|(name, _)| {
            let rest = word.strip_prefix(name);
            rest.is_some_and(|rest| rest.is_empty() || !rest.starts_with(['/', '每', '辨']))
        })
    };
    latin.or_else(chinese).map(|(_, unit)| *unit)
}

/// Returns the unit directly after a number, and the length of its word.
pub(super) fn after_number(text: &str) -> Option<(&'static str, usize)> {
    let rest = text.trim_start();
    let blank = text.len() - rest.len();
    let length = rest
        .find(|c: char| !c.is_ascii_alphabetic() && c != '/')
        .unwrap_or(rest.len());
    let latin = LATIN_UNITS
        .iter()
        .find(|(name, _)| *name == &rest[..length]);
    let chinese = || UNITS.iter().find(|(name, _)| rest.starts_with(name));
    let (name, unit) = latin.or_else(chinese)?;
    Some((unit, blank + name.len()))
}

/// Converts a number of one unit of time to another one, if the result is a whole number.
pub(super) fn converted(number: i64, from: &str, to: &str) -> Option<i64> {
    if from == to {
        return Some(number);
    }
    let milliseconds = number.checked_mul(milliseconds_in(from)?)?;
    let to = milliseconds_in(to)?;
    (milliseconds % to == 0).then_some(milliseconds / to)
}

fn milliseconds_in(unit: &str) -> Option<i64> {
    Some(match unit {
        "milliseconds" => 1,
        "seconds" => 1000,
        "minutes" => 60_000,
        "hours" => 3_600_000,
        "days" => 86_400_000,
        "weeks" => 604_800_000,
        _ => return None,
    })
}
