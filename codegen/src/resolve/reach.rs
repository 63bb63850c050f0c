//! Which objects requests and responses contain.

use std::collections::BTreeMap;

use crate::description::{Facts, Scalar};
use crate::model::Direction;

/// The directions of all objects.
pub(super) fn directions(facts: &Facts) -> BTreeMap<&str, Direction> {
    let (inputs, outputs) = (facts.sent(), facts.answered());
    facts
        .objects
        .keys()
        .map(|name| {
            let direction = Direction {
                request: inputs.contains(name.as_str()),
                response: outputs.contains(name.as_str()),
            };
            (name.as_str(), direction)
        })
        .collect()
}

/// Whether all references in the facts are valid. Otherwise the directions are incomplete.
pub(super) fn is_whole(facts: &Facts) -> bool {
    let is_known = |object: &String| facts.objects.contains_key(object);
    let actions = facts.actions.values();
    let mut roots = actions.flat_map(|action| [&action.input, &action.output]);
    let mut members = facts.objects.values().flat_map(|object| &object.members);
    roots.all(is_known)
        && members.all(|member| Scalar::named(&member.of).is_some() || is_known(&member.of))
}
