//! Violations of documented rules.

use std::borrow::Cow;
use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{Keyword, Path, Rule};
use crate::one_line::OneLine;

/// A rule that a request breaks. Its message never contains a string from the request.
///
/// `Display` fits one line of a log. `Serialize` writes `path`, `keyword`, `message`, `rule` (or
/// `null`) and `members`, for example for the response of a web service:
///
/// ```json
/// {"path": "", "keyword": "anyOf", "message": "Give Name or Mail.", "rule": "name-or-mail", "members": ["Name", "Mail"]}
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    path: String,
    keyword: Keyword,
    message: Cow<'static, str>,
    source: &'static str,
    rule: Option<&'static str>,
    members: Vec<String>,
}

impl Violation {
    pub(super) fn new(
        path: String,
        keyword: Keyword,
        message: Cow<'static, str>,
        source: &'static str,
    ) -> Self {
        Self {
            members: vec![path.clone()],
            path,
            keyword,
            message,
            source,
            rule: None,
        }
    }

    pub(super) fn of_rule(path: Path<'_>, keyword: Keyword, rule: &'static Rule) -> Self {
        Self {
            members: path.members(rule.members),
            path: path.to_string(),
            keyword,
            message: Cow::Borrowed(rule.message),
            source: rule.source,
            rule: Some(rule.name),
        }
    }

    /// Returns the location of the value, in wire names: `Ids[3]`. It is empty for the request
    /// itself; then [`members`](Self::members) has the fields of a form.
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

    /// Returns the name of the rule in the overlay, such as `name-or-mail`. It is unique in its object
    /// and does not depend on the message. `None` if the value breaks the constraint of one member.
    #[must_use]
    pub fn rule(&self) -> Option<&str> {
        self.rule
    }

    /// Returns the paths of all members that the rule involves, in wire names:
    /// `["Signers[0].Name", "Signers[0].Mail"]`. Without a rule, it is the path of the value.
    #[must_use]
    pub fn members(&self) -> &[String] {
        &self.members
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
        write!(f, "{} ({}", OneLine(&self.message), self.keyword)?;
        if let Some(rule) = self.rule {
            write!(f, ", rule {}", OneLine(rule))?;
        }
        f.write_str(")")
    }
}

impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Violation", 5)?;
        object.serialize_field("path", &self.path)?;
        object.serialize_field("keyword", self.keyword.as_str())?;
        object.serialize_field("message", &self.message)?;
        object.serialize_field("rule", &self.rule)?;
        object.serialize_field("members", &self.members)?;
        object.end()
    }
}

/// All violations of a request, in the order of its members. There is at least one.
///
/// `Display` fits one line of a log. `Serialize` writes a list of violations.
///
/// ```
/// use tencent_runtime::validate::Violations;
///
/// /// The fields of a form to mark.
/// fn fields(violations: &Violations) -> Vec<&str> {
///     let members = violations.iter().flat_map(|violation| violation.members());
///     members.map(String::as_str).collect()
/// }
/// ```
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
                write!(f, "the request breaks {} rules: ", all.len())?;
                all.iter()
                    .enumerate()
                    .try_for_each(|(position, violation)| {
                        let separator = if position == 0 { "" } else { "; " };
                        write!(f, "{separator}{violation}")
                    })
            }
        }
    }
}

impl std::error::Error for Violations {}

impl Serialize for Violations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

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
