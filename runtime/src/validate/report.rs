//! Collects violations.

use std::borrow::Cow;

use super::{Keyword, Path, Violation, Violations};

/// The violations that validators found so far.
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

    pub(super) fn add(
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
