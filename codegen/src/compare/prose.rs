//! Finds changed prose, and the rules that were read from it.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::description::{Overlay, ProseOwner};
use crate::load::ParsedFile;
use crate::provenance::provenance;
use crate::snapshot::Snapshot;

/// A piece of upstream prose that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct ProseChange {
    /// The owner of the prose: an action, an object, or `Object.Member`.
    pub path: String,
    /// The rules that were read from it: `Object.Member`, `Object:rule`, `Action:Waiter` or `enum:Name`.
    pub constraints: Vec<String>,
}

/// Returns the prose that both sides have and that differs.
pub(super) fn changed_prose(old: &Snapshot, new: &Snapshot) -> Vec<ProseChange> {
    let after = hashes(new);
    let by_prose = constraints_by_prose(&new.description.additions.overlays);
    let before = hashes(old).into_iter();
    let changed = before.filter(|(owner, hash)| after.get(owner).is_some_and(|now| now != hash));
    // An action and an object with the same name have the same path.
    let paths: BTreeSet<String> = changed.map(|(owner, _)| owner.to_string()).collect();
    paths
        .into_iter()
        .map(|path| {
            let constraints = by_prose.get(&path);
            ProseChange {
                constraints: constraints.into_iter().flatten().cloned().collect(),
                path,
            }
        })
        .collect()
}

/// Returns the rules that were read from each piece of prose, by its owner.
pub(super) fn constraints_by_prose(
    overlays: &[ParsedFile<Overlay>],
) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for entry in provenance(overlays) {
        let of = entry.provenance.of.clone();
        found.entry(of).or_default().insert(entry.constraint);
    }
    found
}

/// Returns the hash of each piece of prose, by its owner.
fn hashes(snapshot: &Snapshot) -> BTreeMap<ProseOwner<'_>, &str> {
    let prose = snapshot.facts().prose();
    prose
        .filter_map(|(owner, hash)| Some((owner, hash?)))
        .collect()
}
