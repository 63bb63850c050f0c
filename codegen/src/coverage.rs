//! How much of the facts the overlay speaks of.

use schemars::JsonSchema;
use serde::Serialize;

use crate::description::{MemberOverlay, ObjectOverlay, Overlay};
use crate::provenance::stale_provenance;
use crate::snapshot::Snapshot;

/// A part of a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Part {
    /// How many the overlay covers.
    pub covered: usize,
    /// How many there are.
    pub of: usize,
}

/// What the overlay covers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
#[non_exhaustive]
pub struct Coverage {
    /// Actions with documentation.
    pub actions: Part,
    /// Objects with documentation.
    pub objects: Part,
    /// Members with documentation.
    pub members: Part,
    /// Named sets of values.
    pub enums: usize,
    /// Members that are one of a named set.
    pub members_with_enum: usize,
    /// Members with a constraint.
    pub constraints: usize,
    /// Rules that involve more than one member, advice included.
    pub rules: usize,
    /// Sentences that changed since a person had read a rule from them.
    pub open_sentences: usize,
    /// The actions, objects and members without documentation, by their paths.
    pub undescribed: Vec<String>,
}

/// Counts what the overlay covers.
#[must_use]
pub fn coverage(snapshot: &Snapshot) -> Coverage {
    let facts = snapshot.facts();
    let mut found = Coverage {
        enums: snapshot.overlays().map(|overlay| overlay.enums.len()).sum(),
        open_sentences: stale_provenance(snapshot).len(),
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
            let has = |what: fn(&MemberOverlay) -> bool| said.is_some_and(what);
            found.members_with_enum += usize::from(has(|said| said.of.is_some()));
            found.constraints += usize::from(has(|said| said.constraint.is_some()));
            let path = format!("{name}.{}", member.name);
            count(
                &mut found.members,
                has(|said| said.doc.is_some()),
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
