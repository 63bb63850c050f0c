//! The checks that generated validators call, and what they found.

use std::borrow::Cow;
use std::fmt::{Display, Write as _};

use super::{Keyword, Path, Pattern, Violation, Violations, is_present};
use crate::OpenEnum;
use crate::wire::Encode;

/// What validators found so far.
///
/// Every check takes where the value stands and what its rule was read from. None of them copies a
/// text of the caller into a message; numbers it may.
#[derive(Debug, Default)]
pub struct Report {
    violations: Vec<Violation>,
}

impl Report {
    /// A report without violations.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The violations, in the order they were found.
    #[must_use]
    pub fn into_violations(self) -> Vec<Violation> {
        self.violations
    }

    /// Whether nothing is wrong.
    ///
    /// # Errors
    ///
    /// All violations, where there are any.
    pub fn into_result(self) -> Result<(), Violations> {
        Violations::new(self.violations).map_or(Ok(()), Err)
    }

    /// A rule that is told by a sentence of its own.
    pub fn rule(
        &mut self,
        holds: bool,
        keyword: Keyword,
        message: &'static str,
        path: Path<'_>,
        read_from: &'static str,
    ) {
        if !holds {
            self.add(path, keyword, message, read_from);
        }
    }

    /// A member that must be present.
    pub fn required<T: Encode>(&mut self, member: &Option<T>, path: Path<'_>, from: &'static str) {
        if !is_present(member) {
            self.add(path, Keyword::Required, "is required", from);
        }
    }

    /// A number of at least `limit`.
    pub fn minimum<N>(&mut self, value: N, limit: N, path: Path<'_>, from: &'static str)
    where
        N: PartialOrd + Display,
    {
        if value < limit {
            let message = format!("must be at least {limit}");
            self.add(path, Keyword::Minimum, message, from);
        }
    }

    /// A number of at most `limit`.
    pub fn maximum<N>(&mut self, value: N, limit: N, path: Path<'_>, from: &'static str)
    where
        N: PartialOrd + Display,
    {
        if value > limit {
            let message = format!("must be at most {limit}");
            self.add(path, Keyword::Maximum, message, from);
        }
    }

    /// A text of at least `limit` characters.
    pub fn min_length(&mut self, text: &str, limit: usize, path: Path<'_>, from: &'static str) {
        let length = text.chars().count();
        if length < limit {
            let message = format!("must have at least {}, has {length}", characters(limit));
            self.add(path, Keyword::MinLength, message, from);
        }
    }

    /// A text of at most `limit` characters.
    pub fn max_length(&mut self, text: &str, limit: usize, path: Path<'_>, from: &'static str) {
        // A text has no more characters than bytes, and counting bytes costs nothing.
        if text.len() <= limit {
            return;
        }
        let length = text.chars().count();
        if length > limit {
            let message = format!("must have at most {}, has {length}", characters(limit));
            self.add(path, Keyword::MaxLength, message, from);
        }
    }

    /// A text of a certain form.
    pub fn pattern(&mut self, text: &str, form: &Pattern, path: Path<'_>, from: &'static str) {
        if !form.is_match(text) {
            let message = match form.words() {
                Some(words) => format!("must be {words}"),
                None => format!("must match {}", form.source()),
            };
            self.add(path, Keyword::Pattern, message, from);
        }
    }

    /// A list of at least `limit` items.
    pub fn min_items<T>(&mut self, items: &[T], limit: usize, path: Path<'_>, from: &'static str) {
        if items.len() < limit {
            let message = format!("must have at least {}, has {}", count(limit), items.len());
            self.add(path, Keyword::MinItems, message, from);
        }
    }

    /// A list of at most `limit` items.
    pub fn max_items<T>(&mut self, items: &[T], limit: usize, path: Path<'_>, from: &'static str) {
        if items.len() > limit {
            let message = format!("must have at most {}, has {}", count(limit), items.len());
            self.add(path, Keyword::MaxItems, message, from);
        }
    }

    /// A value that is one of `valid`.
    pub fn one_of<T, V>(&mut self, value: &T, valid: &[V], path: Path<'_>, from: &'static str)
    where
        T: PartialEq<V> + ?Sized,
        V: Display,
    {
        if !valid.iter().any(|valid| value == valid) {
            self.add(path, Keyword::Enum, listed(valid), from);
        }
    }

    /// A value of an open enum that is known.
    pub fn known<T: OpenEnum>(&mut self, value: &T, path: Path<'_>, from: &'static str) {
        if !value.is_known() {
            self.add(path, Keyword::Enum, listed(T::VALUES), from);
        }
    }

    /// A value of an open enum of texts that is known, in any case of its ASCII letters.
    pub fn known_in_any_case<T>(&mut self, value: &T, path: Path<'_>, from: &'static str)
    where
        T: OpenEnum + AsRef<str>,
    {
        let text = value.as_ref();
        if !T::VALUES
            .iter()
            .any(|known| known.as_ref().eq_ignore_ascii_case(text))
        {
            let message = listed(T::VALUES) + ", in any case";
            self.add(path, Keyword::Enum, message, from);
        }
    }

    fn add(
        &mut self,
        path: Path<'_>,
        keyword: Keyword,
        message: impl Into<Cow<'static, str>>,
        read_from: &'static str,
    ) {
        let violation = Violation::new(path.to_string(), keyword, message.into(), read_from);
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
