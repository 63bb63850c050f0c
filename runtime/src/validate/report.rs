//! The checks that generated validators call.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

use super::{Keyword, Path, Pattern, Violation, Violations, is_present};
use crate::OpenEnum;
use crate::wire::Encode;

/// Collects violations.
///
/// Every check takes the path of the value and the source of its rule. Messages may contain numbers
/// of the request, but never its texts.
#[derive(Debug, Default)]
pub struct Report {
    violations: Vec<Violation>,
}

impl Report {
    /// Creates an empty report.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the violations in the order of the checks.
    #[must_use]
    pub fn into_violations(self) -> Vec<Violation> {
        self.violations
    }

    /// Returns success if there are no violations.
    ///
    /// # Errors
    ///
    /// All violations.
    pub fn into_result(self) -> Result<(), Violations> {
        Violations::new(self.violations).map_or(Ok(()), Err)
    }

    /// Checks a rule that has its own message.
    pub fn rule(
        &mut self,
        holds: bool,
        keyword: Keyword,
        message: &'static str,
        path: Path<'_>,
        source: &'static str,
    ) {
        if !holds {
            self.add(path, keyword, message, source);
        }
    }

    /// Checks that a member is present.
    pub fn required<T: Encode>(
        &mut self,
        member: &Option<T>,
        path: Path<'_>,
        source: &'static str,
    ) {
        if !is_present(member) {
            self.add(path, Keyword::Required, "is required", source);
        }
    }

    /// Checks that a number is at least `limit`.
    pub fn minimum<N>(&mut self, value: N, limit: N, path: Path<'_>, source: &'static str)
    where
        N: PartialOrd + Display,
    {
        if value < limit {
            let message = format!("must be at least {limit}");
            self.add(path, Keyword::Minimum, message, source);
        }
    }

    /// Checks that a number is at most `limit`.
    pub fn maximum<N>(&mut self, value: N, limit: N, path: Path<'_>, source: &'static str)
    where
        N: PartialOrd + Display,
    {
        if value > limit {
            let message = format!("must be at most {limit}");
            self.add(path, Keyword::Maximum, message, source);
        }
    }

    /// Checks that a text has at least `limit` characters.
    pub fn min_length(&mut self, text: &str, limit: usize, path: Path<'_>, source: &'static str) {
        let length = text.chars().count();
        if length < limit {
            let message = format!("must have at least {}, has {length}", characters(limit));
            self.add(path, Keyword::MinLength, message, source);
        }
    }

    /// Checks that a text has at most `limit` characters.
    pub fn max_length(&mut self, text: &str, limit: usize, path: Path<'_>, source: &'static str) {
        // A text has at most as many characters as bytes. Counting bytes is faster.
        if text.len() <= limit {
            return;
        }
        let length = text.chars().count();
        if length > limit {
            let message = format!("must have at most {}, has {length}", characters(limit));
            self.add(path, Keyword::MaxLength, message, source);
        }
    }

    /// Checks that a text matches a pattern.
    pub fn pattern(&mut self, text: &str, form: &Pattern, path: Path<'_>, source: &'static str) {
        if !form.is_match(text) {
            let message = match form.words() {
                Some(words) => format!("must be {words}"),
                None => format!("must match {}", form.source()),
            };
            self.add(path, Keyword::Pattern, message, source);
        }
    }

    /// Checks that a list has at least `limit` items.
    pub fn min_items<T>(
        &mut self,
        items: &[T],
        limit: usize,
        path: Path<'_>,
        source: &'static str,
    ) {
        if items.len() < limit {
            let message = format!("must have at least {}, has {}", count(limit), items.len());
            self.add(path, Keyword::MinItems, message, source);
        }
    }

    /// Checks that a list has at most `limit` items.
    pub fn max_items<T>(
        &mut self,
        items: &[T],
        limit: usize,
        path: Path<'_>,
        source: &'static str,
    ) {
        if items.len() > limit {
            let message = format!("must have at most {}, has {}", count(limit), items.len());
            self.add(path, Keyword::MaxItems, message, source);
        }
    }

    /// Checks that a value is one of `valid`.
    pub fn one_of<T, V>(&mut self, value: &T, valid: &[V], path: Path<'_>, source: &'static str)
    where
        T: PartialEq<V> + ?Sized,
        V: Display,
    {
        if !valid.iter().any(|valid| value == valid) {
            self.add(path, Keyword::Enum, listed(valid), source);
        }
    }

    /// Checks that a value of an open enum is known.
    pub fn known<T: OpenEnum>(&mut self, value: &T, path: Path<'_>, source: &'static str) {
        if !value.is_known() {
            self.add(path, Keyword::Enum, listed(T::VALUES), source);
        }
    }

    /// Checks that a value of an open enum of texts is known. Ignores the case of ASCII letters.
    pub fn known_in_any_case<T>(&mut self, value: &T, path: Path<'_>, source: &'static str)
    where
        T: OpenEnum + AsRef<str>,
    {
        let text = value.as_ref();
        if !T::VALUES
            .iter()
            .any(|known| known.as_ref().eq_ignore_ascii_case(text))
        {
            let message = listed(T::VALUES) + ", in any case";
            self.add(path, Keyword::Enum, message, source);
        }
    }

    fn add(
        &mut self,
        path: Path<'_>,
        keyword: Keyword,
        message: impl Into<Cow<'static, str>>,
        source: &'static str,
    ) {
        let violation = Violation::new(path.to_string(), keyword, message.into(), source);
        self.violations.push(violation);
    }
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
