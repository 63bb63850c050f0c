//! Which objects requests and responses contain, and which members close a cycle.

use std::collections::{BTreeMap, BTreeSet};

use crate::description::{Facts, Member, Scalar};
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

/// Whether an object contains itself through this member, so that the member needs a `Box`. A list
/// needs none.
pub(super) fn closes_cycle(facts: &Facts, object: &str, member: &Member) -> bool {
    closes_cycle_of(facts, object, member, &|_, member| !member.list)
}

/// Whether an object contains itself through this member, by way of members that `counts` accepts.
pub(super) fn closes_cycle_of(
    facts: &Facts,
    object: &str,
    member: &Member,
    counts: &dyn Fn(&str, &Member) -> bool,
) -> bool {
    if !counts(object, member) {
        return false;
    }
    let mut seen = BTreeSet::new();
    let mut open = vec![member.of.as_str()];
    while let Some(name) = open.pop() {
        if name == object {
            return true;
        }
        if let Some(inner) = facts.objects.get(name)
            && seen.insert(name)
        {
            let direct = inner.members.iter().filter(|member| counts(name, member));
            open.extend(direct.map(|member| member.of.as_str()));
        }
    }
    false
}
