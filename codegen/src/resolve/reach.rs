//! Which way objects travel, and which members close a cycle.

use std::collections::{BTreeMap, BTreeSet};

use crate::description::{Facts, Member, Scalar};
use crate::model::Direction;

/// The directions of every object that an action reaches.
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

/// Whether every reference of the facts leads somewhere. Where one does not, nobody can say which
/// objects are reached.
pub(super) fn is_whole(facts: &Facts) -> bool {
    let is_known = |object: &String| facts.objects.contains_key(object);
    let actions = facts.actions.values();
    let mut roots = actions.flat_map(|action| [&action.input, &action.output]);
    let mut members = facts.objects.values().flat_map(|object| &object.members);
    roots.all(is_known)
        && members.all(|member| Scalar::named(&member.of).is_some() || is_known(&member.of))
}

/// Whether an object would contain itself through this member, were the member not on the heap. A
/// list is on the heap already.
pub(super) fn closes_cycle(facts: &Facts, object: &str, member: &Member) -> bool {
    closes_cycle_of(facts, object, member, &|_, member| !member.list)
}

/// The same by way of those members alone, each told with its object.
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
