//! The keywords of JSON Schema that a violation can have, and the checks that report them.
//!
//! Generated validators call the checks. Each takes the location of the value and the source of its
//! rule. A message may contain a number that the caller gave, but never a string.

use std::fmt::{self, Display, Write as _};

use super::{Path, Pattern, Report, is_present};
use crate::OpenEnum;
use crate::wire::Encode;

/// The keyword of JSON Schema that a value breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Keyword {
    /// A required member is absent.
    Required,
    /// A member is absent that another member requires.
    DependentRequired,
    /// A number is too small.
    Minimum,
    /// A number is too large.
    Maximum,
    /// A string is too short.
    MinLength,
    /// A string is too long.
    MaxLength,
    /// A string does not match a pattern.
    Pattern,
    /// A value is not one of the valid values.
    Enum,
    /// A value is not the only valid value.
    Const,
    /// A list has too few items.
    MinItems,
    /// A list has too many items.
    MaxItems,
    /// A list does not contain a required item.
    Contains,
    /// No alternative holds.
    AnyOf,
    /// No alternative holds, or more than one.
    OneOf,
    /// A condition holds that must not hold.
    Not,
}

impl Keyword {
    /// The keyword as JSON Schema writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::DependentRequired => "dependentRequired",
            Self::Minimum => "minimum",
            Self::Maximum => "maximum",
            Self::MinLength => "minLength",
            Self::MaxLength => "maxLength",
            Self::Pattern => "pattern",
            Self::Enum => "enum",
            Self::Const => "const",
            Self::MinItems => "minItems",
            Self::MaxItems => "maxItems",
            Self::Contains => "contains",
            Self::AnyOf => "anyOf",
            Self::OneOf => "oneOf",
            Self::Not => "not",
        }
    }
}

impl Display for Keyword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Reports the message unless the constraint of a member holds.
pub fn constraint(
    report: &mut Report,
    holds: bool,
    keyword: Keyword,
    message: &'static str,
    path: Path<'_>,
    source: &'static str,
) {
    if !holds {
        report.add(path, keyword, message, source);
    }
}

/// Reports a member that is absent.
pub fn required<T: Encode>(
    report: &mut Report,
    member: &Option<T>,
    path: Path<'_>,
    source: &'static str,
) {
    if !is_present(member) {
        report.add(path, Keyword::Required, "is required", source);
    }
}

/// Reports a number below `limit`.
pub fn minimum<N>(report: &mut Report, value: N, limit: N, path: Path<'_>, source: &'static str)
where
    N: PartialOrd + Display,
{
    if value < limit {
        let message = format!("must be at least {limit}");
        report.add(path, Keyword::Minimum, message, source);
    }
}

/// Reports a number above `limit`.
pub fn maximum<N>(report: &mut Report, value: N, limit: N, path: Path<'_>, source: &'static str)
where
    N: PartialOrd + Display,
{
    if value > limit {
        let message = format!("must be at most {limit}");
        report.add(path, Keyword::Maximum, message, source);
    }
}

/// Reports a string of fewer than `limit` characters.
pub fn min_length(
    report: &mut Report,
    text: &str,
    limit: usize,
    path: Path<'_>,
    source: &'static str,
) {
    let length = text.chars().count();
    if length < limit {
        let message = format!("must have at least {}, has {length}", characters(limit));
        report.add(path, Keyword::MinLength, message, source);
    }
}

/// Reports a string of more than `limit` characters.
pub fn max_length(
    report: &mut Report,
    text: &str,
    limit: usize,
    path: Path<'_>,
    source: &'static str,
) {
    // A string has at most as many characters as bytes, and its bytes need no counting.
    if text.len() <= limit {
        return;
    }
    let length = text.chars().count();
    if length > limit {
        let message = format!("must have at most {}, has {length}", characters(limit));
        report.add(path, Keyword::MaxLength, message, source);
    }
}

/// Reports a string that does not match the pattern.
pub fn pattern(
    report: &mut Report,
    text: &str,
    pattern: &Pattern,
    path: Path<'_>,
    source: &'static str,
) {
    if !pattern.is_match(text) {
        let message = match pattern.description() {
            Some(description) => format!("must be {description}"),
            None => format!("must match {}", pattern.expression()),
        };
        report.add(path, Keyword::Pattern, message, source);
    }
}

/// Reports a list of fewer than `limit` items.
pub fn min_items<T>(
    report: &mut Report,
    items: &[T],
    limit: usize,
    path: Path<'_>,
    source: &'static str,
) {
    if items.len() < limit {
        let message = format!("must have at least {}, has {}", count(limit), items.len());
        report.add(path, Keyword::MinItems, message, source);
    }
}

/// Reports a list of more than `limit` items.
pub fn max_items<T>(
    report: &mut Report,
    items: &[T],
    limit: usize,
    path: Path<'_>,
    source: &'static str,
) {
    if items.len() > limit {
        let message = format!("must have at most {}, has {}", count(limit), items.len());
        report.add(path, Keyword::MaxItems, message, source);
    }
}

/// Reports a value that is not in `valid`.
pub fn one_of<T, V>(
    report: &mut Report,
    value: &T,
    valid: &[V],
    path: Path<'_>,
    source: &'static str,
) where
    T: PartialEq<V> + ?Sized,
    V: Display,
{
    if !valid.iter().any(|valid| value == valid) {
        report.add(path, Keyword::Enum, listed(valid), source);
    }
}

/// Reports a value that its enum does not know.
pub fn known<T: OpenEnum>(report: &mut Report, value: &T, path: Path<'_>, source: &'static str) {
    if !value.is_known() {
        report.add(path, Keyword::Enum, listed(T::VALUES), source);
    }
}

/// Returns whether a string is in `valid`, ignoring the case of ASCII letters.
#[must_use]
pub fn equals_in_any_case<T: AsRef<str>>(value: &T, valid: &[T]) -> bool {
    let text = value.as_ref();
    let mut valid = valid.iter();
    valid.any(|valid| valid.as_ref().eq_ignore_ascii_case(text))
}

/// Reports a string that is not in `valid`, ignoring the case of ASCII letters.
pub fn one_of_in_any_case<T>(
    report: &mut Report,
    value: &T,
    valid: &[T],
    path: Path<'_>,
    source: &'static str,
) where
    T: AsRef<str> + Display,
{
    if !equals_in_any_case(value, valid) {
        let message = listed(valid) + ", in any case";
        report.add(path, Keyword::Enum, message, source);
    }
}

/// Reports a string that its enum does not know, ignoring the case of ASCII letters.
pub fn known_in_any_case<T>(report: &mut Report, value: &T, path: Path<'_>, source: &'static str)
where
    T: OpenEnum + AsRef<str>,
{
    one_of_in_any_case(report, value, T::VALUES, path, source);
}

fn characters(limit: usize) -> String {
    if limit == 1 {
        "1 character".to_owned()
    } else {
        format!("{limit} characters")
    }
}

fn count(limit: usize) -> String {
    if limit == 1 {
        "1 item".to_owned()
    } else {
        format!("{limit} items")
    }
}

fn listed(valid: &[impl Display]) -> String {
    let mut text = String::from(if valid.len() == 1 {
        "must be "
    } else {
        "must be one of "
    });
    for (index, value) in valid.iter().enumerate() {
        let separator = if index == 0 { "" } else { ", " };
        // Writing to a `String` does not fail.
        let _ = write!(text, "{separator}{value}");
    }
    text
}
