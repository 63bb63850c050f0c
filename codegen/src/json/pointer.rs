//! The path of a value in a JSON file.

use std::borrow::Cow;
use std::fmt;

/// A JSON pointer (RFC 6901): the names and positions that lead from the root to a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Pointer(Vec<String>);

impl Pointer {
    pub(crate) fn root() -> Self {
        Self::default()
    }

    /// Returns the steps, beginning at the root.
    pub(crate) fn steps(&self) -> &[String] {
        &self.0
    }

    /// Returns the step that follows the last one of these names.
    pub(crate) fn after_last(&self, names: &[&str]) -> Option<&str> {
        let position = self
            .0
            .iter()
            .rposition(|step| names.contains(&step.as_str()))?;
        self.0.get(position + 1).map(String::as_str)
    }

    /// Returns a step as it is written in a pointer.
    pub(super) fn escaped(step: &str) -> Cow<'_, str> {
        match step.contains(['~', '/']) {
            true => step.replace('~', "~0").replace('/', "~1").into(),
            false => step.into(),
        }
    }

    /// Returns the pointer of a member or an item of this value.
    pub(crate) fn to(&self, step: impl ToString) -> Self {
        let mut steps = self.0.clone();
        steps.push(step.to_string());
        Self(steps)
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|step| write!(f, "/{}", Self::escaped(step)))
    }
}
