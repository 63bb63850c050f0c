//! Numbers, as exactly as they are written.

use serde::de::{Error, Expected, MapAccess, Unexpected};
use serde_json::Number;

/// The one member of the map in which serde_json hands over a number, unless it is an integer of at
/// most 64 bits, where somebody in the program turned `arbitrary_precision` on.
pub(super) const NUMBER: &str = "$serde_json::private::Number";

/// The number in such a map.
pub(super) fn written<'de, A: MapAccess<'de>>(
    mut map: A,
    expected: &dyn Expected,
) -> Result<String, A::Error> {
    if map.next_key::<String>()?.is_none_or(|name| name != NUMBER) {
        return Err(A::Error::invalid_type(Unexpected::Map, expected));
    }
    let text: String = map.next_value()?;
    match text.parse::<Number>() {
        Ok(_) => Ok(text),
        Err(_) => Err(A::Error::invalid_type(Unexpected::Map, expected)),
    }
}

/// Whether both are the same number, however each is written.
pub(super) fn same_number(one: &Number, other: &Number) -> bool {
    match (one.as_i128(), other.as_i128()) {
        (Some(one), Some(other)) => one == other,
        (Some(integer), None) => is_integer(other.as_f64(), integer),
        (None, Some(integer)) => is_integer(one.as_f64(), integer),
        (None, None) => one.as_f64() == other.as_f64(),
    }
}

/// Turns the float into an integer, not the reverse: that might round.
fn is_integer(float: Option<f64>, integer: i128) -> bool {
    float.is_some_and(|float| float.fract() == 0.0 && float as i128 == integer)
}
