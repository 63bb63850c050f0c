//! The bodies of answers, read by code that is compiled once for all types.

use super::json::{Unreadable, read};
use super::object::{Place, fill_or_skip};

/// Reads the one member that an object is about into its place.
pub(crate) fn member_from_json(
    json: &[u8],
    promised: &'static [&'static str; 1],
    place: &mut dyn Place,
) -> Result<(), Unreadable> {
    read(json, &mut |source| {
        let found = source.object("the answer", promised, &mut |name, source| {
            let is_it = name == promised[0];
            fill_or_skip(is_it.then_some(&mut *place), source)
        })?;
        found.ok_or_else(|| source.refuse("invalid type: null, expected an object"))
    })
}
