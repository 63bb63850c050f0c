//! Scenarios: faults that a server injects into all answers, with a probability.

use std::str::FromStr;
use std::time::Duration;

use crate::fault::Fault;

/// Faults with their probabilities. All other requests are answered normally.
///
/// Its text form is the name of a fault, or a list of names with probabilities, such as
/// `throttled=0.1,slow=0.05`. [`Scenario::names`] lists the names. The command line of the example
/// `mock` and the header `X-Mock-Scenario` of a request contain this form.
///
/// ```
/// use tencent_mock::Scenario;
///
/// let scenario: Scenario = "throttled=0.1,slow=0.05".parse().unwrap();
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    faults: Vec<(Fault, f64)>,
}

/// A text that is not a scenario.
///
/// ```
/// use tencent_mock::{InvalidScenario, Scenario};
///
/// let refused = "tired".parse::<Scenario>();
/// assert!(matches!(refused, Err(InvalidScenario::UnknownName(_))));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidScenario {
    /// No scenario has this name.
    #[error("unknown scenario `{0}`; use one of: {known}", known = names().join(", "))]
    UnknownName(String),
    /// The probabilities are not numbers from 0 to 1 with a sum of at most 1.
    #[error("`{0}`: probabilities must be numbers from 0 to 1, and their sum must be at most 1")]
    Probability(String),
}

/// A scenario with a name: the name, a description, and the faults.
type Named = (&'static str, &'static str, &'static [(Fault, f64)]);

/// The scenarios with a name. The last one is a mix for tests that run for a long time.
const NAMED: &[Named] = &[
    ("none", "no faults", &[]),
    (
        "throttled",
        "the rate limit is exceeded",
        &[(Fault::Throttled, 1.0)],
    ),
    (
        "slow",
        "answers come after 3 seconds",
        &[(Fault::Slow(Duration::from_secs(3)), 1.0)],
    ),
    (
        "drop-before-body",
        "the connection closes before the body is read",
        &[(Fault::DropBeforeBody, 1.0)],
    ),
    (
        "drop-after-body",
        "the connection closes after the body is read",
        &[(Fault::DropAfterBody, 1.0)],
    ),
    (
        "html",
        "a proxy answers with status 503 and an HTML page",
        &[(Fault::Html(503), 1.0)],
    ),
    (
        "truncated-body",
        "the connection closes in the middle of the answer",
        &[(Fault::TruncatedBody, 1.0)],
    ),
    (
        "truncated-json",
        "the JSON of the answer is cut off",
        &[(Fault::TruncatedJson, 1.0)],
    ),
    (
        "clock-skew",
        "the server's clock is an hour ahead",
        &[(Fault::ClockAhead(Duration::from_secs(3600)), 1.0)],
    ),
    (
        "expired-token",
        "the token of the credential has expired",
        &[(Fault::ExpiredToken, 1.0)],
    ),
    (
        "numbers-as-text",
        "all numbers of the answers are strings",
        &[(Fault::NumbersAsText, 1.0)],
    ),
    (
        "future-server",
        "answers have unknown members and unknown values of enums",
        &[(Fault::FutureServer, 1.0)],
    ),
    (
        "soak",
        "a mix of faults, one for about every fourth request",
        &[
            (Fault::Throttled, 0.05),
            (Fault::Slow(Duration::from_millis(200)), 0.05),
            (Fault::DropBeforeBody, 0.02),
            (Fault::DropAfterBody, 0.02),
            (Fault::Html(503), 0.02),
            (Fault::TruncatedBody, 0.02),
            (Fault::TruncatedJson, 0.02),
            (Fault::NumbersAsText, 0.03),
            (Fault::FutureServer, 0.03),
        ],
    ),
];

impl Scenario {
    /// Creates a scenario without faults.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Injects a fault into every answer.
    #[must_use]
    pub fn always(fault: Fault) -> Self {
        Self::mix([(fault, 1.0)])
    }

    /// Injects each fault with its probability, from 0 to 1. If the sum is larger than 1, the last
    /// faults are rarer.
    #[must_use]
    pub fn mix(faults: impl IntoIterator<Item = (Fault, f64)>) -> Self {
        Self {
            faults: faults.into_iter().collect(),
        }
    }

    /// Returns the names that the text form can contain, each with a description.
    pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
        NAMED
            .iter()
            .map(|(name, description, _)| (*name, *description))
    }

    /// Returns the fault for a random number.
    pub(crate) fn draw(&self, random: u64) -> Option<&Fault> {
        // Floats represent the upper 53 bits exactly.
        let mut left = (random >> 11) as f64 / (1_u64 << 53) as f64;
        self.faults.iter().find_map(|(fault, probability)| {
            left -= probability;
            (left < 0.0).then_some(fault)
        })
    }
}

fn names() -> Vec<&'static str> {
    Scenario::names().map(|(name, _)| name).collect()
}

impl FromStr for Scenario {
    type Err = InvalidScenario;

    fn from_str(text: &str) -> Result<Self, InvalidScenario> {
        let mut faults = Vec::new();
        for part in text.split(',').map(str::trim) {
            let (name, probability) = match part.split_once('=') {
                Some((name, probability)) => (name.trim(), Some(probability.trim())),
                None => (part, None),
            };
            let unknown = || InvalidScenario::UnknownName(name.to_owned());
            let mut named = NAMED.iter();
            let (_, _, named) = named
                .find(|(known, ..)| *known == name)
                .ok_or_else(unknown)?;
            let invalid = || InvalidScenario::Probability(text.to_owned());
            let probability: f64 = probability.unwrap_or("1").parse().map_err(|_| invalid())?;
            if !(0.0..=1.0).contains(&probability) {
                return Err(invalid());
            }
            faults.extend(
                named
                    .iter()
                    .cloned()
                    .map(|(fault, each)| (fault, each * probability)),
            );
        }
        let sum: f64 = faults.iter().map(|(_, probability)| probability).sum();
        // Sums of decimal fractions are not exact.
        if sum > 1.0 + 1e-9 {
            return Err(InvalidScenario::Probability(text.to_owned()));
        }
        Ok(Self { faults })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_fault_of_every_request() {
        let throttled: Scenario = "throttled".parse().unwrap();
        assert_eq!(throttled, Scenario::always(Fault::Throttled));
        for random in [0, u64::MAX / 2, u64::MAX] {
            assert_eq!(throttled.draw(random), Some(&Fault::Throttled));
            assert_eq!(Scenario::none().draw(random), None);
        }
    }

    #[test]
    fn a_mix_divides_the_random_numbers() {
        let mix: Scenario = "throttled=0.25, html=0.5".parse().unwrap();
        let at = |share: f64| mix.draw((share * u64::MAX as f64) as u64);
        assert_eq!(at(0.0), Some(&Fault::Throttled));
        assert_eq!(at(0.24), Some(&Fault::Throttled));
        assert_eq!(at(0.26), Some(&Fault::Html(503)));
        assert_eq!(at(0.74), Some(&Fault::Html(503)));
        assert_eq!(at(0.76), None);
        assert_eq!(at(1.0), None);
    }

    #[test]
    fn all_names_are_scenarios_with_probabilities() {
        for (name, _) in Scenario::names() {
            let scenario: Scenario = name.parse().unwrap();
            let half: Scenario = format!("{name}=0.5").parse().unwrap();
            assert_eq!(scenario.faults.len(), half.faults.len(), "{name}");
            let sum: f64 = scenario.faults.iter().map(|(_, each)| each).sum();
            assert!(sum <= 1.0, "{name}");
        }
    }

    #[test]
    fn an_invalid_text_is_an_error() {
        for text in [
            "",
            "slower",
            "slow=2",
            "slow=-0.1",
            "slow=x",
            "slow=0.6,html=0.6",
            "slow=NaN",
        ] {
            assert!(text.parse::<Scenario>().is_err(), "{text}");
        }
        let error = "slower".parse::<Scenario>().unwrap_err().to_string();
        assert!(
            error.contains("`slower`") && error.contains("truncated-json"),
            "{error}"
        );
    }
}
