//! The shared part of lower and upper limits.

use super::super::location::Location;
use super::schema::Lowering;

/// Reports limits that no value can satisfy.
pub(super) fn check<T: PartialOrd>(
    least: &Option<T>,
    most: &Option<T>,
    at: &Location<'_>,
    lowering: &mut Lowering<'_, '_>,
) {
    if let (Some(least), Some(most)) = (least, most)
        && least > most
    {
        let message = "no value satisfies both limits";
        lowering.problems.push(at.problem(message));
    }
}

/// Describes the values between two limits.
pub(super) fn words<T: ToString + PartialEq>(
    least: &Option<T>,
    most: &Option<T>,
    unit: &str,
) -> Option<String> {
    Some(match (least, most) {
        (Some(least), Some(most)) if least == most => format!("{}{unit}", most.to_string()),
        (Some(least), Some(most)) => {
            format!("{} to {}{unit}", least.to_string(), most.to_string())
        }
        (Some(least), None) if least.to_string() == "1" && !unit.is_empty() => {
            "not empty".to_owned()
        }
        (Some(least), None) => format!("at least {}{unit}", least.to_string()),
        (None, Some(most)) => format!("at most {}{unit}", most.to_string()),
        (None, None) => return None,
    })
}
