//! Values that are never shown.

use std::fmt;

/// Shows that a sensitive member has a value, and never which.
///
/// Generated `Debug` implementations put it in the place of every member that the description marks
/// sensitive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Redacted {
    /// Stands for a value.
    Value,
    /// Stands for a member that may have a value.
    Member {
        /// Whether it has one.
        present: bool,
    },
}

impl Redacted {
    /// Stands for a member that may have a value.
    #[must_use]
    pub fn member<T>(member: &Option<T>) -> Self {
        Self::Member {
            present: member.is_some(),
        }
    }
}

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Value => "[redacted]",
            Self::Member { present: true } => "Some([redacted])",
            Self::Member { present: false } => "None",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_presence_of_a_value_is_shown() {
        assert_eq!(
            format!("{:?}", Redacted::member(&Some("典子谦"))),
            "Some([redacted])"
        );
        assert_eq!(format!("{:?}", Redacted::member(&None::<String>)), "None");
        assert_eq!(format!("{:?}", Redacted::Value), "[redacted]");
    }
}
