//! Violations of documented rules.

use std::borrow::Cow;
use std::fmt;

use super::Keyword;

/// A rule that a request breaks. Its message never contains a string from the request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    path: String,
    keyword: Keyword,
    message: Cow<'static, str>,
    source: &'static str,
}

impl Violation {
    pub(super) fn new(
        path: String,
        keyword: Keyword,
        message: Cow<'static, str>,
        source: &'static str,
    ) -> Self {
        Self {
            path,
            keyword,
            message,
            source,
        }
    }

    /// The location of the value, in wire names: `FlowIds[3]`. It is empty for the request itself.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The keyword that the value breaks.
    #[must_use]
    pub fn keyword(&self) -> Keyword {
        self.keyword
    }

    /// Describes valid values.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Returns the official description that the rule is based on, with its release. If a newer
    /// release allows more, turn validation off.
    #[must_use]
    pub fn source(&self) -> &str {
        self.source
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{} ({})", self.message, self.keyword)
    }
}

/// All violations of a request, in the order of its members. There is at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    pub(super) fn new(violations: Vec<Violation>) -> Option<Self> {
        (!violations.is_empty()).then_some(Self(violations))
    }

    /// Iterates over the violations.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// The number of violations.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "it is never empty")]
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [only] => write!(f, "the request is not valid: {only}"),
            all => {
                write!(f, "the request breaks {} rules:", all.len())?;
                all.iter()
                    .try_for_each(|violation| write!(f, "\n  {violation}"))
            }
        }
    }
}

impl std::error::Error for Violations {}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
