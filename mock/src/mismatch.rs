//! Expectations that were not met, and requests that nobody expected.

use std::any::Any;
use std::fmt;

use crate::expected::Expected;

/// The reasons why a test with a mock fails.
///
/// ```
/// use tencent_mock::MockServer;
///
/// fn print(mock: &MockServer) {
///     if let Err(unmet) = mock.verify() {
///         unmet.reasons().iter().for_each(|reason| eprintln!("{reason}"));
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet {
    reasons: Vec<String>,
}

impl Unmet {
    /// Returns the reasons. There is at least one.
    #[must_use]
    pub fn reasons(&self) -> &[String] {
        &self.reasons
    }
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the mock server is not satisfied:")?;
        for reason in &self.reasons {
            write!(f, "\n- {reason}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Unmet {}

/// Returns the reasons for which expectations are not met.
pub(crate) fn unmet(expected: &[Expected], unexpected: &[String]) -> Result<(), Unmet> {
    let missing = expected.iter().filter_map(|expected| {
        let (given, wanted) = (expected.steps.given(), expected.steps.wanted());
        let Expected { action, place, .. } = expected;
        let calls = if wanted == 1 { "call" } else { "calls" };
        (given < wanted)
            .then(|| format!("{action}: expected {wanted} {calls} ({place}), received {given}"))
    });
    let reasons: Vec<String> = unexpected.iter().cloned().chain(missing).collect();
    match reasons.is_empty() {
        true => Ok(()),
        false => Err(Unmet { reasons }),
    }
}

/// Describes why no expectation of the action gave an answer. The nearest expectation is the one
/// with the fewest conditions that are false.
pub(crate) fn describe(action: &str, request: &dyn Any, expected: &[Expected]) -> String {
    let of_action = expected.iter().filter(|expected| expected.action == action);
    let nearest = of_action
        .map(|expected| {
            let places: Vec<&str> = expected.unmatched(request).collect();
            (places, expected)
        })
        .min_by_key(|(places, _)| places.len());
    match nearest {
        Some((places, expected)) if places.is_empty() => format!(
            "{action}: received more calls than the {} that are expected ({})",
            expected.steps.wanted(),
            expected.place
        ),
        Some((places, expected)) => format!(
            "{action}: no expectation matches a request. The nearest one ({}) has a condition that is false, at {}",
            expected.place,
            places.join(" and at ")
        ),
        None => format!("{action}: no expectation is set"),
    }
}
