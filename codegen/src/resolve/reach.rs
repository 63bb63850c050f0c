//! Which way objects travel, and which members close a cycle.

use std::collections::{BTreeMap, BTreeSet};

use crate::description::{Facts, Member};
use crate::model::Direction;

/// The directions of every object that an action reaches.
pub(super) fn directions(facts: &Facts) -> BTreeMap<&str, Direction> {
    let inputs = reached(
        facts,
        facts.actions.values().map(|action| action.input.as_str()),
    );
    let outputs = reached(
        facts,
        facts.actions.values().map(|action| action.output.as_str()),
    );
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

fn reached<'a>(facts: &'a Facts, roots: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = roots.collect();
    while let Some(name) = open.pop() {
        if let Some(object) = facts.objects.get(name)
            && reached.insert(name)
        {
            open.extend(object.members.iter().map(|member| member.of.as_str()));
        }
    }
    reached
}

/// Whether an object would contain itself through this member, were the member not on the heap. A
/// list is on the heap already.
pub(super) fn closes_cycle(facts: &Facts, object: &str, member: &Member) -> bool {
    if member.list {
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
            let direct = inner.members.iter().filter(|member| !member.list);
            open.extend(direct.map(|member| member.of.as_str()));
        }
    }
    false
}
