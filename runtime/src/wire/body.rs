//! The bodies of answers, read by code that is compiled once for all types.

use super::json::{Unreadable, read};
use super::object::{Member, Read};
use super::source::Failure;

/// Reads the one member that an object is about.
pub(crate) fn member_from_json(
    json: &[u8],
    promised: &'static [&'static str; 1],
    member: &mut dyn FnMut(Member<'_>) -> Result<Read, Failure>,
) -> Result<(), Unreadable> {
    read(json, &mut |source| {
        let found = source.object("the answer", promised, &mut |name, value| {
            if name == promised[0] {
                member(value)
            } else {
                value.skip()
            }
        })?;
        found.ok_or_else(|| source.refuse("invalid type: null, expected an object"))
    })
}
