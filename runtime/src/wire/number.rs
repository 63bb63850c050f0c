//! Compares and recognizes numbers without loss.

use serde_json::Number;

/// The only member of the map in which serde_json passes a number if its feature
/// `arbitrary_precision` is on. Integers of up to 64 bits are passed as usual.
pub(super) const ARBITRARY_PRECISION: &str = "$serde_json::private::Number";

/// Returns whether a text is a JSON number.
pub(super) fn is_number(text: &str) -> bool {
    text.parse::<Number>().is_ok()
}

/// Returns whether two numbers are equal, even if one is an integer and the other a float.
pub(super) fn same_number(one: &Number, other: &Number) -> bool {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => one == other,
        (Some(integer), None) => is_integer(other.as_f64(), integer),
        (None, Some(integer)) => is_integer(one.as_f64(), integer),
        (None, None) => one.as_f64() == other.as_f64(),
    }
}

/// Converts the float to an integer, because the reverse conversion might round.
fn is_integer(float: Option<f64>, integer: i128) -> bool {
    float.is_some_and(|float| float.fract() == 0.0 && float as i128 == integer)
}
