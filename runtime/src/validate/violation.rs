//! What is wrong with a request.

use std::borrow::Cow;
use std::fmt;

use super::Keyword;

/// One rule that a request breaks. Its texts never hold a text that the caller gave.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    path: String,
    keyword: Keyword,
    message: Cow<'static, str>,
    read_from: &'static str,
}

impl Violation {
    pub(super) fn new(
        path: String,
        keyword: Keyword,
        message: Cow<'static, str>,
        read_from: &'static str,
    ) -> Self {
        Self {
            path,
            keyword,
            message,
            read_from,
        }
    }

    /// Where the value stands, in wire names: `FlowIds[3]`. The request itself is the empty path.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The word of the rule that is broken.
    #[must_use]
    pub fn keyword(&self) -> Keyword {
        self.keyword
    }

    /// What would be valid.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The official description that the rule was read from, and its release. Limits grow: where a
    /// newer release allows more, the rule is outdated, and validation can be turned off.
    #[must_use]
    pub fn read_from(&self) -> &str {
        self.read_from
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

/// Every rule that a request breaks, in the order of its members; there is at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    pub(super) fn new(violations: Vec<Violation>) -> Option<Self> {
        (!violations.is_empty()).then_some(Self(violations))
    }

    /// The violations, one after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }

    /// How many there are.
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
