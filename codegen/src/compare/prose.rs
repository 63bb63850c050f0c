//! Finds changed prose, and the rules that were read from it.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use crate::description::{Overlay, Subject};
use crate::load::ParsedFile;
use crate::provenance::provenance;
use crate::snapshot::Snapshot;

/// A piece of upstream prose that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct ProseChange {
    /// The owner of the prose: an action, an object, or `Object.Member`.
    pub path: String,
    /// The rules that were read from it: `Object.Member`, `Object:rule`, or `enum:Name`.
    pub constraints: Vec<String>,
}

/// Returns the prose that both sides have and that differs.
pub(super) fn changed_prose(old: &Snapshot, new: &Snapshot) -> Vec<ProseChange> {
    let after = hashes(new);
    let read_from = constraints_read_from(&new.description.overlays);
    let before = hashes(old).into_iter();
    let changed =
        before.filter(|(subject, hash)| after.get(subject).is_some_and(|now| now != hash));
    // An action and an object with the same name have the same path.
    let paths: BTreeSet<String> = changed.map(|(subject, _)| subject.to_string()).collect();
    paths
        .into_iter()
        .map(|path| {
            let constraints = read_from.get(&path);
            ProseChange {
                constraints: constraints.into_iter().flatten().cloned().collect(),
                path,
            }
        })
        .collect()
}

/// Returns the rules that were read from each piece of prose, by its owner.
pub(super) fn constraints_read_from(
    overlays: &[ParsedFile<Overlay>],
) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for provenance in provenance(overlays) {
        let of = provenance.read_from.of.clone();
        found.entry(of).or_default().insert(provenance.constraint);
    }
    found
}

/// Returns the hash of each piece of prose, by its owner.
fn hashes(snapshot: &Snapshot) -> BTreeMap<Subject<'_>, &str> {
    let prose = snapshot.facts().prose();
    prose
        .filter_map(|(subject, hash)| Some((subject, hash?)))
        .collect()
}
