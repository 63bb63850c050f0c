//! Numbers as they are written.

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
