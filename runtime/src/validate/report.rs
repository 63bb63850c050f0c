//! Collects violations.

use std::borrow::Cow;

use super::{Keyword, Path, Rule, Violation, Violations};

/// The violations that validators found so far.
#[derive(Debug, Default)]
pub struct Report {
    violations: Vec<Violation>,
    /// The action whose request is validated.
    action: Option<&'static str>,
}

impl Report {
    /// Creates an empty report.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates an empty report about the request of an action.
    pub(super) fn of_action(action: Option<&'static str>) -> Self {
        Self {
            action,
            ..Self::default()
        }
    }

    /// Returns whether the request of one of these actions is validated. Some rules of shared
    /// objects apply to certain actions only.
    #[must_use]
    pub fn is_for(&self, actions: &[&str]) -> bool {
        self.action.is_some_and(|action| actions.contains(&action))
    }

    /// Returns the violations in the order in which they were found.
    #[must_use]
    pub fn into_violations(self) -> Vec<Violation> {
        self.violations
    }

    /// Succeeds if there are no violations.
    ///
    /// # Errors
    ///
    /// All violations, if there are any.
    pub fn into_result(self) -> Result<(), Violations> {
        Violations::new(self.violations).map_or(Ok(()), Err)
    }

    pub(super) fn add(
        &mut self,
        path: Path<'_>,
        keyword: Keyword,
        message: impl Into<Cow<'static, str>>,
        source: &'static str,
    ) {
        let violation = Violation::new(path.to_string(), keyword, message.into(), source);
        self.violations.push(violation);
    }

    pub(super) fn add_rule(&mut self, path: Path<'_>, keyword: Keyword, rule: &'static Rule) {
        self.violations
            .push(Violation::of_rule(path, keyword, rule));
    }
}
