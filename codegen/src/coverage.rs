//! Counts the items that the overlay covers.

use schemars::JsonSchema;
use serde::Serialize;

use crate::description::{MemberOverlay, ObjectOverlay, Overlay};
use crate::provenance::stale_provenance;
use crate::snapshot::Snapshot;

/// The number of covered items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Part {
    /// The items that the overlay covers.
    pub covered: usize,
    /// All items.
    pub of: usize,
}

/// The items that the overlay covers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Coverage {
    /// Actions with documentation.
    pub actions: Part,
    /// Objects with documentation.
    pub objects: Part,
    /// Members with documentation.
    pub members: Part,
    /// Enums.
    pub enums: usize,
    /// Members with an enum.
    pub members_with_enum: usize,
    /// Members with a constraint.
    pub constraints: usize,
    /// Rules that involve more than one member, including warnings.
    pub rules: usize,
    /// Rules whose prose changed after a person read it.
    pub stale_provenance: usize,
    /// The actions, objects and members without documentation, by their paths.
    pub undescribed: Vec<String>,
}

/// Counts what the overlay covers.
#[must_use]
pub fn coverage(snapshot: &Snapshot) -> Coverage {
    let facts = snapshot.facts();
    let mut found = Coverage {
        enums: snapshot.overlays().map(|overlay| overlay.enums.len()).sum(),
        stale_provenance: stale_provenance(snapshot).len(),
        ..Coverage::default()
    };
    for name in facts.actions.keys() {
        let said = |overlay: &Overlay| {
            overlay
                .actions
                .get(name)
                .is_some_and(|said| said.doc.is_some())
        };
        let covered = snapshot.overlays().any(said);
        count(&mut found.actions, covered, name, &mut found.undescribed);
    }
    for (name, object) in &facts.objects {
        let said = snapshot
            .overlays()
            .find_map(|overlay| overlay.objects.get(name));
        let described = |said: &ObjectOverlay| said.doc.is_some();
        count(
            &mut found.objects,
            said.is_some_and(described),
            name,
            &mut found.undescribed,
        );
        found.rules += said.map_or(0, |said| said.rules.len());
        for member in &object.members {
            let said = said.and_then(|said| said.members.get(&member.name));
            let mut overlays = snapshot.overlays();
            let is_shared = facts.is_called(name)
                && overlays.any(|overlay| overlay.members.contains_key(&member.name));
            let has = |what: fn(&MemberOverlay) -> bool| said.is_some_and(what);
            found.members_with_enum += usize::from(has(|said| said.of.is_some()));
            found.constraints += usize::from(has(|said| said.constraint.is_some()));
            let path = format!("{name}.{}", member.name);
            count(
                &mut found.members,
                is_shared || has(|said| said.doc.is_some()),
                &path,
                &mut found.undescribed,
            );
        }
    }
    found
}

fn count(part: &mut Part, covered: bool, path: &str, undescribed: &mut Vec<String>) {
    part.of += 1;
    if covered {
        part.covered += 1;
    } else {
        undescribed.push(path.to_owned());
    }
}
