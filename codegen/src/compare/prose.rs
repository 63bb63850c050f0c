//! Prose that says something else now, and what was read from it.

use std::collections::{BTreeMap, BTreeSet};

use super::{ProseChange, Snapshot};
use crate::description::Facts;
use crate::load::Description;
use crate::sentences::readings;

/// The prose that both sides have and that differs.
pub(super) fn changed_prose(old: &Snapshot, new: &Snapshot) -> Vec<ProseChange> {
    let after = hashes(new.facts());
    let read_from = constraints_read_from(&new.description);
    hashes(old.facts())
        .into_iter()
        .filter(|(path, hash)| after.get(path).is_some_and(|now| now != hash))
        .map(|(path, _)| {
            let constraints = read_from.get(path.as_str());
            ProseChange {
                constraints: constraints.into_iter().flatten().cloned().collect(),
                path,
            }
        })
        .collect()
}

/// What the overlay read from each piece of prose.
pub(super) fn constraints_read_from(
    description: &Description,
) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for reading in readings(description) {
        let of = reading.read_from.of.clone();
        found.entry(of).or_default().insert(reading.constraint);
    }
    found
}

/// The hash of every piece of prose, by whose it is.
fn hashes(facts: &Facts) -> BTreeMap<String, &str> {
    let mut hashes = BTreeMap::new();
    for (name, object) in &facts.objects {
        hashes.extend(object.prose.as_deref().map(|hash| (name.clone(), hash)));
        for member in &object.members {
            let path = format!("{name}.{}", member.name);
            hashes.extend(member.prose.as_deref().map(|hash| (path, hash)));
        }
    }
    for (name, action) in &facts.actions {
        hashes.extend(action.prose.as_deref().map(|hash| (name.clone(), hash)));
    }
    hashes
}
